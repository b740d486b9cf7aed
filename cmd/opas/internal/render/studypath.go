package render

import (
	"cmp"
	"html/template"
	"slices"

	"opas/cmd/opas/internal/diagram"
	"opas/cmd/opas/internal/model"
)

// StudyPath is for "kinds/path.html": the path as a drawing, as a table, and
// every stage as a section.
type StudyPath struct {
	*Page
	Speech
	Drawing template.HTML
	Bands   []PathBand
	Stages  []StageItem
	Finder  *Link
}

// PathBand are the stages of one band in the list that is the drawing on phones.
type PathBand struct {
	Label  string // may be empty
	Stages []StageItem
}

// StageItem is a stage with all its facts.
type StageItem struct {
	ID          string // of the section: "stage-care-assistant"
	Stage       Named
	Short       Text
	Type        string
	Entry       bool
	Summary     Text
	Text        Prose
	Original    string // where the stage stands in the source language, if Text is an unchecked translation about law
	Language    string // "B1", may be empty
	Needs       []string
	Documents   []Text
	Ask         []Text
	Who         Text
	Length      string
	LengthText  Text
	Extent      string
	NQF         string
	Funding     Text
	Gives       []Text
	Next        []Named
	After       []Named // Next with short names
	Occupations []Named
}

func studyPath(c *pageContext, p *Page) any {
	s := c.page.Definition.(*model.StudyPath)
	p.Wide = true
	v := &StudyPath{Page: p, Speech: Speech{c}, Finder: c.belowLink("next-step")}
	bands := c.pathBands(s)
	v.Drawing = c.pathDrawing(s, bands)
	items := map[string]StageItem{}
	for i := range s.Stages {
		item := c.stageItem(s, &s.Stages[i])
		v.Stages = append(v.Stages, item)
		items[s.Stages[i].ID.Value] = item
	}
	for _, b := range bands {
		band := PathBand{Label: b.label}
		for _, st := range b.stages {
			band.Stages = append(band.Stages, items[st.ID.Value])
		}
		v.Bands = append(v.Bands, band)
	}
	// With every original in it, the page would be too heavy for a phone: they
	// are one tap away.
	if o := p.Original; o != nil {
		p.Original = nil
		p.Notice = append(p.Notice, Notice{Kind: "draft", Link: Link{Href: c.root + "/" + address(c.site.Source, c.page), Text: o.Summary}})
	}
	p.before(TocItem{ID: "model-overview", Text: c.say("path-overview")}, TocItem{ID: "model-stages", Text: c.say("path-stages")})
	return v
}

// pathBand is a run of stages on the drawing.
type pathBand struct {
	label  string
	stages []*model.Stage
}

// languageBands are the levels of language that share a band.
var languageBands = [][]string{{""}, {"A1", "A2"}, {"B1"}, {"B2", "C1", "C2"}}

// pathBands puts the stages into at most four bands: by the language that they
// ask for, and never before a stage that they follow. A path that says nothing
// of language is divided by its layers.
func (c *pageContext) pathBands(s *model.StudyPath) []pathBand {
	rank := map[*model.Stage]int{}
	bands := make([]pathBand, len(languageBands))
	layers := s.Order()
	asked := slices.ContainsFunc(s.Stages, func(st model.Stage) bool { return st.Needs.Language != "" })
	for n, layer := range layers {
		for _, st := range layer {
			r := n * len(bands) / max(len(layers), len(bands))
			if asked {
				r = slices.IndexFunc(languageBands, func(b []string) bool { return slices.Contains(b, st.Needs.Language) })
				for _, before := range s.Before(st.ID.Value) {
					r = max(r, rank[before])
				}
			}
			rank[st] = r
			bands[r].stages = append(bands[r].stages, st)
		}
	}
	if asked {
		for i, levels := range languageBands {
			bands[i].label = c.say("path-band-none")
			if len(levels) > 1 {
				bands[i].label = c.say("path-band-levels", "From", levels[0], "To", levels[len(levels)-1])
			} else if levels[0] != "" {
				bands[i].label = c.say("path-band-level", "Level", levels[0])
			}
		}
	}
	return slices.DeleteFunc(bands, func(b pathBand) bool { return len(b.stages) == 0 })
}

