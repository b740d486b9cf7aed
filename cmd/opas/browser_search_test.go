package main

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// searchPage is where the search stands below a language.
const searchPage = "search"

// A searcher is a reader of Finnish who searches.
type searcher struct {
	*suite
	say   func(id string, args ...any) string
	count func(id string, n int, args ...any) string
	// page is one that is read; search and index are addresses.
	page, search, index string
}

func (s *suite) searcher(t *testing.T) searcher {
	t.Helper()
	fi := s.guide.language(t, "fi")
	return searcher{s, fi.Locale.Text, fi.Locale.Count, s.guide.page(t, "fi", "mentoring/agreement"),
		s.guide.page(t, "fi", searchPage), s.guide.page(t, "fi", searchPage+"/a-z")}
}

// inflected is a word in a form that the guide hardly has, nonsense one in none.
const (
	inflected = "perehdyttäjillensä"
	nonsense  = "xqvzwkj"
)

// What a test waits for, as expressions.
const (
	dialogOpen = `document.querySelector("dialog[open]") !== null`
	hitsShown  = `document.querySelectorAll(".found__hit").length > 0`
	stillThere = `document.readyState === "complete"`
)

// said is an expression: whether a text has been put where it is read out.
func said(text string) string {
	return `Array.from(document.querySelectorAll("[role=status]")).some((e) => e.textContent.includes(` + quoted(text) + `))`
}

// at is an expression: whether the reader has come to an address.
func at(address string) string { return `location.href === ` + quoted(address) + ` && ` + stillThere }

// write puts text into what has the focus.
func (b *tab) typed(text string) {
	b.t.Helper()
	b.run(`document.execCommand("insertText", false, ` + quoted(text) + `)`)
}

// block lets no request through whose address has a word in it, which the test
// then forgives; "" lets all through again.
func (b *tab) block(word string) {
	b.t.Helper()
	var params network.SetBlockedURLsParams
	if word != "" {
		params.URLPatterns = []*network.BlockPattern{{URLPattern: "*://*:*/*" + word + "*", Block: true}}
		b.mu.Lock()
		b.forgiving = func(problem string) bool {
			return strings.Contains(problem, "BLOCKED") || strings.Contains(problem, "inspector") || strings.Contains(problem, word)
		}
		b.mu.Unlock()
	}
	call(b, network.SetBlockedURLs, params)
}

