package main

import (
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// withoutScripts makes the tab one where pages run none.
func (b *tab) withoutScripts() {
	b.t.Helper()
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}

// named finds the one thing to use that is called by a name: a link, a button,
// a field by its label. It is the innermost and first that can be seen.
const named = `((name) => {
	const text = (e) => {
		const by = e.getAttribute("aria-labelledby");
		if (by) return by.split(/\s+/).map((id) => document.getElementById(id)?.innerText ?? "").join(" ");
		return e.getAttribute("aria-label") ?? e.labels?.[0]?.innerText ?? e.innerText;
	};
	const clean = (s) => s.trim().replace(/\s+/g, " ");
	const all = Array.from(document.querySelectorAll("a[href], button, summary, input, select, textarea"));
	const fit = all.filter((e) => clean(text(e)) === name && e.checkVisibility());
	return fit[0];
})`

// click presses what has the name, in its middle, as a mouse or a thumb does.
func (b *tab) click(name string) {
	b.t.Helper()
	place := eval[struct{ X, Y float64 }](b, `(() => {
		const e = `+named+`(`+quoted(name)+`);
		if (!e) return {X: -1, Y: -1};
		e.scrollIntoView({block: "center", behavior: "instant"});
		const box = e.getBoundingClientRect();
		return {X: box.left + box.width / 2, Y: box.top + box.height / 2};
	})()`)
	if place.X < 0 {
		b.t.Fatalf("%s: there is no %q to press", b.address(), name)
	}
	b.do("press "+name, chromedp.MouseClickXY(place.X, place.Y))
}
