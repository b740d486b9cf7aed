package render

import (
	"encoding/xml"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// newsSite is smallSite with news: the newer one is in Finnish alone, and its
// texts hold what XML must escape.
func newsSite() map[string]string {
	files := maps.Clone(smallSite)
	maps.Copy(files, map[string]string{
		"content/news/page.yaml":                 "kind: news\ndefinition: {home: 1}\n",
		"content/news/fi.md":                     "---\ntitle: Uutiset\n---\n",
		"content/news/en.md":                     "---\ntitle: News\n---\n",
		"content/news/2026-11-20-old/fi.md":      "---\ntitle: Vanha\nsummary: Ensin.\nupdated: 2026-12-01\n---\nTeksti.\n",
		"content/news/2026-11-20-old/en.md":      "---\ntitle: Old\nupdated: 2025-01-01\n---\nText.\n",
		"content/news/2026-11-22-new/fi.md":      "---\ntitle: \"Uusi <b> & \\\"muu\\\"\"\nsummary: \"a < b & c ]]>\"\n---\nTeksti.\n",
		"content/news/2026-11-22-new/more/fi.md": "---\ntitle: Alla\n---\nEi uutinen.\n",
	})
	return files
}

func TestNewsGolden(t *testing.T) {
	out := rendered(t, newsSite())
	for _, p := range []string{"fi/news/index.html", "en/news/index.html", "fi/news/feed.xml", "en/news/feed.xml", "fi/news/2026-11-20-old/index.html"} {
		golden(t, p, stamp.ReplaceAllString(out[p], "/STAMP/"))
	}
	if got := strings.Count(out["fi/index.html"], "chapters__name"); got != 1 {
		t.Errorf("the home page lists %d items, not one as its definition says", got)
	}
	if strings.Contains(out["ar/index.html"], "feed.xml") || out["ar/news/feed.xml"] != "" {
		t.Error("a language without news of its own has a feed")
	}
	if strings.Contains(rendered(t, smallSite)["fi/index.html"], "page-news") {
		t.Error("a site without news has a list of them")
	}
}

// element is what the second reader of a feed sees: any element, not those that
// were meant.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

func (e element) all(name string) (list []element) {
	for _, c := range e.Children {
		if c.XMLName.Local == name {
			list = append(list, c)
		}
	}
	return list
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// checkAtom holds a feed against RFC 4287, section 4.1, as far as it concerns
// what is in it. Without a base its addresses may be relative.
func checkAtom(feed string, absolute bool) (problems []string) {
	wrong := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	var root element
	d := xml.NewDecoder(strings.NewReader(feed))
	if err := d.Decode(&root); err != nil {
		return []string{err.Error()}
	}
	if root.XMLName != (xml.Name{Space: "http://www.w3.org/2005/Atom", Local: "feed"}) {
		wrong("the root is %v", root.XMLName)
	}
	ids := map[string]bool{}
	one := func(e element, name string) string {
		list := e.all(name)
		if len(list) != 1 || list[0].Text == "" || len(list[0].Children) > 0 || list[0].attr("type") != "" {
			wrong("%s needs one plain %s", e.XMLName.Local, name)
			return ""
		}
		return list[0].Text
	}
	day := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			wrong("%v", err)
		}
		return at
	}
	check := func(e element) time.Time {
		id := one(e, "id")
		if u, err := url.Parse(id); err != nil || !u.IsAbs() || ids[id] || !regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(id) {
			wrong("the id %q is no IRI of its own", id)
		}
		ids[id] = true
		one(e, "title")
		rels := map[string]int{}
		for _, l := range e.all("link") {
			rels[l.attr("rel")]++
			if u, err := url.Parse(l.attr("href")); err != nil || l.attr("href") == "" || absolute && !u.IsAbs() {
				wrong("the address %q", l.attr("href"))
			}
		}
		if rels["alternate"] != 1 || e.XMLName.Local == "feed" && rels["self"] != 1 {
			wrong("links of %s: %v", e.XMLName.Local, rels)
		}
		if len(e.all("summary")) > 1 {
			wrong("several summaries")
		}
		return day(one(e, "updated"))
	}
	updated := check(root)
	if len(root.all("author")) != 1 || one(root.all("author")[0], "name") == "" {
		wrong("no author")
	}
	for _, e := range root.all("entry") {
		at := check(e)
		if at.After(updated) || day(one(e, "published")).After(at) {
			wrong("an entry is newer than the feed, or older than itself")
		}
	}
	return problems
}

func TestFeedIsAtom(t *testing.T) {
	out := rendered(t, newsSite())
	for _, p := range []string{"fi/news/feed.xml", "en/news/feed.xml"} {
		for _, problem := range checkAtom(out[p], true) {
			t.Errorf("%s: %s", p, problem)
		}
	}
	here := newsSite()
	here["content/site.yaml"] = strings.Replace(here["content/site.yaml"], "base-url: https://example.org/opas/\n", "", 1)
	for _, problem := range checkAtom(rendered(t, here)["fi/news/feed.xml"], false) {
		t.Errorf("without an address: %s", problem)
	}

	var feed element
	if err := xml.Unmarshal([]byte(out["fi/news/feed.xml"]), &feed); err != nil {
		t.Fatal(err)
	}
	newest := feed.all("entry")[0]
	if got := newest.all("title")[0].Text; got != `Uusi <b> & "muu"` {
		t.Errorf("title %q", got)
	}
	if got := newest.all("summary")[0].Text; got != "a < b & c ]]>" {
		t.Errorf("summary %q", got)
	}
	if got := newest.all("link")[0].attr("href"); got != "https://example.org/opas/fi/news/2026-11-22-new/" {
		t.Errorf("link %q", got)
	}
}

// An id stays when the site or the page gets another address, and is one for
// each page and language.
func TestFeedIDs(t *testing.T) {
	ids := func(files map[string]string) (list []string) {
		out := rendered(t, files)
		for _, p := range []string{"fi/news/feed.xml", "en/news/feed.xml"} {
			for _, m := range regexp.MustCompile(`<id>(.*)</id>`).FindAllStringSubmatch(out[p], -1) {
				list = append(list, m[1])
			}
		}
		return list
	}
	want := ids(newsSite())
	if all := slices.Compact(slices.Sorted(slices.Values(want))); len(all) != 5 {
		t.Errorf("%d ids: %q", len(all), want)
	}
	moved := newsSite()
	moved["content/site.yaml"] = strings.Replace(moved["content/site.yaml"], "example.org/opas", "example.com", 1)
	moved["content/news/2026-11-20-older/page.yaml"] = "aliases: [news/2026-11-20-old]\n"
	for _, l := range []string{"fi", "en"} {
		moved["content/news/2026-11-20-older/"+l+".md"] = moved["content/news/2026-11-20-old/"+l+".md"]
		delete(moved, "content/news/2026-11-20-old/"+l+".md")
	}
	if got := ids(moved); !slices.Equal(got, want) {
		t.Errorf("ids after the move\n%q\nbefore\n%q", got, want)
	}
}
