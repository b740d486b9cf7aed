package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/git"
	"opas/cmd/opas/internal/render"
	"opas/cmd/opas/internal/source"
)

// Options say where to publish.
type Options struct {
	// Dir is the folder of the sources, "" for the guide inside the program.
	// It need not be in a repository.
	Dir string
	// Remote is the name of a remote of Dir's repository, or an address.
	Remote string
	// Branch is the name of the branch at the remote.
	Branch string
	// Replace lets the site take the place of what others put on the branch.
	// The branch's history keeps it.
	Replace bool
}

// A Branch is a branch of a remote that a site is published on.
type Branch struct {
	opt    Options
	repo   *git.Repository
	remote string // as git knows it
}

// Open finds out where objects are kept and who commits. It refuses the branch
// that is checked out in the folder of the sources. Whoever opens a Branch
// closes it; commands that are running when ctx ends are stopped.
func Open(ctx context.Context, opt Options) (*Branch, error) {
	repo, err := open(ctx, opt.Dir)
	if err != nil {
		return nil, err
	}
	b := &Branch{opt: opt, repo: repo}
	if err := b.check(); err != nil {
		return nil, errors.Join(err, repo.Close())
	}
	return b, nil
}

func open(ctx context.Context, dir string) (*git.Repository, error) {
	if dir != "" {
		repo, err := git.Open(ctx, dir)
		if !errors.Is(err, git.ErrNoRepository) {
			return repo, err
		}
	}
	return git.Temporary(ctx)
}

func (b *Branch) check() (err error) {
	if !b.repo.ValidBranch(b.opt.Branch) {
		return fmt.Errorf("--branch: %q cannot be the name of a branch", b.opt.Branch)
	}
	if b.opt.Branch == b.repo.Current() {
		return fmt.Errorf("--branch: %s is the branch that you are working on; publish to one that holds nothing but the site", b.opt.Branch)
	}
	if b.remote, err = b.repo.Remote(b.opt.Remote); err != nil {
		return fmt.Errorf("--remote: %w", err)
	}
	if err := b.repo.Author(); err != nil {
		return fmt.Errorf(`git does not know who publishes; tell it with git config --global user.name "…" and git config --global user.email "…" (%w)`, err)
	}
	return nil
}

// Close removes what was temporary.
func (b *Branch) Close() error { return b.repo.Close() }

// String names the branch for messages, without secrets.
func (b *Branch) String() string {
	return fmt.Sprintf("branch %s of %s", b.opt.Branch, diag.Visible(git.Public(b.opt.Remote)))
}

// A Plan is what a publishing would make of a branch.
type Plan struct {
	Changes build.Changes
	tip     string // of the branch, "" if it does not exist
	files   []git.Entry
	data    [][]byte // of files
	same    bool     // as what is at the tip
}

// None reports whether the branch holds the site as it is already.
func (p *Plan) None() bool { return p.same }

// Plan asks the remote for the branch and compares it with the site. It
// refuses a branch that holds the sources of a site, and without
// Options.Replace one that holds what this site did not publish. The error
// wraps git.ErrMoved when the branch moved between two questions.
func (b *Branch) Plan(r *build.Result) (*Plan, error) {
	tip, err := b.repo.Tip(b.remote, b.opt.Branch)
	if err != nil {
		return nil, fmt.Errorf("ask for the %s: %w", b, err)
	}
	old, err := b.repo.Tree(tip)
	if err != nil {
		return nil, fmt.Errorf("read the %s: %w", b, err)
	}
	p := &Plan{tip: tip}
	if err := b.fill(p, r); err != nil {
		return nil, err
	}
	if err := b.refuse(p, old, identify(r.Site)); err != nil {
		return nil, err
	}
	p.Changes, p.same = compare(old, p.files)
	p.same = p.same && tip != ""
	return p, nil
}

// fill sets the files of the plan: those of the site, CNAME and the manifest.
func (b *Branch) fill(p *Plan, r *build.Result) error {
	files := slices.Clone(r.Files)
	if d := r.Site.Config.Domain.Value; d != "" {
		files = append(files, render.File{Path: domainName, Data: []byte(d + "\n")})
	}
	for _, f := range files {
		p.files = append(p.files, git.Entry{Path: f.Path, Mode: git.File})
		p.data = append(p.data, f.Data)
	}
	ids, err := b.repo.Blobs(p.data, false)
	if err != nil {
		return err
	}
	m := manifest{Version: 1, Site: identify(r.Site), Files: map[string]string{}}
	for i, id := range ids {
		p.files[i].ID = id
		m.Files[p.files[i].Path] = id
	}
	own := m.encode()
	ids, err = b.repo.Blobs([][]byte{own}, false)
	if err != nil {
		return err
	}
	p.files = append(p.files, git.Entry{Path: manifestName, Mode: git.File, ID: ids[0]})
	p.data = append(p.data, own)
	return nil
}

// domainName is the file in which GitHub Pages and its like look for the host
// name of a site.
const domainName = "CNAME"

