package decode

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEdit(t *testing.T) {
	for _, tt := range []struct{ name, src, like, path, text, want string }{
		{"plain", "# top\na: one # why\nb: two\n", "", "a", "new: text", "# top\na: \"new: text\" # why\nb: two\n"},
		{"stays plain", "a: one\n", "", "a", "eins", "a: eins\n"},
		{"single quotes", "a: 'it''s'\nb: 1\n", "", "a", "it's 2", "a: 'it''s 2'\nb: 1\n"},
		{"several lines", "a: one\n  two\n\n  three\nb: x\n", "", "a", "one", "a: one\nb: x\n"},
		{"folded", "a:\n  b: >-\n    one\n    two\n\n  c: x\n", "", "a.b", "three", "a:\n  b: >-\n    three\n\n  c: x\n"},
		{"literal", "a: |-\n  - x\n  - y\nb: z\n", "", "a", "- x\n\n- z", "a: |-\n  - x\n\n  - z\nb: z\n"},
		{"flow", "a: {b: one, c: \"two, three\"}\n", "", "a.b", "x, y", "a: {b: \"x, y\", c: \"two, three\"}\n"},
		{"flow, added", "a: {b: one, d: two}\n", "a: {b: 1, c: 2, d: 3}\n", "a.c", "new", "a: {b: one, c: new, d: two}\n"},
		{"flow, added first", "a: {d: two} # x\n", "a: {b: 1, c: 2, d: 3}\n", "a.c", "new", "a: {c: new, d: two} # x\n"},
		{"empty", "a:\nb: x\n", "", "a", "new", "a: new\nb: x\n"},
		{"added", "a:\n  x: 1\n\n# about c\nc: 2\n", "a: 1\nb: 2\nc: 3\n", "b", "new", "a:\n  x: 1\nb: new\n\n# about c\nc: 2\n"},
		{"added first", "c: 2\n", "a: 1\nc: 3\n", "a", "new", "a: new\nc: 2\n"},
		{"added last, no end", "c: 2", "", "d", "new", "c: 2\nd: new"},
		{"added below", "c: 2\n", "", "d.e", "new", "c: 2\nd:\n  e: new\n"},
		{"list", "h: [a, \"b c\"]\nt: x\n", "", "h", "[]", "h: [one, \"2\"]\nt: x\n"},
		{"list of lines", "h:\n- a\n- b\nt: x\n", "", "h", "[]", "h: [one, \"2\"]\nt: x\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := Setting{Path: strings.Split(tt.path, "."), Text: tt.text}
			if tt.text == "[]" {
				s.List = []string{"one", "2"}
			}
			like, _ := Parse("", []byte(tt.like), 1)
			changes, err := Edit([]byte(tt.src), like, []Setting{s})
			if err != nil {
				t.Fatal(err)
			}
			if got := string(Apply([]byte(tt.src), changes)); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// TestEditRefuses: what cannot be changed surely is left alone.
func TestEditRefuses(t *testing.T) {
	for src, path := range map[string]string{"- a\n": "b", "a: [x]\n": "a", "a: x\n": "a.b", "a: {b: x\n y}\n": "a.b", "a: 1\n---\nb: 2\n": "a", "a: x\na: y\n": "a", "b: *x\na: &x 1\n": "a"} {
		if changes, err := Edit([]byte(src), nil, []Setting{{Path: strings.Split(path, "."), Text: "new"}}); err == nil {
			t.Errorf("%q: %v", src, changes)
		}
	}
}

// TestEditGuide: every value of the guide's words can be set, to itself and to
// something else, one at a time and all together.
func TestEditGuide(t *testing.T) {
	files, _ := filepath.Glob("../../../../content/*/*.yaml")
	more, _ := filepath.Glob("../../../../content/*/*/*.yaml")
	n := 0
	for _, file := range append(files, more...) {
		if filepath.Base(file) == "page.yaml" {
			continue
		}
		n++
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		node, _ := Parse(file, src, 1)
		var same, other []Setting
		var list func(n *Node, path []string)
		list = func(n *Node, path []string) {
			for _, f := range n.Fields() {
				path := append(path[:len(path):len(path)], f.Key.Value)
				list(f.Value, path)
				if f.Value.Kind() == Scalar {
					same = append(same, Setting{Path: path, Text: f.Value.Scalar()})
					other = append(other, Setting{Path: path, Text: "*Uusi* [teksti](a#b): " + f.Value.Scalar()})
				}
			}
		}
		list(node, nil)
		for _, set := range [][]Setting{same, other} {
			if _, err := Edit(src, nil, set); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
		if written := Write(same); len(written) == 0 {
			t.Errorf("%s: nothing is written", file)
		} else if again, found := Parse(file, written, 1); len(found) > 0 {
			t.Errorf("%s: %v", file, found)
		} else {
			was, is := map[string]string{}, map[string]string{}
			flatten(node, "", was)
			flatten(again, "", is)
			for path, text := range was {
				if is[path] != text {
					t.Errorf("%s: %q is written as %q", file, text, is[path])
				}
			}
		}
	}
	if n < 30 {
		t.Errorf("only %d files", n)
	}
}

func FuzzEdit(f *testing.F) {
	f.Add("a: {b: 'x', c: >-\n}\n", "new: \"text\"\n- x")
	f.Add("a:\n  b: |\n    x\n  c: \"y\"\n", "  [x")
	f.Add("a:\n  b: x # y\n  # z\n", "ä: #")
	f.Fuzz(func(t *testing.T, src, text string) {
		changes, err := Edit([]byte(src), nil, []Setting{{Path: []string{"a", "b"}, Text: text}})
		if err != nil {
			return
		}
		at := 0
		for _, c := range changes {
			if c.Start < at || c.End < c.Start || c.End > len(src) {
				t.Fatalf("%q: %v", src, changes)
			}
			at = c.End
		}
	})
}
