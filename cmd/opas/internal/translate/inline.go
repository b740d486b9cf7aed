package translate

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A Text is a piece of text with codes.
type Text []Part

// A Part is a run of words, or a code.
type Part struct {
	Kind PartKind
	// ID is the number of a code, the same at both ends of a pair and the same
	// in all languages; 0 for words.
	ID int
	// Data is the words as they are read, or the Markdown that the code stands for.
	Data string
}

// PartKind says what a Part is.
type PartKind int

const (
	Words  PartKind = iota
	Start           // of a pair: ** or [
	End             // of a pair: ** or ](address)
	Single          // a citation, a line break, the address of a picture
)

// Plain returns the words alone, with single spaces.
func (t Text) Plain() string {
	var b strings.Builder
	for _, p := range t {
		if p.Kind == Words {
			b.WriteString(p.Data)
		}
	}
	return oneSpace(b.String())
}

// Same reports whether two texts have the same words and codes; white space
// counts as one space.
func (t Text) Same(other Text) bool { return t.folded() == other.folded() }

// folded is the text as Same compares it.
func (t Text) folded() string {
	return oneSpace(strings.ReplaceAll(t.Marked(), "\u00a0", " "))
}

func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

// join puts runs of words that stand together into one.
func (t Text) join() Text {
	var out Text
	for _, p := range t {
		if n := len(out); p.Kind == Words && n > 0 && out[n-1].Kind == Words {
			out[n-1].Data += p.Data
			continue
		}
		if p.Kind != Words || p.Data != "" {
			out = append(out, p)
		}
	}
	return out
}

// plainText is a Text without codes; nil for an empty one.
func plainText(s string) Text {
	return trimmed(Text{{Data: s}})
}

// ReadMarkdown cuts inline Markdown into words and codes, numbered as they
// come. Line ends become spaces.
func ReadMarkdown(src string) Text {
	s := scanner{src: src}
	s.scan(0, len(src))
	return s.finish()
}

// A scanner finds the inline marks of one piece of Markdown. What it does not
// take for a mark stays words: it may err, for nothing is lost, and what comes
// back is held against the real parser.
type scanner struct {
	src   string
	parts []Part
	runs  []run // delimiter runs that may open or close emphasis
}

// A run is a row of * or _.
type run struct {
	part        int // index in parts, whose Data holds what is left of it
	char        byte
	length      int
	open, close bool
	before      []Part // ends of emphasis, to stand before what is left
	after       []Part // beginnings, to stand after it
}

