package model

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
)

var update = flag.Bool("update", false, "write the expected findings anew")

// example decodes testdata/KIND.yaml, which must be right.
func example(t testing.TB, kind string) Definition {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("testdata", kind+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return define(t, string(src))
}

// define decodes a page.yaml that must be right.
func define(t testing.TB, src string) Definition {
	t.Helper()
	n, list := decode.Parse("page.yaml", []byte(src), 1)
	d, more := Decode(n.Get("kind").Scalar(), n.Get("definition"))
	if list = append(list, more...); len(list) > 0 {
		t.Fatalf("findings in what should be right:\n%s", format(list))
	}
	return d
}

// format writes a list as the golden files do. The wording of what decode finds
// is held by the tests of decode; here its code is enough.
func format(list diag.List) string {
	var b strings.Builder
	for _, d := range list.Sorted() {
		if strings.HasPrefix(d.Code, "key-") || strings.HasPrefix(d.Code, "value-") {
			fmt.Fprintf(&b, "%s: %s: [%s]\n", d.Pos, d.Severity, d.Code)
			continue
		}
		fmt.Fprintf(&b, "%s: %s: %s [%s]\n", d.Pos, d.Severity, d.Message, d.Code)
		if d.Hint != "" {
			fmt.Fprintf(&b, "    hint: %s\n", d.Hint)
		}
		for _, r := range d.Related {
			fmt.Fprintf(&b, "    %s: %s\n", r.Pos, r.Message)
		}
	}
	return b.String()
}

// Each file in testdata/bad is a mapping of page ids to pages; beside it stand
// the findings for all of them.
func TestBad(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			n, list := decode.Parse(filepath.Base(file), src, 1)
			var placed []Placed
			for _, f := range n.Fields() {
				d, found := Decode(f.Value.Get("kind").Scalar(), f.Value.Get("definition"))
				list = append(list, found...)
				if d != nil {
					placed = append(placed, Placed{f.Key.Value, d})
				}
			}
			list = append(list, CheckAll(placed)...)
			for _, d := range list {
				if d.Pos.Line == 0 || d.Pos.Col == 0 {
					t.Errorf("without a place: %+v", d)
				}
				if d.Hint == "" && d.Code != "value-range" { // the range is the fix
					t.Errorf("without a fix: %s: %s", d.Pos, d.Message)
				}
			}
			got, golden := format(list), strings.TrimSuffix(file, ".yaml")+".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What holds for every kind: an example that is right, a schema, words and
// pages that are fit to use.
func TestKinds(t *testing.T) {
	var placed []Placed
	for _, kind := range Kinds() {
		t.Run(kind, func(t *testing.T) {
			d := example(t, kind)
			if d.Kind() != kind {
				t.Errorf("kind is %q", d.Kind())
			}
			placed = append(placed, Placed{kind, d})
			schema, ok := Schema(kind)
			if !ok || !json.Valid(schema) {
				t.Errorf("schema: %v\n%s", ok, schema)
			}
			if len(d.Words()) == 0 && kind != KindNews {
				t.Error("no words")
			}
			for _, w := range d.Words() {
				if w.Pos.Line == 0 {
					t.Errorf("word %s has no place", w.Path)
				}
			}
			for _, p := range d.Pages() {
				titles := 0
				for _, set := range []bool{p.Title != "", p.Titles != nil, p.Message != ""} {
					if set {
						titles++
					}
				}
				if titles != 1 || !isID(p.ID) || p.View == "" || p.Pos.Line == 0 {
					t.Errorf("page %+v", p)
				}
				if p.Title != "" && !slices.ContainsFunc(d.Words(), func(w Word) bool { return w.Path == p.Title }) {
					t.Errorf("the title %s of page %s is no word", p.Title, p.ID)
				}
			}
		})
	}
	if _, ok := Schema("recipe"); ok {
		t.Error("a schema for a kind that is none")
	}
	for _, d := range CheckAll(placed) {
		if d.Code != "definition-reference" || !strings.Contains(d.Message, `"care-assistant"`) {
			t.Errorf("%s: %s", d.Pos, d.Message)
		}
	}
}

// A definition that is absent has no place of its own.
func TestAbsent(t *testing.T) {
	d, list := Decode(KindCareer, nil)
	if d == nil || len(list) != 1 || list[0].Code != "definition-missing" {
		t.Errorf("got %v, %v", d, list)
	}
	if d, list := Decode("recipe", nil); d != nil || len(list) != 1 {
		t.Errorf("got %v, %v", d, list)
	}
}

// References hold whichever page comes first.
func TestOrderOfPages(t *testing.T) {
	career := example(t, KindCareer)
	path := define(t, `kind: study-path
definition:
  education: [none]
  entry: [care-assistant]
  stages:
    - {id: care-assistant, type: qualification, months: {from: 3, to: 9}, occupations: [care-assistant]}
`)
	a := CheckAll([]Placed{{"career-model", career}, {"study-path", path}})
	b := CheckAll([]Placed{{"study-path", path}, {"career-model", career}})
	if len(a)+len(b) > 0 {
		t.Errorf("findings in what should be right:\n%s%s", format(a), format(b))
	}
}

func TestIsID(t *testing.T) {
	for id, want := range map[string]bool{
		"a": true, "a-b": true, "week-1": true, "2": true,
		"": false, "-": false, "a-": false, "-a": false, "a--b": false, "A": false, "a.b": false, "ä": false, "a b": false,
	} {
		if isID(id) != want {
			t.Errorf("isID(%q) = %v", id, !want)
		}
	}
}

// Whatever a file holds, decoding ends, every question is safe, and what it
// says is in order.
func FuzzDecode(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.yaml")
	bad, _ := filepath.Glob("testdata/bad/*.yaml")
	for _, file := range append(files, bad...) {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		n, _ := decode.Parse(file, src, 1)
		if n.Get("kind").Kind() == decode.Scalar {
			f.Add(string(src))
			continue
		}
		// Of several pages each becomes a file of its own.
		for part := range strings.SplitSeq(string(src), "\n  kind: ") {
			part = strings.ReplaceAll("kind: "+part, "\n  ", "\n")
			f.Add(part)
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		n, _ := decode.Parse("page.yaml", []byte(src), 1)
		var placed []Placed
		for _, kind := range append(Kinds(), n.Get("kind").Scalar()) {
			d, list := Decode(kind, n.Get("definition"))
			if d == nil {
				continue
			}
			placed = append(placed, Placed{kind, d})
			ask(d)
			if list.Count(diag.Error) > 0 {
				continue
			}
			seen := map[string]bool{}
			for _, w := range d.Words() {
				if seen[w.Path] {
					t.Errorf("%s: the word %s comes twice without a finding", kind, w.Path)
				}
				seen[w.Path] = true
			}
		}
		CheckAll(placed)
	})
}

// ask puts every question to a definition, about everything it holds.
func ask(d Definition) {
	d.Words()
	d.Pages()
	d.PageRefs()
	switch d := d.(type) {
	case *Guidance:
		d.Participation()
		for _, r := range d.Roles {
			d.Role(r.ID.Value)
			d.ActionsOf(r.ID.Value)
		}
	case *StudyPath:
		d.Order()
		for _, s := range d.Stages {
			id := s.ID.Value
			d.Stage(id)
			d.IsEntry(id)
			d.Next(id)
			d.Before(id)
			d.Reachable(id)
		}
		for _, o := range d.Occupations() {
			d.LeadingTo(o)
			d.Ways(o)
		}
	case *Mentoring:
		for _, r := range d.Roles {
			d.PhasesOf(r.ID.Value)
		}
		for _, m := range d.Meetings {
			d.Meeting(m.ID.Value)
			for _, f := range m.Forms {
				d.MeetingsWith(f.Value)
			}
		}
	case *Career:
		d.Tiers()
		for _, o := range d.Occupations {
			d.StepsFrom(o.ID.Value)
			d.StepsTo(o.ID.Value)
			for _, c := range d.Competences {
				d.Level(o.ID.Value, c.ID.Value)
			}
		}
		for _, a := range d.Areas {
			d.CompetencesOf(a.Value)
		}
	case *Assessment:
		d.Vectors()
		d.Pictures()
		d.Audio()
		d.Instrument().Reachable()
		for _, it := range d.Items() {
			d.Item(it.ID.Value)
			d.OptionSet(it.Options.Value)
			d.Dimension(it.Dimension.Value)
			d.DefaultMin(it.Dimension.Value)
			d.Instrument().Scores(it.Dimension.Value)
		}
	}
}
