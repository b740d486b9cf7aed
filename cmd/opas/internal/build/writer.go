package build

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"opas/cmd/opas/internal/render"
	"opas/cmd/opas/internal/source"
)

const (
	// manifestName lists, inside the output folder, the files that a build
	// wrote. Nothing that it does not name is ever changed or removed.
	manifestName = ".opas-manifest.json"
	// stagingName holds a build's files until all of them are on the disk. It
	// is there only while a build runs, or after one that was stopped.
	stagingName = ".opas-staging"
	// The manifests for the time of placing and for afterwards.
	duringName = stagingName + "/during.json"
	afterName  = stagingName + "/after.json"
)

// manifest is the content of the file manifestName.
type manifest struct {
	Version int      `json:"version"`
	Files   []string `json:"files"` // sorted, with slashes
}

// disk is the output folder: a folder, or in tests one that fails. WriteFile is
// called from several goroutines at once.
type disk interface {
	ReadDir(name string) ([]fs.DirEntry, error)
	ReadFile(name string) ([]byte, error)
	WriteFile(name string, data []byte, mode os.FileMode) error
	Lstat(name string) (os.FileInfo, error)
	MkdirAll(name string, mode os.FileMode) error
	Rename(from, to string) error
	Remove(name string) error
	RemoveAll(name string) error
}

// folder is a folder of this machine; nothing leads out of it.
type folder struct{ *os.Root }

func (f folder) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(f.FS(), name) }

// Written says what Write did.
type Written struct{ Changed, Same, Removed int }

// Write makes the output folder hold exactly the files, beside what other
// programs put there. All that needs room on the disk is done first, in a
// hidden folder; then files are renamed into place, hashed assets before the
// pages that need them, and what an earlier build wrote and this one did not
// is removed last. A stop at any moment leaves pages that work, and the next
// Write heals the rest. An error names one cause; the old site is then whole.
func Write(dir string, files []render.File) (Written, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Written{}, fmt.Errorf("make the output folder: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Written{}, fmt.Errorf("open the output folder: %w", err)
	}
	defer root.Close()
	return write(folder{root}, files)
}

func write(d disk, files []render.File) (Written, error) {
	w, err := newWriter(d, files)
	if err != nil {
		return Written{}, err
	}
	if err := w.stage(); err != nil {
		return Written{}, w.giveUp(err)
	}
	return w.done, w.place()
}

// newWriter finds out what is to be done. The error is one that stops Write
// before anything is written.
func newWriter(d disk, files []render.File) (*writer, error) {
	w := &writer{disk: d, files: files, next: map[string]bool{}}
	for _, f := range files {
		w.next[f.Path] = true
	}
	if err := w.readManifest(); err != nil {
		return nil, err
	}
	return w, w.foreign()
}

// giveUp clears the staging folder after err, as far as it can.
func (w *writer) giveUp(err error) error {
	if w.disk.RemoveAll(stagingName) != nil {
		return fmt.Errorf("%w; %s is left behind", err, stagingName)
	}
	return err
}

type writer struct {
	disk    disk
	files   []render.File
	next    map[string]bool // paths of files
	old     []string        // paths an earlier build wrote, sorted
	changed []render.File   // what differs from the disk, in the order of placing
	done    Written
}

func (w *writer) readManifest() error {
	data, err := w.disk.ReadFile(manifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the manifest of the output folder: %w", err)
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil || m.Version != 1 {
		return fmt.Errorf("the manifest %s of the output folder is damaged; empty the folder, or choose another", manifestName)
	}
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f)) || f == "." {
			return fmt.Errorf("the manifest %s names %q, which is not in the output folder", manifestName, f)
		}
	}
	slices.Sort(m.Files)
	w.old = slices.Compact(m.Files)
	return nil
}

func (w *writer) owned(p string) bool {
	_, ok := slices.BinarySearch(w.old, p)
	return ok
}