func (c *pageContext) shortStage(st *model.Stage) string {
	id := "stages." + st.ID.Value
	return cmp.Or(c.plain(id+".short"), c.plain(id+".title"))
}

func (c *pageContext) pathDrawing(s *model.StudyPath, bands []pathBand) template.HTML {
	f := diagram.Flow{ID: "path-drawing", Title: c.say("path-drawing-title"), Dir: c.dir(),
		Desc: c.say("path-drawing-text", "Stages", len(s.Stages))}
	for _, b := range bands {
		band := diagram.Band{Label: b.label}
		for _, st := range b.stages {
			for _, n := range s.Next(st.ID.Value) {
				if drawn(st, n) {
					f.Edges = append(f.Edges, diagram.Edge{From: st.ID.Value, To: n.ID.Value})
				}
			}
			node := diagram.Node{ID: st.ID.Value, Name: c.shortStage(st), Note: c.months(st.Months), Href: "#stage-" + st.ID.Value, Strong: s.IsEntry(st.ID.Value)}
			node.Label = node.Name + c.comma() + node.Note
			band.Nodes = append(band.Nodes, node)
		}
		f.Bands = append(f.Bands, band)
	}
	return f.SVG()
}

// drawn reports whether the drawing shows the line between two stages.
func drawn(from, to *model.Stage) bool {
	return len(from.Drawn) == 0 || slices.ContainsFunc(from.Drawn, func(d model.ID) bool { return d.Value == to.ID.Value })
}

// stageItem gathers the facts of a stage.
func (c *pageContext) stageItem(s *model.StudyPath, st *model.Stage) StageItem {
	_, words := c.another(model.KindStudyPath)
	id := "stages." + st.ID.Value
	item := StageItem{ID: "stage-" + st.ID.Value, Stage: c.stage(st.ID.Value), Short: c.wordOf(words, id+".short"),
		Type: c.say("path-type-" + st.Type), Entry: s.IsEntry(st.ID.Value),
		Summary: c.word(id + ".summary"), Text: c.prose(id + ".text"), Language: st.Needs.Language,
		Documents: c.wordList("documents.", st.Needs.Documents), Ask: c.wordList("ask.", st.Needs.Ask),
		Who: c.word(id + ".who"), Length: c.months(st.Months), LengthText: c.word(id + ".length"),
		Extent: c.extent(st.Extent), NQF: c.nqf(st.NQF), Funding: c.word(id + ".funding"),
		Gives: c.wordList("gives.", st.Gives), Next: stages(c, st.Next), Occupations: occupations(c, st.Occupations)}
	if item.Short.HTML == "" {
		item.Short = c.word(id + ".title")
	}
	for _, next := range s.Next(st.ID.Value) {
		item.After = append(item.After, Named{Href: c.stage(next.ID.Value).Href, Name: escaped(c.shortStage(next))})
	}
	item.Needs = c.needs(&st.Needs)
	if item.Text.Original != nil {
		item.Original = c.root + "/" + address(c.site.Source, c.page) + "#" + item.ID
		item.Text.Original = nil
	}
	return item
}

// needs says what a stage asks for, one thing to a line.
func (c *pageContext) needs(n *model.Needs) []string {
	var list []string
	if n.Language != "" {
		list = append(list, c.say("path-need-language", "Level", n.Language))
	}
	if n.Education.Value != "" {
		list = append(list, c.say("path-need-education", "Education", c.plain("education."+n.Education.Value)))
	}
	if n.HealthQualification {
		list = append(list, c.say("path-need-health-qualification"))
	}
	if n.RightToWork {
		list = append(list, c.say("path-need-right-to-work"))
	}
	if n.Contract {
		list = append(list, c.say("path-need-contract"))
	}
	return list
}
