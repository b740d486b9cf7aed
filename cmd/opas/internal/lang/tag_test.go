package lang

import (
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, s := range []string{"fi", "fi-simple", "en", "sv", "ar", "ru", "uk", "so", "prs", "ckb", "zh-hant", "pt-br", "se", "en-arab", "en-x-mirror"} {
		if tag, err := Parse(s); err != nil || string(tag) != s {
			t.Errorf("Parse(%q) = %q, %v", s, tag, err)
		}
	}
	for s, want := range map[string]string{
		"":                       "empty",
		"FI":                     `lower case: "fi"`,
		"fi_FI":                  "lower case",
		"fi_fi":                  "not a language tag",
		"fi ":                    "not a language tag",
		"../fi":                  "not a language tag",
		"ﬁ":                      "not a language tag",
		"suomi":                  "not a registered",
		"xx":                     "not a registered",
		"fi-":                    "not a registered",
		"iw":                     `written "he"`,
		"fi-latn":                `written "fi"`,
		"sh":                     `written "sr-latn"`,
		"fi-u-co-trad":           "does not name",
		"x-foo":                  "does not name",
		"und":                    "does not name",
		strings.Repeat("a-", 99): "too long",
	} {
		if tag, err := Parse(s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q) = %q, %v; want an error with %q", s, tag, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"fi-simple", "en-x-mirror", "zh-hant-tw", "i-klingon", "art-lojban", "fi-u-nu-latn", "sl-rozaj-biske-1994"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tag, err := Parse(s)
		if err != nil {
			return
		}
		if strings.ToLower(tag.HTML()) != s {
			t.Errorf("%q is %q in HTML", s, tag.HTML())
		}
		if tag.Name() == "" || tag.Dir() == "" {
			t.Errorf("%q has no name or direction", s)
		}
	})
}

func TestTag(t *testing.T) {
	for _, test := range []struct{ tag, dir, name, html string }{
		{"fi", "ltr", "Suomi", "fi"},
		{"fi-simple", "ltr", "Selkosuomi", "fi-simple"},
		{"en", "ltr", "English", "en"},
		{"sv", "ltr", "Svenska", "sv"},
		{"sv-simple", "ltr", "Lätt svenska", "sv-simple"},
		{"ru-simple", "ltr", "Русский (easy)", "ru-simple"},
		{"ar", "rtl", "العربية", "ar"},
		{"ru", "ltr", "Русский", "ru"},
		{"uk", "ltr", "Українська", "uk"},
		{"so", "ltr", "Soomaali", "so"},
		{"ckb", "rtl", "کوردیی ناوەندی", "ckb"},
		{"prs", "rtl", "دری", "prs"},
		{"he", "rtl", "עברית", "he"},
		{"dv", "rtl", "Divehi", "dv"},
		{"en-arab", "rtl", "English", "en-Arab"},
		{"zh-hant", "ltr", "繁體中文", "zh-Hant"},
		{"rom", "ltr", "Romany", "rom"},
	} {
		tag := Tag(test.tag)
		if got := tag.Dir(); got != test.dir {
			t.Errorf("%s: direction %q, want %q", tag, got, test.dir)
		}
		if got := tag.Name(); got != test.name {
			t.Errorf("%s: name %q, want %q", tag, got, test.name)
		}
		if got := tag.HTML(); got != test.html {
			t.Errorf("%s: HTML %q, want %q", tag, got, test.html)
		}
	}
}

func TestChain(t *testing.T) {
	all := []Tag{"fi", "en", "sv", "fi-simple", "ar"}
	for _, test := range []struct {
		tag, source Tag
		available   []Tag
		want        []Tag
	}{
		{"fi-simple", "fi", all, []Tag{"fi-simple", "fi", "en"}},
		{"fi", "fi", all, []Tag{"fi", "en"}},
		{"en", "fi", all, []Tag{"en", "fi"}},
		{"ar", "fi", all, []Tag{"ar", "en", "fi"}},
		{"ar", "sv", all, []Tag{"ar", "en", "sv"}},
		{"fi-simple", "sv", all, []Tag{"fi-simple", "fi", "en", "sv"}},
		{"ar", "fi", []Tag{"fi", "ar"}, []Tag{"ar", "fi"}},
		{"fi", "fi", []Tag{"fi"}, []Tag{"fi"}},
	} {
		if got := Chain(test.tag, test.source, test.available); !slices.Equal(got, test.want) {
			t.Errorf("Chain(%s, %s, %v) = %v, want %v", test.tag, test.source, test.available, got, test.want)
		}
	}
}
