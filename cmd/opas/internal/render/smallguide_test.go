package render

import (
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// smallGuide is a mentoring guide with chapters for two audiences and one for
// nobody in particular, in an order that mixes them, and a scope of practice
// that cites a source of its own.
var smallGuide = map[string]string{
	"content/site.yaml": `languages: [fi, en]
title: {fi: Testi, en: Test}
audiences:
  - {id: mentor, title: {fi: Mentori, en: Mentor}}
  - {id: workplace, title: {fi: Työpaikka, en: Workplace}}
navigation: [guide]
`,
	"content/fi.md": "---\ntitle: Koti\n---\n> [!REMEMBER]\n> Muista koti.\n\nTervetuloa.\n",
	"content/guide/page.yaml": `kind: mentoring-guide
sources:
  - {id: common, title: Yhteinen, publisher: A, url: "https://example.org/yhteinen", checked: 2026-05-01, review-by: 2027-05-01}
definition:
  roles: [{id: mentor}]
  phases: [{id: meetings, by: [mentor]}]
  variants: [remote]
  meetings:
    - {id: first, minutes: 30, agenda: [{id: talk, minutes: 30}], openings: [hello], sheet: day}
  forms:
    - {id: day, sections: [{id: line, fields: [{id: moments, type: text}]}]}
    - {id: log, sections: [{id: rows, fields: [{id: row, type: text}]}]}
`,
	"content/guide/fi.md": "---\ntitle: Opas\n---\nAlku [@common].\n",
	"content/guide/fi.yaml": `roles: {mentor: {title: Mentori, summary: Hän.}}
phases: {meetings: {title: Tapaamiset, summary: Tavataan., result: Muistio.}}
agenda: {talk: Puhe}
meetings: {first: {title: Eka, summary: Alku., aim: Tavoite., variants: {remote: Soitatte.}}}
variants: {remote: Etänä}
openings: {hello: Hei.}
forms:
  day: {title: Päivä, summary: Paperi., sections: {line: {title: Jana}}, fields: {moments: {label: Hetket}}}
  log: {title: Muistio, summary: Rivit., sections: {rows: {title: Rivit}}, fields: {row: {label: Rivi}}}
`,
	"content/guide/en.yaml":          "openings: {hello: Hello.}\n",
	"content/guide/duties/page.yaml": "order: 1\naudience: [workplace]\nminutes: 7\n" + sourceLaw("law", "Laki", "2027-05-01"),
	"content/guide/duties/fi.md":     "---\ntitle: Velvollisuudet\nsummary: Mitä pitää.\n---\n> [!REMEMBER]\n> 1. Muista tämä [@law].\n\nTeksti [@common].\n",
	"content/guide/all/page.yaml":    "order: 2\n",
	"content/guide/all/fi.md":        "---\ntitle: Kaikille\n---\nTeksti.\n",
	"content/guide/mentors/page.yaml": "order: 3\naudience: [mentor]\n" + sourceLaw("law", "Toinen laki", "2027-01-01") +
		"  - {id: other-name, title: Yhteinen, publisher: A toisin, url: \"https://example.org/yhteinen\", checked: 2026-01-02, review-by: 2027-01-02}\n",
	"content/guide/mentors/fi.md": "---\ntitle: Mentorille\n---\nTeksti [@law], [@other-name].\n",
	"content/guide/limits/page.yaml": `kind: scope-of-practice
order: 4
audience: [workplace]
sources:
  - {id: care, title: Hoitolaki, url: "https://example.org/hoito", checked: 2026-05-01, legal: true}
definition:
  roles: [{id: student}, {id: nurse}]
  tasks: [keys, medicines]
  limits:
    - {role: student, task: medicines, answer: may-not}
    - {role: student, task: keys, answer: ask}
    - {role: nurse, task: medicines, answer: with-permission}
    - {role: nurse, task: keys, answer: may}
`,
	"content/guide/limits/fi.md":   "---\ntitle: Rajat\n---\nTeksti.\n\n## Yksi\n\n## Kaksi\n",
	"content/guide/limits/en.yaml": "roles: {nurse: {title: Nurse}}\n",
	"content/more/fi.md":           "---\ntitle: Lisää\n---\nTeksti.\n",
	"content/more/one/page.yaml":   "audience: [mentor]\n",
	"content/more/one/fi.md":       "---\ntitle: Yksi\n---\nTeksti.\n",
	"content/more/two/page.yaml":   "audience: [mentor]\n",
	"content/more/two/fi.md":       "---\ntitle: Kaksi\n---\nTeksti.\n",
	"content/guide/limits/fi.yaml": `roles:
  student: {title: Opiskelija, summary: Oppii.}
  nurse: {title: Hoitaja, summary: Hoitaa.}
tasks: {medicines: Lääkkeet, keys: Avaimet}
limits:
  student: {medicines: "Et anna [@care].", keys: Kysy avaimista.}
  nurse: {medicines: "Saat luvalla [@care].", keys: "Saat avaimet [@care]."}
`,
}

func sourceLaw(id, title, review string) string {
	return "sources:\n  - {id: " + id + ", title: " + title + ", url: \"https://example.org/" + strings.ReplaceAll(title, " ", "-") +
		"\", checked: 2026-05-01, review-by: " + review + "}\n"
}

// between returns what stands between two marks, again and again.
func between(s, from, to string) []string {
	var list []string
	for _, part := range strings.Split(s, from)[1:] {
		text, _, _ := strings.Cut(part, to)
		list = append(list, text)
	}
	return list
}

var tags = regexp.MustCompile(`<[^>]*>`)

func plainTexts(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, strings.Join(strings.Fields(tags.ReplaceAllString(s, " ")), " "))
	}
	return out
}

