package markdown

import (
	"bytes"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"opas/cmd/opas/internal/diag"
)

// Prose is the running text of one block: of a paragraph, an item of a
// list, a cell of a table. It is what a person reads there, without marks,
// code, citations, bare addresses and what describes a picture.
type Prose struct {
	Text   string
	pieces []piece
	at     places
}

// A piece is where a part of Prose stands.
type piece struct{ text, source int }

// Pos returns the place of a byte of the Text, a few characters early on a line
// where escapes or entities stand before it. In a text of a definition it is
// the place of the whole.
func (p Prose) Pos(offset int) diag.Pos {
	i := sort.Search(len(p.pieces), func(i int) bool { return p.pieces[i].text > offset })
	if i == 0 {
		return p.at.at(0)
	}
	return p.at.at(p.pieces[i-1].source + offset - p.pieces[i-1].text)
}

// Prose returns the running text of the Doc by blocks, in its order, without
// headings and code.
func (d *Doc) Prose() []Prose {
	var list []Prose
	var walk func(ast.Node)
	walk = func(n ast.Node) {
		switch n.(type) {
		case *ast.Heading, *ast.FencedCodeBlock, *ast.CodeBlock:
			return
		}
		first := n.FirstChild()
		if first == nil || first.Type() != ast.TypeInline {
			for c := first; c != nil; c = c.NextSibling() {
				walk(c)
			}
			return
		}
		p := Prose{at: d.at}
		var b bytes.Buffer
		p.write(&b, n, d.src)
		p.Text = clean(b.String())
		if strings.TrimSpace(p.Text) != "" {
			list = append(list, p)
		}
	}
	walk(d.root)
	return list
}

// write adds the text of the inline nodes in n.
func (p *Prose) write(b *bytes.Buffer, n ast.Node, src []byte) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			for n := len(p.pieces); n > 0 && p.pieces[n-1].text >= b.Len(); n = len(p.pieces) {
				p.pieces = p.pieces[:n-1] // nothing of it is left
			}
			p.pieces = append(p.pieces, piece{b.Len(), c.Segment.Start})
			if value := c.Segment.Value(src); c.IsRaw() {
				b.Write(value)
			} else {
				b.WriteString(unescape(value))
			}
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			if !c.IsRaw() { // an address that is its own text
				b.Write(c.Value)
			}
		case *citation:
			b.Truncate(len(bytes.TrimRight(b.Bytes(), " "))) // "word [@id]." is "word."
		case *ast.CodeSpan, *ast.Image, *picture, *east.FootnoteLink, *east.FootnoteBacklink:
		default:
			p.write(b, c, src)
		}
	}
}
