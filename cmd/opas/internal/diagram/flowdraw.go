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
	p.begin(f.ID, f.Title, f.Desc, f.Dir, class, s.height)
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
		edges, arrows := p.route(), p.route()
		s.within(edges, arrows, i)
		s.onward(edges, arrows, i)
		edges.draw("d-edge")
		arrows.draw("d-arrow")
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

// within draws the lines from a node to others of its own band.
func (s *sheet) within(edges, arrows *route, i int) {
	st := &s.stops[i]
	band := s.bands[st.band]
	order := slices.Index(band, i)
	track := st.along - 8 - float64(s.track[i])*trackGap
	for _, to := range st.within {
		t := &s.stops[to]
		if slices.Index(band, to) == order+1 {
			s.add(edges, "M", st.along+22, st.across+st.wide)
			s.add(edges, "L", t.along+22, t.across-1)
			s.arrow(arrows, t.along+22, t.across-1, !s.flow.Down)
			continue
		}
		const turn = 6
		from, upto := st.middle()+st.wide/4, t.middle()-t.wide/4
		s.add(edges, "M", st.along, from)
		s.add(edges, "L", track+turn, from)
		s.add(edges, "Q", track, from, track, from+turn)
		s.add(edges, "L", track, upto-turn)
		s.add(edges, "Q", track, upto, track+turn, upto)
		s.add(edges, "L", t.along-1, upto)
		s.arrow(arrows, t.along-1, upto, s.flow.Down)
	}
}

// onward draws the pieces from a stop to later bands, and on through lanes.
func (s *sheet) onward(edges, arrows *route, i int) {
	from := &s.stops[i]
	begin, at := from.along+from.long, from.middle()
	if h := from.hub; h != nil {
		s.curve(edges, begin, at, h.along, h.across)
		begin, at = h.along, h.across
	}
	for _, to := range from.after {
		t := &s.stops[to]
		if t.node == nil {
			s.curve(edges, begin, at, t.along, t.middle())
			s.add(edges, "L", t.along+t.long, t.middle())
			s.onward(edges, arrows, to)
			continue
		}
		// The curve bends before the tracks beside the next band.
		s.curve(edges, begin, at, t.along-s.side(t.band)-1, t.middle())
		s.add(edges, "L", t.along-1, t.middle())
		s.arrow(arrows, t.along-1, t.middle(), s.flow.Down)
	}
}

// curve leads from one place to another, leaving and arriving in the way of the flow.
func (s *sheet) curve(r *route, along1, across1, along2, across2 float64) {
	middle := (along1 + along2) / 2
	s.add(r, "M", along1, across1)
	s.add(r, "C", middle, across1, middle, across2, along2, across2)
}

// add adds a command with places along and across the flow.
func (s *sheet) add(r *route, command string, places ...float64) {
	for k := 0; k+1 < len(places); k += 2 {
		places[k], places[k+1] = s.point(places[k], places[k+1])
	}
	r.add(command, places...)
}

// arrow ends a line at a place; it points downwards or sideways.
func (s *sheet) arrow(r *route, along, across float64, down bool) {
	x, y := s.point(along, across)
	if down {
		r.add("M", x-4, y-7).add("L", x+4, y-7, x, y).add("Z")
	} else {
		r.add("M", x-7, y-4).add("L", x-7, y+4, x, y).add("Z")
	}
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
	p.close("a")
	top := y + nodePad - 1 + nameFont.lead()/2
	p.text(st.lines, x+nodePad, top, nameFont, "start", name)
	if st.node.Note != "" {
		p.text([]string{st.node.Note}, x+nodePad, top+float64(len(st.lines))*nameFont.lead()-1, noteFont, "start", note)
	}
}
