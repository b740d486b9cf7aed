package render

import (
	"html/template"
	"path"
	"strconv"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// pageContext is one page being rendered for the readers of one language. It
// knows the way to everything else, and remembers what is cited.
type pageContext struct {
	*renderer
	edition *site.Edition
	page    *site.Page
	reader  *site.Language // of the shell
	text    *site.Language // of title, lead, body and model; another one on a fallback
	root    string         // the way to the root of the site, without the last slash
	cited   []*source.Reference
	terms   []string // of the glossary, in the order of their mentions
	bare    bool     // see view
	scripts []string // entry points beside site.ts
	sheets  []string // entry points beside site.css; kinds link theirs by Speech.Sheet
	entry   bool     // the page takes in what a person enters
	media   bool     // the page may have recordings in it
	// outdated reports whether a text of a definition or of another page that
	// is shown here was made from an older source text.
	outdated bool
	extras   [len(extras)]bool // which of them a text of the page has
	found    diag.List
}

func (r *renderer) context(e *site.Edition) *pageContext {
	return &pageContext{renderer: r, edition: e, page: e.Page, reader: e.Language, text: e.Text, root: rootFrom(e.Page.ID)}
}

// rootFrom is the way from a page to the root of the site: "fi/a/b/" is three
// folders deep.
func rootFrom(id string) string {
	if id == "" {
		return ".."
	}
	return strings.Repeat("../", strings.Count(id, "/")+1) + ".."
}

// address is the path of a page below the root of the site, with its last
// slash: "fi/mentoring/".
func address(l *site.Language, p *site.Page) string {
	if p.ID == "" {
		return string(l.Tag) + "/"
	}
	return string(l.Tag) + "/" + p.ID + "/"
}

// href is the address of a page as a link in this page.
func (c *pageContext) href(p *site.Page) string { return c.root + "/" + address(c.reader, p) }

// link is a link to a page with its short name, from inside the main part.
func (c *pageContext) link(p *site.Page) Link { return titled(p, c.reader, c.text, c.href(p)) }

// linkTo is link by the page's id; it is nil when there is no such page.
func (c *pageContext) linkTo(id string) *Link {
	p := c.site.Page(id)
	if p == nil {
		return nil
	}
	l := c.link(p)
	return &l
}

// titled is a link whose text is the page's short name as readers of one
// language get it; around is the language of what surrounds the link.
func titled(p *site.Page, reader, around *site.Language, href string) Link {
	e := p.Editions[reader.Index]
	l := Link{Href: href, Text: e.Short}
	if e.Text != around {
		l.Lang, l.Dir = e.Text.Tag.HTML(), e.Text.Tag.Dir()
	}
	return l
}

// Text is a text of a definition. Lang and Dir are set when it is in another
// language than the main part around it.
type Text struct {
	HTML template.HTML
	Lang string
	Dir  string
	// Original is the same in the source language, where a translation that
	// nobody has checked speaks of law, permits, benefits or licences.
	Original *Text
}

// inline is the text with its language, for a place that has none of its own.
func (t Text) inline() template.HTML {
	if t.Lang == "" {
		return t.HTML
	}
	return `<span lang="` + escape(t.Lang) + `" dir="` + escape(t.Dir) + `">` + t.HTML + `</span>`
}

// word returns the text at the path of the page's definition, inline. It is
// the zero Text when there is none.
func (c *pageContext) word(path string) Text { return c.wordOf(c.edition.Words, path) }

// wordOf is word for the definition of another page.
func (c *pageContext) wordOf(w *site.Words, path string) Text {
	return c.show(w.Get(path), (*markdown.Doc).Inline)
}

// block is word for texts that may hold several paragraphs: always in <p>.
func (c *pageContext) block(path string) Text {
	return c.show(c.edition.Words.Get(path), func(d *markdown.Doc, env markdown.Env) template.HTML {
		env.Term = c.explainer()
		lead, body := d.HTML(env)
		return lead + body
	})
}

// plain returns the text at the path without marks, "" if there is none.
func (c *pageContext) plain(path string) string {
	c.shown(c.edition.Words.Get(path))
	return c.edition.Words.Plain(path)
}

// shown remembers what the page has to say about a text that it shows.
func (c *pageContext) shown(w *site.Word) {
	c.outdated = c.outdated || w != nil && w.State == site.Stale
}

func (c *pageContext) show(w *site.Word, how func(*markdown.Doc, markdown.Env) template.HTML) Text {
	if w == nil {
		return Text{}
	}
	c.shown(w)
	t := Text{HTML: how(w.Doc, c.env())}
	c.look(t.HTML)
	if w.Lang != c.text {
		t.Lang, t.Dir = w.Lang.Tag.HTML(), w.Lang.Tag.Dir()
	}
	if w.Original != nil && w.Draft && c.citesLaw(w.Doc) {
		o := w.Original
		t.Original = &Text{HTML: how(o.Doc, c.env()), Lang: o.Lang.Tag.HTML(), Dir: o.Lang.Tag.Dir()}
	}
	return t
}

// citesLaw reports whether a text cites a source marked legal.
func (c *pageContext) citesLaw(d *markdown.Doc) bool {
	for _, ref := range d.Refs {
		if ref.Kind != markdown.Citation {
			continue
		}
		if s := c.page.Reference(ref.Dest); s != nil && s.Legal {
			return true
		}
	}
	return false
}

// say returns a message of the user interface in the language of the main part.
func (c *pageContext) say(id string, args ...any) string { return c.text.Locale.Text(id, args...) }

// count is say for a message with a number.
func (c *pageContext) count(id string, n int, args ...any) string {
	return c.text.Locale.Count(id, n, args...)
}

// env is what Markdown needs to be rendered on this page.
func (c *pageContext) env() markdown.Env {
	return markdown.Env{
		Link:      c.target,
		Citation:  c.cite,
		Audience:  c.audience,
		Text:      func(id string) string { return c.say(id) },
		Highlight: c.site.Highlight,
		Foreign:   c.foreign,
	}
}

func (c *pageContext) target(dest string) markdown.Target { return c.targetFrom(c.page, dest) }

// targetFrom is target for a text of another page.
func (c *pageContext) targetFrom(from *site.Page, dest string) markdown.Target {
	link, bad := c.site.Resolve(from, dest)
	switch {
	case bad != nil:
		return markdown.Target{Href: "#"} // the site has an error and is not published
	case link.URL != "":
		return markdown.Target{Href: link.URL, External: strings.HasPrefix(link.URL, "http")}
	case link.File != nil:
		return c.file(link.Page, *link.File)
	}
	t := markdown.Target{Href: c.href(link.Page)}
	if link.Page == c.page {
		t.Href = ""
	}
	if link.Fragment != "" && !link.Page.Editions[c.reader.Index].Lacks(link.Fragment, c.site.Source) {
		t.Href += "#" + link.Fragment
	}
	if t.Href == "" {
		t.Href = c.href(link.Page)
	}
	return t
}

func (c *pageContext) file(p *site.Page, f source.File) markdown.Target {
	t := markdown.Target{Href: c.root + "/" + filePath(p, f), Download: true}
	kind := strings.ToUpper(strings.TrimPrefix(path.Ext(f.Name), "."))
	t.FileInfo = kind + c.comma() + c.text.Locale.Bytes(f.Size)
	if site.Picture(f) {
		t.Width, t.Height = imageSize(c.opt.FS, f)
	}
	return t
}

// cite numbers a source in the order of its first citation on the page.
func (c *pageContext) cite(id string) (int, string) {
	ref := c.page.Reference(id)
	if ref == nil {
		return 0, ""
	}
	for i, seen := range c.cited {
		// A book cites for several pages, which may list one source each.
		if seen == ref || seen.URL == ref.URL && seen.Title == ref.Title {
			if sooner(ref.ReviewBy, seen.ReviewBy) {
				merged := *seen // its id stays: it has been linked to
				merged.Checked, merged.ReviewBy = ref.Checked, ref.ReviewBy
				c.cited[i] = &merged
			}
			return i + 1, "#" + c.sourceID(i)
		}
	}
	c.cited = append(c.cited, ref)
	return len(c.cited), "#" + c.sourceID(len(c.cited)-1)
}

// sooner reports whether a source is to be looked at again before another.
func sooner(a, b *decode.Date) bool { return a != nil && (b == nil || a.Compare(*b) < 0) }

// sourceID is the anchor of the i-th source that is cited: "source-lvv-titles".
// Two pages of a book may call different sources by one id; the later one gets
// its number after two hyphens, which no id has.
func (c *pageContext) sourceID(i int) string {
	id := "source-" + c.cited[i].ID
	for _, earlier := range c.cited[:i] {
		if earlier.ID == c.cited[i].ID {
			return id + "--" + strconv.Itoa(i+1)
		}
	}
	return id
}

func (c *pageContext) audience(id string) string { return c.renderer.audience(id, c.text) }

// audience names an audience in a language.
func (r *renderer) audience(id string, l *site.Language) string {
	for _, a := range r.site.Config.Audiences {
		if a.ID == id {
			name, _ := a.Title.In(l.Chain)
			return name
		}
	}
	return id
}

// dirOf is the writing direction of a language written as a string.
func dirOf(tag string) string { return lang.Tag(tag).Dir() }
