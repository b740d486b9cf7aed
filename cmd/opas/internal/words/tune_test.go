package words

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestTune prints how well readings alone bring forms together, on the shared
// evaluation data where it is there, and holds what was reached: recall and
// precision over single words, documents found by any form above the cut-off.
// MISSES=fi in the environment lists what is missed in a language.
func TestTune(t *testing.T) {
	files, _ := filepath.Glob("../../../../../shared/eval/search/*.json")
	if len(files) == 0 {
		t.Log("nothing to compare: there is no evaluation data beside this checkout")
		return
	}
	for _, file := range files {
		var data struct {
			Lang string
			Docs []struct{ Text string }
			Q    map[string][]struct {
				Q, Lemma string
				Rel      []int
			}
		}
		text, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(text, &data)
		}
		if err != nil {
			t.Fatal(err)
		}
		l := For(data.Lang)
		docs := map[string][]int{} // by form
		for i, d := range data.Docs {
			for _, w := range l.Tokens(d.Text) {
				if list := docs[w.Form]; len(list) == 0 || list[len(list)-1] != i {
					docs[w.Form] = append(list, i)
				}
			}
		}
		byLemma := map[string][]posting{}
		for form := range docs {
			for _, r := range l.Analyse(form) {
				byLemma[r.Lemma] = append(byLemma[r.Lemma], posting{form, r.Weight})
			}
		}
		type sum struct{ recall, precision, n float64 }
		lemmas := map[string]*sum{}
		for _, q := range data.Q["infl"] {
			scores := map[string]float64{}
			form := l.Form(q.Q)
			for _, r := range l.Analyse(form) {
				for _, p := range byLemma[r.Lemma] {
					scores[p.form] += r.Weight * p.weight
				}
			}
			found := map[int]bool{}
			for f, score := range scores {
				if score >= l.match || f == form {
					for _, d := range docs[f] {
						found[d] = true
					}
				}
			}
			hit := 0.0
			for d := range found {
				if slices.Contains(q.Rel, d) {
					hit++
				}
			}
			s := lemmas[q.Lemma]
			if s == nil {
				s = &sum{}
				lemmas[q.Lemma] = s
			}
			s.n++
			s.recall += hit / float64(len(q.Rel))
			if len(found) > 0 {
				s.precision += hit / float64(len(found))
			}
			if os.Getenv("MISSES") == data.Lang && (hit < float64(len(q.Rel)) || hit < float64(len(found))) {
				t.Logf("%s (%s): %v of %d, found %d", q.Q, q.Lemma, hit, len(q.Rel), len(found))
			}
		}
		recall, precision := 0.0, 0.0
		for _, s := range lemmas {
			recall += s.recall / s.n
			precision += s.precision / s.n
		}
		n := float64(len(lemmas))
		if want := reached[data.Lang]; recall/n < want.recall || precision/n < want.precision {
			t.Errorf("%s: recall %.3f precision %.3f, and not %v", data.Lang, recall/n, precision/n, want)
		}
		t.Logf("%s: recall %.3f precision %.3f (%d forms)", data.Lang, recall/n, precision/n, len(docs))
	}
}

// reached is what descriptions have come to, with a margin for honest changes.
var reached = map[string]struct{ recall, precision float64 }{
	"ar": {.97, .85}, "en": {.96, .94}, "fi": {.967, .92}, "ru": {.985, .955}, "sv": {.98, .89},
}

type posting struct {
	form   string
	weight float64
}
