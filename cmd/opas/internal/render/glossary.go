package render

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/site"
)

// GlossaryPage is for "kinds/glossary.html": the words that the site explains,
// from A to Z.
type GlossaryPage struct {
	*Page
	Speech
	Jump    string // label of the list of letters
	Letters []GlossaryLetter
}

// GlossaryLetter is the terms that begin with one letter of the reader's alphabet.
type GlossaryLetter struct {
	ID     string // "letter-1"
	Letter string
	Terms  []GlossaryTerm
}

// GlossaryTerm is one entry.
type GlossaryTerm struct {
	ID      string // that of the term, in every language
	Term    TermName
	Names   []TermName // in other languages: Finnish, and on the Finnish page all the others
	Text    Text
	Also    string     // other words for the same: "Also: carer, helper"
	Related []TermLink // other entries of the page
	Read    *Link      // the page that tells more
}

// TermName is what a term is called. Lang and Dir are set when that is another
// language than that of the page; Language is its own name then.
type TermName struct {
	Text     string
	Lang     string
	Dir      string
	Language string
}

// TermLink leads to another entry.
type TermLink struct {
	ID   string
	Term TermName
}

func glossaryPage(c *pageContext, p *Page) any {
	c.sheets = append(c.sheets, "glossary.css")
	v := &GlossaryPage{Page: p, Speech: Speech{c}, Jump: c.say("search-az-letters")}
	def := c.page.Definition.(*model.Glossary)
	var terms []GlossaryTerm
	for i := range def.Terms {
		terms = append(terms, c.glossaryTerm(&def.Terms[i]))
	}
	slices.SortStableFunc(terms, func(a, b GlossaryTerm) int {
		x, y := sortKey(c.text, a.Term.Text), sortKey(c.text, b.Term.Text)
		switch {
		case (a.Term.Lang == "") != (b.Term.Lang == ""): // what has no name in the language comes last
			return cmp.Compare(len(a.Term.Lang), len(b.Term.Lang))
		case c.text.Locale.Less(x, y):
			return -1
		case c.text.Locale.Less(y, x):
			return 1
		}
		return cmp.Compare(a.ID, b.ID)
	})
	for _, t := range terms {
		letter := cmp.Or(letterOf(c.text.Locale, sortKey(c.text, t.Term.Text)), c.say("search-az-other"))
		if n := len(v.Letters); n == 0 || v.Letters[n-1].Letter != letter {
			v.Letters = append(v.Letters, GlossaryLetter{ID: "letter-" + strconv.Itoa(n+1), Letter: letter})
		}
		last := &v.Letters[len(v.Letters)-1]
		last.Terms = append(last.Terms, t)
	}
	return v
}

// glossaryTerm is the entry of a term. A name that the language has not is that
// of the source language.
func (c *pageContext) glossaryTerm(t *model.Term) GlossaryTerm {
	id := t.ID.Value
	g := c.site.Glossary
	v := GlossaryTerm{ID: id, Term: c.termName(id, c.text, c.text), Text: c.word("terms." + id + ".text")}
	for _, name := range g.Names(id) {
		l := name.Language
		own := l.Tag.Primary() == c.text.Tag.Primary()
		source := l.Tag.Primary() == c.site.Source.Tag.Primary()
		if own || v.Term.Lang == l.Tag.HTML() || !source && c.text.Tag.Primary() != c.site.Source.Tag.Primary() {
			continue
		}
		v.Names = append(v.Names, c.nameIn(l, id))
	}
	if name, ok := g.Name(c.text, id); ok && len(name.Also) > 0 {
		v.Also = c.say("glossary-also") + ": " + strings.Join(name.Also, c.comma())
	}
	for _, related := range t.Related {
		if g.Term(related.Value) != nil {
			v.Related = append(v.Related, TermLink{ID: related.Value, Term: c.termName(related.Value, c.text, c.text)})
		}
	}
	if t.Page.Value != "" {
		v.Read = c.linkTo(t.Page.Value)
	}
	return v
}

