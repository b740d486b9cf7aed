package model

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"opas/cmd/opas/internal/diag"
)

// KindCareer is the kind of a page with a Career.
const KindCareer = "career-model"

// titleLanguages are those in which every occupation has its title: the two
// national languages, because the authorities use them, and English.
var titleLanguages = []string{"fi", "sv", "en"}

// Career is the career-building model: occupations, the competences each
// needs, the steps between them, and tasks and a plan for the reader's own way.
type Career struct {
	Pos diag.Pos `yaml:"-"`
	// Levels are levels of competence, the lowest first.
	Levels      []ID         `yaml:"levels,required" check:"id" doc:"levels of competence, lowest first; words: levels.<id>.title and .summary"`
	Areas       []ID         `yaml:"areas,required" check:"id" doc:"areas of competence; words: areas.<id>"`
	Competences []Competence `yaml:"competences,required" doc:"competences, each in an area"`
	Workplaces  []ID         `yaml:"workplaces" check:"id" doc:"sorts of workplaces; words: workplaces.<id>"`
	Occupations []Occupation `yaml:"occupations,required" doc:"the occupations; each gets a page"`
	Steps       []CareerStep `yaml:"steps" doc:"steps from one occupation to another"`
	Skills      []Skill      `yaml:"skills" doc:"skills of managing one's own career, with tasks"`
	// Plan is the form of the page my-plan; nil: there is no such page.
	Plan *Form `yaml:"plan" doc:"the form my plan"`

	competences map[string]*Competence
	occupations map[string]*Occupation
	rank        map[string]int // of a level, from 1
}

// Competence is something one can do.
type Competence struct {
	Pos  diag.Pos `yaml:"-"`
	ID   ID       `yaml:"id,required" check:"id" doc:"id of the competence; words: competences.<id>.title and .summary"`
	Area ID       `yaml:"area,required" doc:"the area it belongs to"`
}

// Occupation is one occupation of the field.
type Occupation struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the occupation and of its page; words: occupations.<id>.summary, .does, .day, .licence, .language and .text"`
	// Titles are by language, at least in fi, sv and en.
	Titles map[string]string `yaml:"titles,required" doc:"the title by language: at least fi, sv and en"`
	// ISCO are codes of ISCO-08, each of 1 to 4 digits; none if no source settles it.
	ISCO []ID `yaml:"isco" doc:"codes of ISCO-08, in quotes; leave it out if no source settles it"`
	// NQF is the level 1 to 8 in the national framework of qualifications, 0 if none.
	NQF int `yaml:"nqf" check:"min=1,max=8" doc:"level in the national framework of qualifications"`
	// Licence is none, protected-title, licensed-health or licensed-social.
	Licence string `yaml:"licence,required" check:"enum=none|protected-title|licensed-health|licensed-social" doc:"whether law protects or licenses the occupation"`
	// Language is the level A1 to C2 of the CEFR that is typically asked for, or empty.
	Language string `yaml:"language" check:"enum=A1|A2|B1|B2|C1|C2" doc:"level of Finnish or Swedish (CEFR) that is typically asked for"`
	// Extent is that of the training, nil if it has no points.
	Extent *Extent `yaml:"extent" doc:"size of the training in points"`
	// Months is the length of the training when done full-time, or nil.
	Months *Span `yaml:"months" doc:"length of the training in months when done full-time"`
	// Training are stages of the study path.
	Training []ID `yaml:"training" doc:"stages of the study path that train for it"`
	// Workplaces are ids of Workplaces.
	Workplaces  []ID          `yaml:"workplaces" doc:"where one works"`
	Competences []Requirement `yaml:"competences" doc:"the competences it needs, each once"`
	// Tier is the row on the career map, 1 (lowest) to 6.
	Tier int `yaml:"tier,required" check:"min=1,max=6" doc:"row on the career map, 1 is the lowest"`
}

