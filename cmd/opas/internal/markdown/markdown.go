// Package markdown reads the texts of a site: the front matter and Markdown of
// a page, and the short texts of a definition. It is the only room that knows
// goldmark and chroma.
//
// [Parse] and [ParseText] turn bytes into a [Doc]: front matter, headings,
// references to elsewhere, plain text, and a tree that nobody outside sees. A
// Doc never changes; [Doc.HTML] writes it for one reader with what [Env] says
// about links, sources and languages, as often as wanted and from any goroutine.
//
// # What writers may write
//
// CommonMark without raw HTML, tables, definition lists, footnotes, and:
//
//	> [!NOTE]               a callout (callout.go); also TIP, IMPORTANT, WARNING
//	> [!FOR workplace]      a passage for one audience (audience.go)
//	1. **Bold words** …     steps, when every item begins so (steps.go)
//	- [ ] text              a checklist (checklist.go)
//	**Caption**             a bold paragraph before a table captions it (table.go)
//	![alt](file "caption")  alone in its paragraph a figure (figure.go)
//	[@source-id]            a citation (citation.go)
//	## Text {#id}           a heading with an id of its own (heading.go)
//
// Each lives in a file of its own that holds its parser or transformer, its
// findings, and the HTML it becomes. The transformers share a reading
// (parse.go), and run in the order of newParser.
//
// # What it never does
//
// It never writes an element, attribute or address that it did not make
// itself: raw HTML and every scheme but https, http, mailto and tel are
// findings and leave nothing behind but their text. It looks up no page, no
// file and no source: those are Refs, for site to check. It replaces no
// quotation marks or dashes, and makes no links of bare addresses.
package markdown

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
)

// Front is the front matter of a page text.
type Front struct {
	Title   decode.At[string]       `yaml:"title,required" doc:"The heading of the page, and its name in lists and links."`
	Short   string                  `yaml:"short" doc:"A shorter name for navigation."`
	Summary string                  `yaml:"summary" doc:"One or two sentences: the lead under the heading and the description for search engines."`
	Review  string                  `yaml:"review" check:"enum=draft|done" doc:"draft: no native reader or professional has checked this text."`
	Updated *decode.At[decode.Date] `yaml:"updated" doc:"The day the text was last revised; without it the last commit's."`
	// Headings lists the ids of the headings of a translation, in order;
	// written by the program. The source language has none.
	Headings       []decode.At[string] `yaml:"headings" doc:"In a translation, the heading ids of the source text in order; written by the program."`
	TranslatedFrom *TranslatedFrom     `yaml:"translated-from" doc:"In a translation, the source text it was made from; written by the program."`
}

// TranslatedFrom names the source text a translation was made from.
type TranslatedFrom struct {
	Blob string `yaml:"blob" doc:"The git blob id of the source file (LF, no byte order mark)."`
	Hash string `yaml:"hash" doc:"The hash of the normalised source text; it alone decides whether the translation is current."`
}

// Heading is one heading of a Doc. Its level is 2 to 6: a level-1 heading in
// the text is an error, for the title stands in the front matter.
type Heading struct {
	Level int
	ID    string // slug of its text made unique, or explicit from {#id}
	Text  string // plain
	Pos   diag.Pos
}

// Ref is a place in a Doc that points elsewhere: a link, an image, a citation,
// or a passage for an audience.
type Ref struct {
	Kind RefKind
	// Dest is what it points to. Link and image: as written
	// ("mentoring/agreement#id", "form.pdf", "https://…"), without escapes and
	// surrounding space. Citation: the source id. Audience: the audience id.
	Dest string
	Pos  diag.Pos
	// Start and End are the bytes of the parsed text at which the address of a
	// link or image is written, as it is written there; of a reference link in
	// its definition, which it may share with others. Both are 0 when no link
	// gives it in this form (<https://…>), and for other references.
	Start, End int
}

// RefKind says what a Ref is.
type RefKind int

const (
	Link RefKind = iota
	Image
	Citation
	Audience
)

// Doc is one parsed text, immutable; it can be rendered any number of times,
// from several goroutines.
type Doc struct {
	Front    Front
	Headings []Heading
	Refs     []Ref  // in the order of the text
	Plain    string // plain text of the whole, blocks separated by newlines
	Words    int    // words in Plain

	root     *ast.Document
	src      []byte // what root's segments point into
	at       places // of offsets in src
	headings map[*ast.Heading]int
	phrase   bool // a text of a definition, not of a page
	hash     string
	terms    map[*ast.Text][]termMark // see WithTerms
}

// Parse reads a page text: front matter and Markdown, with LF line ends and no
// byte order mark. All findings are returned; the Doc is nil only when nothing
// can be made of the text, which is when its front matter never ends.
func Parse(file string, src []byte) (*Doc, diag.List) {
	src = bytes.Clone(src)
	front, start, findings := parseFront(file, src)
	if start < 0 {
		return nil, findings
	}
	doc, more := read(newPlaces(file, src, start), src[start:], false)
	doc.Front = front
	doc.hash = hashOf(doc)
	return doc, append(findings, more...)
}

// ParseFront is Parse for whoever needs the front matter alone: the Doc is that
// of an empty text.
func ParseFront(file string, src []byte) (*Doc, diag.List) {
	front, start, findings := parseFront(file, src)
	if start < 0 {
		return nil, findings
	}
	doc, _ := read(newPlaces(file, nil, 0), nil, false)
	doc.Front = front
	return doc, findings
}

// ParseText reads a text of a definition, which stands at pos; all its findings
// point there, for YAML may have folded the text. Inline Markdown gives no
// <p>; a text with blank lines or lists is a block. Headings, tables, images,
// code blocks and footnotes are errors.
func ParseText(pos diag.Pos, text string) (*Doc, diag.List) {
	doc, findings := read(fixedPlace(pos), []byte(text), true)
	doc.hash = hashOf(doc)
	return doc, findings
}

// Block reports whether HTML gives blocks (paragraphs, lists) and not bare
// inline text. It is true for the text of any page, and for a text of a
// definition with blank lines or lists.
func (d *Doc) Block() bool {
	return !d.phrase || d.onlyParagraph() == nil && d.root.HasChildren()
}

// onlyParagraph returns the paragraph that is the whole text, or nil.
func (d *Doc) onlyParagraph() ast.Node {
	first := d.root.FirstChild()
	if first == nil || first.NextSibling() != nil || first.Kind() != ast.KindParagraph {
		return nil
	}
	return first
}

// read parses the Markdown of a page or a definition. The Doc has no front
// matter and no hash yet.
func read(at places, src []byte, phrase bool) (*Doc, diag.List) {
	r := &reading{places: at, src: src, phrase: phrase}
	doc := &Doc{root: r.parse(), src: src, at: at, phrase: phrase, headings: r.headingIndex}
	for _, h := range r.headings {
		doc.Headings = append(doc.Headings, h.Heading)
	}
	slices.SortStableFunc(r.refs, func(a, b placedRef) int { return a.offset - b.offset })
	for _, ref := range r.refs {
		doc.Refs = append(doc.Refs, ref.Ref)
	}
	doc.Plain = plainOf(doc)
	doc.Words = CountWords(doc.Plain)
	return doc, r.findings
}

// CountWords counts what holds at least one letter or digit between spaces.
func CountWords(plain string) int {
	n := 0
	for word := range strings.FieldsSeq(plain) {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}
