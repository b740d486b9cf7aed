package render

import (
	"html/template"
	"strings"

	"opas/cmd/opas/internal/diagram"
	"opas/cmd/opas/internal/model"
)

// Career is for "kinds/career.html".
type Career struct {
	*Page
	Speech
	Drawing template.HTML
	Tiers   [][]OccupationItem
	Skills  []SkillItem
	Matrix  *Link
	Plan    *Link
}

// OccupationItem is an occupation on the map and in the table.
type OccupationItem struct {
	Occupation Named
	Summary    Text
	Training   []Named
	Length     string
	Level      string
	Licence    string
	Language   string
	Next       []Named
}

// SkillItem is a skill of managing one's career.
type SkillItem struct {
	ID       string
	Title    Text
	Summary  Text
	Question Text
	Tasks    []TaskItem
}

// TaskItem is a task to practise it.
type TaskItem struct {
	ID      string // its anchor
	Title   Text
	Text    Prose
	Minutes string
}

// OccupationView is for "kinds/occupation.html".
type OccupationView struct {
	*Page
	Speech
	Titles       []OccupationTitle
	Does         Text
	Day          Text
	Text         Prose
	Training     []Named
	Extent       string
	Length       string
	NQF          string
	Licence      string // in a sentence, for an occupation without words of its own
	LicenceShort string
	LicenceText  Text
	Language     string
	LanguageText Text
	Codes        string
	Workplaces   []Text
	Areas        []AreaItem
	From         []StepItem // where one can go
	To           []StepItem // how people come here
	Matrix       *Link
	Plan         *Link
}

// OccupationTitle is the title in one language.
type OccupationTitle struct {
	Name string // of the language
	Lang string
	Dir  string
	Text string
}

// AreaItem is an area with the competences that an occupation needs of it.
type AreaItem struct {
	Title       Text
	Competences []CompetenceItem
}

// CompetenceItem is a competence at a level, or at none. Rank counts from 1.
type CompetenceItem struct {
	Title   Text
	Summary Text
	Level   Text
	Rank    int
}

// StepItem is a step to or from another occupation.
type StepItem struct {
	Speech
	Occupation Named
	Text       Text
	Through    []Named
}

// CompetenceMatrix is for "kinds/competences.html".
type CompetenceMatrix struct {
	*Page
	Speech
	Text        string
	Levels      []LevelItem
	Occupations []Named
	Columns     int // of the table, the first included
	Areas       []MatrixArea
}

// LevelItem explains a level.
type LevelItem struct {
	Rank    int
	Title   Text
	Summary Text
}

// MatrixArea is an area with a row for each competence.
type MatrixArea struct {
	Title Text
	Rows  []MatrixLine
}

// MatrixLine is a competence with its level in each occupation.
type MatrixLine struct {
	Competence Text
	Cells      []MatrixCell
}

// MatrixCell is a level; Rank 0 is none.
type MatrixCell struct {
	Rank  int
	Level Text
}

func careerModel(c *pageContext, p *Page) any {
	m := c.page.Definition.(*model.Career)
	p.Wide = true
	v := &Career{Page: p, Speech: Speech{c}, Drawing: c.careerDrawing(m), Matrix: c.belowLink("competences"), Plan: c.belowLink("my-plan")}
	for _, tier := range m.Tiers() {
		var row []OccupationItem
		for _, o := range tier {
			row = append(row, c.occupationItem(m, o))
		}
		v.Tiers = append(v.Tiers, row)
	}
	skills := TocItem{ID: "model-skills", Text: c.say("career-skills")}
	for i := range m.Skills {
		item := c.skill(&m.Skills[i])
		v.Skills = append(v.Skills, item)
		skills.Children = append(skills.Children, TocItem{ID: item.ID, Text: c.plain("skills." + m.Skills[i].ID.Value + ".title")})
	}
	p.before(TocItem{ID: "model-map", Text: c.say("career-map")})
	if len(v.Skills) > 0 {
		p.Toc = append(p.Toc, skills)
	}
	return v
}

