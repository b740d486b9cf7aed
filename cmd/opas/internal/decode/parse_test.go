package decode

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/diag"
)

// codes writes findings as "line:col code".
func codes(l diag.List) []string {
	var out []string
	for _, d := range l.Sorted() {
		out = append(out, fmt.Sprintf("%d:%d %s", d.Pos.Line, d.Pos.Col, d.Code))
	}
	return out
}

func TestPositions(t *testing.T) {
	src := "ä: ö\nkey:\n  - a\n  - [\"b\", ü]\ntext: |\n\n    foo\n      bar\nfold: >-\n  one\n  two\nempty:\nq: 'x'\nlast: {k: v}\n"
	n, found := Parse("content/a.yaml", []byte(src), 10)
	if found != nil {
		t.Fatal(found)
	}
	at := func(path ...any) string {
		m := n
		for _, p := range path {
			switch p := p.(type) {
			case string:
				m = m.Get(p)
			case int:
				m = m.Items()[p]
			}
		}
		return fmt.Sprintf("%d:%d %d %q", m.Pos().Line, m.Pos().Col, m.Kind(), m.Scalar())
	}
	for _, test := range []struct {
		path []any
		want string
	}{
		{nil, `10:1 3 ""`},
		{[]any{"ä"}, `10:4 2 "ö"`},
		{[]any{"key"}, `12:3 4 ""`},
		{[]any{"key", 0}, `12:5 2 "a"`},
		{[]any{"key", 1}, `13:5 4 ""`},
		{[]any{"key", 1, 0}, `13:7 2 "b"`},
		{[]any{"key", 1, 1}, `13:11 2 "ü"`},
		{[]any{"text"}, `15:5 2 "\nfoo\n  bar"`},
		{[]any{"fold"}, `19:3 2 "one two"`},
		{[]any{"empty"}, `21:7 1 ""`},
		{[]any{"q"}, `22:5 2 "x"`},
		{[]any{"last", "k"}, `23:11 2 "v"`},
		{[]any{"nothing"}, `0:0 0 ""`},
		{[]any{"nothing", "at", "all"}, `0:0 0 ""`},
	} {
		if got := at(test.path...); got != test.want {
			t.Errorf("%v: %s, want %s", test.path, got, test.want)
		}
	}
	var keys []string
	for _, f := range n.Fields() {
		keys = append(keys, fmt.Sprintf("%d:%d %s", f.Key.Pos.Line, f.Key.Pos.Col, f.Key.Value))
	}
	want := []string{"10:1 ä", "11:1 key", "14:1 text", "18:1 fold", "21:1 empty", "22:1 q", "23:1 last"}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Error(diff)
	}
}

// After mending, places are still those of the file as the writer sees it.
func TestPositionsAfterMending(t *testing.T) {
	n, found := Parse("a.yaml", []byte("a:\n\t- b: 1\n\t  cö: x: y\n"), 1)
	if diff := cmp.Diff([]string{"2:1 yaml-tab", "3:1 yaml-tab", "3:9 yaml-colon"}, codes(found)); diff != "" {
		t.Error(diff)
	}
	v := n.Get("a").Items()[0].Get("cö")
	if v.Scalar() != "x: y" || v.Pos().Line != 3 || v.Pos().Col != 8 {
		t.Errorf("value %q at %v", v.Scalar(), v.Pos())
	}

	n, found = Parse("a.yaml", []byte("a:\n  b: 1\n   c: 2\n"), 1)
	if diff := cmp.Diff([]string{"3:4 yaml-indent"}, codes(found)); diff != "" {
		t.Error(diff)
	}
	if pos := n.Get("a").Get("c").Pos(); pos.Line != 3 || pos.Col != 7 {
		t.Errorf("value at %v", pos)
	}
}

