package source

import (
	"fmt"
	"regexp"
	"strings"

	"opas/cmd/opas/internal/diag"
)

// hostName is a host name with at least two labels (RFC 1123, section 2.1),
// in the form that goes over the wire: lower case, and a name in other letters
// as xn--….
var hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)

// domain checks domain:, which must be the host of base-url: if both are there.
func (c *Config) domain() diag.List {
	var found diag.List
	d := c.Domain
	if d.Value == "" {
		return nil
	}
	if len(d.Value) > 253 || !hostName.MatchString(d.Value) {
		hint := "write the host name alone, such as opas.example.org"
		if strings.IndexFunc(d.Value, func(r rune) bool { return r >= 0x80 }) >= 0 {
			hint += "; a name with other letters than a to z is written in its form that begins with xn--"
		}
		found.Errorf("domain", d.Pos, hint, "%q is not a host name", d.Value)
		return found
	}
	if u, err := ParseBaseURL(c.BaseURL.Value); err == nil && !strings.EqualFold(u.Hostname(), d.Value) {
		found.Add(diag.Diagnostic{Code: "domain", Pos: d.Pos, Message: fmt.Sprintf("the domain %q is not the host of base-url:, %q", d.Value, u.Hostname()),
			Hint: "make them the same, or delete domain: if the host does not ask for it", Related: []diag.Related{{Pos: c.BaseURL.Pos, Message: "the address is here"}}})
	}
	return found
}
