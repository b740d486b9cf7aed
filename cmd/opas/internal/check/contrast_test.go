package check

import (
	"math"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestContrast(t *testing.T) {
	css := map[string]string{
		"assets/base/tokens.css": `/* --ink: #fff; */
:root { --paper: #ffffff; --ink: #767676;
  --line-strong: #949494; --accent: blue; }
.x { --ink: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #222; --muted: #999; --ink: #fff; }
}
@media print { .y { color: red } :root { --ink: #000 } }
:root { --muted: #777777 }
`,
	}
	m := fstest.MapFS{"assets/site.ts": {Data: []byte("")}}
	for name, text := range css {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	found, err := Contrast(m)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"assets/base/tokens.css:9:9: warning contrast: --muted on --paper has a contrast of 4.47; it needs 4.5",
		// The dark scheme has a muted of its own; that of the light one comes after it.
	}
	if diff := cmp.Diff(want, lines(found)); diff != "" {
		t.Error(diff)
	}
	if c := contrast(colour("000"), colour("ffffff")); math.Abs(c-21) > 1e-9 {
		t.Errorf("black on white is %g", c)
	}
}

// TestShippedContrast: the colours of the guide hold in every scheme.
func TestShippedContrast(t *testing.T) {
	found, err := Contrast(os.DirFS(filepath.Join("..", "..", "..", "..")))
	if err != nil || len(found) > 0 {
		t.Error(err, lines(found))
	}
}

// FuzzTokens: whatever a style sheet holds is read to its end.
func FuzzTokens(f *testing.F) {
	f.Add(":root{--a:#fff;}")
	f.Add("@media x{:root{--a:#abcdef}")
	f.Add("}}{{/*")
	f.Fuzz(func(t *testing.T, css string) {
		for _, token := range tokens("a.css", css) {
			if token.pos.Line < 1 || token.pos.Col < 1 || token.name == "" {
				t.Errorf("%+v", token)
			}
		}
	})
}
