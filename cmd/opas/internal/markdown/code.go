package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// languageAttribute holds the language of a fenced block: goldmark's Language
// writes to its node when first asked, which goroutines may not.
const languageAttribute = "language"

// codeTransformer notes the languages of code blocks.
type codeTransformer struct{}

func (codeTransformer) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	r := readingOf(pc)
	for _, n := range nodes[*ast.FencedCodeBlock](doc) {
		language := strings.ToLower(unescape(n.Language(r.src)))
		if language == "" || plainLanguages[language] {
			continue
		}
		if lexerOf(language) == nil {
			r.warnf("code-language", n.Info.Segment.Start, "write a language that chroma knows (yaml, json, go, bash, html …), or text",
				"the language %q is unknown: its code is shown plain", language)
			continue
		}
		n.SetAttributeString(languageAttribute, language)
	}
	for _, n := range nodes[*ast.CodeBlock](doc) {
		r.warnf("code-indented", n.Pos(), "take the spaces away; for code put ``` in the lines before and after it",
			"four spaces at the beginning of a line make it a block of code")
	}
}

// code writes a block of code. It can be scrolled by keyboard, keeps its
// direction on a right-to-left page, and is not translated by browsers.
func (w *writer) code(n ast.Node) {
	var code bytes.Buffer
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		code.Write(line.Value(w.doc.src))
	}
	w.tag("pre", "class", "chroma", "tabindex", "0", "dir", "ltr", "translate", "no")
	language, _ := n.AttributeString(languageAttribute)
	if name, ok := language.(string); ok && w.env.Highlight != nil {
		w.tag("code", "class", "language-"+name)
		w.WriteString(string(w.env.Highlight.HTML(name, code.String())))
	} else {
		w.WriteString("<code>")
		w.text(code.String())
	}
	w.WriteString("</code></pre>\n")
}
