package model

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/score"
)

// check finds what is wrong with the definition as it is written; once nothing
// is, what answers make of it.
func (a *Assessment) check(l *diag.List) {
	views, occasions := newSpace("view", "views"), newSpace("occasion", "occasions")
	views.declare(l, a.Views...)
	occasions.declare(l, a.Occasions...)
	sets, dimensions := newSpace("option set", "options"), newSpace("dimension", "dimensions")
	for i := range a.Sets {
		sets.declare(l, a.Sets[i].ID)
		a.checkSet(l, &a.Sets[i])
	}
	for i := range a.Dimensions {
		dimensions.declare(l, a.Dimensions[i].ID)
	}
	a.checkItems(l, sets, dimensions)
	sets.unused(l, "let an item have it, or remove it")
	for i := range a.Dimensions {
		a.checkDimension(l, &a.Dimensions[i])
	}
	a.checkRetired(l)
	a.checkSheet(l)
	a.checkLeads(l)
	vectors := newSpace("vector", "vectors")
	for i := range a.TestVectors {
		vectors.declare(l, a.TestVectors[i].ID)
		a.checkVector(l, &a.TestVectors[i])
	}
	if l.Count(diag.Error) == 0 {
		a.checkReach(l)
		a.checkVectors(l)
	}
}

// checkSet finds what is wrong with a set of options by itself.
func (a *Assessment) checkSet(l *diag.List, s *OptionSet) {
	options := newSpace("option", "options")
	for i := range s.Options {
		o := &s.Options[i]
		options.declare(l, o.ID)
		if o.ID.Value == score.CannotSay || o.ID.Value == score.NotMine {
			l.Errorf("assessment-apart", o.ID.Pos, "move it to apart: of the set",
				"%q is an answer apart and no option", o.ID.Value)
		}
		if i > 0 && o.Value.Pos.Line > 0 && s.Options[i-1].Value.Pos.Line > 0 && o.Value.Value <= s.Options[i-1].Value.Value {
			l.Errorf("assessment-values", o.Value.Pos, "write the options from the lowest value to the highest, each with its own",
				"the value of %q is not higher than the one before it", o.ID.Value)
		}
	}
	if len(s.Options) == 1 {
		l.Errorf("assessment-options", cmp.Or(s.ID.Pos, s.Pos), "add another option",
			"there is nothing to choose in the option set %q", s.ID.Value)
	}
	twice(l, "answer", s.Apart)
}

// checkLevels finds options of a set of levels that do not ascend in the CEFR.
func (s *OptionSet) checkLevels(l *diag.List) {
	last := ""
	for i := range s.Options {
		o := &s.Options[i]
		switch level := o.CEFR.Value; {
		case o.CEFR.Pos.Line == 0 && i > 0:
			l.Errorf("assessment-level", cmp.Or(o.ID.Pos, o.Pos), "add cefr: A1, A2, B1, B2, C1 or C2",
				"the option %q of a level has no level of the CEFR", o.ID.Value)
		case level != "" && level <= last:
			l.Errorf("assessment-level", o.CEFR.Pos, "write the levels from the lowest to the highest, each once",
				"the level %s does not come after %s", level, last)
		default:
			last = level
		}
	}
}

