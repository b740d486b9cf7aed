package model

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/score"
)

// TestVector is answers with the results they must have. It is run by every
// check, and by the tests of the pages in the browser.
type TestVector struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the vector"`
	// Every is the answer of each item that has this option, or this answer apart.
	Every ID `yaml:"every" doc:"the answer of every item that has this option, or this answer apart"`
	// Answers go before Every.
	Answers map[string]Given `yaml:"answers" doc:"answers by item: the id of an option, a list of them for a multi, words for a text"`
	// Results are by dimension; what is not stated is not compared.
	Results map[string]Expected `yaml:"results" doc:"results by dimension"`
	// Flat has no place where it is not stated; Top and Leads are nil.
	Flat  decode.At[bool] `yaml:"flat" doc:"whether the profile is flat"`
	Top   []ID            `yaml:"top" doc:"the scales that share the highest score"`
	Leads []ID            `yaml:"leads" doc:"all leads of the result, in order"`
}

// Expected is what the result of one dimension must be. What is not stated has
// no place or is nil, and is not compared, except that a scale without a score
// must have no result.
type Expected struct {
	Pos      diag.Pos       `yaml:"-"`
	Answered decode.At[int] `yaml:"answered" check:"min=0" doc:"how many items are answered with an option"`
	Score    decode.At[int] `yaml:"score" check:"min=0,max=100" doc:"the score of a scale; left out: there is no result"`
	Band     ID             `yaml:"band" doc:"the band of a scale"`
	Done     decode.At[int] `yaml:"done" check:"min=0" doc:"how many items of a checklist are in place"`
	Next     []ID           `yaml:"next" doc:"the next items of a checklist"`
	Levels   map[string]ID  `yaml:"levels" doc:"options by item; an item that is not named has none"`
}

// Given is an answer in a vector: an option, words, or a list of options.
type Given struct {
	Pos    diag.Pos
	Values []ID
	List   bool
}

// Decode reads a text or a list of texts.
func (g *Given) Decode(n *decode.Node) diag.List {
	g.Pos, g.List = n.Pos(), n.Kind() == decode.Sequence
	if g.List {
		return decode.Into(n, &g.Values)
	}
	var one ID
	list := decode.Into(n, &one)
	if len(list) == 0 {
		g.Values = []ID{one}
	}
	return list
}

// JSONSchema says the same to editors.
func (*Given) JSONSchema() map[string]any {
	text := map[string]any{"type": "string"}
	return map[string]any{"anyOf": []any{text, map[string]any{"type": "array", "items": text}}}
}

// Vector is a TestVector with every answer written out, and its whole result.
type Vector struct {
	ID      string        `json:"id"`
	Answers score.Answers `json:"answers"`
	Result  score.Result  `json:"result"`
}

// Vectors returns the test vectors as the tests of the pages run them. What the
// definition states of a result has been compared with it by the check.
func (a *Assessment) Vectors() []Vector {
	list := make([]Vector, len(a.TestVectors))
	for i := range a.TestVectors {
		answers := a.answers(&a.TestVectors[i])
		list[i] = Vector{ID: a.TestVectors[i].ID.Value, Answers: answers, Result: a.instrument.Score(answers)}
	}
	return list
}

// answers writes out the answers of a vector.
func (a *Assessment) answers(v *TestVector) score.Answers {
	answers := score.Answers{}
	for _, it := range a.Items() {
		given, ok := v.Answers[it.ID.Value]
		if !ok && v.Every.Value != "" && slices.Contains(a.possible(it), v.Every.Value) {
			given, ok = Given{Values: []ID{v.Every}}, true
		}
		switch {
		case !ok || len(given.Values) == 0 && !given.List:
		case given.List, it.Type == score.Multi && a.instrument.OptionSet(it.Options.Value).Index(given.Values[0].Value) >= 0:
			answers[it.ID.Value] = score.Answer{Many: values(given.Values)}
		default:
			answers[it.ID.Value] = score.Answer{One: given.Values[0].Value}
		}
	}
	return answers
}

// possible returns what may be answered to an item: its options and the answers
// apart; nil for a text.
func (a *Assessment) possible(it *Item) []string {
	set := a.OptionSet(it.Options.Value)
	if set == nil || it.Type == score.Text {
		return nil
	}
	var ids []string
	for _, o := range set.Options {
		ids = append(ids, o.ID.Value)
	}
	return append(ids, values(set.Apart)...)
}

// checkVector finds what a vector says of things that are not there.
func (a *Assessment) checkVector(l *diag.List, v *TestVector) {
	var items, answers []string
	for _, it := range a.Items() {
		items = append(items, it.ID.Value)
		answers = append(answers, a.possible(it)...)
	}
	slices.Sort(answers)
	if v.Every.Value != "" && !slices.Contains(answers, v.Every.Value) {
		unknownReference(l, v.Every, "option", "to an option set", slices.Compact(answers))
	}
	for _, id := range slices.Sorted(maps.Keys(v.Answers)) {
		given := v.Answers[id]
		it := a.Item(id)
		if it == nil {
			unknownReference(l, ID{Value: id, Pos: given.Pos}, "item", "under pages", items)
			continue
		}
		possible := a.possible(it)
		switch {
		case given.List && it.Type != score.Multi:
			l.Errorf("assessment-vector", given.Pos, "write one answer, without brackets", "%q has one answer", id)
		case possible != nil:
			for _, value := range given.Values {
				if value.Value != "" && !slices.Contains(possible, value.Value) {
					unknownReference(l, value, "option", "to the options of "+strconv.Quote(id), possible)
				}
			}
		}
	}
	var dimensions []string
	for i := range a.Dimensions {
		dimensions = append(dimensions, a.Dimensions[i].ID.Value)
	}
	for _, id := range slices.Sorted(maps.Keys(v.Results)) {
		expected := v.Results[id]
		if d := a.Dimension(id); d != nil {
			expected.check(l, d)
		} else {
			unknownReference(l, ID{Value: id, Pos: expected.Pos}, "dimension", "under dimensions", dimensions)
		}
	}
}

