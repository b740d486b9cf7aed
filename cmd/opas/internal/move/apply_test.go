package move

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing"
)

// A file that cannot be written, at any step, leaves everything as it was.
func TestApplyTakesBack(t *testing.T) {
	for _, blocked := range []string{
		"content/b/.fi.md.opas-move/x", // where new bytes would wait
		"content/x/y/old.txt",          // where the folder would go
		"content/site.yaml/x",          // where bytes would be put in place
	} {
		root := write(t, small)
		plan := made(t, root.FS(), Options{From: "a", To: "x/y"})
		if strings.HasPrefix(blocked, "content/site.yaml") {
			if err := root.Remove("content/site.yaml"); err != nil {
				t.Fatal(err)
			}
		}
		if err := root.MkdirAll(path.Dir(blocked), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := root.WriteFile(blocked, []byte("in the way"), 0o644); err != nil {
			t.Fatal(err)
		}
		before := read(t, root.FS())
		err := plan.Apply(root)
		if err == nil || !strings.HasSuffix(err.Error(), "; everything is as it was") {
			t.Errorf("%s: %v", blocked, err)
		}
		if got := read(t, root.FS()); fmt.Sprint(got) != fmt.Sprint(before) {
			t.Errorf("%s:\n%v\nwas\n%v", blocked, got, before)
		}
		if _, err := root.Lstat("content/x/y"); err == nil && !strings.HasPrefix(blocked, "content/x") {
			t.Errorf("%s: a folder is left", blocked)
		}
	}
}

// What cannot be taken back is told.
func TestUndoTells(t *testing.T) {
	var u undo
	u.add("put back the first", func() error { return nil })
	u.add("put back the second", func() error { return fs.ErrPermission })
	want := "disk full; what is left to do by hand:\n  put back the second (permission denied)"
	if got := u.back(fmt.Errorf("disk full")).Error(); got != want {
		t.Errorf("got %q", got)
	}
}
