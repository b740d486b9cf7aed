package translate

import (
	"regexp"
	"strings"
	"testing"

	"opas/cmd/opas/internal/diag"
)

// answered fills the texts of an exchange for the small site.
var answered = map[string]string{
	"title": "Page", "summary": "First. Then.", "b1": "A heading", "b2": "Text {1}with a link{/1} {2/}.", "b3": "The last",
}

// fill writes answers into the rows of a table that was exported.
func fill(rows [][]string, answers map[string]string) [][]string {
	for _, r := range rows {
		if _, id, ok := strings.Cut(r[columnID], ":"); ok {
			r[columnTarget] = answers[id]
		}
	}
	return rows
}

// mergedTable merges a table that came back for the page of the small site, and
// returns the page as it then is.
func mergedTable(t *testing.T, name string, made func(rows [][]string) []byte) (string, diag.List) {
	t.Helper()
	f := newFolder(t, smallSite)
	files := f.open("en")[1:]
	data := made(fill(NewExchange(f.site, f.language("en"), files, nil).rows(), answered))
	x, found, err := Decode(data, name)
	if err != nil {
		t.Fatal(err)
	}
	if x == nil {
		return "", found
	}
	edits, more := Merge(f.site, f.language("en"), files, x, false)
	f.apply(edits)
	return f.files["content/sivu/en.md"], append(found, more...)
}

const wantPage = "## A heading\n\nText [with a link](/) [@law].\n\n> - The last\n"

func TestOfficeCSV(t *testing.T) {
	for name, made := range map[string]func([][]string) []byte{
		"as exported": func(rows [][]string) []byte {
			return encodeRows(rows, ';', true)
		},
		"commas":           func(rows [][]string) []byte { return encodeRows(rows, ',', false) },
		"tabs in UTF-16":   func(rows [][]string) []byte { return utf16LE(string(encodeRows(rows, '\t', false))) },
		"sep= before":      func(rows [][]string) []byte { return append([]byte("sep=;\r\n"), encodeRows(rows, ';', false)...) },
		"in another order": func(rows [][]string) []byte { rows[1], rows[6] = rows[6], rows[1]; return encodeRows(rows, ';', true) },
		"without notes": func(rows [][]string) []byte {
			for i := range rows {
				rows[i] = rows[i][:columnNote]
			}
			return encodeRows(rows, ';', true)
		},
	} {
		page, found := mergedTable(t, "x.csv", made)
		if len(found) > 0 || !strings.HasSuffix(page, wantPage) {
			t.Errorf("%s: %v\n%s", name, found, page)
		}
	}
}

// encodeRows is a spreadsheet's writing of a table.
func encodeRows(rows [][]string, comma rune, mark bool) []byte {
	var b strings.Builder
	if mark {
		b.WriteString("\ufeff")
	}
	for _, r := range rows {
		for i, c := range r {
			if i > 0 {
				b.WriteRune(comma)
			}
			b.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
		}
		b.WriteString("\r\n")
	}
	return []byte(b.String())
}

func utf16LE(s string) []byte {
	out := []byte{0xff, 0xfe}
	for _, r := range s {
		out = append(out, byte(r), byte(r>>8))
	}
	return out
}

// TestFormulas: no cell that we write is a formula for a spreadsheet, and every
// cell is read back as it was.
func TestFormulas(t *testing.T) {
	for _, s := range []string{"=1+1", "+358", "-5", "@sum", "'quoted'", "'=x", "''=x", "\t=x", "plain", "", "'", "‑5"} {
		guarded := guarded(s)
		if unguarded(guarded) != s {
			t.Errorf("%q is guarded as %q and read back as %q", s, guarded, unguarded(guarded))
		}
		if guarded != "" && strings.ContainsAny(guarded[:1], formula) {
			t.Errorf("%q is written as %q", s, guarded)
		}
	}
}

