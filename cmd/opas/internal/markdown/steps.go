package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// classAttribute marks a list as steps or checklist. Writers cannot set
// attributes, so whatever stands in one was put there by a transformer.
const classAttribute = "class"

// stepsTransformer marks the ordered lists in which every item begins with
// bold words.
type stepsTransformer struct{}

func (stepsTransformer) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	for _, list := range nodes[*ast.List](doc) {
		if list.IsOrdered() && everyItem(list, beginsBold) {
			list.SetAttributeString(classAttribute, "steps")
		}
	}
}

// everyItem reports whether all items of the list are so.
func everyItem(list *ast.List, so func(item ast.Node) bool) bool {
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if !so(item) {
			return false
		}
	}
	return true
}

// beginsBold reports whether the first words of an item are bold.
func beginsBold(item ast.Node) bool {
	first := item.FirstChild()
	return first != nil && isBold(first.FirstChild())
}

// isBold reports whether n is bold text.
func isBold(n ast.Node) bool {
	e, ok := n.(*ast.Emphasis)
	return ok && e.Level == 2
}

// whollyBold reports whether a block is one run of bold text.
func whollyBold(block ast.Node) bool {
	c := block.FirstChild()
	return isBold(c) && c.NextSibling() == nil
}
