package lang

import (
	"fmt"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// A pattern is the text of a message, cut at its placeholders.
type pattern []piece

// A piece is literal text, or a placeholder when name is not empty.
type piece struct {
	text   string // as written, for a placeholder with its braces
	name   string
	offset int // in bytes, from the beginning of the message
}

// A patternError says what is wrong with the text of a message, and where.
type patternError struct {
	offset  int
	token   string // what stands there, to find it again in the file
	message string
}

func (e *patternError) Error() string { return e.message }

// parsePattern reads text and {{.Name}}. Name begins with a capital letter.
func parsePattern(s string) (pattern, *patternError) {
	var p pattern
	at := 0
	literal := func(end int) *patternError {
		text := s[at:end]
		first := -1
		for i := range text {
			if strings.HasPrefix(text[i:], "}}") || strings.HasPrefix(text[i:], "{.") {
				first = i
				break
			}
		}
		if first >= 0 {
			token := text[first : first+2]
			return &patternError{at + first, token, fmt.Sprintf("a placeholder has two braces on each side: %q stands alone", token)}
		}
		if text != "" {
			p = append(p, piece{text: text, offset: at})
		}
		return nil
	}
	for {
		open := strings.Index(s[at:], "{{")
		if open < 0 {
			err := literal(len(s))
			return p, err
		}
		open += at
		if err := literal(open); err != nil {
			return nil, err
		}
		length := strings.Index(s[open:], "}}")
		if length < 0 {
			return nil, &patternError{open, "{{", `the placeholder is not closed with "}}"`}
		}
		end := open + length + len("}}")
		name, dotted := strings.CutPrefix(strings.TrimSpace(s[open+len("{{"):end-len("}}")]), ".")
		if !dotted || !isName(name) {
			return nil, &patternError{open, "{{", fmt.Sprintf("%q is no placeholder", s[open:end])}
		}
		p = append(p, piece{text: s[open:end], name: name, offset: open})
		at = end
	}
}

func isName(s string) bool {
	for i, r := range s {
		upper, lower, digit := r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r >= '0' && r <= '9'
		if !upper && (i == 0 || !lower && !digit) {
			return false
		}
	}
	return s != ""
}

// values fill the placeholders of a message.
type values map[string]string

// fill puts the values in. A placeholder without a value is an error: it would
// otherwise stand in the page.
func (p pattern) fill(v values) (string, error) {
	var b strings.Builder
	for _, piece := range p {
		if piece.name == "" {
			b.WriteString(piece.text)
			continue
		}
		value, ok := v[piece.name]
		if !ok {
			return "", fmt.Errorf("no value for {{.%s}}", piece.name)
		}
		b.WriteString(value)
	}
	return b.String(), nil
}

// patternParser lets go-i18n use patterns in place of text/template.
type patternParser struct{}

// Cacheable reports that a parsed pattern can be used again and again.
func (patternParser) Cacheable() bool { return true }

// Parse parses a message; the delimiters are always {{ and }}.
func (patternParser) Parse(src, _, _ string) (template.ParsedTemplate, error) {
	p, err := parsePattern(src)
	if err != nil {
		return nil, err
	}
	return filler{p}, nil
}

// filler is a pattern as go-i18n runs it.
type filler struct{ pattern }

func (f filler) Execute(data any) (string, error) {
	v, _ := data.(values)
	return f.fill(v)
}
