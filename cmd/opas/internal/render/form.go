package render

import (
	"opas/cmd/opas/internal/model"
)

// FormPage is for "kinds/form.html".
type FormPage struct {
	*Page
	Speech
	Form FormView
	// Root is the way to the root of the site: what is kept on a device is
	// kept under the site's own path, because several sites may share a host.
	Root   string
	KeptAt string  // "Kept on this device {{.Time}}.", for the script
	Used   []Named // the meetings that use the form
}

// FormView is a form to fill in, on the screen or, blank, on paper. Every id in
// it begins with Prefix.
type FormView struct {
	ID       string
	Prefix   string
	Title    Text
	Summary  Text
	Note     Text
	Sections []FormSection
}

// FormSection has fields or a grid.
type FormSection struct {
	ID     string
	Title  Text
	Note   Text
	Fields []FormField
	Grid   *FormGrid
}

// FormField is one thing to fill in. Type is line, text, date, number, tick or
// choice.
type FormField struct {
	ID      string // of the control; also its name
	Name    string // under which it is kept
	Type    string
	Label   Text
	Help    Text
	Rows    []struct{} // as many as a text has lines on paper
	Height  int        // the same as a number
	Options []FormOption
}

// FormOption is one answer of a choice.
type FormOption struct {
	ID    string
	Value string
	Label Text
}

// FormGrid is a table to fill in.
type FormGrid struct {
	Columns []FormColumn
	Rows    []FormRow
}

// FormColumn is a column; Narrow ones hold a tick.
type FormColumn struct {
	ID     string
	Label  Text
	Narrow bool
}

// FormRow is a row with a cell for each column.
type FormRow struct {
	ID    string
	Label Text
	Cells []FormCell
}

// FormCell is one control, named by its row and its column.
type FormCell struct {
	ID     string
	Name   string
	Type   string
	Row    string // id of the row's label
	Column string // id of the column's label
	Label  Text   // of the column
}

// textRows is the height of a text whose definition gives none.
const textRows = 4

func mentoringForm(c *pageContext, p *Page) any {
	m := c.owner().Definition.(*model.Mentoring)
	form := m.Form(c.subject())
	v := c.formPage(p, form, "forms."+form.ID.Value)
	for _, t := range m.MeetingsWith(form.ID.Value) {
		v.Used = append(v.Used, c.named("meetings."+t.ID.Value+".title", "meeting-"+t.ID.Value))
	}
	return v
}

func guidanceForm(c *pageContext, p *Page) any {
	g := c.owner().Definition.(*model.Guidance)
	return c.formPage(p, g.Form(c.subject()), "forms."+c.subject())
}

func careerPlan(c *pageContext, p *Page) any {
	return c.formPage(p, c.owner().Definition.(*model.Career).Plan, "plan")
}

func (c *pageContext) formPage(p *Page, f *model.Form, path string) *FormPage {
	c.scripts, c.entry = append(c.scripts, "form.ts"), true
	v := &FormPage{Page: p, Speech: Speech{c}, Form: c.form(f, path, ""), Root: c.root + "/", KeptAt: c.text.Locale.Messages("form-kept-at")["form-kept-at"]}
	p.Lead = v.Form.Summary.inline()
	p.Printable = false // the form has its own button
	for _, s := range v.Form.Sections {
		p.Toc = append(p.Toc, TocItem{ID: s.ID, Text: c.plain(path + ".sections." + s.ID[len("part-"):] + ".title")})
	}
	return v
}

// form makes the view of a form whose words stand under path.
func (c *pageContext) form(f *model.Form, path, prefix string) FormView {
	v := FormView{ID: f.ID.Value, Prefix: prefix, Title: c.word(path + ".title"), Summary: c.word(path + ".summary"), Note: c.word(path + ".note")}
	for i := range f.Sections {
		s := &f.Sections[i]
		id := path + ".sections." + s.ID.Value
		section := FormSection{ID: prefix + "part-" + s.ID.Value, Title: c.word(id + ".title"), Note: c.word(id + ".note")}
		for j := range s.Fields {
			section.Fields = append(section.Fields, c.field(&s.Fields[j], path, prefix))
		}
		if s.Grid != nil {
			section.Grid = c.grid(s, path, prefix)
		}
		v.Sections = append(v.Sections, section)
	}
	return v
}

func (c *pageContext) field(f *model.Field, path, prefix string) FormField {
	name := f.ID.Value
	field := FormField{ID: prefix + "field-" + name, Name: name, Type: f.Type, Label: c.word(path + ".fields." + name + ".label"), Help: c.word(path + ".fields." + name + ".help")}
	if f.Type == "text" {
		field.Height = f.Rows.Value
		if field.Height == 0 {
			field.Height = textRows
		}
		field.Rows = make([]struct{}, field.Height)
	}
	for _, o := range f.Options {
		field.Options = append(field.Options, FormOption{ID: field.ID + "--" + o.Value, Value: o.Value, Label: c.word(path + ".options." + o.Value)})
	}
	return field
}

func (c *pageContext) grid(s *model.Section, path, prefix string) *FormGrid {
	g := &FormGrid{}
	for i := range s.Grid.Columns {
		col := &s.Grid.Columns[i]
		g.Columns = append(g.Columns, FormColumn{ID: prefix + "column-" + s.ID.Value + "--" + col.ID.Value, Label: c.word(path + ".columns." + col.ID.Value), Narrow: col.Type == "tick"})
	}
	for _, r := range s.Grid.Rows {
		row := FormRow{ID: prefix + "row-" + r.Value, Label: c.word(path + ".rows." + r.Value)}
		for i := range s.Grid.Columns {
			col := &s.Grid.Columns[i]
			// A dot, which no id holds, keeps these names apart from fields.
			name := r.Value + "." + col.ID.Value
			row.Cells = append(row.Cells, FormCell{ID: prefix + "cell-" + r.Value + "--" + col.ID.Value, Name: name, Type: col.Type, Row: row.ID, Column: g.Columns[i].ID, Label: g.Columns[i].Label})
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}
