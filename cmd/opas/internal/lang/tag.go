package lang

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Tag is a BCP 47 language tag in canonical case, as used in file names and
// addresses: "fi", "fi-simple", "ar".
type Tag string

// English is the language of last resort: its messages are always there.
const English Tag = "en"

// longest is the length of the longest tag that a registry entry or a sensible
// combination of subtags needs (RFC 5646, section 4.4.1).
const longest = 35

// Parse accepts only well-formed, registered and canonical tags in lower case
// ([a-z0-9-], since they name files and folders). Tags that carry extensions,
// such as a calendar, name no language and are refused.
func Parse(s string) (Tag, error) {
	switch {
	case s == "":
		return "", errors.New("the language tag is empty")
	case len(s) > longest:
		return "", fmt.Errorf("%q is too long for a language tag", s[:longest]+"…")
	case s != strings.ToLower(s):
		return "", fmt.Errorf("%q must be in lower case: %q", s, strings.ToLower(s))
	case strings.ContainsFunc(s, func(r rune) bool { return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') }):
		return "", fmt.Errorf("%q is not a language tag: only a-z, 0-9 and - may stand in it", s)
	}
	raw, err := language.Raw.Parse(s)
	if err != nil {
		return "", fmt.Errorf("%q is not a registered language tag", s)
	}
	if strings.HasPrefix(s, "x-") || strings.HasPrefix(s, "und") || hasExtension(raw) {
		return "", fmt.Errorf("%q does not name a language", s)
	}
	canonical, err := (language.BCP47 | language.Legacy).Canonicalize(raw)
	if err != nil {
		return "", fmt.Errorf("%q is not a registered language tag", s)
	}
	if c := strings.ToLower(canonical.String()); c != s {
		return "", fmt.Errorf("%q is written %q", s, c)
	}
	return Tag(s), nil
}

// hasExtension reports whether a tag has an extension other than private use,
// which test languages may have ("en-x-mirror").
func hasExtension(t language.Tag) bool {
	return slices.ContainsFunc(t.Extensions(), func(e language.Extension) bool { return e.Type() != 'x' })
}

// Dir returns the direction the language is written in, "ltr" or "rtl", by its
// script.
func (t Tag) Dir() string {
	script, confidence := t.language().Script()
	if confidence == language.No {
		script = unknownScripts[t.Primary()]
	}
	if slices.Contains(rightToLeft, script.String()) {
		return "rtl"
	}
	return "ltr"
}

// rightToLeft are the ISO 15924 scripts that Unicode writes from right to left
// (UAX #9: scripts of bidirectional class R or AL).
var rightToLeft = []string{"Adlm", "Arab", "Aran", "Gara", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}

// unknownScripts are those of living languages that x/text has no script for.
var unknownScripts = map[string]language.Script{
	"acm": language.MustParseScript("Arab"), // Iraqi Arabic
	"aii": language.MustParseScript("Syrc"), // Assyrian Neo-Aramaic
	"pbt": language.MustParseScript("Arab"), // Southern Pashto
	"prs": language.MustParseScript("Arab"), // Dari
}

// Name returns what the language calls itself, capitalised as an entry of a
// menu: "Suomi", "Selkosuomi", "English", "العربية". A language whose own name
// is not known gets its English name, or its tag.
func (t Tag) Name() string {
	if name, ok := ownNames[t]; ok {
		return name
	}
	if base, ok := strings.CutSuffix(string(t), simple); ok {
		return Tag(base).Name() + " (easy)"
	}
	lt := t.language()
	name := display.Self.Name(lt)
	if name == "" {
		// An unusual script ("en-arab") hides the language's own name.
		if base, err := language.Compose(lt.Raw()); err == nil {
			name = display.Self.Name(base)
		}
	}
	if own, ok := ownNames[Tag(t.Primary())]; name == "" && ok {
		name = own
	}
	if name == "" {
		name = display.English.Languages().Name(lt)
	}
	if name == "" || strings.HasPrefix(name, "Unknown") {
		return string(t)
	}
	return capitalised(name)
}

// ownNames are names that x/text does not have: easy languages, and languages
// spoken by people who move to Finland.
var ownNames = map[Tag]string{
	"de-simple": "Leichte Sprache",
	"en-simple": "Easy English",
	"fi-simple": "Selkosuomi",
	"nb-simple": "Lettlest norsk",
	"sv-simple": "Lätt svenska",
	"kmr":       "Kurmancî",
	"ku":        "Kurdî",
	"prs":       "دری",
	"sms":       "Nuõrttsääʹmǩiõll",
}

// simple is the BCP 47 variant of easy-to-understand language.
const simple = "-simple"

func capitalised(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToTitle(r)) + s[size:]
}

// nameIn returns what the language is called in another language, as it stands
// within a sentence ("ruotsi", "Swedish"); easy reports that the name is the
// plain language's and the tag an easy variant of it.
func (t Tag) nameIn(reader Tag) (name string, easy bool) {
	base, easy := strings.CutSuffix(string(t), simple)
	if names := display.Languages(reader.language()); names != nil {
		name = names.Name(Tag(base).language())
	}
	if name == "" {
		return t.Name(), false
	}
	return name, easy
}

// HTML returns the value for a lang attribute: BCP 47 in its customary case
// ("fi-simple", "zh-Hant").
func (t Tag) HTML() string { return t.language().String() }

// language returns the tag as x/text knows it. A Tag comes from Parse, so it
// is well formed.
func (t Tag) language() language.Tag { return language.Raw.Make(string(t)) }

// Latin reports whether the language is usually written in Latin letters.
func (t Tag) Latin() bool {
	script, _ := language.Make(string(t)).Script()
	return script.String() == "Latn"
}

// Primary returns the primary subtag: of fi-simple it is fi.
func (t Tag) Primary() string {
	base, _, _ := strings.Cut(string(t), "-")
	return base
}

// plain returns the language that an easy variant makes easy: fi for fi-simple.
func (t Tag) plain() (Tag, bool) {
	base, ok := strings.CutSuffix(string(t), simple)
	return Tag(base), ok
}

// Chain returns where to look for a text, t first, without repetitions: an
// easy variant such as fi-simple falls back to its language (fi), then en, then
// the source; every other language to en and then the source. Only languages
// in available.
func Chain(t, source Tag, available []Tag) []Tag {
	wish := []Tag{t}
	if plain, ok := t.plain(); ok {
		wish = append(wish, plain)
	}
	wish = append(wish, English, source)
	var chain []Tag
	for _, tag := range wish {
		if slices.Contains(available, tag) && !slices.Contains(chain, tag) {
			chain = append(chain, tag)
		}
	}
	return chain
}
