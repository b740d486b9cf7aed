package score

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// liking is 0 to 3, uneven on purpose: the places 0, 1, 2 have the values 0, 1, 3.
var liking = OptionSet{
	ID:      "liking",
	Options: []Option{{ID: "no", Value: 0}, {ID: "maybe", Value: 1}, {ID: "gladly", Value: 3, Leads: []string{"task:a"}}},
	Apart:   []string{CannotSay, NotMine},
}

func sample() *Instrument {
	item := func(id, typ, dimension string, reverse bool) Item {
		return Item{ID: id, Type: typ, Page: "p", Set: "liking", Dimension: dimension, Reverse: reverse}
	}
	in := &Instrument{
		ID: "sample", Version: 1, Views: []string{"self"}, Occasions: []string{}, FlatSpread: 15,
		Sets: []OptionSet{liking},
		Items: []Item{
			item("a", Rating, "near", false), item("b", Rating, "near", true), item("c", Rating, "near", false), item("d", Rating, "near", false),
			item("e", Rating, "far", false), item("f", Rating, "far", false),
			item("g", Choice, "list", false), item("h", Choice, "list", false), item("i", Choice, "list", false), item("j", Choice, "list", false), item("k", Choice, "list", false),
			item("l", Level, "levels", false), item("m", Level, "levels", false),
			item("n", Multi, "", false),
			{ID: "o", Type: Text, Page: "p"},
		},
		Dimensions: []Dimension{
			{ID: "near", Type: Scale, MinAnswered: 3, ChangeThreshold: 20, Bands: []Band{{ID: "low", From: 0, To: 49, Leads: []string{"page:x"}}, {ID: "high", From: 50, To: 100, Leads: []string{"stage:s", "page:x"}}}},
			{ID: "far", Type: Scale, MinAnswered: 1, ChangeThreshold: 20, Bands: []Band{{ID: "all", From: 0, To: 100, Leads: []string{"page:x", "page:y"}}}},
			{ID: "list", Type: Checklist, Done: []string{"gladly"}},
			{ID: "levels", Type: Levels},
		},
	}
	in.Item("f").When = []Condition{{Item: "e", Is: []string{"maybe", "gladly"}}}
	in.Item("m").When = []Condition{{Item: "f", Is: []string{"no", CannotSay}}, {Item: "n", Is: []string{"no"}}}
	in.Item("g").Leads = []string{"page:g"}
	return in
}

// of reads answers from pairs of an item and an answer.
func of(pairs ...string) Answers {
	a := Answers{}
	for i := 0; i < len(pairs); i += 2 {
		a[pairs[i]] = Answer{One: pairs[i+1]}
	}
	return a
}

func TestScale(t *testing.T) {
	for _, tt := range []struct {
		name            string
		answers         Answers
		answered, apart int
		score           int // -1: no result
		band            string
	}{
		{"nothing", of(), 0, 0, -1, ""},
		{"one below the minimum", of("a", "gladly", "c", "no"), 2, 0, -1, ""},
		{"at the minimum", of("a", "gladly", "c", "no", "d", "no"), 3, 0, 33, "low"},
		{"one above", of("a", "gladly", "c", "no", "d", "no", "b", "no"), 4, 0, 50, "high"},
		{"reversed", of("a", "no", "b", "gladly", "c", "no"), 3, 0, 0, "low"},
		{"apart is missing", of("a", "gladly", "b", CannotSay, "c", NotMine, "d", CannotSay), 1, 3, -1, ""},
		{"apart does not lower", of("a", "gladly", "b", "no", "c", CannotSay, "d", "gladly"), 3, 1, 100, "high"},
		{"half up", of("a", "maybe", "b", "maybe", "c", "maybe", "d", "maybe"), 4, 0, 42, "low"}, // 41.67
		{"no such answer", of("a", "often", "b", "no", "c", "gladly"), 2, 0, -1, ""},
	} {
		r := sample().Score(tt.answers).Dimensions[0]
		score, band := -1, ""
		if r.ScaleResult != nil {
			score, band = r.Score, r.Band
		}
		if r.Answered != tt.answered || r.CannotSay+r.NotMine != tt.apart || score != tt.score || band != tt.band || r.Of != 4 {
			t.Errorf("%s: %+v, score %d %s", tt.name, r, score, band)
		}
	}
}

