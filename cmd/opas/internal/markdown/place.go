package markdown

import (
	"sort"
	"unicode/utf8"

	"opas/cmd/opas/internal/diag"
)

// places turns a byte offset in a parsed text into a place in its file.
type places struct {
	file  string
	src   []byte   // the whole file
	base  int      // offset in src at which the parsed text begins
	lines []int    // offsets in src at which lines begin
	fixed diag.Pos // the place of everything, when src is nil
}

// newPlaces returns the places of the text that begins at base in src.
func newPlaces(file string, src []byte, base int) places {
	lines := []int{0}
	for i, c := range src {
		if c == '\n' {
			lines = append(lines, i+1)
		}
	}
	return places{file: file, src: src, base: base, lines: lines}
}

// fixedPlace returns places that are all the same: of a text whose bytes are
// not those of the file.
func fixedPlace(pos diag.Pos) places { return places{fixed: pos} }

// at returns the place of an offset in the parsed text.
func (p places) at(offset int) diag.Pos {
	if p.src == nil {
		return p.fixed
	}
	offset = min(max(p.base+offset, 0), len(p.src))
	line := sort.SearchInts(p.lines, offset+1) - 1
	col := utf8.RuneCount(p.src[p.lines[line]:offset]) + 1
	return diag.Pos{File: p.file, Line: line + 1, Col: col}
}
