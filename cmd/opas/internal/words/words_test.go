package words

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// finnish are forms of one lexeme: each must bring the others.
var finnish = []string{
	// the words that search for Finnish is known to fail with
	"perehdyttäjä perehdyttäjän perehdyttäjiä perehdyttäjille perehdyttäjänsä perehdyttäjäkin",
	"vuosi vuoden vuotta vuonna vuodet vuosia vuosien vuosina vuosiin",
	"työttömyys työttömyyden työttömyyttä työttömyydestä",
	"mentorointi mentoroinnin mentorointia mentoroinnissa mentorointiin",
	"työ työn työtä töitä töissä työssä töihin töiden",
	"kaupunki kaupungin kaupunkia kaupungissa kaupunkeja kaupunkien",
	"hyvä hyvän parempi paremman paras parhaan parasta parhaita parhaiden",
	"mennä menee menin mennyt meni menossa menevät mennään",
	// consonant gradation both ways
	"kauppa kaupan kaupassa kauppaan kaupat", "katu kadun katuja kaduilla katuun", "tyttö tytön tyttöä tyttöjen",
	"kenkä kengän kengät kenkiä", "kampa kamman kampoja", "ranta rannan rannalla rantoja rannoilla", "kulta kullan kultaa",
	"parta parran partaa", "hammas hampaan hampaita hammasta", "opas oppaan opasta oppaita oppaissa", "hake hakkeen haketta",
	"luku luvun lukuja luvuissa", "ammatti ammatin ammattia ammatteja", "tavata tapaan tapaa tapasi tavannut tavataan",
	"kuunnella kuuntelen kuuntelee kuunteli kuunnellut", "hypätä hyppään hyppäsi hypännyt",
	// nouns and adjectives by class
	"ohjaaja ohjaajan ohjaajia ohjaajien", "koira koiran koiria koirien", "kala kalan kaloja kalojen kaloissa", "ovi oven ovea ovia ovien",
	"kieli kielen kieltä kieliä kielten kielissä", "pieni pienen pientä pieniä pienten", "käsi käden kättä käteen käsiä käsissä",
	"lapsi lapsen lasta lapsia lasten", "mies miehen miestä miehiä miesten miehelleen", "nainen naisen naista naisia naisten",
	"vastaus vastauksen vastausta vastauksia", "osaaminen osaamisen osaamista osaamiseen", "vieras vieraan vierasta vieraita",
	"kaunis kauniin kaunista kauniita", "perhe perheen perhettä perheitä", "laite laitteen laitetta laitteita", "puhelin puhelimen puhelinta puhelimia",
	"työtön työttömän työtöntä työttömiä", "vapaa vapaan vapaata vapaaseen vapaita", "maa maan maata maahan maita", "puu puun puuta puita puihin",
	"korkea korkean korkeaa korkeita korkeampi korkein", "sisar sisaren sisarta sisaria", "valtio valtion valtiota valtioita",
	"yö yön yötä öitä", "tie tien tietä tielle", "kuollut kuolleen kuollutta kuolleita", "kahdeksan kahdeksaa kahdeksassa",
	// possessives and clitics
	"talo talossa talossani talossaankin taloihinsa talojensa", "työnantaja työnantajani työnantajansakin työnantajalleen",
	// verbs
	"sanoa sanon sanoo sanoi sanonut sanottu sanotaan sanoisi sanomaan sanova sanoessa", "antaa annan antaa antoi antanut annettu annetaan antamaan",
	"huutaa huudan huusi huutanut huudetaan", "kaivaa kaivan kaivoi kaivettu", "lukea luen luki lukenut luetaan lukien lukiessa",
	"oppia opin oppii oppinut opitaan oppimaan", "voida voin voi voinut voidaan", "saada saan sai saanut saadaan", "syödä syön söi syönyt syödään syöty",
	"tulla tulen tuli tullut tullaan", "nousta nousen nousi noussut noustaan", "valita valitsen valitsi valinnut valitaan", "nähdä näen näki nähnyt nähdään",
	"tehdä teen teki tehnyt tehdään tekevät", "lähteä lähden lähti lähtenyt lähdetään", "tuntea tunnen tunsi tuntenut tunnetaan", "juosta juoksen juoksi juossut",
	"käydä käyn kävi käynyt käydään", "vanheta vanhenen vanheni vanhennut", "haluta haluan halusi halunnut haluavat", "työskennellä työskentelen työskenteli",
	// names, and words that Finnish took from others
	"helsinki helsingin helsingissä helsinkiin", "rock rockin rockia rockissa",
	// spoken forms
	"punainen punanen", "menossa mennään",
}

func TestFinnish(t *testing.T) {
	l := For("fi")
	for _, line := range finnish {
		forms := strings.Fields(line)
		missing := []string{}
		for _, f := range forms[1:] {
			if Match(l.Analyse(forms[0]), l.Analyse(f)) < l.MatchFrom() {
				missing = append(missing, f)
			}
		}
		if len(missing) > 0 {
			t.Errorf("%s does not bring %s", forms[0], strings.Join(missing, ", "))
		}
	}
}

