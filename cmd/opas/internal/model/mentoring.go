package model

import (
	"cmp"
	"fmt"
	"slices"

	"opas/cmd/opas/internal/diag"
)

// KindMentoring is the kind of a page with a Mentoring.
const KindMentoring = "mentoring-guide"

// Mentoring is a mentoring programme: its phases, the plans of its meetings,
// and the documents, checklists and forms that go with it.
type Mentoring struct {
	Pos        diag.Pos         `yaml:"-"`
	Roles      []Role           `yaml:"roles,required" doc:"who takes part"`
	Phases     []ProgrammePhase `yaml:"phases,required" doc:"the phases of the programme in order"`
	Variants   []ID             `yaml:"variants" check:"id" doc:"for whom or where a meeting is held differently; words: variants.<id>, and meetings.<meeting>.variants.<id> for each meeting"`
	Meetings   []Meeting        `yaml:"meetings,required" doc:"plans of the meetings in order"`
	Documents  []Document       `yaml:"documents" doc:"documents of the programme"`
	Checklists []Checklist      `yaml:"checklists" doc:"checklists"`
	Forms      []Form           `yaml:"forms" doc:"forms to fill in and print; each gets a page"`

	roles map[string]*Role
	forms map[string]*Form
}

// ProgrammePhase is one phase of a mentoring programme.
type ProgrammePhase struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the phase; words: phases.<id>.title, .summary and .result"`
	// Months counts from the start of the programme. Nil: it may come at any time.
	Months *Span `yaml:"months" doc:"months from the start of the programme"`
	// By are the roles that carry it.
	By []ID `yaml:"by,required" doc:"the roles that carry it"`
	// Steps are unique in the model.
	Steps []ID `yaml:"steps" check:"id" doc:"what is done; unique in the model; words: steps.<id>"`
	// Pages are ids of pages to read further.
	Pages []ID `yaml:"pages" doc:"ids of pages to read further"`
}

// Meeting is the plan of one meeting of mentor and mentee.
type Meeting struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the meeting; words: meetings.<id>.title, .summary, .aim, .text and .variants"`
	// Minutes is the length, 5 to 480: the sum of the agenda.
	Minutes int          `yaml:"minutes,required" check:"min=5,max=480" doc:"length in minutes: the sum of the agenda"`
	Agenda  []AgendaItem `yaml:"agenda,required" doc:"what the meeting consists of, in order"`
	Topics  []ID         `yaml:"topics" check:"id" doc:"what to talk about; unique in the model; words: topics.<id>"`
	// Mentee and Mentor are what each does before the meeting; unique in the model.
	Mentee []ID `yaml:"mentee" check:"id" doc:"what the mentee prepares; unique in the model; words: mentee.<id>"`
	Mentor []ID `yaml:"mentor" check:"id" doc:"what the mentor prepares; unique in the model; words: mentor.<id>"`
	// Openings are sentences to begin with; unique in the model. They are said in
	// the source language, whatever the reader's, who sees what they mean.
	Openings []ID `yaml:"openings" check:"id" doc:"sentences to begin with, said in the source language; unique in the model; words: openings.<id>"`
	// Sheet is the id of the Form that is the meeting's activity sheet, or empty.
	Sheet ID `yaml:"sheet" doc:"the form that is its activity sheet"`
	// Forms are ids of other Forms that the meeting uses.
	Forms []ID `yaml:"forms" doc:"the other forms it uses"`
	// Pages are ids of pages to read further.
	Pages []ID `yaml:"pages" doc:"ids of pages to read further"`
}

// AgendaItem is a part of a meeting. Meetings share the words of parts with one id.
type AgendaItem struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the part, the same in several meetings if its words are; words: agenda.<id>"`
	// Minutes is 1 to 480.
	Minutes int `yaml:"minutes,required" check:"min=1,max=480" doc:"how long it takes"`
}

