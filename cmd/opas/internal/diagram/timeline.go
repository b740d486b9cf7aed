package diagram

import (
	"fmt"
	"html/template"
)

// Timeline is a list of phases with a bar for each on a common axis.
type Timeline struct {
	ID    string // of the drawing, unique in the page
	Title string
	Desc  string
	Dir   string
	Bars  []Bar
}

// Bar is one phase.
type Bar struct {
	Label string
	Note  string // when it is, in words
	// From and To are on the axis. Open: it may come at any time, and the bar
	// is a dotted line over the whole axis.
	From, To int
	Open     bool
}

const (
	timelineText = 220 // what a line of text may take on the smallest phone, with room to space it out
	timelineBar  = 14
	timelineAxis = 28
)

// gap stands between label and note. A shift in units would tear them apart
// where a label runs against the direction of the drawing.
const gap = "\u00a0\u00a0"

// SVG draws the timeline.
func (t Timeline) SVG() template.HTML {
	last := 1
	for _, b := range t.Bars {
		last = max(last, b.To)
	}
	p := &pen{rtl: t.Dir == "rtl"}
	// The note stands after the label where both fit into a line.
	type row struct {
		lines []string
		below []string
		top   float64
	}
	rows := make([]row, len(t.Bars))
	bottom := 0.0
	for i, b := range t.Bars {
		r := row{lines: nameFont.wrap(b.Label, timelineText), top: bottom}
		if n := len(r.lines); n > 1 || nameFont.width(b.Label)+noteFont.width(b.Note)+10 > timelineText {
			r.below = noteFont.wrap(b.Note, timelineText)
		}
		bottom += float64(len(r.lines)+len(r.below))*nameFont.lead() + timelineBar + 21
		rows[i] = r
	}
	p.fluid(t.ID, t.Title, t.Desc, t.Dir, "drawing drawing--timeline", bottom+timelineAxis)
	step := tick(last)
	for v := 0; v <= last; v += step {
		x := p.share(float64(v) / float64(last))
		p.shape("line", "class", "d-grid", "x1", x, "x2", x, "y1", "0", "y2", num(bottom+4))
	}
	for i, b := range t.Bars {
		y := rows[i].top + 22
		for n, l := range rows[i].lines {
			p.tag("text", "class", "d-name", "font-size", num(nameFont.size), "x", p.share(0), "y", num(y))
			p.element("tspan", l)
			if n == 0 && len(rows[i].below) == 0 && b.Note != "" {
				p.element("tspan", gap+b.Note, "class", "d-note", "font-size", num(noteFont.size))
			}
			p.close("text")
			y += nameFont.lead()
		}
		for _, l := range rows[i].below {
			p.element("text", l, "class", "d-note", "font-size", num(noteFont.size), "x", p.share(0), "y", num(y))
			y += nameFont.lead()
		}
		y -= 10
		if b.Open {
			p.shape("line", "class", "d-open", "x1", "0%", "x2", "100%", "y1", num(y+timelineBar/2), "y2", num(y+timelineBar/2))
			continue
		}
		p.bar(float64(b.From)/float64(last), float64(max(b.To-b.From, 0))/float64(last), y, timelineBar, "d-bar")
	}
	p.shape("line", "class", "d-axis", "x1", "0%", "x2", "100%", "y1", num(bottom+4), "y2", num(bottom+4))
	for v := 0; v <= last; v += step {
		anchor := "middle"
		switch {
		case v == 0:
			anchor = "start"
		case v == last:
			anchor = "end"
		}
		p.element("text", fmt.Sprint(v), "class", "d-note", "font-size", num(noteFont.size), "text-anchor", anchor,
			"x", p.share(float64(v)/float64(last)), "y", num(bottom+21))
	}
	return p.end()
}

// tick is the distance between the numbers of an axis from 0 to last: at most
// eight of them, so that they have room on a phone.
func tick(last int) int {
	for _, step := range []int{1, 2, 3, 4, 6, 12, 24, 52} {
		if last/step <= 8 {
			return step
		}
	}
	return last/8 + 1
}

// Agenda is the time of a meeting, divided.
type Agenda struct {
	ID    string
	Title string
	Desc  string
	Dir   string
	// Minutes of each part; what the parts are stands in the list beside the
	// drawing, and in Desc for those who listen.
	Minutes []int
}

// SVG draws the bar. The longest part is filled.
func (a Agenda) SVG() template.HTML {
	total, longest := 0, 0
	for _, m := range a.Minutes {
		total += m
		longest = max(longest, m)
	}
	p := &pen{rtl: a.Dir == "rtl"}
	p.fluid(a.ID, a.Title, a.Desc, a.Dir, "drawing drawing--agenda", 48)
	if total <= 0 {
		return p.end()
	}
	start := 0
	for _, m := range a.Minutes {
		class, label := "d-part", "d-part-text"
		if m == longest {
			class, label = "d-part d-part--main", "d-part-text d-part-text--main"
		}
		from, width := float64(start)/float64(total), float64(m)/float64(total)
		p.bar(from, width, 1, 46, class)
		p.element("text", fmt.Sprint(m), "class", label, "font-size", num(nameFont.size), "text-anchor", "middle",
			"x", p.share(from+width/2), "y", "29")
		start += m
	}
	return p.end()
}

// fluid opens a drawing that is as wide as its place and as high as it needs.
func (p *pen) fluid(id, title, desc, dir, class string, height float64) {
	p.tag("svg", "class", class, "role", "img", "aria-labelledby", id+"-title", "aria-describedby", id+"-desc",
		"width", "100%", "height", num(height), "direction", dirOr(dir))
	p.element("title", title, "id", id+"-title")
	p.element("desc", desc, "id", id+"-desc")
}

// share is a horizontal position as a share of the width.
func (p *pen) share(v float64) string {
	if p.rtl {
		v = 1 - v
	}
	return percent(v)
}

// bar draws a bar from a share of the width on.
func (p *pen) bar(from, width, y, h float64, class string) {
	if p.rtl {
		from = 1 - from - width
	}
	if width == 0 { // a moment is still to be seen
		p.shape("circle", "class", class, "cx", percent(from), "cy", num(y+h/2), "r", num(h/2))
		return
	}
	p.shape("rect", "class", class, "x", percent(from), "y", num(y), "width", percent(width), "height", num(h), "rx", "3")
}
