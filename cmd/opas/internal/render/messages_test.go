package render

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
	"opas/i18n"
)

// TestGuideMessages: the guide says every shipped message, or something names it
// that the guide has no need of today. A site's own messages need no such rule:
// one that is not shipped is a finding of lang.
func TestGuideMessages(t *testing.T) {
	root := filepath.Join("..", "..", "..", "..")
	tree := source.Folders{"content": {os.DirFS(filepath.Join(root, "content"))}, "i18n": {i18n.FS}}.Tree()
	read, _, err := source.Load(tree)
	if err != nil || read == nil {
		t.Fatal(err)
	}
	catalog, _ := lang.Load(tree, "i18n", read.Config.Tags)
	s, _ := site.Assemble(read, site.Options{Catalog: catalog})
	parsed, _, err := ParseTemplates(source.Folders{"templates": {os.DirFS(filepath.Join(root, "templates"))}}.Tree())
	if err != nil {
		t.Fatal(err)
	}
	if _, found, err := Render(s, Options{FS: tree, Templates: parsed, Assets: map[string]string{}}); err != nil || found.Fails(false) {
		t.Fatal(err, found)
	}
	unused := slices.DeleteFunc(slices.Clone(catalog.IDs()), func(id string) bool { return slices.Contains(catalog.Used(), id) })
	for _, below := range []string{"cmd", "templates", "assets"} {
		err := filepath.WalkDir(filepath.Join(root, below), func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(p, "_test.go") || !slices.Contains([]string{".go", ".html", ".ts"}, filepath.Ext(p)) {
				return err
			}
			data, err := os.ReadFile(p)
			unused = slices.DeleteFunc(unused, func(id string) bool { return strings.Contains(string(data), `"`+id+`"`) })
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range unused {
		t.Errorf("nothing says the message %s", id)
	}
}