// Every syntax error is named with its line, whatever line the library names, and
// what follows it is read all the same.
func TestSyntaxErrorLines(t *testing.T) {
	for _, test := range []struct {
		src  string
		want []string
	}{
		{"a:\n  - b: 1\n    c: 2\n   d: 3\n", []string{"4:4 yaml-indent"}},
		{"a:\n  b: 1\n c: 2\n", []string{"3:2 yaml-indent"}},
		{"a:\n  b:\n    c: 1\n   d: 2\n  e: 3\n f: 4\n", []string{"4:4 yaml-indent", "6:2 yaml-indent"}},
		{"- a: 1\n  b: 2\n c: 3\n  d: 4\n e: 5\n", []string{"3:2 yaml-indent", "5:2 yaml-indent"}},
		{"a:\n   b: 1\n  c: 2\n  d: 3\n", []string{"2:4 yaml-indent"}},
		{"a:\n   - b: 1\n    c: 2\n  - b: 3\n", []string{"2:4 yaml-indent"}},
		{" a: 1\nb: 2\nc: 3\n", []string{"1:2 yaml-indent"}},
		{"a:\n  - b:c\n    d: e\n", []string{"2:7 yaml-colon"}},
		{"a:\n  - b: 1\n    c: 2\n   - b: 3\n    c: 4\n", []string{"4:4 yaml-indent"}},
		{"a:\n  b:\n    x: 1\n   c:\n    x: 2\n", []string{"4:4 yaml-indent"}},
		{"- a: 1\n  b: 2\n - c: 3\n", []string{"3:2 yaml-indent"}},
		{"- a\nb: c\n", []string{"2:1 yaml-indent"}},
		{"a: b\n- c\n", []string{"2:1 yaml-indent"}},
		{"a: \"b\n  c\nd: e\n", []string{"1:4 yaml-quote"}},
		{"a: 'b\nc: 'd'\n", []string{"1:4 yaml-quote"}},
		{"a: [1,\n  2\nb: c\nd: [", []string{"1:4 yaml-bracket", "4:4 yaml-bracket"}},
		{"a: {b: 1\n", []string{"1:4 yaml-bracket"}},
		{"a: b\nc:d\n", []string{"2:3 yaml-colon"}},
		{"a:\n  b: c: d\n  e: f:\n", []string{"2:7 yaml-colon", "3:7 yaml-colon"}},
		{"- **x** y\n- - z: [a](b)\n", []string{"1:3 yaml-start", "2:8 yaml-start"}},
		{"a: - b\n", []string{"1:4 yaml-list"}},
		{"a: b\nc\nd: e\n", []string{"2:1 yaml-line"}},
		{": a\n", []string{"1:1 yaml-key"}},
		{"a: \"\\d\"\nb: ['x', \"\\q\"]\n", []string{"1:5 yaml-escape", "2:11 yaml-escape"}},
		{"a: *b\n", []string{"1:4 yaml-alias"}},
		// What only the library understands: the right line by its own message.
		{"a: 1\n? b\n: - c\n  d\n: e\nf: 1\n", []string{"4:3 yaml-syntax"}},
		{"a: 1\nb:\n  c: [x y: {z: ]\n", []string{"3:6 yaml-bracket", "3:16 yaml-bracket"}},
		{"a: 1\nb: \"\\xzz\"\nc: 2\n", []string{"2:1 yaml-syntax"}},
		{"%BAD\n---\na: b\n", []string{"1:1 yaml-syntax"}},
	} {
		_, found := Parse("a.yaml", []byte(test.src), 1)
		if diff := cmp.Diff(test.want, codes(found)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.src, diff)
		}
	}
}

func TestTabs(t *testing.T) {
	for _, test := range []struct {
		src  string
		want []string
	}{
		{"a:\n\tb: c\n", []string{"2:1 yaml-tab"}},
		{"a:\n  b: c\n\td: e\n", []string{"3:1 yaml-tab"}},
		{"a:\n  - b: c\n  \td: e\n", []string{"3:3 yaml-tab"}},
		{"a: |\n  x\n  \ty\n\tz\n", []string{"4:1 yaml-tab"}},
		{"a:\tb\n\n\t\n# c\n\t# d\ne: f\tg\n", nil},
		{"a: |\n\tb\n", []string{"2:1 yaml-tab"}},
		{"a:\n\tb: [\nc: d\n", []string{"2:1 yaml-tab", "2:5 yaml-bracket"}},
	} {
		_, found := Parse("a.yaml", []byte(test.src), 1)
		if diff := cmp.Diff(test.want, codes(found)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.src, diff)
		}
	}
}

