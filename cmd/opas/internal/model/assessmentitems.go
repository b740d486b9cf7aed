package model

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/score"
)

// checkItems finds what is wrong with the items and their conditions.
func (a *Assessment) checkItems(l *diag.List, sets, dimensions *space) {
	pages, items := newSpace("page", "pages"), newSpace("item", "items")
	for i := range a.ItemPages {
		pages.declare(l, a.ItemPages[i].ID)
	}
	levels := map[string]bool{}
	for _, it := range a.Items() {
		items.declare(l, it.ID)
		sets.refer(l, it.Options)
		dimensions.refer(l, it.Dimension)
		it.check(l)
		a.checkReverse(l, it)
		if s := a.OptionSet(it.Options.Value); it.Type == score.Level && s != nil && !levels[s.ID.Value] {
			levels[s.ID.Value] = true
			s.checkLevels(l)
		}
	}
	a.checkConditions(l, items)
}

// check finds what is wrong with an item by itself.
func (it *Item) check(l *diag.List) {
	pos := cmp.Or(it.ID.Pos, it.Pos)
	switch {
	case it.Type == score.Text && it.Options.Value != "":
		l.Errorf("assessment-options", it.Options.Pos, "remove options:, or give it another type", "the text %q has options", it.ID.Value)
	case it.Type != score.Text && it.Type != "" && it.Options.Value == "":
		l.Errorf("assessment-options", pos, "add options: with the id of an option set", "the %s %q has no options", it.Type, it.ID.Value)
	}
	checkESCO(l, it.ESCO)
	it.checkFiles(l)
}

// checkReverse finds an item that is turned round though nothing is counted.
func (a *Assessment) checkReverse(l *diag.List, it *Item) {
	d := a.Dimension(it.Dimension.Value)
	switch {
	case !it.Reverse.Value || it.Type == "":
	case it.Type != score.Rating:
		l.Errorf("assessment-reverse", it.Reverse.Pos, "remove reverse:, or make it type: rating",
			"%q is a %s, and only a rating can be reversed", it.ID.Value, it.Type)
	case it.Dimension.Value == "" || d != nil && d.Type != score.Scale:
		l.Errorf("assessment-reverse", it.Reverse.Pos, "remove reverse:, or give it the dimension of a scale",
			"%q counts in no scale, so there is nothing to reverse", it.ID.Value)
	}
}

// checkConditions finds conditions that name nothing, or something that comes
// later: an item is asked, or not, by what was answered before it.
func (a *Assessment) checkConditions(l *diag.List, items *space) {
	number := map[string]int{}
	all := a.Items()
	for i, it := range all {
		if _, taken := number[it.ID.Value]; !taken {
			number[it.ID.Value] = i
		}
	}
	g := make(graph, len(all))
	written := map[[2]int]diag.Pos{}
	for i, it := range all {
		for _, c := range it.When {
			items.refer(l, c.Item)
			j, ok := number[c.Item.Value]
			if !ok || c.Item.Value == "" {
				continue
			}
			g[i] = append(g[i], j)
			if _, again := written[[2]int{i, j}]; !again {
				written[[2]int{i, j}] = c.Item.Pos
			}
			a.checkAnswers(l, all[j], c.Is)
		}
	}
	circling := g.circling()
	for _, cycle := range g.cycles() {
		at := func(i int) int { return cycle[i%len(cycle)] }
		addCycle(l, "assessment-when-cycle", "remove one of these conditions", "these items wait for one another", len(cycle),
			func(i int) string { return all[at(i)].ID.Value },
			func(i int) diag.Pos { return written[[2]int{at(i), at(i + 1)}] })
	}
	for i, it := range all {
		for _, c := range it.When {
			if j, ok := number[c.Item.Value]; ok && j > i && !(circling[i] && circling[j]) {
				l.Add(diag.Diagnostic{
					Code: "assessment-when-later", Pos: c.Item.Pos, Len: length(c.Item),
					Message: fmt.Sprintf("%q is asked after %q, which depends on it", c.Item.Value, it.ID.Value),
					Hint:    "move it before the item that depends on it",
					Related: []diag.Related{{Pos: all[j].ID.Pos, Message: "asked here"}},
				})
			}
		}
	}
}

// checkAnswers finds options that the item of a condition does not have.
func (a *Assessment) checkAnswers(l *diag.List, it *Item, is []ID) {
	if it.Type == score.Text && len(is) > 0 {
		l.Errorf("assessment-when-text", is[0].Pos, "let the condition name an item with options", "%q is answered in own words", it.ID.Value)
		return
	}
	set := a.OptionSet(it.Options.Value)
	if set == nil {
		return
	}
	options := newSpace("option", "the options of "+strconv.Quote(it.ID.Value))
	for _, o := range set.Options {
		if !slices.Contains(options.ids, o.ID.Value) {
			options.declare(l, o.ID)
		}
	}
	options.ids = append(options.ids, values(set.Apart)...)
	for _, id := range set.Apart {
		options.first[id.Value] = id.Pos
	}
	options.refer(l, is...)
}

// checkReach finds items and bands that no answers can reach.
func (a *Assessment) checkReach(l *diag.List) {
	reached := a.instrument.Reachable()
	for _, it := range a.Items() {
		if reached != nil && !reached[it.ID.Value] {
			l.Errorf("assessment-item-unreachable", it.When[0].Pos, "change its conditions so that some answers meet them all",
				"no answers lead to %q", it.ID.Value)
		}
	}
	for i := range a.Dimensions {
		d := &a.Dimensions[i]
		scores, most, ok := a.instrument.Scores(d.ID.Value)
		if d.Type != score.Scale || !ok {
			continue
		}
		needed := d.MinAnswered
		if needed.Pos.Line == 0 {
			needed.Value, needed.Pos = a.DefaultMin(d.ID.Value), d.ID.Pos
		}
		if needed.Value > most {
			l.Errorf("assessment-min-answered", needed.Pos, fmt.Sprintf("let min-answered: be %d or less, or ask more of its items", max(most, 1)),
				"the scale %q needs %d answers, but no path has more than %d of its items", d.ID.Value, needed.Value, most)
			continue
		}
		for _, b := range d.Bands {
			if !slices.ContainsFunc(scores, func(s int) bool { return b.From.Value <= s && s <= b.To.Value }) {
				l.Errorf("assessment-band-unreachable", b.ID.Pos, "make it wider, or join it with another",
					"no answers lead to the band %q: the scores of %q are %s", b.ID.Value, d.ID.Value, numbers(scores))
			}
		}
	}
}

// numbers joins numbers for a message; of many it shows both ends.
func numbers(list []int) string {
	var parts []string
	for i, n := range list {
		if i == 6 && len(list) > 12 {
			parts = append(parts, "…")
		}
		if i < 6 || i >= len(list)-6 {
			parts = append(parts, strconv.Itoa(n))
		}
	}
	return strings.Join(parts, ", ")
}
