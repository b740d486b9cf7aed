package render

import (
	"html/template"
	"strings"

	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/score"
	"opas/cmd/opas/internal/site"
)

// AssessmentsPage is for "kinds/assessments.html": the self-checks in groups.
type AssessmentsPage struct {
	*Page
	Speech
	Root   string // for the script that looks what this browser keeps
	Groups []AssessmentGroup
	// Begun and Finished are messages with {{.Date}} and {{.Count}}, for the script.
	Begun, Finished string
}

// AssessmentGroup are self-checks that belong together.
type AssessmentGroup struct {
	ID          string
	Title, Text Text
	Assessments []AssessmentItem
	Together    string // how long all of them take, "" for a single one
}

// AssessmentItem is one self-check.
type AssessmentItem struct {
	Instrument string
	Page       Link
	Summary    Text
	Minutes    string
}

// ReceivePage is for "kinds/receive.html": where a code or a file is opened.
type ReceivePage struct {
	*Page
	Speech
	Papers []Link
	Facts  ReceiveFacts
}

// ReceiveFacts is what assets/receive.ts works with, as JSON in the page.
type ReceiveFacts struct {
	Root        string                  `json:"root"`
	Instruments []*score.Instrument     `json:"instruments"`
	Places      map[string]ReceivePlace `json:"places"` // by instrument
	Messages    map[string]string       `json:"messages"`
}

// ReceivePlace is the page of a self-check.
type ReceivePlace struct {
	Title string `json:"title"`
	Href  string `json:"href"`
}

// GroupPage is for "kinds/group.html": the summary of a group.
type GroupPage struct {
	*Page
	Speech
	Facts GroupFacts
}

// GroupFacts is what assets/group.ts works with, as JSON in the page. All texts
// are plain and in the language of the main part.
type GroupFacts struct {
	Lang        string                       `json:"lang"`
	Languages   map[string]string            `json:"languages"` // names by tag
	Instruments []GroupInstrument            `json:"instruments"`
	Messages    map[string]string            `json:"messages"`
	Plurals     map[string]map[string]string `json:"plurals"`
}

// GroupInstrument is a self-check with the words that a summary shows.
type GroupInstrument struct {
	Title      string            `json:"title"`
	Instrument *score.Instrument `json:"instrument"`
	Words      map[string]string `json:"words"`
}

func assessmentSet(c *pageContext, p *Page) any {
	set := c.owner().Definition.(*model.AssessmentSet)
	c.scripts = append(c.scripts, "overview.ts")
	said := c.text.Locale.Messages("selfcheck-overview-")
	v := &AssessmentsPage{Page: p, Speech: Speech{c}, Root: c.root + "/",
		Begun: said["selfcheck-overview-begun"], Finished: said["selfcheck-overview-finished"]}
	var contents []TocItem
	for i := range set.Groups {
		g := &set.Groups[i]
		path := "groups." + g.ID.Value
		group := AssessmentGroup{ID: "group-" + g.ID.Value, Title: c.word(path + ".title"), Text: c.word(path + ".text")}
		minutes := 0
		for _, id := range g.Assessments {
			page, a := c.assessment(id.Value)
			if a == nil {
				continue
			}
			minutes += page.Minutes
			item := AssessmentItem{Instrument: a.ID.Value, Page: c.whole(page), Summary: c.summary(page)}
			if page.Minutes > 0 {
				item.Minutes = c.count("selfcheck-overview-minutes", page.Minutes)
			}
			group.Assessments = append(group.Assessments, item)
		}
		if len(group.Assessments) > 1 && minutes > 0 {
			group.Together = c.count("selfcheck-overview-together", minutes)
		}
		v.Groups = append(v.Groups, group)
		contents = append(contents, TocItem{ID: group.ID, Text: c.plain(path + ".title")})
	}
	p.before(contents...)
	p.Chapters = nil // the self-checks stand in their groups
	return v
}

// whole is a link with the whole title of a page, by which people know a self-check.
func (c *pageContext) whole(p *site.Page) Link {
	l := c.link(p)
	l.Text = p.Editions[c.reader.Index].Title
	return l
}

// summary is the summary of another page, with its language where it is another one.
func (c *pageContext) summary(p *site.Page) Text {
	e := p.Editions[c.reader.Index]
	t := escaped(e.Summary)
	if e.Text != c.text {
		t.Lang, t.Dir = e.Text.Tag.HTML(), e.Text.Tag.Dir()
	}
	return t
}

