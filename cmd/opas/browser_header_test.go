package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// focus is what has the focus of the keyboard.
type focus struct {
	Name    string // as a screen reader would read it, nearly
	Tag     string
	Part    string // of the page: "header", "main" or ""
	Ring    bool   // the focus is drawn
	Seen    bool   // inside the window and not covered
	Address string // of a link
}

// focused tells what has the focus; its Tag is "" when nothing has.
func (b *tab) focused() focus {
	b.t.Helper()
	return eval[focus](b, `(() => {
		const e = document.activeElement;
		if (!e || e === document.body) return {};
		const style = getComputedStyle(e);
		const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
		// In the middle of what is inside the window, in one of its lines: the
		// middle of a link that is broken may be between them.
		const middle = (from, to, size) => (Math.max(from, 0) + Math.min(to, size)) / 2;
		const seen = (box) => {
			if (!(box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight)) return false;
			const top = document.elementFromPoint(middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
			return top !== null && (e === top || e.contains(top));
		};
		return {
			Name: (e.getAttribute("aria-label") || e.innerText || e.labels?.[0]?.innerText || "").trim().replace(/\s+/g, " "),
			Tag: e.tagName.toLowerCase(),
			Part: e.closest("header") ? "header" : e.closest("main") ? "main" : "",
			Ring: ring,
			Seen: Array.from(e.getClientRects()).some(seen),
			Address: e.href || "",
		};
	})()`)
}

// tabKey moves the focus on, and holds that a person can see where it is.
func (b *tab) tabKey(options ...chromedp.KeyOption) focus {
	b.t.Helper()
	b.press(kb.Tab, options...)
	b.settle()
	f := b.focused()
	switch {
	case f.Tag == "":
	case !f.Seen:
		b.t.Errorf("%s: the focus is on %s %q, which is out of sight", b.address(), f.Tag, f.Name)
	case !f.Ring:
		b.t.Errorf("%s: nothing shows that the focus is on %s %q", b.address(), f.Tag, f.Name)
	}
	return f
}

// tabTo moves the focus on until it is on something of that name.
func (b *tab) tabTo(name string) focus {
	b.t.Helper()
	var passed []string
	for range 60 {
		f := b.tabKey()
		if f.Name == name {
			return f
		}
		passed = append(passed, f.Name)
	}
	b.t.Fatalf("%s: Tab never comes to %q; it comes to %q", b.address(), name, passed)
	return focus{}
}

