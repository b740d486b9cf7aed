package search

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"opas/cmd/opas/internal/words"
)

// version of the formats. A reader refuses others.
const version = 1

// A manifest is what a reader needs before it reads anything else:
// <tag>/index.json. Columns are texts of numbers, see number.go.
type manifest struct {
	Version int    `json:"version"`
	Stamp   string `json:"stamp"` // hash of everything below <tag>/<stamp>/
	Lang    string `json:"lang"`
	Name    string `json:"name"`
	Dir     string `json:"dir"`
	Words   string `json:"words"` // file of the description
	// WordsLength is how long that is in UTF-16 units: the beginning of a
	// description is a description, too.
	WordsLength int    `json:"wordsLength"`
	Chunks      string `json:"chunks"` // first key of every chunk, joined by a blank
	// Compounds says that words of the language are written together: queries may
	// be compounds that the site has only the parts of.
	Compounds bool `json:"compounds"`

	Numbers  string `json:"numbers"`  // per page: Page.Number minus the one before
	Sizes    string `json:"sizes"`    // per page: sections
	Cuts     string `json:"cuts"`     // per page: further fragments, and for each its first section minus the one before
	Audience string `json:"audience"` // per page: bit i for Audiences[i]
	Section  string `json:"section"`  // per page: 1 + index into Sections, 0 for none
	Lengths  string `json:"lengths"`  // per section: length code, see lengthOf

	Mean      float64    `json:"mean"` // of the lengths of sections
	Audiences []string   `json:"audiences"`
	Sections  []string   `json:"sections"`
	Fallbacks []string   `json:"fallbacks"`
	Others    []Other    `json:"others"`
	Synonyms  [][]string `json:"synonyms"`
}

// A fragment is the text of a page, or of some sections of a long one.
type fragment struct {
	Path    string      `json:"path"`
	Title   string      `json:"title"`
	Summary string      `json:"summary,omitempty"` // in the first fragment only
	Heads   [][2]string `json:"heads"`             // ID and heading of all sections of the page
	From    int         `json:"from"`              // the section of the first text
	Texts   []string    `json:"texts"`
}

// The sizes that are aimed at, before compression: about 5 and 3 KB after it.
const (
	chunkSize    = 7500
	fragmentSize = 6000
)

// maxAudiences is how many audiences fit into a page's mask.
const maxAudiences = 30

// write turns an index into files.
func write(in Input, t *text, compounds bool, entries []entry) []File {
	m := manifest{
		Version: version, Compounds: compounds, Lang: in.Tag, Name: in.Name, Dir: in.Dir,
		Audiences: notNil(in.Audiences), Sections: notNil(in.Sections), Fallbacks: notNil(in.Fallbacks), Others: notNil(in.Others),
		Synonyms: synonyms(in.Words, in.Terms.Synonyms),
	}
	description := []byte(in.Words.Description)
	m.Words = fmt.Sprintf("words/%s-%s.txt", cmp.Or(in.Words.Tag, "any"), hash(description))
	m.WordsLength = units(in.Words.Description)
	files, keys := writeChunks(entries, in.Lexicon != nil)
	m.Chunks = strings.Join(keys, " ")
	files = append(files, m.pages(in.Pages, t)...)

	all := sha256.New()
	for _, f := range files {
		fmt.Fprintf(all, "%s %d\n", f.Path, len(f.Data))
		all.Write(f.Data)
	}
	m.Stamp = hex.EncodeToString(all.Sum(nil))[:12]
	for i := range files {
		files[i].Path = in.Tag + "/" + m.Stamp + "/" + files[i].Path
	}
	return append(files, File{in.Tag + "/index.json", encodeJSON(m)}, File{m.Words, description})
}

func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])[:12]
}

// encodeJSON writes < and > as escapes, so that no file of a site holds markup
// that nobody meant.
func encodeJSON(v any) []byte {
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(v); err != nil {
		panic(err) // strings and numbers can be written
	}
	return b.Bytes()
}

// synonyms keeps groups of two or more single words, as forms.
func synonyms(l *words.Language, groups [][]string) [][]string {
	list := [][]string{}
	for _, g := range groups {
		var forms []string
		for _, s := range g {
			if tokens := l.Tokens(s); len(tokens) == 1 {
				forms = append(forms, tokens[0].Form)
			}
		}
		if len(forms) > 1 {
			list = append(list, forms)
		}
	}
	return list
}

// writeChunks cuts the entries into chunks, between entries of different keys.
// There is always one, if only an empty one.
//
// A chunk has a line for each column, in the order of the entries:
//
//  1. Texts, with nothing between them: a letter A to Z says how many UTF-16 units
//     the text shares with the one before, the rest follows. No text holds such
//     a letter. A text is a form, or "key=form" for an alias.
//  2. Kinds, as numbers: the kind, 8 more if the postings have no positions, 16
//     more if the entry has readings of its own. Behind kind 1 stand its splits,
//     ((place - place before)*3 + level)*2, and 1 more if another follows; a
//     place is in UTF-16 units of the form.
//  3. Postings (see encodePostings), entries separated by a blank.
//  4. In the index of a site with a lexicon: readings that stand in for what the
//     rules say, entries separated by a blank. A lemma is written like a text, by
//     what it shares with the form; '"' and its weight follow; '!' separates.
func writeChunks(entries []entry, lexicon bool) (files []File, keys []string) {
	keys = []string{""}
	var texts, kinds, records, readings []byte
	before, lastFold := "", "" // of the entry before
	finish := func() {
		columns := [][]byte{texts, kinds, records}
		if lexicon {
			columns = append(columns, readings)
		}
		data := append(bytes.Join(columns, []byte("\n")), '\n')
		files = append(files, File{fmt.Sprintf("w%d.txt", len(files)), data})
		texts, kinds, records, readings, before = texts[:0], kinds[:0], records[:0], readings[:0], ""
	}
	for i := range entries {
		e := &entries[i]
		if len(texts)+len(kinds)+len(records)+len(readings) >= chunkSize && e.fold != lastFold {
			finish()
			keys = append(keys, separator(lastFold, e.fold))
		}
		lastFold = e.fold
		if len(texts) > 0 {
			records = append(records, ' ')
			readings = append(readings, ' ')
		}
		s := e.text()
		texts = appendText(texts, before, s)
		before = s
		kinds = appendKind(kinds, e)
		records = append(records, e.record...)
		readings = appendReadings(readings, e)
	}
	finish()
	return files, keys
}

