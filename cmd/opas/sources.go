package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"opas/assets"
	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/git"
	"opas/cmd/opas/internal/source"
	"opas/content"
	"opas/i18n"
	"opas/templates"
)

// sources is the source tree that a command works on.
type sources struct {
	fs fs.FS
	// dir is the folder on disk, "" for the embedded guide.
	dir  string
	root *os.Root
	// temp is a folder to remove at the end, "" if there is none.
	temp string
}

// sourceFlag adds --source.
func sourceFlag(c *cobra.Command, dir *string) {
	c.Flags().StringVar(dir, "source", "", "folder of the site (default: this folder, or the guide inside the program)")
}

// openSources opens the folder of a site: the one named, else this one if it
// is a site, else the guide inside the program. Templates, assets and messages
// that the folder does not have come from the program, file by file.
func openSources(t *terminal, dir string) (*sources, error) {
	if dir == "" {
		if _, err := os.Stat(source.ConfigFile); err != nil {
			t.note("there is no %s here: using the guide inside the program", source.ConfigFile)
			return &sources{fs: embedded()}, nil
		}
		dir = "."
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("open the source folder: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("open the source folder: %s is not a folder", dir)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the source folder: %w", err)
	}
	below := func(name string) fs.FS { return folder{root, name} }
	return &sources{dir: dir, root: root, fs: source.Folders{
		"content":   {below("content")},
		"templates": {below("templates"), templates.FS},
		"assets":    {below("assets"), assets.FS},
		"i18n":      {below("i18n"), i18n.FS},
		"lexicon":   {below("lexicon")},
	}.Tree()}, nil
}

// openStaged opens what the next commit will hold of the site in dir, this
// folder if it is "". It is nil when the commit changes nothing of the site.
func openStaged(t *terminal, dir string) (*sources, error) {
	dir = cmp.Or(dir, ".")
	temp, err := os.MkdirTemp("", "opas-staged-")
	if err != nil {
		return nil, err
	}
	var s *sources
	at, err := git.Staged(dir, temp, source.Tops()...)
	if err == nil && at != "" {
		s, err = openSources(t, at)
	}
	if s == nil {
		_ = os.RemoveAll(temp)
		return nil, err
	}
	s.dir, s.temp = dir, temp
	return s, nil
}

// folder is one folder of a site on disk. Each is opened as a root of its own,
// so that no symbolic link in it leads out of it, not even to its neighbours.
// It need not exist yet: somebody who writes may make it later.
type folder struct {
	root *os.Root
	name string
}

// Open opens a file of the folder.
func (f folder) Open(name string) (fs.File, error) {
	sub, err := f.root.OpenRoot(f.name)
	if err != nil {
		return nil, err
	}
	defer sub.Close()
	return sub.FS().Open(name)
}

// ReadDir lists a folder within the folder.
func (f folder) ReadDir(name string) ([]fs.DirEntry, error) {
	sub, err := f.root.OpenRoot(f.name)
	if err != nil {
		return nil, err
	}
	defer sub.Close()
	return fs.ReadDir(sub.FS(), name)
}

// embedded is the guide as it was when the program was compiled.
func embedded() fs.FS {
	return source.Folders{
		"content":   {content.FS},
		"templates": {templates.FS},
		"assets":    {assets.FS},
		"i18n":      {i18n.FS},
	}.Tree()
}

// close lets go of the folder.
func (s *sources) close() {
	if s.root != nil {
		_ = s.root.Close() // it was only read
	}
	if s.temp != "" {
		_ = os.RemoveAll(s.temp)
	}
}

// dates asks git when each file last changed; nil without a whole history.
func (s *sources) dates() (map[string]decode.Date, error) {
	if s.dir == "" {
		return nil, nil
	}
	return git.Dates(s.dir)
}

// watched are the folders whose files make the site, whether they are there yet
// or not.
func (s *sources) watched() []string {
	if s.dir == "" {
		return nil
	}
	var list []string
	for _, name := range source.Tops() {
		list = append(list, filepath.Join(s.dir, name))
	}
	return list
}
