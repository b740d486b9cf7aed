package markdown

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/text/unicode/norm"

	"opas/cmd/opas/internal/diag"
)

// placedHeading is a Heading while ids are given out.
type placedHeading struct {
	Heading
	node   *ast.Heading
	offset int
}

var (
	// braces is what may stand at the end of a heading: {#id}, and what
	// writers of other programs write there.
	braces = regexp.MustCompile(`(^|[^\\])\{([#.:][^{}]*|[A-Za-z-]+=[^{}]*)\}[ \t]*$`)
	// reserved are the ids that this room and the templates use.
	reserved = regexp.MustCompile(`^(content|sources|(page|original|source)-.*|(fn|fnref|table)-[0-9].*)$`)
)

// headingTransformer gives headings their ids and checks their levels.
type headingTransformer struct{}

func (headingTransformer) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	r := readingOf(pc)
	r.headingIndex = map[*ast.Heading]int{}
	level := 1 // of the title
	for i, n := range nodes[*ast.Heading](doc) {
		r.headingIndex[n] = i
		h := &placedHeading{node: n, offset: n.Pos()}
		h.Level, h.Pos = n.Level, r.places.at(n.Pos())
		h.ID = r.explicitID(n)
		h.Text = oneLine(inlineText(n, r.src, false))
		r.headings = append(r.headings, h)
		r.checkHeading(h, level)
		level = max(n.Level, 2)
	}
	r.giveIDs()
}

// checkHeading reports what is wrong with a heading after one of level before.
func (r *reading) checkHeading(h *placedHeading, before int) {
	switch {
	case h.Level == 1:
		r.errorf("heading-title", h.offset, "begin with ##; the title stands in the front matter", "a heading of level 1 in the text")
	case h.Level > before+1:
		r.warnf("heading-skip", h.offset, "write "+strings.Repeat("#", before+1), "this heading of level %d follows level %d", h.Level, before)
	}
	if strings.TrimFunc(h.Text, invisible) == "" {
		r.errorf("heading-empty", h.offset, "write its words, or take it out", "a heading without words")
	}
	if _, top := h.node.Parent().(*ast.Document); !top {
		r.warnf("heading-nested", h.offset, "end the quote or list before it, or write bold words", "a heading inside a quote or a list")
	}
}

// explicitID cuts {#id} from the end of a heading and returns the id, or "".
func (r *reading) explicitID(n *ast.Heading) string {
	last, ok := n.LastChild().(*ast.Text)
	if !ok || last.IsRaw() {
		return ""
	}
	value := last.Segment.Value(r.src)
	m := braces.FindSubmatchIndex(value)
	if m == nil {
		return ""
	}
	open := m[3] // end of what stands before the brace
	at := last.Segment.Start - last.Segment.Padding + open
	written := string(value[m[4]:m[5]])
	last.Segment = last.Segment.WithStop(at)
	last.Segment = last.Segment.TrimRightSpace(r.src)
	id := strings.TrimPrefix(written, "#")
	switch {
	case written == id || !idPattern.MatchString(id):
		r.errorf("heading-id", at, "write {#id} with an id of a to z, 0 to 9 and hyphens", "{%s} is not the id of a heading", written)
		return ""
	case reserved.MatchString(id):
		r.errorf("heading-id", at, "choose another", "the page itself uses the id %q", id)
		return ""
	}
	return id
}

// giveIDs checks the explicit ids, then gives the other headings ids that keep
// clear of them.
func (r *reading) giveIDs() {
	first := map[string]*placedHeading{}
	for _, h := range r.headings {
		if h.ID == "" {
			continue
		}
		if other := first[h.ID]; other != nil {
			r.findings.Add(diag.Diagnostic{
				Code: "heading-id-twice", Pos: h.Pos, Message: "the id " + strconv.Quote(h.ID) + " was given to another heading",
				Hint: "choose another", Related: []diag.Related{{Pos: other.Pos, Message: "the other heading"}},
			})
			h.ID = ""
			continue
		}
		first[h.ID] = h
	}
	last := map[string]int{} // the number last given to a base
	for i, h := range r.headings {
		if h.ID != "" {
			continue
		}
		base := slug(h.Text)
		if base == "" {
			base = "section-" + strconv.Itoa(i+1)
		} else if reserved.MatchString(base) {
			base = "section-" + base
		}
		h.ID = base
		for first[h.ID] != nil {
			last[base] = max(last[base], 1) + 1
			h.ID = base + "-" + strconv.Itoa(last[base])
		}
		first[h.ID] = h
	}
}

// maxSlug bounds the characters of a slug.
const maxSlug = 60

// plainLatin is for Latin letters that have no decomposition in Unicode.
var plainLatin = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ł", "l", "ħ", "h", "ŋ", "n", "ı", "i")

// slug makes an id of the words of a heading. Latin letters lose their marks
// (ä å ö become a a o), letters of other scripts stay: they are good in ids and
// addresses alike. It is empty for a text without letters and digits.
func slug(text string) string {
	var b strings.Builder
	var letter rune // the letter that a mark belongs to
	hyphen := false
	for _, c := range norm.NFD.String(plainLatin.Replace(strings.ToLower(text))) {
		switch {
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			if hyphen && b.Len() > 0 {
				b.WriteByte('-')
			}
			hyphen, letter = false, c
			b.WriteRune(c)
		case unicode.IsMark(c):
			if letter != 0 && !unicode.Is(unicode.Latin, letter) && !hyphen {
				b.WriteRune(c)
			}
		case c == '\'' || c == '’' || unicode.Is(unicode.Cf, c):
			// "don't" is one word, and a soft hyphen no sign at all
		default:
			hyphen = true
		}
	}
	return shorten(norm.NFC.String(b.String()))
}

// shorten cuts a slug between words.
func shorten(s string) string {
	runes := []rune(s)
	if len(runes) <= maxSlug {
		return s
	}
	s = string(runes[:maxSlug+1])
	if i := strings.LastIndexByte(s, '-'); i > 0 {
		return s[:i]
	}
	return string(runes[:maxSlug])
}

// heading writes a heading with its id, or with the one that Env has for it.
func (w *writer) heading(n *ast.Heading) {
	i := w.doc.headings[n]
	id := w.doc.Headings[i].ID
	if i < len(w.env.HeadingIDs) && w.env.HeadingIDs[i] != "" {
		id = w.env.HeadingIDs[i]
	}
	name := "h" + strconv.Itoa(max(n.Level, 2))
	w.tag(name, "id", id)
	w.children(n)
	w.WriteString("</" + name + ">\n")
}
