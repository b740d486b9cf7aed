package translate

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// delimiters takes a run of * or _ (CommonMark 0.31, section 6.2).
func (s *scanner) delimiters(at, end int) int {
	c := s.src[at]
	n := 0
	for at+n < end && s.src[at+n] == c {
		n++
	}
	before, _ := utf8.DecodeLastRuneInString(s.src[:at])
	after, _ := utf8.DecodeRuneInString(s.src[at+n:])
	space := func(r rune) bool { return r == utf8.RuneError || unicode.IsSpace(r) }
	mark := func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }
	left := !space(after) && (!mark(after) || space(before) || mark(before))
	right := !space(before) && (!mark(before) || space(after) || mark(after))
	r := run{part: len(s.parts), char: c, length: n, open: left, close: right}
	if c == '_' {
		r.open = left && (!right || mark(before))
		r.close = right && (!left || mark(after))
	}
	s.words(s.src[at : at+n])
	if r.open || r.close {
		s.runs = append(s.runs, r)
	}
	return n
}

// emphasis pairs the runs from base on (CommonMark 0.31, "process emphasis").
func (s *scanner) emphasis(base int) {
	runs := s.runs[base:]
	for i := range runs {
		for runs[i].close && runs[i].length > 0 {
			j := i - 1
			for ; j >= 0; j-- {
				o := &runs[j]
				if o.length == 0 || !o.open || o.char != runs[i].char {
					continue
				}
				multiple := (o.close || runs[i].open) && (o.length+runs[i].length)%3 == 0 && (o.length%3 != 0 || runs[i].length%3 != 0)
				if !multiple {
					break
				}
			}
			if j < 0 {
				break
			}
			n := 1
			if runs[j].length >= 2 && runs[i].length >= 2 {
				n = 2
			}
			raw := strings.Repeat(string(runs[i].char), n)
			runs[j].length -= n
			runs[i].length -= n
			runs[j].after = append([]Part{{Kind: Start, ID: unnumbered, Data: raw}}, runs[j].after...)
			runs[i].before = append(runs[i].before, Part{Kind: End, ID: unnumbered, Data: raw})
			for k := j + 1; k < i; k++ {
				runs[k].open, runs[k].close = false, false // they would overlap
			}
		}
	}
	for i := len(runs) - 1; i >= 0; i-- {
		r := runs[i]
		left := s.parts[r.part].Data[:r.length]
		parts := append(append(append([]Part{}, r.before...), Part{Data: left}), r.after...)
		s.parts = append(s.parts[:r.part], append(parts, s.parts[r.part+1:]...)...)
	}
	s.runs = s.runs[:base]
}
