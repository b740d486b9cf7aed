package render

import (
	"maps"
	"slices"
	"strings"

	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/score"
	"opas/cmd/opas/internal/site"
)

// AssessmentFacts is what assets/assessment works with, as JSON in the page: it
// is Packed of assets/assessment/instrument.ts, which says what each part is
// for. All texts are plain.
type AssessmentFacts struct {
	Instrument  *score.Instrument           `json:"instrument"`
	Root        string                      `json:"root"`
	Lang        string                      `json:"lang"`
	Source      string                      `json:"source"`
	Places      map[string]*AssessmentPlace `json:"places"`
	Entries     []AssessmentEntry           `json:"entries"`
	Sheet       AssessmentSheet             `json:"sheet"`
	Plan        *AssessmentPlan             `json:"plan"`
	Participant bool                        `json:"participant,omitempty"`
	Pages       AssessmentPages             `json:"pages"`
	// Messages are those that are said in the language of the page alone.
	Messages map[string]string `json:"messages"`
	// Beside are the ids of the messages that every language has, Paths the paths
	// of the words: the texts of a language stand in their order, so that no
	// language repeats them.
	Beside []string `json:"beside"`
	Paths  []string `json:"paths"`
	// Languages come last, and their words last of all: close to the paper form,
	// which has the same words, and so compresses better.
	Languages []AssessmentLanguage `json:"languages"`
}

// AssessmentLanguage is a language in which a self-check can be taken.
type AssessmentLanguage struct {
	Tag      string                       `json:"tag"`
	HTML     string                       `json:"html"`
	Dir      string                       `json:"dir"`
	Name     string                       `json:"name"`
	Draft    bool                         `json:"draft"`
	Plurals  map[string]map[string]string `json:"plurals"`
	Foreign  map[string]string            `json:"foreign,omitempty"` // by path
	Messages []string                     `json:"messages"`          // in the order of Beside, "" for none
	Words    []string                     `json:"words"`             // in the order of Paths, "" for none, or where the paper form has it
}

// AssessmentPlace is where a lead goes: the page in the language of this one,
// and its title in that and in the source language.
type AssessmentPlace struct {
	Title map[string]string `json:"title"`
	// Foreign says in which other language a title really is.
	Foreign map[string]string `json:"foreign,omitempty"`
	Href    string            `json:"href"`
}

// AssessmentEntry is a stage of the study path and the level that it asks for,
// from 1 for A1 to 6 for C2.
type AssessmentEntry struct {
	Lead  string `json:"lead"`
	Level int    `json:"level"`
}

// AssessmentSheet is what the first sheet has of this and of other self-checks.
type AssessmentSheet struct {
	Own    string             `json:"own"`
	Others []AssessmentBeside `json:"others"`
}

// AssessmentBeside is another self-check whose best rated items join the sheet.
type AssessmentBeside struct {
	As         string                       `json:"as"`
	Instrument *score.Instrument            `json:"instrument"`
	Items      map[string]map[string]string `json:"items"`
}

// AssessmentPlan is the form "my plan" of the career model: the names under
// which its fields are kept.
type AssessmentPlan struct {
	Form  string     `json:"form"`
	Goal  string     `json:"goal"`
	Steps []PlanStep `json:"steps"`
	Href  string     `json:"href"`
}

// PlanStep is a row of the plan.
type PlanStep struct {
	Step string `json:"step"`
	When string `json:"when"`
	Who  string `json:"who"`
}

// AssessmentPages are addresses of other pages about self-checks, "" for none.
type AssessmentPages struct {
	Receive string `json:"receive"`
}

// elsewhere are the messages that pages of self-checks say, but not their
// script on this page.
var elsewhere = []string{"selfcheck-page-", "selfcheck-overview-", "selfcheck-receive-", "selfcheck-group-"}

// besides are the messages that are also said in a second language: on
// questions and results, and on paper. The others are controls of the page.
var besides = []string{
	"about", "adviser", "apart-", "because", "check-", "compare", "how", "items-", "leads", "level-", "paper-date", "result", "review-title", "review-none",
	"sheet", "start-not-for", "start-occasion", "start-title", "start-view", "validation",
	"date", "month-", "number-range", "list-",
}

// paired are those of them that are said to a participant and an adviser
// together: only the pair of languages has them.
var paired = []string{"compare", "sheet"}

// commonMessages are the other messages that the script says.
var commonMessages = []string{
	"date", "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9", "month-10", "month-11", "month-12",
	"number-range", "list-middle", "list-end",
}

