package render

import (
	"html/template"

	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/site"
)

// ChapterGroup are the chapters of a section that are for one audience first.
type ChapterGroup struct {
	Title    string // the audience; "" where all are for the same
	ID       string // of the audience, its class; may be ""
	Chapters []Chapter
}

// Chapter is a page below another, as the page above lists it.
type Chapter struct {
	Page    Link
	Summary template.HTML
	Minutes string // may be ""
}

// chapters are the pages that writers made below a page, by audience.
func (c *pageContext) chapters(page *site.Page) []ChapterGroup {
	var groups []ChapterGroup
	for _, g := range byAudience(page.Children) {
		group := ChapterGroup{}
		if g.audience != "" {
			group.ID, group.Title = g.audience, c.audience(g.audience)
		}
		for _, p := range g.pages {
			chapter := Chapter{Page: c.link(p), Summary: escape(p.Editions[c.reader.Index].Summary)}
			chapter.Page.Text = p.Editions[c.reader.Index].Title
			if p.Minutes > 0 {
				chapter.Minutes = c.count("duration-minutes", p.Minutes)
			}
			group.Chapters = append(group.Chapters, chapter)
		}
		groups = append(groups, group)
	}
	return groups
}

// audienceGroup are the pages for whose first audience is the same.
type audienceGroup struct {
	audience string // id; "" where all pages of the list are for the same
	pages    []*site.Page
}

// byAudience groups the pages of a list that writers made by the audience named
// first, in the order in which the audiences first come.
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
	return groups
}

// neededBy are the roles of the guidance model whose lists lead to the page, as
// links back to those lists.
func (c *pageContext) neededBy() []Link {
	guide := c.site.OfKind(model.KindGuidance)
	if guide == nil {
		return nil
	}
	var links []Link
	for _, role := range guide.Definition.(*model.Guidance).ReadBy(c.page.ID) {
		if l := c.linkTo(guide.ID + "/role-" + role); l != nil {
			links = append(links, *l)
		}
	}
	return links
}
