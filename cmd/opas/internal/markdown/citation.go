package markdown

import (
	"bytes"
	"regexp"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A citation is [@source-id]: a number in the text that leads to the source.
type citation struct {
	ast.BaseInline
	id string
}

var kindCitation = ast.NewNodeKind("Citation")

func (*citation) Kind() ast.NodeKind           { return kindCitation }
func (n *citation) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// citationStart takes everything up to the bracket, so that a wrong id is a
// finding and not a text that shows its brackets.
var citationStart = regexp.MustCompile(`^\[@([^\[\]\n]*)\]`)

// citationParser reads citations. [@text](address) stays a link.
type citationParser struct{}

func (citationParser) Trigger() []byte { return []byte{'['} }

func (citationParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("[@")) {
		return nil
	}
	m := citationStart.FindSubmatch(line)
	if m == nil || len(line) > len(m[0]) && line[len(m[0])] == '(' {
		return nil
	}
	id := string(m[1])
	if !idPattern.MatchString(id) {
		readingOf(pc).errorf("citation-id", segment.Start,
			`write the id of one source: [@source-id]; to show the characters themselves write \[@`,
			"%q cannot be the id of a source", id)
		return nil
	}
	block.Advance(len(m[0]))
	n := &citation{id: id}
	n.SetPos(segment.Start)
	return n
}

// citationTransformer refers to the sources. It runs when the citations that
// stand where none may are gone.
type citationTransformer struct{}

func (citationTransformer) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	r := readingOf(pc)
	for _, n := range nodes[*citation](doc) {
		r.refer(Citation, n.id, n.Pos())
	}
}

// citation writes the number. Its accessible name says what the number is.
func (w *writer) citation(n *citation) {
	number, href := w.env.Citation(n.id)
	if number < 0 {
		return
	}
	w.WriteString(`<sup class="cite">`)
	if number <= 0 || safeAddress(href) == "" {
		w.WriteString("[?]</sup>") // site has reported the source
		return
	}
	label := strconv.Itoa(number)
	w.tag("a", "href", safeAddress(href), "aria-label", w.env.Text("citation")+" "+label)
	w.WriteString("[" + label + "]</a></sup>")
}
