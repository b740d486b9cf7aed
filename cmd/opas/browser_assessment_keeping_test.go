package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"opas/cmd/opas/internal/score"
)

// testKeeping holds where answers are: with a guest nowhere, else in this
// browser, whole, until the reader deletes them.
func (s *suite) testKeeping(t *testing.T) {
	t.Run("a guest", s.testGuest)
	t.Run("coming back", s.testComingBack)
	t.Run("two tabs", s.testTwoTabs)

	t.Run("a browser that keeps nothing", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.before(`Object.defineProperty(window, "localStorage", {get() { throw new DOMException("denied", "SecurityError"); }});`)
		c := b.selfCheck(s.guide, "fi", "care-interests")
		c.visit(c.url)
		c.says("keep-blocked")
		c.says("start-guest-only")
		c.push("start-begin")
		c.opened(c.heading(c.in.Items[0]))
		c.answer("help-eat", score.Answer{One: "gladly"})
		c.push("items-continue")
		c.says("keep-short-guest")
		c.run(`history.back()`)
		c.holdsAnswers("help-eat=gladly")
	})

	t.Run("a device without room", func(t *testing.T) {
		t.Parallel()
		c := s.selfCheck(t, "fi", "care-interests")
		c.begin(kept)
		c.answer("help-eat", score.Answer{One: "gladly"})
		c.run(`(() => {
			for (let size = 1 << 20, n = 0; size > 0; n++) {
				try { localStorage.setItem("filler" + n, "x".repeat(size)); } catch { size = Math.floor(size / 2); }
			}
		})()`)
		c.answer("help-wash", score.Answer{One: "maybe"})
		c.wait("the page says that there is no room", reads(c.say("keep-full")))
		c.holdsAnswers("help-eat=gladly", "help-wash=maybe")
		if got := c.entry(); !strings.Contains(got, "help-eat") || strings.Contains(got, "help-wash") {
			t.Errorf("without room the browser keeps %s", got)
		}
		c.run(`Object.keys(localStorage).filter((k) => k.startsWith("filler")).forEach((k) => localStorage.removeItem(k))`)
		c.answer("help-dress", score.Answer{One: "rather-not"})
		c.wait("the warning is gone", "!"+reads(c.say("keep-full")))
		for _, item := range []string{"help-eat", "help-wash", "help-dress"} {
			if !strings.Contains(c.entry(), item) {
				t.Errorf("with room again, %s is not kept", item)
			}
		}
	})

	for message, entry := range map[string]string{
		"keep-damaged": `{"version":1,"instrument":"care-interests","runs":[{"id":"`,
		"keep-newer":   `{"version":99,"instrument":"care-interests","runs":[],"more":"of a later day"}`,
	} {
		t.Run("an entry, "+message, func(t *testing.T) {
			t.Parallel()
			c := s.selfCheck(t, "fi", "care-interests")
			c.run(`localStorage.setItem(` + quoted(c.key()) + `, ` + quoted(entry) + `)`)
			c.visit(c.url)
			c.says(message)
			c.push("start-begin")
			c.opened(c.heading(c.in.Items[0]))
			c.answer("help-eat", score.Answer{One: "gladly"})
			if got := c.entry(); got != entry {
				t.Errorf("what cannot be read was overwritten by %s", got)
			}
			c.visit(c.url)
			c.says(message)
			c.push("keep-delete")
			c.says("keep-delete-confirm")
			c.push("keep-delete-yes")
			c.says("keep-deleted")
			if got := c.entry(); got != "" {
				t.Errorf("after deleting there is still %s", got)
			}
			c.begin(kept)
			if c.entry() == "" {
				t.Error("after deleting, nothing is kept")
			}
			// It may also become so while the questions are open.
			c.run(`localStorage.setItem(` + quoted(c.key()) + `, ` + quoted(entry) + `)`)
			c.answer("help-eat", score.Answer{One: "gladly"})
			c.says(message)
			c.holdsAnswers("help-eat=gladly")
			if got := c.entry(); got != entry {
				t.Errorf("what cannot be read was overwritten by %s", got)
			}
		})
	}

	for message, agent := range map[string]string{
		"keep-browser-safari": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
		"keep-browser-inside": "Mozilla/5.0 (Linux; Android 14; SM-A546B; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/124.0.0.0 Mobile Safari/537.36 WhatsApp/2.24",
		"keep-browser-other":  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
	} {
		t.Run(message, func(t *testing.T) {
			t.Parallel()
			b := s.open(t, s.guide)
			call(b, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: agent})
			c := b.selfCheck(s.guide, "fi", "care-interests")
			c.visit(c.url)
			c.says("keep-where")
			c.says(message)
		})
	}
}