// Words that have nothing in common but their first letters.
func TestFinnishApart(t *testing.T) {
	l := For("fi")
	for _, line := range []string{
		"kunta kuntien kunto", "tuuli tuulen tuulla tuoli", "kuusi kuusen kuussa kuori", "päälle päätä pääsy", "edessä edellinen etu",
		"nopea nopeammin", "selvä selvästi", "työ työttömyys työntekijä", "ohjata ohjaus ohjaaja", "perehdyttää perehdytys perehdyttäminen",
		"ja jaan jaosta", "ei eivätkä eikä eilen ero", "hyvä hyöty hyvin hyväksyä",
	} {
		forms := strings.Fields(line)
		last := forms[len(forms)-1]
		if m := Match(l.Analyse(forms[0]), l.Analyse(last)); m >= l.MatchFrom() {
			t.Errorf("%s brings %s: %.4f", forms[0], last, m)
		}
	}
}

// What a form is, first of all.
func TestFinnishReadings(t *testing.T) {
	l := For("fi")
	for form, lemma := range map[string]string{
		"perehdyttäjän": "perehdyttäjä", "vuonna": "vuosi", "työttömyyden": "työttömyys", "mentoroinnin": "mentorointi", "töissä": "työ",
		"parhaan": "hyvä", "menossa": "mennä", "opiskelijoille": "opiskelija", "Suomessa": "suomi", "koulutuksissa": "koulutus",
		"ammattitaitoisen": "ammattitaitoinen", "minulla": "=minä", "eivätkä": "ei",
	} {
		readings := l.Analyse(l.Form(form))
		best := slices.MaxFunc(readings, func(a, b Reading) int { return int(math.Copysign(1, a.Weight-b.Weight)) })
		if best.Lemma != lemma {
			t.Errorf("%s is %s, not %s", form, best.Lemma, lemma)
		}
	}
}

func TestFinnishHeads(t *testing.T) {
	l := For("fi")
	for form, lemma := range map[string]string{"työn": "työ", "ihmis": "ihminen", "lasten": "lapsi", "perhe": "perhe"} {
		if !slices.ContainsFunc(l.Heads(form), func(r Reading) bool { return r.Lemma == lemma }) {
			t.Errorf("%s- is no %s", form, lemma)
		}
	}
}

