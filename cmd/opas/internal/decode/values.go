package decode

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"opas/cmd/opas/internal/diag"
)

// This file goes on with outline.go: values that reach over several lines, and
// what mends them.

// start says that the text at byte col of line i begins with a character that
// means something else to YAML. Inline Markdown often does.
func (o *outline) start(i, col int) *cause {
	text := o.lines[i][col:]
	c := &cause{
		code: "yaml-start", line: i, col: o.column(i, col), length: 1,
		message: fmt.Sprintf("a text that begins with %q must stand in quotes", text[:1]),
		hint:    `put the whole text into quotes, or write "|" after the key and the text on the next line, indented`,
		mend: func() {
			o.mask(i, col)
			o.maskColons(i, col)
		},
	}
	if value := withoutComment(text); utf8.RuneCountInString(value) <= 60 {
		c.hint = "put the whole text into quotes: " + inQuotes(value)
	}
	return c
}

// block goes over a text written after "|" or ">" in line i.
func (o *outline) block(i int, lv *level, explicit int) (next int, c *cause) {
	edge := contentEdge(o.lines, i, lv.indent, explicit)
	if edge < 0 {
		return i + 1, nil
	}
	for next = i + 1; next < len(o.lines); next++ {
		line := o.lines[next]
		have := indentation(line)
		switch {
		case strings.TrimSpace(line) == "" || have >= edge:
		case have <= lv.indent || line[have] == '#':
			return next, nil
		default:
			at := next
			return 0, &cause{
				code: "yaml-indent", line: next, col: have + 1,
				message: fmt.Sprintf("wrong indentation: this line of the text begins after %s, the first one after %s", spaces(have), spaces(edge)),
				hint:    fmt.Sprintf("begin it after %s", spaces(edge)),
				related: []diag.Related{{Pos: o.pos(i, 0), Message: "the text begins below this line"}},
				mend:    func() { o.indent(at, have, edge) },
			}
		}
	}
	return next, nil
}

// quoted goes over a text in quotes that begins at byte col of line i.
func (o *outline) quoted(i, col int, lv *level) (next int, c *cause) {
	q := o.lines[i][col]
	from := col + 1
	for k := i; k < len(o.lines); k++ {
		line := o.lines[k]
		if k > i {
			// What is not indented deeper than the key cannot belong to the text.
			from = indentation(line)
			if strings.TrimSpace(line) != "" && from <= lv.indent {
				break
			}
		}
		end := closingQuote(line, from, q)
		if q == '"' {
			if at := badEscape(line, from, end); at >= 0 {
				return 0, o.escape(k, at)
			}
		}
		if end < 0 {
			continue
		}
		rest := strings.TrimLeft(line[end+1:], " \t")
		if rest == "" || rest[0] == '#' && len(rest) < len(line[end+1:]) {
			return k + 1, nil
		}
		c := &cause{
			code: "yaml-quote", line: k, col: o.column(k, len(line)-len(rest)),
			length:  utf8.RuneCountInString(rest),
			message: "the text goes on after its closing quote",
			hint:    `put the quotes around the whole text; within "…" write a quote as \", or use '…' outside`,
			mend: func() {
				o.mask(i, col)
				o.maskColons(i, col)
			},
		}
		if q == '\'' {
			c.hint = `put the quotes around the whole text; within '…' write an apostrophe twice, or use "…" outside`
		}
		return 0, c
	}
	c = &cause{
		code: "yaml-quote", line: i, col: o.column(i, col), length: 1,
		message: "the quote that begins here is never closed",
		hint:    fmt.Sprintf("write %c at the end of the text as well", q),
		mend: func() {
			o.mask(i, col)
			o.maskColons(i, col)
		},
	}
	return 0, c
}

// badEscape returns the index of a backslash in line[from:end] that no escape
// begins with, or -1. An end of -1 is the end of the line.
func badEscape(line string, from, end int) int {
	if end < 0 {
		end = len(line)
	}
	for i := from; i < end; i++ {
		if line[i] != '\\' {
			continue
		}
		if i+1 < len(line) && strings.IndexByte("0abt\tnvfre \"/\\N_LPxuU", line[i+1]) < 0 {
			return i
		}
		i++
	}
	return -1
}

func (o *outline) escape(i, at int) *cause {
	r, _ := utf8.DecodeRuneInString(o.lines[i][at+1:])
	return &cause{
		code: "yaml-escape", line: i, col: o.column(i, at), length: 2,
		message: fmt.Sprintf(`\%c means nothing within double quotes`, r),
		hint:    `write \\ for a backslash, or use single quotes`,
		mend:    func() { o.mask(i, at) },
	}
}