// Requirement is a competence at the level that an occupation needs.
type Requirement struct {
	Pos   diag.Pos `yaml:"-"`
	ID    ID       `yaml:"id,required" doc:"the competence"`
	Level ID       `yaml:"level,required" doc:"the level"`
}

// CareerStep is a step from one occupation to another. Its sentence, if it has
// one, is the word steps.<from>--<to>.
type CareerStep struct {
	Pos  diag.Pos `yaml:"-"`
	From ID       `yaml:"from,required" doc:"the occupation one comes from; words: steps.<from>--<to>"`
	To   ID       `yaml:"to,required" doc:"the occupation one goes to"`
	// Through are stages of the study path, one after the other.
	Through []ID `yaml:"through" doc:"stages of the study path that lie between, in order"`
}

// Skill is a skill of managing one's own career, with tasks to practise it.
type Skill struct {
	Pos   diag.Pos `yaml:"-"`
	ID    ID       `yaml:"id,required" check:"id" doc:"id of the skill; words: skills.<id>.title, .summary and .question"`
	Tasks []Task   `yaml:"tasks" doc:"tasks to practise it"`
}

// Task is something to do alone or with a counsellor.
type Task struct {
	Pos diag.Pos `yaml:"-"`
	// ID is unique in the whole model.
	ID ID `yaml:"id,required" check:"id" doc:"id of the task, unique in the whole model; words: tasks.<id>.title and .text"`
	// Minutes is how long it takes, 1 to 480.
	Minutes int `yaml:"minutes,required" check:"min=1,max=480" doc:"how long it takes"`
}

// Kind implements Definition.
func (c *Career) Kind() string { return KindCareer }

// Occupation returns the occupation with the id, or nil.
func (c *Career) Occupation(id string) *Occupation { return c.occupations[id] }

// Competence returns the competence with the id, or nil.
func (c *Career) Competence(id string) *Competence { return c.competences[id] }

// CompetencesOf returns the competences of an area, in the order of the file.
func (c *Career) CompetencesOf(area string) []*Competence {
	var list []*Competence
	for i := range c.Competences {
		if c.Competences[i].Area.Value == area {
			list = append(list, &c.Competences[i])
		}
	}
	return list
}

// Level returns the level of the competence that the occupation needs: 1 for
// the lowest of Levels to len(Levels) for the highest, 0 if it does not need it.
func (c *Career) Level(occupation, competence string) int {
	if o := c.occupations[occupation]; o != nil {
		for i := range o.Competences {
			if o.Competences[i].ID.Value == competence {
				return c.rank[o.Competences[i].Level.Value]
			}
		}
	}
	return 0
}

// StepsFrom returns the steps that leave the occupation, in the order of Steps.
func (c *Career) StepsFrom(occupation string) []*CareerStep {
	return c.steps(func(s *CareerStep) bool { return s.From.Value == occupation })
}

// StepsTo returns the steps that lead to the occupation, in the order of Steps.
func (c *Career) StepsTo(occupation string) []*CareerStep {
	return c.steps(func(s *CareerStep) bool { return s.To.Value == occupation })
}

func (c *Career) steps(wanted func(*CareerStep) bool) []*CareerStep {
	var list []*CareerStep
	for i := range c.Steps {
		if wanted(&c.Steps[i]) {
			list = append(list, &c.Steps[i])
		}
	}
	return list
}

// Tiers returns the occupations by row of the career map, the lowest tier
// first and without rows that are empty; in a row in the order of the file.
func (c *Career) Tiers() [][]*Occupation {
	rows := map[int][]*Occupation{}
	for i := range c.Occupations {
		o := &c.Occupations[i]
		rows[o.Tier] = append(rows[o.Tier], o)
	}
	var list [][]*Occupation
	for _, tier := range slices.Sorted(maps.Keys(rows)) {
		list = append(list, rows[tier])
	}
	return list
}

// WordPath returns the path of the step's sentence: "steps.<from>--<to>". The
// two hyphens keep it apart, since an id has single ones only.
func (s *CareerStep) WordPath() string { return "steps." + s.From.Value + "--" + s.To.Value }

