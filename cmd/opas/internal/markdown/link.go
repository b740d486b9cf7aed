package markdown

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// schemes are those a link may have.
var schemes = []string{"https", "http", "mailto", "tel"}

// web is an address on the web.
var web = regexp.MustCompile(`^(?i:https?:)`)

// An anchor is a link that was found good.
type anchor struct {
	ast.BaseInline
	dest string
}

var kindAnchor = ast.NewNodeKind("Anchor")

func (*anchor) Kind() ast.NodeKind           { return kindAnchor }
func (n *anchor) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// linkTransformer makes anchors of links; of a link that may not be, only the
// text stays.
type linkTransformer struct{}

func (linkTransformer) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	r := readingOf(pc)
	for _, n := range nodes[*ast.Link](doc) {
		if n.Parent() == nil {
			continue // was in the text of another
		}
		r.nestedInLink(n)
		dest := strings.TrimSpace(unescape(n.Destination))
		if len(n.Title) > 0 {
			r.warnf("link-title", n.Pos(), "say it in the text", "the words in quotes after the address of a link are not shown")
		}
		if strings.TrimFunc(inlineText(n, r.src, false), invisible) == "" {
			r.errorf("link-text", n.Pos(), "write between [ and ] what the reader finds there", "this link has no text")
			unwrap(n)
		} else if r.checkAddress(dest, n.Pos()) {
			r.written(n.Destination)
			replace(n, &anchor{dest: dest})
		} else {
			unwrap(n)
		}
	}
	for _, n := range nodes[*ast.AutoLink](doc) {
		dest := string(n.URL(r.src))
		if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
			dest = "mailto:" + dest
		}
		label := ast.NewString(n.Label(r.src))
		label.SetRaw(true)
		if !r.checkAddress(dest, n.Pos()) {
			n.Parent().ReplaceChild(n.Parent(), n, label)
			continue
		}
		a := &anchor{dest: dest}
		a.AppendChild(a, label)
		replace(n, a)
	}
	for _, n := range nodes[*ast.Text](doc) {
		r.brokenLink(n)
	}
}

// nestedInLink reports links, citations and footnotes inside the text of a
// link, and leaves only their text: a link in a link is not HTML.
func (r *reading) nestedInLink(link *ast.Link) {
	for _, n := range nodes[ast.Node](link) {
		switch n := n.(type) {
		case *ast.AutoLink:
			label := ast.NewString(n.Label(r.src))
			label.SetRaw(true)
			n.Parent().ReplaceChild(n.Parent(), n, label)
		case *ast.Link:
			unwrap(n)
		case *citation, *east.FootnoteLink:
			n.Parent().RemoveChild(n.Parent(), n)
		default:
			continue
		}
		r.errorf("link-nested", n.Pos(), "put it before or after the link", "a link's text cannot hold another link, a citation or a footnote")
	}
}

// checkAddress reports a bad address, and refers to a good one.
func (r *reading) checkAddress(dest string, offset int) bool {
	problem, hint := badAddress(dest)
	if problem == "" {
		r.refer(Link, dest, offset)
		return true
	}
	r.errorf("link-address", offset, hint, "%s", problem)
	return false
}

// badAddress says what is wrong with the address of a link, and what to do.
// Browsers are lenient: they drop tabs and line ends, take \ for / and read
// //host as another host (URL Standard, section 4.4). So none of these may be.
func badAddress(dest string) (problem, hint string) {
	const allowed = "write a page id (mentoring/agreement), a path (../agreement), a file beside the page, or an address that begins with https:, http:, mailto: or tel:"
	switch {
	case dest == "":
		return "this link leads nowhere", allowed
	case strings.ContainsFunc(dest, func(c rune) bool { return unicode.IsControl(c) || c == unicode.ReplacementChar }):
		return "the address of this link holds a control character", "type the address anew"
	case strings.Contains(dest, `\`):
		return `the address of this link holds \`, "write / between the parts of an address"
	case strings.HasPrefix(dest, "//"):
		return "the address of this link begins with //", "write https: before it"
	}
	name, _, colon := strings.Cut(dest, ":")
	if !colon || strings.ContainsAny(name, "/?#") {
		return "", ""
	}
	name = strings.ToLower(name)
	if !slices.Contains(schemes, name) {
		return "links with " + name + ": are not allowed", allowed
	}
	u, err := url.Parse(dest)
	switch {
	case err != nil:
		return "this is not an address: " + dest, "copy it from the browser's address line"
	case (name == "https" || name == "http") && u.Host == "":
		return "this address names no host: " + dest, "write it as https://host/path"
	case (name == "mailto" || name == "tel") && u.Opaque == "":
		return "this address is empty: " + dest, "write mailto:name@example.org or tel:+358…"
	}
	return "", ""
}

// safeAddress returns an address as it may stand in href or src: what badAddress
// refuses becomes nothing, whoever made it. Spaces are escaped.
func safeAddress(address string) string {
	if problem, _ := badAddress(address); problem != "" && address != "" {
		return ""
	}
	return strings.ReplaceAll(address, " ", "%20")
}

// brokenLink warns of text that was meant as a link: [text](an address with spaces).
func (r *reading) brokenLink(n *ast.Text) {
	if n.IsRaw() {
		return
	}
	for i := n.Segment.Start; i < n.Segment.Stop; i++ {
		if bytes.HasPrefix(r.src[i:], []byte("](")) && r.opened(i) {
			r.warnf("link-broken", i, `write [text](address) without spaces in the address, and close it; for the characters themselves write \]`,
				"this looks like a link and is none")
		}
	}
}

// opened reports whether a [ stands before i in its line, and neither is escaped.
func (r *reading) opened(i int) bool {
	line := r.src[bytes.LastIndexByte(r.src[:i], '\n')+1 : i]
	open := bytes.LastIndexByte(line, '[')
	return open >= 0 && (open == 0 || line[open-1] != '\\') && line[len(line)-1] != '\\'
}

// invisible reports whether a character shows nothing.
func invisible(c rune) bool {
	return unicode.IsSpace(c) || unicode.In(c, unicode.Cf, unicode.Cc, unicode.Variation_Selector)
}

// anchor writes a link: plain, with the type and size of a file, or with rel
// if it leaves the site.
func (w *writer) anchor(n *anchor) {
	target := w.env.Link(n.dest)
	href := safeAddress(target.Href)
	if href == "" {
		w.children(n) // site has reported where it should lead
		return
	}
	var attributes []string
	if target.Download {
		attributes = append(attributes, "class", "download")
	}
	attributes = append(attributes, "href", href)
	if target.Lang != "" {
		attributes = append(attributes, "hreflang", target.Lang)
	}
	if target.External {
		attributes = append(attributes, "rel", "noopener external")
	}
	w.tag("a", attributes...)
	w.children(n)
	if target.Download && target.FileInfo != "" {
		w.WriteString(` <span class="download__info">(`)
		w.text(target.FileInfo)
		w.WriteString(")</span>")
	}
	w.WriteString("</a>")
}
