package site

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/source"
)

// editions gives every page its edition in every language.
func (a *assembly) editions() {
	words := map[*Page][]*Words{}
	for _, p := range a.site.Pages {
		if p.Owner == nil && p.Definition != nil {
			words[p] = a.pageWords(p)
		}
	}
	for _, p := range a.site.Pages {
		if p.Owner == nil && !a.opt.StatesOnly {
			a.outlines(p)
		}
		for _, l := range a.site.Languages {
			var e *Edition
			if p.Owner == nil {
				e = a.written(p, l)
			} else {
				e = a.added(p, l, words[p.Owner])
			}
			if own := words[p]; own != nil {
				e.Words = own[l.Index]
			}
			p.Editions = append(p.Editions, e)
		}
	}
}

// pageWords chooses the words of a definition for every language.
func (a *assembly) pageWords(p *Page) []*Words {
	want := p.Definition.Words()
	files := map[lang.Tag]*wordsFile{}
	for _, l := range a.site.Languages {
		if f := a.words[p.wordsPath(l.Tag)]; f != nil {
			files[l.Tag] = f
		}
	}
	a.found = append(a.found, checkWords(want, files, a.site.Source, p.MetaFile(), slices.Contains(a.unread, p.ID), a.unreadWords(p))...)
	all := make([]*Words, len(a.site.Languages))
	for i, l := range a.site.Languages {
		all[i] = wordsFor(l, a.site.Languages, a.site.Source, want, files, a.derived)
	}
	return all
}

// unreadWords reports whether the page has words in the source language that
// could not be read.
func (a *assembly) unreadWords(p *Page) bool {
	name := string(a.site.Source.Tag) + ".yaml"
	return slices.Contains(p.unread, name) || a.isThere(path.Join(p.dir(), name)) && a.words[path.Join(p.dir(), name)] == nil
}

// isThere reports whether source read the file.
func (a *assembly) isThere(file string) bool { return a.tree.Files[file] != nil }

func (p *Page) dir() string { return path.Join(source.Root, p.ID) }

func (p *Page) textFile(l *Language) string { return path.Join(p.dir(), string(l.Tag)+".md") }

// written is the edition of a page that stands in a folder.
func (a *assembly) written(p *Page, l *Language) *Edition {
	e := &Edition{Page: p, Language: l, Text: l, Title: p.ID, Short: p.ID}
	for _, tag := range a.preference(l) {
		text := a.language(tag)
		doc := a.docs[p.textFile(text)]
		if doc == nil {
			continue
		}
		e.Text, e.Doc, e.File = text, doc, p.textFile(text)
		e.Title, e.Short, e.Summary = doc.Front.Title.Value, doc.Front.Short, doc.Front.Summary
		if e.Short == "" {
			e.Short = e.Title
		}
		e.Draft = doc.Front.Review == "draft"
		e.Updated = a.updated(doc, e.File)
		e.HeadingIDs, e.Translated = a.translation(p, text, doc)
		break
	}
	return e
}

// preference is the chain of a language, and after it whatever else there is,
// so that a page that exists in one language is read in all.
func (a *assembly) preference(l *Language) []lang.Tag {
	order := slices.Clone(l.Chain)
	for _, other := range a.site.Languages {
		if !slices.Contains(order, other.Tag) {
			order = append(order, other.Tag)
		}
	}
	return order
}

func (a *assembly) updated(doc *markdown.Doc, file string) *decode.Date {
	if doc != nil && doc.Front.Updated != nil {
		return &doc.Front.Updated.Value
	}
	if d, ok := a.opt.Dates[file]; ok {
		return &d
	}
	return nil
}

// translation returns the heading ids of a translated text and how it stands
// to its source.
func (a *assembly) translation(p *Page, text *Language, doc *markdown.Doc) ([]string, Translation) {
	original := a.docs[p.textFile(a.site.Source)]
	if text == a.site.Source || original == nil {
		return nil, NotTranslated
	}
	state := a.proseState(p.textFile(text), doc, original)
	if ids := doc.Front.Headings; len(ids) > 0 {
		if len(ids) != len(doc.Headings) {
			return nil, state // reported by outlines
		}
		out := make([]string, len(ids))
		for i, id := range ids {
			out[i] = id.Value
		}
		return out, state
	}
	if !sameOutline(doc.Headings, original.Headings) {
		return nil, state
	}
	out := make([]string, len(original.Headings))
	for i, h := range original.Headings {
		out[i] = h.ID
	}
	return out, state
}

// Lacks reports whether the edition shows a translation of another source text
// than there is now, which does not have the source's heading of that id.
func (e *Edition) Lacks(heading string, source *Language) bool {
	if e.Translated != Stale && e.Translated != Untracked || e.Doc == nil {
		return false
	}
	original := e.Page.Editions[source.Index].Doc
	has := func(h markdown.Heading) bool { return h.ID == heading }
	if original == nil || !slices.ContainsFunc(original.Headings, has) {
		return false
	}
	if len(e.HeadingIDs) > 0 {
		return !slices.Contains(e.HeadingIDs, heading)
	}
	return !slices.ContainsFunc(e.Doc.Headings, has)
}

