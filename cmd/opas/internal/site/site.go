// Package site puts everything a folder holds together into one immutable
// Site: the pages in reading order, each with an Edition in every language of
// the site, the definitions with their words, and where every link leads.
//
// A Page is a place with one address in every language. Most pages are folders
// of the content; a definition may add pages below its own (an occupation, a
// meeting). An Edition is what a reader of one language gets there: the text
// in that language, or, where there is none, the text of the fallback together
// with the honest fact that it is one.
//
// Assemble does all this at once and returns every finding; render and check
// only read what it made. The package never writes and never renders.
package site

import (
	"net/url"
	"slices"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/git"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/source"
)

// Options is what Assemble needs beside the tree.
type Options struct {
	// Catalog speaks the languages of the site.
	Catalog *lang.Catalog
	// Dates gives the day of the last change by file; nil if unknown.
	Dates map[string]decode.Date
	// Origins returns for each translation without a stamp what its source held
	// when it was last changed, nil where nobody knows; itself nil without a
	// history. It is called at most once.
	Origins func([]git.Origin) [][]byte
	// BaseURL is where the site will stand; nil takes the one in site.yaml.
	BaseURL *url.URL
	// StatesOnly leaves out what Translations does not need: translated pages are
	// read no further than their front matter, and links are not followed. Such
	// a Site is neither checked nor shown.
	StatesOnly bool
	// Cache keeps what was parsed for the next Assemble; nil keeps nothing.
	Cache *Cache
}

// A Site is everything that is published, checked and at rest.
type Site struct {
	Config    *source.Config
	Terms     source.SearchTerms // what search should know of the site's words
	BaseURL   *url.URL           // nil when unknown; its path ends with a slash
	Languages []*Language        // in the order of site.yaml
	Source    *Language          // the language texts are first written in
	Pages     []*Page            // in reading order, the home page first
	Highlight *markdown.Highlighter
	Glossary  *Glossary // nil for a site without one
	// Fragments are the links that lead to a heading; check holds them against
	// the pages as they were rendered.
	Fragments    []Fragment
	pages        map[string]*Page
	moved        map[string]*Page // by alias
	translations []Translatable
	readings     []Reading
}

// A Fragment is a link with a number sign in it.
type Fragment struct {
	Pos  diag.Pos
	To   *Page
	ID   string
	Lang *Language // of the text that holds the link
}

// A Language is one language of the site.
type Language struct {
	Index  int // in Site.Languages and Page.Editions
	Tag    lang.Tag
	Chain  []lang.Tag // where texts are looked for, Tag first
	Locale *lang.Locale
}

// A Page is one address, in all languages.
type Page struct {
	ID         string // "" is the home page
	Parent     *Page  // nil for the home page
	Children   []*Page
	Kind       string // of its definition, "" for plain text
	Definition model.Definition
	// Owner is the page whose definition added this one, and Added says as
	// what; both are nil for a folder of the content.
	Owner     *Page
	Added     *model.Page
	Date      *decode.Date // of a news item, else nil
	Audiences []*source.Audience
	Minutes   int      // reading time, 0 if not given
	Aliases   []string // old ids that lead here, those in page.yaml before those that come from pages above
	Contacts  []string
	Files     []source.File
	Editions  []*Edition // by Language.Index, never nil
	meta      source.Meta
	order     float64
	unread    []string // names of files that are there but could not be read
}

// An Edition is a page as the reader of one language gets it.
type Edition struct {
	Page     *Page
	Language *Language // of the reader
	Text     *Language // of the text; another one when this is a fallback
	Title    string
	Short    string // for navigation; equals Title where none is given
	Summary  string
	Doc      *markdown.Doc // nil for pages without prose of their own
	// HeadingIDs replace the Doc's own, so that an address with a heading in
	// it works in every language.
	HeadingIDs []string
	Draft      bool // nobody who should has checked the text
	Updated    *decode.Date
	File       string // the file to edit, "" if there is none
	Words      *Words // of the definition of Page or of its Owner, else nil
	Translated Translation
}

// Fallback reports whether the reader gets another language than asked for.
func (e *Edition) Fallback() bool { return e.Text != e.Language }

// Unaddressed returns the Site as one that does not know where it will stand.
func (s *Site) Unaddressed() *Site {
	u := *s
	u.BaseURL = nil
	return &u
}

// Page returns the page with the id, or nil.
func (s *Site) Page(id string) *Page { return s.pages[id] }

// Home returns the home page.
func (s *Site) Home() *Page { return s.pages[""] }

// OfKind returns the first page in reading order that holds a definition of
// the kind, or nil.
func (s *Site) OfKind(kind string) *Page {
	for _, p := range s.Pages {
		if p.Kind == kind && p.Definition != nil {
			return p
		}
	}
	return nil
}

// Section returns the page's ancestor, or itself, just below the home page;
// the home page is its own section.
func (p *Page) Section() *Page {
	for p.Parent != nil && p.Parent.ID != "" {
		p = p.Parent
	}
	return p
}

// Trail returns the page's ancestors from the home page down, without itself.
func (p *Page) Trail() []*Page {
	var trail []*Page
	for up := p.Parent; up != nil; up = up.Parent {
		trail = append(trail, up)
	}
	slices.Reverse(trail)
	return trail
}

// Reference returns the source that a text of the page cites by id: its own,
// or one of the pages above it. It is nil if there is none.
func (p *Page) Reference(id string) *source.Reference {
	for up := p; up != nil; up = up.Parent {
		for i := range up.meta.Sources {
			if up.meta.Sources[i].ID == id {
				return &up.meta.Sources[i]
			}
		}
	}
	return nil
}

// References returns the sources that the page itself defines.
func (p *Page) References() []source.Reference { return p.meta.Sources }

// MetaFile returns the path of the page.yaml that makes the page what it is.
func (p *Page) MetaFile() string { return p.meta.Pos.File }
