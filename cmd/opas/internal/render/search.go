package render

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path"
	"strings"

	"opas/cmd/opas/internal/site"
)

// The pages of the search, below each language. The reserved id keeps pages of
// the content away from them.
const (
	searchPage  = "search/"
	searchIndex = "search/a-z/"
	searchMap   = "search/map/"
)

// searchTitles are the messages that name them.
var searchTitles = map[string]string{searchPage: "search-title", searchIndex: "search-az", searchMap: "search-map"}

// SearchPage is for "search.html". What is found is written by
// assets/searchpage.ts; without scripts the form leads to the list A–Z.
type SearchPage struct {
	Shell
	Title   string
	Say     map[string]string // messages without "search-"
	Filters []SearchFilter
	Others  []Link // the list A–Z and the site map
	Facts   SearchFacts
}

// SearchFilter is a choice that makes a search narrower.
type SearchFilter struct {
	Name    string // "audience" or "section": its place in the address
	Label   string
	Any     string // "All"
	Choices []SearchChoice
}

// SearchChoice is one value of a filter.
type SearchChoice struct{ ID, Text string }

// SearchFacts is what the scripts of the search need to know and to say in one
// language. Addresses in it are relative to the search page.
type SearchFacts struct {
	Lang      string                       `json:"lang"` // of the plural forms
	Tag       string                       `json:"tag"`  // of the index
	Messages  map[string]string            `json:"messages"`
	Plurals   map[string]map[string]string `json:"plurals"`
	Languages map[string]string            `json:"languages"` // what is said of a page in each language, by its tag
}

// searchField is what the header of every page has of the search.
func (r *renderer) searchField(l *site.Language, linked bool) *SearchField {
	at := RootMark + "/" + string(l.Tag) + "/"
	return &SearchField{Title: l.Locale.Text("search-title"), Page: at + searchPage, Index: at + searchIndex,
		Words: path.Base(r.searchWords(l).Path), Linked: linked}
}

// searchWords is the file of facts for the dialog, which any page may open. Its
// name holds the hash of its content, like that of other assets.
func (r *renderer) searchWords(l *site.Language) File {
	data, err := json.Marshal(r.searchFacts(l))
	if err != nil {
		panic(err) // strings always marshal
	}
	sum := sha256.Sum256(data)
	return File{Path: "assets/search-" + string(l.Tag) + "-" + hex.EncodeToString(sum[:4]) + ".json", Data: data}
}

func (r *renderer) searchFacts(l *site.Language) SearchFacts {
	f := SearchFacts{Lang: l.Tag.HTML(), Tag: string(l.Tag), Messages: searchMessages(l), Plurals: map[string]map[string]string{}, Languages: map[string]string{}}
	for id := range f.Messages {
		if strings.HasPrefix(id, "az-") || strings.HasPrefix(id, "map-") || id == "hint" || id == "section" || id == "audience" || id == "language" {
			delete(f.Messages, id) // the pages themselves say them, or Languages does
		}
	}
	for id, forms := range l.Locale.Plurals("search-") {
		f.Plurals[strings.TrimPrefix(id, "search-")] = forms
	}
	for _, other := range r.site.Languages {
		f.Languages[string(other.Tag)] = l.Locale.Text("search-language", "Language", other.Tag)
	}
	return f
}

func searchMessages(l *site.Language) map[string]string {
	messages := map[string]string{}
	for id, text := range l.Locale.Messages("search-") {
		messages[strings.TrimPrefix(id, "search-")] = text
	}
	return messages
}

