package main

import (
	"strings"
	"testing"
)

// filled is what a test has put into a form, to be found again.
type filled struct {
	name, text, choice, tick thing
	long                     string
}

// testForms fills in forms as people do, and holds that what they write goes
// nowhere: not into a request, not into an address, and into the browser only
// when they choose so.
func (s *suite) testForms(t *testing.T) {
	fi := s.guide.language(t, "fi")
	say := func(id string) thing { return thing{name: fi.Locale.Text(id)} }
	const form = "mentoring/form-agreement"
	agreement := func(path string) string { return wording(t, s.guide, "mentoring", fi)("forms.agreement." + path) }
	fields := filled{
		name:   thing{name: agreement("fields.mentor-name.label")},
		text:   thing{name: agreement("fields.goal-1.label")},
		choice: thing{name: agreement("options.message"), question: agreement("fields.channel.label")},
		tick:   thing{name: agreement("fields.no-money.label")},
		long:   "Ensimmäinen rivi, jossa on ääkkösiä\ntoinen & <b>kolmas</b>\n\nneljäs\nviides\nviimeinen rivi",
	}
	at := func(t *testing.T) *tab {
		b := s.open(t, s.guide)
		b.visit(s.guide.page(t, "fi", form))
		b.look(viewports[0])
		return b
	}

	t.Run("not kept unasked", func(t *testing.T) {
		t.Parallel()
		b := at(t)
		silence := b.silent()
		b.fill(fields)
		b.holds(fields)
		silence()
		b.visit(b.address())
		b.empty(fields)
		silence = b.silent()
		silence()
	})

	t.Run("kept, and deleted", func(t *testing.T) {
		t.Parallel()
		b := at(t)
		requests := len(b.asked())
		b.fill(fields)
		b.click(say("form-keep"))
		b.wait("what is written is kept", `localStorage.length > 0`)
		if now := b.asked(); len(now) > requests {
			t.Errorf("keeping asked for %q", now[requests:])
		}
		for _, kept := range b.stored() {
			if key, _, _ := strings.Cut(kept, "="); !strings.HasPrefix(key, "localStorage ") || !strings.Contains(key, "/opas/") {
				t.Errorf("kept as %s: not under the site's own path, which other sites of the host do not use", key)
			}
		}
		b.visit(b.address())
		b.wait("what was kept is back", `localStorage.length > 0 && `+fields.name.find()+`?.value !== ""`)
		b.holds(fields)
		if b.value(say("form-keep")) != "on" {
			t.Error("after coming back, the choice to keep is not ticked")
		}

		// What is written later is kept too.
		b.write(fields.name.name, " Virtanen")
		b.visit(b.address())
		b.wait("what was kept is back", fields.name.find()+`?.value.endsWith("Virtanen")`)

		b.click(say("form-delete"))
		b.wait("the page asks back", reads(fi.Locale.Text("form-delete-confirm")))
		b.click(say("form-delete-no"))
		b.wait("the question is gone", "!"+reads(fi.Locale.Text("form-delete-confirm")))
		if !strings.HasSuffix(b.value(fields.name), "Virtanen") || len(b.stored()) == 0 {
			t.Error("going back has deleted something")
		}
		b.click(say("form-delete"))
		b.click(say("form-delete-yes"))
		b.wait("the page says that everything is deleted", reads(fi.Locale.Text("form-deleted")))
		b.empty(fields)
		if left := b.stored(); len(left) > 0 {
			t.Errorf("after deleting there is still %q", left)
		}
		b.visit(b.address())
		b.empty(fields)
		if b.value(say("form-keep")) != "" {
			t.Error("after deleting, the choice to keep is still ticked")
		}
	})

	t.Run("no longer kept", func(t *testing.T) {
		t.Parallel()
		b := at(t)
		b.fill(fields)
		b.click(say("form-keep"))
		b.wait("what is written is kept", `localStorage.length > 0`)
		b.click(say("form-keep"))
		b.wait("nothing is kept any more", `localStorage.length === 0`)
		b.holds(fields)
	})

	t.Run("a device without room", func(t *testing.T) {
		t.Parallel()
		b := at(t)
		b.write(fields.name.name, "Aino")
		b.click(say("form-keep"))
		b.wait("what is written is kept", `localStorage.length > 0`)
		b.run(`(() => {
			for (let size = 1 << 20, n = 0; size > 0; n++) {
				try { localStorage.setItem("filler" + n, "x".repeat(size)); } catch { size = Math.floor(size / 2); }
			}
		})()`)
		b.write(fields.text.name, strings.Repeat("Kerron tässä pitkästi. ", 50))
		b.wait("the page says that there is no room", reads(fi.Locale.Text("form-storage-full")))
		if got := b.value(fields.name); got != "Aino" {
			t.Errorf("the form now holds %q", got)
		}
		b.run(`Object.keys(localStorage).filter((k) => k.startsWith("filler")).forEach((k) => localStorage.removeItem(k))`)
		b.write(fields.text.name, "Loppu.")
		b.wait("it is kept again", `JSON.stringify(localStorage).includes("Loppu.")`)
		b.wait("the warning is gone", "!"+reads(fi.Locale.Text("form-storage-full")))
	})

	t.Run("a browser that keeps nothing", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.before(`Object.defineProperty(window, "localStorage", {get() { throw new DOMException("denied", "SecurityError"); }});`)
		b.visit(s.guide.page(t, "fi", form))
		b.fill(fields)
		b.click(say("form-keep"))
		b.wait("the page says that nothing can be kept", reads(fi.Locale.Text("form-storage-blocked")))
		b.holds(fields)
		if b.value(say("form-keep")) != "" {
			t.Error("the choice to keep stays ticked")
		}
	})

	t.Run("a grid", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.visit(s.guide.page(t, "fi", "mentoring/form-induction-checklist"))
		word := func(path string) string {
			return wording(t, s.guide, "mentoring", fi)("forms.induction-checklist." + path)
		}
		row := word("rows.clothes-and-keys-ordered")
		for _, v := range []viewport{viewports[0], viewports[2]} {
			b.look(v)
			tick, by := thing{name: row + " " + word("columns.done")}, thing{name: row + " " + word("columns.checked-by")}
			before := b.value(tick)
			b.click(tick)
			if b.value(tick) == before {
				t.Errorf("at %s: pressing %s changes nothing", v, tick)
			}
			b.write(by.name, "LK")
			if got := b.value(by); !strings.HasSuffix(got, "LK") {
				t.Errorf("at %s: %s holds %q", v, by, got)
			}
		}
		if other := b.value(thing{name: word("rows.team-told") + " " + word("columns.done")}); other != "" {
			t.Error("a tick in one row has ticked another")
		}
	})

	t.Run("on paper", func(t *testing.T) {
		t.Parallel()
		b := at(t)
		b.fill(fields)
		b.print()
		b.media("print", "light")
		b.settle()
		if !eval[bool](b, reads("viimeinen rivi")) {
			t.Error("a text longer than its field is cut off on paper")
		}
	})

	t.Run("my plan", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.visit(s.guide.page(t, "fi", "career-model/my-plan"))
		word := func(path string) string { return wording(t, s.guide, "career-model", fi)("plan." + path) }
		goal := thing{name: word("fields.goal.label")}
		silence := b.silent()
		b.write(goal.name, "Hoiva-avustajaksi")
		b.click(thing{name: word("options.study"), question: word("fields.direction.label")})
		silence()
		b.click(say("form-keep"))
		b.wait("what is written is kept", `localStorage.length > 0`)
		b.visit(s.guide.page(t, "fi", form))
		if got := b.value(fields.text); got != "" {
			t.Errorf("another form shows what was written in the plan: %q", got)
		}
		b.visit(s.guide.page(t, "fi", "career-model/my-plan"))
		b.wait("what was kept is back", goal.find()+`?.value === "Hoiva-avustajaksi"`)
	})

	for _, id := range []string{form, "mentoring/form-induction-checklist", "career-model/my-plan"} {
		t.Run("without scripts "+id, func(t *testing.T) {
			t.Parallel()
			b := s.open(t, s.guide)
			b.withoutScripts()
			b.visit(s.guide.page(t, "fi", id))
			if !eval[bool](b, reads(fi.Locale.Text("form-without-script"))) {
				t.Error("the page does not say that nothing can be kept")
			}
			if n := eval[int](b, `Array.from(document.querySelectorAll("form input, form textarea")).filter((e) => e.checkVisibility()).length`); n < 5 {
				t.Errorf("only %d fields can be seen", n)
			}
			if b.value(say("form-keep")) != "not on the page" {
				t.Error("the page offers to keep what is written")
			}
		})
	}
}

