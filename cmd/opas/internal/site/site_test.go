package site

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/source"
	"opas/content"
	"opas/i18n"
)

// assembled is the site of files below content.
func assembled(t testing.TB, files map[string]string) (*Site, diag.List) {
	t.Helper()
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return assembledFS(t, m, nil)
}

func assembledFS(t testing.TB, pages fs.FS, dates map[string]decode.Date) (*Site, diag.List) {
	t.Helper()
	tree, found, err := source.Load(source.Folders{"content": {pages}}.Tree())
	if err != nil {
		t.Fatal(err)
	}
	if tree == nil {
		return nil, found
	}
	catalog, _ := lang.Load(source.Folders{"i18n": {i18n.FS}}.Tree(), "i18n", tree.Config.Tags)
	s, more := Assemble(tree, Options{Catalog: catalog, Dates: dates})
	return s, append(found, more...).Sorted()
}

// good is assembled for files without errors and warnings.
func good(t testing.TB, files map[string]string) *Site {
	t.Helper()
	s, found := assembled(t, files)
	if found.Fails(true) {
		t.Fatal(places(found))
	}
	return s
}

func places(found diag.List) (list []string) {
	for _, d := range found {
		list = append(list, fmt.Sprintf("%s %s: %s (%s)", d.Pos, d.Code, d.Message, d.Hint))
	}
	return list
}

func text(title, body string) string { return "---\ntitle: " + title + "\n---\n" + body }

const twoLanguages = "languages: [fi, en]\ntitle: {fi: Testi, en: Test}\n"

func TestResolve(t *testing.T) {
	s := good(t, map[string]string{
		"site.yaml": twoLanguages, "fi.md": text("Koti", ""), "logo.svg": "<svg/>",
		"mentoring/fi.md": text("M", ""), "mentoring/plan.pdf": "x", "mentoring/pictures/one.png": "x",
		"mentoring/agreement/fi.md": text("A", ""), "mentoring/agreement/plan.pdf": "y",
		"mentoring/mentoring/fi.md": text("MM", ""),
		"agreement/fi.md":           text("A", ""),
		"sv/fi.md":                  text("Not a language of this site", ""),
	})
	tests := []struct{ from, dest, want string }{
		{"", "mentoring", "page mentoring"},
		{"", "mentoring/", "page mentoring"},
		{"", "mentoring/agreement#rules", "page mentoring/agreement #rules"},
		{"", "#here", "page  #here"},
		{"", ".", "page "},
		{"", "logo.svg", "file logo.svg of "},
		{"", "mentoring/plan.pdf", "file plan.pdf of mentoring"},
		{"", "mentoring/pictures/one.png", "file pictures/one.png of mentoring"},
		{"mentoring", "plan.pdf", "file plan.pdf of mentoring"},
		{"mentoring", "pictures/one.png", "file pictures/one.png of mentoring"},
		{"mentoring/agreement", "plan.pdf", "file plan.pdf of mentoring/agreement"},
		{"mentoring/agreement", "../plan.pdf", "file plan.pdf of mentoring"},
		{"mentoring/agreement", "../../logo.svg", "file logo.svg of "},
		// An id from the root comes before a path from the folder; ./ says which.
		{"mentoring", "agreement", "page agreement"},
		{"mentoring", "./agreement", "page mentoring/agreement"},
		{"mentoring", "mentoring", "page mentoring"},
		{"mentoring/agreement", "..", "page mentoring"},
		{"mentoring/agreement", "../agreement/", "page mentoring/agreement"},
		{"mentoring/agreement", "../../agreement", "page agreement"},
		{"mentoring/agreement", "../../../../agreement", "page agreement"},
		{"", "sv", "page sv"},
		{"", "https://example.org/?a=b#c", "address https://example.org/?a=b#c"},
		{"", "mailto:a@example.org", "address mailto:a@example.org"},
		{"", "tel:+358401234567", "address tel:+358401234567"},
		{"", "mentorng", "link-page: did you mean mentoring?"},
		{"", "zzzzzzzz", "link-page: write a page's id as in its address, without the language"},
		{"mentoring", "../plan.pdf", "link-page: write a page's id as in its address, without the language"},
		{"", "mentoring/fi.md", "link-language: write the folder's name without the file"},
		{"", "fi/mentoring", "link-language: write \"mentoring\"; readers stay in their language"},
		{"", "en", "link-language: write \"\"; readers stay in their language"},
		{"", "/mentoring", "link-root: write the page's id, such as mentoring/agreement"},
		{"", "//example.org", "link-root: write the page's id, such as mentoring/agreement"},
		{"", "/", "link-root: the home page has no id; write . here"},
		{"mentoring/agreement", "/#x", "link-root: the home page has no id; write ../.. here"},
		{"", "mentoring?x=1", "link-query: write the page's id alone"},
		{"", "mentoring\\agreement", "link-query: write the page's id alone"},
	}
	for _, tt := range tests {
		link, bad := s.Resolve(s.Page(tt.from), tt.dest)
		var got string
		switch {
		case bad != nil:
			got = bad.Code + ": " + bad.Hint
		case link.URL != "":
			got = "address " + link.URL
		case link.File != nil:
			got = "file " + link.File.Name + " of " + link.Page.ID
		default:
			got = "page " + link.Page.ID
			if link.Fragment != "" {
				got += " #" + link.Fragment
			}
		}
		if got != tt.want {
			t.Errorf("from %q to %q: %s, want %s", tt.from, tt.dest, got, tt.want)
		}
	}
}

