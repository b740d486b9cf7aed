package move

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// write puts files below a folder of its own.
func write(t testing.TB, files map[string]string) *os.Root {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root
}

// read returns all files below a folder, hidden ones too.
func read(t testing.TB, fsys fs.FS) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, p)
		files[p] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func made(t testing.TB, fsys fs.FS, opt Options) *Plan {
	t.Helper()
	plan, found, err := Make(fsys, opt)
	if err != nil || found.Fails(false) {
		t.Fatal(opt, found, err)
	}
	return plan
}

// A trail is where all links of a site lead, by page and language, with the
// addresses of pages after a move put for those before it.
func trail(t testing.TB, fsys fs.FS, back func(string) string) (list []string) {
	t.Helper()
	tree, found, err := source.Load(fsys)
	if err != nil || found.Fails(false) {
		t.Fatal(found, err)
	}
	catalog, _ := lang.Load(fsys, "i18n", tree.Config.Tags)
	s, found := site.Assemble(tree, site.Options{Catalog: catalog})
	if found.Fails(false) {
		t.Fatal(found)
	}
	for _, p := range tree.Pages {
		for _, text := range p.Texts {
			doc, _ := markdown.Parse(text.Path, text.Data)
			for i, ref := range doc.Refs {
				if ref.Kind != markdown.Link && ref.Kind != markdown.Image {
					continue
				}
				link, bad := s.Resolve(s.Page(p.ID), ref.Dest)
				if bad != nil {
					t.Fatal(text.Path, ref.Dest, bad)
				}
				if link.URL != "" {
					continue
				}
				place := back(link.Page.ID)
				if link.File != nil {
					place += " file " + link.File.Name
				}
				list = append(list, fmt.Sprintf("%s %s %d: %s#%s", back(p.ID), text.Lang, i, place, link.Fragment))
			}
		}
	}
	slices.Sort(list)
	return list
}

// randomSite has pages whose ids are beginnings of one another, and links of all
// forms between them.
// Where long is set, some paths are longer than they need be.
func randomSite(r *rand.Rand, long bool) map[string]string {
	names := []string{"a", "a-b", "b", "ab", "a/b", "a/a", "a/b/a", "b/a", "a-b/a", "ab/b/b"}
	r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	names = append(names[:5+r.IntN(5)], "")
	files := map[string]string{"content/site.yaml": "languages: [fi, en]\ntitle: {fi: T}\nnavigation: [" + names[0] + "]\n"}
	m := fstest.MapFS{"content/site.yaml": {Data: []byte(files["content/site.yaml"])}}
	for _, id := range names {
		files[path.Join("content", id, "fi.md")] = "---\ntitle: T\n---\n"
		files[path.Join("content", id, "x.pdf")] = "%PDF-1.7 " + id
	}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	tree, _, _ := source.Load(m)
	catalog, _ := lang.Load(m, "i18n", tree.Config.Tags)
	s, _ := site.Assemble(tree, site.Options{Catalog: catalog})
	for _, id := range names {
		for _, l := range []string{"fi", "en"} {
			var b strings.Builder
			b.WriteString("---\ntitle: T\n---\n")
			for range 1 + r.IntN(6) {
				to := names[r.IntN(len(names))]
				if r.IntN(3) == 0 {
					to = path.Join(to, "x.pdf")
				}
				dest := []string{to, relative(id, to), "./" + relative(id, to), strings.Repeat("../", len(segments(id))) + to}[r.IntN(4)]
				if !long && strings.TrimPrefix(dest, "./") != relative(id, to) {
					dest = to
				}
				if r.IntN(4) == 0 && !strings.HasSuffix(dest, "/") && path.Ext(dest) == "" {
					dest += "/"
				}
				if r.IntN(4) == 0 && path.Ext(dest) == "" {
					dest += "#x"
				}
				if _, bad := s.Resolve(s.Page(id), dest); bad != nil || dest == "" || strings.HasPrefix(dest, "/") {
					continue
				}
				form := []string{"[t](%s) ", "[t](<%s>)\n", "\n| a |\n|---|\n| [t](%s) |\n\n", "[t][r%[2]d]\n\n[r%[2]d]: %[1]s\n\n", "`[t](%s)` "}[r.IntN(5)]
				if strings.Contains(form, "[2]") {
					fmt.Fprintf(&b, form, dest, b.Len())
				} else {
					fmt.Fprintf(&b, form, dest)
				}
			}
			b.WriteString("\n## x\n")
			files[path.Join("content", id, l+".md")] = b.String()
		}
	}
	return files
}