// TestChapterOrder: chapters stand in groups by audience, those for nobody in
// particular first, and alike in the list of chapters, the navigation, the book
// and the way from one page to the next.
func TestChapterOrder(t *testing.T) {
	out := rendered(t, smallGuide)
	front := out["fi/guide/index.html"]
	list := front[strings.Index(front, `id="page-chapters"`):strings.Index(front, `id="model-programme"`)]
	if diff := cmp.Diff([]string{"Kaikille", "Velvollisuudet", "Rajat", "Mentorille"}, plainTexts(between(list, `<p class="chapters__name">`, "</a>"))); diff != "" {
		t.Error("list of chapters:", diff)
	}
	if diff := cmp.Diff([]string{"Työpaikka", "Mentori"}, plainTexts(between(list, `<h3 class="chapters__for">`, "</h3>"))); diff != "" {
		t.Error("groups of chapters:", diff)
	}
	if !strings.Contains(list, "7 minuuttia") || !strings.Contains(list, "<p>Mitä pitää.</p>") {
		t.Error("the list of chapters does not say what a chapter is about, and how long it takes")
	}
	if !strings.Contains(front, `<a href="#page-chapters">`) {
		t.Error("the contents of the page lack its chapters")
	}
	nav := front[strings.Index(front, `<nav class="section"`):]
	nav = nav[:strings.Index(nav, "</nav>")]
	if diff := cmp.Diff([]string{"Työpaikka", "Mentori", "Tapaamiset", "Tehtäväpaperit", "Lomakkeet", "Työkalut ja tulosteet", "Kortit"},
		plainTexts(between(nav, `<p class="section__group">`, "</p>"))); diff != "" {
		t.Error("groups of the navigation:", diff)
	}
	book := out["fi/guide/book/index.html"]
	if diff := cmp.Diff([]string{"Työpaikka", "Mentori", "Ohjelma, tapaamiset ja lomakkeet"}, plainTexts(between(book, `<p class="book__part">`, "</p>"))); diff != "" {
		t.Error("parts in the contents of the book:", diff)
	}
	if diff := cmp.Diff([]string{"Työpaikka", "Mentori"}, plainTexts(between(book, `<p class="chapter__part-name">`, "</p>"))); diff != "" {
		t.Error("parts in the book:", diff)
	}
	if more := out["fi/more/index.html"]; strings.Count(more, "chapters__name") != 2 || strings.Contains(more, "chapters__for") || strings.Contains(more, "section__group") {
		t.Error("chapters that are all for the same audience stand under its name")
	}
	for _, step := range [][2]string{
		{"guide/", "guide/all/"}, {"guide/all/", "guide/duties/"}, {"guide/duties/", "guide/limits/"}, {"guide/limits/", "guide/mentors/"},
		{"guide/mentors/", "guide/meeting-first/"}, {"guide/limits/card-student/", "guide/limits/card-nurse/"},
	} {
		next := between(out["fi/"+step[0]+"index.html"], `rel="next" href="`, `"`)
		if len(next) != 1 || !strings.HasSuffix(next[0], "/fi/"+step[1]) {
			t.Errorf("after %s comes %q, not %s", step[0], next, step[1])
		}
		back := between(out["fi/"+step[1]+"index.html"], `rel="prev" href="`, `"`)
		if len(back) != 1 || !strings.HasSuffix(back[0], "/fi/"+step[0]) {
			t.Errorf("before %s comes %q, not %s", step[1], back, step[0])
		}
	}
}

