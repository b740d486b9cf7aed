package check

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"path"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/sync/errgroup"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/site"
)

// A File is one rendered file. Page is set for the pages of the site.
type File struct {
	Path string
	Data []byte
	Page *site.Page
	Lang string
}

// Output checks rendered files: every address in them leads to a file and
// every fragment to an id, ids stand once, each page has one first heading and
// skips no level, and nothing stands in a page that its policy forbids.
func Output(s *site.Site, files []File) diag.List {
	o := &output{told: map[string]bool{}, first: map[string]int{}}
	docs := o.read(files, func(f File) bool { return strings.HasSuffix(f.Path, ".html") })
	var found diag.List
	found = append(found, o.fragments(s)...)
	dead := make([][]deadLink, len(docs))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, d := range docs {
		g.Go(func() error {
			dead[i] = o.links(s, d)
			return nil
		})
	}
	_ = g.Wait() // what is dead is a finding
	for i, d := range docs {
		found = append(found, d.found...)
		for _, link := range dead[i] {
			o.dead(d, link)
		}
	}
	return append(found, o.broken...)
}

// read makes documents of files, in their order, and reads those that are wanted.
func (o *output) read(files []File, wanted func(File) bool) []*document {
	docs := make([]*document, len(files))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, f := range files {
		g.Go(func() error {
			docs[i] = &document{file: f}
			if wanted(f) {
				docs[i].read()
			}
			return nil
		})
	}
	_ = g.Wait() // read finds, it never fails
	o.files = map[string]*document{}
	for _, d := range docs {
		o.files[d.file.Path] = d
	}
	return docs
}

type output struct {
	files map[string]*document
	// told are the fragments, as "page id#heading id", that were found missing
	// where they are written; the pages made of that text, also as a fallback in
	// other languages, need not say so again.
	told map[string]bool
	// broken are the links that lead nowhere; first has the place in it of a
	// link that was told already.
	broken diag.List
	first  map[string]int
}

// document is what the rules need of a page.
type document struct {
	file  File
	ids   []string // sorted
	hrefs []string // of links, pictures, scripts and styles, in order
	found diag.List
}

// pos is the file that a person would mend.
func (d *document) pos() diag.Pos {
	if d.file.Page == nil {
		return diag.Pos{File: d.file.Path}
	}
	for _, e := range d.file.Page.Editions {
		if string(e.Language.Tag) == d.file.Lang && e.File != "" {
			return diag.Pos{File: e.File}
		}
	}
	return diag.Pos{File: d.file.Page.MetaFile()}
}

func (d *document) read() {
	z := html.NewTokenizer(bytes.NewReader(d.file.Data))
	first, level := 0, 0
	seen := map[string]bool{}
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				d.found.Errorf("page-html", d.pos(), "", "the page %s cannot be read: %v", d.file.Path, z.Err())
			}
			if first != 1 {
				d.found.Errorf("heading-first", d.pos(), "let the template print one <h1>", "the page %s has %d first headings", d.file.Path, first)
			}
			slices.Sort(d.ids)
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := atom.Lookup(name)
			d.attributes(z, tag, more, seen)
			if l := headingLevel(tag); l > 0 {
				if l == 1 {
					first++
				}
				if level > 0 && l > level+1 && !d.skips() {
					d.found.Warnf("heading-skipped", d.pos(), "use the next level", "the page %s goes from a heading of level %d to one of level %d", d.file.Path, level, l)
				}
				level = l
			}
		}
	}
}

// skips reports whether the text of the page skips a level itself. That was
// said where it is written, so the page made of it need not say so again.
func (d *document) skips() bool {
	if d.file.Page == nil {
		return false
	}
	for _, e := range d.file.Page.Editions {
		if string(e.Language.Tag) != d.file.Lang || e.Doc == nil {
			continue
		}
		level := 1
		for _, h := range e.Doc.Headings {
			if h.Level > level+1 {
				return true
			}
			level = h.Level
		}
	}
	return false
}

func headingLevel(a atom.Atom) int {
	switch a {
	case atom.H1:
		return 1
	case atom.H2:
		return 2
	case atom.H3:
		return 3
	case atom.H4:
		return 4
	case atom.H5:
		return 5
	case atom.H6:
		return 6
	}
	return 0
}

