package markdown

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alecthomas/chroma/v2"
)

func page(body string) []byte { return []byte("---\ntitle: T\n---\n" + body) }

func TestHeadingIDs(t *testing.T) {
	doc, _ := Parse("en.md", page("## One\n\n## Two\n\n### Three\n"))
	_, body := doc.HTML(Env{HeadingIDs: []string{"yksi", ""}})
	want := "<h2 id=\"yksi\">One</h2>\n<h2 id=\"two\">Two</h2>\n<h3 id=\"three\">Three</h3>\n"
	if string(body) != want {
		t.Errorf("body = %q", body)
	}
	if doc.Headings[0].ID != "one" {
		t.Error("rendering changed the document")
	}
}

func TestIDPrefix(t *testing.T) {
	doc, _ := Parse("en.md", page("A[^1]\n\n**C**\n\n| a |\n|---|\n| 1 |\n\n[^1]: x\n"))
	lead, _ := doc.HTML(Env{IDPrefix: "p2-"})
	for _, want := range []string{`id="p2-fnref-1" href="#p2-fn-1"`, `id="p2-fn-1"`, `href="#p2-fnref-1"`, `aria-labelledby="p2-table-1"`, `id="p2-table-1"`} {
		if !strings.Contains(string(lead), want) {
			t.Errorf("no %s in %s", want, lead)
		}
	}
}

// TestHostileEnv proves that what site hands over cannot break out either.
func TestHostileEnv(t *testing.T) {
	const bad = `"><script>alert(1)</script>`
	doc, _ := Parse("en.md", page("[a](x) ![b](y.png) [@c]\n\n> [!FOR d]\n> [!TIP]\n\n> [!TIP]\n> e[^1]\n\n[^1]: f\n\n| a |\n|---|\n| b |\n\n## G\n"))
	lead, body := doc.HTML(Env{
		Link:       func(string) Target { return Target{Href: bad, Lang: bad, Download: true, FileInfo: bad} },
		Citation:   func(string) (int, string) { return 1, "javascript:alert(1)" },
		Audience:   func(string) string { return bad },
		Text:       func(string) string { return bad },
		HeadingIDs: []string{bad},
		IDPrefix:   bad,
	})
	checkHTML(t, string(lead))
	checkHTML(t, string(body))
	for _, href := range []string{"javascript:alert(1)", "//evil.example", `\\evil.example`, "java\tscript:alert(1)", "data:text/html,x"} {
		lead, _ := doc.HTML(Env{Link: func(string) Target { return Target{Href: href} }})
		if strings.Contains(string(lead), "evil") || strings.Contains(string(lead), "alert") || strings.Contains(string(lead), "data:") {
			t.Errorf("the address %q got through: %s", href, lead)
		}
	}
}

func TestUnknownSource(t *testing.T) {
	doc, _ := Parse("en.md", page("x [@gone]\n"))
	lead, _ := doc.HTML(Env{Citation: func(string) (int, string) { return 0, "" }})
	if lead != "<p>x<sup class=\"cite\">[?]</sup></p>\n" {
		t.Errorf("lead = %q", lead)
	}
}

// TestConcurrent renders one Doc and one Highlighter from many goroutines; it
// shows its worth under -race.
func TestConcurrent(t *testing.T) {
	var docs []*Doc
	files, _ := filepath.Glob("testdata/*.md")
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, _ := Parse(file, src)
		docs = append(docs, doc)
	}
	env := english("")
	want := make([]string, len(docs))
	for i, doc := range docs {
		lead, body := doc.HTML(env)
		want[i] = string(lead + body)
	}
	env.Highlight = NewHighlighter()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for i, doc := range docs {
				lead, body := doc.HTML(env)
				if string(lead+body) != want[i] {
					t.Errorf("%s differs", files[i])
				}
				doc.Inline(env)
				Parse(files[i], page("**a** [b](c)\n"))
			}
		})
	}
	group.Wait()
}

