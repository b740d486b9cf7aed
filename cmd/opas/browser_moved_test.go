package main

import (
	"net/url"
	"path/filepath"
	"testing"
	"testing/fstest"

	"opas/assets"
	"opas/cmd/opas/internal/source"
	"opas/i18n"
	"opas/templates"
)

// testMoved comes to old addresses of a page: on a host, with a number sign that
// a redirect of the page alone would lose, without scripts, and on a disk.
func (s *suite) testMoved(t *testing.T) {
	content := fstest.MapFS{}
	for name, text := range map[string]string{
		"site.yaml": "languages: [fi, en]\ntitle: {fi: Testi, en: Test}\n", "fi.md": "---\ntitle: Koti\n---\n",
		"new/page.yaml": "aliases: [very/old]\n", "new/fi.md": "---\ntitle: Uusi\n---\n## Kohta\n",
		"new/child/fi.md": "---\ntitle: Alla\n---\n## Kohta\n",
	} {
		content[name] = &fstest.MapFile{Data: []byte(text)}
	}
	site := hosted(t, source.Folders{"content": {content}, "templates": {templates.FS}, "assets": {assets.FS}, "i18n": {i18n.FS}}.Tree())
	goes := func(t *testing.T, b *tab, from, to string) {
		t.Helper()
		b.visit(from)
		b.wait("the page goes on to "+to, `location.href === `+quoted(to)+` && document.readyState === "complete" && document.querySelector("main h1") !== null`)
	}
	t.Run("host", func(t *testing.T) {
		b := s.open(t, site)
		goes(t, b, site.url+"fi/very/old/?a=b#kohta", site.url+"fi/new/?a=b#kohta")
		goes(t, b, site.url+"en/very/old/child/", site.url+"en/new/child/")
	})
	t.Run("without scripts", func(t *testing.T) {
		b := s.open(t, site)
		b.withoutScripts()
		goes(t, b, site.url+"fi/very/old/child/", site.url+"fi/new/child/")
	})
	t.Run("disk", func(t *testing.T) {
		home := (&url.URL{Scheme: "file", Path: filepath.ToSlash(site.copied(t)) + "/"}).String()
		b := s.openAt(t, home)
		goes(t, b, home+"fi/very/old/index.html#kohta", home+"fi/new/index.html#kohta")
	})
}
