package check

import (
	"path"
	"slices"
	"strings"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/site"
)

// Unused gives notice of what no reader comes upon: pages to which no page
// leads, beside the site map and the list A–Z, and files beside pages that
// nothing shows or links to. It reads the pages as they were rendered, so that
// whatever a template or a definition leads to counts.
func Unused(s *site.Site, files []File) diag.List {
	o := &output{}
	docs := o.read(files, func(f File) bool { return f.Page != nil })
	var found diag.List
	o.unreachable(s, &found)
	o.unusedFiles(s, docs, &found)
	return found
}

// leadsTo are the documents to which a page has links.
func (o *output) leadsTo(s *site.Site, d *document) []*document {
	var list []*document
	for _, href := range d.hrefs {
		if u := inside(href); u != nil {
			if target, ok := o.target(s, d.file.Path, u.Path); ok {
				list = append(list, target)
			}
		}
	}
	return list
}

// unreachable follows all links from the home page of the source language.
func (o *output) unreachable(s *site.Site, found *diag.List) {
	address := func(p *site.Page) string { return path.Join(string(s.Source.Tag), p.ID, "index.html") }
	seen := map[*document]bool{}
	next := []*document{o.files[address(s.Home())]}
	for len(next) > 0 {
		d := next[0]
		next = next[1:]
		if d == nil || seen[d] || d.file.Page == nil || d.file.Lang != string(s.Source.Tag) {
			continue
		}
		seen[d] = true
		next = append(next, o.leadsTo(s, d)...)
	}
	for _, p := range s.Pages {
		if d := o.files[address(p)]; p.Owner == nil && d != nil && !seen[d] {
			found.Noticef("page-unreachable", d.pos(), "link to it, list it under navigation: or footer: in site.yaml, or put its folder below that of another page",
				"no page leads to this one; readers find it by searching alone")
		}
	}
}

func (o *output) unusedFiles(s *site.Site, docs []*document, found *diag.List) {
	used := map[*document]bool{}
	for _, d := range docs {
		for _, target := range o.leadsTo(s, d) {
			used[target] = true
		}
	}
	for _, p := range s.Pages {
		for _, f := range p.Files {
			if d := o.files[path.Join("files", p.ID, f.Name)]; d != nil && !used[d] && !shows(p.Definition, f.Name) {
				found.Noticef("file-unused", diag.Pos{File: f.Path}, "show it, link to it, or delete it", "nothing shows this file or links to it, but it is published")
			}
		}
	}
}

// shows reports whether a definition has a file in its pages without linking to it.
func shows(d model.Definition, name string) bool {
	a, ok := d.(*model.Assessment)
	return ok && slices.ContainsFunc(slices.Concat(a.Pictures(), a.Audio()), func(id model.ID) bool { return strings.TrimPrefix(id.Value, "./") == name })
}
