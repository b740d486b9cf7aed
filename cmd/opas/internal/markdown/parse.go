package markdown

import (
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"opas/cmd/opas/internal/diag"
)

const (
	// maxText bounds the bytes of one text: parts of goldmark (footnotes,
	// brackets) take time that grows with the square of it.
	maxText = 128 << 10
	// maxLine bounds the bytes of one line, over which goldmark looks again for
	// every bracket in it.
	maxLine = 10000
	// maxDepth bounds how deeply blocks and inlines stand in one another.
	maxDepth = 100
)

// A reading is what the transformers share while they read one text.
type reading struct {
	places   places
	src      []byte
	phrase   bool
	findings diag.List

	refs         []placedRef
	headings     []*placedHeading
	headingIndex map[*ast.Heading]int
}

// placedRef is a Ref with its offset, by which Refs are ordered.
type placedRef struct {
	Ref
	offset int
}

// blockOptions make a parser know all our blocks.
func blockOptions() []parser.Option {
	return []parser.Option{
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithBlockParsers(
			util.Prioritized(extension.NewDefinitionListParser(), 101),
			util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
			util.Prioritized(extension.NewFootnoteBlockParser(), 999),
		),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		parser.WithParagraphTransformers(
			util.Prioritized(markerTransformer{}, 50),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200),
		),
	}
}

// theParser is made at its first use; goldmark's parser may be shared by
// goroutines.
var theParser = sync.OnceValue(newParser)

// newParser sets goldmark up. The order of the transformers matters: depth and
// forbidden nodes go first, so that the others never meet them; callouts,
// images and links become nodes of ours before lists and tables look at them.
func newParser() parser.Parser {
	return parser.NewParser(append(blockOptions(),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithInlineParsers(
			util.Prioritized(checkboxParser{extension.NewTaskCheckBoxParser()}, 0),
			util.Prioritized(extension.NewFootnoteParser(), 101),
			util.Prioritized(missingFootnoteParser{}, 102),
			util.Prioritized(citationParser{}, 150),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
			util.Prioritized(footnoteTransformer{}, 998),
			util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
			util.Prioritized(depthTransformer{}, 1000),
			util.Prioritized(phraseTransformer{}, 1010),
			util.Prioritized(rawHTMLTransformer{}, 1020),
			util.Prioritized(calloutTransformer{}, 1030),
			util.Prioritized(imageTransformer{}, 1040),
			util.Prioritized(linkTransformer{}, 1050),
			util.Prioritized(citationTransformer{}, 1060),
			util.Prioritized(headingTransformer{}, 1080),
			util.Prioritized(stepsTransformer{}, 1090),
			util.Prioritized(checklistTransformer{}, 1100),
			util.Prioritized(tableTransformer{}, 1110),
			util.Prioritized(codeTransformer{}, 1120),
		),
	)...)
}

// readingKey is where goldmark's context holds the reading.
var readingKey = parser.NewContextKey()

// readingOf returns the reading that a parser or transformer works for.
func readingOf(pc parser.Context) *reading { return pc.Get(readingKey).(*reading) }

// parse returns the tree of the text, empty if the text is too long or too deep.
func (r *reading) parse() *ast.Document {
	if len(r.src) > maxText {
		r.errorf("text-long", 0, "split it into several pages", "this text is longer than %d KiB", maxText>>10)
		return ast.NewDocument()
	}
	if offset, long := longLine(r.src); long {
		r.errorf("line-long", offset, "break it into several lines", "this line is longer than %d bytes", maxLine)
		return ast.NewDocument()
	}
	if offset, deep := deepLine(r.src); deep {
		r.tooDeep(offset)
		return ast.NewDocument()
	}
	pc := parser.NewContext()
	pc.Set(readingKey, r)
	return theParser().Parse(text.NewReader(r.src), parser.WithContext(pc)).(*ast.Document)
}

// errorf adds an error at an offset of the text.
func (r *reading) errorf(code string, offset int, hint, format string, args ...any) {
	r.findings.Errorf(code, r.places.at(offset), hint, format, args...)
}

// warnf adds a warning at an offset of the text.
func (r *reading) warnf(code string, offset int, hint, format string, args ...any) {
	r.findings.Warnf(code, r.places.at(offset), hint, format, args...)
}

// refer adds a reference.
func (r *reading) refer(kind RefKind, dest string, offset int) {
	r.refs = append(r.refs, placedRef{Ref{Kind: kind, Dest: dest, Pos: r.places.at(offset)}, offset})
}

