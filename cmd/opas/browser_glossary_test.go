package main

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp/kb"

	"opas/assets"
	"opas/cmd/opas/internal/source"
	"opas/i18n"
	"opas/templates"
)

// explainedSite is a small site whose words the glossary explains.
func explainedSite() fs.FS {
	content := fstest.MapFS{}
	for name, text := range map[string]string{
		"site.yaml": "languages: [fi, en, ar]\ntitle: {fi: Testi, en: Test, ar: اختبار}\nnavigation: [work]\n",
		"fi.md":     "---\ntitle: Koti\n---\nTervetuloa.\n",
		"work/fi.md": "---\ntitle: Työ\nsummary: Ensimmäinen päivä.\n---\nEnsimmäisenä päivänä mentorisi ja esihenkilösi tulevat luoksesi.\n\n" +
			"- Pyydä vuorosta lista.\n- Kysy hoiva-avustajalta.\n\n    Hän tietää.\n\n" +
			strings.Repeat("Tässä on tekstiä, joka kertoo päivästä ja on niin pitkä, että luettelo jää sen alle.\n\n", 30),
		"work/ar.md":      "---\ntitle: العمل\n---\nفي اليوم الأول يأتي المرشد والمسؤول المباشر.\n",
		"words/page.yaml": "kind: glossary\ndefinition:\n  terms:\n    - {id: mentor, related: [line-manager]}\n    - {id: line-manager}\n    - {id: care-assistant}\n",
		"words/fi.md":     "---\ntitle: Sanasto\n---\nSanoja.\n",
		"words/ar.md":     "---\ntitle: المفردات\n---\nكلمات.\n",
		"words/fi.yaml":   "terms:\n  mentor: {term: mentori, text: Kokenut ihminen auttaa.}\n  line-manager: {term: esihenkilö, text: Hän päättää työstä.}\n  care-assistant: {term: hoiva-avustaja, text: Hän auttaa arjessa.}\n",
		"words/ar.yaml":   "terms:\n  mentor: {term: المرشد, text: شخص ذو خبرة.}\n  line-manager: {term: المسؤول المباشر}\n",
	} {
		content[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return source.Folders{"content": {content}, "templates": {templates.FS}, "assets": {assets.FS}, "i18n": {i18n.FS}}.Tree()
}

// testGlossary reads the explanation of a word with keys, with a thumb, without
// scripts and on paper.
func (s *suite) testGlossary(t *testing.T) {
	p := hosted(t, explainedSite())
	phone := viewports[0]
	say := p.language(t, "fi").Locale.Text
	mentor, manager, assistant := thing{name: "mentorisi"}, thing{name: "esihenkilösi"}, thing{name: "hoiva-avustajalta"}
	const shown = `(document.querySelector(".word")?.innerText ?? "")`
	state := func(b *tab, a thing) string { return eval[string](b, a.find()+`.getAttribute("aria-expanded")`) }
	// What opens moves what is below: the window must have come to rest.
	press := func(b *tab, a thing) {
		b.run(a.find() + `?.scrollIntoView({block: "center", behavior: "instant"})`)
		b.settle()
		b.click(a)
		b.settle()
	}
	focused := func(b *tab, a thing) bool { return eval[bool](b, a.find()+` === document.activeElement`) }

	b := s.open(t, p)
	b.look(phone)
	b.visit(p.page(t, "fi", "work"))
	b.run(mentor.find() + `.focus()`)
	for _, key := range []string{kb.Enter, " "} {
		b.press(key)
		b.wait("the word is explained", shown+`.includes("Kokenut ihminen auttaa.")`)
		if state(b, mentor) != "true" || state(b, manager) != "false" || !eval[bool](b, `document.getElementById(`+mentor.find()+`.getAttribute("aria-controls")) === document.activeElement`) {
			t.Error("the word does not say that it is open, or what opened is not where the reader is")
		}
		if !eval[bool](b, `document.querySelector(".word").previousElementSibling === `+mentor.find()+`.closest("p")`) {
			t.Error("the explanation does not stand after its paragraph")
		}
		b.press(kb.Escape)
		if eval[bool](b, `document.querySelector(".word") !== null`) || state(b, mentor) != "false" || !focused(b, mentor) {
			t.Errorf("after Escape the explanation is still there, or the reader is not back at the word (opened with %q)", key)
		}
	}
	press(b, manager)
	press(b, assistant)
	if got := eval[string](b, shown); !strings.Contains(got, "Hän auttaa arjessa.") || strings.Contains(got, "päättää") {
		t.Errorf("after pressing another word its explanation is %q", got)
	}
	if state(b, manager) != "false" {
		t.Error("the first word is still open")
	}
	if !eval[bool](b, `document.querySelector(".word").parentElement === `+assistant.find()+`.closest("li")`) {
		t.Error("in a list the explanation does not stand in its item")
	}
	b.press(kb.Tab)
	b.press(kb.Tab)
	b.press(kb.Enter) // the entry on the page of all words comes first, the button last
	if !focused(b, assistant) || eval[string](b, shown) != "" {
		t.Error("the button does not close the explanation and lead back to the word")
	}
	press(b, assistant)
	press(b, assistant)
	if eval[string](b, shown) != "" {
		t.Error("pressing the word again does not close it")
	}
	press(b, assistant)
	press(b, thing{name: say("glossary-close")})
	if eval[string](b, shown) != "" {
		t.Error("the button does nothing for a thumb")
	}
	if kept := b.stored(); len(kept) > 0 {
		t.Errorf("reading leaves behind %q", kept)
	}

	press(b, mentor)
	b.media("print", "light")
	if eval[bool](b, `document.querySelector(".word").checkVisibility()`) {
		t.Error("on paper what was open stands in the middle of the text")
	}
	if !eval[bool](b, `["mentori", "Kokenut ihminen auttaa.", "Hän päättää työstä."].every((s) => document.querySelector(".words").innerText.includes(s))`) {
		t.Error("on paper the explanations are missing")
	}
	if got := eval[string](b, `getComputedStyle(`+mentor.find()+`, "::after").content + getComputedStyle(document.querySelector(".words dt"), "::before").content`); got != `counter(word)counter(entry) ". "` {
		t.Errorf("on paper the word and its explanation have no numbers: %s", got)
	}

	for lang, word := range map[string]thing{"fi": mentor, "ar": {name: "المرشد"}} {
		b := s.open(t, p)
		b.visit(p.page(t, lang, "work"))
		b.run(s.axe)
		press(b, word)
		for _, v := range viewports {
			b.look(v)
			b.barriers(lang+"/work with an explanation", v)
			b.overflow(lang+"/work with an explanation", v)
		}
		b.visit(p.page(t, lang, "words"))
		b.run(s.axe)
		for _, v := range viewports {
			b.look(v)
			b.barriers(lang+"/words", v)
			b.overflow(lang+"/words", v)
		}
	}

	plain := s.open(t, p)
	plain.media("", "light") // a window that glides would be missed
	plain.withoutScripts()
	plain.visit(p.page(t, "fi", "work"))
	plain.click(manager)
	if got := plain.address(); !strings.HasSuffix(got, "#word-line-manager") {
		t.Errorf("without scripts the word leads to %s", got)
	}
	plain.run(`document.querySelector(":target [aria-label]").scrollIntoView()`)
	plain.click(thing{name: say("glossary-back")}) // of the first entry
	if got := plain.address(); !strings.HasSuffix(got, "#w-mentor") {
		t.Errorf("without scripts the way back leads to %s", got)
	}

	for name, data := range p.files {
		if strings.HasPrefix(name, "assets/terms-") && strings.HasSuffix(name, ".js") {
			if n := compressed(t, data); n > 640 {
				t.Errorf("the script of explained words weighs %d bytes", n)
			}
		}
	}
}
