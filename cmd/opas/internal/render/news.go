package render

import (
	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/site"
)

// NewsPage is for "kinds/news.html": a list of news, the newest first.
type NewsPage struct {
	*Page
	Speech
	Items []NewsItem // none: there are no news yet; Head.Feed leads to the feed
}

// NewsItem is an item as a list shows it. One without a translation is listed
// in the language in which its reader gets it.
type NewsItem struct {
	Page    Link
	Date    string // "22 November 2026", finished
	Day     string // 2026-11-22
	Summary Text
}

// HomeNews is what the home page shows of the news.
type HomeNews struct {
	Title Link // the page with all news
	Items []NewsItem
}

func newsPage(c *pageContext, p *Page) any {
	p.Chapters = nil // the list itself
	return &NewsPage{Page: p, Speech: Speech{c}, Items: c.newsItems(c.page, len(c.page.Children))}
}

// newsItems are the newest items of a page of news, n at most.
func (c *pageContext) newsItems(news *site.Page, n int) []NewsItem {
	var list []NewsItem
	for _, p := range news.Children[:min(n, len(news.Children))] {
		e := p.Editions[c.reader.Index]
		item := NewsItem{Page: c.link(p), Summary: Text{HTML: escape(e.Summary)}}
		item.Page.Text = e.Title
		item.Summary.Lang, item.Summary.Dir = item.Page.Lang, item.Page.Dir
		item.Date, item.Day = c.text.Locale.Date(*p.Date), p.Date.String()
		list = append(list, item)
	}
	return list
}

// homeNews are the newest items of the first page of news; nil if there are none.
func (c *pageContext) homeNews() *HomeNews {
	news := c.site.OfKind(model.KindNews)
	if news == nil {
		return nil
	}
	items := c.newsItems(news, news.Definition.(*model.News).OnHome())
	if len(items) == 0 {
		return nil
	}
	return &HomeNews{Title: c.link(news), Items: items}
}

// published fills what the page of a news item says beside its text. Those
// before and after it are newer and older, and say so.
func (c *pageContext) published(p *Page) {
	if c.page.Date == nil {
		return
	}
	p.Published, p.PublishedOn = c.reader.Locale.Date(*c.page.Date), c.page.Date.String()
	words := *p.Words
	words.Previous, words.Next = c.reader.Locale.Text("news-newer"), c.reader.Locale.Text("news-older")
	p.Words = &words
}
