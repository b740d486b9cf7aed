package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"

	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/score"
	"opas/cmd/opas/internal/site"
)

// A selfCheck is one that a reader has open.
type selfCheck struct {
	*tab
	url  string // of its page
	page *site.Page
	lang *site.Language
	in   *score.Instrument
	word func(path string) string // of its definition
	keys bool                     // the reader has a keyboard and no mouse
}

// selfCheck opens a self-check on a phone, with storage of its own.
func (s *suite) selfCheck(t *testing.T, tag, id string) *selfCheck {
	t.Helper()
	b := s.open(t, s.guide)
	b.look(viewports[0])
	c := b.selfCheck(s.guide, tag, id)
	c.visit(c.url)
	return c
}

// selfCheck is a self-check that will be opened in the tab.
func (b *tab) selfCheck(p *published, tag, id string) *selfCheck {
	b.t.Helper()
	id = "self-checks/" + id
	c := &selfCheck{tab: b, url: p.page(b.t, tag, id), page: p.Site.Page(id), lang: p.language(b.t, tag)}
	c.word = wording(b.t, p, id, c.lang)
	c.in = c.page.Definition.(*model.Assessment).Instrument()
	return c
}

// say is a message of the self-checks.
func (c *selfCheck) say(id string, args ...any) string {
	return c.lang.Locale.Text("selfcheck-"+id, args...)
}

// use chooses an answer, or presses a button or a link.
func (c *selfCheck) use(a thing) {
	c.t.Helper()
	if c.keys {
		c.tab.use(a)
	} else {
		c.click(a)
	}
}

// push presses what a message names.
func (c *selfCheck) push(id string) {
	c.t.Helper()
	c.use(thing{name: c.say(id)})
}

// What may be chosen before the first question: messages without their beginning.
const (
	kept  = "start-keep-here"
	guest = "start-keep-guest"
)

// begin comes to the first question: of views and occasions it chooses the first.
func (c *selfCheck) begin(keep string) {
	c.t.Helper()
	c.prepare(keep)
	c.push("start-begin")
	c.opened(c.heading(c.in.Items[0]))
}

func (c *selfCheck) prepare(keep string) {
	c.t.Helper()
	if len(c.in.Views) > 1 {
		c.use(thing{c.word("views." + c.in.Views[0]), c.say("start-view")})
	}
	if len(c.in.Occasions) > 0 {
		c.use(thing{c.word("occasions." + c.in.Occasions[0]), c.say("start-occasion")})
	}
	c.use(thing{c.say(keep) + " " + c.say(keep+"-help"), c.say("start-keep")})
}

// heading is the one above an item: the question asked of it, or for words of
// one's own the title of its page.
func (c *selfCheck) heading(it score.Item) string {
	w := c.page.Editions[c.lang.Index].Words
	page := "pages." + it.Page
	for _, path := range []string{page + ".question", "question"} {
		if text := w.Plain(path); text != "" && it.Type != score.Text {
			return strings.Join(strings.Fields(text), " ")
		}
	}
	return c.word(page + ".title")
}

// opened waits until a step is open: its heading is there and has the focus.
func (c *selfCheck) opened(heading string) {
	c.t.Helper()
	c.wait(fmt.Sprintf("the step %q is open", heading), `/^H[1-6]$/.test(document.activeElement?.tagName) && document.activeElement.innerText.replace(/\s+/g, " ").includes(`+quoted(heading)+`)`)
}

// shown returns the items whose questions stand on the screen.
func (c *selfCheck) shown() []string {
	c.t.Helper()
	return eval[[]string](c.tab, `Array.from(document.querySelectorAll("[data-assessment-app] [data-item]")).filter((e) => e.checkVisibility()).map((e) => e.dataset.item)`)
}

// choice is one answer to an item.
func (c *selfCheck) choice(it *score.Item, option string) thing {
	c.t.Helper()
	return thing{c.answerWord(it, option), c.word("items." + it.ID)}
}

func (c *selfCheck) answerWord(it *score.Item, option string) string {
	c.t.Helper()
	if option == score.CannotSay || option == score.NotMine {
		return c.say("apart-" + option)
	}
	return c.word("options." + it.Set + "." + option)
}

// answer gives the answer to an item that is on the screen.
func (c *selfCheck) answer(item string, a score.Answer) {
	c.t.Helper()
	it := c.in.Item(item)
	if it.Type == score.Text {
		c.use(thing{name: c.word("items." + item)})
		call(c.tab, input.InsertText, input.InsertTextParams{Text: a.One})
		return
	}
	for _, option := range chosen(a) {
		c.use(c.choice(it, option))
		if got := c.value(c.choice(it, option)); got != "on" {
			c.t.Errorf("choosing %s leaves it %q", c.choice(it, option), got)
		}
	}
}

func chosen(a score.Answer) []string {
	if a.Many != nil {
		return a.Many
	}
	return []string{a.One}
}