// Document is a document of the programme: one of the forms, a page, or
// something that is described only.
type Document struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the document; words: documents.<id>.title and .summary"`
	// Form is the id of a form, Page that of a page; at most one is given.
	Form ID `yaml:"form" doc:"the form that it is"`
	Page ID `yaml:"page" doc:"id of the page where it is"`
}

// Checklist is a list to tick.
type Checklist struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the checklist; words: checklists.<id>.title and .summary"`
	// Items are unique in the model.
	Items []ID `yaml:"items,required" check:"id" doc:"its items; unique in the model; words: items.<id>"`
}

// Kind implements Definition.
func (m *Mentoring) Kind() string { return KindMentoring }

// Role returns the role with the id, or nil.
func (m *Mentoring) Role(id string) *Role { return m.roles[id] }

// Form returns the form with the id, or nil.
func (m *Mentoring) Form(id string) *Form { return m.forms[id] }

// Meeting returns the meeting with the id, or nil.
func (m *Mentoring) Meeting(id string) *Meeting {
	for i := range m.Meetings {
		if m.Meetings[i].ID.Value == id {
			return &m.Meetings[i]
		}
	}
	return nil
}

// PhasesOf returns the phases that the role carries, in order.
func (m *Mentoring) PhasesOf(role string) []*ProgrammePhase {
	var phases []*ProgrammePhase
	for i := range m.Phases {
		for _, id := range m.Phases[i].By {
			if id.Value == role {
				phases = append(phases, &m.Phases[i])
				break
			}
		}
	}
	return phases
}

// MeetingsWith returns the meetings that use the form, as their activity sheet
// or otherwise, in order.
func (m *Mentoring) MeetingsWith(form string) []*Meeting {
	var meetings []*Meeting
	for i := range m.Meetings {
		uses := func(id ID) bool { return id.Value == form }
		if t := &m.Meetings[i]; uses(t.Sheet) || slices.ContainsFunc(t.Forms, uses) {
			meetings = append(meetings, t)
		}
	}
	return meetings
}

// isSheet reports whether the form is the activity sheet of a meeting.
func (m *Mentoring) isSheet(form string) bool {
	return slices.ContainsFunc(m.Meetings, func(t Meeting) bool { return t.Sheet.Value == form })
}

// Words implements Definition.
func (m *Mentoring) Words() []Word {
	var w words
	for i := range m.Roles {
		w.add("roles", m.Roles[i].ID, "title summary")
	}
	for i := range m.Phases {
		w.add("phases", m.Phases[i].ID, "title summary result")
	}
	for i := range m.Phases {
		w.addAll("steps", m.Phases[i].Steps)
	}
	for i := range m.Meetings {
		for _, a := range m.Meetings[i].Agenda {
			w.share("agenda", a.ID)
		}
	}
	for i := range m.Meetings {
		w.add("meetings", m.Meetings[i].ID, "title summary aim text?")
		if id := m.Meetings[i].ID; isID(id.Value) {
			w.addAll("meetings."+id.Value+".variants", m.Variants)
		}
	}
	w.addAll("variants", m.Variants)
	for i := range m.Meetings {
		w.addAll("openings", m.Meetings[i].Openings)
	}
	for i := range m.Meetings {
		w.addAll("topics", m.Meetings[i].Topics)
	}
	for i := range m.Meetings {
		w.addAll("mentee", m.Meetings[i].Mentee)
	}
	for i := range m.Meetings {
		w.addAll("mentor", m.Meetings[i].Mentor)
	}
	for i := range m.Documents {
		w.add("documents", m.Documents[i].ID, "title summary")
	}
	for i := range m.Checklists {
		w.add("checklists", m.Checklists[i].ID, "title summary?")
	}
	for i := range m.Checklists {
		w.addAll("items", m.Checklists[i].Items)
	}
	wordsOfForms(&w, m.Forms)
	return w.list
}

