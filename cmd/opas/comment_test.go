package main

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"opas/cmd/opas/internal/decode"
)

// codePattern finds the codes of findings in the code of the rooms.
var codePattern = regexp.MustCompile(`(?:[eE]rrorf|[wW]arnf|Noticef)\("([a-z0-9-]+)"|\bCode: *"([a-z0-9-]+)"|return "((?:link|name)-[a-z]+)", `)

// TestFindingsInFinnish holds the Finnish explanations against the codes: each code
// has one, and none is left over.
func TestFindingsInFinnish(t *testing.T) {
	codes := map[string]bool{}
	err := fs.WalkDir(os.DirFS("internal"), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(os.DirFS("internal"), p)
		for _, m := range codePattern.FindAllStringSubmatch(string(text), -1) {
			codes[m[1]+m[2]+m[3]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(codes) < 150 {
		t.Fatalf("only %d codes were found", len(codes))
	}
	explain := finnishExplanation()
	for code := range codes {
		if explain(code) == "" {
			t.Errorf("findings/fi.yaml does not explain %q", code)
		}
	}
	root, found := decode.Parse("findings/fi.yaml", finnishFindings, 1)
	if len(found) > 0 {
		t.Fatal(found)
	}
	for _, f := range root.Fields() {
		key, used := f.Key.Value, codes[f.Key.Value]
		for code := range codes {
			used = used || strings.HasSuffix(key, "-") && strings.HasPrefix(code, key)
		}
		if !used {
			t.Errorf("no finding is called %q", key)
		}
	}
}
