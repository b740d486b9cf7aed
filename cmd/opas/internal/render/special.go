package render

import (
	"encoding/xml"
	"path"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/site"
)

// special makes the files that belong to no page: the root, the page for wrong
// addresses, the pages of the search, the sitemap and the headers of
// the host. It gets the files made so far.
func (r *renderer) special(made []File) ([]File, diag.List) {
	type page struct {
		path, template string
		data           func() any
	}
	pages := []page{
		{"index.html", "root.html", func() any { return r.root() }},
		{"404.html", "404.html", func() any { return r.notFound() }},
		{path.Join(StatusPage, "index.html"), "status.html", func() any { return r.status(r.opt.Findings) }},
	}
	for _, l := range r.site.Languages {
		at := func(below string) string { return path.Join(string(l.Tag), below, "index.html") }
		pages = append(pages,
			page{at(searchPage), "search.html", func() any { return r.searchPage(l) }},
			page{at(searchIndex), "search-index.html", func() any { return r.searchIndex(l, made) }},
			page{at(searchMap), "search-map.html", func() any { return r.searchMap(l) }})
	}
	files := make([]File, len(pages))
	found := make([]diag.List, len(pages))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range pages {
		g.Go(func() error {
			files[i].Path = p.path
			files[i].Data, found[i] = r.execute(p.template, p.data(), "")
			return nil
		})
	}
	_ = g.Wait() // a mistake in a template is a finding
	for _, l := range r.site.Languages {
		files = append(files, r.searchWords(l))
	}
	feeds := r.feeds()
	files = append(files, feeds...)
	files = append(files, File{Path: "_headers", Data: r.headers(made, feeds)})
	files = append(files, File{Path: ".nojekyll"}) // else GitHub Pages leaves out names that begin with _
	if r.site.BaseURL != nil {
		files = append(files, File{Path: "sitemap.xml", Data: r.sitemap()})
		if r.site.BaseURL.Path == "/" {
			files = append(files, File{Path: "robots.txt", Data: []byte("User-agent: *\nAllow: /\nSitemap: " + absolute(r.site.BaseURL, "sitemap.xml") + "\n")})
		}
	}
	if r.opt.Preview {
		files = append(files, File{Path: "robots.txt", Data: []byte("User-agent: *\nDisallow: /\n")})
	}
	return files, firstOfEach(found)
}

// root is the page that chooses a language.
func (r *renderer) root() Root {
	src := r.site.Source
	name, _ := r.site.Config.Title.In(src.Chain)
	v := Root{Lang: src.Tag.HTML(), Dir: src.Tag.Dir(), SiteName: name, Head: Head{Title: name, Name: name, SiteName: name, Type: "website", NoIndex: r.opt.Preview,
		Policy: r.policy(false), Styles: r.assets("", "site.css", "sole.css"), Scripts: r.scripts("", "root.ts")}}
	v.Head.Description, _ = r.site.Config.Summary.In(src.Chain)
	if r.site.BaseURL != nil {
		v.Head.Alternates, _ = r.alternates(r.site.Home())
		v.Head.Default = absolute(r.site.BaseURL, "")
	}
	for _, l := range r.site.Languages {
		v.Languages = append(v.Languages, RootLanguage{Title: r.site.Home().Editions[l.Index].Title,
			LanguageLink: LanguageLink{Href: string(l.Tag) + "/", Lang: l.Tag.HTML(), Dir: l.Tag.Dir(), Name: l.Tag.Name()}})
	}
	return v
}

