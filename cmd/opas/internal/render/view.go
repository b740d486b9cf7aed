package render

import (
	"html/template"
	"strings"
)

// This file is the contract between render, which fills these structs from a
// Site, and the templates, which see nothing else. A template prints, asks
// "is it there?" and ranges; whatever needs thought is a finished string here.
//
// How a page comes about:
//
//  1. Once per language: Words.
//  2. Once per language and section (a section is a page directly below the
//     home page, with everything under it; home and the pages outside the main
//     navigation form one more): the templates "header" (HeaderView), once with
//     a field for the search and once with a link in its place, and
//     "navigation" (NavigationView). Once per language: "footer" (FooterView).
//     Every address inside these views begins with RootMark; an address of the
//     language switch ends with PageMark.
//  3. Once per page: Place turns each of the three into the page's own (marks
//     become addresses, the link to the page itself gets aria-current), and the
//     results go into Shell.Header, Shell.Navigation and Shell.Footer.
//  4. The page's template is executed with its struct: "page.html" with Page,
//     "home.html" with Home, "404.html" with NotFound, "root.html" with Root,
//     a kind's template with a struct that embeds Page.
//
// All addresses outside the fragments are finished: relative to the page
// (so that the site works under any path and from disk), or absolute where
// the comment says so. An empty string means "leave the element out".

// RootMark stands in a fragment for the way from the page to the root of the
// site, without the last slash; PageMark for the page's path below the
// language, with its last slash ("" for the home page). Both consist of
// characters that html/template never escapes.
//
//	RootMark + "/fi/mentoring/"      -> "../../../fi/mentoring/"
//	RootMark + "/en/" + PageMark     -> "../../../en/mentoring/agreement/"
const (
	RootMark = "__root__"
	PageMark = "__page__"
)

// Place makes a fragment (header, navigation or footer) fit one page. Root and
// page replace the marks; current is the page's own address as it stands in
// the fragment (RootMark + "/fi/mentoring/agreement/"): the first link to it
// gets aria-current="page". Current is "" for header and footer. It relies on
// partials/navigation.html writing links as <a href="…">.
func Place(fragment template.HTML, root, page, current string) template.HTML {
	s := string(fragment)
	if current != "" {
		link := `<a href="` + current + `"`
		s = strings.Replace(s, link, `<a aria-current="page" href="`+current+`"`, 1)
	}
	return template.HTML(strings.NewReplacer(RootMark, root, PageMark, page).Replace(s))
}

// Words are the messages of the shell in one language, without plurals or
// values. Every field is always filled. The comment gives the English text.
type Words struct {
	Skip        string // "Skip to the content"
	Menu        string // "Menu", the button for the main navigation on phones
	MainNav     string // "Main navigation", its label for screen readers
	Languages   string // "Language", the label of the switch for screen readers
	Breadcrumb  string // "You are here", label of the breadcrumb
	SectionMenu string // "In this part", the button for the section navigation on phones
	OnThisPage  string // "On this page", heading of the contents
	For         string // "For whom", label of the audience tags for screen readers
	NeededBy    string // "Who needs this", label of the roles
	Sources     string // "Sources", heading
	Stale       string // "This fact may have changed: check the source", shown by script past a review date
	Edit        string // "Suggest a change to this page"
	EditWords   string // "Suggest a change to the questions, tables or drawings"
	Report      string // "Report an error on this page"
	Print       string // "Print"
	Browse      string // "Previous and next page", label
	Previous    string // "Previous"
	Next        string // "Next"
	Footer      string // "About this guide", label of the footer's links
}

// Link is a link with its text. Lang and Dir are empty unless the text is in
// another language than what surrounds it.
type Link struct {
	Href string
	Text string
	Lang string
	Dir  string
}

// ---------------------------------------------------------------- the shell

// Shell is what "shell-start" and "shell-end" print: everything around the
// main part. Filled by render for every page except 404 and root.
type Shell struct {
	Lang string // of the reader, for <html lang>
	Dir  string // "ltr" or "rtl"
	Head Head

	Header     template.HTML // placed fragment "header"
	Navigation template.HTML // placed fragment "navigation"; empty: no left column (home, about, a section of one page)
	Footer     template.HTML // placed fragment "footer"
	Breadcrumb []Link        // pages above this one, home first, this page not among them; empty on the home page

	Wide  bool // the main part takes the room of the contents too: home, and pages of wide drawings and tables. The contents are then a button above the text
	Words *Words
}