func (c *pageContext) careerDrawing(m *model.Career) template.HTML {
	f := diagram.Flow{ID: "career-drawing", Title: c.say("career-map-drawing-title"), Dir: c.dir(), Down: true,
		Desc: c.say("career-map-drawing-text", "Occupations", len(m.Occupations))}
	for _, tier := range m.Tiers() {
		var band diagram.Band
		for _, o := range tier {
			var next []string
			for _, step := range m.StepsFrom(o.ID.Value) {
				next = append(next, c.occupationName(step.To.Value))
				f.Edges = append(f.Edges, diagram.Edge{From: o.ID.Value, To: step.To.Value})
			}
			node := diagram.Node{ID: o.ID.Value, Name: c.occupationName(o.ID.Value), Note: c.months(o.Months), Href: c.below(o.ID.Value)}
			node.Label = node.Name
			if len(next) > 0 {
				node.Label = c.say("path-line", "From", node.Name, "To", c.list(next))
			}
			band.Nodes = append(band.Nodes, node)
		}
		f.Bands = append(f.Bands, band)
	}
	return f.SVG()
}

// occupationName is the title of an occupation of the model that is shown.
func (c *pageContext) occupationName(id string) string {
	if p := c.site.Page(c.owner().ID + "/" + id); p != nil {
		return c.name(p)
	}
	return id
}

// here names an occupation of the model that is shown.
func (c *pageContext) here(id string) Named {
	if p := c.site.Page(c.owner().ID + "/" + id); p != nil {
		l := c.link(p)
		return Named{Href: l.Href, Name: Text{HTML: escape(l.Text), Lang: l.Lang, Dir: l.Dir}}
	}
	return Named{}
}

func (c *pageContext) occupationItem(m *model.Career, o *model.Occupation) OccupationItem {
	item := OccupationItem{Occupation: c.here(o.ID.Value), Summary: c.word("occupations." + o.ID.Value + ".summary"),
		Training: stages(c, o.Training), Length: c.months(o.Months), Level: c.nqf(o.NQF), Licence: c.say("career-licence-short-" + o.Licence), Language: o.Language}
	for _, step := range m.StepsFrom(o.ID.Value) {
		item.Next = append(item.Next, c.here(step.To.Value))
	}
	return item
}

func (c *pageContext) skill(s *model.Skill) SkillItem {
	id := "skills." + s.ID.Value
	item := SkillItem{ID: "skill-" + s.ID.Value, Title: c.word(id + ".title"), Summary: c.word(id + ".summary"), Question: c.word(id + ".question")}
	for _, t := range s.Tasks {
		item.Tasks = append(item.Tasks, TaskItem{ID: "task-" + t.ID.Value, Title: c.word("tasks." + t.ID.Value + ".title"), Text: c.prose("tasks." + t.ID.Value + ".text"), Minutes: c.count("duration-minutes", t.Minutes)})
	}
	return item
}

