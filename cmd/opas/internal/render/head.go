package render

import (
	"html/template"
	"net/url"
	"slices"
	"strings"

	"opas/cmd/opas/internal/site"
)

// The policies that pages carry. Nothing inline is ever allowed, and no other
// host. A page that is read may ask its own host for the search. A page where a
// person enters something can send nothing anywhere: no connection, no form, no
// picture from an address.
const (
	readingPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'"
	entryPolicy   = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
	// mediaPolicy is added where recordings stand in the page itself.
	mediaPolicy = "; media-src data:"
	// reloadPolicy is for the development server alone: its script listens for
	// changes on every page, also where a person enters something.
	reloadPolicy = readingPolicy
)

func (c *pageContext) head(p *Page) Head {
	e, l := c.edition, c.reader
	name, _ := c.site.Config.Title.In(l.Chain)
	c.look(p.Remember, p.Intro, p.Body)
	if p.Original != nil {
		c.look(p.Original.Body)
	}
	if p.Terms != nil {
		c.sheets, c.scripts = append(c.sheets, "terms.css"), append(c.scripts, "terms.ts")
	}
	for i, extra := range extras {
		if c.extras[i] {
			c.sheets, c.scripts = append(c.sheets, extra.sheet), append(c.scripts, extra.script)
		}
	}
	h := Head{
		Title: e.Title, Name: e.Title, SiteName: name, Description: e.Summary, Type: "article",
		NoIndex: e.Fallback() || c.opt.Preview,
		Policy:  c.policy(c.entry),
		Styles:  c.assets(c.root+"/", append([]string{"site.css"}, c.sheets...)...),
		Scripts: c.renderer.scripts(c.root+"/", append([]string{"site.ts"}, c.scripts...)...),
	}
	h.Feed = c.feedLink()
	if c.media {
		h.Policy += mediaPolicy
	}
	if section := c.page.Section(); section != c.page {
		h.Title += " – " + section.Editions[l.Index].Title
	}
	if c.page.ID == "" {
		h.Type = "website"
	}
	if e.Title != name {
		h.Title += " – " + name
	}
	base := c.site.BaseURL
	if base == nil {
		return h
	}
	h.Canonical = absolute(base, address(e.Text, c.page))
	if !e.Fallback() {
		h.Alternates, h.Default = c.alternates(c.page)
	}
	if c.page.ID != "" {
		h.LinkedData = c.linkedData()
	}
	return h
}

// extras are entry points for what few texts have, and how it is known there.
var extras = [...]struct{ mark, sheet, script string }{
	{`<pre class="chroma"`, "code.css", ""},
	{` data-column="`, "table.css", "table.ts"},
}

// look remembers which extras some texts of the page need.
func (c *pageContext) look(texts ...template.HTML) {
	for i, extra := range extras {
		c.extras[i] = c.extras[i] || slices.ContainsFunc(texts, func(t template.HTML) bool { return strings.Contains(string(t), extra.mark) })
	}
}

// policy is the Content-Security-Policy of a page.
func (r *renderer) policy(entry bool) string {
	switch {
	case r.opt.Reload != "":
		return reloadPolicy
	case entry:
		return entryPolicy
	}
	return readingPolicy
}

// assets returns the addresses of bundles, in order.
func (r *renderer) assets(root string, entries ...string) []string {
	var list []string
	for _, e := range entries {
		if a := r.opt.Assets[e]; a != "" {
			list = append(list, root+a)
		}
	}
	return list
}

// scripts are the addresses of scripts; the development server adds its own.
func (r *renderer) scripts(root string, entries ...string) []string {
	list := r.assets(root, entries...)
	if r.opt.Reload != "" {
		list = append(list, r.opt.Reload)
	}
	return list
}

func absolute(base *url.URL, path string) string {
	return base.ResolveReference(&url.URL{Path: path}).String()
}

// alternates are the languages that really have the page. Readers of none of
// them are sent to the page that chooses a language, or from a page within to
// its English, or else to the language texts are written in first.
func (r *renderer) alternates(p *site.Page) (all []Alternate, def string) {
	for _, e := range p.Editions {
		if e.Fallback() {
			continue
		}
		href := absolute(r.site.BaseURL, address(e.Language, p))
		all = append(all, Alternate{Lang: e.Language.Tag.HTML(), Href: href})
		if def == "" || e.Language.Tag == "en" {
			def = href
		}
	}
	if p.ID == "" {
		def = absolute(r.site.BaseURL, "")
	}
	return all, def
}

func (c *pageContext) linkedData() *LinkedData {
	d := &LinkedData{Context: "https://schema.org", Type: "BreadcrumbList"}
	for i, p := range append(c.page.Trail(), c.page) {
		d.Items = append(d.Items, LinkedItem{Type: "ListItem", Position: i + 1, Name: p.Editions[c.reader.Index].Title,
			Item: absolute(c.site.BaseURL, address(c.reader, p))})
	}
	return d
}
