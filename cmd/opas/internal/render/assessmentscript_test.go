package render_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"opas/cmd/opas/internal/score"
)

// assessment is where the functions of self-checks are called, on a page of the
// smallest site.
var assessment = probe{
	source: `import * as answers from "./assessment/answers";
import * as code from "./assessment/code";
import * as csv from "./group/csv";
import * as distributions from "./group/distributions";
import * as mend from "./receive/mend";
import * as parts from "./assessment/parts";
import * as qr from "./assessment/qr";
import * as response from "./assessment/response";
import * as run from "./assessment/run";
import * as score from "./assessment/score";
import * as store from "./assessment/store";
import * as tally from "./group/tally";
import * as words from "./words/words";
Object.assign(window, { answers, code, csv, distributions, mend, parts, qr, response, run, score, store, tally, words });
`,
	tree: func(t *testing.T) fstest.MapFS {
		tree := guide(t).(fstest.MapFS)
		maps.DeleteFunc(tree, func(name string, _ *fstest.MapFile) bool {
			return strings.HasPrefix(name, "content/") || strings.HasPrefix(name, "assets/") && path.Dir(name) == "assets" && path.Ext(name) == ".ts"
		})
		tree["content/site.yaml"] = &fstest.MapFile{Data: []byte("languages: [fi]\ntitle: {fi: Testi}\n")}
		tree["content/fi.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Koti\n---\nTervetuloa.\n")}
		return tree
	},
	page: "/fi/",
}

// ask calls a function of JavaScript with a value as JSON, and decodes what it returns.
func ask[T any](t *testing.T, function string, value any) T {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	argument, err := json.Marshal(string(data)) // JSON is read as JSON: in a program "__proto__" would mean something else
	if err != nil {
		t.Fatal(err)
	}
	answer := assessment.evaluate(t, "JSON.stringify(("+function+")(JSON.parse("+string(argument)+"))) ?? 'null'")
	var got T
	if err := json.Unmarshal([]byte(answer), &got); err != nil {
		t.Fatalf("%v in %s", err, answer)
	}
	return got
}

// A taking is an instrument, answers to it, and the same as a run of the page.
type taking struct {
	Instrument *score.Instrument `json:"instrument"`
	Run        run               `json:"run"`
	answers    score.Answers
}

// run is Run of assets/assessment/session.ts.
type run struct {
	ID         string             `json:"id"`
	Instrument string             `json:"instrument"`
	Version    int                `json:"version"`
	Hash       string             `json:"hash"`
	View       string             `json:"view"`
	Occasion   string             `json:"occasion"`
	Language   string             `json:"language"`
	Second     string             `json:"second"`
	Started    string             `json:"started"`
	Finished   string             `json:"finished"`
	Copied     string             `json:"copied"`
	Answers    map[string]stamped `json:"answers"`
}

type stamped struct {
	Value any   `json:"value"`
	At    int64 `json:"at"`
}

// takings are random instruments with random answers, the same for the same seed.
func takings(seed uint64, n int) []taking {
	r := rand.New(rand.NewPCG(seed, 4))
	list := make([]taking, n)
	for i := range list {
		in := randomInstrument(r, i)
		list[i] = taking{Instrument: in, answers: randomAnswers(r, in)}
		list[i].Run = runOf(r, in, list[i].answers)
	}
	return list
}

