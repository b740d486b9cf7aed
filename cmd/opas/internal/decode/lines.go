package decode

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// refused reports whether a character may not stand in a file: control
// characters, line separators that no editor shows as a line end (but YAML counts
// as one), a byte order mark within the text, and what is no character.
func refused(r rune) bool {
	switch {
	case r == '\t', r == '\n':
		return false
	case r < ' ', r >= 0x7f && r < 0xa0, r == 0x2028, r == 0x2029, r == 0xfeff, r == 0xfffe, r == 0xffff:
		return true
	}
	return false
}

// split cuts src into lines. What YAML cannot read is reported and replaced by as
// many characters, so that columns stay true.
func (p *parser) split(src []byte) {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	p.size = len(src)
	p.lines = strings.Split(string(src), "\n")
	p.shift = make([]int, len(p.lines))
	for i, line := range p.lines {
		if !utf8.ValidString(line) {
			k := 0
			for k < len(line) {
				r, size := utf8.DecodeRuneInString(line[k:])
				if r == utf8.RuneError && size == 1 {
					break
				}
				k += size
			}
			p.found.Errorf("yaml-encoding", p.pos(i, utf8.RuneCountInString(line[:k])+1),
				"save the file as UTF-8", "the line contains bytes that are not UTF-8")
			line = strings.ToValidUTF8(line, "\ufffd")
			p.lines[i] = line
		}
		if k := strings.IndexFunc(line, refused); k >= 0 {
			r, _ := utf8.DecodeRuneInString(line[k:])
			p.found.Errorf("yaml-control", p.pos(i, utf8.RuneCountInString(line[:k])+1),
				"delete it; it came in by copying and cannot be seen", "the line contains the control character U+%04X", r)
			p.lines[i] = strings.Map(func(r rune) rune {
				if refused(r) {
					return '\ufffd'
				}
				return r
			}, line)
		}
	}
}

// untab reports every line that is indented with a tab and puts spaces in its
// place, two, four or eight for a tab, whichever makes a document. It reports
// whether there was any.
func (p *parser) untab() bool {
	tabbed := make([]bool, len(p.lines))
	some, textEdge := false, -1
	for i := 0; i < len(p.lines); i++ {
		line := p.lines[i]
		text := strings.TrimLeft(line, " \t")
		lead := line[:len(line)-len(text)]
		if textEdge >= 0 && (text == "" || indentation(line) >= textEdge) {
			continue // within a text after "|", where a tab is part of the text
		}
		textEdge = -1
		switch tab := strings.IndexByte(lead, '\t'); {
		case text == "":
			p.lines[i] = ""
		case tab < 0:
		case text[0] == '#':
			p.lines[i] = text
		default:
			p.found.Errorf("yaml-tab", p.pos(i, tab+1),
				"put two spaces for each level in its place", "a tab is used for indentation")
			tabbed[i], some = true, true
		}
		if parent, explicit, ok := blockHeader(line); ok && !tabbed[i] {
			textEdge = contentEdge(p.lines, i, parent, explicit)
		}
	}
	if !some {
		return false
	}
	before := p.lines
	p.lines = spaced(before, tabbed, 2)
	for _, width := range []int{2, 4, 8} {
		lines := spaced(before, tabbed, width)
		if _, _, err := read(lines); err == nil {
			p.lines = lines
			break
		}
	}
	for i := range p.lines {
		if tabbed[i] {
			p.shift[i] = len(p.lines[i]) - len(before[i])
		}
	}
	return true
}

// spaced returns lines with each tab in the indentation of the tabbed ones
// replaced by width spaces.
func spaced(lines []string, tabbed []bool, width int) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		if tabbed[i] {
			text := strings.TrimLeft(line, " \t")
			lead := line[:len(line)-len(text)]
			line = strings.ReplaceAll(lead, "\t", strings.Repeat(" ", width)) + text
		}
		out[i] = line
	}
	return out
}

// indentation returns how many spaces line begins with.
func indentation(line string) int {
	return len(line) - len(strings.TrimLeft(line, " "))
}

// blockHeader reports whether line ends in the "|" or ">" that begins a text of
// several lines. parent is the indentation of the key or dash it belongs to,
// explicit the number written after the sign, 0 if none.
func blockHeader(line string) (parent, explicit int, ok bool) {
	col := len(line) - len(strings.TrimLeft(line, " \t"))
	rest := line[col:]
	parent = col
	for strings.HasPrefix(rest, "- ") {
		text := strings.TrimLeft(rest[2:], " ")
		parent = col
		col += len(rest) - len(text)
		rest = text
	}
	if key, after := splitKey(rest); after >= 0 && key != "" {
		parent = col
		rest = strings.TrimLeft(rest[after:], " \t")
	}
	explicit, ok = blockSign(rest)
	return parent, explicit, ok
}

// blockSign reports whether text is nothing but "|" or ">" with its indicators
// and perhaps a comment.
func blockSign(text string) (explicit int, ok bool) {
	if text == "" || text[0] != '|' && text[0] != '>' {
		return 0, false
	}
	i := 1
	for i < len(text) && i < 3 && strings.IndexByte("+-123456789", text[i]) >= 0 {
		if text[i] >= '1' {
			explicit = int(text[i] - '0')
		}
		i++
	}
	rest := strings.TrimLeft(text[i:], " \t")
	return explicit, rest == "" || rest[0] == '#' && rest != text[i:]
}

// contentEdge returns how far the text after a block sign in lines[i] is indented,
// -1 if there is no text.
func contentEdge(lines []string, i, parent, explicit int) int {
	if explicit > 0 {
		return parent + explicit
	}
	for _, line := range lines[i+1:] {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if edge := indentation(line); edge > parent {
			return edge
		}
		return -1
	}
	return -1
}

// splitKey returns the key at the beginning of text and the index after its
// colon, or -1 if text does not begin with "key:" or `"key":`.
func splitKey(text string) (key string, after int) {
	if text == "" {
		return "", -1
	}
	if q := text[0]; q == '"' || q == '\'' {
		end := closingQuote(text, 1, q)
		if end < 0 {
			return "", -1
		}
		rest := strings.TrimLeft(text[end+1:], " \t")
		if !colonAt(rest, 0) {
			return "", -1
		}
		return text[1:end], len(text) - len(rest) + 1
	}
	if strings.IndexByte("[{*&!|>@`%#,]}", text[0]) >= 0 {
		return "", -1
	}
	i := colon(text, 0)
	if i < 0 {
		return "", -1
	}
	return strings.TrimSpace(text[:i]), i + 1
}

// colon returns the index, from start on, of the first colon in text that ends a
// key, one before a space or the end of the line and not in a comment, or -1.
func colon(text string, start int) int {
	for i := start; i < len(text); i++ {
		if colonAt(text, i) {
			return i
		}
		if text[i] == '#' && i > 0 && (text[i-1] == ' ' || text[i-1] == '\t') {
			return -1
		}
	}
	return -1
}

func colonAt(text string, i int) bool {
	return i < len(text) && text[i] == ':' && (i+1 == len(text) || text[i+1] == ' ' || text[i+1] == '\t')
}

// closingQuote returns the index of the quote q that ends the text which begins
// at start, or -1 if it does not end on this line.
func closingQuote(line string, start int, q byte) int {
	for i := start; i < len(line); i++ {
		switch {
		case q == '"' && line[i] == '\\':
			i++
		case line[i] != q:
		case q == '\'' && i+1 < len(line) && line[i+1] == q:
			i++
		default:
			return i
		}
	}
	return -1
}
