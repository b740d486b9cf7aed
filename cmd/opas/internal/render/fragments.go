package render

import (
	"html/template"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/site"
)

// fragments renders what all pages of a language, or of a section of it, have
// in common.
func (r *renderer) fragments() diag.List {
	var found diag.List
	for _, l := range r.site.Languages {
		parts := languageParts{words: shellWords(l), sections: map[*site.Page]sectionParts{}}
		parts.footer = r.fragment("footer", r.footer(l, parts.words), &found)
		home := r.site.Home()
		for _, section := range append([]*site.Page{home}, home.Children...) {
			header := r.header(l, section, parts.words)
			s := sectionParts{header: r.fragment("header", header, &found)}
			header.Search = r.searchField(l, true)
			s.linkedHeader = r.fragment("header", header, &found)
			if len(section.Children) > 0 && section != home && section.Kind != model.KindNews {
				s.navigation = r.fragment("navigation", r.navigation(l, section, parts.words), &found)
			}
			parts.sections[section] = s
		}
		r.languages = append(r.languages, parts)
	}
	return firstOfEach([]diag.List{found})
}

func (r *renderer) fragment(name string, data any, found *diag.List) template.HTML {
	out, problems := r.execute(name, data, "")
	*found = append(*found, problems...)
	return template.HTML(out)
}

func shellWords(l *site.Language) *Words {
	say := func(id string) string { return l.Locale.Text(id) }
	return &Words{
		Skip: say("site-skip"), Menu: say("site-menu"), MainNav: say("site-main-nav"), Languages: say("site-language"),
		Breadcrumb: say("site-breadcrumb"), SectionMenu: say("page-section-menu"), OnThisPage: say("page-contents"), For: say("page-for"),
		NeededBy: say("page-needed-by"), Sources: say("page-sources"), Stale: say("page-source-stale"), Edit: say("page-edit"), EditWords: say("page-edit-words"), Report: say("page-report"),
		Print: say("page-print"), Browse: say("page-browse"), Previous: say("page-previous"), Next: say("page-next"),
		Footer: say("site-footer"),
	}
}

// navLink is a page in a fragment.
func navItem(p *site.Page, l *site.Language) NavItem {
	t := titled(p, l, l, RootMark+"/"+address(l, p))
	return NavItem{Href: t.Href, Text: t.Text, Lang: t.Lang, Dir: t.Dir}
}

func (r *renderer) header(l *site.Language, section *site.Page, words *Words) HeaderView {
	name, _ := r.site.Config.Title.In(l.Chain)
	v := HeaderView{SiteName: name, Home: RootMark + "/" + string(l.Tag) + "/", Language: l.Tag.Name(), Search: r.searchField(l, false), Words: words}
	for _, id := range r.site.Config.Navigation {
		if p := r.site.Page(id.Value); p != nil {
			item := navItem(p, l)
			item.Inside = p == section
			v.Items = append(v.Items, item)
		}
	}
	for _, other := range r.site.Languages {
		v.Languages = append(v.Languages, LanguageLink{Href: RootMark + "/" + string(other.Tag) + "/" + PageMark,
			Lang: other.Tag.HTML(), Dir: other.Tag.Dir(), Name: other.Tag.Name(), Current: other == l})
	}
	return v
}

// navigation lists a section: first the pages that writers made, by audience
// where there are several, then those that definitions add, under a title for
// each view: those of the section's own definition before those of pages in it.
func (r *renderer) navigation(l *site.Language, section *site.Page, words *Words) NavigationView {
	top := navItem(section, l)
	v := NavigationView{Title: section.Editions[l.Index].Title, Lang: top.Lang, Dir: top.Dir, Href: top.Href, Words: words}
	inside := written(section)
	for _, group := range byAudience(inside) {
		g := NavGroup{}
		if group.audience != "" {
			g.Title = r.audience(group.audience, l)
		}
		for _, p := range group.pages {
			g.Items = append(g.Items, navItem(p, l))
		}
		v.Groups = append(v.Groups, g)
	}
	group := map[string]int{}
	for _, p := range append([]*site.Page{section}, inside...) {
		for _, made := range p.Children {
			if made.Added == nil {
				continue
			}
			title := l.Locale.Text(viewGroup(made.Added.View))
			i, ok := group[title]
			if !ok {
				i = len(v.Groups)
				group[title] = i
				v.Groups = append(v.Groups, NavGroup{Title: title})
			}
			v.Groups[i].Items = append(v.Groups[i].Items, navItem(made, l))
		}
	}
	return v
}

// viewGroup is the message that stands over the pages of a view in the section
// navigation.
func viewGroup(view string) string {
	switch view {
	case "phase":
		return "guidance-phases"
	case "role":
		return "guidance-roles"
	case "meeting":
		return "mentoring-meetings"
	case "form":
		return "mentoring-forms"
	case "sheet":
		return "mentoring-sheets"
	case "card":
		return "scope-cards"
	case "occupation":
		return "career-occupations"
	}
	return "page-views" // tools and print views
}

func (r *renderer) footer(l *site.Language, words *Words) FooterView {
	v := FooterView{PublishedBy: l.Locale.Text("site-published-by"), Words: words}
	v.Publisher, _ = r.site.Config.Publisher.In(l.Chain)
	for _, id := range r.site.Config.Footer {
		if p := r.site.Page(id.Value); p != nil {
			v.Links = append(v.Links, titled(p, l, l, RootMark+"/"+address(l, p)))
		}
	}
	for _, t := range []string{searchMap, searchIndex} {
		v.Links = append(v.Links, Link{Href: RootMark + "/" + string(l.Tag) + "/" + t, Text: l.Locale.Text(searchTitles[t])})
	}
	return v
}