// Head is what stands in <head>.
type Head struct {
	Title       string // whole: "Agreement – Mentoring guide – Opas"
	Name        string // the page's title alone, for Open Graph
	SiteName    string // for Open Graph
	Description string // the page's summary as plain text; may be empty
	Type        string // Open Graph: "website" for home, else "article"

	// Absolute addresses, all empty when the base URL is not known. On a page
	// shown in a fallback language Canonical is the real page, and Alternates is empty.
	Canonical  string
	Alternates []Alternate // every language that really has the page, itself included
	Default    string      // hreflang="x-default"

	NoIndex bool   // robots noindex: fallback pages, 404
	Policy  string // Content-Security-Policy for the meta element; empty: none
	Styles  []string
	Scripts []string // classic, deferred

	Feed Link // the news as a feed, named; Href empty on pages without any, and in languages without news

	LinkedData *LinkedData // breadcrumb for search engines; nil when the base URL is not known, and on the home page
}

// Alternate is the same page in another language.
type Alternate struct {
	Lang string
	Href string // absolute
}

// LinkedData is a schema.org BreadcrumbList; html/template writes it as JSON.
type LinkedData struct {
	Context string       `json:"@context"` // "https://schema.org"
	Type    string       `json:"@type"`    // "BreadcrumbList"
	Items   []LinkedItem `json:"itemListElement"`
}

// LinkedItem is one step of the breadcrumb, home first, this page last.
type LinkedItem struct {
	Type     string `json:"@type"`    // "ListItem"
	Position int    `json:"position"` // from 1
	Name     string `json:"name"`
	Item     string `json:"item"` // absolute address
}

// HeaderView is for the fragment "header".
type HeaderView struct {
	SiteName  string
	Home      string         // RootMark + "/fi/"
	Items     []NavItem      // main navigation; may be empty
	Languages []LanguageLink // all languages of the site in its order; fewer than two: no switch
	Language  string         // own name of the reader's language, shown on the switch
	Search    *SearchField   // nil: none
	Words     *Words
}

// SearchField is the way from every page to the search. Its addresses begin
// with RootMark.
type SearchField struct {
	Title  string // "Search"
	Page   string // the search page
	Index  string // the list A–Z, where the form leads without scripts
	Words  string // name of the file, below assets, of what the dialog says
	Linked bool   // a plain link to the search page: the page's policy forbids connections, or the page has a field of its own
}

// NavItem is a page in a navigation.
type NavItem struct {
	Href   string // begins with RootMark
	Text   string // the page's short title, or its title
	Lang   string // of Text, when it fell back to another language; else ""
	Dir    string
	Inside bool // main navigation only: the reader is in this section
}

// LanguageLink leads to the same page in another language.
type LanguageLink struct {
	Href    string // header: RootMark + "/en/" + PageMark; root: "en/"
	Lang    string // "en"
	Dir     string // "ltr" or "rtl"
	Name    string // in its own language
	Current bool
}

// NavigationView is for the fragment "navigation": the pages of one section.
type NavigationView struct {
	Title  string // name of the section, a link to its first page
	Lang   string // of Title, when it fell back to another language; else ""
	Dir    string
	Href   string
	Groups []NavGroup
	Words  *Words
}

// NavGroup is a run of pages in the section navigation. The pages that writers
// made come first, under their audience where there are several; pages made
// from a definition follow under a title ("Phases", "Meetings", "Forms").
type NavGroup struct {
	Title string // may be empty
	Items []NavItem
}

// FooterView is for the fragment "footer".
type FooterView struct {
	Publisher   string // from site.yaml, perhaps a placeholder in ‹quotes›
	PublishedBy string // "Published by", message
	Links       []Link // about, accessibility, privacy, contact, the site map and the list A–Z; addresses begin with RootMark
	Words       *Words
}

// ---------------------------------------------------------------- the page

// Page is for "page.html", and embedded in the struct of every kind.
type Page struct {
	Shell
	Title  string
	Lead   template.HTML // the summary as inline HTML; may be empty
	Notice []Notice      // preview, draft, fallback, outdated translation, in this order

	// TextLang and TextDir are set when title, lead and body are in another
	// language than the shell (a fallback); else both are empty.
	TextLang string
	TextDir  string

	Published   string // the day of a news item: "22 November 2026", finished, in the reader's language; else empty
	PublishedOn string // 2026-11-22

	Audiences []Tag  // in the language of the text; may be empty
	Minutes   string // "8 min", finished, in the language of the text; may be empty

	Toc      []TocItem     // empty when the page has fewer than three headings of level 2
	Remember template.HTML // what a chapter begins with, above the notices; may be empty
	Intro    template.HTML // the text before its first heading; a kind shows its model after it
	Body     template.HTML // the rest; on a plain page the two follow one another

	// Original is the source text in full, shown beside a draft translation
	// that cites a source marked legal; nil on all other pages.
	Original *Original

	Chapters *ChapterList // the pages below this one that writers made; nil for none, and on the home page
	Contacts []Contact    // of site.yaml, below the text of the pages that ask for them

	Terms *TermList // the words of the glossary that the text mentions; nil for none

	NeededBy []Link // the roles of the guidance model whose lists name this page, in the reader's language
	Sources  []Source

	Updated   string // "Updated 21 November 2026", finished; may be empty
	UpdatedOn string // 2026-11-21
	Edit      string // address of the file at the site's repository; may be empty
	EditWords string // the same of the words of its definition, where those are another file
	Report    string // mailto: or https: address with the page in it; may be empty
	Printable bool   // shows the print button, where scripts run

	Previous *Link // nil on the first page
	Next     *Link // nil on the last
}

