package build

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// put writes a file that another program made.
func put(t *testing.T, dir, name, text string) {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestForeignFiles(t *testing.T) {
	tests := []struct {
		name    string
		old     []string // what an earlier build wrote
		foreign string   // what another program put there since then
		next    []string
		want    string // of the error, "" if there is none
	}{
		{"beside", []string{"fi/index.html"}, "fi/mine.txt", []string{"fi/index.html"}, ""},
		{"in a folder that goes", []string{"fi/a/index.html"}, "fi/a/mine.txt", []string{"fi/index.html"}, ""},
		{"file in the way", nil, "fi/index.html", []string{"fi/index.html"}, "fi/index.html"},
		{"file for a folder", nil, "fi", []string{"fi/index.html"}, "fi"},
		{"file for a folder above", nil, "fi", []string{"fi/a/b/index.html"}, "fi"},
		{"folder for a file", nil, "robots.txt/mine", []string{"robots.txt"}, "robots.txt"},
		{"in a folder that becomes a file", []string{"a/b", "a/c"}, "a/mine.txt", []string{"a"}, "a/mine.txt"},
		{"deep in a folder that becomes a file", []string{"a/b/c"}, "a/d/mine.txt", []string{"a"}, "a/d"},
		{"folder for an old file", []string{"a", "b"}, "a/mine.txt", []string{"b"}, ""},
		{"file for an old folder", []string{"a/b", "c"}, "a", []string{"c"}, ""},
		{"our own file changed by hand", []string{"a"}, "a", []string{"a"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir, d := output(t)
			mustWrite(t, d, files("old", tt.old...))
			for _, name := range tt.old { // what the foreign file stands for goes
				if strings.HasPrefix(tt.foreign, name+"/") || strings.HasPrefix(name, tt.foreign+"/") {
					if err := os.RemoveAll(filepath.Join(dir, strings.Split(name, "/")[0])); err != nil {
						t.Fatal(err)
					}
				}
			}
			put(t, dir, tt.foreign, "mine")
			before := tree(t, dir)
			_, err := write(d, files("new", tt.next...))
			after := tree(t, dir)
			if tt.want != "" {
				want := "the output folder holds files that opas did not write: " + tt.want + "; move them away, or choose another folder"
				if err == nil || err.Error() != want {
					t.Errorf("error\n%v\nwant\n%s", err, want)
				}
				if diff := cmp.Diff(before, after); diff != "" {
					t.Errorf("the folder changed: %s", diff)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if after[tt.foreign] != "mine" && tt.name != "our own file changed by hand" {
				t.Errorf("the foreign file is gone: %v", after)
			}
			for _, f := range files("new", tt.next...) {
				if after[f.Path] != string(f.Data) {
					t.Errorf("%s holds %q", f.Path, after[f.Path])
				}
			}
		})
	}
}

func TestManyForeignFiles(t *testing.T) {
	dir, d := output(t)
	names := []string{"g", "f", "e", "d", "c", "b", "a"}
	for _, n := range names {
		put(t, dir, n, "mine")
	}
	_, err := write(d, files("new", names...))
	if want := "a, b, c, d, e and 2 more; move them"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want it to name %s", err, want)
	}
}

// TestHostileManifest refuses a manifest that would have other files removed.
func TestHostileManifest(t *testing.T) {
	for _, name := range []string{"../mine", "/etc/mine", "a/../../mine", "", "."} {
		dir, d := output(t)
		put(t, dir, "../mine", "mine")
		put(t, dir, manifestName, `{"version": 1, "files": ["`+name+`"]}`)
		if _, err := write(d, files("new", "a")); err == nil || !strings.Contains(err.Error(), "which is not in the output folder") {
			t.Errorf("%q: error %v", name, err)
		}
		if data, err := os.ReadFile(filepath.Join(dir, "../mine")); err != nil || string(data) != "mine" {
			t.Errorf("%q: the file outside: %q, %v", name, data, err)
		}
	}
	for _, text := range []string{"", "{", "[]", `{"version": 2, "files": []}`, `{"files": ["a"]}`} {
		dir, d := output(t)
		put(t, dir, manifestName, text)
		put(t, dir, "a", "mine")
		if _, err := write(d, files("new", "b")); err == nil || !strings.Contains(err.Error(), "is damaged") {
			t.Errorf("%q: error %v", text, err)
		}
	}
}

// TestLinksInOutput: no symbolic link is followed, to write or to remove.
func TestLinksInOutput(t *testing.T) {
	outside := t.TempDir()
	put(t, outside, "index.html", "mine")
	dir, d := output(t)
	mustWrite(t, d, files("old", "fi/index.html", "a", "in/index.html"))
	link := func(name, to string) {
		t.Helper()
		p := filepath.Join(dir, name)
		if err := os.RemoveAll(p); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, p); err != nil {
			t.Fatal(err)
		}
	}
	link("fi", outside)
	if _, err := write(d, files("new", "fi/index.html", "a")); err == nil || !strings.Contains(err.Error(), "did not write: fi;") {
		t.Errorf("writing through a link: error %v", err)
	}
	// The link stays, and so does what it leads to, when the page goes; also
	// when it leads to another folder of the output.
	put(t, dir, "kept/index.html", "mine")
	link("in", "kept")
	mustWrite(t, d, files("new", "a"))
	for _, p := range []string{filepath.Join(outside, "index.html"), filepath.Join(dir, "kept/index.html")} {
		if data, err := os.ReadFile(p); err != nil || string(data) != "mine" {
			t.Errorf("%s: %q, %v", p, data, err)
		}
	}
	for _, name := range []string{"fi", "in"} {
		if _, err := os.Readlink(filepath.Join(dir, name)); err != nil {
			t.Errorf("the link %s: %v", name, err)
		}
	}
	// A link in the place of one of our files is replaced, not written through.
	mustWrite(t, d, files("old", "a"))
	link("a", filepath.Join(outside, "index.html"))
	mustWrite(t, d, files("new", "a"))
	if info, err := os.Lstat(filepath.Join(dir, "a")); err != nil || !info.Mode().IsRegular() {
		t.Errorf("a is %v, %v", info, err)
	}
	if data, _ := os.ReadFile(filepath.Join(outside, "index.html")); string(data) != "mine" {
		t.Errorf("the file behind the link holds %q", data)
	}
}

// TestWriteOrder: hashed assets are in place before pages that name them, and
// old ones go after that.
func TestWriteOrder(t *testing.T) {
	_, d := output(t)
	mustWrite(t, d, files("old", "assets/site-1.css", "fi/index.html", "404.html"))
	log := &loggingDisk{disk: d}
	done, err := write(log, files("new", "404.html", "assets/site-2.css", "fi/index.html"))
	if err != nil {
		t.Fatal(err)
	}
	if want := (Written{Changed: 3, Removed: 1}); done != want {
		t.Errorf("done %+v, want %+v", done, want)
	}
	want := []string{manifestName, "assets/site-2.css", "404.html", "fi/index.html", "-assets/site-1.css", manifestName}
	if diff := cmp.Diff(want, log.placed); diff != "" {
		t.Error(diff)
	}
	done = mustWrite(t, d, files("new", "404.html", "assets/site-2.css", "fi/index.html"))
	if want := (Written{Same: 3}); done != want {
		t.Errorf("again: %+v, want %+v", done, want)
	}
}

// loggingDisk notes what is put into place, and what is removed.
type loggingDisk struct {
	disk
	placed []string
}

func (d *loggingDisk) Rename(from, to string) error {
	d.placed = append(d.placed, to)
	return d.disk.Rename(from, to)
}

func (d *loggingDisk) Remove(name string) error {
	err := d.disk.Remove(name)
	if err == nil {
		d.placed = append(d.placed, "-"+name)
	}
	return err
}
