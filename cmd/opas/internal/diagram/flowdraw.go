package diagram

import (
	"html/template"
	"slices"
)

// draw writes the sheet. The lines of a node stand in one group with it, so
// that pointing at it or coming to it with the keyboard shows where it leads.
func (s *sheet) draw() template.HTML {
	f := s.flow
	p := &pen{width: Width, rtl: f.Dir == "rtl"}
	class := "drawing drawing--flow"
	if f.Down {
		class += " drawing--down"
	}
	p.begin(f.ID, f.Title, f.Desc, f.Dir, class, true, s.height)
	for b, band := range f.Bands {
		if band.Label == "" || len(s.bands[b]) == 0 || f.Down {
			continue
		}
		x := s.stops[s.bands[b][0]].along
		p.text(noteFont.wrap(band.Label, nodeAcross+24)[:1], x, 10, noteFont, "start", "d-note")
		p.line(x, bandTop-9, x+nodeAcross, bandTop-9, "d-axis")
	}
	for i := range s.stops {
		if s.stops[i].node == nil {
			continue
		}
		p.tag("g", "class", "d-node")
		s.lines(p, i)
		s.box(p, i)
		p.close("g")
	}
	return p.end()
}

// point turns a place along and across the flow into one of the drawing.
func (s *sheet) point(along, across float64) (x, y float64) {
	if s.flow.Down {
		return across, along
	}
	return along, across
}

// lines draws what leads from a node.
func (s *sheet) lines(p *pen, i int) {
	s.onward(p, i)
	st := &s.stops[i]
	band := s.bands[st.band]
	order := slices.Index(band, i)
	track, tracked := s.track[[2]int{st.band, i}]
	for _, to := range st.within {
		t := &s.stops[to]
		if slices.Index(band, to) == order+1 {
			x1, y1 := s.point(st.along+22, st.across+st.wide)
			x2, y2 := s.point(t.along+22, t.across-1)
			p.route().add("M", x1, y1).add("L", x2, y2).draw("d-edge")
			s.arrow(p, x2, y2, !s.flow.Down)
			continue
		}
		if !tracked {
			continue
		}
		a := st.along - 8 - float64(track)*trackGap
		const turn = 6
		from, upto := st.middle()+st.wide/4, t.middle()-t.wide/4
		r := p.route()
		add := func(command string, points ...float64) {
			for k := 0; k+1 < len(points); k += 2 {
				points[k], points[k+1] = s.point(points[k], points[k+1])
			}
			r.add(command, points...)
		}
		add("M", st.along, from)
		add("L", a+turn, from)
		add("Q", a, from, a, from+turn)
		add("L", a, upto-turn)
		add("Q", a, upto, a+turn, upto)
		add("L", t.along-1, upto)
		r.draw("d-edge")
		x, y := s.point(t.along-1, upto)
		s.arrow(p, x, y, s.flow.Down)
	}
}

// onward draws the pieces from a stop to later bands, and on through lanes.
func (s *sheet) onward(p *pen, i int) {
	from := &s.stops[i]
	begin, at := from.along+from.long, from.middle()
	if h := from.hub; h != nil {
		s.curve(p, begin, at, h.along, h.across).draw("d-edge")
		begin, at = h.along, h.across
	}
	for _, to := range from.after {
		t := &s.stops[to]
		if t.node == nil {
			x, y := s.point(t.along+t.long, t.middle())
			s.curve(p, begin, at, t.along, t.middle()).add("L", x, y).draw("d-edge")
			s.onward(p, to)
			continue
		}
		// The curve bends before the tracks beside the next band.
		x, y := s.point(t.along-1, t.middle())
		s.curve(p, begin, at, t.along-s.side(t.band)-1, t.middle()).add("L", x, y).draw("d-edge")
		s.arrow(p, x, y, s.flow.Down)
	}
}

// curve begins a route from one place to another that leaves and arrives in
// the way of the flow.
func (s *sheet) curve(p *pen, along1, across1, along2, across2 float64) *route {
	middle := (along1 + along2) / 2
	x1, y1 := s.point(along1, across1)
	x2, y2 := s.point(middle, across1)
	x3, y3 := s.point(middle, across2)
	x4, y4 := s.point(along2, across2)
	return p.route().add("M", x1, y1).add("C", x2, y2, x3, y3, x4, y4)
}

// arrow ends a line at a point, pointing down or onward.
func (s *sheet) arrow(p *pen, x, y float64, down bool) {
	r := p.route()
	if down {
		r.add("M", x-4, y-7).add("L", x+4, y-7, x, y).add("Z")
	} else {
		r.add("M", x-7, y-4).add("L", x-7, y+4, x, y).add("Z")
	}
	r.draw("d-arrow")
}

// box draws a node and its link.
func (s *sheet) box(p *pen, i int) {
	st := &s.stops[i]
	x, y := s.point(st.along, st.across)
	w, h := s.point(st.long, st.wide)
	class, name, note := "d-box", "d-name", "d-note"
	if st.node.Strong {
		class, name, note = "d-box d-box--strong", "d-name d-name--strong", "d-note d-note--strong"
	}
	p.link(st.node.Href, st.node.Label, "d-link")
	p.rect(x, y, w, h, 7, class)
	top := y + nodePad - 1 + nameFont.lead()/2
	p.text(st.lines, x+nodePad, top, nameFont, "start", name)
	if st.node.Note != "" {
		p.text([]string{st.node.Note}, x+nodePad, top+float64(len(st.lines))*nameFont.lead()-1, noteFont, "start", note)
	}
	p.close("a")
}