// What a chapter is to be remembered by is a part of its own only where the
// chapter begins with it.
func TestParts(t *testing.T) {
	for _, test := range []struct{ text, remember, lead, body string }{
		{"> [!REMEMBER]\n> Yksi.\n\nAlku.\n\n## A\n\nLoppu.", "Yksi.", "Alku.", "Loppu."},
		{"> [!REMEMBER]\n> Yksi.", "Yksi.", "", ""},
		{"Alku.\n\n> [!REMEMBER]\n> Yksi.\n\n## A", "", "Yksi.", "<h2"},
		{"## A\n\n> [!REMEMBER]\n> Yksi.", "", "", "Yksi."},
		{"> [!NOTE]\n> Yksi.\n\n## A", "", "Yksi.", "<h2"},
	} {
		doc, findings := Parse("fi.md", []byte("---\ntitle: T\n---\n"+test.text+"\n"))
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		p := doc.Parts(Env{})
		for _, part := range []struct{ name, got, want string }{{"remember", string(p.Remember), test.remember}, {"lead", string(p.Lead), test.lead}, {"body", string(p.Body), test.body}} {
			if (part.want == "") != (part.got == "") || !strings.Contains(part.got, part.want) {
				t.Errorf("%q: %s is %q, want %q in it", test.text, part.name, part.got, part.want)
			}
		}
	}
}

func TestHighlighter(t *testing.T) {
	h := NewHighlighter()
	for _, test := range []struct{ language, code, want string }{
		{"go", "x := 1", `x := <span class="m">1</span>`},
		{"GO", "x := 1", `x := <span class="m">1</span>`},
		{"no-such-language", "a < b & \"c\"", "a &lt; b &amp; \"c\""},
		{"html", "<script>alert(1)</script>", ""},
		{"go", strings.Repeat("x := 1\n", maxCode/7+1), strings.Repeat("x := 1\n", maxCode/7+1)},
		{"yaml", "", ""},
	} {
		got := string(h.HTML(test.language, test.code))
		checkHTML(t, got)
		if test.want != "" && got != test.want {
			t.Errorf("%s %.40q: got %.200q", test.language, test.code, got)
		}
	}
	n := 0
	h.blocks.Range(func(any, any) bool { n++; return true })
	h.HTML("go", "x := 1")
	m := 0
	h.blocks.Range(func(any, any) bool { m++; return true })
	if n != 6 || m != n {
		t.Errorf("remembered %d blocks, then %d", n, m)
	}
}

// TestClasses holds the class names against chroma's own.
func TestClasses(t *testing.T) {
	style := StyleSheet()
	for tokenType, class := range classes {
		if chroma.StandardTypes[tokenType] != class {
			t.Errorf("%v is %q here and %q in chroma", tokenType, class, chroma.StandardTypes[tokenType])
		}
		if !strings.Contains(style, ".chroma ."+class+" ") && !strings.Contains(style, ".chroma ."+class+",") {
			t.Errorf("the style sheet does not know .%s", class)
		}
	}
}

// TestContrast computes WCAG 2.2 contrast ratios of every colour on its paper.
func TestContrast(t *testing.T) {
	var paper float64
	colours := 0
	for line := range strings.Lines(StyleSheet()) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), ": #")
		if !ok {
			continue
		}
		l := luminance(t, strings.TrimSuffix(value, ";"))
		if name == "--code-paper" {
			paper = l
			continue
		}
		colours++
		if ratio := (max(l, paper) + 0.05) / (min(l, paper) + 0.05); ratio < 4.5 {
			t.Errorf("%s #%s has a contrast of %.2f", name, value, ratio)
		}
	}
	if colours != 14 {
		t.Errorf("%d colours", colours)
	}
}

// luminance is the relative luminance of a colour, WCAG 2.2.
func luminance(t *testing.T, hex string) float64 {
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		t.Fatalf("colour %q", hex)
	}
	channel := func(shift uint) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}

