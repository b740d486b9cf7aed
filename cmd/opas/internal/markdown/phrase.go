package markdown

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// phraseTransformer removes from a text of a definition what belongs in a page.
type phraseTransformer struct{}

func (phraseTransformer) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	r := readingOf(pc)
	if !r.phrase {
		return
	}
	for _, n := range nodes[ast.Node](doc) {
		what := pageOnly(n)
		if what != "" {
			r.errorf("text-block", n.Pos(), "move it to the text of a page (.md)", "a text of a definition cannot hold %s", what)
		}
		if _, list := n.(*east.FootnoteList); list || what != "" {
			n.Parent().RemoveChild(n.Parent(), n)
		}
	}
}

// pageOnly names n if it may stand in the text of a page alone.
func pageOnly(n ast.Node) string {
	switch n.(type) {
	case *ast.Heading:
		return "a heading"
	case *east.Table:
		return "a table"
	case *ast.Image:
		return "an image"
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		return "a code block"
	case *east.FootnoteLink:
		return "a footnote"
	}
	return ""
}