// testSearch uses the field in the header and the dialog that it opens.
func (s *suite) testSearch(t *testing.T) {
	r := s.searcher(t)
	reading := func(t *testing.T, v viewport) *tab {
		t.Helper()
		b := s.open(t, s.guide)
		b.visit(r.page)
		b.look(v)
		return b
	}
	phone, desktop := viewports[0], viewports[2]
	field := thing{name: r.say("search-title")}

	t.Run("nothing is loaded before its use", func(t *testing.T) {
		t.Parallel()
		b := reading(t, desktop)
		for range 6 {
			b.tabKey() // over the field too
		}
		for _, address := range b.asked() {
			if regexp.MustCompile(`/search/|dialog|searchpage|mark-|\.json`).MatchString(address) {
				t.Errorf("a page that is only read asks for %s", address)
			}
		}
	})

	for _, v := range []viewport{phone, desktop} {
		t.Run("press and Escape at "+v.String(), func(t *testing.T) {
			t.Parallel()
			b := reading(t, v)
			b.click(field)
			b.wait("a press opens the dialog", dialogOpen)
			if f := b.focused(); f.Name != r.say("search-field") || !f.Ring {
				t.Errorf("the focus is on %q", f.Name)
			}
			b.typed(inflected)
			b.wait("something is found", hitsShown)
			b.press(kb.Escape)
			b.wait("Escape closes the dialog", "!"+dialogOpen)
			if f := b.focused(); f.Name != field.name || f.Part != "header" {
				t.Errorf("after Escape the focus is on %q, not where the reader was", f.Name)
			}
			b.press(kb.Enter)
			b.wait("the dialog opens again", dialogOpen)
			b.click(thing{name: r.say("search-close")})
			b.wait("its button closes the dialog", "!"+dialogOpen)
		})
	}

	t.Run("keys and the way to the search page", func(t *testing.T) {
		t.Parallel()
		b := reading(t, desktop)
		b.press("k", chromedp.KeyModifiers(chromedp.ModifierCtrl))
		b.wait("Ctrl+K opens the dialog", dialogOpen)
		b.typed(inflected)
		b.wait("something is found", hitsShown)
		b.wait("it is said what came of it", said(inflected))
		b.press(kb.Enter)
		b.wait("Enter leads to the search page", at(r.search+"?q="+url.QueryEscape(inflected)))
		b.wait("which finds the same", hitsShown)
	})

	t.Run("what is typed at once goes on in the dialog", func(t *testing.T) {
		t.Parallel()
		b := reading(t, desktop)
		b.tabTo(field.name)
		b.typed("perehdytys")
		b.wait("the dialog is open", dialogOpen)
		b.wait("something is found", hitsShown)
		if got := b.value(thing{name: r.say("search-field")}); got != "perehdytys" {
			t.Errorf("the dialog has %q in its field", got)
		}
	})

	t.Run("before anything is typed", func(t *testing.T) {
		t.Parallel()
		b := reading(t, phone)
		b.click(field)
		b.wait("the dialog is open", dialogOpen)
		if got, want := eval[[]string](b, `Array.from(document.querySelectorAll("dialog a"), (a) => a.textContent)`), []string{r.say("search-az"), r.say("search-map")}; !slices.Equal(got, want) {
			t.Errorf("it offers %q, want %q", got, want)
		}
		if !eval[bool](b, `getComputedStyle(document.documentElement).overflowY === "hidden"`) {
			t.Error("the page moves behind the dialog")
		}
		b.run(`document.querySelector("dialog li:last-child a").click()`)
		b.wait("the site map is there", at(s.guide.page(t, "fi", searchPage+"/map")))
	})

	t.Run("one letter is a beginning", func(t *testing.T) {
		t.Parallel()
		b := reading(t, phone)
		b.click(field)
		b.wait("the dialog is open", dialogOpen)
		b.typed("p")
		b.wait("more letters are asked for", reads(r.say("search-short")))
		if eval[bool](b, said(r.say("search-short"))) {
			t.Error("it is read out while the reader types")
		}
		b.wait("it is read out after a pause", said(r.say("search-short")))
		b.typed("erehdy")
		b.wait("something is found", hitsShown)
		for _, address := range b.asked() {
			if strings.Contains(address, "/search/ar/") {
				t.Errorf("the beginning of a word asks other languages for %s", address)
			}
		}
	})

	t.Run("a word of another language", func(t *testing.T) {
		t.Parallel()
		b := reading(t, phone)
		b.click(field)
		b.wait("the dialog is open", dialogOpen)
		b.typed("الهاتف")
		b.wait("nothing is found", said(r.say("search-nothing", "Query", "الهاتف")))
		b.wait("another language has it", `/^العربية \([1-9]/.test(document.querySelector("dialog .found__elsewhere a[hreflang=ar]")?.textContent)`)
		b.run(`document.querySelector("dialog .found__elsewhere a").click()`)
		b.wait("its search page is there", at(s.guide.page(t, "ar", searchPage)+"?q="+url.QueryEscape("الهاتف")))
		b.wait("which finds it", hitsShown)
	})

	t.Run("a low window", func(t *testing.T) {
		t.Parallel()
		b := reading(t, desktop)
		b.do("enlarge everything", chromedp.EmulateViewport(640, 400))
		b.click(field)
		b.wait("the dialog is open", dialogOpen)
		b.typed("mentori")
		b.wait("something is found", hitsShown)
		if h := eval[float64](b, `document.querySelector("dialog").getBoundingClientRect().height`); h < 360 {
			t.Errorf("the dialog takes %.0f of 400 px", h)
		}
	})

	t.Run("no barriers", func(t *testing.T) {
		t.Parallel()
		b := reading(t, desktop)
		b.click(field)
		b.wait("the dialog is open", dialogOpen)
		b.typed("mentori")
		b.wait("something is found", hitsShown)
		b.wait("it is said what came of it", said("mentori"))
		b.run(s.axe)
		for _, v := range viewports {
			b.look(v)
			b.barriers("the dialog", v)
			b.overflow("the dialog", v)
		}
	})

	t.Run("a dialog that does not load", func(t *testing.T) {
		t.Parallel()
		b := reading(t, desktop)
		b.block("assets/dialog-")
		b.click(field)
		b.wait("the search page is there instead", `location.pathname === `+quoted(pathOf(t, r.search))+` && `+stillThere)
	})

	t.Run("browsers without dialogs", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.before(`delete window.HTMLDialogElement`)
		b.visit(r.page)
		b.look(desktop)
		b.tabTo(field.name)
		b.typed("mentori")
		b.press(kb.Enter)
		b.wait("the search page is there", at(r.search+"?q=mentori"))
		b.wait("something is found", hitsShown)
	})

	t.Run("without scripts", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.withoutScripts()
		b.visit(r.page)
		b.do("narrow the window", chromedp.EmulateViewport(phone.width, phone.height))
		b.click(field)
		b.withScripts() // to wait
		b.wait("the form leads to the list", `location.pathname === `+quoted(pathOf(t, r.index))+` && `+stillThere)
		b.withoutScripts()
		b.visit(r.search)
		if !eval[bool](b, reads(r.say("search-no-script"))) || !eval[bool](b, thing{name: r.say("search-az")}.find()+` !== undefined`) {
			t.Error("the search page does not say what to use instead")
		}
	})

	t.Run("entry pages have a link", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.visit(s.guide.page(t, "fi", "mentoring/form-agreement"))
		b.look(desktop)
		if !eval[bool](b, `document.querySelector("header form") === null && document.querySelector("meta[http-equiv]").content.includes("connect-src 'none'")`) {
			t.Error("the page has a field, or a policy that it would need for one")
		}
		b.press("k", chromedp.KeyModifiers(chromedp.ModifierCtrl))
		b.click(field)
		b.wait("the link leads to the search page", at(r.search))
	})

	t.Run("from disk", func(t *testing.T) {
		t.Parallel()
		home := "file://" + s.guide.copied(t) + "/"
		b := s.openAt(t, home)
		b.visit(home + "fi/mentoring/agreement/index.html")
		b.look(phone)
		b.click(field)
		b.wait("the form leads to the list", `location.pathname.endsWith("/fi/search/a-z/index.html") && `+stillThere)
		b.visit(home + "fi/search/index.html")
		b.wait("the search page says what to use instead", reads(r.say("search-no-script")))
	})
}

