package move

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// mending is the work of Make.
type mending struct {
	plan         *Plan
	now, renamed *loaded
	files        map[string]*edits // by path before the move
	found        diag.List
}

func (m *mending) file(name string) *edits {
	e := m.files[name]
	if e == nil {
		e = &edits{}
		m.files[name] = e
	}
	return e
}

// addresses mends everything that names a page: links and pictures in texts and
// in the words of definitions, ids in definitions and in site.yaml.
func (m *mending) addresses() {
	for _, p := range m.now.tree.Pages {
		page := m.now.Page(p.ID)
		if page == nil {
			continue
		}
		for _, t := range p.Texts {
			if doc, _ := markdown.Parse(t.Path, t.Data); doc != nil {
				for _, ref := range doc.Refs {
					m.link(page, t.Path, ref, func(was, now string) {
						m.replace(t, ref.Start, was, now)
					})
				}
			}
		}
		for _, t := range p.Words {
			for _, n := range scalars(t) {
				m.words(page, t, n)
			}
		}
		if page.Definition != nil && page.Owner == nil {
			for _, id := range model.PageIDs(page.Definition) {
				m.id(id)
			}
		}
	}
	for _, id := range configIDs(m.now.Config) {
		m.id(id)
	}
}

// configIDs are the ids of pages that site.yaml names.
func configIDs(c *source.Config) []decode.At[string] {
	ids := slices.Concat(c.Navigation, c.Footer)
	for _, a := range c.Audiences {
		ids = append(ids, a.Pages...)
	}
	return ids
}

// scalars are the texts in a file of words.
func scalars(t source.Text) []*decode.Node {
	root, _ := decode.Parse(t.Path, t.Data, 1)
	var list []*decode.Node
	var walk func(n *decode.Node)
	walk = func(n *decode.Node) {
		if n.Kind() == decode.Scalar {
			list = append(list, n)
		}
		for _, f := range n.Fields() {
			walk(f.Value)
		}
	}
	for _, f := range root.Fields() {
		if f.Key.Value != "translated-from" && f.Key.Value != "review" {
			walk(f.Value)
		}
	}
	return list
}

// words mends the addresses in one text of a definition. YAML may have folded the
// text or read escapes in it, so what is sought in the file is the same
// occurrence of the address; an address has no spaces at which it could break.
func (m *mending) words(page *site.Page, t source.Text, n *decode.Node) {
	text := strings.TrimSpace(n.Scalar())
	doc, _ := markdown.ParseText(n.Pos(), text)
	if doc == nil {
		return
	}
	for _, ref := range doc.Refs {
		m.link(page, t.Path, ref, func(was, now string) {
			nth := occurrences(text[:ref.Start], text, was)
			at := offset(t.Data, n.Pos())
			for ; at >= 0 && nth >= 0; nth-- {
				i := bytes.Index(t.Data[at:], []byte(was))
				if i < 0 {
					at = -1
					break
				}
				at += i
				if nth > 0 {
					at++
				}
			}
			m.replace(t, at, was, now)
		})
	}
}

// occurrences counts how often word begins in text before the end of start.
func occurrences(start, text, word string) int {
	n := 0
	for i := range len(start) {
		if strings.HasPrefix(text[i:], word) {
			n++
		}
	}
	return n
}

// replace puts an address in the place of another, which must stand there.
func (m *mending) replace(t source.Text, at int, was, now string) {
	if at < 0 || !bytes.HasPrefix(t.Data[at:], []byte(was)) {
		m.found.Errorf("move-link", diag.Pos{File: t.Path}, fmt.Sprintf("write the id %s there in plain letters, then move", was),
			"the address %s stands here in a form that cannot be mended", was)
		return
	}
	m.file(t.Path).replace(at, at+len(was), now)
}

// link finds out whether a link or picture leads to the same place after the
// move, and if not, what to write in place of its address.
func (m *mending) link(page *site.Page, file string, ref markdown.Ref, mend func(was, now string)) {
	if ref.Kind != markdown.Link && ref.Kind != markdown.Image {
		return
	}
	link, bad := m.now.Resolve(page, ref.Dest)
	target, _, _ := strings.Cut(ref.Dest, "#")
	if bad != nil || link.URL != "" || target == "" {
		return
	}
	want, from := m.moved(link), m.renamed.Page(m.plan.newID(page.ID))
	leads := func(dest string) bool {
		got, bad := m.renamed.Resolve(from, dest)
		return bad == nil && got.URL == "" && placeOf(got) == want
	}
	a := address{was: target, page: page.ID, to: placeOf(link), plan: m.plan}
	if leads(target) && a.stays() {
		return
	}
	for _, form := range a.forms() {
		if leads(form) {
			mend(target, form)
			return
		}
	}
	m.found.Errorf("move-link", ref.Pos, "change the link so that it leads there with the full id, then move", "no address would lead from here to %s after the move", want)
}

// moved is where a link leads after the move: a page's id, or that with the name
// of a file.
func (m *mending) moved(l site.Link) string {
	if l.File != nil {
		return path.Join(m.plan.newID(l.Page.ID), l.File.Name)
	}
	return m.plan.newID(l.Page.ID)
}

func placeOf(l site.Link) string {
	if l.File != nil {
		return path.Join(l.Page.ID, l.File.Name)
	}
	return l.Page.ID
}

// id mends the id of a page in a YAML file, which may stand behind "page:".
func (m *mending) id(id decode.At[string]) {
	now := m.plan.newID(id.Value)
	if now == id.Value {
		return
	}
	text := m.now.tree.Files[id.Pos.File]
	at := offset(text, id.Pos)
	if at >= 0 && bytes.HasPrefix(text[at:], []byte("page:"+id.Value)) {
		at += len("page:")
	}
	if at < 0 || !bytes.HasPrefix(text[at:], []byte(id.Value)) {
		m.found.Errorf("move-id", id.Pos, "write the id in plain letters, then move", "the id %q stands here in a form that cannot be mended", id.Value)
		return
	}
	m.file(id.Pos.File).replace(at, at+len(id.Value), now)
}
