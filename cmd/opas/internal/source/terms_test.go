package source_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"opas/cmd/opas/internal/source"
)

// TestSearchTerms: search.yaml gives words by language, and every mistake in
// it has its place.
func TestSearchTerms(t *testing.T) {
	tree := func(terms string) fstest.MapFS {
		return fstest.MapFS{
			"content/site.yaml":   {Data: []byte("languages: [fi]\ntitle: {fi: Testi}\n")},
			"content/fi.md":       {Data: []byte("---\ntitle: Testi\n---\n")},
			"content/search.yaml": {Data: []byte(terms)},
		}
	}
	got, found, err := source.Load(tree("words: {fi: [perehdytys]}\nsynonyms:\n  fi: [[esihenkilö, esimies]]\nwhole: {fi: [kattila]}\n"))
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	if w := got.Terms.Words["fi"]; len(w) != 1 || w[0].Value != "perehdytys" {
		t.Errorf("words: %v", w)
	}
	if g := got.Terms.Synonyms["fi"]; len(g) != 1 || len(g[0]) != 2 || g[0][1].Value != "esimies" {
		t.Errorf("synonyms: %v", g)
	}
	for terms, want := range map[string]string{
		"word: {fi: [a]}\n":            `content/search.yaml:1:1`,
		"words: [a]\n":                 `content/search.yaml:1:8`,
		"words: {fi: [kaksi sanaa]}\n": `content/search.yaml:1:14`,
		"synonyms: {fi: [[yksi]]}\n":   `content/search.yaml:1:17`,
		"synonyms: {fi: [yksi]}\n":     `content/search.yaml:1:17`,
		"words: {Suomi: [a]}\n":        `content/search.yaml:1:9`,
		"whole: {sv: [a]}\n":           `content/search.yaml:1:14`,
	} {
		_, found, err := source.Load(tree(terms))
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 || !strings.HasPrefix(found[0].Pos.String(), want) {
			t.Errorf("%q: %v, want a finding at %s", terms, found, want)
		}
	}
}
