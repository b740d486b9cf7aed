package markdown

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"opas/cmd/opas/internal/decode"
)

// calloutNames are the callouts there are: those that GitHub and GitLab show,
// and REMEMBER, with which a chapter begins.
var calloutNames = []string{"NOTE", "TIP", "IMPORTANT", "WARNING", "REMEMBER"}

// A marker is the line [!NAME] at the beginning of a quote. It is cut off
// before inline parsing and lives until calloutTransformer has read it.
type marker struct {
	ast.BaseBlock
	name string // in upper case
	arg  string // what follows the name
	at   int    // offset of the name
	arg0 int    // offset of arg
	rest int    // offset of text behind the ], or -1
}

var kindMarker = ast.NewNodeKind("CalloutMarker")

func (*marker) Kind() ast.NodeKind           { return kindMarker }
func (*marker) IsRaw() bool                  { return true }
func (n *marker) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

var markerLine = regexp.MustCompile(`^[ \t]*\[!([^\s\]]*)[ \t]*([^\]\n]*?)[ \t]*\][ \t]*(.*)`)

// markerTransformer turns the first line of a quote into a marker.
type markerTransformer struct{}

func (markerTransformer) Transform(para *ast.Paragraph, reader text.Reader, pc parser.Context) {
	quote, ok := para.Parent().(*ast.Blockquote)
	if !ok || para.PreviousSibling() != nil || para.Lines().Len() == 0 {
		return
	}
	line := para.Lines().At(0)
	line.Padding = 0
	m := markerLine.FindSubmatchIndex(line.Value(reader.Source()))
	if m == nil {
		return
	}
	group := func(i int) string { return string(reader.Source()[line.Start+m[2*i] : line.Start+m[2*i+1]]) }
	mark := &marker{
		name: strings.ToUpper(group(1)), at: line.Start + m[2],
		arg: group(2), arg0: line.Start + m[4],
		rest: -1,
	}
	mark.SetPos(line.Start + m[2] - len("[!"))
	if strings.TrimSpace(group(3)) != "" {
		mark.rest = line.Start + m[6]
	}
	quote.InsertBefore(quote, para, mark)
	para.Lines().SetSliced(1, para.Lines().Len())
	if para.Lines().Len() == 0 {
		quote.RemoveChild(quote, para)
	}
}

// A callout is a short text that stands out: a tip, a warning.
type callout struct {
	ast.BaseBlock
	name string // note, tip, important, warning, remember
}

var kindCallout = ast.NewNodeKind("Callout")

func (*callout) Kind() ast.NodeKind           { return kindCallout }
func (n *callout) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// calloutTransformer makes callouts and passages of the quotes with a marker.
type calloutTransformer struct{}

func (calloutTransformer) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	r := readingOf(pc)
	for _, quote := range nodes[*ast.Blockquote](doc) {
		mark, ok := quote.FirstChild().(*marker)
		if !ok {
			continue
		}
		quote.RemoveChild(quote, mark)
		if mark.rest >= 0 {
			r.errorf("callout-line", mark.rest, "begin the text on the next line, after >", "[!%s] must stand alone in its line", mark.name)
		}
		if !quote.HasChildren() && mark.rest < 0 {
			r.errorf("callout-empty", mark.Pos(), "write the text in the next lines, each after >", "nothing follows [!%s]", mark.name)
		}
		if mark.name == passageName {
			r.passage(quote, mark)
		} else {
			r.callout(quote, mark)
		}
	}
}

// callout makes a callout of a quote.
func (r *reading) callout(quote *ast.Blockquote, mark *marker) {
	known := false
	for _, name := range calloutNames {
		known = known || name == mark.name
	}
	switch {
	case !known:
		hint := "the callouts are " + strings.Join(calloutNames, ", ") + "; a passage for an audience begins with [!FOR audience-id]"
		near := decode.Suggest(mark.name, append([]string{passageName}, calloutNames...))
		if mark.name == "CAUTION" { // the fifth of GitHub
			near = "WARNING"
		}
		if near != "" {
			hint = "did you mean " + near + "? " + hint
		}
		r.errorf("callout-unknown", mark.at, hint, "unknown callout %q", mark.name)
		return
	case mark.arg != "":
		r.errorf("callout-title", mark.arg0, "leave the words out, or make them the first words of the text",
			"a callout has no title of its own")
	}
	replace(quote, &callout{name: strings.ToLower(mark.name)})
}

// callout writes a callout with its translated name as title.
func (w *writer) callout(n *callout) {
	w.tag("div", "class", "note note--"+n.name, "role", "note")
	w.WriteString(`<p class="note__title">`)
	w.text(w.env.Text("callout-" + n.name))
	w.WriteString("</p>\n")
	w.children(n)
	w.WriteString("</div>\n")
}
