package main

import (
	"net/http"
	"path"
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
		})
	}
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