// checkDimension finds what is wrong with a dimension and its items.
func (a *Assessment) checkDimension(l *diag.List, d *Dimension) {
	pos := cmp.Or(d.ID.Pos, d.Pos)
	d.checkKeys(l)
	checkESCO(l, d.ESCO)
	var items []*Item
	for _, it := range a.Items() {
		if it.Dimension.Value == d.ID.Value && d.ID.Value != "" {
			items = append(items, it)
		}
	}
	if len(items) == 0 && d.ID.Value != "" {
		l.Errorf("assessment-dimension-empty", pos, fmt.Sprintf("give an item dimension: %s, or remove it", d.ID.Value),
			"the dimension %q has no items", d.ID.Value)
		return
	}
	types := map[string][]string{
		score.Scale:     {score.Rating},
		score.Checklist: {score.Rating, score.Choice},
		score.Levels:    {score.Level},
	}[d.Type]
	for _, it := range items {
		if types != nil && it.Type != "" && !slices.Contains(types, it.Type) {
			l.Errorf("assessment-dimension-type", it.Dimension.Pos, "its items are of type "+strings.Join(types, " or "),
				"the dimension %q is of type %s and cannot have an item of type %s", d.ID.Value, d.Type, it.Type)
		}
	}
	switch d.Type {
	case score.Scale:
		d.checkBands(l)
		a.checkRanges(l, items)
		if n := d.MinAnswered; n.Value > len(items) {
			l.Errorf("assessment-min-answered", n.Pos, fmt.Sprintf("write %d or less", len(items)),
				"the scale %q asks for %d answers but has %d items", d.ID.Value, n.Value, len(items))
		}
	case score.Checklist:
		a.checkDone(l, d, items)
	}
}

// checkKeys finds keys that the type of the dimension does not have.
func (d *Dimension) checkKeys(l *diag.List) {
	wrong := func(pos diag.Pos, key, of string) {
		if pos.Line > 0 && d.Type != "" && d.Type != of {
			l.Errorf("assessment-dimension-keys", pos, fmt.Sprintf("remove %s:, or make it type: %s", key, of),
				"a dimension of type %s has no %s", d.Type, key)
		}
	}
	if len(d.Bands) > 0 {
		wrong(d.Bands[0].Pos, "bands", score.Scale)
	}
	wrong(d.MinAnswered.Pos, "min-answered", score.Scale)
	wrong(d.ChangeThreshold.Pos, "change-threshold", score.Scale)
	if len(d.Done) > 0 {
		wrong(d.Done[0].Pos, "done", score.Checklist)
	}
}

// checkBands finds bands that do not cover 0 to 100 once each.
func (d *Dimension) checkBands(l *diag.List) {
	bands := newSpace("band", "bands")
	from := 0 // the lowest score without a band
	for i := range d.Bands {
		b := &d.Bands[i]
		bands.declare(l, b.ID)
		if b.From.Pos.Line == 0 || b.To.Pos.Line == 0 {
			return // decode has said so
		}
		switch {
		case b.From.Value > b.To.Value:
			l.Errorf("assessment-band-backwards", b.From.Pos, fmt.Sprintf("write {from: %d, to: %d}", b.To.Value, b.From.Value),
				"the band %q goes from %d to %d", b.ID.Value, b.From.Value, b.To.Value)
			return
		case i == 0 && b.From.Value > 0:
			l.Errorf("assessment-band-ends", b.From.Pos, "write from: 0", "the lowest band of %q begins at %d", d.ID.Value, b.From.Value)
		case b.From.Value > from:
			l.Errorf("assessment-band-gap", b.From.Pos, fmt.Sprintf("write from: %d", from),
				"no band of %q has the scores from %d to %d", d.ID.Value, from, b.From.Value-1)
		case b.From.Value < from:
			l.Errorf("assessment-band-overlap", b.From.Pos, fmt.Sprintf("write from: %d, and the bands from the lowest to the highest", from),
				"two bands of %q have the score %d", d.ID.Value, b.From.Value)
		}
		from = max(from, b.To.Value+1)
	}
	if n := len(d.Bands); n == 0 {
		l.Errorf("assessment-band-ends", cmp.Or(d.ID.Pos, d.Pos), "add bands: that go from 0 to 100", "the scale %q has no bands", d.ID.Value)
	} else if from <= 100 {
		l.Errorf("assessment-band-ends", d.Bands[n-1].To.Pos, "write to: 100", "the highest band of %q ends at %d", d.ID.Value, from-1)
	}
}

