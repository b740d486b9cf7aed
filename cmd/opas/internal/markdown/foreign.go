package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// bracketed is what a text in another script says in Latin letters between
// brackets: the word that its reader meets at work.
var bracketed = regexp.MustCompile(`\((\p{Latin}[\p{Latin}\p{M}0-9 ,.:/’'–-]*)\)`)

// otherScript reports whether a text is in another script than Latin, as far as
// its beginning tells. Short ones are half of Latin letters: a name, and the word
// for it in brackets.
func otherScript(plain string) bool {
	const enough = 400
	latin, other := 0, 0
	for _, r := range plain {
		switch {
		case unicode.Is(unicode.Latin, r):
			latin++
		case unicode.IsLetter(r):
			other++
		}
		if latin+other == enough {
			break
		}
	}
	return 4*other > latin
}

// stretch writes a stretch of text with write, and says of what stands in
// brackets in Latin letters in which language it is: it is read out in that, and
// keeps its own direction.
func (w *writer) stretch(s []byte, write func([]byte)) {
	at := 0
	if w.env.Foreign != "" && bytes.IndexByte(s, '(') >= 0 {
		for _, m := range bracketed.FindAllSubmatchIndex(s, -1) {
			if !bytes.ContainsFunc(s[m[2]:m[3]], unicode.IsLower) {
				continue // a level, an abbreviation
			}
			write(s[at:m[2]])
			w.tag("bdi", "lang", w.env.Foreign)
			write(s[m[2]:m[3]])
			w.WriteString("</bdi>")
			at = m[3]
		}
	}
	write(s[at:])
}

// emphasis begins an element of the name around a node. What is emphasised in
// Latin letters says in which language it is, like what stands in brackets.
func (w *writer) emphasis(name string, n ast.Node) {
	if w.env.Foreign != "" {
		text := inlineText(n, w.doc.src, false)
		other := strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
		if !other && strings.ContainsFunc(text, unicode.IsLower) {
			w.tag(name, "lang", w.env.Foreign, "dir", "ltr")
			return
		}
	}
	w.tag(name)
}