// TestDescriptions reads every description, as it is and folded, and holds what
// is published small.
func TestDescriptions(t *testing.T) {
	for _, tag := range described(t) {
		text, err := descriptions.ReadFile(tag + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		l, err := Parse(tag, string(text))
		if err != nil {
			t.Error(err)
			continue
		}
		again, err := Parse(tag, l.Description)
		if err != nil || again.Description != l.Description {
			t.Errorf("%s: what is published reads otherwise than what it was made from: %v", tag, err)
		}
		l.Folded()
	}
}

// described are the languages that have a description.
func described(t testing.TB) []string {
	files, err := descriptions.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var tags []string
	for _, f := range files {
		if tag, ok := strings.CutSuffix(f.Name(), ".txt"); ok && !strings.Contains(tag, ".") {
			tags = append(tags, tag)
		}
	}
	return tags
}

// TestWeights: weights are shares of one, whoever asks, and the same each time.
func TestWeights(t *testing.T) {
	for _, tag := range append(described(t), "und") {
		l := For(tag)
		for _, list := range [][]string{strings.Fields(strings.Join(finnish, " ")), {"a", "ä", "x1", "3d", "ß", "работа", "كتاب", "ко́т", "rock-n-roll"}} {
			for _, w := range list {
				form := l.Form(w)
				if bad := badReadings(l.Analyse(form)); bad != "" {
					t.Fatalf("%s %s: %s", tag, form, bad)
				}
				if bad := badReadings(l.Folded().Analyse(l.Fold(form))); bad != "" {
					t.Fatalf("%s folded %s: %s", tag, form, bad)
				}
				if a, b := fmt.Sprint(l.Analyse(form)), fmt.Sprint(l.Analyse(form)); a != b {
					t.Fatalf("%s %s: %s, then %s", tag, form, a, b)
				}
			}
		}
	}
}

// badReadings says what is wrong with readings.
func badReadings(list []Reading) string {
	sum := 0.0
	for i, r := range list {
		if r.Lemma == "" || !(r.Weight >= 0 && r.Weight <= 1) {
			return fmt.Sprintf("%q weighs %v", r.Lemma, r.Weight)
		}
		if slices.ContainsFunc(list[:i], func(s Reading) bool { return s.Lemma == r.Lemma }) {
			return fmt.Sprintf("%q is there twice", r.Lemma)
		}
		sum += r.Weight
	}
	if math.Abs(sum-1) > 1e-5 {
		return fmt.Sprintf("the weights sum to %v", sum)
	}
	return ""
}

// TestWeightsExact: weights are rounded so that sums of them and of their
// products are exact, in any order and in any program.
func TestWeightsExact(t *testing.T) {
	for i, w := range weight {
		if scaled := w * (1 << 40); scaled != math.Trunc(scaled) {
			t.Fatalf("weight[%d] is not rounded", i)
		}
	}
	l := For("fi")
	a, b := l.Analyse("töissä"), l.Analyse("työssä")
	sum := Match(a, b)
	slices.Reverse(a)
	slices.Reverse(b)
	if again := Match(a, b); again != sum {
		t.Errorf("the match is %v, and in another order %v", sum, again)
	}
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"nonsense a b":           `no directive`,
		"own x":                  `invalid syntax`,
		"@W\nssA>WV":             `not strip>state:cost`,
		"@W\nn>g:1":              `state g has no rules`,
		"=N 1 a X":               `not state:stem`,
		"=N 1 a/W X:b":           `no table of grades`,
		"when 1 N round=1":       `no condition`,
		"chain 3 ab\nafter a 11": `after needs`,
	} {
		if _, err := Parse("x", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, not %s", text, err, want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"Työssä, EU:n raa'an työn-hakija", "a\u0301'e'\u0301 x", "漢字かな ไทย", "\xff\xfe-a-", "İSTANBUL ǿ Ǆ", "שָׁלוֹם\u200f", "a:b:c 'x’ --"} {
		f.Add(s)
	}
	languages := []*Language{For("fi"), For("ru"), For("ar"), For("und")}
	f.Fuzz(func(t *testing.T, text string) {
		for _, l := range languages {
			for _, w := range l.Tokens(text) {
				if w.Start < 0 || w.End > len(text) || w.Start >= w.End {
					t.Fatalf("%s: %q stands at %d to %d of %d", l.Tag, w.Form, w.Start, w.End, len(text))
				}
				if w.Form == "" || utf8.RuneCountInString(w.Form) > MaxForm || !utf8.ValidString(w.Form) {
					t.Fatalf("%s: the form %q", l.Tag, w.Form)
				}
				if again := l.Form(w.Form); again != w.Form {
					t.Fatalf("%s: the form of %q is %q", l.Tag, w.Form, again)
				}
				fold := l.Fold(w.Form)
				if again := l.Fold(fold); again != fold {
					t.Fatalf("%s: %q folds to %q, and that to %q", l.Tag, w.Form, fold, again)
				}
			}
		}
	})
}

func FuzzAnalyse(f *testing.F) {
	for _, s := range []string{"taloissammekin", "a", "ää", "kkkkkk", "работодателями", "والكتاب", "\xff", "", "-", "nenenenenenenenenennen"} {
		f.Add(s)
	}
	languages := []*Language{For("und")}
	for _, tag := range described(f) {
		languages = append(languages, For(tag))
	}
	f.Fuzz(func(t *testing.T, word string) {
		for _, l := range languages {
			form := l.Form(word)
			if form == "" {
				continue
			}
			if bad := badReadings(l.Analyse(form)); bad != "" {
				t.Fatalf("%s %q: %s", l.Tag, form, bad)
			}
			for _, r := range l.Heads(form) {
				if !(r.Weight >= 0 && r.Weight <= 1) {
					t.Fatalf("%s %q-: %q weighs %v", l.Tag, form, r.Lemma, r.Weight)
				}
			}
			if fold := l.Fold(form); fold != "" {
				if bad := badReadings(l.Folded().Analyse(fold)); bad != "" {
					t.Fatalf("%s folded %q: %s", l.Tag, fold, bad)
				}
			}
		}
	})
}

// What the analyser meets: short and long words, and names.
var benchmarkForms = map[string][]string{
	"fi": {"perehdyttäjän", "työttömyyden", "mentoroinnin", "vuonna", "töissä", "taloissammekin", "opiskelijoille", "ymmärtävät", "helsingissä", "työelämäohjaaja", "käytettävissä", "kun"},
	"en": {"employers", "working", "was", "the", "understanding", "mentors"},
	"ru": {"работодателями", "новый", "человека", "мы", "находящихся", "обучения"},
}

func BenchmarkAnalyse(b *testing.B) {
	for _, tag := range []string{"fi", "en", "ru"} {
		l := For(tag)
		forms := benchmarkForms[tag]
		b.Run(tag, func(b *testing.B) {
			b.ReportAllocs()
			for i := range b.N {
				l.Analyse(forms[i%len(forms)])
			}
		})
	}
}

// TestShared: several goroutines use one language, from its first use on.
func TestShared(t *testing.T) {
	l, err := Parse("fi", For("fi").Description)
	if err != nil {
		t.Fatal(err)
	}
	forms := strings.Fields(strings.Join(finnish, " "))
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			v := NewVocabulary(l, forms, CompoundOptions{})
			for _, f := range forms {
				if !slices.Equal(l.Analyse(f), For("fi").Analyse(f)) || !slices.Equal(l.Heads(f), For("fi").Heads(f)) {
					t.Errorf("%s: others disturb", f)
				}
				l.Folded().Analyse(l.Fold(f))
				v.Splits(f)
			}
		})
	}
	wait.Wait()
}
