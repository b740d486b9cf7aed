package markdown

import "testing"

func TestWideTable(t *testing.T) {
	for text, want := range map[string]bool{
		"Words.\n": false,
		"| a | b | c | d |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |\n":              false,
		"| a | b | c | d | e |\n|---|---|---|---|---|\n| 1 |\n":                  true,
		"> [!NOTE]\n> | a | b | c | d | e |\n> |---|---|---|---|---|\n> | 1 |\n": true,
	} {
		doc, _ := Parse("t.md", []byte("---\ntitle: T\n---\n"+text))
		if got := doc.WideTable(); got != want {
			t.Errorf("WideTable = %v, want %v, of %q", got, want, text)
		}
	}
}
