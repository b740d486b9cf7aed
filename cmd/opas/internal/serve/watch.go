package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long the disk has to be quiet before a build: editors write a
// file in several steps.
const settle = 10 * time.Millisecond

// pollEvery is how often the folders are read where the system cannot say what
// changed.
const pollEvery = 500 * time.Millisecond

// watch calls changed after every change below the folders, until the context
// ends. It calls began as soon as no later change is missed, perhaps twice. A
// folder need not exist yet, but the one that it will be made in must.
func watch(ctx context.Context, folders []string, began, changed func()) error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return poll(ctx, folders, began, changed)
	}
	defer w.Close()
	if err := errors.Join(addParents(w, folders), addTrees(w, folders)); err != nil {
		return poll(ctx, folders, began, changed)
	}
	began()
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case e, ok := <-w.Events:
			if !ok {
				return nil
			}
			if e.Op == fsnotify.Chmod || strings.HasPrefix(filepath.Base(e.Name), ".") || !below(folders, e.Name) {
				continue
			}
			if e.Has(fsnotify.Create) {
				if info, err := os.Stat(e.Name); err == nil && info.IsDir() {
					if err := addTrees(w, []string{e.Name}); err != nil {
						return poll(ctx, folders, began, changed)
					}
				}
			}
			timer.Reset(settle)
		case _, ok := <-w.Errors:
			if !ok {
				return nil
			}
			timer.Reset(settle) // events may be lost: build to be sure
		case <-timer.C:
			changed()
		}
	}
}

// addParents watches the folders above, to see a folder being made.
func addParents(w *fsnotify.Watcher, folders []string) error {
	for _, folder := range folders {
		if err := w.Add(filepath.Dir(folder)); err != nil {
			return fmt.Errorf("watch %s: %w", filepath.Dir(folder), err)
		}
	}
	return nil
}

// below reports whether name is one of the folders, or below one.
func below(folders []string, name string) bool {
	name = filepath.Clean(name)
	return slices.ContainsFunc(folders, func(f string) bool {
		return name == f || strings.HasPrefix(name, f+string(filepath.Separator))
	})
}

// addTrees watches the folders with everything below them.
func addTrees(w *fsnotify.Watcher, folders []string) error {
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(p string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return nil // gone again, or a file: its folder is watched
			}
			if p != folder && strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
			return w.Add(p)
		})
		if err != nil {
			return fmt.Errorf("watch %s: %w", folder, err)
		}
	}
	return nil
}

// poll is watch for systems that have no more room for watching.
func poll(ctx context.Context, folders []string, began, changed func()) error {
	last := stamp(folders)
	began()
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			now := stamp(folders)
			if now == last {
				continue
			}
			last = now
			changed()
		}
	}
}

// stamp changes whenever a file below the folders does.
func stamp(folders []string) string {
	var b strings.Builder
	for _, folder := range folders {
		_ = filepath.WalkDir(folder, func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil
			}
			if info, err := d.Info(); err == nil {
				fmt.Fprintf(&b, "%s %d %d\n", p, info.Size(), info.ModTime().UnixNano())
			}
			return nil
		})
	}
	return b.String()
}
