// Package render turns a Site into files: a page for every address and
// language, the page that chooses a language, the page for wrong addresses,
// redirects from old ids, the sitemap, and the files that stand beside pages.
//
// Templates see the small structs of view.go and nothing else. What is the
// same for all pages of a language or of a section (header, section
// navigation, footer) is rendered once and only placed into each page. Pages
// are rendered in parallel, each into its own place of the result, so that the
// same Site always gives the same bytes in the same order.
//
// A kind of definition has a file of its own (guidance.go, studypath.go …)
// that fills what its templates show; the table views says which template
// belongs to which view. The package never reads the clock and writes nothing.
package render

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// Options is what Render needs beside the Site.
type Options struct {
	// FS holds the files that stand beside pages.
	FS fs.FS
	// Templates are those of the site.
	Templates *Templates
	// Assets says under which path of the output a bundle stands, by its entry
	// point: "site.css" -> "assets/site-3F2A.css".
	Assets map[string]string
	// Reload is the address, rooted at the host, of the script that the
	// development server adds to every page; its policy then allows the
	// connection back. Empty in everything that is published.
	Reload string
	// Preview makes a site to be looked at before it is published: every page
	// says so and asks not to be indexed.
	Preview bool
	// Findings are those told so far; the page for staff counts them.
	Findings diag.List
}

// A File is one file of the site. Its Path is relative to the output folder.
type File struct {
	Path string
	Data []byte
	// Page and Lang name what an HTML page shows; nil and "" for other files.
	Page *site.Page
	Lang string
	// sections is the text of a page that can be found, by heading.
	sections []section
}

// Render makes all files of the site, sorted by path. Mistakes in templates
// are findings, with the place in the template and the page it was met on. The
// error is for files that cannot be read.
func Render(s *site.Site, opt Options) ([]File, diag.List, error) {
	r := &renderer{site: s, opt: opt}
	if s.Source.Tag.Latin() {
		r.foreign = s.Source.Tag.HTML()
	}
	found := r.fragments()
	if found.Fails(false) {
		return nil, found, nil
	}
	files, more, err := r.pages()
	found = append(found, more...)
	if err != nil || found.Fails(false) {
		return nil, found, err
	}
	index, more, err := r.index(files)
	found = append(found, more...)
	if err != nil {
		return nil, found, err
	}
	special, more := r.special(slices.Concat(files, index))
	found = append(found, more...)
	beside, err := r.beside()
	if err != nil {
		return nil, found, err
	}
	moved, more := r.moved(beside)
	found = append(found, more...)
	files = slices.Concat(files, index, special, beside, moved)
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return files, found, nil
}

// renderer is what all pages share. It does not change after fragments.
type renderer struct {
	site      *site.Site
	opt       Options
	languages []languageParts // by site.Language.Index
	foreign   string          // the language of words in Latin letters within a text in another script, "" if unknown
}

// languageParts are the parts that are made once per language.
type languageParts struct {
	words    *Words
	footer   template.HTML
	sections map[*site.Page]sectionParts
}

// sectionParts are the parts that are made once per language and section.
type sectionParts struct {
	header       template.HTML
	linkedHeader template.HTML // with a link in place of the search field
	navigation   template.HTML
}

// pages renders every page in every language.
func (r *renderer) pages() ([]File, diag.List, error) {
	n := len(r.site.Languages)
	files := make([]File, len(r.site.Pages)*n)
	found := make([]diag.List, len(files))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range r.site.Pages {
		for j, l := range r.site.Languages {
			g.Go(func() error {
				k := i*n + j
				data, problems := r.page(p.Editions[j])
				files[k] = File{Path: path.Join(string(l.Tag), p.ID, "index.html"), Data: data, Page: p, Lang: string(l.Tag)}
				if indexed(p.Editions[j]) {
					files[k].sections = sectionsOf(data, l.Tag.HTML())
				}
				found[k] = problems
				return nil
			})
		}
	}
	if err := g.Wait(); err != nil {
		return nil, nil, err
	}
	return files, firstOfEach(found), nil
}

// firstOfEach joins the findings of all pages; a mistake in a template is met
// on many pages and told once.
func firstOfEach(lists []diag.List) diag.List {
	var all diag.List
	seen := map[string]bool{}
	for _, list := range lists {
		for _, d := range list {
			key := d.Pos.String() + "\x00" + d.Code + "\x00" + d.Message
			if !seen[key] {
				seen[key] = true
				all = append(all, d)
			}
		}
	}
	return all
}

// beside reads the files that are published beside pages.
func (r *renderer) beside() ([]File, error) {
	var files []File
	for _, p := range r.site.Pages {
		for _, f := range p.Files {
			data, err := fs.ReadFile(r.opt.FS, f.Path)
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", f.Path, err)
			}
			files = append(files, File{Path: filePath(p, f), Data: data})
		}
	}
	return files, nil
}

func filePath(p *site.Page, f source.File) string { return path.Join("files", p.ID, f.Name) }

// execute runs a template. A mistake in it becomes a finding at its place,
// with the file of the page it was met on.
func (r *renderer) execute(name string, data any, file string) ([]byte, diag.List) {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := r.opt.Templates.set.ExecuteTemplate(b, name, data); err != nil {
		return nil, diag.List{templateFinding(err, file)}
	}
	return bytes.Clone(b.Bytes()), nil
}

// buffers are as large as the pages they have held, so that the next need not grow.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}
