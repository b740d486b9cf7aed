package build

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"opas/assets"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/render"
	"opas/cmd/opas/internal/source"
	"opas/content"
	"opas/i18n"
	"opas/templates"
)

// siteOf is a source tree with the pages given and the program's own templates,
// assets and messages. The names are below content.
func siteOf(pages map[string]string) fs.FS {
	m := fstest.MapFS{}
	for name, text := range pages {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return tree4(m)
}

func tree4(pages fs.FS) fs.FS {
	return source.Folders{"content": {pages}, "templates": {templates.FS}, "assets": {assets.FS}, "i18n": {i18n.FS}}.Tree()
}

// run builds a site that must have no error and no warning.
func run(t testing.TB, opt Options) *Result {
	t.Helper()
	result, found, err := Run(opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range found.Sorted() {
		if d.Severity != diag.Notice && d.Code != "message-file" {
			t.Errorf("%s: %s: %s [%s]", d.Pos, d.Severity, d.Message, d.Code)
		}
	}
	if result == nil {
		t.FailNow()
	}
	return result
}

func text(t testing.TB, r *Result, name string) string {
	t.Helper()
	for _, f := range r.Files {
		if f.Path == name {
			return string(f.Data)
		}
	}
	t.Fatalf("there is no file %s", name)
	return ""
}

// TestSmallestSite builds the site that the manual promises to be valid.
func TestSmallestSite(t *testing.T) {
	r := run(t, Options{FS: siteOf(map[string]string{
		"site.yaml": "languages: [fi]\ntitle: {fi: Testi}\n",
		"fi.md":     "---\ntitle: Koti\n---\nTeksti.\n",
	})})
	if got := text(t, r, "fi/index.html"); !strings.Contains(got, "<h1>Koti</h1>") {
		t.Errorf("the home page is\n%s", got)
	}
	if !slices.IsSortedFunc(r.Files, func(a, b render.File) int { return strings.Compare(a.Path, b.Path) }) {
		t.Error("the files are not sorted")
	}
}

// TestReload: pages carry the script of the development server, which no build
// makes, and nothing published does.
func TestReload(t *testing.T) {
	pages := siteOf(map[string]string{"site.yaml": "languages: [fi]\ntitle: {fi: Testi}\n", "fi.md": "---\ntitle: Koti\n---\n"})
	base, _ := url.Parse("http://127.0.0.1:8080/")
	if got := text(t, run(t, Options{FS: pages, BaseURL: base, Reload: "/_opas/live.js?build=3"}), "fi/index.html"); !strings.Contains(got, `src="/_opas/live.js?build=3"`) {
		t.Errorf("the page is\n%s", got)
	}
	if got := text(t, run(t, Options{FS: pages, BaseURL: base}), "fi/index.html"); strings.Contains(got, "_opas") || strings.Contains(got, "connect-src 'self'") {
		t.Errorf("the published page is\n%s", got)
	}
}

// TestSmallestKinds builds the smallest valid definition of every kind: with
// all texts, with the needed ones alone, and with a language that has few.
func TestSmallestKinds(t *testing.T) {
	for _, kind := range model.Kinds() {
		for _, words := range []string{"all", "needed", "few"} {
			t.Run(kind+"/"+words, func(t *testing.T) {
				pages := map[string]string{
					"site.yaml": "languages: [fi, en, ar]\ntitle: {fi: Testi}\nnavigation: [p]\nbase-url: https://example.org/\n",
					"fi.md":     "---\ntitle: Koti\n---\n",
				}
				switch kind {
				case model.KindCareer:
					addKind(t, pages, "p", kind, words, nil)
					addPath(t, pages, words)
				case model.KindAssessment:
					addCheck(t, pages, "p", words)
				case model.KindAssessmentSet:
					addKind(t, pages, "p", kind, words, nil)
					addCheck(t, pages, "assessment", words)
				default:
					addKind(t, pages, "p", kind, words, nil)
				}
				run(t, Options{FS: siteOf(pages)})
			})
		}
	}
}

// addPath adds the study path whose stages a career model needs.
func addPath(t *testing.T, pages map[string]string, words string) {
	t.Helper()
	addKind(t, pages, "path", model.KindStudyPath, words, strings.NewReplacer("[guidance]", "[care-assistant]", "id: guidance", "id: care-assistant",
		"months: {from: 0, to: 2}", "months: {from: 0, to: 2}\n      occupations: [care-assistant]"))
}

// addCheck adds a self-check, with all to which it leads and the files that
// stand beside it.
func addCheck(t *testing.T, pages map[string]string, id, words string) {
	t.Helper()
	addKind(t, pages, id, model.KindAssessment, words, strings.NewReplacer("stage:guidance", "stage:care-assistant"))
	addKind(t, pages, "career", model.KindCareer, words, nil)
	addPath(t, pages, words)
	for _, page := range []string{"participants", "mentoring", "mentoring/induction"} {
		pages[page+"/fi.md"] = "---\ntitle: Sivu\n---\nTeksti.\n"
	}
	pages[id+"/help-eat.svg"] = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8"/></svg>`
	pages[id+"/help-eat.fi.mp3"] = "ID3"
}

// addKind adds the smallest page of a kind, with its words.
func addKind(t *testing.T, pages map[string]string, id, kind, words string, change *strings.Replacer) {
	t.Helper()
	data, err := os.ReadFile("../model/testdata/" + kind + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		data = []byte(change.Replace(string(data)))
	}
	node, found := decode.Parse("page.yaml", data, 1)
	if found.Fails(true) {
		t.Fatal(found)
	}
	def, _ := model.Decode(kind, node.Get("definition"))
	fi, en := map[string]any{}, map[string]any{}
	for i, w := range def.Words() {
		if words == "all" || !w.Optional {
			set(fi, w.Path, "sana "+w.Path)
		}
		if words != "few" || i%3 == 0 {
			set(en, w.Path, "word "+w.Path)
		}
	}
	pages[id+"/page.yaml"] = string(data)
	pages[id+"/fi.md"] = "---\ntitle: Sivu\n---\nTeksti.\n"
	pages[id+"/fi.yaml"] = encode(t, fi)
	if len(en) > 0 {
		pages[id+"/en.yaml"] = encode(t, en)
	}
	if words == "all" {
		pages[id+"/en.md"] = "---\ntitle: Page\nreview: draft\n---\nText.\n"
	}
}

// set puts a text at a path of keys.
func set(m map[string]any, path, text string) {
	key, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		m[key] = text
		return
	}
	below, ok := m[key].(map[string]any)
	if !ok {
		below = map[string]any{}
		m[key] = below
	}
	set(below, rest, text)
}

// encode writes YAML: JSON is a part of it.
func encode(t *testing.T, m map[string]any) string {
	t.Helper()
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestErrorsTogether: mistakes of every phase before rendering come at once.
func TestErrorsTogether(t *testing.T) {
	tree := source.Folders{
		"content": {fstest.MapFS{
			"site.yaml":   {Data: []byte("languages: [fi]\ntitle: {fi: Testi}\nnavigation: [gone]\n")},
			"fi.md":       {Data: []byte("---\ntitle: Koti\n---\n<b>x</b> [a](a#nowhere)\n")},
			"a/fi.md":     {Data: []byte("---\ntitle: A\n---\n")},
			"a/page.yaml": {Data: []byte("minutes: 0\n")},
			"B/fi.md":     {Data: []byte("---\ntitle: B\n---\n")},
		}},
		"templates": {templates.FS},
		"assets":    {fstest.MapFS{"site.css": {Data: []byte("a { color: red; } }\n")}, "site.ts": {Data: []byte("import \"../../secret\";\n")}}},
		"i18n":      {i18n.FS},
	}.Tree()
	result, found, err := Run(Options{FS: tree})
	if err != nil || result != nil {
		t.Fatalf("result %v, error %v", result, err)
	}
	got := map[string]bool{}
	for _, d := range found {
		got[d.Code] = true
	}
	for _, code := range []string{"name-folder", "value-range", "raw-html", "page-unknown", "link-heading", "asset"} {
		if !got[code] {
			t.Errorf("no finding %s among %v", code, found)
		}
	}
}

// TestAssetFindings: an import that leads elsewhere and a warning of the bundler
// are errors with their places.
func TestAssetFindings(t *testing.T) {
	fsys := fstest.MapFS{
		"assets/site.css":    {Data: []byte("@import \"a/a.css\";\n@import \"../../x.css\";\n")},
		"assets/a/a.css":     {Data: []byte("a { colr: red }\nb { width: 1px; } }\n")},
		"assets/site.ts":     {Data: []byte("import \"left-pad\";\nimport \"./gone\";\nimport \"../templates/page\";\n")},
		"assets/types.d.ts":  {Data: []byte("not a bundle\n")},
		"assets/a/inner.ts":  {Data: []byte("not a bundle either\n")},
		"assets/embed.go":    {Data: []byte("package assets\n")},
		"templates/page.css": {},
	}
	_, found, err := bundleAssets(fsys)
	if err != nil {
		t.Fatal(err)
	}
	var places []string
	for _, d := range found.Sorted() {
		if d.Severity != diag.Error {
			t.Errorf("%v is no error", d)
		}
		places = append(places, d.Pos.String())
	}
	want := "assets/a/a.css:1:5 assets/a/a.css:2:19 assets/site.css:2:9 assets/site.ts:1:8 assets/site.ts:2:8 assets/site.ts:3:8"
	if got := strings.Join(places, " "); got != want {
		t.Errorf("findings at %s\nwant        %s\n%v", got, want, found)
	}
}

// TestBundle: names hold the hash of what is in the file, and licences are kept.
func TestBundle(t *testing.T) {
	one := fstest.MapFS{
		"assets/site.css":  {Data: []byte("@import \"a/a.css\";\n")},
		"assets/a/a.css":   {Data: []byte("/*! Licence of a */ a { margin-inline: 1px }\n")},
		"assets/site.ts":   {Data: []byte("import { n } from \"./b/b\";\nconsole.log(n ?? 1);\n")},
		"assets/b/b.ts":    {Data: []byte("/** @license B */ export const n: number | null = null;\n")},
		"assets/b/zero.ts": {},
	}
	b, found, err := bundleAssets(one)
	if err != nil || found.Fails(true) {
		t.Fatal(found, err)
	}
	css, js := b.paths["site.css"], b.paths["site.ts"]
	for _, f := range b.files {
		want := map[string]string{css: "Licence of a", js: "@license B"}[f.Path]
		if want == "" || !strings.Contains(string(f.Data), want) {
			t.Errorf("%s holds\n%s", f.Path, f.Data)
		}
		if strings.Contains(string(f.Data), "??") {
			t.Errorf("%s is too new for Safari 14 and Chrome 79:\n%s", f.Path, f.Data)
		}
	}
	one["assets/a/a.css"] = &fstest.MapFile{Data: []byte("a { margin-inline: 2px }\n")}
	again, _, _ := bundleAssets(one)
	if again.paths["site.css"] == css || again.paths["site.ts"] != js {
		t.Errorf("after a change of the style: %v, before: %s, %s", again.paths, css, js)
	}
}

// TestWorldFails: a file that cannot be read is an error of the world, not a
// finding, wherever it stands.
func TestWorldFails(t *testing.T) {
	pages := fstest.MapFS{
		"site.yaml":  {Data: []byte("languages: [fi]\ntitle: {fi: Testi}\n")},
		"fi.md":      {Data: []byte("---\ntitle: Koti\n---\n[a](a.pdf)\n")},
		"a.pdf":      {Data: []byte("%PDF")},
		"b/fi.md":    {Data: []byte("---\ntitle: B\n---\n")},
		"b/fi.txt":   {Data: []byte("x")},
		"b/page.yml": {},
	}
	delete(pages, "b/page.yml")
	for _, name := range []string{"content/site.yaml", "content/fi.md", "content/a.pdf", "templates/page.html", "assets/site.css", "i18n/fi.yaml", "content/b"} {
		result, found, err := Run(Options{FS: unreadable{tree4(pages), name}})
		if result != nil || err == nil && !found.Fails(false) {
			t.Errorf("%s cannot be read: result %v, findings %v, error %v", name, result != nil, found, err)
		}
		if err != nil && (!errors.Is(err, errDisk) || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "\n")) {
			t.Errorf("%s cannot be read: error %v", name, err)
		}
	}
}

var errDisk = errors.New("input/output error")

// unreadable is a file system with one bad file or folder.
type unreadable struct {
	fs.FS
	name string
}

func (u unreadable) Open(name string) (fs.File, error) {
	f, err := u.FS.Open(name)
	if name == u.name && err == nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errDisk}
	}
	return f, err
}

