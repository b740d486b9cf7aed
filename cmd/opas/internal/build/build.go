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
	"io/fs"
	"net/url"
	"slices"
	"strings"

	"opas/cmd/opas/internal/check"
	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
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
	// Reload is the script of the development server; see render.Options.
	Reload string
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
	s, more := site.Assemble(tree, site.Options{Catalog: catalog, Dates: opt.Dates, BaseURL: opt.BaseURL})
	found = append(found, more...)
	found = append(found, check.Sources(s)...)
	assets, more, err := bundleAssets(opt.FS)
	found = append(found, more...)
	if err != nil || found.Fails(false) {
		return nil, append(found, check.Headings(s)...), err
	}
	files, more, err := render.Render(s, render.Options{FS: opt.FS, Templates: templates, Assets: assets.paths, Reload: opt.Reload})
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

// outputs is the view that check has of rendered files.
func outputs(files []render.File) []check.File {
	list := make([]check.File, len(files))
	for i, f := range files {
		list[i] = check.File{Path: f.Path, Data: f.Data, Page: f.Page, Lang: f.Lang}
	}
	return list
}
