package check

import (
	"fmt"
	"net/url"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
	"opas/i18n"
)

// siteOf assembles the files below content, which have no errors.
func siteOf(t *testing.T, base string, files map[string]string) *site.Site {
	t.Helper()
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	tree, found, err := source.Load(source.Folders{"content": {m}}.Tree())
	if err != nil || tree == nil || found.Fails(false) {
		t.Fatal(found, err)
	}
	catalog, _ := lang.Load(source.Folders{"i18n": {i18n.FS}}.Tree(), "i18n", tree.Config.Tags)
	opt := site.Options{Catalog: catalog}
	if base != "" {
		if opt.BaseURL, err = url.Parse(base); err != nil {
			t.Fatal(err)
		}
	}
	s, found := site.Assemble(tree, opt)
	if found.Fails(false) {
		t.Fatal(found)
	}
	return s
}

func lines(found diag.List) (list []string) {
	for _, d := range found.Sorted() {
		list = append(list, fmt.Sprintf("%s: %s %s: %s", d.Pos, d.Severity, d.Code, d.Message))
	}
	return list
}

const twoPages = "---\ntitle: %s\n---\n%s"

// TestOutput gives one page to the rules and expects what they say of it.
func TestOutput(t *testing.T) {
	s := siteOf(t, "https://example.org/opas/", map[string]string{
		"site.yaml": "languages: [fi]\ntitle: {fi: T}\n", "fi.md": fmt.Sprintf(twoPages, "Koti", ""), "a/fi.md": fmt.Sprintf(twoPages, "A", ""),
	})
	tests := []struct{ name, body, want string }{
		{"good", `<a href="../a/">a</a><a href="../">home</a><a href="#x">x</a><a href="../../fi/#top">y</a><p id="x">`, ""},
		{"addresses elsewhere", `<a href="https://example.org/x">a</a><a href="mailto:a@example.org">b</a><a href="//example.org/x">c</a><a href="tel:1">d</a><img alt="" src="data:image/svg+xml,x">`, ""},
		{"rooted", `<a href="/opas/fi/">a</a><a href="/opas/">b</a><a href="/opas/fi/a/#here">c</a><p id="here">`, ""},
		{"metadata is not followed", `<link rel="canonical" href="/nowhere/"><link rel="alternate" href="/nowhere/"><link rel="icon" href="data:,x">`, ""},
		{"missing page", `<a href="../b/">a</a><a href="../b/">again</a>`, "error link-broken: the page fi/a/index.html leads to ../b/, which is not there"},
		{"missing style", `<link rel="stylesheet" href="../../assets/x.css">`, "error link-broken: the page fi/a/index.html leads to ../../assets/x.css, which is not there"},
		{"missing script", `<script src="x.js"></script>`, "error link-broken: the page fi/a/index.html leads to x.js, which is not there"},
		{"missing picture", `<img alt="x" src="x.png">`, "error link-broken: the page fi/a/index.html leads to x.png, which is not there"},
		{"outside the base", `<a href="/fi/">a</a>`, "error link-broken: the page fi/a/index.html leads to /fi/, which is not there"},
		{"above the root", `<a href="../../../../fi/">a</a>`, "error link-broken: the page fi/a/index.html leads to ../../../../fi/, which is not there"},
		{"a folder without its slash", `<a href="../a">a</a>`, "error link-broken: the page fi/a/index.html leads to ../a, which is not there"},
		{"an address nobody can read", `<a href="http://[::1/">a</a>`, "error link-broken: the page fi/a/index.html leads to http://[::1/, which is no address"},
		{"missing heading here", `<a href="#hear">a</a><p id="here">`, "error link-heading: the page fi/a/index.html leads to #hear, but there is no such heading"},
		{"missing heading there", `<a href="../#tp">a</a>`, "error link-heading: the page fi/a/index.html leads to ../#tp, but there is no such heading"},
		{"heading with letters", `<a href="#p%C3%A4iv%C3%A4">a</a><p id="päivä">`, ""},
		{"id twice", `<p id="x"><p id="x">`, `error id-twice: the id "x" stands twice in the page fi/a/index.html`},
		{"second first heading", `<h1>x</h1>`, "error heading-first: the page fi/a/index.html has 2 first headings"},
		{"level skipped", `<h3>x</h3>`, "warning heading-skipped: the page fi/a/index.html goes from a heading of level 1 to one of level 3"},
		{"levels back", `<h2>x</h2><h3>x</h3><h4>x</h4><h2>x</h2><h3>x</h3>`, ""},
		{"picture without text", `<img src="../a/">`, "error image-alt: a picture in the page fi/a/index.html has no alternative text"},
		{"picture with empty text", `<img alt src="../a/">`, ""},
		{"style attribute", `<p style="x">`, "error page-inline: the page fi/a/index.html has the attribute style, which its policy forbids"},
		{"handler", `<p ONCLICK="x">`, "error page-inline: the page fi/a/index.html has the attribute onclick, which its policy forbids"},
		{"style element", `<style>p{}</style>`, "error page-inline: the page fi/a/index.html has a <style> of its own, which its policy forbids"},
		{"style in a drawing", `<svg><style>p{}</style></svg>`, "error page-inline: the page fi/a/index.html has a <style> of its own, which its policy forbids"},
		{"script", `<script>x</script>`, "error page-inline: the page fi/a/index.html has a <script> of its own, which its policy forbids"},
		{"typed script", `<script type="module">x</script>`, "error page-inline: the page fi/a/index.html has a <script> of its own, which its policy forbids"},
		{"data in a script", `<script type="application/ld+json">{"a": "<h1>"}</script><script type="application/json">{}</script>`, ""},
		{"text that looks like one", `<p>&lt;script&gt;&lt;h1&gt;</p><!-- <h1 style="x"> --><textarea><h1></textarea>`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := []File{
				{Path: "index.html", Data: []byte("<h1>x</h1>")},
				{Path: "fi/index.html", Data: []byte(`<h1 id="top">Koti</h1>`), Page: s.Home(), Lang: "fi"},
				{Path: "fi/a/index.html", Data: []byte("<!doctype html><h1>A</h1>" + tt.body), Page: s.Page("a"), Lang: "fi"},
				{Path: "assets/site.css", Data: []byte("h1 { color: <h1> }")},
			}
			var want []string
			if tt.want != "" {
				want = []string{"content/a/fi.md: " + tt.want}
			}
			if diff := cmp.Diff(want, lines(Output(s, files))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestOutputWithoutPage: a mistake in a file of the program's own is told with
// the name of the file.
func TestOutputWithoutPage(t *testing.T) {
	s := siteOf(t, "", map[string]string{"site.yaml": "languages: [fi]\ntitle: {fi: T}\n", "fi.md": fmt.Sprintf(twoPages, "Koti", "")})
	got := lines(Output(s, []File{{Path: "404.html", Data: []byte(`<p><a href="/fi/">x</a>`)}}))
	want := []string{
		"404.html: error heading-first: the page 404.html has 0 first headings",
		"404.html: error link-broken: the page 404.html leads to /fi/, which is not there",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestDeadLinkOnce: a mistake in a template stands in every page; it is told once,
// with other pages beside it.
func TestDeadLinkOnce(t *testing.T) {
	s := siteOf(t, "", map[string]string{"site.yaml": "languages: [fi]\ntitle: {fi: T}\n", "fi.md": fmt.Sprintf(twoPages, "Koti", "")})
	var files []File
	for i := range 6 {
		files = append(files, File{Path: fmt.Sprintf("fi/%d/index.html", i), Data: []byte(`<h1>x</h1><a href="../gone/">a</a>`)})
	}
	found := Output(s, files)
	if diff := cmp.Diff([]string{"fi/0/index.html: error link-broken: the page fi/0/index.html leads to ../gone/, which is not there"}, lines(found)); diff != "" {
		t.Error(diff)
	}
	if n := len(found[0].Related); n != 3 {
		t.Errorf("%d other pages are named", n)
	}
}

// TestFragments: a link to a missing heading is told where it is written, once,
// in every language that has the text, and not again for pages made of it.
func TestFragments(t *testing.T) {
	s := siteOf(t, "", map[string]string{
		"site.yaml": "languages: [fi, en, sv]\ntitle: {fi: T}\n",
		"fi.md":     fmt.Sprintf(twoPages, "Koti", "[a](a#yks) [b](a#yksi)\n\n[c](#x)\n"),
		"a/fi.md":   fmt.Sprintf(twoPages, "A", "## Yksi\n"), "a/en.md": fmt.Sprintf(twoPages, "A", "[d](.#zzzzzz)\n\n## One\n"),
	})
	want := []string{
		`content/a/en.md:4:1: error link-heading: the page a has no heading "zzzzzz"`,
		`content/fi.md:4:1: error link-heading: the page a has no heading "yks"`,
		`content/fi.md:6:1: error link-heading: the page home has no heading "x"`,
	}
	var files []File
	for _, l := range []string{"fi", "en", "sv"} {
		files = append(files,
			File{Path: l + "/index.html", Data: []byte(`<h1>x</h1><a href="a/#yks">a</a><a href="a/#yksi">b</a><a href="#x">c</a>`), Page: s.Home(), Lang: l},
			File{Path: l + "/a/index.html", Data: []byte(`<h1>x</h1><a href="#zzzzzz">d</a><h2 id="yksi">x</h2>`), Page: s.Page("a"), Lang: l})
	}
	if diff := cmp.Diff(want, lines(Output(s, files))); diff != "" {
		t.Errorf("Output: %s", diff)
	}
	// The same, word for word, before anything is rendered.
	if diff := cmp.Diff(want, lines(Headings(s))); diff != "" {
		t.Errorf("Headings: %s", diff)
	}
}

// TestSkippedInText: a text that skips a level was told of where it is written.
func TestSkippedInText(t *testing.T) {
	s := siteOf(t, "", map[string]string{"site.yaml": "languages: [fi]\ntitle: {fi: T}\n", "fi.md": fmt.Sprintf(twoPages, "Koti", "## A\n\n#### B\n")})
	files := []File{{Path: "fi/index.html", Data: []byte("<h1>x</h1><h2>A</h2><h4>B</h4>"), Page: s.Home(), Lang: "fi"}}
	if got := Output(s, files); len(got) > 0 {
		t.Error(lines(got))
	}
}

func TestSources(t *testing.T) {
	s := siteOf(t, "", map[string]string{
		"site.yaml": "languages: [fi, en]\ntitle: {fi: T}\npublisher: {fi: ‹nimi›, en: Somebody}\ncontroller: {fi: ‹nimi›}\naccessibility: {fi: ‹nimi›}\nfeedback: ‹osoite›\nedit: 'https://example.org/‹x›/{path}'\n",
		"fi.md":     fmt.Sprintf(twoPages, "Koti", ""), "en.md": "---\ntitle: Home\nreview: draft\ntranslated-from: {blob: b, hash: old}\n---\n",
		"a/fi.md": "---\ntitle: A\nreview: draft\n---\n", "b/fi.md": "---\ntitle: B\nreview: done\n---\n", "b/en.md": fmt.Sprintf(twoPages, "B", ""),
	})
	want := []string{
		`content/a/fi.md: notice page-untranslated: the page is not translated into "en"; its readers get "fi"`,
		"content/a/fi.md: notice text-draft: the text is a draft: no native reader or professional has checked it",
		"content/b/en.md: notice translation-untracked: translated-from: is missing, so nobody will see when the source text changes",
		"content/en.md: notice text-draft: the text is a draft: no native reader or professional has checked it",
		"content/en.md: notice translation-stale: the source text has changed since this translation was made",
		"content/site.yaml:1:1: notice base-url-missing: the site does not know its address: pages have no canonical links, there is no sitemap, and 404.html works only at the root of a host",
		"content/site.yaml:2:13: notice text-untranslated: title has no text in en; readers get another language",
		"content/site.yaml:3:17: notice placeholder: publisher still holds a placeholder: ‹nimi›",
		"content/site.yaml:4:18: notice placeholder: controller still holds a placeholder: ‹nimi›",
		"content/site.yaml:4:18: notice text-untranslated: controller has no text in en; readers get another language",
		"content/site.yaml:5:21: notice placeholder: accessibility still holds a placeholder: ‹nimi›",
		"content/site.yaml:5:21: notice text-untranslated: accessibility has no text in en; readers get another language",
		"content/site.yaml:6:11: notice placeholder: feedback still holds a placeholder: ‹osoite›",
		"content/site.yaml:7:8: notice placeholder: edit still holds a placeholder: https://example.org/‹x›/{path}",
	}
	if diff := cmp.Diff(want, lines(Sources(s))); diff != "" {
		t.Error(diff)
	}
	if Sources(s).Fails(true) {
		t.Error("notices must not fail, not even with --strict")
	}
}

func TestAge(t *testing.T) {
	s := siteOf(t, "", map[string]string{
		"site.yaml": "languages: [fi]\ntitle: {fi: T}\n", "fi.md": fmt.Sprintf(twoPages, "Koti", "[@a] [@b]"),
		"page.yaml": "sources:\n  - {id: a, title: A, checked: 2026-01-01, review-by: 2026-06-01}\n  - {id: b, title: B, checked: 2026-01-01}\n",
	})
	for day, want := range map[decode.Date]int{
		{Year: 2026, Month: 5, Day: 31}: 0, {Year: 2026, Month: 6, Day: 1}: 0, {Year: 2026, Month: 6, Day: 2}: 1, {Year: 9999, Month: 1, Day: 1}: 1,
	} {
		if got := Age(s, day); len(got) != want {
			t.Errorf("on %s: %v", day, lines(got))
		}
	}
}

func TestSummary(t *testing.T) {
	one := siteOf(t, "", map[string]string{"site.yaml": "languages: [fi]\ntitle: {fi: T}\n", "fi.md": fmt.Sprintf(twoPages, "Koti", "")})
	if got := Summary(one); got != "1 page in 1 language" {
		t.Error(got)
	}
	one.Pages, one.Languages = append(one.Pages, one.Home()), append(one.Languages, one.Source)
	if got := Summary(one); got != "2 pages in 2 languages" {
		t.Error(got)
	}
}
