package model

import (
	"cmp"
	"slices"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
)

// Form is a form that a reader fills in on the screen or on paper. What is
// entered never leaves the page, so a form has no idea of sending.
//
// Ids of fields, of options and of rows are each unique within the form; those
// of columns within their section: columns with one id in several sections
// share their words.
type Form struct {
	Pos diag.Pos `yaml:"-"`
	// ID names one of the forms of a definition. The plan of a career model
	// needs none and is called "plan".
	ID       ID        `yaml:"id" check:"id" doc:"id of the form; words: forms.<id>.title, .summary and .note"`
	Sections []Section `yaml:"sections,required" doc:"the sections in order"`
}

// Section is a part of a form: either fields one below the other or a grid.
type Section struct {
	Pos    diag.Pos `yaml:"-"`
	ID     ID       `yaml:"id,required" check:"id" doc:"id of the section; words: sections.<id>.title and .note"`
	Fields []Field  `yaml:"fields" doc:"fields one below the other"`
	// Grid is nil if the section has fields.
	Grid *Grid `yaml:"grid" doc:"a table to fill in, instead of fields"`
}

// Field is one thing to fill in.
type Field struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the field, unique in the form; words: fields.<id>.label and .help"`
	// Type is line, text (several lines), date, number, tick or choice (exactly
	// one of the options).
	Type string `yaml:"type,required" check:"enum=line|text|date|number|tick|choice" doc:"what is filled in; choice: exactly one of the options"`
	// Rows is the height of a text in lines, 1 to 30; 0 leaves it to the page.
	Rows decode.At[int] `yaml:"rows" check:"min=1,max=30" doc:"height of a text in lines"`
	// Options are those of a choice.
	Options []ID `yaml:"options" check:"id" doc:"options of a choice, unique in the form; words: options.<id>"`
}

// Grid is a table to fill in: every column once for every row.
type Grid struct {
	Pos     diag.Pos `yaml:"-"`
	Columns []Column `yaml:"columns,required" doc:"what is filled in for each row"`
	Rows    []ID     `yaml:"rows,required" check:"id" doc:"rows, unique in the form; words: rows.<id>"`
}

// Column is one thing to fill in for each row of a grid.
type Column struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the column, unique in its section; words: columns.<id>"`
	// Type is line, text, date, number or tick.
	Type string `yaml:"type,required" check:"enum=line|text|date|number|tick" doc:"what is filled in"`
}

// words adds the words of the form under prefix; pos is the place of its own words.
func (f *Form) words(w *words, prefix string, pos diag.Pos) {
	w.keys(prefix, pos, "title summary note?")
	for i := range f.Sections {
		w.add(prefix+".sections", f.Sections[i].ID, "title note?")
	}
	for i := range f.Sections {
		for j := range f.Sections[i].Fields {
			w.add(prefix+".fields", f.Sections[i].Fields[j].ID, "label help?")
		}
	}
	for i := range f.Sections {
		for j := range f.Sections[i].Fields {
			w.addAll(prefix+".options", f.Sections[i].Fields[j].Options)
		}
	}
	for _, g := range f.grids() {
		for i := range g.Columns {
			w.share(prefix+".columns", g.Columns[i].ID)
		}
	}
	for _, g := range f.grids() {
		w.addAll(prefix+".rows", g.Rows)
	}
}

// wordsOfForms adds the words of the forms of a definition: forms.<id>….
func wordsOfForms(w *words, forms []Form) {
	for i := range forms {
		if f := &forms[i]; isID(f.ID.Value) {
			f.words(w, "forms."+f.ID.Value, f.ID.Pos)
		}
	}
}

// pagesOfForms adds a page for each form of a definition.
func pagesOfForms(pages []Page, forms []Form) []Page {
	for i := range forms {
		pages = addPage(pages, "form", "form-", "forms", forms[i].ID)
	}
	return pages
}

// checkForms finds what is wrong with the forms of a definition and returns
// their ids.
func checkForms(l *diag.List, forms []Form) *space {
	ids := newSpace("form", "forms")
	for i := range forms {
		f := &forms[i]
		if f.ID.Value == "" {
			l.Errorf("form-id", f.Pos, "add id: to it", "a form among others needs an id")
		}
		ids.declare(l, f.ID)
		f.check(l)
	}
	return ids
}

func (f *Form) grids() []*Grid {
	var grids []*Grid
	for i := range f.Sections {
		if g := f.Sections[i].Grid; g != nil {
			grids = append(grids, g)
		}
	}
	return grids
}

// check finds what is wrong with the form.
func (f *Form) check(l *diag.List) {
	sections, fields := newSpace("section", "sections"), newSpace("field", "fields")
	options, rows := newSpace("option", "options"), newSpace("row", "rows")
	for i := range f.Sections {
		s := &f.Sections[i]
		sections.declare(l, s.ID)
		pos := cmp.Or(s.ID.Pos, s.Pos)
		switch {
		case len(s.Fields) > 0 && s.Grid != nil:
			l.Errorf("form-section", pos, "put the grid into a section of its own",
				"the section %q has fields and a grid at once", s.ID.Value)
		case len(s.Fields) == 0 && s.Grid == nil:
			l.Errorf("form-section", pos, "add fields: or grid:",
				"the section %q has neither fields nor a grid", s.ID.Value)
		}
		for j := range s.Fields {
			fields.declare(l, s.Fields[j].ID)
			options.declare(l, s.Fields[j].Options...)
			s.Fields[j].check(l)
		}
		if s.Grid != nil {
			columns := newSpace("column", "columns")
			for j := range s.Grid.Columns {
				columns.declare(l, s.Grid.Columns[j].ID)
			}
			rows.declare(l, s.Grid.Rows...)
		}
	}
}

func (f *Field) check(l *diag.List) {
	pos := cmp.Or(f.ID.Pos, f.Pos)
	known := slices.Contains([]string{"line", "text", "date", "number", "tick", "choice"}, f.Type)
	switch n := len(f.Options); {
	case f.Type == "choice" && n == 0:
		l.Errorf("form-options", pos, "add options: with two ids or more", "the choice %q has no options", f.ID.Value)
	case f.Type == "choice" && n == 1:
		l.Warnf("form-options", f.Options[0].Pos, "add another option, or make it a tick",
			"the choice %q has a single option", f.ID.Value)
	case f.Type != "choice" && known && n > 0:
		l.Errorf("form-options", f.Options[0].Pos, "make it type: choice, or remove the options",
			"the field %q has options but is no choice", f.ID.Value)
	}
	if f.Rows.Value != 0 && known && f.Type != "text" {
		l.Errorf("form-rows", f.Rows.Pos, "make it type: text, or remove rows:",
			"the field %q has rows but is no text", f.ID.Value)
	}
}
