package render

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"opas/cmd/opas/internal/search"
	"opas/cmd/opas/internal/site"
)

// A bridge gives the sections of one language the names that the terms in them
// have in other languages, so that a word in one language finds what is written
// in another. A foreign name that is the word in the text, such as mentor, would
// only count twice. An entry of the glossary has the other words for its term
// too, in all languages; on pages that mention it they would push aside what
// answers better (search's TestEvaluationGuide), and so would the explanation,
// which is shown and not searched.
//
// Foreign names are indexed as they are written: what is typed must be the form
// that the glossary has. Arabic words are there with and without article.
type bridge struct {
	glossary *site.Glossary
	language *site.Language
	foreign  map[string][]string // names by term, as they are asked for
}

// over is what search gets of a section.
func (b *bridge) over(s section) search.Section {
	s.Shown = s.entry
	s.Terms = slices.Clip(s.Terms) // the list A–Z has the others
	for _, id := range s.mentions {
		names, ok := b.foreign[id]
		if !ok {
			names = b.names(id)
			b.foreign[id] = names
		}
		s.Terms = append(s.Terms, names...)
		if !s.entry {
			continue
		}
		for _, name := range b.glossary.Names(id) {
			for _, also := range name.Also {
				s.Terms = append(s.Terms, also+articled(also))
			}
		}
	}
	return s.Section
}

// names are those of a term in other languages.
func (b *bridge) names(id string) []string {
	var list []string
	for _, name := range b.glossary.Names(id) {
		if name.Language.Tag.Primary() != b.language.Tag.Primary() && len(b.glossary.Find(b.language, name.Term)) == 0 {
			list = append(list, name.Term+articled(name.Term))
		}
	}
	return list
}

// articled is the words of an Arabic name with the article they have not, or
// without the one they have.
func articled(name string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(name) {
		if r, _ := utf8.DecodeRuneInString(word); !unicode.Is(unicode.Arabic, r) {
			continue
		}
		rest, ok := strings.CutPrefix(word, "ال")
		if !ok || utf8.RuneCountInString(rest) < 3 {
			rest = "ال" + word
		}
		b.WriteString(" " + rest)
	}
	return b.String()
}
