package translate

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lineWidth is the column near which a rewritten paragraph is broken, if it was
// broken into lines before.
const lineWidth = 120

// breakable stands for a space at which a line may end, while one is written.
const breakable = "\x00"

// writeMarkdown writes a text as inline Markdown of a block of the kind, on one
// line. ok is false if it would not be read back as this text.
func writeMarkdown(t Text, kind string) (src string, ok bool) {
	for _, everything := range []bool{false, true} {
		src = marksDown(t, kind, everything)
		if readsAs(strings.ReplaceAll(src, breakable, " "), t) {
			return src, true
		}
	}
	return "", false
}

// readsAs reports whether Markdown has the words of a text, and the same codes
// in the same places.
func readsAs(src string, t Text) bool {
	got := ReadMarkdown(src)
	return got.raw() == t.raw()
}

// raw is the text with the Markdown of its codes, to be compared.
func (t Text) raw() string {
	var b strings.Builder
	for _, p := range trimmed(append(Text{}, t...)) {
		b.WriteString(string(rune('0' + int(p.Kind))))
		b.WriteString(p.Data)
		b.WriteByte(0)
	}
	return b.String()
}

func marksDown(t Text, kind string, everything bool) string {
	var b strings.Builder
	for i, p := range t {
		if p.Kind != Words {
			b.WriteString(p.Data)
			continue
		}
		if inPicture(t, i) {
			b.WriteString(pictureText(p.Data, t[i+1].Data))
			continue
		}
		next := ""
		if i+1 < len(t) {
			next = t[i+1].Data
		}
		previous := ' '
		if i > 0 {
			previous, _ = utf8.DecodeLastRuneInString(t[i-1].Data)
		}
		words := escaped(p.Data, previous, next, kind, everything)
		if i == 0 && kind != "cell" && kind != "heading" {
			words = escapedStart(words)
		}
		b.WriteString(words)
	}
	src := b.String()
	if kind == "heading" && strings.HasSuffix(src, "#") {
		src = strings.TrimSuffix(src, "#") + `\#`
	}
	return src
}

// inPicture reports whether the words at i are a text of a picture.
func inPicture(t Text, i int) bool {
	return i > 0 && i+1 < len(t) && t[i-1].Kind == Single && t[i+1].Kind == Single &&
		(strings.HasPrefix(t[i-1].Data, "![") || strings.HasPrefix(t[i-1].Data, "](")) && strings.HasSuffix(t[i+1].Data, ")")
}

// pictureText escapes a text of a picture, which ends with what begins after.
func pictureText(s, after string) string {
	special := `\[]`
	if after[0] != ']' {
		special = `\` + after[:1]
	}
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(special, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// escaped writes words so that Markdown reads nothing but words in them.
func escaped(s string, previous rune, next, kind string, everything bool) string {
	var b strings.Builder
	for i, r := range s {
		rest := s[i+utf8.RuneLen(max(r, 0)):]
		follows, _ := utf8.DecodeRuneInString(rest + next)
		if rest+next == "" {
			follows = ' '
		}
		special := false
		switch r {
		case '*', '`', '[', ']', '{':
			special = true
		case '_':
			special = !isAlnum(previous) || !isAlnum(follows)
		case '\\':
			special = follows < utf8.RuneSelf && isPunctuation(byte(follows)) || rest == ""
		case '<':
			special = unicode.IsLetter(follows) || strings.ContainsRune("/!?", follows)
		case '&':
			special = entity.MatchString(s[i:])
		case '!':
			special = follows == '['
		case '|':
			special = kind == "cell"
		}
		if special || everything && r < utf8.RuneSelf && isPunctuation(byte(r)) {
			b.WriteByte('\\')
		}
		if r == ' ' {
			b.WriteString(breakable)
		} else {
			b.WriteRune(r)
		}
		previous = r
	}
	return b.String()
}

func isAlnum(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

var (
	blockStart  = regexp.MustCompile(`^(#{1,6}(\x00|$)|[-+:](\x00|$)|[>|]|~~~|(-\x00?){2,}$)`)
	numberStart = regexp.MustCompile(`^([0-9]{1,9})([.)])(\x00|$)`)
	lineStart   = regexp.MustCompile("^([#+>=:|~*_`-]|[0-9]+[.)]|\\[|<)")
)

// escapedStart escapes what would begin another block at the beginning of one.
func escapedStart(s string) string {
	if m := numberStart.FindStringSubmatch(s); m != nil {
		return m[1] + `\` + s[len(m[1]):]
	}
	if blockStart.MatchString(s) {
		return `\` + s
	}
	return s
}

// wrapped replaces the spaces at which a line may end, by line ends where the
// block had several lines, and by spaces elsewhere. No line begins with what
// might begin another block.
func wrapped(src string, several bool, prefix string) string {
	if !several {
		return strings.ReplaceAll(strings.ReplaceAll(src, breakable, " "), "\n", "\n"+prefix)
	}
	var b strings.Builder
	width := 0
	for i, word := range strings.Split(src, breakable) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case width+1+n > lineWidth-len(prefix) && !lineStart.MatchString(word) && word != "":
			b.WriteString("\n")
			width = 0
		default:
			b.WriteString(" ")
			width++
		}
		b.WriteString(word)
		if at := strings.LastIndexByte(word, '\n'); at >= 0 {
			width, n = 0, utf8.RuneCountInString(word[at+1:])
		}
		width += n
	}
	return strings.ReplaceAll(b.String(), "\n", "\n"+prefix)
}
