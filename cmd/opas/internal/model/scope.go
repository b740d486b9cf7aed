package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"opas/cmd/opas/internal/diag"
)

// KindScope is the kind of a page with a Scope.
const KindScope = "scope-of-practice"

// Scope is the scope of practice of several roles at one kind of workplace:
// for every role and every task whether it may be done. Each role is a card to
// print and hand over.
type Scope struct {
	Pos    diag.Pos `yaml:"-"`
	Roles  []Role   `yaml:"roles,required" doc:"the roles in the order of the cards; each gets a card to print"`
	Tasks  []ID     `yaml:"tasks,required" check:"id" doc:"the tasks in the order of the lines; words: tasks.<id>"`
	Limits []Limit  `yaml:"limits,required" doc:"for every role every task exactly once"`

	roles  map[string]*Role
	limits map[[2]string]*Limit // by role and task
}

// Limit says whether a role may do a task.
type Limit struct {
	Pos  diag.Pos `yaml:"-"`
	Role ID       `yaml:"role,required" doc:"the role"`
	Task ID       `yaml:"task,required" doc:"the task; words: limits.<role>.<task>, which cites a source unless the answer is ask"`
	// Answer is may, may-not, with-permission or ask: nobody but the workplace
	// can tell. All but ask need a source.
	Answer string `yaml:"answer,required" check:"enum=may|may-not|with-permission|ask" doc:"whether the role may do it; ask: the workplace tells"`
}

// Answers are what a Limit may say, from yes to "ask".
func Answers() []string { return []string{"may", "with-permission", "may-not", "ask"} }

// Kind implements Definition.
func (s *Scope) Kind() string { return KindScope }

// Role returns the role with the id, or nil.
func (s *Scope) Role(id string) *Role { return s.roles[id] }

// Limit returns what the role is told about the task, or nil.
func (s *Scope) Limit(role, task string) *Limit { return s.limits[[2]string{role, task}] }

// Words implements Definition.
func (s *Scope) Words() []Word {
	var w words
	for i := range s.Roles {
		w.add("roles", s.Roles[i].ID, "title summary")
	}
	w.addAll("tasks", s.Tasks)
	for i := range s.Roles {
		role := s.Roles[i].ID.Value
		for _, task := range s.Tasks {
			if l := s.limits[[2]string{role, task.Value}]; l != nil && isID(role) && isID(task.Value) {
				word := Word{Path: "limits." + role + "." + task.Value, Pos: l.Task.Pos}
				if slices.Contains(Answers(), l.Answer) && l.Answer != "ask" {
					word.Cites = "cite its source with [@id], or let the answer be ask"
				}
				w.list = append(w.list, word)
			}
		}
	}
	return w.list
}

// Pages implements Definition: a card for each role.
func (s *Scope) Pages() []Page {
	var pages []Page
	for i := range s.Roles {
		pages = addPage(pages, "card", "card-", "roles", s.Roles[i].ID)
	}
	return pages
}

// PageRefs implements Definition.
func (s *Scope) PageRefs() []ID {
	var refs []ID
	for i := range s.Roles {
		refs = referPages(refs, s.Roles[i].Pages...)
	}
	return refs
}

func (s *Scope) index() {
	s.roles = byID(s.Roles, func(r *Role) ID { return r.ID })
	s.limits = map[[2]string]*Limit{}
	for i := range s.Limits {
		l := &s.Limits[i]
		if key := [2]string{l.Role.Value, l.Task.Value}; s.limits[key] == nil {
			s.limits[key] = l
		}
	}
}

func (s *Scope) check(l *diag.List) {
	roles, tasks := newSpace("role", "roles"), newSpace("task", "tasks")
	for i := range s.Roles {
		roles.declare(l, s.Roles[i].ID)
	}
	tasks.declare(l, s.Tasks...)
	for i := range s.Limits {
		limit := &s.Limits[i]
		roles.refer(l, limit.Role)
		tasks.refer(l, limit.Task)
		if limit.Role.Value == "" || limit.Task.Value == "" {
			continue // decode has said so
		}
		if first := s.limits[[2]string{limit.Role.Value, limit.Task.Value}]; first != limit {
			l.Add(diag.Diagnostic{
				Code: "scope-twice", Pos: cmp.Or(limit.Role.Pos, limit.Pos), Len: length(limit.Role),
				Message: fmt.Sprintf("the role %q is told twice about the task %q", limit.Role.Value, limit.Task.Value),
				Hint:    "remove one of them",
				Related: []diag.Related{{Pos: cmp.Or(first.Role.Pos, first.Pos), Message: "the first time"}},
			})
		}
	}
	for i := range s.Roles {
		role := s.Roles[i].ID
		var missing []string
		for _, task := range s.Tasks {
			if s.Limit(role.Value, task.Value) == nil && isID(task.Value) && !slices.Contains(missing, task.Value) {
				missing = append(missing, task.Value)
			}
		}
		if len(missing) > 0 && isID(role.Value) {
			l.Errorf("scope-missing", role.Pos, fmt.Sprintf("add {role: %s, task: %s, answer: ask} under limits, and so on", role.Value, missing[0]),
				"the card of %q says nothing about %s", role.Value, strings.Join(missing, ", "))
		}
	}
}
