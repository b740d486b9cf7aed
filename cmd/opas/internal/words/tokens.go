package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Token is a word of a text.
type Token struct {
	// Form is the word as it is looked up: lower case, normalised letters,
	// inner hyphens kept, at most MaxForm letters.
	Form string
	// Start and End are where it stands in the text, in bytes.
	Start, End int
}

// MaxForm bounds the letters of a form; what is longer is cut on both sides of
// a search, and so still found.
const MaxForm = 60

// Tokens returns the words of a text in order: runs of letters, marks and digits,
// with hyphens inside. Of "EU:n" it is "EU", of "klo:10" both. Scripts that write no spaces
// between words (Han, kana, Thai …) give overlapping pairs of letters.
func (l *Language) Tokens(text string) []Token {
	var list []Token
	l.Spans(text, func(start, end int) {
		if form := l.Form(text[start:end]); form != "" {
			list = append(list, Token{form, start, end})
		}
	})
	return list
}

// Spans calls each with where the words of a text stand. The Form of what is
// there is what Tokens gives; it can be "", which is no word then. An index asks
// for the form of equal words only once.
func (l *Language) Spans(text string, each func(start, end int)) {
	for i := 0; i < len(text); {
		c, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case pairwise(c):
			end := i
			for end < len(text) {
				c, n := utf8.DecodeRuneInString(text[end:])
				if !pairwise(c) && !unicode.IsMark(c) {
					break
				}
				end += n
			}
			overlapping(text, i, end, each)
			i = end
		case wordRune(c) && !unicode.IsMark(c):
			end, formEnd := l.wordEnd(text, i)
			each(i, formEnd)
			i = end
		default:
			i += n
		}
	}
}

// wordEnd returns where the word that begins at i ends, and where the part of
// it ends that is its form.
func (l *Language) wordEnd(text string, i int) (end, form int) {
	end = i
	var last rune
	for end < len(text) {
		c, n := utf8.DecodeRuneInString(text[end:])
		if wordRune(c) && !pairwise(c) || invisible(c) {
			if !invisible(c) {
				last = c
			}
			end += n
			continue
		}
		after, _ := utf8.DecodeRuneInString(text[end+n:])
		switch {
		case !wordRune(after) || pairwise(after) || end == i:
			return end, end
		case hyphen(c) || apostrophe(c) && l.apostrophe:
			end += n
		case c == ':' && unicode.IsUpper(last) && unicode.IsLetter(after):
			// an abbreviation with its ending, EU:n: the ending is no word
			form = end
			for end += n; end < len(text); end += n {
				if c, n = utf8.DecodeRuneInString(text[end:]); !wordRune(c) {
					break
				}
			}
			return end, form
		default:
			return end, end
		}
	}
	return end, end
}

// overlapping gives the overlapping pairs of a run of letters.
func overlapping(text string, start, end int, each func(start, end int)) {
	var at []int // where letters begin
	for i := start; i < end; {
		c, n := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsMark(c) {
			at = append(at, i)
		}
		i += n
	}
	at = append(at, end)
	if len(at) == 2 {
		each(start, end)
		return
	}
	for i := 0; i+2 < len(at); i++ {
		each(at[i], at[i+2])
	}
}

// Form normalises a word: composed letters in lower case, of one width and
// shape (Unicode's NFKC), without what cannot be seen, and the letters of the
// language brought together (ё to е).
func (l *Language) Form(word string) string {
	if form, ok := l.plainForm(word); ok {
		return form
	}
	var b strings.Builder
	letters := 0
	for _, c := range norm.NFKC.String(word) {
		c = unicode.ToLower(c)
		if c == 'ς' {
			c = 'σ' // final sigma is the same letter
		}
		switch {
		case invisible(c) || apostrophe(c):
			continue
		case hyphen(c):
			c = '-'
		case !wordRune(c):
			continue // a ligature may stand for several words
		}
		if letters++; letters > MaxForm {
			break
		}
		if to, ok := l.letters[c]; ok {
			b.WriteString(to)
		} else {
			b.WriteRune(c)
		}
	}
	form := strings.Trim(b.String(), "-")
	if !norm.NFKC.IsNormalString(form) {
		return l.Form(form) // what was left out stood between a letter and its mark
	}
	return form
}

