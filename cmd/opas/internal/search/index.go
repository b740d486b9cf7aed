package search

import (
	"slices"

	"opas/cmd/opas/internal/words"
)

// An Index is the index of one language, ready to be written.
type Index struct {
	files []File
}

// Files returns the files of the index, in the order of their paths.
func (x *Index) Files() []File { return x.files }

// Build makes the index of one language. It is deterministic: the order of
// pages is that of their numbers.
func Build(in Input) *Index {
	in.Pages = slices.Clone(in.Pages)
	slices.SortStableFunc(in.Pages, func(a, b Page) int { return a.Number - b.Number })
	t := readText(in.Words, in.Pages)
	m := morphologyOf(in, t.forms)
	return &Index{files: write(in, t, m.vocabulary.Closed(), t.entries(m))}
}

// A field is a part of a section that counts on its own.
type field byte

const (
	title field = iota
	summary
	heading
	terms
	body
	fields // how many there are
)

// A text is all words of a language in a row: title and summary (of the first
// section of a page), heading, terms and body of a section, then the next one.
type text struct {
	forms []string // every form once
	words []uint32 // indexes into forms
	cells []uint32 // of each word: section*fields + field
	// starts holds for every cell where its words begin, and at its end how
	// many words there are.
	starts   []uint32
	sections int

	// places of form i, ascending indexes into words, are
	// places[offsets[i]:offsets[i+1]].
	places  []uint32
	offsets []uint32
}

// readText reads all words of the pages.
func readText(l *words.Language, pages []Page) *text {
	t := &text{}
	size := 0
	for _, p := range pages {
		t.sections += max(1, len(p.Sections))
		for _, s := range p.Sections {
			size += len(s.Text)
		}
	}
	t.words = make([]uint32, 0, size/7)
	t.cells = make([]uint32, 0, size/7)
	t.starts = make([]uint32, 0, t.sections*int(fields)+1)
	r := reader{language: l, text: t, written: map[string]uint32{}, byForm: map[string]uint32{}}
	for _, p := range pages {
		sections := p.Sections
		if len(sections) == 0 {
			sections = []Section{{}}
		}
		for i, s := range sections {
			first := Page{}
			if i == 0 {
				first = p
			}
			r.field(first.Title)
			r.field(first.Summary)
			r.field(s.Heading)
			r.field(s.Terms...)
			if s.Shown {
				r.field()
			} else {
				r.field(s.Text)
			}
		}
	}
	t.starts = append(t.starts, uint32(len(t.words)))
	t.place()
	return t
}

// A reader turns words as they are written into forms.
type reader struct {
	language *words.Language
	text     *text
	written  map[string]uint32 // as written -> index of the form
	byForm   map[string]uint32
}

// noForm is for what stands in a text like a word and has no form.
const noForm = ^uint32(0)

// field appends the words of the next field.
func (r *reader) field(texts ...string) {
	t := r.text
	cell := uint32(len(t.starts))
	t.starts = append(t.starts, uint32(len(t.words)))
	for _, s := range texts {
		r.language.Spans(s, func(start, end int) {
			if id := r.intern(s[start:end]); id != noForm {
				t.words = append(t.words, id)
				t.cells = append(t.cells, cell)
			}
		})
	}
}

func (r *reader) intern(word string) uint32 {
	id, ok := r.written[word]
	if ok {
		return id
	}
	id = noForm
	if form := r.language.Form(word); form != "" {
		if id, ok = r.byForm[form]; !ok {
			id = uint32(len(r.text.forms))
			r.text.forms = append(r.text.forms, form)
			r.byForm[form] = id
		}
	}
	r.written[word] = id
	return id
}

// place collects the places of every form, by counting.
func (t *text) place() {
	t.offsets = make([]uint32, len(t.forms)+1)
	for _, w := range t.words {
		t.offsets[w+1]++
	}
	for i := range t.forms {
		t.offsets[i+1] += t.offsets[i]
	}
	t.places = make([]uint32, len(t.words))
	next := slices.Clone(t.offsets)
	for i, w := range t.words {
		t.places[next[w]] = uint32(i)
		next[w]++
	}
}

// placesOf are the places of one form.
func (t *text) placesOf(form uint32) []uint32 {
	return t.places[t.offsets[form]:t.offsets[form+1]]
}
