package render_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/score"
)

// cell is Cell of assets/group/tally.ts.
type cell struct {
	From, To int
	People   []int // by group
}

// TestTallyHidesNobody: whoever knows the rule and sees the table of a group
// still cannot tell any number from 1 to 4 in it. Every group of up to eleven
// people is looked at; those with equal tables must differ in every small number.
func TestTallyHidesNobody(t *testing.T) {
	for answers := 2; answers <= 4; answers++ {
		for people := 1; people <= 11; people++ {
			groups := waysToAnswer(people, answers)
			tables := ask[[]json.RawMessage](t, "(groups) => groups.map((g) => tally.tally([g]))", groups)
			alike := map[string][][]int{}
			for i, table := range tables {
				alike[string(table)] = append(alike[string(table)], groups[i])
				var cells []cell
				if err := json.Unmarshal(table, &cells); err != nil {
					t.Fatal(err)
				}
				checkCells(t, groups[i], cells)
			}
			for table, groups := range alike {
				if people < 5 && len(alike) > 1 {
					t.Errorf("%d people give different tables: %s", people, table)
				}
				checkUnknown(t, table, groups)
			}
		}
	}
}

// checkCells holds a table against the counts it was made from.
func checkCells(t *testing.T, counts []int, cells []cell) {
	t.Helper()
	next := 0
	for _, c := range cells {
		sum := 0
		for i := c.From; i <= c.To; i++ {
			sum += counts[i]
		}
		if c.From != next || sum != c.People[0] || sum > 0 && sum < 5 {
			t.Errorf("%v is told as %v", counts, cells)
			return
		}
		next = c.To + 1
	}
	if len(cells) > 0 && next != len(counts) {
		t.Errorf("%v is told as %v", counts, cells)
	}
}

// checkUnknown finds a number from 1 to 4 that is the same in all groups of one table.
func checkUnknown(t *testing.T, table string, groups [][]int) {
	t.Helper()
	for i := range groups[0] {
		n, same := groups[0][i], true
		for _, g := range groups {
			same = same && g[i] == n
		}
		if same && n > 0 && n < 5 {
			t.Errorf("the table %s tells that answer %d was given by %d", table, i, n)
		}
	}
}

// waysToAnswer are all ways in which people can be spread over answers.
func waysToAnswer(people, answers int) [][]int {
	if answers == 1 {
		return [][]int{{people}}
	}
	var ways [][]int
	for n := 0; n <= people; n++ {
		for _, rest := range waysToAnswer(people-n, answers-1) {
			ways = append(ways, append([]int{n}, rest...))
		}
	}
	return ways
}

// TestTallyTellsAllItCan: numbers are put together only where they must be.
func TestTallyTellsAllItCan(t *testing.T) {
	for _, tt := range []struct {
		groups [][]int
		want   []cell
	}{
		{[][]int{{5, 0, 6, 9}}, []cell{{0, 0, []int{5}}, {1, 1, []int{0}}, {2, 2, []int{6}}, {3, 3, []int{9}}}},
		{[][]int{{1, 5, 0, 7}}, []cell{{0, 1, []int{6}}, {2, 2, []int{0}}, {3, 3, []int{7}}}},
		{[][]int{{3, 4, 2, 6}}, []cell{{0, 1, []int{7}}, {2, 3, []int{8}}}},
		{[][]int{{2, 1, 1, 1}}, nil}, // all in one says nothing
		{[][]int{{4, 0, 0, 0}}, nil},
		{[][]int{{0, 0, 0, 20}}, []cell{{0, 0, []int{0}}, {1, 1, []int{0}}, {2, 2, []int{0}}, {3, 3, []int{20}}}},
		// Before and after are cut at the same places.
		{[][]int{{5, 2, 4, 6}, {0, 7, 5, 8}}, []cell{{0, 0, []int{5, 0}}, {1, 2, []int{6, 12}}, {3, 3, []int{6, 8}}}},
		{[][]int{{6, 1, 5}, {1, 5, 6}}, []cell{{0, 1, []int{7, 6}}, {2, 2, []int{5, 6}}}},
		{[][]int{{6, 1, 5}, {4, 0, 6}}, nil},
	} {
		if diff := cmp.Diff(tt.want, ask[[]cell](t, "tally.tally", tt.groups)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt.groups, diff)
		}
	}
}

