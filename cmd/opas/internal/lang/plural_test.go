package lang

import (
	"strings"
	"testing"
)

// What CLDR says of the languages the guide is meant for, and of some others.
func TestFormsOf(t *testing.T) {
	for tag, want := range map[Tag]string{
		"fi": "one other", "fi-simple": "one other", "en": "one other", "sv": "one other", "so": "one other",
		"ru": "one few many other", "uk": "one few many other", "cs": "one few many other",
		"ar": "zero one two few many other", "cy": "zero one two few many other",
		"ja": "other", "prs": "other", "lv": "zero one other",
	} {
		if got := strings.Join(sortedForms(formsOf(tag)), " "); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

func TestRangeCount(t *testing.T) {
	for _, test := range []struct {
		tag      Tag
		to, want int
	}{{"fi", 1, 2}, {"fi", 6, 6}, {"de", 1, 1}, {"ar", 2, 2}, {"fi-simple", 1, 2}} {
		if got := rangeCount(test.tag, test.to); got != test.want {
			t.Errorf("%s, up to %d: %d, want %d", test.tag, test.to, got, test.want)
		}
	}
}
