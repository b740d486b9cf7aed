package markdown

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// findWords is a glossary without grammar: the words of a pattern, and "work trial".
var termPattern = regexp.MustCompile(`(?i)work\s+trial|mentor|shift|tutor|"permit"|a&b`)

func findWords(text string) []Mention {
	var list []Mention
	for _, m := range termPattern.FindAllStringIndex(text, -1) {
		list = append(list, Mention{Start: m[0], End: m[1], Term: strings.ToLower(strings.Join(strings.Fields(text[m[0]:m[1]]), "-"))})
	}
	return list
}

// explainOnce links every term the first time that it is asked for.
func explainOnce() func(string) (string, string, bool) {
	seen := map[string]bool{"tutor": true} // explained elsewhere on the page
	return func(id string) (string, string, bool) {
		if seen[id] {
			return "", "", false
		}
		seen[id] = true
		return "w-" + id, "#word-" + id, true
	}
}

// TestTerms: the first mention in running text is a link, and nothing else is.
func TestTerms(t *testing.T) {
	link := func(id, text string) string {
		return `<a class="term" id="w-` + id + `" href="#word-` + id + `">` + text + `</a>`
	}
	for _, test := range []struct{ name, src, want string }{
		{"first", "A mentor and a mentor.", "<p>A " + link("mentor", "mentor") + " and a mentor.</p>\n"},
		{"two", "Mentor, shift.", "<p>" + link("mentor", "Mentor") + ", " + link("shift", "shift") + ".</p>\n"},
		{"line end", "A work\ntrial is.", "<p>A " + link("work-trial", "work\ntrial") + " is.</p>\n"},
		{"line end and another", "A work\ntrial, shift.", "<p>A " + link("work-trial", "work\ntrial") + ", " + link("shift", "shift") + ".</p>\n"},
		{"hard break", "A work\\\ntrial is.", "<p>A work<br>\ntrial is.</p>\n"},
		{"explained already", "A tutor.", "<p>A tutor.</p>\n"},
		{"escapes", `A \"permit\" \<b> a&amp;b &copy;.`, "<p>A " + link("&#34;permit&#34;", `"permit"`) + " &lt;b&gt; " + link("a&amp;b", "a&amp;b") + " ©.</p>\n"},
		{"cited", "A shift [@x].", "<p>A " + link("shift", "shift") + `<sup class="cite"><a href="#source-x" aria-label="citation 1">[1]</a></sup>.</p>` + "\n"},
		{"bold inside", "The **shift** is.", "<p>The <strong>" + link("shift", "shift") + "</strong> is.</p>\n"},
		{"bold first", "**Shift.** A shift.", "<p><strong>Shift.</strong> A " + link("shift", "shift") + ".</p>\n"},
		{"emphasis", "A *shift* is.", "<p>A <em>shift</em> is.</p>\n"},
		{"link", "[shift](x) ends", "<p><a href=\"x\">shift</a> ends</p>\n"},
		{"code", "`shift` ends", "<p><code>shift</code> ends</p>\n"},
		{"list", "- shift\n- tutor", "<ul>\n<li>" + link("shift", "shift") + "</li>\n<li>tutor</li>\n</ul>\n"},
		{"quote", "> shift", "<blockquote>\n<p>shift</p>\n</blockquote>\n"},
		{"definition", "Shift\n: a shift", "<dl>\n<dt>Shift</dt>\n<dd>a " + link("shift", "shift") + "</dd>\n</dl>\n"},
		{"heading", "# Shift", ""},
	} {
		doc, _ := Parse("en.md", page(test.src))
		plain := doc.Parts(Env{})
		marked := doc.WithTerms(findWords)
		parts := marked.Parts(Env{Term: explainOnce()})
		if got := string(parts.Lead + parts.Body); got != test.want && test.want != "" {
			t.Errorf("%s:\n got %q\nwant %q", test.name, got, test.want)
		}
		if without := marked.Parts(Env{}); without != plain {
			t.Errorf("%s: without Term it is %q, was %q", test.name, without.Lead, plain.Lead)
		}
		if marked.Plain != doc.Plain || marked.Hash() != doc.Hash() {
			t.Errorf("%s: the marks change what the text says", test.name)
		}
	}
	for _, src := range []string{
		"## Shift\n", "> [!REMEMBER]\n> A shift.\n", "- [ ] shift\n", "```\nshift\n```\n", "![a shift](x.png \"shift\")\n",
		"**Shift**\n\n| shift |\n|---|\n| shift |\n", "A[^1]\n\n[^1]: shift\n",
	} {
		doc, _ := Parse("en.md", page(src))
		if marked := doc.WithTerms(findWords); marked != doc {
			t.Errorf("%q has the terms %q", src, marked.Terms())
		}
	}
	twice, _ := Parse("en.md", page("A mentor.\n\nA mentor.\n"))
	if got := twice.WithTerms(findWords).Terms(); !slices.Equal(got, []string{"mentor"}) {
		t.Errorf("a term that stands there twice is marked as %q", got)
	}
	doc, _ := Parse("en.md", page("> [!NOTE]\n> A shift.\n\n> [!FOR mentor]\n> A mentor.\n"))
	got := doc.WithTerms(findWords).Terms()
	if slices.Sort(got); !slices.Equal(got, []string{"mentor", "shift"}) {
		t.Errorf("callouts and passages have the terms %q", got)
	}
}

// FuzzTerms: whatever the text, marks leave its words as they are, and the HTML
// stays whole.
func FuzzTerms(f *testing.F) {
	for _, src := range []string{"A mentor\nand a work  \ntrial, a&amp;b [@x].", "**mentor *shift***", "- tutor\n\n  work\n  trial\n", "\\\"permit\\\" &quot;permit\"", "work\ntrial\nshift"} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		doc, _ := Parse("en.md", page(src))
		if doc == nil {
			return
		}
		parts := doc.WithTerms(findWords).Parts(Env{Term: explainOnce()})
		checkHTML(t, string(parts.Lead+parts.Body))
		was := doc.Parts(Env{})
		if got, want := bare(string(parts.Lead+parts.Body)), bare(string(was.Lead+was.Body)); got != want {
			t.Errorf("the text became %q, was %q", got, want)
		}
	})
}

var anyLink = regexp.MustCompile(`<a [^>]*>|</a>`)

// bare is HTML without links, with quotes as text may have them.
func bare(s string) string {
	return strings.NewReplacer("&quot;", `"`, "&#39;", "'").Replace(anyLink.ReplaceAllString(s, ""))
}