// TestGroupCounts: people are counted by what all of them were asked, and never
// by words of their own; what only some were asked would tell of the others.
func TestGroupCounts(t *testing.T) {
	in := &score.Instrument{
		ID: "review", Version: 2, Hash: "00000000", Views: []string{"self"}, Occasions: []string{"start", "end"},
		Sets: []score.OptionSet{
			{ID: "well", Options: []score.Option{{ID: "no", Value: 0}, {ID: "so", Value: 1}, {ID: "yes", Value: 2}}, Apart: []string{"cannot-say"}},
		},
		Items: []score.Item{
			{ID: "went", Type: score.Choice, Page: "p", Set: "well"},
			{ID: "helped", Type: score.Rating, Page: "p", Set: "well", Dimension: "d", When: []score.Condition{{Item: "went", Is: []string{"yes"}}}},
			{ID: "ways", Type: score.Multi, Page: "p", Set: "well"},
			{ID: "own", Type: score.Text, Page: "p"},
		},
		Dimensions: []score.Dimension{{ID: "d", Type: score.Scale, MinAnswered: 1, ChangeThreshold: 20, Done: []string{},
			Bands: []score.Band{{ID: "low", From: 0, To: 49, Leads: []string{}}, {ID: "high", From: 50, To: 100, Leads: []string{}}}}},
	}
	run := func(version int, occasion string, answers map[string]any) map[string]any {
		stamped := map[string]any{}
		for id, value := range answers {
			stamped[id] = map[string]any{"value": value, "at": 1}
		}
		return map[string]any{"id": "r", "instrument": "review", "version": version, "hash": "00000000", "view": "self", "occasion": occasion, "answers": stamped}
	}
	type counted struct {
		Path, Option string
		Counts       [][]int
	}
	got := ask[[]counted](t, `(given) => {
		const all = distributions.groups(given.instrument, given.runs);
		return ["dimensions", "items"].flatMap((part) => distributions.distributions(given.instrument, all, part)).map((d) => ({ Path: d.path, Option: d.option, Counts: d.counts }));
	}`, map[string]any{"instrument": in, "runs": []any{
		run(2, "start", map[string]any{"went": "yes", "helped": "yes", "ways": []string{"no", "yes"}, "own": "secret"}),
		run(2, "start", map[string]any{"went": "no", "helped": "yes"}), // no longer asked
		run(2, "end", map[string]any{"went": "cannot-say", "ways": []string{"so"}}),
		run(1, "end", map[string]any{"went": "yes"}), // another version is another instrument
	}})
	want := []counted{
		{"dimensions.d.title", "", [][]int{{1, 0, 1}, {1, 0, 0}}},
		{"items.went", "", [][]int{{0, 1, 0, 1}, {1, 0, 0, 0}}},
		{"items.ways", "options.well.no", [][]int{{1, 1}, {1, 0}}},
		{"items.ways", "options.well.so", [][]int{{2, 0}, {0, 1}}},
		{"items.ways", "options.well.yes", [][]int{{1, 1}, {1, 0}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestCSV: the file opens in office programs as it is, and no text in it is
// taken for a formula.
func TestCSV(t *testing.T) {
	got := ask[string](t, "csv.csv", [][]any{{"a", "b;c", `say "x"`, 5}, {"=1+1", "+1", "-1", "@x"}, {"\t=1", "＝1", "a\nb", "ä"}})
	want := "\uFEFFa;\"b;c\";\"say \"\"x\"\"\";5\r\n'=1+1;'+1;'-1;'@x\r\n'\t=1;'＝1;\"a\nb\";ä\r\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if strings.Count(got, "\uFEFF") != 1 {
		t.Error("the byte order mark stands once, at the start")
	}
}