// fill puts something into one field of each sort.
func (b *tab) fill(f filled) {
	b.t.Helper()
	b.write(f.name.name, "Aino")
	b.write(f.text.name, f.long)
	b.click(f.choice)
	b.click(f.tick)
}

// holds tells which fields do not hold what was put into them.
func (b *tab) holds(f filled) {
	b.t.Helper()
	b.hold(f.name, "Aino")
	b.hold(f.text, f.long)
	b.hold(f.choice, "on")
	b.hold(f.tick, "on")
}

// empty tells which fields are not empty.
func (b *tab) empty(f filled) {
	b.t.Helper()
	for _, field := range []thing{f.name, f.text, f.choice, f.tick} {
		b.hold(field, "")
	}
}

func (b *tab) hold(field thing, want string) {
	b.t.Helper()
	if got := b.value(field); got != want {
		b.t.Errorf("the field %s holds %q, not %q", field, got, want)
	}
}

// testEntryPolicy tries to send something out of every page where people enter
// something, as a script that came in by mistake would: by a connection, in the
// address of a picture, with a form, in a frame. The browser must refuse.
func (s *suite) testEntryPolicy(t *testing.T) {
	for _, id := range []string{
		"study-path/next-step", "mentoring/form-agreement", "mentoring/form-induction-checklist", "career-model/my-plan",
		"self-checks/care-interests", "self-checks/resources", receive, "self-checks/group",
	} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			b := s.open(t, s.guide)
			b.visit(s.guide.page(t, "fi", id))
			b.forgiving = func(problem string) bool {
				return strings.Contains(problem, "secret") || strings.Contains(strings.ToLower(problem), "csp")
			}
			for _, way := range []struct{ name, try string }{
				{"fetch", `fetch("secret-fetch").then(() => "sent", () => "refused")`},
				{"a request of the old kind", `new Promise((done) => { const r = new XMLHttpRequest(); r.onload = () => done("sent"); r.onerror = () => done("refused"); r.open("GET", "secret-xhr"); r.send(); })`},
				{"events", `new Promise((done) => { const e = new EventSource("secret-events"); document.addEventListener("securitypolicyviolation", () => done("refused"), {once: true}); e.onopen = () => done("sent"); })`},
				{"a beacon", `new Promise((done) => { document.addEventListener("securitypolicyviolation", () => done("refused"), {once: true}); if (!navigator.sendBeacon("secret-beacon")) done("refused"); })`},
				{"a picture", `new Promise((done) => { const i = new Image(); i.onload = () => done("sent"); i.onerror = () => done("refused"); i.src = "secret-picture.svg"; })`},
				{"a form", `new Promise((done) => { document.addEventListener("securitypolicyviolation", () => done("refused"), {once: true}); const f = document.createElement("form"); f.action = "secret-form"; document.body.append(f); f.submit(); })`},
				{"a frame", `new Promise((done) => { document.addEventListener("securitypolicyviolation", () => done("refused"), {once: true}); const f = document.createElement("iframe"); f.onload = () => done("loaded"); f.src = "secret-frame"; document.body.append(f); })`},
			} {
				if got := eval[string](b, way.try); got != "refused" {
					t.Errorf("%s is %s", way.name, got)
				}
			}
			for _, asked := range s.guide.asked("secret") {
				t.Errorf("this reached the host: %s", asked)
			}
		})
	}
}
