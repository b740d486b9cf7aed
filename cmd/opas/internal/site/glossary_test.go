package site

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// recognised is what a recogniser finds in a text: "form=term".
func recognised(r *recogniser, text string) []string {
	var list []string
	for _, m := range r.find(text) {
		list = append(list, strings.ReplaceAll(text[m.Start:m.End], "\n", " ")+"="+m.Term)
	}
	return list
}

// TestRecognise: terms are found in their forms, as sequences, the longest one,
// and never inside other words.
func TestRecognise(t *testing.T) {
	for _, test := range []struct {
		lang  string
		names map[string]string // by name
		text  string
		want  []string
	}{
		{"fi", map[string]string{"hoiva-avustaja": "a", "lähihoitaja": "b", "mentori": "m", "oleskelulupa": "o"},
			"Hoiva-avustajat ja lähihoitajille, mentorinsa oleskeluluvasta; HOIVA‑AVUSTAJANA, hoivaavustajaa.",
			[]string{"Hoiva-avustajat=a", "lähihoitajille=b", "mentorinsa=m", "oleskeluluvasta=o", "HOIVA‑AVUSTAJANA=a", "hoivaavustajaa=a"}},
		{"fi", map[string]string{"lähihoitaja": "b", "mentori": "m", "tulkki": "t", "tutkinto": "q", "osallistuja": "p", "mentoroitava": "e"},
			"Lähihoitajakoulutus, vertaismentori, lähihoitaja-opiskelija, tulkinta, tulkita, tutkia, osallistua, mentoroin, mentorointi.",
			nil},
		{"fi", map[string]string{"tutkinnon osa": "u", "tutkinto": "q", "osa": "x"},
			"Tutkinnon osat, tutkinnon\nosista, tutkintojen, tutkinnon. Osa",
			[]string{"Tutkinnon osat=u", "tutkinnon osista=u", "tutkintojen=q", "tutkinnon=q", "Osa=x"}},
		{"fi", map[string]string{"Lupa- ja valvontavirasto": "v", "lupa": "l", "Kela": "k"},
			"Lupa- ja valvontavirastolta, luvalla, Kelan, lupa ja valvonta.",
			[]string{"Lupa- ja valvontavirastolta=v", "luvalla=l", "Kelan=k", "lupa=l"}},
		{"fi", map[string]string{"laillistettu ammatti": "l"}, "Laillistetuissa ammateissa, laillistetun ammatin.", []string{"Laillistetuissa ammateissa=l", "laillistetun ammatin=l"}},
		{"sv", map[string]string{"närvårdare": "n", "uppehållstillstånd": "u", "barnmorska": "b", "tolk": "t"},
			"Närvårdaren, närvårdarnas, uppehållstillståndet, barnmorskorna, tolkarna, tolkning.",
			[]string{"Närvårdaren=n", "närvårdarnas=n", "uppehållstillståndet=u", "barnmorskorna=b", "tolkarna=t"}},
		{"en", map[string]string{"mentor": "m", "mentoring": "g", "line manager": "l", "residence permit": "r", "county": "c"},
			"Mentors of mentoring; line\nmanagers, residence permits, counties. Line, managers.",
			[]string{"Mentors=m", "mentoring=g", "line managers=l", "residence permits=r", "counties=c"}},
		{"ru", map[string]string{"вид на жительство": "r", "наставник": "m", "социальный работник": "w", "помощник по уходу": "a"},
			"Без вида на жительство. Наставниками, социального работника, помощником по уходу; участие.",
			[]string{"вида на жительство=r", "Наставниками=m", "социального работника=w", "помощником по уходу=a"}},
		{"uk", map[string]string{"дозвіл на проживання": "r", "наставник": "m"}, "Дозволу на проживання, наставників.",
			[]string{"Дозволу на проживання=r", "наставників=m"}},
		{"ar", map[string]string{"المرشد": "m", "ممرض عملي": "n", "تصريح الإقامة": "r"},
			"المرشد، مرشد، والمرشدين، للممرض. ممرض عملي، الممرض العملي، تصريح الإقامة.",
			[]string{"المرشد=m", "مرشد=m", "والمرشدين=m", "ممرض عملي=n", "الممرض العملي=n", "تصريح الإقامة=r"}},
		{"so", map[string]string{"kalkaaliye caafimaad": "n"}, "Kalkaaliye caafimaad, kalkaaliyeyaal.", []string{"Kalkaaliye caafimaad=n"}},
	} {
		r := newRecogniser(test.lang)
		for name, term := range test.names {
			if other := r.add(name, term, false); other != "" {
				t.Errorf("%s: %s is taken by %s", test.lang, name, other)
			}
		}
		if diff := cmp.Diff(test.want, recognised(r, test.text)); diff != "" {
			t.Errorf("%s %s: %s", test.lang, test.text, diff)
		}
	}
}

// TestTaken: two names of one lexeme are one name; a word that only looks like a
// form of another is a word of its own, whichever comes first.
func TestTaken(t *testing.T) {
	for _, test := range []struct {
		lang, first, second string
		taken               bool
	}{
		{"fi", "mentori", "mentorit", true}, {"fi", "mentori", "Mentori", true}, {"fi", "hoiva-avustaja", "hoivaavustajan", true},
		{"fi", "tutkinnon osa", "tutkinnon osat", true}, {"fi", "tutkinto", "tutkinnon osa", false}, {"fi", "ohjaaja", "ohjaus", false},
		{"en", "line manager", "line managers", true}, {"en", "mentor", "mentoring", false}, {"en", "mentoring", "mentor", false},
		{"ar", "المرشد", "مرشد", true}, {"ar", "مرشد", "مسترشد", false}, {"ru", "наставник", "наставники", true},
	} {
		r := newRecogniser(test.lang)
		r.add(test.first, "a", false)
		if taken := r.add(test.second, "b", false) != ""; taken != test.taken {
			t.Errorf("%s after %s: taken is %v", test.second, test.first, taken)
		}
		if got := recognised(r, test.second); !test.taken && !slices.Equal(got, []string{test.second + "=b"}) {
			t.Errorf("%s is found as %q", test.second, got)
		}
	}
}

