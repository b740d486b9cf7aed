package markdown

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/diag"
)

// TestProse: what is read as running text, and where it stands.
func TestProse(t *testing.T) {
	const text = `---
title: T
---
## Heading

First *words* here [@a].
Second &amp; line. Third ` + "`code`" + ` end.

- Item one.
- [ ] Box

> [!NOTE]
> Note text.

| A | B |
|---|---|
| Cell. | ![x](x.png) |

` + "```" + `
code
` + "```" + `

<https://example.org/>
`
	doc, _ := Parse("content/fi.md", []byte(text))
	type place struct {
		Text string
		Pos  diag.Pos
	}
	var got []place
	for _, p := range doc.Prose() {
		got = append(got, place{p.Text, p.Pos(0)})
	}
	at := func(line, col int) diag.Pos { return diag.Pos{File: "content/fi.md", Line: line, Col: col} }
	want := []place{
		{"First words here. Second & line. Third  end.", at(6, 1)}, {"Item one.", at(9, 3)}, {"Box", at(10, 7)},
		{"Note text.", at(13, 3)}, {"A", at(15, 3)}, {"B", at(15, 7)}, {"Cell.", at(17, 3)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	first := doc.Prose()[0]
	for offset, want := range map[int]diag.Pos{6: at(6, 8), 12: at(6, 15), 18: at(7, 1), 33: at(7, 16), 40: at(7, 33)} {
		if got := first.Pos(offset); got != want {
			t.Errorf("%q stands at %v, not at %v", first.Text[offset:], want, got)
		}
	}
	fixed := diag.Pos{File: "content/fi.yaml", Line: 3, Col: 5}
	word, _ := ParseText(fixed, "One. Two.")
	if p := word.Prose(); len(p) != 1 || p[0].Pos(5) != fixed {
		t.Errorf("%v", p)
	}
}
