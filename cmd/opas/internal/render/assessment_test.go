package render

import (
	"encoding/json"
	"html"
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/diag"
)

// smallCheck is a self-check in three languages of a site whose texts are first
// written in Finnish. Its words are as hostile as words can be.
var smallCheck = map[string]string{
	"content/site.yaml": `languages: [fi, en, ar]
title: {fi: Testi, en: Test, ar: اختبار}
audiences:
  - {id: participant, title: {fi: Osallistuja, en: Participant}}
`,
	"content/fi.md": "---\ntitle: Koti\n---\nTervetuloa.\n",
	"content/check/page.yaml": `kind: assessment
audience: [participant]
minutes: 3
definition:
  id: small
  version: 2
  validation: unvalidated
  views: [mentee, mentor]
  occasions: [start]
  sheet: liked
  options:
    - id: liking
      options: [{id: no, value: 0}, {id: maybe, value: 1}, {id: gladly, value: 2}]
      apart: [cannot-say]
    - id: yesno
      options: [{id: no, value: 0}, {id: yes, value: 1}]
      apart: [not-mine]
    - id: languages
      options: [{id: one, value: 0}, {id: two, value: 1}]
  pages:
    - id: near
      items:
        - {id: eat, type: rating, options: liking, dimension: hands, picture: eat.svg, audio: {fi: eat.mp3}}
        - {id: wash, type: rating, options: liking, dimension: hands, reverse: true}
        - {id: other, type: rating, options: liking, dimension: hands}
    - id: own
      items:
        - {id: place, type: choice, options: yesno, dimension: set, leads: ["page:more"]}
        - {id: why, type: choice, options: liking, when: [{item: eat, is: [maybe, gladly]}, {item: place, is: [yes]}]}
        - {id: which, type: multi, options: languages}
        - {id: words, type: text}
  dimensions:
    - id: hands
      type: scale
      bands: [{id: low, from: 0, to: 49}, {id: high, from: 50, to: 100, leads: ["page:more"]}]
    - {id: set, type: checklist, done: [yes]}
`,
	"content/check/fi.md": "---\ntitle: Mitä haluan\nsummary: Kysymyksiä.\n---\nAlku.\n\n## Lisää\n\nLoppu.\n",
	"content/check/en.md": "---\ntitle: What I want\n---\nBeginning.\n\n## More\n\nEnd.\n",
	"content/check/fi.yaml": `purpose: Jutun alku.
not-for: Ei valintaan.
question: Kuinka mielelläsi?
views: {mentee: Ohjattava, mentor: Mentori}
occasions: {start: Alussa}
options:
  liking: {no: En, maybe: Ehkä, gladly: Mielelläni}
  yesno: {yes: Kyllä, no: Ei}
  languages: {one: Yksi, two: Kaksi}
pages:
  near: {title: Lähellä, text: Mieti työtä.}
  own: {title: Oma, question: "Miten on?"}
items:
  eat: Autan syömään
  wash: Pesen "\</script>\<script>alert(1)\</script>" & \<b>muut\</b>
  other: Muuta
  place: Paikka on
  why: Miksi
  which: Kielet
  words: Omin sanoin
items-help: {eat: Lusikalla.}
dimensions:
  hands: {title: Kädet, bands: {low: Vähän, high: Paljon}}
  set: {title: Kunnossa}
`,
	"content/check/en.yaml": "review: draft\npurpose: A beginning.\nquestion: How gladly?\noptions: {liking: {no: \"No\", maybe: Maybe, gladly: Gladly}}\nitems: {eat: I help to eat}\n",
	"content/check/eat.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" viewBox="0 0 24 24"><!-- a spoon --><path d="M1 2l3-4z" fill="none" stroke="currentColor" stroke-width="2"/></svg>`,
	"content/check/eat.mp3": "ID3 loud",
	"content/more/fi.md":    "---\ntitle: Lisää & muuta\n---\nTeksti.\n",
}

// check renders the small self-check with some files changed.
func check(t *testing.T, changed map[string]string) (map[string]string, diag.List) {
	t.Helper()
	files := maps.Clone(smallCheck)
	maps.Copy(files, changed)
	s, opt := assembled(t, files)
	opt.Assets["assessment.ts"] = "assets/assessment-4.js"
	opt.Assets["assessment.css"] = "assets/assessment-5.css"
	out, found, err := Render(s, opt)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range out {
		all[f.Path] = string(f.Data)
	}
	return all, found
}

func smallCheckPages(t *testing.T) map[string]string {
	t.Helper()
	out, found := check(t, nil)
	if found.Fails(false) {
		t.Fatal(found)
	}
	return out
}

func TestAssessmentGolden(t *testing.T) {
	out := smallCheckPages(t)
	for _, p := range []string{"fi/check/index.html", "en/check/index.html", "ar/check/index.html"} {
		golden(t, p, factsOf.ReplaceAllString(out[p], "<script></script>")) // TestAssessmentFacts looks at these
	}
}

// TestAssessmentPaper: the paper form has every item, in the language of the
// page and in the source language, and says what the script need not be asked.
func TestAssessmentPaper(t *testing.T) {
	out := smallCheckPages(t)
	fi, en := out["fi/check/index.html"], out["en/check/index.html"]
	for _, page := range []string{fi, en} {
		if diff := cmp.Diff([]string{"eat", "wash", "other", "place", "why", "which", "words"}, between(page, `data-item="`, `"`)); diff != "" {
			t.Error("items on paper:", diff)
		}
		if n := strings.Count(page, `type="checkbox"`); n != 2 {
			t.Errorf("%d boxes to tick, want those of the one item with several answers", n)
		}
		for _, want := range []string{"connect-src &#39;none&#39;", "form-action &#39;none&#39;", "media-src data:", "<textarea", `src="data:audio/mpeg;base64,SUQzIGxvdWQ="`, `class="picture" aria-hidden="true"`} {
			if !strings.Contains(page, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		if strings.Contains(page, "action=") || strings.Contains(page, `type="submit"`) {
			t.Error("the paper form can be sent")
		}
	}
	if strings.Contains(fi, `</span> <span lang="fi"`) {
		t.Error("a page in the source language says things twice")
	}
	for _, want := range []string{
		`<span data-word="items.eat"><span>I help to eat</span> <span lang="fi" dir="ltr">Autan syömään</span></span>`,
		`<span data-word="items.other"><span><span lang="fi" dir="ltr">Muuta</span></span></span>`, // fell back: once
		"Answer only if you chose “Maybe” or “Gladly” in question 1.", "Vastaa vain, jos valitsit kohdassa 4 vastauksen ”Kyllä”.",
		"I cannot say", "Written by this project, not validated.", "Version 2", "An employer may not ask",
		"Question 2 counts the other way round", "100 × s ÷ (2 × n)", "At least 3 answers are needed", "<b>50–100</b>",
	} {
		if !strings.Contains(en, want) {
			t.Errorf("the English paper lacks %q", want)
		}
	}
}

// TestAssessmentHostileWords: no word becomes markup, in the form or in what
// the script reads.
func TestAssessmentHostileWords(t *testing.T) {
	for p, page := range smallCheckPages(t) {
		if strings.Contains(page, "alert(1)</script>") || strings.Contains(page, "<script>alert") || strings.Contains(page, "<b>muut") {
			t.Errorf("%s: a word is markup", p)
		}
	}
}

var factsOf = regexp.MustCompile(`(?s)<script type="application/json" data-assessment>(.*?)</script>`)

// TestAssessmentFacts: what the script reads has all the words of a language
// that has any of its own, and says which fell back.
func TestAssessmentFacts(t *testing.T) {
	out := smallCheckPages(t)
	var facts AssessmentFacts
	m := factsOf.FindStringSubmatch(out["en/check/index.html"])
	if m == nil {
		t.Fatal("the page has nothing for its script")
	}
	if err := json.Unmarshal([]byte(m[1]), &facts); err != nil {
		t.Fatal(err)
	}
	if facts.Lang != "en" || facts.Root != "../.." || !facts.Participant || facts.Sheet.Own != "liked" || facts.Plan != nil || facts.Instrument.Version != 2 {
		t.Errorf("the page is misdescribed: %+v", facts)
	}
	var tags []string
	for _, l := range facts.Languages {
		tags = append(tags, l.Tag)
	}
	if diff := cmp.Diff([]string{"fi", "en"}, tags); diff != "" {
		t.Fatal("languages:", diff)
	}
	fi, en := unpack(facts, 0, ""), unpack(facts, 1, out["en/check/index.html"])
	for _, path := range facts.Paths {
		if fi.words[path] == "" || en.words[path] == "" {
			t.Errorf("the script has no %s: %q, %q", path, fi.words[path], en.words[path])
		}
	}
	if diff := cmp.Diff(map[string]string{"title": "What I want", "items.eat": "I help to eat", "items.wash": `Pesen "</script><script>alert(1)</script>" & <b>muut</b>`, "options.yesno.yes": "Kyllä"},
		map[string]string{"title": en.words["title"], "items.eat": en.words["items.eat"], "items.wash": en.words["items.wash"], "options.yesno.yes": en.words["options.yesno.yes"]}); diff != "" {
		t.Error("English words:", diff)
	}
	if fi.words["when.why"] != "Vastaa vain, jos valitsit kohdassa 1 vastauksen ”Ehkä” tai ”Mielelläni”. Vastaa vain, jos valitsit kohdassa 4 vastauksen ”Kyllä”." {
		t.Errorf("the script does not know when an item is answered: %q", fi.words["when.why"])
	}
	if en.Foreign["items.wash"] != "fi" || en.Foreign["items.eat"] != "" || len(fi.Foreign) != 0 || !en.Draft || fi.Draft {
		t.Error("what fell back is not told, or what did not")
	}
	if en.messages["apart-cannot-say"] != "I cannot say" || en.messages["validation"] == "" || en.messages["list-end"] == "" || en.messages["page-paper"] != "" || en.messages["receive-lead"] != "" {
		t.Error("the messages for the script are not those it says")
	}
	// Another language says questions and results, and nothing of the page around them.
	if fi.messages["items-continue"] != "Jatka" || fi.messages["result"] == "" || fi.messages["start-begin"] != "" || fi.messages["month-1"] != "" {
		t.Error("the messages in the second language are not those that stand beside the first")
	}
	if diff := cmp.Diff(map[string]*AssessmentPlace{"page:more": {Title: map[string]string{"fi": "Lisää & muuta", "en": "Lisää & muuta"}, Foreign: map[string]string{"en": "fi"}, Href: "../../en/more/"}}, facts.Places); diff != "" {
		t.Error("places:", diff)
	}
}

// spoken is a language as assets/assessment/page.ts unpacks it.
type spoken struct {
	AssessmentLanguage
	words, messages map[string]string
}

// onPaper finds a word of the paper form with its path.
var onPaper = regexp.MustCompile(`data-word="([^"]+)">(?:<input[^>]*>)?<span>(?:<span lang="[^"]*" dir="[^"]*">)?([^<]*)<`)

