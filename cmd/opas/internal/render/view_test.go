package render

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The shipped templates with made-up pages in two directions of writing. With
// OPAS_PREVIEW=DIR the pages are also written there, to be looked at.

// shipped parses the templates of the repository, named by their path.
func shipped(t *testing.T) *template.Template {
	t.Helper()
	fsys := os.DirFS(filepath.Join("..", "..", "..", "..", "templates"))
	set := template.New("")
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".html") {
			return err
		}
		text, err := fs.ReadFile(fsys, p)
		if err != nil {
			return err
		}
		_, err = set.New(p).Parse(string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func execute(t *testing.T, set *template.Template, name string, view any) template.HTML {
	t.Helper()
	var out bytes.Buffer
	if err := set.ExecuteTemplate(&out, name, view); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return template.HTML(out.String())
}

// sample holds the texts of one language for the pages of these tests.
type sample struct {
	lang, dir string
	words     Words
	sections  []string // short titles of the four sections
	chapters  []string // of the mentoring guide
	meetings  string
	title     string
	lead      string
	tags      []Tag
	minutes   string
	body      template.HTML
	home      Home
	notice    Notice
	checked   string
	review    string
	updated   string
	footer    []string
	published string
	missing   NotFoundText
}

var languageNames = [][3]string{
	{"fi", "ltr", "Suomi"}, {"fi-simple", "ltr", "Selkosuomi"}, {"sv", "ltr", "Svenska"}, {"en", "ltr", "English"},
	{"ar", "rtl", "العربية"}, {"ru", "ltr", "Русский"}, {"uk", "ltr", "Українська"},
}

// languageLinks are the first n of seven languages, as a header or the root page has them.
func languageLinks(current, before, after string, n int) (links []LanguageLink) {
	for _, l := range languageNames[:n] {
		links = append(links, LanguageLink{Href: before + l[0] + "/" + after, Lang: l[0], Dir: l[1], Name: l[2], Current: l[0] == current})
	}
	return links
}

func nameOf(lang string) string {
	for _, l := range languageNames {
		if l[0] == lang {
			return l[2]
		}
	}
	return lang
}

var sectionIDs = []string{"guidance-model", "study-path", "mentoring", "career-model"}
var chapterIDs = []string{"what-mentoring-is", "who-is-who", "agreement", "five-minutes", "induction"}

// page makes a page of the sample with everything that a page can have.
func (s sample) page(t *testing.T, set *template.Template, languages int) Page {
	words := &s.words
	root := RootMark + "/" + s.lang + "/"
	header := HeaderView{SiteName: "Opas", Home: root, Words: words, Language: nameOf(s.lang),
		Languages: languageLinks(s.lang, RootMark+"/", PageMark, languages)}
	for i, title := range s.sections {
		header.Items = append(header.Items, NavItem{Href: root + sectionIDs[i] + "/", Text: title, Inside: sectionIDs[i] == "mentoring"})
	}
	section := NavigationView{Title: s.sections[2], Href: root + "mentoring/", Groups: []NavGroup{{}, {Title: s.meetings}}, Words: words}
	for i, title := range s.chapters {
		section.Groups[0].Items = append(section.Groups[0].Items, NavItem{Href: root + "mentoring/" + chapterIDs[i] + "/", Text: title})
		section.Groups[1].Items = append(section.Groups[1].Items, NavItem{Href: fmt.Sprintf("%smentoring/meeting-%d/", root, i+1), Text: fmt.Sprintf("%d. %s", i+1, title)})
	}
	footer := FooterView{Publisher: "‹julkaisija›", PublishedBy: s.published, Words: words}
	for i, title := range s.footer {
		footer.Links = append(footer.Links, Link{Href: root + []string{"about", "accessibility", "privacy", "contact"}[i] + "/", Text: title})
	}
	up, path := "../../..", "mentoring/five-minutes/"
	p := Page{
		Shell: Shell{
			Lang: s.lang, Dir: s.dir, Words: words,
			Header:     Place(execute(t, set, "header", header), up, path, ""),
			Navigation: Place(execute(t, set, "navigation", section), up, path, root+path),
			Footer:     Place(execute(t, set, "footer", footer), up, path, ""),
			Breadcrumb: []Link{{Href: "../../", Text: "Opas"}, {Href: "../", Text: s.sections[2]}},
			Head: Head{
				Title: s.title + " – Opas", Name: s.title, SiteName: "Opas", Description: s.lead, Type: "article",
				Canonical:  "https://opas.example/" + s.lang + "/" + path,
				Alternates: []Alternate{{Lang: "fi", Href: "https://opas.example/fi/" + path}, {Lang: "ar", Href: "https://opas.example/ar/" + path}},
				Default:    "https://opas.example/fi/" + path,
				Policy:     "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'",
				Styles:     []string{up + "/assets/site.css"}, Scripts: []string{up + "/assets/site.js"},
				LinkedData: &LinkedData{Context: "https://schema.org", Type: "BreadcrumbList", Items: []LinkedItem{
					{Type: "ListItem", Position: 1, Name: "Opas", Item: "https://opas.example/" + s.lang + "/"},
					{Type: "ListItem", Position: 2, Name: s.title + " </script>", Item: "https://opas.example/" + s.lang + "/" + path}}},
			},
		},
		Title: s.title, Lead: template.HTML(template.HTMLEscapeString(s.lead)), Notice: []Notice{s.notice},
		Audiences: s.tags, Minutes: s.minutes, Body: s.body,
		Sources: []Source{
			{ID: "source-migri", Number: 1, Title: "Ulkomaalaisen työnteko-oikeus", Publisher: "Maahanmuuttovirasto", Lang: "fi", Dir: "ltr", Href: "https://migri.fi/",
				Checked: s.checked, CheckedOn: "2026-11-21", ReviewBy: s.review, ReviewedBy: "2020-05-21"},
			{ID: "source-lvv-titles", Number: 2, Title: "Laillistetut ja nimikesuojatut ammattinimikkeet", Publisher: "Lupa- ja valvontavirasto", Lang: "fi", Dir: "ltr",
				Href:    "https://lvv.fi/sosiaali-ja-terveydenhuolto/laillistetut-ja-nimikesuojatut-ammattinimikkeet",
				Checked: s.checked, CheckedOn: "2026-11-21", ReviewBy: s.review, ReviewedBy: "2127-05-21"},
			{ID: "source-print", Number: 3, Title: "Mentorin käsikirja", Lang: "fi", Dir: "ltr", Checked: s.checked, CheckedOn: "2026-11-21"},
		},
		Updated: s.updated, UpdatedOn: "2026-11-21", Edit: "https://git.example/edit", EditWords: "https://git.example/edit-words", Report: "mailto:a@example.org", Printable: true,
		Previous: &Link{Href: "../agreement/", Text: s.chapters[2]}, Next: &Link{Href: "../induction/", Text: s.chapters[4]},
	}
	for _, heading := range regexp.MustCompile(`<h2 id="([^"]+)">([^<]+)<`).FindAllStringSubmatch(string(s.body), -1) {
		p.Toc = append(p.Toc, TocItem{ID: heading[1], Text: heading[2]})
	}
	p.Toc[0].Children = []TocItem{{ID: "c", Text: p.Toc[1].Text}}
	return p
}

// previewPages are all pages of the preview: file name to template and data.
func previewPages(t *testing.T, set *template.Template) map[string]template.HTML {
	pages := map[string]template.HTML{}
	for _, s := range []sample{finnish, arabic} {
		p := s.page(t, set, 7)
		pages[s.lang+"/mentoring/five-minutes/index.html"] = execute(t, set, "page.html", p)

		few := s.page(t, set, 2)
		few.Wide = true
		pages[s.lang+"/mentoring/wide/index.html"] = execute(t, set, "page.html", few)

		bare := s.page(t, set, 7)
		bare.Navigation, bare.Toc, bare.Sources, bare.Notice, bare.Audiences, bare.Minutes = "", nil, nil, nil, nil, ""
		bare.Previous, bare.Next, bare.Updated, bare.Edit, bare.EditWords, bare.Report, bare.Printable = nil, nil, "", "", "", "", false
		bare.Body = "<p>‹…›</p>"
		bare.Head = Head{Title: "x", Name: "x", SiteName: "Opas", Type: "article", NoIndex: true, Styles: bare.Head.Styles, Scripts: bare.Head.Scripts}
		pages[s.lang+"/mentoring/bare/index.html"] = execute(t, set, "page.html", bare)

		// The page in the other direction: what a reader sees whose language has no text.
		other := finnish
		if s.lang == "fi" {
			other = arabic
		}
		foreign, own := other.page(t, set, 7), s.page(t, set, 7)
		foreign.Shell, foreign.TextLang, foreign.TextDir = own.Shell, other.lang, other.dir
		foreign.Notice = []Notice{{Kind: "fallback", Text: s.notice.Text, Link: Link{Href: "../", Text: nameOf(other.lang), Lang: other.lang, Dir: other.dir}}}
		foreign.Original = &Original{Summary: s.title, Lang: "fi", Dir: "ltr", Body: finnish.body}
		pages[s.lang+"/mentoring/fallback/index.html"] = execute(t, set, "page.html", foreign)

		home := s.home
		page := s.page(t, set, 7)
		home.Page = &page
		home.Title, home.Lead = s.home.Title, s.home.Lead
		home.Navigation, home.Breadcrumb, home.Previous, home.Next, home.Sources, home.Intro, home.Body = "", nil, nil, nil, nil, s.home.Intro, s.home.Body
		home.Wide, home.Notice = true, nil
		pages[s.lang+"/mentoring/home/index.html"] = execute(t, set, "home.html", home)
	}
	pages["404.html"] = execute(t, set, "404.html", NotFound{Lang: "fi", Dir: "ltr",
		Head:  Head{Title: "404 – Opas", Name: "404", SiteName: "Opas", Type: "website", NoIndex: true, Styles: []string{"assets/site.css"}},
		Texts: []NotFoundText{finnish.missing, arabic.missing}})
	root := Root{Lang: "fi", Dir: "ltr", SiteName: "Opas", Head: Head{Title: "Opas", Name: "Opas", SiteName: "Opas", Type: "website", Styles: []string{"assets/site.css"}}}
	for _, l := range languageLinks("", "", "", 7) {
		choice := RootLanguage{LanguageLink: l, Title: finnish.home.Title}
		if l.Lang == "ar" {
			choice.Title = arabic.home.Title
		}
		root.Languages = append(root.Languages, choice)
	}
	pages["index.html"] = execute(t, set, "root.html", root)
	return pages
}

func TestShippedTemplates(t *testing.T) {
	pages := previewPages(t, shipped(t))
	for name, page := range pages {
		s := string(page)
		if n := strings.Count(s, "<h1"); n != 1 {
			t.Errorf("%s has %d h1 elements, not one", name, n)
		}
		if at := regexp.MustCompile(`\sstyle\s*=|\son[a-z]+\s*=|<style|<script>`).FindString(s); at != "" {
			t.Errorf("%s has %q, which the policy forbids", name, at)
		}
		for _, bad := range []string{"ZgotmplZ", "&lt;no value", RootMark, PageMark, "<ul>\n</ul>", "<ol>\n</ol>"} {
			if strings.Contains(s, bad) {
				t.Errorf("%s contains %q", name, bad)
			}
		}
		ids := map[string]bool{}
		for _, m := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(s, -1) {
			if ids[m[1]] && !strings.Contains(name, "fallback") { // the sample's original repeats its ids
				t.Errorf("%s has the id %q twice", name, m[1])
			}
			ids[m[1]] = true
		}
	}
	if dir := os.Getenv("OPAS_PREVIEW"); dir != "" {
		for name, page := range pages {
			file := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestPageSaysWhatItHas(t *testing.T) {
	set := shipped(t)
	page := string(execute(t, set, "page.html", finnish.page(t, set, 7)))
	for _, want := range []string{
		`<html lang="fi" dir="ltr">`,
		`<a class="skip" href="#page-content">`,
		`hreflang="ar"><span lang="ar" dir="rtl">العربية</span>`,
		`href="../../../ar/mentoring/five-minutes/"`,
		`<a aria-current="page" href="../../../fi/mentoring/five-minutes/">`,
		`<link rel="alternate" hreflang="x-default"`,
		`<meta property="og:url"`,
		`"@type":"BreadcrumbList"`,
		`data-review-by="2127-05-21"`,
		`<time datetime="2026-11-21">`,
		`rel="next"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if n := strings.Count(page, `aria-current="page"`); n != 1 {
		t.Errorf("%d links are marked as the page itself, not one", n)
	}
	if strings.Count(page, "</script>") != 2 {
		t.Error("a title with </script> ends the linked data")
	}
}

func TestBarePageLeavesOut(t *testing.T) {
	set := shipped(t)
	bare := string(previewPages(t, set)["fi/mentoring/bare/index.html"])
	for _, unwanted := range []string{`class="sources"`, `class="browse"`, `class="about-page"`, `class="section"`, `class="tags"`, `class="notice`, `class="toc"`, "data-print", "canonical", "Content-Security-Policy", "og:url", "ld+json"} {
		if strings.Contains(bare, unwanted) {
			t.Errorf("a page without it has %s", unwanted)
		}
	}
	if !strings.Contains(bare, `<meta name="robots" content="noindex">`) {
		t.Error("the page may be indexed")
	}
}

func TestPlaceMarksOnlyTheFirstLinkToThePage(t *testing.T) {
	in := template.HTML(`<a href="__root__/fi/a/">A</a><a href="__root__/fi/a/b/">B</a><a href="__root__/fi/a/">A</a>`)
	want := template.HTML(`<a aria-current="page" href="../../fi/a/">A</a><a href="../../fi/a/b/">B</a><a href="../../fi/a/">A</a>`)
	if got := Place(in, "../..", "a/", RootMark+"/fi/a/"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := Place(`<a href="__root__/en/__page__">`, "..", "", ""); got != `<a href="../en/">` {
		t.Errorf("got %s", got)
	}
}
