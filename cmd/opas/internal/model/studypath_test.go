package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/diag"
)

// randomPath makes a study path of n stages in which next leads onwards only
// and stages are listed in a random order. Some stages lead to the occupation "x".
func randomPath(r *rand.Rand, n int) *StudyPath {
	name := func(i int) string { return fmt.Sprintf("s%d", i) }
	s := &StudyPath{Stages: make([]Stage, n)}
	for at, i := range r.Perm(n) {
		from := r.IntN(4)
		st := Stage{ID: ID{Value: name(i)}, Months: &Span{From: from, To: from + r.IntN(4)}}
		for j := i + 1; j < n; j++ {
			if r.IntN(3) == 0 {
				st.Next = append(st.Next, ID{Value: name(j)})
			}
		}
		r.Shuffle(len(st.Next), func(a, b int) { st.Next[a], st.Next[b] = st.Next[b], st.Next[a] })
		if r.IntN(4) == 0 {
			st.Occupations = []ID{{Value: "x"}}
		}
		for range r.IntN(3) * r.IntN(2) {
			st.Needs.After = append(st.Needs.After, ID{Value: name(r.IntN(n))})
		}
		s.Stages[at] = st
	}
	s.index()
	return s
}

// allWays walks every way from a stage to the first stage that leads to "x";
// passed are the stages before it.
func allWays(s *StudyPath, from *Stage, passed ...string) []Way {
	if len(from.Needs.After) > 0 && !slices.ContainsFunc(from.Needs.After, func(a ID) bool { return slices.Contains(passed, a.Value) }) {
		return nil
	}
	passed = append(slices.Clone(passed), from.ID.Value)
	if from.leadsTo("x") {
		return []Way{{Stages: []*Stage{from}, Months: *from.Months}}
	}
	var ways []Way
	for _, next := range s.Next(from.ID.Value) {
		for _, w := range allWays(s, next, passed...) {
			ways = append(ways, Way{
				Stages: append([]*Stage{from}, w.Stages...),
				Months: from.Months.Plus(w.Months),
			})
		}
	}
	return ways
}

func TestOrderAndWaysOfRandomPaths(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 2))
		s := randomPath(r, 1+r.IntN(10))

		layer := map[*Stage]int{}
		placed := 0
		for i, stages := range s.Order() {
			if len(stages) == 0 {
				t.Fatalf("seed %d: layer %d is empty", seed, i)
			}
			for _, st := range stages {
				layer[st] = i
				placed++
			}
		}
		if placed != len(s.Stages) || len(layer) != placed {
			t.Fatalf("seed %d: %d stages are placed %d times", seed, len(layer), placed)
		}
		for i := range s.Stages {
			st := &s.Stages[i]
			earliest := 0
			for _, before := range s.Before(st.ID.Value) {
				earliest = max(earliest, layer[before]+1)
			}
			if layer[st] != earliest {
				t.Errorf("seed %d: %s is in layer %d, not %d", seed, st.ID.Value, layer[st], earliest)
			}
		}

		for i := range s.Stages {
			st := &s.Stages[i]
			ways := allWays(s, st)
			got, ok := s.Shortest(st.ID.Value, "x")
			if ok != (len(ways) > 0) {
				t.Fatalf("seed %d: from %s: found %v, of %d ways", seed, st.ID.Value, ok, len(ways))
			}
			if !ok {
				continue
			}
			// Ways are walked in the order of next, so the first of equals wins.
			want := slices.MinFunc(ways, func(a, b Way) int {
				return rest{months: a.Months, stages: len(a.Stages)}.compare(rest{months: b.Months, stages: len(b.Stages)})
			})
			if !slices.Equal(got.Stages, want.Stages) || got.Months != want.Months {
				t.Errorf("seed %d: from %s: got %s, want %s", seed, st.ID.Value, wayString(got), wayString(want))
			}
		}

		reached := s.Reachable(s.Stages[0].ID.Value)
		for i := range s.Stages {
			want := i != 0 && reaches(s, &s.Stages[0], &s.Stages[i])
			if slices.Contains(reached, &s.Stages[i]) != want {
				t.Errorf("seed %d: %s reached: want %v", seed, s.Stages[i].ID.Value, want)
			}
		}
	}
}