// termName is what a term is called in a language, or else in another, or in
// that of the source.
func (c *pageContext) termName(id string, l, other *site.Language) TermName {
	if name, ok := c.site.Glossary.Name(l, id); ok {
		return TermName{Text: name.Term}
	}
	if _, ok := c.site.Glossary.Name(other, id); ok {
		return c.nameIn(other, id)
	}
	return c.nameIn(c.site.Source, id)
}

// nameIn is what a term is called in a language, for a page in another one.
func (c *pageContext) nameIn(l *site.Language, id string) TermName {
	name, _ := c.site.Glossary.Name(l, id)
	return TermName{Text: name.Term, Lang: l.Tag.HTML(), Dir: l.Tag.Dir(), Language: l.Tag.Name()}
}

// A mention in the text, and what explains it, have these before the id of the term.
const (
	mentionID = "w-"
	entryID   = "word-"
)

// explainer is what Markdown asks about the terms that it meets: the first
// mention on the page leads to the entry at its end. It is nil on pages that
// explain no words.
func (c *pageContext) explainer() func(id string) (anchor, href string, ok bool) {
	if c.site.Glossary == nil || c.bare {
		return nil
	}
	return c.mention
}

func (c *pageContext) mention(id string) (anchor, href string, ok bool) {
	t := c.site.Glossary.Term(id)
	if t == nil || slices.Contains(c.terms, id) || t.Page.Value == c.page.ID && t.Page.Value != "" {
		return "", "", false
	}
	c.terms = append(c.terms, id)
	return mentionID + id, "#" + entryID + id, true
}

// explanations fills the list of the words that the page mentions. It comes
// when everything that may mention one has been rendered.
func (c *pageContext) explanations(p *Page) {
	if len(c.terms) == 0 {
		return
	}
	g, l := c.site.Glossary, c.reader
	page := c.href(g.Page)
	p.Terms = &TermList{Title: l.Locale.Text("glossary-here"), Back: l.Locale.Text("glossary-back"), Close: l.Locale.Text("glossary-close"),
		All: Link{Href: page, Text: l.Locale.Text("glossary-all")}}
	env := c.env()
	env.Citation = func(string) (int, string) { return -1, "" } // the page of all words has the sources
	env.Link = func(dest string) markdown.Target { return c.targetFrom(g.Page, dest) }
	for _, id := range c.terms {
		e := TermEntry{ID: entryID + id, Mention: mentionID + id, Term: c.termName(id, l, c.text), Href: page + "#" + id}
		if l.Tag.Primary() != c.site.Source.Tag.Primary() && e.Term.Lang != c.site.Source.Tag.HTML() {
			source := c.nameIn(c.site.Source, id)
			e.Source = &source
		}
		if w := g.Page.Editions[l.Index].Words.Get("terms." + id + ".text"); w != nil {
			e.Text.HTML = w.Doc.Inline(env)
			if w.Lang != l {
				e.Text.Lang, e.Text.Dir = w.Lang.Tag.HTML(), w.Lang.Tag.Dir()
			}
		}
		p.Terms.Terms = append(p.Terms.Terms, e)
	}
}

// inOrder reports whether the words stand in their list as they stand on the
// page, and puts them so if not: a model may show its texts in another order
// than it makes them. What is not on the page is left out.
func (c *pageContext) inOrder(page []byte, p *Page) bool {
	if p.Terms == nil {
		return true
	}
	var list []TermEntry
	for rest := page; ; {
		_, after, ok := bytes.Cut(rest, []byte(`<a class="term" id="`))
		if !ok {
			break
		}
		id, _, _ := bytes.Cut(after, []byte(`"`))
		if i := slices.IndexFunc(p.Terms.Terms, func(t TermEntry) bool { return t.Mention == string(id) }); i >= 0 {
			list = append(list, p.Terms.Terms[i])
		}
		rest = after
	}
	same := slices.EqualFunc(list, p.Terms.Terms, func(a, b TermEntry) bool { return a.ID == b.ID })
	p.Terms.Terms = list
	return same
}
