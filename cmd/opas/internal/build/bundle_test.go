package build

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"opas/assets"
)

// TestResponseSchema: the description of the file that a self-check saves is
// published as it is, under a name that never changes.
func TestResponseSchema(t *testing.T) {
	want, err := assets.FS.ReadFile(ResponseSchema)
	if err != nil {
		t.Fatal(err)
	}
	r := run(t, Options{FS: siteOf(map[string]string{"site.yaml": "languages: [fi]\ntitle: {fi: Testi}\n", "fi.md": "---\ntitle: Koti\n---\nTeksti.\n"})})
	if got := text(t, r, "assets/assessment-response-1.schema.json"); got != string(want) {
		t.Errorf("the schema is not what stands in the assets: %.100s", got)
	}
	b, found, err := bundleAssets(fstest.MapFS{"assets/site.css": {Data: []byte("a{color:red}")}})
	if err != nil || len(found) > 0 || len(b.files) != 1 {
		t.Errorf("assets without a schema are not bundled: %v, %v, %v", b, found, err)
	}
}

// TestModules: what is loaded while a page is read is a module, and the script
// that loads it has its name in it; the search stands where anyone may import it.
func TestModules(t *testing.T) {
	b, found, err := bundleAssets(fstest.MapFS{
		"assets/search.ts":   {Data: []byte("export const open = () => import.meta.url;")},
		"assets/dialog.css":  {Data: []byte("a{color:red}")},
		"assets/dialog.ts":   {Data: []byte("export const sheet = ASSETS.dialog_css;")},
		"assets/site.ts":     {Data: []byte("void import(String(document.baseURI) + ASSETS.dialog_js);")},
		"assets/x/unseen.ts": {Data: []byte("export {};")},
	})
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	files := map[string]string{}
	for _, f := range b.files {
		files[f.Path] = string(f.Data)
	}
	if got := files["search/search.js"]; !strings.Contains(got, "import.meta.url") || !strings.Contains(got, "export{") || b.paths["search.ts"] != "search/search.js" {
		t.Errorf("the search is no module at its place: %s", got)
	}
	if got, name := files[b.paths["dialog.ts"]], path.Base(b.paths["dialog.css"]); !strings.Contains(got, name) || !strings.Contains(got, "export{") {
		t.Errorf("the dialog does not know %s: %s", name, got)
	}
	if got, name := files[b.paths["site.ts"]], path.Base(b.paths["dialog.ts"]); !strings.Contains(got, name) || !strings.HasPrefix(got, `"use strict";(()=>{`) {
		t.Errorf("the script of pages does not know %s, or is a module: %s", name, got)
	}
	if len(files) != 4 {
		t.Errorf("%d files", len(files))
	}
}

// TestShippedModules: every name that a shipped script asks for is filled in.
func TestShippedModules(t *testing.T) {
	fsys := fstest.MapFS{}
	err := fs.WalkDir(assets.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(assets.FS, name)
		fsys["assets/"+name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b, found, err := bundleAssets(fsys)
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	for _, f := range b.files {
		if strings.Contains(string(f.Data), "ASSETS.") {
			t.Errorf("%s: a name is not filled in", f.Path)
		}
	}
	for entry := range modules {
		if b.paths[entry] == "" {
			t.Errorf("there is no %s", entry)
		}
	}
}

// optionalSpread is a call with spread arguments in an optional chain, which
// Chrome below 91 gets wrong.
var optionalSpread = regexp.MustCompile(`\?\.[^\s;]*\((?:[^()]*,)?\s*\.\.\.`)

// TestOptionalCalls: no script has what is in the way of optional chaining in
// the oldest browsers, see supported.
func TestOptionalCalls(t *testing.T) {
	for _, bad := range []string{"a?.(...b)", "a?.b(...c)", "a?.b.c(d, ...e)", "a?.[b](\n  ...c,\n)"} {
		if !optionalSpread.MatchString(bad) {
			t.Errorf("%s is not found", bad)
		}
	}
	err := fs.WalkDir(assets.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".ts" {
			return err
		}
		text, err := fs.ReadFile(assets.FS, name)
		for _, call := range optionalSpread.FindAll(text, -1) {
			t.Errorf("%s: %s", name, call)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
