package markdown

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A picture is an image in the text, or with figure set an image alone in its
// paragraph.
type picture struct {
	ast.BaseInline
	dest    string
	alt     string
	caption string // only of a figure
	figure  bool
}

var kindPicture = ast.NewNodeKind("Picture")

func (*picture) Kind() ast.NodeKind           { return kindPicture }
func (n *picture) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// external is an address on another host.
var external = regexp.MustCompile(`^(?i:[a-z][a-z0-9+.-]*:|//)`)

// imageTransformer makes pictures of images.
type imageTransformer struct{}

func (imageTransformer) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	r := readingOf(pc)
	for _, n := range nodes[*ast.Image](doc) {
		if within[*ast.Image](n) {
			continue // a part of another's alternative text
		}
		p := &picture{
			dest:    strings.TrimSpace(unescape(n.Destination)),
			alt:     oneLine(inlineText(n, r.src, false)),
			caption: oneLine(unescape(n.Title)),
		}
		p.SetPos(n.Pos())
		r.checkImage(n, p)
		parent := n.Parent()
		parent.ReplaceChild(parent, n, p)
		if _, ok := parent.(*ast.Paragraph); ok && parent.ChildCount() == 1 {
			p.figure = true
		} else if p.caption != "" {
			r.warnf("image-caption", p.Pos(), "leave a blank line before and after the image to make it a figure",
				"the caption of an image shows only when the image stands alone in its paragraph")
		}
	}
}

// checkImage reports what is wrong with an image, and refers to its file.
func (r *reading) checkImage(n *ast.Image, p *picture) {
	if strings.TrimFunc(p.alt, invisible) == "" {
		r.errorf("image-alt", n.Pos(), "say between [ and ] what the image shows, for those who cannot see it",
			"this image has no alternative text")
	}
	if len(nodes[*east.FootnoteLink](n)) > 0 || len(nodes[*citation](n)) > 0 {
		r.errorf("image-alt-text", n.Pos(), "cite or annotate in the caption's paragraph", "alternative text is plain text: no citation or footnote in it")
	}
	switch problem, _ := badAddress(p.dest); {
	case p.dest == "":
		r.errorf("image-file", n.Pos(), "write the name of a file beside the page between ( and )", "this image names no file")
	case external.MatchString(p.dest) || problem != "":
		r.errorf("image-address", n.Pos(), "put the file beside the page and write its name", "an image is a file beside the page, not %q", p.dest)
		p.dest = ""
	default:
		r.refer(Image, p.dest, n.Pos())
		r.written(n.Destination)
	}
}

// picture writes an image, with its caption if it is a figure.
func (w *writer) picture(n *picture) {
	target := Target{}
	if n.dest != "" {
		target = w.env.Link(n.dest)
	}
	src := safeAddress(target.Href)
	if src == "" {
		w.text(n.alt) // the file was reported
		return
	}
	attributes := []string{"src", src, "alt", n.alt}
	if target.Width > 0 && target.Height > 0 {
		attributes = append(attributes, "width", strconv.Itoa(target.Width), "height", strconv.Itoa(target.Height))
	}
	attributes = append(attributes, "loading", "lazy", "decoding", "async")
	if !n.figure || w.flat {
		w.tag("img", attributes...)
		return
	}
	w.WriteString("<figure>")
	w.tag("img", attributes...)
	if n.caption != "" {
		w.WriteString("<figcaption>")
		w.text(n.caption)
		w.WriteString("</figcaption>")
	}
	w.WriteString("</figure>")
}
