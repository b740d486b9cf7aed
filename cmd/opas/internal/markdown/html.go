package markdown

import (
	"bytes"
	"html"
	"html/template"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	ghtml "github.com/yuin/goldmark/renderer/html"
)

// Target is where a link leads, worked out by site.
type Target struct {
	Href          string
	Lang          string // hreflang where it differs, else ""
	External      bool
	Download      bool   // a file beside a page
	FileInfo      string // "PDF, 120 kt", for downloads
	Width, Height int    // of an image in CSS pixels, 0 if unknown
}

// Env is what rendering needs from outside; every func may be nil in tests.
type Env struct {
	// Link works out links and images. Without an Href a link is only its text.
	Link func(dest string) Target
	// Citation numbers a source from 1, 0 if there is none, and -1 to leave the
	// citation out; href: "#source-<id>".
	Citation func(id string) (number int, href string)
	// Audience names an audience in the reader's language.
	Audience func(id string) string
	// Text gives the UI messages "callout-note", "callout-tip",
	// "callout-important", "callout-warning", "callout-remember", "passage-for" (before the name of
	// an audience), "table" (the name of one without caption), "table-column"
	// and "table-all-columns" (for choosing a column of a wide one), "citation",
	// "footnote", "footnote-back" (all three before a number) and "footnotes".
	Text func(message string) string
	// HeadingIDs are ids to use instead of the Doc's own, by position
	// (translations). An empty or missing one leaves the Doc's.
	HeadingIDs []string
	// Term says where the first mention of a term on the page leads, and the id
	// that it has itself; without ok it stays plain, and so do all without Term.
	Term func(id string) (anchor, href string, ok bool)
	// Foreign is the language, for lang attributes, of what stands in Latin
	// letters in brackets or in emphasis of a text in another script; "" marks
	// nothing.
	Foreign string
	// Highlight is shared by all pages; nil leaves code plain.
	Highlight *Highlighter
	// IDPrefix begins the ids of footnotes and captions: it keeps several Docs
	// in one page apart.
	IDPrefix string
}

// Parts is a text in HTML, in the parts that a page places apart.
type Parts struct {
	// Remember is the callout [!REMEMBER] with which a chapter begins, or "".
	Remember template.HTML
	// Lead is what follows it before the first heading of level 2.
	Lead template.HTML
	// Body is the rest. Footnotes end the body, or the lead when there is none.
	Body template.HTML
}

// HTML writes the text: what Parts calls Remember and Lead, and the body. A
// text of a definition is all lead.
func (d *Doc) HTML(env Env) (lead, body template.HTML) {
	p := d.Parts(env)
	return p.Remember + p.Lead, p.Body
}

// Parts writes the text in its parts.
func (d *Doc) Parts(env Env) Parts {
	w := newWriter(d, env)
	if only := d.onlyParagraph(); d.phrase && only != nil {
		w.children(only)
		return Parts{Lead: w.html()}
	}
	var p Parts
	headed := false
	for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level <= 2 && !headed {
			p.Lead, headed = w.html(), true
			w.Reset()
		}
		w.node(n)
		if c, ok := n.(*callout); ok && c.name == "remember" && n.PreviousSibling() == nil {
			p.Remember = w.html()
			w.Reset()
		}
	}
	if headed {
		p.Body = w.html()
	} else {
		p.Lead = w.html()
	}
	return p
}

// Inline renders without a paragraph around it, for a place that holds no
// blocks: of several blocks only the inline text is written, with spaces between.
func (d *Doc) Inline(env Env) template.HTML {
	w := newWriter(d, env)
	w.flat = true
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		first := n.FirstChild()
		if !entering || n.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil
		}
		if first == nil || first.Type() != ast.TypeInline {
			return ast.WalkContinue, nil
		}
		if w.Len() > 0 {
			w.WriteByte(' ')
		}
		w.children(n)
		return ast.WalkSkipChildren, nil
	})
	return w.html()
}

// A writer writes one Doc for one reader.
type writer struct {
	buffer
	doc  *Doc
	env  Env
	flat bool // no blocks may be written
	// inTerm is set while the link of a term is open.
	inTerm bool
}

// newWriter returns a writer, with stand-ins for what env lacks.
func newWriter(d *Doc, env Env) *writer {
	if env.Link == nil {
		env.Link = func(dest string) Target { return Target{Href: dest, External: web.MatchString(dest)} }
	}
	if env.Citation == nil {
		numbers := map[string]int{}
		for _, ref := range d.Refs {
			if ref.Kind == Citation && numbers[ref.Dest] == 0 {
				numbers[ref.Dest] = len(numbers) + 1
			}
		}
		env.Citation = func(id string) (int, string) { return numbers[id], "#source-" + id }
	}
	if env.Audience == nil {
		env.Audience = func(id string) string { return id }
	}
	if env.Text == nil {
		env.Text = func(message string) string { return message }
	}
	if env.Foreign != "" && !otherScript(d.Plain) {
		env.Foreign = ""
	}
	return &writer{doc: d, env: env}
}

// html returns what was written so far.
func (w *writer) html() template.HTML { return template.HTML(clean(w.String())) }

