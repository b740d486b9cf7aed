package markdown

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/diag"
)

var here = diag.Pos{File: "fi.yaml", Line: 7, Col: 12}

func TestParseText(t *testing.T) {
	for _, test := range []struct {
		text, html, inline string
		block              bool
	}{
		{"", "", "", false},
		{"Soita **heti** [@kela].", `Soita <strong>heti</strong><sup class="cite"><a href="#source-kela" aria-label="citation 1">[1]</a></sup>.`, "=", false},
		{"Lue [lisää](mentoring).", `Lue <a href="mentoring">lisää</a>.`, "=", false},
		{"Yksi.\n\nKaksi.", "<p>Yksi.</p>\n<p>Kaksi.</p>\n", "Yksi. Kaksi.", true},
		{"Ota:\n- yksi\n- kaksi\n", "<p>Ota:</p>\n<ul>\n<li>yksi</li>\n<li>kaksi</li>\n</ul>\n", "Ota: yksi kaksi", true},
		{"- [ ] ruutu", "<ul class=\"checklist\">\n<li><label><input type=\"checkbox\" autocomplete=\"off\"> <span>ruutu</span></label></li>\n</ul>\n", "ruutu", true},
	} {
		doc, findings := ParseText(here, test.text)
		if len(findings) > 0 {
			t.Errorf("%q: %s", test.text, report(findings))
		}
		lead, body := doc.HTML(Env{})
		if test.inline == "=" {
			test.inline = test.html
		}
		if string(lead) != test.html || body != "" {
			t.Errorf("%q: HTML\n got %q, %q\nwant %q", test.text, lead, body, test.html)
		}
		if got := doc.Inline(Env{}); string(got) != test.inline {
			t.Errorf("%q: inline\n got %q\nwant %q", test.text, got, test.inline)
		}
		if doc.Block() != test.block {
			t.Errorf("%q: block = %v", test.text, doc.Block())
		}
	}
}

// TestParseTextForbids wants one finding at the text's place, and none of the
// forbidden thing in the output.
func TestParseTextForbids(t *testing.T) {
	for _, test := range []struct{ text, code, what string }{
		{"Hei\n\n## Otsikko", "text-block", "a heading"},
		{"**K**\n\n| a |\n|---|\n| 1 |", "text-block", "a table"},
		{"![alt](kuva.png)", "text-block", "an image"},
		{"```go\nx\n```", "text-block", "a code block"},
		{"Hei\n\n    koodi", "text-block", "a code block"},
		{"Hei[^1]\n\n[^1]: ala", "text-block", "a footnote"},
		{"Hei <b>", "raw-html", ""},
		{"[x](javascript:alert(1))", "link-address", ""},
	} {
		doc, findings := ParseText(here, test.text)
		if len(findings) != 1 || findings[0].Code != test.code || findings[0].Pos != here || !strings.HasSuffix(findings[0].Message, test.what) {
			t.Errorf("%q: %s", test.text, report(findings))
		}
		lead, _ := doc.HTML(Env{})
		checkHTML(t, string(lead))
		for _, tag := range []string{"<h2", "<table", "<img", "<pre", "fn-1", "<b"} {
			if strings.Contains(string(lead), tag) {
				t.Errorf("%q: %s in %q", test.text, tag, lead)
			}
		}
	}
}

func TestParseTextRefs(t *testing.T) {
	doc, _ := ParseText(here, "[a](x) ja\n\n> [!FOR mentor]\n> [@kela]")
	want := []Ref{{Kind: Link, Dest: "x", Pos: here, Start: 4, End: 5}, {Kind: Audience, Dest: "mentor", Pos: here}, {Kind: Citation, Dest: "kela", Pos: here}}
	if diff := cmp.Diff(want, doc.Refs); diff != "" {
		t.Error(diff)
	}
}

