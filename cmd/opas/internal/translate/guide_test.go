package translate

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
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
	t     testing.TB
	files map[string]string // by path from the source folder
	site  *site.Site
	tree  *source.Tree
}

func newFolder(t testing.TB, files map[string]string) *folder {
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
	f.tree = tree
	f.site, _ = site.Assemble(tree, site.Options{Catalog: catalogOf(tree.Config.Tags)})
}

var catalogs sync.Map // by the tags of the languages

// catalogOf reads the messages of languages once.
func catalogOf(tags []lang.Tag) *lang.Catalog {
	name := fmt.Sprint(tags)
	if c, ok := catalogs.Load(name); ok {
		return c.(*lang.Catalog)
	}
	c, _ := lang.Load(source.Folders{"i18n": {i18n.FS}}.Tree(), "i18n", tags)
	catalogs.Store(name, c)
	return c
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

var shippedGuide struct {
	sync.Once
	*folder
}

// guide is the shipped guide, which is read once.
func guide(t *testing.T) *folder {
	t.Helper()
	shippedGuide.Do(func() { shippedGuide.folder = readGuide(t) })
	f := *shippedGuide.folder
	f.t, f.files = t, maps.Clone(f.files)
	return &f
}

func readGuide(t *testing.T) *folder {
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

// FuzzMerge holds roundTrips of any two texts.
func FuzzMerge(f *testing.F) {
	f.Add("Yksi *kaksi* [a](b).\n\n> - x\n>   y\n\n| a | b |\n|-|-|\n| c \\| d | `e` |\n", "One *two* [a](b).\n\n> - x\n\n| a | b |\n|-|-|\n| c | d |\n", "z")
	f.Add("## A {#a}\n\n1. **b** c\n   d\n\nx\n: y\n", "## A\n\n1. **b** c\n", "# 1. - *")
	f.Add("a  \nb\\\nc\n", "", "|")
	f.Add("```\ncode\n```\n\n    more\n\n![a](b.svg \"c\")\n[^1]\n\n[^1]: d\n", "*a **b* c**\n", "_x_ ![")
	f.Fuzz(func(t *testing.T, finnish, english, word string) { roundTrips(t, finnish, english, word) })
}

// TestMergeRandom holds roundTrips of texts put together at random of what
// Markdown has.
func TestMergeRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(list []string) string { return list[random.IntN(len(list))] }
	inlines := []string{"sana", "**lihava**", "*vino*", "[linkki](a/b#c)", "[@laki]", "`koodi`", "\\*", "a_b", "***x***", "[x **y**](z \"t\")", "1.", "#", "-", "2 < 3", "&amp;", "{x}", "!", "rivi\\\n", "<https://x.fi>", "[a]", "ä|ö", "\u00a0", "مرحبا", "\"q\"", "=1", "[^n]"}
	line := func() string {
		var words []string
		for range 1 + random.IntN(6) {
			words = append(words, pick(inlines))
		}
		return strings.Join(words, pick([]string{" ", " ", "", "\n"}))
	}
	indent := func(s, by string) string { return strings.ReplaceAll(s, "\n", "\n"+by) }
	blocks := []func() string{
		line, line,
		func() string { return "## " + strings.ReplaceAll(line(), "\n", " ") + pick([]string{"", " {#id}"}) },
		func() string { return "- " + indent(line(), "  ") + "\n- " + indent(line(), "  ") },
		func() string {
			return "1. **" + pick(inlines) + "** " + indent(line(), "   ") + "\n\n   " + indent(line(), "   ")
		},
		func() string { return "- [ ] " + indent(line(), "  ") },
		func() string { return "> [!NOTE]\n> " + indent(line(), "> ") },
		func() string { return "> - " + indent(line(), ">   ") + "\n> - x" },
		func() string {
			cell := func() string { return strings.NewReplacer("\n", " ", "|", "\\|").Replace(line()) }
			return "**Otsikko**\n\n| " + cell() + " | " + cell() + " |\n| - | - |\n| " + cell() + " | " + cell() + " |"
		},
		func() string { return "Termi\n: " + indent(line(), "  ") },
		func() string { return "![" + pick(inlines) + "](k.svg \"sel\")" },
		func() string { return "```\nkoodi\n```" },
		func() string { return "[^n]: " + line() },
	}
	for range 150 {
		var finnish, english []string
		for range 1 + random.IntN(5) {
			i := random.IntN(len(blocks))
			finnish = append(finnish, blocks[i]())
			if random.IntN(10) == 0 {
				i = random.IntN(len(blocks))
			}
			english = append(english, blocks[i]())
		}
		for _, e := range []string{strings.Join(english, "\n\n") + "\n", ""} {
			roundTrips(t, strings.Join(finnish, "\n\n")+"\n", e, pick([]string{"uusi", "# x", "1. *", "| a", "[y](z", "- b_", ">", "`"}))
		}
	}
}

// roundTrips holds that, whatever two texts hold, what comes back unchanged
// changes nothing, and what comes back changed is written as a text that is
// built as it was and says what came back, or not at all.
func roundTrips(t *testing.T, finnish, english, word string) {
	t.Helper()
	if strings.ContainsRune(finnish+english+word, 0) || strings.TrimSpace(word) == "" {
		return
	}
	files := map[string]string{"content/site.yaml": "languages: [fi, en]\ntitle: {fi: Testi}\n", "content/fi.md": "---\ntitle: Sivu\n---\n" + finnish}
	if english != "" {
		files["content/en.md"] = "---\ntitle: Page\ntranslated-from: {hash: \"0\"}\n---\n" + english
	}
	folder := newFolder(t, files)
	open := folder.open("en")
	if len(open) != 1 {
		return // not UTF-8, or too long
	}
	for _, name := range formats {
		data, _ := Encode(NewExchange(folder.site, folder.language("en"), open, nil), name)
		x, found, err := Decode(data, name)
		if x == nil {
			if name == "x.xlf" {
				t.Fatalf("%v %v\n%s", err, found, data)
			}
			continue // a control character in a table
		}
		edits, _ := Merge(folder.site, folder.language("en"), open, x, false)
		if len(edits) > 0 {
			t.Fatalf("%s: unchanged, but %q becomes %q", name, files["content/en.md"], edits[0].Bytes([]byte(files["content/en.md"])))
		}
		if name != "x.xlf" {
			continue
		}
		want := map[string]string{}
		for i := range x.Files[0].Units {
			u := &x.Files[0].Units[i]
			if u.Target == nil {
				u.Target = u.Source
			}
			u.Target = append(Text{{Data: word + " "}}, u.Target...)
			want[u.ID] = u.Target.folded()
		}
		edits, found = Merge(folder.site, folder.language("en"), open, x, false)
		if len(edits) == 0 {
			if found.Count(diag.Error) == 0 {
				t.Fatalf("nothing is written, and nothing said")
			}
			return
		}
		folder.apply(edits)
		for _, u := range folder.open("en")[0].Units {
			if got := u.Target.folded(); got != want[u.ID] && found.Count(diag.Error) == 0 {
				t.Fatalf("%s is %q, want %q in\n%s", u.ID, got, want[u.ID], folder.files["content/en.md"])
			}
		}
	}
}