// TestOfficeHTML: word processors write other HTML than they were given.
func TestOfficeHTML(t *testing.T) {
	for name, made := range map[string]func(string) []byte{
		"as exported": func(s string) []byte { return []byte(s) },
		"LibreOffice": func(s string) []byte {
			s = regexp.MustCompile(`<td[^>]*>`).ReplaceAllString(s, "<TD WIDTH=\"20%\" STYLE=\"border: 1px solid\"><P STYLE=\"margin: 0\"><FONT FACE=\"Arial, sans-serif\">\n\t\t")
			s = strings.ReplaceAll(s, "</td>", "</FONT></P>\n\t</TD>\n")
			s = strings.ReplaceAll(strings.ReplaceAll(s, "<tr>", "<TR VALIGN=TOP>\n"), "</tr>", "</TR>")
			s = strings.ReplaceAll(s, "with a link", "with a<SPAN LANG=\"en-GB\"> link</SPAN>")
			return []byte(strings.ReplaceAll(s, "The last", "The\n\t\t\tlast"))
		},
		"Word": func(s string) []byte {
			s = strings.ReplaceAll(s, `<meta charset="utf-8">`, `<meta http-equiv=Content-Type content="text/html; charset=windows-1252">`)
			s = regexp.MustCompile(`<td[^>]*>`).ReplaceAllString(s, `<td width=112 valign=top style='border:solid'><p class=MsoNormal><span lang=EN-US style='font-family:"Arial"'>`)
			s = strings.ReplaceAll(s, "</td>", "<o:p></o:p></span></p></td>")
			s = strings.ReplaceAll(s, "The last", "The&nbsp;last<del>gone</del>")
			return []byte(strings.NewReplacer("ä", "\xe4", "ö", "\xf6", "…", "\x85").Replace(s))
		},
	} {
		page, found := mergedTable(t, "x.html", func(rows [][]string) []byte {
			return made(tableHTML(rows))
		})
		if len(found) > 0 || !strings.HasSuffix(page, wantPage) {
			t.Errorf("%s: %v\n%s", name, found, page)
		}
	}
}

func tableHTML(rows [][]string) string {
	var b strings.Builder
	b.WriteString("<html><head><meta charset=\"utf-8\"><title>x</title><style>td {}</style></head><body><table>\n")
	for _, r := range rows {
		b.WriteString("<tr>")
		for _, c := range r {
			b.WriteString("<td lang=\"fi\">" + strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(c) + "</td>")
		}
		b.WriteString("</tr>\n")
	}
	return b.String() + "</table></body></html>\n"
}

