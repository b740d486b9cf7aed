package markdown

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// boxStart is a box with text after it; goldmark alone would also take the
// link [x](page) for one.
var (
	boxStart = regexp.MustCompile(`^\[[ xX]\][ \t]+[^\s]`)
	boxAlone = regexp.MustCompile(`^\[[ xX]?\]$`)
)

// checkboxParser is goldmark's, kept to the boxes that GFM describes.
type checkboxParser struct{ parser.InlineParser }

func (p checkboxParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if line, _ := block.PeekLine(); !boxStart.Match(line) {
		return nil
	}
	return p.InlineParser.Parse(parent, block, pc)
}

// checklistTransformer marks the lists whose items begin with a box.
type checklistTransformer struct{}

func (checklistTransformer) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	r := readingOf(pc)
	for _, list := range nodes[*ast.List](doc) {
		var plain ast.Node // the first item without a box
		boxes := 0
		for item := list.FirstChild(); item != nil; item = item.NextSibling() {
			switch first := item.FirstChild(); {
			case boxOf(item) != nil:
				boxes++
			case first != nil && boxAlone.MatchString(inlineText(first, r.src, false)):
				r.errorf("checklist-empty", first.Pos(), "write after the box and a space what is to be ticked", "a box without words")
			case plain == nil:
				plain = item
			}
		}
		if boxes == 0 {
			continue
		}
		list.SetAttributeString(classAttribute, "checklist")
		if plain != nil {
			r.warnf("checklist-mixed", plain.Pos(), "begin it with [ ], or make it a list of its own", "an item without a box in a checklist")
		}
	}
}

// boxOf returns the box that an item begins with, or nil.
func boxOf(item ast.Node) *east.TaskCheckBox {
	if item.FirstChild() == nil {
		return nil
	}
	box, _ := item.FirstChild().FirstChild().(*east.TaskCheckBox)
	return box
}

// listItem writes an item. A box can be ticked and nothing is kept: not even
// by a browser that fills forms in again after a reload, hence autocomplete.
func (w *writer) listItem(item *ast.ListItem) {
	w.WriteString("<li>")
	block := item.FirstChild()
	if box := boxOf(item); box != nil {
		w.WriteString(`<label><input type="checkbox" autocomplete="off"`)
		if box.IsChecked {
			w.WriteString(" checked")
		}
		w.WriteString("> <span>")
		for c := box.NextSibling(); c != nil; c = c.NextSibling() {
			w.node(c)
		}
		w.WriteString("</span></label>")
		if block = block.NextSibling(); block != nil {
			w.WriteByte('\n')
		}
	} else if _, inline := block.(*ast.TextBlock); block != nil && !inline {
		w.WriteByte('\n')
	}
	for ; block != nil; block = block.NextSibling() {
		w.node(block)
	}
	w.WriteString("</li>\n")
}