// places are what the history may hold of a reader: which step of which run.
var places = regexp.MustCompile(`^(null|\{"step":\{"name":"[a-z]+"(,"screen":\d+)?\},"run":"[a-z0-9]{16}","returns":(true|false)\})$`)

// testGuest is a reader at a computer that others use.
func (s *suite) testGuest(t *testing.T) {
	t.Parallel()
	c := s.selfCheck(t, "fi", "career-goals")
	nothing := func(when string) {
		t.Helper()
		c.wait(when+", the page begins anew", reads(c.say("start-title")))
		if n := eval[int](c.tab, `document.querySelectorAll("[data-assessment-app] input:checked").length`); n > 0 {
			t.Errorf("%s, %d answers are still chosen", when, n)
		}
		for _, left := range c.stored() {
			// A place in the history: which step of which run, never an answer.
			if state, ok := strings.CutPrefix(left, "history.state "); !ok || !places.MatchString(state) {
				t.Errorf("%s, there is still %s", when, left)
			}
		}
	}
	answer := func() {
		t.Helper()
		c.begin(guest)
		c.goOn(mixed(c.in))
		if got := c.stored(); len(got) != 1 || !places.MatchString(strings.TrimPrefix(got[0], "history.state ")) {
			t.Errorf("a guest's answers are kept: %q", got)
		}
		if !eval[bool](c.tab, `(({top, bottom}) => top >= 0 && bottom <= window.innerHeight)(`+thing{name: c.say("guest-clear")}.find()+`.getBoundingClientRect())`) {
			t.Error("the way out is not in sight")
		}
		c.says("guest-bar")
	}

	answer()
	c.run(`history.back()`)
	c.wait("the browser goes back to the last question", reads(c.heading(c.in.Items[10])))
	c.push("guest-clear")
	c.says("guest-cleared")
	nothing("after clearing")
	c.run(`history.back()`)
	nothing("after clearing and going back")

	answer()
	c.reload()
	nothing("after loading the page again")

	// As a browser does that keeps the page as it is, to show it when somebody comes back.
	answer()
	c.run(`window.dispatchEvent(new PageTransitionEvent("pagehide", {persisted: true}))`)
	if text := eval[string](c.tab, `document.querySelector("[data-assessment-app]").innerText`); strings.Contains(text, c.answerWord(&c.in.Items[0], mixed(c.in)[c.in.Items[0].ID].One)) {
		t.Error("a page that is left still holds the answers")
	}
	c.run(`window.dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}))`)
	nothing("when the page comes back as it was")

	answer()
	c.visit(s.guide.page(t, "fi", "self-checks"))
	if !eval[bool](c.tab, `localStorage.length === 0 && sessionStorage.length === 0`) {
		t.Error("a guest leaves something behind")
	}
	c.do("go back", chromedp.NavigateBack())
	nothing("after leaving and going back")
}

// testComingBack is a reader who stops in the middle and goes on another day.
func (s *suite) testComingBack(t *testing.T) {
	t.Parallel()
	c := s.selfCheck(t, "fi", "care-interests")
	c.begin(kept)
	var want []string
	for screen := range 2 {
		for _, it := range c.in.Items[4*screen : 4*screen+4] {
			c.answer(it.ID, score.Answer{One: "gladly"})
			want = append(want, it.ID+"=gladly")
		}
		c.push("items-continue")
	}
	third := []string{c.in.Items[8].ID, c.in.Items[9].ID, c.in.Items[10].ID, c.in.Items[11].ID}
	onThird := func(when string) {
		t.Helper()
		c.wait(when+" the reader is where they were", reads(c.say("items-progress", "From", 9, "To", 12, "Of", 24)))
		if got := c.shown(); !slices.Equal(got, third) {
			t.Errorf("%s, these are asked: %q", when, got)
		}
	}
	onThird("after two screens")
	c.reload()
	onThird("after loading the page again")
	c.run(`history.back()`)
	c.wait("the browser goes back", reads(c.say("items-progress", "From", 5, "To", 8, "Of", 24)))
	c.holdsAnswers(want[4:]...)

	c.visit(s.guide.page(t, "fi", "self-checks"))
	today := eval[string](c.tab, `new Intl.DateTimeFormat("fi-u-nu-latn", {day: "numeric", month: "numeric", year: "numeric"}).format(new Date())`)
	begun := c.say("overview-begun", "Date", today, "Count", 8)
	c.wait("the overview says what was begun", reads(begun))
	c.visit(c.url)
	c.says("start-again")
	c.says("keep-no-copy")
	c.push("start-continue")
	onThird("after coming back")

	c.run(`history.back()`)
	c.wait("the start is shown", reads(c.say("start-again")))
	c.push("keep-delete")
	c.push("keep-delete-no")
	if c.entry() == "" {
		t.Error("going back has deleted the answers")
	}
	c.push("keep-delete")
	c.push("keep-delete-yes")
	c.says("keep-deleted")
	if left := eval[int](c.tab, `localStorage.length`); left > 0 {
		t.Errorf("after deleting there are %d entries", left)
	}
	c.visit(s.guide.page(t, "fi", "self-checks"))
	if eval[bool](c.tab, reads(begun)) {
		t.Error("the overview still says what was begun")
	}
}