// TestExactForms: a form that grammar does not know is found as it is written,
// and nothing else is taken for it.
func TestExactForms(t *testing.T) {
	r := newRecogniser("sv")
	r.add("tand", "b", false)
	if got := recognised(r, "Tänderna och tanden."); !slices.Equal(got, []string{"tanden=b"}) {
		t.Errorf("without its form: %q", got)
	}
	r.add("tänderna", "b", true)
	if got := recognised(r, "Tänderna och tänder."); !slices.Equal(got, []string{"Tänderna=b"}) {
		t.Errorf("with its form: %q", got)
	}
}

const glossaryYAML = "kind: glossary\ndefinition:\n  terms: [{id: mentor, page: more}, {id: permit}]\n"

// TestGlossary: names belong to their language, explanations fall back, and the
// first mention in each text is marked.
func TestGlossary(t *testing.T) {
	s := good(t, map[string]string{
		"site.yaml": "languages: [fi, fi-simple, en, ar]\ntitle: {fi: T}\n",
		"fi.md":     text("Koti", "Mentorit auttavat. Mentori kertoo oleskeluluvasta."), "en.md": text("Home", "Mentors, and work permits."),
		"more/fi.md": text("Lisää", "> [!REMEMBER]\n> Mentori.\n\nEi sanaa."), "more/en.md": text("More", "[Mentor](more). A work permit."),
		"words/page.yaml": glossaryYAML, "words/fi.md": text("Sanasto", "Mentori."),
		"words/fi.yaml":        "terms:\n  mentor: {term: mentori, also: 'tukija, opas', text: Auttaa.}\n  permit: {term: oleskelulupa (Migri), text: Lupa.}\n",
		"words/fi-simple.yaml": "terms:\n  mentor: {text: Hän auttaa sinua.}\n",
		"words/en.yaml":        "terms:\n  permit: {term: residence permit, forms: 'work permits'}\n  mentor: {text: Helps.}\n",
		"words/ar.yaml":        "terms:\n  permit: {also: تصريح}\n",
	})
	g := s.Glossary
	name := func(lang, id string) string {
		for _, l := range s.Languages {
			if string(l.Tag) == lang {
				n, _ := g.Name(l, id)
				return n.Term
			}
		}
		return "?"
	}
	for _, test := range [][3]string{{"fi", "mentor", "mentori"}, {"fi-simple", "mentor", "mentori"}, {"en", "mentor", ""}, {"en", "permit", "residence permit"}, {"ar", "permit", ""}} {
		if got := name(test[0], test[1]); got != test[2] {
			t.Errorf("%s is called %q in %s, want %q", test[1], got, test[0], test[2])
		}
	}
	var names []string
	for _, n := range g.Names("permit") {
		names = append(names, string(n.Language.Tag)+" "+n.Term)
	}
	if want := []string{"fi oleskelulupa (Migri)", "en residence permit"}; !slices.Equal(names, want) {
		t.Errorf("names %q, want %q", names, want)
	}
	if also := g.Names("mentor")[0].Also; !slices.Equal(also, []string{"tukija", "opas"}) {
		t.Errorf("also %q", also)
	}
	explained := func(i int) string { return g.Page.Editions[i].Words.Plain("terms.mentor.text") }
	if got := []string{explained(0), explained(1), explained(2), explained(3)}; !slices.Equal(got, []string{"Auttaa.", "Hän auttaa sinua.", "Helps.", "Helps."}) {
		t.Errorf("explanations %q", got)
	}
	terms := func(id string, lang int) []string {
		list := s.Page(id).Editions[lang].Doc.Terms()
		slices.Sort(list)
		return list
	}
	if got := terms("", 0); !slices.Equal(got, []string{"mentor", "permit"}) {
		t.Errorf("the home page mentions %q", got)
	}
	if s.Home().Editions[0].Doc != s.Home().Editions[1].Doc {
		t.Error("a fallback does not share the marked text")
	}
	if got := terms("", 2); !slices.Equal(got, []string{"permit"}) {
		t.Errorf("the English home page mentions %q", got)
	}
	if got := slices.Concat(terms("more", 0), terms("more", 2), terms("words", 0)); len(got) > 0 {
		t.Errorf("what is no running text mentions %q", got)
	}
	if len(g.Unused()) > 0 {
		t.Errorf("unused: %v", g.Unused())
	}
}

// TestGlossaryWords: a name that a language has not is no gap in its translation.
func TestGlossaryWords(t *testing.T) {
	_, found := assembled(t, map[string]string{
		"site.yaml": twoLanguages, "fi.md": text("Koti", "Teksti."), "en.md": text("Home", "Text."),
		"words/page.yaml": "kind: glossary\ndefinition: {terms: [{id: mentor}]}\n", "words/fi.md": text("Sanasto", ""), "words/en.md": text("Words", ""),
		"words/fi.yaml": "terms: {mentor: {term: mentori, text: Auttaa.}}\n", "words/en.yaml": "terms: {mentor: {text: Helps.}}\n",
	})
	for _, d := range found {
		if d.Code == "words-untranslated" {
			t.Errorf("%v", d)
		}
	}
}
