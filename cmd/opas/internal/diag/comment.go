package diag

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
)

// CommentMark is the first line of every comment that Comment writes, by which a
// later one finds the comment that it is to replace. Hosts do not show it.
const CommentMark = "<!-- opas check -->"

// A Commenter writes findings as one comment of a git host, in Markdown.
type Commenter struct {
	// Words are the fixed words of the comment.
	Words CommentWords
	// Explain returns what a finding with the code means and what to do about it,
	// as Markdown in the language of the comment, or "".
	Explain func(code string) string
	// Edit returns the address where a file is edited, or "".
	Edit func(file string) string
	// Limit is the most bytes that a comment takes. GitHub allows 65,536 characters.
	Limit int
}

// CommentWords are the words of a comment in one language.
type CommentWords struct {
	Errors, Warnings, Notices CommentNoun
	Clean                     string // said when there is nothing to do
	Blocked                   string // said when there are errors
	Doubtful                  string // said when there are warnings and no errors
	Notice                    string // said of notices
	Line                      string // "line"
	More                      string // "and %d more"; of findings that found no room
	Such                      string // "for example"
}

// CommentNoun is a word in the forms that a comment needs.
type CommentNoun struct {
	One, Many, Heading string // "error", "errors", "Errors"
}

func (n CommentNoun) counted(count int) string {
	if count == 1 {
		return "1 " + n.One
	}
	return fmt.Sprintf("%d %s", count, n.Many)
}

// Write writes the comment: errors, then warnings, each with its place, what it
// means and what the program says; then notices by code, folded. Content is
// anyone's, so whatever comes of it stands in code spans, where Markdown, HTML,
// names of people (@) and numbers of threads (#) mean nothing.
func (c Commenter) Write(w io.Writer, l List) error {
	informing, acting := l.Sorted().split()
	var errors, warnings List
	for _, d := range acting {
		if d.Severity == Error {
			errors = append(errors, d)
		} else {
			warnings = append(warnings, d)
		}
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n### Opas: %s\n\n", CommentMark, c.counts(len(errors), len(warnings), len(informing)))
	switch {
	case len(errors) > 0:
		fmt.Fprintf(&b, "%s\n", c.Words.Blocked)
	case len(warnings) > 0:
		fmt.Fprintf(&b, "%s\n", c.Words.Doubtful)
	default:
		fmt.Fprintf(&b, "%s\n", c.Words.Clean)
	}
	folded := c.folded(informing)
	room := c.Limit - len(folded)
	c.section(&b, c.Words.Errors.Heading, errors, room)
	c.section(&b, c.Words.Warnings.Heading, warnings, room)
	b.Write(folded)
	_, err := w.Write(b.Bytes())
	return err
}

// counts is what there is, without what there is not.
func (c Commenter) counts(errors, warnings, notices int) string {
	var parts []string
	for _, p := range []struct {
		n    int
		noun CommentNoun
	}{{errors, c.Words.Errors}, {warnings, c.Words.Warnings}, {notices, c.Words.Notices}} {
		if p.n > 0 {
			parts = append(parts, p.noun.counted(p.n))
		}
	}
	if parts == nil {
		return "OK"
	}
	return strings.Join(parts, ", ")
}

// moreRoom is what the last line of a section may take.
const moreRoom = 100

// section writes findings as a list as long as there is room.
func (c Commenter) section(b *bytes.Buffer, title string, l List, limit int) {
	if len(l) == 0 {
		return
	}
	fmt.Fprintf(b, "\n#### %s\n\n", title)
	for i, d := range l {
		item := c.item(d)
		if b.Len()+len(item)+moreRoom > limit {
			fmt.Fprintf(b, "- "+c.Words.More+"\n", len(l)-i)
			return
		}
		b.WriteString(item)
	}
}

func (c Commenter) item(d Diagnostic) string {
	var b strings.Builder
	b.WriteString("- ")
	if d.Pos.File != "" {
		b.WriteString(c.place(d.Pos))
		b.WriteString(": ")
	}
	if text := c.explained(d.Code); text != "" {
		fmt.Fprintf(&b, "%s  \n  ", text)
	}
	b.WriteString(code(d.Message))
	if d.Hint != "" {
		b.WriteString(" → " + code(d.Hint))
	}
	for _, r := range d.Related {
		fmt.Fprintf(&b, "  \n  %s: %s", c.place(r.Pos), code(r.Message))
	}
	b.WriteByte('\n')
	return b.String()
}

func (c Commenter) explained(code string) string {
	if c.Explain == nil {
		return ""
	}
	return c.Explain(code)
}

// place names the file and line, with a link to where the file is edited.
func (c Commenter) place(p Pos) string {
	name := code(p.File)
	if c.Edit != nil {
		if address := c.Edit(p.File); address != "" {
			name = "[" + name + "](" + linkTarget(address) + ")"
		}
	}
	if p.Line > 0 {
		name += fmt.Sprintf(" %s %d", c.Words.Line, p.Line)
	}
	return "**" + name + "**"
}

// foldedRoom is the most bytes that the folded notices take.
const foldedRoom = 8000

// folded are the notices by code, closed until somebody opens them.
func (c Commenter) folded(l List) []byte {
	if len(l) == 0 {
		return nil
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "\n<details><summary>%s</summary>\n\n%s\n\n", c.Words.Notices.counted(len(l)), c.Words.Notice)
	groups := l.byCode()
	for i, same := range groups {
		text := c.explained(same[0].Code)
		if text == "" {
			text = code(same[0].Message)
		}
		item := fmt.Sprintf("- %d × %s", len(same), text)
		if by := languages(same); by != "" {
			item += " (" + by + ")"
		}
		if same[0].Pos.File != "" {
			item += fmt.Sprintf(" – %s %s", c.Words.Such, c.place(same[0].Pos))
		}
		item += "\n"
		if b.Len()+len(item) > foldedRoom {
			fmt.Fprintf(&b, "- "+c.Words.More+"\n", len(groups)-i)
			break
		}
		b.WriteString(item)
	}
	b.WriteString("\n</details>\n")
	return b.Bytes()
}

// longest is how many characters of one message a comment shows.
const longest = 500

// code returns text as a code span (CommonMark 6.1): its fence is longer than any
// run of backticks in it, and nothing in it can end the span or the line.
func code(text string) string {
	text = strings.Join(strings.Fields(visible(strings.Map(noControl, text))), " ")
	if r := []rune(text); len(r) > longest {
		text = string(r[:longest]) + "…"
	}
	if text == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}

// noControl makes spaces of line ends, before visible makes pictures of them.
func noControl(r rune) rune {
	switch r {
	case '\n', '\r', '\t':
		return ' '
	}
	return r
}

// escape is how an escape begins; any other percent sign is one itself.
var escape = regexp.MustCompile(`^%[0-9A-Fa-f]{2}`)

// linkTarget returns an address as the target of a Markdown link: what could end
// the link is written as an escape (RFC 3986), and what is no https or http
// address is nothing.
func linkTarget(address string) string {
	var b strings.Builder
	for i, c := range []byte(address) {
		if c == '%' && !escape.MatchString(address[i:]) || c <= ' ' || c >= 0x7f || strings.IndexByte("()<>[]\\`\"'^{|}*", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	u, err := url.Parse(b.String())
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return "#"
	}
	return b.String()
}