// TestRemember: what a chapter is to be remembered by stands in its head, and
// with its text where there is no such head.
func TestRemember(t *testing.T) {
	out := rendered(t, smallGuide)
	page := out["fi/guide/duties/index.html"]
	at, body := strings.Index(page, "note--remember"), strings.Index(page, `<div class="body prose"`)
	if at < 0 || at > body || strings.Count(page, "note--remember") != 1 {
		t.Error("a chapter does not begin with what to remember, once")
	}
	for _, p := range []string{"fi/index.html", "fi/guide/book/index.html"} {
		if strings.Count(out[p], "note--remember") != 1 {
			t.Errorf("%s has lost what to remember", p)
		}
	}
}

// TestScopeCards: every card says of every task what its definition says, with
// its source; so does the book.
func TestScopeCards(t *testing.T) {
	out := rendered(t, smallGuide)
	page := out["fi/guide/limits/index.html"]
	if diff := cmp.Diff([]string{"Kysy", "Ei saa", "Saa", "Luvalla"}, plainTexts(between(page[strings.Index(page, "<tbody>"):], `<span class="answer `, "</span>")), cmp.Transformer("text", func(s string) string {
		_, text, ok := strings.Cut(s, ">")
		if !ok {
			return s
		}
		return strings.TrimSpace(text)
	})); diff != "" {
		t.Error("answers of the table:", diff)
	}
	for _, part := range []struct{ name, page string }{{"the card", out["fi/guide/limits/card-nurse/index.html"]}, {"the book", out["fi/guide/book/index.html"]}} {
		lines := part.page[strings.Index(part.page, "Hoitaja"):]
		for _, want := range []string{"Saat tehdä</dt>\n<dd><strong>Avaimet.</strong> Saat avaimet", "Saat tehdä vain luvalla</dt>\n<dd><strong>Lääkkeet.</strong> Saat luvalla"} {
			if !strings.Contains(lines, want) {
				t.Errorf("%s lacks %q", part.name, want)
			}
		}
		if !strings.Contains(part.page, `id="source-care"`) || !strings.Contains(lines, `href="#source-care"`) {
			t.Errorf("%s does not cite its source", part.name)
		}
	}
	if !strings.Contains(page, `<a href="#model-cards">`) {
		t.Error("the contents of the page lack its cards")
	}
	if en := out["en/guide/limits/card-nurse/index.html"]; !strings.Contains(en, `<p class="lead"><span lang="fi" dir="ltr">Hoitaa.</span></p>`) {
		t.Error("a lead that fell back to another language does not say which")
	}
}

// TestBookSources: one source that two chapters list stands in the book once,
// with the day on which it is to be looked at first; two sources of one name
// stand apart.
func TestBookSources(t *testing.T) {
	book := rendered(t, smallGuide)["fi/guide/book/index.html"]
	ids := between(book[strings.Index(book, `<section class="sources"`):], `<li id="`, `"`)
	if diff := cmp.Diff([]string{"source-common", "source-law", "source-care", "source-law--4"}, ids); diff != "" {
		t.Error(diff)
	}
	common := between(book, `<li id="source-common"`, "</li>")
	if len(common) != 1 || !strings.Contains(common[0], `data-review-by="2027-01-02"`) {
		t.Errorf("the shared source is not to be looked at on the earlier day: %q", common)
	}
	if n := strings.Count(book, `href="#source-common"`); n != 3 {
		t.Errorf("%d places cite the shared source, want 3", n)
	}
	if !strings.Contains(book, `href="#source-law--4"`) {
		t.Error("nothing leads to the second source of one name")
	}
}