// TestHostile: what comes from outside is refused with its place and reason, and
// changes nothing.
func TestHostile(t *testing.T) {
	f := newFolder(t, smallSite)
	files := f.open("en")[1:]
	hash := files[0].Hash
	xliff := func(path, hash, units string) string {
		return `<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="fi" trgLang="en">
<file id="f1" original="` + path + `"><notes><note category="opas:hash">` + hash + `</note></notes>
` + units + `
</file></xliff>`
	}
	unit := func(id, target string) string {
		return `<unit id="` + id + `"><segment><source>x</source><target>` + target + `</target></segment></unit>`
	}
	const page = "content/sivu/fi.md"
	for name, tt := range map[string]struct{ text, code, pos string }{
		"path outside":         {xliff("../../etc/passwd", hash, unit("title", "x")), "import-path", "x.xlf:2:1"},
		"absolute path":        {xliff("/etc/passwd", hash, unit("title", "x")), "import-path", "x.xlf:2:1"},
		"another file":         {xliff("content/site.yaml", hash, unit("title", "x")), "import-path", "x.xlf:2:1"},
		"the translation":      {xliff("content/sivu/en.md", hash, unit("title", "x")), "import-path", "x.xlf:2:1"},
		"another version":      {xliff(page, "0123456789abcdef", unit("title", "x")), "import-outdated", "x.xlf:2:1"},
		"no version":           {xliff(page, "", unit("title", "x")), "import-outdated", "x.xlf:2:1"},
		"unknown id":           {xliff(page, hash, unit("b99", "x")), "import-id", "x.xlf:3:1"},
		"id twice":             {xliff(page, hash, unit("title", "x")+"\n"+unit("title", "y")), "import-twice", "x.xlf:4:1"},
		"markup as element":    {xliff(page, hash, unit("title", "<script>x</script>")), "import-markup", "x.xlf:3:53"},
		"markup as words":      {xliff(page, hash, unit("title", "&lt;script&gt;alert(1)&lt;/script&gt;")), "import-text", "x.xlf:3:1"},
		"comment as words":     {xliff(page, hash, unit("b1", "a &lt;!-- b")), "import-text", "x.xlf:3:1"},
		"code not there":       {xliff(page, hash, unit("b2", `<ph id="7"/>`)), "import-text", "x.xlf:3:1"},
		"code missing":         {xliff(page, hash, unit("b2", "x")), "import-text", "x.xlf:3:1"},
		"code of another sort": {xliff(page, hash, unit("b2", `<ph id="1"/>x<ph id="2"/>`)), "import-text", "x.xlf:3:1"},
		"code without number":  {xliff(page, hash, unit("b2", `<ph id="../x"/>`)), "import-code", "x.xlf:3:50"},
		"control character":    {xliff(page, hash, unit("b1", `a<cp hex="0007"/>b`)), "import-text", "x.xlf:3:1"},
		"turned around":        {xliff(page, hash, unit("b1", "a\u202eb")), "import-text", "x.xlf:3:1"},
		"no character":         {xliff(page, hash, unit("b1", `<cp hex="110000"/>`)), "import-character", "x.xlf:3:50"},
		"document type":        {"<!DOCTYPE x [<!ENTITY a \"b\">]>\n" + xliff(page, hash, unit("b1", "&a;")), "import-doctype", "x.xlf:1:1"},
		"billion laughs":       {"<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY l \"l\"><!ENTITY m \"&l;&l;&l;\">]><lolz>&m;</lolz>", "import-doctype", "x.xlf:2:1"},
		"unknown entity":       {xliff(page, hash, unit("b1", "&a;")), "import-xml", "x.xlf:3:53"},
		"not well-formed":      {xliff(page, hash, "<unit"), "import-xml", "x.xlf:4:1"},
		"too deep":             {xliff(page, hash, strings.Repeat("<group>", 200)), "import-nesting", ""},
		"no XLIFF":             {"<html></html>", "import-xliff", "x.xlf:1:1"},
		"XLIFF 1.2":            {`<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>`, "import-xliff", "x.xlf:1:1"},
		"nothing":              {"", "import-xliff", "x.xlf:1:1"},
		"huge":                 {strings.Repeat("x", maxExchange+1), "import-size", "x.xlf"},
		"no text":              {"\xff\x00\xc3", "import-encoding", "x.xlf"},
		"a path twice":         {strings.Replace(xliff(page, hash, unit("b1", "x")), "</xliff>", `<file id="f2" original="`+page+`">`+unit("b1", "y")+"</file></xliff>", 1), "import-twice", "x.xlf:4:8"},
	} {
		x, found, err := Decode([]byte(tt.text), "x.xlf")
		if err != nil {
			t.Fatal(err)
		}
		if x != nil {
			edits, more := Merge(f.site, f.language("en"), files, x, true)
			found = append(found, more...)
			for _, e := range edits {
				t.Errorf("%s: %s would be written", name, e.Path)
			}
		}
		ok := false
		for _, d := range found {
			ok = ok || d.Code == tt.code && d.Severity == diag.Error && (tt.pos == "" || d.Pos.String() == tt.pos)
		}
		if !ok {
			t.Errorf("%s: %v, want %s at %s", name, found, tt.code, tt.pos)
		}
	}
}

// TestHostileTables: the same in tables.
func TestHostileTables(t *testing.T) {
	for name, tt := range map[string]struct {
		answers map[string]string
		code    string
	}{
		"markup":             {map[string]string{"title": "<b>x</b>"}, "import-text"},
		"a brace":            {map[string]string{"b2": "{x} {1}a{/1} {2/}"}, "import-code"},
		"pairs that overlap": {map[string]string{"b2": "{1}a {2/}"}, "import-text"},
	} {
		f := newFolder(t, smallSite)
		files := f.open("en")[1:]
		answers := map[string]string{}
		for id, text := range answered {
			answers[id] = text
		}
		for id, text := range tt.answers {
			answers[id] = text
		}
		for file, data := range map[string][]byte{
			"x.csv":  encodeRows(fill(NewExchange(f.site, f.language("en"), files, nil).rows(), answers), ';', true),
			"x.html": []byte(tableHTML(fill(NewExchange(f.site, f.language("en"), files, nil).rows(), answers))),
		} {
			x, found, err := Decode(data, file)
			if err != nil {
				t.Fatal(err)
			}
			if x != nil {
				edits, more := Merge(f.site, f.language("en"), files, x, true)
				found = append(found, more...)
				if len(edits) > 0 {
					t.Errorf("%s %s: would be written", file, name)
				}
			}
			if len(found) == 0 || found[0].Code != tt.code || found[0].Pos.Line < 3 {
				t.Errorf("%s %s: %v", file, name, found)
			}
		}
	}
}

