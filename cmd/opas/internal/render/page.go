package render

import (
	"html/template"
	"net/url"
	"slices"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// page renders one edition.
func (r *renderer) page(e *site.Edition) ([]byte, diag.List) {
	c := r.context(e)
	p := &Page{}
	c.bare = views[keyOf(e.Page)].bare
	c.writing(p)
	name, data := c.view(p)
	c.explanations(p)
	c.shell(p)
	c.references(p)
	file := e.File
	if file == "" {
		file = e.Page.MetaFile()
	}
	if c.found.Fails(false) {
		return nil, c.found
	}
	out, problems := r.execute(name, data, file)
	if c.inOrder(out, p) {
		return out, append(c.found, problems...)
	}
	out, problems = r.execute(name, data, file)
	return out, append(c.found, problems...)
}

// view fills what the page's kind shows and names its template.
func (c *pageContext) view(p *Page) (string, any) {
	if c.page.ID == "" {
		return "home.html", c.home(p)
	}
	v, ok := views[keyOf(c.page)]
	if !ok {
		return "page.html", p
	}
	return v.template, v.fill(c, p)
}

// A viewKey is a kind of definition and one of its views; the view of the
// definition's own page is "".
type viewKey struct{ kind, view string }

func keyOf(p *site.Page) viewKey {
	if p.Added == nil {
		return viewKey{p.Kind, ""}
	}
	return viewKey{p.Kind, p.Added.View}
}

// view is a template and what fills it. fill returns a struct that embeds p,
// and may add to p: headings to Toc, Wide.
type view struct {
	template string
	fill     func(c *pageContext, p *Page) any
	// bare is for pages that explain no words of the glossary: sheets to print,
	// what people fill in, the study path, which is as heavy as a page may be, and
	// the glossary itself.
	bare bool
	// repeats is for pages that put what stands on others together for the
	// printer: search leads to the others.
	repeats bool
}

// writing fills what every page has of its text.
func (c *pageContext) writing(p *Page) {
	e := c.edition
	p.Title = e.Title
	if e.Text != e.Language {
		p.TextLang, p.TextDir = e.Text.Tag.HTML(), e.Text.Tag.Dir()
	}
	if e.Doc != nil {
		env := c.env()
		env.HeadingIDs, env.Term = e.HeadingIDs, c.explainer()
		parts := e.Doc.Parts(env)
		p.Remember, p.Intro, p.Body = parts.Remember, parts.Lead, parts.Body
		p.Toc = headings(e)
		p.Wide = e.Doc.WideTable()
		p.Original = c.original()
	}
	p.Lead = template.HTML(template.HTMLEscapeString(e.Summary))
	for _, a := range c.page.Audiences {
		name, _ := a.Title.In(c.text.Chain)
		p.Audiences = append(p.Audiences, Tag{ID: a.ID, Text: name})
	}
	if c.page.Minutes > 0 {
		p.Minutes = c.count("page-minutes", c.page.Minutes)
	}
	if p.Chapters = c.chapters(); p.Chapters != nil && c.page.Definition == nil {
		p.Toc = append(p.Toc, TocItem{ID: "page-chapters", Text: p.Chapters.Title})
	}
	p.NeededBy = c.neededBy()
	p.Contacts = c.contacts()
	p.Printable = c.page.ID != ""
}

// headings is the list of contents of a text.
func headings(e *site.Edition) []TocItem {
	var items []TocItem
	for i, h := range e.Doc.Headings {
		id := h.ID
		if i < len(e.HeadingIDs) {
			id = e.HeadingIDs[i]
		}
		switch {
		case h.Level == 2:
			items = append(items, TocItem{ID: id, Text: h.Text})
		case h.Level == 3 && len(items) > 0:
			last := &items[len(items)-1]
			last.Children = append(last.Children, TocItem{ID: id, Text: h.Text})
		}
	}
	return items
}

// original is the text in the source language beside a draft translation that
// cites a source about law, permits, benefits or licences.
func (c *pageContext) original() *Original {
	src := c.page.Editions[c.site.Source.Index]
	if !c.edition.Draft || c.text == c.site.Source || src.Doc == nil || src.Text != c.site.Source || !c.citesLaw(c.edition.Doc) {
		return nil
	}
	env := c.env()
	env.IDPrefix = "original-"
	env.Text = func(id string) string { return c.site.Source.Locale.Text(id) }
	env.Audience = func(id string) string { return c.renderer.audience(id, c.site.Source) }
	for _, h := range src.Doc.Headings {
		env.HeadingIDs = append(env.HeadingIDs, "original-"+h.ID)
	}
	lead, body := src.Doc.HTML(env)
	return &Original{
		Summary: c.reader.Locale.Text("page-original", "Language", c.site.Source.Tag),
		Lang:    c.site.Source.Tag.HTML(),
		Dir:     c.site.Source.Tag.Dir(),
		Body:    lead + body,
	}
}

// shell fills what stands around the main part.
func (c *pageContext) shell(p *Page) {
	l := c.reader
	parts := c.languages[l.Index]
	section := parts.sections[c.page.Section()]
	own := address(l, c.page)
	below := strings.TrimPrefix(own, string(l.Tag)+"/")
	p.Lang, p.Dir = l.Tag.HTML(), l.Tag.Dir()
	p.Words = parts.words
	p.Header = Place(section.header, c.root, below, "")
	if c.entry {
		p.Header = Place(section.linkedHeader, c.root, below, "")
	}
	p.Navigation = Place(section.navigation, c.root, below, RootMark+"/"+own)
	p.Footer = Place(parts.footer, c.root, below, "")
	for _, up := range c.page.Trail() {
		p.Breadcrumb = append(p.Breadcrumb, titled(up, l, l, c.href(up)))
	}
	p.Head = c.head(p)
	p.Notice = append(c.notices(), p.Notice...)
	if len(p.Toc) < 3 {
		p.Toc = nil
	}
	if d := c.edition.Updated; d != nil {
		p.Updated = l.Locale.Text("page-updated", "Date", l.Locale.Date(*d))
		p.UpdatedOn = d.String()
	}
	p.Edit, p.EditWords = c.site.Config.EditAddress(c.edition.File), c.site.Config.EditAddress(c.wordsFile())
	p.Report = c.report(p)
	p.Previous, p.Next = c.neighbours()
	c.published(p)
}

// notices are the sentences about the page itself. They come after what it
// shows: of the words of a definition only those on this page count.
func (c *pageContext) notices() []Notice {
	e, say := c.edition, c.reader.Locale.Text
	draft, stale := e.Draft, c.outdated || c.page.Owner == nil && e.Translated == site.Stale
	if w := c.page.Editions[e.Text.Index].Words; w != nil && w.Own {
		draft = draft || w.Draft
	}
	var n []Notice
	if c.opt.Preview {
		n = append(n, Notice{Kind: "preview", Text: say("page-preview")})
	}
	if draft {
		n = append(n, Notice{Kind: "draft", Text: say("page-draft")})
	}
	if e.Fallback() {
		n = append(n, Notice{Kind: "fallback", Text: say("page-fallback", "Language", e.Language.Tag, "Shown", e.Text.Tag),
			Link: Link{Href: c.root + "/" + address(e.Text, c.page), Text: e.Text.Tag.Name(), Lang: e.Text.Tag.HTML(), Dir: e.Text.Tag.Dir()}})
	}
	if stale {
		src := c.site.Source
		n = append(n, Notice{Kind: "outdated", Text: say("page-outdated"),
			Link: Link{Href: c.root + "/" + address(src, c.page), Text: src.Tag.Name(), Lang: src.Tag.HTML(), Dir: src.Tag.Dir()}})
	}
	return n
}

// wordsFile is the file with most of the words of the page's definition that are
// shown, "" where that is the file of the page itself.
func (c *pageContext) wordsFile() string {
	if c.page.Owner != nil {
		return ""
	}
	for _, tag := range c.text.Chain {
		for _, e := range c.page.Editions {
			if w := e.Words; e.Language.Tag == tag && w != nil && w.Own {
				return w.File
			}
		}
	}
	return ""
}

// report is where an error on this page is told: by mail, at an address, or,
// while neither is given, the page that says how to get in touch.
func (c *pageContext) report(p *Page) string {
	to := source.Address(c.site.Config.Feedback.Value)
	switch {
	case to == "":
		if contact := c.contactPage(); contact != nil && contact != c.page {
			return c.href(contact)
		}
		return ""
	case !strings.HasPrefix(to, "mailto:"):
		return to
	}
	subject := p.Title + " (" + address(c.reader, c.page) + ")"
	return to + "?subject=" + strings.ReplaceAll(url.QueryEscape(subject), "+", "%20") // RFC 6068: a plus is a plus
}

// contactPage is the first page that shows the feedback address.
func (r *renderer) contactPage() *site.Page {
	for _, p := range r.site.Pages {
		for _, contact := range p.Contacts {
			if contact == "feedback" {
				return p
			}
		}
	}
	return nil
}

// contacts are the lines of site.yaml that the page shows below its text.
func (c *pageContext) contacts() []Contact {
	var list []Contact
	config := c.site.Config
	for _, name := range c.page.Contacts {
		contact := Contact{Label: c.say("contact-" + name)}
		switch name {
		case "publisher":
			contact.Text, _ = config.Publisher.In(c.text.Chain)
		case "controller":
			contact.Text, _ = config.Controller.In(c.text.Chain)
		case "accessibility":
			contact.Text, _ = config.Access.In(c.text.Chain)
		case "feedback":
			contact.Text = config.Feedback.Value
		}
		contact.Href = source.Address(contact.Text)
		if contact.Text != "" {
			list = append(list, contact)
		}
	}
	return list
}

// neighbours are the pages before and after this one in its section; for a page
// that a definition inside the section adds, such as a card, those among its own
// kind.
func (c *pageContext) neighbours() (previous, next *Link) {
	section := c.page.Section()
	if section.ID == "" || gathers(c.page) {
		return nil, nil
	}
	order := readingOrder(section)
	if owner := c.page.Owner; owner != nil && owner != section {
		order = madeBy(owner)
	}
	if c.page.Date != nil {
		order = c.page.Parent.Children
	}
	var before, after *site.Page
	if i := slices.Index(order, c.page); i >= 0 {
		if i > 0 {
			before = order[i-1]
		}
		if i+1 < len(order) {
			after = order[i+1]
		}
	}
	to := func(p *site.Page) *Link {
		if p == nil {
			return nil
		}
		l := titled(p, c.reader, c.reader, c.href(p))
		return &l
	}
	return to(before), to(after)
}

// gathers reports whether a page repeats the whole of others for print.
func gathers(p *site.Page) bool {
	return p.Added != nil && (p.Added.View == "print" || p.Added.View == "book")
}

// references fills the list of sources in the order of citing. It comes last,
// when everything that cites has been rendered.
func (c *pageContext) references(p *Page) {
	l := c.reader.Locale
	day := func(message string, d *decode.Date) (text, iso string) {
		if d == nil {
			return "", ""
		}
		return l.Text(message, "Date", l.Date(*d)), d.String()
	}
	for i, ref := range c.cited {
		s := Source{ID: c.sourceID(i), Number: i + 1, Title: ref.Title, Publisher: ref.Publisher, Lang: ref.Lang, Href: ref.URL}
		if s.Lang == "" {
			s.Lang = c.site.Source.Tag.HTML()
		}
		s.Dir = dirOf(s.Lang)
		s.Checked, s.CheckedOn = day("page-source-checked", &ref.Checked)
		s.ReviewBy, s.ReviewedBy = day("page-source-review", ref.ReviewBy)
		p.Sources = append(p.Sources, s)
	}
}

// home fills the doors of the home page.
func (c *pageContext) home(p *Page) any {
	c.sheets = append(c.sheets, "home.css")
	h := &Home{Page: p, News: c.homeNews()}
	for _, a := range c.site.Config.Audiences {
		if len(a.Pages) == 0 {
			continue
		}
		who, _ := a.Title.In(c.text.Chain)
		title, _ := a.Door.In(c.text.Chain)
		text, _ := a.Summary.In(c.text.Chain)
		if title == "" {
			title = who
		}
		d := Door{ID: a.ID, Who: who, Title: title, Text: template.HTML(template.HTMLEscapeString(text))}
		for _, id := range a.Pages {
			if l := c.linkTo(id.Value); l != nil {
				d.Links = append(d.Links, *l)
			}
		}
		h.Doors = append(h.Doors, d)
	}
	return h
}
