package search

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

	"opas/cmd/opas/internal/words"
)

// A Reader answers queries from the files of a built site. It keeps the chunks
// that it has read and the words that it has analysed, and is for one goroutine
// at a time.
type Reader struct {
	fsys     fs.FS
	manifest manifest
	language *words.Language
	keys     []string // first key of every chunk
	chunks   []*chunk // nil until read
	pages    []pageInfo
	pageOf   []int32 // of every section
	lengths  []byte  // codes, of every section

	analyses, foldedAnalyses analyses
}

// A pageInfo is what the manifest says about a page.
type pageInfo struct {
	number   int
	first    int // its first section among those of all pages
	sections int
	cuts     []int // sections of the page where further fragments begin
	audience int
	section  int // -1: none
}

// A chunk is a part of the entries.
type chunk struct {
	number  int
	entries []readEntry
}

// A readEntry is an entry as it is read.
type readEntry struct {
	fold, form string
	alias      bool
	kind       kind
	bare       bool
	splits     []words.Split
	lemmas     []words.Reading // nil where the language says them
	record     string
	chunk      int // where it stands: number of the chunk, index there
	index      int
}

// A DamagedError says that a file of the index cannot be read.
type DamagedError struct {
	Path string
	Err  error
}

func (e *DamagedError) Error() string { return fmt.Sprintf("read %s: %v", e.Path, e.Err) }
func (e *DamagedError) Unwrap() error { return e.Err }

var errMalformed = errors.New("the search index is damaged")

// Open opens the index of a language in fsys, the folder search/ of a site.
func Open(fsys fs.FS, tag string) (*Reader, error) {
	r := &Reader{fsys: fsys, analyses: newAnalyses(), foldedAnalyses: newAnalyses()}
	path := tag + "/index.json"
	data, err := r.read(path)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &r.manifest); err != nil {
		return nil, &DamagedError{path, err}
	}
	if r.manifest.Version != version {
		return nil, &DamagedError{path, fmt.Errorf("version %d of the format, not %d", r.manifest.Version, version)}
	}
	if r.manifest.Lang != tag {
		return nil, &DamagedError{path, fmt.Errorf("it is the index of %q", r.manifest.Lang)}
	}
	if err := r.columns(); err != nil {
		return nil, &DamagedError{path, err}
	}
	if r.language, err = r.readLanguage(tag); err != nil {
		return nil, err
	}
	return r, nil
}

// Language is the language that the reader analyses words by.
func (r *Reader) Language() *words.Language { return r.language }

// Fallbacks are the tags of the languages that are looked in for pages that
// this one has not, in order.
func (r *Reader) Fallbacks() []string { return r.manifest.Fallbacks }

func (r *Reader) read(path string) ([]byte, error) {
	if !fs.ValidPath(path) {
		return nil, &DamagedError{path, fs.ErrInvalid}
	}
	data, err := fs.ReadFile(r.fsys, path)
	if err != nil {
		return nil, fmt.Errorf("read the search index: %w", err)
	}
	return data, nil
}

// readLanguage returns the language of the published description: the
// program's own if that is the same.
func (r *Reader) readLanguage(tag string) (l *words.Language, err error) {
	path := r.manifest.Words
	data, err := r.read(path)
	if err != nil {
		return nil, err
	}
	if l := words.For(tag); l.Description == string(data) {
		return l, nil
	}
	if !strings.Contains(path, hash(data)) {
		return nil, &DamagedError{path, errMalformed}
	}
	defer func() {
		if recover() != nil {
			err = &DamagedError{path, errMalformed}
		}
	}()
	if l, err = words.Parse(words.For(tag).Tag, string(data)); err != nil {
		return nil, &DamagedError{path, err}
	}
	return l, nil
}

// columns reads the columns of the manifest.
func (r *Reader) columns() error {
	m := &r.manifest
	r.keys = strings.Split(m.Chunks, " ")
	if !slices.IsSortedFunc(r.keys, compare) {
		return errMalformed
	}
	r.chunks = make([]*chunk, len(r.keys))
	numbersOf, sizes, cuts := numbers{text: m.Numbers}, numbers{text: m.Sizes}, numbers{text: m.Cuts}
	audience, section, lengths := numbers{text: m.Audience}, numbers{text: m.Section}, numbers{text: m.Lengths}
	number := 0
	for numbersOf.more() {
		p := pageInfo{number: number + numbersOf.next(), first: len(r.pageOf), sections: sizes.next(), audience: audience.next(), section: section.next() - 1}
		number = p.number
		if p.sections > len(m.Lengths)-p.first || p.section >= len(m.Sections) {
			return errMalformed
		}
		last := 0
		for n := cuts.next(); n > 0 && !cuts.bad; n-- {
			last += cuts.next()
			p.cuts = append(p.cuts, last)
		}
		for range p.sections {
			r.pageOf = append(r.pageOf, int32(len(r.pages)))
			code := lengths.next()
			if code >= base {
				return errMalformed
			}
			r.lengths = append(r.lengths, byte(code))
		}
		r.pages = append(r.pages, p)
	}
	for _, n := range []*numbers{&numbersOf, &sizes, &cuts, &audience, &section, &lengths} {
		if n.bad || n.more() {
			return errMalformed
		}
	}
	if !(m.Mean >= 1 && m.Mean <= maxNumber) {
		return errMalformed
	}
	return nil
}

