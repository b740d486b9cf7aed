package translate

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"opas/cmd/opas/internal/diag"
)

// encodeCSV writes a table as office programs in Finland read it: UTF-8 with a
// byte order mark, semicolons, CRLF (RFC 4180).
func encodeCSV(x *Exchange) []byte {
	var b strings.Builder
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = ';', true
	for _, cells := range x.rows() {
		for i := range cells {
			cells[i] = guarded(cells[i])
		}
		if err := w.Write(cells); err != nil {
			panic(err) // a strings.Builder takes everything
		}
	}
	w.Flush()
	return []byte(b.String())
}

// formula are the characters with which a spreadsheet takes a cell for a
// formula (OWASP, CSV Injection).
const formula = "=+-@\t\r"

// guarded puts an apostrophe before a cell that a spreadsheet might run, and
// before one that begins with apostrophes and then might be; unguarded takes
// one away.
func guarded(s string) string {
	if rest := strings.TrimLeft(s, "'"); rest != "" && strings.IndexByte(formula, rest[0]) >= 0 {
		return "'" + s
	}
	return s
}

func unguarded(s string) string {
	if rest := strings.TrimLeft(s, "'"); len(rest) < len(s) && rest != "" && strings.IndexByte(formula, rest[0]) >= 0 {
		return s[1:]
	}
	return s
}

// decodeCSV reads a table with semicolons, commas or tabs, whichever the first
// row has.
func decodeCSV(text, file string) (*Exchange, diag.List) {
	var found diag.List
	first, _, _ := strings.Cut(text, "\n")
	if strings.HasPrefix(strings.ToLower(first), "sep=") {
		_, text, _ = strings.Cut(text, "\n")
		text = "\n" + text // the places stay true
		first, _, _ = strings.Cut(text[1:], "\n")
	}
	comma := ';'
	for _, c := range ",\t" {
		if strings.Count(first, string(c)+"state") > 0 || strings.Count(first, string(c)+`"state`) > 0 {
			comma = c
		}
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
	var rows []row
	for {
		cells, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			pos := diag.Pos{File: file}
			if parse, ok := errors.AsType[*csv.ParseError](err); ok {
				pos.Line, pos.Col, err = parse.Line, parse.Column, parse.Err
			}
			found.Errorf("import-csv", pos, "export the file again", "this is no table: %v", err)
			return nil, found
		}
		line, col := r.FieldPos(0)
		if len(cells) > columnTarget {
			line, col = r.FieldPos(columnTarget)
		}
		for i := range cells {
			cells[i] = unguarded(cells[i])
		}
		rows = append(rows, row{diag.Pos{File: file, Line: line, Col: col}, cells})
	}
	if n := len(rows); n > 1 && !strings.HasSuffix(text, "\n") && len(rows[n-1].cells) < len(rows[0].cells) {
		cutRow(&found, rows[n-1].pos)
		rows = rows[:n-1]
	}
	x, more := tableExchange(rows, file)
	return x, append(found, more...)
}
