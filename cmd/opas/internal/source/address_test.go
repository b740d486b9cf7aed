package source

import "testing"

func TestAddress(t *testing.T) {
	for s, want := range map[string]string{
		"apu@example.org":             "mailto:apu@example.org",
		"https://example.org/palaute": "https://example.org/palaute",
		"":                            "",
		"‹palauteosoite›":             "",
		"mailto:apu@example.org":      "",
		"Apu <apu@example.org>":       "",
		"a@example.org?bcc=b@c.d":     "",
		"javascript:alert(1)//@a.b":   "",
		"http://example.org/":         "",
		"https://user@example.org/":   "",
		"https://":                    "",
	} {
		if got := Address(s); got != want {
			t.Errorf("Address(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestBaseAddress(t *testing.T) {
	for s, want := range map[string]string{
		"https://example.org":       "https://example.org/",
		"https://example.org/opas":  "https://example.org/opas/",
		"https://example.org/a/b/":  "https://example.org/a/b/",
		"http://127.0.0.1:8080/":    "http://127.0.0.1:8080/",
		"https://example.org//evil": "",
		"https://example.org/../x":  "",
		"https://example.org/%2F":   "",
		"https://example.org/a%2Fb": "",
		"https://example.org/?":     "",
		"https://example.org/#a":    "",
		"https://:80/":              "",
		"https://a@example.org/":    "",
		"ftp://example.org/":        "",
		"example.org":               "",
	} {
		u, err := ParseBaseURL(s)
		got := ""
		if err == nil {
			got = u.String()
		}
		if got != want {
			t.Errorf("ParseBaseURL(%q) = %q, want %q", s, got, want)
		}
	}
}
