package diagram

import (
	"cmp"
	"html/template"
	"slices"
)

// Flow is a map of what may follow what: nodes in bands, which stand side by
// side, or one below the other when Down is set, and a line for each edge.
//
// It is drawn in the manner of Sugiyama, Tagawa and Toda (1981): an edge over
// several bands goes through a lane in each band between, so that no line runs
// behind a node; the lines of one node share their lanes. Nodes keep the order
// in which they are given, which is also the order in which they are read.
type Flow struct {
	ID    string // of the drawing, unique in the page
	Title string
	Desc  string
	Dir   string
	Down  bool
	Bands []Band
	// Edges lead from a node to one in the same band further on, or in a later
	// band. Others are left out.
	Edges []Edge
}

// Band is a column, or a row when the flow goes down.
type Band struct {
	Label string // may be empty
	Nodes []Node
}

// Node is a box with a link.
type Node struct {
	ID   string
	Name string
	Note string // a few words under the name: "2–9 months"
	// Label is what the link is called: the name and where it leads.
	Label string
	Href  string
	// Strong marks a node where one may begin.
	Strong bool
}

// Edge is a line from one node to another, by their ids.
type Edge struct{ From, To string }

// Measures of a flow. Main is the way it goes, across is at right angles to it.
const (
	nodeAcross = 152 // width of a node
	nodePad    = 10  // between the border of a node and its text
	nodeGap    = 14  // between nodes of a band
	laneGap    = 7   // room for a lane
	trackGap   = 9   // between the tracks beside a band
	bandTop    = 34  // room for the label of a band
	downGap    = 64  // between bands that stand one below the other
)

// stop is a node, or a lane through a band, with its place. Along is the
// position and size in the way of the flow, across at right angles to it.
type stop struct {
	node         *Node // nil for a lane
	source       int   // of a lane: the stop whose lines it carries
	band         int
	lines        []string
	along, long  float64
	across, wide float64
	want         float64
	after        []int // stops of later bands that it leads to
	before       []int // stops of earlier bands that lead to it
	within       []int // stops of its own band that it leads to
	hub          *hub  // through which its lines go on, or nil
}

// A hub is a point where the lines of several stops that lead to the very same
// stops come together: three by eight lines are eleven.
type hub struct{ along, across float64 }

func (s *stop) middle() float64 { return s.across + s.wide/2 }

// sheet is a flow being laid out.
type sheet struct {
	flow   Flow
	stops  []stop
	bands  [][]int     // stops of each band in order, lanes among them
	tracks []int       // how many tracks each band needs beside it
	track  map[int]int // of a stop, from the band outwards
	height float64
}

// SVG draws the flow.
func (f Flow) SVG() template.HTML {
	if f.Down {
		f.Bands = rows(f.Bands)
	}
	s := &sheet{flow: f, track: map[int]int{}}
	s.place()
	s.connect()
	s.assignTracks()
	s.measure()
	s.arrange()
	s.gather()
	return s.draw()
}

// rows divides bands that are too wide for one row.
func rows(bands []Band) []Band {
	const most = (Width + nodeGap) / (nodeAcross + nodeGap)
	var list []Band
	for _, b := range bands {
		for part := range slices.Chunk(b.Nodes, most) {
			list = append(list, Band{Label: b.Label, Nodes: part})
			b.Label = ""
		}
	}
	return list
}

// place makes a stop of every node.
func (s *sheet) place() {
	s.bands = make([][]int, len(s.flow.Bands))
	for b := range s.flow.Bands {
		for i := range s.flow.Bands[b].Nodes {
			n := &s.flow.Bands[b].Nodes[i]
			s.bands[b] = append(s.bands[b], len(s.stops))
			s.stops = append(s.stops, stop{node: n, band: b, lines: nameFont.wrap(n.Name, nodeAcross-2*nodePad)})
		}
	}
}

