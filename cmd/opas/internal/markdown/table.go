package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A tableRegion holds a table and, before it, its caption if it has one.
type tableRegion struct {
	ast.BaseBlock
	number     int // of the tables in the text, from 1
	rowHeaders bool
	wide       bool
}

// wideColumns is how many columns make a table too wide for the measure of
// running text.
const wideColumns = 5

// A tableCaption is the bold paragraph before a table.
type tableCaption struct{ ast.BaseBlock }

var (
	kindTableRegion  = ast.NewNodeKind("TableRegion")
	kindTableCaption = ast.NewNodeKind("TableCaption")
)

func (*tableRegion) Kind() ast.NodeKind            { return kindTableRegion }
func (n *tableRegion) Dump(src []byte, level int)  { ast.DumpHelper(n, src, level, nil, nil) }
func (*tableCaption) Kind() ast.NodeKind           { return kindTableCaption }
func (n *tableCaption) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// tableTransformer gives tables their captions and row headers.
type tableTransformer struct{}

func (tableTransformer) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	r := readingOf(pc)
	for i, table := range nodes[*east.Table](doc) {
		r.checkTable(table)
		region := &tableRegion{number: i + 1, rowHeaders: boldFirstCells(table), wide: len(table.Alignments) >= wideColumns}
		region.SetPos(r.tableStart(table))
		caption, _ := table.PreviousSibling().(*ast.Paragraph)
		table.Parent().InsertBefore(table.Parent(), table, region)
		if caption != nil && whollyBold(caption) {
			n := &tableCaption{}
			n.SetPos(caption.Pos())
			moveChildren(caption.FirstChild(), func(c ast.Node) { n.AppendChild(n, c) })
			caption.Parent().RemoveChild(caption.Parent(), caption)
			region.AppendChild(region, n)
		} else {
			r.warnf("table-caption", region.Pos(), "write a paragraph wholly in bold directly before the table: **What the table shows**",
				"this table has no caption")
		}
		region.AppendChild(region, table)
	}
	for _, para := range nodes[*ast.Paragraph](doc) {
		r.checkBrokenTable(para)
	}
}

// WideTable reports whether the text has a table that needs more room than
// running text.
func (d *Doc) WideTable() bool {
	return slices.ContainsFunc(nodes[*tableRegion](d.root), func(n *tableRegion) bool { return n.wide })
}

// boldFirstCells reports whether the first cell of every row is bold.
func boldFirstCells(table *east.Table) bool {
	row := table.FirstChild().NextSibling()
	if row == nil {
		return false
	}
	for ; row != nil; row = row.NextSibling() {
		if cell := row.FirstChild(); cell == nil || !whollyBold(cell) {
			return false
		}
	}
	return true
}

// tableStart returns where a table begins: goldmark only knows where the
// paragraph began that it was, which may be its caption.
func (r *reading) tableStart(table *east.Table) int {
	cell := table.FirstChild().FirstChild()
	if cell == nil || cell.Lines().Len() == 0 {
		return table.Pos()
	}
	before := bytes.TrimRight(r.src[:cell.Lines().At(0).Start], " \t")
	if bytes.HasSuffix(before, []byte("|")) {
		return len(before) - 1
	}
	return cell.Lines().At(0).Start
}

// checkTable reports a table without rows, and rows with cells too many, which
// would be dropped.
func (r *reading) checkTable(table *east.Table) {
	if table.ChildCount() == 1 {
		r.warnf("table-empty", r.tableStart(table), "write its rows, or take it out", "this table has a header and no rows")
	}
	for row := table.FirstChild().NextSibling(); row != nil; row = row.NextSibling() {
		line, _ := cutLine(r.src[row.Pos():])
		if n := countCells(line); n > len(table.Alignments) {
			r.warnf("table-cells", row.Pos()+len(line)-len(bytes.TrimLeft(line, " \t")),
				`cells too many are not shown; write \| for the character itself`,
				"this row has %d cells, the header %d", n, len(table.Alignments))
		}
	}
}

