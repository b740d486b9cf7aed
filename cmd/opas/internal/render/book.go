package render

import (
	"html/template"
	"strconv"
	"strings"

	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/site"
)

// Book is for "kinds/book.html": a whole guide, one chapter after another, to
// be printed.
type Book struct {
	*Page
	Speech
	SiteName  string
	Publisher string
	Contents  []BookEntry
	Chapters  []BookChapter
	Programme BookProgramme
	Meetings  []BookMeeting
	Lists     []ChecklistItem
	Forms     []BookForm
	Parts     BookParts
}

// BookEntry is a line of the contents.
type BookEntry struct {
	Part    string // the part of the book that begins with it, else ""
	Number  string // "3.2"
	ID      string
	Text    Text
	Entries []BookEntry
}

// BookParts are the numbers of the chapters that are made from the definition.
type BookParts struct{ Programme, Meetings, Lists, Forms string }

// BookChapter is the text of one page; its headings are one level lower there.
type BookChapter struct {
	Number string
	ID     string
	Part   Text // the part of the book that begins with it, else no text
	Title  Text
	Lead   string
	Body   template.HTML
	Scope  *ScopeView // of a page that is a scope of practice
}

// BookProgramme is the programme with its roles and documents.
type BookProgramme struct {
	Timeline  template.HTML
	Phases    []ProgrammeItem
	Roles     []MentoringRole
	Documents []DocumentItem
}

// BookMeeting is the plan of a meeting with its number.
type BookMeeting struct {
	Number string
	ID     string
	MeetingPlan
}

// BookForm is a form as blank paper.
type BookForm struct {
	Number string
	ID     string
	FormView
}

func mentoringBook(c *pageContext, p *Page) any {
	m := c.owner().Definition.(*model.Mentoring)
	guide := c.owner()
	v := &Book{Page: p, Speech: Speech{c}}
	v.SiteName, _ = c.site.Config.Title.In(c.text.Chain)
	v.Publisher, _ = c.site.Config.Publisher.In(c.text.Chain)
	v.Title = c.name(guide)
	entry := func(id string, title Text) string {
		number := strconv.Itoa(len(v.Contents) + 1)
		v.Contents = append(v.Contents, BookEntry{Number: number, ID: id, Text: title})
		return number
	}
	under := func(id string, title Text) string {
		last := &v.Contents[len(v.Contents)-1]
		number := last.Number + "." + strconv.Itoa(len(last.Entries)+1)
		last.Entries = append(last.Entries, BookEntry{Number: number, ID: id, Text: title})
		return number
	}
	groups := append([]audienceGroup{{pages: []*site.Page{guide}}}, byAudience(written(guide))...)
	var pages []*site.Page
	for _, g := range groups {
		pages = append(pages, g.pages...)
	}
	for _, g := range groups {
		part := ""
		if g.audience != "" {
			part = c.audience(g.audience)
		}
		for _, page := range g.pages {
			if page.Editions[c.reader.Index].Doc == nil {
				continue
			}
			ch := c.chapter(page, pages)
			ch.Number, ch.Part = entry(ch.ID, ch.Title), Text{HTML: escape(part)}
			if ch.Title.Lang != "" {
				ch.Part.Lang, ch.Part.Dir = c.text.Tag.HTML(), c.dir()
			}
			v.Contents[len(v.Contents)-1].Part, part = part, ""
			v.Chapters = append(v.Chapters, ch)
		}
	}
	v.Programme = BookProgramme{Timeline: c.timeline(m, "book-"), Phases: c.programme(m), Documents: c.documents(m)}
	v.Parts.Programme = entry("book-programme", escaped(c.say("mentoring-programme")))
	v.Contents[len(v.Contents)-1].Part = c.say("mentoring-book-tools")
	for i := range m.Roles {
		id := "roles." + m.Roles[i].ID.Value
		v.Programme.Roles = append(v.Programme.Roles, MentoringRole{Title: c.word(id + ".title"), Summary: c.word(id + ".summary")})
	}
	v.Parts.Meetings = entry("book-meetings", escaped(c.say("mentoring-meetings")))
	for i := range m.Meetings {
		id := "book-meeting-" + m.Meetings[i].ID.Value
		plan := c.meeting(m, &m.Meetings[i], id+"-")
		v.Meetings = append(v.Meetings, BookMeeting{Number: under(id, plan.Title), ID: id, MeetingPlan: plan})
	}
	if len(m.Checklists) > 0 {
		v.Parts.Lists = entry("book-checklists", escaped(c.say("mentoring-checklists")))
		v.Lists = c.checklists(m)
	}
	if len(m.Forms) > 0 {
		v.Parts.Forms = entry("book-forms", escaped(c.say("mentoring-forms")))
		for i := range m.Forms {
			id := "book-form-" + m.Forms[i].ID.Value
			form := c.form(&m.Forms[i], "forms."+m.Forms[i].ID.Value, id+"-")
			v.Forms = append(v.Forms, BookForm{Number: under(id, form.Title), ID: id, FormView: form})
		}
	}
	return v
}

