package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts and goldens")

// TestMain lets the scripts run the program under its own name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"opas": main})
}

// TestScript runs the scripts of testdata/script. Beside the commands of
// testscript they have these, and $ROOT, the folder of the module:
//
//	bytes FILE STRING     write the bytes of a Go string literal, for what a script cannot hold
//	sametree DIR DIR      the two folders hold the same files with the same bytes
//	samemtime FILE FILE   the two files were written at the same moment
//	status N COMMAND …    the command ends with this exit code
//	json FILE             the file, or "stdout", is valid JSON
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			// The program must not look for a repository above the script's folder.
			e.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(e.WorkDir))
			// Nor know how this machine is set up. HOME is already nowhere.
			e.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			e.Setenv("GIT_CONFIG_GLOBAL", filepath.Join(e.WorkDir, ".tmp", "gitconfig")) // git config --global replaces it
			root, err := filepath.Abs("../..")
			e.Setenv("ROOT", root)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"bytes":     writeBytes,
			"sametree":  sameTree,
			"samemtime": sameTime,
			"status":    exitCode,
			"json":      validJSON,
		},
	})
}

func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bytes FILE STRING")
	}
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	name := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(name), 0o755))
	ts.Check(os.WriteFile(name, []byte(text), 0o644))
}

func sameTree(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: sametree DIR DIR")
	}
	a, err := readTree(os.DirFS(ts.MkAbs(args[0])))
	ts.Check(err)
	b, err := readTree(os.DirFS(ts.MkAbs(args[1])))
	ts.Check(err)
	if diff := treeDiff(a, b); (diff == "") == neg {
		ts.Fatalf("%s and %s: same %t %s", args[0], args[1], diff == "", diff)
	}
}

func sameTime(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: samemtime FILE FILE")
	}
	a, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	b, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if a.ModTime().Equal(b.ModTime()) == neg {
		ts.Fatalf("%s of %s, %s of %s", args[0], a.ModTime(), args[1], b.ModTime())
	}
}

func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND ...")
	}
	code := 0
	err := ts.Exec(args[1], args[2:]...)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("%q ended with exit code %d, not %s", args[1:], code, args[0])
	}
}

func validJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: json FILE")
	}
	if !json.Valid([]byte(ts.ReadFile(args[0]))) {
		ts.Fatalf("%s is not JSON", args[0])
	}
}

// readTree returns the files of a tree by name.
func readTree(fsys fs.FS) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[p], err = fs.ReadFile(fsys, p)
		return err
	})
	return files, err
}

// treeDiff names the first difference between two trees, "" if there is none.
func treeDiff(a, b map[string][]byte) string {
	for name, data := range a {
		other, ok := b[name]
		switch {
		case !ok:
			return "only the first has " + name
		case !bytes.Equal(data, other):
			at := 0
			for at < min(len(data), len(other)) && data[at] == other[at] {
				at++
			}
			return fmt.Sprintf("%s differs at byte %d: %q and %q", name, at, around(data, at), around(other, at))
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			return "only the second has " + name
		}
	}
	return ""
}

func around(data []byte, at int) []byte {
	return data[max(0, at-40):min(len(data), at+40)]
}