func randomInstrument(r *rand.Rand, number int) *score.Instrument {
	in := &score.Instrument{
		ID: "check-" + strconv.Itoa(number), Version: 1 + r.IntN(255), FlatSpread: r.IntN(40),
		Views: []string{"self", "mentee", "mentor"}[:1+r.IntN(3)], Occasions: []string{"start", "end"}[:r.IntN(3)],
		Items: []score.Item{}, Dimensions: []score.Dimension{},
	}
	for s := range 1 + r.IntN(4) {
		set := score.OptionSet{ID: fmt.Sprint("set-", s), Apart: []string{score.CannotSay, score.NotMine}[:r.IntN(3)]}
		for o, value := 0, r.IntN(4)-1; o < 2+r.IntN(6); o++ {
			set.Options = append(set.Options, score.Option{ID: fmt.Sprint("option-", o), Value: value, Leads: leads(r)})
			value += 1 + r.IntN(3)
		}
		in.Sets = append(in.Sets, set)
	}
	for d := range r.IntN(5) {
		dim := score.Dimension{ID: fmt.Sprint("dimension-", d), Type: []string{score.Scale, score.Checklist, score.Levels}[r.IntN(3)], MinAnswered: r.IntN(4), ChangeThreshold: 20}
		dim.Bands = []score.Band{{ID: "low", From: 0, To: 49, Leads: leads(r)}, {ID: "high", From: 50, To: 100, Leads: leads(r)}}
		dim.Done = []string{"option-1"}
		in.Dimensions = append(in.Dimensions, dim)
	}
	for i := range r.IntN(45) {
		set := &in.Sets[r.IntN(len(in.Sets))]
		it := score.Item{ID: fmt.Sprint("item-", i), Page: "page", Set: set.ID, Type: []string{score.Rating, score.Choice, score.Level, score.Multi, score.Text}[r.IntN(5)], Leads: leads(r)}
		if len(in.Dimensions) > 0 && it.Type != score.Multi && it.Type != score.Text && r.IntN(4) > 0 {
			place := r.IntN(len(in.Dimensions))
			it.Dimension = in.Dimensions[place].ID
			it.Set = in.Sets[place%len(in.Sets)].ID // the items of a scale share their ends
			it.Reverse = it.Type == score.Rating && r.IntN(4) == 0
		}
		if it.Type == score.Text {
			it.Set = ""
		}
		if len(in.Items) > 0 && r.IntN(5) == 0 {
			earlier := in.Items[r.IntN(len(in.Items))].ID
			it.When = []score.Condition{{Item: earlier, Is: []string{"option-0", "option-1", score.CannotSay}[:1+r.IntN(3)]}}
		}
		in.Items = append(in.Items, it)
	}
	in.Hash = in.Fingerprint()
	return in
}

func leads(r *rand.Rand) []string {
	return []string{fmt.Sprint("page:", r.IntN(9)), fmt.Sprint("task:", r.IntN(9))}[:r.IntN(3)]
}

func randomAnswers(r *rand.Rand, in *score.Instrument) score.Answers {
	answers := score.Answers{}
	open := r.IntN(5) // how many of five are left open
	for _, it := range in.Items {
		set := in.OptionSet(it.Set)
		switch {
		case r.IntN(5) < open:
		case set == nil:
			answers[it.ID] = score.Answer{One: "omin sanoin"}
		case len(set.Apart) > 0 && r.IntN(6) == 0:
			answers[it.ID] = score.Answer{One: set.Apart[r.IntN(len(set.Apart))]}
		case it.Type == score.Multi:
			var many []string
			for _, o := range set.Options {
				if r.IntN(2) == 0 {
					many = append(many, o.ID)
				}
			}
			if many != nil {
				answers[it.ID] = score.Answer{Many: many}
			}
		default:
			answers[it.ID] = score.Answer{One: set.Options[r.IntN(len(set.Options))].ID}
		}
	}
	return answers
}

func runOf(r *rand.Rand, in *score.Instrument, answers score.Answers) run {
	result := run{
		ID: fmt.Sprintf("%016x", r.Uint64()), Instrument: in.ID, Version: in.Version, Hash: in.Hash, View: in.Views[r.IntN(len(in.Views))],
		Language: []string{"fi", "ar", "fi-simple"}[r.IntN(3)], Second: []string{"", "en"}[r.IntN(2)], Started: "2026-11-20T08:00:00.000Z",
		Finished: []string{"", "2026-11-22T09:30:00.000Z", "2027-02-28T23:59:59.999Z"}[r.IntN(3)], Answers: map[string]stamped{},
	}
	if len(in.Occasions) > 0 {
		result.Occasion = in.Occasions[r.IntN(len(in.Occasions))]
	}
	for _, item := range slices.Sorted(maps.Keys(answers)) {
		result.Answers[item] = stamped{answers[item], 1_760_000_000_000 + r.Int64N(1000)}
	}
	return result
}