// TestHeadingIDs: an address with a heading in it works in every language.
func TestHeadingIDs(t *testing.T) {
	fi := text("Sivu", "## Yksi\n\n### Kaksi\n\n## Kolme {#three}\n")
	tests := []struct {
		name, en string
		want     []string
		found    []string
	}{
		{"by position", text("Page", "## One\n\n### Two\n\n## Three\n"), []string{"yksi", "kaksi", "three"}, nil},
		{"by list", "---\ntitle: Page\nheadings: [three, kaksi]\n---\n## Three\n\n### Two\n", []string{"three", "kaksi"}, nil},
		{"levels differ", text("Page", "## One\n\n## Two\n\n## Three\n"), nil, []string{"content/en.md:6:1 outline-differs"}},
		{"one too many", text("Page", "## One\n\n### Two\n\n## Three\n\n## Four\n"), nil, []string{"content/en.md:10:1 outline-differs"}},
		{"one too few", text("Page", "## One\n\n### Two\n"), nil, []string{"content/en.md:6:1 outline-differs"}},
		{"none", text("Page", "Text.\n"), nil, []string{"content/en.md:1 outline-differs"}},
		{"list too short", "---\ntitle: Page\nheadings: [yksi]\n---\n## One\n\n### Two\n", nil, []string{"content/en.md:3:12 outline-differs"}},
		{"list names a stranger", "---\ntitle: Page\nheadings: [yksi, kaks, three]\n---\n## One\n\n### Two\n\n## Three\n", []string{"yksi", "kaks", "three"}, []string{"content/en.md:3:18 heading-unknown"}},
		{"list names one twice", "---\ntitle: Page\nheadings: [yksi, yksi]\n---\n## One\n\n### Two\n", []string{"yksi", "yksi"}, []string{"content/en.md:3:18 heading-twice"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, found := assembled(t, map[string]string{"site.yaml": twoLanguages, "fi.md": fi, "en.md": tt.en})
			var got []string
			for _, d := range found {
				got = append(got, d.Pos.String()+" "+d.Code)
			}
			if diff := cmp.Diff(tt.found, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.want, s.Home().Editions[1].HeadingIDs); diff != "" {
				t.Error(diff)
			}
			if s.Home().Editions[0].HeadingIDs != nil {
				t.Errorf("the source has ids of its own: %v", s.Home().Editions[0].HeadingIDs)
			}
		})
	}
}