// checkRanges finds items of a scale whose options do not have the range of the
// others: their mean would have no meaning.
func (a *Assessment) checkRanges(l *diag.List, items []*Item) {
	var first *Item
	var lowest, highest int
	for _, it := range items {
		set := a.instrument.OptionSet(it.Options.Value)
		if set == nil || it.Type != score.Rating {
			continue
		}
		low, high := set.Range()
		if first == nil {
			first, lowest, highest = it, low, high
		} else if low != lowest || high != highest {
			l.Add(diag.Diagnostic{
				Code: "assessment-range", Pos: it.Options.Pos, Len: length(it.Options),
				Message: fmt.Sprintf("the values of %q go from %d to %d, those of %q in the same scale from %d to %d",
					it.ID.Value, low, high, first.ID.Value, lowest, highest),
				Hint:    "give them the same lowest and highest value, or the item another dimension",
				Related: []diag.Related{{Pos: first.Options.Pos, Message: "the first item of the scale"}},
			})
		}
	}
}

// checkDone finds a checklist of which something can never be in place.
func (a *Assessment) checkDone(l *diag.List, d *Dimension, items []*Item) {
	if len(d.Done) == 0 {
		l.Errorf("assessment-done", cmp.Or(d.ID.Pos, d.Pos), "add done: with the options that mean: in place",
			"the checklist %q does not say what is done", d.ID.Value)
		return
	}
	options := newSpace("option", "the options of its items")
	for _, it := range items {
		set := a.OptionSet(it.Options.Value)
		if set == nil {
			continue
		}
		can := false
		for _, o := range set.Options {
			if !slices.Contains(options.ids, o.ID.Value) {
				options.declare(l, o.ID)
			}
			can = can || slices.ContainsFunc(d.Done, func(id ID) bool { return id.Value == o.ID.Value })
		}
		if !can {
			l.Errorf("assessment-done", it.Options.Pos, "add one of its options to done: of the checklist",
				"no answer to %q means that it is in place", it.ID.Value)
		}
	}
	options.refer(l, d.Done...)
}

// checkRetired finds ids in use that may not come back, since answers that are
// kept somewhere would get another meaning.
func (a *Assessment) checkRetired(l *diag.List) {
	retired := map[string]ID{}
	for _, id := range a.Retired {
		set, option, both := strings.Cut(id.Value, "/")
		if id.Value != "" && (!isID(set) || both && !isID(option)) {
			l.Errorf("assessment-retired", id.Pos, "write the id of an item, or an option as set/option",
				"%q is neither the id of an item nor of an option", id.Value)
		}
		if _, again := retired[id.Value]; !again {
			retired[id.Value] = id
		}
	}
	twice(l, "retired id", a.Retired)
	used := func(path string, id ID) {
		if old, ok := retired[path]; ok && id.Value != "" {
			l.Add(diag.Diagnostic{
				Code: "assessment-retired", Pos: id.Pos, Len: length(id),
				Message: fmt.Sprintf("the id %q was in use before and may not come back", id.Value),
				Hint:    "give it a new id: answers kept under the old one meant something else",
				Related: []diag.Related{{Pos: old.Pos, Message: "retired here"}},
			})
		}
	}
	for _, it := range a.Items() {
		used(it.ID.Value, it.ID)
	}
	for i := range a.Sets {
		for _, o := range a.Sets[i].Options {
			used(a.Sets[i].ID.Value+"/"+o.ID.Value, o.ID)
		}
	}
}

// checkSheet finds keys about the result that nothing gives a meaning.
func (a *Assessment) checkSheet(l *diag.List) {
	pos := cmp.Or(a.ID.Pos, a.Pos)
	items := a.Items()
	if a.Sheet != "" && !slices.ContainsFunc(items, func(it *Item) bool { return it.Type == score.Rating }) {
		l.Errorf("assessment-sheet", pos, "remove sheet:, or add items of type rating",
			"the first sheet shows the best rated items, and %q has no ratings", a.ID.Value)
	}
	twice(l, "page", a.Beside)
	if a.EntryLevels && !a.hasLevels() {
		l.Errorf("assessment-entry-levels", pos, "remove entry-levels:, or add a dimension of type levels",
			"%q has no levels to compare with those of the study path", a.ID.Value)
	}
}

