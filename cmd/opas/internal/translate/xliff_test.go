package translate

import (
	"encoding/xml"
	"fmt"
	"io"
	"iter"
	"regexp"
	"slices"
	"strings"
	"testing"

	"opas/cmd/opas/internal/lang"
)

// element is a second, independent reading of XML: a plain tree.
type element struct {
	name     string
	attrs    map[string]string
	children []*element
	text     string // of a text node
}

func readTree(t *testing.T, data []byte) *element {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(string(data)))
	root := &element{}
	stack := []*element{root}
	for {
		token, err := dec.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		top := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				name := a.Name.Local
				if a.Name.Space != "" {
					name = a.Name.Space + ":" + name
				}
				e.attrs[name] = a.Value
			}
			top.children = append(top.children, e)
			stack = append(stack, e)
		case xml.EndElement:
			if top.name != token.Name.Local {
				t.Fatalf("</%s> closes <%s>", token.Name.Local, top.name)
			}
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.children = append(top.children, &element{text: string(token)})
		}
	}
	return root
}

func (e *element) elements() []*element {
	return slices.DeleteFunc(slices.Clone(e.children), func(c *element) bool { return c.name == "" })
}

func (e *element) find(name string) []*element {
	return slices.DeleteFunc(slices.Clone(e.children), func(c *element) bool { return c.name != name })
}

var nmtoken = regexp.MustCompile(`^[A-Za-z0-9._:-]+$`)

// checkXLIFF holds a document against the rules of XLIFF 2.1 that matter here,
// and returns its texts by file and unit as Marked writes them.
func checkXLIFF(t *testing.T, data []byte) map[string]string {
	t.Helper()
	bad := func(format string, args ...any) { t.Helper(); t.Errorf(format, args...) }
	for _, r := range string(data) {
		if !xmlCharacter(r) {
			bad("U+%04X is no character of XML", r)
		}
	}
	texts := map[string]string{}
	roots := readTree(t, data).elements()
	if len(roots) != 1 || roots[0].name != "xliff" || roots[0].attrs["version"] != "2.1" || roots[0].attrs["xmlns"] != "urn:oasis:names:tc:xliff:document:2.0" ||
		roots[0].attrs["srcLang"] == "" || roots[0].attrs["trgLang"] == "" {
		t.Fatalf("the root is wrong")
	}
	fileIDs := map[string]bool{}
	for _, file := range roots[0].elements() {
		if id := file.attrs["id"]; file.name != "file" || !nmtoken.MatchString(id) || fileIDs[id] {
			bad("file %q", id)
		}
		fileIDs[file.attrs["id"]] = true
		units := map[string]bool{}
		for i, part := range file.elements() {
			switch {
			case part.name == "notes" && i == 0:
			case part.name == "unit":
				if id := part.attrs["id"]; !nmtoken.MatchString(id) || units[id] {
					bad("unit %q", id)
				}
				units[part.attrs["id"]] = true
				source, target := checkUnit(bad, part)
				texts[file.attrs["original"]+" "+part.attrs["id"]] = source + " → " + target
			default:
				bad("<%s> as child %d of <file>", part.name, i)
			}
		}
		if len(units) == 0 {
			bad("a file without units")
		}
	}
	return texts
}

