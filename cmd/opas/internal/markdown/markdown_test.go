package markdown

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/diag"
)

var update = flag.Bool("update", false, "write the golden files anew")

// english is an Env like the site's.
func english(prefix string) Env {
	messages := map[string]string{
		"callout-note": "Note", "callout-tip": "Tip", "callout-important": "Important", "callout-warning": "Warning",
		"passage-for": "For:", "table": "Table", "citation": "Source",
		"table-column": "Show column", "table-all-columns": "All columns",
		"footnote": "Footnote", "footnotes": "Footnotes", "footnote-back": "Back to the text, footnote",
	}
	return Env{
		Link: func(dest string) Target {
			t := Target{Href: dest, External: web.MatchString(dest)}
			switch filepath.Ext(dest) {
			case ".pdf":
				t.Download, t.FileInfo = true, "PDF, 120 KB"
			case ".svg":
				t.Width, t.Height = 640, 360
			}
			if strings.HasPrefix(dest, "mentoring") {
				t.Href, t.Lang = "/en/"+dest, "fi"
			}
			return t
		},
		Citation: func(id string) (int, string) {
			return map[string]int{"lvv-titles": 1, "kela": 2}[id], "#source-" + id
		},
		Audience:  func(id string) string { return strings.ToUpper(id[:1]) + id[1:] },
		Text:      func(message string) string { return messages[message] },
		Highlight: NewHighlighter(),
		IDPrefix:  prefix,
	}
}

// golden compares got with a file, or writes it with -update. An empty got
// wants no file.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if got == "" {
			os.Remove(file)
		} else if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil && (got != "" || !os.IsNotExist(err)) {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// report writes findings as the goldens hold them.
func report(findings diag.List) string {
	var b strings.Builder
	for _, d := range findings.Sorted() {
		fmt.Fprintf(&b, "%s: %s: %s [%s]\n    %s\n", d.Pos, d.Severity, d.Message, d.Code, d.Hint)
		for _, r := range d.Related {
			fmt.Fprintf(&b, "    %s: %s\n", r.Pos, r.Message)
		}
	}
	return b.String()
}

// outline writes headings and references as the goldens hold them.
func outline(d *Doc) string {
	var b strings.Builder
	for _, h := range d.Headings {
		fmt.Fprintf(&b, "%s: h%d #%s %s\n", h.Pos, h.Level, h.ID, h.Text)
	}
	for _, r := range d.Refs {
		fmt.Fprintf(&b, "%s: %s %s\n", r.Pos, [...]string{"link", "image", "citation", "audience"}[r.Kind], r.Dest)
	}
	return b.String()
}

// TestPages renders testdata/NN-name.md: .html holds lead and body, .txt the
// findings, headings and references. Files from 30 on hold mistakes.
func TestPages(t *testing.T) {
	files, err := filepath.Glob("testdata/*.md")
	if err != nil || len(files) < 20 {
		t.Fatalf("found %d files: %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".md")
		t.Run(name, func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			doc, findings := Parse("content/fi.md", src)
			if doc == nil {
				t.Fatalf("no document: %v", findings)
			}
			if faults := findings.Fails(true); faults != (name >= "30") {
				t.Errorf("findings that fail: %v\n%s", faults, report(findings))
			}
			lead, body := doc.HTML(english(""))
			checkHTML(t, string(lead))
			checkHTML(t, string(body))
			html := string(lead)
			if body != "" {
				html += "<!-- body -->\n" + string(body)
			}
			base := strings.TrimSuffix(file, ".md")
			golden(t, base+".html", html)
			golden(t, base+".txt", report(findings)+outline(doc))
		})
	}
}

// TestParseLeavesTheSource proves that a Doc does not change with the slice it
// was made from.
func TestParseLeavesTheSource(t *testing.T) {
	src := []byte("---\ntitle: T\n---\nHello *there*\n")
	before := bytes.Clone(src)
	doc, _ := Parse("fi.md", src)
	if !bytes.Equal(src, before) {
		t.Error("Parse changed the source")
	}
	clear(src)
	if lead, _ := doc.HTML(Env{}); lead != "<p>Hello <em>there</em></p>\n" {
		t.Errorf("lead = %q", lead)
	}
}