// name is the title of a page, as its readers see it.
func (c *pageContext) name(p *site.Page) string { return p.Editions[c.reader.Index].Title }

// written are the pages below a page that writers made, in reading order.
func written(p *site.Page) []*site.Page {
	var pages []*site.Page
	for _, child := range p.Children {
		if child.Added == nil && child.Date == nil { // news are not read in order
			pages = append(append(pages, child), written(child)...)
		}
	}
	return pages
}

// chapterID begins the ids of a chapter: "chapter-mentoring-agreement".
func chapterID(p *site.Page) string { return "chapter-" + strings.ReplaceAll(p.ID, "/", "-") }

// chapter is the text of a page as a chapter of the book. Links to another of
// its pages lead to the chapter.
func (c *pageContext) chapter(page *site.Page, pages []*site.Page) BookChapter {
	e := page.Editions[c.reader.Index]
	l := titled(page, c.reader, c.text, "")
	c.outdated = c.outdated || e.Translated == site.Stale
	ch := BookChapter{ID: chapterID(page), Lead: e.Summary, Title: Text{HTML: escape(e.Title), Lang: l.Lang, Dir: l.Dir}}
	env := c.env()
	env.IDPrefix, env.Term = ch.ID+"-", c.explainer()
	for i, h := range e.Doc.Headings {
		id := h.ID
		if i < len(e.HeadingIDs) && e.HeadingIDs[i] != "" {
			id = e.HeadingIDs[i]
		}
		env.HeadingIDs = append(env.HeadingIDs, ch.ID+"-"+id)
	}
	// What the chapter links to and cites is looked up from its own page.
	book := c.page
	c.page = page
	env.Link = func(dest string) markdown.Target {
		link, bad := c.site.Resolve(page, dest)
		if bad == nil && link.URL == "" && link.File == nil {
			for _, other := range pages {
				if other != link.Page {
					continue
				}
				fragment := link.Fragment
				if other.Editions[c.reader.Index].Lacks(fragment, c.site.Source) {
					fragment = ""
				}
				if fragment != "" && !madeByModel(other, fragment) {
					return markdown.Target{Href: "#" + chapterID(other) + "-" + fragment}
				} else if fragment == "" {
					return markdown.Target{Href: "#" + chapterID(other)}
				}
			}
		}
		return c.target(dest)
	}
	lead, body := e.Doc.HTML(env)
	ch.Body = lower(lead + body)
	if page.Kind == model.KindScope {
		scope := c.scope(page, ch.ID+"-")
		ch.Scope = &scope
	}
	c.page = book
	return ch
}

// madeByModel reports whether a heading of a page is none of its text's.
func madeByModel(p *site.Page, id string) bool {
	for _, e := range p.Editions {
		if e.Doc == nil {
			continue
		}
		for i, h := range e.Doc.Headings {
			if h.ID == id || i < len(e.HeadingIDs) && e.HeadingIDs[i] == id {
				return false
			}
		}
	}
	return true
}

// lower puts every heading one level lower; a sixth has no lower one. What
// Markdown made has headings of its own only: text in it is escaped.
func lower(h template.HTML) template.HTML {
	s := string(h)
	for level := 5; level >= 2; level-- {
		from, to := "h"+strconv.Itoa(level), "h"+strconv.Itoa(level+1)
		s = strings.NewReplacer("<"+from+">", "<"+to+">", "<"+from+" ", "<"+to+" ", "</"+from+">", "</"+to+">").Replace(s)
	}
	return template.HTML(s)
}

func escape(s string) template.HTML { return template.HTML(template.HTMLEscapeString(s)) }
