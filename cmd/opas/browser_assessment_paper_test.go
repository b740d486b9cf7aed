package main

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/score"
)

// testPaper holds the paper twins: what they show without a script, what is
// printed, and how a form that was filled in is typed in.
func (s *suite) testPaper(t *testing.T) {
	t.Run("without scripts", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.withoutScripts()
		for _, tag := range []string{"fi", "ar"} {
			for _, p := range s.guide.Site.Pages {
				if p.Kind != model.KindAssessment || !p.Editions[s.guide.language(t, tag).Index].Words.Own {
					continue
				}
				c := b.selfCheck(s.guide, tag, strings.TrimPrefix(p.ID, "self-checks/"))
				c.visit(c.url)
				text := eval[string](b, `document.body.innerText.replace(/\s+/g, " ")`)
				want := []string{c.say("page-without"), c.say("start-not-for"), c.word("not-for")}
				for i := range c.in.Items {
					want = append(want, c.word("items."+c.in.Items[i].ID))
				}
				for _, w := range want {
					if !strings.Contains(text, w) {
						t.Errorf("%s: without scripts the page lacks %q", c.url, w)
					}
				}
				if n := eval[int](b, `Array.from(document.querySelectorAll("form fieldset[data-item]")).filter((e) => e.checkVisibility()).length`); n != len(c.in.Items) {
					t.Errorf("%s: %d of %d items have a fieldset", c.url, n, len(c.in.Items))
				}
				for _, w := range []string{c.say("result"), c.say("start-begin"), c.say("hand-code")} {
					if eval[bool](b, thing{name: w}.find()+` !== undefined || Array.from(document.querySelectorAll("h2, h3, h4")).some((h) => h.innerText.trim() === `+quoted(w)+`)`) {
						t.Errorf("%s: without scripts the page offers %q", c.url, w)
					}
				}
				if n := sheets(b.printAsAsked()); n == 0 || n > 8 {
					t.Errorf("%s: the form is %d sides", c.url, n)
				}
			}
		}
	})

	t.Run("in two languages", func(t *testing.T) {
		t.Parallel()
		c := s.selfCheck(t, "ar", "care-interests")
		fi := s.guide.language(t, "fi")
		finnish := wording(t, s.guide, c.page.ID, fi)
		c.push("start-paper")
		c.opened(c.say("paper-title"))
		c.choose(c.say("languages-second"), fi.Tag.Name())
		c.wait("the form is in two languages", reads(finnish("items.help-eat")))
		c.run(s.axe)
		c.barriers("a paper form in two languages", viewports[0])
		c.overflow("a paper form in two languages", viewports[0])
		if n := sheets(c.printAsAsked()); n == 0 || n > 8 {
			t.Errorf("the form in two languages is %d sides", n)
		}
		c.media("print", "light")
		c.settle()
		text := eval[string](c.tab, `document.body.innerText.replace(/\s+/g, " ")`)
		for _, it := range c.in.Items {
			for _, w := range []string{c.word("items." + it.ID), finnish("items." + it.ID)} {
				if !strings.Contains(text, w) {
					t.Errorf("on paper there is no %q", w)
				}
			}
		}
		for _, w := range []string{c.say("paper-text"), c.say("keep-where")} {
			c.unseen(reads(w), "on paper there is still "+w)
		}
	})

	t.Run("typed in", func(t *testing.T) {
		t.Parallel()
		c := s.selfCheck(t, "fi", "care-interests")
		c.keys = true
		c.prepare(guest)
		c.push("start-entry")
		c.opened(c.say("entry-title"))
		c.run(s.axe)
		c.barriers("quick entry", viewports[0])
		c.overflow("quick entry", viewports[0])
		first := c.in.Items[0]
		c.reach(thing{name: first.ID}, `document.activeElement?.name === `+quoted(first.ID))
		answers := score.Answers{}
		for i, it := range c.in.Items {
			set := c.in.OptionSet(it.Set)
			n := i % len(set.Options)
			// The digits of an Arabic keyboard are digits too.
			key := string([]rune("1234١٢٣٤")[n+4*(i%2)])
			call(c.tab, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: key, Text: key})
			answers[it.ID] = score.Answer{One: set.Options[n].ID}
		}
		// Back to the last one: what was typed wrongly is taken back.
		c.press(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift))
		for range 3 {
			if eval[bool](c.tab, `document.activeElement?.name === `+quoted(c.in.Items[23].ID)) {
				break
			}
			c.press(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift))
		}
		c.press("0")
		delete(answers, c.in.Items[23].ID)
		c.says("review-answered", "Count", 23, "Of", 24)
		c.push("review-result")
		c.opened(c.say("result"))
		c.results(answers)
	})

	t.Run("listening", func(t *testing.T) {
		t.Parallel()
		listen := func(voice string) *selfCheck {
			b := s.open(t, s.guide)
			b.before(`speechSynthesis.getVoices = () => [` + voice + `]; speechSynthesis.speak = (u) => { window.spoken = u.text; };
				window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };`)
			c := b.selfCheck(s.guide, "fi", "care-interests")
			c.visit(c.url)
			c.begin(guest)
			return c
		}
		for _, voice := range []string{``, `{lang: "fi-FI", localService: false}`, `{lang: "sv-SE", localService: true}`} {
			c := listen(voice)
			c.unseen(thing{name: c.say("items-listen")}.find()+` !== undefined`, "one may listen although no voice of this device speaks Finnish: "+voice)
		}
		c := listen(`{lang: "fi-FI", localService: true}`)
		c.push("items-listen")
		want := c.word("items.help-eat")
		if got := eval[string](c.tab, `window.spoken ?? ""`); !strings.HasPrefix(got, want) || !strings.Contains(got, c.word("options.liking.gladly")) {
			t.Errorf("%q is read as %q", want, got)
		}
	})
}
