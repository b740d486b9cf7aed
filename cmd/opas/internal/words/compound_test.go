package words

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// showCompound writes a form with its splits, by certainty: - = #.
func showCompound(v *Vocabulary, form string) string {
	var b strings.Builder
	last := 0
	for _, s := range v.Splits(form) {
		b.WriteString(form[last:s.At])
		b.WriteByte("-=#"[s.Level])
		last = s.At
	}
	b.WriteString(form[last:])
	return b.String()
}

// care is what a small site says.
const care = `mentori ohjaaja ohjaajat työ työn elämä elämän työelämäohjaaja työelämäohjaajalle hoiva avustaja avustajan hoiva-avustaja
	lähihoitaja sairaanhoitaja sairaanhoitajan perehdytys perehdytystä perehdytyssuunnitelma suunnitelma kielikoulutus koulutus kieli
	ihminen ihmisoikeudet oikeus perustuslaki perustuslaissa perustuslakiuudistus laki lain uudistus esihenkilö henkilökunta
	kattila kattilassa mainos mainoksen ansio ansiosta osta ostaa seura seurata seurasit mahdollinen mahdollisuus
	maailma hyvinvointialue alue hyvinvointi terveydenhuolto päiväkoti päiväkodissa pörssikesäleiri`

func TestSplits(t *testing.T) {
	v := NewVocabulary(For("fi"), strings.Fields(care), CompoundOptions{})
	for _, want := range []string{
		"työ#elämä#ohjaaja", "työ#elämä#ohjaajalle", "hoiva-#avustaja", "lähi#hoitaja", "perehdytys#suunnitelma", "kieli#koulutus",
		"hyvinvointi#alue", "päivä#koti", "päivä#kodissa", "henkilö#kunta",
		// no compounds, or none that this site would tell
		"mentori", "kattila", "kattilassa", "mainos", "mainoksen", "ansiosta", "ostaa", "seurasit", "mahdollisuus", "avustajan", "koulutus",
	} {
		form := strings.Map(func(r rune) rune {
			if r == '#' {
				return -1
			}
			return r
		}, want)
		if got := showCompound(v, form); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// Parts that are not known for sure are found at some level.
func TestSplitsAtAll(t *testing.T) {
	v := NewVocabulary(For("fi"), strings.Fields(care), CompoundOptions{})
	for _, want := range []string{"sairaan|hoitaja", "perustus|laki", "perustuslaki|uudistus", "terveyden|huolto", "ihmis|oikeudet"} {
		head, tail, _ := strings.Cut(want, "|")
		if !slices.ContainsFunc(v.Splits(head+tail), func(s Split) bool { return s.At == len(head) }) {
			t.Errorf("%s is %s", want, showCompound(v, head+tail))
		}
	}
}

func TestMiddles(t *testing.T) {
	forms := append(strings.Fields(care), "x-hoiva-avustaja", "hoitotyö-avustaja", "kevät-työelämä")
	v := NewVocabulary(For("fi"), forms, CompoundOptions{})
	for form, want := range map[string]string{
		"työelämäohjaaja":      "elämä",
		"työelämäohjaajalle":   "elämä",
		"perustuslakiuudistus": "laki",  // the site has the whole head as a word
		"x-hoiva-avustaja":     "hoiva", // between hyphens
		"hoitotyö-avustaja":    "työ",   // the tail of what stands before a hyphen
		"kevät-työelämä":       "työ",   // the head of what stands behind one
	} {
		var got []string
		for _, m := range v.Middles(form) {
			got = append(got, form[m.Start:m.End])
		}
		if !slices.Contains(got, want) {
			t.Errorf("middles of %s (%s): %v, want %s", form, showCompound(v, form), got, want)
		}
	}
}

func TestWholeWords(t *testing.T) {
	v := NewVocabulary(For("fi"), append(strings.Fields(care), "työelämäohjaajia", "hoiva-avustajalle"), CompoundOptions{
		Whole: []string{"Työelämäohjaaja", "hoiva-avustaja"},
	})
	for _, form := range []string{"työelämäohjaaja", "työelämäohjaajalle", "työelämäohjaajia", "hoiva-avustaja"} {
		if len(v.Splits(form)) > 0 || len(v.Middles(form)) > 0 {
			t.Errorf("%s is never to be split, but is %s", form, showCompound(v, form))
		}
	}
}

// Words of the site's own make parts known.
func TestOwnWords(t *testing.T) {
	forms := []string{"siltavalmennusryhmille"}
	at := len("siltavalmennus")
	level := func(o CompoundOptions) int {
		for _, s := range NewVocabulary(For("fi"), forms, o).Splits(forms[0]) {
			if s.At == at {
				return s.Level
			}
		}
		return -1
	}
	if with := level(CompoundOptions{Words: []string{"siltavalmennus", "ryhmä"}}); with < 2 {
		t.Errorf("with the site's own words the split has level %d", with)
	}
}

func TestSwedishCompounds(t *testing.T) {
	v := NewVocabulary(For("sv"), strings.Fields("arbete arbetsliv livet äldreomsorg omsorg äldre barn barnomsorgen skola skolor förskola sjuksköterska lärare lärarutbildning utbildning mötet vården"), CompoundOptions{})
	for _, want := range []string{"arbets#liv", "barn#omsorgen", "lärar#utbildning", "mötet", "vården", "skolor"} {
		form := strings.ReplaceAll(want, "#", "")
		if got := showCompound(v, form); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// A language without closed compounds splits at hyphens only.
func TestHyphensOnly(t *testing.T) {
	for _, tag := range []string{"en", "tlh"} {
		v := NewVocabulary(For(tag), []string{"care", "taker", "caretaker", "care-taker-in-chief", "-", "a--b"}, CompoundOptions{})
		if got := showCompound(v, "caretaker"); got != "caretaker" {
			t.Errorf("%s: %s", tag, got)
		}
		if got := showCompound(v, "care-taker-in-chief"); got != "care-#taker-#in-#chief" {
			t.Errorf("%s: %s", tag, got)
		}
		if got := len(v.Middles("care-taker-in-chief")); got != 2 {
			t.Errorf("%s: %d middle parts", tag, got)
		}
	}
}

// The order of the forms changes nothing.
func TestOrderOfForms(t *testing.T) {
	forms := strings.Fields(care)
	a := NewVocabulary(For("fi"), forms, CompoundOptions{})
	reversed := slices.Clone(forms)
	slices.Reverse(reversed)
	b := NewVocabulary(For("fi"), reversed, CompoundOptions{})
	for _, f := range forms {
		if !slices.Equal(a.Splits(f), b.Splits(f)) || !slices.Equal(a.Middles(f), b.Middles(f)) {
			t.Errorf("%s: %s, %s", f, showCompound(a, f), showCompound(b, f))
		}
	}
}

func TestPartLemmas(t *testing.T) {
	got := PartLemmas("d", []Reading{{"a", 0.125}, {"b", 0.5}, {"c", 0.46875}, {"d", 0.0625}})
	if want := []Reading{{"b", 0.5}, {"c", 0.46875}, {"d", 0.0625}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestCompositions(t *testing.T) {
	names, err := fs.Glob(descriptions, "*.parts.txt")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		text, err := descriptions.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parseComposition(string(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if tag := strings.TrimSuffix(name, ".parts.txt"); For(tag).Tag != tag {
			t.Errorf("%s belongs to no language", name)
		}
	}
	for text, want := range map[string]string{
		"least x":      "line 1",
		"\nonsets a b": `line 2: "onsets" is no directive`,
		"least 3 4":    "line 1",
		"bound a":      "too short",
	} {
		if _, err := parseComposition(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzCompounds(f *testing.F) {
	for _, s := range strings.Fields(care) {
		f.Add(s)
	}
	f.Add("-a--b-")
	f.Add("yöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyöyö")
	f.Add("ka\u0308\xffsi-\u200b")
	f.Fuzz(func(t *testing.T, s string) {
		for _, tag := range []string{"fi", "sv", "ar"} {
			l := For(tag)
			forms := []string{s, "työ", "elämä"} // what no tokenizer makes, too
			for _, token := range l.Tokens(s) {
				forms = append(forms, token.Form)
			}
			v := NewVocabulary(l, forms, CompoundOptions{Whole: []string{"elämä"}})
			for _, form := range forms {
				last := 0
				for _, split := range v.Splits(form) {
					if split.At <= last || split.At >= len(form) || split.Level < 0 || split.Level > 2 {
						t.Errorf("%q: %v", form, v.Splits(form))
					}
					if utf8.ValidString(form) && !utf8.RuneStart(form[split.At]) {
						t.Errorf("%q: %v is inside a letter", form, split)
					}
					last = split.At
				}
				for _, m := range v.Middles(form) {
					if m.Start <= 0 || m.Start >= m.End || m.End >= len(form) || m.Level < 0 || m.Level > 2 {
						t.Errorf("%q: middle %v", form, m)
					}
					if utf8.ValidString(form) && !utf8.ValidString(form[m.Start:m.End]) {
						t.Errorf("%q: %v is inside a letter", form, m)
					}
				}
			}
		}
	})
}

func BenchmarkVocabulary(b *testing.B) {
	// 100,000 forms: all heads with all tails, in cases
	var forms []string
	words := strings.Fields("työ elämä kieli koulutus hoito perhe lapsi asiakas palvelu terveys päivä koti vanhus ohjaus tieto taito raha asunto matka ruoka")
	for _, head := range words {
		for _, middle := range words {
			for _, tail := range words {
				for _, ending := range strings.Fields("- n lla lle sta ni nsa ssa ksi na t lta kin") {
					forms = append(forms, head+middle+tail+strings.TrimPrefix(ending, "-"))
				}
			}
		}
	}
	l := For("fi")
	forms = forms[:100_000]
	b.ResetTimer()
	for range b.N {
		NewVocabulary(l, forms, CompoundOptions{})
	}
}
