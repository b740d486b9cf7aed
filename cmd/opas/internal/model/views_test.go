package model

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGuidance(t *testing.T) {
	g := define(t, `kind: guidance-model
definition:
  roles:
    - {id: participant, pages: [mentoring/who-is-who]}
    - {id: counsellor}
    - {id: mentor}
  tools:
    - {id: interpreter, page: about}
    - {id: calendar, page: ""}
  phases:
    - id: first-contact
      weeks: {from: 0, to: 2}
      lead: counsellor
      actions:
        - {id: book, by: [counsellor], with: [participant], uses: [interpreter, calendar]}
        - {id: ask, by: [participant]}
      outcomes: [known]
    - id: drop-out
      lead: mentor
      pages: [contact]
      actions:
        - {id: call, by: [mentor, counsellor]}
      outcomes: [returned]
      done-when: [answered]
  forms:
    - id: handover
      sections: [{id: who, fields: [{id: name, type: line}]}]
`).(*Guidance)
	want := [][]Part{
		{Acts, NoPart},
		{Leads, Acts},
		{NoPart, Leads},
	}
	if diff := cmp.Diff(want, g.Participation()); diff != "" {
		t.Error(diff)
	}
	var duties []string
	for _, d := range g.ActionsOf("participant") {
		duties = append(duties, d.Phase.ID.Value+" "+d.Action.ID.Value+" "+d.Part.String())
	}
	if diff := cmp.Diff([]string{"first-contact book takes-part", "first-contact ask acts"}, duties); diff != "" {
		t.Error(diff)
	}
	var refs []string
	for _, r := range g.PageRefs() {
		refs = append(refs, r.Value)
	}
	if diff := cmp.Diff([]string{"mentoring/who-is-who", "about", "contact"}, refs); diff != "" {
		t.Error(diff)
	}
	var pages []string
	for _, p := range g.Pages() {
		pages = append(pages, p.ID+" "+p.View+" "+p.Subject+" "+p.Title+p.Message)
	}
	if diff := cmp.Diff([]string{
		"phase-first-contact phase first-contact phases.first-contact.title",
		"phase-drop-out phase drop-out phases.drop-out.title",
		"role-participant role participant roles.participant.title",
		"role-counsellor role counsellor roles.counsellor.title",
		"role-mentor role mentor roles.mentor.title",
		"form-handover form handover forms.handover.title",
		"print print  guidance-print",
	}, pages); diff != "" {
		t.Error(diff)
	}
	if g.Phase("drop-out").Weeks != nil || g.Phase("nowhere") != nil || g.Tool("calendar") == nil || g.Role("mentor") == nil {
		t.Error("lookups")
	}
	if got := g.NeededBy("mentoring/who-is-who"); len(got) != 1 || got[0] != "participant" || g.NeededBy("contact") != nil {
		t.Error("who is led to a page:", got)
	}
	if g.Form("handover") != &g.Forms[0] {
		t.Error("the form is not found")
	}
}

func TestMentoring(t *testing.T) {
	m := define(t, `kind: mentoring-guide
definition:
  roles: [{id: mentor}, {id: mentee}]
  phases:
    - {id: matching, by: [mentor], months: {from: 0, to: 1}, steps: [choose]}
  variants: [beginner, remote]
  meetings:
    - id: first
      minutes: 30
      agenda: [{id: arrive, minutes: 5}, {id: agree, minutes: 25}]
      openings: [good-day]
      sheet: day
      forms: [agreement]
    - id: second
      minutes: 30
      agenda: [{id: arrive, minutes: 30}]
  documents: [{id: agreement, form: agreement}, {id: leaflet, page: about}]
  forms:
    - id: agreement
      sections:
        - id: pair
          fields:
            - {id: name, type: line}
            - {id: channel, type: choice, options: [phone, email]}
        - id: week-1
          grid: {columns: [{id: shown, type: tick}], rows: [keys]}
        - id: week-2
          grid: {columns: [{id: shown, type: tick}, {id: by, type: line}], rows: [clothes]}
    - id: day
      sections: [{id: line, fields: [{id: moments, type: text}]}]
`).(*Mentoring)
	var paths []string
	for _, w := range m.Words() {
		paths = append(paths, w.Path)
	}
	from := slices.Index(paths, "forms.agreement.title")
	if diff := cmp.Diff([]string{
		"forms.agreement.title", "forms.agreement.summary", "forms.agreement.note",
		"forms.agreement.sections.pair.title", "forms.agreement.sections.pair.note",
		"forms.agreement.sections.week-1.title", "forms.agreement.sections.week-1.note",
		"forms.agreement.sections.week-2.title", "forms.agreement.sections.week-2.note",
		"forms.agreement.fields.name.label", "forms.agreement.fields.name.help",
		"forms.agreement.fields.channel.label", "forms.agreement.fields.channel.help",
		"forms.agreement.options.phone", "forms.agreement.options.email",
		"forms.agreement.columns.shown", "forms.agreement.columns.by",
		"forms.agreement.rows.keys", "forms.agreement.rows.clothes",
	}, paths[from:slices.Index(paths, "forms.day.title")]); diff != "" {
		t.Error(diff)
	}
	for _, path := range []string{"openings.good-day", "variants.remote", "meetings.first.variants.remote", "meetings.second.variants.beginner"} {
		if !slices.Contains(paths, path) {
			t.Errorf("no word %s", path)
		}
	}
	var forms []string
	for _, p := range m.Pages() {
		if p.View == "form" || p.View == "sheet" {
			forms = append(forms, p.ID+" "+p.View)
		}
	}
	if diff := cmp.Diff([]string{"form-agreement form", "form-day sheet"}, forms); diff != "" {
		t.Error(diff)
	}
	if got := m.MeetingsWith("day"); len(got) != 1 || got[0] != m.Meeting("first") {
		t.Error(got)
	}
	if n := len(slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return p != "agenda.arrive" })); n != 1 {
		t.Errorf("agenda.arrive comes %d times", n)
	}
	if got := m.MeetingsWith("agreement"); len(got) != 1 || got[0] != m.Meeting("first") {
		t.Error(got)
	}
	if got := m.PhasesOf("mentor"); len(got) != 1 || len(m.PhasesOf("mentee")) != 0 {
		t.Error(got)
	}
	if m.Form("agreement") != &m.Forms[0] || m.Form("") != nil || m.Role("mentee") == nil {
		t.Error("lookups")
	}
}

