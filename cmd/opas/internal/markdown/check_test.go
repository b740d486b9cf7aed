package markdown

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	anyTag    = regexp.MustCompile(`^<(/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"<>]*")?)*)>`)
	attribute = regexp.MustCompile(` ([a-z-]+)(?:="([^"]*)")?`)
	// made are the elements and attributes that this room writes.
	made = map[string]string{
		"a": "class href hreflang rel id role aria-label", "blockquote": "", "br": "", "caption": "id", "code": "class",
		"dd": "", "div": "class role tabindex aria-label aria-labelledby data-audience data-column data-all-columns", "dl": "", "dt": "", "em": "",
		"figcaption": "", "figure": "", "h2": "id", "h3": "id", "h4": "id", "h5": "id", "h6": "id", "hr": "",
		"img": "src alt width height loading decoding", "input": "type autocomplete checked", "label": "", "li": "id",
		"ol": "class start", "p": "class", "pre": "class tabindex dir translate", "section": "class role aria-label",
		"span": "class", "strong": "", "sup": "class", "table": "", "tbody": "", "td": "class", "th": "scope class",
		"thead": "", "tr": "", "ul": "class",
	}
	void     = []string{"br", "hr", "img", "input"}
	goodHref = regexp.MustCompile(`^(?i:https?:|mailto:|tel:|[^:\\]*$|[^:/?#\\]*[/?#][^\\]*$)`)
)

// checkHTML reports HTML that is not balanced, holds an element or attribute
// that this room does not write, or an address that it should not.
func checkHTML(t *testing.T, s string) {
	t.Helper()
	var open []string
	ids := map[string]bool{}
	for rest := s; ; {
		i := strings.IndexAny(rest, "<>")
		if i < 0 {
			break
		}
		m := anyTag.FindStringSubmatch(rest[i:])
		if m == nil {
			t.Fatalf("stray < or > at %.60q in %q", rest[i:], s)
		}
		end, name := m[1] != "", m[2]
		allowed, known := made[name]
		if !known {
			t.Fatalf("element %q in %q", name, s)
		}
		for _, a := range attribute.FindAllStringSubmatch(m[3], -1) {
			value := html.UnescapeString(a[2])
			if !slices.Contains(strings.Fields(allowed), a[1]) {
				t.Fatalf("attribute %q of %q in %q", a[1], name, s)
			}
			if (a[1] == "href" || a[1] == "src") && (!goodHref.MatchString(value) || strings.HasPrefix(value, "//")) {
				t.Fatalf("address %q in %q", value, s)
			}
			if a[1] == "id" {
				if ids[value] || value == "" {
					t.Fatalf("id %q twice or empty in %q", value, s)
				}
				ids[value] = true
			}
		}
		switch {
		case end && (len(open) == 0 || open[len(open)-1] != name):
			t.Fatalf("</%s> closes %v in %q", name, open, s)
		case end:
			open = open[:len(open)-1]
		case !slices.Contains(void, name):
			if name == "a" && slices.Contains(open, "a") {
				t.Fatalf("a link in a link in %q", s)
			}
			open = append(open, name)
		}
		rest = rest[i+len(m[0]):]
	}
	if len(open) > 0 {
		t.Fatalf("%v left open in %q", open, s)
	}
	for _, c := range s {
		if c < 0x20 && c != '\n' && c != '\t' || c == 0x7f {
			t.Fatalf("control character %U in %q", c, s)
		}
	}
}
