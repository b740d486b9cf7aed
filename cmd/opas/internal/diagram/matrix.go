package diagram

import (
	"fmt"
	"html/template"
)

// Matrix is who has what part and when: a lane for each row, a station for
// each column, and a mark where the two meet.
type Matrix struct {
	ID      string // of the drawing, unique in the page
	Title   string
	Desc    string
	Dir     string
	Rows    []MatrixRow
	Columns []MatrixColumn
	// Unit stands before the times of the columns: "weeks".
	Unit string
	// Apart stands instead of the times of the columns at the end that have none.
	Apart string
}

// MatrixRow is a lane. It links to its own page.
type MatrixRow struct {
	Label string
	Href  string
	// Marks has one for each column.
	Marks []Mark
}

// MatrixColumn is a station. Its header and its marks lie on one link.
type MatrixColumn struct {
	Label string
	// Name is what the link is called: the label and who is in charge.
	Name string
	Href string
	// Time is short: "0–2". Empty: at any time; such columns come last.
	Time string
}

// Mark is the part of a row in a column, from none to the greatest.
type Mark int

const (
	NoMark    Mark = iota
	TakesPart      // a small ring
	Acts           // a dot
	Leads          // a great dot with a ring around it
)

const (
	matrixLabels = 196 // width of the column of labels
	matrixRow    = 46  // height of a lane, if its label does not need more
	matrixApart  = 18  // between the columns with a time and those without
)

// SVG draws the matrix.
func (m Matrix) SVG() template.HTML {
	p := &pen{width: Width, rtl: m.Dir == "rtl"}
	timed := 0
	for _, c := range m.Columns {
		if c.Time != "" {
			timed++
		}
	}
	apart := 0.0
	if timed > 0 && timed < len(m.Columns) {
		apart = matrixApart
	}
	column := (Width - matrixLabels - apart - 2) / float64(max(len(m.Columns), 1))
	left := func(j int) float64 { // the start side of a column
		x := matrixLabels + float64(j)*column
		if j >= timed {
			x += apart
		}
		return x
	}
	// Labels stand on two storeys, so that each has the room of two columns.
	storeys := [2]int{1, 1}
	labels := make([][]string, len(m.Columns))
	for j, c := range m.Columns {
		room := 2*column - 12
		if j == len(m.Columns)-1 { // has none beyond the edge
			room = column + 24
		}
		labels[j] = nameFont.wrap(c.Label, room)
		storeys[j%2] = max(storeys[j%2], len(labels[j]))
	}
	lead := nameFont.lead()
	low := float64(storeys[0]) * lead // where the lower storey begins
	station := low + float64(storeys[1])*lead + 26
	rows := station + 52
	height := rows
	names := make([][]string, len(m.Rows))
	lanes := make([]float64, len(m.Rows)) // the middle of each row
	for i, r := range m.Rows {
		names[i] = nameFont.wrap(r.Label, matrixLabels-20)
		row := max(matrixRow, float64(len(names[i]))*lead+10)
		lanes[i] = height + row/2
		height += row
	}
	height += 4
	p.begin(m.ID, m.Title, m.Desc, m.Dir, "drawing drawing--matrix", height)

	p.text([]string{m.Unit}, 0, station+31, noteFont, "start", "d-note")
	if apart > 0 {
		x := left(timed) - apart/2
		p.line(x, station-14, x, height, "d-apart")
		p.text([]string{m.Apart}, (left(timed)+p.width)/2, station+31, noteFont, "middle", "d-note")
	}
	for _, y := range lanes {
		p.line(matrixLabels, y, Width, y, "d-lane")
	}
	for j, c := range m.Columns {
		x := left(j) + column/2
		p.tag("g", "class", "d-column")
		p.link(c.Href, c.Name, "d-link")
		p.rect(left(j)+1, 0, column-2, height-1, 6, "d-ground")
		p.close("a")
		top := float64(0)
		if j%2 == 1 {
			top = low
		}
		bottom := top + float64(len(labels[j]))*lead
		p.line(x, bottom+2, x, station-15, "d-leader")
		p.text(labels[j], clampLabel(x, labels[j], p.width), top+lead/2, nameFont, "middle", "d-name d-name--link")
		p.circle(x, station, 13, "d-station")
		p.text([]string{fmt.Sprint(j + 1)}, x, station, nameFont, "middle", "d-number")
		if c.Time != "" {
			p.text([]string{c.Time}, x, station+31, noteFont, "middle", "d-note")
		}
		for i, r := range m.Rows {
			p.mark(x, lanes[i], r.Marks[j])
		}
		p.close("g")
	}
	for i, r := range m.Rows {
		p.tag("g", "class", "d-row")
		p.link(r.Href, r.Label, "d-link")
		half := float64(len(names[i])) * lead / 2
		p.rect(0, lanes[i]-half-8, matrixLabels-8, 2*half+16, 6, "d-ground")
		p.close("a")
		p.text(names[i], 0, lanes[i]-half+lead/2, nameFont, "start", "d-label d-name--link")
		p.close("g")
	}
	return p.end()
}

// clampLabel keeps the middle of a label so far from the edge that it fits.
func clampLabel(x float64, lines []string, width float64) float64 {
	half := 0.0
	for _, l := range lines {
		half = max(half, nameFont.width(l)/2)
	}
	return min(x, width-half)
}

// mark draws the part of a row in a column.
func (p *pen) mark(x, y float64, m Mark) {
	switch m {
	case TakesPart:
		p.circle(x, y, 5.5, "d-mark d-mark--takes-part")
	case Acts:
		p.circle(x, y, 6.5, "d-mark d-mark--acts")
	case Leads:
		p.circle(x, y, 13, "d-mark d-mark--ring")
		p.circle(x, y, 8, "d-mark d-mark--acts")
	}
}

// Sign draws one mark alone, for a legend and for lists.
func Sign(m Mark) template.HTML {
	p := &pen{width: 28}
	p.tag("svg", "class", "sign", "viewBox", "0 0 28 28", "width", "28", "height", "28", "aria-hidden", "true", "focusable", "false")
	p.mark(14, 14, m)
	return p.end()
}
