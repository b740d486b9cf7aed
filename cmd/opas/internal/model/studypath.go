package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
)

// KindStudyPath is the kind of a page with a StudyPath.
const KindStudyPath = "study-path"

// StudyPath is the path into the field: stages of study and work, what each
// asks for and gives, and which may follow which. The stages form a directed
// graph without cycles in which every stage is reached from an entry.
type StudyPath struct {
	Pos diag.Pos `yaml:"-"`
	// Education are levels of schooling, the lowest first.
	Education []ID `yaml:"education,required" check:"id" doc:"levels of education, lowest first; words: education.<id>"`
	// Documents are papers that stages may ask for.
	Documents []ID `yaml:"documents" check:"id" doc:"papers that stages ask for; words: documents.<id>"`
	// Entry are the stages where one may begin.
	Entry  []ID    `yaml:"entry,required" doc:"the stages where one may begin"`
	Stages []Stage `yaml:"stages,required" doc:"the stages, in reading order"`

	number map[string]int // of a stage, by its id
	next   graph
	before graph // next with its edges turned round
	order  []int // the numbers, each before those that may follow it
	layer  []int
}

// Stage is one stage of a study path. On the page it is the section
// stage-<id>.
type Stage struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the stage; words: stages.<id>.title, .short, .summary, .text, .length, .who and .funding"`
	// Type is guidance, language, work, training, qualification, degree or recognition.
	Type string `yaml:"type,required" check:"enum=guidance|language|work|training|qualification|degree|recognition" doc:"what sort of stage it is"`
	// Months is the length in months when done full-time.
	Months *Span `yaml:"months,required" doc:"length in months when done full-time"`
	// Extent is nil for a stage without points.
	Extent *Extent `yaml:"extent" doc:"size in points"`
	// NQF is the level 1 to 8 in the national framework of qualifications, 0 if none.
	NQF   int   `yaml:"nqf" check:"min=1,max=8" doc:"level in the national framework of qualifications"`
	Needs Needs `yaml:"needs" doc:"what is asked of those who come"`
	// Gives are what one has after it; unique in the model.
	Gives []ID `yaml:"gives" check:"id" doc:"what one has after it; unique in the model; words: gives.<id>"`
	// Occupations are ids of the career model.
	Occupations []ID `yaml:"occupations" doc:"occupations of the career model that this stage leads to"`
	// Next are stages that may follow.
	Next []ID `yaml:"next" doc:"stages that may follow; never back to an earlier one"`
	// Drawn are those of Next to which the drawing has a line; empty: all.
	Drawn []ID `yaml:"drawn" doc:"those of next to which the drawing shows a line, as examples of a way; leave it out to draw them all"`
}

// Needs is what a stage asks for. What is empty or false is not asked for.
type Needs struct {
	// Language is the level A1 to C2 of the CEFR that is typically asked for.
	Language string `yaml:"language" check:"enum=A1|A2|B1|B2|C1|C2" doc:"level of Finnish or Swedish (CEFR) that is typically asked for"`
	// Education is the least level of Education.
	Education ID `yaml:"education" doc:"the least education"`
	// RightToWork: the stage is work, so one must be allowed to work.
	RightToWork bool `yaml:"right-to-work" doc:"the right to work in Finland is needed"`
	// Contract: an employer and a contract with it are needed.
	Contract bool `yaml:"contract" doc:"a contract with an employer is needed"`
	// HealthQualification: only for those with a health qualification from abroad.
	HealthQualification bool `yaml:"health-qualification" doc:"only for people with a health qualification from abroad"`
	// Ask are further things to ask the school or office about; stages share them.
	Ask []ID `yaml:"ask" check:"id" doc:"further things to ask the school or office about; words: ask.<id>"`
	// Documents are ids of Documents.
	Documents []ID `yaml:"documents" doc:"papers that are asked for"`
}

// Way is a way through a study path: its stages in order, the first and the
// last included, and how long they take one after the other.
type Way struct {
	Stages []*Stage
	// Months is the sum of the lower ends and that of the upper ends.
	Months Span
}

// Kind implements Definition.
func (s *StudyPath) Kind() string { return KindStudyPath }

// Stage returns the stage with the id, or nil.
func (s *StudyPath) Stage(id string) *Stage {
	if i, ok := s.number[id]; ok {
		return &s.Stages[i]
	}
	return nil
}

// IsEntry reports whether one may begin with the stage.
func (s *StudyPath) IsEntry(id string) bool {
	return slices.ContainsFunc(s.Entry, func(e ID) bool { return e.Value == id })
}

// Next returns the stages that may follow the stage, in the order of its next.
func (s *StudyPath) Next(id string) []*Stage { return s.neighbours(s.next, id) }

// Before returns the stages that the stage may follow, in the order of Stages.
func (s *StudyPath) Before(id string) []*Stage { return s.neighbours(s.before, id) }

