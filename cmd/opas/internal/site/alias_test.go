package site

import "testing"

// An alias holds for what is below its page; a longer one, a written one and a
// page go before it.
func TestAliasesBelow(t *testing.T) {
	t1 := text("T", "")
	s := good(t, map[string]string{
		"site.yaml":   "languages: [fi]\ntitle: {fi: T}\n",
		"fi.md":       t1,
		"a/page.yaml": "aliases: [x, z]\n", "a/fi.md": t1,
		"a/c/fi.md": t1, "a/c/d/fi.md": t1, "a/c/e/fi.md": t1, "a/g/fi.md": t1,
		"b/page.yaml": "aliases: [/x/c/]\n", "b/fi.md": t1, "b/d/fi.md": t1,
		"z/g/fi.md": t1,
	})
	for alias, want := range map[string]string{
		"x": "a", "x/c": "b", "x/c/d": "b/d", "x/c/e": "a/c/e", "z/c": "a/c", "z/c/d": "a/c/d", "x/g": "a/g", "z/g": "", "x/h": "", "a": "", "": "",
	} {
		got := ""
		if p := s.Moved(alias); p != nil {
			got = p.ID
		}
		if got != want {
			t.Errorf("%q leads to %q, not to %q", alias, got, want)
		}
	}
}
