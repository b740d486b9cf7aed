package render

import (
	"html/template"
	"strings"

	"opas/cmd/opas/internal/diagram"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/model"
)

// Mentoring is for "kinds/mentoring.html": the programme and what belongs to it.
type Mentoring struct {
	*Page
	Speech
	Timeline   template.HTML
	Phases     []ProgrammeItem
	Roles      []MentoringRole
	Meetings   []MeetingItem
	Documents  []DocumentItem
	Checklists []ChecklistItem
	Book       *Link
}

// ProgrammeItem is a phase of the programme.
type ProgrammeItem struct {
	Speech
	ID      string
	Title   Text
	When    string
	Summary Text
	By      []Text
	Steps   []Text
	Result  Text
	Read    []Link
}

// MentoringRole is a role of the programme.
type MentoringRole struct {
	Title   Text
	Summary Text
	Read    []Link
}

// MeetingItem is a meeting in the list.
type MeetingItem struct {
	Number  int
	Meeting Named
	Minutes string
	Summary Text
	Aim     Text
}

// DocumentItem is a document: a form or a page, if it is there to open.
type DocumentItem struct {
	Title   Text
	Summary Text
	Open    *Link
	Form    bool
}

// ChecklistItem is a list to tick.
type ChecklistItem struct {
	ID      string
	Title   Text
	Summary Text
	Items   []Text
}

// MeetingView is for "kinds/meeting.html".
type MeetingView struct {
	*Page
	Speech
	Plan     MeetingPlan
	Position string // "Meeting 2 of 8"
	All      Link
}

// MeetingPlan is the plan of a meeting, on its page and in the book.
type MeetingPlan struct {
	Speech
	Title   Text
	Summary Text
	Minutes string
	Aim     Text
	// Openings are sentences to begin with.
	Openings      []Opening
	Text          Prose
	Drawing       template.HTML
	Agenda        []AgendaItem
	Total         string
	Topics        []Text
	Mentee        []Text
	Mentor        []Text
	Variants      []Variant
	ActivitySheet *Link
	Forms         []Link
	Read          []Link
}

// Opening is a sentence as it is said, in the language of the workplace, and
// what it means where the reader reads another one.
type Opening struct {
	Said  Text
	Means Text
}

// Variant is how a meeting is held for some people, or in another place.
type Variant struct {
	Title Text
	Text  Text
}

// AgendaItem is a part of a meeting.
type AgendaItem struct {
	Text    Text
	Minutes string
	When    string // the minutes from the start, such as 5–20
}

func mentoringGuide(c *pageContext, p *Page) any {
	m := c.page.Definition.(*model.Mentoring)
	v := &Mentoring{Page: p, Speech: Speech{c}, Timeline: c.timeline(m, ""), Book: c.belowLink("book")}
	v.Phases = c.programme(m)
	for i := range m.Roles {
		id := "roles." + m.Roles[i].ID.Value
		v.Roles = append(v.Roles, MentoringRole{Title: c.word(id + ".title"), Summary: c.word(id + ".summary"), Read: c.pageLinks(m.Roles[i].Pages)})
	}
	for i := range m.Meetings {
		t := &m.Meetings[i]
		id := "meetings." + t.ID.Value
		v.Meetings = append(v.Meetings, MeetingItem{Number: i + 1, Meeting: c.named(id+".title", "meeting-"+t.ID.Value),
			Minutes: c.count("duration-minutes", t.Minutes), Summary: c.word(id + ".summary"), Aim: c.word(id + ".aim")})
	}
	v.Documents = c.documents(m)
	v.Checklists = c.checklists(m)
	var toc []TocItem
	if p.Chapters != nil {
		toc = append(toc, TocItem{ID: "page-chapters", Text: p.Chapters.Title})
	}
	toc = append(toc, []TocItem{{ID: "model-programme", Text: c.say("mentoring-programme")}, {ID: "model-meetings", Text: c.say("mentoring-meetings")}, {ID: "model-roles", Text: c.say("mentoring-roles")}}...)
	if len(v.Documents) > 0 {
		toc = append(toc, TocItem{ID: "model-documents", Text: c.say("mentoring-documents-and-forms")})
	}
	if len(v.Checklists) > 0 {
		toc = append(toc, TocItem{ID: "model-checklists", Text: c.say("mentoring-checklists")})
	}
	p.before(toc...)
	return v
}

// programmeWhen says in words when a phase is.
func (c *pageContext) programmeWhen(s *model.Span) string {
	switch {
	case s == nil:
		return c.say("guidance-any-time")
	case s.From == s.To:
		return c.say("mentoring-month", "Month", s.From)
	}
	return c.say("mentoring-months", "From", s.From, "To", s.To)
}

func (c *pageContext) timeline(m *model.Mentoring, prefix string) template.HTML {
	t := diagram.Timeline{ID: prefix + "programme-drawing", Title: c.say("mentoring-drawing-title"), Dir: c.dir(),
		Desc: c.say("mentoring-drawing-text", "Phases", len(m.Phases))}
	for i := range m.Phases {
		ph := &m.Phases[i]
		bar := diagram.Bar{Label: c.plain("phases." + ph.ID.Value + ".title"), Note: c.programmeWhen(ph.Months), Open: ph.Months == nil}
		if ph.Months != nil {
			bar.From, bar.To = ph.Months.From, ph.Months.To
		}
		t.Bars = append(t.Bars, bar)
	}
	return t.SVG()
}