// assessment is a page with a self-check, and the self-check; both are nil
// when there is none of this id.
func (c *pageContext) assessment(id string) (*site.Page, *model.Assessment) {
	p := c.site.Page(id)
	if p == nil {
		return nil, nil
	}
	a, ok := p.Definition.(*model.Assessment)
	if !ok || p.Owner != nil {
		return nil, nil
	}
	return p, a
}

// each calls f for every self-check of a set, in order.
func (c *pageContext) each(set *model.AssessmentSet, f func(*site.Page, *model.Assessment)) {
	for i := range set.Groups {
		for _, id := range set.Groups[i].Assessments {
			if p, a := c.assessment(id.Value); a != nil {
				f(p, a)
			}
		}
	}
}

func receivePage(c *pageContext, p *Page) any {
	c.scripts, c.entry = append(c.scripts, "receive.ts"), true
	p.Printable = false
	p.Lead = template.HTML(escape(c.say("selfcheck-receive-lead")))
	v := &ReceivePage{Page: p, Speech: Speech{c}, Facts: ReceiveFacts{
		Root: c.root + "/", Places: map[string]ReceivePlace{}, Messages: c.short("selfcheck-receive-")}}
	c.each(c.owner().Definition.(*model.AssessmentSet), func(page *site.Page, a *model.Assessment) {
		link := c.whole(page)
		v.Facts.Instruments = append(v.Facts.Instruments, a.Instrument())
		v.Facts.Places[a.ID.Value] = ReceivePlace{Title: link.Text, Href: link.Href}
		link.Href += "#entry"
		v.Papers = append(v.Papers, link)
	})
	return v
}

func groupPage(c *pageContext, p *Page) any {
	c.scripts, c.entry = append(c.scripts, "group.ts"), true
	p.Printable, p.Wide = false, true
	p.Lead = template.HTML(escape(c.say("selfcheck-group-lead")))
	v := &GroupPage{Page: p, Speech: Speech{c}, Facts: GroupFacts{
		Lang: c.text.Tag.HTML(), Languages: map[string]string{}, Messages: c.short("selfcheck-group-"), Plurals: map[string]map[string]string{}}}
	for _, id := range []string{"number-range", "list-middle", "list-end"} {
		v.Facts.Messages[id] = c.text.Locale.Messages(id)[id]
	}
	for id, forms := range c.text.Locale.Plurals("selfcheck-group-") {
		v.Facts.Plurals[strings.TrimPrefix(id, "selfcheck-group-")] = forms
	}
	for id, text := range c.text.Locale.Messages("selfcheck-receive-") { // why a file is refused
		v.Facts.Messages[strings.TrimPrefix(id, "selfcheck-receive-")] = text
	}
	for id, text := range c.text.Locale.Messages("selfcheck-apart-") {
		v.Facts.Messages[strings.TrimPrefix(id, "selfcheck-")] = text
	}
	for _, l := range c.site.Languages {
		v.Facts.Languages[string(l.Tag)] = l.Tag.Name()
	}
	c.each(c.owner().Definition.(*model.AssessmentSet), func(page *site.Page, a *model.Assessment) {
		if in := a.Instrument(); !in.Private {
			e := page.Editions[c.reader.Index]
			v.Facts.Instruments = append(v.Facts.Instruments, GroupInstrument{Title: e.Title, Instrument: in, Words: groupWords(e.Words, in)})
		}
	})
	return v
}

// groupWords are the words that name what a summary counts.
func groupWords(w *site.Words, in *score.Instrument) map[string]string {
	words := map[string]string{}
	add := func(path string) {
		if text := w.Plain(path); text != "" {
			words[path] = text
		}
	}
	for _, v := range in.Views {
		add("views." + v)
	}
	for _, o := range in.Occasions {
		add("occasions." + o)
	}
	for i := range in.Sets {
		for _, o := range in.Sets[i].Options {
			add("options." + in.Sets[i].ID + "." + o.ID)
		}
	}
	for i := range in.Items {
		if in.Items[i].Type != "text" {
			add("items." + in.Items[i].ID)
		}
	}
	for i := range in.Dimensions {
		add("dimensions." + in.Dimensions[i].ID + ".title")
	}
	return words
}

// short are messages without the prefix of their ids.
func (c *pageContext) short(prefix string) map[string]string {
	messages := map[string]string{}
	for id, text := range c.text.Locale.Messages(prefix) {
		messages[strings.TrimPrefix(id, prefix)] = text
	}
	return messages
}