// TestEditions: which text the readers of each language get.
func TestEditions(t *testing.T) {
	s := good(t, map[string]string{
		"site.yaml": "languages: [fi, fi-simple, en, sv, ar]\ntitle: {fi: T}\n",
		"fi.md":     text("fi", ""),
		"a/fi.md":   text("fi", ""), "a/en.md": text("en", ""),
		"b/fi.md": text("fi", ""), "b/fi-simple.md": text("simple", ""), "b/sv.md": text("sv", ""),
		"c/page.yaml": "order: 1\n", "c/fi.md": text("fi", ""), "c/ar.md": text("ar", ""),
	})
	want := map[string]string{
		"":  "fi fi* fi* fi* fi*",
		"a": "fi fi* en en* en*",
		"b": "fi fi-simple fi* sv fi*",
		"c": "fi fi* fi* fi* ar",
	}
	for id, w := range want {
		var got []string
		for _, e := range s.Page(id).Editions {
			mark := ""
			if e.Fallback() {
				mark = "*"
			}
			got = append(got, string(e.Text.Tag)+mark)
		}
		if strings.Join(got, " ") != w {
			t.Errorf("%q: %s, want %s", id, strings.Join(got, " "), w)
		}
	}
}

// TestSourceMissing: a page without a text in the source language is read in all
// languages in the one it has, and said to be doubtful.
func TestSourceMissing(t *testing.T) {
	s, found := assembled(t, map[string]string{"site.yaml": twoLanguages, "fi.md": text("K", ""), "a/en.md": text("Only English", "")})
	if diff := cmp.Diff([]string{"content/a/page.yaml source-missing: the page has no text in the source language \"fi\" (write content/a/fi.md)"}, places(found)); diff != "" {
		t.Error(diff)
	}
	e := s.Page("a").Editions[0]
	if !e.Fallback() || e.Title != "Only English" || e.Text.Tag != "en" {
		t.Errorf("Finnish readers get %q in %s", e.Title, e.Text.Tag)
	}
}

// TestTree: order, the pages above, reading order, and what a page may cite.
func TestTree(t *testing.T) {
	s := good(t, map[string]string{
		"site.yaml": twoLanguages, "fi.md": text("Koti", "[@all]"),
		"page.yaml":   "sources:\n  - {id: all, title: Kaikki, checked: 2026-01-01}\n",
		"a/fi.md":     text("A", "[@mine]"),
		"a/page.yaml": "order: 2\nsources:\n  - {id: mine, title: Oma, checked: 2026-01-01}\n",
		"b/fi.md":     text("B", ""), "b/page.yaml": "order: 1\n",
		"z/fi.md": text("Z", ""), "y/fi.md": text("Y", ""),
		"a/x/deep/fi.md": text("D", "[@mine] [@all]"), // there is no page a/x
	})
	var ids []string
	for _, p := range s.Pages {
		ids = append(ids, p.ID)
	}
	if diff := cmp.Diff([]string{"", "b", "a", "a/x/deep", "y", "z"}, ids); diff != "" {
		t.Error(diff)
	}
	deep := s.Page("a/x/deep")
	if deep.Parent != s.Page("a") || deep.Section() != s.Page("a") || s.Home().Section() != s.Home() {
		t.Errorf("the page above a/x/deep is %v", deep.Parent)
	}
	if trail := deep.Trail(); len(trail) != 2 || trail[0] != s.Home() || trail[1] != s.Page("a") {
		t.Errorf("the trail is %v", trail)
	}
	if deep.Reference("mine") == nil || s.Page("b").Reference("mine") != nil || s.Page("b").Reference("all") == nil {
		t.Error("a page cites its own sources and those of pages above it")
	}
}

