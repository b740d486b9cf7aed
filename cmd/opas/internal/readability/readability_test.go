package readability

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// TestSentences: a bar in the text is where one sentence ends and the next begins;
// a piece that ends with ~ is none.
func TestSentences(t *testing.T) {
	tests := []struct{ lang, text string }{
		{"fi", "Tule mukaan.|Kysy lisää!|Mitä kuuluu?|Hyvää…"},
		{"fi", "Tuo paperit, esim. todistus, ks. sivu 3. luvusta alkaen, mukaan.|Soita."},
		{"fi", "Soita n. kello 9.30 tai 21.11.2026 jälkeen.|Vuonna 2026.|Sitten taas."},
		{"fi", "3. vaihe alkaa 1. tammikuuta.|2. Tapaaminen on maanantaina."},
		{"fi", "Leipä, voi, juusto jne. ovat pöydässä.|Leipä, voi jne.|Syö."},
		{"fi", "Nimi on A. B. Virtanen.|Katso kela.fi.|Kurssi kestää 1.–3. luokan."},
		{"fi", "\"Mitä?\" hän kysyi.|\"Tule tänne.\"|(Katso sivu 5.)|Hyvä."},
		{"fi", "Kysy näin:|Mistä aloitan?|Ota mukaan: passi ja kynä."},
		{"fi", "passi~"},
		{"fi", "Tule.|Voimassa oleva passi~"},
		{"sv", "Ta med t.ex. pass, bl. a. betyg och dvs. allt.|Kl. 9.30 m.m. i dag.|Kom sedan m.m.|Hej~"},
		{"en", "See e.g. Kela, i.e. the office.|Ask Dr. Smith at 5 p.m.|Go home."},
		{"ru", "Возьмите документы, т. е. паспорт, диплом и т. д. на встречу.|Паспорт и т. д.|Идите."},
		{"uk", "Це важливо, т. зв. наставник, див. розділ.|Так."},
		{"ar", "هل لديك سؤال؟|يمكنك الاتصال بنا.|شكرًا!"},
		{"en", "Wait... and see.|Wait...|Now?!|Yes."},
		{"en", "...|!"},
		{"fi", ""},
	}
	for _, tt := range tests {
		l := For(tt.lang)
		var want, got []string
		for _, s := range strings.Split(tt.text, "|") {
			if strings.ContainsFunc(s, func(r rune) bool { return r > '?' || '0' <= r && r <= '9' }) {
				want = append(want, s)
			}
		}
		text := strings.NewReplacer("|", " ", "~", "").Replace(tt.text)
		for _, s := range l.Sentences(text) {
			piece := text[s.Start:s.End]
			if !s.Whole {
				piece += "~"
			}
			got = append(got, piece)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s %q:\n%s", tt.lang, tt.text, diff)
		}
	}
}

// TestFigures counts by hand.
func TestFigures(t *testing.T) {
	tests := []struct {
		lang, text string
		want       Figures
	}{
		// 4 + 3 words; jonottaa, perjantaina and hoivakodissa are long.
		{"fi", "Hän jonottaa – tänään ja. Perjantaina hoivakodissa 7-8.", Figures{Sentences: 2, Words: 7, Long: 3, Longest: 4}},
		// A piece that is no sentence counts for its length alone.
		{"fi", "Tule heti. yksi kaksi kolme. neljä viisi", Figures{Sentences: 0, Longest: 7}},
		{"fi", "Se tehdään nyt. Sinä teet sen.", Figures{Sentences: 2, Words: 6, Long: 1, Passive: 1, Longest: 3}},
		// Words in another script are foreign.
		{"ru", "Это sosiaalityöntekijä, он поможет.", Figures{Sentences: 1, Words: 3, Long: 1, Longest: 3}},
		{"ar", "يمكنك سؤال työllisyysalue اليوم.", Figures{Sentences: 1, Words: 3, Long: 0, Longest: 3}},
		{"zh", "你好。", Figures{}},
	}
	for _, tt := range tests {
		var got Figures
		for _, s := range For(tt.lang).Sentences(tt.text) {
			got.Add(s)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s %q:\n%s", tt.lang, tt.text, diff)
		}
	}
	f := Figures{Sentences: 4, Words: 40, Long: 10, Passive: 1}
	if f.PerSentence() != 10 || f.LongShare() != 25 || f.LIX() != 35 || f.PassiveShare() != 25 {
		t.Error(f.PerSentence(), f.LongShare(), f.LIX(), f.PassiveShare())
	}
	if none := (Figures{}); none.LIX() != 0 || none.PassiveShare() != 0 {
		t.Error("no text has figures")
	}
}

// FuzzSentences: pieces stand in order within the text, on borders of characters.
func FuzzSentences(f *testing.F) {
	for _, s := range []string{"Tule. Mene!", "т. д. А", "a.\u00a0B", "1. A", "\xff. \xfe", "…", ") . (", "т.\u3000Д"} {
		f.Add("fi", s)
		f.Add("ru", s)
	}
	f.Fuzz(func(t *testing.T, tag, text string) {
		if len(text) > 1000 {
			return
		}
		end := 0
		for _, s := range For(tag).Sentences(text) {
			if s.Start < end || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("%+v in %q after %d", s, text, end)
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[s.Start:s.End]) {
				t.Fatalf("%+v cuts a character of %q", s, text)
			}
			if s.Words == 0 || s.Long > s.Words {
				t.Fatalf("%+v", s)
			}
			end = s.End
		}
	})
}
