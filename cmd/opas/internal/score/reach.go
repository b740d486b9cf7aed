package score

import (
	"maps"
	"slices"
	"strings"
)

// mostWays is how many ways through an instrument are told apart before the
// questions of this file are given up: far more than any that people write.
const mostWays = 1 << 14

// Reachable returns the items that some answers bring onto the path. It is nil
// if there are too many ways to tell.
func (in *Instrument) Reachable() map[string]bool {
	items, _, _ := in.walk("")
	return items
}

// Scores returns every score, in ascending order, that answers can give the
// scale, and how many of its items there are on the path that has most of them.
// ok is false if there are too many ways to tell.
func (in *Instrument) Scores(scale string) (scores []int, most int, ok bool) {
	i := slices.IndexFunc(in.Dimensions, func(d Dimension) bool { return d.ID == scale })
	items := in.ItemsOf(scale)
	if i < 0 || len(items) == 0 {
		return nil, 0, true
	}
	d := &in.Dimensions[i]
	lowest, highest := in.OptionSet(items[0].Set).Range()
	_, ends, ok := in.walk(scale)
	found := map[int]bool{}
	for way, asked := range ends {
		most = max(most, asked)
		if way.answered > 0 && way.answered >= d.MinAnswered && highest > lowest {
			found[d.result(way.sum, way.answered, lowest, highest).Score] = true
		}
	}
	return slices.Sorted(maps.Keys(found)), most, ok
}

// way is what matters of the answers so far to the items that follow: which of
// the conditions still to come hold ("1") or not ("0"), and what a scale has.
type way struct {
	pending       string
	answered, sum int
}

// walk goes over the items in order and keeps every way once, so that the work
// grows with the ways that differ and not with the answers. It returns the items
// that are on some path, and for every way at the end how many items of the
// dimension were asked at most.
func (in *Instrument) walk(dimension string) (items map[string]bool, ends map[way]int, ok bool) {
	var conditions []Condition
	for i := range in.Items {
		conditions = append(conditions, in.Items[i].When...)
	}
	items = map[string]bool{}
	ways := map[way]int{{pending: strings.Repeat("0", len(conditions))}: 0}
	for i := range in.Items {
		it := &in.Items[i]
		n := len(it.When)
		conditions = conditions[n:]
		next := map[way]int{}
		reach := func(w way, asked int) { next[w] = max(next[w], asked) }
		effects := in.effects(it, conditions, it.Dimension == dimension && dimension != "")
		for w, asked := range ways {
			on := !strings.Contains(w.pending[:n], "0")
			w.pending = w.pending[n:]
			reach(w, asked) // left open, or not asked
			if !on {
				continue
			}
			items[it.ID] = true
			if it.Dimension == dimension {
				asked++
			}
			reach(w, asked)
			for _, e := range effects {
				pending := []byte(w.pending)
				for _, c := range e.holds {
					pending[c] = '1'
				}
				reach(way{string(pending), w.answered + e.answered, w.sum + e.value}, asked)
			}
			if len(next) > mostWays {
				return nil, nil, false
			}
		}
		ways = next
	}
	return items, ways, true
}

// effect is what an answer does: the conditions that it makes hold, and what it
// adds to the scale.
type effect struct {
	holds           []int
	answered, value int
}

// effects returns what the answers to an item can do to the conditions.
func (in *Instrument) effects(it *Item, conditions []Condition, scaled bool) []effect {
	set := in.OptionSet(it.Set)
	if set == nil {
		return nil
	}
	hold := func(a Answer) []int {
		var list []int
		for i, c := range conditions {
			if c.Item == it.ID && slices.ContainsFunc(c.Is, a.holds) {
				list = append(list, i)
			}
		}
		return list
	}
	var list []effect
	for _, apart := range set.Apart {
		list = append(list, effect{holds: hold(Answer{One: apart})})
	}
	lowest, highest := set.Range()
	for _, o := range set.Options {
		e := effect{holds: hold(Answer{One: o.ID})}
		if scaled {
			e.answered, e.value = 1, o.Value
			if it.Reverse {
				e.value = lowest + highest - o.Value
			}
		}
		list = append(list, e)
	}
	if it.Type == Multi {
		list = append(list, together(list)...)
	}
	return list
}

// mostTogether is how many choices of several options are told apart.
const mostTogether = 1 << 10

// together adds what several options do when they are chosen at once.
func together(single []effect) []effect {
	sums := []effect{{}}
	for _, e := range single {
		if len(e.holds) == 0 || len(sums) > mostTogether/2 {
			continue
		}
		for _, s := range sums {
			sums = append(sums, effect{holds: slices.Concat(s.holds, e.holds)})
		}
	}
	return sums
}