// appendText writes a text by what it shares with another one.
func appendText(b []byte, before, s string) []byte {
	unit, n := shared(before, s)
	for unit > 25 {
		_, size := utf8.DecodeLastRuneInString(s[:n])
		n -= size
		unit = units(s[:n])
	}
	return append(append(b, byte('A'+unit)), s[n:]...)
}

// What separates readings is no digit of a number.
const (
	betweenReadings = '!'
	beforeWeight    = '"'
)

// weightUnits is how finely the weights of readings are written. It is a power
// of two, so that products with other weights, and their sums, are exact
// whatever their order (words.Match).
const weightUnits = 1024

// appendReadings writes the readings of an entry that has its own: lemmas by what
// they share with the form, and weights.
func appendReadings(b []byte, e *entry) []byte {
	for i, r := range e.lemmas {
		if i > 0 {
			b = append(b, betweenReadings)
		}
		b = append(appendText(b, e.form, r.Lemma), beforeWeight)
		b = appendNumber(b, int(r.Weight*weightUnits+0.5))
	}
	return b
}

// separator is the shortest beginning of b that comes after a.
func separator(a, b string) string {
	_, n := shared(a, b)
	_, size := utf8.DecodeRuneInString(b[n:])
	return b[:n+size]
}

func appendKind(b []byte, e *entry) []byte {
	k := int(e.kind)
	if e.bare {
		k += int(kinds)
	}
	if e.lemmas != nil {
		k += 2 * int(kinds)
	}
	b = appendNumber(b, k)
	last := 0
	for i, s := range e.splits {
		at := units(e.form[:s.At])
		v := ((at-last)*3 + s.Level) * 2
		if i < len(e.splits)-1 {
			v++
		}
		b = appendNumber(b, v)
		last = at
	}
	return b
}

// pages fills the columns about pages and returns the fragments of their text.
func (m *manifest) pages(pages []Page, t *text) []File {
	var numbers, sizes, cuts, audience, section, lengths []byte
	var files []File
	last, next, sum := 0, 0, 0
	for i, p := range pages {
		if len(p.Sections) == 0 {
			p.Sections = []Section{{}}
		}
		numbers = appendNumber(numbers, p.Number-last)
		last = p.Number
		sizes = appendNumber(sizes, len(p.Sections))
		mask := 0
		for _, a := range p.Audiences {
			if a >= 0 && a < maxAudiences {
				mask |= 1 << a
			}
		}
		audience = appendNumber(audience, mask)
		section = appendNumber(section, max(0, p.Section+1))
		for range p.Sections {
			code := lengthCode(t.length(next))
			lengths = appendNumber(lengths, code)
			sum += lengthOf[code]
			next++
		}
		list := fragments(p)
		cuts = appendNumber(cuts, len(list)-1)
		from := 0
		for k, f := range list {
			name := fmt.Sprintf("p%d.json", i)
			if k > 0 {
				cuts = appendNumber(cuts, f.From-from)
				from = f.From
				name = fmt.Sprintf("p%d-%d.json", i, k)
			}
			files = append(files, File{name, encodeJSON(f)})
		}
	}
	m.Numbers, m.Sizes, m.Cuts = string(numbers), string(sizes), string(cuts)
	m.Audience, m.Section, m.Lengths = string(audience), string(section), string(lengths)
	m.Mean = 1
	if next > 0 {
		m.Mean = max(1, float64(sum)/float64(next))
	}
	return files
}

// fragments cuts the text of a page between sections.
func fragments(p Page) []fragment {
	heads := make([][2]string, len(p.Sections))
	for i, s := range p.Sections {
		heads[i] = [2]string{s.ID, s.Heading}
	}
	list := []fragment{{Path: p.Path, Title: p.Title, Summary: p.Summary, Heads: heads}}
	size := 0
	for i, s := range p.Sections {
		f := &list[len(list)-1]
		if size > 0 && size+len(s.Text) > fragmentSize {
			list = append(list, fragment{Path: p.Path, Title: p.Title, Heads: heads, From: i})
			f, size = &list[len(list)-1], 0
		}
		f.Texts = append(f.Texts, s.Text)
		size += len(s.Text)
	}
	return list
}

// length is how many words there are in heading, terms and body of a section.
func (t *text) length(section int) int {
	cell := section * int(fields)
	return int(t.starts[cell+int(fields)] - t.starts[cell+int(heading)])
}

// lengthOf are the lengths of sections by their code: 0 1 2 3 4 6 8 11 14 18 …
var lengthOf = func() (list [base]int) {
	for i := 1; i < len(list); i++ {
		list[i] = list[i-1] + list[i-1]>>2 + 1
	}
	return list
}()

// lengthCode is the code of the greatest length that is not above n.
func lengthCode(n int) int {
	code := 0
	for code+1 < len(lengthOf) && lengthOf[code+1] <= n {
		code++
	}
	return code
}
