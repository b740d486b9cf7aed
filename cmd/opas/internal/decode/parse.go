package decode

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"opas/cmd/opas/internal/diag"
)

// Limits of one document. A definition of ours has about 100 kB and a nesting of
// eight; beyond these a file is a mistake or an attack.
const (
	maxSize  = 1 << 20
	maxDepth = 64
)

// A syntax error is mended and the document read again, at most this often; a
// large document fewer times, because every time costs.
const (
	maxMends      = 40
	maxMendsLarge = 4
	largeSize     = 128 << 10
)

// Parse reads one YAML document. firstLine is the line of the file at which src
// begins (1 for a whole file). Syntax errors, tabs, duplicate keys, anchors and
// aliases, several documents are findings. The node is nil if src cannot be read
// at all; an empty document is a Null node.
func Parse(file string, src []byte, firstLine int) (*Node, diag.List) {
	p := &parser{file: file, first: max(firstLine, 1)}
	if len(src) > maxSize {
		p.found.Errorf("yaml-size", diag.Pos{File: file}, "split it into several pages",
			"the file is larger than %d kB", maxSize>>10)
		return nil, p.found
	}
	p.split(src)
	tabbed := p.untab()
	doc := p.load(tabbed)
	if doc == nil {
		return nil, p.found
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) == 0 {
		return &Node{kind: Null, pos: p.pos(0, 1)}, p.found
	}
	return p.node(doc.Content[0], 0, 0), p.found
}

// parser holds one document while it is read.
type parser struct {
	file  string
	first int // line of the file at which the document begins

	lines []string // without line ends; mended as findings are made
	shift []int    // per line, how many characters mending put before its content
	size  int

	masked bool            // whether lines contain masked characters, see mask
	names  map[string]bool // anchors and aliases reported
	found  diag.List
}

// pos returns the place of a line's (from 0) character (from 1) in the file, as
// the writer sees it.
func (p *parser) pos(line, col int) diag.Pos {
	if line >= len(p.lines) {
		line = len(p.lines) - 1 // the library counts a line after the last
		col = utf8.RuneCountInString(p.lines[line]) + 1
	}
	if col > 0 {
		col = max(1, col-p.shift[line])
	}
	return diag.Pos{File: p.file, Line: p.first + line, Col: col}
}

// load reads the document, as often as mending it makes sense. tabbed tells
// whether tabs were replaced in it.
func (p *parser) load(tabbed bool) *yaml.Node {
	mends := maxMends
	if p.size > largeSize {
		mends = maxMendsLarge
	}
	var last *cause
	lost := false
	for ; ; mends-- {
		doc, second, err := read(p.lines)
		if err == nil {
			if lost {
				return nil
			}
			if second > 0 {
				p.severalDocuments(second - 1)
			}
			return doc
		}
		c := p.diagnose()
		if c == nil || last != nil && c.line == last.line && c.code == last.code && c.col == last.col {
			c = p.translate(err)
		}
		// How deep a tab was meant to be is a guess, so what the guess breaks is
		// not reported: the tabs are. But then the tree is a guess as well.
		if tabbed && (c.code == "yaml-indent" || c.code == "yaml-line" || c.mend == nil) {
			lost = true
		} else {
			p.found.Add(diag.Diagnostic{
				Code: c.code, Pos: p.pos(c.line, c.col), Len: c.length,
				Message: c.message, Hint: c.hint, Related: c.related,
			})
		}
		if c.mend == nil || mends == 0 {
			return nil
		}
		c.mend()
		last = c
	}
}

// read reads the first document of lines. second is the line (from 1) at which
// another document's content begins, 0 if there is none.
func read(lines []string) (doc *yaml.Node, second int, err error) {
	defer func() {
		if recover() != nil {
			doc, second, err = nil, 0, errors.New("the text confuses the reader")
		}
	}()
	dec := yaml.NewDecoder(strings.NewReader(strings.Join(lines, "\n")))
	doc = new(yaml.Node)
	if err := dec.Decode(doc); err == io.EOF {
		return doc, 0, nil
	} else if err != nil {
		return nil, 0, err
	}
	var next yaml.Node
	if err := dec.Decode(&next); err == io.EOF {
		return doc, 0, nil
	} else if err != nil {
		return nil, 0, err
	}
	return doc, max(next.Line, 1), nil
}

// severalDocuments reports the line that ends the first document: the "---" above
// the line at which the second one's content begins.
func (p *parser) severalDocuments(line int) {
	for i := min(line, len(p.lines)-1); i > 0; i-- {
		if strings.HasPrefix(p.lines[i], "---") || strings.HasPrefix(p.lines[i], "...") {
			line = i
			break
		}
	}
	p.found.Errorf("yaml-documents", p.pos(line, 1), `remove the line "---" and what does not belong into this file`,
		"a second document begins here, and a file holds one")
}

// node turns what the library read into a Node. edge is the column of the key or
// dash that the value belongs to, 0 within brackets and at the top.
func (p *parser) node(y *yaml.Node, depth, edge int) *Node {
	n := &Node{pos: p.pos(y.Line-1, y.Column)}
	if depth > maxDepth {
		p.found.Errorf("yaml-depth", n.pos, "make the structure flatter",
			"the nesting is deeper than %d levels", maxDepth)
		return n
	}
	if y.Kind == yaml.AliasNode {
		p.refuseAlias(n.pos, "*"+y.Value)
		n.mended = true
		return n
	}
	if y.Anchor != "" {
		p.refuseAlias(n.pos, "&"+y.Anchor)
	}
	if y.Style&yaml.TaggedStyle != 0 {
		p.found.Errorf("yaml-tag", n.pos, `remove it; if it belongs to a text, put the whole text into quotes`,
			`tags such as %s are not used here`, quote(y.Tag))
	}
	switch y.Kind {
	case yaml.MappingNode:
		p.mapping(n, y, depth)
	case yaml.SequenceNode:
		n.kind = Sequence
		if y.Style&yaml.FlowStyle != 0 {
			edge = 0
		} else {
			edge = y.Column
		}
		for _, item := range y.Content {
			n.items = append(n.items, p.node(item, depth+1, edge))
		}
	default:
		p.scalar(n, y, edge)
	}
	return n
}

