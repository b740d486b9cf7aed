package site

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/source"
)

// references checks that everything that refers to something finds it.
func (a *assembly) references() {
	a.configPages()
	cited := map[*source.Reference]bool{}
	for _, p := range a.site.Pages {
		if p.Owner != nil {
			continue
		}
		for _, l := range a.site.Languages {
			if doc := a.docs[p.textFile(l)]; doc != nil {
				a.refs(p, l, doc.Refs, cited)
			}
			f := a.words[path.Join(p.dir(), string(l.Tag)+".yaml")]
			if f == nil {
				continue
			}
			if p.Definition == nil && p.meta.Definition == nil && !slices.Contains(a.unread, p.ID) {
				a.found.Errorf("words-alone", diag.Pos{File: f.file.Path}, "give the page a kind and a definition, or delete the file",
					"these words belong to no definition")
			}
			for _, key := range f.order {
				a.refs(p, l, f.words[key].Doc.Refs, cited)
			}
		}
		if p.Definition != nil {
			for _, ref := range p.Definition.PageRefs() {
				a.pageRef(ref)
			}
		}
	}
	a.sources(cited)
}

// configPages checks the page ids in site.yaml.
func (a *assembly) configPages() {
	c := a.site.Config
	for _, list := range [][]decode.At[string]{c.Navigation, c.Footer} {
		for _, ref := range list {
			a.pageRef(ref)
		}
	}
	for _, aud := range c.Audiences {
		for _, ref := range aud.Pages {
			a.pageRef(ref)
		}
	}
}

func (a *assembly) pageRef(ref decode.At[string]) {
	if a.site.pages[ref.Value] == nil && !a.maybeAdded(ref.Value) {
		a.found.Errorf("page-unknown", ref.Pos, suggestOr(ref.Value, a.site.ids(), "write a page's id as in its address, without the language"),
			"there is no page %q", ref.Value)
	}
}

func (a *assembly) refs(p *Page, l *Language, refs []markdown.Ref, cited map[*source.Reference]bool) {
	for _, ref := range refs {
		switch ref.Kind {
		case markdown.Link:
			a.link(p, l, ref)
		case markdown.Image:
			a.image(p, ref)
		case markdown.Audience:
			a.audience(decode.At[string]{Value: ref.Dest, Pos: ref.Pos})
		case markdown.Citation:
			if r := p.Reference(ref.Dest); r != nil {
				cited[r] = true
				continue
			}
			if a.maybeCited(p) {
				continue
			}
			a.found.Errorf("source-unknown", ref.Pos, suggestOr(ref.Dest, a.referenceIDs(p), "add it to sources: in "+p.MetaFile()),
				"there is no source %q for this page", ref.Dest)
		}
	}
}

func (a *assembly) link(p *Page, l *Language, ref markdown.Ref) {
	link, bad := a.site.Resolve(p, ref.Dest)
	switch {
	case bad != nil && bad.Code == "link-page" && slices.ContainsFunc(candidates(p.ID, linkPath(ref.Dest)), a.maybeAdded):
		// what adds the page is reported
	case bad != nil:
		a.found.Errorf(bad.Code, ref.Pos, bad.Hint, "%s", bad.Message)
	case strings.HasPrefix(link.URL, "http:") || strings.HasPrefix(link.URL, "https:"):
		a.site.External = append(a.site.External, External{URL: link.URL, Pos: ref.Pos})
	case link.Page != nil && link.File == nil && link.Fragment != "":
		a.site.Fragments = append(a.site.Fragments, Fragment{Pos: ref.Pos, To: link.Page, ID: link.Fragment, Lang: l})
	}
}

// linkPath is what of a link to a page names the page.
func linkPath(dest string) string {
	target, _, _ := strings.Cut(dest, "#")
	return strings.TrimSuffix(target, "/")
}

// Picture reports whether a file is one that a text may show.
func Picture(f source.File) bool {
	return slices.Contains(imageTypes, strings.ToLower(path.Ext(f.Name)))
}

var imageTypes = []string{".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"}

func (a *assembly) image(p *Page, ref markdown.Ref) {
	link, bad := a.site.Resolve(p, ref.Dest)
	switch {
	case bad != nil:
		a.found.Errorf("image-missing", ref.Pos, "put the picture into the page's folder and write its name", "there is no picture %q", ref.Dest)
	case link.URL != "":
		a.found.Errorf("image-foreign", ref.Pos, "put the picture into the page's folder", "a picture must not come from another host")
	case link.File == nil || !Picture(*link.File):
		a.found.Errorf("image-type", ref.Pos, "use "+strings.Join(imageTypes, ", "), "%q is not a picture", ref.Dest)
	}
}

// referenceIDs returns the ids of all sources that a page may cite.
func (a *assembly) referenceIDs(p *Page) []string {
	var ids []string
	for up := p; up != nil; up = up.Parent {
		for _, r := range up.meta.Sources {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// sources checks the lists of sources themselves.
func (a *assembly) sources(cited map[*source.Reference]bool) {
	for _, p := range a.site.Pages {
		if p.Owner != nil {
			continue
		}
		seen := map[string]diag.Pos{}
		for i := range p.meta.Sources {
			r := &p.meta.Sources[i]
			if r.URL != "" {
				a.site.External = append(a.site.External, External{URL: r.URL, Pos: r.Pos})
			}
			if first, ok := seen[r.ID]; ok {
				a.found.Add(diag.Diagnostic{Code: "source-twice", Pos: r.Pos, Message: fmt.Sprintf("the source %q is defined twice", r.ID),
					Hint: "delete one of them", Related: []diag.Related{{Pos: first, Message: "first here"}}})
				continue
			}
			seen[r.ID] = r.Pos
			if !cited[r] && r.ID != "" {
				a.found.Warnf("source-uncited", r.Pos, fmt.Sprintf("cite it with [@%s], or delete it", r.ID), "no text cites the source %q", r.ID)
			}
			if r.ReviewBy != nil && r.ReviewBy.Compare(r.Checked) < 0 {
				a.found.Errorf("source-dates", r.Pos, "let review-by: come after checked:", "the source %q is to be reviewed before it was checked", r.ID)
			}
		}
	}
}
