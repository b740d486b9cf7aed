package main

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"strings"
	"testing"

	"opas/assets"
	"opas/content"
	"opas/i18n"
	"opas/templates"
)

// TestEmbedded compares what the program carries with the folders on disk: the
// patterns of go:embed drop some names silently.
func TestEmbedded(t *testing.T) {
	for name, carried := range map[string]fs.FS{
		"../../content": content.FS, "../../templates": templates.FS, "../../assets": assets.FS, "../../i18n": i18n.FS,
		"example": subFolder(t, example, "example"),
	} {
		onDisk := os.DirFS(name)
		want, err := readTree(onDisk)
		if err != nil {
			t.Fatal(err)
		}
		got, err := readTree(carried)
		if err != nil {
			t.Fatal(err)
		}
		for _, files := range []map[string][]byte{want, got} {
			maps.DeleteFunc(files, func(file string, _ []byte) bool { return strings.HasSuffix(file, ".go") })
		}
		if diff := treeDiff(got, want); diff != "" {
			t.Errorf("%s, the program and the disk: %s", name, diff)
		}
		if len(want) == 0 {
			t.Errorf("%s holds nothing", name)
		}
		// A symbolic link or a module below would be dropped on another machine.
		err = fs.WalkDir(onDisk, ".", func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.Type()&fs.ModeSymlink != 0 || path.Base(p) == "go.mod" {
				t.Errorf("%s/%s cannot be embedded", name, p)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func subFolder(t *testing.T, fsys fs.FS, name string) fs.FS {
	t.Helper()
	sub, err := fs.Sub(fsys, name)
	if err != nil {
		t.Fatal(err)
	}
	return sub
}
