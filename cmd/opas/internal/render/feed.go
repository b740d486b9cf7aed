package render

import (
	"crypto/sha1"
	"encoding/xml"
	"fmt"
	"path"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// feedName is the file beside a page of news that feed readers ask for.
const feedName = "feed.xml"

// longestFeed is how many items a feed holds, the newest ones.
const longestFeed = 30

// The elements of an Atom feed (RFC 4287, section 4), as far as they are used.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Link      atomLink `xml:"link"`
	Summary   string   `xml:"summary,omitempty"`
}

const atomType = "application/atom+xml"

// feeds are the feeds of all pages of news, one for each language that has news
// of its own: what falls back to another language is in the feed of that one.
func (r *renderer) feeds() []File {
	var files []File
	for _, p := range r.site.Pages {
		for _, l := range r.site.Languages {
			if p.Kind == model.KindNews && len(ownNews(p, l)) > 0 {
				files = append(files, File{Path: feedPath(p, l), Data: r.feed(p, l)})
			}
		}
	}
	return files
}

func feedPath(p *site.Page, l *site.Language) string {
	return path.Join(string(l.Tag), p.ID, feedName)
}

// ownNews are the items that are written in a language or translated into it.
func ownNews(news *site.Page, l *site.Language) []*site.Edition {
	var list []*site.Edition
	for _, p := range news.Children {
		if e := p.Editions[l.Index]; !e.Fallback() && len(list) < longestFeed {
			list = append(list, e)
		}
	}
	return list
}

// feed writes the feed of a language. Its addresses are absolute when the site
// knows its own, and else relative to the feed (RFC 4287, section 2, with RFC
// 3986, section 5.1.3). No clock is asked: an item is as old as its day, or as
// "updated:" in its text.
func (r *renderer) feed(news *site.Page, l *site.Language) []byte {
	name, _ := r.site.Config.Title.In(l.Chain)
	to := func(p *site.Page) string {
		if r.site.BaseURL != nil {
			return absolute(r.site.BaseURL, address(l, p))
		}
		return rootFrom(news.ID) + "/" + address(l, p)
	}
	f := atomFeed{Lang: l.Tag.HTML(), ID: r.feedID(news, l), Title: r.feedTitle(news, l), Author: name,
		Links: []atomLink{{"self", atomType, to(news) + feedName}, {"alternate", "text/html", to(news)}}}
	if publisher, _ := r.site.Config.Publisher.In(l.Chain); publisher != "" && !source.Placeholder(publisher) {
		f.Author = publisher
	}
	var latest decode.Date
	for _, e := range ownNews(news, l) {
		day, changed := *e.Page.Date, *e.Page.Date
		if u := e.Doc.Front.Updated; u != nil && u.Value.Compare(day) > 0 {
			changed = u.Value
		}
		if latest.Compare(changed) < 0 {
			latest = changed
		}
		f.Entries = append(f.Entries, atomEntry{ID: r.feedID(e.Page, l), Title: e.Title, Published: midnight(day), Updated: midnight(changed),
			Link: atomLink{"alternate", "text/html", to(e.Page)}, Summary: e.Summary})
	}
	f.Updated = midnight(latest)
	out, err := xml.MarshalIndent(f, "", "  ")
	if err != nil {
		panic(err) // strings always marshal
	}
	return append([]byte(xml.Header), append(out, '\n')...)
}

// midnight is the beginning of a day as RFC 3339 writes it.
func midnight(d decode.Date) string { return d.String() + "T00:00:00Z" }

// feedTitle names a feed: "News – Guide into care work".
func (r *renderer) feedTitle(news *site.Page, l *site.Language) string {
	name, _ := r.site.Config.Title.In(l.Chain)
	return news.Editions[l.Index].Title + " – " + name
}

// urlSpace is the name space of addresses (RFC 9562, section 6.6).
var urlSpace = []byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}

// feedID is what feed readers know a page by: a UUID of the site's name and the
// page's first address (RFC 9562, section 5.5, SHA-1 of a name). An id must stay
// when things move (RFC 4287, section 4.2.6), so it is no address: the site may
// get another one, and so may the page, which keeps its oldest as an alias.
func (r *renderer) feedID(p *site.Page, l *site.Language) string {
	name, _ := r.site.Config.Title.In([]lang.Tag{r.site.Source.Tag})
	id := p.ID
	if len(p.Aliases) > 0 {
		id = p.Aliases[0]
	}
	sum := sha1.Sum(append(urlSpace[:len(urlSpace):len(urlSpace)], "opas:"+name+"/"+string(l.Tag)+"/"+id...))
	u := sum[:16]
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// feedLink is the feed that belongs to the page: on a page of news, its items
// and the home page. Its Href is empty if there is none in the reader's language.
func (c *pageContext) feedLink() Link {
	news := c.page
	switch {
	case c.page.ID == "":
		news = c.site.OfKind(model.KindNews)
	case c.page.Date != nil:
		news = c.page.Parent
	}
	if news == nil || news.Kind != model.KindNews || len(ownNews(news, c.reader)) == 0 {
		return Link{}
	}
	return Link{Href: c.root + "/" + feedPath(news, c.reader), Text: c.feedTitle(news, c.reader)}
}

// feedHeaders tell hosts what feeds are.
func feedHeaders(feeds []File) string {
	var b []byte
	for _, f := range feeds {
		b = fmt.Appendf(b, "/%s\n  Content-Type: %s\n", f.Path, atomType)
	}
	return string(b)
}