// unpack names the texts of a language; paper is the page with the form that has
// words of it, or "".
func unpack(f AssessmentFacts, language int, paper string) spoken {
	l := spoken{f.Languages[language], map[string]string{}, map[string]string{}}
	for i, path := range f.Paths {
		l.words[path] = l.Words[i]
	}
	for i, id := range f.Beside {
		l.messages[id] = l.Messages[i]
	}
	if paper != "" {
		maps.Copy(l.messages, f.Messages)
		for _, m := range onPaper.FindAllStringSubmatch(paper, -1) {
			l.words[m[1]] = html.UnescapeString(m[2])
		}
	}
	return l
}

// TestAssessmentFiles: a picture or recording that is not there, is too large
// or is none is found where it is named.
func TestAssessmentFiles(t *testing.T) {
	page := smallCheck["content/check/page.yaml"]
	for _, c := range []struct {
		name    string
		changed map[string]string
		want    string
	}{
		{"missing picture", map[string]string{"content/check/page.yaml": strings.Replace(page, "eat.svg", "drink.svg", 1)}, `content/check/page.yaml:23:79: there is no file "drink.svg" beside the page`},
		{"missing recording", map[string]string{"content/check/page.yaml": strings.Replace(page, "eat.mp3", "drink.mp3", 1)}, `content/check/page.yaml:23:100: there is no file "drink.mp3" beside the page`},
		{"large recording", map[string]string{"content/check/eat.mp3": strings.Repeat("x", mostItemBytes+1)}, `content/check/page.yaml:23:100: the file "eat.mp3" has more than 1 MB, and would stand in the page`},
	} {
		_, found := check(t, c.changed)
		var got []string
		for _, d := range found {
			if d.Severity == diag.Error {
				got = append(got, d.Pos.String()+": "+d.Message)
			}
		}
		if diff := cmp.Diff([]string{c.want}, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// TestInlineSVG: of a picture nothing comes into the page but shapes.
func TestInlineSVG(t *testing.T) {
	const start, end = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">`, `</svg>`
	good, found := inlineSVG("a.svg", []byte("<?xml version=\"1.0\"?>\n<!-- by hand -->\n"+start+`<g transform="translate(1 2) rotate(45)"><rect x="1" y="-.5" width="2" height="3" fill="var(--accent-soft)" stroke="#0a5a4a" stroke-linecap="round"/></g>`+end))
	want := `<svg class="picture" aria-hidden="true" viewBox="0 0 8 8"><g transform="translate(1 2) rotate(45)"><rect x="1" y="-.5" width="2" height="3" fill="var(--accent-soft)" stroke="#0a5a4a" stroke-linecap="round"/></g></svg>`
	if string(good) != want || len(found) > 0 {
		t.Errorf("a good picture becomes %s, %v", good, found)
	}
	for name, svg := range map[string]string{
		"script":            start + `<script>alert(1)</script>` + end,
		"handler":           `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" onload="alert(1)"/>`,
		"style":             start + `<path style="fill:url(http://x)" d="M0 0"/>` + end,
		"style element":     start + `<style>*{fill:red}</style>` + end,
		"class":             start + `<path class="a" d="M0 0"/>` + end,
		"id":                start + `<path id="page-content" d="M0 0"/>` + end,
		"paint by address":  start + `<path fill="url(https://example.org/a)" d="M0 0"/>` + end,
		"paint by any name": start + `<path fill="var(--x,url(https://example.org))" d="M0 0"/>` + end,
		"link":              start + `<a href="https://example.org"><path d="M0 0"/></a>` + end,
		"image":             start + `<image href="https://example.org/a.png"/>` + end,
		"use":               start + `<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#a"/>` + end,
		"foreign object":    start + `<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>` + end,
		"html":              `<div xmlns="http://www.w3.org/1999/xhtml">x</div>`,
		"animation":         start + `<animate attributeName="href" values="javascript:alert(1)"/>` + end,
		"text":              start + `Hello` + end,
		"entity":            `<!DOCTYPE svg [<!ENTITY a "b">]>` + start + end,
		"broken":            start + `<path d="M0 0">` + end,
		"no size":           `<svg xmlns="http://www.w3.org/2000/svg"/>`,
		"no namespace":      `<svg viewBox="0 0 8 8"/>`,
		"two":               start + end + start + end,
		"inside another":    start + start + end + end,
		"empty":             ``,
		"escape by quote":   start + `<path d="M0 0&quot;/&gt;&lt;script&gt;"/>` + end,
		"move by script":    start + `<g transform="expression(1)"/>` + end,
	} {
		out, found := inlineSVG("content/check/a.svg", []byte(svg))
		if out != "" || !found.Fails(false) {
			t.Errorf("%s: the picture comes into the page: %s", name, out)
			continue
		}
		if p := found[0].Pos; p.File != "content/check/a.svg" || p.Line == 0 {
			t.Errorf("%s: the finding is not in the picture: %v", name, p)
		}
	}
}