func checkUnit(bad func(string, ...any), unit *element) (source, target string) {
	order := []string{"notes", "originalData", "segment"}
	last := 0
	for _, part := range unit.elements() {
		at := slices.Index(order, part.name)
		if at < last {
			bad("<%s> in unit %q is out of order", part.name, unit.attrs["id"])
		}
		last = at
	}
	data := map[string]bool{}
	for _, table := range unit.find("originalData") {
		if len(table.elements()) == 0 {
			bad("an empty originalData")
		}
		for _, d := range table.elements() {
			if id := d.attrs["id"]; d.name != "data" || !nmtoken.MatchString(id) || data[id] {
				bad("data %q", id)
			}
			data[d.attrs["id"]] = true
		}
	}
	segments := unit.find("segment")
	if len(segments) != 1 {
		bad("%d segments", len(segments))
		return
	}
	s := segments[0]
	if !slices.Contains([]string{"initial", "translated", "reviewed", "final"}, s.attrs["state"]) {
		bad("state %q", s.attrs["state"])
	}
	if sub, ok := s.attrs["subState"]; ok && !regexp.MustCompile(`^[^:]+:.+$`).MatchString(sub) {
		bad("subState %q without a prefix", sub)
	}
	parts := s.elements()
	if len(parts) == 0 || parts[0].name != "source" || len(parts) > 2 || len(parts) == 2 && parts[1].name != "target" {
		bad("a segment with other parts than source and target")
		return
	}
	codes := map[string]string{}
	source = inlineText(bad, parts[0], data, codes, map[string]bool{})
	if len(parts) == 2 {
		theirs := map[string]string{}
		target = inlineText(bad, parts[1], data, theirs, map[string]bool{})
		for id, name := range theirs {
			if codes[id] != "" && codes[id] != name {
				bad("the code %s is <%s> in the source and <%s> in the target", id, codes[id], name)
			}
		}
	}
	return
}

func inlineText(bad func(string, ...any), e *element, data map[string]bool, codes map[string]string, seen map[string]bool) string {
	var b strings.Builder
	for _, c := range e.children {
		id := c.attrs["id"]
		if c.name == "pc" || c.name == "ph" {
			if id == "" || seen[id] {
				bad("the code id %q stands twice", id)
			}
			seen[id] = true
			codes[id] = c.name
			if sub := c.attrs["subType"]; sub != "" && (!slices.Contains([]string{"xlf:lb", "xlf:pb", "xlf:b", "xlf:i", "xlf:u", "xlf:var"}, sub) || c.attrs["type"] != "fmt") {
				bad("subType %q of type %q", sub, c.attrs["type"])
			}
			if kind := c.attrs["type"]; kind != "" && !slices.Contains([]string{"fmt", "ui", "quote", "link", "image", "other"}, kind) {
				bad("type %q", kind)
			}
		}
		switch c.name {
		case "":
			b.WriteString(strings.ReplaceAll(c.text, "{", "{{"))
		case "cp":
			if !regexp.MustCompile(`^[0-9A-F]{4,6}$`).MatchString(c.attrs["hex"]) {
				bad("cp %q", c.attrs["hex"])
			}
			b.WriteString("\ufffd")
		case "pc":
			if !data[c.attrs["dataRefStart"]] || !data[c.attrs["dataRefEnd"]] {
				bad("pc %s refers to %q and %q", id, c.attrs["dataRefStart"], c.attrs["dataRefEnd"])
			}
			fmt.Fprintf(&b, "{%s}%s{/%s}", id, inlineText(bad, c, data, codes, seen), id)
		case "ph":
			if !data[c.attrs["dataRef"]] || len(c.children) > 0 {
				bad("ph %s refers to %q", id, c.attrs["dataRef"])
			}
			fmt.Fprintf(&b, "{%s/}", id)
		default:
			bad("<%s> in a text", c.name)
		}
	}
	return b.String()
}

// TestXLIFFStandard: the whole guide in every language is XLIFF 2.1, and another
// reader finds the same texts in it.
func TestXLIFFStandard(t *testing.T) {
	f := guide(t)
	for _, l := range f.site.Languages {
		if l == f.site.Source {
			continue
		}
		files := f.open(string(l.Tag))
		data, err := Encode(NewExchange(f.site, l, files, nil), "x.xlf")
		if err != nil {
			t.Fatal(err)
		}
		texts := checkXLIFF(t, data)
		n := 0
		for _, file := range files {
			for _, u := range file.Units {
				n++
				if got, want := texts[file.Path+" "+u.ID], u.Source.Marked()+" → "+u.Target.Marked(); got != want {
					t.Errorf("%s %s: %q, want %q", file.Path, u.ID, got, want)
				}
			}
		}
		if n != len(texts) || n < 3000 {
			t.Errorf("%d texts, want %d", len(texts), n)
		}
	}
}