// Pages implements Definition: a page for each meeting and each form
// (view "sheet" for the activity sheet of a meeting), and the
// whole guide as one book for print.
func (m *Mentoring) Pages() []Page {
	var pages []Page
	for i := range m.Meetings {
		pages = addPage(pages, "meeting", "meeting-", "meetings", m.Meetings[i].ID)
	}
	pages = pagesOfForms(pages, m.Forms)
	for i := range pages {
		if pages[i].View == "form" && m.isSheet(pages[i].Subject) {
			pages[i].View = "sheet"
		}
	}
	return append(pages, Page{ID: "book", View: "book", Message: "mentoring-book", Pos: m.Pos})
}

// PageRefs implements Definition.
func (m *Mentoring) PageRefs() []ID {
	var refs []ID
	for i := range m.Roles {
		refs = referPages(refs, m.Roles[i].Pages...)
	}
	for i := range m.Phases {
		refs = referPages(refs, m.Phases[i].Pages...)
	}
	for i := range m.Meetings {
		refs = referPages(refs, m.Meetings[i].Pages...)
	}
	for i := range m.Documents {
		refs = referPages(refs, m.Documents[i].Page)
	}
	return refs
}

func (m *Mentoring) index() {
	m.roles = byID(m.Roles, func(r *Role) ID { return r.ID })
	m.forms = byID(m.Forms, func(f *Form) ID { return f.ID })
}

func (m *Mentoring) check(l *diag.List) {
	roles, phases, steps := newSpace("role", "roles"), newSpace("phase", "phases"), newSpace("step", "steps")
	for i := range m.Roles {
		roles.declare(l, m.Roles[i].ID)
	}
	forms := checkForms(l, m.Forms)
	for i := range m.Phases {
		p := &m.Phases[i]
		phases.declare(l, p.ID)
		steps.declare(l, p.Steps...)
		roles.refer(l, p.By...)
		p.Months.check(l, "months")
	}
	m.checkMeetings(l, forms)
	documents, checklists, items := newSpace("document", "documents"), newSpace("checklist", "checklists"), newSpace("item", "items")
	for i := range m.Documents {
		d := &m.Documents[i]
		documents.declare(l, d.ID)
		forms.refer(l, d.Form)
		if d.Form.Value != "" && d.Page.Value != "" {
			l.Errorf("mentoring-document", d.Page.Pos, "leave one of them out",
				"the document %q is a form and a page at once", d.ID.Value)
		}
	}
	for i := range m.Checklists {
		checklists.declare(l, m.Checklists[i].ID)
		items.declare(l, m.Checklists[i].Items...)
	}
}

func (m *Mentoring) checkMeetings(l *diag.List, forms *space) {
	meetings, topics := newSpace("meeting", "meetings"), newSpace("topic", "topics")
	mentee, mentor := newSpace("preparation", "mentee"), newSpace("preparation", "mentor")
	openings, variants := newSpace("opening", "openings"), newSpace("variant", "variants")
	variants.declare(l, m.Variants...)
	for i := range m.Meetings {
		t := &m.Meetings[i]
		meetings.declare(l, t.ID)
		topics.declare(l, t.Topics...)
		mentee.declare(l, t.Mentee...)
		mentor.declare(l, t.Mentor...)
		openings.declare(l, t.Openings...)
		forms.refer(l, slices.Concat([]ID{t.Sheet}, t.Forms)...)
		sum, known := 0, t.Minutes > 0 && len(t.Agenda) > 0
		for _, a := range t.Agenda {
			sum += a.Minutes
			known = known && a.Minutes > 0
		}
		if known && sum != t.Minutes {
			l.Errorf("mentoring-minutes", cmp.Or(t.ID.Pos, t.Pos),
				fmt.Sprintf("write minutes: %d, or change the agenda", sum),
				"the agenda of %q takes %d minutes, the meeting %d", t.ID.Value, sum, t.Minutes)
		}
	}
}