// hostile are texts that made Markdown parsers slow or deep.
func hostile() map[string]string {
	ladder := func(marker string, n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.Repeat("  ", i) + marker + " a\n")
		}
		return b.String()
	}
	var footnotes strings.Builder
	for i := range 2500 {
		fmt.Fprintf(&footnotes, "[^%d]: x\n\n", i)
	}
	footnotes.WriteString(strings.Repeat("[^2499] ", 10000))
	texts := map[string]string{
		"quotes on one line":   strings.Repeat(">", 20000),
		"quotes on many lines": strings.Repeat(strings.Repeat("> ", 90)+"a\n", 1200),
		"thousand quotes":      strings.Repeat(strings.Repeat(">", 1000)+"a\n", 200),
		"thousand lists":       strings.Repeat("- ", 1000) + "a",
		"ordered lists":        strings.Repeat("1. ", 1000) + "a",
		"list ladder":          ladder("-", 240),
		"quote ladder":         ladder("- >", 200),
		"emphasis":             strings.Repeat("*a **a ", 30000),
		"nested emphasis":      strings.Repeat("*a _b ", 5000) + strings.Repeat(" b_ a*", 5000),
		"delimiters":           strings.Repeat("a**b", 60000),
		"brackets":             strings.Repeat("[", 200000),
		"bracket pairs":        strings.Repeat("[a](", 60000),
		"nested images":        strings.Repeat("![", 10000) + "a" + strings.Repeat("](b)", 10000),
		"nested links":         strings.Repeat("[", 12000) + "a" + strings.Repeat("](b)", 12000),
		"backticks":            strings.Repeat("`a``b```c", 25000),
		"html":                 strings.Repeat("<a ", 80000),
		"comments":             strings.Repeat("<!--", 60000),
		"instructions":         strings.Repeat("a <? ", 50000),
		"entities":             strings.Repeat("&#x41;&a", 30000),
		"tables":               strings.Repeat("|a", 60000) + "\n" + strings.Repeat("|-", 60000) + "\n",
		"table rows":           "|a|b|\n|-|-|\n" + strings.Repeat("||||||||\n", 25000),
		"headings":             strings.Repeat("## a\n", 40000),
		"braces":               "## " + strings.Repeat("{#a", 60000),
		"footnotes":            footnotes.String(),
		"references":           strings.Repeat("[a]: b\n", 5000) + strings.Repeat("[a]", 10000),
		"definitions":          strings.Repeat("a\n: b\n", 30000),
		"callouts":             strings.Repeat("> [!TIP]\n", 25000),
		"citations":            strings.Repeat("[@a", 80000),
		"boxes":                strings.Repeat("- [ ] a\n", 30000),
		"tabs":                 strings.Repeat("\t", 200000) + ">",
	}
	for name, text := range texts {
		texts[name] = fit(text)
	}
	return texts
}

// fit cuts a text to half of what is read at all (the time it takes may grow
// with the square), and its lines to what a line may be.
func fit(text string) string {
	var b strings.Builder
	length := 0
	for _, c := range text[:min(len(text), maxText/2)] {
		if length++; c == '\n' {
			length = 0
		} else if length == maxLine {
			b.WriteByte('\n')
			length = 1
		}
		b.WriteRune(c)
	}
	return b.String()
}

// TestHostile wants every one read and rendered in seconds, not hours: the
// bound is wide because the race detector slows everything.
func TestHostile(t *testing.T) {
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			doc, _ := Parse("f.md", page(text))
			lead, body := doc.HTML(Env{})
			took := time.Since(begin)
			checkTags(t, string(lead))
			checkTags(t, string(body))
			t.Logf("%v for %d bytes", took.Round(time.Millisecond), len(text))
			if took > 30*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// checkTags is checkHTML without its walk over every character.
func checkTags(t *testing.T, s string) {
	t.Helper()
	if i := strings.Index(strings.ToLower(s), "<script"); i >= 0 {
		t.Errorf("a script at %d", i)
	}
}

func TestNesting(t *testing.T) {
	for _, text := range []string{
		"ä\n" + strings.Repeat("> ", 1000) + "a\n",
		"ä\n" + strings.Repeat("- ", 1000) + "a\n",
		"ä\n\n" + strings.Repeat("1) ", 1000) + "a\n",
		hostile()["list ladder"],
		hostile()["nested emphasis"],
	} {
		doc, findings := Parse("f.md", page(text))
		if len(findings) != 1 || findings[0].Code != "nesting" || findings[0].Pos.Line < 4 {
			t.Errorf("%.20q: %.400s", text, report(findings))
		}
		if lead, body := doc.HTML(Env{}); lead+body != "" {
			t.Errorf("%.20q gives %.60q", text, lead)
		}
	}
	for _, text := range []string{
		strings.Repeat("- ", 300) + "\n", strings.Repeat("*", 500) + "\n", strings.Repeat(". ", 300) + "x\n",
		"```\n" + strings.Repeat("-", 300) + " x\n```\n", strings.Repeat("> ", 40) + "a\n",
	} {
		if _, findings := Parse("f.md", page(text)); findings.Count(0) > 0 {
			t.Errorf("%.20q: %s", text, report(findings))
		}
	}
}

// FuzzParse looks for panics, and for anything in the output that this room
// did not write itself.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.md")
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		_, body, _ := bytes.Cut(src, []byte("---\n"))
		_, body, _ = bytes.Cut(body, []byte("---\n"))
		f.Add(string(body))
	}
	f.Add("> [!NOTE]\n> : a\n\n[^a]\n\n[^a]: > b\n\n0\n-:\n-\n")
	f.Add("- [ ] \n  [x]: <a\n b>\n\n<script\n>\n|\t|\x00\xff")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 {
			return
		}
		doc, findings := Parse("f.md", page(text))
		if doc == nil {
			t.Fatalf("no document: %v", findings)
		}
		lead, body := doc.HTML(english(""))
		checkHTML(t, string(lead+body))
		checkHTML(t, string(doc.Inline(Env{Highlight: NewHighlighter()})))
		for _, d := range findings {
			if d.Pos.Line < 4 || d.Pos.Col < 1 || d.Message == "" || d.Code == "" {
				t.Fatalf("finding %+v", d)
			}
		}
		phrase, _ := ParseText(here, text)
		lead, body = phrase.HTML(Env{})
		checkHTML(t, string(lead+body))
		Parse("f.md", []byte(text))
	})
}

