package move

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"opas/cmd/opas/internal/source"
)

// Apply does what the plan says in the folder of a site. New bytes are written
// beside the files first, where a full disk ends the work; then the folder is
// renamed, and the files are put in place. When a step fails, those before it
// are taken back; an error says so, or what could not be taken back.
func (p *Plan) Apply(root *os.Root) error {
	from, to := path.Join(source.Root, p.From), path.Join(source.Root, p.To)
	for _, name := range append([]string{from, to}, p.paths()...) {
		if err := unlinked(root, name); err != nil {
			return err
		}
	}
	var u undo
	for _, e := range p.Edits {
		if e.Data == nil {
			continue
		}
		staged := stagedName(e.Path)
		if err := stage(root, e, staged); err != nil {
			return u.back(fmt.Errorf("write %s: %w", staged, err))
		}
		u.add("remove "+staged, func() error { return gone(root.Remove(staged)) })
	}
	for dir := path.Dir(to); dir != "."; dir = path.Dir(dir) {
		if _, err := root.Lstat(dir); err == nil {
			break
		}
		u.first("remove "+dir, func() error { return gone(root.Remove(dir)) })
	}
	if err := root.MkdirAll(path.Dir(to), 0o755); err != nil {
		return u.back(fmt.Errorf("make %s: %w", path.Dir(to), err))
	}
	if err := root.Rename(from, to); err != nil {
		return u.back(fmt.Errorf("rename %s to %s: %w", from, to, err))
	}
	u.add(fmt.Sprintf("rename %s to %s", to, from), func() error { return root.Rename(to, from) })
	for _, e := range p.Edits {
		name := p.NewPath(e.Path)
		staged := p.NewPath(stagedName(e.Path))
		var err error
		if e.Data == nil {
			err = root.Remove(name)
		} else {
			err = root.Rename(staged, name)
		}
		if err != nil {
			return u.back(fmt.Errorf("write %s: %w", name, err))
		}
		u.add("write "+name+" as it was", func() error {
			if e.Old == nil {
				return root.Remove(name)
			}
			if err := stage(root, Edit{Path: name, Data: e.Old}, staged); err != nil {
				return err
			}
			return root.Rename(staged, name)
		})
	}
	for dir := path.Dir(from); dir != source.Root; dir = path.Dir(dir) {
		if root.Remove(dir) != nil {
			break // something is left in it
		}
	}
	return nil
}

// paths are the files that change, as they stand before the move.
func (p *Plan) paths() []string {
	var names []string
	for _, e := range p.Edits {
		names = append(names, e.Path)
	}
	return names
}

// unlinked finds a symbolic link in a path: behind it may be anything, and a
// renamed file would take its place.
func unlinked(root *os.Root, name string) error {
	for at := name; at != "."; at = path.Dir(at) {
		info, err := root.Lstat(at)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return err
		case info.Mode()&fs.ModeSymlink != 0:
			return linkError(at)
		}
	}
	return nil
}

func linkError(name string) error {
	return fmt.Errorf("%s is a symbolic link; put the file or folder itself there first", name)
}

// stagedName is where the new bytes of a file wait, hidden beside it.
func stagedName(name string) string {
	return path.Join(path.Dir(name), "."+path.Base(name)+".opas-move")
}

// stage writes the bytes of an edit, with the permissions that the file has.
func stage(root *os.Root, e Edit, staged string) error {
	if err := gone(root.Remove(staged)); err != nil { // of a move that was killed
		return err
	}
	f, err := root.OpenFile(staged, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(e.Data)
	if info, old := root.Lstat(e.Path); err == nil && old == nil {
		err = f.Chmod(info.Mode().Perm()) // whatever the umask says
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, root.Remove(staged))
	}
	return nil
}

// gone takes it for no error that what is to be removed is not there.
func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// undo is what takes back the steps that were done, the last one first.
type undo []step

type step struct {
	does string
	do   func() error
}

func (u *undo) add(does string, do func() error)   { *u = append(*u, step{does, do}) }
func (u *undo) first(does string, do func() error) { *u = append(undo{{does, do}}, *u...) }

// back takes everything back and adds to the error what became of it.
func (u undo) back(cause error) error {
	var left []string
	for i := len(u) - 1; i >= 0; i-- {
		if err := u[i].do(); err != nil {
			left = append(left, fmt.Sprintf("%s (%v)", u[i].does, err))
		}
	}
	if len(left) == 0 {
		return fmt.Errorf("%w; everything is as it was", cause)
	}
	return fmt.Errorf("%w; what is left to do by hand:\n  %s", cause, strings.Join(left, "\n  "))
}
