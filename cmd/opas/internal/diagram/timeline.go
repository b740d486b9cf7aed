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
	// Axis says what the numbers under the bars count: "months from the start".
	Axis string
	Bars []Bar
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
	timelineRow  = 54 // from one phase to the next
	timelineAxis = 46
)

// SVG draws the timeline.
func (t Timeline) SVG() template.HTML {
	last := 1
	for _, b := range t.Bars {
		last = max(last, b.To)
	}
	p := &pen{rtl: t.Dir == "rtl"}
	bottom := float64(len(t.Bars) * timelineRow)
	p.fluid(t.ID, t.Title, t.Desc, t.Dir, "drawing drawing--timeline", bottom+timelineAxis)
	step := tick(last)
	for v := 0; v <= last; v += step {
		x := p.share(float64(v) / float64(last))
		p.shape("line", "class", "d-grid", "x1", x, "x2", x, "y1", "0", "y2", num(bottom+4))
	}
	for i, b := range t.Bars {
		y := float64(i * timelineRow)
		p.tag("text", "class", "d-name", "font-size", num(nameFont.size), "x", p.share(0), "y", num(y+22))
		p.element("tspan", b.Label)
		if b.Note != "" {
			p.element("tspan", b.Note, "class", "d-note", "dx", "10", "font-size", num(noteFont.size))
		}
		p.close("text")
		if b.Open {
			p.shape("line", "class", "d-open", "x1", "0%", "x2", "100%", "y1", num(y+38), "y2", num(y+38))
			continue
		}
		p.bar(float64(b.From)/float64(last), float64(max(b.To-b.From, 0))/float64(last), y+31, 14, "d-bar")
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
	p.element("text", t.Axis, "class", "d-note", "font-size", num(noteFont.size), "x", p.share(0), "y", num(bottom+timelineAxis-5))
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
	Parts []AgendaPart
}

// AgendaPart is a part of a meeting; Label names it for those who listen, for
// it stands in the list beside the drawing.
type AgendaPart struct {
	Label   string
	Minutes int
}

// SVG draws the bar. The longest part is filled.
func (a Agenda) SVG() template.HTML {
	total, longest := 0, 0
	for _, part := range a.Parts {
		total += part.Minutes
		longest = max(longest, part.Minutes)
	}
	p := &pen{rtl: a.Dir == "rtl"}
	p.fluid(a.ID, a.Title, a.Desc, a.Dir, "drawing drawing--agenda", 48)
	if total <= 0 {
		return p.end()
	}
	start := 0
	for _, part := range a.Parts {
		class, label := "d-part", "d-part-text"
		if part.Minutes == longest {
			class, label = "d-part d-part--main", "d-part-text d-part-text--main"
		}
		from, width := float64(start)/float64(total), float64(part.Minutes)/float64(total)
		p.bar(from, width, 1, 46, class)
		p.element("text", fmt.Sprint(part.Minutes), "class", label, "font-size", num(nameFont.size), "text-anchor", "middle",
			"x", p.share(from+width/2), "y", "29")
		start += part.Minutes
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