// Original is a text in the source language under a translation not yet checked.
type Original struct {
	Summary string // what it is, in the reader's language: "The same in Finnish, the text that counts"
	Lang    string
	Dir     string
	Body    template.HTML // headings carry ids of their own, which begin with original-
}

// Tag names an audience. ID is its class: tag--participant, …; audiences
// other than the four of the shipped guide get the accent colour.
type Tag struct {
	ID   string
	Text string
}

// Notice is a sentence about the page itself, above its text.
type Notice struct {
	Kind string // "draft", "fallback" or "outdated", its class
	Text string
	Link Link // to the original, say; Text empty: none
}

// TocItem is a heading of level 2 and the level-3 headings under it.
type TocItem struct {
	ID       string
	Text     string
	Children []TocItem
}

// Source is one entry of the list of sources, in the order of citing.
type Source struct {
	ID         string // "source-lvv-titles": the anchor that citations link to
	Number     int
	Title      string // as the source calls itself
	Publisher  string // may be empty
	Lang       string // of the source, always set
	Dir        string
	Href       string // absolute; may be empty for a printed source
	Checked    string // "Checked 21 November 2026", finished
	CheckedOn  string // 2026-11-21
	ReviewBy   string // "to be checked again by 21 May 2027", finished; may be empty
	ReviewedBy string // 2027-05-21; past this day a script shows Words.Stale here and where it is cited
}

// TermList is the words of the page that the glossary explains, at its end, in
// the reader's language. assets/terms/terms.ts opens an entry beside its word.
type TermList struct {
	Title string // "Words on this page"
	Back  string // "Back to the text", said of the arrow
	Close string // "Close the explanation", said of the button of an open one
	All   Link   // the page of all words
	Terms []TermEntry
}

// TermEntry explains one word.
type TermEntry struct {
	ID      string    // "word-mentor"; the link in the text has "w-mentor"
	Mention string    // the id of that link
	Term    TermName  // in the reader's language, or else in that of the page, or of the source
	Source  *TermName // the word in the source language, beside that of another
	Text    Text
	Href    string // of the entry on the page of all words
}

// Contact is one line of site.yaml: who publishes, whom to tell.
type Contact struct {
	Label string
	Text  string // perhaps a placeholder in ‹quotes›
	Href  string // mailto: or https:; may be empty
}

// Home is for "home.html".
type Home struct {
	*Page
	Doors []Door    // by audience; the shipped guide has four
	News  *HomeNews // the newest news; nil if there are none
}

// Door is the way in for one audience.
type Door struct {
	ID    string // audience id, for its colour: door--participant
	Who   string // "Participant"
	Title string // "I want to work in care"
	Text  template.HTML
	Links []Link // where it leads; three to five
}

// ------------------------------------------------------- pages of no language

// NotFound is for "404.html": one file for all languages. Its addresses are
// rooted at the base URL's path, because a host shows it under any address.
type NotFound struct {
	Head  Head // Title and Name of the source language; NoIndex
	Lang  string
	Dir   string
	Texts []NotFoundText // one per language, the source language first
}

// NotFoundText is the notice in one language.
type NotFoundText struct {
	Lang  string
	Dir   string
	Title string // "This page is not here"
	Text  string // what may have happened
	Links []Link // home first, then the sections
}

// Root is for "root.html", the page at the root of the site, which chooses a
// language. Its script is assets/root.ts; without scripts the links remain.
type Root struct {
	Head      Head // with Alternates and Default, Canonical empty
	Lang      string
	Dir       string
	SiteName  string
	Languages []RootLanguage
}

// RootLanguage is one choice.
type RootLanguage struct {
	LanguageLink
	Title string // what the site is, in that language: the home page's title
}

// Moved is for "moved.html": the address of an alias, which leads to its page.
type Moved struct {
	Head Head // NoIndex, Canonical
	Lang string
	Dir  string
	Text string // "This page has moved"
	Link Link   // to the page
}