func BenchmarkPage(b *testing.B) {
	src := page(strings.Repeat("Kappale, jossa on *korostusta*, [linkki](mentoring) ja viittaus [@kela].\n\n", 40) +
		"## Otsikko\n\n1. **Yksi** asia\n2. **Toinen** asia\n\n> [!TIP]\n> Vihje.\n\n**K**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
	b.Run("parse", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		for b.Loop() {
			Parse("f.md", src)
		}
	})
	doc, _ := Parse("f.md", src)
	b.Run("render", func(b *testing.B) {
		for b.Loop() {
			doc.HTML(Env{})
		}
	})
	b.Run("words", func(b *testing.B) {
		for b.Loop() {
			doc, _ := ParseText(here, "Soita **heti** [ohjaajalle](mentoring).")
			doc.HTML(Env{})
		}
	})
}

func TestTooLong(t *testing.T) {
	for code, text := range map[string]string{
		"text-long": strings.Repeat("ääkkösiä\n", maxText/12),
		"line-long": "a\n" + strings.Repeat("a", maxLine+1) + "\nb\n",
	} {
		doc, findings := Parse("f.md", page(text))
		if len(findings) != 1 || findings[0].Code != code || doc.Front.Title.Value != "T" || doc.Plain != "" {
			t.Errorf("%s: %s", code, report(findings))
		}
	}
	if _, findings := Parse("f.md", page(strings.Repeat("a", maxLine)+"\nb\n")); len(findings) > 0 {
		t.Error(report(findings))
	}
}

// TestControlCharacters: an entity can name what HTML text cannot hold.
func TestControlCharacters(t *testing.T) {
	doc, _ := Parse("f.md", page("a&#1;&#127;&#x85;&#0;b `c\x01d` ![e&#2;](f.png \"g&#3;\")\n"))
	lead, _ := doc.HTML(Env{})
	if lead != "<p>a\ufffdb <code>cd</code> <img src=\"f.png\" alt=\"e\" loading=\"lazy\" decoding=\"async\"></p>\n" {
		t.Errorf("lead = %q", lead)
	}
}

// TestForeign: what a text in another script says in Latin letters in brackets
// or in emphasis says in which language it is; a text in Latin letters does not.
func TestForeign(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"ممرض عملي (lähihoitaja) و *Voinko saada?*", `<p>ممرض عملي (<bdi lang="fi">lähihoitaja</bdi>) و <em lang="fi" dir="ltr">Voinko saada?</em></p>`},
		{"Помощник (Lupa- ja valvontavirasto, LVV), уровень (A2), *важно* и \\(a &amp; b\\)", `<p>Помощник (<bdi lang="fi">Lupa- ja valvontavirasto, LVV</bdi>), уровень (A2), <em>важно</em> и (a &amp; b)</p>`},
		{"A practical nurse (lähihoitaja), *hei*", `<p>A practical nurse (lähihoitaja), <em>hei</em></p>`},
	} {
		doc, found := Parse("a.md", []byte("---\ntitle: A\n---\n"+test.text+"\n"))
		if len(found) > 0 {
			t.Fatal(found)
		}
		lead, _ := doc.HTML(Env{Foreign: "fi"})
		if got := strings.TrimSpace(string(lead)); got != test.want {
			t.Errorf("%s\ngot  %s\nwant %s", test.text, got, test.want)
		}
	}
}
