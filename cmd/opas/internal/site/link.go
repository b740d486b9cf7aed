package site

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/source"
)

// A Link is where the destination of a link or picture leads.
type Link struct {
	URL      string       // another host, mail or telephone; else ""
	Page     *Page        // the page, or the page beside which File stands
	File     *source.File // nil unless the link leads to a file
	Fragment string       // heading id, without the number sign
}

// A BadLink says why a destination leads nowhere, and what to write instead.
type BadLink struct{ Code, Message, Hint string }

// Resolve works out where dest leads from the page. dest is a page id from the
// root, a path relative to the page's folder, a file beside a page, a heading
// (#id), or an address with a scheme; which schemes are allowed was checked by
// markdown.
func (s *Site) Resolve(p *Page, dest string) (Link, *BadLink) {
	if scheme, _, ok := strings.Cut(dest, ":"); ok && !strings.ContainsAny(scheme, "/#?") {
		return Link{URL: dest}, nil
	}
	target, fragment, _ := strings.Cut(dest, "#")
	if target == "" {
		return Link{Page: p, Fragment: fragment}, nil
	}
	base := p
	if p.Owner != nil {
		base = p.Owner // texts of added pages stand in the folder of their owner
	}
	if bad := s.badShape(target); bad != nil {
		if target == "/" {
			bad.Hint = fmt.Sprintf("the home page has no id; write %s here", homeFrom(base.ID))
		}
		return Link{}, bad
	}
	for _, id := range candidates(base.ID, strings.TrimSuffix(target, "/")) {
		if page := s.pages[id]; page != nil {
			return Link{Page: page, Fragment: fragment}, nil
		}
		if page, file := s.file(id); file != nil {
			return Link{Page: page, File: file}, nil
		}
	}
	for _, id := range candidates(base.ID, strings.TrimSuffix(target, "/")) {
		if page := s.moved[id]; page != nil {
			return Link{}, &BadLink{"link-moved", fmt.Sprintf("the page %q has moved", target), "write its new id: " + page.ID}
		}
	}
	bad := &BadLink{Code: "link-page", Message: fmt.Sprintf("there is no page or file %q", target),
		Hint: "write a page's id as in its address, without the language"}
	if near := decode.Suggest(strings.Trim(target, "./"), s.ids()); near != "" {
		bad.Hint = fmt.Sprintf("did you mean %s?", near)
	}
	return Link{}, bad
}

// homeFrom is the relative path from a page to the home page.
func homeFrom(id string) string {
	if id == "" {
		return "."
	}
	return ".." + strings.Repeat("/..", strings.Count(id, "/"))
}

func (s *Site) badShape(target string) *BadLink {
	switch {
	case strings.HasPrefix(target, "/"):
		return &BadLink{"link-root", "a link must not begin with a slash", "write the page's id, such as mentoring/agreement"}
	case strings.ContainsAny(target, "?\\"):
		return &BadLink{"link-query", "a link to a page can hold no question mark or backslash", "write the page's id alone"}
	case strings.HasSuffix(target, ".md"):
		return &BadLink{"link-language", "a link leads to a page, not to its text in one language", "write the folder's name without the file"}
	}
	first, rest, _ := strings.Cut(target, "/")
	for _, l := range s.Languages {
		if first == string(l.Tag) && s.pages[first] == nil {
			return &BadLink{"link-language", fmt.Sprintf("a link must not name the language %q", first),
				fmt.Sprintf("write %q; readers stay in their language", rest)}
		}
	}
	return nil
}

// candidates returns the ids a target may mean, the likeliest first.
func candidates(from, target string) []string {
	relative := strings.TrimPrefix(path.Clean(path.Join("/", from, target)), "/")
	if strings.HasPrefix(target, "./") || strings.HasPrefix(target, "../") || target == ".." || target == "." {
		return []string{relative}
	}
	return []string{target, relative}
}

// file finds a file by the id of its page and its name.
func (s *Site) file(id string) (*Page, *source.File) {
	for dir := path.Dir(id); ; dir = path.Dir(dir) {
		at := dir
		if at == "." {
			at = ""
		}
		if page := s.pages[at]; page != nil {
			name := strings.TrimPrefix(strings.TrimPrefix(id, at), "/")
			i := slices.IndexFunc(page.Files, func(f source.File) bool { return f.Name == name })
			if i >= 0 {
				return page, &page.Files[i]
			}
			return nil, nil
		}
		if at == "" {
			return nil, nil
		}
	}
}

// ids returns every page id, in reading order.
func (s *Site) ids() []string {
	ids := make([]string, 0, len(s.Pages))
	for _, p := range s.Pages {
		ids = append(ids, p.ID)
	}
	return ids
}
