package render

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"opas/cmd/opas/internal/search"
)

// offSearch is the attribute, data-search="off", of what stands in the main
// part of a page without being its text: notices, contents, sources.
const offSearch = "data-search"

// sectionsOf returns the text of a rendered page by section: what stands
// before any heading, then a section for each heading of level 2 or 3 with an
// id. Only the main part counts, without its <h1>, navigation, drawings (a
// table says the same), controls, what is hidden, and what is in another language
// than lang, the page's own. Terms are the words that
// are defined (<dt>, <dfn>) and headings without an id of their own. An entry of
// the glossary is a section too.
func sectionsOf(page []byte, lang string) []section {
	before, _, _ := bytes.Cut(page, []byte("<main"))
	s := sectionReader{lang: lang, z: html.NewTokenizer(bytes.NewReader(page[len(before):])), list: []section{{}}}
	for {
		switch s.z.Next() {
		case html.ErrorToken:
			s.close()
			return s.list
		case html.StartTagToken:
			s.start(s.tag())
		case html.EndTagToken:
			name, _ := s.z.TagName()
			tag := atom.Lookup(name)
			s.end(tag)
			if tag == atom.Main {
				s.close()
				return s.list
			}
		case html.TextToken:
			if s.main && s.off == 0 {
				s.text.Write(s.z.Text())
			}
		}
	}
}

// An openTag begins an element. Of the tokenizer's Token it has what is asked
// for: that would copy each attribute of all that is left out.
type openTag struct {
	tag  atom.Atom
	attr []html.Attribute
}

// tag reads the name and the attributes, which stand until the next tag is read.
func (s *sectionReader) tag() openTag {
	name, more := s.z.TagName()
	e := openTag{tag: atom.Lookup(name), attr: s.attr[:0]}
	for more && s.main && s.off == 0 {
		var key, value []byte
		key, value, more = s.z.TagAttr()
		switch k := string(key); k {
		case "id", "lang", "class", "hidden", "aria-hidden", offSearch:
			e.attr = append(e.attr, html.Attribute{Key: k, Val: string(value)})
		}
	}
	s.attr = e.attr
	return e
}

// asSection is the value of data-search with which a <dt> begins a section.
const asSection = "section"

// A section is what search finds, with the terms of the glossary that it
// explains or is the first on its page to mention, by id.
type section struct {
	search.Section
	mentions []string
	entry    bool // of the glossary
}

// sectionReader collects sections from a stream of tags. Pages are made by
// templates, so that tags close in order.
type sectionReader struct {
	lang string
	z    *html.Tokenizer
	attr []html.Attribute // of the element that was read last
	list []section
	text bytes.Buffer // of the block that is being read
	body []string     // blocks of the section
	main bool
	// off counts open elements since one that is left out.
	off int
	// heading is the open heading, 0 if none, and id its id.
	heading atom.Atom
	id      string
	// defined is where the open <dfn> begins in text.
	defined int
}

func (s *sectionReader) start(t openTag) {
	if t.tag == atom.Main {
		s.main = true
		return
	}
	if !s.main || void[t.tag] {
		if t.tag == atom.Br {
			s.text.WriteByte(' ')
		}
		return
	}
	if s.off > 0 || s.leftOut(t) {
		if s.off == 0 && !inline[t.tag] {
			s.flush()
		}
		s.off++
		return
	}
	if !inline[t.tag] && t.tag != atom.Td && t.tag != atom.Th && !bytes.HasSuffix(s.text.Bytes(), []byte(afterTerm)) {
		s.flush()
	}
	switch t.tag {
	case atom.Dfn:
		s.defined = s.text.Len()
	case atom.A:
		if id, ok := strings.CutPrefix(attribute(t, "id"), mentionID); ok && attribute(t, "class") == "term" {
			last := &s.list[len(s.list)-1]
			last.mentions = append(last.mentions, id)
		}
	case atom.Dt:
		if attribute(t, offSearch) == asSection {
			s.heading, s.id = t.tag, attribute(t, "id")
		}
	case atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		s.heading, s.id = t.tag, attribute(t, "id")
	}
}

