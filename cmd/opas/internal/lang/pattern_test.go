package lang

import (
	"strings"
	"testing"
)

func TestPattern(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"", ""},
		{"Home", "Home"},
		{"{{.A}}", "1"},
		{"a {{.A}} b {{ .Bc2 }}{{.A}} c", "a 1 b 21 c"},
		{"{ä} 100 % { .A }", "{ä} 100 % { .A }"},
	} {
		p, perr := parsePattern(test.in)
		if perr != nil {
			t.Errorf("%q: %v", test.in, perr)
			continue
		}
		if got, err := p.fill(values{"A": "1", "Bc2": "2"}); got != test.want || err != nil {
			t.Errorf("%q: %q, %v; want %q", test.in, got, err, test.want)
		}
	}
	for _, test := range []struct {
		in     string
		offset int
		want   string
	}{
		{"ä {{.A", 3, "not closed"},
		{"{{.A}} {{A}}", 7, "no placeholder"},
		{"{{.a}}", 0, "no placeholder"},
		{"{{.A.B}}", 0, "no placeholder"},
		{"{{}}", 0, "no placeholder"},
		{"{{range 9999999999}}x{{end}}", 0, "no placeholder"},
		{`{{printf "%099999999d" 1}}`, 0, "no placeholder"},
		{"{.A}}", 0, "stands alone"},
		{"x {.A}", 2, "stands alone"},
		{"x .A}}", 4, "stands alone"},
		{"{{.A}}}}", 6, "stands alone"},
	} {
		if p, err := parsePattern(test.in); err == nil || err.offset != test.offset || !strings.Contains(err.message, test.want) {
			t.Errorf("%q: %v, %+v; want %q at %d", test.in, p, err, test.want, test.offset)
		}
	}
	p, _ := parsePattern("{{.Missing}}")
	if got, err := p.fill(values{"A": "1"}); err == nil {
		t.Errorf("a placeholder without a value gave %q", got)
	}
}

func FuzzPattern(f *testing.F) {
	f.Add("a {{.A}} b")
	f.Add("{{{.A}}}")
	f.Add("}}{{")
	f.Fuzz(func(t *testing.T, s string) {
		p, perr := parsePattern(s)
		if perr != nil {
			if perr.offset < 0 || !strings.HasPrefix(s[perr.offset:], perr.token) {
				t.Fatalf("%q: %+v points at nothing", s, perr)
			}
			return
		}
		whole := ""
		for _, piece := range p {
			if piece.offset != len(whole) {
				t.Fatalf("%q: the piece %+v is not at %d", s, piece, len(whole))
			}
			whole += piece.text
		}
		if whole != s {
			t.Fatalf("%q came out as %q", s, whole)
		}
	})
}
