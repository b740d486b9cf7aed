package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/score"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// testTaking takes every self-check to its end with the keyboard alone: in
// Finnish as one who keeps the answers, in Arabic, where it is translated, as a
// guest.
func (s *suite) testTaking(t *testing.T) {
	n := 0
	for _, p := range s.guide.Site.Pages {
		if p.Kind != model.KindAssessment {
			continue
		}
		id := strings.TrimPrefix(p.ID, "self-checks/")
		for _, tag := range []string{"fi", "ar"} {
			l := s.guide.language(t, tag)
			if !p.Editions[l.Index].Words.Own {
				continue
			}
			n++
			t.Run(tag+"/"+id, func(t *testing.T) {
				t.Parallel()
				s.take(t, tag, id)
			})
		}
	}
	if n != 11+8 {
		t.Errorf("there are %d, not eleven in Finnish and eight in Arabic", n)
	}
	t.Run("after the questions", s.testAfterQuestions)
}

// codes are groups of four characters that do not look alike.
var codes = regexp.MustCompile(`^[0-9ACDEFGHJKMNPQRTVWXY]{4}( [0-9ACDEFGHJKMNPQRTVWXY]{4}){3,}$`)

// take takes one self-check.
func (s *suite) take(t *testing.T, tag, id string) {
	c := s.selfCheck(t, tag, id)
	c.keys = true
	requests := len(c.asked())
	c.run(s.axe)
	look := func(step string) {
		c.barriers(tag+"/"+id+", "+step, viewports[0])
		c.overflow(tag+"/"+id+", "+step, viewports[0])
	}
	look("start")
	keep := kept
	if tag != "fi" {
		keep = guest
	}
	c.begin(keep)
	look("questions")
	if eval[bool](c.tab, `Array.from(document.querySelectorAll("[data-assessment-app] [data-item] input")).some((i) => i.checked)`) {
		t.Error("an answer is chosen before anybody has answered")
	}

	answers := mixed(c.in)
	asked := c.goOn(answers)
	var path []string
	for _, it := range c.in.Path(answers) {
		path = append(path, it.ID)
	}
	if !slices.Equal(asked, path) {
		t.Errorf("asked were %q, not %q", asked, path)
	}
	look("all answers")
	for _, item := range path {
		a, given := answers[item]
		texts := []string{c.word("items." + item), c.say("review-none")}
		if given {
			texts = texts[:1]
			for _, one := range chosen(a) {
				if it := c.in.Item(item); it.Type != score.Text {
					one = c.answerWord(it, one)
				}
				texts = append(texts, one)
			}
		}
		if !eval[bool](c.tab, `Array.from(document.querySelectorAll("dt")).some((dt) => dt.innerText.trim() === `+quoted(texts[0])+` && `+quoted(strings.Join(texts[1:], " "))+` === dt.nextElementSibling.innerText.trim().replace(/\s+/g, " "))`) {
			t.Errorf("among all answers there is no %q", texts)
		}
	}

	c.push("review-result")
	c.opened(c.say("result"))
	look("result")
	c.results(answers)
	switch code := c.code(); {
	case c.in.Private:
		if code != "" || !eval[bool](c.tab, reads(c.say("hand-private"))) {
			t.Errorf("a private self-check shows the code %q", code)
		}
	case !codes.MatchString(code):
		t.Errorf("the result shows no code: %q", code)
	}
	participant := slices.ContainsFunc(c.page.Audiences, func(a *source.Audience) bool { return a.ID == "participant" })
	for text, want := range map[string]bool{c.say("about-employer"): participant, c.say("about-medical"): participant, c.say("about-selection"): true} {
		if got := eval[bool](c.tab, reads(text)); got != want {
			t.Errorf("the result says %q: %v", text, got)
		}
	}

	c.push("sheet-open")
	c.opened(c.say("sheet"))
	look("sheet")
	if now := c.asked(); len(now) > requests {
		t.Errorf("the page asked for more after it was loaded: %q", now[requests:])
	}
	if got := c.address(); got != c.url {
		t.Errorf("the address became %s", got)
	}
	c.sheet(s.guide.language(t, "fi"))
}

// sheet prints the first sheet and the result after it. On paper it is in
// Finnish and in the language of the reader.
func (c *selfCheck) sheet(fi *site.Language) {
	c.t.Helper()
	name := fi.Locale.Text("selfcheck-sheet-agreed")
	if fi != c.lang {
		name += " " + c.say("sheet-agreed")
	}
	c.write(name, "Kysyn työpaikasta")
	all := sheets(c.printAsAsked())
	c.media("print", "light")
	c.settle()
	on := `document.querySelector("[data-assessment-app] article").innerText`
	for _, text := range []string{c.say("sheet-agreed"), fi.Locale.Text("selfcheck-sheet-agreed"), c.say("sheet-questions"), c.say("about-selection")} {
		if !eval[bool](c.tab, on+`.includes(`+quoted(text)+`)`) {
			c.t.Errorf("the sheet lacks %q", text)
		}
	}
	c.run(`(() => {
		for (let up = document.querySelector("[data-assessment-app] article"); up !== document.body; up = up.parentElement) {
			while (up.nextElementSibling) up.nextElementSibling.remove();
		}
	})()`)
	if n := sheets(c.printAsAsked()); n != 1 || all < 2 {
		c.t.Errorf("the paper up to the end of the first sheet is %d sides, with the result %d", n, all)
	}
}

// testAfterQuestions changes an answer at the end, takes one step of the result
// into the plan, and the result along as text.
func (s *suite) testAfterQuestions(t *testing.T) {
	t.Parallel()
	c := s.selfCheck(t, "fi", "care-interests")
	answers := every(c.in, "maybe")
	c.keep(c.taken("a", "self", "", "2026-11-20T10:00:00Z", answers))
	c.visit(c.url)
	c.push("start-continue")
	c.wait("the questions are open", `document.querySelector("[data-assessment-app] [data-item]") !== null`)
	c.goOn(nil)
	// Its name says to the ear alone which answer it changes.
	c.run(`Array.from(document.querySelectorAll("dt")).find((dt) => dt.innerText.trim() === ` + quoted(c.word("items.help-eat")) + `).parentElement.querySelector("button").focus()`)
	c.press(kb.Enter)
	c.opened(c.heading(c.in.Items[0]))
	answers["help-eat"] = score.Answer{One: "very-gladly"}
	c.answer("help-eat", answers["help-eat"])
	c.push("items-to-review")
	c.opened(c.say("review-title"))
	c.says("review-answered", "Count", 24, "Of", 24)
	c.push("review-result")
	c.opened(c.say("result"))
	c.results(answers)

	c.use(thing{name: c.say("plan-add")})
	c.says("plan-empty")
	const step = "Kysyn työkokeilusta hoivakodista"
	c.write(c.say("plan-step"), step)
	c.push("plan-add")
	c.says("plan-added")
	c.push("plan-add")
	c.says("plan-there")
	c.push("text-plan")
	text := `Array.from(document.querySelectorAll("textarea")).find((e) => e.checkVisibility())?.value ?? ""`
	for _, want := range []string{c.page.Editions[c.lang.Index].Title, step, c.say("about-medical"), c.word("not-for"), c.in.ID} {
		c.wait(fmt.Sprintf("the text says %q", want), `(`+text+`).includes(`+quoted(want)+`)`)
	}
	c.visit(s.guide.page(t, "fi", "career-model/my-plan"))
	c.wait("the step is in my plan", `Array.from(document.querySelectorAll("input, textarea")).some((e) => e.value === `+quoted(step)+`)`)
}
