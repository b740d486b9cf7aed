package markdown

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
)

// passageName is the marker of a passage: [!FOR workplace].
const passageName = "FOR"

// idPattern is what ids of audiences, sources and headings look like.
var idPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// A passage is text for the readers of one audience only.
type passage struct {
	ast.BaseBlock
	audience string // its id
}

var kindPassage = ast.NewNodeKind("Passage")

func (*passage) Kind() ast.NodeKind           { return kindPassage }
func (n *passage) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// passage makes a passage of a quote. Whether the audience exists is for site
// to say.
func (r *reading) passage(quote *ast.Blockquote, mark *marker) {
	switch {
	case mark.arg == "":
		r.errorf("audience-missing", mark.at, "write the audience's id: > [!FOR workplace]", "[!FOR] does not say for whom the passage is")
	case !idPattern.MatchString(mark.arg):
		r.errorf("audience-id", mark.arg0, "write one id from audiences: in site.yaml", "%q cannot be the id of an audience", mark.arg)
	default:
		r.refer(Audience, mark.arg, mark.arg0)
		replace(quote, &passage{audience: mark.arg})
	}
}

// passage writes a passage that says first for whom it is.
func (w *writer) passage(n *passage) {
	w.tag("div", "class", "only only--"+n.audience, "data-audience", n.audience)
	w.WriteString(`<p class="only__title">`)
	w.text(w.env.Text("passage-for") + " " + w.env.Audience(n.audience))
	w.WriteString("</p>\n")
	w.children(n)
	w.WriteString("</div>\n")
}
