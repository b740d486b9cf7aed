package markdown

import (
	"strings"
	"testing"

	"opas/cmd/opas/internal/diag"
)

func TestFront(t *testing.T) {
	doc, findings := Parse("fi.md", []byte("---\ntitle: Sopimus\nshort: Sop\nsummary: Kaksi lausetta.\nreview: draft\nupdated: 2026-11-21\n"+
		"headings: [eka, toka]\ntranslated-from: {blob: abc, hash: def}\n---\n"))
	if len(findings) > 0 {
		t.Fatal(report(findings))
	}
	f := doc.Front
	if f.Title.Value != "Sopimus" || f.Title.Pos != (diag.Pos{File: "fi.md", Line: 2, Col: 8}) || f.Short != "Sop" ||
		f.Summary != "Kaksi lausetta." || f.Review != "draft" || f.Updated == nil || f.Updated.Value.Day != 21 ||
		len(f.Headings) != 2 || f.Headings[1].Value != "toka" || f.TranslatedFrom == nil || f.TranslatedFrom.Hash != "def" {
		t.Errorf("front = %+v", f)
	}
	if lead, body := doc.HTML(Env{}); lead != "" || body != "" || doc.Words != 0 || doc.Plain != "" {
		t.Errorf("an empty text gives %q, %q, %d words", lead, body, doc.Words)
	}
}

// TestFrontFindings holds places in and after the front matter against lines
// counted by hand.
func TestFrontFindings(t *testing.T) {
	for _, test := range []struct {
		name, src string
		want      []string // place and code, in order
		none      bool     // no document
	}{
		{"missing", "Teksti <b>.\n", []string{"f.md:1:1 front-matter-missing", "f.md:1:8 raw-html"}, false},
		{"empty file", "", []string{"f.md:1:1 front-matter-missing"}, false},
		{"late", "\n---\ntitle: x\n---\n", []string{"f.md:1:1 front-matter-missing"}, false},
		{"no end", "---\ntitle: x\n\nTeksti <b>\n", []string{"f.md:1:1 front-matter-end"}, true},
		{"no end, bare", "---", []string{"f.md:1:1 front-matter-end"}, true},
		{"end alone", "---\ntitle: x\n---", nil, false},
		{"spaces after the fences", "---  \ntitle: x\n--- \t\nä <b>\n", []string{"f.md:4:3 raw-html"}, false},
		{"both", "---\ntitle: x\nreview: drafty\n---\n\nääö <b>\n", []string{"f.md:3:9 ", "f.md:6:5 raw-html"}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc, findings := Parse("f.md", []byte(test.src))
			if (doc == nil) != test.none {
				t.Errorf("doc = %v", doc)
			}
			sorted := findings.Sorted()
			for i, want := range test.want {
				if i >= len(sorted) || !strings.HasPrefix(sorted[i].Pos.String()+" "+sorted[i].Code, want) {
					t.Errorf("finding %d is not %q:\n%s", i, want, report(findings))
				}
			}
			if len(sorted) != len(test.want) {
				t.Errorf("%d findings, want %d:\n%s", len(sorted), len(test.want), report(findings))
			}
		})
	}
}

// TestFrontWithoutTitle wants a finding whichever way the title is missing,
// and the body read all the same.
func TestFrontWithoutTitle(t *testing.T) {
	for _, front := range []string{"", "short: x\n", "title:\n", "title: \"\"\n", "title: []\n", "- a\n", "# only a comment\n"} {
		doc, findings := Parse("f.md", []byte("---\n"+front+"---\nHei\n"))
		if findings.Count(diag.Error) == 0 {
			t.Errorf("no error for front matter %q", front)
		}
		if doc == nil || doc.Plain != "Hei" {
			t.Errorf("front matter %q hides the body", front)
		}
	}
}

func TestFrontEndMeant(t *testing.T) {
	_, findings := Parse("f.md", []byte("---\ntitle: x\n----\nTeksti\n"))
	if len(findings) != 1 || len(findings[0].Related) != 1 || findings[0].Related[0].Pos.Line != 3 {
		t.Errorf("findings: %s", report(findings))
	}
}