// attributes reads those of the open tag: html.Token would make a string of each.
func (d *document) attributes(z *html.Tokenizer, tag atom.Atom, more bool, seen map[string]bool) {
	var alt, src, needed, json bool
	href := ""
	for more {
		var k, value []byte
		k, value, more = z.TagAttr()
		switch key := string(k); {
		case key == "id":
			id := string(value)
			if seen[id] {
				d.found.Errorf("id-twice", d.pos(), "rename one of them", "the id %q stands twice in the page %s", id, d.file.Path)
			}
			seen[id] = true
			d.ids = append(d.ids, id)
		case key == "href":
			href = string(value)
		case key == "rel":
			// A <link> to anything else names the page's place in the world.
			needed = string(value) == "stylesheet"
		case key == "src":
			src = true
			d.hrefs = append(d.hrefs, string(value))
		case key == "alt":
			alt = true
		case key == "type":
			json = strings.HasSuffix(string(value), "json")
		case key == "style" || strings.HasPrefix(key, "on"):
			d.found.Errorf("page-inline", d.pos(), "move it to a stylesheet or a script", "the page %s has the attribute %s, which its policy forbids", d.file.Path, key)
		}
	}
	switch {
	case href != "" && (tag == atom.A || tag == atom.Link && needed):
		d.hrefs = append(d.hrefs, href)
	case tag == atom.Img && !alt:
		d.found.Errorf("image-alt", d.pos(), "write an alternative text", "a picture in the page %s has no alternative text", d.file.Path)
	case tag == atom.Style, tag == atom.Script && !src && !json:
		d.found.Errorf("page-inline", d.pos(), "move it to a file below assets", "the page %s has a <%s> of its own, which its policy forbids", d.file.Path, tag)
	}
}

// A deadLink is one that leads nowhere; the key is the same on every page that
// has it.
type deadLink struct {
	key     string
	finding diag.Diagnostic
}

// links returns the addresses inside the site that lead nowhere.
func (o *output) links(s *site.Site, d *document) []deadLink {
	var dead []deadLink
	told := map[string]bool{}
	for _, href := range d.hrefs {
		if told[href] {
			continue
		}
		told[href] = true
		u, err := url.Parse(href)
		if err != nil {
			dead = append(dead, deadLink{href, diag.Diagnostic{Code: "link-broken", Hint: "mend the link or the template that made it",
				Message: fmt.Sprintf("the page %s leads to %s, which is no address", d.file.Path, href)}})
			continue
		}
		if u.Scheme != "" || u.Host != "" {
			continue
		}
		target, ok := o.target(s, d.file.Path, u.Path)
		switch {
		case !ok:
			dead = append(dead, deadLink{path.Join(path.Dir(d.file.Path), u.Path), diag.Diagnostic{Code: "link-broken", Hint: "mend the link or the template that made it",
				Message: fmt.Sprintf("the page %s leads to %s, which is not there", d.file.Path, href)}})
		case u.Fragment != "" && !hasID(target, u.Fragment) && !o.wasTold(target, u.Fragment):
			dead = append(dead, deadLink{target.file.Path + "#" + u.Fragment, diag.Diagnostic{Code: "link-heading", Hint: headingHint(u.Fragment, target.ids),
				Message: fmt.Sprintf("the page %s leads to %s, but there is no such heading", d.file.Path, href)}})
		}
	}
	return dead
}

// inside reads an address that leads to a file of the site, nil for others.
func inside(href string) *url.URL {
	u, err := url.Parse(href)
	if err != nil || u.Scheme != "" || u.Host != "" {
		return nil
	}
	return u
}

// dead tells of a link that leads nowhere. One mistake in a template stands in
// every page, so the same link is told once, with the other pages beside it.
func (o *output) dead(d *document, link deadLink) {
	finding := link.finding
	finding.Pos = d.pos()
	i, again := o.first[link.key]
	if !again {
		o.first[link.key] = len(o.broken)
		o.broken = append(o.broken, finding)
		return
	}
	if related := &o.broken[i].Related; len(*related) < mostRelated {
		*related = append(*related, diag.Related{Pos: finding.Pos, Message: "and the page " + d.file.Path})
	}
}

// mostRelated is how many other pages are named for one dead link.
const mostRelated = 3

func (o *output) wasTold(target *document, id string) bool {
	p := target.file.Page
	return p != nil && o.told[p.ID+"#"+id]
}

// target finds the file behind an address in a page.
func (o *output) target(s *site.Site, from, to string) (*document, bool) {
	if to == "" {
		return o.files[from], true
	}
	p := path.Join(path.Dir(from), to)
	if strings.HasPrefix(to, "/") {
		base := "/"
		if s.BaseURL != nil {
			base = s.BaseURL.Path
		}
		if !strings.HasPrefix(to, base) {
			return nil, false
		}
		p = strings.TrimPrefix(to, base)
	}
	if strings.HasSuffix(to, "/") || p == "." || p == "" {
		p = path.Join(p, "index.html")
	}
	d, ok := o.files[p]
	return d, ok
}

func hasID(d *document, id string) bool {
	_, ok := slices.BinarySearch(d.ids, id)
	return ok
}

func headingHint(id string, ids []string) string {
	if s := decode.Suggest(id, ids); s != "" {
		return fmt.Sprintf("did you mean #%s?", s)
	}
	return "write the id of a heading of that page"
}

// fragments checks links to headings at the place where they are written.
func (o *output) fragments(s *site.Site) diag.List {
	var found diag.List
	for _, f := range s.Fragments {
		d := o.files[path.Join(string(f.Lang.Tag), f.To.ID, "index.html")]
		if d == nil || hasID(d, f.ID) || f.To.Editions[f.Lang.Index].Lacks(f.ID, s.Source) {
			continue
		}
		o.told[f.To.ID+"#"+f.ID] = true
		addMissingHeading(&found, f, d.ids)
	}
	return found
}