func (r *renderer) searchPage(l *site.Language) SearchPage {
	shell := r.frame(l, searchPage)
	shell.Head.NoIndex = true
	shell.Head.Scripts = append(shell.Head.Scripts, r.assets("../../", "searchpage.ts")...)
	v := SearchPage{Shell: shell, Title: l.Locale.Text(searchTitles[searchPage]), Say: searchMessages(l), Facts: r.searchFacts(l)}
	v.Others = []Link{
		{Href: strings.TrimPrefix(searchIndex, searchPage), Text: l.Locale.Text(searchTitles[searchIndex])},
		{Href: strings.TrimPrefix(searchMap, searchPage), Text: l.Locale.Text(searchTitles[searchMap])},
	}
	audiences := SearchFilter{Name: "audience", Label: v.Say["audience"], Any: v.Say["any"]}
	for _, a := range r.site.Config.Audiences {
		audiences.Choices = append(audiences.Choices, SearchChoice{a.ID, r.audience(a.ID, l)})
	}
	sections := SearchFilter{Name: "section", Label: v.Say["section"], Any: v.Say["any"]}
	for _, p := range r.searchSections() {
		sections.Choices = append(sections.Choices, SearchChoice{p.ID, p.Editions[l.Index].Short})
	}
	for _, f := range []SearchFilter{audiences, sections} {
		if len(f.Choices) > 1 {
			v.Filters = append(v.Filters, f)
		}
	}
	return v
}

// SearchMap is for "search-map.html", the tree of all pages.
type SearchMap struct {
	Shell
	Title    string
	Lead     string
	Sections []MapNode
}

// MapNode is a page and the pages below it. A section that gathers what is
// outside the main navigation has no address.
type MapNode struct {
	Link
	Below []MapNode
}

func (r *renderer) searchMap(l *site.Language) SearchMap {
	v := SearchMap{Shell: r.frame(l, searchMap), Title: l.Locale.Text(searchTitles[searchMap]), Lead: l.Locale.Text("search-map-lead")}
	others := MapNode{Link: Link{Text: l.Locale.Text("site-footer")}}
	for _, section := range r.site.Home().Children {
		if node := r.mapNode(l, section); len(node.Below) > 0 {
			v.Sections = append(v.Sections, node)
		} else {
			others.Below = append(others.Below, node)
		}
	}
	if len(others.Below) > 0 {
		v.Sections = append(v.Sections, others)
	}
	return v
}

func (r *renderer) mapNode(l *site.Language, p *site.Page) MapNode {
	e := p.Editions[l.Index]
	n := MapNode{Link: titled(p, l, l, rootFrom(path.Clean(searchMap))+"/"+address(l, p))}
	n.Text = e.Title
	for _, child := range p.Children {
		n.Below = append(n.Below, r.mapNode(l, child))
	}
	return n
}

// frame is what stands around a page that no text of the content makes.
func (r *renderer) frame(l *site.Language, below string) Shell {
	root := rootFrom(path.Clean(below))
	parts := r.languages[l.Index]
	home := r.site.Home()
	header := parts.sections[home].header
	if below == searchPage {
		header = parts.sections[home].linkedHeader
	}
	title := l.Locale.Text(searchTitles[below])
	name, _ := r.site.Config.Title.In(l.Chain)
	s := Shell{
		Lang: l.Tag.HTML(), Dir: l.Tag.Dir(), Words: parts.words,
		Header:     Place(header, root, below, ""),
		Footer:     Place(parts.footer, root, below, ""),
		Breadcrumb: []Link{titled(home, l, l, root+"/"+address(l, home))},
		Head: Head{Title: title + " – " + name, Name: title, SiteName: name, Type: "website", NoIndex: r.opt.Preview, Policy: r.policy(false),
			Styles: r.assets(root+"/", "site.css", "searchpage.css"), Scripts: r.scripts(root+"/", "site.ts")},
	}
	if below != searchPage {
		s.Breadcrumb = append(s.Breadcrumb, Link{Href: root + "/" + string(l.Tag) + "/" + searchPage, Text: l.Locale.Text(searchTitles[searchPage])})
	}
	if base := r.site.BaseURL; base != nil {
		s.Head.Canonical = absolute(base, string(l.Tag)+"/"+below)
		for _, other := range r.site.Languages {
			s.Head.Alternates = append(s.Head.Alternates, Alternate{Lang: other.Tag.HTML(), Href: absolute(base, string(other.Tag)+"/"+below)})
		}
	}
	return s
}
