package main

import (
	"testing"

	"opas/cmd/opas/internal/score"
	"opas/cmd/opas/internal/site"
)

// testLanguages changes the language in the middle, in every way there is: no
// answer is lost.
func (s *suite) testLanguages(t *testing.T) {
	fi, ar := s.guide.language(t, "fi"), s.guide.language(t, "ar")
	const id = "care-interests"
	given := []string{"help-eat=gladly", "help-wash=cannot-say"}
	begin := func(t *testing.T, lang, keep string) *selfCheck {
		b := s.open(t, s.guide)
		b.look(viewports[2])
		c := b.selfCheck(s.guide, lang, id)
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
		c := begin(t, "ar", kept)
		c.run(`document.querySelector("[data-assessment-app] details").open = true`)
		c.choose(c.say("languages-second"), fi.Tag.Name())
		c.wait("Finnish stands beside Arabic", said(c, fi)+" && "+said(c, ar))
		c.holdsAnswers(given...)
		c.run(s.axe)
		for _, v := range []viewport{viewports[0], viewports[1]} {
			c.look(v)
			c.barriers("questions in two languages", v)
			c.overflow("questions in two languages", v)
		}
		// Another first language is that of another page, which has its own beside it.
		c.run(thing{name: c.say("languages-first")}.find() + `.focus()`)
		c.press(fi.Tag.Name())
		other := c.selfCheck(s.guide, "fi", id)
		other.arrived()
		other.wait("the question is in Finnish", said(c, fi)+" && !("+said(c, ar)+")")
		other.holdsAnswers(given...)
		other.reload()
		other.wait("it is there again", said(c, fi))
		other.holdsAnswers(given...)
	})

	for _, keep := range []string{kept, guest} {
		t.Run("in the header, "+map[string]string{kept: "kept", guest: "a guest"}[keep], func(t *testing.T) {
			t.Parallel()
			c := begin(t, "fi", keep)
			c.change(ar)
			other := c.selfCheck(s.guide, "ar", id)
			other.arrived()
			other.wait("the question is in Arabic", said(other, ar))
			other.holdsAnswers(given...)
			other.answer("help-dress", score.Answer{One: "maybe"})
			other.change(fi)
			c.arrived()
			c.wait("the question is in Finnish again", said(c, fi))
			c.holdsAnswers(append([]string{"help-dress=maybe"}, given...)...)
			if keep == guest {
				c.wait("nothing is left of the way", `sessionStorage.length === 0 && localStorage.length === 0`)
				c.reload()
				c.wait("a guest's answers end with the page", `!document.querySelector("[data-assessment-app] [data-item]")`)
			}
		})
	}
}

// arrived waits until the page of the self-check is there, at its plain address.
func (c *selfCheck) arrived() {
	c.t.Helper()
	c.wait("its page is open", `location.href === `+quoted(c.url)+` && document.readyState === "complete"`)
}

// change chooses a language in the header of the page.
func (c *selfCheck) change(to *site.Language) {
	c.t.Helper()
	c.click(thing{name: c.lang.Locale.Text("site-language") + ": " + c.lang.Tag.Name()})
	c.click(thing{name: to.Tag.Name()})
}
