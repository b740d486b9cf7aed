package translate

import (
	"strings"
	"testing"
)

func TestReadMarkdown(t *testing.T) {
	for src, want := range map[string]string{
		"plain\nwords":                       "plain words",
		"**bold** and *it*":                  "{1}bold{/1} and {2}it{/2}",
		"***both***":                         "{1}{2}both{/2}{/1}",
		"**a *b* c**":                        "{1}a {2}b{/2} c{/1}",
		"2 * 3 * 4":                          "2 * 3 * 4",
		"snake_case_word":                    "snake_case_word",
		"[text](a/b#c) [@id], x[^1]":         "{1}text{/1} {2/}, x{3/}",
		"[a **b**](x \"t\")":                 "{1}a {2}b{/2}{/1}",
		"**[a](b)**":                         "{1}{2}a{/2}{/1}",
		"[suomi]{lang=fi}":                   "{1}suomi{/1}",
		"![Kuva [x]](a.svg \"Sel\\\"itys\")": "{1/}Kuva [x]{2/}Sel\"itys{3/}",
		"![Kuva](a.svg)":                     "{1/}Kuva{2/}",
		`\*not\* \[x\]`:                      "*not* [x]",
		"`**code**` x":                       "{1/} x",
		"a  \nb\\\nc":                        "a{1/}b{2/}c",
		"<https://x.fi/a_b_> &amp; {":        "{1/} & {{",
		"[x] [y]":                            "[x] [y]",
		"*a **b* c**":                        "{1}a {2}{3}b{/3} c{/2}{/1}",
		"مرحبا **بك** [هنا](a)":              "مرحبا {1}بك{/1} {2}هنا{/2}",
	} {
		got := ReadMarkdown(src)
		if got.Marked() != want {
			t.Errorf("%q is %s, want %s", src, got.Marked(), want)
		}
		again, bad := readMarked(got.Marked())
		if bad >= 0 || again.Marked() != want {
			t.Errorf("%q: read back as %q, %d", want, again.Marked(), bad)
		}
		back, ok := writeMarkdown(got, "paragraph")
		if !ok {
			t.Errorf("%q: cannot be written: %q", src, marksDown(got, "paragraph", false))
		} else if r := ReadMarkdown(strings.ReplaceAll(back, breakable, " ")); r.Marked() != want {
			t.Errorf("%q is written as %q", src, back)
		}
	}
}

func TestFilled(t *testing.T) {
	u := &Unit{Source: ReadMarkdown("**a** [b](c) [@d]")}
	for text, want := range map[string]string{
		"{2}B{/2} {1}A{/1} {3/}":   "",
		"{1}A {2}B{/2}{/1} {3/}":   "",
		"{1} A{/1}{2}B {/2}. {3/}": "",
		"{1}A{/1} {3/}":            "the code {2}…{/2} (link) is missing",
		"{1}A{/1} {2}B{/2}":        "the code {3/} (citation) is missing",
		"{1}A{2}{/1}B{/2} {3/}":    "the code {/1} closes what is not open there; pairs may stand in one another, but not overlap",
		"{1}A{/1} {2}B{/2} {3}":    "the code {3} is written in another way than in the source, which has {3/}",
		"{1}A{/1}{2}B{/2}{3/}{3/}": "the code {3/} stands twice",
		"{1}A{/1}{2}B{/2}{3/}{4/}": "the code {4/} is not in the source",
		"{1}A{/1} {3/} {2}B":       "the code {/2} is missing",
	} {
		marked, bad := readMarked(text)
		if bad >= 0 {
			t.Fatalf("%q: %d", text, bad)
		}
		out, problem := marked.filled(u)
		if problem != want {
			t.Errorf("%s: %q, want %q", text, problem, want)
		}
		if problem == "" {
			if _, ok := writeMarkdown(out, "paragraph"); !ok {
				t.Errorf("%s cannot be written", text)
			}
		}
	}
}

// TestNumberedAs: a translation has its codes under the numbers of the source.
func TestNumberedAs(t *testing.T) {
	source := ReadMarkdown("[a](x) **b** [c](y) [@q]")
	for src, want := range map[string]string{
		"[C](y) [A](x) [@q] *new* **B**": "{3}C{/3} {1}A{/1} {4/} {5}new{/5} {2}B{/2}",
		"[A](../x) [C](y) [@other]":      "{1}A{/1} {3}C{/3} {5/}",
	} {
		if got := ReadMarkdown(src).numberedAs(source).Marked(); got != want {
			t.Errorf("%s: %s, want %s", src, got, want)
		}
	}
}

func TestEscapes(t *testing.T) {
	for text, kind := range map[string]string{
		"1. No list": "paragraph", "# no heading": "item", "- no": "paragraph", "+ no": "paragraph", "> no": "item",
		"a | b": "cell", "C #": "heading", "a_b _c_": "paragraph", "a*b*": "paragraph", "x < y <b>": "paragraph",
		"&amp; & &x": "paragraph", `back\slash \* \`: "paragraph", ": no": "paragraph", "=====": "paragraph", "![x](y)": "paragraph",
		"{#id}": "heading", "~~~": "paragraph", "`x": "item",
	} {
		src, ok := writeMarkdown(plainText(text), kind)
		if !ok || ReadMarkdown(strings.ReplaceAll(src, breakable, " ")).Plain() != text {
			t.Errorf("%q is written as %q", text, src)
		}
	}
}

func TestWrapped(t *testing.T) {
	src, _ := writeMarkdown(plainText(strings.Repeat("word ", 40)+"- 12. end"), "paragraph")
	for line := range strings.Lines(wrapped(src, true, "> ")) {
		if len(line) > 130 || strings.HasPrefix(strings.TrimPrefix(line, "> "), "-") {
			t.Errorf("a line is %q", line)
		}
	}
	if got := wrapped(src, false, ""); strings.Contains(got, "\n") || strings.Contains(got, breakable) {
		t.Errorf("one line is %q", got)
	}
}

func FuzzReadMarkdown(f *testing.F) {
	for _, s := range []string{"**a *b** c*", "[x](y) ![a](b \"c\") `d`", "a  \nb", "_a_ *b* ***c**d*", "&amp;{{1}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := ReadMarkdown(s)
		marked := text.Marked()
		again, bad := readMarked(marked)
		if bad >= 0 || again.folded() != text.folded() {
			t.Fatalf("%q: %q is read back as %q (%d)", s, marked, again.Marked(), bad)
		}
		u := &Unit{Source: text}
		filled, problem := again.filled(u)
		if problem != "" {
			t.Fatalf("%q: %s", s, problem)
		}
		if src, ok := writeMarkdown(filled, "paragraph"); ok {
			if got := ReadMarkdown(strings.ReplaceAll(src, breakable, " ")); !got.Same(text) {
				t.Fatalf("%q: written as %q, which is %q", s, src, got.Marked())
			}
		}
	})
}
