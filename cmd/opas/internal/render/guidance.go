package render

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"opas/cmd/opas/internal/diagram"
	"opas/cmd/opas/internal/model"
)

// Guidance is for "kinds/guidance.html": who does what and when.
type Guidance struct {
	*Page
	Speech
	Drawing template.HTML
	Legend  []LegendSign
	Table   GuidanceTable
	Phases  []PhaseItem // with weeks, in their order
	Anytime []PhaseItem // without
	Roles   []RoleItem
	Print   *Link
}

// LegendSign explains a mark of the drawing.
type LegendSign struct {
	Sign template.HTML
	Text string
}

// GuidanceTable is the drawing as a table: roles as rows, phases as columns.
type GuidanceTable struct {
	Phases []Named
	Rows   []GuidanceRow
}

// GuidanceRow is one role; Parts are words, "" where it has no part.
type GuidanceRow struct {
	Role  Named
	Parts []string
}

// PhaseItem is a phase in the list, which is the drawing on phones.
type PhaseItem struct {
	Number  int
	Phase   Named
	When    string
	Summary Text
	Parts   []RolePart // who is in charge first, then who acts, then who takes part
}

// RolePart is a role with its part in a phase.
type RolePart struct {
	Sign template.HTML
	Part string
	Role Named
}

// RoleItem is a role with what it is and is not.
type RoleItem struct {
	Role    Named
	Summary Text
	Actions string // "12 actions", those that it does; may be empty
}

// PhaseView is for "kinds/phase.html".
type PhaseView struct {
	*Page
	Speech
	Position string // "Phase 3 of 11"
	When     string
	InCharge Named
	Text     Prose
	Groups   []ActionGroup
	Tools    []ToolItem
	Outcomes []Text
	DoneWhen []Text
	Read     []Link
	All      Link
}

// ActionGroup are the actions of one role in a phase, or of one phase for a role.
type ActionGroup struct {
	ID      string
	Title   Named
	When    string
	Leads   bool
	Actions []ActionItem
	// Others are actions of other roles in which the role takes part: titles
	// alone, since their texts speak to those who do them.
	Others []ActionItem
}

// ActionItem is one action in the list of a role.
type ActionItem struct {
	Speech
	Title   Text
	Text    Prose   // empty where the role only takes part
	By      []Named // who does it, without the role itself
	ByLabel string  // "together with", or "who does it" where the role only takes part
	With    []Named // who takes part, without the role itself
	Tools   []Named
	Tracks  []Text
}

// ToolItem is a tool with what it is.
type ToolItem struct {
	ID   string
	Tool Named
	Text Prose
	Page *Link
}

// RoleView is for "kinds/role.html".
type RoleView struct {
	*Page
	Speech
	Groups []ActionGroup
	Read   []Link
}

// GuidanceSheet is for "kinds/guidance-print.html": the whole model.
type GuidanceSheet struct {
	*Page
	Speech
	Drawing template.HTML
	Legend  []LegendSign
	Phases  []SheetPhase
}

// SheetPhase is one phase on the sheet.
type SheetPhase struct {
	Number   int
	Phase    Named
	When     string
	Lead     Named
	Actions  []SheetAction
	DoneWhen []Text
}

// SheetAction is an action in a line: what, and who.
type SheetAction struct {
	Title Text
	By    string
	Only  string // the track, if it is for one only
}

func guidanceOverview(c *pageContext, p *Page) any {
	g := c.page.Definition.(*model.Guidance)
	p.Wide = true
	v := &Guidance{Page: p, Speech: Speech{c}, Drawing: c.guidanceDrawing(g), Legend: c.legend(), Print: c.belowLink("print")}
	v.Table = c.guidanceTable(g)
	for i := range g.Phases {
		item := c.phaseItem(g, i)
		if g.Phases[i].Weeks == nil {
			v.Anytime = append(v.Anytime, item)
		} else {
			v.Phases = append(v.Phases, item)
		}
	}
	for i := range g.Roles {
		id := g.Roles[i].ID.Value
		does := 0
		for _, d := range g.ActionsOf(id) {
			if d.Part == model.Acts {
				does++
			}
		}
		item := RoleItem{Role: c.role(id), Summary: c.word("roles." + id + ".summary")}
		if does > 0 {
			item.Actions = c.count("guidance-action-count", does)
		}
		v.Roles = append(v.Roles, item)
	}
	p.before(
		TocItem{ID: "model-overview", Text: c.say("guidance-overview")},
		TocItem{ID: "model-what-do-i-do", Text: c.say("guidance-what-do-i-do")},
	)
	return v
}