func (c *pageContext) programme(m *model.Mentoring) []ProgrammeItem {
	var items []ProgrammeItem
	for i := range m.Phases {
		ph := &m.Phases[i]
		id := "phases." + ph.ID.Value
		item := ProgrammeItem{Speech: Speech{c}, ID: "phase-" + ph.ID.Value, Title: c.word(id + ".title"), When: c.programmeWhen(ph.Months),
			Summary: c.word(id + ".summary"), Steps: c.wordList("steps.", ph.Steps), Result: c.word(id + ".result"), Read: c.pageLinks(ph.Pages)}
		for _, by := range ph.By {
			item.By = append(item.By, c.word("roles."+by.Value+".title"))
		}
		items = append(items, item)
	}
	return items
}

func (c *pageContext) documents(m *model.Mentoring) []DocumentItem {
	var items []DocumentItem
	for i := range m.Documents {
		d := &m.Documents[i]
		item := DocumentItem{Title: c.word("documents." + d.ID.Value + ".title"), Summary: c.word("documents." + d.ID.Value + ".summary")}
		switch {
		case d.Form.Value != "":
			item.Open, item.Form = c.belowLink("form-"+d.Form.Value), true
		case d.Page.Value != "":
			item.Open = c.linkTo(d.Page.Value)
		}
		items = append(items, item)
	}
	return items
}

func (c *pageContext) checklists(m *model.Mentoring) []ChecklistItem {
	var items []ChecklistItem
	for i := range m.Checklists {
		l := &m.Checklists[i]
		id := "checklists." + l.ID.Value
		items = append(items, ChecklistItem{ID: "checklist-" + l.ID.Value, Title: c.word(id + ".title"), Summary: c.word(id + ".summary"), Items: c.wordList("items.", l.Items)})
	}
	return items
}

func mentoringMeeting(c *pageContext, p *Page) any {
	m := c.owner().Definition.(*model.Mentoring)
	t := m.Meeting(c.subject())
	v := &MeetingView{Page: p, Speech: Speech{c}, Plan: c.meeting(m, t, ""), All: c.link(c.owner())}
	for i := range m.Meetings {
		if &m.Meetings[i] == t {
			v.Position = c.say("mentoring-meeting-of", "Number", i+1, "Total", len(m.Meetings))
		}
	}
	p.Lead = v.Plan.Summary.inline()
	p.before(TocItem{ID: "model-aim", Text: c.say("mentoring-aim")}, TocItem{ID: "model-agenda", Text: c.say("mentoring-agenda")})
	for _, part := range []struct {
		id, message string
		entries     int
	}{
		{"model-prepare", "mentoring-prepare", len(v.Plan.Mentee) + len(v.Plan.Mentor)},
		{"model-openings", "mentoring-openings", len(v.Plan.Openings)},
		{"model-topics", "mentoring-topics", len(v.Plan.Topics)},
		{"model-variants", "mentoring-variants", len(v.Plan.Variants)},
	} {
		if part.entries > 0 {
			p.Toc = append(p.Toc, TocItem{ID: part.id, Text: c.say(part.message)})
		}
	}
	return v
}

// opening is a sentence at path as the source language has it, and what it
// means in the language of the text where that is another one.
func (c *pageContext) opening(path string) Opening {
	w := c.edition.Words.Get(path)
	if w == nil || w.Original == nil {
		return Opening{Said: c.word(path)}
	}
	return Opening{Said: c.show(w.Original, (*markdown.Doc).Inline), Means: c.word(path)}
}

// meeting is the plan of a meeting; the ids of its drawing begin with prefix.
func (c *pageContext) meeting(m *model.Mentoring, t *model.Meeting, prefix string) MeetingPlan {
	id := "meetings." + t.ID.Value
	plan := MeetingPlan{Speech: Speech{c}, Title: c.word(id + ".title"), Summary: c.word(id + ".summary"), Minutes: c.count("duration-minutes", t.Minutes),
		Aim: c.word(id + ".aim"), Text: c.prose(id + ".text"),
		Topics: c.wordList("topics.", t.Topics), Mentee: c.wordList("mentee.", t.Mentee), Mentor: c.wordList("mentor.", t.Mentor), Read: c.pageLinks(t.Pages)}
	plan.Total = c.say("mentoring-agenda-total", "Minutes", plan.Minutes)
	bar := diagram.Agenda{ID: prefix + "agenda-drawing", Title: c.say("mentoring-agenda"), Dir: c.dir()}
	var parts []string
	start := 0
	for _, a := range t.Agenda {
		name := c.plain("agenda." + a.ID.Value)
		plan.Agenda = append(plan.Agenda, AgendaItem{Text: c.word("agenda." + a.ID.Value), Minutes: c.count("duration-minutes", a.Minutes), When: c.say("number-range", "From", start, "To", start+a.Minutes)})
		bar.Minutes = append(bar.Minutes, a.Minutes)
		parts = append(parts, name+" "+c.count("duration-minutes", a.Minutes))
		start += a.Minutes
	}
	bar.Desc = strings.Join(parts, c.comma())
	plan.Drawing = bar.SVG()
	for _, o := range t.Openings {
		plan.Openings = append(plan.Openings, c.opening("openings."+o.Value))
	}
	for _, v := range m.Variants {
		plan.Variants = append(plan.Variants, Variant{Title: c.word("variants." + v.Value), Text: c.word(id + ".variants." + v.Value)})
	}
	if t.Sheet.Value != "" {
		plan.ActivitySheet = c.belowLink("form-" + t.Sheet.Value)
	}
	for _, f := range t.Forms {
		if l := c.belowLink("form-" + f.Value); l != nil {
			plan.Forms = append(plan.Forms, *l)
		}
	}
	return plan
}