// node writes n and what is in it.
func (w *writer) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		w.paragraph(n)
	case *ast.TextBlock:
		w.children(n)
		if n.NextSibling() != nil {
			w.WriteByte('\n')
		}
	case *ast.Heading:
		w.heading(n)
	case *ast.ThematicBreak:
		w.WriteString("<hr>\n")
	case *ast.Blockquote:
		w.element("blockquote", n)
	case *ast.List:
		w.list(n)
	case *ast.ListItem:
		w.listItem(n)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		w.code(n)
	case *east.DefinitionList:
		w.element("dl", n)
	case *east.DefinitionTerm:
		w.WriteString("<dt>")
		w.children(n)
		w.WriteString("</dt>\n")
	case *east.DefinitionDescription:
		w.WriteString("<dd>")
		w.children(n)
		w.WriteString("</dd>\n")
	case *callout:
		w.callout(n)
	case *passage:
		w.passage(n)
	case *tableRegion:
		w.tableRegion(n)
	case *east.FootnoteList:
		w.footnotes(n)
	default:
		w.inline(n)
	}
}

// inline writes an inline node. A kind that is not here is left out, raw HTML
// above all.
func (w *writer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		w.segment(n)
	case *ast.String:
		w.text(string(n.Value))
	case *ast.CodeSpan:
		w.WriteString("<code>")
		w.text(inlineText(n, w.doc.src, false))
		w.WriteString("</code>")
	case *ast.Emphasis:
		name := "em"
		if isBold(n) {
			name = "strong"
		}
		w.emphasis(name, n)
		w.children(n)
		w.WriteString("</" + name + ">")
	case *anchor:
		w.anchor(n)
	case *picture:
		w.picture(n)
	case *citation:
		w.citation(n)
	case *east.FootnoteLink:
		w.footnoteLink(n)
	case *east.FootnoteBacklink:
		w.footnoteBacklink(n)
	}
}

// children writes the children of n.
func (w *writer) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.node(c)
	}
}

// element writes a block that holds blocks.
func (w *writer) element(name string, n ast.Node) {
	w.WriteString("<" + name + ">\n")
	w.children(n)
	w.WriteString("</" + name + ">\n")
}

// paragraph writes a paragraph; a figure is a block of its own.
func (w *writer) paragraph(n *ast.Paragraph) {
	if p, ok := n.FirstChild().(*picture); ok && p.figure {
		w.picture(p)
		w.WriteByte('\n')
		return
	}
	if !n.HasChildren() {
		return
	}
	w.WriteString("<p>")
	w.children(n)
	w.WriteString("</p>\n")
}

// list writes a list.
func (w *writer) list(n *ast.List) {
	name, attributes := "ul", []string{}
	if class, ok := n.AttributeString(classAttribute); ok {
		attributes = append(attributes, "class", class.(string))
	}
	if n.IsOrdered() {
		name = "ol"
		if n.Start != 1 {
			attributes = append(attributes, "start", strconv.Itoa(n.Start))
		}
	}
	w.tag(name, attributes...)
	w.WriteByte('\n')
	w.children(n)
	w.WriteString("</" + name + ">\n")
}

// segment writes a stretch of the source: entities and escapes resolved,
// everything that HTML would take for its own escaped.
func (w *writer) segment(n *ast.Text) {
	value := n.Segment.Value(w.doc.src)
	_, cited := n.NextSibling().(*citation)
	if cited {
		// A citation follows its word without a space, or it may begin a line.
		value = bytes.TrimRight(value, " ")
	}
	marks := w.doc.terms[n]
	switch {
	case marks != nil && w.env.Term != nil:
		w.marked(value, marks)
	case n.IsRaw() && !cited:
		w.text(string(value))
	default:
		w.stretch(value, func(s []byte) { ghtml.DefaultWriter.Write(&w.buffer, s) })
	}
	if cited {
		return
	}
	switch {
	case n.HardLineBreak():
		w.WriteString("<br>\n")
	case n.SoftLineBreak():
		w.WriteByte('\n')
	}
}

// tag writes a start tag; attributes are pairs of name and value.
func (w *writer) tag(name string, attributes ...string) {
	w.WriteByte('<')
	w.WriteString(name)
	for i := 0; i < len(attributes); i += 2 {
		w.WriteString(" " + attributes[i] + `="` + html.EscapeString(attributes[i+1]) + `"`)
	}
	w.WriteByte('>')
}

// text writes plain text.
func (w *writer) text(s string) { w.WriteString(escapeText(s)) }

// A buffer is a bytes.Buffer that goldmark takes for a buffered writer.
type buffer struct{ bytes.Buffer }

func (b *buffer) Buffered() int { return b.Len() }
func (b *buffer) Flush() error  { return nil }

// textEscaper leaves quotes: they mean nothing outside attributes.
var textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escapeText escapes text for HTML outside of tags.
func escapeText(s string) string { return textEscaper.Replace(s) }

// unescape resolves the entities and backslash escapes of Markdown source.
func unescape(src []byte) string {
	if !bytes.ContainsAny(src, "\\&\x00") {
		return string(src)
	}
	var b buffer
	ghtml.DefaultWriter.Write(&b, src)
	return html.UnescapeString(b.String())
}

// clean takes out what HTML text cannot hold: control characters, which an
// entity may smuggle in, and broken UTF-8.
func clean(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	bad := func(c rune) bool { return c < 0x20 && c != '\n' && c != '\t' || 0x7f <= c && c < 0xa0 }
	if strings.IndexFunc(s, bad) < 0 {
		return s
	}
	return strings.Map(func(c rune) rune {
		if bad(c) {
			return -1
		}
		return c
	}, s)
}
