package render

import (
	"path"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/search"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/words"
)

// SearchFolder is where the index stands in the output, and the module that
// reads it.
const SearchFolder = "search"

// index makes the search index of every language from its rendered pages.
// Fallback pages are in the index of the language that their text is in, and
// there alone.
func (r *renderer) index(pages []File) ([]File, diag.List, error) {
	lists := make([][]search.File, len(r.site.Languages))
	found := make([]diag.List, len(r.site.Languages))
	lexicons := lexicons{r.opt.FS, map[string]*words.Lexicon{}}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, l := range r.site.Languages {
		lexicon, problems, err := lexicons.of(l.Tag)
		if err != nil {
			return nil, nil, err
		}
		found[i] = problems
		g.Go(func() error {
			in := r.indexInput(l)
			in.Lexicon = lexicon
			names := bridge{r.site.Glossary, l, map[string][]string{}}
			for j := i; j < len(pages); j += len(r.site.Languages) {
				if pages[j].sections != nil {
					in.Pages = append(in.Pages, r.indexPage(j/len(r.site.Languages), pages[j].Page.Editions[i], pages[j].sections, &names))
				}
			}
			lists[i] = search.Build(in).Files()
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, nil, err
	}
	var files []File
	seen := map[string]bool{} // languages share the description of their words
	for _, list := range lists {
		for _, f := range list {
			if p := path.Join(SearchFolder, f.Path); !seen[p] {
				seen[p] = true
				files = append(files, File{Path: p, Data: f.Data})
			}
		}
	}
	return files, firstOfEach(found), nil
}

// indexed reports whether a page can be found in the reader's language: pages
// that only repeat others for the printer cannot.
func indexed(e *site.Edition) bool {
	if e.Fallback() {
		return false
	}
	added := e.Page.Added
	return added == nil || !views[viewKey{e.Page.Kind, added.View}].repeats
}

// indexInput is what search needs to know of a language beside its pages.
func (r *renderer) indexInput(l *site.Language) search.Input {
	in := search.Input{Tag: string(l.Tag), Name: l.Tag.Name(), Dir: l.Tag.Dir(), Words: words.For(string(l.Tag))}
	for _, a := range r.site.Config.Audiences {
		in.Audiences = append(in.Audiences, a.ID)
	}
	for _, p := range r.searchSections() {
		in.Sections = append(in.Sections, p.ID)
	}
	for _, tag := range l.Chain[1:] {
		in.Fallbacks = append(in.Fallbacks, string(tag))
	}
	for _, other := range r.site.Languages {
		if other != l {
			in.Others = append(in.Others, search.Other{Tag: string(other.Tag), Name: other.Tag.Name(), Dir: other.Tag.Dir()})
		}
	}
	t := r.site.Terms
	// Easy Finnish is Finnish: what one says of its words holds for the other.
	for _, other := range r.site.Languages {
		if other.Tag.Primary() != l.Tag.Primary() {
			continue
		}
		in.Terms.Words = append(in.Terms.Words, values(t.Words[other.Tag])...)
		in.Terms.Whole = append(in.Terms.Whole, values(t.Whole[other.Tag])...)
		for _, group := range t.Synonyms[other.Tag] {
			in.Terms.Synonyms = append(in.Terms.Synonyms, values(group))
		}
	}
	return in
}

func values(list []decode.At[string]) []string {
	var all []string
	for _, v := range list {
		all = append(all, v.Value)
	}
	return all
}

// searchSections are the parts of the site by which results can be filtered:
// those of the navigation.
func (r *renderer) searchSections() []*site.Page {
	var list []*site.Page
	for _, id := range r.site.Config.Navigation {
		if p := r.site.Page(id.Value); p != nil && p.Section() == p && p.ID != "" {
			list = append(list, p)
		}
	}
	return list
}

// indexPage is a page as search sees it. The number is the same in every
// language.
func (r *renderer) indexPage(number int, e *site.Edition, sections []section, names *bridge) search.Page {
	p := search.Page{Number: number, Path: e.Page.ID, Title: e.Title, Summary: e.Summary, Section: -1}
	for _, s := range sections {
		p.Sections = append(p.Sections, names.over(s))
	}
	if p.Path != "" {
		p.Path += "/"
	}
	for i, a := range r.site.Config.Audiences {
		for _, of := range e.Page.Audiences {
			if of.ID == a.ID {
				p.Audiences = append(p.Audiences, i)
			}
		}
	}
	p.Section = slices.Index(r.searchSections(), e.Page.Section())
	return p
}
