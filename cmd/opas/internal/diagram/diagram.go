// Package diagram draws the models: SVG made of labels, addresses and numbers.
//
//	Matrix      roles as rows, phases as columns, a mark where they meet
//	Flow        stages or occupations in bands, with lines to what follows
//	Timeline    phases as bars on an axis of months or weeks
//	Agenda      the minutes of a meeting as one bar
//
// Each drawing is a struct; its SVG method is a pure function of it and returns
// markup that is safe to print, whatever the labels hold. The package knows no
// page, no model and no language but the direction of writing.
//
// # One hand
//
// Drawings are lines rather than areas, in one accent colour. Nothing is said
// by colour alone: what a mark means shows in its form and size too, so that a
// drawing survives paper, forced colours and eyes that see no green. Colours,
// strokes and weights are classes of assets/kinds/drawing.css, never style
// attributes, which the site's policy forbids.
//
// # Text
//
// The package cannot know the reader's font, so it estimates the width of a
// text on the wide side and breaks lines itself (text.go); long words, as Finnish
// has them, are hyphenated between syllables. No text is smaller than 14 units,
// and a drawing that cannot be that large on a phone is shown on wide screens
// and on paper only: beside it the page has the same as a list.
//
// Flow and Matrix have a fixed width and are scaled. Timeline and Agenda place
// their parts in per cents of whatever width they get, with text in pixels.
//
// # Direction
//
// With Dir "rtl" a drawing is mirrored: positions are turned round here, while
// texts follow the direction attribute on the drawing.
//
// # Reading aloud
//
// A drawing without links is an image with a title and a description. One with
// links is a group of that name, and each link says where it leads.
package diagram

import (
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// Width is the width of a drawing that is scaled, in units that are pixels
// where there is room for it.
const Width = 860

// A pen writes one SVG.
type pen struct {
	strings.Builder
	width float64
	rtl   bool
}

// begin opens a drawing with links, which is scaled as a whole. Its ids begin
// with id, which is unique in the page.
func (p *pen) begin(id, title, desc, dir, class string, height float64) {
	p.tag("svg", "class", class, "role", "group", "aria-labelledby", id+"-title", "aria-describedby", id+"-desc",
		"viewBox", "0 0 "+num(p.width)+" "+num(height), "width", num(p.width), "height", num(height), "direction", dirOr(dir))
	p.element("title", title, "id", id+"-title")
	p.element("desc", desc, "id", id+"-desc")
}

func dirOr(dir string) string {
	if dir == "rtl" {
		return dir
	}
	return "ltr"
}

func (p *pen) end() template.HTML {
	p.close("svg")
	return template.HTML(p.String())
}

// tag writes an opening tag. Attributes come in pairs; one without a value is
// left out.
func (p *pen) tag(name string, attrs ...string) { p.open(name, attrs, ">") }

// shape writes an element without content.
func (p *pen) shape(name string, attrs ...string) { p.open(name, attrs, "/>") }

func (p *pen) open(name string, attrs []string, end string) {
	p.WriteString("<" + name)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			p.WriteString(" " + attrs[i] + `="` + html.EscapeString(attrs[i+1]) + `"`)
		}
	}
	p.WriteString(end)
}

func (p *pen) close(name string) { p.WriteString("</" + name + ">") }

func (p *pen) element(name, text string, attrs ...string) {
	p.tag(name, attrs...)
	p.WriteString(html.EscapeString(text))
	p.close(name)
}

// link opens a link, close("a") ends it.
func (p *pen) link(href, label, class string) {
	p.tag("a", "href", href, "aria-label", label, "class", class)
}

// at is a horizontal position as it is drawn.
func (p *pen) at(x float64) float64 {
	if p.rtl {
		return p.width - x
	}
	return x
}

// rect draws a rectangle whose start side is at x.
func (p *pen) rect(x, y, w, h, radius float64, class string) {
	if p.rtl {
		x = p.width - x - w
	}
	p.shape("rect", "class", class, "x", num(x), "y", num(y), "width", num(w), "height", num(h), "rx", num(radius))
}

func (p *pen) circle(x, y, r float64, class string) {
	p.shape("circle", "class", class, "cx", num(p.at(x)), "cy", num(y), "r", num(r))
}

func (p *pen) line(x1, y1, x2, y2 float64, class string) {
	p.shape("line", "class", class, "x1", num(p.at(x1)), "y1", num(y1), "x2", num(p.at(x2)), "y2", num(y2))
}

// text writes lines one below the other, the first with its middle line at y.
// anchor is start, middle or end. It is drawn over the link that it names, not
// in it, and is not read aloud: the link has the whole name, without hyphens.
func (p *pen) text(lines []string, x, y float64, f font, anchor, class string) {
	p.tag("text", "class", class, "font-size", num(f.size), "text-anchor", anchor, "aria-hidden", "true")
	for i, l := range lines {
		p.element("tspan", l, "x", num(p.at(x)), "y", num(y+float64(i)*f.lead()+f.size*0.35))
	}
	p.close("text")
}

// A route collects the commands of a path.
type route struct {
	p *pen
	b strings.Builder
}

func (p *pen) route() *route { return &route{p: p} }

// add writes a command and its points, given as x, y, x, y …, in whole units:
// a route is the bulk of a drawing.
func (r *route) add(command string, points ...float64) *route {
	r.b.WriteString(command)
	for i := 0; i+1 < len(points); i += 2 {
		if i > 0 {
			r.b.WriteByte(' ')
		}
		r.b.WriteString(num(math.Round(r.p.at(points[i]))) + " " + num(math.Round(points[i+1])))
	}
	return r
}

// draw writes the route, if there is any.
func (r *route) draw(class string) {
	if r.b.Len() > 0 {
		r.p.shape("path", "class", class, "d", r.b.String())
	}
}

// num writes a number with at most one decimal.
func num(v float64) string {
	v = math.Round(v*10) / 10
	if v == 0 {
		v = 0 // no negative zero
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// percent writes a share of the whole, with at most two decimals.
func percent(v float64) string {
	return strconv.FormatFloat(math.Round(v*10000)/100, 'f', -1, 64) + "%"
}
