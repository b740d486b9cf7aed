package render

import (
	"cmp"
	"slices"

	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/site"
)

// ChapterList are the pages that writers made below a page, by audience.
type ChapterList struct {
	Title  string // "Chapters", in the language of the text
	Groups []ChapterGroup
}

// ChapterGroup are the chapters of a section that are for one audience first.
type ChapterGroup struct {
	Title    string // the audience; "" where all are for the same
	ID       string // of the audience, its class; may be ""
	Chapters []Chapter
}

// Chapter is a page below another, as the page above lists it.
type Chapter struct {
	Page    Link
	Summary Text
	Minutes string // may be ""
}

// chapters lists the pages that writers made below the page; nil if there are
// none, and on the home page, which has its doors.
func (c *pageContext) chapters() *ChapterList {
	if c.page.ID == "" {
		return nil
	}
	list := &ChapterList{Title: c.say("page-chapters")}
	for _, g := range byAudience(c.page.Children) {
		group := ChapterGroup{}
		if g.audience != "" {
			group.ID, group.Title = g.audience, c.audience(g.audience)
		}
		for _, p := range g.pages {
			e := p.Editions[c.reader.Index]
			chapter := Chapter{Page: c.link(p), Summary: Text{HTML: escape(e.Summary)}}
			chapter.Page.Text = e.Title
			chapter.Summary.Lang, chapter.Summary.Dir = chapter.Page.Lang, chapter.Page.Dir
			if p.Minutes > 0 {
				chapter.Minutes = c.count("duration-minutes", p.Minutes)
			}
			group.Chapters = append(group.Chapters, chapter)
		}
		list.Groups = append(list.Groups, group)
	}
	if len(list.Groups) == 0 {
		return nil
	}
	return list
}

// audienceGroup are the pages for whose first audience is the same.
type audienceGroup struct {
	audience string // id; "" where all pages of the list are for the same
	pages    []*site.Page
}

// byAudience groups the pages of a list that writers made by the audience named
// first, in the order in which the audiences first come. Pages for nobody in
// particular come before all others, since their group has no name.
func byAudience(pages []*site.Page) []audienceGroup {
	var groups []audienceGroup
	at := map[string]int{}
	for _, p := range pages {
		if p.Added != nil {
			continue
		}
		audience := ""
		if len(p.Audiences) > 0 {
			audience = p.Audiences[0].ID
		}
		i, ok := at[audience]
		if !ok {
			i = len(groups)
			at[audience] = i
			groups = append(groups, audienceGroup{audience: audience})
		}
		groups[i].pages = append(groups[i].pages, p)
	}
	if len(groups) == 1 {
		groups[0].audience = ""
	}
	slices.SortStableFunc(groups, func(a, b audienceGroup) int {
		return cmp.Compare(min(len(a.audience), 1), min(len(b.audience), 1))
	})
	return groups
}

// readingOrder is a section as its readers go through it: its front page, the
// pages that writers made, by audience, and those that its definition adds.
// What only gathers others for print is left out. Pages that the definition of
// a page inside the section adds are a way of their own: see neighbours.
func readingOrder(section *site.Page) []*site.Page {
	order := []*site.Page{section}
	for _, g := range byAudience(written(section)) {
		order = append(order, g.pages...)
	}
	return append(order, madeBy(section)...)
}

// madeBy are the pages that the definition of a page adds, in order.
func madeBy(p *site.Page) []*site.Page {
	var pages []*site.Page
	for _, child := range p.Children {
		if child.Owner == p && !gathers(child) {
			pages = append(pages, child)
		}
	}
	return pages
}

// neededBy are the roles of the guidance model whose lists name the page, as
// links to those lists, in the language of the reader.
func (c *pageContext) neededBy() []Link {
	guide := c.site.OfKind(model.KindGuidance)
	if guide == nil {
		return nil
	}
	var links []Link
	for _, role := range guide.Definition.(*model.Guidance).NeededBy(c.page.ID) {
		if p := c.site.Page(guide.ID + "/role-" + role); p != nil {
			links = append(links, titled(p, c.reader, c.reader, c.href(p)))
		}
	}
	return links
}