// plainForm is Form for words of ASCII letters and digits in lower case.
func (l *Language) plainForm(word string) (string, bool) {
	if len(word) > MaxForm {
		return "", false
	}
	for i := range len(word) {
		if c := word[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return "", false
		}
	}
	return word, true
}

// Fold returns the weaker key of a form: without marks and hyphens.
func (l *Language) Fold(form string) string {
	ascii := true
	for i := range len(form) {
		if form[i] >= utf8.RuneSelf || form[i] == '-' {
			ascii = false
			break
		}
	}
	if ascii {
		return form
	}
	var b strings.Builder
	b.Grow(len(form))
	for _, c := range form {
		if c < utf8.RuneSelf {
			if c != '-' {
				b.WriteByte(byte(c))
			}
			continue
		}
		if to, ok := l.folds[c]; ok {
			b.WriteString(to)
			continue
		}
		if int(c) < len(narrow) && narrow[c].base != 0 {
			b.WriteRune(narrow[c].base)
			continue
		}
		if to, ok := plainLatin[c]; ok {
			b.WriteString(to)
			continue
		}
		unmarked(&b, c)
	}
	return b.String()
}

// narrow is what is asked most of letters in Latin, Greek, Cyrillic and Arabic
// script.
var narrow = func() (table [0x700]struct {
	word bool // it is part of words
	base rune // what is left without marks, if that is one letter and no entry of plainLatin
}) {
	for c := range rune(len(table)) {
		table[c].word = unicode.IsLetter(c) || unicode.IsMark(c) || unicode.IsNumber(c)
		var b strings.Builder
		unmarked(&b, c)
		if base := []rune(b.String()); len(base) == 1 && plainLatin[c] == "" {
			table[c].base = base[0]
		}
	}
	return table
}()

// unmarked writes what is left of a letter without its marks.
func unmarked(b *strings.Builder, c rune) {
	var letter [utf8.UTFMax]byte
	bytes := letter[:utf8.EncodeRune(letter[:], c)]
	if '가' <= c && c <= '힣' {
		bytes = norm.NFD.Bytes(bytes) // Hangul is decomposed by arithmetic, not by a table
	} else if d := norm.NFD.Properties(bytes).Decomposition(); d != nil {
		bytes = d
	}
	for len(bytes) > 0 {
		d, n := utf8.DecodeRune(bytes)
		if to, ok := plainLatin[d]; ok {
			b.WriteString(to) // ǿ is ø with a mark
		} else if !unicode.IsMark(d) {
			b.WriteRune(d)
		}
		bytes = bytes[n:]
	}
}

// plainLatin is for Latin letters that have no decomposition in Unicode.
var plainLatin = map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h", 'ŋ': "n", 'ı': "i"}

func wordRune(c rune) bool {
	if c < utf8.RuneSelf {
		return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	}
	if int(c) < len(narrow) {
		return narrow[c].word
	}
	return unicode.IsLetter(c) || unicode.IsMark(c) || unicode.IsNumber(c)
}

// invisible characters stand inside words without being part of them: soft
// hyphens, zero width spaces and joiners, marks of direction, and those that
// choose how the sign before them is drawn.
func invisible(c rune) bool {
	return c == 0xAD || c == 0x20E3 || c >= 0xFE00 && c <= 0xFE0F || c >= 0x200B && c <= 0x200F || c >= 0x202A && c <= 0x202E || c >= 0x2060 && c <= 0x2069 || c == 0xFEFF
}

func hyphen(c rune) bool { return c == '-' || c == 0x2010 || c == 0x2011 }

func apostrophe(c rune) bool { return c == '\'' || c == 0x2019 || c == 0x2BC }

// pairwise reports whether a script writes no spaces between words. The sign
// of a long vowel belongs to kana, though Unicode counts it as common.
func pairwise(c rune) bool {
	return c == 0x30FC || c == 0xFF70 || c == 0xFF9E || c == 0xFF9F || c >= 0x0E00 && unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) && unicode.IsLetter(c)
}
