package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"opas/cmd/opas/internal/words"
)

const (
	excerptWords  = 30
	mostForms     = 12 // in Hit.Words
	sentenceLimit = 12 // words before a found one in which its sentence is looked for
	leadWords     = 4  // else so many words stand before it
)

// A finder says which words of the query a word of a text answers.
type finder struct {
	language *words.Language
	forms    map[string]uint32 // bit i: word i of the query
	tails    []finderPart
	middles  []finderPart
	known    map[string]uint32
}

type finderPart struct {
	form string
	bit  uint32
}

func newFinder(l *words.Language, list []queryWord) *finder {
	f := &finder{language: l, forms: map[string]uint32{}, known: map[string]uint32{}}
	for i := range list {
		bit := uint32(1) << i
		for _, h := range list[i].hits {
			switch e := h.entry; {
			case e.kind < tail:
				f.forms[e.form] |= bit
			case e.kind < middle:
				f.tails = append(f.tails, finderPart{e.form, bit})
			default:
				f.middles = append(f.middles, finderPart{e.form, bit})
			}
		}
	}
	return f
}

// finds returns the words of the query that a form answers, as bits.
func (f *finder) finds(form string) uint32 {
	bits, ok := f.known[form]
	if ok {
		return bits
	}
	bits = f.forms[form]
	for _, p := range f.tails {
		if len(form) > len(p.form) && strings.HasSuffix(form, p.form) {
			bits |= p.bit
		}
	}
	for _, p := range f.middles {
		if strings.Contains(form, p.form) {
			bits |= p.bit
		}
	}
	f.known[form] = bits
	return bits
}

// A shown is a text with what is to be marked in it, in bytes.
type shown struct {
	text  string
	marks [][2]int
}

// whole marks all of a text.
func (f *finder) whole(text string) shown {
	s := shown{text: text}
	for _, t := range f.language.Tokens(text) {
		if f.finds(t.Form) != 0 {
			s.mark(t.Start, t.End)
		}
	}
	return s
}

// mark adds a mark, joined to the one before where they touch.
func (s *shown) mark(start, end int) {
	if n := len(s.marks); n > 0 && s.marks[n-1][1] >= start {
		s.marks[n-1][1] = max(s.marks[n-1][1], end)
		return
	}
	s.marks = append(s.marks, [2]int{start, end})
}

// units are the marks in UTF-16 units.
func (s shown) units() [][2]int {
	list := make([][2]int, 0, len(s.marks))
	for _, m := range s.marks {
		start := units(s.text[:m[0]])
		list = append(list, [2]int{start, start + units(s.text[m[0]:m[1]])})
	}
	return list
}

// excerpt cuts about 30 words out of a text, where the most words of the query
// stand. ok is false if none does.
func (f *finder) excerpt(text string) (s shown, ok bool) {
	tokens := f.language.Tokens(text)
	bits := make([]uint32, len(tokens))
	for i, t := range tokens {
		bits[i] = f.finds(t.Form)
		ok = ok || bits[i] != 0
	}
	start, most := 0, 0
	for i := range tokens {
		if bits[i] == 0 {
			continue
		}
		at := lead(text, tokens, i)
		if n := value(bits[at:min(len(bits), at+excerptWords)]); n > most {
			start, most = at, n
		}
	}
	end := min(len(tokens), start+excerptWords)
	from, to := 0, len(text)
	prefix, suffix := "", ""
	if start > 0 {
		from, prefix = tokens[start].Start, "… "
	}
	if len(tokens) > 0 {
		to = punctuated(text, tokens[end-1].End)
	}
	if end < len(tokens) {
		suffix = " …"
	}
	if len(tokens) == 0 || start == 0 {
		from = len(text[:to]) - len(strings.TrimLeftFunc(text[:to], unicode.IsSpace))
	}
	s.text = prefix + strings.ReplaceAll(text[from:to], "\n", " ") + suffix
	for i := start; i < end; i++ {
		if bits[i] != 0 {
			s.mark(tokens[i].Start-from+len(prefix), tokens[i].End-from+len(prefix))
		}
	}
	return s, ok
}

// lead is where an excerpt begins that is about token i: its sentence, or some
// words before.
func lead(text string, tokens []words.Token, i int) int {
	for s := i; s >= 0 && s > i-sentenceLimit; s-- {
		if s == 0 || strings.ContainsAny(text[tokens[s-1].End:max(tokens[s-1].End, tokens[s].Start)], sentenceEnds) {
			return s
		}
	}
	return max(0, i-leadWords)
}

const sentenceEnds = ".!?…؟。！？\n"

// value of an excerpt: different words of the query before many.
func value(list []uint32) int {
	all, n := uint32(0), 0
	for _, b := range list {
		all |= b
		if b != 0 {
			n++
		}
	}
	distinct := 0
	for ; all != 0; all &= all - 1 {
		distinct++
	}
	return 16*distinct + min(15, n)
}

// punctuated moves the end of a text behind punctuation that follows, at most
// three characters.
func punctuated(text string, end int) int {
	for range 3 {
		c, n := utf8.DecodeRuneInString(text[end:])
		if n == 0 || unicode.IsSpace(c) || unicode.IsLetter(c) || unicode.IsNumber(c) {
			break
		}
		end += n
	}
	return end
}

// A Piece is a part of a text, marked or not.
type Piece struct {
	Text   string
	Marked bool
}

// Pieces cuts a text at its marks, which are in UTF-16 units.
func Pieces(text string, marks [][2]int) []Piece {
	var list []Piece
	add := func(s string, marked bool) {
		if s != "" {
			list = append(list, Piece{s, marked})
		}
	}
	at := 0
	for _, m := range marks {
		start, end := bytesOf(text, m[0]), bytesOf(text, m[1])
		if start < at || end < start {
			continue
		}
		add(text[at:start], false)
		add(text[start:end], true)
		at = end
	}
	add(text[at:], false)
	return list
}

// forms adds the forms found in a text to a list.
func (f *finder) formsIn(list []string, text string) []string {
	for _, t := range f.language.Tokens(text) {
		if len(list) == mostForms {
			break
		}
		if f.finds(t.Form) != 0 && !slices.Contains(list, t.Form) {
			list = append(list, t.Form)
		}
	}
	return list
}
