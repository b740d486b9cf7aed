package render_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/diag"
)

// guide is the shipped guide as a source tree, with one more language: what
// stands there in English is given once more as Arabic, so that every page is
// also seen mirrored.
func guide(t *testing.T) fs.FS {
	t.Helper()
	root := filepath.Join("..", "..", "..", "..")
	tree := fstest.MapFS{}
	for _, folder := range []string{"content", "templates", "assets", "i18n"} {
		err := fs.WalkDir(os.DirFS(root), folder, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(filepath.Join(root, p))
			if p == "content/site.yaml" {
				data = bytes.Replace(data, []byte("languages: [fi, en]"), []byte("languages: [fi, en, ar]"), 1)
			}
			tree[p] = &fstest.MapFile{Data: data}
			if name := filepath.Base(p); folder == "content" && strings.HasPrefix(name, "en.") {
				tree[filepath.Join(filepath.Dir(p), "ar."+strings.TrimPrefix(name, "en."))] = &fstest.MapFile{Data: data}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return tree
}

// built is the guide, built. A page is found by its path: "fi/study-path/".
type built map[string]string

// shared is the guide, built once for all tests of the package.
var shared struct {
	sync.Once
	result *build.Result
	found  diag.List
	err    error
}

func guideResult(t *testing.T) *build.Result {
	t.Helper()
	shared.Do(func() { shared.result, shared.found, shared.err = build.Run(build.Options{FS: guide(t)}) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	if shared.result == nil {
		for _, d := range shared.found {
			if d.Severity == diag.Error {
				t.Errorf("%s: %s", d.Pos, d.Message)
			}
		}
		t.FailNow()
	}
	return shared.result
}

func buildGuide(t *testing.T) built {
	t.Helper()
	files := built{}
	for _, f := range guideResult(t).Files {
		files[f.Path] = string(f.Data)
	}
	return files
}

func (b built) page(t *testing.T, path string) string {
	t.Helper()
	page, ok := b[path+"index.html"]
	if !ok {
		t.Fatalf("there is no page %s", path)
	}
	return page
}

// TestPreview writes the guide to the folder OPAS_PREVIEW, to be looked at.
func TestPreview(t *testing.T) {
	dir := os.Getenv("OPAS_PREVIEW")
	files := buildGuide(t)
	if dir == "" {
		return
	}
	for p, data := range files {
		p = filepath.Join(dir, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