func sameOutline(a, b []markdown.Heading) bool {
	return slices.EqualFunc(a, b, func(x, y markdown.Heading) bool { return x.Level == y.Level })
}

// outlines checks the headings of every translation of a page.
func (a *assembly) outlines(p *Page) {
	original := a.docs[p.textFile(a.site.Source)]
	if original == nil {
		if a.unreadText(p) || !a.anyText(p) {
			return
		}
		a.found.Warnf("source-missing", diag.Pos{File: p.MetaFile()}, fmt.Sprintf("write %s", p.textFile(a.site.Source)),
			"the page has no text in the source language %q", a.site.Source.Tag)
		return
	}
	for _, l := range a.site.Languages {
		doc := a.docs[p.textFile(l)]
		if doc == nil || l == a.site.Source {
			continue
		}
		ids := doc.Front.Headings
		// What has changed in the source since is not yet to be blamed on a
		// translation: that it is stale is told, and stops nothing.
		tell := a.found.Warnf
		if a.proseState(p.textFile(l), doc, original) == Stale {
			tell = a.found.Noticef
		}
		switch {
		case len(ids) == 0 && !sameOutline(doc.Headings, original.Headings):
			tell("outline-differs", outlinePos(p.textFile(l), doc.Headings, original.Headings),
				fmt.Sprintf("give it the headings of %s in the same order, or list their ids under headings: in the front matter", p.textFile(a.site.Source)),
				"the headings differ from the source: %d here, %d there", len(doc.Headings), len(original.Headings))
		case len(ids) > 0 && len(ids) != len(doc.Headings):
			a.found.Warnf("outline-differs", ids[0].Pos, "list one id for each heading, in order",
				"headings: lists %d ids, but the text has %d headings", len(ids), len(doc.Headings))
		}
		seen := map[string]bool{}
		for _, id := range ids {
			if seen[id.Value] {
				a.found.Errorf("heading-twice", id.Pos, "list every id once", "the heading id %q is listed twice", id.Value)
			}
			seen[id.Value] = true
			if strings.ContainsAny(id.Value, " \t\"'<>&#%") {
				a.found.Errorf("heading-id", id.Pos, "list the ids of the source's headings", "%q cannot be the id of a heading", id.Value)
				continue
			}
			if !slices.ContainsFunc(original.Headings, func(h markdown.Heading) bool { return h.ID == id.Value }) {
				tell("heading-unknown", id.Pos, fmt.Sprintf("if a heading of the source was renamed, list its new id here, or keep the old one there by ending the heading with {#%s}", id.Value),
					"the source text has no heading %q", id.Value)
			}
		}
	}
}

// outlinePos is where two outlines first part.
func outlinePos(file string, here, there []markdown.Heading) diag.Pos {
	for i, h := range here {
		if i >= len(there) || there[i].Level != h.Level {
			return h.Pos
		}
	}
	if len(here) > 0 {
		return here[len(here)-1].Pos
	}
	return diag.Pos{File: file, Line: 1}
}

// unreadText reports whether the page has a text in the source language that
// could not be read.
func (a *assembly) unreadText(p *Page) bool {
	file := p.textFile(a.site.Source)
	return slices.Contains(p.unread, path.Base(file)) || a.isThere(file)
}

func (a *assembly) anyText(p *Page) bool {
	return slices.ContainsFunc(a.site.Languages, func(l *Language) bool { return a.docs[p.textFile(l)] != nil })
}

// added is the edition of a page that a definition adds.
func (a *assembly) added(p *Page, l *Language, words []*Words) *Edition {
	e := &Edition{Page: p, Language: l, Text: l, Words: words[l.Index]}
	for _, tag := range a.preference(l) {
		if text := a.language(tag); words[text.Index].Own {
			e.Text = text
			break
		}
	}
	from := words[e.Text.Index]
	e.Draft = from.Draft
	e.File = from.File
	e.Translated = from.State
	e.Updated = a.latest(from.File, p.MetaFile())
	switch {
	case p.Added.Message != "":
		e.Title = e.Text.Locale.Text(p.Added.Message)
	case p.Added.Titles != nil:
		e.Title = capitalised(inChain(p.Added.Titles, e.Text.Chain))
		e.Summary = e.Words.Plain("occupations." + p.Added.Subject + ".summary")
	default:
		e.Title = e.Words.Plain(p.Added.Title)
		entry := strings.TrimSuffix(p.Added.Title, "title")
		e.Short = e.Words.Plain(entry + "short")
		e.Summary = e.Words.Plain(entry + "summary")
	}
	if e.Short == "" {
		e.Short = e.Title
	}
	return e
}

// inChain returns the text in the first language of the chain that has one.
func inChain(texts map[string]string, chain []lang.Tag) string {
	for _, tag := range chain {
		if t := texts[string(tag)]; t != "" {
			return t
		}
	}
	return ""
}

// capitalised begins a title that stands in lower case in a definition.
func capitalised(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// latest returns the later of the days on which two files last changed.
func (a *assembly) latest(files ...string) *decode.Date {
	var last *decode.Date
	for _, f := range files {
		d, ok := a.opt.Dates[f]
		if ok && (last == nil || last.Compare(d) < 0) {
			last = &d
		}
	}
	return last
}