// testTwoTabs is a reader who has the same self-check open twice.
func (s *suite) testTwoTabs(t *testing.T) {
	t.Parallel()
	one := s.selfCheck(t, "fi", "care-interests")
	one.begin(kept)
	one.answer("help-eat", score.Answer{One: "gladly"})
	one.answer("help-wash", score.Answer{One: "maybe"})

	other := one.beside().selfCheck(s.guide, "fi", "care-interests")
	other.visit(other.url)
	other.push("start-continue")
	other.holdsAnswers("help-eat=gladly", "help-wash=maybe")
	other.answer("help-dress", score.Answer{One: "very-gladly"})
	one.wait("the other tab has said something", reads(one.say("keep-changed-elsewhere")))
	one.holdsAnswers("help-dress=very-gladly", "help-eat=gladly", "help-wash=maybe")
	one.answer("help-walk", score.Answer{One: "rather-not"})
	one.answer("help-eat", score.Answer{One: "maybe"})
	all := []string{"help-dress=very-gladly", "help-eat=maybe", "help-walk=rather-not", "help-wash=maybe"}
	other.wait("the other way round too", `document.querySelectorAll("[data-item] :checked").length === 4`)
	other.holdsAnswers(all...)
	one.holdsAnswers(all...)

	// A tab that has not heard of the other's answers yet: both write.
	b := one.beside()
	b.before(`addEventListener("storage", (event) => event.stopImmediatePropagation(), true)`)
	deaf := b.selfCheck(s.guide, "fi", "care-interests")
	deaf.visit(deaf.url)
	deaf.push("start-continue")
	deaf.wait("the next questions are open", reads(deaf.say("items-progress", "From", 5, "To", 8, "Of", 24)))
	one.push("items-continue")
	one.answer("listen", score.Answer{One: "gladly"})
	other.answer("help-dress", score.Answer{One: "cannot-say"})
	deaf.answer("go-out", score.Answer{One: "maybe"})
	for _, given := range []string{`"help-dress":{"value":"cannot-say"`, `"listen":{"value":"gladly"`, `"go-out":{"value":"maybe"`, `"help-walk":{"value":"rather-not"`} {
		if !strings.Contains(one.entry(), given) {
			t.Errorf("%s got lost: %s", given, one.entry())
		}
	}

	one.run(`history.go(-2)`)
	one.wait("the start is shown", reads(one.say("start-again")))
	one.push("keep-delete")
	one.push("keep-delete-yes")
	other.wait("the other tab is told", reads(other.say("keep-deleted-elsewhere")))
	other.says("start-title")
	if got := other.entry(); got != "" {
		t.Errorf("after deleting in one tab the other has written %s", got)
	}
	other.begin(kept)
	other.answer("help-eat", score.Answer{One: "gladly"})
	if got := other.entry(); !strings.Contains(got, "help-eat") || strings.Contains(got, "help-wash") {
		t.Errorf("a new beginning is kept as %s", got)
	}
}

// says waits until the page says a message.
func (c *selfCheck) says(id string, args ...any) {
	c.t.Helper()
	c.wait("the page says "+id, reads(c.say(id, args...)))
}

// holdsAnswers waits until exactly these answers, "item=option", are chosen on the screen.
func (c *selfCheck) holdsAnswers(want ...string) {
	c.t.Helper()
	slices.Sort(want)
	chosen := `Array.from(document.querySelectorAll("[data-assessment-app] [data-item] :checked"), (i) => i.closest("[data-item]").dataset.item + "=" + i.value).sort().join()`
	c.wait(fmt.Sprintf("%q are chosen", want), chosen+` === `+quoted(strings.Join(want, ",")))
}

// key is where this browser keeps the self-check, and entry what it keeps.
func (c *selfCheck) key() string { return hostPath + "#selfcheck:" + c.in.ID }

func (c *selfCheck) entry() string {
	c.t.Helper()
	return eval[string](c.tab, `localStorage.getItem(`+quoted(c.key())+`) ?? ""`)
}

// reload loads the page again, as the command of the browser does.
func (b *tab) reload() {
	b.t.Helper()
	b.do("load the page again", chromedp.Reload())
}
