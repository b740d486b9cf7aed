package move

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"opas/cmd/opas/internal/diag"
)

// edits are the changes of one file, by their place in its text as a source.Tree
// holds it: without byte order mark, lines ending with LF.
type edits struct {
	list  []edit
	links int
	alias string
	fresh bool   // the file is not there yet
	added string // what a new file holds
}

// edit puts text in the place of the bytes from start to end.
type edit struct {
	start, end int
	text       string
}

func (e *edits) empty() bool { return len(e.list) == 0 && !e.fresh }

// replace adds a change; links that share the address of a definition make the
// same one.
func (e *edits) replace(start, end int, text string) {
	c := edit{start, end, text}
	if !slices.Contains(e.list, c) {
		e.list = append(e.list, c)
		e.links++
	}
}

// apply makes the changes in the bytes of the file. Lines that are added end as
// the others do. Nothing is left of a file in which nothing would stand.
func (e *edits) apply(raw []byte) []byte {
	slices.SortStableFunc(e.list, func(a, b edit) int { return cmp.Compare(a.start, b.start) })
	var out bytes.Buffer
	at, text := 0, 0 // in raw, and in the text
	advance := func(to int) {
		for text < to {
			if at == 0 && bytes.HasPrefix(raw, bom) {
				at = len(bom)
			}
			if raw[at] == '\r' && at+1 < len(raw) && raw[at+1] == '\n' {
				at++
			}
			at, text = at+1, text+1
		}
	}
	end := "\n"
	if bytes.Contains(raw, []byte("\r\n")) {
		end = "\r\n"
	}
	kept := 0
	for _, c := range e.list {
		advance(c.start)
		if at == 0 && bytes.HasPrefix(raw, bom) {
			at = len(bom)
		}
		out.Write(raw[kept:at])
		out.WriteString(strings.ReplaceAll(c.text, "\n", end))
		advance(c.end)
		kept = at
	}
	out.Write(raw[kept:])
	if len(bytes.TrimSpace(bytes.TrimPrefix(out.Bytes(), bom))) == 0 {
		return nil
	}
	return out.Bytes()
}

var bom = []byte("\ufeff")

// offset is the byte of a text at which a place is; -1 if there is no such place.
func offset(text []byte, pos diag.Pos) int {
	at := 0
	for line := 1; line < pos.Line; line++ {
		i := bytes.IndexByte(text[at:], '\n')
		if i < 0 {
			return -1
		}
		at += i + 1
	}
	for col := 1; col < pos.Col; col++ {
		if at >= len(text) || text[at] == '\n' {
			return -1
		}
		_, size := utf8.DecodeRune(text[at:])
		at += size
	}
	return at
}