// written says where the address of the last reference stands. The parser cut it
// out of the text, so that what lies behind it in memory tells how far in the
// text it is; where it had to be copied (behind a tab), nobody knows.
func (r *reading) written(address []byte) {
	start := cap(r.src) - cap(address)
	if len(address) == 0 || start < 0 || start+len(address) > len(r.src) || &r.src[start] != &address[0] {
		return
	}
	last := &r.refs[len(r.refs)-1].Ref
	last.Start, last.End = r.places.base+start, r.places.base+start+len(address)
}

// tooDeep reports a text whose blocks or inlines are nested beyond reason.
func (r *reading) tooDeep(offset int) {
	r.errorf("nesting", offset, "write it flatter", "more than %d quotes, lists or emphases stand in one another here", maxDepth)
}

// longLine finds a line longer than maxLine.
func longLine(src []byte) (offset int, long bool) {
	for rest := src; len(rest) > maxLine; {
		line, after := cutLine(rest)
		if len(line) > maxLine {
			return len(src) - len(rest), true
		}
		rest = after
	}
	return 0, false
}

// deepLine finds a line that opens more than maxDepth quotes or list items at
// once. It is looked for before parsing, for goldmark visits every open block
// on every line.
func deepLine(src []byte) (offset int, deep bool) {
	depth, begin := 0, true
	for i, c := range src {
		switch {
		case c == '\n':
			depth, begin = 0, true
		case !begin || c == ' ' || c == '\t':
		case c == '>' || isListMarker(src, i):
			if depth++; depth > maxDepth && !isRule(src, i) {
				return i, true
			}
		case '0' <= c && c <= '9':
		default:
			begin = false
		}
	}
	return 0, false
}

// isListMarker reports whether a list marker ends at i, with a space after it.
func isListMarker(src []byte, i int) bool {
	if i+1 == len(src) || src[i+1] != ' ' && src[i+1] != '\t' {
		return false
	}
	switch src[i] {
	case '-', '*', '+':
		return true
	case '.', ')':
		return i > 0 && '0' <= src[i-1] && src[i-1] <= '9'
	}
	return false
}

// isRule reports whether the line around i is a thematic break, a heading's
// underline or the like: one character repeated, other than >.
func isRule(src []byte, i int) bool {
	c := src[i]
	if c == '>' {
		return false
	}
	start, end := i, i
	for start > 0 && src[start-1] != '\n' {
		start--
	}
	for end < len(src) && src[end] != '\n' {
		end++
	}
	for _, b := range src[start:end] {
		if b != c && b != ' ' && b != '\t' && b != '\r' {
			return false
		}
	}
	return true
}

// depthTransformer empties a tree that is too deep, so that everything after
// it may recurse.
type depthTransformer struct{}

func (depthTransformer) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	depth, pos := 0, 0
	for n := ast.Node(doc); n != nil; {
		if p := n.Pos(); p >= 0 {
			pos = p
		}
		if depth > maxDepth {
			readingOf(pc).tooDeep(pos)
			doc.RemoveChildren(doc)
			return
		}
		if c := n.FirstChild(); c != nil {
			n, depth = c, depth+1
			continue
		}
		for n != nil && n.NextSibling() == nil {
			n, depth = n.Parent(), depth-1
		}
		if n != nil {
			n = n.NextSibling()
		}
	}
}

// nodes returns the nodes of type T below root, in the order of the text, so
// that a transformer may change the tree while it visits them.
func nodes[T ast.Node](root ast.Node) []T {
	var found []T
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(T); ok && entering && n != root {
			found = append(found, t)
		}
		return ast.WalkContinue, nil
	})
	return found
}

// within reports whether n stands in a node of type T.
func within[T ast.Node](n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if _, ok := p.(T); ok {
			return true
		}
	}
	return false
}

// unwrap puts the children of n in its place.
func unwrap(n ast.Node) {
	parent := n.Parent()
	moveChildren(n, func(c ast.Node) { parent.InsertBefore(parent, n, c) })
	parent.RemoveChild(parent, n)
}

// moveChildren takes every child from n and hands it to put.
func moveChildren(n ast.Node, put func(ast.Node)) {
	for c := n.FirstChild(); c != nil; c = n.FirstChild() {
		n.RemoveChild(n, c)
		put(c)
	}
}

// replace puts other in the place of n, with n's children.
func replace(n, other ast.Node) {
	moveChildren(n, func(c ast.Node) { other.AppendChild(other, c) })
	other.SetPos(n.Pos())
	n.Parent().ReplaceChild(n.Parent(), n, other)
}
