package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/width"
)

// Content is written by anyone. What it contains must not move the cursor of a
// terminal, change its colours, or turn the order of what stands beside it, so
// every printer passes text through these functions.

// Visible returns s as every printer shows it, for what else is printed of the
// content or of another program's words.
func Visible(s string) string { return visible(s) }

// visible returns s with whatever cannot be seen shown: control characters by
// their pictures or numbers, and bytes that are not UTF-8 by U+FFFD.
func visible(s string) string {
	if strings.IndexFunc(s, unseen) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unseen(r) {
			b.WriteString(picture(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unseen reports whether r is a control character, or one of the format characters
// that change how others are shown: bidirectional controls (also as used in
// "Trojan Source", CVE-2021-42574), line separators, invisible marks.
func unseen(r rune) bool {
	switch {
	case r < ' ', r >= 0x7f && r < 0xa0:
		return true
	case r == 0x200d, r == 0x200c: // joiners, which Arabic and emoji need
		return false
	case r == 0x2028, r == 0x2029:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// picture returns the sign that stands for an unseen character.
func picture(r rune) string {
	switch {
	case r < ' ':
		return string(0x2400 + r)
	case r == 0x7f:
		return "\u2421"
	}
	return fmt.Sprintf("<U+%04X>", r)
}

// tabWidth is how many columns a tab takes in a printed source line.
const tabWidth = 4

// cell is one character of a source line as it is printed.
type cell struct {
	text  string
	width int // columns of a terminal
}

// cells prepares a source line for printing, one cell for each character, so that
// the column of a Pos is an index. Tabs are shown as an arrow.
func cells(line string) []cell {
	cs := make([]cell, 0, len(line))
	at := 0
	for _, r := range line {
		var c cell
		switch {
		case r == '\t':
			c.width = tabWidth - at%tabWidth
			c.text = "→" + strings.Repeat(" ", c.width-1)
		case unseen(r):
			c.text = picture(r)
			c.width = utf8.RuneCountInString(c.text)
		case unicode.In(r, unicode.Mn, unicode.Me) || r == 0x200c || r == 0x200d:
			c.text = string(r)
		default:
			c.text, c.width = string(r), 1
			if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
				c.width = 2
			}
		}
		at += c.width
		cs = append(cs, c)
	}
	return cs
}

// rightToLeft reports whether s has letters that are written from right to left.
// Some terminals then change the order of the line, others do not, so that no
// caret can be trusted.
func rightToLeft(s string) bool {
	for _, r := range s {
		if p, _ := bidi.LookupRune(r); p.Class() == bidi.R || p.Class() == bidi.AL {
			return true
		}
	}
	return false
}

// sources reads lines of source files, each file once.
type sources struct {
	read  func(file string) []byte
	lines map[string][]string
}

// line returns the line that p stands in, without its end.
func (s *sources) line(p Pos) (string, bool) {
	if s.read == nil || p.Line < 1 {
		return "", false
	}
	lines, ok := s.lines[p.File]
	if !ok {
		text := strings.TrimPrefix(string(s.read(p.File)), "\ufeff")
		lines = strings.Split(text, "\n")
		if s.lines == nil {
			s.lines = map[string][]string{}
		}
		s.lines[p.File] = lines
	}
	if p.Line > len(lines) || len(lines) == 1 && lines[0] == "" {
		return "", false
	}
	return strings.TrimSuffix(lines[p.Line-1], "\r"), true
}