func careerOccupation(c *pageContext, p *Page) any {
	m := c.owner().Definition.(*model.Career)
	o := m.Occupation(c.subject())
	id := "occupations." + o.ID.Value
	p.Lead = c.word(id + ".summary").inline()
	v := &OccupationView{Page: p, Speech: Speech{c}, Does: c.word(id + ".does"), Day: c.word(id + ".day"), Text: c.prose(id + ".text"),
		Training: stages(c, o.Training), Extent: c.extent(o.Extent), Length: c.months(o.Months), NQF: c.nqf(o.NQF),
		Licence: c.say("career-licence-" + o.Licence), LicenceShort: c.say("career-licence-short-" + o.Licence), LicenceText: c.word(id + ".licence"), LanguageText: c.word(id + ".language"),
		Workplaces: c.wordList("workplaces.", o.Workplaces), Matrix: c.belowLink("competences"), Plan: c.belowLink("my-plan")}
	if o.Language != "" {
		v.Language = c.say("career-language-level", "Level", o.Language)
	}
	if len(o.ISCO) > 0 {
		var codes []string
		for _, code := range o.ISCO {
			codes = append(codes, code.Value)
		}
		v.Codes = c.say("career-isco-code", "Codes", strings.Join(codes, c.comma()))
	}
	for _, l := range []string{"fi", "sv", "en"} {
		v.Titles = append(v.Titles, OccupationTitle{Name: c.say("career-title-" + l), Lang: l, Dir: dirOf(l), Text: o.Titles[l]})
	}
	v.Areas = c.areas(m, o)
	for _, step := range m.StepsFrom(o.ID.Value) {
		v.From = append(v.From, StepItem{Speech: Speech{c}, Occupation: c.here(step.To.Value), Text: c.word(step.WordPath()), Through: stages(c, step.Through)})
	}
	for _, step := range m.StepsTo(o.ID.Value) {
		v.To = append(v.To, StepItem{Speech: Speech{c}, Occupation: c.here(step.From.Value), Text: c.word(step.WordPath()), Through: stages(c, step.Through)})
	}
	p.before(TocItem{ID: "model-does", Text: c.say("career-does")}, TocItem{ID: "model-facts", Text: c.say("career-facts")},
		TocItem{ID: "model-competences", Text: c.say("career-competences")}, TocItem{ID: "model-steps", Text: c.say("career-steps")})
	return v
}

// areas are the competences that an occupation needs, by area.
func (c *pageContext) areas(m *model.Career, o *model.Occupation) []AreaItem {
	var list []AreaItem
	for _, area := range m.Areas {
		item := AreaItem{Title: c.word("areas." + area.Value)}
		for _, comp := range m.CompetencesOf(area.Value) {
			if rank := m.Level(o.ID.Value, comp.ID.Value); rank > 0 {
				item.Competences = append(item.Competences, CompetenceItem{Title: c.word("competences." + comp.ID.Value + ".title"),
					Summary: c.word("competences." + comp.ID.Value + ".summary"), Rank: rank, Level: c.word("levels." + m.Levels[rank-1].Value + ".title")})
			}
		}
		if len(item.Competences) > 0 {
			list = append(list, item)
		}
	}
	return list
}

func careerCompetences(c *pageContext, p *Page) any {
	m := c.owner().Definition.(*model.Career)
	p.Wide = true
	v := &CompetenceMatrix{Page: p, Speech: Speech{c}}
	for i, l := range m.Levels {
		v.Levels = append(v.Levels, LevelItem{Rank: i + 1, Title: c.word("levels." + l.Value + ".title"), Summary: c.word("levels." + l.Value + ".summary")})
	}
	if n := len(m.Levels); n > 0 {
		v.Text = c.say("career-matrix-text", "Lowest", 1, "Highest", n)
	}
	tiers := m.Tiers()
	for _, tier := range tiers {
		for _, o := range tier {
			v.Occupations = append(v.Occupations, c.here(o.ID.Value))
		}
	}
	v.Columns = len(v.Occupations) + 1
	for _, area := range m.Areas {
		block := MatrixArea{Title: c.word("areas." + area.Value)}
		for _, comp := range m.CompetencesOf(area.Value) {
			line := MatrixLine{Competence: c.word("competences." + comp.ID.Value + ".title")}
			for _, tier := range tiers {
				for _, o := range tier {
					rank := m.Level(o.ID.Value, comp.ID.Value)
					cell := MatrixCell{Rank: rank}
					if rank > 0 {
						cell.Level = c.word("levels." + m.Levels[rank-1].Value + ".title")
					}
					line.Cells = append(line.Cells, cell)
				}
			}
			block.Rows = append(block.Rows, line)
		}
		v.Areas = append(v.Areas, block)
	}
	return v
}