// foreign finds what another program put where a file of the site belongs, and
// what has changed.
func (w *writer) foreign() error {
	var inTheWay []string
	checked := map[string]bool{}
	for _, f := range w.files {
		for dir := path.Dir(f.Path); dir != "." && !checked[dir]; dir = path.Dir(dir) {
			checked[dir] = true
			info, err := w.disk.Lstat(dir)
			if err == nil && !info.IsDir() && !w.owned(dir) {
				inTheWay = append(inTheWay, dir)
			}
		}
		info, err := w.disk.Lstat(f.Path)
		switch {
		case err != nil:
			w.changed = append(w.changed, f) // not there yet; other trouble shows when it is written
		case info.IsDir():
			inTheWay = append(inTheWay, w.foreignBelow(f.Path)...)
			w.changed = append(w.changed, f)
		case !w.owned(f.Path) && !w.renamed(f.Path):
			inTheWay = append(inTheWay, f.Path)
		case info.Mode().IsRegular() && info.Size() == int64(len(f.Data)) && w.same(f):
			w.done.Same++
		default:
			w.changed = append(w.changed, f)
		}
	}
	if len(inTheWay) == 0 {
		return nil
	}
	slices.Sort(inTheWay)
	inTheWay = slices.Compact(inTheWay)
	more := ""
	if len(inTheWay) > 5 {
		more = fmt.Sprintf(" and %d more", len(inTheWay)-5)
		inTheWay = inTheWay[:5]
	}
	return fmt.Errorf("the output folder holds files that opas did not write: %s%s; move them away, or choose another folder",
		strings.Join(inTheWay, ", "), more)
}

// folds reports whether the disk does not tell an old path from a new one that
// differs in its capital letters alone: then they are one file.
func (w *writer) folds(old string) bool {
	for _, f := range w.files {
		if f.Path == old || !strings.EqualFold(f.Path, old) {
			continue
		}
		a, err := w.disk.Lstat(old)
		if err != nil {
			return false
		}
		b, err := w.disk.Lstat(f.Path)
		return err == nil && os.SameFile(a, b)
	}
	return false
}

// renamed reports whether what stands at p is a file of ours, on a disk that
// does not tell capital letters apart.
func (w *writer) renamed(p string) bool {
	return slices.ContainsFunc(w.old, func(old string) bool { return old != p && strings.EqualFold(old, p) && w.folds(old) })
}

// foreignBelow returns what another program put into a folder that has to give
// way to a file: the folder itself when nothing in it is ours.
func (w *writer) foreignBelow(dir string) []string {
	if !slices.ContainsFunc(w.old, func(p string) bool { return strings.HasPrefix(p, dir+"/") }) {
		return []string{dir}
	}
	list, err := w.disk.ReadDir(dir)
	if err != nil {
		return []string{dir}
	}
	var foreign []string
	for _, d := range list {
		p := path.Join(dir, d.Name())
		switch {
		case d.IsDir():
			foreign = append(foreign, w.foreignBelow(p)...)
		case !w.owned(p):
			foreign = append(foreign, p)
		}
	}
	return foreign
}

func (w *writer) same(f render.File) bool {
	data, err := w.disk.ReadFile(f.Path)
	return err == nil && bytes.Equal(data, f.Data)
}

// stage writes everything that needs room: the changed files, and both
// manifests, one for the time of placing and one for afterwards.
func (w *writer) stage() error {
	if err := w.disk.RemoveAll(stagingName); err != nil {
		return fmt.Errorf("clear the staging folder: %w", err)
	}
	slices.SortStableFunc(w.changed, func(a, b render.File) int {
		return rank(a.Path) - rank(b.Path)
	})
	if err := w.disk.MkdirAll(stagingName, 0o755); err != nil {
		return fmt.Errorf("make the staging folder: %w", err)
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, f := range w.changed {
		g.Go(func() error { return w.disk.WriteFile(staged(i), f.Data, 0o644) })
	}
	if err := g.Wait(); err != nil {
		return fmt.Errorf("write the site: %w", err)
	}
	now := make([]string, 0, len(w.files))
	for _, f := range w.files {
		now = append(now, f.Path)
	}
	both := slices.Concat(w.old, now)
	if err := w.disk.WriteFile(duringName, encodeManifest(both), 0o644); err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	if err := w.disk.WriteFile(afterName, encodeManifest(now), 0o644); err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	return nil
}

// rank puts hashed assets before everything else, so that no page ever names
// one that is not there.
func rank(p string) int {
	if strings.HasPrefix(p, "assets/") {
		return 0
	}
	return 1
}

// staged is where the changed file with the number waits for its place: all in
// one folder, which is quicker to write than one like the site.
func staged(i int) string { return stagingName + "/" + strconv.Itoa(i) }

func encodeManifest(files []string) []byte {
	slices.Sort(files)
	data, err := json.MarshalIndent(manifest{Version: 1, Files: slices.Compact(files)}, "", " ")
	if err != nil {
		panic(err) // strings always marshal
	}
	return append(data, '\n')
}

// place moves what was staged to where it belongs.
func (w *writer) place() error {
	if err := w.disk.Rename(duringName, manifestName); err != nil {
		return fmt.Errorf("put the manifest into place: %w", err)
	}
	// Folders need room too: those that nothing stands in the way of are made
	// while the old site is whole, the others before any file is replaced.
	if err := w.makeFolders(w.free); err != nil {
		return w.giveUp(err)
	}
	if err := w.clash(); err != nil {
		return err
	}
	if err := w.makeFolders(func(string) bool { return true }); err != nil {
		return w.giveUp(err)
	}
	for i, f := range w.changed {
		if err := w.disk.Rename(staged(i), f.Path); err != nil {
			return fmt.Errorf("put %s into place: %w", f.Path, err)
		}
		w.done.Changed++
	}
	for _, p := range w.old {
		if !w.next[p] && !w.folds(p) {
			if err := w.remove(p); err != nil {
				return err
			}
		}
	}
	if err := w.disk.Rename(afterName, manifestName); err != nil {
		return fmt.Errorf("put the manifest into place: %w", err)
	}
	if err := w.disk.RemoveAll(stagingName); err != nil {
		return fmt.Errorf("clear the staging folder: %w", err)
	}
	return nil
}

// makeFolders makes the folders of changed files, as far as wanted says so.
func (w *writer) makeFolders(wanted func(dir string) bool) error {
	made := map[string]bool{}
	for _, f := range w.changed {
		dir := path.Dir(f.Path)
		if dir == "." || made[dir] || !wanted(dir) {
			continue
		}
		made[dir] = true
		if err := w.disk.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("make the folder %s: %w", dir, err)
		}
	}
	return nil
}

