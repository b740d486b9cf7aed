package translate

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"opas/cmd/opas/internal/diag"
)

// A table is the exchange as rows of cells, for people with an office program.
// The first row names the languages; a row of its own begins each file, and
// holds in its cells what was exported:
//
//	opas 1    state    fi                    ar             note
//	f1        file     content/rights/fi.md  <fingerprint>  Rights, https://…
//	f1:title  changed  Oikeutesi             حقوقك          before: …
//
// Rows may come back in any order, for each has its id.
const tableMark = "opas 1"

// columns of a table.
const (
	columnID = iota
	columnState
	columnSource
	columnTarget
	columnNote
	columns
)

// rows makes a table of an exchange.
func (x *Exchange) rows() [][]string {
	list := [][]string{{tableMark, "state", string(x.From), string(x.To), x.Site + ": write in the column " + string(x.To) +
		"; keep {1}…{/1} and {2/}; write ok as the state of a text that may stay as it is"}}
	for i, f := range x.Files {
		id := "f" + strconv.Itoa(i+1)
		note := f.Title
		if f.URL != "" {
			note += " " + f.URL
		}
		list = append(list, []string{id, "file", f.Path, fmt.Sprintf("[%s]", strings.Join([]string{f.Hash, f.Blob, f.TargetBlob}, "/")), note})
		for _, u := range f.Units {
			state := u.Todo
			if state == "" {
				state = "ok"
			}
			list = append(list, []string{id + ":" + u.ID, state, u.Source.Marked(), u.Target.Marked(), u.note()})
		}
	}
	return list
}

// note is what a translator should know.
func (u ExchangeUnit) note() string {
	notes := []string{u.Context}
	if u.Was != nil {
		notes = append(notes, "before: "+u.Was.Marked())
	}
	for _, t := range u.Terms {
		notes = append(notes, t.String())
	}
	for _, c := range u.Source.codes() {
		if c.class() != "emphasis" {
			notes = append(notes, fmt.Sprintf("{%d} is %s %s", c.id, c.class(), oneSpace(strings.Trim(c.start+c.end, "[]()"))))
		}
	}
	return strings.Join(notes, "; ")
}

// A row is a row of a table that came back.
type row struct {
	pos   diag.Pos
	cells []string
}

var (
	fileID      = regexp.MustCompile(`^f([1-9][0-9]{0,4})$`)
	unitID      = regexp.MustCompile(`^(f[1-9][0-9]{0,4}):(.+)$`)
	fingerprint = regexp.MustCompile(`^\[([0-9a-f]*)/([0-9a-f]*)/([0-9a-f]*)\]$`)
)

// doneWords are what translators write as the state of a text that is right.
var doneWords = []string{"ok", "done", "valmis", "klar", "x", "✓"}

// told stands for the place of a file of which a finding says why none of its
// texts can be taken.
const told = -1

// tableExchange makes an exchange of rows, nil if they are no table of ours.
func tableExchange(rows []row, file string) (*Exchange, diag.List) {
	var found diag.List
	x := &Exchange{}
	files := map[string]int{}
	var units []row
	for _, r := range rows {
		for len(r.cells) < columns {
			r.cells = append(r.cells, "")
		}
		id := strings.TrimSpace(r.cells[columnID])
		switch {
		case id == tableMark:
			if x.To != "" {
				found.Errorf("import-table", r.pos, "delete one of them", "the first row stands twice")
			}
			x.From, x.To = tagOf(strings.TrimSpace(r.cells[columnSource])), tagOf(strings.TrimSpace(r.cells[columnTarget]))
		case fileID.MatchString(id):
			if _, twice := files[id]; twice {
				found.Errorf("import-twice", r.pos, "delete one of them", "the row %q stands twice", id)
				files[id] = told
				continue
			}
			m := fingerprint.FindStringSubmatch(strings.TrimSpace(r.cells[columnTarget]))
			if m == nil {
				found.Errorf("import-table", r.pos, "export the file again; the rows of files must stay as they are", "the row of the file does not say what was exported")
				files[id] = told
				continue
			}
			files[id] = len(x.Files)
			x.Files = append(x.Files, ExchangeFile{Path: strings.TrimSpace(r.cells[columnSource]), Hash: m[1], Blob: m[2], TargetBlob: m[3], Pos: r.pos})
		case unitID.MatchString(id):
			units = append(units, r)
		case strings.TrimSpace(strings.Join(r.cells, "")) != "":
			found.Warnf("import-row", r.pos, "rows are found by the id in their first column; it must stay as it was exported", "this row has no id and was passed over")
		}
	}
	if x.To == "" {
		found.Errorf("import-table", diag.Pos{File: file, Line: 1}, "the first row must begin with "+tableMark+" and name both languages", "this is no table that was exported for translation")
		return nil, found
	}
	for _, r := range units {
		m := unitID.FindStringSubmatch(strings.TrimSpace(r.cells[columnID]))
		i, ok := files[m[1]]
		if !ok {
			found.Errorf("import-table", r.pos, "the row of a file must stay in the table, for it says what was exported", "there is no row %q, so nothing of its texts was applied", m[1])
			files[m[1]] = told
			continue
		}
		if i == told {
			continue
		}
		u := ExchangeUnit{ID: m[2], Pos: r.pos}
		state := strings.ToLower(strings.TrimSpace(r.cells[columnState]))
		u.Done = slices.Contains(doneWords, state)
		bad := -1
		if u.Target, bad = readMarked(r.cells[columnTarget]); bad >= 0 {
			found.Errorf("import-code", r.pos, "codes are written {1}, {/1} or {1/}; for the character itself write {{",
				"a brace in the row %q is no code: %s", m[0], around(r.cells[columnTarget], bad))
			u.Refused, u.Target = true, nil
		}
		u.Source, _ = readMarked(r.cells[columnSource])
		x.Files[i].Units = append(x.Files[i].Units, u)
	}
	return x, found
}

// cutRow tells of the last row of a file that was cut off in it, which is not taken.
func cutRow(found *diag.List, at diag.Pos) {
	found.Errorf("import-row", at, "have the file sent again", "the file ends in the middle of this row, so the row was not taken, and others may be missing")
}

// around is a part of a text for a message.
func around(s string, at int) string {
	at = min(at, len(s))
	return strconv.Quote(strings.ToValidUTF8(s[at:min(len(s), at+20)], ""))
}
