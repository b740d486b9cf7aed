package main

import (
	"testing"

	"opas/cmd/opas/internal/score"
	"opas/cmd/opas/internal/site"
)

// testLanguages changes the language in the middle, in every way there is: no
// answer is lost.
func (s *suite) testLanguages(t *testing.T) {
	fi, ar, en := s.guide.language(t, "fi"), s.guide.language(t, "ar"), s.guide.language(t, "en")
	const id = "care-interests"
	given := []string{"help-eat=gladly", "help-wash=cannot-say"}
	begin := func(t *testing.T, keep string) *selfCheck {
		b := s.open(t, s.guide)
		b.look(viewports[2])
		c := b.selfCheck(s.guide, "fi", id)
		c.visit(c.url)
		c.begin(keep)
		c.answer("help-eat", score.Answer{One: "gladly"})
		c.answer("help-wash", score.Answer{One: score.CannotSay})
		return c
	}
	// said: the first question is in the language, with its own direction.
	said := func(c *selfCheck, l *site.Language) string {
		return `Array.from(document.querySelectorAll("[data-item] legend [lang], [data-item] label [lang]")).some((e) => e.checkVisibility() && e.lang === ` + quoted(l.Tag.HTML()) +
			` && getComputedStyle(e).direction === ` + quoted(l.Tag.Dir()) + ` && e.innerText.trim() === ` + quoted(wording(t, s.guide, "self-checks/"+id, l)("items.help-eat")) + `)`
	}

	t.Run("two at once", func(t *testing.T) {
		t.Parallel()
		c := begin(t, kept)
		c.run(`document.querySelector("[data-assessment-app] details").open = true`)
		c.choose(c.say("languages-second"), ar.Tag.Name())
		c.wait("Arabic stands beside Finnish", said(c, fi)+" && "+said(c, ar))
		c.holdsAnswers(given...)
		c.run(s.axe)
		for _, v := range []viewport{viewports[0], viewports[1]} {
			c.look(v)
			c.barriers("questions in two languages", v)
			c.overflow("questions in two languages", v)
		}
		// The list is called otherwise at once.
		c.run(thing{name: c.say("languages-first")}.find() + `.focus()`)
		c.press(en.Tag.Name())
		c.wait("English stands there instead of Finnish", said(c, en)+" && "+said(c, ar)+" && !("+said(c, fi)+")")
		c.holdsAnswers(given...)
		c.reload()
		c.wait("both are there again", said(c, en)+" && "+said(c, ar))
		c.holdsAnswers(given...)
	})

	t.Run("in the header, kept", func(t *testing.T) {
		t.Parallel()
		c := begin(t, kept)
		c.change(ar)
		other := c.selfCheck(s.guide, "ar", id)
		other.wait("the Arabic page is open", `location.href === `+quoted(other.url)+` && document.readyState === "complete"`)
		other.wait("the question is in Arabic", said(other, ar))
		other.holdsAnswers(given...)
		other.answer("help-dress", score.Answer{One: "maybe"})
		other.change(fi)
		c.wait("the question is in Finnish again", `location.href === `+quoted(c.url)+` && `+said(c, fi))
		c.holdsAnswers(append([]string{"help-dress=maybe"}, given...)...)
	})

	t.Run("in the header, a guest", func(t *testing.T) {
		t.Parallel()
		c := begin(t, guest)
		requests := len(c.asked())
		c.change(ar)
		c.wait("the question is in Arabic", said(c, ar))
		c.holdsAnswers(given...)
		if got := c.address(); got != c.url {
			t.Errorf("a guest is led to %s", got)
		}
		if now := c.asked(); len(now) > requests {
			t.Errorf("the page asked for %q", now[requests:])
		}
	})
}

// change chooses a language in the header of the page.
func (c *selfCheck) change(to *site.Language) {
	c.t.Helper()
	c.click(thing{name: c.lang.Locale.Text("site-language") + ": " + c.lang.Tag.Name()})
	c.click(thing{name: to.Tag.Name()})
}