// brackets goes over a list or mapping in [ ] or { } that begins at byte col of
// line i.
func (o *outline) brackets(i, col int, lv *level) (next int, c *cause) {
	type opened struct{ line, col int }
	var open []opened
	unclosed := func(last int) *cause {
		at := open[len(open)-1]
		closers := ""
		for _, b := range open {
			closers = string(closing(o.lines[b.line][b.col])) + closers
		}
		return &cause{
			code: "yaml-bracket", line: at.line, col: o.column(at.line, at.col), length: 1,
			message: fmt.Sprintf("the bracket %q is never closed", o.lines[at.line][at.col:at.col+1]),
			hint: fmt.Sprintf("write %q at its end; if this is a text, put it into quotes",
				string(closing(o.lines[at.line][at.col]))),
			mend: func() { o.lines[last] = strings.TrimRight(withoutCommentLine(o.lines[last]), " ,") + closers },
		}
	}
	last := i
	for k := i; k < len(o.lines); k++ {
		line := o.lines[k]
		from := col
		if k > i {
			from = indentation(line)
			rest := line[from:]
			if rest == "" || rest[0] == '#' {
				continue
			}
			if _, after := splitKey(rest); from <= lv.indent && (after >= 0 || strings.HasPrefix(rest, "- ")) {
				break
			}
		}
		last = k
		fresh := true // whether a value may begin at j
		for j := from; j < len(line); j++ {
			switch ch := line[j]; {
			case ch == ' ' || ch == '\t':
				continue
			case ch == '#' && j > 0 && (line[j-1] == ' ' || line[j-1] == '\t'):
				j = len(line)
			case ch == '[' || ch == '{':
				open = append(open, opened{k, j})
				fresh = true
				continue
			case ch == ']' || ch == '}':
				at := open[len(open)-1]
				if closing(o.lines[at.line][at.col]) != ch {
					return 0, &cause{
						code: "yaml-bracket", line: k, col: o.column(k, j), length: 1,
						message: fmt.Sprintf("%q does not close the bracket %q", string(ch), o.lines[at.line][at.col:at.col+1]),
						hint:    fmt.Sprintf("write %q in its place", string(closing(o.lines[at.line][at.col]))),
						related: []diag.Related{{Pos: o.pos(at.line, o.column(at.line, at.col)), Message: "the bracket begins here"}},
						mend: func() {
							o.lines[k] = line[:j] + string(closing(o.lines[at.line][at.col])) + line[j+1:]
						},
					}
				}
				open = open[:len(open)-1]
				if len(open) == 0 {
					rest := strings.TrimLeft(line[j+1:], " \t")
					if rest == "" || rest[0] == '#' && len(rest) < len(line[j+1:]) {
						return k + 1, nil
					}
					return 0, o.start(i, col)
				}
			case fresh && (ch == '"' || ch == '\''):
				end := closingQuote(line, j+1, ch)
				if end < 0 {
					return giveUp, nil
				}
				if at := badEscape(line, j+1, end); at >= 0 && ch == '"' {
					return 0, o.escape(k, at)
				}
				j = end
			case fresh && strings.IndexByte("@`%*|>", ch) >= 0:
				c := o.start(k, j)
				c.hint = "put it into quotes"
				c.mend = func() { o.mask(k, j) }
				return 0, c
			case ch == ',' || colonAt(line, j):
				fresh = true
				continue
			}
			fresh = false
		}
	}
	return 0, unclosed(last)
}

func closing(bracket byte) byte {
	if bracket == '[' {
		return ']'
	}
	return '}'
}

// withoutCommentLine cuts a comment off a line and keeps its indentation.
func withoutCommentLine(line string) string {
	if i := strings.Index(line, " #"); i >= 0 {
		return line[:i]
	}
	return line
}

// column returns the column (characters from 1) of byte col of line i.
func (p *parser) column(i, col int) int {
	line := p.lines[i]
	return utf8.RuneCountInString(line[:min(col, len(line))]) + 1
}

// Masked characters stand for ASCII characters that would mean something to YAML;
// scalar turns them back. They are private to whoever uses them, so that a text
// which holds some by itself loses at most these, and only beside an error.
const maskBase = 0xe100

// mask makes the character at byte col of line i mean nothing to YAML.
func (p *parser) mask(i, col int) {
	line := p.lines[i]
	if col < len(line) && line[col] < utf8.RuneSelf {
		p.lines[i] = line[:col] + string(rune(maskBase)+rune(line[col])) + line[col+1:]
		p.masked = true
	}
}

// maskColons masks every colon from byte col of line i that would end a key.
func (p *parser) maskColons(i, col int) {
	line := p.lines[i]
	var b strings.Builder
	for {
		at := colon(line, col)
		if at < 0 {
			break
		}
		b.WriteString(line[:at])
		b.WriteRune(maskBase + ':')
		line, col = line[at+1:], 0
	}
	p.lines[i] = b.String() + line
	p.masked = true
}

// unmask gives the text back as it was written.
func (p *parser) unmask(text string) string {
	if !p.masked {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r >= maskBase && r < maskBase+utf8.RuneSelf {
			return r - maskBase
		}
		return r
	}, text)
}

// indent moves line i and the lines that go with it from one indentation to
// another: those that are not less deep, up to the first that stands right. Of a
// line that slipped by one space only the lines that slipped as well go with it.
func (p *parser) indent(i, from, to int) {
	for k := i; k < len(p.lines); k++ {
		line := p.lines[k]
		have := indentation(line)
		if have == len(line) {
			continue
		}
		if have < from || k > i && have == to {
			return
		}
		if (to-from)%2 != 0 && (have-from)%2 != 0 {
			continue
		}
		p.lines[k] = strings.Repeat(" ", max(0, have+to-from)) + line[have:]
		p.shift[k] += to - from
	}
}