func TestPlain(t *testing.T) {
	doc, _ := Parse("f.md", []byte("---\ntitle: T\n---\nEka *rivi*\nja toinen [@kela].\n\n## Otsikko {#x}\n\n- [ ] ruutu\n- `koodi`\n\n"+
		"**K**\n\n| a | b |\n|---|---|\n| 1 | &auml; |\n\n![alt](x.png \"kuva\")\n\n> [!TIP]\n> vihje[^1]\n\n[^1]: ala\n"))
	want := "Eka rivi ja toinen.\nOtsikko\nruutu\nkoodi\nK\na\tb\n1\tä\nalt kuva\nvihje\nala"
	if doc.Plain != want {
		t.Errorf("plain\n got %q\nwant %q", doc.Plain, want)
	}
	if doc.Words != 16 {
		t.Errorf("%d words", doc.Words)
	}
}

// TestHash names what a hash must not and must notice.
func TestHash(t *testing.T) {
	page := func(front, body string) string {
		doc, _ := Parse("f.md", []byte("---\ntitle: T\n"+front+"---\n"+body))
		return doc.Hash()
	}
	base := page("", "## A\n\nYksi *kaksi* [kolme](a).\n\n> [!NOTE]\n> Huom [@x]\n")
	if len(base) != hashLength {
		t.Errorf("hash %q", base)
	}
	for _, same := range []string{
		page("", "##   A {#toinen}\n\nYksi\n**kaksi**   [kolme](https://example.org/b).\n\n\n> [!note]\n> Huom [@x]"),
		page("review: draft\nheadings: [a]\nupdated: 2026-01-01\n", "A\n-\nYksi _kaksi_ [kolme][r].\n\n[r]: c\n\n> [!NOTE]\n> Huom\n> [@x]\n"),
	} {
		if same != base {
			t.Error("the hash changed and should not have")
		}
	}
	seen := map[string]string{base: "base"}
	for name, other := range map[string]string{
		"word":     page("", "## A\n\nYksi *kaksi* [neljä](a).\n\n> [!NOTE]\n> Huom [@x]\n"),
		"level":    page("", "### A\n\nYksi *kaksi* [kolme](a).\n\n> [!NOTE]\n> Huom [@x]\n"),
		"callout":  page("", "## A\n\nYksi *kaksi* [kolme](a).\n\n> [!WARNING]\n> Huom [@x]\n"),
		"audience": page("", "## A\n\nYksi *kaksi* [kolme](a).\n\n> [!FOR mentor]\n> Huom [@x]\n"),
		"citation": page("", "## A\n\nYksi *kaksi* [kolme](a).\n\n> [!NOTE]\n> Huom [@y]\n"),
		"blocks":   page("", "## A\n\nYksi\n\n*kaksi* [kolme](a).\n\n> [!NOTE]\n> Huom [@x]\n"),
		"summary":  page("summary: S\n", "## A\n\nYksi *kaksi* [kolme](a).\n\n> [!NOTE]\n> Huom [@x]\n"),
		"short":    page("short: S\n", "## A\n\nYksi *kaksi* [kolme](a).\n\n> [!NOTE]\n> Huom [@x]\n"),
	} {
		if first, ok := seen[other]; ok {
			t.Errorf("%s has the hash of %s", name, first)
		}
		seen[other] = name
	}
	if textHash("a  *b*\nc") != textHash("a b c") || textHash("a b c") == textHash("a b d") {
		t.Error("the hash of a text sees other than its words")
	}
	doc, _ := ParseText(here, "a b c")
	if doc.Hash() != textHash("a b c") {
		t.Error("the hash of a text differs")
	}
	// A hash stands in every translation: it must not change by accident.
	if got := textHash("Soita **heti**."); got != "0de5236c87ec3a2a" {
		t.Errorf("the hash of a known text is %s", got)
	}
}

func textHash(text string) string {
	doc, _ := ParseText(diag.Pos{}, text)
	return doc.Hash()
}
