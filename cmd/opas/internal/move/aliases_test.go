package move

import (
	"fmt"
	"strings"
	"testing"

	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// Aliases come into page.yaml however it is written, and go again.
func TestAliases(t *testing.T) {
	for _, tt := range []struct{ before, moved, back string }{
		{"", "aliases: [a]\n", "aliases: [n]\n"},
		{"order: 1", "order: 1\naliases: [a]", "order: 1\naliases: [n]"},
		{"# only a comment\n", "# only a comment\naliases: [a]\n", "# only a comment\naliases: [n]\n"},
		{"minutes: 2\n", "aliases: [a]\nminutes: 2\n", "aliases: [n]\nminutes: 2\n"},
		{"aliases: [x]\n", "aliases: [x, a]\n", "aliases: [x, n]\n"},
		{"aliases: [ 'x', \"y/z\" ] # old\norder: 1\n", "aliases: [ 'x', \"y/z\", a ] # old\norder: 1\n", "aliases: [ 'x', \"y/z\", n ] # old\norder: 1\n"},
		{"aliases:\n  - x # one\n  - /y/\n\norder: 1\n", "aliases:\n  - x # one\n  - /y/\n  - a\n\norder: 1\n", "aliases:\n  - x # one\n  - /y/\n  - n\n\norder: 1\n"},
		{"order: 1\naliases:\n- x", "order: 1\naliases:\n- x\n- a", "order: 1\naliases:\n- x\n- n"},
		{"aliases: [n]\norder: 1\n", "aliases: [a]\norder: 1\n", "aliases: [n]\norder: 1\n"},
		{"aliases: [n, x]\n", "aliases: [a, x]\n", "aliases: [n, x]\n"},
		{"aliases: []\norder: 1\n", "aliases: [a]\norder: 1\n", "aliases: [n]\norder: 1\n"},
		{"aliases:\norder: 1\n", "aliases: [a]\norder: 1\n", "aliases: [n]\norder: 1\n"},
	} {
		files := map[string]string{}
		for name, text := range small {
			files[name] = text
		}
		if tt.before != "" {
			files["content/a/page.yaml"] = tt.before
		}
		root := write(t, files)
		for _, step := range []struct{ from, to, file, want string }{{"a", "n", "content/n/page.yaml", tt.moved}, {"n", "a", "content/a/page.yaml", tt.back}} {
			plan, found, err := Make(root.FS(), Options{From: step.from, To: step.to})
			if err != nil || found.Fails(false) {
				t.Errorf("%q: %v %v", tt.before, found, err)
				break
			}
			if err := plan.Apply(root); err != nil {
				t.Fatal(err)
			}
			if got := read(t, root.FS())[step.file]; got != step.want {
				t.Errorf("%q, %s to %s:\n%q, not\n%q", tt.before, step.from, step.to, got, step.want)
				break
			}
		}
	}
}

// What nobody has to remember goes again, and with it a file that held nothing else.
func TestForget(t *testing.T) {
	for _, before := range []string{"", "order: 1\n", "aliases: [x]\n", "aliases:\n  - x\n  - y\n", "order: 1"} {
		files := map[string]string{}
		for name, text := range small {
			files[name] = text
		}
		if before != "" {
			files["content/a/page.yaml"] = before
		}
		root := write(t, files)
		for _, opt := range []Options{{From: "a", To: "n"}, {From: "n", To: "a", Forget: true}} {
			if err := made(t, root.FS(), opt).Apply(root); err != nil {
				t.Fatal(err)
			}
		}
		if got := read(t, root.FS()); fmt.Sprint(got) != fmt.Sprint(files) {
			t.Errorf("%q: %q", before, got["content/a/page.yaml"])
		}
	}
}

// A page that moves twice keeps both old addresses, and what it had from pages
// above it.
func TestChains(t *testing.T) {
	files := map[string]string{}
	for name, text := range small {
		files[name] = text
	}
	files["content/a/page.yaml"] = "aliases: [old]\n"
	files["content/a/c/fi.md"] = "---\ntitle: C\n---\n"
	files["content/a/c/d/fi.md"] = "---\ntitle: D\n---\n"
	root := write(t, files)
	leads := func(want map[string]string) {
		t.Helper()
		tree, _, _ := source.Load(root.FS())
		catalog, _ := lang.Load(root.FS(), "i18n", tree.Config.Tags)
		s, found := site.Assemble(tree, site.Options{Catalog: catalog})
		if found.Fails(false) {
			t.Fatal(found)
		}
		for alias, id := range want {
			if p := s.Moved(alias); p == nil || p.ID != id {
				t.Errorf("%s leads to %v, not to %s", alias, p, id)
			}
		}
	}
	move := func(from, to string) {
		t.Helper()
		if err := made(t, root.FS(), Options{From: from, To: to}).Apply(root); err != nil {
			t.Fatal(err)
		}
	}
	leads(map[string]string{"old": "a", "old/c": "a/c", "old/c/d": "a/c/d"})
	move("a/c", "e")
	leads(map[string]string{"old": "a", "old/c": "e", "a/c": "e", "old/c/d": "e/d", "a/c/d": "e/d"})
	move("e", "f/g")
	leads(map[string]string{"old/c": "f/g", "a/c": "f/g", "e": "f/g", "old/c/d": "f/g/d", "a/c/d": "f/g/d", "e/d": "f/g/d"})
	move("a", "h")
	leads(map[string]string{"old": "h", "a": "h", "a/c": "f/g", "old/c/d": "f/g/d"})
	if _, err := root.Lstat("content/e"); err == nil {
		t.Error("an empty folder is left")
	}
}

// Line ends and the byte order mark stay, and what is added ends as they do.
func TestBytesStay(t *testing.T) {
	files := map[string]string{
		"content/site.yaml":   "\ufefflanguages: [fi]\r\ntitle: {fi: T}\r\nnavigation: [b, a]\r\n",
		"content/fi.md":       "\ufeff---\r\ntitle: Älä\r\n---\r\n[ä](a) ö [é](a#x)\r\n[](b)",
		"content/a/fi.md":     "---\rtitle: A\r---\r## x\r[b](../b)\r",
		"content/a/page.yaml": "order: 1 # ä\r\nminutes: 2\r\n",
		"content/b/fi.md":     "---\ntitle: B\n---\n",
	}
	files["content/fi.md"] = strings.Replace(files["content/fi.md"], "[]", "[b]", 1)
	root := write(t, files)
	if err := made(t, root.FS(), Options{From: "a", To: "c/d"}).Apply(root); err != nil {
		t.Fatal(err)
	}
	got := read(t, root.FS())
	for name, want := range map[string]string{
		"content/site.yaml":     "\ufefflanguages: [fi]\r\ntitle: {fi: T}\r\nnavigation: [b, c/d]\r\n",
		"content/fi.md":         "\ufeff---\r\ntitle: Älä\r\n---\r\n[ä](c/d) ö [é](c/d#x)\r\n[b](b)",
		"content/c/d/fi.md":     "---\rtitle: A\r---\r## x\r[b](../../b)\r",
		"content/c/d/page.yaml": "order: 1 # ä\r\naliases: [a]\r\nminutes: 2\r\n",
	} {
		if got[name] != want {
			t.Errorf("%s: got %q", name, got[name])
		}
	}
}