// connect turns edges into pieces that join neighbouring bands, with lanes
// through the bands between.
func (s *sheet) connect() {
	number := map[string]int{}
	for i := range s.stops {
		if _, taken := number[s.stops[i].node.ID]; !taken {
			number[s.stops[i].node.ID] = i
		}
	}
	lanes := map[[2]int]int{} // by source and band
	for _, e := range s.flow.Edges {
		from, known := number[e.From]
		to, knownToo := number[e.To]
		if !known || !knownToo {
			continue
		}
		a, b := s.stops[from].band, s.stops[to].band
		switch {
		case a == b && from < to:
			s.stops[from].within = append(s.stops[from].within, to)
		case a < b:
			at := from
			for band := a + 1; band < b; band++ {
				key := [2]int{from, band}
				lane, ok := lanes[key]
				if !ok {
					lane = len(s.stops)
					lanes[key] = lane
					s.stops = append(s.stops, stop{source: from, band: band})
				}
				s.join(at, lane)
				at = lane
			}
			s.join(at, to)
		}
	}
	for i := range s.stops {
		if s.stops[i].node == nil {
			s.insertLane(i)
		}
	}
}

func (s *sheet) join(from, to int) {
	if !slices.Contains(s.stops[from].after, to) {
		s.stops[from].after = append(s.stops[from].after, to)
		s.stops[to].before = append(s.stops[to].before, from)
	}
}

// insertLane puts a lane between the nodes of its band, where the share of the
// band before it is that of its source and its targets in theirs.
func (s *sheet) insertLane(i int) {
	share, n := 0.0, 0.0
	for _, list := range [][]int{s.stops[i].before, s.stops[i].after} {
		for _, j := range list {
			if order := slices.Index(s.bands[s.stops[j].band], j); order >= 0 {
				share += (float64(order) + 0.5) / float64(len(s.bands[s.stops[j].band]))
				n++
			}
		}
	}
	band := s.bands[s.stops[i].band]
	at := len(band)
	if n > 0 {
		at = min(int(share/n*float64(len(band)+1)), len(band))
	}
	s.bands[s.stops[i].band] = slices.Insert(slices.Clone(band), at, i)
}

// assignTracks gives every node with lines inside its band a track beside the
// band, except that a line to the very next stop goes there straight.
func (s *sheet) assignTracks() {
	s.tracks = make([]int, len(s.bands))
	for b, band := range s.bands {
		var until []int // where each track is free again
		for order, i := range band {
			last := -1
			for _, to := range s.stops[i].within {
				if at := slices.Index(band, to); at > order+1 {
					last = max(last, at)
				}
			}
			if last < 0 {
				continue
			}
			track := slices.IndexFunc(until, func(end int) bool { return end <= order })
			if track < 0 {
				track = len(until)
				until = append(until, 0)
			}
			until[track] = last
			s.track[i] = track
		}
		s.tracks[b] = len(until)
	}
}

// side is the room for tracks beside a band.
func (s *sheet) side(b int) float64 {
	if b >= len(s.tracks) || s.tracks[b] == 0 {
		return 0
	}
	return float64(s.tracks[b])*trackGap + 8
}

// measure sets the sizes of stops and where the bands stand along the flow.
func (s *sheet) measure() {
	for i := range s.stops {
		st := &s.stops[i]
		if st.node == nil {
			if !s.flow.Down { // a row has no room to spare
				st.wide = laneGap
			}
			continue
		}
		high := float64(len(st.lines))*nameFont.lead() + 2*nodePad - 2
		if st.node.Note != "" {
			high += noteFont.lead()
		}
		if s.flow.Down {
			st.long, st.wide = high, nodeAcross
		} else {
			st.long, st.wide = nodeAcross, high
		}
	}
	labels := 0.0
	for _, b := range s.flow.Bands {
		if b.Label != "" {
			labels = bandTop
		}
	}
	if s.flow.Down {
		at := 0.0
		for b, band := range s.bands {
			at += s.side(b)
			long := 0.0
			for _, i := range band {
				long = max(long, s.stops[i].long)
			}
			for _, i := range band {
				s.stops[i].long, s.stops[i].along = long, at
			}
			at += long + downGap
		}
		s.height = max(at-downGap, 0) + 2
		return
	}
	free := float64(Width - 2)
	for b := range s.bands {
		free -= nodeAcross
		if b == 0 {
			free -= s.side(0)
		}
	}
	gap := free / float64(max(len(s.bands)-1, 1))
	at := 1 + s.side(0)
	for _, band := range s.bands {
		for _, i := range band {
			s.stops[i].along = at
			s.stops[i].long = nodeAcross
		}
		at += nodeAcross + gap
	}
	if labels > 0 {
		labels += 10
	}
	s.height = labels
}