// TestRefusedAlone: what cannot be read in one text, or of one file, leaves the others.
func TestRefusedAlone(t *testing.T) {
	xliff := func(units string) string {
		return `<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="fi" trgLang="en"><file original="content/fi.md">` + units + `</file></xliff>`
	}
	unit := func(id, target string) string {
		return `<unit id="` + id + `"><segment><source>x</source><target>` + target + `</target></segment></unit>`
	}
	const head = "opas 1;state;fi;en\n"
	for name, tt := range map[string]struct{ file, text, want, code string }{
		"brace":       {"x.csv", head + "f1;file;content/fi.md;[a/b/]\nf1:b1;new;x;{y\nf1:b2;new;x;good\n", "b1!|b2 good", "import-code"},
		"element":     {"x.xlf", xliff(unit("b1", "<b>y</b>") + unit("b2", "good")), "b1!|b2 good", "import-markup"},
		"cut CSV":     {"x.csv", "opas 1;state;fi;en;note\nf1;file;content/fi.md;[a/b/];A\nf1:b2;new;x;good;n\nf1:b3;new;x;half", "b2 good", "import-row"},
		"cut HTML":    {"x.html", "<table><tr><td>opas 1<td>state<td>fi<td>en</tr><tr><td>f1<td>file<td>content/fi.md<td>[a/b/]</tr><tr><td>f1:b2<td>new<td>x<td>good</tr><tr><td>f1:b3<td>new<td>x<td>half", "b2 good", "import-row"},
		"row missing": {"x.csv", head + "f2;file;content/fi.md;[a/b/]\nf1:b1;new;x;y\nf1:b2;new;x;y\nf2:b2;new;x;good\n", "b2 good", "import-table"},
		"row damaged": {"x.csv", head + "f1;file;content/a/fi.md;[a\nf2;file;content/fi.md;[a/b/]\nf1:b1;new;x;y\nf2:b2;new;x;good\n", "b2 good", "import-table"},
		"row twice":   {"x.csv", head + "f1;file;content/a/fi.md;[a/b/]\nf1;file;content/b/fi.md;[a/b/]\nf2;file;content/fi.md;[a/b/]\nf1:b1;new;x;y\nf2:b2;new;x;good\n", "b2 good", "import-twice"},
	} {
		x, found, err := Decode([]byte(tt.text), tt.file)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		if x != nil {
			for _, f := range x.Files {
				for _, u := range f.Units {
					if u.Refused {
						got = append(got, u.ID+"!")
					} else {
						got = append(got, u.ID+" "+u.Target.Marked())
					}
				}
			}
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%s: %q, want %q", name, strings.Join(got, "|"), tt.want)
		}
		if len(found) != 1 || found[0].Code != tt.code {
			t.Errorf("%s: %v, want one %s", name, found, tt.code)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="fi" trgLang="en"><file original="content/fi.md"><unit id="b1"><segment><source>a</source><target><pc id="1">b</pc></target></segment></unit></file></xliff>`), 0)
	f.Add([]byte("opas 1;state;fi;en\nf1;file;content/fi.md;[a/b/]\nf1:b1;new;x;{1}y{/1}\n"), 1)
	f.Add([]byte("<table><tr><td>opas 1<td>state<td>fi<td>en</tr>"), 2)
	f.Fuzz(func(t *testing.T, data []byte, format int) {
		name := []string{"x.xlf", "x.csv", "x.html"}[(format%3+3)%3]
		x, found, err := Decode(data, name)
		if err != nil || x == nil && found.Count(diag.Error) == 0 {
			t.Fatalf("%v %v", found, err)
		}
	})
}