func (c *pageContext) role(id string) Named { return c.named("roles."+id+".title", "role-"+id) }

func (c *pageContext) phase(p *model.Phase) Named {
	return c.named("phases."+p.ID.Value+".title", "phase-"+p.ID.Value)
}

// shortPhase is the name of a phase in a drawing.
func (c *pageContext) shortPhase(p *model.Phase) string {
	id := "phases." + p.ID.Value
	return cmp.Or(c.plain(id+".short"), c.plain(id+".title"))
}

// when says in words when a phase is.
func (c *pageContext) when(p *model.Phase) string {
	switch w := p.Weeks; {
	case w == nil:
		return c.say("guidance-any-time")
	case w.From == w.To:
		return c.say("guidance-week", "Week", w.From)
	default:
		return c.say("guidance-weeks", "From", w.From, "To", w.To)
	}
}

func (c *pageContext) part(p model.Part) string {
	switch p {
	case model.Leads:
		return c.say("guidance-leads")
	case model.Acts:
		return c.say("guidance-does")
	case model.TakesPart:
		return c.say("guidance-takes-part")
	}
	return ""
}

// marks are the marks of the drawing for the parts of a role.
var marks = map[model.Part]diagram.Mark{model.TakesPart: diagram.TakesPart, model.Acts: diagram.Acts, model.Leads: diagram.Leads}

func (c *pageContext) legend() []LegendSign {
	var list []LegendSign
	for _, part := range []model.Part{model.Leads, model.Acts, model.TakesPart} {
		list = append(list, LegendSign{Sign: diagram.Sign(marks[part]), Text: c.part(part)})
	}
	return list
}

func (c *pageContext) guidanceDrawing(g *model.Guidance) template.HTML {
	m := diagram.Matrix{ID: "roles-and-phases", Title: c.say("guidance-drawing-title"), Dir: c.dir(), Unit: c.say("guidance-weeks-unit"), Apart: c.say("guidance-any-time"),
		Desc: c.say("guidance-drawing-text", "Roles", len(g.Roles), "Phases", len(g.Phases))}
	// Phases without weeks come last, apart from the others.
	order := phaseOrder(g)
	for _, i := range order {
		ph := &g.Phases[i]
		column := diagram.MatrixColumn{Label: c.shortPhase(ph), Href: c.below("phase-" + ph.ID.Value)}
		column.Name = column.Label + ". " + c.when(ph) + ". " + c.say("guidance-lead") + ": " + c.plain("roles."+ph.Lead.Value+".title")
		if w := ph.Weeks; w != nil {
			column.Time = c.span(w)
		}
		m.Columns = append(m.Columns, column)
	}
	parts := g.Participation()
	for i := range g.Roles {
		row := diagram.MatrixRow{Label: c.plain("roles." + g.Roles[i].ID.Value + ".title"), Href: c.below("role-" + g.Roles[i].ID.Value)}
		for _, j := range order {
			row.Marks = append(row.Marks, marks[parts[i][j]])
		}
		m.Rows = append(m.Rows, row)
	}
	return m.SVG()
}

// phaseOrder is the order of the phases in the drawing: those with weeks first.
func phaseOrder(g *model.Guidance) []int {
	var timed, anytime []int
	for i := range g.Phases {
		if g.Phases[i].Weeks == nil {
			anytime = append(anytime, i)
		} else {
			timed = append(timed, i)
		}
	}
	return slices.Concat(timed, anytime)
}

// span writes two numbers, or one where they are the same.
func (c *pageContext) span(s *model.Span) string {
	if s.From == s.To {
		return strconv.Itoa(s.From)
	}
	return c.say("number-range", "From", s.From, "To", s.To)
}

