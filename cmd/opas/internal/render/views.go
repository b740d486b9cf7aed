package render

import (
	"html/template"
	"slices"
	"strings"

	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/site"
)

// views says how the pages of each kind are shown. The view "" is the
// definition's own page; the others are named by model.Page.View.
var views = map[viewKey]view{
	{model.KindGuidance, ""}:      {template: "kinds/guidance.html", fill: guidanceOverview},
	{model.KindGuidance, "phase"}: {template: "kinds/phase.html", fill: guidancePhase},
	{model.KindGuidance, "role"}:  {template: "kinds/role.html", fill: guidanceRole},
	{model.KindGuidance, "form"}:  {template: "kinds/form.html", fill: guidanceForm, bare: true},
	{model.KindGuidance, "print"}: {template: "kinds/guidance-print.html", fill: guidancePrint, repeats: true, bare: true},

	{model.KindStudyPath, ""}:          {template: "kinds/path.html", fill: studyPath, bare: true},
	{model.KindStudyPath, "next-step"}: {template: "kinds/next-step.html", fill: nextStep, bare: true},

	{model.KindMentoring, ""}:        {template: "kinds/mentoring.html", fill: mentoringGuide},
	{model.KindMentoring, "meeting"}: {template: "kinds/meeting.html", fill: mentoringMeeting},
	{model.KindMentoring, "form"}:    {template: "kinds/form.html", fill: mentoringForm, bare: true},
	{model.KindMentoring, "sheet"}:   {template: "kinds/form.html", fill: mentoringForm, bare: true},
	{model.KindMentoring, "book"}:    {template: "kinds/book.html", fill: mentoringBook, repeats: true},

	{model.KindCareer, ""}:            {template: "kinds/career.html", fill: careerModel},
	{model.KindCareer, "occupation"}:  {template: "kinds/occupation.html", fill: careerOccupation},
	{model.KindCareer, "competences"}: {template: "kinds/competences.html", fill: careerCompetences},
	{model.KindCareer, "my-plan"}:     {template: "kinds/form.html", fill: careerPlan, bare: true},

	{model.KindNews, ""}: {template: "kinds/news.html", fill: newsPage},

	{model.KindScope, ""}:     {template: "kinds/scope.html", fill: scopeOfPractice},
	{model.KindScope, "card"}: {template: "kinds/card.html", fill: scopeCard, bare: true},

	{model.KindAssessment, ""}: {template: "kinds/assessment.html", fill: assessmentPage, bare: true},

	{model.KindAssessmentSet, ""}:        {template: "kinds/assessments.html", fill: assessmentSet},
	{model.KindAssessmentSet, "receive"}: {template: "kinds/receive.html", fill: receivePage, bare: true},
	{model.KindAssessmentSet, "group"}:   {template: "kinds/group.html", fill: groupPage, bare: true},

	{model.KindGlossary, ""}: {template: "kinds/glossary.html", fill: glossaryPage, bare: true},
}

// Speech lets the templates of kinds say messages of the user interface in the
// language of the main part, {{$.Say "guidance-lead"}}, and link to the style
// sheets that only their pages need: {{.Sheet "form.css"}}.
type Speech struct{ c *pageContext }

// Say returns a message without values.
func (s Speech) Say(id string) string { return s.c.say(id) }

// Comma is what stands between two things on one line: ", ".
func (s Speech) Comma() string { return s.c.comma() }

// Row is names for one line.
func (s Speech) Row(names []Named) Row { return Row{Names: names, Comma: s.c.comma()} }

// Sheet returns the address of a style sheet by its entry point, "" if there is none.
func (s Speech) Sheet(entry string) string {
	for _, a := range s.c.assets(s.c.root+"/", entry) {
		return a
	}
	return ""
}

// Named is something with a name and, if it has a page, a link to it.
type Named struct {
	Href string
	Name Text
}

// Row is names on one line, and what stands between two of them.
type Row struct {
	Names []Named
	Comma string
}

// Prose is a text of one or more paragraphs. Beside is what the button says
// that shows the original, where there is one.
type Prose struct {
	Text
	Beside string
}

// owner is the page whose definition is shown: the page itself, or the one
// whose definition added it.
func (c *pageContext) owner() *site.Page {
	if c.page.Owner != nil {
		return c.page.Owner
	}
	return c.page
}

// subject is the id of what an added page shows.
func (c *pageContext) subject() string {
	if c.page.Added == nil {
		return ""
	}
	return c.page.Added.Subject
}

