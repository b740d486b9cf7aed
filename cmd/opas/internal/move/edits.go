package move

import (
	"bytes"
	"cmp"
	"slices"
	"unicode/utf8"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/source"
)

// edits are the changes of one file, by their place in its text as a source.Tree
// holds it: without byte order mark, lines ending with LF.
type edits struct {
	list  []decode.Change
	links int
	alias string
	fresh bool   // the file is not there yet
	added string // what a new file holds
}

func (e *edits) empty() bool { return len(e.list) == 0 && !e.fresh }

// replace adds a change; links that share the address of a definition make the
// same one.
func (e *edits) replace(start, end int, text string) {
	c := decode.Change{Start: start, End: end, Text: text}
	if !slices.Contains(e.list, c) {
		e.list = append(e.list, c)
		e.links++
	}
}

// apply makes the changes in the bytes of the file. Nothing is left of a file in
// which nothing would stand.
func (e *edits) apply(raw []byte) []byte {
	slices.SortStableFunc(e.list, func(a, b decode.Change) int { return cmp.Compare(a.Start, b.Start) })
	out := source.Rewrite(raw, e.list)
	if len(bytes.TrimSpace(bytes.TrimPrefix(out, []byte("\ufeff")))) == 0 {
		return nil
	}
	return out
}

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