// notFound is shown by hosts under any address, so its links begin at the path
// of the base address.
func (r *renderer) notFound() NotFound {
	base := "/"
	if r.site.BaseURL != nil {
		base = r.site.BaseURL.Path
	}
	src := r.site.Source
	name, _ := r.site.Config.Title.In(src.Chain)
	v := NotFound{Lang: src.Tag.HTML(), Dir: src.Tag.Dir(), Head: Head{
		Title: src.Locale.Text("not-found-title"), Name: src.Locale.Text("not-found-title"), SiteName: name, Type: "website", NoIndex: true,
		Policy: r.policy(false), Styles: r.assets(base, "site.css", "sole.css"), Scripts: r.scripts(base, "site.ts")}}
	order := append([]*site.Language{src}, r.site.Languages...)
	for i, l := range order {
		if i > 0 && l == src {
			continue
		}
		t := NotFoundText{Lang: l.Tag.HTML(), Dir: l.Tag.Dir(), Title: l.Locale.Text("not-found-title"), Text: l.Locale.Text("not-found-text")}
		t.Links = append(t.Links, titled(r.site.Home(), l, l, base+address(l, r.site.Home())))
		for _, id := range r.site.Config.Navigation {
			if p := r.site.Page(id.Value); p != nil {
				t.Links = append(t.Links, titled(p, l, l, base+address(l, p)))
			}
		}
		t.Links = append(t.Links, Link{Href: base + string(l.Tag) + "/" + searchPage, Text: l.Locale.Text(searchTitles[searchPage])})
		v.Texts = append(v.Texts, t)
	}
	return v
}

// headers is the file in which several hosts look for headers. Policies are
// also in the pages themselves; frame-ancestors works in a header alone.
func (r *renderer) headers(files, feeds []File) []byte {
	var b strings.Builder
	b.WriteString("/*\n")
	b.WriteString("  Content-Security-Policy: " + readingPolicy + mediaPolicy + "; frame-ancestors 'none'\n")
	b.WriteString("  Referrer-Policy: no-referrer\n")
	b.WriteString("  X-Content-Type-Options: nosniff\n")
	b.WriteString("/assets/*\n" + lasting)
	b.WriteString("/search/words/*\n" + lasting)
	b.WriteString("/search/search.js\n" + fresh)
	for _, l := range r.site.Languages {
		b.WriteString("/search/" + string(l.Tag) + "/index.json\n" + fresh)
	}
	b.WriteString(feedHeaders(feeds))
	for _, stamped := range stampedFolders(files) {
		b.WriteString("/" + stamped + "/*\n" + lasting)
	}
	if r.opt.Preview {
		b.WriteString("/*\n  X-Robots-Tag: noindex\n") // for what is no page
	}
	return []byte(b.String())
}

// How long browsers keep a file: for ever when its address changes with its
// content, else not without asking.
const (
	lasting = "  Cache-Control: public, max-age=31536000, immutable\n"
	fresh   = "  Cache-Control: no-cache\n"
)

// stampedFolders are those of the index whose names change with what is in
// them: search/fi/3f2a09bc.
func stampedFolders(files []File) []string {
	var folders []string
	for _, f := range files {
		parts := strings.Split(f.Path, "/")
		if len(parts) > 3 && parts[0] == "search" {
			folders = append(folders, path.Join(parts[:3]...))
		}
	}
	slices.Sort(folders)
	return slices.Compact(folders)
}

type sitemapURL struct {
	Loc     string        `xml:"loc"`
	LastMod string        `xml:"lastmod,omitempty"`
	Links   []sitemapLink `xml:"xhtml:link"`
}

type sitemapLink struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

// sitemap lists every page in every language that really has it
// (sitemaps.org 0.9, with alternates as in the xhtml namespace).
func (r *renderer) sitemap() []byte {
	var urls []sitemapURL
	for _, p := range r.site.Pages {
		all, def := r.alternates(p)
		var links []sitemapLink
		for _, a := range all {
			links = append(links, sitemapLink{"alternate", a.Lang, a.Href})
		}
		links = append(links, sitemapLink{"alternate", "x-default", def})
		for _, e := range p.Editions {
			if e.Fallback() {
				continue
			}
			u := sitemapURL{Loc: absolute(r.site.BaseURL, address(e.Language, p)), Links: links}
			if e.Updated != nil {
				u.LastMod = e.Updated.String()
			}
			urls = append(urls, u)
		}
	}
	out, err := xml.MarshalIndent(struct {
		XMLName xml.Name     `xml:"urlset"`
		NS      string       `xml:"xmlns,attr"`
		XHTML   string       `xml:"xmlns:xhtml,attr"`
		URLs    []sitemapURL `xml:"url"`
	}{NS: "http://www.sitemaps.org/schemas/sitemap/0.9", XHTML: "http://www.w3.org/1999/xhtml", URLs: urls}, "", "  ")
	if err != nil {
		panic(err) // strings always marshal
	}
	return append([]byte(xml.Header), append(out, '\n')...)
}
