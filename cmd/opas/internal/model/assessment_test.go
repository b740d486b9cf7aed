package model

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/score"
)

func TestAssessmentInstrument(t *testing.T) {
	a := example(t, KindAssessment).(*Assessment)
	in := a.Instrument()
	if in.ID != "sample" || in.Version != 2 || in.FlatSpread != 10 || in.Hash != in.Fingerprint() || len(in.Hash) != 8 {
		t.Errorf("instrument %+v", in)
	}
	if in.Private || in.OptionSet("listening").Options[1].CEFR != "A1" || in.Item("help-eat").ESCO == "" || !in.Item("keep-away").Reverse {
		t.Errorf("instrument %+v", in)
	}
	// What the definition leaves out has the default.
	for _, tt := range []struct {
		dimension      string
		least, changes int
	}{{"hands-on", 2, 25}, {"company", 2, 20}, {"in-place", 0, 0}, {"skills", 0, 0}} {
		i := slices.IndexFunc(in.Dimensions, func(d score.Dimension) bool { return d.ID == tt.dimension })
		if d := in.Dimensions[i]; d.MinAnswered != tt.least || d.ChangeThreshold != tt.changes {
			t.Errorf("%+v", d)
		}
	}
	if a.DefaultMin("hands-on") != 3 || a.DefaultMin("company") != 2 {
		t.Errorf("defaults %d and %d", a.DefaultMin("hands-on"), a.DefaultMin("company"))
	}
	// The JSON has every list, since the page goes over them.
	plain := define(t, `kind: assessment
definition:
  id: plain
  version: 1
  validation: piloted
  private: true
  pages:
    - {id: one, items: [{id: words, type: text}]}
`).(*Assessment)
	got, err := json.Marshal(plain.Instrument())
	want := `{"id":"plain","version":1,"hash":"` + plain.Instrument().Hash + `","private":true,"views":["self"],"occasions":[],"flatSpread":15,"sets":[],` +
		`"items":[{"id":"words","type":"text","page":"one","set":"","dimension":""}],"dimensions":[]}`
	if err != nil || string(got) != want {
		t.Errorf("%v\n%s", err, cmp.Diff(want, string(got)))
	}
	bands, _ := json.Marshal(in.Dimensions[1])
	want = `{"id":"company","type":"scale","minAnswered":2,"changeThreshold":20,"bands":[{"id":"little","from":0,"to":49,"leads":[]},{"id":"much","from":50,"to":100,"leads":[]}],"done":[]}`
	if string(bands) != want {
		t.Error(cmp.Diff(want, string(bands)))
	}
}

func TestAssessmentQuestions(t *testing.T) {
	a := example(t, KindAssessment).(*Assessment)
	if it := a.Item("keep-away"); it == nil || !it.Reverse.Value || a.Item("none") != nil {
		t.Error("items are not found")
	}
	if a.Dimension("skills") == nil || a.Dimension("none") != nil || a.OptionSet("help") == nil || a.OptionSet("none") != nil {
		t.Error("dimensions or option sets are not found")
	}
	if p, s := values(a.Pictures()), values(a.Audio()); !slices.Equal(p, []string{"help-eat.svg"}) || !slices.Equal(s, []string{"help-eat.fi.mp3"}) {
		t.Errorf("files %v and %v", p, s)
	}
	if refs := values(a.PageRefs()); !slices.Equal(refs, []string{"mentoring/induction", "participants"}) {
		t.Errorf("pages %v", refs)
	}
	var required, optional []string
	for _, w := range a.Words() {
		if w.Optional {
			optional = append(optional, w.Path)
		} else {
			required = append(required, w.Path)
		}
	}
	for _, path := range []string{
		"purpose", "not-for", "question", "views.mentor", "occasions.end", "options.liking.maybe", "options.listening.below",
		"pages.near.title", "items.own-words", "dimensions.hands-on.title", "dimensions.hands-on.bands.much",
	} {
		if !slices.Contains(required, path) {
			t.Errorf("the word %s is not asked for", path)
		}
	}
	for _, path := range []string{"pages.near.text", "pages.near.question", "items-help.talk", "dimensions.skills.summary", "dimensions.skills.adviser"} {
		if !slices.Contains(optional, path) {
			t.Errorf("the word %s may not be there", path)
		}
	}
	if i := slices.Index(required, "options.liking.cannot-say"); i >= 0 {
		t.Error("answers apart have their words in the messages")
	}
}

