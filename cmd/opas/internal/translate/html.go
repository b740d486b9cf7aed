package translate

import (
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
)

// encodeHTML writes a table that opens in a word processor. It needs no style
// to be understood, and what identifies a row is text in its first cell, for
// office programs drop attributes when they save.
func encodeHTML(x *Exchange) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>%s: %s</title>\n", x.From.HTML(), html.EscapeString(x.Site), x.To)
	b.WriteString("<style>table { border-collapse: collapse } td, th { border: 1px solid; padding: 4px; text-align: start; vertical-align: top }</style>\n</head>\n<body>\n<table>\n")
	for _, cells := range x.rows() {
		tag := "td"
		if cells[columnID] == tableMark || cells[columnState] == "file" {
			tag = "th"
		}
		b.WriteString("<tr>")
		for i, c := range cells {
			attributes := ""
			if tag == "td" && (i == columnSource || i == columnTarget) {
				l := []lang.Tag{columnSource: x.From, columnTarget: x.To}[i]
				attributes = fmt.Sprintf(` lang="%s" dir="%s"`, l.HTML(), l.Dir())
			}
			fmt.Fprintf(&b, "<%s%s>%s</%s>", tag, attributes, html.EscapeString(c), tag)
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table>\n</body>\n</html>\n")
	return []byte(b.String())
}

// declared is the encoding that an HTML file says it has.
var declared = regexp.MustCompile(`(?i)charset\s*=\s*["']?([A-Za-z0-9_-]+)`)

// fromCharset makes UTF-8 of an HTML file in the encoding that it names near its
// beginning: word processors save in that of the machine.
func fromCharset(data []byte) []byte {
	m := declared.FindSubmatch(data[:min(len(data), 2048)])
	if m == nil || utf8.Valid(data) {
		return data
	}
	encoding, _ := charset.Lookup(string(m[1]))
	if encoding == nil {
		return data
	}
	out, err := encoding.NewDecoder().Bytes(data)
	if err != nil {
		return data
	}
	return out
}

// decodeHTML reads what a word processor made of the table: other tags in the
// cells, other attributes, other case. Only rows, cells and text count.
func decodeHTML(text, file string) (*Exchange, diag.List) {
	var found diag.List
	places := newPlaces(file, text)
	z := nethtml.NewTokenizer(strings.NewReader(text))
	z.SetMaxBuf(1 << 20)
	var rows []row
	var cells []string
	var cell *strings.Builder
	hidden, offset, start := 0, 0, 0 // hidden: within what shows no text
	endCell := func() {
		if cell != nil {
			cells, cell = append(cells, strings.TrimSpace(cell.String())), nil
		}
	}
	endRow := func() {
		endCell()
		if cells != nil {
			rows = append(rows, row{places.of(start), cells})
		}
		cells = nil
	}
	for {
		kind := z.Next()
		at := offset
		offset += len(z.Raw())
		switch kind {
		case nethtml.ErrorToken:
			if cell != nil {
				cutRow(&found, places.of(start))
				cells, cell = nil, nil
			}
			endRow()
			if err := z.Err(); err != io.EOF {
				found.Errorf("import-html", places.of(at), "export the file again", "the table cannot be read: %v", err)
				return nil, found
			}
			x, more := tableExchange(rows, file)
			return x, append(found, more...)
		case nethtml.TextToken:
			if cell != nil && hidden == 0 {
				cell.WriteString(string(z.Text()))
			}
		case nethtml.StartTagToken, nethtml.EndTagToken, nethtml.SelfClosingTagToken:
			name, _ := z.TagName()
			switch atom.Lookup(name) {
			case atom.Style, atom.Script, atom.Title, atom.Del:
				if kind == nethtml.StartTagToken {
					hidden++
				} else if kind == nethtml.EndTagToken {
					hidden = max(0, hidden-1)
				}
			case atom.Tr:
				endRow()
				if kind == nethtml.StartTagToken {
					start = at
				}
			case atom.Td, atom.Th:
				endCell()
				if kind == nethtml.StartTagToken {
					cell = &strings.Builder{}
				}
			case atom.Br, atom.P, atom.Div, atom.Li:
				if cell != nil {
					cell.WriteByte(' ')
				}
			}
		}
	}
}
