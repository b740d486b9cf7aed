package render

import (
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
	"opas/i18n"
	"opas/templates"
)

var update = flag.Bool("update", false, "write the golden files")

// smallSite has one of everything that the shell of a page can show.
var smallSite = map[string]string{
	"content/site.yaml": `languages: [fi, en, ar]
title: {fi: Testi, en: Test, ar: اختبار}
base-url: https://example.org/opas/
feedback: apu@example.org
edit: https://git.example.org/opas/edit/main/{path}
publisher: {fi: ‹nimi›, en: ‹name›}
audiences:
  - {id: mentor, title: {fi: Mentori, en: Mentor}, door: {fi: Olen mentori, en: I am a mentor}, summary: {fi: Tänne., en: Here.}, pages: [a, a/b]}
navigation: [a]
footer: [contact]
`,
	"content/fi.md": "---\ntitle: Koti\nsummary: Etusivu.\n---\nTervetuloa.\n",
	"content/en.md": "---\ntitle: Home\n---\nWelcome.\n",
	"content/a/page.yaml": `audience: [mentor]
minutes: 4
aliases: [vanha/a]
sources:
  - {id: laki, title: Laki, publisher: Finlex, url: "https://finlex.fi/", checked: 2026-11-21, review-by: 2027-11-21, legal: true}
`,
	"content/a/fi.md":           "---\ntitle: Luku & muuta\nshort: Luku\nsummary: Mitä luku kertoo.\nupdated: 2026-11-20\n---\nAlku [@laki].\n\n## Yksi\n\nKatso [b](a/b#kohta) ja [kuva](form.pdf).\n\n## Kaksi\n\n### Alla\n\n## Kolme\n",
	"content/a/en.md":           "---\ntitle: Chapter\nreview: draft\n---\nBeginning [@laki].\n\n## One\n\n## Two\n\n### Below\n\n## Three\n",
	"content/a/form.pdf":        "%PDF-1.7",
	"content/a/b/fi.md":         "---\ntitle: Alasivu\n---\n## Kohta\n\n![Kaksi ihmistä](pari.svg \"Pari\")\n",
	"content/a/b/pari.svg":      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80"/>`,
	"content/contact/page.yaml": "contacts: [publisher, feedback]\n",
	"content/contact/fi.md":     "---\ntitle: Yhteys\n---\nKirjoita.\n",
}

func assembled(t *testing.T, files map[string]string) (*site.Site, Options) {
	t.Helper()
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	below := func(name string) fstest.MapFS {
		sub := fstest.MapFS{}
		for p, f := range m {
			if rest, ok := strings.CutPrefix(p, name+"/"); ok {
				sub[rest] = f
			}
		}
		return sub
	}
	tree := source.Folders{"content": {below("content")}, "templates": {below("templates"), templates.FS}, "i18n": {i18n.FS}}.Tree()
	read, found, err := source.Load(tree)
	if err != nil || found.Fails(false) {
		t.Fatal(err, found)
	}
	catalog, found := lang.Load(tree, "i18n", read.Config.Tags)
	if found.Fails(false) {
		t.Fatal(found)
	}
	s, found := site.Assemble(read, site.Options{Catalog: catalog, Dates: map[string]decode.Date{"content/fi.md": {Year: 2026, Month: 11, Day: 1}}})
	if found.Fails(false) {
		t.Fatal(found)
	}
	parsed, _, err := ParseTemplates(tree) // nil when one is broken
	if err != nil {
		t.Fatal(err)
	}
	return s, Options{FS: tree, Templates: parsed, Assets: map[string]string{"site.css": "assets/site-1.css", "site.ts": "assets/site-2.js", "root.ts": "assets/root-3.js"}}
}

func rendered(t *testing.T, files map[string]string) map[string]string {
	t.Helper()
	s, opt := assembled(t, files)
	out, found, err := Render(s, opt)
	if err != nil || found.Fails(false) {
		t.Fatal(err, found)
	}
	all := map[string]string{}
	for _, f := range out {
		all[f.Path] = string(f.Data)
	}
	return all
}

// stamp is the name of a folder of the index, which changes with its format.
var stamp = regexp.MustCompile(`/[0-9a-f]{12}/`)

func TestPagesGolden(t *testing.T) {
	out := rendered(t, smallSite)
	for _, p := range []string{
		"index.html", "404.html", "_headers", "sitemap.xml",
		"fi/index.html", "en/index.html", "ar/index.html",
		"fi/a/index.html", "en/a/index.html", "ar/a/index.html", "fi/a/b/index.html", "en/vanha/a/index.html", "fi/contact/index.html",
		"fi/search/index.html", "fi/search/a-z/index.html", "ar/search/map/index.html",
	} {
		golden(t, p, stamp.ReplaceAllString(out[p], "/STAMP/"))
	}
}

// golden compares a file of the site with that in testdata.
func golden(t *testing.T, p, got string) {
	t.Helper()
	name := filepath.Join("testdata", strings.ReplaceAll(p, "/", "-"))
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", p, diff)
	}
}

// A file stands once, whatever the languages, and at the old address of its page.
func TestFilesBesidePagesStandOnce(t *testing.T) {
	out := rendered(t, smallSite)
	if out["files/a/form.pdf"] != "%PDF-1.7" {
		t.Errorf("files/a/form.pdf = %q", out["files/a/form.pdf"])
	}
	for p := range out {
		if strings.HasSuffix(p, "form.pdf") && p != "files/a/form.pdf" && p != "files/vanha/a/form.pdf" {
			t.Errorf("the file stands at %s too", p)
		}
	}
}

// A mistake in an overridden template is told once, with its place in the
// template and the content it was met on.
func TestTemplateMistakes(t *testing.T) {
	for _, test := range []struct {
		name, text, at string
		related        bool
	}{
		{"parse", "{{if}}", "templates/page.html:1", false},
		{"execute", "\n{{.Titel}}", "templates/page.html:2:3", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{"templates/page.html": test.text}
			for p, text := range smallSite {
				files[p] = text
			}
			s, opt := assembled(t, files)
			_, found, err := ParseTemplates(opt.FS)
			if err == nil && len(found) == 0 {
				var out []File
				out, found, err = Render(s, opt)
				if out != nil {
					t.Errorf("Render made %d files", len(out))
				}
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(found) != 1 || found[0].Pos.String() != test.at || found[0].Severity != diag.Error {
				t.Fatalf("found %v, want one at %s", found, test.at)
			}
			if (len(found[0].Related) > 0) != test.related {
				t.Errorf("related = %v", found[0].Related)
			}
		})
	}
}

func TestRootFrom(t *testing.T) {
	base, _ := url.Parse("https://example.org/opas/fi/a/b/")
	for id, want := range map[string]string{"": "..", "a": "../..", "a/b": "../../.."} {
		if got := rootFrom(id); got != want {
			t.Errorf("rootFrom(%q) = %q, want %q", id, got, want)
		}
	}
	if got := base.ResolveReference(&url.URL{Path: rootFrom("a/b") + "/"}).Path; got != "/opas/" {
		t.Errorf("three up from a/b = %q", got)
	}
}