func TestRounding(t *testing.T) {
	d := &Dimension{ID: "d"}
	if r := d.result(1, 2, 0, 4); r.Value != 12.5 || r.Score != 13 {
		t.Errorf("12.5 becomes %+v", r)
	}
	if r := d.result(2, 1, 1, 4); r.Score != 33 {
		t.Errorf("a lowest value of 1: %+v", r)
	}
}

// Values need not begin at 0: 2, 3, 6 reversed are 6, 5, 2.
func TestReverseFromTwo(t *testing.T) {
	in := sample()
	in.Sets = []OptionSet{{ID: "liking", Options: []Option{{ID: "no", Value: 2}, {ID: "maybe", Value: 3}, {ID: "gladly", Value: 6}}}}
	r := in.Score(of("a", "no", "b", "gladly", "c", "no")).Dimensions[0]
	if r.ScaleResult == nil || r.Score != 0 {
		t.Errorf("all lowest: %+v", r.ScaleResult)
	}
	r = in.Score(of("a", "no", "b", "maybe", "c", "gladly")).Dimensions[0]
	if r.ScaleResult == nil || r.Score != 58 { // 2 + 5 + 6
		t.Errorf("mixed: %+v", r.ScaleResult)
	}
}

func TestDefaultMin(t *testing.T) {
	for n, want := range map[int]int{1: 1, 2: 2, 3: 3, 4: 3, 5: 3, 6: 4, 7: 4, 8: 5} {
		if got := DefaultMin(n); got != want {
			t.Errorf("DefaultMin(%d) = %d, want %d", n, got, want)
		}
	}
}

func TestProfile(t *testing.T) {
	near := of("a", "gladly", "b", "no", "c", "gladly")
	for _, tt := range []struct {
		name    string
		answers Answers
		top     []string
		flat    bool
	}{
		{"nothing", of(), []string{}, false},
		{"one scale", near, []string{"near"}, false},
		{"one higher", with(near, "e", "maybe"), []string{"near"}, false},
		{"a tie", with(near, "e", "gladly"), []string{"near", "far"}, true},
	} {
		if r := sample().Score(tt.answers); !slices.Equal(r.Top, tt.top) || r.Flat != tt.flat {
			t.Errorf("%s: top %v, flat %v", tt.name, r.Top, r.Flat)
		}
	}
	in := sample()
	in.FlatSpread = 100
	apart := with(near, "e", "no") // 100 and 0
	if in.Score(apart).Flat {
		t.Error("a spread of just the limit is not flat")
	}
}

func TestChecklist(t *testing.T) {
	r := sample().Score(of("g", "gladly", "h", NotMine, "i", CannotSay, "k", "maybe")).Dimensions[2]
	if want := []string{"k", "i", "j"}; !slices.Equal(r.Next, want) || !slices.Equal(r.Done, []string{"g"}) || !slices.Equal(r.Open, []string{"i", "j", "k"}) || r.Answered != 2 {
		t.Errorf("%+v", r)
	}
	if r := sample().Score(of()).Dimensions[2]; !slices.Equal(r.Next, []string{"g", "h", "i"}) {
		t.Errorf("the next of nothing answered are %v", r.Next)
	}
}

