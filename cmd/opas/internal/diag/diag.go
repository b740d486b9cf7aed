// Package diag holds what Opas tells a writer about the content: where
// something is wrong, what it is, and what to do about it.
//
// A Diagnostic is data. Every room that reads content returns a List of them
// beside its value; nothing is printed where it is found. At the end the list
// is sorted and printed once, for a terminal, as JSON, as annotations for a
// git host, or as the overlay that "opas serve" shows in the page.
//
// A mistake in the content is a Diagnostic. A failure of the world (a disk, a
// network) is an error and never comes through this package.
package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity says what a Diagnostic does to a build.
type Severity int

const (
	// Error stops a build; nothing is written.
	Error Severity = iota
	// Warning marks what is doubtful. It stops a build only with --strict.
	Warning
	// Notice informs (ages of facts, drafts, states of translation) and never
	// stops anything.
	Notice
)

// String returns the word printed before a message: error, warning or notice.
func (s Severity) String() string {
	return [...]string{"error", "warning", "notice"}[s]
}

// Pos is a place in a source file.
type Pos struct {
	// File is slash-separated and relative to the source folder
	// ("content/mentoring/fi.md"), so that output never depends on the machine.
	File string `json:"file"`
	// Line and Col count from 1; Col counts characters (runes), not bytes.
	// Line 0 means the file as a whole; Col 0 means the line as a whole.
	Line int `json:"line,omitempty"`
	Col  int `json:"col,omitempty"`
}

// String returns file:line:col, without the parts that are zero.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// A Diagnostic is one finding.
type Diagnostic struct {
	Severity Severity `json:"severity"`
	// Code names the rule, in lower case with hyphens: "yaml-tab", "link-page".
	Code string `json:"code"`
	Pos  Pos    `json:"pos"`
	// Len is how many characters the finding covers from Pos, 0 if unknown.
	Len int `json:"len,omitempty"`
	// Message says what is wrong: no capital first, no full stop.
	Message string `json:"message"`
	// Hint says what to do about it, in the same style; it may be empty.
	Hint string `json:"hint,omitempty"`
	// Lang is the language that the finding is about; "" means the one that the
	// name of the file says, if any.
	Lang string `json:"-"`
	// Related are other places that matter, such as the first of two duplicates.
	Related []Related `json:"related,omitempty"`
}

// Related is a second place that a Diagnostic speaks of.
type Related struct {
	Pos     Pos    `json:"pos"`
	Message string `json:"message"`
}

// A List is what a phase found. The zero List is empty and ready to use.
type List []Diagnostic

// Add appends d.
func (l *List) Add(d Diagnostic) { *l = append(*l, d) }

// Errorf appends an Error. The hint may be empty.
func (l *List) Errorf(code string, pos Pos, hint, format string, args ...any) {
	l.Add(Diagnostic{Severity: Error, Code: code, Pos: pos, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// Warnf appends a Warning. The hint may be empty.
func (l *List) Warnf(code string, pos Pos, hint, format string, args ...any) {
	l.Add(Diagnostic{Severity: Warning, Code: code, Pos: pos, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// Noticef appends a Notice. The hint may be empty.
func (l *List) Noticef(code string, pos Pos, hint, format string, args ...any) {
	l.Add(Diagnostic{Severity: Notice, Code: code, Pos: pos, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// Count returns how many findings have the severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, d := range l {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// Fails reports whether the list stops a build: any error, and with strict
// any warning as well.
func (l List) Fails(strict bool) bool {
	return l.Count(Error) > 0 || strict && l.Count(Warning) > 0
}

// Sorted returns a copy ordered by file, line, column, code and message, with
// exact repetitions removed, so that output never depends on the order of work.
func (l List) Sorted() List {
	s := slices.Clone(l)
	slices.SortStableFunc(s, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Message, b.Message),
		)
	})
	return slices.CompactFunc(s, func(a, b Diagnostic) bool {
		return a.Pos == b.Pos && a.Code == b.Code && a.Message == b.Message
	})
}
