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
	layer  []int
	stuck  []bool         // on or behind a cycle, which is an error: ways leave them out
	first  map[int]uint64 // a bit for each stage that an after names, by its number
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
	// GivesEducation is a level of Education; without it a qualification or a
	// degree gives the highest and other stages none.
	GivesEducation ID `yaml:"gives-education" doc:"the education one has after it; a qualification or a degree gives all that later stages ask for"`
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
	// EducationBelow: only for those whose education is lower than this level.
	EducationBelow ID `yaml:"education-below" doc:"only for people whose education is below this level"`
	// After are stages of which one must have been done before.
	After []ID `yaml:"after" doc:"stages of which one must have been done first"`
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
// stage that leads to the occupation, and whether there is one. A stage that
// must come after another lies on no way that has not passed that one: no way
// begins with it. It is the way
// with the fewest months by the lower ends; of equal ones by the upper ends,
// then by the number of stages, then the one whose stages come first in next.
// Its Months say how long that way takes at least and at most; a longer way may
// still suit somebody better.
func (s *StudyPath) Shortest(from, occupation string) (Way, bool) {
	start, ok := s.number[from]
	if !ok {
		return Way{}, false
	}
	// The best way from a stage depends on which of the stages that others must
	// come after have been passed.
	type place struct {
		stage  int
		passed uint64
	}
	best := map[place]rest{}
	var walk func(at place) rest
	walk = func(at place) rest {
		if r, ok := best[at]; ok {
			return r
		}
		stage := &s.Stages[at.stage]
		r := rest{}
		switch {
		case s.stuck[at.stage] || !s.ready(stage, at.passed):
		case stage.leadsTo(occupation):
			r = rest{known: true, next: -1}
		default:
			for _, n := range s.next[at.stage] {
				if w := walk(place{n, at.passed | s.first[at.stage]}); w.known && (!r.known || w.compare(r) < 0) {
					r, r.next = w, n
				}
			}
		}
		if r.known {
			r.stages++
			if stage.Months != nil {
				r.months = r.months.Plus(*stage.Months)
			}
		}
		best[at] = r
		return r
	}
	whole := walk(place{stage: start})
	if !whole.known {
		return Way{}, false
	}
	way := Way{Months: Span{From: whole.months.From, To: whole.months.To}}
	for at := (place{stage: start}); at.stage >= 0; {
		way.Stages = append(way.Stages, &s.Stages[at.stage])
		at = place{best[at].next, at.passed | s.first[at.stage]}
	}
	return way, true
}

// ready reports whether the stages that were passed let the stage follow.
func (s *StudyPath) ready(st *Stage, passed uint64) bool {
	return len(st.Needs.After) == 0 || slices.ContainsFunc(st.Needs.After, func(a ID) bool {
		n, ok := s.number[a.Value]
		return ok && passed&s.first[n] != 0
	})
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
	s.layer, s.stuck = s.next.layers()
	s.first = map[int]uint64{}
	for i := range s.Stages {
		for _, a := range s.Stages[i].Needs.After {
			if n, ok := s.number[a.Value]; ok && s.first[n] == 0 {
				s.first[n] = 1 << len(s.first)
			}
		}
	}
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
		education.refer(l, st.Needs.EducationBelow)
		education.refer(l, st.GivesEducation)
		s.checkSchooling(l, st)
		stages.refer(l, st.Needs.After...)
		documents.refer(l, st.Needs.Documents...)
		twice(l, "thing to ask", st.Needs.Ask)
		st.Months.check(l, "months")
	}
	documents.unused(l, "name it under documents: of what a stage needs, or remove it")
	s.checkAfter(l)
	s.checkWays(l)
}

// checkSchooling finds a stage to which no level of education fits.
func (s *StudyPath) checkSchooling(l *diag.List, st *Stage) {
	least, below := s.level(st.Needs.Education), s.level(st.Needs.EducationBelow)
	if below >= 0 && below <= max(least, 0) {
		l.Errorf("study-path-education", st.Needs.EducationBelow.Pos, "name a higher level, or remove it",
			"nobody's education is enough for the stage %q and below %q", st.ID.Value, st.Needs.EducationBelow.Value)
	}
}

// level is the place of a level among Education, -1 if it is not there.
func (s *StudyPath) level(id ID) int {
	return slices.IndexFunc(s.Education, func(e ID) bool { return e.Value == id.Value })
}

// mostFirst is how many stages may be ones that others must come after: the
// places that a search for ways looks at double with each.
const mostFirst = 8

// checkAfter finds stages that must come after others none of which leads to
// them, and too many such others.
func (s *StudyPath) checkAfter(l *diag.List) {
	most := false
	for i := range s.Stages {
		st := &s.Stages[i]
		led, unknown := false, false
		for _, a := range st.Needs.After {
			n, ok := s.number[a.Value]
			if !ok {
				unknown = true // said already
				continue
			}
			led = led || n != i && s.next.reach(n)[i]
			if !most && s.first[n] >= 1<<mostFirst {
				most = true
				l.Errorf("study-path-after", a.Pos, "leave out those that are easily done otherwise",
					"more than %d stages are named under after:", mostFirst)
			}
		}
		if len(st.Needs.After) > 0 && !led && !unknown {
			l.Errorf("study-path-after", st.Needs.After[0].Pos,
				fmt.Sprintf("name %q under next: of a stage that must come before it, or correct after:", st.ID.Value),
				"the stage %q must come after %q, which does not lead to it", st.ID.Value, st.Needs.After[0].Value)
		}
	}
}

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

// checkWays finds cycles, each named whole, and stages no way leads to.
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
