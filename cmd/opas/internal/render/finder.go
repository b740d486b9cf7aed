package render

import (
	"slices"
	"strings"

	"opas/cmd/opas/internal/model"
)

// NextStep is for "kinds/next-step.html": the form, what its script knows, and
// the same facts as a table.
type NextStep struct {
	*Page
	Speech
	Levels      []Choice
	Education   []Choice
	YesNo       []Choice // yes, no, I do not know
	Occupations []Choice
	Facts       *PathFacts
	Stages      []StageItem
	Path        Link
	Contact     *Link // where to ask; nil if the site has no such page
}

// Choice is one answer. Value is what the script reads.
type Choice struct {
	Value string
	Text  Text
}

// PathFacts is what assets/finder.ts works with, as JSON in the page. All texts
// are plain.
type PathFacts struct {
	Stages []StageFacts `json:"stages"`
	// Education are the names of the levels, lowest first.
	Education   []string          `json:"education"`
	Occupations map[string]string `json:"occupations"`
	// Words are messages by id, Forms those with plural forms.
	Words map[string]string            `json:"words"`
	Forms map[string]map[string]string `json:"forms"`
	Lang  string                       `json:"lang"`
}

// StageFacts is one stage. Language counts from 1 for A1 to 6 for C2, Education
// and Below from 1 for the lowest level; 0 means that nothing is asked for.
type StageFacts struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Href      string `json:"href"`
	Months    [2]int `json:"months"`
	Language  int    `json:"language"`
	Education int    `json:"education"`
	// Below: only for people with less education than this level.
	Below int `json:"below"`
	// After are numbers of stages of which one comes first.
	After    []int `json:"after"`
	Health   bool  `json:"health"`
	Work     bool  `json:"work"`
	Contract bool  `json:"contract"`
	// Gives is the level of education that one has after it, 0 for none.
	Gives int `json:"gives"`
	// Teaches: it is language studies.
	Teaches     bool     `json:"teaches"`
	Next        []int    `json:"next"`
	Occupations []string `json:"occupations"`
}

// levels of the CEFR, the lowest first.
var levels = []string{"A1", "A2", "B1", "B2", "C1", "C2"}

func nextStep(c *pageContext, p *Page) any {
	s := c.owner().Definition.(*model.StudyPath)
	c.scripts, c.entry = append(c.scripts, "finder.ts"), true
	p.Wide = true // the table
	v := &NextStep{Page: p, Speech: Speech{c}, Path: c.link(c.owner()), Contact: c.linkTo("contact"), Facts: c.pathFacts(s)}
	answer := func(value, message string) Choice { return Choice{Value: value, Text: escaped(c.say(message))} }
	v.Levels = append(v.Levels, answer("0", "path-level-none"))
	for i, l := range levels {
		v.Levels = append(v.Levels, answer(string(rune('1'+i)), "path-level-"+strings.ToLower(l)))
	}
	v.Levels = append(v.Levels, answer("", "path-level-unknown"))
	for i, id := range s.Education {
		v.Education = append(v.Education, Choice{Value: string(rune('1' + i)), Text: c.word("education." + id.Value)})
	}
	v.Education = append(v.Education, answer("", "answer-unknown"))
	v.YesNo = []Choice{answer("yes", "answer-yes"), answer("no", "answer-no"), answer("", "answer-unknown")}
	for _, id := range s.Occupations() {
		if n := c.occupation(id); n.Name.HTML != "" {
			v.Occupations = append(v.Occupations, Choice{Value: id, Text: n.Name})
		}
	}
	for i := range s.Stages {
		v.Stages = append(v.Stages, c.stageItem(s, &s.Stages[i]))
	}
	return v
}

func escaped(s string) Text { return Text{HTML: escape(s)} }

// pathFacts are the facts of the path for the script. Nothing of the reader is
// among them: what is chosen stays in the page.
func (c *pageContext) pathFacts(s *model.StudyPath) *PathFacts {
	f := &PathFacts{Occupations: map[string]string{}, Lang: c.text.Tag.HTML(),
		Words: c.text.Locale.Messages("path-"), Forms: c.text.Locale.Plurals("duration-months")}
	for id := range f.Words {
		if !slices.Contains(finderWords, id) {
			delete(f.Words, id)
		}
	}
	for _, id := range []string{"number-range", "list-middle", "list-end"} {
		f.Words[id] = c.text.Locale.Messages(id)[id]
	}
	for _, id := range s.Education {
		f.Education = append(f.Education, c.plain("education."+id.Value))
	}
	level := func(id model.ID) int {
		return slices.IndexFunc(s.Education, func(e model.ID) bool { return e.Value == id.Value }) + 1
	}
	number := map[string]int{}
	for i := range s.Stages {
		number[s.Stages[i].ID.Value] = i
	}
	for i := range s.Stages {
		st := &s.Stages[i]
		facts := StageFacts{ID: st.ID.Value, Title: c.plain("stages." + st.ID.Value + ".title"), Href: c.stage(st.ID.Value).Href,
			Language: slices.Index(levels, st.Needs.Language) + 1, Health: st.Needs.HealthQualification, Work: st.Needs.RightToWork, Contract: st.Needs.Contract,
			Education: level(st.Needs.Education), Below: level(st.Needs.EducationBelow), Gives: level(st.GivesEducation),
			Teaches: st.Type == "language",
			After:   []int{}, Next: []int{}, Occupations: []string{}}
		if facts.Gives == 0 && (st.Type == "qualification" || st.Type == "degree") {
			facts.Gives = len(s.Education)
		}
		for _, a := range st.Needs.After {
			facts.After = append(facts.After, number[a.Value])
		}
		if st.Months != nil {
			facts.Months = [2]int{st.Months.From, st.Months.To}
		}
		for _, n := range s.Next(st.ID.Value) {
			facts.Next = append(facts.Next, number[n.ID.Value])
		}
		for _, o := range st.Occupations {
			facts.Occupations = append(facts.Occupations, o.Value)
		}
		f.Stages = append(f.Stages, facts)
	}
	for _, id := range s.Occupations() {
		if p, _ := c.another(model.KindCareer); p != nil {
			if o := c.site.Page(p.ID + "/" + id); o != nil {
				f.Occupations[id] = o.Editions[c.reader.Index].Title
			}
		}
	}
	return f
}

// finderWords are the messages that the script says.
var finderWords = []string{
	"path-ask-now-none", "path-missing-language", "path-missing-education", "path-missing-health", "path-missing-work", "path-missing-contract", "path-missing-after",
	"path-unsure", "path-way-to", "path-way-length", "path-way-none", "path-way-language", "path-finder-choose", "path-finder-status", "path-also",
}
