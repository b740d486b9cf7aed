package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// rawHTMLTransformer reports raw HTML and takes it out of the tree, comments
// included: a page holds nothing that was not made here.
type rawHTMLTransformer struct{}

func (rawHTMLTransformer) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	r := readingOf(pc)
	for _, n := range nodes[*ast.HTMLBlock](doc) {
		r.rawHTML(n.Pos())
		n.Parent().RemoveChild(n.Parent(), n)
	}
	var block ast.Node
	var open []string // elements reported in block whose end was not seen yet
	for _, n := range nodes[*ast.RawHTML](doc) {
		if b := blockOf(n); b != block {
			block, open = b, nil
		}
		start := n.Segments.At(0).Start
		name, end := tagName(r.src[start:])
		if i := lastIndex(open, name); end && i >= 0 {
			open = open[:i] // the element was reported where it begins
		} else {
			r.rawHTML(start)
			open = append(open, name)
		}
		n.Parent().RemoveChild(n.Parent(), n)
	}
}

// rawHTML reports the raw HTML that begins at or after start.
func (r *reading) rawHTML(start int) {
	if i := bytes.IndexByte(r.src[start:], '<'); i >= 0 {
		start += i
	}
	if bytes.HasPrefix(r.src[start:], []byte("<!--")) {
		r.errorf("raw-html", start, `take it out; to show the characters themselves write \<!--`, "HTML comments are not allowed")
		return
	}
	name, _ := tagName(r.src[start:])
	hint, ok := insteadOf[name]
	if !ok {
		hint = `write Markdown instead; to show the character itself write \<`
	}
	r.errorf("raw-html", start, hint, "raw HTML is not allowed: <%s", name)
}

// insteadOf says what to write for the elements that writers reach for.
var insteadOf = map[string]string{
	"a":       "write [text](page-id) or [text](https://…)",
	"b":       "write **text**",
	"strong":  "write **text**",
	"i":       "write *text*",
	"em":      "write *text*",
	"br":      `end the line with \ for a line break, or leave a blank line for a new paragraph`,
	"img":     `write ![alternative text](file "caption")`,
	"figure":  `write ![alternative text](file "caption") alone in its paragraph`,
	"table":   "write a table with | and a line of | --- |",
	"details": "write a heading and text; everything on a page stays visible",
	"div":     "write a callout: > [!NOTE], > [!TIP], > [!IMPORTANT] or > [!WARNING]",
	"sup":     "write a footnote [^1] or a citation [@source-id]",
}

var tag = regexp.MustCompile(`^<(/?)([A-Za-z][A-Za-z0-9-]*|[!?]?)`)

// tagName returns the name of the tag that begins src, in lower case, and
// whether it is an end tag.
func tagName(src []byte) (name string, end bool) {
	m := tag.FindSubmatch(src)
	if m == nil {
		return "", false
	}
	return strings.ToLower(string(m[2])), len(m[1]) > 0
}

// blockOf returns the nearest block around n.
func blockOf(n ast.Node) ast.Node {
	for n.Type() == ast.TypeInline {
		n = n.Parent()
	}
	return n
}

// lastIndex returns the index of the last s in list, or -1.
func lastIndex(list []string, s string) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == s {
			return i
		}
	}
	return -1
}
