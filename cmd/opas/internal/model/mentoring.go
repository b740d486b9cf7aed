package model

import (
	"cmp"
	"fmt"

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
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the meeting; words: meetings.<id>.title, .summary, .aim, .opening and .text"`
	// Minutes is the length, 5 to 480: the sum of the agenda.
	Minutes int          `yaml:"minutes,required" check:"min=5,max=480" doc:"length in minutes: the sum of the agenda"`
	Agenda  []AgendaItem `yaml:"agenda,required" doc:"what the meeting consists of, in order"`
	Topics  []ID         `yaml:"topics" check:"id" doc:"what to talk about; unique in the model; words: topics.<id>"`
	// Mentee and Mentor are what each does before the meeting; unique in the model.
	Mentee []ID `yaml:"mentee" check:"id" doc:"what the mentee prepares; unique in the model; words: mentee.<id>"`
	Mentor []ID `yaml:"mentor" check:"id" doc:"what the mentor prepares; unique in the model; words: mentor.<id>"`
	// Forms are ids of Forms that the meeting uses.
	Forms []ID `yaml:"forms" doc:"the forms it uses"`
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

// MeetingsWith returns the meetings that use the form, in order.
func (m *Mentoring) MeetingsWith(form string) []*Meeting {
	var meetings []*Meeting
	for i := range m.Meetings {
		for _, id := range m.Meetings[i].Forms {
			if id.Value == form {
				meetings = append(meetings, &m.Meetings[i])
				break
			}
		}
	}
	return meetings
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
		w.add("meetings", m.Meetings[i].ID, "title summary aim opening? text?")
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
	for i := range m.Forms {
		if f := &m.Forms[i]; isID(f.ID.Value) {
			f.words(&w, "forms."+f.ID.Value, f.ID.Pos)
		}
	}
	return w.list
}

// Pages implements Definition: a page for each meeting and each form, and the
// whole guide as one book for print.
func (m *Mentoring) Pages() []Page {
	var pages []Page
	for i := range m.Meetings {
		pages = addPage(pages, "meeting", "meeting-", "meetings", m.Meetings[i].ID)
	}
	for i := range m.Forms {
		pages = addPage(pages, "form", "form-", "forms", m.Forms[i].ID)
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
	forms := newSpace("form", "forms")
	for i := range m.Roles {
		roles.declare(l, m.Roles[i].ID)
	}
	for i := range m.Forms {
		f := &m.Forms[i]
		if f.ID.Value == "" {
			l.Errorf("form-id", f.Pos, "add id: to it", "a form of a mentoring guide needs an id")
		}
		forms.declare(l, f.ID)
		f.check(l)
	}
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
	for i := range m.Meetings {
		t := &m.Meetings[i]
		meetings.declare(l, t.ID)
		topics.declare(l, t.Topics...)
		mentee.declare(l, t.Mentee...)
		mentor.declare(l, t.Mentor...)
		forms.refer(l, t.Forms...)
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
