package readability

import "testing"

// passives and actives are 60 sentences written for this test, with the forms
// that are easily taken for one another.
var passives = []string{
	"Suomessa syödään lounas aikaisin.",
	"Lomake lähetetään postissa.",
	"Talossa remontoidaan kesällä.",
	"Täällä ei tupakoida.",
	"Ovi lukitaan illalla.",
	"Hakemukset luettiin viikossa.",
	"Meitä kehotettiin odottamaan.",
	"Asia olisi voitu hoitaa toisin, jos aikaa annettaisiin.",
	"Palkka on maksettu ajallaan.",
	"Kokousta oli siirretty kahdesti.",
	"Tätä ei ole vielä korjattu.",
	"Lääkkeitä ei jaeta ilman lupaa.",
	"Uusi työntekijä perehdytetään hyvin.",
	"Huoneessa puhuttiin hiljaa.",
	"Lapsia kasvatetaan yhdessä.",
	"Pyykit pestään kerran viikossa.",
	"Vuorot vaihdettiin sovussa.",
	"Kirje kirjoitettaisiin englanniksi.",
	"Asukkaalle luetaan lehteä.",
	"Raha olisi palautettu heti.",
	"Keittiössä leivotaan pullaa.",
	"Potilas nostetaan nostimella.",
	"Pöydät siivotaan aamulla.",
	"Tarina kuultiin monta kertaa.",
	"Ikkunoita ei avata talvella.",
	"Uutta hoitajaa etsittiin kauan.",
	"Työpaikalla juhlittiin syntymäpäivää.",
	"Todistus käännetään suomeksi.",
	"Ensin keskustellaan, sitten päätetään.",
	"Hänet oli kutsuttu haastatteluun.",
}

var actives = []string{
	"Me menemme kesällä rantaan.",
	"Hän kertoo työstään avoimesti.",
	"Asiakas odottaa vastausta kysymykseensä.",
	"Hoitaja tulee iltavuorosta kotiin.",
	"Tyttö on tuttu naapuri.",
	"Hän osaa sen omalla tavallaan.",
	"Sinä et lähetä lomaketta.",
	"Ohjaaja ei opeta sinulle kaikkea.",
	"Mentori ei pidä kiirettä.",
	"Lintu on puussa.",
	"Hän puhuu äidinkielellään.",
	"Mies luotti omiin muistiinpanoihinsa.",
	"Opiskelija menee harjoittelussaan päiväkotiin.",
	"Laita paperi pöytään.",
	"Hän ei tiedä mitään.",
	"Esihenkilö on väsynyt ja lähtee kotiin.",
	"He veivät papereitaan virastoon.",
	"Kysy, jos et ymmärrä ohjetta.",
	"Vanhus kävelee omilla jaloillaan.",
	"Harjoittelija laittoi avaimet taskuunsa.",
	"Hän tuli töihin ensimmäistä kertaa vuoteen.",
	"Sairaanhoitaja ei pyydä lupaa.",
	"Jokainen vastaa omasta kalustaan.",
	"Poika on ehtinyt bussiin.",
	"Hän on tottunut kiireeseen.",
	"Sovi ajasta puhelimessa.",
	"Vuokra on tuntuva kulu.",
	"Hän pyysi anteeksi toiselta hoitajaltaan.",
	"Kulttuuriin kuuluvat juhlat.",
	"Sateella väki siirtyi telttaan.",
}

// TestPassives measures how often passive errs: of what it calls passive, how
// much is, and of what is passive, how much it finds.
func TestPassives(t *testing.T) {
	l := For("fi")
	found, wrong := 0, 0
	for _, s := range passives {
		if l.passive(s) {
			found++
		} else {
			t.Logf("missed: %s", s)
		}
	}
	for _, s := range actives {
		if l.passive(s) {
			wrong++
			t.Logf("no passive: %s", s)
		}
	}
	precision, recall := float64(found)/float64(found+wrong), float64(found)/float64(len(passives))
	t.Logf("precision %.2f, recall %.2f", precision, recall)
	if precision < 0.9 || recall < 0.85 {
		t.Errorf("precision %.2f, recall %.2f", precision, recall)
	}
}