func (a *Assessment) hasLevels() bool {
	return slices.ContainsFunc(a.Dimensions, func(d Dimension) bool { return d.Type == score.Levels })
}

// leadKinds are what a lead may name before its colon.
var leadKinds = []string{"page", "occupation", "stage", "task"}

// checkLeads finds leads that are no leads, and those that no result follows.
func (a *Assessment) checkLeads(l *diag.List) {
	for _, lead := range a.leads() {
		kind, id, _ := strings.Cut(lead.Value, ":")
		if lead.Value != "" && (!slices.Contains(leadKinds, kind) || id == "" || kind != "page" && !isID(id)) {
			l.Errorf("assessment-lead", lead.Pos, "write page:, occupation:, stage: or task: and an id, without a space",
				"%q leads nowhere", lead.Value)
		}
	}
	idle := func(leads []ID, hint, what string) {
		twice(l, "lead", leads)
		if what != "" && len(leads) > 0 {
			l.Errorf("assessment-lead-idle", leads[0].Pos, hint, "no result follows the leads of %s", what)
		}
	}
	chosen := map[string]bool{} // option sets whose options have a lead that is followed
	for _, it := range a.Items() {
		chosen[it.Options.Value] = chosen[it.Options.Value] || it.Type == score.Choice || it.Type == score.Multi || it.Type == score.Level
		what := ""
		if d := a.Dimension(it.Dimension.Value); d == nil || d.Type != score.Checklist {
			what = strconv.Quote(it.ID.Value)
		}
		idle(it.Leads, "leads of an item belong into a checklist; write them into a band or an option", what)
	}
	for i := range a.Sets {
		s := &a.Sets[i]
		for _, o := range s.Options {
			what := ""
			if !chosen[s.ID.Value] {
				what = strconv.Quote(o.ID.Value)
			}
			idle(o.Leads, "leads of an option are those of a choice, multi or level; write them into a band", what)
		}
	}
	for i := range a.Dimensions {
		for _, b := range a.Dimensions[i].Bands {
			twice(l, "lead", b.Leads)
		}
	}
}

// escoPattern is what an address in ESCO looks like.
var escoPattern = regexp.MustCompile(`^http://data\.europa\.eu/esco/(skill|occupation|isced-f)/[0-9a-f-]{36}$`)

func checkESCO(l *diag.List, address ID) {
	if address.Value != "" && !escoPattern.MatchString(address.Value) {
		l.Errorf("assessment-esco", address.Pos, "copy the address from ESCO: http://data.europa.eu/esco/skill/ and 36 characters",
			"%q is no address in ESCO", address.Value)
	}
}

// filePattern is the name of a file beside the page.
var filePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// checkFiles finds names that are no names of a picture or of a sound.
func (it *Item) checkFiles(l *diag.List) {
	if p := it.Picture; p.Value != "" && (!filePattern.MatchString(p.Value) || !strings.HasSuffix(p.Value, ".svg")) {
		l.Errorf("assessment-picture", p.Pos, "write the name of an .svg file in the folder of the page, such as help-eat.svg",
			"%q is not the name of a picture beside the page", p.Value)
	}
	sounds := []string{".mp3", ".m4a", ".ogg", ".opus", ".wav"}
	for _, lang := range slices.Sorted(maps.Keys(it.Audio)) {
		name := it.Audio[lang]
		isSound := slices.ContainsFunc(sounds, func(end string) bool { return strings.HasSuffix(name.Value, end) })
		if name.Value != "" && (!filePattern.MatchString(name.Value) || !isSound) {
			l.Errorf("assessment-audio", name.Pos, "write the name of a file in the folder of the page that ends in "+strings.Join(sounds, ", "),
				"%q is not the name of a sound beside the page", name.Value)
		}
	}
}