func TestAssessmentVectors(t *testing.T) {
	vectors := example(t, KindAssessment).(*Assessment).Vectors()
	byID := map[string]Vector{}
	for _, v := range vectors {
		byID[v.ID] = v
	}
	got, err := json.Marshal(byID["tie"].Answers)
	want := `{"help-eat":"maybe","help-walk":"maybe","help-wash":"maybe","keep-away":"maybe","own-words":"A friend.","sing":"maybe","talk":"maybe","who-helps":["peer","mentor"]}`
	if err != nil || string(got) != want {
		t.Errorf("%v %s", err, got)
	}
	if n := len(byID["cannot-say-only"].Answers); n != 9 {
		t.Errorf("%d items can be answered with cannot-say", n)
	}
	if r := byID["all-equal"].Result; r.Dimensions[1].Score != 100 || !slices.Equal(r.Top, []string{"company"}) {
		t.Errorf("%+v", r)
	}
	// For a multi, one option is a list of one; an answer apart is not.
	v := define(t, `kind: assessment
definition:
  id: multi
  version: 1
  validation: unvalidated
  options:
    - {id: help, options: [{id: peer, value: 0}, {id: mentor, value: 1}], apart: [cannot-say]}
  pages:
    - {id: one, items: [{id: a, type: multi, options: help}, {id: b, type: multi, options: help}]}
  vectors:
    - {id: v, every: peer, answers: {b: cannot-say}}
    - {id: only, every: cannot-say}
`).(*Assessment).Vectors()
	if diff := cmp.Diff(score.Answers{"a": {Many: []string{"peer"}}, "b": {One: "cannot-say"}}, v[0].Answers); diff != "" {
		t.Error(diff)
	}
}

// The example tries every case; without the vector that does, its name is told.
func TestUntried(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("testdata", "assessment.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	a := define(t, string(src)).(*Assessment)
	all := a.Vectors()
	for vector, name := range map[string]string{
		"nothing-answered":  "nothing answered",
		"below-the-minimum": "one answer less than a scale needs",
		"above-the-minimum": "one answer more than a scale needs",
		"cannot-say-only":   "cannot-say only",
		"tie":               "two scales that share the highest score",
	} {
		rest := slices.DeleteFunc(slices.Clone(all), func(v Vector) bool { return v.ID == vector })
		if got := a.untried(rest); !slices.Equal(got, []string{name}) {
			t.Errorf("without %s: %s", vector, strings.Join(got, "; "))
		}
	}
	without := func(ids ...string) []string {
		return a.untried(slices.DeleteFunc(slices.Clone(all), func(v Vector) bool { return slices.Contains(ids, v.ID) }))
	}
	if got := without("half", "reversed"); !slices.Contains(got, "exactly half of a scale answered") {
		t.Errorf("without half: %v", got)
	}
	if got := without("reversed", "all-equal"); !slices.Equal(got, []string{"the highest answer to every reversed item"}) {
		t.Errorf("without reversed: %v", got)
	}
	if got := without("all-equal", "tie"); !slices.Contains(got, "the same answer to every item that has it") {
		t.Errorf("without all-equal: %v", got)
	}
}

// A case that the definition does not have is not asked for, and one that a
// vector only seems to try is.
func TestUntriedCases(t *testing.T) {
	a := define(t, `kind: assessment
definition:
  id: odd
  version: 1
  validation: unvalidated
  options:
    - {id: liking, options: [{id: no, value: 0}, {id: yes, value: 1}]}
    - {id: one-of, options: [{id: a, value: 0}, {id: b, value: 1}]}
  pages:
    - id: one
      items:
        - {id: alone, type: rating, options: liking, dimension: mean}
        - {id: way, type: choice, options: one-of}
  dimensions:
    - {id: mean, type: scale, bands: [{id: all, from: 0, to: 100}]}
  vectors:
    - {id: nothing-answered}
`).(*Assessment)
	if got := a.untried(nil); !slices.Equal(got, []string{"nothing answered"}) {
		t.Errorf("untried: %v", got)
	}
	in := &score.Instrument{
		Sets: []score.OptionSet{{ID: "s", Options: []score.Option{{ID: "no"}, {ID: "yes", Value: 1}}}},
		Items: []score.Item{
			{ID: "a", Type: score.Rating, Set: "s"}, {ID: "b", Type: score.Rating, Set: "s"},
			{ID: "c", Type: score.Rating, Set: "s", Reverse: true, When: []score.Condition{{Item: "a", Is: []string{"yes"}}}},
		},
	}
	run := func(pairs ...string) Vector {
		answers := score.Answers{}
		for i := 0; i < len(pairs); i += 2 {
			answers[pairs[i]] = score.Answer{One: pairs[i+1]}
		}
		return Vector{Answers: answers, Result: in.Score(answers)}
	}
	if reversedHigh(in, run("a", "no", "c", "yes")) || !reversedHigh(in, run("a", "yes", "c", "yes")) || reversedHigh(in, run("a", "yes", "c", "no")) {
		t.Error("reversed items that are not asked")
	}
	if !allEqual(in, run("a", "no", "b", "no")) || allEqual(in, run("a", "no", "b", "yes")) || allEqual(in, run("a", "yes", "b", "yes")) || allEqual(in, run("b", "yes", "a", "no")) {
		t.Error("equal answers")
	}
	if cannotSayOnly(in, run("a", "cannot-say", "b", "no")) || cannotSayOnly(in, run()) || !cannotSayOnly(in, run("a", "cannot-say")) {
		t.Error("cannot-say")
	}
}
