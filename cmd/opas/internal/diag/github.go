package diag

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// GitHub writes the findings, sorted, notices last, as workflow commands, one a line, which
// GitHub and Forgejo show beside the changed lines:
//
//	::error file=content/fi.md,line=4,col=3,title=yaml-indent::message
//
// The host shows ten annotations of a severity and drops the rest, so of many
// notices of one code the first alone is written, and how many more there are.
//
// Line ends, percent signs, and in properties colons and commas are escaped as
// GitHub's toolkit does (actions/toolkit, packages/core/src/command.ts), so that no
// content can end a command and begin another.
func GitHub(w io.Writer, l List) error {
	var b bytes.Buffer
	informing, acting := l.Sorted().split()
	for _, d := range acting {
		annotate(&b, d)
	}
	for _, same := range informing.byCode() {
		d := same[0]
		if more := len(same) - 1; more > 0 {
			d.Message += fmt.Sprintf(" (and %d more like this)", more)
		}
		annotate(&b, d)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func annotate(b *bytes.Buffer, d Diagnostic) {
	fmt.Fprintf(b, "::%s ", d.Severity)
	if d.Pos.File != "" {
		fmt.Fprintf(b, "file=%s,", property(d.Pos.File))
	}
	if d.Pos.Line > 0 {
		fmt.Fprintf(b, "line=%d,", d.Pos.Line)
	}
	if d.Pos.Line > 0 && d.Pos.Col > 0 {
		fmt.Fprintf(b, "col=%d,", d.Pos.Col)
		if d.Len > 0 {
			fmt.Fprintf(b, "endColumn=%d,", d.Pos.Col+d.Len)
		}
	}
	message := []string{visible(d.Message)}
	if d.Hint != "" {
		message = append(message, "hint: "+visible(d.Hint))
	}
	for _, r := range d.Related {
		message = append(message, visible(r.Pos.String()+": "+r.Message))
	}
	fmt.Fprintf(b, "title=%s::%s\n", property(d.Code), messageData.Replace(strings.Join(message, "\n")))
}

var (
	messageData  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyData = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func property(s string) string { return propertyData.Replace(visible(s)) }