func TestTextAsWritten(t *testing.T) {
	for _, value := range []string{"no", "yes", "on", "off", "No", "y", "true", "1e3", "0312", "0x10", "1_000", "2026-11-21", "12:30:00", ".inf", "NaN", "Null", "=", "<<"} {
		var v struct {
			A string   `yaml:"a"`
			L []string `yaml:"l"`
		}
		n, found := Parse("a.yaml", []byte("a: "+value+"\nl: ["+value+"]\n"), 1)
		found = append(found, Into(n, &v)...)
		if found != nil || v.A != value || v.L[0] != value {
			t.Errorf("%s became %q, %v", value, v, found)
		}
	}
	n, found := Parse("a.yaml", []byte("no: Veileder\non: x\n1: y\n"), 1)
	m := map[string]string{}
	found = append(found, Into(n, &m)...)
	if diff := cmp.Diff(map[string]string{"no": "Veileder", "on": "x", "1": "y"}, m); diff != "" || found != nil {
		t.Error(diff, found)
	}
}

// Attacks end soon, with a finding.
func TestAttacks(t *testing.T) {
	bomb := "a0: &a0 [x]\n"
	for i := 1; i < 30; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
	}
	for name, test := range map[string]struct{ src, code string }{
		"billion laughs":   {bomb, "yaml-alias"},
		"alias of itself":  {"a: &a [*a]\n", "yaml-alias"},
		"merge bomb":       {"a: &a {b: c}\nd:\n  <<: [*a, *a]\n", "yaml-merge"},
		"open brackets":    {strings.Repeat("[", 20_000), "yaml-bracket"},
		"closed brackets":  {strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000), "yaml-depth"},
		"open braces":      {strings.Repeat("{a: ", 10_000), "yaml-bracket"},
		"dashes":           {strings.Repeat("- ", 9_000) + "a", "yaml-depth"},
		"many dashes":      {strings.Repeat("- ", 500_000), "yaml-syntax"},
		"66 levels":        {"a: " + strings.Repeat("[", 65) + strings.Repeat("]", 65), "yaml-depth"},
		"too large":        {"a: " + strings.Repeat("x", maxSize), "yaml-size"},
		"quotes":           {strings.Repeat("a: \"\n", 50_001), "yaml-quote"},
		"colons":           {strings.Repeat("a: b: c\n", 100_000), "yaml-colon"},
		"wrong indents":    {strings.Repeat("  a: b\n c: d\n", 70_000), "yaml-indent"},
		"one long line":    {"a: b: " + strings.Repeat("c: ", 300_000), "yaml-colon"},
		"duplicate keys":   {strings.Repeat("a: b\n", 40_000), "yaml-duplicate"},
		"tabs":             {strings.Repeat("\ta: b\n", 30_000), "yaml-tab"},
		"invalid UTF-8":    {strings.Repeat("\xff\n", 60_000), "yaml-encoding"},
		"unbalanced mixed": {strings.Repeat("[{", 8_000), "yaml-bracket"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			n, found := Parse("a.yaml", []byte(test.src), 1)
			if n != nil {
				var d document
				found = append(found, Into(n, &d)...)
			}
			ok := false
			for _, d := range found {
				ok = ok || d.Code == test.code
			}
			if !ok {
				t.Errorf("no %s among %v", test.code, codes(found[:min(len(found), 5)]))
			}
			// Far above what it takes, far below what an exponential fault takes.
			if took := time.Since(start); took > time.Minute {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestDepthAllowed(t *testing.T) {
	if _, found := Parse("a.yaml", []byte("a: "+strings.Repeat("[", 64)+strings.Repeat("]", 64)), 1); found != nil {
		t.Error(found)
	}
}

func FuzzParse(f *testing.F) {
	for _, src := range []string{
		"a: b\n", "a:\n  - b\n   - c\n d: e\n", "a: &x [*x]\n", "\ta: |\n\t\tb\n", "a: 'b\nc: \"d\\", "? [a]\n: b\n", "a: b: c\n  d: e\n",
		"---\na: b\n...\n---\nc", "a: [b, {c: d\n", "a: |2-\n   b\n c\n", "\ufeffa: \u2028b\x00\xff", "stages: [{id: X, months: 1e9}]\nextra: word x", "!!x &y a: *z",
		"checked: 2026-02-30\nminutes: -1\nurl: '::'\nlanguages: no", "- - - a: 1\n   b", "#\n\t#\n%\n", "<<: {a: b}", "a: \ue16ab: c",
	} {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > 4096 {
			return
		}
		start := time.Now()
		n, found := Parse("a.yaml", src, 3)
		var d document
		var m map[string][]string
		if n == nil {
			if !found.Fails(false) {
				t.Fatal("neither a node nor an error")
			}
		} else {
			clean := found == nil
			found = append(found, Into(n, &d)...)
			found = append(found, Into(n, &m)...)
			if _, _, err := read(strings.Split(string(src), "\n")); err != nil && clean && !strings.ContainsAny(string(src), "\r\t\ufeff") {
				t.Fatalf("the library says %v and we say nothing", err)
			}
			walk(t, n, src, 0)
		}
		for _, d := range found {
			inside(t, d.Pos, src)
			for _, r := range d.Related {
				inside(t, r.Pos, src)
			}
			if d.Message == "" || d.Code == "" || !utf8.ValidString(d.Message+d.Hint) {
				t.Fatalf("finding %+v", d)
			}
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Fatalf("took %v", took)
		}
	})
}

func walk(t *testing.T, n *Node, src []byte, depth int) {
	if depth > maxDepth+2 {
		t.Fatal("too deep")
	}
	inside(t, n.Pos(), src)
	if strings.IndexFunc(n.Scalar(), refused) >= 0 {
		t.Fatalf("the text %q has control characters", n.Scalar())
	}
	for _, f := range n.Fields() {
		inside(t, f.Key.Pos, src)
		walk(t, f.Value, src, depth+1)
	}
	for _, item := range n.Items() {
		walk(t, item, src, depth+1)
	}
}

// inside fails if pos, of a document that begins in line 3, is not in src.
func inside(t *testing.T, pos diag.Pos, src []byte) {
	lines := strings.Split(strings.TrimPrefix(string(src), "\ufeff"), "\n")
	i := pos.Line - 3
	if pos.File == "a.yaml" && i >= 0 && i < len(lines) && strings.TrimSpace(lines[i]) == "" {
		return // a text after "|" may begin with blank lines; its column is that of its other lines
	}
	if pos.File == "" || i < 0 || i >= len(lines) || pos.Col < 0 || pos.Col > utf8.RuneCountInString(lines[i])+2 {
		t.Fatalf("the place %v is not in %q", pos, src)
	}
}

// Whichever line slips, the finding names that line and no other.
func TestEveryLineSlips(t *testing.T) {
	const src = `kind: study-path
order: 2
sources:
  - id: one
    title: Lähde
    legal: true
  - id: two
    title: Toinen
definition:
  entry: [one, two]
  stages:
    - id: guidance
      months: {from: 0, to: 3}
      needs:
        language: A2
        education: none
      next: [school]
    - id: school
      months: {from: 3, to: 9}
      gives: [paper]
minutes: 5`
	lines := strings.Split(src, "\n")
	for name, change := range map[string]func(string) string{
		"one space more": func(s string) string { return " " + s },
		"one space less": func(s string) string { return strings.TrimPrefix(s, " ") },
		"a tab":          func(s string) string { return strings.Replace(s, "  ", "\t", 1) },
		"a quote":        func(s string) string { return strings.Replace(s, ": ", ": \"", 1) },
		"a second colon": func(s string) string { return strings.Replace(s, ": ", ": x: ", 1) },
		"no bracket":     func(s string) string { return strings.Replace(s, "]", "", 1) },
		"no space":       func(s string) string { return strings.Replace(s, ": ", ":", 1) },
	} {
		for i, line := range lines {
			if change(line) == line {
				continue
			}
			changed := append([]string{}, lines...)
			changed[i] = change(line)
			_, found := Parse("a.yaml", []byte(strings.Join(changed, "\n")), 1)
			if len(found) != 1 || found[0].Pos.Line != i+1 {
				t.Errorf("%s in line %d %q: %v", name, i+1, changed[i], codes(found))
			}
		}
	}
}