// TestXLIFFNotes: a translator sees where a text stands, what it was, where it is
// published and which words the glossary has; units say what is to be done.
func TestXLIFFNotes(t *testing.T) {
	f := pair(t, "Yksi.\n\n## Otsikko\n\nKaksi [@x].\n", "Yksi.\n\n## Otsikko\n\nKaksi uutta [@x].\n\nKolme.\n", "One.\n\n## Heading\n\nTwo [@x].\n")
	files := Open(f.site, Options{To: f.language("en"), Files: f.tree.Files,
		Old: func(string, string) iter.Seq[[]byte] {
			return slices.Values([][]byte{[]byte("---\ntitle: Sivu\n---\nYksi.\n\n## Otsikko\n\nKaksi [@x].\n")})
		},
		Terms: func(to lang.Tag, text string) []Term {
			if to != "en" || !strings.HasPrefix(text, "Kaksi") {
				return nil
			}
			return []Term{{Source: "kaksi", Target: "two", Note: "a number"}}
		}})
	x := NewExchange(f.site, f.language("en"), files, func(*File) string { return "https://example.org/fi/" })
	data := string(encodeXLIFF(x))
	for _, want := range []string{
		`<note category="address">https://example.org/fi/</note>`,
		`<note category="opas:hash">` + files[0].Hash + `</note>`,
		"<unit id=\"b3\">\n      <notes>\n        <note category=\"context\">paragraph, Otsikko</note>\n        <note category=\"source before\">Kaksi {1/}.</note>\n        <note category=\"term\">kaksi = two (a number)</note>\n",
		`<segment state="initial" subState="opas:changed">` + "\n        <source>Kaksi uutta <ph",
		`<segment state="initial" subState="opas:new">` + "\n        <source>Kolme.</source>\n      </segment>",
		`<segment state="translated">` + "\n        <source>Yksi.</source>\n        <target>One.</target>",
	} {
		if !strings.Contains(data, want) {
			t.Errorf("there is no %s in\n%s", want, data)
		}
	}
	var rows []string
	for _, r := range x.rows() {
		rows = append(rows, strings.Join(r, "|"))
	}
	if want := "f1:b3|changed|Kaksi uutta {1/}.|Two {1/}.|paragraph, Otsikko; before: Kaksi {1/}.; kaksi = two (a number); {1} is citation @x"; !slices.Contains(rows, want) {
		t.Errorf("there is no row %s in\n%s", want, strings.Join(rows, "\n"))
	}
}

// TestXLIFFCharacters: what XML does not have is written as <cp>.
func TestXLIFFCharacters(t *testing.T) {
	x := &Exchange{From: "fi", To: "ar", Files: []ExchangeFile{{Path: "content/fi.md", Units: []ExchangeUnit{
		{ID: "b1", Source: Text{{Data: "a\x01b\ufffe<&>\"'"}, {Kind: Single, ID: 1, Data: "`\x02`"}}, Target: Text{{Data: "ب\u200f"}}},
	}}}}
	data := encodeXLIFF(x)
	checkXLIFF(t, data)
	back, found, err := Decode(data, "x.xlf")
	if err != nil || len(found) > 0 || back.Files[0].Units[0].Source.Marked() != "a\x01b\ufffe<&>\"'{1/}" || back.Files[0].Units[0].Target.Plain() != "ب\u200f" {
		t.Errorf("%v %v %+v", err, found, back)
	}
}

