package decode

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"opas/cmd/opas/internal/diag"
)

func TestIntoEveryType(t *testing.T) {
	src, err := os.ReadFile("testdata/good.yaml")
	if err != nil {
		t.Fatal(err)
	}
	n, found := Parse("a.yaml", src, 1)
	var got document
	if found = append(found, Into(n, &got)...); found != nil {
		t.Fatal(found)
	}
	at := func(line, col int) diag.Pos { return diag.Pos{File: "a.yaml", Line: line, Col: col} }
	want := document{
		Pos:       at(1, 1),
		shared:    shared{Kind: "guide", Summary: "Folded text."},
		Languages: []string{"fi", "no", "en"},
		Title:     map[string]string{"fi": "Opas", "no": "Veileder"},
		Short:     "yes",
		Minutes:   5,
		Order:     1.5,
		Draft:     true,
		Checked:   Date{2026, 11, 21},
		Text:      At[string]{"Literal: text\n\ttab", at(14, 3)},
		Audience:  []At[string]{{"mentor", at(17, 3)}, {"adviser", at(18, 3)}},
		Stages: []stage{
			{Pos: at(20, 5), ID: At[string]{"one", at(20, 9)}, Months: 3, Level: "B1", Range: &span{0, 2}},
			{Pos: at(25, 5), ID: At[string]{"two", at(25, 9)}},
		},
		Codes: []string{"0312", "5321", "1e3"},
		URL:   At[string]{"https://example.org/a?b=c#d", at(27, 6)},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(document{}), cmpopts.IgnoreFields(document{}, "Any")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if z := got.Any.Get("x").Items()[1].Get("y").Scalar(); z != "z" {
		t.Errorf("the node kept has %q", z)
	}
}

func TestIntoOtherTargets(t *testing.T) {
	n, _ := Parse("a.yaml", []byte("b: {v: 1}\na: {v: 2}\n"), 1)
	var m map[string]At[struct {
		V int `yaml:"v"`
	}]
	if found := Into(n, &m); found != nil || m["a"].Value.V != 2 || m["b"].Pos.Col != 4 {
		t.Errorf("%v, %v", m, found)
	}
	n, _ = Parse("a.yaml", []byte("- 1\n- 300\n- -1\n-\n- x\n"), 1)
	var bytes []uint8
	found := Into(n, &bytes)
	if diff := cmp.Diff([]string{"2:3 value-range", "3:3 value-range", "4:2 key-empty", "5:3 value-type"}, codes(found)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]uint8{1, 0, 0, 0}, bytes); diff != "" {
		t.Error(diff)
	}
	n, _ = Parse("a.yaml", []byte("word one"), 1)
	var w word
	if found := Into(n, &w); found != nil || w.text != "word one" {
		t.Error(w, found)
	}
	type keyed struct {
		M map[string]int    `yaml:"m" check:"id,max=2"`
		E map[string]string `yaml:"e" check:"enum=a|b"`
	}
	n, _ = Parse("a.yaml", []byte("m: {a: 1, B: 2, c: x}\ne: {x: a, y: c}\n"), 1)
	var k keyed
	if diff := cmp.Diff([]string{"1:4 value-range", "1:11 value-id", "1:20 value-type", "2:14 value-enum"}, codes(Into(n, &k))); diff != "" {
		t.Error(diff)
	}
}

// An absent node lacks what is required, and nothing else is said about it.
func TestIntoAbsent(t *testing.T) {
	var d document
	if diff := cmp.Diff([]string{"0:0 key-missing"}, codes(Into(nil, &d))); diff != "" {
		t.Error(diff)
	}
	var s []string
	if found := Into(nil, &s); found != nil {
		t.Error(found)
	}
}

func TestNullIsLeftOut(t *testing.T) {
	n, found := Parse("a.yaml", []byte("languages: [fi]\nkind:\nminutes: ~\nstages: null\ntitle: # none\nchecked:\nextra:\nurl:\n"), 1)
	var d document
	found = append(found, Into(n, &d)...)
	if found != nil || d.Extra != nil {
		t.Error(found, d.Extra)
	}
	// A type that reads itself decides itself what nothing means.
	var w word
	if diff := cmp.Diff([]string{"7:7 word"}, codes(Into(n.Get("extra"), &w))); diff != "" {
		t.Error(diff)
	}
}

