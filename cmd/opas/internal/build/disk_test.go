package build

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"opas/cmd/opas/internal/render"
)

// errStopped stands for the end of the process: after it nothing reaches the disk.
var errStopped = errors.New("the process was killed")

// failingDisk does what the disk below does, until its operations are used up.
// A disk that is full still renames and removes.
type failingDisk struct {
	disk
	left int  // changes until it fails
	full bool // it is full then, instead of gone
	done int  // changes so far
	mu   sync.Mutex
}

func (d *failingDisk) change() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.done++
	if d.left--; d.left >= 0 {
		return nil
	}
	if d.full {
		return syscall.ENOSPC
	}
	return errStopped
}

func (d *failingDisk) WriteFile(name string, data []byte, mode os.FileMode) error {
	if err := d.change(); err != nil {
		// A half-written file is what a full disk and a kill both leave.
		_ = d.disk.WriteFile(name, data[:len(data)/2], mode)
		return &fs.PathError{Op: "write", Path: name, Err: err}
	}
	return d.disk.WriteFile(name, data, mode)
}

func (d *failingDisk) MkdirAll(name string, mode os.FileMode) error {
	if err := d.change(); err != nil {
		return &fs.PathError{Op: "mkdir", Path: name, Err: err}
	}
	return d.disk.MkdirAll(name, mode)
}

func (d *failingDisk) Rename(from, to string) error {
	if err := d.change(); err != nil && !d.full {
		return err
	}
	return d.disk.Rename(from, to)
}

func (d *failingDisk) Remove(name string) error {
	if err := d.change(); err != nil && !d.full {
		return err
	}
	return d.disk.Remove(name)
}

func (d *failingDisk) RemoveAll(name string) error {
	if err := d.change(); err != nil && !d.full {
		return err
	}
	return d.disk.RemoveAll(name)
}

// output is an empty output folder.
func output(t testing.TB) (dir string, d disk) {
	t.Helper()
	dir = t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return dir, folder{root}
}

// tree is what stands below dir: files with their text, folders with a slash.
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	got := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, p)
		if d.IsDir() {
			got[rel+"/"] = ""
			return nil
		}
		data, err := os.ReadFile(p)
		got[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// files makes files of their names; the text of a file is its name and version.
func files(version string, names ...string) []render.File {
	var list []render.File
	for _, n := range names {
		list = append(list, render.File{Path: n, Data: []byte(n + " " + version)})
	}
	return list
}

// randomSite is a set of files whose names clash with those of other sets: what
// is a file in one is a folder in the next.
func randomSite(r *rand.Rand) []render.File {
	var names []string
	for range r.IntN(8) {
		parts := make([]string, 1+r.IntN(3))
		for i := range parts {
			parts[i] = string(rune('a' + r.IntN(3)))
		}
		if r.IntN(4) == 0 {
			parts[0] = "assets"
		}
		names = append(names, path.Join(parts...))
	}
	names = slices.DeleteFunc(names, func(n string) bool {
		return slices.ContainsFunc(names, func(o string) bool { return strings.HasPrefix(o, n+"/") })
	})
	slices.Sort(names)
	names = slices.Compact(names)
	if i := slices.Index(names, "assets"); i >= 0 {
		names = slices.Delete(names, i, i+1)
	}
	return files(fmt.Sprint(r.IntN(3)), names...)
}

// TestStopAnywhere kills a build at each of its operations and builds again,
// perhaps something else: the tree is then that of a build into a new folder.
func TestStopAnywhere(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 1))
		old, next, last := randomSite(r), randomSite(r), randomSite(r)
		if r.IntN(2) == 0 {
			last = next
		} else if r.IntN(2) == 0 {
			last = old
		}
		cleanDir, clean := output(t)
		mustWrite(t, clean, last)
		want := tree(t, cleanDir)
		for stop := 0; ; stop++ {
			dir, d := output(t)
			mustWrite(t, d, old)
			f := &failingDisk{disk: d, left: stop}
			_, err := write(f, next)
			finished := err == nil
			if !finished && !errors.Is(err, errStopped) {
				t.Fatalf("seed %d, stop %d: %v", seed, stop, err)
			}
			checkWorking(t, dir, old, next, seed, stop)
			if _, err := write(d, last); err != nil {
				t.Fatalf("seed %d, stopped at %d: the next build fails: %v\nold  %v\nnext %v\nlast %v", seed, stop, err, paths(old), paths(next), paths(last))
			}
			if got := tree(t, dir); !sameTree(got, want) {
				t.Fatalf("seed %d, stopped at %d: the next build gives\n%v\na clean one\n%v\nold  %v\nnext %v\nlast %v", seed, stop, got, want, paths(old), paths(next), paths(last))
			}
			if finished {
				break
			}
		}
	}
}

