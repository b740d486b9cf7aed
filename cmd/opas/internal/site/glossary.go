package site

import (
	"strings"

	"opas/cmd/opas/internal/model"
)

// A Glossary is the words that the site explains, with what finds them in its
// texts.
type Glossary struct {
	*model.Glossary
	Page  *Page
	terms map[string][]*termWords // by id and Language.Index; nil where a language has none
}

// A Name is what a term is called in one language.
type Name struct {
	Language *Language
	Term     string
	Also     []string // other words for the same
}

// termWords is what one language calls a term.
type termWords struct {
	Name
	forms []string // that grammar does not know
	word  *Word    // Term with its place
	also  *Word
}

// glossary reads the names of the terms.
func (a *assembly) glossary() {
	p := a.site.OfKind(model.KindGlossary)
	if p == nil {
		return
	}
	g := &Glossary{Glossary: p.Definition.(*model.Glossary), Page: p, terms: map[string][]*termWords{}}
	for i := range g.Terms {
		id := g.Terms[i].ID.Value
		names := make([]*termWords, len(a.site.Languages))
		for _, l := range a.site.Languages {
			words := p.Editions[l.Index].Words
			term := words.Get("terms." + id + ".term")
			if term == nil {
				continue
			}
			t := &termWords{Name: Name{Language: l, Term: term.Doc.Plain}, word: term}
			if t.also = words.Get("terms." + id + ".also"); t.also != nil {
				t.Also = byComma(t.also.Doc.Plain)
			}
			t.forms = byComma(words.Plain("terms." + id + ".forms"))
			names[l.Index] = t
		}
		g.terms[id] = names
	}
	a.site.Glossary = g
}

// byComma cuts a list of words, with the commas of all scripts.
func byComma(list string) []string {
	var words []string
	for _, w := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == '،' || r == '、' }) {
		if w = strings.TrimSpace(w); w != "" {
			words = append(words, w)
		}
	}
	return words
}

// Name returns what the term is called in a language, and whether it has a name there.
func (g *Glossary) Name(l *Language, id string) (Name, bool) {
	names := g.terms[id]
	if names == nil || names[l.Index] == nil {
		return Name{}, false
	}
	return names[l.Index].Name, true
}

// Names returns what the term is called, in the order of the site's languages.
// Easy Finnish is left out where it says the same as Finnish.
func (g *Glossary) Names(id string) []Name {
	var list []Name
	said := map[string]bool{}
	for _, t := range g.terms[id] {
		if t == nil || said[t.Language.Tag.Primary()+" "+t.Term] {
			continue
		}
		said[t.Language.Tag.Primary()+" "+t.Term] = true
		list = append(list, t.Name)
	}
	return list
}
