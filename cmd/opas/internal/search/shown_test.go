package search

import (
	"slices"
	"strings"
	"testing"
)

// TestShown: a text that is only shown answers no query, and is what the reader
// sees of its section.
func TestShown(t *testing.T) {
	in := input("fi", []Page{{Path: "words/", Title: "Sanasto", Section: -1, Sections: []Section{
		{Text: "Sanoja."},
		{ID: "mentor", Heading: "mentori", Terms: []string{"наставник"}, Text: "Kokenut ihminen neuvoo uutta.", Shown: true},
		{ID: "shift", Heading: "työvuoro", Text: "Aika, jonka mentori tekee työtä.", Shown: true},
	}}})
	r := open(t, in)
	for query, want := range map[string]string{"mentorin": "mentor", "наставник": "mentor", "työvuorossa": "shift", "neuvoo": "", "kokenut": ""} {
		result, err := r.Find(query, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, h := range result.Hits {
			_, id, _ := strings.Cut(h.URL, "#")
			ids = append(ids, id)
			if h.Excerpt == "" || len(h.More) > 0 {
				t.Errorf("%s: the excerpt is %q, and beside it %v", query, h.Excerpt, h.More)
			}
		}
		if want == "" && ids != nil || want != "" && !slices.Equal(ids, []string{want}) {
			t.Errorf("%s finds %q, want %q", query, ids, want)
		}
	}
}