func TestPathAndLevels(t *testing.T) {
	in := sample()
	a := of("e", "maybe", "f", CannotSay, "l", "maybe", "m", "no")
	a["n"] = Answer{Many: []string{"no", "maybe"}}
	// The condition of m names n, which comes later, so m is never asked.
	if r := in.Score(a); slices.Contains(r.Path, "m") || !slices.Contains(r.Path, "f") {
		t.Errorf("path %v", r.Path)
	}
	in.Items = append(in.Items[:12:12], in.Items[13], in.Items[12])
	r := in.Score(a)
	if want := []LevelResult{{"l", "maybe"}, {"m", "no"}}; !slices.Equal(r.Dimensions[3].Levels, want) {
		t.Errorf("levels %v", r.Dimensions[3].Levels)
	}
	// An answer that is no longer on the path does not count, nor open the way to others.
	a["e"] = Answer{One: "no"}
	r = in.Score(a)
	if slices.Contains(r.Path, "f") || slices.Contains(r.Path, "m") || r.Dimensions[1].Of != 1 {
		t.Errorf("path %v", r.Path)
	}
}

func TestLeads(t *testing.T) {
	a := of("a", "gladly", "b", "no", "c", "gladly", "e", "no", "l", "gladly")
	if got, want := sample().Score(a).Leads, []string{"stage:s", "page:x", "page:y", "task:a", "page:g"}; !slices.Equal(got, want) {
		t.Errorf("leads %v, want %v", got, want)
	}
	// A rating leads by its band alone.
	if got := sample().Score(of("a", "gladly", "g", CannotSay)).Leads; !slices.Equal(got, []string{"page:g"}) {
		t.Errorf("leads %v", got)
	}
}

func TestChange(t *testing.T) {
	d := &Dimension{ChangeThreshold: 20}
	for _, tt := range []struct {
		before, after int
		want          string
	}{{50, 69, Same}, {50, 70, Higher}, {50, 30, Lower}, {50, 31, Same}, {50, 50, Same}} {
		if got := d.Change(tt.before, tt.after); got != tt.want {
			t.Errorf("from %v to %v: %s", tt.before, tt.after, got)
		}
	}
	if got := new(Dimension).Change(50, 50); got != Same {
		t.Errorf("no change without a threshold: %s", got)
	}
}

func TestDistances(t *testing.T) {
	a := of("a", "no", "b", "maybe", "c", "no", "e", "gladly", "f", "no", "g", "no", "l", "maybe")
	b := of("a", "maybe", "b", "maybe", "c", "gladly", "d", "no", "e", "no", "f", "gladly", "g", "gladly", "l", "gladly")
	// f is on one path only, g is neither a rating nor a level.
	want := []Distance{{"c", 1}, {"e", 1}, {"a", 0.5}, {"l", 0.5}, {"b", 0}}
	if got := sample().Distances(a, b); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	if got := sample().Distances(b, a); !slices.Equal(got, want) {
		t.Errorf("turned round: %v", got)
	}
}

// The hash holds for everything that gives an answer its place or its value.
func TestFingerprint(t *testing.T) {
	first := sample().Fingerprint()
	if len(first) != 8 || first != sample().Fingerprint() {
		t.Errorf("hash %q", first)
	}
	same := map[string]func(*Instrument){
		"bands": func(in *Instrument) { in.Dimensions[0].Bands = nil },
		"leads": func(in *Instrument) { in.Item("g").Leads = nil },
	}
	for name, change := range same {
		in := sample()
		change(in)
		if in.Fingerprint() != first {
			t.Errorf("%s change the hash", name)
		}
	}
	for name, change := range map[string]func(*Instrument){
		"id":        func(in *Instrument) { in.ID = "other" },
		"version":   func(in *Instrument) { in.Version++ },
		"views":     func(in *Instrument) { in.Views = append(in.Views, "mentor") },
		"occasions": func(in *Instrument) { in.Occasions = []string{"start"} },
		"order":     func(in *Instrument) { in.Items[0], in.Items[2] = in.Items[2], in.Items[0] },
		"reverse":   func(in *Instrument) { in.Items[0].Reverse = true },
		"type":      func(in *Instrument) { in.Items[0].Type = Choice },
		"dimension": func(in *Instrument) { in.Items[0].Dimension = "far" },
		"value":     func(in *Instrument) { in.Sets = []OptionSet{{ID: "liking", Options: []Option{{ID: "no"}}}} },
		"apart": func(in *Instrument) {
			in.Sets = []OptionSet{{ID: "liking", Options: liking.Options, Apart: []string{NotMine}}}
		},
	} {
		in := sample()
		change(in)
		if in.Fingerprint() == first {
			t.Errorf("%s does not change the hash", name)
		}
	}
}