// goOn answers what is on the screen and on those that follow, up to the page
// with all answers. It returns the items that were asked.
func (c *selfCheck) goOn(answers score.Answers) []string {
	c.t.Helper()
	var asked []string
	for {
		shown := c.shown()
		if len(shown) == 0 || len(shown) > 4 {
			c.t.Fatalf("%d questions on one screen", len(shown))
		}
		for _, id := range shown {
			if a, ok := answers[id]; ok {
				c.answer(id, a)
			}
		}
		asked = append(asked, shown...)
		c.push("items-continue")
		c.wait("the next step is open", `/^H[1-6]$/.test(document.activeElement?.tagName)`)
		if eval[bool](c.tab, `document.activeElement.innerText.trim() === `+quoted(c.say("review-title"))) {
			return asked
		}
		if len(asked) > len(c.in.Items) {
			c.t.Fatalf("the questions do not end: %q", asked)
		}
	}
}

// mixed are answers of all sorts, words of one's own among them, with some items
// left open and some that cannot be said.
func mixed(in *score.Instrument) score.Answers {
	answers := score.Answers{}
	for i := range in.Items {
		it := &in.Items[i]
		asked := slices.ContainsFunc(in.Path(answers), func(on *score.Item) bool { return on.ID == it.ID })
		set := in.OptionSet(it.Set)
		switch {
		case !asked || i%9 == 8:
		case it.Type == score.Text:
			answers[it.ID] = score.Answer{One: ownWords + strconv.Itoa(i)}
		case it.Type == score.Multi:
			answers[it.ID] = score.Answer{Many: []string{set.Options[0].ID, set.Options[2].ID}}
		case i%7 == 5 && len(set.Apart) > 0:
			answers[it.ID] = score.Answer{One: set.Apart[0]}
		default:
			answers[it.ID] = score.Answer{One: set.Options[(i+i/4)%len(set.Options)].ID}
		}
	}
	return answers
}

// ownWords begin what a reader writes: they may go nowhere, and mean nothing.
const ownWords = "Omia <b>sanoja</b> "

// every answers all items that have the option with it.
func every(in *score.Instrument, option string) score.Answers {
	answers := score.Answers{}
	for i := range in.Items {
		if it := &in.Items[i]; it.Type != score.Text && in.OptionSet(it.Set).Index(option) >= 0 {
			answers[it.ID] = score.Answer{One: option}
		}
	}
	return answers
}

// results tells what of a result is not on the page: the scores of the scales,
// and how much of a checklist is in place.
func (c *selfCheck) results(answers score.Answers) {
	c.t.Helper()
	rows := eval[[]string](c.tab, `Array.from(document.querySelectorAll("[data-assessment-app] tr"), (r) => Array.from(r.cells, (c) => c.textContent.trim().replace(/\s+/g, " ")).slice(0, 2).join("|"))`)
	for _, d := range c.in.Score(answers).Dimensions {
		switch {
		case d.Type == score.Checklist:
			if text := c.say("check-done", "Done", len(d.Done), "Asked", len(d.Done)+len(d.Open)); !eval[bool](c.tab, reads(text)) {
				c.t.Errorf("the result does not say %q", text)
			}
		case d.Type == score.Scale:
			want := c.word("dimensions."+d.ID+".title") + "|–"
			if d.ScaleResult != nil {
				want = c.word("dimensions."+d.ID+".title") + "|" + strconv.Itoa(d.Score)
			}
			if !slices.Contains(rows, want) {
				c.t.Errorf("the result has no row %q; it has %q", want, rows)
			}
		}
	}
}

// code is the code that the result shows; "" if it shows none.
func (c *selfCheck) code() string {
	c.t.Helper()
	return strings.TrimSpace(eval[string](c.tab, `Array.from(document.querySelectorAll("[data-assessment-app] [translate=no]")).find((e) => e.checkVisibility())?.innerText.replace(/\s+/g, " ") ?? ""`))
}

// use presses a thing without a mouse: Tab leads to it, then Enter presses it,
// the space bar ticks it, and arrows lead to the other answers of a question.
func (b *tab) use(a thing) {
	b.t.Helper()
	find := a.find()
	switch eval[string](b, find+`?.type ?? `+find+`?.tagName ?? ""`) {
	case "":
		b.t.Fatalf("%s: there is no %s to press", b.address(), a)
	case "radio":
		b.reach(a, `document.activeElement?.name === `+find+`.name`)
		b.press(" ")
		for n := 0; !eval[bool](b, find+`.checked`); n++ {
			if n == 20 {
				b.t.Fatalf("no arrow leads to %s", a)
			}
			b.press(kb.ArrowDown)
		}
	case "checkbox":
		b.reach(a, find+` === document.activeElement`)
		b.press(" ")
	case "textarea", "text":
		b.reach(a, find+` === document.activeElement`)
	default:
		b.reach(a, find+` === document.activeElement`)
		b.press(kb.Enter)
	}
}

// reach presses Tab until the focus has come to a thing.
func (b *tab) reach(a thing, there string) {
	b.t.Helper()
	for range 150 {
		if eval[bool](b, there) {
			return
		}
		b.press(kb.Tab)
	}
	b.t.Fatalf("%s: Tab does not lead to %s", b.address(), a)
}