// refuseAlias reports each name once: a bomb has thousands of the same.
func (p *parser) refuseAlias(pos diag.Pos, written string) {
	if p.names[written] {
		return
	}
	if p.names == nil {
		p.names = map[string]bool{}
	}
	p.names[written] = true
	p.found.Errorf("yaml-alias", pos, `write the value out in every place; if this is a text, put it into quotes`,
		"anchors and aliases such as %s are not used here", quote(written))
}

func (p *parser) mapping(n *Node, y *yaml.Node, depth int) {
	n.kind = Mapping
	first := map[string]diag.Pos{}
	for i := 0; i+1 < len(y.Content); i += 2 {
		k, v := y.Content[i], y.Content[i+1]
		key := p.node(k, depth+1, 0)
		switch {
		case k.Kind == yaml.AliasNode:
			continue
		case k.Kind != yaml.ScalarNode || key.text == "" && key.kind != Absent:
			p.found.Errorf("yaml-key", key.pos, `write "key: value"; put a text that begins with "[" or "{" into quotes`,
				"a key must be a plain word")
			continue
		case k.Tag == "!!merge" && k.Style == 0:
			p.found.Errorf("yaml-merge", key.pos, "write the keys out in every place", `merging with "<<" is not used here`)
			continue
		}
		edge := 0
		if y.Style&yaml.FlowStyle == 0 {
			edge = k.Column
		}
		value := p.node(v, depth+1, edge)
		name := key.text
		if pos, twice := first[name]; twice {
			p.found.Add(diag.Diagnostic{
				Code: "yaml-duplicate", Pos: key.pos, Len: key.length,
				Message: fmt.Sprintf("the key %s stands twice in the same place", quote(name)),
				Hint:    "remove one of the two, or give it another name",
				Related: []diag.Related{{Pos: pos, Message: "the first one is here"}},
			})
			continue
		}
		first[name] = key.pos
		n.fields = append(n.fields, Field{Key: At[string]{name, key.pos}, Value: value})
	}
}

func (p *parser) scalar(n *Node, y *yaml.Node, edge int) {
	n.kind = Scalar
	n.text = p.unmask(y.Value)
	n.mended = n.text != y.Value || y.Style&yaml.TaggedStyle != 0
	line := y.Line - 1
	switch {
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		p.blockScalar(n, line)
	case y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		if n.text != "" {
			n.pos = p.pos(line, y.Column+1)
		}
	default:
		if n.text == "" || n.text == "~" || n.text == "null" {
			n.kind = Null
		}
		if p.dashesInText(line, edge) {
			n.mended = true
		}
	}
	if !strings.Contains(n.text, "\n") {
		n.length = utf8.RuneCountInString(n.text)
	}
	// Written as they are, such characters were refused when the file was split
	// into lines; an escape in double quotes brings them in all the same.
	if i := strings.IndexFunc(n.text, refused); i >= 0 {
		r, _ := utf8.DecodeRuneInString(n.text[i:])
		p.found.Errorf("yaml-control", n.pos, "remove it", "the text contains the control character U+%04X", r)
		n.text = strings.Map(func(r rune) rune {
			if refused(r) {
				return -1
			}
			return r
		}, n.text)
		n.mended = true
	}
}

// blockScalar moves the place of a text written after "|" or ">" from that sign
// to the text.
func (p *parser) blockScalar(n *Node, line int) {
	written := strings.Split(n.text, "\n")
	n.text = strings.TrimRight(n.text, "\n")
	if n.text == "" {
		return
	}
	for i := line + 1; i < len(p.lines); i++ {
		if strings.TrimSpace(p.lines[i]) == "" {
			continue
		}
		own := 0 // indentation that belongs to the text itself
		if k := slices.IndexFunc(written, func(s string) bool { return strings.TrimSpace(s) != "" }); k >= 0 {
			own = indentation(written[k])
		}
		n.pos = p.pos(line+1, max(0, indentation(p.lines[i])-own)+1)
		return
	}
}

// dashesInText finds list items that YAML reads as part of the unquoted text
// above them, because they are indented deeper:
//
//   - one
//   - two
//
// is two items only if the dashes stand below one another. line is where the text
// begins, edge the column of the key or dash it belongs to; whatever is indented
// deeper than that belongs to the text. It returns whether it reported one.
func (p *parser) dashesInText(line, edge int) bool {
	if edge == 0 {
		return false
	}
	for i := line + 1; i < len(p.lines); i++ {
		text := strings.TrimLeft(p.lines[i], " ")
		if text == "" {
			continue
		}
		if len(p.lines[i])-len(text) < edge || text[0] == '#' {
			return false
		}
		if strings.HasPrefix(text, "- ") {
			p.found.Errorf("yaml-indent", p.pos(i, indentation(p.lines[i])+1),
				`if it is a list item, write "- " exactly below the "- " of its neighbours; if it is text, write "|" after the key and the text below`,
				`this line begins with "- ", but it is read as part of the text above it`)
			return true
		}
	}
	return false
}

// quote returns s in quotes for a message, cut if it is long. Characters that
// cannot be seen are escaped.
func quote(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
