package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"opas/cmd/opas/internal/render"
)

// Changes are the paths of files by what becomes of them, each list sorted.
type Changes struct{ New, Changed, Removed []string }

// None reports whether nothing changes.
func (c Changes) None() bool { return len(c.New)+len(c.Changed)+len(c.Removed) == 0 }

// Compare says what Write would do, and fails where it would refuse to. It
// writes nothing; the folder need not exist.
func Compare(dir string, files []render.File) (Changes, error) {
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		var c Changes
		for _, f := range files {
			c.New = append(c.New, f.Path)
		}
		slices.Sort(c.New)
		return c, nil
	}
	if err != nil {
		return Changes{}, fmt.Errorf("open the output folder: %w", err)
	}
	defer root.Close()
	return compare(folder{root}, files)
}

func compare(d disk, files []render.File) (Changes, error) {
	w, err := newWriter(d, files)
	if err != nil {
		return Changes{}, err
	}
	var c Changes
	for _, f := range w.changed {
		if w.file(f.Path) {
			c.Changed = append(c.Changed, f.Path)
		} else {
			c.New = append(c.New, f.Path)
		}
	}
	for _, p := range w.old {
		if !w.next[p] && !w.folds(p) && w.file(p) {
			c.Removed = append(c.Removed, p)
		}
	}
	slices.Sort(c.New)
	slices.Sort(c.Changed)
	return c, nil
}
