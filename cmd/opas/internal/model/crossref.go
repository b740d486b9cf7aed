package model

import (
	"cmp"
	"fmt"

	"opas/cmd/opas/internal/diag"
)

// CheckAll checks what the definitions of a site say of one another: stages of
// the study path name occupations of the career model, occupations and steps of
// the career model name stages, results of self-checks lead to all of them. The
// order of defs does not matter to the findings, only to their order.
func CheckAll(defs []Placed) diag.List {
	var list diag.List
	stages := across{noun: "stage", kind: KindStudyPath, homes: map[string][]string{}}
	occupations := across{noun: "occupation", kind: KindCareer, homes: map[string][]string{}}
	tasks := across{noun: "task", kind: KindCareer, homes: map[string][]string{}}
	checks := assessments{byPage: map[string]*Assessment{}, byID: map[string]ID{}, listed: map[string]ID{}}
	var paths []*StudyPath
	var glossary *Placed
	for _, p := range defs {
		switch d := p.Definition.(type) {
		case *Glossary:
			if glossary != nil {
				list.Errorf("glossary-two", d.Pos, "move its terms there", "a site has one glossary, and the page %q holds it", glossary.PageID)
				continue
			}
			glossary = &p
		case *StudyPath:
			paths = append(paths, d)
			stages.open(p.PageID)
			for i := range d.Stages {
				stages.add(d.Stages[i].ID.Value)
			}
		case *Career:
			occupations.open(p.PageID)
			for i := range d.Occupations {
				occupations.add(d.Occupations[i].ID.Value)
			}
			tasks.open(p.PageID)
			for i := range d.Skills {
				for _, t := range d.Skills[i].Tasks {
					tasks.add(t.ID.Value)
				}
			}
		case *Assessment:
			checks.add(&list, p.PageID, d)
		}
	}
	for _, p := range defs {
		switch d := p.Definition.(type) {
		case *StudyPath:
			for i := range d.Stages {
				occupations.refer(&list, d.Stages[i].Occupations...)
			}
		case *Career:
			for i := range d.Occupations {
				o := &d.Occupations[i]
				stages.refer(&list, o.Training...)
				checkTraining(&list, o, stages, paths)
			}
			for i := range d.Steps {
				stages.refer(&list, d.Steps[i].Through...)
			}
		case *Assessment:
			checks.refer(&list, p.PageID, d)
			referLeads(&list, d, map[string]*across{"stage": &stages, "occupation": &occupations, "task": &tasks})
			if d.EntryLevels && d.hasLevels() && len(paths) == 0 {
				list.Errorf("assessment-entry-levels", cmp.Or(d.ID.Pos, d.Pos), fmt.Sprintf("add a page with kind: %s, or remove entry-levels:", KindStudyPath),
					"there is no study path with which %q compares levels", d.ID.Value)
			}
		case *AssessmentSet:
			checks.list(&list, d)
		}
	}
	return list
}

// checkTraining finds, as doubtful, stages that train for an occupation but do
// not lead to it: a reader who looks for a way there would not be told of them.
func checkTraining(l *diag.List, o *Occupation, stages across, paths []*StudyPath) {
	for _, ref := range o.Training {
		if len(stages.homes[ref.Value]) != 1 {
			continue // said already
		}
		for _, p := range paths {
			st := p.Stage(ref.Value)
			if st == nil || st.leadsTo(o.ID.Value) || o.ID.Value == "" {
				continue
			}
			l.Add(diag.Diagnostic{
				Severity: diag.Warning, Code: "definition-training", Pos: ref.Pos, Len: length(ref),
				Message: fmt.Sprintf("the stage %q trains for %q but does not lead to it", ref.Value, o.ID.Value),
				Hint:    fmt.Sprintf("add %q under occupations: of the stage, or remove the stage here", o.ID.Value),
				Related: []diag.Related{{Pos: st.ID.Pos, Message: "the stage"}},
			})
		}
	}
}

// across is what the definitions of one kind offer to those of others.
type across struct {
	noun  string
	kind  string
	pages []string            // with a definition of the kind
	ids   []string            // that they declare, each once
	homes map[string][]string // the pages that declare an id
}

// open begins the definition of the page.
func (a *across) open(page string) { a.pages = append(a.pages, page) }

// add puts an id of the definition opened last.
func (a *across) add(id string) {
	page := a.pages[len(a.pages)-1]
	homes := a.homes[id]
	if id == "" || len(homes) > 0 && homes[len(homes)-1] == page {
		return
	}
	if len(homes) == 0 {
		a.ids = append(a.ids, id)
	}
	a.homes[id] = append(homes, page)
}

// refer finds references that name nothing, or more than one thing.
func (a *across) refer(l *diag.List, refs ...ID) {
	seen := map[string]diag.Pos{}
	for _, ref := range refs {
		if ref.Value == "" {
			continue
		}
		if at, twice := seen[ref.Value]; twice {
			addTwice(l, a.noun, ref, at)
			continue
		}
		seen[ref.Value] = ref.Pos
		switch homes := a.homes[ref.Value]; {
		case len(a.pages) == 0:
			l.Add(diag.Diagnostic{
				Code: "definition-reference", Pos: ref.Pos, Len: length(ref),
				Message: fmt.Sprintf("there is no %s %q: no page has kind %s", a.noun, ref.Value, a.kind),
				Hint:    fmt.Sprintf("add a page with kind: %s, or remove the reference", a.kind),
			})
		case len(homes) == 0:
			unknownReference(l, ref, a.noun, fmt.Sprintf("to the %s of page %q", a.kind, a.pages[0]), a.ids)
		case len(homes) > 1:
			l.Add(diag.Diagnostic{
				Code: "definition-reference", Pos: ref.Pos, Len: length(ref),
				Message: fmt.Sprintf("the %s %q is on two pages, %q and %q", a.noun, ref.Value, homes[0], homes[1]),
				Hint:    "give one of them another id",
			})
		}
	}
}