// handed are the answers that may be handed over: all but words of one's own.
func (k taking) handed() map[string]any {
	kept := map[string]any{}
	for _, it := range k.Instrument.Items {
		a, ok := k.answers[it.ID]
		switch {
		case !ok || it.Type == score.Text:
		case a.Many != nil:
			var list []any
			for _, o := range a.Many {
				list = append(list, o)
			}
			kept[it.ID] = list
		default:
			kept[it.ID] = a.One
		}
	}
	return kept
}

// TestScoresAgree: the browser and Go come to the same result, bit by bit.
func TestScoresAgree(t *testing.T) {
	list := takings(1, 400)
	for i, k := range list { // where it can be, a profile just flat or just not
		lowest, highest := 100.0, 0.0
		for _, d := range k.Instrument.Score(k.answers).Dimensions {
			if d.ScaleResult != nil {
				lowest, highest = min(lowest, d.Value), max(highest, d.Value)
			}
		}
		if spread := highest - lowest; spread >= 0 && spread == math.Trunc(spread) {
			k.Instrument.FlatSpread = int(spread) + i%2
		}
	}
	// What is null in the browser is left out in Go.
	got := ask[[]score.Result](t, `list => JSON.parse(JSON.stringify(list.map(k => score.score(k.instrument, answers.answersOf(k.run))), (_, value) => value ?? undefined))`, list)
	scales, flats := 0, 0
	for i, k := range list {
		want := k.Instrument.Score(k.answers)
		for _, d := range want.Dimensions {
			if d.ScaleResult != nil {
				scales++
			}
		}
		if diff := cmp.Diff(inPages(want), got[i], cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("taking %d, Go to browser:\n%s", i, diff)
		}
		if want.Flat {
			flats++
		}
	}
	if scales < 50 || flats == 0 {
		t.Errorf("%d scales had a result and %d profiles were flat: too few to tell", scales, flats)
	}
}

// inPages is a result without what the browser does not say: of each type of
// dimension it says what its pages need.
func inPages(r score.Result) score.Result {
	r.Dimensions = slices.Clone(r.Dimensions)
	for i := range r.Dimensions {
		switch d := &r.Dimensions[i]; d.Type {
		case score.Checklist:
			d.CannotSay, d.NotMine = 0, 0
		case score.Levels:
			d.Of, d.Answered, d.CannotSay, d.NotMine = 0, 0, 0, 0
		}
	}
	return r
}

// TestArithmetic: what is shown of a scale's arithmetic gives its value.
func TestArithmetic(t *testing.T) {
	for i, wrong := range ask[[][]string](t, `list => list.map(k => score.score(k.instrument, answers.answersOf(k.run)).dimensions.filter(d => d.type === "scale").filter(d => {
		const values = d.terms.flatMap(t => t.value ?? []);
		const sum = values.reduce((a, b) => a + b, 0);
		const right = d.terms.every(t => t.value === (t.raw === null ? null : t.reversed ? d.min + d.max - t.raw : t.raw) && (t.apart === null || t.option === null));
		return !right || sum !== d.sum || values.length !== d.answered || d.terms.length !== d.of ||
			d.value !== null && d.value !== (100 * (sum - values.length * d.min)) / (values.length * (d.max - d.min));
	}).map(d => d.id))`, takings(5, 200)) {
		if len(wrong) > 0 {
			t.Errorf("taking %d: %q", i, wrong)
		}
	}
}