// chunk returns a chunk, read once.
func (r *Reader) chunk(i int) (*chunk, error) {
	if r.chunks[i] != nil {
		return r.chunks[i], nil
	}
	path := fmt.Sprintf("%s/%s/w%d.txt", r.manifest.Lang, r.manifest.Stamp, i)
	data, err := r.read(path)
	if err != nil {
		return nil, err
	}
	c := &chunk{number: i}
	if !c.decode(r.language, string(data)) {
		return nil, &DamagedError{path, errMalformed}
	}
	r.chunks[i] = c
	return c, nil
}

// decode reads a chunk. It reports whether it is well formed; postings are
// looked at only when they are needed.
func (c *chunk) decode(l *words.Language, data string) bool {
	columns := strings.Split(strings.TrimSuffix(data, "\n"), "\n")
	if len(columns) != 3 && len(columns) != 4 {
		return false
	}
	texts, kindsOf := columns[0], numbers{text: columns[1]}
	records := strings.Split(columns[2], " ")
	if texts == "" && columns[2] == "" {
		records = nil // a language without words
	}
	var readings []string
	if len(columns) == 4 && records != nil {
		if readings = strings.Split(columns[3], " "); len(readings) != len(records) {
			return false
		}
	}
	c.entries = make([]readEntry, 0, len(records))
	before := ""
	for len(texts) > 0 && len(c.entries) < len(records) {
		end := 1
		for end < len(texts) && (texts[end] < 'A' || texts[end] > 'Z') {
			end++
		}
		s, ok := decodeText(texts[:end], before)
		if !ok {
			return false
		}
		texts, before = texts[end:], s
		e := readEntry{form: s, chunk: c.number, index: len(c.entries), record: records[len(c.entries)]}
		if key, form, ok := strings.Cut(s, "="); ok {
			e.fold, e.form, e.alias = key, form, true
		} else {
			e.fold = l.Fold(s)
		}
		flags := kindsOf.next()
		if flags >= 4*int(kinds) {
			return false
		}
		e.kind, e.bare = kind(flags)%kinds, flags/int(kinds)%2 == 1
		if flags >= 2*int(kinds) {
			if readings == nil || !e.decodeReadings(readings[len(c.entries)]) {
				return false
			}
		}
		if e.kind == split {
			unit, more := 0, true
			for more && !kindsOf.bad {
				v := kindsOf.next()
				unit, more = unit+v/6, v%2 == 1
				at := bytesOf(e.form, unit)
				if at == 0 || at >= len(e.form) {
					return false
				}
				e.splits = append(e.splits, words.Split{At: at, Level: v / 2 % 3})
			}
		}
		c.entries = append(c.entries, e)
	}
	return texts == "" && !kindsOf.bad && !kindsOf.more() && len(c.entries) == len(records)
}

// decodeText reads a text that is written by what it shares with another one.
func decodeText(text, before string) (string, bool) {
	unit := int(text[0]) - 'A'
	if unit < 0 || unit > 25 || units(before) < unit || !utf8.ValidString(text[1:]) {
		return "", false
	}
	return before[:bytesOf(before, unit)] + text[1:], true
}

// decodeReadings reads the readings of an entry that has its own.
func (e *readEntry) decodeReadings(text string) bool {
	for _, s := range strings.Split(text, string(betweenReadings)) {
		lemma, weight, ok := strings.Cut(s, string(beforeWeight))
		if !ok || lemma == "" {
			return false
		}
		n := numbers{text: weight}
		r := words.Reading{Weight: float64(n.next()) / weightUnits}
		if r.Lemma, ok = decodeText(lemma, e.form); !ok || n.bad || n.more() || r.Weight > 1 {
			return false
		}
		e.lemmas = append(e.lemmas, r)
	}
	return true
}

// fragmentOf returns the fragment that has the text of a section of a page.
func (r *Reader) fragmentOf(page, section int) (*fragment, error) {
	p := &r.pages[page]
	k := 0
	for k < len(p.cuts) && p.cuts[k] <= section {
		k++
	}
	path := fmt.Sprintf("%s/%s/p%d.json", r.manifest.Lang, r.manifest.Stamp, page)
	if k > 0 {
		path = fmt.Sprintf("%s/%s/p%d-%d.json", r.manifest.Lang, r.manifest.Stamp, page, k)
	}
	data, err := r.read(path)
	if err != nil {
		return nil, err
	}
	f := &fragment{}
	if err := json.Unmarshal(data, f); err != nil {
		return nil, &DamagedError{path, err}
	}
	if len(f.Heads) != p.sections || section < f.From || section >= f.From+len(f.Texts) {
		return nil, &DamagedError{path, errMalformed}
	}
	return f, nil
}
