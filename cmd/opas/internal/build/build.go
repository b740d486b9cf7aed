// Package build runs the pipeline that makes a site of a folder, and owns the
// folder it is written to.
//
//	load → assemble → check sources → bundle → render → check output → write
//
// Run does everything but the last step and returns the files in memory, which
// is all that check and serve need; Write puts them into the output folder.
// Every phase takes values and returns a value that nobody changes afterwards.
// With an error among the findings there is no Result, and nothing is written.
package build

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"net/url"
	"slices"
	"strings"

	"opas/cmd/opas/internal/check"
	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/git"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/render"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// Options is what Run needs.
type Options struct {
	// FS is the source tree: content, templates, assets and i18n.
	FS fs.FS
	// BaseURL is where the site will stand; nil takes the one in site.yaml.
	BaseURL *url.URL
	// Dates gives the day of the last change by file; nil if unknown.
	Dates map[string]decode.Date
	// Origins finds what translations without a stamp were made from; see
	// site.Options. Nil finds nothing.
	Origins func([]git.Origin) [][]byte
	// Reload is the script of the development server; see render.Options.
	Reload string
	// Preview makes a site to be looked at before it is published: not indexed
	// (see render.Options), and without the site's address.
	Preview bool
	// Cache keeps what is the same in the next Run; nil keeps nothing.
	Cache *Cache
}

// A Cache keeps what the development server need not make again: parsed texts
// and bundles, by the hash of what they were made from. Everything else is made
// anew in every Run, so that no page is ever out of date. The zero Cache is
// empty and ready to use, by one Run at a time.
type Cache struct {
	texts  site.Cache
	assets [sha256.Size]byte
	bundle *bundle
}

// A Result is a whole site in memory.
type Result struct {
	Site *site.Site
	// Files are sorted by path.
	Files []render.File
}

// Run makes the site of a source tree. The Result is nil when the findings
// hold an error. The error is for the world: a file that cannot be read.
func Run(opt Options) (*Result, diag.List, error) {
	tree, found, err := source.Load(opt.FS)
	if err != nil {
		return nil, found, err
	}
	templates, more, err := render.ParseTemplates(opt.FS)
	found = append(found, more...)
	if err != nil || tree == nil {
		return nil, found, err
	}
	catalog, more := lang.Load(opt.FS, "i18n", tree.Config.Tags)
	found = append(found, more...)
	s, more := site.Assemble(tree, site.Options{Catalog: catalog, Dates: opt.Dates, Origins: opt.Origins, BaseURL: opt.BaseURL, Cache: opt.Cache.parsed()})
	found = append(found, more...)
	found = append(found, check.Sources(s)...)
	found = append(found, check.Readability(s)...)
	if opt.Preview {
		s = s.Unaddressed()
	}
	assets, more, err := opt.Cache.bundled(opt.FS)
	found = append(found, more...)
	if err != nil || found.Fails(false) {
		return nil, append(found, check.Headings(s)...), err
	}
	files, more, err := render.Render(s, render.Options{FS: opt.FS, Templates: templates, Assets: assets.paths, Reload: opt.Reload, Preview: opt.Preview, Findings: found})
	found = append(found, more...)
	if err != nil || found.Fails(false) {
		return nil, found, err
	}
	files = append(files, assets.files...)
	slices.SortFunc(files, func(a, b render.File) int { return cmp.Compare(a.Path, b.Path) })
	rendered := outputs(files)
	if script, _, _ := strings.Cut(opt.Reload, "?"); script != "" {
		rendered = append(rendered, check.File{Path: strings.TrimPrefix(script, "/")}) // served, not built
	}
	found = append(found, check.Output(s, rendered)...)
	if found.Fails(false) {
		return nil, found, nil
	}
	return &Result{Site: s, Files: files}, found, nil
}

func (c *Cache) parsed() *site.Cache {
	if c == nil {
		return nil
	}
	return &c.texts
}

// bundled is bundleAssets, unless no asset has changed.
func (c *Cache) bundled(fsys fs.FS) (*bundle, diag.List, error) {
	if c == nil {
		return bundleAssets(fsys)
	}
	sum, err := fingerprint(fsys, assetRoot)
	if err != nil {
		return nil, nil, err
	}
	if c.bundle != nil && c.assets == sum {
		return c.bundle, nil, nil
	}
	b, found, err := bundleAssets(fsys)
	if err == nil && len(found) == 0 {
		c.assets, c.bundle = sum, b
	}
	return b, found, err
}

// fingerprint is the hash of all files below a folder, with their names.
func fingerprint(fsys fs.FS, dir string) (sum [sha256.Size]byte, err error) {
	h := sha256.New()
	err = fs.WalkDir(fsys, dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, p)
		if err != nil {
			return nil // bundling says what is wrong with it
		}
		fmt.Fprintf(h, "%q %d\n", p, len(data))
		_, err = h.Write(data)
		return err
	})
	return [sha256.Size]byte(h.Sum(nil)), err
}

// outputs is the view that check has of rendered files.
func outputs(files []render.File) []check.File {
	list := make([]check.File, len(files))
	for i, f := range files {
		list[i] = check.File{Path: f.Path, Data: f.Data, Page: f.Page, Lang: f.Lang}
	}
	return list
}