// check finds what a result of the dimension's type does not have.
func (e *Expected) check(l *diag.List, d *Dimension) {
	wrong := func(stated bool, pos diag.Pos, key, of string) {
		if stated && d.Type != "" && d.Type != of {
			l.Errorf("assessment-vector", pos, "remove "+key+":", "the result of a dimension of type %s has no %s", d.Type, key)
		}
	}
	wrong(e.Score.Pos.Line > 0, e.Score.Pos, "score", score.Scale)
	wrong(e.Band.Pos.Line > 0, e.Band.Pos, "band", score.Scale)
	wrong(e.Done.Pos.Line > 0, e.Done.Pos, "done", score.Checklist)
	wrong(e.Next != nil, e.Pos, "next", score.Checklist)
	wrong(e.Levels != nil, e.Pos, "levels", score.Levels)
}

// checkVectors runs the vectors, and finds results that are not as they must be
// and cases that no vector tries.
func (a *Assessment) checkVectors(l *diag.List) {
	vectors := a.Vectors()
	for i := range a.TestVectors {
		v := &a.TestVectors[i]
		for j, r := range vectors[i].Result.Dimensions {
			if expected, ok := v.Results[r.ID]; ok {
				expected.compare(l, v.ID.Value, &a.Dimensions[j], r)
			}
		}
		differ := differences{l, v.ID.Value, ""}
		result := vectors[i].Result
		if v.Flat.Pos.Line > 0 {
			differ.in("flat", v.Flat.Pos, strconv.FormatBool(v.Flat.Value), strconv.FormatBool(result.Flat))
		}
		differ.inList("top", v.Top, v.ID.Pos, result.Top)
		differ.inList("leads", v.Leads, v.ID.Pos, result.Leads)
	}
	if missing := a.untried(vectors); len(missing) > 0 {
		l.Warnf("assessment-vector-missing", cmp.Or(a.ID.Pos, a.Pos), "add one vector or more under vectors: for it",
			"no test vector tries: %s", strings.Join(missing, "; "))
	}
}

// compare finds differences between the result and what it must be.
func (e *Expected) compare(l *diag.List, vector string, d *Dimension, r score.DimensionResult) {
	differ := differences{l, vector, " of " + strconv.Quote(d.ID.Value)}
	number := func(key string, n decode.At[int], have int) {
		if n.Pos.Line > 0 {
			differ.in(key, n.Pos, strconv.Itoa(n.Value), strconv.Itoa(have))
		}
	}
	number("answered", e.Answered, r.Answered)
	switch d.Type {
	case score.Scale:
		const none = "no result"
		want, have, band := none, none, ""
		if e.Score.Pos.Line > 0 {
			want = strconv.Itoa(e.Score.Value)
		}
		if r.ScaleResult != nil {
			have, band = strconv.Itoa(r.Score), r.Band
		}
		differ.in("score", cmp.Or(e.Score.Pos, e.Pos), want, have)
		if e.Band.Pos.Line > 0 {
			differ.in("band", e.Band.Pos, e.Band.Value, cmp.Or(band, none))
		}
	case score.Checklist:
		number("done", e.Done, len(r.Done))
		differ.inList("next", e.Next, e.Pos, r.Next)
	case score.Levels:
		if e.Levels != nil {
			e.compareLevels(differ, r.Levels)
		}
	}
}

// compareLevels finds levels that differ, and stated ones whose item is not asked.
func (e *Expected) compareLevels(differ differences, have []score.LevelResult) {
	const none = "none"
	asked := map[string]bool{}
	for _, level := range have {
		asked[level.Item] = true
		want := e.Levels[level.Item]
		differ.in("level of "+strconv.Quote(level.Item), cmp.Or(want.Pos, e.Pos), cmp.Or(want.Value, none), cmp.Or(level.Option, none))
	}
	for _, item := range slices.Sorted(maps.Keys(e.Levels)) {
		if !asked[item] {
			differ.in("level of "+strconv.Quote(item), e.Levels[item].Pos, e.Levels[item].Value, none)
		}
	}
}

// differences adds a finding for each thing in which a result differs.
type differences struct {
	list   *diag.List
	vector string
	of     string // " of " and the dimension, or "" for the whole result
}

func (d differences) in(what string, pos diag.Pos, want, have string) {
	if want != have {
		d.list.Errorf("assessment-vector-result", pos, "correct the vector, or the definition if the vector is right",
			"the vector %q expects %s: %s%s, but the answers give %s", d.vector, what, want, d.of, have)
	}
}

// inList compares a list if it is stated.
func (d differences) inList(what string, want []ID, pos diag.Pos, have []string) {
	if want == nil {
		return
	}
	if len(want) > 0 {
		pos = want[0].Pos
	}
	d.in(what, pos, fmt.Sprint(values(want)), fmt.Sprint(have))
}
