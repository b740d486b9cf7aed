package score

import (
	"encoding/json"
	"math"
	"slices"
)

// Answer is one answer: the id of an option or of an answer apart, the words of
// a text, or the ids of the options chosen of a multi. The zero Answer is none.
type Answer struct {
	One  string
	Many []string
}

// Answers are by item. What is not there was left open.
type Answers map[string]Answer

// MarshalJSON writes an Answer as in assets/assessment/instrument.ts: a text, or
// a list for a multi.
func (a Answer) MarshalJSON() ([]byte, error) {
	if a.Many != nil {
		return json.Marshal(a.Many)
	}
	return json.Marshal(a.One)
}

// holds reports whether the answer is the option or holds it.
func (a Answer) holds(option string) bool {
	return option != "" && a.One == option || slices.Contains(a.Many, option)
}

// Result is what some answers amount to.
type Result struct {
	// Path are the items that were asked, in order.
	Path []string `json:"path"`
	// Dimensions are in the order of the instrument.
	Dimensions []DimensionResult `json:"dimensions"`
	// Top are the scales whose score is the highest: several if they share it,
	// none if no scale has a score.
	Top []string `json:"top"`
	// Flat is set if two scales or more have a score and all lie closer together
	// than the flat spread.
	Flat bool `json:"flat"`
	// Leads are where the result leads, each once: those of the bands in the order
	// of the scales, of the options chosen in the order of the items, and of the
	// next steps of the checklists.
	Leads []string `json:"leads"`
}

// DimensionResult is the result of one dimension. What its type does not have
// is left zero. Its JSON has the names of assets/assessment/score.ts.
type DimensionResult struct {
	Type string `json:"type"`
	ID   string `json:"id"`
	// Of is how many of its items are on the path, Answered how many of these
	// have an option; CannotSay and NotMine are counted apart.
	Of        int `json:"of"`
	Answered  int `json:"answered"`
	CannotSay int `json:"cannotSay"`
	NotMine   int `json:"notMine"`
	// ScaleResult is nil for other types, and for a scale with too few answers.
	*ScaleResult
	// Done and Open are items of a checklist; Next the first three to do.
	Done []string `json:"done,omitempty"`
	Open []string `json:"open,omitempty"`
	Next []string `json:"next,omitempty"`
	// Levels are those of levels, one for each item on the path.
	Levels []LevelResult `json:"levels,omitempty"`
}

// LevelResult is the option chosen of one item, "" if there is none.
type LevelResult struct {
	Item   string `json:"item"`
	Option string `json:"option,omitempty"`
}

// ScaleResult is the result of a scale that has one.
type ScaleResult struct {
	// Value is 0 to 100 in full precision, Score the same rounded half up.
	Value float64 `json:"value"`
	Score int     `json:"score"`
	// Band is the band in which the score lies, "" if none does.
	Band string `json:"band"`
}

// nextSteps is how many open items of a checklist are named as next.
const nextSteps = 3

// Path returns the items that are asked, given the answers: those whose
// conditions all hold. Conditions look at earlier items only, so one pass is
// enough.
func (in *Instrument) Path(answers Answers) []*Item {
	var path []*Item
	on := make(map[string]bool, len(in.Items))
	for i := range in.Items {
		it := &in.Items[i]
		if slices.ContainsFunc(it.When, func(c Condition) bool {
			return !on[c.Item] || !slices.ContainsFunc(c.Is, answers[c.Item].holds)
		}) {
			continue
		}
		on[it.ID] = true
		path = append(path, it)
	}
	return path
}

// Score computes what the answers amount to. Answers to items that are not on
// the path do not count, nor do answers that the item does not have.
func (in *Instrument) Score(answers Answers) Result {
	path := in.Path(answers)
	r := Result{Path: []string{}, Top: []string{}, Leads: []string{}, Dimensions: []DimensionResult{}}
	for _, it := range path {
		r.Path = append(r.Path, it.ID)
	}
	for i := range in.Dimensions {
		d := &in.Dimensions[i]
		var items []*Item
		for _, it := range path {
			if it.Dimension == d.ID {
				items = append(items, it)
			}
		}
		r.Dimensions = append(r.Dimensions, in.dimension(d, items, answers))
	}
	r.Top, r.Flat = in.profile(r.Dimensions)
	in.follow(&r, path, answers)
	return r
}

