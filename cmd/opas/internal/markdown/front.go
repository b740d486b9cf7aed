package markdown

import (
	"bytes"
	"regexp"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
)

const fence = "---" // the line before and after the front matter

// dashes is a line that was probably meant to end the front matter.
var dashes = regexp.MustCompile(`(?m)^[ \t]*[-–—]{1,9}[ \t]*$`)

// parseFront reads the front matter at the beginning of src. start is the
// offset of the Markdown after it, negative if the front matter never ends.
func parseFront(file string, src []byte) (front Front, start int, findings diag.List) {
	top := diag.Pos{File: file, Line: 1, Col: 1}
	line, rest := cutLine(src)
	if !isFence(line) {
		findings.Errorf("front-matter-missing", top,
			"begin the first line of the file with ---, then title: and what the page is called, then again ---",
			"this text has no front matter")
		return front, 0, findings
	}
	begin := len(src) - len(rest)
	for len(rest) > 0 {
		end := len(src) - len(rest)
		line, rest = cutLine(rest)
		if isFence(line) {
			front, findings = decodeFront(file, src[begin:end])
			return front, len(src) - len(rest), findings
		}
	}
	finding := diag.Diagnostic{
		Code: "front-matter-end", Pos: top, Len: len(fence),
		Message: "the front matter that begins here never ends",
		Hint:    "put a line of exactly three hyphens (---) after its last key",
	}
	if at := dashes.FindIndex(src[begin:]); at != nil {
		finding.Related = []diag.Related{{
			Pos:     newPlaces(file, src, begin).at(at[0]),
			Message: "was this line meant to end it? it must be three hyphens from the line's beginning",
		}}
	}
	findings.Add(finding)
	return front, -1, findings
}

// decodeFront reads the lines between the fences.
func decodeFront(file string, src []byte) (front Front, findings diag.List) {
	node, findings := decode.Parse(file, src, 2)
	if node == nil && findings.Count(diag.Error) > 0 {
		return front, findings
	}
	findings = append(findings, decode.Into(node, &front)...)
	if front.Title.Value == "" && findings.Count(diag.Error) == 0 {
		findings.Errorf("front-matter-title", diag.Pos{File: file, Line: 1, Col: 1},
			"write title: and what the page is called", "the front matter has no title")
	}
	return front, findings
}

// isFence reports whether line is the one around the front matter.
func isFence(line []byte) bool {
	return string(bytes.TrimRight(line, " \t\r")) == fence
}

// cutLine returns the first line of src without its end, and what follows.
func cutLine(src []byte) (line, rest []byte) {
	if i := bytes.IndexByte(src, '\n'); i >= 0 {
		return src[:i], src[i+1:]
	}
	return src, nil
}
