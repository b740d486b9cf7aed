package move

import (
	"path"
	"strings"
	"testing"
)

// An address keeps its form, and stays as it is where it can.
func TestAddress(t *testing.T) {
	for _, tt := range []struct{ from, to, page, was, leads, want string }{
		{"a", "b/c", "x", "a", "a", "b/c"},
		{"a", "b/c", "x", "a/", "a", "b/c/"},
		{"a", "b/c", "x", "a/file.pdf", "a/file.pdf", "b/c/file.pdf"},
		{"a", "b/c", "x", "../a", "a", "../b/c"},
		{"a", "b/c", "x", "./../a/", "a", "./../b/c/"},
		{"a", "b/c", "", "a", "a", "b/c"},
		{"a", "b/c", "", "./a/d", "a/d", "./b/c/d"},
		{"a", "b/c", "a", "..", "", "../.."},
		{"a", "b/c", "a", "../x", "x", "../../x"},
		{"a", "b/c", "a", "x", "x", "x"},
		{"a", "b/c", "a", ".", "a", "."},
		{"a", "b/c", "a/d", "../e", "a/e", "../e"},
		{"a", "b/c", "a/d", "../../a/e", "a/e", "../../../b/c/e"}, // by way of the home page
		{"a/b", "a/c", "a/b/d", "../../e", "a/e", "../../e"},
		{"a/b", "a/c", "x/y", "../../a/b", "a/b", "../../a/c"},
		{"a/b/c", "d", "a/b/c", "../../../x", "x", "../x"},
		{"a/b/c", "d", "a/b/c", "../../../a/x", "a/x", "../a/x"}, // would still lead there, but too high
		{"a/b", "x/b", "a/b", "../../x/y", "x/y", "../y"},
		{"a", "b", "x", "../y", "y", "../y"},
	} {
		a := address{was: tt.was, page: tt.page, to: tt.leads, plan: &Plan{From: tt.from, To: tt.to}}
		got := a.was
		// What would still lead there after the move, site.Resolve knows; here all that can stay does.
		if from := a.plan.newID(a.page); !a.stays() || place(from, a.was) != a.plan.newID(a.to) && a.was != a.plan.newID(a.to) {
			got = a.forms()[0]
		}
		if got != tt.want {
			t.Errorf("%s to %s: on %q %q becomes %q, not %q", tt.from, tt.to, tt.page, tt.was, got, tt.want)
		}
	}
}

// place is where a path leads from a page.
func place(from, to string) string {
	return strings.Trim(path.Join("/", from, to), "/")
}
