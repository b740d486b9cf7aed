package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// tiers are the rooms from the top down, as in the design. A room may import
// rooms of the tiers below its own, and no others.
var tiers = [][]string{
	{""}, // main
	{"serve", "translate", "publish", "move"},
	{"build"},
	{"render", "check"},
	{"site"},
	{"source", "model", "markdown", "search", "diagram", "readability"},
	{"words", "score", "git"},
	{"lang"},
	{"decode"},
	{"diag"},
}

// fences are libraries, and the only packages that may import them. The folders
// of the module that are embedded import nothing but the standard library.
var fences = map[string][]string{
	"github.com/yuin/goldmark":        {"markdown"},
	"github.com/alecthomas/chroma":    {"markdown"},
	"gopkg.in/yaml.v3":                {"decode"},
	"github.com/nicksnyder/go-i18n":   {"lang"},
	"github.com/evanw/esbuild":        {"build"},
	"github.com/fsnotify/fsnotify":    {"serve"},
	"golang.org/x/net/html":           {"check", "render", "translate"}, // render reads back what it indexes
	"github.com/spf13/cobra":          {""},
	"os/exec":                         {"git"},
	"opas/content":                    {""},
	"opas/templates":                  {""},
	"opas/assets":                     {""},
	"opas/i18n":                       {"", "lang"}, // English is what every language falls back to
	"net/http":                        {"serve"},
	"github.com/chromedp/chromedp":    nil, // tests only
	"github.com/rogpeppe/go-internal": nil,
	"github.com/google/go-cmp":        nil,
}

const (
	mainPath  = "opas/cmd/opas"
	roomsPath = mainPath + "/internal/"
)

type listedPackage struct {
	ImportPath string
	Imports    []string
}

// room returns the room of a package, "" for main; ok is false for packages that
// are no rooms.
func (p listedPackage) room() (name string, ok bool) {
	if p.ImportPath == mainPath {
		return "", true
	}
	return strings.CutPrefix(p.ImportPath, roomsPath)
}

func tierOf(room string) int {
	return slices.IndexFunc(tiers, func(t []string) bool { return slices.Contains(t, room) })
}

// TestImports holds the table of rooms and the fences against the code.
func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "opas/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	rooms := 0
	dec := json.NewDecoder(bytes.NewReader(out))
	for {
		var p listedPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if _, ok := p.room(); ok {
			rooms++
		}
		for _, problem := range importProblems(p) {
			t.Error(problem)
		}
	}
	if rooms < 10 {
		t.Errorf("go list found %d rooms", rooms)
	}
}

// importProblems says what is wrong with the imports of one package.
func importProblems(p listedPackage) []string {
	var problems []string
	room, isRoom := p.room()
	if isRoom && tierOf(room) < 0 {
		problems = append(problems, p.ImportPath+" is in no tier")
	}
	for _, imported := range p.Imports {
		other, ok := listedPackage{ImportPath: imported}.room()
		switch {
		case imported == mainPath:
			problems = append(problems, p.ImportPath+" imports main")
		case ok && !isRoom:
			problems = append(problems, p.ImportPath+" is no room, but imports "+imported)
		case ok && tierOf(other) <= tierOf(room):
			problems = append(problems, p.ImportPath+" imports "+imported+", which is not below it")
		}
		for fence, allowed := range fences {
			inside := imported == fence || strings.HasPrefix(imported, fence+"/")
			if inside && (!isRoom || !slices.Contains(allowed, room)) {
				problems = append(problems, p.ImportPath+" imports "+imported)
			}
		}
	}
	return problems
}

// TestImportProblems shows that the rules find what they are for.
func TestImportProblems(t *testing.T) {
	for _, tt := range []struct {
		from, to string
		bad      bool
	}{
		{"opas/cmd/opas", "opas/cmd/opas/internal/diag", false},
		{"opas/cmd/opas/internal/site", "opas/cmd/opas/internal/model", false},
		{"opas/cmd/opas/internal/site", "opas/cmd/opas/internal/site", true},
		{"opas/cmd/opas/internal/model", "opas/cmd/opas/internal/source", true},
		{"opas/cmd/opas/internal/diag", "opas/cmd/opas/internal/decode", true},
		{"opas/cmd/opas/internal/build", "opas/cmd/opas", true},
		{"opas/cmd/opas/internal/build", "opas/cmd/opas/internal/helpers", true},
		{"opas/content", "opas/cmd/opas/internal/diag", true},
		{"opas/cmd/opas/internal/render", "github.com/yuin/goldmark/ast", true},
		{"opas/cmd/opas/internal/markdown", "github.com/yuin/goldmark/ast", false},
		{"opas/cmd/opas/internal/site", "gopkg.in/yaml.v3", true},
		{"opas/cmd/opas", "github.com/google/go-cmp/cmp", true},
	} {
		if got := importProblems(listedPackage{ImportPath: tt.from, Imports: []string{tt.to}}); (len(got) > 0) != tt.bad {
			t.Errorf("%s imports %s: %v", tt.from, tt.to, got)
		}
	}
	if got := importProblems(listedPackage{ImportPath: roomsPath + "helpers"}); len(got) == 0 {
		t.Error("a room in no tier is not found")
	}
}
