package model

import (
	"cmp"
	"fmt"
	"slices"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
)

// KindGuidance is the kind of a page with a Guidance.
const KindGuidance = "guidance-model"

// Guidance is the guidance model: who does what and when, in phases from the
// first contact to the last follow-up.
type Guidance struct {
	Pos    diag.Pos `yaml:"-"`
	Roles  []Role   `yaml:"roles,required" doc:"who takes part; each has at least one action"`
	Tracks []Track  `yaml:"tracks" doc:"groups of participants for whom some actions are meant"`
	Tools  []Tool   `yaml:"tools" doc:"what actions use"`
	Phases []Phase  `yaml:"phases,required" doc:"the phases in the order of the model"`
	Forms  []Form   `yaml:"forms" doc:"forms to fill in and print; each gets a page"`

	roles  map[string]*Role
	tracks map[string]*Track
	tools  map[string]*Tool
	phases map[string]*Phase
	forms  map[string]*Form
	duties map[string][]Duty
}

// Track is a group of participants, such as people with a health profession
// from abroad. An action without tracks is for everybody.
type Track struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the track; words: tracks.<id>.title and .summary"`
}

// Tool is what actions use: a form, a service, a method.
type Tool struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the tool; words: tools.<id>.title and .text"`
	// Page is the id of the page about the tool, or empty.
	Page ID `yaml:"page" doc:"id of the page about the tool"`
}

// Phase is one phase of a guidance model.
type Phase struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the phase; words: phases.<id>.title, .short, .summary and .text"`
	// Weeks counts from the first contact. Nil: the phase may come at any time.
	Weeks *Span `yaml:"weeks" doc:"weeks from the first contact; leave it out for what may happen at any time"`
	// Lead is the role that answers for the phase.
	Lead ID `yaml:"lead,required" doc:"the role that answers for the phase"`
	// Pages are ids of pages to read further.
	Pages    []ID     `yaml:"pages" doc:"ids of pages to read further"`
	Actions  []Action `yaml:"actions,required" doc:"what is done in the phase"`
	Outcomes []ID     `yaml:"outcomes" check:"id" doc:"what the phase brings; unique in the model; words: outcomes.<id>"`
	DoneWhen []ID     `yaml:"done-when" check:"id" doc:"how one knows that the phase is done; unique in the model; words: done-when.<id>"`
}

// Action is one thing that somebody does in a phase.
type Action struct {
	Pos diag.Pos `yaml:"-"`
	// ID is unique in the whole model.
	ID ID `yaml:"id,required" check:"id" doc:"id of the action, unique in the whole model; words: actions.<id>.title and .text"`
	// By are the roles that do it.
	By []ID `yaml:"by,required" doc:"the roles that do it"`
	// With are the roles that take part.
	With []ID `yaml:"with" doc:"the roles that take part"`
	// Uses are tools.
	Uses []ID `yaml:"uses" doc:"the tools it uses"`
	// Tracks limit the action to some participants; empty: it is for all.
	Tracks []ID `yaml:"tracks" doc:"the tracks it is for; leave it out if it is for everybody"`
}

// Part is the part a role has in a phase or an action. A greater one includes
// the lesser: who leads is not counted again as acting.
type Part int

const (
	NoPart Part = iota
	TakesPart
	Acts
	Leads
)

// String returns "", "takes-part", "acts" or "leads".
func (p Part) String() string {
	return [...]string{"", "takes-part", "acts", "leads"}[p]
}

// Duty is an action as one role sees it.
type Duty struct {
	Phase  *Phase
	Action *Action
	// Part is Acts or TakesPart.
	Part Part
}

// Kind implements Definition.
func (g *Guidance) Kind() string { return KindGuidance }

// Role returns the role with the id, or nil.
func (g *Guidance) Role(id string) *Role { return g.roles[id] }

// Track returns the track with the id, or nil.
func (g *Guidance) Track(id string) *Track { return g.tracks[id] }

// Tool returns the tool with the id, or nil.
func (g *Guidance) Tool(id string) *Tool { return g.tools[id] }