// attribute is the value of an attribute, "" if there is none.
func attribute(t openTag, name string) string {
	for _, a := range t.attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func (s *sectionReader) end(name atom.Atom) {
	switch {
	case !s.main || void[name]:
		return
	case s.off > 0:
		s.off--
		return
	case name == atom.Main:
		s.flush()
		s.main = false
		return
	case inline[name]:
		if name == atom.Dfn {
			s.term(collapse(s.text.String()[min(s.defined, s.text.Len()):]))
		}
		return
	case name == s.heading && name != 0:
		s.headed()
		return
	case name == atom.Dt:
		s.term(s.words())
		s.text.WriteString(afterTerm)
		return
	case name == atom.Td || name == atom.Th:
		s.text.WriteString(betweenCells)
		return
	}
	s.flush()
}

// What stands between the cells of a row, and between a term and its
// description.
const (
	betweenCells = " · "
	afterTerm    = ": "
)

// headed begins the section of the heading that was read.
func (s *sectionReader) headed() {
	words, id, level := s.words(), s.id, s.heading
	s.heading, s.id = 0, ""
	s.text.Reset()
	if id == "" || level != atom.H2 && level != atom.H3 && level != atom.Dt {
		s.term(words)
		s.body = append(s.body, words)
		return
	}
	s.close()
	s.list = append(s.list, section{Section: search.Section{ID: id, Heading: words}})
	if level == atom.Dt {
		last := &s.list[len(s.list)-1]
		last.mentions, last.entry = []string{id}, true
	}
}

// close ends the current section.
func (s *sectionReader) close() {
	s.flush()
	s.list[len(s.list)-1].Text = strings.Join(s.body, "\n")
	s.body = nil
}

// flush ends a block of text.
func (s *sectionReader) flush() {
	if s.heading != 0 {
		return
	}
	if words := s.words(); words != "" {
		s.body = append(s.body, words)
	}
	s.text.Reset()
}

// words is the text of the open block, with white space collapsed.
func (s *sectionReader) words() string {
	words := collapse(s.text.String())
	return strings.TrimRight(strings.TrimPrefix(words, "· "), " ·")
}

// collapse is the text of a piece of HTML without tags.
func collapse(text string) string {
	return strings.Join(strings.Fields(html.UnescapeString(text)), " ")
}

func (s *sectionReader) term(words string) {
	if words != "" {
		last := &s.list[len(s.list)-1]
		last.Terms = append(last.Terms, words)
	}
}

// leftOut reports whether an element is not the text of the page.
func (s *sectionReader) leftOut(t openTag) bool {
	switch t.tag {
	case atom.H1, atom.Nav, atom.Sup, atom.Script, atom.Style, atom.Template, atom.Svg, atom.Button, atom.Select, atom.Textarea:
		return true
	}
	for _, a := range t.attr {
		// A foreign word in the middle of a text, in <bdi> or <em>, belongs to it.
		if a.Key == "lang" && a.Val != s.lang && s.heading != atom.Dt && t.tag != atom.Bdi && t.tag != atom.Em {
			return true
		}
		if a.Key == "hidden" || a.Key == offSearch && a.Val == "off" || a.Key == "aria-hidden" && a.Val == "true" {
			return true
		}
	}
	return false
}

// void elements have no end tag.
var void = map[atom.Atom]bool{
	atom.Area: true, atom.Br: true, atom.Col: true, atom.Hr: true, atom.Img: true, atom.Input: true,
	atom.Link: true, atom.Meta: true, atom.Source: true, atom.Track: true, atom.Wbr: true,
}

// inline elements do not end a block of text.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Cite: true, atom.Code: true, atom.Del: true,
	atom.Dfn: true, atom.Em: true, atom.I: true, atom.Ins: true, atom.Kbd: true, atom.Mark: true, atom.Q: true, atom.S: true,
	atom.Small: true, atom.Span: true, atom.Strong: true, atom.Sub: true, atom.Sup: true, atom.Time: true, atom.Var: true, atom.U: true,
}