// assessmentFacts leaves out what the script can read from the paper form: the
// words of the page's own language at the paths that are printed.
func (c *pageContext) assessmentFacts(a *model.Assessment, printed map[string]bool) *AssessmentFacts {
	spoken := c.assessmentLanguages()
	f := &AssessmentFacts{Instrument: a.Instrument(), Root: c.root, Lang: string(c.text.Tag), Source: string(c.site.Source.Tag),
		Places: map[string]*AssessmentPlace{}, Entries: []AssessmentEntry{}, Sheet: AssessmentSheet{Own: a.Sheet, Others: []AssessmentBeside{}},
		Participant: c.forParticipants(), Plan: c.planOf()}
	f.Paths = append(f.Paths, "title")
	for _, w := range a.Words() {
		if slices.ContainsFunc(spoken, func(l *site.Language) bool { return c.page.Editions[l.Index].Words.Get(w.Path) != nil }) {
			f.Paths = append(f.Paths, w.Path)
		}
	}
	for _, it := range a.Items() {
		if len(it.When) > 0 {
			f.Paths = append(f.Paths, whenWord(it.ID.Value))
		}
	}
	said := c.assessmentMessages(a, c.text)
	for _, id := range slices.Sorted(maps.Keys(said)) {
		if beginsWithOneOf(id, besides) {
			f.Beside = append(f.Beside, id)
			delete(said, id)
		}
	}
	f.Messages = said
	// Its own language stands last of all: the paper form repeats its words.
	for _, l := range spoken {
		if l != c.text {
			f.Languages = append(f.Languages, c.assessmentLanguage(a, f, l))
		}
	}
	own := c.assessmentLanguage(a, f, c.text)
	for i, path := range f.Paths {
		if printed[path] {
			own.Words[i] = ""
		}
	}
	f.Languages = append(f.Languages, own)
	leads := leadsOf(a.Instrument())
	if a.EntryLevels {
		f.Entries = c.entries()
		for _, e := range f.Entries {
			leads = append(leads, e.Lead)
		}
	}
	for _, lead := range leads {
		if place := c.place(lead); place != nil {
			f.Places[lead] = place
		}
	}
	for _, id := range a.Beside {
		p, other := c.assessment(id.Value)
		if other == nil || other.Sheet == "" {
			continue
		}
		beside := AssessmentBeside{As: other.Sheet, Instrument: other.Instrument(), Items: map[string]map[string]string{}}
		for _, l := range c.pair() {
			items := map[string]string{}
			for _, it := range other.Items() {
				items[it.ID.Value] = p.Editions[l.Index].Words.Plain("items." + it.ID.Value)
			}
			beside.Items[string(l.Tag)] = items
		}
		f.Sheet.Others = append(f.Sheet.Others, beside)
	}
	if set := c.site.OfKind(model.KindAssessmentSet); set != nil {
		if p := c.site.Page(set.ID + "/receive"); p != nil {
			f.Pages.Receive = c.href(p)
		}
	}
	return f
}

// assessmentLanguages are those in which the page can say its questions: its own
// and, beside it, the source language, also in its easy form, where they have
// words. A page with all languages of a site would be too heavy for a phone;
// another language is that of another page, to which the answers come along.
func (c *pageContext) assessmentLanguages() []*site.Language {
	var spoken []*site.Language
	for _, l := range c.site.Languages {
		w := c.page.Editions[l.Index].Words
		if l == c.text || l.Tag.Primary() == c.site.Source.Tag.Primary() && w != nil && w.Own {
			spoken = append(spoken, l)
		}
	}
	return spoken
}

// pair are the language of the main part and the source language, in which a
// participant and an adviser read a result together.
func (c *pageContext) pair() []*site.Language {
	if c.text == c.site.Source {
		return []*site.Language{c.text}
	}
	return []*site.Language{c.text, c.site.Source}
}

// assessmentLanguage is everything that is said in one language.
func (c *pageContext) assessmentLanguage(a *model.Assessment, f *AssessmentFacts, l *site.Language) AssessmentLanguage {
	e := c.page.Editions[l.Index]
	v := AssessmentLanguage{Tag: string(l.Tag), HTML: l.Tag.HTML(), Dir: l.Tag.Dir(), Name: l.Tag.Name(),
		Foreign: map[string]string{}, Plurals: map[string]map[string]string{}}
	if e.Words != nil {
		v.Draft = e.Words.Draft
	}
	words := map[string]string{"title": e.Title}
	if e.Text != l {
		v.Foreign["title"] = e.Text.Tag.HTML()
	}
	number := itemNumbers(a)
	for _, it := range a.Items() {
		if len(it.When) > 0 {
			words[whenWord(it.ID.Value)] = condition(a, it, number, l, e.Words)
		}
	}
	for _, path := range f.Paths {
		if w := e.Words.Get(path); w != nil {
			words[path] = w.Doc.Plain
			if w.Lang != l {
				v.Foreign[path] = w.Lang.Tag.HTML()
			}
		}
		v.Words = append(v.Words, words[path])
	}
	said := c.assessmentMessages(a, l)
	named := strings.Contains(said["date"], ".MonthName")
	for _, id := range f.Beside {
		if !slices.Contains(c.pair(), l) && beginsWithOneOf(id, paired) || !named && strings.HasPrefix(id, "month-") {
			said[id] = ""
		}
		v.Messages = append(v.Messages, said[id])
	}
	for id, forms := range l.Locale.Plurals("selfcheck-") {
		if !isElsewhere(id) {
			v.Plurals[strings.TrimPrefix(id, "selfcheck-")] = forms
		}
	}
	return v
}

