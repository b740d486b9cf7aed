package render

import (
	"slices"
	"strings"
	"testing"
)

// glossarySite explains words on a page of text and in a mentoring guide, where
// the text of a meeting stands before the end of the page's own.
var glossarySite = map[string]string{
	"content/site.yaml": "languages: [fi, sv, en, fi-simple, ar]\ntitle: {fi: Testi, en: Test}\nnavigation: [work]\n",
	"content/fi.md":     "---\ntitle: Koti\n---\nTervetuloa.\n",
	"content/work/fi.md": "---\ntitle: Työ\n---\nMentorisi neuvoo hoiva-avustajaa, ja mentori kuuntelee.\n\n" +
		"## Luvat\n\nOleskeluluvan saa muualta. Katso [lähihoitajan](words) työtä. Lähihoitajat auttavat.\n",
	"content/work/en.md": "---\ntitle: Work\n---\nMentors help.\n\n## Permits\n\nResidence permits, and shifts.\n",
	"content/work/ar.md": "---\ntitle: العمل\n---\nللمرشدين.\n\n## تصاريح\n\nتصريح الإقامة.\n",
	"content/words/page.yaml": `kind: glossary
definition:
  terms:
    - {id: mentor, related: [practical-nurse], page: work}
    - {id: residence-permit}
    - {id: care-assistant, related: [practical-nurse, mentor]}
    - {id: practical-nurse}
    - {id: shift}
    - {id: ward}
`,
	"content/words/fi.md": "---\ntitle: Sanasto\nsummary: Sanoja.\n---\nPaina sanaa, niin mentori selittyy.\n",
	"content/words/ar.md": "---\ntitle: المفردات\n---\nكلمات.\n",
	"content/words/fi.yaml": `terms:
  mentor: {term: mentori, also: "tukihenkilö, kummi", text: "Kokenut *ihminen*, joka auttaa."}
  residence-permit: {term: oleskelulupa, text: Lupa asua Suomessa.}
  care-assistant: {term: hoiva-avustaja, text: Auttaa arjessa.}
  practical-nurse: {term: lähihoitaja, text: Hoitaa ja tukee.}
  shift: {term: työvuoro, text: Työpäivän aika.}
  ward: {term: osasto, text: Osa sairaalaa.}
`,
	"content/words/en.yaml":        "terms:\n  mentor: {term: mentor, text: Helps.}\n  residence-permit: {term: residence permit}\n  shift: {term: shift, also: turn}\n",
	"content/words/sv.yaml":        "terms:\n  mentor: {term: mentor}\n  practical-nurse: {term: närvårdare}\n",
	"content/words/ar.yaml":        "review: draft\nterms:\n  mentor: {term: المرشد, text: يساعد.}\n  residence-permit: {term: تصريح الإقامة}\n",
	"content/words/fi-simple.yaml": "terms:\n  mentor: {text: Hän auttaa sinua.}\n",
	"content/guide/page.yaml": `kind: mentoring-guide
definition:
  roles: [{id: mentor}]
  phases: [{id: meetings, by: [mentor]}]
  meetings:
    - {id: first, minutes: 30, agenda: [{id: talk, minutes: 30}]}
  forms:
    - {id: log, sections: [{id: rows, fields: [{id: row, type: text}]}]}
`,
	"content/guide/fi.md": "---\ntitle: Opas\n---\nLähihoitaja aloittaa.\n",
	"content/guide/fi.yaml": `roles: {mentor: {title: Mentori, summary: Hän.}}
phases: {meetings: {title: Tapaamiset, summary: Tavataan., result: Muistio.}}
agenda: {talk: Puhe}
meetings: {first: {title: Eka, summary: Mentori tulee., aim: Mentori auttaa., text: "Työvuorosta puhutaan.\n\nMentori auttaa."}}
forms:
  log: {title: Muistio, summary: Mentorin rivit., sections: {rows: {title: Rivit}}, fields: {row: {label: Rivi}}}
`,
	"content/path/page.yaml":   "kind: study-path\ndefinition:\n  education: [none]\n  entry: [guidance]\n  stages:\n    - {id: guidance, type: guidance, months: {from: 0, to: 3}}\n",
	"content/path/fi.md":       "---\ntitle: Polku\n---\nLähihoitaja ja mentori.\n",
	"content/path/fi.yaml":     "education: {none: Ei koulutusta}\nstages: {guidance: {title: Ohjaus, summary: Alku., text: Mentori auttaa.}}\n",
	"content/guide/more/fi.md": "---\ntitle: Lisää\n---\nLähihoitaja ja mentori.\n",
}

// mainPart is what stands in <main>.
func mainPart(t *testing.T, page string) string {
	t.Helper()
	_, rest, _ := strings.Cut(page, "<main")
	part, _, ok := strings.Cut(rest, "</main>")
	if !ok {
		t.Fatal("there is no <main>")
	}
	return "<main" + part + "</main>\n"
}

func TestGlossaryGolden(t *testing.T) {
	out := rendered(t, glossarySite)
	for _, p := range []string{"fi/words/index.html", "ar/words/index.html", "fi/work/index.html", "ar/work/index.html", "sv/work/index.html"} {
		golden(t, p, mainPart(t, out[p]))
	}
}

