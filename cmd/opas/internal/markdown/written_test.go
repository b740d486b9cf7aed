package markdown

import (
	"testing"

	"opas/cmd/opas/internal/diag"
)

// Every form of a link and an image says where its address is written.
func TestWrittenAddresses(t *testing.T) {
	text := "---\ntitle: T\n---\n" +
		"[a](one) [b](<two> \"t\") ![c](three.png) [d][r] [r][] [r] [e]( five 'x')\n\n" +
		"> - [f](six)\n>   [g](\n>   seven)\n\n" +
		"| [h](eight\\|x) | `[i](no)` [i](nine) |\n|---|---|\n| [j](ten) | |\n\n" +
		"Note[^1].\n\n[^1]: [k](eleven)\n\nTerm\n: [l](twelve#a)\n\n- [ ] [m](thirteen)\n\n" +
		"1. one\n\n\t[n](fourteen)\n\n" +
		"[r]: four\n  'title'\n"
	doc, found := Parse("f.md", []byte(text))
	if found.Fails(false) {
		t.Fatal(found)
	}
	var seen int
	for _, r := range doc.Refs {
		seen++
		if got := text[r.Start:r.End]; got != r.Dest && got != "eight\\|x" {
			t.Errorf("%s: %q is written %q", r.Pos, r.Dest, got)
		}
	}
	if seen != 16 {
		t.Errorf("%d references", seen)
	}

	phrase := "Read [a](one), `[a](one)` and [b](one#x)."
	doc, _ = ParseText(diag.Pos{File: "fi.yaml", Line: 3}, phrase)
	for i, want := range []string{"one", "one#x"} {
		if r := doc.Refs[i]; phrase[r.Start:r.End] != want || r.Dest != want {
			t.Errorf("%q at %d", phrase[r.Start:r.End], r.Start)
		}
	}
	doc, _ = Parse("f.md", []byte("---\ntitle: T\n---\n<https://example.org/>\n"))
	if r := doc.Refs[0]; r.Start != 0 || r.End != 0 {
		t.Errorf("a bare address stands at %d", r.Start)
	}
}