// testSearchPage searches on the page of the search.
func (s *suite) testSearchPage(t *testing.T) {
	r := s.searcher(t)
	on := func(t *testing.T, query string) *tab {
		t.Helper()
		b := s.open(t, s.guide)
		b.visit(r.search + query)
		b.look(viewports[2])
		return b
	}
	input := thing{name: r.say("search-field")}

	t.Run("a link with a query", func(t *testing.T) {
		t.Parallel()
		b := on(t, "?q="+url.QueryEscape(inflected))
		b.wait("something is found", hitsShown)
		b.wait("it is said", said(inflected))
		if got := b.value(input); got != inflected {
			t.Errorf("the field has %q", got)
		}
		for _, wrong := range eval[[]string](b, `Array.from(document.querySelectorAll(".found__hit")).filter((hit) =>
			!hit.lang || !hit.dir || !hit.querySelector("h2 a[href]")).map((hit) => hit.innerText)`) {
			t.Errorf("a hit without a heading, a link, a language or a direction: %s", wrong)
		}
		if n := eval[int](b, `document.querySelectorAll(".found__hit mark").length`); n == 0 {
			t.Error("no word is marked")
		}
		b.click(thing{name: r.say("site-language") + ": Suomi"})
		b.click(thing{name: "English"})
		b.wait("the switch of languages takes the query along", at(s.guide.page(t, "en", searchPage)+"?q="+url.QueryEscape(inflected)))
	})

	t.Run("typing, sending and going back", func(t *testing.T) {
		t.Parallel()
		b := on(t, "")
		b.click(input)
		b.typed("mentoroint")
		b.wait("something is found while typing", hitsShown)
		b.wait("it is said after a pause", said("mentoroint"))
		if got := b.address(); got != r.search {
			t.Errorf("typing changes the address to %s", got)
		}
		b.press(kb.Enter)
		b.wait("Enter puts it into the address", at(r.search+"?q=mentoroint"))
		b.run(`document.querySelector(".ask input").select()`)
		b.typed("tulkki")
		b.click(thing{name: r.say("search-submit")})
		b.wait("so does the button", at(r.search+"?q=tulkki"))
		b.run(`history.back()`)
		b.wait("going back brings the query back", `document.querySelector(".ask input").value === "mentoroint" && `+hitsShown)
	})

	t.Run("coming back from a page", func(t *testing.T) {
		t.Parallel()
		b := on(t, "")
		b.click(input)
		b.typed("mentoroint")
		b.wait("something is found", hitsShown)
		b.run(`document.querySelector(".found__hit h2 a").click()`)
		b.wait("the page is there", `!location.pathname.includes("/search/") && `+stillThere)
		b.run(`history.back()`)
		b.wait("what was typed is there again", `document.querySelector(".ask input")?.value === "mentoroint" && `+hitsShown)
	})

	t.Run("the search in the header", func(t *testing.T) {
		t.Parallel()
		b := on(t, "?q=mentori")
		b.wait("something is found", hitsShown)
		b.click(thing{name: r.say("search-title")})
		b.wait("the field has the focus", `document.activeElement === document.querySelector(".ask input")`)
		if got := b.address(); got != r.search+"?q=mentori" {
			t.Errorf("the query is lost: %s", got)
		}
	})

	t.Run("pages in another language", func(t *testing.T) {
		t.Parallel()
		reader := s.guide.language(t, "fi-simple")
		b := s.open(t, s.guide)
		b.visit(s.guide.page(t, "fi-simple", searchPage) + "?q=palkkatuki")
		b.look(viewports[0])
		b.wait("pages in Finnish are found", `document.querySelector(".found__hit[lang=fi]") !== null`)
		want := reader.Locale.Text("search-language", "Language", s.guide.language(t, "fi").Tag)
		if got := eval[string](b, `(([e]) => e?.lang + " " + e?.textContent)(document.querySelectorAll(".found__hit[lang=fi] .found__language"))`); got != "fi-simple "+want {
			t.Errorf("their language is told as %q, want %q in the reader's language", got, want)
		}
	})

	t.Run("other sections", func(t *testing.T) {
		t.Parallel()
		b := on(t, "?q=lupa")
		b.wait("something is found", `document.querySelector(".found__more a") !== null`)
		for _, twice := range eval[[]string](b, `Array.from(document.querySelectorAll(".found__more a")).filter((a) =>
			a.textContent === a.closest(".found__hit").querySelector("h2 span").textContent).map((a) => a.textContent)`) {
			t.Errorf("the page is offered as a section of itself: %s", twice)
		}
	})

	t.Run("the list A–Z", func(t *testing.T) {
		t.Parallel()
		for _, l := range s.guide.Site.Languages {
			b := s.open(t, s.guide)
			b.visit(s.guide.page(t, string(l.Tag), searchPage+"/a-z"))
			for _, entry := range eval[[]string](b, `Array.from(document.querySelectorAll(".letter li"), (e) => (e.querySelector("a") ?? e).textContent).filter((text) =>
				!/[\p{L}\p{N}]/u.test(text) || /^\d /.test(text))`) {
				t.Errorf("%s: nobody looks up %q", l.Tag, entry)
			}
		}
	})

	t.Run("filters", func(t *testing.T) {
		t.Parallel()
		b := on(t, "?q=ty%C3%B6")
		b.wait("something is found", hitsShown)
		all := eval[string](b, `document.querySelector(".found__summary").textContent`)
		section := s.guide.Site.Page("mentoring")
		name := section.Editions[s.guide.language(t, "fi").Index].Short
		b.wait("each choice says what it leaves", `Array.from(document.querySelectorAll("select[name=section] option")).some((o) => /^`+name+` \([1-9][0-9]*\)$/.test(o.text))`)
		b.run(`(() => { const list = document.querySelector("select[name=section]"); list.value = "mentoring"; list.dispatchEvent(new Event("change", {bubbles: true})); })()`)
		b.wait("the filter is in the address", at(r.search+"?q=ty%C3%B6&section=mentoring"))
		b.wait("there are fewer hits", `document.querySelector(".found__summary").textContent !== `+quoted(all))
		if wrong := eval[[]string](b, `Array.from(document.querySelectorAll(".found__hit h2 a"), (a) => a.pathname).filter((p) => !p.includes("/mentoring/"))`); len(wrong) > 0 {
			t.Errorf("not in the section: %q", wrong)
		}
		b.run(`history.back()`)
		b.wait("going back takes the filter away", `document.querySelector("select[name=section]").value === "" && document.querySelector(".found__summary").textContent === `+quoted(all))
	})

	t.Run("all of many", func(t *testing.T) {
		t.Parallel()
		b := on(t, "?q=ty%C3%B6")
		b.wait("the rest is offered", `document.querySelectorAll(".found__hit").length === 20 && document.querySelector(".found__rest button") !== null`)
		b.run(`document.querySelector(".found__rest button").click()`)
		b.wait("all are shown", `document.querySelectorAll(".found__hit").length > 20 && document.querySelector(".found__rest") === null`)
		b.wait("the focus is on the first new one", `document.activeElement === document.querySelectorAll(".found__hit h2 a")[20]`)
	})

	for _, bad := range []struct{ name, query, says string }{
		{"nothing found", nonsense, r.say("search-nothing", "Query", nonsense)},
		{"an empty query", " ", r.say("search-empty")},
		{"no words", "?!… ---", r.say("search-no-words")},
		{"one letter", "p", r.say("search-short")},
		{"half a character", "\ufffd", r.say("search-no-words")},
		{"a very long query", strings.Repeat("mentori ", 1250), r.say("search-long", "Max", 200)},
		{"a script", `<img src=x onerror=alert(1)><script>alert(2)</script>`, "<img src=x"},
		{"two directions", "ممرض mentori\u202e", "mentori"},
	} {
		t.Run(bad.name, func(t *testing.T) {
			t.Parallel()
			b := on(t, "?q="+url.QueryEscape(bad.query))
			b.wait("it says so", said(bad.says))
			b.wait("it can be read", reads(bad.says))
			for _, other := range []string{"search-az", "search-map"} {
				if !eval[bool](b, thing{name: r.say(other)}.find()+` !== undefined`) {
					t.Errorf("%q is not offered", r.say(other))
				}
			}
			if n := eval[int](b, `document.querySelectorAll("main img, main script:not([type])").length`); n > 0 {
				t.Error("the query has become markup")
			}
			if eval[bool](b, `/[\u202A-\u202E\u2066-\u2069]/.test(document.body.textContent)`) {
				t.Error("the query turns the direction of what is said of it")
			}
		})
	}

	t.Run("another word that is meant", func(t *testing.T) {
		t.Parallel()
		b := on(t, "?q=sopimsu")
		b.wait("something is found", hitsShown)
		b.wait("it says what was looked for instead", `/sopimus/.test(document.querySelector(".found__summary").textContent) && `+said("sopimsu"))
	})

	for _, part := range []string{"search/search.js", "search/fi/index.json", "search/fi/*/w"} {
		t.Run("no connection for "+part, func(t *testing.T) {
			t.Parallel()
			b := on(t, "")
			b.block(part)
			b.click(input)
			b.typed("mentori")
			b.wait("it says so", reads(r.say("search-failed")))
			b.wait("it is said", said(r.say("search-failed")))
			b.block("")
			b.click(thing{name: r.say("search-retry")})
			b.wait("another try finds something", hitsShown)
		})
	}

	t.Run("no barriers", func(t *testing.T) {
		t.Parallel()
		for _, query := range []string{"?q=mentori", "?q=" + nonsense + "&audience=mentor"} {
			b := on(t, query)
			b.wait("something came of it", `document.querySelector(".found__summary") !== null && document.querySelector("[role=status]").textContent !== ""`)
			b.run(s.axe)
			for _, v := range viewports {
				b.look(v)
				b.barriers("search"+query, v)
				b.overflow("search"+query, v)
			}
		}
	})
}

