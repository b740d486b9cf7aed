package move

import (
	"slices"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/source"
)

// differences are what would lead elsewhere in the site as it would be. There
// should be none; but rather no move than one that breaks something.
func (m *mending) differences(then *loaded) diag.List {
	var found diag.List
	differs := func(file, what string) {
		found.Errorf("move-differs", diag.Pos{File: file}, "write its addresses as page ids in plain letters, then move", "%s would not be the same after the move", what)
	}
	pages := map[string]*source.Page{}
	for _, p := range then.tree.Pages {
		pages[p.ID] = p
	}
	for _, p := range m.now.tree.Pages {
		after := pages[m.plan.newID(p.ID)]
		if after == nil || len(after.Texts) != len(p.Texts) || len(after.Words) != len(p.Words) {
			differs(p.Dir(), "the page")
			continue
		}
		for i, t := range p.Texts {
			was, _ := markdown.Parse(t.Path, t.Data)
			is, _ := markdown.Parse(t.Path, after.Texts[i].Data)
			if !m.same(then, p.ID, was, is) {
				differs(t.Path, "the text")
			}
		}
		for i, t := range p.Words {
			was, is := scalars(t), scalars(after.Words[i])
			same := len(was) == len(is)
			for k := 0; same && k < len(was); k++ {
				a, _ := markdown.ParseText(was[k].Pos(), was[k].Scalar())
				b, _ := markdown.ParseText(is[k].Pos(), is[k].Scalar())
				same = m.same(then, p.ID, a, b)
			}
			if !same {
				differs(t.Path, "a text")
			}
		}
		was, is := m.now.Page(p.ID), then.Page(m.plan.newID(p.ID))
		if was == nil || is == nil || was.Definition == nil || is.Definition == nil {
			continue
		}
		if !m.sameIDs(model.PageIDs(was.Definition), model.PageIDs(is.Definition)) {
			differs(p.MetaFile(), "what the definition names")
		}
	}
	if !m.sameIDs(configIDs(m.now.Config), configIDs(then.Config)) {
		differs(source.ConfigFile, "what it names")
	}
	return found
}

// same reports whether two readings of a text say the same and lead to the same
// pages and files.
func (m *mending) same(then *loaded, id string, was, is *markdown.Doc) bool {
	if was == nil || is == nil {
		return was == is
	}
	if was.Hash() != is.Hash() || len(was.Refs) != len(is.Refs) {
		return false
	}
	before, after := m.now.Page(id), then.Page(m.plan.newID(id))
	if before == nil || after == nil {
		return before == nil && after == nil
	}
	for i, ref := range was.Refs {
		if ref.Kind != is.Refs[i].Kind {
			return false
		}
		if ref.Kind != markdown.Link && ref.Kind != markdown.Image {
			continue
		}
		a, badA := m.now.Resolve(before, ref.Dest)
		b, badB := then.Resolve(after, is.Refs[i].Dest)
		switch {
		case badA != nil || badB != nil:
			if badA == nil || badB == nil {
				return false
			}
		case a.URL != b.URL || a.Fragment != b.Fragment:
			return false
		case a.URL == "" && m.moved(a) != placeOf(b):
			return false
		}
	}
	return true
}

func (m *mending) sameIDs(was, is []decode.At[string]) bool {
	return slices.EqualFunc(was, is, func(a, b decode.At[string]) bool { return m.plan.newID(a.Value) == b.Value })
}