// Reachable returns the stages to which a way leads from the stage, in the
// order of Stages, without the stage itself.
func (s *StudyPath) Reachable(id string) []*Stage {
	start, ok := s.number[id]
	if !ok {
		return nil
	}
	var stages []*Stage
	for i, reached := range s.next.reach(start) {
		if reached && i != start {
			stages = append(stages, &s.Stages[i])
		}
	}
	return stages
}

// Order returns the stages in layers for drawing: each stage stands in a later
// layer than every stage it may follow, and as early as that allows. Within a
// layer they keep the order of Stages.
func (s *StudyPath) Order() [][]*Stage {
	var layers [][]*Stage
	for i, n := range s.layer {
		for len(layers) <= n {
			layers = append(layers, nil)
		}
		layers[n] = append(layers[n], &s.Stages[i])
	}
	return layers
}

// Occupations returns the occupations that stages lead to, each once, in the
// order in which the stages name them.
func (s *StudyPath) Occupations() []string {
	var ids []string
	seen := map[string]bool{}
	for i := range s.Stages {
		for _, o := range s.Stages[i].Occupations {
			if o.Value != "" && !seen[o.Value] {
				seen[o.Value] = true
				ids = append(ids, o.Value)
			}
		}
	}
	return ids
}

// LeadingTo returns the stages that lead to the occupation, in the order of Stages.
func (s *StudyPath) LeadingTo(occupation string) []*Stage {
	var stages []*Stage
	for i := range s.Stages {
		if s.Stages[i].leadsTo(occupation) {
			stages = append(stages, &s.Stages[i])
		}
	}
	return stages
}

// Shortest returns the way from the stage, which it includes, to the nearest
// stage that leads to the occupation, and whether there is one. It is the way
// with the fewest months by the lower ends; of equal ones by the upper ends,
// then by the number of stages, then the one whose stages come first in next.
// Its Months say how long that way takes at least and at most; a longer way may
// still suit somebody better.
func (s *StudyPath) Shortest(from, occupation string) (Way, bool) {
	start, ok := s.number[from]
	if !ok {
		return Way{}, false
	}
	// Backwards through the order: the best way from a stage is known when
	// those from all that may follow it are.
	best := make([]rest, len(s.Stages))
	for _, i := range slices.Backward(s.order) {
		stage := &s.Stages[i]
		r := rest{}
		if stage.leadsTo(occupation) {
			r = rest{known: true, next: -1}
		} else {
			for _, n := range s.next[i] {
				if best[n].known && (!r.known || best[n].compare(r) < 0) {
					r, r.next = best[n], n
				}
			}
		}
		if r.known {
			r.stages++
			if stage.Months != nil {
				r.months = r.months.Plus(*stage.Months)
			}
		}
		best[i] = r
	}
	if !best[start].known {
		return Way{}, false
	}
	way := Way{Months: Span{From: best[start].months.From, To: best[start].months.To}}
	for i := start; i >= 0; i = best[i].next {
		way.Stages = append(way.Stages, &s.Stages[i])
	}
	return way, true
}

// Ways returns the shortest way to the occupation from each entry that has
// one, in the order of Entry.
func (s *StudyPath) Ways(occupation string) []Way {
	var ways []Way
	for _, e := range s.Entry {
		if w, ok := s.Shortest(e.Value, occupation); ok {
			ways = append(ways, w)
		}
	}
	return ways
}

// rest is the best way from a stage to an occupation.
type rest struct {
	known  bool
	months Span
	stages int
	next   int // the number of the stage after it, -1 at the end
}

func (r rest) compare(o rest) int {
	return cmp.Or(
		cmp.Compare(r.months.From, o.months.From),
		cmp.Compare(r.months.To, o.months.To),
		cmp.Compare(r.stages, o.stages),
	)
}

func (s *Stage) leadsTo(occupation string) bool {
	return slices.ContainsFunc(s.Occupations, func(o ID) bool { return o.Value == occupation })
}

func (s *StudyPath) neighbours(g graph, id string) []*Stage {
	i, ok := s.number[id]
	if !ok {
		return nil
	}
	var stages []*Stage
	for _, n := range g[i] {
		stages = append(stages, &s.Stages[n])
	}
	return stages
}

// Words implements Definition.
func (s *StudyPath) Words() []Word {
	var w words
	w.addAll("education", s.Education)
	w.addAll("documents", s.Documents)
	for i := range s.Stages {
		for _, id := range s.Stages[i].Needs.Ask {
			w.share("ask", id)
		}
	}
	for i := range s.Stages {
		w.add("stages", s.Stages[i].ID, "title short? summary text? length? who? funding?")
	}
	for i := range s.Stages {
		w.addAll("gives", s.Stages[i].Gives)
	}
	return w.list
}

// Pages implements Definition: the page on which a reader finds the next step.
func (s *StudyPath) Pages() []Page {
	return []Page{{ID: "next-step", View: "next-step", Message: "path-finder", Pos: s.Pos}}
}