func TestScope(t *testing.T) {
	s := define(t, `kind: scope-of-practice
definition:
  roles: [{id: student, pages: [mentoring/internship]}, {id: nurse}]
  tasks: [medicines, keys]
  limits:
    - {role: nurse, task: medicines, answer: with-permission}
    - {role: nurse, task: keys, answer: ask}
    - {role: student, task: medicines, answer: may-not}
    - {role: student, task: keys, answer: ask}
`).(*Scope)
	var words []string
	for _, w := range s.Words() {
		if w.Cites != "" {
			words = append(words, w.Path)
		}
	}
	if diff := cmp.Diff([]string{"limits.student.medicines", "limits.nurse.medicines"}, words); diff != "" {
		t.Error("what must cite a source:", diff)
	}
	if l := s.Limit("student", "medicines"); l == nil || l.Answer != "may-not" || s.Limit("student", "phone") != nil || s.Role("nurse") == nil {
		t.Error("lookups")
	}
	if pages := s.Pages(); len(pages) != 2 || pages[0].ID != "card-student" || pages[0].View != "card" {
		t.Error(pages)
	}
	if refs := s.PageRefs(); len(refs) != 1 || refs[0].Value != "mentoring/internship" {
		t.Error(refs)
	}
}

func TestCareer(t *testing.T) {
	c := define(t, `kind: career-model
definition:
  levels: [aware, guided, independent]
  areas: [safety]
  competences: [{id: hygiene, area: safety}, {id: lifting, area: safety}]
  occupations:
    - id: nurse
      titles: {fi: sairaanhoitaja, sv: sjukskötare, en: nurse}
      isco: ["2221"]
      licence: licensed-health
      competences: [{id: hygiene, level: independent}]
      tier: 4
    - id: assistant
      titles: {fi: avustaja, sv: assistent, en: assistant}
      isco: ["5321", "5322"]
      licence: none
      competences: [{id: hygiene, level: guided}, {id: lifting, level: aware}]
      tier: 1
  steps: [{from: assistant, to: nurse, through: [nursing]}]
  skills: [{id: decide, tasks: [{id: compare, minutes: 20}]}]
  plan:
    sections: [{id: goal, fields: [{id: what, type: text, rows: 4}]}]
`).(*Career)
	for _, x := range []struct {
		occupation, competence string
		level                  int
	}{
		{"nurse", "hygiene", 3}, {"assistant", "lifting", 1}, {"nurse", "lifting", 0}, {"nobody", "hygiene", 0},
	} {
		if got := c.Level(x.occupation, x.competence); got != x.level {
			t.Errorf("level of %s for %s: %d, want %d", x.competence, x.occupation, got, x.level)
		}
	}
	tiers := c.Tiers()
	if len(tiers) != 2 || tiers[0][0].ID.Value != "assistant" || tiers[1][0].ID.Value != "nurse" {
		t.Error(tiers)
	}
	from, to := c.StepsFrom("assistant"), c.StepsTo("nurse")
	if len(from) != 1 || len(to) != 1 || from[0] != to[0] || len(c.StepsFrom("nurse")) != 0 {
		t.Error(from, to)
	}
	var paths []string
	for _, w := range c.Words() {
		paths = append(paths, w.Path)
	}
	for _, p := range []string{"steps.assistant--nurse", "plan.title", "plan.sections.goal.title", "plan.fields.what.label", "tasks.compare.text"} {
		if !slices.Contains(paths, p) {
			t.Errorf("no word %s", p)
		}
	}
	if len(c.CompetencesOf("safety")) != 2 || c.Competence("lifting").Area.Value != "safety" || c.Plan.ID.Value != "plan" {
		t.Error("lookups")
	}
	pages := c.Pages()
	if last := pages[len(pages)-1]; last.View != "my-plan" || pages[0].Titles["sv"] != "sjukskötare" {
		t.Error(pages)
	}
}
