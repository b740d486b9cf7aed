package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// A Mention is a place in a stretch of text where a term of the glossary
// stands, in whatever form.
type Mention struct {
	Start, End int // in bytes
	Term       string
}

// termMark is the part of a mention that stands in one text node: a line may
// end within a term of several words.
type termMark struct {
	start, end int // in the plain text of the node
	term       string
	// first and last say whether the mention begins and ends here.
	first, last bool
}

// WithTerms returns the text with the first mention of each term marked, as
// find tells them of a stretch of running text, in order. What is not running
// text has no mentions: headings, links, code, quotations, tables, captions,
// checklists, what is emphasised (a foreign phrase, say), the bold words that a
// paragraph begins with, and what a chapter asks to remember. Without any
// mention it returns d itself; d is never changed.
func (d *Doc) WithTerms(find func(text string) []Mention) *Doc {
	t := termReader{src: d.src, find: find, seen: map[string]bool{}}
	t.blocks(d.root)
	if t.marks == nil {
		return d
	}
	marked := *d
	marked.terms = t.marks
	return &marked
}

// Terms returns the ids of the terms that WithTerms marked, in no order.
func (d *Doc) Terms() []string {
	var ids []string
	for _, marks := range d.terms {
		for _, m := range marks {
			if m.first {
				ids = append(ids, m.term)
			}
		}
	}
	return ids
}

// termReader collects the marks of a text.
type termReader struct {
	src   []byte
	find  func(string) []Mention
	seen  map[string]bool
	marks map[*ast.Text][]termMark

	run   []*ast.Text // text nodes that stand side by side
	ends  []int       // where each of them ends in plain
	plain strings.Builder
}

// blocks reads the blocks that are running text.
func (t *termReader) blocks(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			t.inlines(c, true)
		case *ast.List:
			if class, ok := c.AttributeString(classAttribute); !ok || class != "checklist" {
				t.blocks(c)
			}
		case *callout:
			if c.name != "remember" {
				t.blocks(c)
			}
		case *ast.ListItem, *passage, *east.DefinitionList, *east.DefinitionDescription:
			t.blocks(c)
		}
	}
}

// inlines reads the text in n, run by run. Words that begin a block are its
// heading if they are bold.
func (t *termReader) inlines(n ast.Node, begins bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		text, ok := c.(*ast.Text)
		if ok && !text.IsRaw() {
			t.run = append(t.run, text)
			t.plain.WriteString(unescape(text.Segment.Value(t.src)))
			t.ends = append(t.ends, t.plain.Len())
			if text.SoftLineBreak() {
				t.plain.WriteByte('\n')
			}
			if !text.HardLineBreak() {
				continue
			}
		}
		t.close()
		if isBold(c) && !(begins && c.PreviousSibling() == nil) {
			t.inlines(c, false)
		}
	}
	t.close()
}

// close looks for mentions in the run.
func (t *termReader) close() {
	if len(t.run) == 0 {
		return
	}
	for _, m := range t.find(t.plain.String()) {
		if !t.seen[m.Term] {
			t.seen[m.Term] = true
			t.mark(m)
		}
	}
	t.run, t.ends = t.run[:0], t.ends[:0]
	t.plain.Reset()
}

// mark puts a mention into the nodes that it stands in.
func (t *termReader) mark(m Mention) {
	if t.marks == nil {
		t.marks = map[*ast.Text][]termMark{}
	}
	from := 0
	for i, text := range t.run {
		end := t.ends[i]
		if start := max(m.Start, from); start < min(m.End, end) {
			t.marks[text] = append(t.marks[text], termMark{
				start: start - from, end: min(m.End, end) - from, term: m.Term,
				first: m.Start >= from, last: m.End <= end,
			})
		}
		if from = end; text.SoftLineBreak() {
			from++
		}
	}
}

// marked writes a stretch of text with its mentions.
func (w *writer) marked(value []byte, marks []termMark) {
	plain, at := unescape(value), 0
	write := func(s []byte) { w.text(string(s)) }
	for _, m := range marks {
		end := min(m.end, len(plain))
		w.stretch([]byte(plain[at:min(m.start, end)]), write)
		if m.first {
			anchor, href, ok := w.env.Term(m.term)
			if w.inTerm = ok; ok {
				w.tag("a", "class", "term", "id", anchor, "href", href)
			}
		}
		w.text(plain[min(m.start, end):end])
		if m.last && w.inTerm {
			w.WriteString("</a>")
			w.inTerm = false
		}
		at = end
	}
	w.stretch([]byte(plain[at:]), write)
}