// After any move every link of a site leads to the same page as before, and
// moving back without aliases gives the same bytes, at least where no path was
// longer than it need be.
func TestMoveKeepsEveryLink(t *testing.T) {
	moves := 0
	for seed := range uint64(24) {
		r := rand.New(rand.NewPCG(seed, 1))
		long := seed%3 == 0
		files := randomSite(r, long)
		root := write(t, files)
		before := read(t, root.FS())
		same := func(id string) string { return id }
		want := trail(t, root.FS(), same)
		var ids []string
		for name := range files {
			if id := strings.TrimPrefix(path.Dir(name), "content"); id != "" && path.Base(name) == "fi.md" {
				ids = append(ids, strings.TrimPrefix(id, "/"))
			}
		}
		slices.Sort(ids)
		from := ids[r.IntN(len(ids))]
		to := []string{"c", "a/c", "a-b/c/d", "b", "a-c", "ab/b/c"}[r.IntN(6)]
		if below(to, from) || slices.ContainsFunc(ids, func(id string) bool { return below(id, to) }) {
			continue
		}
		plan, found, err := Make(root.FS(), Options{From: from, To: to})
		if err != nil || found.Fails(false) {
			t.Errorf("seed %d: %s to %s: %v %v", seed, from, to, found, err)
			continue
		}
		if err := plan.Apply(root); err != nil {
			t.Fatal(err)
		}
		moves++
		back := Plan{From: to, To: from}
		if got := trail(t, root.FS(), back.newID); !slices.Equal(got, want) {
			t.Errorf("seed %d: %s to %s:\n%s", seed, from, to, difference(want, got))
		}
		if err := made(t, root.FS(), Options{From: to, To: from, Forget: true}).Apply(root); err != nil {
			t.Fatal(err)
		}
		if got := trail(t, root.FS(), same); !slices.Equal(got, want) {
			t.Errorf("seed %d: %s to %s and back:\n%s", seed, from, to, difference(want, got))
		}
		after := read(t, root.FS())
		for name, text := range before {
			if after[name] != text && !long {
				t.Errorf("seed %d: %s to %s and back: %s\n%s\nwas\n%s", seed, from, to, name, after[name], text)
			}
		}
		if len(after) != len(before) {
			t.Errorf("seed %d: %d files, before %d", seed, len(after), len(before))
		}
	}
	if moves < 12 {
		t.Errorf("%d moves", moves)
	}
}

func difference(want, got []string) string {
	for i := range want {
		if i >= len(got) || want[i] != got[i] {
			return "want " + want[i] + "\ngot  " + append(got, "nothing")[min(i, len(got))]
		}
	}
	return "more"
}

// small is a site of two pages.
var small = map[string]string{
	"content/site.yaml": "languages: [fi]\ntitle: {fi: T}\nnavigation: [a]\n",
	"content/fi.md":     "---\ntitle: T\n---\n[a](a)\n",
	"content/a/fi.md":   "---\ntitle: A\n---\n[koti](..)\n",
	"content/b/fi.md":   "---\ntitle: B\n---\n[a](a)\n",
}