// PageRefs implements Definition; a study path refers to no page.
func (s *StudyPath) PageRefs() []ID { return nil }

func (s *StudyPath) index() {
	s.number = make(map[string]int, len(s.Stages))
	for i := range s.Stages {
		id := s.Stages[i].ID.Value
		if _, taken := s.number[id]; !taken && id != "" {
			s.number[id] = i
		}
	}
	s.next = make(graph, len(s.Stages))
	s.before = make(graph, len(s.Stages))
	for i := range s.Stages {
		for _, id := range s.Stages[i].Next {
			if n, ok := s.number[id.Value]; ok && !slices.Contains(s.next[i], n) {
				s.next[i] = append(s.next[i], n)
				s.before[n] = append(s.before[n], i)
			}
		}
	}
	layer, stuck := s.next.layers()
	s.layer = layer
	for i := range s.Stages {
		// Stages of a cycle, which is an error, have no order; ways leave them out.
		if !stuck[i] {
			s.order = append(s.order, i)
		}
	}
	slices.SortStableFunc(s.order, func(a, b int) int { return cmp.Compare(layer[a], layer[b]) })
}

func (s *StudyPath) check(l *diag.List) {
	education, documents := newSpace("level of education", "education"), newSpace("document", "documents")
	stages, gives := newSpace("stage", "stages"), newSpace("gain", "gives")
	education.declare(l, s.Education...)
	documents.declare(l, s.Documents...)
	for i := range s.Stages {
		stages.declare(l, s.Stages[i].ID)
		gives.declare(l, s.Stages[i].Gives...)
	}
	stages.refer(l, s.Entry...)
	for i := range s.Stages {
		st := &s.Stages[i]
		stages.refer(l, st.Next...)
		st.checkDrawn(l)
		education.refer(l, st.Needs.Education)
		documents.refer(l, st.Needs.Documents...)
		twice(l, "thing to ask", st.Needs.Ask)
		st.Months.check(l, "months")
	}
	documents.unused(l, "name it under documents: of what a stage needs, or remove it")
	s.checkWays(l)
}

// checkWays finds cycles, each named whole, and stages no way leads to.
// checkDrawn holds the lines of the drawing against what may follow.
func (st *Stage) checkDrawn(l *diag.List) {
	next := make([]string, len(st.Next))
	for i, n := range st.Next {
		next[i] = n.Value
	}
	for _, d := range st.Drawn {
		if slices.Contains(next, d.Value) {
			continue
		}
		hint := "add it to next:, or remove it here"
		if s := decode.Suggest(d.Value, next); s != "" {
			hint = didYouMean(s)
		}
		l.Errorf("study-path-drawn", d.Pos, hint, "the stage %q does not lead to %q", st.ID.Value, d.Value)
	}
	twice(l, "line", st.Drawn)
}

func (s *StudyPath) checkWays(l *diag.List) {
	for _, c := range s.next.cycles() {
		addCycle(l, "study-path-cycle", "a stage can only lead onwards: remove one of these from next:",
			"these stages lead round in a circle", len(c),
			func(i int) string { return s.Stages[c[i]].ID.Value },
			func(i int) diag.Pos {
				target := s.Stages[c[(i+1)%len(c)]].ID.Value
				for _, id := range s.Stages[c[i]].Next {
					if id.Value == target {
						return id.Pos
					}
				}
				return s.Stages[c[i]].Pos
			})
	}
	var starts []int
	for _, e := range s.Entry {
		if i, ok := s.number[e.Value]; ok {
			starts = append(starts, i)
		}
	}
	if len(starts) == 0 {
		return // the entry is missing or names nothing: said already, and all would be unreachable
	}
	for i, reached := range s.next.reach(starts...) {
		id := s.Stages[i].ID
		if !reached && s.number[id.Value] == i {
			l.Errorf("study-path-unreachable", id.Pos,
				fmt.Sprintf("name %q under next: of a stage before it, or under entry:", id.Value),
				"no way leads from an entry to the stage %q", id.Value)
		}
	}
}

// addCycle adds the finding for a cycle of n steps. name and pos tell for each
// what it is called and where it is written that it leads to the one after it.
func addCycle(l *diag.List, code, hint, what string, n int, name func(int) string, pos func(int) diag.Pos) {
	var names []string
	var related []diag.Related
	for i := range n {
		names = append(names, name(i))
		if i < n-1 {
			related = append(related, diag.Related{
				Pos:     pos(i),
				Message: fmt.Sprintf("from %q to %q", name(i), name(i+1)),
			})
		}
	}
	names = append(names, name(0))
	l.Add(diag.Diagnostic{
		Code: code, Pos: pos(n - 1), Related: related, Hint: hint,
		Message: what + ": " + strings.Join(names, " → "),
	})
}