var (
	citation = regexp.MustCompile(`^\[@[^\[\]\n]*\]`)
	footnote = regexp.MustCompile(`^\[\^[^\[\]\n]*\]`)
	autolink = regexp.MustCompile(`^<[A-Za-z][A-Za-z0-9+.-]*[:@][^<>\s]*>|^<[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+>`)
	entity   = regexp.MustCompile(`^&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)
	braced   = regexp.MustCompile(`^\{[^{}\n]*\}`)
	address  = regexp.MustCompile(`^\(\s*(<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)(\s+("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))?\s*\)`)
)

// id is the number of the next code.
const unnumbered = -1

func (s *scanner) words(text string) { s.parts = append(s.parts, Part{Data: text}) }
func (s *scanner) single(raw string) {
	s.parts = append(s.parts, Part{Kind: Single, ID: unnumbered, Data: raw})
}

// scan reads src from at to end.
func (s *scanner) scan(at, end int) {
	base := len(s.runs)
	for at < end {
		rest := s.src[at:end]
		switch c := rest[0]; {
		case c == '\\' && strings.HasPrefix(rest, "\\\n"):
			s.single("\\\n")
			at += 2
		case c == '\\' && len(rest) > 1 && isPunctuation(rest[1]):
			s.words(rest[1:2])
			at += 2
		case c == ' ' && hardBreak(rest) > 0:
			s.single("\\\n")
			at += hardBreak(rest)
		case c == '\n':
			s.words(" ")
			at++
		case c == '`':
			n := codeSpan(rest)
			if n > 0 {
				s.single(rest[:n])
			} else {
				n = len(rest) - len(strings.TrimLeft(rest, "`"))
				s.words(rest[:n])
			}
			at += n
		case c == '*' || c == '_':
			at += s.delimiters(at, end)
		case c == '!' && strings.HasPrefix(rest, "!["):
			if n := s.picture(rest); n > 0 {
				at += n
			} else {
				s.words("!")
				at++
			}
		case c == '[':
			if n := s.bracket(at, end); n > 0 {
				at += n
			} else {
				s.words("[")
				at++
			}
		case c == '<' && autolink.MatchString(rest):
			n := len(autolink.FindString(rest))
			s.single(rest[:n])
			at += n
		case c == '&' && entity.MatchString(rest):
			n := len(entity.FindString(rest))
			s.words(html.UnescapeString(rest[:n]))
			at += n
		default:
			n := strings.IndexAny(rest[1:], "\\\n `*_![<&")
			if n < 0 {
				n = len(rest) - 1
			}
			s.words(rest[:n+1])
			at += n + 1
		}
	}
	s.emphasis(base)
}

// hardBreak returns the length of two spaces and more with the line end behind
// them, else 0.
func hardBreak(rest string) int {
	n := len(rest) - len(strings.TrimLeft(rest, " "))
	if n >= 2 && n < len(rest) && rest[n] == '\n' {
		return n + 1
	}
	return 0
}

// codeSpan returns the length of the code span that begins rest, else 0.
func codeSpan(rest string) int {
	n := len(rest) - len(strings.TrimLeft(rest, "`"))
	for at := n; at < len(rest); {
		if rest[at] != '`' {
			at++
			continue
		}
		m := len(rest[at:]) - len(strings.TrimLeft(rest[at:], "`"))
		at += m
		if m == n {
			return at
		}
	}
	return 0
}

func isPunctuation(c byte) bool {
	return c < utf8.RuneSelf && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", c) >= 0
}

// bracket reads a citation, a footnote, a link or marked words, and returns its
// length, 0 if it is none of these.
func (s *scanner) bracket(at, end int) int {
	rest := s.src[at:end]
	if m := citation.FindString(rest); m != "" && !strings.HasPrefix(rest[len(m):], "(") {
		s.single(m)
		return len(m)
	}
	if m := footnote.FindString(rest); m != "" && !strings.HasPrefix(rest[len(m):], "(") {
		s.single(m)
		return len(m)
	}
	closing := closingBracket(rest)
	if closing < 0 {
		return 0
	}
	after := address.FindString(rest[closing+1:])
	if after == "" {
		after = braced.FindString(rest[closing+1:])
	}
	if after == "" || strings.TrimSpace(rest[1:closing]) == "" {
		return 0
	}
	s.parts = append(s.parts, Part{Kind: Start, ID: unnumbered, Data: "["})
	s.scan(at+1, at+closing)
	s.parts = append(s.parts, Part{Kind: End, ID: unnumbered, Data: "]" + after})
	return closing + 1 + len(after)
}

// closingBracket returns the index of the ] that closes the [ at the beginning.
func closingBracket(rest string) int {
	depth := 0
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case '`':
			if n := codeSpan(rest[i:]); n > 0 {
				i += n - 1
			}
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// picture reads a picture: its two texts are words, all else is codes.
func (s *scanner) picture(rest string) int {
	closing := closingBracket(rest[1:])
	if closing < 0 {
		return 0
	}
	closing++
	m := address.FindStringSubmatchIndex(rest[closing+1:])
	if m == nil {
		return 0
	}
	whole := rest[closing+1 : closing+1+m[1]]
	s.single("![")
	s.words(unescaped(rest[2:closing]))
	if m[6] < 0 {
		s.single("]" + whole)
	} else {
		s.single("]" + whole[:m[6]+1])
		s.words(unescaped(whole[m[6]+1 : m[7]-1]))
		s.single(whole[m[7]-1:])
	}
	return closing + 1 + m[1]
}

// unescaped takes the backslashes of escapes away.
func unescaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && isPunctuation(s[i+1]) {
			i++
		}
		if s[i] == '\n' {
			b.WriteByte(' ')
		} else {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// finish numbers the codes as they come. What does not pair is words.
func (s *scanner) finish() Text {
	var open []int
	next := 1
	for i := range s.parts {
		p := &s.parts[i]
		switch p.Kind {
		case Single:
			p.ID = next
			next++
		case Start:
			p.ID = next
			next++
			open = append(open, p.ID)
		case End:
			p.ID = open[len(open)-1]
			open = open[:len(open)-1]
		}
	}
	return trimmed(Text(s.parts).join())
}

// trimmed takes white space away at both ends, and joins it within.
func trimmed(t Text) Text {
	space := true // the last character was a space
	for i := range t {
		p := &t[i]
		if p.Kind != Words {
			if p.Kind == Single {
				space = p.Data == "\\\n"
			}
			continue
		}
		var b strings.Builder
		for _, r := range p.Data {
			if r == ' ' || r == '\t' || r == '\n' || r == '\r' {
				if !space {
					b.WriteByte(' ')
				}
				space = true
				continue
			}
			space = false
			b.WriteRune(r)
		}
		p.Data = b.String()
	}
	for i := len(t) - 1; i >= 0; i-- {
		if t[i].Kind == Single {
			break
		}
		if t[i].Kind == Words {
			t[i].Data = strings.TrimRight(t[i].Data, " ")
			if t[i].Data != "" {
				break
			}
		}
	}
	return t.join()
}