// TestCompare: two times and two views come out as in Go.
func TestCompare(t *testing.T) {
	list := takings(2, 200)
	r := rand.New(rand.NewPCG(9, 9))
	type pair struct {
		taking
		Other run `json:"other"`
		other score.Answers
	}
	var pairs []pair
	for _, k := range list {
		other := randomAnswers(r, k.Instrument)
		before, after := k.Instrument.Score(k.answers), k.Instrument.Score(other)
		for d := range k.Instrument.Dimensions { // where it can be, a change that just counts or just does not
			x, y := before.Dimensions[d].ScaleResult, after.Dimensions[d].ScaleResult
			if x != nil && y != nil && x.Value != y.Value && y.Value-x.Value == math.Trunc(y.Value-x.Value) {
				k.Instrument.Dimensions[d].ChangeThreshold = int(math.Abs(y.Value-x.Value)) + d%2
			}
		}
		pairs = append(pairs, pair{k, runOf(r, k.Instrument, other), other})
	}
	type change struct {
		Dimension string
		Change    *string
	}
	got := ask[[]struct {
		Distances []score.Distance
		Changes   []change
	}](t, `list => list.map(({ instrument, run, other }) => {
		const [a, b] = [run, other].map(answers.answersOf);
		return { distances: score.distances(instrument, a, b), changes: score.change(instrument, score.score(instrument, a), score.score(instrument, b)) };
	})`, pairs)
	said := map[string]int{}
	for i, p := range pairs {
		if diff := cmp.Diff(p.Instrument.Distances(p.answers, p.other), got[i].Distances); diff != "" {
			t.Errorf("pair %d, Go to browser:\n%s", i, diff)
		}
		before, after := p.Instrument.Score(p.answers), p.Instrument.Score(p.other)
		n := 0
		for d, dim := range p.Instrument.Dimensions {
			if dim.Type != score.Scale {
				continue
			}
			want := ""
			if x, y := before.Dimensions[d].ScaleResult, after.Dimensions[d].ScaleResult; x != nil && y != nil {
				want = dim.Change(x.Score, y.Score)
			}
			c := got[i].Changes[n]
			n++
			if c.Dimension != dim.ID || (c.Change == nil) != (want == "") || c.Change != nil && *c.Change != want {
				t.Errorf("pair %d, %s: %+v, want %q", i, dim.ID, c, want)
			}
			said[want]++
		}
	}
	if said[score.Same] == 0 || said[score.Higher] == 0 || said[score.Lower] == 0 || said[""] == 0 {
		t.Errorf("said %v: too few to tell", said)
	}
}

// TestAnswers: what may be an answer, from whatever a file or a storage holds.
func TestAnswers(t *testing.T) {
	in := &score.Instrument{
		Sets: []score.OptionSet{{ID: "s", Options: []score.Option{{ID: "a"}, {ID: "b"}, {ID: "c"}}, Apart: []string{score.CannotSay}}},
		Items: []score.Item{
			{ID: "rating", Type: score.Rating, Set: "s"}, {ID: "multi", Type: score.Multi, Set: "s"}, {ID: "text", Type: score.Text}, {ID: "lost", Type: score.Choice, Set: "none"},
			{ID: "later", Type: score.Choice, Set: "s", When: []score.Condition{{Item: "multi", Is: []string{"b"}}}},
		},
		Dimensions: []score.Dimension{},
	}
	long := strings.Repeat("ä", 5001)
	for _, c := range []struct {
		item        int
		value, want any
	}{
		{0, "a", "a"}, {0, "cannot-say", "cannot-say"}, {0, "not-mine", nil}, {0, "d", nil}, {0, "", nil}, {0, 1, nil}, {0, nil, nil}, {0, []string{"a"}, nil}, {0, true, nil},
		{1, []string{"c", "a", "c"}, []any{"a", "c"}}, {1, []any{"b", 7, nil, "x"}, []any{"b"}}, {1, []string{}, nil}, {1, []string{"cannot-say"}, nil}, {1, "cannot-say", "cannot-say"},
		{1, "a", nil}, {1, map[string]any{"0": "a", "length": 1}, nil}, {2, "Minä ", "Minä "}, {2, " \n", nil}, {2, long, long[:10000]}, {2, []string{"a"}, nil}, {3, "a", nil}, {3, "cannot-say", nil},
	} {
		got := ask[any](t, `([instrument, item, value]) => answers.valid(instrument, instrument.items[item], value)`, []any{in, c.item, c.value})
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s, %.40v:\n%s", in.Items[c.item].ID, c.value, diff)
		}
	}
	// Words of one's own are not counted.
	for given, want := range map[string]string{
		`{}`: "0/3", `{"rating":"a","text":"x","lost":"a"}`: "1/3", `{"multi":["b"]}`: "1/4", `{"multi":["b"],"later":"cannot-say","rating":"x"}`: "2/4", `{"later":"a"}`: "0/3",
	} {
		got := ask[string](t, `([instrument, given]) => { const a = answers.answered(instrument, JSON.parse(given)); return a.answered + "/" + a.of; }`, []any{in, given})
		if got != want {
			t.Errorf("%s: %s answered, want %s", given, got, want)
		}
	}
}