// countCells counts the cells of a row as goldmark does.
func countCells(line []byte) int {
	line = bytes.TrimSpace(line)
	line = bytes.TrimPrefix(line, []byte("|"))
	line = bytes.TrimSuffix(line, []byte("|"))
	n := 1
	for i, c := range line {
		if c == '|' && (i == 0 || line[i-1] != '\\') {
			n++
		}
	}
	return n
}

// tableRule is the line of hyphens below a table's header.
var tableRule = regexp.MustCompile(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*\|[ \t|:-]*$`)

// checkBrokenTable reports a paragraph that was meant as a table.
func (r *reading) checkBrokenTable(para *ast.Paragraph) {
	for i := 1; i < para.Lines().Len(); i++ {
		above, line := para.Lines().At(i-1), para.Lines().At(i)
		if tableRule.Match(bytes.TrimSpace(line.Value(r.src))) && bytes.IndexByte(above.Value(r.src), '|') >= 0 {
			r.warnf("table-broken", line.Start, "write as many parts of hyphens as the line above has cells",
				"this is no table: the header has %d cells, the line of hyphens %d",
				countCells(above.Value(r.src)), countCells(line.Value(r.src)))
		}
	}
}

// tableRegion writes a table that scrolls in a region of its own, which can be
// reached by keyboard and has the caption as its name. A wide one carries the
// words for choosing one of its columns (assets/table/table.ts).
func (w *writer) tableRegion(n *tableRegion) {
	id := w.env.IDPrefix + "table-" + strconv.Itoa(n.number)
	caption, _ := n.FirstChild().(*tableCaption)
	attributes := []string{"class", "scroll", "role", "region", "tabindex", "0"}
	if caption != nil {
		attributes = append(attributes, "aria-labelledby", id)
	} else {
		attributes = append(attributes, "aria-label", w.env.Text("table"))
	}
	if n.wide {
		attributes[1] = "scroll scroll--wide"
		attributes = append(attributes, "data-column", w.env.Text("table-column"), "data-all-columns", w.env.Text("table-all-columns"))
	}
	w.tag("div", attributes...)
	w.WriteString("<table>\n")
	if caption != nil {
		w.tag("caption", "id", id)
		w.children(caption)
		w.WriteString("</caption>\n")
	}
	header := n.LastChild().FirstChild()
	w.WriteString("<thead>\n")
	w.row(header, func(cell ast.Node, _ bool) string { return columnScope(cell) })
	w.WriteString("</thead>\n")
	if row := header.NextSibling(); row != nil {
		w.WriteString("<tbody>\n")
		for ; row != nil; row = row.NextSibling() {
			w.row(row, func(_ ast.Node, first bool) string {
				if first && n.rowHeaders {
					return "row"
				}
				return ""
			})
		}
		w.WriteString("</tbody>\n")
	}
	w.WriteString("</table></div>\n")
}

// columnScope makes every cell of the header a header, except an empty one: a
// header without a name says nothing.
func columnScope(cell ast.Node) string {
	if cell.HasChildren() {
		return "col"
	}
	return ""
}

// row writes a row; scope says what each cell is a header of.
func (w *writer) row(row ast.Node, scope func(cell ast.Node, first bool) string) {
	w.WriteString("<tr>")
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		name, attributes, content := "td", []string{}, cell
		if s := scope(cell, cell == row.FirstChild()); s != "" {
			name, attributes = "th", append(attributes, "scope", s)
			if s == "row" {
				content = cell.FirstChild() // the bold words, which a th is already
			}
		}
		switch cell.(*east.TableCell).Alignment {
		case east.AlignRight:
			attributes = append(attributes, "class", "align-end")
		case east.AlignCenter:
			attributes = append(attributes, "class", "align-center")
		}
		w.tag(name, attributes...)
		w.children(content)
		w.WriteString("</" + name + ">")
	}
	w.WriteString("</tr>\n")
}
