package render

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"opas/cmd/opas/internal/model"
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
	v := GlossaryTerm{ID: id, Term: c.termName(id), Text: c.word("terms." + id + ".text")}
	for _, name := range g.Names(id) {
		l := name.Language
		own := l.Tag.Primary() == c.text.Tag.Primary()
		source := l.Tag.Primary() == c.site.Source.Tag.Primary()
		if own || v.Term.Lang == l.Tag.HTML() || !source && c.text.Tag.Primary() != c.site.Source.Tag.Primary() {
			continue
		}
		v.Names = append(v.Names, TermName{Text: name.Term, Lang: l.Tag.HTML(), Dir: l.Tag.Dir(), Language: l.Tag.Name()})
	}
	if name, ok := g.Name(c.text, id); ok && len(name.Also) > 0 {
		v.Also = c.say("glossary-also") + ": " + strings.Join(name.Also, c.comma())
	}
	for _, related := range t.Related {
		if g.Term(related.Value) != nil {
			v.Related = append(v.Related, TermLink{ID: related.Value, Term: c.termName(related.Value)})
		}
	}
	if t.Page.Value != "" {
		v.Read = c.linkTo(t.Page.Value)
	}
	return v
}

// termName is what a term is called in the language of the main part, or else
// in that of the source.
func (c *pageContext) termName(id string) TermName {
	if name, ok := c.site.Glossary.Name(c.text, id); ok {
		return TermName{Text: name.Term}
	}
	src := c.site.Source
	name, _ := c.site.Glossary.Name(src, id)
	return TermName{Text: name.Term, Lang: src.Tag.HTML(), Dir: src.Tag.Dir(), Language: src.Tag.Name()}
}
