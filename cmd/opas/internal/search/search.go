// Package search makes the search index of a site, one per language, and asks
// it. The browser asks the same files through assets/search; Reader.Find is
// the reference for it: same hits, same order, same scores to the last bit.
//
// The two fundamental types are Index, made by Build from the pages of one
// language and turned into Files, and Reader, which opens those files and
// answers queries.
//
// # What is indexed
//
// The unit is the section: a heading and the text below it. A section is read
// into fields (title, summary, heading, terms, body), its words by the room
// words. Title and summary of a page are posted once, at its first section, and
// count for all of them. An index consists of entries:
//
//   - word forms, with postings: sections, fields and positions;
//   - tails and middle parts of compounds (ohjaaja of työelämäohjaaja), with
//     the postings of the compounds. First parts need no entries of their own,
//     they begin like the compound, which says where it splits;
//   - aliases: a form is also filed under a lemma of its own that begins
//     otherwise (went under go), so that whoever looks for the forms of a lemma
//     need read only what begins like it.
//
// There is no morphology in an index. Whoever asks analyses the query and the
// entries that begin like one of its lemmas; two forms belong together as far
// as their readings share lemmas (words.Match).
//
// # Files
//
// Below search/: fi/index.json, the manifest; fi/<stamp>/…, chunks of entries
// and fragments of text; words/…, the description of the language. All are
// text. The stamp is a hash of everything below it, so that an old page never
// reads half of a new index: who misses a file below it reads the manifest again,
// once. encode.go tells the formats (manifest, fragment, writeChunks), number.go
// how numbers are written, postings.go how postings are (encodePostings). Whoever
// changes one of them raises version, here and in assets/search/load.ts.
//
// # How a word is looked up
//
// lookup.go asks, one after another: for the forms and parts that share a lemma
// with the word; for forms that differ only by marks; for its lemmas without
// marks; for forms one edit away; for the parts of a compound that the index
// knows only by its parts; for forms two edits away. Each is tried only if the
// ones before found nothing good.
//
// To look for a form is to read the chunks whose keys begin like it (folded), or
// like one of its likely lemmas but for the last letters (keep), and to compare the
// readings of the form with those of each entry there (compare in match.go). Of a
// compound in the index, heads count by far less than tails and middle parts
// (words.HeadWeight). A query is cut to maxQuery units and maxWords words; the last
// word may be the beginning of one, if Options say so. Synonyms come last, and
// never after a word was taken for another.
//
// # How hits are ordered
//
// By BM25F with a weight for how a word was found: the form itself, another form
// of the lexeme, a part of a compound, a form that was perhaps meant. Words that
// stand near each other add to it, and so does, while a query is short more than
// anything else, how many of its words are there: all words before some. Words
// that are everywhere, and words like "and", count less. The best section stands
// for its page. rank.go has the formulas.
//
// The package never reads Markdown or HTML, and knows no language: what it knows
// about one is in its description.
package search

import (
	"opas/cmd/opas/internal/words"
)

// Input is everything an index of one language is made of.
type Input struct {
	Tag, Name, Dir string // BCP 47; the language's own name; "ltr" or "rtl"
	Words          *words.Language
	Lexicon        *words.Lexicon // nil without one
	Terms          Terms          // from content/search.yaml

	// Audiences and Sections are the ids that filters use, in order. Pages
	// refer to them by index.
	Audiences, Sections []string

	// Fallbacks are the tags of the languages that are looked in for pages this
	// one has not, in order. Others are all other languages of the site that
	// have an index.
	Fallbacks []string
	Others    []Other

	Pages []Page
}

// An Other is another language of the site, as readers are shown it.
type Other struct {
	Tag  string `json:"lang"`
	Name string `json:"name"`
	Dir  string `json:"dir"`
}

// Terms are a site's own words for one language.
type Terms struct {
	Words    []string   // base forms that are known to be words
	Synonyms [][]string // groups of single words that find each other
	Whole    []string   // base forms that are never split
}

// A Page is one page in one language.
type Page struct {
	Number         int    // its place in the site, the same in every language
	Path           string // address below the language: "mentoring/first-meeting/", "" for the home page
	Title, Summary string
	Audiences      []int // indexes into Input.Audiences
	Section        int   // index into Input.Sections, -1 for none
	Sections       []Section
}

// A Section is a heading and the text up to the next. The first section of a
// page is the text before any heading; its ID and Heading are "".
type Section struct {
	ID, Heading string
	Terms       []string // words of the glossary that are explained here
	Text        string   // plain, paragraphs separated by \n
	// Shown is set where the text is only shown, and the section is found by its
	// heading and terms: the explanation of a word answers no other question.
	Shown bool
}

// A File is one file of an index, its path below the folder search/.
type File struct {
	Path string
	Data []byte
}

// Options say which hits are wanted. The zero value wants all of them.
type Options struct {
	Limit    int    // at most so many hits; 0: all
	Prefix   bool   // the last word may be the beginning of one
	Audience string // id; only pages for this audience
	Section  string // id; only pages of this section
	Explain  bool   // fill Hit.Explain
}

// A Result is what a query found. Its JSON is what the browser's module returns
// from find, but for addresses, which there begin with the site's root.
type Result struct {
	Hits []Hit `json:"hits"`
	// Total counts the pages found, with filters, without Limit.
	Total int `json:"total"`
	// Corrected is the query as it was understood where a word of it was found
	// nowhere and others were looked for in its place, else "".
	Corrected string `json:"corrected"`
	// Facets count the pages that each filter would leave.
	Facets Facets `json:"facets"`
}

// Facets count pages by id. The counts for audiences obey the filter by section
// and the other way round.
type Facets struct {
	Audience map[string]int `json:"audience"`
	Section  map[string]int `json:"section"`
}

// A Match says how a page was found; of several words the one found worst.
type Match string

const (
	Form   Match = "form"   // the very form of the query
	Lexeme Match = "lexeme" // another form of the same word
	Part   Match = "part"   // inside a compound, or a word that goes on
	Typo   Match = "typo"   // a form that was perhaps meant
)

// A Hit is a page, represented by its best section.
type Hit struct {
	Page    int     `json:"page"`    // Page.Number
	URL     string  `json:"url"`     // "fi/mentoring/#id", below the site's root
	Title   string  `json:"title"`   //
	Heading string  `json:"heading"` // "" for the text before any heading
	Excerpt string  `json:"excerpt"` // about 30 words
	Lang    string  `json:"lang"`
	Dir     string  `json:"dir"`
	Score   float64 `json:"score"`
	Match   Match   `json:"match"`

	// What to mark, as [start, end) in UTF-16 units, as browsers count;
	// Pieces cuts a text at them.
	Marks        [][2]int `json:"marks"`
	TitleMarks   [][2]int `json:"titleMarks"`
	HeadingMarks [][2]int `json:"headingMarks"`

	// Words are the forms found in the section, to be marked on the page.
	Words []string `json:"words"`
	// More are up to three other sections of the page that were found.
	More []Link `json:"more"`

	Explain []Reason `json:"-"`
}

// A Link leads to a section.
type Link struct {
	URL     string `json:"url"`
	Heading string `json:"heading"`
}

// A Reason is what one entry of the index adds to a hit.
type Reason struct {
	Word  string  // of the query
	Entry string  // the form found
	Kind  string  // "form", "lexeme", "head", "tail", "middle", "synonym", "typo", "beginning"
	Match float64 // how far the readings agree, 0 to 1
	// Fields are the fields found in, and how often: "title 1, body 3".
	Fields string
	Score  float64 // what the word adds to the section's score with this entry
}
