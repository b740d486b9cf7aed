package site

import (
	"fmt"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/model"
)

// A Glossary is the words that the site explains, with what finds them in its
// texts.
type Glossary struct {
	*model.Glossary
	Page  *Page
	terms map[string][]*termWords // by id and Language.Index; nil where a language has none

	recognisers []*recogniser // by Language.Index
	mentioned   map[string]bool
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
	// Where Term, Also and forms stand.
	term, also, form *Word
}

// glossary reads the names of the terms.
func (a *assembly) glossary() {
	p := a.site.OfKind(model.KindGlossary)
	if p == nil {
		return
	}
	g := &Glossary{Glossary: p.Definition.(*model.Glossary), Page: p, terms: map[string][]*termWords{}, mentioned: map[string]bool{}}
	for i := range g.Terms {
		id := g.Terms[i].ID.Value
		g.terms[id] = make([]*termWords, len(a.site.Languages))
		for _, l := range a.site.Languages {
			g.terms[id][l.Index] = termIn(p.Editions[l.Index].Words, l, id)
		}
	}
	for _, l := range a.site.Languages {
		g.recognisers = append(g.recognisers, a.recogniser(g, l))
	}
	a.site.Glossary = g
	a.explain()
}

// termIn returns what a language calls a term, nil if it has no name for it.
func termIn(words *Words, l *Language, id string) *termWords {
	get := func(key string) *Word { return words.Get("terms." + id + "." + key) }
	t := &termWords{term: get("term"), also: get("also"), form: get("forms")}
	if t.term == nil {
		return nil
	}
	t.Name = Name{Language: l, Term: t.term.Doc.Plain}
	if t.also != nil {
		t.Also = byComma(t.also.Doc.Plain)
	}
	if t.form != nil {
		t.forms = byComma(t.form.Doc.Plain)
	}
	return t
}

// recogniser makes what finds the terms in one language. A name that two terms
// have leads to neither of them for sure, and one that cannot be found explains
// nothing. Easy Finnish has said so where Finnish has.
func (a *assembly) recogniser(g *Glossary, l *Language) *recogniser {
	r := newRecogniser(string(l.Tag))
	for i := range g.Terms {
		id := g.Terms[i].ID.Value
		t := g.terms[id][l.Index]
		if t == nil || g.Term(id) != &g.Terms[i] {
			continue
		}
		add := func(name string, w *Word, exact bool) {
			other := r.add(name, id, exact)
			switch {
			case w.Lang != l:
			case other != "":
				first := g.terms[other][l.Index]
				a.found.Add(diag.Diagnostic{Code: "glossary-twice", Pos: w.Pos,
					Message: fmt.Sprintf("%q is a name of the term %q too", name, other),
					Hint:    "give one of the two another name, or make them one term",
					Related: []diag.Related{{Pos: first.term.Pos, Message: "the other term"}}})
			case !slices.ContainsFunc(r.find(name), func(m markdown.Mention) bool { return m.Term == id }):
				a.found.Noticef("glossary-unrecognised", w.Pos, "write the word as it stands in a text, with nothing but spaces and hyphens between its parts",
					"%q can never be recognised in a text", name)
			}
		}
		add(withoutBrackets(t.Term), t.term, false)
		for _, name := range t.Also {
			add(withoutBrackets(name), t.also, false)
		}
		for _, form := range t.forms {
			add(form, t.form, true)
		}
	}
	return r
}

// withoutBrackets leaves out what a name has in brackets, which readers see and
// texts do not repeat: "социальный работник (sosiaalityöntekijä)".
func withoutBrackets(name string) string {
	for {
		before, rest, ok := strings.Cut(name, "(")
		_, after, closed := strings.Cut(rest, ")")
		if !ok || !closed {
			return strings.TrimSpace(name)
		}
		name = before + after
	}
}

// explain marks the terms in the texts of pages, and in the longer ones of
// definitions.
func (a *assembly) explain() {
	g := a.site.Glossary
	marked := make([]map[*markdown.Doc]*markdown.Doc, len(a.site.Languages))
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i, l := range a.site.Languages {
		work.Go(func() error {
			marked[i] = map[*markdown.Doc]*markdown.Doc{}
			find := func(text string) []markdown.Mention { return g.Find(l, text) }
			a.running(l, func(d *markdown.Doc) { marked[i][d] = d.WithTerms(find) })
			return nil
		})
	}
	_ = work.Wait() // nothing fails
	for _, docs := range marked {
		for _, d := range docs {
			for _, id := range d.Terms() {
				g.mentioned[id] = true
			}
		}
	}
	for _, p := range a.site.Pages {
		for _, e := range p.Editions {
			if d := marked[e.Text.Index][e.Doc]; d != nil {
				e.Doc = d
			}
			if p.Owner != nil || e.Words == nil {
				continue
			}
			for _, w := range e.Words.byPath {
				if d := marked[w.Lang.Index][w.Doc]; d != nil {
					w.Doc = d
				}
			}
		}
	}
}

// running calls each with the running texts that are written in a language:
// those of pages, and those texts of definitions that may have paragraphs.
func (a *assembly) running(l *Language, each func(*markdown.Doc)) {
	for _, p := range a.site.Pages {
		e := p.Editions[l.Index]
		if p == a.site.Glossary.Page {
			continue
		}
		if e.Doc != nil && e.Text == l {
			each(e.Doc)
		}
		if p.Owner != nil || p.Definition == nil {
			continue
		}
		for _, need := range p.Definition.Words() {
			if w := e.Words.Get(need.Path); need.Block && w != nil && w.Lang == l {
				each(w.Doc)
			}
		}
	}
}

// Find returns where terms stand in a text of the language, in order, the
// longest ones. It may be called by several goroutines.
func (g *Glossary) Find(l *Language, text string) []markdown.Mention {
	return g.recognisers[l.Index].find(text)
}

// Unused returns the terms that no running text mentions, in any language.
func (g *Glossary) Unused() []model.ID {
	var ids []model.ID
	for i := range g.Terms {
		if id := g.Terms[i].ID; !g.mentioned[id.Value] && id.Value != "" {
			ids = append(ids, id)
		}
	}
	return ids
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
