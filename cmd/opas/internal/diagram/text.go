package diagram

import (
	"strings"
	"unicode"
)

// A font is a size and a weight of the reader's own font.
type font struct {
	size float64
	bold bool
}

var (
	nameFont = font{size: 15, bold: true}
	noteFont = font{size: 14}
)

// lead is the distance between lines.
func (f font) lead() float64 { return f.size * 1.27 }

// width estimates how wide a text is, on the wide side: system fonts differ by
// a tenth, and a line that is too short looks better than two that overlap.
func (f font) width(text string) float64 {
	em := 0.0
	for _, r := range text {
		em += letter(r)
	}
	if f.bold {
		em *= 1.06
	}
	return em * f.size * 1.06
}

// letter is the width of a letter in ems, after the metrics of Arial.
func letter(r rune) float64 {
	switch {
	case strings.ContainsRune("ijl.,:;'|!()[]\u00ad", r):
		return 0.27
	case strings.ContainsRune(" ftrI-/–·", r):
		return 0.33
	case strings.ContainsRune("mMW%@—…", r):
		return 0.88
	case r == 'w':
		return 0.72
	case unicode.Is(unicode.Han, r), unicode.Is(unicode.Hangul, r), unicode.Is(unicode.Hiragana, r), unicode.Is(unicode.Katakana, r):
		return 1
	case unicode.Is(unicode.Mn, r):
		return 0
	case unicode.IsUpper(r):
		return 0.7
	}
	return 0.56
}

// wrap breaks a text into lines that are not wider than width. A word that is
// wider by itself is hyphenated, and at the last cut anywhere.
func (f font) wrap(text string, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		joined := strings.TrimPrefix(line+" "+word, " ")
		if f.width(joined) <= width {
			line = joined
			continue
		}
		if line != "" && (f.width(word) <= width || f.width(line) > width*0.6) {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			word = line + " " + word
		}
		for f.width(word) > width {
			head, tail := f.cut(word, width)
			if tail == "" {
				break
			}
			lines = append(lines, head)
			word = tail
		}
		line = word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// cut splits a word, which may have a finished beginning and a space before it,
// at the last place between syllables where the first part still fits.
func (f font) cut(word string, width float64) (head, tail string) {
	r := []rune(word)
	first := strings.LastIndex(word, " ")
	from := len([]rune(word[:first+1]))
	last := 0
	for i := from + 2; i <= len(r)-3; i++ {
		if breakable(r[from:], i-from) && f.width(hyphened(r[:i])) <= width {
			last = i
		}
	}
	for last == 0 && from > 0 { // the word has no room beside what stands before it
		return strings.TrimSpace(word[:first]), word[first+1:]
	}
	if last == 0 {
		for last = len(r) - 1; last > 1 && f.width(string(r[:last])+"-") > width; last-- {
		}
	}
	if last < 1 || last >= len(r) {
		return word, ""
	}
	return hyphened(r[:last]), string(r[last:])
}

func hyphened(r []rune) string {
	s := string(r)
	if strings.HasSuffix(s, "-") || strings.HasSuffix(s, "/") {
		return s
	}
	return strings.TrimSuffix(s, "\u00ad") + "-"
}

// breakable reports whether a word may be divided before r[i]. A soft hyphen
// and a hyphen say so; otherwise the rule is the Finnish one, by which a
// syllable begins at the consonant before a vowel (VISK § 11).
func breakable(r []rune, i int) bool {
	if r[i-1] == '\u00ad' || r[i-1] == '-' || r[i-1] == '/' {
		return true
	}
	if i+1 >= len(r) || vowel(r[i]) || !vowel(r[i+1]) || !unicode.IsLetter(r[i]) || !unicode.IsLetter(r[i-1]) {
		return false
	}
	for _, v := range r[:i] {
		if vowel(v) {
			return true
		}
	}
	return false
}

func vowel(r rune) bool {
	return strings.ContainsRune("aeiouyåäöаеёиоуыэюяіїє", unicode.ToLower(r))
}
