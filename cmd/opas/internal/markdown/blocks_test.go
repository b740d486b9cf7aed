package markdown

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBlocks(t *testing.T) {
	src := `---
title: Koti
---
Alku on
kahdella rivillä.

## Otsikko {#eka}

> [!REMEMBER]
> 1. **Yksi.** Teksti
>    jatkuu.
> 2. Kaksi

- [ ] Ruutu
- Toinen

  Kappale

**Taulukko**

| A | B |
| --- | --- |
| a \| b | |

Termi
: Selitys

Viite[^1].

[^1]: Alaviite

` + "```\nkoodi\n```\n"
	var got []string
	for _, b := range Blocks([]byte(src)) {
		got = append(got, fmt.Sprintf("%s %d: %q", b.Shape, b.Level, b.Text([]byte(src))))
		if b.ID != [2]int{} {
			got = append(got, fmt.Sprintf("id %q", src[b.ID[0]:b.ID[1]]))
		}
	}
	want := []string{
		`paragraph 0: "Alku on\nkahdella rivillä."`,
		`h2/heading 2: "Otsikko"`,
		`id " {#eka}"`,
		`quote/REMEMBER /steps/item 0: "**Yksi.** Teksti\njatkuu."`,
		`quote/REMEMBER /steps/item 0: "Kaksi"`,
		`list/item 0: "Ruutu"`,
		`list/item 0: "Toinen"`,
		`list/paragraph 0: "Kappale"`,
		`caption 0: "**Taulukko**"`,
		`table 2/header/cell 0: "A"`,
		`table 2/header/cell 0: "B"`,
		`table 2/cell 0: "a \\| b"`,
		`term 0: "Termi"`,
		`definition/definition 0: "Selitys"`,
		`paragraph 0: "Viite[^1]."`,
		`footnote/footnote 0: "Alaviite"`,
		`code 0: "koodi\n"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestBlocksOfTheGuide: the blocks of every page hold all of its headings, and
// stand one after another.
func TestBlocksOfTheGuide(t *testing.T) {
	files, err := filepath.Glob("../../../../content/*/*/fi.md")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, _ := Parse(file, src)
		headings, at := 0, 0
		for _, b := range Blocks(src) {
			for _, l := range b.Lines {
				if l[0] < at || l[1] <= l[0] {
					t.Fatalf("%s: %s stands at %v, the one before ended at %d", file, b.Shape, l, at)
				}
				at = l[1]
			}
			if b.Kind == "heading" {
				if text := b.Text(src); !strings.Contains(text, "*") && text != doc.Headings[headings].Text {
					t.Errorf("%s: heading %q, want %q", file, text, doc.Headings[headings].Text)
				}
				headings++
			}
		}
		if headings != len(doc.Headings) {
			t.Errorf("%s: %d headings, want %d", file, headings, len(doc.Headings))
		}
	}
}

func FuzzBlocks(f *testing.F) {
	f.Add("---\ntitle: a\n---\n> [!NOTE]\n> - [ ] x\n\n| a |\n| - |\n| b |\n")
	f.Add("a\n: b\n\n    code\n\n# h {#x}\n")
	f.Fuzz(func(t *testing.T, s string) {
		at := 0
		for _, b := range Blocks([]byte(s)) {
			for _, l := range b.Lines {
				if l[0] < at || l[1] <= l[0] || l[1] > len(s) {
					t.Fatalf("%q: %v after %d", s, l, at)
				}
				at = l[1]
			}
		}
	})
}