// TestWritten: lists and days are written as the messages of the language say.
func TestWritten(t *testing.T) {
	got := ask[[]string](t, `messages => [
		...[[], ["a"], ["a", "b"], ["a", "b", "c"]].map(list => words.join(messages, list)),
		...["2026-11-20T12:00:00.000Z", ""].map(time => parts.day({ messages }, time)),
	]`, map[string]string{
		"list-middle": "{{.Left}}, {{.Right}}", "list-end": "{{.Left}} and {{.Right}}",
		"date": "{{.Day}} {{.MonthName}} ({{.Month}}) {{.Year}}", "month-11": "November",
	})
	want := []string{"", "a", "a and b", "a, b and c", "20 November (11) 2026", ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestResponseSchema: the published schema names every key that is written.
func TestResponseSchema(t *testing.T) {
	data, err := os.ReadFile("../../../../assets/assessment/response-1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	type object struct {
		Required   []string                   `json:"required"`
		Properties map[string]json.RawMessage `json:"properties"`
	}
	var schema struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	same := func(what string, written map[string]any, described object) {
		t.Helper()
		if w, d := slices.Sorted(maps.Keys(written)), slices.Sorted(maps.Keys(described.Properties)); !slices.Equal(w, d) {
			t.Errorf("%s: written %q, described %q", what, w, d)
		}
		for _, key := range described.Required {
			if _, ok := written[key]; !ok {
				t.Errorf("%s: %s is required and not written", what, key)
			}
		}
	}
	seen := map[string]bool{}
	for _, file := range ask[[]map[string]any](t, `list => list.map(k => JSON.parse(response.write(k.instrument, k.run, score.score(k.instrument, answers.answersOf(k.run)))))`, takings(3, 40)) {
		same("file", file, schema.object)
		for _, scored := range file["scores"].(map[string]any) {
			of := scored.(map[string]any)
			kind := of["type"].(string)
			same(kind, of, schema.Defs[kind])
			seen[kind] = true
		}
	}
	if len(seen) != 3 {
		t.Errorf("seen %v", seen)
	}
}

// TestReasons: what a band leads to has the highest answers as its reason, in a
// review the lowest.
func TestReasons(t *testing.T) {
	in := &score.Instrument{
		Sets:  []score.OptionSet{{ID: "s", Options: []score.Option{{ID: "no", Value: 0}, {ID: "so", Value: 1}, {ID: "yes", Value: 2}}, Apart: []string{}}},
		Items: []score.Item{{ID: "a", Type: score.Rating, Set: "s", Dimension: "d"}, {ID: "b", Type: score.Rating, Set: "s", Dimension: "d"}, {ID: "c", Type: score.Rating, Set: "s", Dimension: "d"}},
		Dimensions: []score.Dimension{{ID: "d", Type: score.Scale, MinAnswered: 1, ChangeThreshold: 20, Done: []string{},
			Bands: []score.Band{{ID: "any", From: 0, To: 100, Leads: []string{"page:x"}}}}},
	}
	type reason struct {
		Lead   string
		Items  []string
		Option string
	}
	for reasons, want := range map[string]reason{"": {"page:x", []string{"a", "c"}, "yes"}, "lowest": {"page:x", []string{"b"}, "no"}} {
		in.Reasons = reasons
		got := ask[[]reason](t, `(instrument) => score.score(instrument, { a: "yes", b: "no", c: "yes" }).reasons`, in)
		if diff := cmp.Diff([]reason{want}, got); diff != "" {
			t.Errorf("reasons %q (-want +got):\n%s", reasons, diff)
		}
	}
}