// dimension computes the result of the dimension from its items on the path.
func (in *Instrument) dimension(d *Dimension, items []*Item, answers Answers) DimensionResult {
	r := DimensionResult{Type: d.Type, ID: d.ID, Of: len(items)}
	sum, lowest, highest := 0, 0, 0
	var open []*Item
	for _, it := range items {
		set, answer := in.OptionSet(it.Set), answers[it.ID].One
		place := set.Index(answer)
		switch {
		case place >= 0:
			r.Answered++
		case answer == CannotSay:
			r.CannotSay++
		case answer == NotMine:
			r.NotMine++
		}
		switch {
		case d.Type == Checklist && place >= 0 && slices.Contains(d.Done, answer):
			r.Done = append(r.Done, it.ID)
		case d.Type == Checklist && answer != NotMine:
			open = append(open, it)
			r.Open = append(r.Open, it.ID)
		case d.Type == Levels && place >= 0:
			r.Levels = append(r.Levels, LevelResult{it.ID, answer})
		case d.Type == Levels:
			r.Levels = append(r.Levels, LevelResult{Item: it.ID})
		case d.Type == Scale && place >= 0:
			lowest, highest = set.Range() // the same for every item of the scale
			value := set.Options[place].Value
			if it.Reverse {
				value = lowest + highest - value
			}
			sum += value
		}
	}
	for _, answered := range []bool{true, false} {
		for _, it := range open {
			known := in.OptionSet(it.Set).Index(answers[it.ID].One) >= 0
			if known == answered && len(r.Next) < nextSteps {
				r.Next = append(r.Next, it.ID)
			}
		}
	}
	if d.Type == Scale && r.Answered >= d.MinAnswered && highest > lowest {
		r.ScaleResult = d.result(sum, r.Answered, lowest, highest)
	}
	return r
}

// result computes the result of a scale from the sum of n answers. The browser
// does the same in the same order, so that the bits are equal.
func (d *Dimension) result(sum, n, lowest, highest int) *ScaleResult {
	value := float64(100*(sum-n*lowest)) / float64(n*(highest-lowest))
	r := &ScaleResult{Value: value, Score: int(math.Floor(value + 0.5))}
	if b := d.band(r.Score); b != nil {
		r.Band = b.ID
	}
	return r
}

// band returns the band in which the score lies, or nil.
func (d *Dimension) band(score int) *Band {
	for i := range d.Bands {
		if b := &d.Bands[i]; b.From <= score && score <= b.To {
			return b
		}
	}
	return nil
}

// profile returns the scales that share the highest score, and whether those
// that have one are too close together to be told apart.
func (in *Instrument) profile(results []DimensionResult) (top []string, flat bool) {
	top = []string{}
	best, lowest, n := 0, 0, 0
	for _, r := range results {
		if r.ScaleResult == nil {
			continue
		}
		if n == 0 || r.Score > best {
			top, best = top[:0], r.Score
		}
		if r.Score == best {
			top = append(top, r.ID)
		}
		if n == 0 || r.Score < lowest {
			lowest = r.Score
		}
		n++
	}
	return top, n >= 2 && best-lowest < in.FlatSpread
}

// follow puts the leads of the result together.
func (in *Instrument) follow(r *Result, path []*Item, answers Answers) {
	add := func(leads []string) {
		for _, lead := range leads {
			if !slices.Contains(r.Leads, lead) {
				r.Leads = append(r.Leads, lead)
			}
		}
	}
	for i, d := range r.Dimensions {
		if d.ScaleResult != nil {
			if b := in.Dimensions[i].band(d.Score); b != nil {
				add(b.Leads)
			}
		}
	}
	for _, it := range path {
		set := in.OptionSet(it.Set)
		if set == nil || it.Type != Choice && it.Type != Multi && it.Type != Level {
			continue
		}
		for _, o := range set.Options {
			if answers[it.ID].holds(o.ID) {
				add(o.Leads)
			}
		}
	}
	for _, d := range r.Dimensions {
		for _, id := range d.Next {
			add(in.Item(id).Leads)
		}
	}
}