func reaches(s *StudyPath, from, to *Stage) bool {
	return from == to || slices.ContainsFunc(s.Next(from.ID.Value), func(n *Stage) bool { return reaches(s, n, to) })
}

func wayString(w Way) string {
	var ids []string
	for _, s := range w.Stages {
		ids = append(ids, s.ID.Value)
	}
	return fmt.Sprintf("%s %d–%d", strings.Join(ids, " "), w.Months.From, w.Months.To)
}

// An edge back to an earlier stage makes a cycle, and every stage that lies on
// a cycle is named in a finding; without one there is none.
func TestCyclesOfRandomPaths(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 7))
		s := randomPath(r, 2+r.IntN(9))
		var list diag.List
		s.checkWays(&list)
		if len(list) > 0 {
			t.Fatalf("seed %d: %s", seed, format(list))
		}
		for range 1 + r.IntN(3) {
			st := &s.Stages[r.IntN(len(s.Stages))]
			st.Next = append(st.Next, s.Stages[r.IntN(len(s.Stages))].ID)
		}
		s.number = nil
		s.index()
		on := map[int]bool{}
		for _, c := range s.next.cycles() {
			for i, n := range c {
				on[n] = true
				if !slices.Contains(s.next[n], c[(i+1)%len(c)]) {
					t.Errorf("seed %d: %v is no cycle", seed, c)
				}
			}
		}
		for i := range s.Stages {
			want := slices.ContainsFunc(s.next[i], func(n int) bool { return s.next.reach(n)[i] })
			if on[i] != want {
				t.Errorf("seed %d: stage %d on a cycle: %v, named: %v", seed, i, want, on[i])
			}
		}
		ask(s)
	}
}

func TestStudyPath(t *testing.T) {
	s := define(t, `kind: study-path
definition:
  education: [none, basic]
  documents: [permit]
  entry: [guidance, care-assistant]
  stages:
    - id: guidance
      type: guidance
      months: {from: 0, to: 2}
      needs: {ask: [age]}
      gives: [plan]
      next: [practical-nurse, care-assistant]
    - id: practical-nurse
      type: qualification
      months: {from: 18, to: 30}
      extent: {points: 180, unit: cp}
      nqf: 4
      needs: {language: B1, education: basic, documents: [permit], ask: [age, health]}
      occupations: [practical-nurse]
    - id: care-assistant
      type: qualification
      months: {from: 6, to: 9}
      occupations: [care-assistant]
      next: [practical-nurse]
`).(*StudyPath)
	if diff := cmp.Diff([]string{"practical-nurse", "care-assistant"}, s.Occupations()); diff != "" {
		t.Error(diff)
	}
	way, ok := s.Shortest("guidance", "practical-nurse")
	if got := wayString(way); !ok || got != "guidance practical-nurse 18–32" {
		t.Error(got)
	}
	if _, ok := s.Shortest("practical-nurse", "care-assistant"); ok {
		t.Error("a way back")
	}
	if _, ok := s.Shortest("nowhere", "care-assistant"); ok {
		t.Error("a way from nowhere")
	}
	if ways := s.Ways("practical-nurse"); len(ways) != 2 || wayString(ways[1]) != "care-assistant practical-nurse 24–39" {
		t.Error(ways)
	}
	if !s.IsEntry("guidance") || s.IsEntry("practical-nurse") {
		t.Error("entry")
	}
	if got := s.LeadingTo("care-assistant"); len(got) != 1 || got[0] != s.Stage("care-assistant") {
		t.Error(got)
	}
	var paths []string
	for _, w := range s.Words() {
		mark := ""
		if w.Optional {
			mark = "?"
		}
		if w.Block {
			mark += "+"
		}
		paths = append(paths, w.Path+mark)
	}
	want := []string{
		"education.none", "education.basic", "documents.permit", "ask.age", "ask.health",
		"stages.guidance.title", "stages.guidance.short?", "stages.guidance.summary", "stages.guidance.text?+",
		"stages.guidance.length?", "stages.guidance.who?", "stages.guidance.funding?",
	}
	if diff := cmp.Diff(want, paths[:len(want)]); diff != "" {
		t.Error(diff)
	}
	if last := paths[len(paths)-1]; last != "gives.plan" {
		t.Error(last)
	}
}
