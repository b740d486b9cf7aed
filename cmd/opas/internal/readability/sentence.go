package readability

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences splits a block of text. A sentence ends at . ! ? … and their like
// in other scripts, and at a colon before a capital, as in Björnsson's count; not
// at the point of a number (21.11.2026, kello 9.30, 3. vaihe), of an
// abbreviation, of an initial, nor before a word in lower case. It is empty where
// words do not stand apart.
func (l *Language) Sentences(text string) []Sentence {
	if !l.Spaces {
		return nil
	}
	var list []Sentence
	add := func(start, end int, whole bool) {
		piece := text[start:end]
		start += len(piece) - len(strings.TrimLeftFunc(piece, unicode.IsSpace))
		end -= len(piece) - len(strings.TrimRightFunc(piece, unicode.IsSpace))
		if start >= end {
			return
		}
		s := Sentence{Start: start, End: end, Whole: whole}
		l.measure(text, &s)
		if s.Words > 0 {
			list = append(list, s)
		}
	}
	start := 0
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !ends(r) {
			i += n
			continue
		}
		end := i + n // and after further marks and what closes quotes and brackets
		for end < len(text) {
			c, m := utf8.DecodeRuneInString(text[end:])
			if !closes(c) && !ends(c) {
				break
			}
			end += m
		}
		after, _ := utf8.DecodeRuneInString(text[end:])
		if end < len(text) && !unicode.IsSpace(after) || !l.ended(text[start:i], r, text[end:]) {
			i = end
			continue
		}
		add(start, end, true)
		start, i = end, end
	}
	add(start, len(text), false)
	return list
}

// ended reports whether a sentence that has read before, and a mark, is at its
// end, when rest follows.
func (l *Language) ended(before string, mark rune, rest string) bool {
	next := firstLetter(rest)
	if next == 0 {
		return true // nothing that could go on
	}
	if unicode.IsLower(next) {
		return false
	}
	switch mark {
	case ':':
		return unicode.IsUpper(next)
	case '.':
		word := lastWord(before)
		if len(word) == 0 {
			return true
		}
		if strings.Trim(before, " 0123456789.") == "" {
			return false // a number that counts what follows
		}
		if utf8.RuneCountInString(word) == 1 && !unicode.IsDigit([]rune(word)[0]) {
			return l.abbreviations[joined(before)]
		}
		mayEnd, known := l.abbreviations[strings.ToLower(word)]
		return !known || mayEnd
	}
	return true
}

// firstLetter is the first letter or digit of a text, 0 if there is none.
func firstLetter(s string) rune {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
	}
	return 0
}

// lastWord is what of a text stands after its last blank, bracket or quote.
func lastWord(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-' })
	_, n := utf8.DecodeRuneInString(s[max(i, 0):])
	if i < 0 {
		n = 0
	}
	return s[max(i, 0)+n:]
}

// joined is an abbreviation in two words, "т. д": "т.д".
func joined(s string) string {
	last := lastWord(s)
	first := lastWord(strings.TrimRight(strings.TrimSuffix(s, last), ". \u00a0"))
	return strings.ToLower(first + "." + last)
}

func ends(r rune) bool {
	switch r {
	case '.', '!', '?', '…', ':', '؟', '۔', '。', '！', '？':
		return true
	}
	return false
}

func closes(r rune) bool {
	return strings.ContainsRune(`"'”’»›)]`, r)
}