// free reports whether no file stands where the folder, or one above it, belongs.
func (w *writer) free(dir string) bool {
	for ; dir != "."; dir = path.Dir(dir) {
		if info, err := w.disk.Lstat(dir); err == nil && !info.IsDir() {
			return false
		}
	}
	return true
}

// clash removes old files that stand where a folder is needed, and the other
// way round.
func (w *writer) clash() error {
	for _, p := range w.old {
		if w.next[p] {
			continue
		}
		in := slices.ContainsFunc(w.changed, func(f render.File) bool {
			return strings.HasPrefix(f.Path, p+"/") || strings.HasPrefix(p, f.Path+"/")
		})
		if in {
			if err := w.remove(p); err != nil {
				return err
			}
		}
	}
	return nil
}

// remove takes away one file of an earlier build, and the folders that are
// empty after that. What is no file any more, or behind what is no folder any
// more, was put there by another program, or is a file of the site by now.
func (w *writer) remove(p string) error {
	if w.file(p) {
		if err := w.disk.Remove(p); err != nil {
			return fmt.Errorf("remove %s: %w", p, err)
		}
		w.done.Removed++
	}
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		switch info, err := w.disk.Lstat(dir); {
		case err != nil:
			continue // gone already
		case !info.IsDir() || w.disk.Remove(dir) != nil:
			return nil // not empty
		}
	}
	return nil
}

// file reports whether p is a file, reached through folders alone.
func (w *writer) file(p string) bool {
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if info, err := w.disk.Lstat(dir); err != nil || !info.IsDir() {
			return false
		}
	}
	info, err := w.disk.Lstat(p)
	return err == nil && info.Mode().IsRegular()
}

// CheckOut refuses an output folder that is, holds, or lies in one of
// source.Tops below dir, which is "" for the embedded guide: it keeps off those
// of the present folder.
func CheckOut(dir, out string) error {
	if dir == "" {
		dir = "." // a folder of this name here is somebody's content all the same
	}
	o, err := real(out)
	if err != nil {
		return err
	}
	for _, name := range source.Tops() {
		s, err := real(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		if within(s, o) || within(o, s) {
			return fmt.Errorf("the output folder %q would overwrite the source folder %q; choose another folder", out, name)
		}
	}
	return nil
}

// real is the absolute path without symbolic links, of as much as exists.
func real(p string) (string, error) {
	abs, err := filepath.Abs(p)
	if err != nil {
		return "", fmt.Errorf("find the folder %s: %w", p, err)
	}
	rest := ""
	for at := abs; ; at = filepath.Dir(at) {
		if r, err := filepath.EvalSymlinks(at); err == nil {
			return filepath.Join(r, rest), nil
		}
		if at == filepath.Dir(at) {
			return abs, nil
		}
		rest = filepath.Join(filepath.Base(at), rest)
	}
}

// within reports whether p is dir or lies in it.
func within(p, dir string) bool {
	rel, err := filepath.Rel(dir, p)
	return err == nil && filepath.IsLocal(rel)
}
