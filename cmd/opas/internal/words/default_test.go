package words

import (
	"slices"
	"strings"
	"testing"
)

// The default is what a language without a description gets: its words are
// found, and nothing is known about their inflection.

func TestDefaultTokens(t *testing.T) {
	l := For("und")
	for _, c := range []struct{ text, forms string }{
		// words of letters with marks are themselves, in lower case
		{"Les élèves français", "les élèves français"},
		{"Große Straße über Öl", "große straße über öl"},
		{"Łódź, zażółć gęślą jaźń!", "łódź zażółć gęślą jaźń"},
		{"ΟΔΥΣΣΕΥΣ Ὀδυσσεύς", "οδυσσευσ ὀδυσσεύσ"},
		{"한국어 검색", "한국어 검색"},
		{"हिन्दी में खोज", "हिन्दी में खोज"},
		{"שָׁלוֹם עולם", "שָׁלוֹם עולם"},
		// an apostrophe ends a word
		{"l'homme d’accord", "l homme d accord"},
		{"'quoted' ‘words’", "quoted words"},
		// hyphens inside are kept, others are none
		{"peut-être -x- a--b non\u2011breaking", "peut-être x a b non-breaking"},
		// numbers, and numbers in words
		{"2016 3.14 1,000 COVID-19 A4 B2B", "2016 3 14 1 000 covid-19 a4 b2b"},
		{"12:30", "12 30"},
		{"EU:n THL:lle huom:tärkeä قال:هذا", "eu thl huom tärkeä قال هذا"}, // only an abbreviation has its ending after a colon
		{"2010–2020 Helsinki–Turku", "2010 2020 helsinki turku"},
		{"❤️ 1️⃣ a️", "1 a"}, // what only says how a sign is drawn
		{"ＡＢＣ１２ ﬁn ①", "abc12 fin 1"},
		// punctuation, signs and emoji are no words
		{"a_b@c.fi #tag C++ 100 % €5 — … «x»", "a b c fi tag c 100 5 x"},
		{"🚀 go 👩🏽‍💻 done 🇫🇮", "go done"},
		{"", ""},
		{" \t\n!?.,;:'\"()-–—/\\", ""},
		// what cannot be seen is no part of a word
		{"per\u00adhe\u00addytys zero\u200bwidth \u2060join\ufeffer", "perhedytys zerowidth joiner"},
		{"\u200fסלום\u200e a\u202eb\u202cc \u2067x\u2069", "סלום abc x"},
		// composed and decomposed letters are one
		{"cafe\u0301 A\u030angstrom", "café ångstrom"},
		// bytes that are no text
		{"a\xffb \xc3", "a b"},
		{"a\ufffdb", "a b"},
		{"<b>x</b> &amp;", "b x b amp"},
	} {
		var forms []string
		for _, token := range l.Tokens(c.text) {
			forms = append(forms, token.Form)
		}
		if got := strings.Join(forms, " "); got != c.forms {
			t.Errorf("%q has the words %q, not %q", c.text, got, c.forms)
		}
	}
}

// TestDefaultPairs: scripts without spaces between words give overlapping
// pairs, and a single letter itself.
func TestDefaultPairs(t *testing.T) {
	l := For("und")
	for _, c := range []struct{ text, forms string }{
		{"東京都", "東京 京都"},
		{"東京", "東京"},
		{"木", "木"},
		{"漢字かな交じり", "漢字 字か かな な交 交じ じり"},
		{"人々", "人々"},
		{"你好，世界。", "你好 世界"},
		{"𠮷野家", "𠮷野 野家"}, // beyond the basic plane
		{"สวัสดี", "สวั วัส สดี"},
		{"ភាសាខ្មែរ", "ភាសា សាខ្ ខ្មែ មែរ"},
		// next to words of other scripts
		{"ISO9001認証を取得", "iso9001 認証 証を を取 取得"},
		{"東京2020大会", "東京 2020 大会"},
		{"Tシャツ", "t シャ ャツ"},
		{"サーバー", "サー ーバ バー"},
		{"東京 大阪", "東京 大阪"},
	} {
		var forms []string
		for _, token := range l.Tokens(c.text) {
			forms = append(forms, token.Form)
		}
		if got := strings.Join(forms, " "); got != c.forms {
			t.Errorf("%q has the words %q, not %q", c.text, got, c.forms)
		}
	}
}

