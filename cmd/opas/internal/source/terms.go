package source

import (
	"slices"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
)

// TermsFile is the file in which a site tells search about its own words.
const TermsFile = Root + "/search.yaml"

// SearchTerms is search.yaml. All of it is optional.
type SearchTerms struct {
	// Words are base forms that are hard to tell from their other forms.
	Words TermLists `yaml:"words" doc:"Words of the site in their base form, by language: search then knows their forms better."`
	// Synonyms are groups; a search for one word of a group finds the others.
	Synonyms TermGroups `yaml:"synonyms" doc:"Groups of words that mean the same, by language: a search for one finds the others too."`
	// Whole are words that are never taken apart.
	Whole TermLists `yaml:"whole" doc:"Words that look like compounds and are none, by language: search never takes them apart."`
}

// TermLists are words by language.
type TermLists map[lang.Tag][]decode.At[string]

// TermGroups are groups of words by language.
type TermGroups map[lang.Tag][][]decode.At[string]

// Decode reads a mapping from language to a list of words.
func (t *TermLists) Decode(n *decode.Node) diag.List {
	*t = TermLists{}
	return byLanguage(n, func(tag lang.Tag, value *decode.Node) diag.List {
		words, found := termList(value)
		(*t)[tag] = words
		return found
	})
}

// Decode reads a mapping from language to a list of groups of words.
func (t *TermGroups) Decode(n *decode.Node) diag.List {
	*t = TermGroups{}
	return byLanguage(n, func(tag lang.Tag, value *decode.Node) diag.List {
		var found diag.List
		if value.Kind() != decode.Sequence {
			found.Errorf("yaml-type", value.Pos(), "write a list of groups, such as [[esihenkilö, esimies]]", "a list of groups of words is expected here")
			return found
		}
		for _, group := range value.Items() {
			words, more := termList(group)
			found = append(found, more...)
			switch {
			case len(words) >= 2:
				(*t)[tag] = append((*t)[tag], words)
			case len(more) == 0:
				found.Errorf("search-group", group.Pos(), "write at least two words: [esihenkilö, esimies]", "a group of words that mean the same needs two of them")
			}
		}
		return found
	})
}

// JSONSchema describes the mapping to editors.
func (TermLists) JSONSchema() map[string]any { return schemaByLanguage(wordList) }

// JSONSchema describes the mapping to editors.
func (TermGroups) JSONSchema() map[string]any {
	return schemaByLanguage(map[string]any{"type": "array", "items": wordList})
}

var wordList = map[string]any{"type": "array", "items": map[string]any{"type": "string"}}

func schemaByLanguage(value map[string]any) map[string]any {
	return map[string]any{"type": "object", "additionalProperties": value}
}

func byLanguage(n *decode.Node, read func(lang.Tag, *decode.Node) diag.List) diag.List {
	var found diag.List
	if n.Kind() != decode.Mapping {
		found.Errorf("yaml-type", n.Pos(), "write the words under their language, such as fi: [esihenkilö]", "words by language are expected here")
		return found
	}
	for _, f := range n.Fields() {
		tag, err := lang.Parse(f.Key.Value)
		if err != nil {
			found.Errorf("language-tag", f.Key.Pos, "write a BCP 47 tag in lower case, such as fi or fi-simple", "%q is not a language", f.Key.Value)
			continue
		}
		found = append(found, read(tag, f.Value)...)
	}
	return found
}

// termList reads single words.
func termList(n *decode.Node) ([]decode.At[string], diag.List) {
	var words []decode.At[string]
	var found diag.List
	if n.Kind() != decode.Sequence {
		found.Errorf("yaml-type", n.Pos(), "write a list: [esihenkilö, esimies]", "a list of words is expected here")
		return nil, found
	}
	found = append(found, decode.Into(n, &words)...)
	for i := range words {
		w := &words[i]
		w.Value = strings.TrimSpace(w.Value)
		if w.Value == "" || len(strings.Fields(w.Value)) != 1 {
			found.Errorf("search-word", w.Pos, "write one word; search puts several words of a query together itself", "%q is not one word", w.Value)
		}
	}
	return words, found
}

// terms reads search.yaml; a language that the site has not is an error.
func (l *loader) terms() error {
	data, err := l.text(TermsFile)
	if err != nil || data == nil {
		return err
	}
	node, found := decode.Parse(TermsFile, data, 1)
	l.diags = append(l.diags, found...)
	if node == nil {
		return nil
	}
	l.diags = append(l.diags, decode.Into(node, &l.tree.Terms)...)
	return nil
}

// strangers tells of words in search.yaml in a language that the site has not.
func (l *loader) strangers() {
	tell := func(tag lang.Tag, pos diag.Pos) {
		if !slices.Contains(l.tree.Config.Tags, tag) {
			l.diags.Warnf("search-language", pos, "add it to languages: in site.yaml, or delete the words", "the site has no language %s", tag)
		}
	}
	for _, lists := range []TermLists{l.tree.Terms.Words, l.tree.Terms.Whole} {
		for tag, words := range lists {
			if len(words) > 0 {
				tell(tag, words[0].Pos)
			}
		}
	}
	for tag, groups := range l.tree.Terms.Synonyms {
		if len(groups) > 0 {
			tell(tag, groups[0][0].Pos)
		}
	}
}
