package words

import (
	"math"
	"slices"
	"strings"
	"testing"
)

const columnNames = "Hakusana,Homonymia,Sanaluokka,Taivutustiedot\n"

func lexicon(t *testing.T, lines string) *Lexicon {
	t.Helper()
	x, err := ReadLexicon(strings.NewReader(columnNames+lines), "fi")
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestReadLexicon(t *testing.T) {
	text := "\uFEFF" + columnNames + `
Mentori,,substantiivi,6
kahvi,,substantiivi,"5, 6"
aava,,adjektiivi, substantiivi,9
lava,1,substantiivi,9
lava,2,substantiivi,(10)
vika,,substantiivi,9*(D)
maksukyky,,substantiivi,
‑aikainen,,adjektiivi,38
aatelis-,,,
à la carte,,adverbi,99
`
	x, err := ReadLexicon(strings.NewReader(strings.ReplaceAll(text, "\n", "\r\n")), "fi")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		word    string
		classes []int
	}{
		{"mentori", []int{6}}, {"kahvi", []int{5, 6}}, {"aava", []int{9}}, {"lava", []int{9, 10}}, {"vika", []int{9}}, {"maksukyky", nil}, {"aikainen", []int{38}},
	} {
		w, ok := x.words[c.word]
		if !ok {
			t.Errorf("%s is not there", c.word)
		}
		for class := range 128 {
			if w.has(class) && !slices.Contains(c.classes, class) {
				t.Errorf("%s has class %d", c.word, class)
			}
		}
		for _, class := range c.classes {
			if !w.has(class) {
				t.Errorf("%s has not class %d", c.word, class)
			}
		}
	}
	if !x.words["aatelis"].head || !x.words["aikainen"].tail || x.words["lava"].head {
		t.Error("hyphens were not understood")
	}
	if len(x.words) != 8 {
		t.Errorf("%d words", len(x.words))
	}
}

func TestReadLexiconOtherSeparators(t *testing.T) {
	for _, s := range []string{";", "\t"} {
		text := strings.ReplaceAll(columnNames+"kahvi,,substantiivi,", ",", s) + "5, 6\n"
		x, err := ReadLexicon(strings.NewReader(text), "fi")
		if err != nil || !x.words["kahvi"].has(5) || !x.words["kahvi"].has(6) {
			t.Errorf("%q: %v %v", s, x, err)
		}
	}
}

func TestReadLexiconErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                                       "line 1: the names of the columns are missing",
		"mentori,,substantiivi,6\n":              "line 1: the names of the columns are missing",
		columnNames + "mentori,6\n":              "line 2: there are 2 columns instead of 4",
		columnNames + ",,substantiivi,6\n":       `line 2: "" is no word`,
		columnNames + "\n---,,x,6\n":             `line 3: "---" is no word`,
		columnNames + "a,,x,6x\n":                `line 2: "6x" is no inflection class`,
		columnNames + "a,,x,128\n":               `line 2: "128" is no inflection class`,
		columnNames + "a,,x,0\n":                 `line 2: "0" is no inflection class`,
		columnNames + "a,,x,99999999999999\n":    `line 2: "99999999999999" is no inflection class`,
		columnNames + "a,,x,6\nb\xff,,x,6\n":     "line 3: the text is not UTF-8",
		columnNames + strings.Repeat("a", 1<<13): "line 2: longer than 4096 bytes",
	} {
		_, err := ReadLexicon(strings.NewReader(text), "fi")
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.60q: %v, want %s", text, err, want)
		}
	}
}

// A lexicon tells a lemma that it has from those that only might be.
func TestSharperReadings(t *testing.T) {
	l := For("fi")
	x := lexicon(t, "hoiva,,substantiivi,9\nhoitaa,,verbi,53*F\nkoti,,substantiivi,5*F\ntyö,,substantiivi,19\nkotityö,,substantiivi,\nlukea,,verbi,58*D\n")
	for form, want := range map[string]string{
		"hoivan":     "hoiva",
		"kotityöstä": "kotityö",
		"luen":       "lukea",
	} {
		readings, sharper := x.Analyse(l, form)
		if readings[0].Lemma != want || readings[0].Weight < 0.6 {
			t.Errorf("%s: %v (%v)", form, readings, sharper)
		}
	}
	for _, form := range []string{"hoivan", "hoitaisi", "x", "", "123", "kotitöitä", "outo", "ja"} {
		readings, _ := x.Analyse(l, form)
		sum := 0.0
		for _, r := range readings {
			sum += r.Weight
		}
		if len(readings) > 0 && math.Abs(sum-1) > 1e-3 {
			t.Errorf("%s: weights sum to %v", form, sum)
		}
	}
}

// What the lexicon has as a word is not cut; what it has as a compound is.
func TestLexiconAndCompounds(t *testing.T) {
	x := lexicon(t, "kansalainen,,substantiivi,38\nkansa,,substantiivi,9\nlainen,,adjektiivi,38\nydin,,substantiivi,33\nvoima,,substantiivi,10\nydinvoima,,substantiivi,\n")
	v := NewVocabulary(For("fi"), []string{"kansalainen", "ydinvoimaa", "kansa", "lainen"}, CompoundOptions{Lexicon: x})
	for _, want := range []string{"kansalainen", "ydin#voimaa"} {
		if got := showCompound(v, strings.ReplaceAll(want, "#", "")); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func FuzzReadLexicon(f *testing.F) {
	f.Add(columnNames + "kahvi,,substantiivi,\"5, 6\"\n")
	f.Add("Hakusana;Homonymia;Sanaluokka;Taivutustiedot\nx;;;(5*J)")
	f.Fuzz(func(t *testing.T, text string) {
		x, err := ReadLexicon(strings.NewReader(text), "fi")
		if err != nil {
			if !strings.HasPrefix(err.Error(), "line ") {
				t.Errorf("%v names no line", err)
			}
			return
		}
		x.Analyse(For("fi"), "kahvinkeittimellä")
		NewVocabulary(For("fi"), []string{"kahvinkeittimellä"}, CompoundOptions{Lexicon: x})
	})
}