// refuse returns an error if the branch is not for this site.
func (b *Branch) refuse(p *Plan, old []git.Entry, id identity) error {
	sources := []string{source.ConfigFile, b.repo.Prefix() + source.ConfigFile}
	if slices.ContainsFunc(old, func(e git.Entry) bool { return slices.Contains(sources, e.Path) }) {
		return fmt.Errorf("the %s holds the sources of a site; publish to one that holds nothing but the site (if there is none, its name is enough: it is made)", b)
	}
	if b.opt.Replace {
		return nil
	}
	m, err := b.manifest(old)
	if err != nil {
		return err
	}
	if m.Version != 0 && !id.same(m.Site) {
		return fmt.Errorf("the %s holds another site, %s, and this is %s; publish to another branch or, if this is to take its place, say --replace", b, diag.Visible(m.Site.String()), id)
	}
	foreign := foreign(old, p.files, m)
	if len(foreign) == 0 {
		return nil
	}
	hint := ""
	if slices.Contains(foreign, domainName) {
		hint = "; for " + domainName + ", write its host name under domain: in " + source.ConfigFile
	}
	return fmt.Errorf("the %s holds what this site did not publish: %s; move it away, publish to another branch, or say --replace to put the site in its place%s", b, listed(foreign), hint)
}

// manifest returns the manifest of the branch, or the zero value if it has none
// that can be read: then everything on it is somebody else's.
func (b *Branch) manifest(old []git.Entry) (manifest, error) {
	for _, e := range old {
		if e.Path == manifestName && e.Mode == git.File {
			data, err := b.repo.ReadBlob(e.ID, maxManifest)
			if err != nil {
				return manifest{}, fmt.Errorf("read the manifest of the %s: %w", b, err)
			}
			m, _ := parseManifest(data)
			return m, nil
		}
	}
	return manifest{}, nil
}

// foreign returns what would be lost of others: files that the manifest does
// not name or that have another content than it says. What the site publishes
// just so is not lost, nor is a CNAME when site.yaml says what it has to be.
func foreign(old, next []git.Entry, m manifest) []string {
	now := map[string]string{}
	for _, e := range next {
		now[e.Path] = e.ID
	}
	var list []string
	for _, e := range old {
		switch {
		case e.Path == manifestName && m.Version != 0:
		case e.Path == domainName && now[domainName] != "":
		case e.Mode == git.File && (m.Files[e.Path] == e.ID || now[e.Path] == e.ID):
		case m.Files[e.Path] != "":
			list = append(list, e.Path+" (changed)")
		default:
			list = append(list, e.Path)
		}
	}
	return list
}

// maxListed is how many files a message names.
const maxListed = 10

func listed(files []string) string {
	more := ""
	if n := len(files) - maxListed; n > 0 {
		files, more = files[:maxListed], fmt.Sprintf(" and %d more", n)
	}
	return diag.Visible(strings.Join(files, ", ")) + more
}

// compare returns what changes from one tree to the other, and whether nothing
// does, not even a mode.
func compare(old, next []git.Entry) (c build.Changes, same bool) {
	was := map[string]git.Entry{}
	for _, e := range old {
		was[e.Path] = e
	}
	for _, e := range next {
		before, ok := was[e.Path]
		delete(was, e.Path)
		switch {
		case !ok:
			c.New = append(c.New, e.Path)
		case before != e:
			c.Changed = append(c.Changed, e.Path)
		}
	}
	for path := range was {
		c.Removed = append(c.Removed, path)
	}
	slices.Sort(c.New)
	slices.Sort(c.Changed)
	slices.Sort(c.Removed)
	return c, c.None()
}

// Push publishes the plan with a commit after the tip of the branch, and
// returns the commit's id. The error wraps git.ErrMoved when the branch got
// other commits since the plan was made; then it is as those left it.
func (b *Branch) Push(p *Plan, message string) (commit string, err error) {
	var data [][]byte
	for i, f := range p.files {
		_, isNew := slices.BinarySearch(p.Changes.New, f.Path)
		_, changed := slices.BinarySearch(p.Changes.Changed, f.Path)
		if isNew || changed {
			data = append(data, p.data[i]) // the others came with the tip
		}
	}
	if _, err := b.repo.Blobs(data, true); err != nil {
		return "", fmt.Errorf("keep the files: %w", err)
	}
	if commit, err = b.repo.Commit(p.files, p.tip, message); err != nil {
		return "", fmt.Errorf("make the commit: %w", err)
	}
	if err := b.repo.Push(b.remote, b.opt.Branch, commit); err != nil {
		return "", fmt.Errorf("push to the %s: %w", b, err)
	}
	return commit, nil
}

// Message is what a commit says that nobody wrote a message for: how many
// pages it changes, and which commit of the sources they were made from.
func (b *Branch) Message(r Report) string {
	var parts []string
	for _, of := range []struct {
		part Part
		word string
	}{{r.New, "new"}, {r.Changed, "changed"}, {r.Gone, "gone"}} {
		if n := len(of.part.Pages); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, of.word))
		}
	}
	subject := "Publish the site"
	if len(parts) > 0 {
		subject += ": pages " + strings.Join(parts, ", ")
	}
	id, changed := b.repo.Head(source.Tops()...)
	switch {
	case id == "":
		return subject
	case changed:
		return subject + "\n\nFrom " + id + ", with changes that were not committed."
	}
	return subject + "\n\nFrom " + id + "."
}