func (c *pageContext) guidanceTable(g *model.Guidance) GuidanceTable {
	var t GuidanceTable
	for i := range g.Phases {
		t.Phases = append(t.Phases, Named{Href: c.below("phase-" + g.Phases[i].ID.Value), Name: c.shortWord(&g.Phases[i])})
	}
	for i, parts := range g.Participation() {
		row := GuidanceRow{Role: c.role(g.Roles[i].ID.Value)}
		for _, part := range parts {
			row.Parts = append(row.Parts, c.part(part))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (c *pageContext) shortWord(p *model.Phase) Text {
	if t := c.word("phases." + p.ID.Value + ".short"); t.HTML != "" {
		return t
	}
	return c.word("phases." + p.ID.Value + ".title")
}

func (c *pageContext) phaseItem(g *model.Guidance, i int) PhaseItem {
	ph := &g.Phases[i]
	item := PhaseItem{Number: slices.Index(phaseOrder(g), i) + 1, Phase: c.phase(ph), When: c.when(ph), Summary: c.word("phases." + ph.ID.Value + ".summary")}
	for _, part := range []model.Part{model.Leads, model.Acts, model.TakesPart} {
		for j := range g.Roles {
			if id := g.Roles[j].ID.Value; g.Part(id, ph) == part {
				item.Parts = append(item.Parts, RolePart{Sign: diagram.Sign(marks[part]), Part: c.part(part), Role: c.role(id)})
			}
		}
	}
	return item
}

func guidancePhase(c *pageContext, p *Page) any {
	g := c.owner().Definition.(*model.Guidance)
	ph := g.Phase(c.subject())
	id := "phases." + ph.ID.Value
	p.Lead = c.word(id + ".summary").inline()
	v := &PhaseView{Page: p, Speech: Speech{c}, When: c.when(ph), InCharge: c.role(ph.Lead.Value), Text: c.prose(id + ".text"), All: c.link(c.owner())}
	number := slices.IndexFunc(phaseOrder(g), func(i int) bool { return &g.Phases[i] == ph }) + 1
	v.Position = c.say("guidance-phase-of", "Number", number, "Total", len(g.Phases))
	v.Groups = c.actionsByRole(g, ph)
	v.Tools = c.tools(g, ph)
	v.Outcomes = c.wordList("outcomes.", ph.Outcomes)
	v.DoneWhen = c.wordList("done-when.", ph.DoneWhen)
	v.Read = c.pageLinks(ph.Pages)
	p.before(TocItem{ID: "model-actions", Text: c.say("guidance-actions")})
	if len(v.Tools) > 0 {
		p.Toc = append(p.Toc, TocItem{ID: "model-tools", Text: c.say("guidance-tools")})
	}
	if len(v.Outcomes) > 0 {
		p.Toc = append(p.Toc, TocItem{ID: "model-outcomes", Text: c.say("guidance-outcomes")})
	}
	if len(v.DoneWhen) > 0 {
		p.Toc = append(p.Toc, TocItem{ID: "model-done-when", Text: c.say("guidance-done-when")})
	}
	return v
}

// actionsByRole groups the actions of a phase by the role that does them; an
// action of several stands under the first. Who is in charge comes first.
func (c *pageContext) actionsByRole(g *model.Guidance, ph *model.Phase) []ActionGroup {
	roles := []string{ph.Lead.Value}
	for i := range g.Roles {
		if id := g.Roles[i].ID.Value; id != ph.Lead.Value {
			roles = append(roles, id)
		}
	}
	var groups []ActionGroup
	for _, role := range roles {
		group := ActionGroup{ID: "role-" + role, Title: c.role(role), Leads: role == ph.Lead.Value}
		for i := range ph.Actions {
			if a := &ph.Actions[i]; len(a.By) > 0 && a.By[0].Value == role {
				group.Actions = append(group.Actions, c.action(g, a, role))
			}
		}
		if len(group.Actions) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// action is one action in the list of a role.
func (c *pageContext) action(g *model.Guidance, a *model.Action, role string) ActionItem {
	id := "actions." + a.ID.Value
	item := ActionItem{Speech: Speech{c}, Title: c.word(id + ".title"), ByLabel: c.say("guidance-with")}
	if a.Part(role) == model.TakesPart {
		item.ByLabel = c.say("guidance-by")
	} else {
		item.Text = c.prose(id + ".text")
	}
	for _, by := range a.By {
		if by.Value != role {
			item.By = append(item.By, c.role(by.Value))
		}
	}
	for _, with := range a.With {
		if with.Value != role && a.Part(with.Value) == model.TakesPart {
			item.With = append(item.With, c.role(with.Value))
		}
	}
	for _, t := range a.Uses {
		tool := Named{Name: c.word("tools." + t.Value + ".title"), Href: "#tool-" + t.Value}
		if c.page.Added.View != "phase" {
			tool.Href = ""
			if m := g.Tool(t.Value); m != nil && m.Page.Value != "" {
				if l := c.linkTo(m.Page.Value); l != nil {
					tool.Href = l.Href
				}
			}
		}
		item.Tools = append(item.Tools, tool)
	}
	for _, t := range a.Tracks {
		item.Tracks = append(item.Tracks, c.word("tracks."+t.Value+".title"))
	}
	return item
}

// tools are those that the phase uses, in the order of the model.
func (c *pageContext) tools(g *model.Guidance, ph *model.Phase) []ToolItem {
	var items []ToolItem
	for i := range g.Tools {
		t := &g.Tools[i]
		used := slices.ContainsFunc(ph.Actions, func(a model.Action) bool {
			return slices.ContainsFunc(a.Uses, func(id model.ID) bool { return id.Value == t.ID.Value })
		})
		if !used {
			continue
		}
		id := "tools." + t.ID.Value
		item := ToolItem{ID: "tool-" + t.ID.Value, Tool: Named{Name: c.word(id + ".title")}, Text: c.prose(id + ".text")}
		if t.Page.Value != "" {
			item.Page = c.linkTo(t.Page.Value)
		}
		items = append(items, item)
	}
	return items
}

func guidanceRole(c *pageContext, p *Page) any {
	g := c.owner().Definition.(*model.Guidance)
	role := g.Role(c.subject())
	p.Lead = c.word("roles." + role.ID.Value + ".summary").inline()
	p.Title = c.say("guidance-role-page", "Role", p.Title)
	p.Audiences = nil // the role itself says for whom the page is
	v := &RoleView{Page: p, Speech: Speech{c}, Read: c.pageLinks(role.Pages)}
	for _, i := range phaseOrder(g) {
		ph := &g.Phases[i]
		group := ActionGroup{ID: "phase-" + ph.ID.Value, Title: c.phase(ph), When: c.when(ph), Leads: ph.Lead.Value == role.ID.Value}
		for _, d := range g.ActionsOf(role.ID.Value) {
			if d.Phase != ph {
				continue
			}
			if d.Part == model.TakesPart {
				group.Others = append(group.Others, c.action(g, d.Action, role.ID.Value))
			} else {
				group.Actions = append(group.Actions, c.action(g, d.Action, role.ID.Value))
			}
		}
		if len(group.Actions) > 0 || len(group.Others) > 0 || group.Leads {
			v.Groups = append(v.Groups, group)
			p.Toc = append(p.Toc, TocItem{ID: group.ID, Text: c.plain("phases." + ph.ID.Value + ".title")})
		}
	}
	return v
}

func guidancePrint(c *pageContext, p *Page) any {
	g := c.owner().Definition.(*model.Guidance)
	p.Wide = true
	v := &GuidanceSheet{Page: p, Speech: Speech{c}, Drawing: c.guidanceDrawing(g), Legend: c.legend()}
	for n, i := range phaseOrder(g) {
		ph := &g.Phases[i]
		item := SheetPhase{Number: n + 1, Phase: c.phase(ph), When: c.when(ph), Lead: c.role(ph.Lead.Value), DoneWhen: c.wordList("done-when.", ph.DoneWhen)}
		for j := range ph.Actions {
			a := &ph.Actions[j]
			var by, only []string
			for _, id := range a.By {
				by = append(by, c.plain("roles."+id.Value+".title"))
			}
			for _, id := range a.Tracks {
				only = append(only, c.plain("tracks."+id.Value+".title"))
			}
			item.Actions = append(item.Actions, SheetAction{Title: c.word("actions." + a.ID.Value + ".title"), By: c.list(by), Only: strings.Join(only, c.comma())})
		}
		v.Phases = append(v.Phases, item)
	}
	return v
}