// Words implements Definition.
func (c *Career) Words() []Word {
	var w words
	for _, id := range c.Levels {
		w.add("levels", id, "title summary")
	}
	w.addAll("areas", c.Areas)
	for i := range c.Competences {
		w.add("competences", c.Competences[i].ID, "title summary?")
	}
	w.addAll("workplaces", c.Workplaces)
	for i := range c.Occupations {
		w.add("occupations", c.Occupations[i].ID, "summary does day? licence language? text?")
	}
	for i := range c.Steps {
		if s := &c.Steps[i]; isID(s.From.Value) && isID(s.To.Value) {
			w.list = append(w.list, Word{Path: s.WordPath(), Pos: s.Pos, Optional: true})
		}
	}
	for i := range c.Skills {
		w.add("skills", c.Skills[i].ID, "title summary question")
	}
	for i := range c.Skills {
		for _, t := range c.Skills[i].Tasks {
			w.add("tasks", t.ID, "title text")
		}
	}
	if c.Plan != nil {
		c.Plan.words(&w, "plan", c.Plan.Pos)
	}
	return w.list
}

// Pages implements Definition: a page for each occupation, the matrix of
// competences, and the plan.
func (c *Career) Pages() []Page {
	var pages []Page
	for i := range c.Occupations {
		o := &c.Occupations[i]
		if isID(o.ID.Value) {
			pages = append(pages, Page{
				ID: o.ID.Value, View: "occupation", Subject: o.ID.Value, Titles: o.Titles, Pos: o.ID.Pos,
			})
		}
	}
	pages = append(pages, Page{ID: "competences", View: "competences", Message: "career-matrix", Pos: c.Pos})
	if c.Plan != nil {
		pages = append(pages, Page{ID: "my-plan", View: "my-plan", Title: "plan.title", Pos: c.Plan.Pos})
	}
	return pages
}

// PageRefs implements Definition; a career model refers to stages, not pages.
func (c *Career) PageRefs() []ID { return nil }

func (c *Career) index() {
	c.competences = byID(c.Competences, func(x *Competence) ID { return x.ID })
	c.occupations = byID(c.Occupations, func(o *Occupation) ID { return o.ID })
	c.rank = map[string]int{}
	for i, id := range c.Levels {
		if c.rank[id.Value] == 0 {
			c.rank[id.Value] = i + 1
		}
	}
	if c.Plan != nil && c.Plan.ID.Value == "" {
		c.Plan.ID = ID{Value: "plan", Pos: c.Plan.Pos}
	}
}

func (c *Career) check(l *diag.List) {
	levels, areas := newSpace("level", "levels"), newSpace("area", "areas")
	competences, workplaces := newSpace("competence", "competences"), newSpace("workplace", "workplaces")
	occupations := newSpace("occupation", "occupations")
	levels.declare(l, c.Levels...)
	areas.declare(l, c.Areas...)
	workplaces.declare(l, c.Workplaces...)
	for i := range c.Competences {
		competences.declare(l, c.Competences[i].ID)
		areas.refer(l, c.Competences[i].Area)
	}
	for i := range c.Occupations {
		occupations.declare(l, c.Occupations[i].ID)
	}
	stepped := map[string]bool{}
	for i := range c.Steps {
		stepped[c.Steps[i].From.Value], stepped[c.Steps[i].To.Value] = true, true
	}
	for i := range c.Occupations {
		o := &c.Occupations[i]
		o.check(l)
		workplaces.refer(l, o.Workplaces...)
		given := map[string]diag.Pos{}
		for j := range o.Competences {
			r := &o.Competences[j]
			if at, again := given[r.ID.Value]; again && r.ID.Value != "" {
				l.Add(diag.Diagnostic{
					Code: "definition-duplicate", Pos: r.ID.Pos, Len: length(r.ID),
					Message: fmt.Sprintf("the occupation %q has the competence %q already", o.ID.Value, r.ID.Value),
					Hint:    "keep the one with the right level",
					Related: []diag.Related{{Pos: at, Message: "the first one"}},
				})
			} else {
				given[r.ID.Value] = r.ID.Pos
			}
			competences.refer(l, r.ID)
			levels.refer(l, r.Level)
		}
		if len(o.Training) == 0 && !stepped[o.ID.Value] {
			l.Warnf("career-alone", cmp.Or(o.ID.Pos, o.Pos), "add training:, or a step from or to it under steps:",
				"the occupation %q has no training and no steps", o.ID.Value)
		}
	}
	areas.unused(l, "give a competence this area:, or remove it")
	competences.unused(l, "name it under competences: of an occupation, or remove it")
	workplaces.unused(l, "name it under workplaces: of an occupation, or remove it")
	c.checkSteps(l, occupations)
	skills, tasks := newSpace("skill", "skills"), newSpace("task", "tasks")
	for i := range c.Skills {
		skills.declare(l, c.Skills[i].ID)
		for _, t := range c.Skills[i].Tasks {
			tasks.declare(l, t.ID)
		}
	}
	if c.Plan != nil {
		c.Plan.check(l)
	}
}

