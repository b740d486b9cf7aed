package model

import (
	"slices"

	"opas/cmd/opas/internal/score"
)

// trial is a case on which scoring easily goes wrong, and which the vectors of a
// definition try where its types allow. A vector is known by its answers.
type trial struct {
	name string
	// possible reports whether the definition has the case, tried whether the
	// vector is one.
	possible func(*score.Instrument) bool
	tried    func(*score.Instrument, Vector) bool
}

// trials are the cases in the order in which they are named.
var trials = []trial{
	{"nothing answered", hasItems, func(_ *score.Instrument, v Vector) bool { return len(v.Answers) == 0 }},
	{"exactly half of a scale answered", scaleWith(func(n, _ int) bool { return n%2 == 0 }),
		scaleIn(func(_ *score.Dimension, r score.DimensionResult) bool { return r.Of > 0 && 2*r.Answered == r.Of })},
	{"one answer less than a scale needs", scaleWith(func(_, least int) bool { return least > 1 }),
		scaleIn(func(d *score.Dimension, r score.DimensionResult) bool { return r.Answered == d.MinAnswered-1 })},
	{"one answer more than a scale needs", scaleWith(func(n, least int) bool { return n > least }),
		scaleIn(func(d *score.Dimension, r score.DimensionResult) bool { return r.Answered == d.MinAnswered+1 })},
	{"the highest answer to every reversed item", hasReversed, reversedHigh},
	{"cannot-say only", hasCannotSay, cannotSayOnly},
	{"the same answer to every item that has it", hasShared, allEqual},
	{"two scales that share the highest score", func(in *score.Instrument) bool { return scales(in) > 1 },
		func(_ *score.Instrument, v Vector) bool { return len(v.Result.Top) > 1 }},
}

// untried returns the names of the cases that no vector tries.
func (a *Assessment) untried(vectors []Vector) []string {
	var names []string
	for _, t := range trials {
		if t.possible(a.instrument) && !slices.ContainsFunc(vectors, func(v Vector) bool { return t.tried(a.instrument, v) }) {
			names = append(names, t.name)
		}
	}
	return names
}

func hasItems(in *score.Instrument) bool { return len(in.Dimensions) > 0 }

func scales(in *score.Instrument) int {
	n := 0
	for i := range in.Dimensions {
		if in.Dimensions[i].Type == score.Scale {
			n++
		}
	}
	return n
}

// scaleWith is possible with a scale whose number of items and of answers needed are so.
func scaleWith(so func(items, least int) bool) func(*score.Instrument) bool {
	return func(in *score.Instrument) bool {
		return slices.ContainsFunc(in.Dimensions, func(d score.Dimension) bool {
			return d.Type == score.Scale && so(len(in.ItemsOf(d.ID)), d.MinAnswered)
		})
	}
}

// scaleIn is tried with a scale whose result is so.
func scaleIn(so func(*score.Dimension, score.DimensionResult) bool) func(*score.Instrument, Vector) bool {
	return func(in *score.Instrument, v Vector) bool {
		for i := range in.Dimensions {
			if d := &in.Dimensions[i]; d.Type == score.Scale && so(d, v.Result.Dimensions[i]) {
				return true
			}
		}
		return false
	}
}

func hasReversed(in *score.Instrument) bool {
	return slices.ContainsFunc(in.Items, func(it score.Item) bool { return it.Reverse })
}

func reversedHigh(in *score.Instrument, v Vector) bool {
	n := 0
	for _, id := range v.Result.Path {
		if it := in.Item(id); it.Reverse {
			set := in.OptionSet(it.Set)
			if place := set.Index(v.Answers[id].One); place < 0 || place != len(set.Options)-1 {
				return false
			}
			n++
		}
	}
	return n > 0
}

func hasCannotSay(in *score.Instrument) bool {
	return slices.ContainsFunc(in.Items, func(it score.Item) bool {
		set := in.OptionSet(it.Set)
		return set != nil && slices.Contains(set.Apart, score.CannotSay)
	})
}

func cannotSayOnly(_ *score.Instrument, v Vector) bool {
	for _, answer := range v.Answers {
		if answer.One != score.CannotSay {
			return false
		}
	}
	return len(v.Answers) > 0
}

// sharing returns how many items have the option as their one answer.
func sharing(in *score.Instrument, items []string, option string) int {
	n := 0
	for _, id := range items {
		if it := in.Item(id); it.Type != score.Multi && in.OptionSet(it.Set).Index(option) >= 0 {
			n++
		}
	}
	return n
}

func hasShared(in *score.Instrument) bool {
	var items []string
	for _, it := range in.Items {
		items = append(items, it.ID)
	}
	return slices.ContainsFunc(in.Sets, func(s score.OptionSet) bool {
		return slices.ContainsFunc(s.Options, func(o score.Option) bool { return sharing(in, items, o.ID) > 1 })
	})
}

// allEqual is a vector with one option as the answer to every item on its path
// that has it, and with no other option.
func allEqual(in *score.Instrument, v Vector) bool {
	option, n := "", 0
	for _, id := range v.Result.Path {
		it, answer := in.Item(id), v.Answers[id].One
		if it.Type == score.Multi || in.OptionSet(it.Set).Index(answer) < 0 {
			continue
		}
		if option != "" && answer != option {
			return false
		}
		option, n = answer, n+1
	}
	return n > 1 && n == sharing(in, v.Result.Path, option)
}