// TestDefaultSpans: a word stands where its token says.
func TestDefaultSpans(t *testing.T) {
	l := For("und")
	for _, text := range []string{
		"Les élèves, l'été: 2016.", "東京2020大会 Tシャツ", "สวัสดีชาวโลก", "per\u00adhe\u00addytys x", "\u200fסלום\u200e עולם", "👩🏽‍💻 go", "a\xffb",
	} {
		end := 0
		var starts []int
		for _, token := range l.Tokens(text) {
			if token.Start < 0 || token.Start >= token.End || token.End > len(text) {
				t.Fatalf("%q: the token %+v is not in the text", text, token)
			}
			if got := l.Form(text[token.Start:token.End]); got != token.Form {
				t.Errorf("%q: at %d to %d stands %q, not %q", text, token.Start, token.End, got, token.Form)
			}
			if token.End < end {
				t.Errorf("%q: the token %+v ends before the one before it", text, token)
			}
			end = token.End
			starts = append(starts, token.Start)
		}
		if !slices.IsSorted(starts) {
			t.Errorf("%q: tokens begin at %v", text, starts)
		}
	}
}

// TestDefaultFold: the weaker key has no marks.
func TestDefaultFold(t *testing.T) {
	l := For("und")
	for form, key := range map[string]string{
		"élèves": "eleves", "français": "francais", "straße": "strasse", "łódź": "lodz", "zażółć": "zazolc", "smørrebrød": "smorrebrod", "œuvre": "oeuvre",
		"þórður": "thordur", "đường": "duong", "peut-être": "peutetre", "ışık": "isik", "ὀδυσσεύσ": "οδυσσευσ", "שָׁלוֹם": "שלום", "ångström": "angstrom", "東京": "東京",
	} {
		if got := l.Fold(form); got != key {
			t.Errorf("Fold(%q) = %q, not %q", form, got, key)
		}
		if again := l.Fold(key); again != key {
			t.Errorf("Fold(%q) = %q: folding twice changes it", key, again)
		}
	}
}

// TestDefaultMatch: a word matches itself alone.
func TestDefaultMatch(t *testing.T) {
	l := For("zxx") // a code for no language: nobody will describe it
	forms := []string{"travail", "travaux", "travailler", "élève", "élèves", "eleve", "東京", "2016", "a"}
	for i, a := range forms {
		for j, b := range forms {
			m := Match(l.Analyse(a), l.Analyse(b))
			if i == j && m != 1 || i != j && m != 0 {
				t.Errorf("%s and %s match by %v", a, b, m)
			}
		}
	}
	if l.Tag != "" || For("qaa-Latn") != l {
		t.Error("languages without a description do not share the default")
	}
}

// TestDefaultLong: a form is cut at MaxForm letters, never within one.
func TestDefaultLong(t *testing.T) {
	l := For("und")
	for _, letter := range []string{"a", "é", "東", "𝒳", "ß"} {
		tokens := l.Tokens(strings.Repeat(letter, 1000))
		for _, token := range tokens {
			if n := len([]rune(token.Form)); n > MaxForm {
				t.Errorf("%d times %s gives a form of %d letters", 1000, letter, n)
			}
		}
		if len(tokens) == 0 {
			t.Errorf("1000 times %s has no word", letter)
		}
	}
	if form := l.Form(strings.Repeat("a", MaxForm-1) + "-" + strings.Repeat("b", 9)); form != strings.Repeat("a", MaxForm-1) {
		t.Errorf("a form that is cut at a hyphen is %q", form)
	}
}