func TestJSON(t *testing.T) {
	answers, err := json.Marshal(Answers{"a": {One: "no"}, "n": {Many: []string{"no"}}, "m": {Many: []string{}}})
	if want := `{"a":"no","m":[],"n":["no"]}`; err != nil || string(answers) != want {
		t.Errorf("%s, %v", answers, err)
	}
	in, err := json.Marshal(&Instrument{Items: []Item{{ID: "a"}}})
	if want := `{"id":"","version":0,"hash":"","private":false,"views":null,"occasions":null,"flatSpread":0,"sets":null,"items":[{"id":"a","type":"","page":"","set":"","dimension":""}],"dimensions":null}`; err != nil || string(in) != want {
		t.Errorf("%s, %v", in, err)
	}
	none, _ := json.Marshal(sample().Score(of()).Dimensions[1])
	if want := `{"type":"scale","id":"far","of":1,"answered":0,"cannotSay":0,"notMine":0}`; string(none) != want {
		t.Errorf("%s", none)
	}
	zero, _ := json.Marshal(sample().Score(of("e", "no")).Dimensions[1])
	if want := `{"type":"scale","id":"far","of":1,"answered":1,"cannotSay":0,"notMine":0,"value":0,"score":0,"band":"all"}`; string(zero) != want {
		t.Errorf("%s", zero)
	}
}

func TestReach(t *testing.T) {
	in := sample()
	if reached := in.Reachable(); reached["m"] || !reached["f"] || len(reached) != len(in.Items)-1 {
		t.Errorf("reachable: %v", slices.Sorted(maps.Keys(reached)))
	}
	scores, most, ok := in.Scores("far")
	// e: 0, 1 or 3 of 3; f only when e is not 0, so that 1/6 and a half by 0+3 cannot be.
	if want := []int{0, 17, 33, 50, 67, 100}; !slices.Equal(scores, want) || most != 2 || !ok {
		t.Errorf("scores of far %v, most %d, %v", scores, most, ok)
	}
	in.Dimensions[1].MinAnswered = 3
	if scores, most, _ := in.Scores("far"); len(scores) != 0 || most != 2 {
		t.Errorf("scores that are never reached: %v, %d", scores, most)
	}
	if scores, most, ok := in.Scores("none"); scores != nil || most != 0 || !ok {
		t.Errorf("scores of nothing: %v %d %v", scores, most, ok)
	}
	// Several answers to a multi hold conditions together.
	in = sample()
	in.Items = []Item{in.Items[13], in.Items[0], in.Items[1]}
	in.Items[2].When = []Condition{{Item: "n", Is: []string{"no"}}, {Item: "n", Is: []string{"maybe"}}}
	if !in.Reachable()["b"] {
		t.Error("two options of a multi cannot be chosen at once")
	}
	// So does an answer apart.
	in.Items[2].When = []Condition{{Item: "a", Is: []string{CannotSay}}}
	if !in.Reachable()["b"] {
		t.Error("an answer apart leads nowhere")
	}
	// What has too many ways is given up.
	many := &Instrument{Sets: []OptionSet{liking}}
	for i := range 40 {
		many.Items = append(many.Items, Item{ID: fmt.Sprint("a", i), Type: Choice, Set: "liking"})
	}
	for i := range 40 {
		many.Items = append(many.Items, Item{ID: fmt.Sprint("b", i), Type: Choice, Set: "liking", When: []Condition{{fmt.Sprint("a", i), []string{"no"}}}})
	}
	if many.Reachable() != nil {
		t.Error("what has too many ways is not given up")
	}
}

