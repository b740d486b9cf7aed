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

// catalogs keeps the messages of each set of languages: no test has its own.
var catalogs = func() func(fs.FS, []lang.Tag) *lang.Catalog {
	known := map[string]*lang.Catalog{}
	return func(fsys fs.FS, tags []lang.Tag) *lang.Catalog {
		key := fmt.Sprint(tags)
		if known[key] == nil {
			known[key], _ = lang.Load(fsys, "i18n", tags)
		}
		return known[key]
	}
}()

// A trail is where all links of a site lead, by page and language, with the
// addresses of pages after a move put for those before it.
func trail(t testing.TB, fsys fs.FS, back func(string) string) (list []string) {
	t.Helper()
	tree, found, err := source.Load(fsys)
	if err != nil || found.Fails(false) {
		t.Fatal(found, err)
	}
	catalog := catalogs(fsys, tree.Config.Tags)
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
	catalog := catalogs(m, tree.Config.Tags)
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