// check finds what is wrong with an occupation by itself.
func (o *Occupation) check(l *diag.List) {
	pos := cmp.Or(o.ID.Pos, o.Pos)
	var missing []string
	for _, lang := range titleLanguages {
		if strings.TrimSpace(o.Titles[lang]) == "" {
			missing = append(missing, lang)
		}
	}
	if len(missing) > 0 && len(o.Titles) > 0 {
		l.Errorf("career-titles", pos, "write titles: {fi: …, sv: …, en: …}",
			"the occupation %q has no title in %s", o.ID.Value, strings.Join(missing, ", "))
	}
	for _, code := range o.ISCO {
		if code.Value == "" || len(code.Value) > 4 || strings.Trim(code.Value, "0123456789") != "" {
			l.Errorf("career-isco", code.Pos, `a code of ISCO-08 has 1 to 4 digits, like "5321"`,
				"%q is no code of ISCO-08", code.Value)
		}
	}
	twice(l, "code", o.ISCO)
	if len(o.Competences) == 0 {
		l.Errorf("career-competences", pos, "add competences: with a level for each",
			"the occupation %q has no competences", o.ID.Value)
	}
	o.Months.check(l, "months")
}

// checkSteps finds steps that lead nowhere, come twice or go round in a circle.
func (c *Career) checkSteps(l *diag.List, occupations *space) {
	number := map[string]int{}
	for i, id := range occupations.ids {
		number[id] = i
	}
	g := make(graph, len(occupations.ids))
	first := map[[2]int]*CareerStep{}
	for i := range c.Steps {
		s := &c.Steps[i]
		occupations.refer(l, s.From)
		occupations.refer(l, s.To)
		from, okFrom := number[s.From.Value]
		to, okTo := number[s.To.Value]
		if !okFrom || !okTo {
			continue
		}
		if f := first[[2]int{from, to}]; f != nil {
			l.Add(diag.Diagnostic{
				Code: "definition-duplicate", Pos: s.Pos,
				Message: fmt.Sprintf("the step from %q to %q is there already", s.From.Value, s.To.Value),
				Hint:    "remove one of them",
				Related: []diag.Related{{Pos: f.Pos, Message: "the first one"}},
			})
			continue
		}
		first[[2]int{from, to}] = s
		g[from] = append(g[from], to)
	}
	for _, cycle := range g.cycles() {
		at := func(i int) int { return cycle[i%len(cycle)] }
		addCycle(l, "career-steps-cycle", "a step leads onwards: remove one of these",
			"these steps lead round in a circle", len(cycle),
			func(i int) string { return occupations.ids[at(i)] },
			func(i int) diag.Pos { return first[[2]int{at(i), at(i + 1)}].Pos })
	}
}