// assessmentMessages are the messages that the script says, in one language.
func (c *pageContext) assessmentMessages(a *model.Assessment, l *site.Language) map[string]string {
	messages := map[string]string{"validation": validation(l, a)}
	for id, text := range l.Locale.Messages("selfcheck-") {
		if !isElsewhere(id) {
			messages[strings.TrimPrefix(id, "selfcheck-")] = text
		}
	}
	for _, id := range commonMessages {
		messages[id] = l.Locale.Messages(id)[id]
	}
	return messages
}

func isElsewhere(id string) bool {
	return beginsWithOneOf(id, elsewhere)
}

func beginsWithOneOf(id string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(id, prefix) })
}

// validation says how far a self-check has been tried out.
func validation(l *site.Language, a *model.Assessment) string {
	switch a.Validation {
	case "piloted":
		return l.Locale.Text("selfcheck-page-piloted")
	case "validated":
		return l.Locale.Text("selfcheck-page-validated")
	}
	return l.Locale.Text("selfcheck-page-unvalidated")
}

// forParticipants reports whether participants take the self-check: the page
// names them, or nobody.
func (c *pageContext) forParticipants() bool {
	for _, a := range c.page.Audiences {
		if a.ID == "participant" {
			return true
		}
	}
	return len(c.page.Audiences) == 0
}

// leadsOf are the leads of an instrument, in its order.
func leadsOf(in *score.Instrument) []string {
	var leads []string
	for i := range in.Sets {
		for _, o := range in.Sets[i].Options {
			leads = append(leads, o.Leads...)
		}
	}
	for i := range in.Items {
		leads = append(leads, in.Items[i].Leads...)
	}
	for i := range in.Dimensions {
		for _, b := range in.Dimensions[i].Bands {
			leads = append(leads, b.Leads...)
		}
	}
	return leads
}

// place is where a lead goes; nil if the site has no such place.
func (c *pageContext) place(lead string) *AssessmentPlace {
	kind, id, _ := strings.Cut(lead, ":")
	var p *site.Page
	word, fragment := "", ""
	switch kind {
	case "page":
		p = c.site.Page(id)
	case "occupation":
		if career := c.site.OfKind(model.KindCareer); career != nil {
			p = c.site.Page(career.ID + "/" + id)
		}
	case "stage":
		p, word, fragment = c.site.OfKind(model.KindStudyPath), "stages."+id+".title", "#stage-"+id
	case "task":
		p, word, fragment = c.site.OfKind(model.KindCareer), "tasks."+id+".title", "#task-"+id
	}
	if p == nil {
		return nil
	}
	place := &AssessmentPlace{Title: map[string]string{}, Foreign: map[string]string{}, Href: c.href(p) + fragment}
	for _, l := range c.pair() {
		e := p.Editions[l.Index]
		title, really := e.Title, e.Text
		if w := e.Words.Get(word); word != "" && w != nil {
			title, really = w.Doc.Plain, w.Lang
		}
		place.Title[string(l.Tag)] = title
		if really != l {
			place.Foreign[string(l.Tag)] = really.Tag.HTML()
		}
	}
	return place
}

// entries are the levels that stages of the study path ask for.
func (c *pageContext) entries() []AssessmentEntry {
	list := []AssessmentEntry{}
	p := c.site.OfKind(model.KindStudyPath)
	if p == nil {
		return list
	}
	path := p.Definition.(*model.StudyPath)
	for i := range path.Stages {
		if level := slices.Index(levels, path.Stages[i].Needs.Language) + 1; level > 0 {
			list = append(list, AssessmentEntry{Lead: "stage:" + path.Stages[i].ID.Value, Level: level})
		}
	}
	return list
}

// planOf is the form "my plan" if it has a goal and a table of steps with when
// and who helps; nil if the site has no such form.
func (c *pageContext) planOf() *AssessmentPlan {
	career := c.site.OfKind(model.KindCareer)
	if career == nil {
		return nil
	}
	form, p := career.Definition.(*model.Career).Plan, c.site.Page(career.ID+"/my-plan")
	if form == nil || p == nil {
		return nil
	}
	plan := &AssessmentPlan{Form: form.ID.Value, Href: c.href(p)}
	for i := range form.Sections {
		s := &form.Sections[i]
		for j := range s.Fields {
			if f := &s.Fields[j]; f.ID.Value == "goal" {
				plan.Goal = f.ID.Value
			}
		}
		if s.Grid == nil || !hasColumns(s.Grid, "step", "when", "who-helps") {
			continue
		}
		for _, row := range s.Grid.Rows {
			// As FormCell.Name.
			plan.Steps = append(plan.Steps, PlanStep{Step: row.Value + ".step", When: row.Value + ".when", Who: row.Value + ".who-helps"})
		}
	}
	if plan.Goal == "" || len(plan.Steps) == 0 {
		return nil
	}
	return plan
}

func hasColumns(g *model.Grid, ids ...string) bool {
	for _, id := range ids {
		if !slices.ContainsFunc(g.Columns, func(col model.Column) bool { return col.ID.Value == id }) {
			return false
		}
	}
	return true
}
