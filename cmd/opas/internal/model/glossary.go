package model

import (
	"fmt"

	"opas/cmd/opas/internal/diag"
)

// KindGlossary is the kind of the page with the Glossary. A site has at most one.
const KindGlossary = "glossary"

// Glossary is the words that a site explains. What a word is called, and how it
// is explained, stands in the words of each language; a language may lack both.
type Glossary struct {
	Pos   diag.Pos `yaml:"-"`
	Terms []Term   `yaml:"terms,required" doc:"the terms, in any order: readers get them in the order of their alphabet"`

	terms map[string]*Term
}

// Term is one word, or a few that belong together, with one meaning.
type Term struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the term, and of its entry on the page; words: terms.<id>.term, .text, and if needed .also (other words for the same) and .forms (forms that grammar does not know), both separated by commas"`
	// Related are ids of terms that help to understand this one.
	Related []ID `yaml:"related" doc:"ids of terms to read beside this one"`
	// Page is the id of the page that tells more, or "".
	Page ID `yaml:"page" doc:"id of the page that tells more"`
}

// Kind implements Definition.
func (g *Glossary) Kind() string { return KindGlossary }

// Term returns the term with the id, or nil.
func (g *Glossary) Term(id string) *Term { return g.terms[id] }

// Words implements Definition.
func (g *Glossary) Words() []Word {
	var w words
	for i := range g.Terms {
		w.add("terms", g.Terms[i].ID, "term also? text forms?")
	}
	for i := range w.list {
		w.list[i].Local = !w.list[i].Block // all but the explanation
		w.list[i].Block = false
	}
	return w.list
}

// Pages implements Definition.
func (g *Glossary) Pages() []Page { return nil }

// PageRefs implements Definition.
func (g *Glossary) PageRefs() []ID {
	var refs []ID
	for i := range g.Terms {
		refs = referPages(refs, g.Terms[i].Page)
	}
	return refs
}

func (g *Glossary) index() { g.terms = byID(g.Terms, func(t *Term) ID { return t.ID }) }

func (g *Glossary) check(l *diag.List) {
	terms := newSpace("term", "terms")
	for i := range g.Terms {
		terms.declare(l, g.Terms[i].ID)
	}
	for i := range g.Terms {
		t := &g.Terms[i]
		terms.refer(l, t.Related...)
		for _, ref := range t.Related {
			if ref.Value == t.ID.Value && ref.Value != "" {
				l.Add(diag.Diagnostic{
					Severity: diag.Warning, Code: "glossary-itself", Pos: ref.Pos, Len: length(ref),
					Message: fmt.Sprintf("the term %q is related to itself", ref.Value),
					Hint:    "remove it from related:",
				})
			}
		}
	}
}
