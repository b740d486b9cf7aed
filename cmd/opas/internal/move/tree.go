package move

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// A tree is a folder of content as it would be: files under other names, and
// files with other bytes. It reads what it does not hold from the one below.
type tree struct {
	below fs.FS
	files map[string]file     // by path
	dirs  map[string][]string // names in each folder, sorted
	links map[string]bool     // what is a symbolic link, by path
}

// file is one file of a tree: its bytes, or the path below where they are.
type file struct {
	data []byte
	from string
	size int64
}

// treeOf lists the files below folder in fsys.
func treeOf(fsys fs.FS, folder string) (*tree, error) {
	t := &tree{below: fsys, files: map[string]file{}, links: map[string]bool{}}
	err := fs.WalkDir(fsys, folder, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if d.Type()&fs.ModeSymlink != 0 {
			t.links[p] = true
		}
		info, err := fs.Stat(fsys, p)
		if err != nil {
			return nil // a link that leads nowhere, which source reports
		}
		if info.IsDir() {
			return nil // a link to a folder, which source reports too
		}
		t.files[p] = file{from: p, size: info.Size()}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", folder, err)
	}
	t.list()
	return t, nil
}

// with is the tree after a plan.
func (t *tree) with(p *Plan) *tree {
	after := &tree{below: t.below, files: make(map[string]file, len(t.files))}
	for name, f := range t.files {
		after.files[p.NewPath(name)] = f
	}
	for _, e := range p.Edits {
		if e.Data == nil {
			delete(after.files, p.NewPath(e.Path))
			continue
		}
		after.files[p.NewPath(e.Path)] = file{data: e.Data, size: int64(len(e.Data))}
	}
	after.list()
	return after
}

// list makes dirs of files.
func (t *tree) list() {
	t.dirs = map[string][]string{".": nil}
	for name := range t.files {
		for name != "." {
			dir := path.Dir(name)
			_, known := t.dirs[dir]
			t.dirs[dir] = append(t.dirs[dir], path.Base(name))
			if known {
				break
			}
			name = dir
		}
	}
	for dir, names := range t.dirs {
		slices.Sort(names)
		t.dirs[dir] = slices.Compact(names)
	}
}

// Open implements fs.FS.
func (t *tree) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if names, ok := t.dirs[name]; ok {
		return &openDir{info: info{name: path.Base(name), dir: true}, tree: t, path: name, rest: names}, nil
	}
	f, ok := t.files[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if f.from != "" {
		return t.below.Open(f.from)
	}
	return &openFile{info: info{name: path.Base(name), size: f.size}, Reader: bytes.NewReader(f.data)}, nil
}

// link returns a symbolic link that is name or below it, "" if there is none:
// moved it may lead elsewhere, and written it would be replaced by a file.
func (t *tree) link(name string) string {
	for _, l := range slices.Sorted(maps.Keys(t.links)) {
		if below(l, name) {
			return l
		}
	}
	return ""
}

// isDir reports whether something stands below name.
func (t *tree) isDir(name string) bool {
	_, ok := t.dirs[name]
	return ok
}

// info describes a file or a folder.
type info struct {
	name string
	size int64
	dir  bool
}

func (i info) Name() string               { return i.name }
func (i info) Size() int64                { return i.size }
func (i info) IsDir() bool                { return i.dir }
func (i info) ModTime() time.Time         { return time.Time{} }
func (i info) Sys() any                   { return nil }
func (i info) Type() fs.FileMode          { return i.Mode().Type() }
func (i info) Info() (fs.FileInfo, error) { return i, nil }

func (i info) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

type openFile struct {
	info
	*bytes.Reader
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Size() int64                { return f.info.size }
func (f *openFile) Close() error               { return nil }

type openDir struct {
	info
	tree *tree
	path string
	rest []string
}

func (d *openDir) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *openDir) Read([]byte) (int, error)   { return 0, fs.ErrInvalid }
func (d *openDir) Close() error               { return nil }

// ReadDir implements fs.ReadDirFile.
func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 || n > len(d.rest) {
		if n > 0 && len(d.rest) == 0 {
			return nil, io.EOF
		}
		n = len(d.rest)
	}
	var list []fs.DirEntry
	for _, name := range d.rest[:n] {
		p := path.Join(d.path, name)
		list = append(list, info{name: name, dir: d.tree.isDir(p), size: d.tree.files[p].size})
	}
	d.rest = d.rest[n:]
	return list, nil
}

// below reports whether name is folder or stands in it.
func below(name, folder string) bool {
	return name == folder || strings.HasPrefix(name, folder+"/")
}