func TestUpdated(t *testing.T) {
	m := fstest.MapFS{}
	for name, text := range map[string]string{
		"site.yaml": twoLanguages, "fi.md": text("Koti", ""), "a/fi.md": "---\ntitle: A\nupdated: 2026-05-01\n---\n", "b/fi.md": text("B", ""),
	} {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	s, _ := assembledFS(t, m, map[string]decode.Date{"content/fi.md": {Year: 2026, Month: 3, Day: 2}, "content/a/fi.md": {Year: 2026, Month: 6, Day: 1}})
	for id, want := range map[string]string{"": "2026-03-02", "a": "2026-05-01", "b": "<nil>"} {
		for _, e := range s.Page(id).Editions {
			if got := fmt.Sprint(e.Updated); got != want {
				t.Errorf("%q in %s: %s, want %s", id, e.Language.Tag, got, want)
			}
		}
	}
}

const (
	guidanceYAML = `kind: guidance-model
definition:
  roles: [{id: participant}, {id: counsellor}]
  phases:
    - id: start
      lead: counsellor
      actions: [{id: meet, by: [counsellor], with: [participant]}]
      outcomes: [known]
`
	guidanceWords = `roles:
  participant: {title: Osallistuja, summary: Hän.}
  counsellor: {title: Ohjaaja, summary: Hän.}
phases: {start: {title: Alku, summary: Alku.}}
actions: {meet: {title: Tapaa, text: "Tapaa [sivulla](g)."}}
outcomes: {known: Tiedossa.}
`
)

// TestTranslationState: a translation that the program began is current until the
// source text says something else.
func TestTranslationState(t *testing.T) {
	files := map[string]string{
		"site.yaml": twoLanguages, "fi.md": text("Koti", ""),
		"g/page.yaml": guidanceYAML, "g/fi.yaml": guidanceWords,
		"g/fi.md": text("Malli", "Alku [tästä](g).\n\n## Yksi\n\nTeksti jatkuu.\n"),
	}
	tree, _, err := source.Load(source.Folders{"content": {mapFS(files)}}.Tree())
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range StartTranslation(tree, "fi", "g", "en") {
		files[strings.TrimPrefix(name, "content/")] = string(data)
	}
	states := func(changes map[string]string) string {
		t.Helper()
		all := map[string]string{}
		for name, text := range files {
			all[name] = text
		}
		for name, text := range changes {
			all[name] = text
		}
		e := good(t, all).Page("g").Editions[1]
		return fmt.Sprint(e.Translated, " ", e.Words.State)
	}
	name := func(text, words Translation) string { return fmt.Sprint(text, " ", words) }
	for _, tt := range []struct {
		what    string
		changes map[string]string
		want    string
	}{
		{"nothing", nil, name(Current, Current)},
		{"white space, a link's target", map[string]string{"g/fi.md": text("Malli", "Alku\n[tästä](../g).\n\n\n## Yksi\nTeksti   jatkuu.\n")}, name(Current, Current)},
		{"a word of the text", map[string]string{"g/fi.md": text("Malli", "Alku [tästä](g).\n\n## Yksi\n\nTeksti päättyy.\n")}, name(Stale, Current)},
		{"the title", map[string]string{"g/fi.md": text("Toinen malli", "Alku [tästä](g).\n\n## Yksi\n\nTeksti jatkuu.\n")}, name(Stale, Current)},
		{"the order of the words and a link's target", map[string]string{"g/fi.yaml": "# a comment\noutcomes: {known: 'Tiedossa.'}\n" + strings.Replace(strings.Replace(guidanceWords, "outcomes: {known: Tiedossa.}\n", "", 1), "(g)", "(../g)", 1)}, name(Current, Current)},
		{"one word", map[string]string{"g/fi.yaml": strings.Replace(guidanceWords, "Tiedossa", "Selvä", 1)}, name(Current, Stale)},
		{"a text without a record", map[string]string{"g/en.md": text("Model", "Start.\n\n## One\n"), "g/en.yaml": guidanceWords}, name(Untracked, Untracked)},
		{"a record that lacks one text", map[string]string{"g/en.yaml": strings.Replace(files["g/en.yaml"], `    "outcomes.known"`, `    "outcomes.other"`, 1)}, name(Current, Untracked)},
	} {
		if got := states(tt.changes); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.what, got, tt.want)
		}
	}
	if e := good(t, files).Page("g").Editions[0]; e.Translated != NotTranslated || e.Words.State != NotTranslated {
		t.Errorf("the source is %v, %v", e.Translated, e.Words.State)
	}
}