// checkWorking checks what stands after a stop: every file is whole, either the
// old one or the new one, and a page whose path is in both sites is always there.
func checkWorking(t *testing.T, dir string, old, next []render.File, seed uint64, stop int) {
	t.Helper()
	whole := map[string][]string{}
	for _, f := range slices.Concat(old, next) {
		whole[f.Path] = append(whole[f.Path], string(f.Data))
	}
	got := tree(t, dir)
	for name, text := range got {
		if strings.HasSuffix(name, "/") || strings.HasPrefix(name, ".opas-") {
			continue
		}
		if !slices.Contains(whole[name], text) {
			t.Fatalf("seed %d, stopped at %d: %s holds %q", seed, stop, name, text)
		}
	}
	for _, f := range old {
		stays := slices.ContainsFunc(next, func(n render.File) bool { return n.Path == f.Path })
		if _, ok := got[f.Path]; stays && !ok {
			t.Fatalf("seed %d, stopped at %d: %s, which both sites have, is gone", seed, stop, f.Path)
		}
	}
}

// TestFullDisk fills the disk at each operation: the old site is whole but for
// files that have to give way to a folder, no staging is left, the error is one
// line, and the next build gives what a clean one does.
func TestFullDisk(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 2))
		old, next := randomSite(r), randomSite(r)
		cleanDir, clean := output(t)
		mustWrite(t, clean, next)
		want := tree(t, cleanDir)
		for left := 0; ; left++ {
			dir, d := output(t)
			mustWrite(t, d, old)
			before := tree(t, dir)
			_, err := write(&failingDisk{disk: d, left: left, full: true}, next)
			if err == nil {
				break
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("the error has several lines: %q", err)
			}
			if !errors.Is(err, syscall.ENOSPC) {
				t.Fatalf("seed %d, full after %d: %v", seed, left, err)
			}
			after := tree(t, dir)
			if _, ok := after[stagingName+"/"]; ok {
				t.Fatalf("seed %d, full after %d (%v): the staging folder is left", seed, left, err)
			}
			for _, f := range old {
				if !clashes(f, next) && after[f.Path] != before[f.Path] {
					t.Fatalf("seed %d, full after %d (%v): %s is now %q", seed, left, err, f.Path, after[f.Path])
				}
			}
			// Until the manifest is in place nothing at all has happened.
			if after[manifestName] == before[manifestName] && !sameTree(before, after) {
				t.Fatalf("seed %d, full after %d (%v): before\n%v\nafter\n%v", seed, left, err, before, after)
			}
			mustWrite(t, d, next)
			if got := tree(t, dir); !sameTree(got, want) {
				t.Fatalf("seed %d, full after %d: the next build gives\n%v\na clean one\n%v", seed, left, got, want)
			}
		}
	}
}

// clashes reports whether the file stands where the site needs a folder, or the
// other way round.
func clashes(f render.File, other []render.File) bool {
	return slices.ContainsFunc(other, func(o render.File) bool {
		return strings.HasPrefix(o.Path, f.Path+"/") || strings.HasPrefix(f.Path, o.Path+"/")
	})
}

func mustWrite(t testing.TB, d disk, files []render.File) Written {
	t.Helper()
	done, err := write(d, files)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func paths(files []render.File) (list []string) {
	for _, f := range files {
		list = append(list, string(f.Data))
	}
	return list
}

func sameTree(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for name, text := range a {
		if other, ok := b[name]; !ok || other != text {
			return false
		}
	}
	return true
}
