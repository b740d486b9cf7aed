package build

import (
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