// arrange sets the places across the flow: each stop as near as it can be to
// the middle of those before it, in order and without touching.
func (s *sheet) arrange() {
	top, room := s.height, float64(Width)
	if s.flow.Down {
		top = 0
	} else {
		room = 0
		for _, band := range s.bands {
			room = max(room, s.need(band))
		}
	}
	for range 4 {
		for b, band := range s.bands {
			need := s.need(band)
			at := (room - need) / 2
			for _, i := range band {
				st := &s.stops[i]
				st.want = top + at + st.wide/2
				near := slices.Concat(st.before, st.after)
				if b == 0 {
					near = st.after
				}
				if len(near) > 0 && st.node == nil || len(st.before) > 0 && s.flow.Down {
					st.want = s.mean(near)
				}
				at += st.wide + s.gap(band)
			}
			s.settle(band, top, top+room)
		}
	}
	if !s.flow.Down {
		s.height = top + room + 2
	}
}

// need is the room that a band takes across the flow.
func (s *sheet) need(band []int) float64 {
	return s.wide(band) + s.gap(band)*float64(max(len(band)-1, 0))
}

func (s *sheet) wide(band []int) float64 {
	sum := 0.0
	for _, i := range band {
		sum += s.stops[i].wide
	}
	return sum
}

// gap is the distance between the stops of a band. A row has no more room than
// the drawing is wide, so many lanes press it together.
func (s *sheet) gap(band []int) float64 {
	if !s.flow.Down || len(band) < 2 {
		return nodeGap
	}
	return min(nodeGap, max((Width-s.wide(band))/float64(len(band)-1), 0))
}

func (s *sheet) mean(list []int) float64 {
	sum := 0.0
	for _, i := range list {
		sum += s.stops[i].middle()
	}
	return sum / float64(len(list))
}

// settle gives the stops of a band places in order, with the least squares of
// the distances from where they want to be (pool adjacent violators, Ayer et
// al. 1955).
func (s *sheet) settle(band []int, from, to float64) {
	type pool struct {
		sum  float64
		size int
	}
	var pools []pool
	offsets := make([]float64, len(band))
	at, gap := 0.0, s.gap(band)
	for k, i := range band {
		offsets[k] = at
		at += s.stops[i].wide + gap
		pools = append(pools, pool{s.stops[i].want - s.stops[i].wide/2 - offsets[k], 1})
		for n := len(pools); n > 1 && pools[n-2].sum/float64(pools[n-2].size) >= pools[n-1].sum/float64(pools[n-1].size); n-- {
			pools[n-2].sum += pools[n-1].sum
			pools[n-2].size += pools[n-1].size
			pools = pools[:n-1]
		}
	}
	length := at - gap
	k := 0
	for _, p := range pools {
		place := p.sum / float64(p.size)
		place = cmp.Or(min(max(place, from), max(to-length, from)), from)
		for range p.size {
			s.stops[band[k]].across = place + offsets[k]
			k++
		}
	}
}

// gather finds the hubs, in the way from one band to the next.
func (s *sheet) gather() {
	for i := range s.stops {
		from := &s.stops[i]
		if from.hub != nil || len(from.after) < 3 {
			continue
		}
		targets := slices.Sorted(slices.Values(from.after))
		alike := []int{}
		for j := i; j < len(s.stops); j++ {
			if other := &s.stops[j]; other.band == from.band && slices.Equal(targets, slices.Sorted(slices.Values(other.after))) {
				alike = append(alike, j)
			}
		}
		if len(alike) < 2 {
			continue
		}
		begin := from.along + from.long
		end := s.stops[targets[0]].along - s.side(s.stops[targets[0]].band)
		h := &hub{along: begin + (end-begin)*0.45, across: (s.mean(alike) + s.mean(targets)) / 2}
		for _, j := range alike {
			s.stops[j].hub = h
		}
	}
}