// words lists the terms of a page in the order of their links, and in that of the list.
func explainedWords(page string) (links, list []string) {
	return between(page, `<a class="term" id="w-`, `"`), between(page, `<div id="word-`, `"`)
}

// TestExplainedWords: every word that is explained has its entry, in the order
// of the page; what is printed, filled in or the glossary itself explains none.
func TestExplainedWords(t *testing.T) {
	out := rendered(t, glossarySite)
	for p, want := range map[string][]string{
		"fi/work/":                {"care-assistant", "residence-permit", "practical-nurse"}, // which is the page about mentors
		"fi/guide/":               {"practical-nurse"},
		"fi/guide/more/":          {"practical-nurse", "mentor"},
		"fi/path/":                nil,
		"fi/guide/meeting-first/": {"shift", "mentor"},
		"fi/guide/book/":          {"practical-nurse", "mentor", "shift"},
		"fi/guide/form-log/":      nil,
		"fi/words/":               nil,
		"en/work/":                {"residence-permit", "shift"},
		"fi-simple/work/":         {"care-assistant", "residence-permit", "practical-nurse"},
	} {
		page, ok := out[p+"index.html"]
		if !ok {
			t.Errorf("there is no page %s", p)
			continue
		}
		links, list := explainedWords(page)
		if !slices.Equal(links, want) || !slices.Equal(list, want) {
			t.Errorf("%s explains %q, lists %q, want %q", p, links, list, want)
		}
		if has := strings.Contains(page, `class="sources words`); has != (want != nil) {
			t.Errorf("%s: has a list: %v", p, has)
		}
	}
	if page := out["fi-simple/work/index.html"]; !strings.Contains(page, "<h2 id=\"page-words\">Tämän sivun sanat") {
		t.Error("the list of a fallback page is not in the reader's language")
	}
}

// TestInOrder: a list that was made in another order than its words stand in is
// put right, and what is nowhere on the page is left out.
func TestInOrder(t *testing.T) {
	entry := func(id string) TermEntry { return TermEntry{ID: entryID + id, Mention: mentionID + id} }
	p := &Page{Terms: &TermList{Terms: []TermEntry{entry("a"), entry("b"), entry("c")}}}
	page := []byte(`<a class="term" id="w-c" href="#word-c">c</a> <a class="term" id="w-a" href="#word-a">a</a>`)
	c := &pageContext{}
	if c.inOrder(page, p) {
		t.Error("another order is taken for the same")
	}
	if got := p.Terms.Terms; len(got) != 2 || got[0].ID != "word-c" || got[1].ID != "word-a" {
		t.Errorf("the list is %v", got)
	}
	if !c.inOrder(page, p) || !c.inOrder(nil, &Page{}) {
		t.Error("the same order is taken for another")
	}
}

// TestBridge: sections know the names of their terms in other languages, and
// the entries of the glossary are sections.
func TestBridge(t *testing.T) {
	s, opt := assembled(t, glossarySite)
	files, found, err := Render(s, opt)
	if err != nil || found.Fails(false) {
		t.Fatal(err, found)
	}
	r := &renderer{site: s, opt: opt}
	terms := func(path string, language int, id string) []string {
		for _, f := range files {
			if f.Path != path {
				continue
			}
			for _, sec := range r.indexPage(0, f.Page.Editions[language], f.sections, &bridge{s.Glossary, s.Languages[language], map[string][]string{}}).Sections {
				if sec.Shown != (sec.ID == "mentor" || sec.ID == "residence-permit" || strings.HasSuffix(path, "words/index.html") && sec.ID != "") {
					t.Errorf("%s#%s: its text is only shown: %v", path, sec.ID, sec.Shown)
				}
				if sec.ID == id {
					return sec.Terms
				}
			}
		}
		t.Errorf("%s has no section %q", path, id)
		return nil
	}
	for _, test := range []struct {
		path     string
		language int
		id       string
		want     []string
	}{
		{"fi/work/index.html", 0, "luvat", []string{"residence permit", "تصريح الإقامة التصريح إقامة", "närvårdare"}},
		{"fi/words/index.html", 0, "residence-permit", []string{"residence permit", "تصريح الإقامة التصريح إقامة"}},
		{"fi/words/index.html", 0, "mentor", []string{"المرشد مرشد", "tukihenkilö", "kummi"}}, // mentor is a form of mentori
		{"ar/words/index.html", 4, "mentor", []string{"mentori", "mentor", "mentor", "tukihenkilö", "kummi"}},
		{"ar/work/index.html", 4, "luvat", []string{"oleskelulupa", "residence permit"}},
	} {
		if got := terms(test.path, test.language, test.id); !slices.Equal(got, test.want) {
			t.Errorf("%s#%s: %q, want %q", test.path, test.id, got, test.want)
		}
	}
	for _, f := range files {
		if f.Path == "ar/search/a-z/index.html" {
			for _, want := range []string{`words/#mentor">المرشد</a>`, `words/#ward">osasto</a>`} {
				if !strings.Contains(string(f.Data), want) {
					t.Errorf("the list A–Z lacks %s", want)
				}
			}
			if strings.Contains(string(f.Data), "tukihenkilö") {
				t.Error("the list A–Z has names of other languages")
			}
		}
	}
}
