package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"

	"opas/cmd/opas/internal/diag"
)

// terminal is where a command prints.
type terminal struct {
	out    io.Writer // results
	err    io.Writer // everything else
	colour bool
}

// colourful reports whether w is a terminal whose user has not said no.
func colourful(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// note prints a line that is not a result.
func (t *terminal) note(format string, args ...any) {
	fmt.Fprintf(t.err, "opas: "+format+"\n", args...)
}

// findings prints what stops the work or is doubtful. Notices are for "opas check" alone.
func (t *terminal) findings(list diag.List, s *sources) {
	var told diag.List
	for _, d := range list.Sorted() {
		if d.Severity != diag.Notice {
			told = append(told, d)
		}
	}
	if len(told) > 0 {
		diag.Text(t.err, told, s.read, t.colour)
		t.note("%s", diag.Summary(told))
	}
}

// read returns a source file for messages that quote lines, nil if it cannot
// be read.
func (s *sources) read(file string) []byte {
	data, err := fs.ReadFile(s.fs, file)
	if err != nil {
		return nil
	}
	return data
}