func mapFS(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

// TestStartTranslation: whatever shape front matter and words have, the
// translation that begins is read back without a finding, and is current.
func TestStartTranslation(t *testing.T) {
	for name, fi := range map[string]string{
		"plain":                 "---\ntitle: A\n---\nText.\n",
		"spaces after hyphens":  "---  \ntitle: A\n--- \nText.\n",
		"nothing after it":      "---\ntitle: A\n---",
		"own keys go":           "---\ntitle: A\nreview: done\nupdated: 2026-01-01\nheadings: [x]\ntranslated-from:\n  blob: b\n  hash: h\n---\n## X\n",
		"lists without indent":  "---\nheadings:\n- x\n- y\ntitle: A\n---\n## X\n",
		"quoted keys":           "---\n\"review\": done\n'updated': 2026-01-01\ntitle: A\n---\n",
		"space before a colon":  "---\nreview : done\ntitle: A\n---\n",
		"comments, blank lines": "---\n# about\n\ntitle: A\n\nreview: done\n# end\n---\nText\n",
		"folded":                "---\ntitle: A\nsummary: >-\n  one\n\n  two\nreview: done\n---\nText\n",
		"rule in the text":      "---\ntitle: A\n---\nText\n\n---\n\nMore\n",
	} {
		files := map[string]string{"site.yaml": twoLanguages, "fi.md": fi}
		tree, _, err := source.Load(source.Folders{"content": {mapFS(files)}}.Tree())
		if err != nil {
			t.Fatal(err)
		}
		began := StartTranslation(tree, "fi", "", "en")
		files["en.md"] = string(began["content/en.md"])
		s, found := assembled(t, files)
		for _, d := range found {
			if d.Pos.File == "content/en.md" {
				t.Errorf("%s: %v\n%s", name, d, files["en.md"])
			}
		}
		e := s.Home().Editions[1]
		if e.Translated != Current || !e.Draft || e.Title != "A" {
			t.Errorf("%s: title %q, draft %t, state %v\n%s", name, e.Title, e.Draft, e.Translated, files["en.md"])
		}
		if original := s.Home().Editions[0]; e.Doc.Plain != original.Doc.Plain || e.Summary != original.Summary {
			t.Errorf("%s: the text is %q", name, e.Doc.Plain)
		}
		if len(began) != 1 {
			t.Errorf("%s: files %d", name, len(began))
		}
	}
}

// TestOneMistakeOneFinding: what a file that cannot be read would have held is not
// reported as missing.
func TestOneMistakeOneFinding(t *testing.T) {
	files := map[string]string{
		"site.yaml": twoLanguages + "navigation: [g, g/role-participant, a]\n",
		"page.yaml": "sources:\n  - {id: law, title: Laki, checked: 2026-01-01}\n",
		"fi.md":     text("Koti", "[r](g/role-participant) [@law] [a](a)"), "en.md": text("Home", "[@law]"),
		"g/page.yaml": guidanceYAML, "g/fi.md": text("Malli", "[r](../g/phase-start)"), "g/fi.yaml": guidanceWords,
		"a/fi.md": text("A", "[@law] [@own]"), "a/en.md": text("A", "[@own]"),
		"a/page.yaml": "sources:\n  - {id: own, title: Oma, checked: 2026-01-01}\n",
	}
	good(t, files)
	for name, change := range map[string]string{
		"page.yaml":   "\xff",
		"a/page.yaml": "sources: [",
		"a/fi.md":     "---\ntitle: A\nno end",
		"fi.md":       "\xff",
		"g/page.yaml": "kind: guidance-model\ndefinition: {roles: [",
		"g/fi.yaml":   "\xff",
		"g/fi.md":     "",
	} {
		changed := map[string]string{}
		for n, text := range files {
			changed[n] = text
		}
		changed[name] = change
		_, found := assembled(t, changed)
		for _, d := range found {
			if d.Severity != diag.Notice && d.Pos.File != "content/"+name && d.Code != "source-uncited" {
				t.Errorf("after a mistake in %s: %v", name, places(diag.List{d}))
			}
		}
		if !found.Fails(false) {
			t.Errorf("a mistake in %s is not found", name)
		}
	}
	// A key that is misspelt makes no text superfluous.
	files["g/page.yaml"] = strings.Replace(guidanceYAML, "  phases:", "  phase:", 1)
	_, found := assembled(t, files)
	for _, d := range found {
		if d.Pos.File != "content/g/page.yaml" {
			t.Errorf("after a misspelt key: %v", places(diag.List{d}))
		}
	}
}

// FuzzAssemble changes lines of the guide at random: nothing panics, every
// finding has a place, and the same tree gives the same findings.
func FuzzAssemble(f *testing.F) {
	var names []string
	err := fs.WalkDir(content.FS, ".", func(p string, d fs.DirEntry, err error) error {
		// Three of the languages are enough to spoil, and take half the time.
		other := regexp.MustCompile(`^(sv|fi-simple|ru|uk)\.`).MatchString(d.Name())
		if !d.IsDir() && !strings.HasSuffix(p, ".go") && !other {
			names = append(names, p)
		}
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	for seed := range uint64(6) {
		f.Add(seed, "x: y")
	}
	f.Fuzz(func(t *testing.T, seed uint64, line string) {
		r := rand.New(rand.NewPCG(seed, 0))
		m := fstest.MapFS{}
		for _, name := range names {
			data, err := fs.ReadFile(content.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			if r.IntN(4) == 0 {
				data = spoil(r, data, line)
			}
			if r.IntN(20) > 0 {
				m[name] = &fstest.MapFile{Data: data}
			}
		}
		_, found := assembledFS(t, m, nil)
		for _, d := range found {
			if d.Pos.File == "" || d.Code == "" || d.Message == "" {
				t.Errorf("the finding %+v has no place", d)
			}
		}
		_, again := assembledFS(t, m, nil)
		if diff := cmp.Diff(places(found), places(again)); diff != "" {
			t.Error(diff)
		}
	})
}

// spoil drops, doubles, moves, indents and replaces lines.
func spoil(r *rand.Rand, data []byte, line string) []byte {
	lines := bytes.Split(data, []byte("\n"))
	for range 1 + r.IntN(4) {
		i, j := r.IntN(len(lines)), r.IntN(len(lines))
		switch r.IntN(6) {
		case 0:
			lines = slices.Delete(lines, i, i+1)
			if len(lines) == 0 {
				return nil
			}
		case 1:
			lines = slices.Insert(lines, i, lines[j])
		case 2:
			lines[i], lines[j] = lines[j], lines[i]
		case 3:
			lines[i] = append([]byte(" "), lines[i]...)
		case 4:
			lines[i] = []byte(line)
		case 5:
			if len(lines[i]) > 0 {
				k := r.IntN(len(lines[i]))
				lines[i] = append(slices.Clone(lines[i][:k]), lines[i][k+1:]...)
			}
		}
	}
	return bytes.Join(lines, []byte("\n"))
}
