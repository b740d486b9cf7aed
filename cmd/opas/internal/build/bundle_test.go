package build

import (
	"io/fs"
	"path"
	"regexp"
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
