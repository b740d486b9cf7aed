// Package move renames a page: its folder with all pages below it, every address
// in the content that leads there or away from there, in all languages, and the
// alias that keeps its old address alive.
//
// Make works out a Plan from a site without errors and changes nothing. It
// assembles the site three times: as it is, as it would be with the folder
// renamed alone, and as it would be when the plan is done. An address is mended
// where the second leads elsewhere than the first; then everything that named a
// page must name the same page in the third, or there is no plan. Apply does
// what a Plan says on a disk, or takes back what it did.
//
// A file changes in the bytes of addresses alone: comments, order, quotes, line
// ends and the byte order mark stay, so that the change can be read as it is
// (git diff), and no translation becomes stale, for addresses are not part of
// the text that is compared.
package move

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// Options say what to move.
type Options struct {
	From, To string // page ids
	// Forget leaves no alias: nobody knows the old address.
	Forget bool
}

// A Plan is what a move changes.
type Plan struct {
	From, To string // page ids
	Pages    int    // how many pages are renamed, those that definitions add not counted
	Edits    []Edit // sorted by Path
}

// An Edit is one file whose bytes change.
type Edit struct {
	Path  string // as it is before the move
	Old   []byte // nil: the file is new
	Data  []byte // nil: nothing would be left in the file, which goes
	Links int    // how many addresses in it are mended
	Alias string // what becomes of its aliases: "alias a", "" for nothing
}

// NewPath returns where a file of the content stands after the move.
func (p *Plan) NewPath(name string) string {
	from := path.Join(source.Root, p.From)
	if !below(name, from) {
		return name
	}
	return path.Join(source.Root, p.To) + strings.TrimPrefix(name, from)
}

// newID is the id of a page after the move.
func (p *Plan) newID(id string) string {
	if !below(id, p.From) {
		return id
	}
	return p.To + strings.TrimPrefix(id, p.From)
}

// Make plans a move in the source tree fsys. The error says why it cannot be
// asked for. Errors among the findings forbid it: without a Plan they stand in
// the content as it is, with one they would stand there after the move.
func Make(fsys fs.FS, opt Options) (*Plan, diag.List, error) {
	files, err := treeOf(fsys, source.Root)
	if err != nil {
		return nil, nil, err
	}
	now, found, err := load(fsys, nil)
	if err != nil || now == nil || found.Fails(false) {
		return nil, found, err
	}
	plan := &Plan{From: opt.From, To: opt.To}
	if err := plan.possible(now, files); err != nil {
		return nil, nil, err
	}
	renamed, _, err := load(files.with(plan), now) // its addresses lead nowhere yet
	if err != nil {
		return nil, nil, err
	}
	m := &mending{plan: plan, now: now, renamed: renamed, files: map[string]*edits{}}
	m.addresses()
	m.aliases(opt.Forget)
	if m.found.Fails(false) {
		return nil, m.found, nil
	}
	if plan.Edits, err = m.edited(fsys); err != nil {
		return nil, nil, err
	}
	for _, name := range append(plan.paths(), path.Join(source.Root, plan.From)) {
		if link := files.link(name); link != "" {
			return nil, nil, linkError(link)
		}
	}
	for _, p := range now.tree.Pages {
		if below(p.ID, plan.From) {
			plan.Pages++
		}
	}
	then, found, err := load(files.with(plan), now)
	switch {
	case err != nil:
		return nil, nil, err
	case then == nil || found.Fails(false):
		return plan, found, nil
	}
	return plan, m.differences(then), nil
}

// loaded is a site with the tree it was made of.
type loaded struct {
	tree    *source.Tree
	catalog *lang.Catalog
	cache   *site.Cache // most texts are the same after the move
	*site.Site
}

// load assembles a site, with the messages of another one if there is one. It is
// nil if there is none to speak of.
func load(fsys fs.FS, like *loaded) (*loaded, diag.List, error) {
	tree, found, err := source.Load(fsys)
	if err != nil || tree == nil {
		return nil, found, err
	}
	l := &loaded{tree: tree}
	if like != nil {
		l.catalog, l.cache = like.catalog, like.cache
	} else {
		var more diag.List
		l.catalog, more = lang.Load(fsys, "i18n", tree.Config.Tags)
		l.cache = new(site.Cache)
		found = append(found, more...)
	}
	var more diag.List
	l.Site, more = site.Assemble(tree, site.Options{Catalog: l.catalog, Cache: l.cache})
	return l, append(found, more...), nil
}

// possible says why the move cannot be.
func (p *Plan) possible(now *loaded, files *tree) error {
	page := now.Page(p.From)
	target := path.Join(source.Root, p.To)
	switch {
	case p.From == "":
		return fmt.Errorf("the home page cannot be moved")
	case page == nil && now.Moved(p.From) != nil:
		return fmt.Errorf("the page %q has moved; its id is %s", p.From, now.Moved(p.From).ID)
	case page == nil:
		return fmt.Errorf("there is no page %q", p.From)
	case page.Owner != nil:
		return fmt.Errorf("the page %q is made by the definition in %s; change its id there", p.From, page.Owner.MetaFile())
	case p.To == p.From:
		return fmt.Errorf("the page has the id %q already", p.To)
	case p.To == "":
		return fmt.Errorf("a page cannot become the home page")
	case below(p.To, p.From):
		return fmt.Errorf("%q lies below %q; a page cannot be moved into itself", p.To, p.From)
	}
	if message, hint := source.BadID(p.To); message != "" {
		return fmt.Errorf("%s; %s", message, hint)
	}
	switch other := now.Page(p.To); {
	case other != nil && other.Owner != nil:
		return fmt.Errorf("there is a page %q already, made by the definition in %s; choose another id", p.To, other.MetaFile())
	case other != nil:
		return fmt.Errorf("there is a page %q already; choose another id", p.To)
	case files.isDir(target):
		return fmt.Errorf("there is a folder %s already; choose another id", target)
	}
	for dir := target; dir != source.Root; dir = path.Dir(dir) {
		if _, ok := files.files[dir]; ok {
			return fmt.Errorf("%s is a file; choose another id", dir)
		}
	}
	for _, other := range now.Pages {
		for _, alias := range written(now, other) {
			if alias == p.To && !below(other.ID, p.From) {
				return fmt.Errorf("%q is an old address of the page %q; delete it under aliases: in %s first", p.To, other.ID, other.MetaFile())
			}
		}
	}
	return nil
}

// written are the aliases that page.yaml of a page gives, as ids.
func written(l *loaded, p *site.Page) []string {
	var ids []string
	for _, sp := range l.tree.Pages {
		if sp.ID == p.ID && p.Owner == nil {
			for _, alias := range sp.Meta.Aliases {
				ids = append(ids, strings.Trim(alias.Value, "/"))
			}
		}
	}
	return ids
}

// edited makes the changes of all files.
func (m *mending) edited(fsys fs.FS) ([]Edit, error) {
	var list []Edit
	for name, e := range m.files {
		if e.empty() {
			continue
		}
		edit := Edit{Path: name, Links: e.links, Alias: e.alias}
		if e.fresh {
			edit.Data = []byte(e.added)
			list = append(list, edit)
			continue
		}
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		edit.Old = raw
		edit.Data = e.apply(raw)
		list = append(list, edit)
	}
	slices.SortFunc(list, func(a, b Edit) int { return cmp.Compare(a.Path, b.Path) })
	return list, nil
}
