package main

import (
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

// testRoot comes to the root of the site as readers of several languages.
func (s *suite) testRoot(t *testing.T) {
	for _, reader := range []struct{ languages, want string }{
		{"fi-FI,fi,en", "fi/"},
		{"en-GB,en", "en/"},
		{"ja,en", "en/"},
		{"so,sv-FI,fi,en", "sv/"},
	} {
		t.Run(reader.languages, func(t *testing.T) {
			t.Parallel()
			b := s.open(t, s.guide)
			b.prefer(reader.languages)
			b.visit(s.guide.url)
			b.wait("the page goes on to "+reader.want, `location.href === `+quoted(s.guide.url+reader.want)+` && document.readyState === "complete"`)
		})
	}
	t.Run("Arabic among seven", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.prefer("ar-IQ,en")
		b.visit(s.guide.url)
		b.wait("the page goes on to Arabic", `document.documentElement.dir === "rtl" && document.readyState === "complete"`)
	})

	// A wish that nobody can meet, and no scripts at all: the reader chooses.
	choose := func(t *testing.T, b *tab) {
		b.visit(s.guide.url)
		if got := b.address(); got != s.guide.url {
			t.Fatalf("the page went on to %s", got)
		}
		for _, l := range s.guide.Site.Languages {
			if !eval[bool](b, `Array.from(document.querySelectorAll("a")).some((a) => a.checkVisibility() && a.lang === `+quoted(l.Tag.HTML())+
				` && a.href === `+quoted(s.guide.url+string(l.Tag)+"/")+` && a.innerText.includes(`+quoted(l.Tag.Name())+`))`) {
				t.Errorf("there is no plain link to %s", l.Tag.Name())
			}
		}
	}
	t.Run("no language in common", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.prefer("ja,so")
		choose(t, b)
	})
	t.Run("without scripts", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.withoutScripts()
		choose(t, b)
	})
}

// prefer sets the languages that the reader's browser asks for, the dearest first.
func (b *tab) prefer(languages string) {
	b.t.Helper()
	agent := eval[string](b, `navigator.userAgent`)
	call(b, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: agent, AcceptLanguage: languages})
}

// testNotFound comes to addresses that do not exist, at any depth, and leaves
// by the links that the page offers.
func (s *suite) testNotFound(t *testing.T) {
	for _, wrong := range []string{"nothing", "fi/mentoring/no/such/page/", "files/gone.pdf"} {
		t.Run(wrong, func(t *testing.T) {
			t.Parallel()
			b := s.open(t, s.guide)
			address := s.guide.url + wrong
			b.forgiving = func(problem string) bool {
				return strings.Contains(problem, "404") && strings.Contains(problem, address)
			}
			b.visit(address)
			for _, l := range s.guide.Site.Languages {
				text := l.Locale.Text("not-found-title")
				if !eval[bool](b, `document.body.innerText.includes(`+quoted(text)+`)`) {
					t.Errorf("the page does not say %q", text)
				}
			}
			b.styled()
			links := eval[[]string](b, `Array.from(document.links, (a) => a.href)`)
			if len(links) == 0 {
				t.Error("the page leads nowhere")
			}
			for _, link := range links {
				name, inside := strings.CutPrefix(link, s.guide.url)
				if !inside || s.guide.files[path.Join(name, "index.html")] == nil {
					t.Errorf("the page leads to %s, where nothing is", link)
				}
			}
		})
	}
}

// styled holds that every style sheet of the page is in force, and every
// script has run that far that it was fetched.
func (b *tab) styled() {
	b.t.Helper()
	for _, missing := range eval[[]string](b, `Array.from(document.querySelectorAll("link[rel=stylesheet]")).filter((l) => !l.sheet || l.sheet.disabled).map((l) => l.href)`) {
		b.t.Errorf("the style sheet %s is not in force", missing)
	}
	if n := eval[int](b, `document.styleSheets.length`); n == 0 {
		b.t.Error("the page has no style sheet")
	}
}

// testDisk opens a built site from a folder, as it comes on a memory stick.
func (s *suite) testDisk(t *testing.T) {
	folder := s.guide.copied(t)
	home := (&url.URL{Scheme: "file", Path: filepath.ToSlash(folder) + "/"}).String()
	fi := s.guide.language(t, "fi")

	t.Run("root", func(t *testing.T) {
		b := s.openAt(t, home)
		b.prefer("fi")
		b.visit(home + "index.html")
		b.wait("the page goes on to Finnish", `location.href === `+quoted(home+"fi/index.html")+` && document.readyState === "complete"`)
		b.styled()
	})
	t.Run("links", func(t *testing.T) {
		b := s.openAt(t, home)
		b.visit(home + "fi/index.html")
		b.look(viewports[2])
		b.styled()
		section := s.guide.Site.Page(s.guide.Site.Config.Navigation[0].Value)
		b.click(thing{name: section.Editions[fi.Index].Short})
		b.wait("the link leads to a file", `location.href === `+quoted(home+"fi/"+section.ID+"/index.html")+` && document.readyState === "complete"`)
		b.styled()
		b.click(thing{name: fi.Locale.Text("site-language") + ": " + fi.Tag.Name()})
		b.click(thing{name: "English"})
		b.wait("the language switch leads to a file", `location.href === `+quoted(home+"en/"+section.ID+"/index.html")+` && document.readyState === "complete"`)
		b.styled()
	})
	t.Run("every link", func(t *testing.T) {
		b := s.openAt(t, home)
		for _, f := range s.guide.oneOfEach("fi") {
			b.visit(home + f.Path)
			for _, link := range eval[[]string](b, `Array.from(document.links, (a) => a.href).filter((href) => href.startsWith("file:"))`) {
				u, err := url.Parse(link)
				if err != nil {
					t.Errorf("%s: the link %q: %v", label(f), link, err)
					continue
				}
				info, err := fs.Stat(os.DirFS(folder), strings.TrimPrefix(u.Path, filepath.ToSlash(folder)+"/"))
				if err != nil || info.IsDir() {
					t.Errorf("%s: the link to %s opens no file", label(f), link)
				}
			}
		}
	})
}

// copied writes a site into a folder.
func (p *published) copied(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for name, data := range p.files {
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}
