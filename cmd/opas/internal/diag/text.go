package diag

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Text writes the findings for a person at a terminal, sorted, each as
//
//	content/fi.md:4:3: error: message [code]
//	   4 | the source line
//	     |   ^^^^
//	  hint: what to do
//	  content/en.md:2:1: another place that matters
//
// src returns the content of a source file, or nil; it may be nil itself, and then
// no source line is shown. With color the severity and the caret are coloured.
// Whatever the content holds, no control character of it reaches w.
func Text(w io.Writer, l List, src func(file string) []byte, color bool) error {
	var b bytes.Buffer
	t := textPrinter{b: &b, src: sources{read: src}, color: color}
	t.list(l.Sorted())
	_, err := w.Write(b.Bytes())
	return err
}

// Summary counts the findings: "2 errors, 1 warning", or "no findings".
func Summary(l List) string {
	var parts []string
	for _, s := range []Severity{Error, Warning, Notice} {
		switch n := l.Count(s); n {
		case 0:
		case 1:
			parts = append(parts, "1 "+s.String())
		default:
			parts = append(parts, fmt.Sprintf("%d %ss", n, s))
		}
	}
	if parts == nil {
		return "no findings"
	}
	return strings.Join(parts, ", ")
}

// Select Graphic Rendition sequences, ECMA-48 section 8.3.117.
const (
	bold   = "\x1b[1m"
	red    = "\x1b[1;31m"
	green  = "\x1b[1;32m"
	yellow = "\x1b[1;33m"
	blue   = "\x1b[1;34m"
	plain  = "\x1b[0m"
)

type textPrinter struct {
	b     *bytes.Buffer
	src   sources
	color bool
}

// paint returns s, which is safe to print, in a colour.
func (t *textPrinter) paint(color, s string) string {
	if !t.color {
		return s
	}
	return color + s + plain
}

func (t *textPrinter) list(l List) {
	for i, d := range l {
		if i > 0 {
			t.b.WriteByte('\n')
		}
		t.finding(d)
	}
}

func (t *textPrinter) finding(d Diagnostic) {
	tone := map[Severity]string{Error: red, Warning: yellow, Notice: blue}[d.Severity]
	if d.Pos.File != "" {
		t.b.WriteString(t.paint(bold, visible(d.Pos.String())+":") + " ")
	}
	fmt.Fprintf(t.b, "%s %s", t.paint(tone, d.Severity.String()+":"), visible(d.Message))
	if d.Code != "" {
		fmt.Fprintf(t.b, " [%s]", visible(d.Code))
	}
	t.b.WriteByte('\n')
	t.source(d)
	if d.Hint != "" {
		fmt.Fprintf(t.b, "  hint: %s\n", visible(d.Hint))
	}
	for _, r := range d.Related {
		fmt.Fprintf(t.b, "  %s: %s\n", visible(r.Pos.String()), visible(r.Message))
	}
}

// maxColumns is how much of a source line is shown.
const maxColumns = 100

// source prints the source line and carets beneath what the finding covers.
func (t *textPrinter) source(d Diagnostic) {
	line, ok := t.src.line(d.Pos)
	if !ok || strings.TrimSpace(line) == "" && d.Pos.Col == 0 {
		return
	}
	e := excerptOf(line, d.Pos.Col, d.Len)
	number := fmt.Sprintf("%4d", d.Pos.Line)
	fmt.Fprintf(t.b, "%s | %s\n", number, strings.TrimRight(e.before+e.at+e.after, " "))
	if d.Pos.Col == 0 {
		return
	}
	margin := strings.Repeat(" ", len(number))
	if rightToLeft(line) {
		if at := strings.TrimSpace(e.at); at != "" {
			// Isolates keep the quoted word from turning the rest of the line.
			fmt.Fprintf(t.b, "%s | %s \u2068%s\u2069\n", margin,
				t.paint(green, fmt.Sprintf("^ character %d:", d.Pos.Col)), at)
			return
		}
	}
	fmt.Fprintf(t.b, "%s | %s%s\n", margin, strings.Repeat(" ", e.indent), t.paint(green, strings.Repeat("^", e.width)))
}

// excerpt is a source line cut to what is shown: what the finding covers, and what
// stands before and after it.
type excerpt struct {
	before, at, after string
	indent, width     int // columns of before and of at
}

// excerptOf cuts line around the character col (from 1; 0 means the line as a
// whole) and the length characters from it.
func excerptOf(line string, col, length int) excerpt {
	cs := cells(line)
	from := min(max(col-1, 0), len(cs))
	to := min(from+max(length, 1), len(cs))
	if length == 0 {
		to = min(from+1, len(cs))
	}
	start, end := 0, len(cs)
	if columns(cs) > maxColumns {
		// A third of the room for what stands before, the rest from there on.
		start = from
		for room := maxColumns / 3; start > 0 && room >= cs[start-1].width; start-- {
			room -= cs[start-1].width
		}
		end = start
		for room := maxColumns; end < len(cs) && room >= cs[end].width; end++ {
			room -= cs[end].width
		}
		to = min(to, end)
	}
	e := excerpt{before: joined(cs[start:from]), at: joined(cs[from:to]), after: joined(cs[to:end])}
	e.indent, e.width = columns(cs[start:from]), max(1, columns(cs[from:to]))
	if start > 0 {
		e.before, e.indent = "…"+e.before, e.indent+1
	}
	if end < len(cs) {
		e.after += "…"
	}
	return e
}

func columns(cs []cell) int {
	n := 0
	for _, c := range cs {
		n += c.width
	}
	return n
}

func joined(cs []cell) string {
	var b strings.Builder
	for _, c := range cs {
		b.WriteString(c.text)
	}
	return b.String()
}