// A file that cannot be written, at any step, leaves everything as it was.
func TestApplyTakesBack(t *testing.T) {
	for _, blocked := range []string{
		"content/b/.fi.md.opas-move/x", // where new bytes would wait
		"content/x/y/old.txt",          // where the folder would go
		"content/site.yaml/x",          // where bytes would be put in place
	} {
		root := write(t, small)
		plan := made(t, root.FS(), Options{From: "a", To: "x/y"})
		if strings.HasPrefix(blocked, "content/site.yaml") {
			if err := root.Remove("content/site.yaml"); err != nil {
				t.Fatal(err)
			}
		}
		if err := root.MkdirAll(path.Dir(blocked), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := root.WriteFile(blocked, []byte("in the way"), 0o644); err != nil {
			t.Fatal(err)
		}
		before := read(t, root.FS())
		err := plan.Apply(root)
		if err == nil || !strings.HasSuffix(err.Error(), "; everything is as it was") {
			t.Errorf("%s: %v", blocked, err)
		}
		if got := read(t, root.FS()); fmt.Sprint(got) != fmt.Sprint(before) {
			t.Errorf("%s:\n%v\nwas\n%v", blocked, got, before)
		}
		if _, err := root.Lstat("content/x/y"); err == nil && !strings.HasPrefix(blocked, "content/x") {
			t.Errorf("%s: a folder is left", blocked)
		}
	}
}

// What cannot be taken back is told.
func TestUndoTells(t *testing.T) {
	var u undo
	u.add("put back the first", func() error { return nil })
	u.add("put back the second", func() error { return fs.ErrPermission })
	want := "disk full; what is left to do by hand:\n  put back the second (permission denied)"
	if got := u.back(fmt.Errorf("disk full")).Error(); got != want {
		t.Errorf("got %q", got)
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

// Whatever a text holds, a move is refused or keeps where its links lead; what
// Make works out never has to be thrown away at the end.
func FuzzMake(f *testing.F) {
	f.Add("[a](a) [b](<a/b> \"t\") `[c](a)`\n\n[r]: a/\n\n[r] ![x](a/x.png)", "text [a](a)\n[b](a)")
	f.Add("|a|\n|-|\n|[x](a\\|b) [y](./a)|\n\n> [z](../a)\n\n\t[t](a)", "\"[a](a) \\u0061\"")
	f.Add("[a](&#97;) [a](\\a) [a](%61) <a> [a]( a )", "'[a](a) ''[a](a)'")
	f.Add("[a][] ![a] [b][a]\n\n[a]:\n  <a/b>\n  'a'\n[^1]\n\n[^1]: [x](a/b#y)\n", ">-\n    x [a](a)\n    a [b](a/b)\n    a")
	f.Add("1. [a](a)\n\n\t\t[a](a)\n- - [a](../a)\n***[a](../../a/b/)***", "|\n    - [a](a)\n\n      a [a](a)")
	f.Add("[a](a#a) [a](<a#a b>) [a](a?a) [a](a:a) [a](/a) [a](a.md) [a](fi/a)", "a [a](a) # a [a](a)")
	f.Fuzz(func(t *testing.T, text, word string) {
		files := fstest.MapFS{}
		for name, data := range map[string]string{
			"content/site.yaml": small["content/site.yaml"], "content/a/fi.md": small["content/a/fi.md"], "content/a/x.png": "png",
			"content/fi.md": "---\ntitle: T\n---\n" + text, "content/a/b/fi.md": "---\ntitle: T\n---\n" + text,
			"content/m/page.yaml": "kind: scope-of-practice\ndefinition:\n  roles: [{id: r}]\n  tasks: [t]\n  limits: [{role: r, task: t, answer: ask}]\n",
			"content/m/fi.md":     "---\ntitle: M\n---\n", "content/m/fi.yaml": "roles: {r: {title: R, summary: S}}\nlimits: {r: {t: Kysy}}\ntasks:\n  t: " + word + "\n",
		} {
			files[name] = &fstest.MapFile{Data: []byte(data)}
		}
		_, found, err := Make(files, Options{From: "a", To: "c/d"})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range found {
			if d.Code == "move-differs" && d.Severity == diag.Error {
				t.Errorf("%s", d.Message)
			}
		}
	})
}

// The guide itself: its largest part moves, no link leads elsewhere, and moving
// it back gives every byte of it.
func TestGuide(t *testing.T) {
	guide := os.DirFS(filepath.Join("..", "..", "..", ".."))
	files := map[string]string{}
	content, err := fs.Sub(guide, source.Root)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range read(t, content) {
		files[path.Join(source.Root, name)] = text
	}
	root := write(t, files)
	same := func(id string) string { return id }
	want := trail(t, root.FS(), same)
	if err := made(t, root.FS(), Options{From: "mentoring", To: "workplaces/mentors"}).Apply(root); err != nil {
		t.Fatal(err)
	}
	back := Plan{From: "workplaces/mentors", To: "mentoring"}
	if got := trail(t, root.FS(), back.newID); !slices.Equal(got, want) {
		t.Error(difference(want, got))
	}
	if err := made(t, root.FS(), Options{From: "workplaces/mentors", To: "mentoring", Forget: true}).Apply(root); err != nil {
		t.Fatal(err)
	}
	got := read(t, root.FS())
	for name, text := range files {
		if got[name] != text {
			t.Errorf("%s is not as it was", name)
		}
	}
	if len(got) != len(files) {
		t.Errorf("%d files, not %d", len(got), len(files))
	}
}
