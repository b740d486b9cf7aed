package lang

import (
	"slices"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// forms are the plural categories of CLDR, in its order.
var forms = []string{"zero", "one", "two", "few", "many", "other"}

// noRule is the language whose plural rule stands in for languages that go-i18n
// has none for: CLDR's root knows "other" alone, as Japanese does.
var noRule = language.Japanese

// newBundle returns a Bundle for one language and the tag its messages go under.
func newBundle(t Tag) (*i18n.Bundle, language.Tag) {
	tag := t.language()
	b := i18n.NewBundle(tag)
	if b.AddMessages(tag) != nil {
		tag = noRule
		b = i18n.NewBundle(tag)
	}
	return b, tag
}

// formsOf returns the plural categories of a language with a number that falls
// into each. go-i18n keeps its rules to itself, so they are asked with every
// kind of number the rules of CLDR tell apart.
func formsOf(t Tag) map[string]any {
	bundle, tag := newBundle(t)
	bundle.MustAddMessages(tag, &i18n.Message{ID: "form", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"})
	localizer := i18n.NewLocalizer(bundle, tag.String())
	samples := []any{1_000_000, "0.0", "0.5", "1.5", "2.5", "10.0"}
	for n := 200; n >= 0; n-- {
		samples = append(samples, n)
	}
	found := map[string]any{}
	for _, n := range samples {
		form, err := localizer.Localize(&i18n.LocalizeConfig{MessageID: "form", PluralCount: n, TemplateParser: patternParser{}})
		if err == nil {
			found[form] = n
		}
	}
	return found
}

// PluralForms returns the plural categories of a language, in CLDR's order.
func PluralForms(t Tag) []string { return sortedForms(formsOf(t)) }

// A range such as "0–1 months" takes the form of its end in most languages. In
// these it takes "other" even when it ends in one (CLDR, pluralRanges).
var rangeOther = []string{"af", "bg", "ca", "en", "es", "et", "eu", "fi", "nb", "no", "sv", "ur"}

// rangeCount returns a number that has the plural form of the range.
func rangeCount(t Tag, to int) int {
	if to == 1 && slices.Contains(rangeOther, t.Primary()) {
		return 2
	}
	return to
}
