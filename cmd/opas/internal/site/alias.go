package site

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/source"
)

// aliases finds what else leads to each page. An alias is an old id of a page,
// and holds for everything below it too: when mentoring/old is an alias of
// mentoring/new, mentoring/old/child leads to mentoring/new/child. What is the
// id of a page, or an alias that is written down, leads there and nowhere else.
func (a *assembly) aliases() {
	s := a.site
	s.moved = map[string]*Page{}
	first := map[string]diag.Pos{}
	for _, p := range s.Pages {
		if p.Owner != nil {
			continue
		}
		for _, alias := range p.meta.Aliases {
			id := strings.Trim(alias.Value, "/")
			message, _ := source.BadID(id)
			begin, rest, _ := strings.Cut(id, "/")
			switch {
			case alias.Value == "": // nothing, or what could not be read
			case message != "":
				a.found.Errorf("alias-shape", alias.Pos, "write the old address without the language, such as mentoring/old-name", "%q cannot have been the id of a page", alias.Value)
			case slices.ContainsFunc(s.Languages, func(l *Language) bool { return begin == string(l.Tag) }):
				a.found.Errorf("alias-language", alias.Pos, fmt.Sprintf("write %s; it leads there in every language", cmp.Or(rest, "the id alone")), "the alias %q names a language", alias.Value)
			case s.pages[id] != nil:
				a.found.Add(diag.Diagnostic{Code: "page-twice", Pos: alias.Pos, Message: fmt.Sprintf("the alias /%s/ is the address of a page", id),
					Hint: "delete the alias", Related: []diag.Related{{Pos: s.pages[id].place(), Message: "the page"}}})
			case s.moved[id] != nil:
				a.found.Add(diag.Diagnostic{Code: "page-twice", Pos: alias.Pos, Message: fmt.Sprintf("the alias /%s/ is given twice", id),
					Hint: "delete one of them", Related: []diag.Related{{Pos: first[id], Message: "first here"}}})
			default:
				first[id] = alias.Pos
				s.moved[id] = p
				p.Aliases = append(p.Aliases, id)
			}
		}
	}
	a.inherited()
}

// inherited gives pages the aliases of the pages above them. Where two pages
// would get the same, the longer alias, which says more, decides.
func (a *assembly) inherited() {
	type old struct {
		id    string
		page  *Page
		above int // length of the alias that it comes from
	}
	var all []old
	for _, p := range a.site.Pages {
		for up := p.Parent; up != nil && up.ID != ""; up = up.Parent {
			for _, alias := range up.Aliases {
				all = append(all, old{path.Join(alias, strings.TrimPrefix(p.ID, up.ID)), p, len(alias)})
			}
		}
	}
	slices.SortStableFunc(all, func(x, y old) int { return cmp.Compare(y.above, x.above) })
	for _, o := range all {
		if message, _ := source.BadID(o.id); message == "" && a.site.pages[o.id] == nil && a.site.moved[o.id] == nil {
			a.site.moved[o.id] = o.page
			o.page.Aliases = append(o.page.Aliases, o.id)
		}
	}
}

// Moved returns the page to which an alias leads, or nil.
func (s *Site) Moved(alias string) *Page { return s.moved[alias] }

// place is where a page is made: its file for all languages, or its folder, or
// what adds it.
func (p *Page) place() diag.Pos {
	switch {
	case p.Added != nil:
		return p.Added.Pos
	case p.meta.Pos.Line > 0:
		return p.meta.Pos
	}
	return diag.Pos{File: p.dir()}
}
