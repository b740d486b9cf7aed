package main

import (
	"net/http"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// sheet is A4 without its margins.
var sheet = viewport{650, 980, "light"}

// testPrint prints one page of each view.
func (s *suite) testPrint(t *testing.T) {
	for _, f := range s.guide.oneOfEach("fi") {
		t.Run(label(f), func(t *testing.T) {
			t.Parallel()
			b := s.borrow(t, s.guide)
			b.visit(s.guide.url + path.Dir(f.Path) + "/")
			pdf := b.print()
			if http.DetectContentType(pdf) != "application/pdf" || sheets(pdf) == 0 {
				t.Errorf("printing gives no sheet: %q…", pdf[:min(len(pdf), 20)])
			}
			t.Logf("%s: %d sheets", label(f), sheets(pdf))

			b.media("print", "light")
			b.do("take the size of a sheet", chromedp.EmulateViewport(sheet.width, sheet.height))
			b.settle()
			// A book has a list of its chapters, which is no way to other pages.
			for _, shown := range eval[[]string](b, `Array.from(document.querySelectorAll("nav, [role=navigation], button, summary"))
				.filter((e) => e.checkVisibility() && e.getBoundingClientRect().height > 0 && e.innerText.trim() !== "")
				.filter((e) => !e.querySelector("a") || e.querySelector("a:not([href^='#'])"))
				.map((e) => e.tagName.toLowerCase() + " " + e.className + ": " + e.innerText.trim().slice(0, 60))`) {
				t.Errorf("on paper there is still %s", shown)
			}
			if !eval[bool](b, `document.querySelector("h1").checkVisibility() && document.querySelector("main").innerText.length > 100`) {
				t.Error("on paper the heading or the text is missing")
			}
			b.overflow(label(f)+" on paper", sheet)
			if f.Page != nil && f.Page.Added != nil && f.Page.Added.View == "book" {
				b.bound()
			}
		})
	}
}

// bound holds that a book has page numbers on its outer edges, and asks for a
// right-hand page where a part begins.
func (b *tab) bound() {
	b.t.Helper()
	numbers := eval[string](b, `Array.from(document.styleSheets).flatMap((s) => Array.from(s.cssRules))
		.filter((r) => r instanceof CSSPageRule && r.cssText.includes("counter(page)")).map((r) => r.selectorText).join(" ")`)
	if numbers != ":left :right" {
		b.t.Errorf("page numbers stand on the pages %q, want them on the left and the right ones", numbers)
	}
	for _, side := range eval[[]string](b, `Array.from(document.querySelectorAll(".chapter--part"), (e) => getComputedStyle(e).breakBefore)`) {
		if side != "right" {
			b.t.Errorf("a part of the book begins on any page: %q", side)
		}
	}
}

// longForms are the forms that take more than one side, and how many they may
// take. Every other form is one side of A4, every card a sheet of
// A5 with its sources on the back.
var longForms = map[string]int{"form-agreement": 2, "form-induction-checklist": 3, "form-internship": 2, "my-plan": 2}

// testSheets prints every form and card, blank, and counts.
func (s *suite) testSheets(t *testing.T) {
	for _, f := range s.guide.pagesIn("fi") {
		if f.Page == nil || f.Page.Added == nil {
			continue
		}
		most, card := 1, false
		switch f.Page.Added.View {
		case "card":
			card, most = true, 2
		case "form", "sheet", "my-plan":
			if n := longForms[path.Base(f.Page.ID)]; n > 0 {
				most = n
			}
		default:
			continue
		}
		t.Run(label(f), func(t *testing.T) {
			t.Parallel()
			b := s.borrow(t, s.guide)
			b.visit(s.guide.url + path.Dir(f.Path) + "/")
			pdf := b.printAsAsked()
			if card {
				if box := mediaBox.FindString(string(pdf)); !a5.MatchString(box) {
					t.Errorf("the card is not A5: %s", box)
				}
			}
			if n := sheets(pdf); n == 0 || n > most {
				t.Errorf("%d sides, want at most %d", n, most)
			} else if card && n != 2 {
				t.Errorf("the sources of a card stand on its front")
			}
		})
	}
}

// A5 is 148 by 210 mm: 419.5 by 595.3 points.
var (
	mediaBox = regexp.MustCompile(`/MediaBox \[[^\]]*\]`)
	a5       = regexp.MustCompile(`\[0 0 4(19|20)(\.\d+)? 59[456](\.\d+)?\]`)
)

// printAsAsked prints the page on the paper that its style asks for.
func (b *tab) printAsAsked() []byte {
	b.t.Helper()
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if err != nil {
		b.t.Fatalf("print: %v", err)
	}
	return pdf
}

// print prints the page on A4, as the print command of the browser does.
func (b *tab) print() []byte {
	b.t.Helper()
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4)))
	if err != nil {
		b.t.Fatalf("print: %v", err)
	}
	return pdf
}

// sheets counts the pages of a PDF; Chromium writes each as an object of its own.
func sheets(pdf []byte) int {
	return strings.Count(string(pdf), "/Type /Page\n") + strings.Count(string(pdf), "/Type /Page ")
}
