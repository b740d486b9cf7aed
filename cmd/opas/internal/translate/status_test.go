package translate

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
	"opas/i18n"
)

func TestStatus(t *testing.T) {
	f := newFolder(t, map[string]string{
		"content/site.yaml": "languages: [fi, en]\ntitle: {fi: Testi}\nsummary: {fi: Yksi, en: One}\n",
		"content/fi.md":     "---\ntitle: Koti\n---\nYksi kaksi.\n", "content/en.md": "---\ntitle: Home\nreview: draft\n---\n",
		"content/a/fi.md": "---\ntitle: A\n---\n", "content/a/b/fi.md": "---\ntitle: B\n---\nKolme sanaa on.\n", "content/a/b/en.md": "---\ntitle: B\ntranslated-from: {hash: \"0\"}\n---\n",
		"content/c/en.md": "---\ntitle: C\n---\n",
	})
	catalog, _ := lang.Load(source.Folders{"i18n": {i18n.FS}}.Tree(), "i18n", f.tree.Config.Tags)
	status := Status(f.site, catalog)
	if len(status) != 1 || status[0].Lang != "en" {
		t.Fatalf("%+v", status)
	}
	if got, want := status[0].All, (Tally{Texts: 3, Stale: 1, Missing: 1, Untracked: 1, Orphan: 1, Drafts: 1, Words: 8}); got != want {
		t.Errorf("all is %+v, want %+v", got, want)
	}
	var sections []string
	for _, s := range status[0].Sections {
		sections = append(sections, fmt.Sprintf("%s %d %d", s.ID, s.Texts, s.Missing))
	}
	n := len(catalog.IDs())
	if got, want := strings.Join(sections, ", "), fmt.Sprintf(" 1 0, a 2 1, c 0 0, interface %d 0, site.yaml 2 1", n); got != want {
		t.Errorf("sections are %s, want %s", got, want)
	}
	if len(status[0].Pages) != 4 {
		t.Errorf("pages are %+v", status[0].Pages)
	}
}

// BenchmarkStatus: a site of 1,000 pages in three languages, each page as long
// as one of the guide. The budget is one second for the whole command.
func BenchmarkStatus(b *testing.B) {
	fsys := largeSite(b)
	b.ResetTimer()
	for b.Loop() {
		tree, _, err := source.Load(fsys)
		if err != nil {
			b.Fatal(err)
		}
		catalog, _ := lang.Load(fsys, "i18n", tree.Config.Tags)
		s, _ := site.Assemble(tree, site.Options{Catalog: catalog, StatesOnly: true})
		if got := Status(s, catalog); got[0].All.Texts != 1001 || got[0].All.Current != 1000 {
			b.Fatalf("%+v", got[0].All)
		}
	}
}

// largeSite has 1,000 pages in three languages. $OPAS_LARGE names a folder to
// which it is written as well, to time the command itself.
func largeSite(b *testing.B) fs.FS {
	b.Helper()
	root := filepath.Join("..", "..", "..", "..", "content", "mentoring", "agreement")
	files := fstest.MapFS{
		"site.yaml": {Data: []byte("languages: [fi, en, ru]\ntitle: {fi: Testi}\n")},
		"fi.md":     {Data: []byte("---\ntitle: Koti\n---\n")},
	}
	finnish, err := os.ReadFile(filepath.Join(root, "fi.md"))
	if err != nil {
		b.Fatal(err)
	}
	english, err := os.ReadFile(filepath.Join(root, "en.md"))
	if err != nil {
		b.Fatal(err)
	}
	links := regexp.MustCompile(`\]\([^)]*\)`)
	finnish, english = links.ReplaceAll(finnish, []byte("](..)")), links.ReplaceAll(english, []byte("](..)"))
	for i := range 1000 {
		id := fmt.Sprintf("osa-%d/sivu-%d/", i/100, i)
		for name, data := range map[string][]byte{"fi.md": finnish, "en.md": english, "ru.md": english} {
			files[id+name] = &fstest.MapFile{Data: data}
		}
	}
	if dir := os.Getenv("OPAS_LARGE"); dir != "" {
		for name, f := range files {
			path := filepath.Join(dir, "content", filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				b.Fatal(err)
			}
			if err := os.WriteFile(path, f.Data, 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
	return source.Folders{"content": {files}, "i18n": {i18n.FS}}.Tree()
}
