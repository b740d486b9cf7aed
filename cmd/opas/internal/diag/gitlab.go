package diag

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

// quality is one entry of GitLab's Code Quality report, which takes these members
// of the Code Climate issue (docs.gitlab.com, ci/testing/code_quality).
type quality struct {
	Description string          `json:"description"`
	CheckName   string          `json:"check_name"`
	Fingerprint string          `json:"fingerprint"`
	Severity    string          `json:"severity"`
	Location    qualityLocation `json:"location"`
}

type qualityLocation struct {
	Path  string       `json:"path"`
	Lines qualityLines `json:"lines"`
}

type qualityLines struct {
	Begin int `json:"begin"`
}

// GitLab writes the findings, sorted, as a Code Quality report, which GitLab and
// others that read Code Climate's format show beside the changed lines. A
// fingerprint does not depend on the line, so that a finding which only moves is
// not told as a new one.
func GitLab(w io.Writer, l List) error {
	severity := map[Severity]string{Error: "critical", Warning: "minor", Notice: "info"}
	report := []quality{}
	seen := map[string]int{}
	for _, d := range l.Sorted() {
		what := d.Code + "\x00" + d.Pos.File + "\x00" + d.Message
		seen[what]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", what, seen[what]))
		text := visible(d.Message)
		if d.Hint != "" {
			text += " (hint: " + visible(d.Hint) + ")"
		}
		report = append(report, quality{
			Description: text, CheckName: d.Code, Fingerprint: hex.EncodeToString(sum[:16]), Severity: severity[d.Severity],
			Location: qualityLocation{Path: visible(d.Pos.File), Lines: qualityLines{Begin: max(1, d.Pos.Line)}},
		})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(report); err != nil {
		return err
	}
	_, err := w.Write(escapeUnseen(b.Bytes()))
	return err
}
