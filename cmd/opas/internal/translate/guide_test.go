package translate

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
	"opas/i18n"
)

// folder is a content folder in memory, with the site that it makes.
type folder struct {
	t     *testing.T
	files map[string]string // by path from the source folder
	site  *site.Site
	tree  *source.Tree
}

func newFolder(t *testing.T, files map[string]string) *folder {
	t.Helper()
	f := &folder{t: t, files: maps.Clone(files)}
	f.load()
	return f
}

func (f *folder) load() {
	f.t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range f.files {
		fsys[strings.TrimPrefix(name, "content/")] = &fstest.MapFile{Data: []byte(data)}
	}
	tree, found, err := source.Load(source.Folders{"content": {fsys}, "i18n": {i18n.FS}}.Tree())
	if err != nil || tree == nil {
		f.t.Fatal(err, found)
	}
	catalog, _ := lang.Load(source.Folders{"i18n": {i18n.FS}}.Tree(), "i18n", tree.Config.Tags)
	f.tree = tree
	f.site, _ = site.Assemble(tree, site.Options{Catalog: catalog})
}

// language returns a language of the site.
func (f *folder) language(tag string) *site.Language {
	for _, l := range f.site.Languages {
		if string(l.Tag) == tag {
			return l
		}
	}
	f.t.Fatalf("there is no language %q", tag)
	return nil
}

func (f *folder) open(tag string) []*File {
	return Open(f.site, Options{To: f.language(tag), Files: f.tree.Files})
}

// travel sends files out in a format and reads them back.
func (f *folder) travel(tag, name string, files []*File, at func([]byte) []byte) *Exchange {
	f.t.Helper()
	data, err := Encode(NewExchange(f.site, f.language(tag), files, nil), name)
	if err != nil {
		f.t.Fatal(err)
	}
	if at != nil {
		data = at(data)
	}
	x, found, err := Decode(data, name)
	if err != nil || len(found) > 0 {
		f.t.Fatalf("%s: %v %v", name, err, found)
	}
	return x
}

// apply writes edits into the folder.
func (f *folder) apply(edits []*Edit) {
	for _, e := range edits {
		f.files[e.Path] = string(e.Bytes([]byte(f.files[e.Path])))
	}
	f.load()
}

// guide is the shipped guide.
func guide(t *testing.T) *folder {
	t.Helper()
	files := map[string]string{}
	root := filepath.Join("..", "..", "..", "..")
	err := filepath.WalkDir(filepath.Join(root, "content"), func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if ext := filepath.Ext(p); ext != ".md" && ext != ".yaml" && ext != ".svg" && ext != ".pdf" {
			return nil
		}
		data, err := os.ReadFile(p)
		name, _ := filepath.Rel(root, p)
		files[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return newFolder(t, files)
}

var formats = []string{"x.xlf", "x.html", "x.csv"}

// TestGuideRoundTrip: what is exported and comes back unchanged changes no byte,
// in every language and format.
func TestGuideRoundTrip(t *testing.T) {
	f := guide(t)
	for _, l := range f.site.Languages {
		if l == f.site.Source {
			continue
		}
		files := f.open(string(l.Tag))
		if len(files) < 60 {
			t.Fatalf("%s has %d files", l.Tag, len(files))
		}
		for _, name := range formats {
			x := f.travel(string(l.Tag), name, files, nil)
			edits, found := Merge(f.site, l, files, x, false)
			if len(edits) > 0 || len(found) > 0 {
				t.Errorf("%s %s: %d edits, %v", l.Tag, name, len(edits), first(found))
				for _, e := range edits {
					t.Logf("%s: %d texts", e.Path, e.Texts)
				}
			}
		}
	}
}

func first(list diag.List) diag.List { return list[:min(len(list), 5)] }

// TestGuideChanged: every text of the guide can be changed, and what is then
// exported is what came in.
func TestGuideChanged(t *testing.T) {
	f := guide(t)
	for _, tag := range []string{"en", "ar"} {
		files := f.open(tag)
		change := func(t Text) Text {
			out := append(Text{}, t...)
			for i := range out {
				if out[i].Kind == Words {
					out[i].Data = strings.ReplaceAll(out[i].Data, "a", "*ä_")
					out[i].Data = strings.ReplaceAll(out[i].Data, "ا", "آ|#")
				}
			}
			return out
		}
		x := f.travel(tag, "x.xlf", files, nil)
		want := map[string]string{}
		for i := range x.Files {
			for j := range x.Files[i].Units {
				u := &x.Files[i].Units[j]
				if u.Target == nil {
					u.Target = u.Source
				}
				u.Target = change(u.Target)
				want[x.Files[i].Path+" "+u.ID] = u.Target.folded()
			}
		}
		edits, found := Merge(f.site, f.language(tag), files, x, false)
		if found.Count(diag.Error) > 0 {
			t.Errorf("%s: %v", tag, first(found.Sorted()))
		}
		f.apply(edits)
		n := 0
		for _, file := range f.open(tag) {
			for _, u := range file.Units {
				n++
				if got := u.Target.folded(); got != want[file.Path+" "+u.ID] {
					t.Errorf("%s %s: %q, want %q", file.Target, u.ID, got, want[file.Path+" "+u.ID])
				}
				if u.State != site.Current {
					t.Errorf("%s %s is %v", file.Target, u.ID, u.State)
				}
			}
		}
		if n < 3000 {
			t.Errorf("only %d texts", n)
		}
	}
}