func TestTagMistakesPanic(t *testing.T) {
	n, _ := Parse("a.yaml", []byte("a: 1\n"), 1)
	for name, dst := range map[string]any{
		"no pointer": struct{}{},
		"rule": &struct {
			A int `yaml:"a" check:"minimum=1"`
		}{},
		"number": &struct {
			A int `yaml:"a" check:"min=x"`
		}{},
		"option": &struct {
			A int `yaml:"a,omitempty"`
		}{},
		"type": &struct {
			A chan int `yaml:"a"`
		}{},
		"interface": &struct {
			A any `yaml:"a"`
		}{},
		"map": &struct {
			A map[string]string `yaml:"-"`
			B map[int]string    `yaml:"a"`
		}{},
	} {
		func() {
			defer func() {
				if r := recover(); r == nil || !strings.HasPrefix(fmt.Sprint(r), "decode: ") {
					t.Errorf("%s: %v", name, r)
				}
			}()
			Into(n, dst)
		}()
	}
}

func TestSuggest(t *testing.T) {
	names := []string{"title", "stages", "review-by", "id", "summary", "name", "game"}
	for word, want := range map[string]string{
		"titel":                          "title", // a swap is one edit
		"titl":                           "title",
		"Title":                          "title",
		"review_by":                      "review-by",
		"reviewby":                       "review-by",
		"sumary":                         "summary",
		"ID":                             "id",
		"ix":                             "", // a third of two letters is none
		"same":                           "name",
		"completely":                     "",
		"":                               "",
		"päivä":                          "",
		strings.Repeat("title", 100_000): "",
	} {
		if got := Suggest(word, names); got != want {
			t.Errorf("Suggest(%.20q) = %q, want %q", word, got, want)
		}
	}
	if got := Suggest("title", nil); got != "" {
		t.Errorf("among no names: %q", got)
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "abc", 3}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"ca", "abc", 3}, {"kitten", "sitting", 3}, {"äö", "öä", 1},
	} {
		if got := distance([]rune(test.a), []rune(test.b)); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
		if got := distance([]rune(test.b), []rune(test.a)); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.b, test.a, got, test.want)
		}
	}
}

func TestDate(t *testing.T) {
	for s, want := range map[string]bool{
		"2026-11-21": true, "2024-02-29": true, "2026-02-29": false, "0000-01-01": false, "2026-00-10": false, "2026-1-1": false,
		"2026-11-21T00:00:00Z": false, " 2026-11-21": false, "": false, "２０２６-11-21": false,
	} {
		d, ok := ParseDate(s)
		if ok != want || ok && d.String() != s {
			t.Errorf("ParseDate(%q) = %v, %v", s, d, ok)
		}
	}
	a, b := Date{2026, 11, 21}, Date{2027, 1, 2}
	if a.Compare(b) >= 0 || b.Compare(a) <= 0 || a.Compare(a) != 0 || a.IsZero() || !(Date{}).IsZero() || (Date{}).String() != "" {
		t.Error("dates are out of order")
	}
}

func TestSchema(t *testing.T) {
	got := Schema("https://example.org/document.json", "A page", &document{})
	golden(t, "testdata/schema.json", got)
	for range 10 {
		if !bytes.Equal(got, Schema("https://example.org/document.json", "A page", document{})) {
			t.Fatal("not the same bytes twice")
		}
	}
	var s map[string]any
	if err := json.Unmarshal(got, &s); err != nil {
		t.Fatal(err)
	}
	refs(t, s, s["$defs"].(map[string]any))
}

// refs fails if a $ref leads nowhere.
func refs(t *testing.T, v any, defs map[string]any) {
	switch v := v.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok && defs[strings.TrimPrefix(ref, "#/$defs/")] == nil {
			t.Errorf("%s is not defined", ref)
		}
		for _, inner := range v {
			refs(t, inner, defs)
		}
	case []any:
		for _, inner := range v {
			refs(t, inner, defs)
		}
	}
}

type tree struct {
	Name     string  `yaml:"name"`
	Children []*tree `yaml:"children"`
}

func TestSchemaOfRecursiveType(t *testing.T) {
	var s struct {
		Ref        string         `json:"$ref"`
		Properties map[string]any `json:"properties"`
		Defs       map[string]any `json:"$defs"`
	}
	raw := Schema("", "", tree{})
	if err := json.Unmarshal(raw, &s); err != nil || s.Properties["children"] == nil || s.Defs["tree"] == nil {
		t.Errorf("%v\n%s", err, raw)
	}
	refs(t, map[string]any{"p": s.Properties}, s.Defs)
}
