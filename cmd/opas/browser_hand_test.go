package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"opas/cmd/opas/internal/site"
)

// The hand of a reader: what is on the page is found by what it is called, as
// people and screen readers find it, and used with mouse and keys.

// a thing to use: a link, a button, a field. Two answers to different
// questions may be called the same; then the question tells them apart.
type thing struct {
	name     string
	question string // legend of its group; may be empty
}

func (a thing) String() string {
	if a.question == "" {
		return fmt.Sprintf("%q", a.name)
	}
	return fmt.Sprintf("%q of %q", a.name, a.question)
}

// find is an expression for the element, undefined when nothing that can be
// seen is called so.
func (a thing) find() string {
	return fmt.Sprintf(`((name, question) => {
	const clean = (s) => s.trim().replace(/\s+/g, " ");
	const called = (e) => {
		const by = e.getAttribute("aria-labelledby");
		if (by) return by.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
		const label = e.labels?.[0];
		// A list inside its label would be called by all its answers too.
		if (e.tagName === "SELECT" && label?.contains(e)) return label.firstElementChild.innerText;
		return e.getAttribute("aria-label") ?? label?.innerText ?? e.innerText;
	};
	return Array.from(document.querySelectorAll("a[href], button, summary, input, select, textarea")).find((e) =>
		clean(called(e)) === name && e.checkVisibility() &&
		(question === "" || clean(e.closest("fieldset")?.querySelector("legend")?.innerText ?? "") === question));
})(%s, %s)`, quoted(a.name), quoted(a.question))
}

// click presses a thing in its middle, as a mouse or a thumb does. A tick or
// an answer is pressed on its words.
func (b *tab) click(a thing) {
	b.t.Helper()
	place := eval[struct{ X, Y float64 }](b, `(() => {
		let e = `+a.find()+`;
		if (!e) return {X: -1, Y: -1};
		if (e.type === "checkbox" || e.type === "radio") e = e.labels?.[0] ?? e;
		e.scrollIntoView({block: "center", behavior: "instant"});
		const box = e.getBoundingClientRect();
		return {X: box.left + box.width / 2, Y: box.top + box.height / 2};
	})()`)
	if place.X < 0 {
		b.t.Fatalf("%s: there is no %s to press", b.address(), a)
	}
	b.do("press "+a.String(), chromedp.MouseClickXY(place.X, place.Y))
}

// write puts text into a field, as one who types or dictates.
func (b *tab) write(name, text string) {
	b.t.Helper()
	b.click(thing{name: name})
	if !eval[bool](b, thing{name: name}.find()+` === document.activeElement`) {
		b.t.Fatalf("pressing the field %q does not bring the focus there", name)
	}
	call(b, input.InsertText, input.InsertTextParams{Text: text})
}

// value is what a field holds; "on" for what is ticked or chosen, "" if not.
func (b *tab) value(a thing) string {
	b.t.Helper()
	return eval[string](b, `((e) => e === undefined ? "not on the page" : e.type === "checkbox" || e.type === "radio" ? (e.checked ? "on" : "") : e.value)(`+a.find()+`)`)
}

// choose takes an answer of a list by typing its words.
func (b *tab) choose(name, answer string) {
	b.t.Helper()
	// The list that a press would open belongs to the system, not to the page.
	b.run(thing{name: name}.find() + `.focus()`)
	b.press(answer)
	if got := eval[string](b, thing{name: name}.find()+`.selectedOptions[0].innerText.trim()`); got != answer {
		b.t.Errorf("typing %q into the list %q chooses %q", answer, name, got)
	}
}

// reads is an expression: whether a text can be read on the page.
func reads(text string) string {
	return `document.body.innerText.replace(/\s+/g, " ").includes(` + quoted(strings.Join(strings.Fields(text), " ")) + `)`
}

// withoutScripts makes the tab one where pages run none.
func (b *tab) withoutScripts() {
	b.t.Helper()
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}

// withScripts lets them run again in the pages that come.
func (b *tab) withScripts() {
	b.t.Helper()
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: false})
}

// before runs a script in every page of the tab before its own.
func (b *tab) before(script string) {
	b.t.Helper()
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// stored lists everything that the site has left in the reader's browser.
func (b *tab) stored() []string {
	b.t.Helper()
	return eval[[]string](b, `(async () => [
		...Object.keys(localStorage).map((k) => "localStorage " + k + "=" + localStorage[k]),
		...Object.keys(sessionStorage).map((k) => "sessionStorage " + k),
		...(document.cookie ? ["cookie " + document.cookie] : []),
		...(await indexedDB.databases()).map((d) => "database " + d.name),
		...(await caches.keys()).map((k) => "cache " + k),
		...(await navigator.serviceWorker.getRegistrations()).map((r) => "worker " + r.scope),
		...(window.name ? ["window.name " + window.name] : []),
		...(history.state !== null ? ["history.state " + JSON.stringify(history.state)] : []),
	])()`)
}

// silent begins to watch that nothing of what follows leaves the page: the
// function that it returns tells of requests, of what is stored, and of a
// changed address.
func (b *tab) silent() func() {
	b.t.Helper()
	requests, address := len(b.asked()), b.address()
	return func() {
		b.t.Helper()
		if now := b.asked(); len(now) > requests {
			b.t.Errorf("the page asked for more after it was loaded: %q", now[requests:])
		}
		if now := b.address(); now != address {
			b.t.Errorf("the address became %s", now)
		}
		for _, s := range b.stored() {
			b.t.Errorf("unasked, the page has left in the browser: %s", s)
		}
	}
}

// wording gives the words of a page's definition in a language.
func wording(t *testing.T, p *published, id string, l *site.Language) func(path string) string {
	t.Helper()
	pg := p.Site.Page(id)
	if pg == nil || pg.Editions[l.Index].Words == nil {
		t.Fatalf("the site has no definition at %s", id)
	}
	return func(path string) string {
		t.Helper()
		w := pg.Editions[l.Index].Words.Plain(path)
		if w == "" {
			t.Fatalf("%s has no word %s", id, path)
		}
		return strings.Join(strings.Fields(w), " ")
	}
}
