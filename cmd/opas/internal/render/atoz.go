package render

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/site"
)

// SearchIndex is for "search-index.html", the list A–Z, which stands in for the
// search where no script runs.
type SearchIndex struct {
	Shell
	Title   string
	Lead    string
	Jump    string // label of the list of letters
	Letters []IndexLetter
}

// IndexLetter is what begins with one letter of the language's alphabet.
type IndexLetter struct {
	ID      string // "letter-1": letters of many scripts make poor addresses
	Letter  string
	Entries []IndexEntry
}

// IndexEntry is a title, a heading or a term, and where it stands.
type IndexEntry struct {
	Text   string
	Href   string // of the page with this title, or of the only place; else ""
	Page   string // the title of the page of the only place
	Places []Link // where else it stands, named by their pages
}

// At how many places a term and a heading may stand. What stands at more is a
// label that models put on all their pages, such as "When", and nobody looks up.
const (
	mostTermed = 3
	mostHeaded = 10
)

// searchIndex lists what the pages of a language have of their own; what they
// show in another language stands in the list of that language.
func (r *renderer) searchIndex(l *site.Language, files []File) SearchIndex {
	v := SearchIndex{Shell: r.frame(l, searchIndex), Title: l.Locale.Text(searchTitles[searchIndex]),
		Lead: l.Locale.Text("search-az-lead"), Jump: l.Locale.Text("search-az-letters")}
	list := newIndexList()
	for _, f := range files {
		if f.Lang != string(l.Tag) || f.sections == nil {
			continue
		}
		page := Link{Href: rootFrom(path.Clean(searchIndex)) + "/" + address(l, f.Page), Text: f.Page.Editions[l.Index].Title}
		list.add(page.Text, page, false)
		for _, s := range f.sections {
			place := page
			if s.ID != "" {
				place.Href += "#" + s.ID
				list.add(s.Heading, place, false)
			}
			for _, term := range s.Terms {
				list.add(term, place, true)
			}
		}
	}
	letter := ""
	for _, e := range list.sorted(l) {
		if next := letterOf(l.Locale, sortKey(l, e.Text)); next != letter || len(v.Letters) == 0 {
			letter = next
			name := letter
			if name == "" {
				name = l.Locale.Text("search-az-other")
			}
			v.Letters = append(v.Letters, IndexLetter{ID: "letter-" + strconv.Itoa(len(v.Letters)+1), Letter: name})
		}
		last := &v.Letters[len(v.Letters)-1]
		last.Entries = append(last.Entries, e)
	}
	return v
}

// indexList gathers the places of each text.
type indexList struct {
	order  []string
	places map[string][]Link
	termed map[string]bool // only ever met as a term
}

func newIndexList() *indexList {
	return &indexList{places: map[string][]Link{}, termed: map[string]bool{}}
}

func (x *indexList) add(text string, place Link, term bool) {
	text = strings.Trim(text, " :")
	if !strings.ContainsFunc(text, isWord) || term && isStep(text) {
		return
	}
	known, seen := x.places[text]
	if !seen {
		x.order = append(x.order, text)
		x.termed[text] = true
	}
	x.termed[text] = x.termed[text] && term
	for _, p := range known {
		if p.Text == place.Text { // the first place in a page is enough
			return
		}
	}
	x.places[text] = append(known, place)
}

// isStep reports whether a term is a step of a scale, as tables explain them:
// "1 Knows of it". Nobody looks it up by its number.
func isStep(text string) bool {
	number, _, ok := strings.Cut(text, " ")
	return ok && utf8.RuneCountInString(number) == 1 && !isLetter(number)
}

// sorted are the entries in the order of the language.
func (x *indexList) sorted(l *site.Language) []IndexEntry {
	var entries []IndexEntry
	for _, text := range x.order {
		e := IndexEntry{Text: text}
		for _, p := range x.places[text] {
			if p.Text == text && e.Href == "" {
				e.Href = p.Href
			} else {
				e.Places = append(e.Places, p)
			}
		}
		switch n := len(e.Places); {
		case e.Href == "" && (n > mostHeaded || n > mostTermed && x.termed[text]):
			continue
		case e.Href == "" && n == 1:
			e.Href, e.Page, e.Places = e.Places[0].Href, e.Places[0].Text, nil
		}
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b IndexEntry) int {
		x, y := sortKey(l, a.Text), sortKey(l, b.Text)
		switch {
		case x == y:
			return strings.Compare(a.Text, b.Text)
		case isLetter(x) != isLetter(y): // numbers and signs come first
			if isLetter(y) {
				return -1
			}
			return 1
		case l.Locale.Less(x, y):
			return -1
		}
		return 1
	})
	return entries
}

// articles do not count in the order of an index (for Arabic and English as
// libraries do, ISO 999:1996, 7.3.3).
var articles = map[string][]string{"ar": {"ال"}, "en": {"a ", "an ", "the "}}

// alifs are one letter of an Arabic index, whatever they carry.
var alifs = strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا", "ٱ", "ا")

// sortKey is what a text is sorted by: without quotation marks and an article
// before it.
func sortKey(l *site.Language, text string) string {
	key := strings.TrimLeftFunc(text, func(r rune) bool { return !isWord(r) })
	base, _, _ := strings.Cut(string(l.Tag), "-")
	if base == "ar" {
		key = alifs.Replace(key)
	}
	for _, a := range articles[base] {
		if len(key) > len(a)+2 && strings.EqualFold(key[:len(a)], a) {
			return key[len(a):]
		}
	}
	return key
}

// isWord reports whether a rune is part of a word or a number.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

func isLetter(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(r)
}

// letterOf is the letter of the language's alphabet that a text begins with, ""
// for numbers and signs. A letter with a mark is one of its own where the
// language sorts it so: ä in Finnish, not é.
func letterOf(locale *lang.Locale, text string) string {
	if !isLetter(text) {
		return ""
	}
	first, _ := utf8.DecodeRuneInString(norm.NFC.String(text))
	own := string(first)
	base, _ := utf8.DecodeRuneInString(norm.NFD.String(own))
	plain := string(base)
	// Two letters are the same to a language that looks at the next letter
	// before it tells them apart.
	if own != plain && locale.Less(own+"a", plain+"z") && locale.Less(plain+"a", own+"z") {
		own = plain
	}
	return strings.ToUpper(own)
}
