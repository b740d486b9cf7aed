package source

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/diag"
)

// folderOf is a source tree; the names are below content.
func folderOf(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, text := range files {
		m[path.Join("content", name)] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

const siteYAML = "languages: [fi, en]\ntitle: {fi: Testi, en: Test}\n"

func TestLoad(t *testing.T) {
	tree, found, err := Load(folderOf(map[string]string{
		"site.yaml":            siteYAML,
		"fi.md":                "\ufeffKoti\r\nrivi\rtoinen\n",
		"logo.svg":             "<svg/>",
		"a/page.yaml":          "order: 2\nminutes: 5\naliases: [old]\n",
		"a/fi.md":              "A",
		"a/en.md":              "A in English",
		"a/fi.yaml":            "x: y\n",
		"a/form.pdf":           "12345",
		"a/pictures/one.png":   "1",
		"a/pictures/two.png":   "22",
		"a/b/fi.md":            "B",
		"a/b/deep/er/file.txt": "x",
		"c/file.txt":           "no page of its own",
		".git/fi.md":           "hidden",
		"a/.draft.md":          "hidden",
		"embed.go":             "package content",
	}))
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	var got []string
	for _, p := range tree.Pages {
		line := fmt.Sprintf("%q:", p.ID)
		for _, x := range p.Texts {
			line += fmt.Sprintf(" %s=%q", x.Lang, x.Data)
		}
		for _, x := range p.Words {
			line += fmt.Sprintf(" words %s=%q", x.Lang, x.Data)
		}
		for _, f := range p.Files {
			line += fmt.Sprintf(" %s(%s, %d)", f.Name, f.Path, f.Size)
		}
		got = append(got, line)
	}
	want := []string{
		`"": fi="Koti\nrivi\ntoinen\n" c/file.txt(content/c/file.txt, 18) logo.svg(content/logo.svg, 6)`,
		`"a": en="A in English" fi="A" words fi="x: y\n" form.pdf(content/a/form.pdf, 5) pictures/one.png(content/a/pictures/one.png, 1) pictures/two.png(content/a/pictures/two.png, 2)`,
		`"a/b": fi="B" deep/er/file.txt(content/a/b/deep/er/file.txt, 1)`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if m := tree.Pages[1].Meta; m.Order == nil || *m.Order != 2 || m.Minutes != 5 || len(m.Aliases) != 1 {
		t.Errorf("page.yaml is read as %+v", m)
	}
	for name := range tree.Files {
		if strings.Contains(name, "pdf") || strings.Contains(name, ".git") {
			t.Errorf("%s is kept as a text", name)
		}
	}
}

// TestUnread: a file that cannot be read leaves its page, so that what leads
// there is not reported as well.
func TestUnread(t *testing.T) {
	tests := map[string]string{
		"a/fi.md":      "",
		"a/en.md":      "\xff",
		"a/page.yaml":  "",
		"a/fi.yaml":    "\x00",
		"a/en.yml":     "x: y",
		"a/finnish.md": "x",
	}
	for name, text := range tests {
		tree, found, err := Load(folderOf(map[string]string{"site.yaml": siteYAML, "fi.md": "x", name: text}))
		if err != nil {
			t.Fatal(err)
		}
		if len(found) != 1 || found[0].Severity != diag.Error || found[0].Pos.File != path.Join("content", name) {
			t.Errorf("%s: findings %v", name, found)
		}
		i := slices.IndexFunc(tree.Pages, func(p *Page) bool { return p.ID == "a" })
		if i < 0 || !slices.Equal(tree.Pages[i].Unread, []string{path.Base(name)}) {
			t.Errorf("%s: pages %v", name, tree.Pages)
		}
	}
}

func TestNormalise(t *testing.T) {
	for _, tt := range []struct {
		in, out   string
		line, col int
	}{
		{"a\r\nb\rc\n", "a\nb\nc\n", 0, 0},
		{"\ufeffa", "a", 0, 0},
		{"\ufeff\ufeffa", "\ufeffa", 0, 0},
		{"\xff", "", 1, 1},
		{"ää\xe4", "", 1, 3},
		{"a\r\nä\xe4", "", 2, 2},
		{"a\rb\xe4", "", 1, 4},
		{"\ufeffa\n\nb\x00", "", 3, 2},
		{"\xed\xa0\x80", "", 1, 1}, // half of a surrogate pair
		{"\ufffd is allowed", "\ufffd is allowed", 0, 0},
	} {
		out, pos := normalise([]byte(tt.in))
		if string(out) != tt.out || pos.Line != tt.line || pos.Col != tt.col {
			t.Errorf("%q: %q at %d:%d, want %q at %d:%d", tt.in, out, pos.Line, pos.Col, tt.out, tt.line, tt.col)
		}
	}
}

func TestTooLarge(t *testing.T) {
	_, found, err := Load(folderOf(map[string]string{"site.yaml": siteYAML, "fi.md": strings.Repeat("a\n", MaxTextBytes/2+1)}))
	if err != nil || len(found) != 1 || found[0].Code != "file-large" {
		t.Errorf("findings %v, error %v", found, err)
	}
}

func TestConfig(t *testing.T) {
	for _, tt := range []struct {
		yaml string
		want []string // "line:col code"
	}{
		{siteYAML, nil},
		{"languages: [fi]\ntitle: {fi: T}\nsource: fi\nbase-url: http://localhost:8080/x\nedit: 'https://example.org/{path}'\nfeedback: a@example.org\n", nil},
		{"languages: [fi]\ntitle: {fi: T}\nedit: ‹osoite›\nfeedback: ‹osoite›\n", nil},
		{"languages: []\ntitle: {fi: T}\n", []string{"1:1 key-empty"}},
		{"languages: [Fi, fi-FI, und, fi-x, x-y]\ntitle: {fi: T}\n", []string{"1:13 language-tag", "1:17 language-tag", "1:24 language-tag", "1:29 language-tag", "1:35 language-tag"}},
		{"languages: [fi, fi]\ntitle: {fi: T}\n", []string{"1:17 language-twice"}},
		{"languages: [fi]\ntitle: {en: T}\n", []string{"2:13 language-unknown", "2:13 text-missing"}},
		{"languages: [fi]\ntitle: Testi\n", []string{"2:8 yaml-type"}},
		{"languages: [fi]\ntitle: {fi: T}\nsource: en\n", []string{"3:9 language-source"}},
		{"languages: [fi]\ntitle: {fi: T}\nbase-url: https://example.org/?q\n", []string{"3:11 base-url"}},
		{"languages: [fi]\ntitle: {fi: T}\nbase-url: https://Opas-1.example.org:8080/x\ndomain: opas-1.example.org\n", nil},
		{"languages: [fi]\ntitle: {fi: T}\nbase-url: https://www.example.org/\ndomain: example.org\n", []string{"4:9 domain"}},
		{"languages: [fi]\ntitle: {fi: T}\ndomain: localhost\n", []string{"3:9 domain"}},
		{"languages: [fi]\ntitle: {fi: T}\ndomain: https://example.org\n", []string{"3:9 domain"}},
		{"languages: [fi]\ntitle: {fi: T}\ndomain: \"a.example\\nb.example\"\n", []string{"3:10 domain"}},
		{"languages: [fi]\ntitle: {fi: T}\ndomain: -a.example.org\n", []string{"3:9 domain"}},
		{"languages: [fi]\ntitle: {fi: T}\ndomain: 127.0.0.1\n", []string{"3:9 domain"}},
		{"languages: [fi]\ntitle: {fi: T}\nedit: https://example.org/\n", []string{"3:7 edit-url"}},
		{"languages: [fi]\ntitle: {fi: T}\nedit: 'http://example.org/{path}'\n", []string{"3:8 edit-url"}},
		{"languages: [fi]\ntitle: {fi: T}\nfeedback: http://example.org/\n", []string{"3:11 feedback"}},
		{"languages: [fi]\ntitle: {fi: T}\naudiences:\n  - {id: a, title: {fi: A}}\n  - {id: a, title: {fi: A}}\n", []string{"5:5 id-twice"}},
	} {
		_, found, err := Load(folderOf(map[string]string{"site.yaml": tt.yaml, "fi.md": "x"}))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range found.Sorted() {
			got = append(got, fmt.Sprintf("%d:%d %s", d.Pos.Line, d.Pos.Col, d.Code))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s%s", tt.yaml, diff)
		}
	}
}

func TestParseBaseURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org":       "https://example.org/",
		"https://example.org/":      "https://example.org/",
		"https://example.org/a/b":   "https://example.org/a/b/",
		"http://localhost:8080/":    "http://localhost:8080/",
		"":                          "",
		"example.org":               "",
		"/path":                     "",
		"ftp://example.org/":        "",
		"https:///path":             "",
		"https://example.org/?q=1":  "",
		"https://example.org/#top":  "",
		"https://user@example.org/": "",
		"javascript:alert(1)":       "",
		"https://example.org/%zz":   "",
	} {
		u, err := ParseBaseURL(in)
		switch {
		case want == "" && err == nil:
			t.Errorf("%q is taken as %s", in, u)
		case want != "" && (err != nil || u.String() != want):
			t.Errorf("%q is %v, %v, want %s", in, u, err, want)
		}
	}
}

func TestBadID(t *testing.T) {
	for id, ok := range map[string]bool{
		"a": true, "mentoring/first-meeting": true, "a/search": true, "2024": true,
		"": false, "A": false, "a_b": false, "a--b": false, "-a": false, "a/": false, "/a": false, "a//b": false,
		"search": false, "files": false, "assets": false, "status": false, "files/x": false, "a/con": false, "nul": false, "com1": false,
		"..": false, "a/../b": false, "ä": false, "a b": false,
	} {
		if message, hint := BadID(id); (message == "") != ok || (hint == "") != ok {
			t.Errorf("%q: %q, %q", id, message, hint)
		}
	}
}

// TestOverlay: file by file, the first layer wins, and folders are joined.
func TestOverlay(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	tree := Folders{
		"content":   {fstest.MapFS{"site.yaml": file("site")}},
		"templates": {fstest.MapFS{"partials/footer.html": file("own")}, fstest.MapFS{"partials/footer.html": file("program"), "partials/head.html": file("program"), "page.html": file("program")}},
		"i18n":      {fstest.MapFS{}, fstest.MapFS{"fi.yaml": file("program")}},
	}.Tree()
	for name, want := range map[string]string{
		"content/site.yaml": "site", "templates/partials/footer.html": "own", "templates/partials/head.html": "program",
		"templates/page.html": "program", "i18n/fi.yaml": "program",
	} {
		if got, err := fs.ReadFile(tree, name); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	for _, name := range []string{"assets/site.css", "content/fi.md", "other", "../content/site.yaml", "/content/site.yaml", ""} {
		if data, err := fs.ReadFile(tree, name); err == nil {
			t.Errorf("%s: %q", name, data)
		}
	}
	var walked []string
	for _, top := range []string{"templates", "i18n"} {
		err := fs.WalkDir(tree, top, func(p string, d fs.DirEntry, err error) error {
			walked = append(walked, p)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"templates", "templates/page.html", "templates/partials", "templates/partials/footer.html", "templates/partials/head.html", "i18n", "i18n/fi.yaml"}
	if diff := cmp.Diff(want, walked); diff != "" {
		t.Error(diff)
	}
}

// FuzzLoad loads trees made of odd names and odd files: there is no panic and no
// error of the world, every finding has a place, and reading twice finds the same.
func FuzzLoad(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed, "order: 1\naliases: [a]\n", siteYAML)
	}
	f.Add(uint64(1), "\t- &a [*a]\n", "languages: [fi\n")
	f.Add(uint64(0), "aliases:\n  -\n  - ~\nsources: [&a , ]\n", "languages: [fi, &0,0]\ntitle: {fi: T}\nnavigation: [~, a]\n")
	f.Add(uint64(2), "definition: {", "languages: {fi: fi}\ntitle: [a]\n")
	f.Add(uint64(3), "sources:\n  - id: a\n   title: b\n", "languages: [fi, fi-simple, x-y, \"\"]\ntitle: {fi: a, zz: b}\naudiences: [{}]\n")
	names := []string{"fi.md", "en.md", "sv.md", "fi.yaml", "page.yaml", "form.pdf", "a", "b", "search", "con", "Ä", "x y", "..b", "-", "fi.yml", ".hidden", "embed.go", "aux.md", "FI.MD", "fi-simple.md", "site.yaml", "a.go"}
	f.Fuzz(func(t *testing.T, seed uint64, text, config string) {
		r := rand.New(rand.NewPCG(seed, 0))
		files := map[string]string{"site.yaml": config}
		for range r.IntN(12) {
			parts := make([]string, 1+r.IntN(3))
			for i := range parts {
				parts[i] = names[r.IntN(len(names))]
			}
			content := []string{text, "", "\xff\xfe", "---\ntitle: x\n---\n", "a: b\n", "\ufeff" + text, strings.ReplaceAll(text, "\n", "\r\n")}[r.IntN(7)]
			files[path.Join(parts...)] = content
		}
		m := folderOf(files)
		for name := range files { // what is a file cannot be a folder
			for other := range files {
				if strings.HasPrefix(other, name+"/") {
					delete(m, path.Join("content", name))
				}
			}
		}
		if r.IntN(3) == 0 {
			m["content/link.md"] = &fstest.MapFile{Data: []byte("../../outside"), Mode: fs.ModeSymlink}
		}
		tree, found, err := Load(m)
		if err != nil {
			t.Fatalf("%v: %v", keys(m), err)
		}
		for _, d := range found {
			if !strings.HasPrefix(d.Pos.File, "content/") || d.Code == "" || d.Message == "" || d.Pos.Col > 0 && d.Pos.Line == 0 {
				t.Errorf("the finding %+v has no place", d)
			}
			if d.Hint == "" && d.Severity != diag.Notice && d.Code != "value-range" {
				t.Errorf("the finding %+v says no way out", d)
			}
		}
		if tree == nil {
			if !found.Fails(false) {
				t.Error("there is neither a tree nor an error")
			}
			return
		}
		if !slices.IsSortedFunc(tree.Pages, func(a, b *Page) int { return strings.Compare(a.ID, b.ID) }) {
			t.Error("the pages are not sorted")
		}
		_, again, _ := Load(m)
		if diff := cmp.Diff(found, again); diff != "" {
			t.Errorf("read twice: %s", diff)
		}
	})
}

func keys(m fstest.MapFS) (names []string) {
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
