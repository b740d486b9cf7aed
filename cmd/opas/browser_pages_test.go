package main

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"opas/cmd/opas/internal/render"
)

// testPages looks at every Finnish and every Arabic page and at one page of each
// view in the other languages, on a phone and a desktop: no barrier that axe can
// find, nothing wider than the window, and nothing that tab.tell knows. Axe is
// slow: of pages that are made alike it sees the first in Finnish and in Arabic
// by day and night and on both screens, the others on a phone by day, and those
// that show the text of another language not at all.
func (s *suite) testPages(t *testing.T) {
	look := func(files []render.File, views []viewport) {
		for _, f := range files {
			t.Run(label(f), func(t *testing.T) {
				t.Parallel()
				b := s.borrow(t, s.guide)
				b.visit(s.guide.url + strings.TrimSuffix(f.Path, "index.html"))
				s.weigh(b, f)
				if len(views) > 0 {
					b.run(s.axe)
				}
				for _, v := range views {
					b.look(v)
					b.barriers(label(f), v)
					b.overflow(label(f), v)
				}
				for _, v := range []viewport{viewports[0], viewports[2]} {
					if !slices.Contains(views, v) {
						b.look(v)
						b.overflow(label(f), v)
					}
				}
			})
		}
	}
	if len(s.guide.pagesIn("fi")) < 2 {
		t.Fatal("the guide has no pages")
	}
	for _, l := range s.guide.Site.Languages {
		tag := string(l.Tag)
		whole := tag == "fi" || tag == "ar"
		views := viewports[:1]
		if whole {
			views = viewports
		}
		first := s.guide.oneOfEach(tag)
		look(first, views)
		for _, below := range []string{"search", "search/a-z", "search/map"} {
			look([]render.File{{Path: path.Join(tag, below, "index.html")}}, views)
		}
		if !whole {
			continue
		}
		var own, fallbacks []render.File
		for _, f := range s.guide.pagesIn(tag) {
			switch {
			case slices.ContainsFunc(first, func(one render.File) bool { return one.Path == f.Path }):
			case f.Page.Editions[l.Index].Fallback():
				fallbacks = append(fallbacks, f)
			default:
				own = append(own, f)
			}
		}
		look(own, viewports[:1])
		look(fallbacks, nil)
	}
	look([]render.File{{Path: "index.html"}, {Path: "404.html"}, {Path: render.StatusPage + "index.html"}}, viewports)
}

// A barrier is what axe found: a rule, and the places that break it.
type barrier struct {
	ID    string
	Help  string
	Tags  []string
	Nodes []struct {
		Target  string
		Summary string
	}
}

// barriers runs axe with the rules of WCAG 2.2, levels A and AA; by night with
// those about colours alone. The page must have s.axe in it.
func (b *tab) barriers(page string, v viewport) {
	b.t.Helper()
	// The size of targets is a rule of 2.2 that axe leaves off unless told.
	rules, extra := `{type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}`, `{"target-size": {enabled: true}}`
	if v.scheme == "dark" {
		// The scheme changes colours and nothing else.
		rules, extra = `{type: "rule", values: ["color-contrast", "link-in-text-block"]}`, `{}`
	}
	// A drawing breaks names over lines, which axe takes for another name.
	found := eval[[]barrier](b, `(() => {
	const letters = (s) => s.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
	const sameLetters = (e) => letters(e.getAttribute("aria-label") ?? "").includes(letters(e.textContent));
	return axe.run(document, {
		runOnly: `+rules+`,
		rules: `+extra+`,
		resultTypes: ["violations"],
	}).then((result) => result.violations.map((rule) => ({
		ID: rule.id,
		Help: rule.help,
		Tags: rule.tags.filter((tag) => /^wcag\d+$/.test(tag)),
		Nodes: rule.nodes
			.filter((node) => rule.id !== "label-content-name-mismatch" || !sameLetters(document.querySelector(node.target[0])))
			.map((node) => ({Target: node.target.flat().join(" "), Summary: node.failureSummary})),
	})).filter((rule) => rule.Nodes.length > 0));
	})()`)
	for _, rule := range found {
		var where strings.Builder
		for i, n := range rule.Nodes {
			if i == 5 {
				fmt.Fprintf(&where, "\n  and %d more", len(rule.Nodes)-i)
				break
			}
			fmt.Fprintf(&where, "\n  %s\n    %s", n.Target, strings.ReplaceAll(n.Summary, "\n", "\n    "))
		}
		b.t.Errorf("%s at %s: %s (%s): %s%s", page, v, rule.ID, strings.Join(rule.Tags, ", "), rule.Help, where.String())
	}
}

// overflow finds what makes a page scroll sideways.
func (b *tab) overflow(page string, v viewport) {
	b.t.Helper()
	for _, wide := range eval[[]string](b, fmt.Sprintf(overflowing, v.width)) {
		b.t.Errorf("%s at %s scrolls sideways: %s", page, v, wide)
	}
}

// overflowing lists what sticks out of a window of a width, the smallest
// elements only, or nothing when the page does not scroll. What scrolls or is
// cut within an element of its own does not make the page scroll.
const overflowing = `((width) => {
	const root = document.documentElement;
	if (root.scrollWidth <= width && window.innerWidth <= width) return [];
	// What is positioned is not kept by what it merely stands in.
	const around = (e) => (/absolute|fixed/.test(getComputedStyle(e).position) ? e.offsetParent : e.parentElement);
	const kept = (e) => {
		for (let up = around(e); up && up !== document.body; up = around(up)) {
			if (getComputedStyle(up).overflowX !== "visible") return true;
		}
		return false;
	};
	const out = Array.from(document.body.querySelectorAll("*")).filter((e) => {
		const r = e.getBoundingClientRect();
		return r.width > 0 && r.height > 0 && (r.right > width + 0.5 || r.left < -0.5) && !kept(e);
	});
	const least = out.filter((e) => !out.some((other) => other !== e && e.contains(other)));
	const name = (e) => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + Array.from(e.classList, (c) => "." + c).join("");
	const list = least.slice(0, 4).map((e) => {
		const r = e.getBoundingClientRect();
		const trail = [];
		for (let up = e; up && up !== document.body; up = up.parentElement) trail.unshift(name(up));
		return trail.slice(-4).join(" > ") + " from " + Math.round(r.left) + " to " + Math.round(r.right);
	});
	return list.length > 0 ? list : ["the page is " + root.scrollWidth + " px wide"];
})(%d)`

// testReflow looks at one page of each view on the narrowest screen that
// WCAG names, with the spacing of text that readers may set for themselves
// (1.4.10, 1.4.12): still nothing scrolls sideways.
func (s *suite) testReflow(t *testing.T) {
	for _, f := range s.guide.oneOfEach("fi") {
		t.Run(label(f), func(t *testing.T) {
			t.Parallel()
			b := s.borrow(t, s.guide)
			b.visit(s.guide.url + path.Dir(f.Path) + "/")
			v := viewport{320, 640, "light"}
			b.look(v)
			b.overflow(label(f), v)
			b.run(`(() => {
				const own = new CSSStyleSheet();
				own.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
				document.adoptedStyleSheets = [own];
			})()`)
			b.settle()
			b.overflow(label(f)+" with wider spacing of text", v)
		})
	}
}
