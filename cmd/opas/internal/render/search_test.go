package render

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// TestSearchField: the header of a page leads to the list A–Z, and names a file
// of words that is there; the search page has a link in its place, since its own
// field is the one to use.
func TestSearchField(t *testing.T) {
	out := rendered(t, smallSite)
	for _, lang := range []string{"fi", "en", "ar"} {
		page := out[lang+"/a/index.html"]
		m := regexp.MustCompile(`<form class="seek" role="search" action="\.\./\.\./` + lang + `/search/a-z/" data-seek="([^"]+)">`).FindStringSubmatch(page)
		if m == nil {
			t.Errorf("%s: the page has no form that leads to the list", lang)
			continue
		}
		var facts SearchFacts
		if err := json.Unmarshal([]byte(out["assets/"+m[1]]), &facts); err != nil {
			t.Errorf("%s: the words %s: %v", lang, m[1], err)
		}
		if facts.Tag != lang || facts.Messages["nothing"] == "" || facts.Plurals["results"]["other"] == "" || facts.Languages["ar"] == "" {
			t.Errorf("%s: the words lack something: %+v", lang, facts)
		}
		search := out[lang+"/search/index.html"]
		if n := strings.Count(search, `role="search"`); n != 1 || !strings.Contains(search, `<a class="seek" href="../../`+lang+`/search/">`) {
			t.Errorf("%s: the search page has %d forms, or no link in its header", lang, n)
		}
	}
}

// TestSearchPagesApart: the search page is kept from search engines, and none
// of the pages of the search is searched.
func TestSearchPagesApart(t *testing.T) {
	out := rendered(t, smallSite)
	const noIndex = `<meta name="robots" content="noindex">`
	if !strings.Contains(out["fi/search/index.html"], noIndex) {
		t.Error("the search page may be indexed")
	}
	for _, list := range []string{"a-z", "map"} {
		page := out["fi/search/"+list+"/index.html"]
		if strings.Contains(page, noIndex) || !strings.Contains(page, `<link rel="canonical" href="https://example.org/opas/fi/search/`+list+`/">`) {
			t.Errorf("the list %s is kept from search engines, or has no address of its own", list)
		}
	}
	if strings.Contains(out["sitemap.xml"], "search") {
		t.Error("the sitemap leads to the search")
	}
	for name, text := range out {
		if strings.HasPrefix(name, "search/") && strings.Contains(text, "search/a-z") {
			t.Errorf("%s: the index holds a page of the search", name)
		}
	}
}

// TestExtras: only pages with code, or with a wide table, load what these need.
func TestExtras(t *testing.T) {
	files := map[string]string{
		"content/site.yaml": "languages: [fi]\ntitle: {fi: Testi}\n",
		"content/fi.md":     "---\ntitle: Koti\n---\nTeksti.\n",
		"content/a/fi.md":   "---\ntitle: Koodi\n---\n```go\nvar a = 1\n```\n",
		"content/b/fi.md":   "---\ntitle: Taulukko\n---\n**Luvut**\n\n| a | b | c | d | e | f |\n|---|---|---|---|---|---|\n| **1** | 2 | 3 | 4 | 5 | 6 |\n",
	}
	s, opt := assembled(t, files)
	for _, extra := range extras {
		opt.Assets[extra.sheet], opt.Assets[extra.script] = "assets/of-"+extra.sheet, "assets/of-"+extra.script
	}
	delete(opt.Assets, "")
	out, found, err := Render(s, opt)
	if err != nil || found.Fails(false) {
		t.Fatal(err, found)
	}
	want := map[string]string{"fi/index.html": "", "fi/a/index.html": "of-code.css", "fi/b/index.html": "of-table.css of-table.ts"}
	for _, f := range out {
		w, ok := want[f.Path]
		if !ok {
			continue
		}
		if got := strings.Join(regexp.MustCompile(`of-[a-z]+\.[a-z]+`).FindAllString(string(f.Data), -1), " "); got != w {
			t.Errorf("%s loads %q, not %q", f.Path, got, w)
		}
	}
}