// Phase returns the phase with the id, or nil.
func (g *Guidance) Phase(id string) *Phase { return g.phases[id] }

// Form returns the form with the id, or nil.
func (g *Guidance) Form(id string) *Form { return g.forms[id] }

// ActionsOf returns what the role does and takes part in, in the order of the
// phases and of the actions in them.
func (g *Guidance) ActionsOf(role string) []Duty { return g.duties[role] }

// Part returns the part the role has in the phase.
func (g *Guidance) Part(role string, phase *Phase) Part {
	part := NoPart
	if phase.Lead.Value == role {
		return Leads
	}
	for i := range phase.Actions {
		part = max(part, phase.Actions[i].Part(role))
	}
	return part
}

// NeededBy returns the ids of the roles whose pages name the page, in order.
func (g *Guidance) NeededBy(page string) []string {
	var roles []string
	for i := range g.Roles {
		if slices.ContainsFunc(g.Roles[i].Pages, func(id ID) bool { return id.Value == page }) {
			roles = append(roles, g.Roles[i].ID.Value)
		}
	}
	return roles
}

// Participation returns the overview roles × phases: a row for each of Roles,
// in it a part for each of Phases.
func (g *Guidance) Participation() [][]Part {
	rows := make([][]Part, len(g.Roles))
	for i := range g.Roles {
		rows[i] = make([]Part, len(g.Phases))
		for j := range g.Phases {
			rows[i][j] = g.Part(g.Roles[i].ID.Value, &g.Phases[j])
		}
	}
	return rows
}

// Part returns the part the role has in the action: NoPart, TakesPart or Acts.
func (a *Action) Part(role string) Part {
	for _, id := range a.By {
		if id.Value == role {
			return Acts
		}
	}
	for _, id := range a.With {
		if id.Value == role {
			return TakesPart
		}
	}
	return NoPart
}

// Words implements Definition.
func (g *Guidance) Words() []Word {
	var w words
	for i := range g.Roles {
		w.add("roles", g.Roles[i].ID, "title summary")
	}
	for i := range g.Tracks {
		w.add("tracks", g.Tracks[i].ID, "title summary")
	}
	for i := range g.Tools {
		w.add("tools", g.Tools[i].ID, "title text")
	}
	for i := range g.Phases {
		w.add("phases", g.Phases[i].ID, "title short? summary text?")
	}
	for i := range g.Phases {
		for _, a := range g.Phases[i].Actions {
			w.add("actions", a.ID, "title text")
		}
	}
	for i := range g.Phases {
		w.addAll("outcomes", g.Phases[i].Outcomes)
	}
	for i := range g.Phases {
		w.addAll("done-when", g.Phases[i].DoneWhen)
	}
	wordsOfForms(&w, g.Forms)
	return w.list
}

// Pages implements Definition: a page for each phase, one for each role, one
// for each form, and the whole model on one page for print.
func (g *Guidance) Pages() []Page {
	var pages []Page
	for i := range g.Phases {
		pages = addPage(pages, "phase", "phase-", "phases", g.Phases[i].ID)
	}
	for i := range g.Roles {
		pages = addPage(pages, "role", "role-", "roles", g.Roles[i].ID)
	}
	pages = pagesOfForms(pages, g.Forms)
	return append(pages, Page{ID: "print", View: "print", Message: "guidance-print", Pos: g.Pos})
}

// PageRefs implements Definition.
func (g *Guidance) PageRefs() []ID {
	var refs []ID
	for i := range g.Roles {
		refs = referPages(refs, g.Roles[i].Pages...)
	}
	for i := range g.Tools {
		refs = referPages(refs, g.Tools[i].Page)
	}
	for i := range g.Phases {
		refs = referPages(refs, g.Phases[i].Pages...)
	}
	return refs
}

