package translate

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"opas/cmd/opas/internal/lang"
)

// XLIFF 2.1, OASIS Standard, 13 February 2018. Section numbers below are its own.
const (
	xliffNamespace = "urn:oasis:names:tc:xliff:document:2.0" // also of 2.1
	xliffVersion   = "2.1"
)

// Categories of the notes on a file that say what was exported.
const (
	noteHash       = "opas:hash"
	noteBlob       = "opas:blob"
	noteTargetBlob = "opas:target"
)

// encodeXLIFF writes the exchange: a <file> for each File, a <unit> with one
// <segment> for each Unit, the Markdown of the codes in <originalData>.
func encodeXLIFF(x *Exchange) []byte {
	w := &xmlWriter{}
	w.line(0, `<?xml version="1.0" encoding="UTF-8"?>`)
	w.line(0, `<xliff xmlns=%s version=%s srcLang=%s trgLang=%s>`, attr(xliffNamespace), attr(xliffVersion), attr(string(x.From)), attr(string(x.To)))
	for i, f := range x.Files {
		w.line(1, `<file id="f%d" original=%s>`, i+1, attr(f.Path))
		w.line(2, `<notes>`)
		note := func(category, text string) {
			if text != "" {
				w.line(3, `<note category=%s>%s</note>`, attr(category), escapeNote(text))
			}
		}
		note("site", x.Site)
		note("page", f.Title)
		note("address", f.URL)
		note(noteHash, f.Hash)
		note(noteBlob, f.Blob)
		note(noteTargetBlob, f.TargetBlob)
		w.line(2, `</notes>`)
		for _, u := range f.Units {
			w.unit(u)
		}
		w.line(1, `</file>`)
	}
	w.line(0, `</xliff>`)
	return []byte(w.b.String())
}

type xmlWriter struct{ b strings.Builder }

func (w *xmlWriter) line(depth int, format string, args ...any) {
	w.b.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(&w.b, format, args...)
	w.b.WriteByte('\n')
}

func (w *xmlWriter) unit(u ExchangeUnit) {
	w.line(2, `<unit id=%s>`, attr(u.ID))
	var notes []string
	note := func(category, text string) {
		notes = append(notes, fmt.Sprintf(`<note category=%s>%s</note>`, attr(category), escapeNote(text)))
	}
	note("context", u.Context)
	if u.Was != nil {
		note("source before", u.Was.Marked())
	}
	for _, t := range u.Terms {
		note("term", t.String())
	}
	w.line(3, `<notes>`)
	for _, n := range notes {
		w.line(4, "%s", n)
	}
	w.line(3, `</notes>`)
	data := newDataTable()
	source, target := data.inline(u.Source), data.inline(u.Target)
	if len(data.list) > 0 {
		w.line(3, `<originalData>`)
		for i, d := range data.list {
			w.line(4, `<data id="d%d" xml:space="preserve">%s</data>`, i+1, escapeXML(d))
		}
		w.line(3, `</originalData>`)
	}
	state := ` state="translated"`
	if u.Todo != "" {
		state = fmt.Sprintf(` state="initial" subState="opas:%s"`, u.Todo)
	}
	w.line(3, `<segment%s>`, state)
	w.line(4, `<source>%s</source>`, source)
	if u.Target != nil {
		w.line(4, `<target>%s</target>`, target)
	}
	w.line(3, `</segment>`)
	w.line(2, `</unit>`)
}

// String is the term as a note says it.
func (t Term) String() string {
	s := t.Source
	if t.Target != "" {
		s += " = " + t.Target
	}
	if t.Note != "" {
		s += " (" + t.Note + ")"
	}
	return s
}

// A dataTable is the <originalData> of a unit.
type dataTable struct {
	list []string
	ids  map[string]string
}

func newDataTable() *dataTable { return &dataTable{ids: map[string]string{}} }

func (d *dataTable) id(s string) string {
	if id, ok := d.ids[s]; ok {
		return id
	}
	d.list = append(d.list, s)
	d.ids[s] = "d" + strconv.Itoa(len(d.list))
	return d.ids[s]
}

// subTypes are the kinds of codes that the standard has names for (4.7.2.2).
var subTypes = map[string]string{"*": "xlf:i", "_": "xlf:i", "**": "xlf:b", "__": "xlf:b", "\\\n": "xlf:lb"}

// inline writes a text with its codes (4.3.1). Codes may neither be copied nor
// deleted.
func (d *dataTable) inline(t Text) string {
	var b strings.Builder
	ends := map[int]string{}
	for _, p := range t {
		if p.Kind == End {
			ends[p.ID] = p.Data
		}
	}
	for _, p := range t {
		kind := ""
		if s := subTypes[p.Data]; s != "" {
			kind = fmt.Sprintf(` type="fmt" subType="%s"`, s)
		} else if c := (code{start: p.Data, end: ends[p.ID]}); p.Kind == Start && c.class() == "link" {
			kind = ` type="link"`
		}
		switch p.Kind {
		case Words:
			b.WriteString(escapeXML(p.Data))
		case Start:
			fmt.Fprintf(&b, `<pc id="%d" canCopy="no" canDelete="no"%s dataRefStart="%s" dataRefEnd="%s">`, p.ID, kind, d.id(p.Data), d.id(ends[p.ID]))
		case End:
			b.WriteString(`</pc>`)
		case Single:
			fmt.Fprintf(&b, `<ph id="%d" canCopy="no" canDelete="no"%s equiv=%s dataRef="%s"/>`, p.ID, kind, attr(equivalent(p.Data)), d.id(p.Data))
		}
	}
	return b.String()
}

// equivalent is what a translator sees in place of a code.
func equivalent(data string) string {
	if data == "\\\n" {
		return ""
	}
	return data
}

func attr(s string) string {
	return `"` + strings.NewReplacer(`"`, "&quot;", "\n", "&#10;", "\t", "&#9;").Replace(escapeNote(s)) + `"`
}

// escapeXML writes words between tags. A character that XML does not have is
// written as <cp> (4.3.1.1).
func escapeXML(s string) string {
	return escapeRunes(s, func(r rune) string { return fmt.Sprintf(`<cp hex="%04X"/>`, r) })
}

// escapeNote writes what is no translatable text: there is no <cp> there, and
// such characters are left out.
func escapeNote(s string) string { return escapeRunes(s, func(rune) string { return "" }) }

func escapeRunes(s string, not func(rune) string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '\r':
			b.WriteString("&#13;")
		case !xmlCharacter(r):
			b.WriteString(not(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// xmlCharacter reports whether XML 1.0 has the character (production 2).
func xmlCharacter(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000 && r <= 0x10ffff
}

// name is the local name of an XLIFF element, "" for any other.
func name(n xml.Name) string {
	if n.Space == xliffNamespace {
		return n.Local
	}
	return ""
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

func tagOf(s string) lang.Tag {
	tag, err := lang.Parse(strings.ToLower(s))
	if err != nil {
		return ""
	}
	return tag
}
