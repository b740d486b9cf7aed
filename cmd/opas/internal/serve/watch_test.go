package serve

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestWatch changes a folder in the ways that editors and people do.
func TestWatch(t *testing.T) {
	for name, watching := range map[string]func(context.Context, []string, func(), func()) error{"watch": watch, "poll": poll} {
		t.Run(name, func(t *testing.T) {
			top := t.TempDir()
			content, templates := filepath.Join(top, "content"), filepath.Join(top, "templates")
			write := func(name, text string) {
				t.Helper()
				if err := os.WriteFile(filepath.Join(top, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			check := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			check(os.MkdirAll(filepath.Join(content, "a"), 0o755))
			write("content/a/fi.md", "a")

			ctx, cancel := context.WithCancel(t.Context())
			began, changed, ended := make(chan struct{}, 2), make(chan struct{}, 1), make(chan error, 1)
			go func() {
				ended <- watching(ctx, []string{content, templates}, func() { began <- struct{}{} }, func() {
					select {
					case changed <- struct{}{}:
					default:
					}
				})
			}()
			seen := func(what string) {
				t.Helper()
				select {
				case <-changed:
				case <-time.After(20 * time.Second):
					t.Fatalf("%s was not seen", what)
				}
			}
			<-began
			write("content/a/fi.md", "a changed text")
			seen("a change")
			check(os.Mkdir(filepath.Join(content, "b"), 0o755))
			write("content/b/fi.md", "new")
			seen("a new page")
			write("content/b/.fi.md.new", "moved into place")
			check(os.Rename(filepath.Join(content, "b/.fi.md.new"), filepath.Join(content, "b/fi.md")))
			seen("a replaced file")
			write("content/b/fi.md", "and changed again")
			seen("a change in a new folder")
			check(os.MkdirAll(filepath.Join(templates, "partials"), 0o755))
			write("templates/partials/footer.html", "x")
			seen("a folder that was not there")
			write("templates/partials/footer.html", "a longer footer")
			seen("a change in it")
			check(os.RemoveAll(content))
			seen("a removal")
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}
}

// TestWatchOthers: what stands beside the folders, such as the output of a
// build, is not looked at.
func TestWatchOthers(t *testing.T) {
	folders := []string{"content", filepath.FromSlash("../site/i18n")}
	for name, want := range map[string]bool{
		"content": true, "content/fi.md": true, "./content/fi.md": true, "../site/i18n/fi.yaml": true,
		"public": false, "public/content": false, "contents": false, "content.md": false, "../site": false,
	} {
		if got := below(folders, filepath.FromSlash(name)); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
