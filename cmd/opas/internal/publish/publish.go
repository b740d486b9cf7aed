// Package publish puts a built site where people read it: onto a branch of a
// git remote, from which hosts serve pages.
//
// A Branch is opened, a Plan says what would become of it, and Push does that.
// The files of the site are the whole tree of the branch, beside a manifest by
// which the next publishing knows its own; see manifest.go. What others put
// there is never replaced unless the publisher says so, and a push is never
// forced, so that nothing is lost when two publish at once.
//
// Describe tells a person which pages a publishing changes. It serves a folder
// (build.Compare) as well as a branch.
//
// The package never builds, prints or starts a program: the site comes as a
// build.Result, and git is asked through room git.
package publish

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/lang"
)

// A Report says what becomes of the pages and the other files of a site.
type Report struct{ New, Changed, Gone Part }

// A Part is what is new, or changed, or gone.
type Part struct {
	Pages []Page // by language, in the order of the site, and by address
	Files int    // how many files that are no pages
}

// A Page is one address in one language.
type Page struct {
	Address string // "/fi/mentoring/", below the address of the site
	Lang    string // the tag that the address begins with
	Title   string // "" if it is gone, or if it is a page of the search
}

// Describe turns changed files into changed pages. Only pages that are still
// there have a title.
func Describe(c build.Changes, r *build.Result) Report {
	titles := map[string]string{}
	for _, f := range r.Files {
		if f.Page == nil {
			continue
		}
		for _, e := range f.Page.Editions {
			if string(e.Language.Tag) == f.Lang {
				titles[f.Path] = e.Title
			}
		}
	}
	tags := r.Site.Config.Tags
	return Report{New: part(c.New, tags, titles), Changed: part(c.Changed, tags, titles), Gone: part(c.Removed, tags, nil)}
}

func part(paths []string, tags []lang.Tag, titles map[string]string) Part {
	var p Part
	for _, f := range paths {
		if tag, ok := pageLang(f); ok {
			p.Pages = append(p.Pages, Page{Address: "/" + strings.TrimSuffix(f, "index.html"), Lang: tag, Title: titles[f]})
		} else {
			p.Files++
		}
	}
	rank := func(tag string) int {
		if i := slices.Index(tags, lang.Tag(tag)); i >= 0 {
			return i
		}
		return len(tags) // the site has it no more
	}
	slices.SortFunc(p.Pages, func(a, b Page) int {
		return cmp.Or(cmp.Compare(rank(a.Lang), rank(b.Lang)), cmp.Compare(a.Address, b.Address))
	})
	return p
}

// pageLang reports whether a file of a site is a page, and in which language.
// It goes by the path, since pages that are gone are known by nothing else.
func pageLang(file string) (tag string, ok bool) {
	first, _, below := strings.Cut(file, "/")
	if !below || path.Base(file) != "index.html" {
		return "", false
	}
	_, err := lang.Parse(first) // files and assets are no languages
	return first, err == nil
}

// Count is a language with how many pages it has in a Part.
type Count struct {
	Lang  string
	Pages int
}

// Counts returns how many pages each language has, in the order of Pages.
func (p Part) Counts() []Count {
	var list []Count
	for _, page := range p.Pages {
		if n := len(list); n > 0 && list[n-1].Lang == page.Lang {
			list[n-1].Pages++
		} else {
			list = append(list, Count{page.Lang, 1})
		}
	}
	return list
}