// TestXLIFFOfATool: another program writes the document its own way.
func TestXLIFFOfATool(t *testing.T) {
	f := newFolder(t, smallSite)
	text := `<?xml version='1.0' encoding='UTF-16'?>
<x:xliff x:note="1" trgLang='en' srcLang='fi' version='2.0' xmlns:x='urn:oasis:names:tc:xliff:document:2.0' xmlns:m="urn:example:tool">
 <x:file original='content/sivu/fi.md' id='1'>
  <m:log>entry</m:log>
  <x:notes><x:note category='opas:hash'>` + f.open("en")[1].Hash + `</x:note><x:note>mine</x:note></x:notes>
  <x:group id="g"><x:unit id='title'><x:segment state='final'><x:source>Sivu</x:source><x:target xml:lang="en">Page</x:target></x:segment></x:unit></x:group>
  <x:unit id='summary'><x:segment id="s1"><x:source>Ensin. </x:source><x:target order="2">Then.</x:target></x:segment>
   <x:ignorable><x:source>x</x:source><x:target order="3"> </x:target></x:ignorable><x:segment id="s2" state="translated"><x:source>Sitten.</x:source><x:target order="1">First. </x:target></x:segment></x:unit>
  <x:unit id='b1'><x:segment><x:source>Otsikko</x:source><x:target>A <x:mrk id="m1" type="term">heading</x:mrk></x:target></x:segment></x:unit>
  <x:unit id='b2'>
   <x:originalData><x:data id="d9">anything</x:data></x:originalData>
   <x:segment><x:source>Teksti </x:source><x:target>Text <x:sc id="1" dataRef="d9"/>with</x:target></x:segment>
   <x:ignorable><x:source> </x:source></x:ignorable>
   <x:segment><x:source>x</x:source><x:target>a link<x:ec startRef="1"/> <x:ph id="2"/> <x:cp hex="2014"/> end.</x:target></x:segment>
  </x:unit>
  <x:unit id='b3'><x:segment><x:source>Viimeinen</x:source><x:target/></x:segment></x:unit>
 </x:file>
</x:xliff>`
	var utf16 []byte
	utf16 = append(utf16, 0xff, 0xfe)
	for _, r := range strings.ReplaceAll(text, "\n", "\r\n") {
		utf16 = append(utf16, byte(r), byte(r>>8))
	}
	x, found, err := Decode(utf16, "back.xlf")
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	got := map[string]string{}
	for _, u := range x.Files[0].Units {
		got[u.ID] = u.Target.Marked()
	}
	for id, want := range map[string]string{"title": "Page", "summary": "First. Then.", "b1": "A heading", "b2": "Text {1}with a link{/1} {2/} — end.", "b3": ""} {
		if got[id] != want {
			t.Errorf("%s: %q, want %q", id, got[id], want)
		}
	}
	// One text is missing and there is no page yet, so none is written.
	edits, found := Merge(f.site, f.language("en"), f.open("en"), x, false)
	if len(edits) != 0 || len(found) != 1 || found[0].Code != "import-incomplete" {
		t.Errorf("%v %v", edits, found)
	}
	x.Files[0].Units[4].Target = plainText("The last")
	edits, found = Merge(f.site, f.language("en"), f.open("en"), x, false)
	if len(edits) != 1 || len(found) != 0 {
		t.Fatalf("%v %v", edits, found)
	}
	f.apply(edits)
	want := `---
title: Page
summary: First. Then.
review: draft
headings: [otsikko]
translated-from:
  blob: "` + f.open("en")[1].Blob + `"
  hash: "` + f.open("en")[1].Hash + `"
---
## A heading

Text [with a link](/) [@law] — end.

> - The last
`
	if got := f.files["content/sivu/en.md"]; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// smallSite is a site with one page that has a bit of everything.
var smallSite = map[string]string{
	"content/site.yaml":      "languages: [fi, en, ar, ru]\ntitle: {fi: Testi, en: Test}\n",
	"content/fi.md":          "---\ntitle: Koti\n---\nTeksti.\n",
	"content/sivu/page.yaml": "sources:\n  - {id: law, title: Laki, checked: 2026-01-01}\n",
	"content/sivu/fi.md": `---
title: Sivu
summary: Ensin. Sitten.
---
## Otsikko {#otsikko}

Teksti [linkin](/) kanssa [@law].

> - Viimeinen
`,
}
