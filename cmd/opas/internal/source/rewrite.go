package source

import (
	"bytes"
	"strings"

	"opas/cmd/opas/internal/decode"
)

// Rewrite returns a file with changes. raw is the file as it stands on disk, and
// the changes are counted in its text as a Tree has it (see Normal), in its order:
// a byte order mark and the ends of lines stay, and lines that are added end as
// most others do.
func Rewrite(raw []byte, changes []decode.Change) []byte {
	eol := "\n"
	if n := bytes.Count(raw, []byte("\r\n")); n > 0 && 2*n >= bytes.Count(raw, []byte("\n")) {
		eol = "\r\n"
	}
	at, text := len(raw)-len(bytes.TrimPrefix(raw, []byte("\ufeff"))), 0
	// where is the offset in raw of an offset in the text that is not before the
	// last one.
	where := func(offset int) int {
		for ; text < offset; text++ {
			if raw[at] == '\r' && at+1 < len(raw) && raw[at+1] == '\n' {
				at++
			}
			at++
		}
		return at
	}
	var out []byte
	last := 0
	for _, c := range changes {
		out = append(append(out, raw[last:where(c.Start)]...), strings.ReplaceAll(c.Text, "\n", eol)...)
		last = where(c.End)
	}
	return append(out, raw[last:]...)
}
