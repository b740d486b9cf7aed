package decode

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/diag"
)

var update = flag.Bool("update", false, "write the golden files anew")

// shared is embedded in document.
type shared struct {
	Kind    string `yaml:"kind" check:"enum=guide|path|model" doc:"What the page is."`
	Summary string `yaml:"summary"`
}

// document has a field of every sort that Into understands.
type document struct {
	Pos diag.Pos `yaml:"-"`
	shared
	Languages []string          `yaml:"languages,required" check:"min=1,enum=fi|en|no|sv" doc:"The languages of the site, the source first."`
	Title     map[string]string `yaml:"title" check:"min=1"`
	Short     string            `yaml:"short" check:"max=20"`
	Minutes   int               `yaml:"minutes" check:"min=1,max=99" doc:"Reading time."`
	Order     float64           `yaml:"order" check:"max=100"`
	Count     uint8             `yaml:"count"`
	Draft     bool              `yaml:"draft"`
	Checked   Date              `yaml:"checked"`
	Reviewed  *At[Date]         `yaml:"reviewed"`
	Updated   *At[Date]         `yaml:"updated"`
	Text      At[string]        `yaml:"text"`
	Note      string            `yaml:"note"`
	Audience  []At[string]      `yaml:"audience" check:"id"`
	Stages    []stage           `yaml:"stages"`
	Codes     []string          `yaml:"codes"`
	URL       At[string]        `yaml:"url" check:"url"`
	URLs      []string          `yaml:"urls" check:"url"`
	Any       *Node             `yaml:"any"`
	Extra     *word             `yaml:"extra"`
	Computed  string
}

type stage struct {
	Pos     diag.Pos
	ID      At[string] `yaml:"id,required" check:"id" doc:"The id of the stage."`
	Months  int        `yaml:"months"`
	Level   string     `yaml:"level" check:"enum=A1|A2|B1|B2|C1|C2"`
	Checked Date       `yaml:"checked"`
	Range   *span      `yaml:"range"`
	Inner   []stage    `yaml:"inner"`
}

type span struct {
	From int `yaml:"from" check:"min=0"`
	To   int `yaml:"to,required" check:"min=0"`
}

// word reads itself.
type word struct{ text string }

func (w *word) Decode(n *Node) diag.List {
	var l diag.List
	if n.Kind() != Scalar || !strings.HasPrefix(n.Scalar(), "word ") {
		l.Errorf("word", n.Pos(), "", "the word is missing")
	}
	w.text = n.Scalar()
	return l
}

func (w *word) JSONSchema() map[string]any {
	return map[string]any{"type": "string", "pattern": "^word "}
}

// raw are documents with bytes that editors and git would change in a file.
var raw = map[string]string{
	"crlf":    "\xef\xbb\xbflanguages: [fi]\r\nkind: guied\r\n",
	"utf8":    "languages: [fi]\nsummary: p\xe4iv\xe4\n",
	"control": "languages: [fi]\nkind: \"a\\e[31m\"\nsummary: a\x1b[31mred\ntext: x\u2028y\n",
}

func TestMessages(t *testing.T) {
	documents := map[string][]byte{}
	for name, src := range raw {
		documents[name] = []byte(src)
	}
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test files: %v", err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		documents[strings.TrimSuffix(filepath.Base(file), ".yaml")] = src
	}
	for name, src := range documents {
		t.Run(name, func(t *testing.T) {
			n, found := Parse("content/"+name+".yaml", src, 1)
			if n != nil {
				var d document
				found = append(found, Into(n, &d)...)
			}
			var b bytes.Buffer
			if err := diag.Text(&b, found, func(string) []byte { return src }, false); err != nil {
				t.Fatal(err)
			}
			golden(t, "testdata/"+name+".txt", b.Bytes())
			for _, d := range found {
				for _, typ := range []string{"decode.", "yaml:", "int8", "struct", "!!", "reflect"} {
					if strings.Contains(d.Message, typ) && !strings.Contains(string(src), typ) {
						t.Errorf("the message %q speaks of Go or of the library", d.Message)
					}
				}
			}
		})
	}
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got, -update accepts):\n%s", file, diff)
	}
}
