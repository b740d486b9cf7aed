package markdown

import (
	"html/template"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// maxCode bounds the bytes of a block that is highlighted: chroma's
// expressions may take long, and no reader needs colours in a longer one.
const maxCode = 32 << 10

// plainLanguages are names for text without a language.
var plainLanguages = map[string]bool{"text": true, "plain": true, "plaintext": true, "txt": true}

// lexersByName maps every name and alias to its lexer. chroma's own search for
// a name tries each file pattern of each lexer, over a millisecond for one that
// it does not know; in this map a miss costs as little as a hit.
var lexersByName = sync.OnceValue(func() map[string]chroma.Lexer {
	byName := map[string]chroma.Lexer{}
	for _, lexer := range lexers.GlobalLexerRegistry.Lexers {
		config := lexer.Config()
		for _, name := range append([]string{config.Name}, config.Aliases...) {
			if name = strings.ToLower(name); byName[name] == nil {
				byName[name] = lexer
			}
		}
	}
	return byName
})

// lexerOf returns the lexer of a language named in lower case, or nil.
func lexerOf(language string) chroma.Lexer { return lexersByName()[language] }

// Highlighter highlights a (language, code) pair once for all pages; safe for
// concurrent use.
type Highlighter struct {
	blocks sync.Map // block -> func() template.HTML
}

// block is what a Highlighter remembers by.
type block struct{ language, code string }

// NewHighlighter returns a Highlighter that remembers nothing yet.
func NewHighlighter() *Highlighter { return &Highlighter{} }

// HTML returns code as spans with chroma's class names. Code in an unknown
// language, and code that is too long or that chroma fails on, is only escaped.
func (h *Highlighter) HTML(language, code string) template.HTML {
	once := sync.OnceValue(func() template.HTML { return template.HTML(highlight(language, code)) })
	f, _ := h.blocks.LoadOrStore(block{language, code}, once)
	return f.(func() template.HTML)()
}

// highlight writes the spans of one block.
func highlight(language, code string) (out string) {
	plain := escapeText(code)
	lexer := lexerOf(strings.ToLower(language))
	if lexer == nil || len(code) > maxCode {
		return plain
	}
	// "If an error occurs within an Iterator, it may propagate this in a
	// panic. Formatters should recover." (chroma, iterator.go)
	defer func() {
		if recover() != nil {
			out = plain
		}
	}()
	tokens, err := lexer.Tokenise(nil, code)
	if err != nil {
		return plain
	}
	var b, seen strings.Builder
	class := ""
	for token := range tokens.Stdlib() {
		seen.WriteString(token.Value)
		if c := classOf(token.Type); c != class && strings.TrimSpace(token.Value) != "" {
			if class != "" {
				b.WriteString("</span>")
			}
			if class = c; class != "" {
				b.WriteString(`<span class="` + class + `">`)
			}
		}
		b.WriteString(escapeText(token.Value))
	}
	if class != "" {
		b.WriteString("</span>")
	}
	// Some lexers add a last line end; none may lose or change a character.
	if strings.TrimRight(seen.String(), "\n") != strings.TrimRight(code, "\n") {
		return plain
	}
	return b.String()
}

// classes are the types of token that look different, with chroma's names for
// them. A type that is not here looks like the one it belongs to.
var classes = map[chroma.TokenType]string{
	chroma.Comment:         "c",
	chroma.CommentPreproc:  "cp",
	chroma.Keyword:         "k",
	chroma.KeywordConstant: "kc",
	chroma.KeywordType:     "kt",
	chroma.NameAttribute:   "na",
	chroma.NameBuiltin:     "nb",
	chroma.NameClass:       "nc",
	chroma.NameDecorator:   "nd",
	chroma.NameFunction:    "nf",
	chroma.NameTag:         "nt",
	chroma.NameVariable:    "nv",
	chroma.LiteralDate:     "ld",
	chroma.LiteralNumber:   "m",
	chroma.LiteralString:   "s",
	chroma.OperatorWord:    "ow",
	chroma.GenericDeleted:  "gd",
	chroma.GenericEmph:     "ge",
	chroma.GenericHeading:  "gh",
	chroma.GenericInserted: "gi",
	chroma.GenericStrong:   "gs",
}

// classOf returns the class of a type of token, or "".
func classOf(t chroma.TokenType) string {
	for _, t := range []chroma.TokenType{t, t.SubCategory(), t.Category()} {
		if class, ok := classes[t]; ok {
			return class
		}
	}
	return ""
}

// StyleSheet returns the CSS for code: class names only, light and dark, print
// always light. Every colour has a contrast of at least 4.5 to 1 on its paper
// (WCAG 2.2, 1.4.3).
func StyleSheet() string {
	return `.chroma {
  --code-paper: #f5f4ef;
  --code-ink: #1d2421;
  --code-quiet: #55605b;
  --code-word: #7a3464;
  --code-name: #1f4e8c;
  --code-text: #0a5a4a;
  --code-number: #854000;
  --code-gone: #a01c1c;
  background: var(--code-paper);
  color: var(--code-ink);
}
@media screen and (prefers-color-scheme: dark) {
  .chroma {
    --code-paper: #1b211e;
    --code-ink: #e8ece9;
    --code-quiet: #a9b4ae;
    --code-word: #e3a5cf;
    --code-name: #9dc1f2;
    --code-text: #7fd1ba;
    --code-number: #f0b27a;
    --code-gone: #ff9c94;
  }
}
.chroma .c, .chroma .cp { color: var(--code-quiet); }
.chroma .c { font-style: italic; }
.chroma .k, .chroma .kc, .chroma .ow, .chroma .nt { color: var(--code-word); }
.chroma .k, .chroma .gh, .chroma .gs { font-weight: 700; }
.chroma .kt, .chroma .na, .chroma .nb, .chroma .nc, .chroma .nd, .chroma .nf, .chroma .nv { color: var(--code-name); }
.chroma .s, .chroma .gi { color: var(--code-text); }
.chroma .m, .chroma .ld { color: var(--code-number); }
.chroma .gd { color: var(--code-gone); }
.chroma .ge { font-style: italic; }
`
}