// testFoundWords follows a result to where the word stands, in whatever form.
func (s *suite) testFoundWords(t *testing.T) {
	r := s.searcher(t)
	marked := `Array.from(document.querySelectorAll("main mark"), (m) => m.textContent)`
	t.Run("marked and cleared", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.visit(r.search + "?q=" + url.QueryEscape(inflected))
		b.look(viewports[2])
		b.wait("something is found", hitsShown)
		b.run(`document.querySelector(".found__hit h2 a").click()`)
		b.wait("its words are marked", `!location.pathname.includes("/search/") && `+marked+`.length > 0`)
		for _, word := range eval[[]string](b, marked) {
			if !strings.HasPrefix(strings.ToLower(word), "perehdyt") || word == inflected {
				t.Errorf("%q is marked", word)
			}
		}
		b.wait("the address is clean again", `location.search === ""`)
		if name := eval[string](b, `decodeURIComponent(location.hash.slice(1))`); name != "" &&
			!eval[bool](b, `(() => { const top = document.getElementById(`+quoted(name)+`).getBoundingClientRect().top; return top >= -1 && top < innerHeight; })()`) {
			t.Errorf("the heading %q is out of sight", name)
		}
		b.wait("the button is there", thing{name: r.say("search-mark-clear")}.find()+` !== undefined`)
		b.press(kb.Escape)
		b.wait("Escape clears them", marked+`.length === 0`)
	})
	t.Run("whole words alone, in any case", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.visit(r.page + "?mark=SOPIMUS+sopim+mentori#")
		b.wait("words are marked", marked+`.length > 0`)
		for _, word := range eval[[]string](b, marked) {
			if w := strings.ToLower(word); w != "sopimus" && w != "mentori" {
				t.Errorf("%q is marked", word)
			}
		}
		clear := thing{name: r.say("search-mark-clear")}
		b.wait("the button is there", clear.find()+` !== undefined`)
		b.click(clear)
		b.wait("the button clears them", marked+`.length === 0`)
	})
	t.Run("entry pages", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.visit(s.guide.page(t, "fi", "mentoring/form-agreement") + "?mark=sopimus+mentori+mentoroitava")
		b.wait("words are marked", marked+`.length > 0`)
		b.press(kb.Escape)
		b.wait("Escape clears them", marked+`.length === 0`)
	})
}

// pathOf is the path of an address.
func pathOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return path.Clean(u.Path) + "/"
}