// What holds for any answers.
func TestAnyAnswers(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 2026))
	in := sample()
	turned := sample()
	for i := range turned.Items {
		turned.Items[i].Reverse = !turned.Items[i].Reverse
	}
	shuffled := sample()
	shuffled.Items[0], shuffled.Items[3] = shuffled.Items[3], shuffled.Items[0] // in one scale
	reachable := map[string][]int{}
	for _, d := range []string{"near", "far"} {
		reachable[d], _, _ = in.Scores(d)
	}
	seen := map[string]map[int]bool{"near": {}, "far": {}}
	for range 5000 {
		a := Answers{}
		for _, it := range in.Items {
			switch answers := []string{"", "no", "maybe", "gladly", CannotSay, NotMine, "nonsense"}; it.Type {
			case Multi:
				a[it.ID] = Answer{Many: answers[1 : 1+rnd.IntN(3)]}
			default:
				if one := answers[rnd.IntN(len(answers))]; one != "" {
					a[it.ID] = Answer{One: one}
				}
			}
		}
		r, mirror, moved := in.Score(a), turned.Score(a), shuffled.Score(a)
		for i, d := range r.Dimensions {
			if d.Type != Scale {
				continue
			}
			least := in.Dimensions[i].MinAnswered
			if (d.ScaleResult != nil) != (d.Answered >= least) {
				t.Fatalf("%v: %d answered of %d needed, result %v", a, d.Answered, least, d.ScaleResult)
			}
			if d.Answered+d.CannotSay+d.NotMine > d.Of {
				t.Fatalf("%v: more answers than items: %+v", a, d)
			}
			if d.ScaleResult == nil {
				continue
			}
			if d.Value < 0 || d.Value > 100 || d.Value != d.Value || !slices.Contains(reachable[d.ID], d.Score) {
				t.Fatalf("%v: %+v", a, d.ScaleResult)
			}
			seen[d.ID][d.Score] = true
			if m := mirror.Dimensions[i]; m.Value+d.Value < 100-1e-9 || m.Value+d.Value > 100+1e-9 {
				t.Fatalf("%v: %v and turned round %v", a, d.Value, m.Value)
			}
			if s := moved.Dimensions[i]; !reflect.DeepEqual(s.ScaleResult, d.ScaleResult) {
				t.Fatalf("%v: another order of items gives %+v and %+v", a, s.ScaleResult, d.ScaleResult)
			}
		}
		for _, d := range in.Distances(a, a) {
			if d.Distance != 0 {
				t.Fatalf("%v: distance from itself: %v", a, d)
			}
		}
	}
	for d, scores := range reachable {
		if len(seen[d]) != len(scores) {
			t.Errorf("of the scores %v of %s, %d came up", scores, d, len(seen[d]))
		}
	}
}

// An instrument that is wrong in every way is safe to ask.
func TestWrongInstrument(t *testing.T) {
	in := &Instrument{
		Items:      []Item{{}, {ID: "a", Type: Rating, Set: "none", Dimension: "d"}, {ID: "a", Type: Rating, Set: "flat", Dimension: "d", When: []Condition{{}}}, {ID: "b", Type: Rating, Set: "flat", Dimension: "d"}, {ID: "c", Type: Rating, Set: "liking", Dimension: ""}},
		Sets:       []OptionSet{{ID: "flat", Options: []Option{{ID: "x"}}}, {}, liking},
		Dimensions: []Dimension{{ID: "d", Type: Scale}, {}},
	}
	if r := in.Score(of("a", "x", "b", "x", "", "")); r.Dimensions[0].ScaleResult != nil {
		t.Errorf("a result of nothing: %+v", r.Dimensions[0])
	}
	in.Reachable()
	in.Scores("d")
	in.Fingerprint()
	in.Dimensions[1] = Dimension{Type: Scale}
	if scores, _, _ := (&Instrument{Sets: in.Sets, Items: in.Items[4:], Dimensions: in.Dimensions}).Scores(""); slices.Min(append(scores, 0)) < 0 {
		t.Errorf("scores %v", scores)
	}
	in.Distances(of("a", "x"), of("a", "x"))
}

func with(a Answers, item, answer string) Answers {
	b := maps.Clone(a)
	b[item] = Answer{One: answer}
	return b
}