func (g *Guidance) index() {
	g.roles = byID(g.Roles, func(r *Role) ID { return r.ID })
	g.tracks = byID(g.Tracks, func(t *Track) ID { return t.ID })
	g.tools = byID(g.Tools, func(t *Tool) ID { return t.ID })
	g.phases = byID(g.Phases, func(p *Phase) ID { return p.ID })
	g.forms = byID(g.Forms, func(f *Form) ID { return f.ID })
	g.duties = map[string][]Duty{}
	for i := range g.Phases {
		p := &g.Phases[i]
		for j := range p.Actions {
			a := &p.Actions[j]
			seen := map[string]bool{}
			for _, list := range [][]ID{a.By, a.With} {
				for _, id := range list {
					if !seen[id.Value] {
						seen[id.Value] = true
						g.duties[id.Value] = append(g.duties[id.Value], Duty{p, a, a.Part(id.Value)})
					}
				}
			}
		}
	}
}

func (g *Guidance) check(l *diag.List) {
	roles, tracks, tools := newSpace("role", "roles"), newSpace("track", "tracks"), newSpace("tool", "tools")
	phases, actions := newSpace("phase", "phases"), newSpace("action", "actions")
	outcomes, done := newSpace("outcome", "outcomes"), newSpace("sign", "done-when")
	for i := range g.Roles {
		roles.declare(l, g.Roles[i].ID)
	}
	for i := range g.Tracks {
		tracks.declare(l, g.Tracks[i].ID)
	}
	for i := range g.Tools {
		tools.declare(l, g.Tools[i].ID)
	}
	checkForms(l, g.Forms)
	var before *Phase // the last one that has weeks
	for i := range g.Phases {
		p := &g.Phases[i]
		phases.declare(l, p.ID)
		outcomes.declare(l, p.Outcomes...)
		done.declare(l, p.DoneWhen...)
		p.Weeks.check(l, "weeks")
		if len(p.Outcomes) == 0 {
			l.Warnf("guidance-outcome", cmp.Or(p.ID.Pos, p.Pos), "add outcomes: what is better for the participant after it",
				"the phase %q has no outcome", p.ID.Value)
		}
		if p.Weeks != nil {
			if before != nil && p.Weeks.From < before.Weeks.From {
				l.Warnf("guidance-order", p.Weeks.Pos, "put the phases in the order of time, or correct the weeks",
					"the phase %q begins in week %d, before %q above it", p.ID.Value, p.Weeks.From, before.ID.Value)
			}
			before = p
		}
		for j := range p.Actions {
			a := &p.Actions[j]
			actions.declare(l, a.ID)
			roles.refer(l, a.By...)
			roles.refer(l, a.With...)
			tools.refer(l, a.Uses...)
			tracks.refer(l, a.Tracks...)
			for _, id := range a.With {
				if id.Value != "" && a.Part(id.Value) == Acts {
					l.Warnf("guidance-by-with", id.Pos, "leave it under by: only",
						"the role %q stands under by and under with", id.Value)
				}
			}
		}
	}
	// So far only actions have referred to roles.
	for _, id := range roles.ids {
		if !roles.used[id] {
			l.Errorf("guidance-idle", roles.first[id],
				fmt.Sprintf("name %q under by: or with: of an action, or remove the role", id),
				"the role %q has no action, so its page would be empty", id)
		}
	}
	for i := range g.Phases {
		roles.refer(l, g.Phases[i].Lead)
	}
	tracks.unused(l, "name it under tracks: of an action, or remove it")
	tools.unused(l, "name it under uses: of an action, or remove it")
}

// addPage adds the page of a subject whose title is the word LIST.ID.title.
func addPage(pages []Page, view, prefix, list string, id ID) []Page {
	if !isID(id.Value) {
		return pages
	}
	return append(pages, Page{
		ID: prefix + id.Value, View: view, Subject: id.Value,
		Title: list + "." + id.Value + ".title", Pos: id.Pos,
	})
}

// byID returns the items by their ids; of two with one id the first.
func byID[T any](items []T, id func(*T) decode.At[string]) map[string]*T {
	m := make(map[string]*T, len(items))
	for i := range items {
		key := id(&items[i]).Value
		if _, taken := m[key]; !taken && key != "" {
			m[key] = &items[i]
		}
	}
	return m
}
