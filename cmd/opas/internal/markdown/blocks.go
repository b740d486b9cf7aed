package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A Block is a piece of running text as it stands in its source: a paragraph, a
// heading, a cell of a table. Translators work on them one by one.
type Block struct {
	// Kind is what the piece is: "heading", "paragraph", "item", "cell",
	// "caption", "term", "definition", "footnote", or "code", which is not
	// translated.
	Kind string
	// Shape tells where in the text the piece stands: the kinds of what it
	// stands in, with the level of a heading and the name of a callout. Texts
	// whose Blocks have the same Shapes are built alike.
	Shape string
	// Level is that of a heading, else 0.
	Level int
	// Lines are where its lines stand in the source: offsets of their first
	// bytes and after their last, without what stands around them (quotes,
	// indentation, the marks of lists, the box of a checklist).
	Lines [][2]int
	// ID is where the explicit id of a heading stands, with the space before it.
	ID [2]int
}

// Text returns the piece's Markdown, its lines joined by LF.
func (b Block) Text(src []byte) string {
	lines := make([]string, len(b.Lines))
	for i, l := range b.Lines {
		lines[i] = string(src[l[0]:l[1]])
	}
	return strings.Join(lines, "\n")
}

// Blocks returns the pieces of a page text with its front matter, in the order
// of the text, their offsets counted in src; none if the text is too long or
// too deep to be read. Src has LF line ends and no byte order mark.
func Blocks(src []byte) []Block {
	_, end := FrontMatter(src)
	return blocksOf(src, end)
}

// TextBlocks is Blocks for a text of a definition.
func TextBlocks(text string) []Block { return blocksOf([]byte(text), 0) }

// FrontMatter returns where the lines between the fences of a page text begin
// and end, and where the Markdown begins; without front matter that is the
// beginning.
func FrontMatter(src []byte) (yaml [2]int, body int) {
	line, rest := cutLine(src)
	if !isFence(line) {
		return [2]int{}, 0
	}
	begin := len(src) - len(rest)
	for len(rest) > 0 {
		end := len(src) - len(rest)
		line, rest = cutLine(rest)
		if isFence(line) {
			return [2]int{begin, end}, len(src) - len(rest)
		}
	}
	return [2]int{}, 0
}

// blockParser knows blocks alone, all that theParser knows, and changes nothing.
var blockParser = sync.OnceValue(func() parser.Parser {
	return parser.NewParser(blockOptions()...)
})

func blocksOf(src []byte, start int) []Block {
	body := src[start:]
	if len(body) > maxText {
		return nil
	}
	if _, long := longLine(body); long {
		return nil
	}
	if _, deep := deepLine(body); deep {
		return nil
	}
	root := blockParser().Parse(text.NewReader(body))
	c := blockCollector{src: src, start: start}
	c.walk(root, nil, 0)
	return c.blocks
}

type blockCollector struct {
	src    []byte
	start  int // of the Markdown in src
	blocks []Block
}

func (c *blockCollector) walk(n ast.Node, in []string, depth int) {
	if depth > maxDepth {
		return
	}
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		name := ""
		switch child := child.(type) {
		case *ast.Heading:
			c.heading(child, in)
			continue
		case *ast.Paragraph, *ast.TextBlock:
			c.add(c.paragraphKind(child), in, child.Lines())
			continue
		case *east.DefinitionTerm:
			c.add("term", in, child.Lines())
			continue
		case *east.TableCell:
			c.add("cell", in, child.Lines())
			continue
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			c.add("code", in, child.Lines())
			continue
		case *marker:
			in = append(in[:len(in):len(in)], child.name+" "+child.arg)
			continue
		case *ast.Blockquote:
			name = "quote"
		case *ast.List:
			name = "list"
			if child.IsOrdered() {
				name = "steps"
			}
		case *ast.ListItem, *ast.ThematicBreak, *ast.HTMLBlock:
		case *east.Table:
			name = "table " + strconv.Itoa(len(child.Alignments))
		case *east.TableHeader:
			name = "header"
		case *east.DefinitionDescription:
			name = "definition"
		case *east.Footnote:
			name = "footnote"
		}
		below := in
		if name != "" {
			below = append(in[:len(in):len(in)], name)
		}
		c.walk(child, below, depth+1)
	}
}

// paragraphKind names a paragraph by what it stands in.
func (c *blockCollector) paragraphKind(n ast.Node) string {
	switch n.Parent().(type) {
	case *ast.ListItem:
		if n.PreviousSibling() == nil {
			return "item"
		}
	case *east.DefinitionDescription:
		return "definition"
	case *east.Footnote:
		return "footnote"
	}
	if _, ok := n.NextSibling().(*east.Table); ok {
		text := bytes.TrimSpace(n.Lines().Value(c.src[c.start:]))
		if bytes.HasPrefix(text, []byte("**")) && bytes.HasSuffix(text, []byte("**")) {
			return "caption"
		}
	}
	return "paragraph"
}

func (c *blockCollector) heading(n *ast.Heading, in []string) {
	name := "h" + strconv.Itoa(n.Level)
	before := len(c.blocks)
	c.add("heading", append(in[:len(in):len(in)], name), n.Lines())
	if len(c.blocks) == before {
		return
	}
	b := &c.blocks[before]
	b.Level = n.Level
	last := &b.Lines[len(b.Lines)-1]
	if m := braces.FindSubmatchIndex(c.src[last[0]:last[1]]); m != nil {
		text := bytes.TrimRight(c.src[last[0]:last[0]+m[3]], " \t")
		if len(text) > 0 {
			b.ID = [2]int{last[0] + len(text), last[1]}
			last[1] = b.ID[0]
		}
	}
}

// add takes a piece, unless it is empty.
func (c *blockCollector) add(kind string, in []string, lines *text.Segments) {
	b := Block{Kind: kind, Shape: strings.Join(append(in[:len(in):len(in)], kind), "/")}
	for i := range lines.Len() {
		s := lines.At(i)
		start, end := c.start+s.Start, c.start+s.Stop
		value := c.src[start:end]
		if kind != "code" {
			end -= len(value) - len(bytes.TrimRight(value, " \t\r\n"))
			start += len(value) - len(bytes.TrimLeft(value, " \t"))
			if i == 0 && boxStart.Match(c.src[start:max(start, end)]) && (kind == "item" || kind == "paragraph") {
				start += len("[ ]")
				start += len(c.src[start:end]) - len(bytes.TrimLeft(c.src[start:end], " \t"))
			}
		}
		if start < end {
			b.Lines = append(b.Lines, [2]int{start, end})
		}
	}
	if len(b.Lines) > 0 {
		c.blocks = append(c.blocks, b)
	}
}