// below is the address of a page that the definition adds.
func (c *pageContext) below(id string) string {
	if p := c.site.Page(c.owner().ID + "/" + id); p != nil {
		return c.href(p)
	}
	return ""
}

// belowLink is a link to a page that the definition adds, nil if there is none.
func (c *pageContext) belowLink(id string) *Link { return c.linkTo(c.owner().ID + "/" + id) }

// named is a word that leads to a page which the definition adds.
func (c *pageContext) named(word, page string) Named {
	return Named{Href: c.below(page), Name: c.word(word)}
}

// prose is block with the button for its original.
func (c *pageContext) prose(path string) Prose {
	p := Prose{Text: c.block(path)}
	if p.HTML != "" && !strings.HasPrefix(string(p.HTML), "<") {
		p.HTML = "<p>" + p.HTML + "</p>"
	}
	if o := p.Original; o != nil {
		if !strings.HasPrefix(string(o.HTML), "<") {
			o.HTML = "<p>" + o.HTML + "</p>"
		}
		p.Beside = c.say("page-original", "Language", c.site.Source.Tag)
	}
	return p
}

// wordList is a word for each id: "outcomes." + id.
func (c *pageContext) wordList(prefix string, ids []model.ID) []Text {
	var list []Text
	for _, id := range ids {
		if t := c.word(prefix + id.Value); t.HTML != "" {
			list = append(list, t)
		}
	}
	return list
}

// pageLinks are links to pages by id; those that are not there are left out.
func (c *pageContext) pageLinks(ids []model.ID) []Link {
	var list []Link
	for _, id := range ids {
		if l := c.linkTo(id.Value); l != nil {
			list = append(list, *l)
		}
	}
	return list
}

// months writes a length in months, "" for none.
func (c *pageContext) months(s *model.Span) string {
	if s == nil {
		return ""
	}
	return c.text.Locale.Range("duration-months", s.From, s.To)
}

// extent writes a size in points, "" for none.
func (c *pageContext) extent(e *model.Extent) string {
	if e == nil {
		return ""
	}
	if e.Unit == "ects" {
		return c.count("path-extent-ects", e.Points)
	}
	return c.count("path-extent-cp", e.Points)
}

// nqf writes a level of the national framework, "" for none.
func (c *pageContext) nqf(level int) string {
	if level == 0 {
		return ""
	}
	return c.say("path-nqf-level", "Level", level)
}

// list joins names as the language does.
func (c *pageContext) list(names []string) string { return c.text.Locale.List(names) }

// comma is what the language of the main part puts between two items.
func (c *pageContext) comma() string { return c.text.Locale.Comma() }

// dir is the writing direction of the main part, for drawings.
func (c *pageContext) dir() string { return c.text.Tag.Dir() }

// another is the page of a kind and its words in the reader's language; both
// are nil when the site has no such page.
func (c *pageContext) another(kind string) (*site.Page, *site.Words) {
	p := c.site.OfKind(kind)
	if p == nil {
		return nil, nil
	}
	return p, p.Editions[c.reader.Index].Words
}

// stage names a stage of the study path and leads to its section.
func (c *pageContext) stage(id string) Named {
	p, words := c.another(model.KindStudyPath)
	if p == nil {
		return Named{}
	}
	n := Named{Name: c.wordOf(words, "stages."+id+".title"), Href: "#stage-" + id}
	if p != c.page {
		n.Href = c.href(p) + n.Href
	}
	return n
}

// occupation names an occupation of the career model and leads to its page.
func (c *pageContext) occupation(id string) Named {
	p, _ := c.another(model.KindCareer)
	if p == nil {
		return Named{}
	}
	o := c.site.Page(p.ID + "/" + id)
	if o == nil {
		return Named{}
	}
	l := c.link(o)
	return Named{Href: l.Href, Name: Text{HTML: template.HTML(template.HTMLEscapeString(l.Text)), Lang: l.Lang, Dir: l.Dir}}
}

func stages(c *pageContext, ids []model.ID) []Named {
	var list []Named
	for _, id := range ids {
		if n := c.stage(id.Value); n.Name.HTML != "" {
			list = append(list, n)
		}
	}
	return list
}

func occupations(c *pageContext, ids []model.ID) []Named {
	var list []Named
	for _, id := range ids {
		if n := c.occupation(id.Value); n.Name.HTML != "" {
			list = append(list, n)
		}
	}
	return list
}

// before puts the headings of the model before those of the text.
func (p *Page) before(items ...TocItem) { p.Toc = slices.Concat(items, p.Toc) }
