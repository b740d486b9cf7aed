package search

import "slices"

// A posting says how often an entry is in the fields of a section.
type posting struct {
	section   int
	count     [fields]int
	positions []int // in the body; nil for an entry without
}

// Counts above these do not change the order of hits any more.
const (
	mostInField = 3
	mostInBody  = 15
)

// A word in so many sections, and in so great a part of them, has no positions:
// it would fill chunks, and says little by standing near another.
const (
	bareFrom  = 200
	bareShare = 12 // one section in so many
)

// encodePostings writes the postings of an entry into its record:
//
//	(section - previous - 1)*4 + k   k: 0, 1, 2 for once, twice, more often in the body alone
//	k=2: count - 3
//	k=3: (((terms*4 + heading)*4 + summary)*4 + title)*16 + body
//	positions in the body, each minus the one before minus 1
func (t *text) encodePostings(e *entry) {
	places := t.placesOf(e.of[0])
	if len(e.of) > 1 {
		var all []uint32
		for _, form := range e.of {
			all = append(all, t.placesOf(form)...)
		}
		slices.Sort(all)
		places = all
	}
	sections, last := 0, -1
	for _, p := range places {
		if s := int(t.cells[p]) / int(fields); s != last {
			sections, last = sections+1, s
		}
	}
	e.bare = sections > bareFrom && sections*bareShare > t.sections
	record := make([]byte, 0, 2*len(places)+2)
	last = -1
	for i := 0; i < len(places); {
		section := int(t.cells[places[i]]) / int(fields)
		var count [fields]int
		first := 0 // the first place in the body
		for ; i < len(places) && int(t.cells[places[i]])/int(fields) == section; i++ {
			f := field(t.cells[places[i]] % uint32(fields))
			if f == body && count[body] == 0 {
				first = i
			}
			count[f]++
		}
		for f := range body {
			count[f] = min(count[f], mostInField)
		}
		count[body] = min(count[body], mostInBody)
		record = appendCounts(record, section-last-1, count)
		last = section
		if e.bare {
			continue
		}
		at := int(t.starts[section*int(fields)+int(body)]) - 1
		for _, p := range places[first : first+count[body]] {
			record = appendNumber(record, int(p)-at-1)
			at = int(p)
		}
	}
	e.record = record
}

func appendCounts(b []byte, gap int, count [fields]int) []byte {
	extra := ((count[terms]*4+count[heading])*4+count[summary])*4 + count[title]
	switch n := count[body]; {
	case extra > 0:
		return appendNumber(appendNumber(b, gap*4+3), extra*16+n)
	case n > 2:
		return appendNumber(appendNumber(b, gap*4+2), n-3)
	default:
		return appendNumber(b, gap*4+n-1)
	}
}

// decodePostings calls each with the postings of a record, for sections below
// the limit. It reports whether the record is well formed. The positions are
// valid only during the call.
func decodePostings(record string, bare bool, sections int, each func(p *posting)) bool {
	n := numbers{text: record}
	p := posting{section: -1}
	for n.more() {
		h := n.next()
		p.section += h/4 + 1
		p.count = [fields]int{}
		switch k := h % 4; k {
		case 0, 1:
			p.count[body] = k + 1
		case 2:
			p.count[body] = n.next() + 3
		case 3:
			x := n.next()
			p.count[body] = x % 16
			p.count[title] = x / 16 % 4
			p.count[summary] = x / 64 % 4
			p.count[heading] = x / 256 % 4
			p.count[terms] = x / 1024 % 4
		}
		if n.bad || p.section >= sections || p.count[body] > mostInBody || p.count == [fields]int{} {
			return false
		}
		p.positions = p.positions[:0]
		if !bare {
			at := -1
			for range p.count[body] {
				at += n.next() + 1
				p.positions = append(p.positions, at)
			}
		}
		if n.bad {
			return false
		}
		each(&p)
	}
	return !n.bad
}
