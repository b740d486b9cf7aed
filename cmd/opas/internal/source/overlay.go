package source

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Tops returns the folders that a source tree consists of.
func Tops() []string { return []string{"content", "templates", "assets", "i18n", "lexicon"} }

// Folders maps the folders of a source tree (see Tops) to the file systems that
// hold them, the first one winning file by file. So a site brings its own content
// and overrides single templates of the program.
type Folders map[string][]fs.FS

// Tree returns the folders as one file system.
func (f Folders) Tree() fs.FS { return overlay(f) }

type overlay Folders

// layers returns the file systems that may hold name, and its name there.
func (o overlay) layers(name string) ([]fs.FS, string) {
	top, rest, _ := strings.Cut(name, "/")
	if rest == "" {
		rest = "."
	}
	return o[top], rest
}

// Open opens the first file of the name; a folder is read through ReadDir.
func (o overlay) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return top{}, nil
	}
	layers, rest := o.layers(name)
	for _, l := range layers {
		f, err := l.Open(rest)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadDir joins the folders of that name in all layers.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	layers, rest := o.layers(name)
	var all []fs.DirEntry
	seen := map[string]bool{}
	found := false
	for _, l := range layers {
		list, err := fs.ReadDir(l, rest)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		found = true
		for _, e := range list {
			if !seen[e.Name()] {
				seen[e.Name()] = true
				all = append(all, e)
			}
		}
	}
	if !found {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}

// top is the folder above all others; it can be looked at, not read.
type top struct{}

func (top) Stat() (fs.FileInfo, error) { return top{}, nil }
func (top) Read([]byte) (int, error)   { return 0, fs.ErrInvalid }
func (top) Close() error               { return nil }
func (top) Name() string               { return path.Base(".") }
func (top) Size() int64                { return 0 }
func (top) Mode() fs.FileMode          { return fs.ModeDir | 0o555 }
func (top) ModTime() time.Time         { return time.Time{} }
func (top) IsDir() bool                { return true }
func (top) Sys() any                   { return nil }
