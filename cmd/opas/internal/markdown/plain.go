package markdown

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// hashLength is how many hex digits of SHA-256 a hash keeps: 64 bits tell two
// versions of one text apart.
const hashLength = 16

// Hash identifies what the text says. It is the beginning of the SHA-256, in
// hex, of these lines: title, short title and summary from the front matter,
// then each block with its kind where that is part of the meaning (heading and
// its level, callout, audience, code), its text with white space collapsed, and
// the citations in it. It does not change with line breaks, emphasis, link
// targets, image files, heading ids or the rest of the front matter.
// A change to what goes in makes every translation stale.
func (d *Doc) Hash() string { return d.hash }

// hashOf computes the hash of a Doc.
func hashOf(d *Doc) string {
	lines := []string{oneLine(d.Front.Title.Value), oneLine(d.Front.Short), oneLine(d.Front.Summary)}
	text := textWriter{src: d.src, marks: true}
	text.blocks(d.root)
	sum := sha256.Sum256([]byte(strings.Join(append(lines, text.lines...), "\n")))
	return hex.EncodeToString(sum[:])[:hashLength]
}

// plainOf returns the plain text of a Doc.
func plainOf(d *Doc) string {
	text := textWriter{src: d.src}
	text.blocks(d.root)
	return strings.Join(text.lines, "\n")
}

// A textWriter collects the text of a tree, one line a block. With marks it
// adds what a hash should notice.
type textWriter struct {
	src   []byte
	marks bool
	lines []string
}

// blocks collects the blocks in n.
func (t *textWriter) blocks(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t.block(c)
	}
}

func (t *textWriter) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		t.mark("h" + strconv.Itoa(n.Level))
	case *callout:
		t.mark(n.name)
	case *passage:
		t.mark("for " + n.audience)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		t.mark("code")
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			t.line(string(line.Value(t.src)))
		}
		return
	case *east.TableHeader, *east.TableRow:
		var cells []string
		for cell := n.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, oneLine(inlineText(cell, t.src, t.marks)))
		}
		t.lines = append(t.lines, strings.Join(cells, "\t"))
		return
	}
	if first := n.FirstChild(); first != nil && first.Type() == ast.TypeInline {
		t.line(inlineText(n, t.src, t.marks))
		return
	}
	t.blocks(n)
}

// mark adds a line that only a hash wants.
func (t *textWriter) mark(s string) {
	if t.marks {
		t.lines = append(t.lines, "["+s+"]")
	}
}

// line adds a line unless it is empty.
func (t *textWriter) line(s string) {
	if s = oneLine(s); s != "" {
		t.lines = append(t.lines, s)
	}
}

// inlineText returns the text of the inline nodes in n; citations are a part
// of it if asked for.
func inlineText(n ast.Node, src []byte, citations bool) string {
	var b bytes.Buffer
	writeInline(&b, n, src, citations)
	return clean(b.String())
}

func writeInline(b *bytes.Buffer, n ast.Node, src []byte, citations bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			value := c.Segment.Value(src)
			if c.IsRaw() {
				b.WriteString(strings.ReplaceAll(string(value), "\n", " "))
			} else {
				b.WriteString(unescape(value))
			}
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(c.Value)
		case *ast.AutoLink:
			b.Write(c.Label(src))
		case *picture:
			b.WriteString(c.alt)
			if c.caption != "" {
				b.WriteString(" " + c.caption)
			}
		case *citation:
			if citations {
				b.WriteString(" [@" + c.id + "] ")
			} else {
				b.Truncate(len(bytes.TrimRight(b.Bytes(), " "))) // "word [@id]." is "word."
			}
		default:
			writeInline(b, c, src, citations)
		}
	}
}

// oneLine collapses white space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