func (u unreadable) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == u.name {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errDisk}
	}
	return fs.ReadDir(u.FS, name)
}

func guide() fs.FS { return tree4(content.FS) }

// BenchmarkBuildGuide is a cold "opas build" of the guide: everything is read,
// made and written to a new folder.
func BenchmarkBuildGuide(b *testing.B) {
	base, err := url.Parse("https://example.org/opas/")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		result := run(b, Options{FS: guide(), BaseURL: base})
		if _, err := Write(b.TempDir(), result.Files); err != nil {
			b.Fatal(err)
		}
	}
}

// TestCache: a build with what an earlier one kept gives the bytes of one
// without, after a change of any kind.
func TestCache(t *testing.T) {
	site := map[string]string{"site.yaml": "languages: [fi, en]\ntitle: {fi: Testi}\n", "fi.md": "---\ntitle: Koti\n---\nA\n", "en.md": "---\ntitle: Home\n---\nA\n", "a/fi.md": "---\ntitle: A\n---\n[koti](./..)\n"}
	var cache Cache
	for _, change := range []struct{ file, text string }{
		{"fi.md", "---\ntitle: Koti 2\n---\nB\n"},
		{"a/en.md", "---\ntitle: In English\n---\n"},
		{"a/fi.md", "---\ntitle: Toinen\n---\n"},
		{"site.yaml", "languages: [en, fi]\ntitle: {en: Test}\n"},
	} {
		run(t, Options{FS: siteOf(site), Cache: &cache})
		site[change.file] = change.text
		want := run(t, Options{FS: siteOf(site)})
		got := run(t, Options{FS: siteOf(site), Cache: &cache})
		if diff := cmp.Diff(contents(want), contents(got)); diff != "" {
			t.Errorf("after a change of %s (-clean +cached):\n%s", change.file, diff)
		}
	}
}

func contents(r *Result) map[string]string {
	all := map[string]string{}
	for _, f := range r.Files {
		all[f.Path] = string(f.Data)
	}
	return all
}

// BenchmarkRebuild is what the development server does after a change.
func BenchmarkRebuild(b *testing.B) {
	var cache Cache
	run(b, Options{FS: guide(), Reload: "/_opas/live.js", Cache: &cache})
	for b.Loop() {
		run(b, Options{FS: guide(), Reload: "/_opas/live.js", Cache: &cache})
	}
}
