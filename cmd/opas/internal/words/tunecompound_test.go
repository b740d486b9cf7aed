package words

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestTuneCompounds prints, on the shared evaluation data where it is there,
// what parts of compounds add: recall and precision of single words, recall of
// parts, and recall where a word stands in no other way than as a part.
func TestTuneCompounds(t *testing.T) {
	for _, tag := range []string{"fi", "sv"} {
		text, err := os.ReadFile("../../../../../shared/eval/search/" + map[string]string{"fi": "fi_tdt_dev.json", "sv": "sv_talbanken_dev.json"}[tag])
		if err != nil {
			t.Skip("no evaluation data")
		}
		var data evaluation
		if err := json.Unmarshal(text, &data); err != nil {
			t.Fatal(err)
		}
		if tag == os.Getenv("SPLITS") {
			defer printSplits(t, data)
		}
		tune(t, tag+" rules", data, nil)
		if x := kotus(t); x != nil && tag == "fi" {
			tune(t, tag+" lexicon", data, x)
		}
	}
}

type evaluation struct {
	Lang string
	Docs []struct{ Text string }
	Q    map[string][]struct {
		Q, Lemma  string
		Rel, Only []int
	}
}

func kotus(t *testing.T) *Lexicon {
	names, _ := filepath.Glob("../../../../../shared/data/kotus-*.csv")
	if len(names) == 0 {
		return nil
	}
	f, err := os.Open(names[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	x, err := ReadLexicon(f, "fi")
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func printSplits(t *testing.T, data evaluation) {
	l := For(data.Lang)
	forms := map[string]bool{}
	for _, d := range data.Docs {
		for _, w := range l.Tokens(d.Text) {
			forms[w.Form] = true
		}
	}
	list := []string{}
	for f := range forms {
		list = append(list, f)
	}
	slices.Sort(list)
	v := NewVocabulary(l, list, CompoundOptions{})
	for _, f := range list {
		if s := showCompound(v, f); s != f {
			t.Log(s)
		}
	}
}

func tune(t *testing.T, name string, data evaluation, x *Lexicon) {
	l := For(data.Lang)
	docs := map[string][]int{} // by form
	var forms []string
	for i, d := range data.Docs {
		for _, w := range l.Tokens(d.Text) {
			list := docs[w.Form]
			if list == nil {
				forms = append(forms, w.Form)
			}
			if len(list) == 0 || list[len(list)-1] != i {
				docs[w.Form] = append(list, i)
			}
		}
	}
	start := time.Now()
	v := NewVocabulary(l, forms, CompoundOptions{Lexicon: x})
	took := time.Since(start)
	analyse := l.Analyse
	ships := map[string]bool{}
	if x != nil {
		analyse = func(form string) []Reading {
			r, sharper := x.Analyse(l, form)
			if sharper {
				if docs[form] != nil {
					ships[form] = true
				}
			}
			return r
		}
	}
	byLemma := map[string][]found{}
	parts := map[string][]found{}
	splits := 0
	tails := map[string][]Reading{}
	for _, form := range forms {
		for _, r := range analyse(form) {
			byLemma[r.Lemma] = append(byLemma[r.Lemma], found{form, "", r.Weight})
		}
		put := func(part string, weight float64, list []Reading) {
			for _, r := range list {
				parts[r.Lemma] = append(parts[r.Lemma], found{form, part, r.Weight * weight})
			}
		}
		for _, s := range v.Splits(form) {
			splits++
			h := strings.Trim(form[:s.At], "-")
			put(h, HeadWeight(s.Level), l.Heads(h))
			tail := form[s.At:]
			if tails[tail] == nil {
				tails[tail] = analyse(tail)
			}
			put(tail, TailWeight(s.Level), tails[tail])
		}
		for _, p := range v.Middles(form) {
			put(form[p.Start:p.End], TailWeight(p.Level), l.Heads(form[p.Start:p.End]))
		}
	}
	search := func(query string) (lexemes, all map[int]bool, why map[string]string) {
		lexemes, all, why = map[int]bool{}, map[int]bool{}, map[string]string{}
		form := l.Form(query)
		readings := l.Analyse(form)
		if docs[form] != nil {
			readings = analyse(form)
		}
		scores := map[found]float64{}
		for _, r := range readings {
			for _, p := range byLemma[r.Lemma] {
				scores[found{form: p.form}] += r.Weight * p.weight
			}
		}
		for f, score := range scores {
			if score >= l.match || f.form == form {
				for _, d := range docs[f.form] {
					lexemes[d], all[d] = true, true
				}
			}
		}
		scores = map[found]float64{}
		for _, r := range PartLemmas(form, readings) {
			for _, p := range parts[r.Lemma] {
				scores[found{form: p.form, part: p.part}] += r.Weight * p.weight
			}
		}
		for f, score := range scores {
			if score >= PartMatchFrom {
				why[f.form] = f.part
				for _, d := range docs[f.form] {
					all[d] = true
				}
			}
		}
		return lexemes, all, why
	}
	parted := map[string][]int{}
	for _, q := range data.Q["comp"] {
		parted[q.Lemma] = q.Rel
	}
	var ceiling, recall, precision, lexRecall, lexPrecision, comp, only means
	lost := map[string]string{}
	for _, q := range data.Q["infl"] {
		lexemes, all, why := search(q.Q)
		recall.add(q.Lemma, share(all, q.Rel, len(q.Rel)))
		precision.add(q.Lemma, share(all, q.Rel, len(all)))
		pure := map[int]bool{}
		for d := range all {
			if lexemes[d] || slices.Contains(parted[q.Lemma], d) || slices.Contains(q.Rel, d) {
				pure[d] = true
			}
		}
		ceiling.add(q.Lemma, share(pure, q.Rel, len(pure)))
		lexRecall.add(q.Lemma, share(lexemes, q.Rel, len(q.Rel)))
		lexPrecision.add(q.Lemma, share(lexemes, q.Rel, len(lexemes)))
		for f, part := range why {
			for _, d := range docs[f] {
				if !lexemes[d] && !slices.Contains(q.Rel, d) && !slices.Contains(parted[q.Lemma], d) {
					lost[q.Q+" "+f+" "+part] = q.Lemma
				}
			}
		}
	}
	for _, q := range data.Q["comp"] {
		_, all, _ := search(q.Q)
		comp.add(q.Lemma, share(all, q.Rel, len(q.Rel)))
		if len(q.Only) > 0 {
			only.add(q.Lemma, share(all, q.Only, len(q.Only)))
		}
		for _, d := range q.Only {
			if os.Getenv("MISSES") == data.Lang && !all[d] {
				var near []string
				begin := string([]rune(q.Q)[:min(4, len([]rune(q.Q)))])
				for _, w := range l.Tokens(data.Docs[d].Text) {
					if i := strings.Index(w.Form, begin); i > 0 {
						near = append(near, showCompound(v, w.Form))
					}
				}
				t.Logf("missed %s in %d: %v", q.Q, d, near)
			}
		}
	}
	if os.Getenv("FALSE") == data.Lang {
		list := []string{}
		for s, lemma := range lost {
			list = append(list, lemma+": "+s)
		}
		slices.Sort(list)
		for _, s := range list {
			t.Log(s)
		}
	}
	t.Logf("%s: forms and lexemes %.3f/%.3f, with parts %.3f/%.3f, parts %.3f, only parts %.3f (ceiling %.3f, %d forms, %d splits of %d, %.0f ms, %d shipped)", name,
		lexRecall.mean(), lexPrecision.mean(), recall.mean(), precision.mean(), comp.mean(), only.mean(), ceiling.mean(),
		len(forms), splits, len(v.compounds), took.Seconds()*1000, len(ships))
}

type found struct {
	form, part string
	weight     float64
}

// means averages the queries of a lemma, and then the lemmas.
type means map[string][]float64

func (m *means) add(lemma string, x float64) {
	if *m == nil {
		*m = means{}
	}
	(*m)[lemma] = append((*m)[lemma], x)
}

func (m means) mean() float64 {
	sum := 0.0
	for _, list := range m {
		s := 0.0
		for _, x := range list {
			s += x
		}
		sum += s / float64(len(list))
	}
	return sum / float64(len(m))
}

// share is how many of those relevant were found, by a number.
func share(found map[int]bool, relevant []int, n int) float64 {
	if n == 0 {
		return 0
	}
	hit := 0.0
	for _, d := range relevant {
		if found[d] {
			hit++
		}
	}
	return hit / float64(n)
}