// TestMeetingWords: a variant says how the meeting is held, a sentence what it
// means in another language.
func TestMeetingWords(t *testing.T) {
	out := rendered(t, smallGuide)
	fi, en := out["fi/guide/meeting-first/index.html"], out["en/guide/meeting-first/index.html"]
	if !strings.Contains(fi, "<dt>Etänä</dt>\n<dd><p>Soitatte.</p></dd>") {
		t.Error("the variant is not told")
	}
	if !strings.Contains(fi, "<li>Hei.</li>") || strings.Contains(fi, "openings__means") {
		t.Error("the sentence is not said, or explained in its own language")
	}
	if !strings.Contains(en, `Hei.`) || !strings.Contains(en, `Hello.`) || !strings.Contains(en, "openings__means") {
		t.Error("the sentence is not explained in another language")
	}
	for id, form := range map[string]string{"form-day": "Tehtäväpaperit", "form-log": "Lomakkeet"} {
		nav := between(fi, `<p class="section__group">`+form+"</p>", "</ul>")
		if len(nav) != 1 || !strings.Contains(nav[0], id) {
			t.Errorf("%s does not stand under %s", id, form)
		}
	}
}

// TestComma: names on one line stand apart as their language writes it, also
// where each is in another one.
func TestComma(t *testing.T) {
	files := maps.Clone(smallGuide)
	for file, words := range map[string][]string{
		"content/site.yaml":       {"[fi, en]", "[fi, en, ar]"},
		"content/guide/page.yaml": {"[{id: mentor}]", "[{id: mentor}, {id: friend}]", "by: [mentor]", "by: [mentor, friend]"},
		"content/guide/fi.yaml":   {"roles: {", "roles: {friend: {title: Kaveri, summary: Hän.}, "},
	} {
		text := strings.NewReplacer(words...).Replace(files[file])
		if text == files[file] {
			t.Fatalf("%s has none of %q", file, words)
		}
		files[file] = text
	}
	files["content/guide/ar.md"] = "---\ntitle: دليل\n---\n"
	out := rendered(t, files)
	for page, want := range map[string]string{
		"fi/guide/index.html": "Mentori, Kaveri",
		"ar/guide/index.html": `<span lang="fi" dir="ltr">Mentori</span>، <span lang="fi" dir="ltr">Kaveri</span>`,
	} {
		if !strings.Contains(out[page], want) {
			t.Errorf("%s lacks %q", page, want)
		}
	}
}

// TestLinkDirection: a link in another language says so inside, so that its
// box keeps the direction of the list around it.
func TestLinkDirection(t *testing.T) {
	out := rendered(t, smallSite)
	for page, text := range out {
		if strings.HasPrefix(page, "ar/") && strings.HasSuffix(page, ".html") {
			if at := regexp.MustCompile(`<a href="\.[^>]* (?:lang|dir)="[^>]*>`).FindString(text); at != "" {
				t.Errorf("%s has the link %s", page, at)
			}
		}
	}
	if !strings.Contains(out["ar/a/b/index.html"], `<a aria-current="page" href="../../../ar/a/b/"><span lang="fi" dir="ltr">Alasivu</span></a>`) {
		t.Error("the navigation does not say that a name is Finnish, or which page is open")
	}
}

// TestOriginalSpeaksItsLanguage: what Opas itself says in the original beside
// a draft is in the language of the original.
func TestOriginalSpeaksItsLanguage(t *testing.T) {
	files := maps.Clone(smallSite)
	files["content/a/fi.md"] += "\n> [!FOR mentor]\n> Vain tämä.\n"
	original := between(rendered(t, files)["en/a/index.html"], `<details class="original">`, "</details>")
	if len(original) != 1 || !strings.Contains(original[0], "Mentori<") {
		t.Errorf("the Finnish text does not name its audience in Finnish: %q", original)
	}
}
