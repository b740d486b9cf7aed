package render

import (
	"strings"
	"testing"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/site"
)

// statusSite has a text in every state, one that is over a limit, and sources
// with and without a day of review.
var statusSite = map[string]string{
	"content/site.yaml": `languages: [fi, en, ar]
title: {fi: Testi, en: Test, ar: اختبار}
base-url: https://example.org/opas/
navigation: [a]
readability:
  - {lang: fi, longest-sentence: 4}
`,
	"content/fi.md": "---\ntitle: Koti\n---\nTervetuloa tänne. Lomake täytetään.\n",
	"content/en.md": "---\ntitle: Home\nreview: draft\ntranslated-from: {blob: b, hash: old}\n---\nWelcome here.\n",
	"content/a/page.yaml": `sources:
  - {id: never, title: Aina, checked: 2026-01-01}
  - {id: late, title: Myöhään, checked: 2026-01-01, review-by: 2027-06-01}
  - {id: soon, title: Soon, lang: en, url: "https://example.org/", checked: 2025-12-31, review-by: 2026-12-01}
`,
	"content/a/fi.md": "---\ntitle: Luku & muuta\nshort: Luku\n---\nYksi kaksi kolme neljä viisi [@soon]. Kuusi [@late]. Seitsemän [@never].\n",
	"content/a/en.md": "---\ntitle: Chapter\n---\nOne [@soon].\n",
	"content/b/fi.md": "---\ntitle: Muu\n---\n",
}

func TestStatus(t *testing.T) {
	s, opt := assembled(t, statusSite)
	opt.Assets["status.css"] = "assets/status-4.css"
	opt.Findings.Noticef("text-draft", diag.Pos{File: "content/en.md"}, "", "the text is a draft")
	opt.Findings.Noticef("text-draft", diag.Pos{File: "content/b/en.md"}, "", "the text is <b>a draft</b>")
	opt.Findings.Warnf("source-missing", diag.Pos{File: "content/a/page.yaml", Line: 3}, "", "no source")
	files, found, err := Render(s, opt)
	if err != nil || found.Fails(false) {
		t.Fatal(err, found)
	}
	seen := false
	for _, f := range files {
		if f.Path == "status/index.html" {
			golden(t, f.Path, string(f.Data))
			seen = true
			continue
		}
		if strings.Contains(string(f.Data), "status/") && f.Path != "_headers" {
			t.Errorf("%s leads to the page for staff", f.Path)
		}
	}
	if !seen {
		t.Error("there is no page for staff")
	}
}

// TestShares: a share is 0 or 100 only when that is all there is to say, and a
// text counts by what its readers get.
func TestShares(t *testing.T) {
	for _, tt := range []struct{ part, all, want int }{{0, 5, 0}, {1, 1000, 1}, {999, 1000, 99}, {5, 5, 100}, {1, 3, 33}, {0, 0, 0}} {
		if got := percent(tt.part, tt.all); got != tt.want {
			t.Errorf("percent(%d, %d) = %d, not %d", tt.part, tt.all, got, tt.want)
		}
	}
	for in, want := range map[site.InLanguage]tally{
		{State: site.Current}:              {7, 0, 0, 0, 0},
		{State: site.NotTranslated}:        {7, 0, 0, 0, 0},
		{State: site.Current, Draft: true}: {0, 7, 0, 0, 0},
		{State: site.Stale, Draft: true}:   {0, 0, 7, 0, 0},
		{State: site.Untracked}:            {0, 0, 0, 7, 0},
		{State: site.Missing}:              {0, 0, 0, 0, 7},
		{State: site.Orphan}:               {},
	} {
		var got tally
		if got.add(in, 7); got != want {
			t.Errorf("%v: %v, not %v", in, got, want)
		}
	}
}
