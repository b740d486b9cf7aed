package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// missingFootnoteParser runs after goldmark's footnote parser and so meets
// only the references that lead nowhere.
type missingFootnoteParser struct{}

func (missingFootnoteParser) Trigger() []byte { return []byte{'['} }

func (missingFootnoteParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("[^")) {
		return nil
	}
	end := bytes.IndexByte(line, ']')
	if end < 0 || util.IsBlank(line[2:end]) {
		return nil
	}
	if after := line[end+1:]; len(after) == 0 || after[0] != '(' {
		readingOf(pc).errorf("footnote-missing", segment.Start,
			`write the footnote in a paragraph of its own: [^`+string(line[2:end])+`]: text; or \[^ for the characters themselves`,
			"there is no footnote %q", line[2:end])
	}
	return nil
}

// footnoteTransformer reports the footnotes that goldmark is about to drop,
// and those without text.
type footnoteTransformer struct{}

func (footnoteTransformer) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	r := readingOf(pc)
	for _, n := range nodes[*east.Footnote](doc) {
		if n.Index < 0 {
			r.warnf("footnote-unused", n.Pos(), "refer to it in the text: [^"+string(n.Ref)+"]; a second footnote of the same name is never shown",
				"nothing refers to footnote %q", n.Ref)
		} else if !n.HasChildren() {
			r.errorf("footnote-empty", n.Pos(), "write its text after the colon", "footnote %q has no text", n.Ref)
		}
	}
}

// footnoteID is the id of a footnote.
func (w *writer) footnoteID(index int) string {
	return w.env.IDPrefix + "fn-" + strconv.Itoa(index)
}

// footnoteRefID is the id of the nth (from 0) reference to a footnote.
func (w *writer) footnoteRefID(index, nth int) string {
	id := w.env.IDPrefix + "fnref-" + strconv.Itoa(index)
	if nth > 0 {
		id += "-" + strconv.Itoa(nth+1)
	}
	return id
}

// footnoteLink writes the number in the text. Roles as in DPUB-ARIA 1.1.
func (w *writer) footnoteLink(n *east.FootnoteLink) {
	label := strconv.Itoa(n.Index)
	w.WriteString(`<sup class="footnote-ref">`)
	w.tag("a", "id", w.footnoteRefID(n.Index, n.RefIndex), "href", "#"+w.footnoteID(n.Index),
		"role", "doc-noteref", "aria-label", w.env.Text("footnote")+" "+label)
	w.WriteString(label + "</a></sup>")
}

// footnoteBacklink writes the way back to one reference.
func (w *writer) footnoteBacklink(n *east.FootnoteBacklink) {
	label := w.env.Text("footnote-back") + " " + strconv.Itoa(n.Index)
	if n.RefCount > 1 {
		label += " (" + strconv.Itoa(n.RefIndex+1) + ")"
	}
	w.WriteByte(' ')
	w.tag("a", "class", "footnote-back", "href", "#"+w.footnoteRefID(n.Index, n.RefIndex), "role", "doc-backlink", "aria-label", label)
	// U+FE0E keeps the arrow from becoming an emoji.
	w.WriteString("\u21a9\ufe0e</a>")
}

// footnotes writes the list at the end of the text.
func (w *writer) footnotes(list *east.FootnoteList) {
	w.tag("section", "class", "footnotes", "role", "doc-endnotes", "aria-label", w.env.Text("footnotes"))
	w.WriteString("<ol>\n")
	for c := list.FirstChild(); c != nil; c = c.NextSibling() {
		w.tag("li", "id", w.footnoteID(c.(*east.Footnote).Index))
		back := false // goldmark puts the ways back into the last paragraph, or after a list
		for n := c.FirstChild(); n != nil; n = n.NextSibling() {
			if _, ok := n.(*east.FootnoteBacklink); ok && !back {
				back = true
				w.WriteString("<p>")
			}
			w.node(n)
		}
		if back {
			w.WriteString("</p>\n")
		}
		w.WriteString("</li>\n")
	}
	w.WriteString("</ol></section>\n")
}
