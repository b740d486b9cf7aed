package serve

import (
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"opas/assets"
	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/source"
	"opas/i18n"
	"opas/templates"
)

var barContent = fstest.MapFS{
	"site.yaml": {Data: []byte(`languages: [fi, en]
title: {fi: Testi, en: Test}
edit: https://git.example.org/edit/main/{path}
readability:
  - {lang: fi, longest-sentence: 4}
`)},
	"fi.md": {Data: []byte("---\ntitle: Koti\n---\nTervetuloa.\n")},
	"a/page.yaml": {Data: []byte(`sources:
  - {id: law, title: <Laki>, checked: 2026-01-01, review-by: 2027-06-01}
`)},
	"a/fi.md": {Data: []byte("---\ntitle: A\n---\nYksi kaksi kolme neljä viisi [@law].\n")},
	"a/en.md": {Data: []byte("---\ntitle: A\nreview: draft\ntranslated-from: {blob: b, hash: old}\n---\nOne [@law].\n")},
	"b/fi.md": {Data: []byte("---\ntitle: B\nreview: draft\n---\nYksi kaksi kolme neljä viisi.\n")},
}

func barSite(base *url.URL, reload string) (*build.Result, diag.List, error) {
	tree := source.Folders{"content": {barContent}, "templates": {templates.FS}, "assets": {assets.FS}, "i18n": {i18n.FS}}.Tree()
	return build.Run(build.Options{FS: tree, BaseURL: base, Reload: reload})
}

// TestBar: what staff see above a page is of that page and language alone.
func TestBar(t *testing.T) {
	read := func(file string) []byte {
		if f := barContent[strings.TrimPrefix(file, "content/")]; f != nil {
			return f.Data
		}
		return nil
	}
	s := serverOf(t, Options{Build: barSite, Source: read, Dir: filepath.FromSlash("/home/me/guide")}, "127.0.0.1:8080")
	at := func(page string) string {
		return get(s, "127.0.0.1:8080", barPath+"?page="+url.QueryEscape(page)).Body.String()
	}
	for _, tt := range []struct {
		page       string
		want, none []string
	}{
		{"/fi/a/", []string{
			"<b>Kirjoittajalle</b> · Ajan tasalla 1 · Huomautukset 1",
			`<a href="/en/a/" lang="en" hreflang="en" dir="ltr">English</a> Vanhentunut 1`,
			`<a href="/fi/a/" lang="fi" hreflang="fi" dir="ltr" aria-current="page">Suomi</a> Ajan tasalla 1`,
			"5 · <mark>5</mark>", "&lt;Laki&gt;</span>: Tarkistettu 1.1.2026; Tarkistettava viimeistään 1.6.2027",
			filepath.FromSlash("/home/me/guide/content/a/fi.md") + `</code> <a href="https://git.example.org/edit/main/content/a/fi.md">`,
			filepath.FromSlash("/home/me/guide/content/a/page.yaml"), "the sentence has 5 words", `href="/status/"`,
		}, []string{"<Laki>", "en.md", "content/b"}},
		{"/en/a/", []string{"Vanhentunut 1 · Huomautukset 2", "content/a/en.md", "the source text has changed"}, []string{"content/a/fi.md"}},
		{"/en/b/", []string{"Puuttuu 1 · Huomautukset", "is not translated into"}, []string{"page.yaml"}},
		{"/status/", []string{`href="/status/"`}, []string{"<li>"}},
		{"/fi/<script>x", []string{`href="/status/"`}, []string{"<script", "<li>"}},
		{"", []string{`href="/status/"`}, []string{"<li>"}},
	} {
		got := at(tt.page)
		for _, part := range tt.want {
			if !strings.Contains(got, part) {
				t.Errorf("%s: there is no %s in\n%s", tt.page, part, got)
			}
		}
		for _, part := range tt.none {
			if strings.Contains(got, part) {
				t.Errorf("%s: there is %s in\n%s", tt.page, part, got)
			}
		}
	}
}

// TestNoBarInBuild: what is built knows nothing of the development server.
func TestNoBarInBuild(t *testing.T) {
	result, found, err := barSite(nil, "")
	if err != nil || result == nil {
		t.Fatal(err, found)
	}
	for _, f := range result.Files {
		if strings.Contains(string(f.Data), "_opas") || strings.Contains(string(f.Data), "opas-bar") {
			t.Errorf("%s has a trace of the development server", f.Path)
		}
	}
}