// testHeader goes through the head of a page with the keyboard alone.
func (s *suite) testHeader(t *testing.T) {
	const page = "mentoring/agreement"
	fi := s.guide.language(t, "fi")
	say := func(id string) string { return fi.Locale.Text(id) }
	name, _ := s.guide.Site.Config.Title.In(fi.Chain)
	var sections []string
	for _, id := range s.guide.Site.Config.Navigation {
		sections = append(sections, s.guide.Site.Page(id.Value).Editions[fi.Index].Short)
	}
	phone, desktop := viewports[0], viewports[2]
	at := func(t *testing.T, v viewport) *tab {
		b := s.open(t, s.guide)
		b.visit(s.guide.page(t, "fi", page))
		b.look(v)
		return b
	}
	languages := say("site-language") + ": " + fi.Tag.Name()

	for _, v := range viewports {
		t.Run("skip "+v.String(), func(t *testing.T) {
			t.Parallel()
			b := at(t, v)
			if f := b.tabKey(); f.Name != say("site-skip") {
				t.Fatalf("the first stop is %s %q, not the way to the content", f.Tag, f.Name)
			}
			b.press(kb.Enter)
			b.wait("the address names the content", `location.hash !== ""`)
			if f := b.tabKey(); f.Part != "main" {
				t.Errorf("after skipping, the next stop is %q in %q, not in the main part", f.Name, f.Part)
			}
		})
	}

	t.Run("order on a desktop", func(t *testing.T) {
		t.Parallel()
		b := at(t, desktop)
		// A field and its button; more than three languages stand in a menu.
		want := append([]string{say("site-skip"), name, say("search-title"), say("search-title"), languages}, sections...)
		for _, w := range want {
			if f := b.tabKey(); f.Name != w {
				t.Fatalf("the focus comes to %q where %q should be", f.Name, w)
			}
		}
		if f := b.tabKey(); f.Part == "header" {
			t.Errorf("the head of the page has one more stop: %q", f.Name)
		}
		// And all the way back.
		for range want {
			b.tabKey(chromedp.KeyModifiers(chromedp.ModifierShift))
		}
		if f := b.focused(); f.Name != want[0] {
			t.Errorf("going back, the focus comes to %q, not to %q", f.Name, want[0])
		}
	})

	t.Run("a long list shows the page it is on", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.visit(s.guide.page(t, "fi", "mentoring/employment-services"))
		b.look(desktop)
		b.visit(b.address()) // in a window of this size from the beginning
		if seen := eval[bool](b, `(() => {
			const list = document.querySelector("nav.section"), here = list.querySelector("[aria-current]").getBoundingClientRect(), box = list.getBoundingClientRect();
			return list.scrollHeight > list.clientHeight && here.top >= box.top && here.bottom <= box.bottom;
		})()`); !seen {
			t.Error("the list of the section does not show the page that is read")
		}
	})

	t.Run("every stop of a page is seen", func(t *testing.T) {
		t.Parallel()
		b := at(t, phone)
		stops := 0
		for stops = range 400 {
			if b.tabKey().Tag == "" {
				break
			}
		}
		if stops < 10 {
			t.Errorf("the page has only %d stops", stops)
		}
	})

	for _, menu := range []struct{ name, button, first string }{
		{"pages", say("site-menu"), sections[0]},
		{"languages", languages, s.guide.Site.Languages[0].Tag.Name()},
	} {
		t.Run("menu of "+menu.name+" on a phone", func(t *testing.T) {
			t.Parallel()
			b := at(t, phone)
			shown := func() bool { return eval[bool](b, visibleLink(menu.first)) }
			if shown() {
				t.Fatalf("%q is shown before its menu is opened", menu.first)
			}
			b.tabTo(menu.button)
			b.press(kb.Enter)
			b.wait("the menu is open", visibleLink(menu.first))
			b.run(s.axe)
			b.barriers("fi/"+page+" with an open menu", phone)
			b.overflow("fi/"+page+" with an open menu", phone)
			if f := b.tabKey(); f.Name != menu.first {
				t.Errorf("the first stop in the menu is %q, not %q", f.Name, menu.first)
			}
			b.press(kb.Escape)
			b.wait("Escape closes the menu", "!"+visibleLink(menu.first))
			if f := b.focused(); f.Name != menu.button {
				t.Errorf("after Escape the focus is on %q, not on the button %q", f.Name, menu.button)
			}
			b.press(" ")
			b.wait("the space bar opens the menu", visibleLink(menu.first))
			b.press(" ")
			b.wait("the space bar closes the menu", "!"+visibleLink(menu.first))
		})
	}

	for _, v := range []viewport{phone, desktop} {
		t.Run("language at "+v.String(), func(t *testing.T) {
			t.Parallel()
			b := at(t, v)
			b.tabTo(languages)
			b.press(kb.Enter)
			b.wait("the menu is open", visibleLink("English"))
			b.tabTo("English")
			b.press(kb.Enter)
			b.wait("the same page is there in English", `document.documentElement.lang === "en" && document.readyState === "complete"`)
			if got, want := b.address(), s.guide.page(t, "en", page); got != want {
				t.Errorf("the switch leads to %s, not to %s", got, want)
			}
		})
	}

	t.Run("seven languages on a phone", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.visit(s.guide.page(t, "ar", page))
		b.look(phone)
		arabic := s.guide.language(t, "ar")
		b.tabTo(arabic.Locale.Text("site-language") + ": " + arabic.Tag.Name())
		b.press(kb.Enter)
		for _, l := range s.guide.Site.Languages {
			b.wait(l.Tag.Name()+" can be seen", visibleLink(l.Tag.Name()))
		}
		b.run(s.axe)
		b.barriers("ar/"+page+" with open languages", phone)
		b.overflow("ar/"+page+" with open languages", phone)
	})

	t.Run("one row on phones", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		for _, l := range s.guide.Site.Languages {
			b.visit(s.guide.page(t, string(l.Tag), page))
			for _, width := range []int64{360, 412, 640} {
				b.look(viewport{width, 740, "light"})
				if rows := eval[int](b, `new Set(Array.from(document.querySelector(".bar__in").children).map((e) => e.getBoundingClientRect()).filter((r) => r.height > 0).map((r) => Math.round((r.top + r.bottom) / 2))).size`); rows != 1 {
					t.Errorf("%s: the head of the page has %d rows at %d px", l.Tag, rows, width)
				}
			}
		}
	})

	t.Run("without scripts the menus open too", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.withoutScripts()
		b.visit(s.guide.page(t, "fi", page))
		b.do("narrow the window", chromedp.EmulateViewport(phone.width, phone.height))
		b.click(thing{name: say("site-menu")})
		if !eval[bool](b, visibleLink(sections[0])) {
			t.Errorf("%q is not shown after a press on %q", sections[0], say("site-menu"))
		}
	})
}

// visibleLink is an expression: whether a link of that name can be seen.
func visibleLink(name string) string {
	return `Array.from(document.querySelectorAll("header a[href]")).some((a) => a.innerText.trim() === ` + quoted(name) + ` && a.checkVisibility() && a.getBoundingClientRect().height > 0)`
}

// quoted is a string as a literal of JavaScript.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}
