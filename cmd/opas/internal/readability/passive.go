package readability

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"opas/cmd/opas/internal/words"
)

// passive reports whether a Finnish sentence has a finite passive: the present
// (tehdään), the past (tehtiin), the conditional (tehtäisiin), what olla makes
// with a participle (on tehty), and what a negation makes (ei tehdä). The forms
// are those of VISK § 110. Many could be forms of nouns as well (rantaan,
// papereitaan, sanoillaan): endings leave out what no verb has, the analysis of
// words says how likely a verb is, and short lists hold what neither knows.
// TestPassives says how often it errs.
func (l *Language) passive(text string) bool {
	forms := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\'' })
	auxiliary, negated := 0, false // words within which a participle may follow; whether a negation stands before
	for _, form := range forms {
		if len(form) > words.MaxForm {
			continue // no word
		}
		if l.finite(form) || auxiliary > 0 && l.participle(form) || negated && l.connegative(form) {
			return true
		}
		auxiliary = max(0, auxiliary-1)
		if auxiliaries[form] {
			auxiliary = 4
		}
		negated = negations[form] || negated && between[form]
	}
	return false
}

var (
	auxiliaries = set("on ovat oli olivat olisi olisivat ole ollut ollaan onko oliko eikö lienee")
	negations   = set("ei eikä ettei jollei ellei eikö jottei")
	between     = set("enää koskaan aina heti yleensä vielä myöskään silloin täällä siellä")

	// Passives that the analysis takes for something else.
	finites      = set("tehdään saadaan mennään pannaan pestään noustaan juostaan seistään päästään ollaan tullaan saatiin mentiin pantiin pestiin noustiin juostiin päästiin oltiin tultiin kerrottiin kokeillaan muotoillaan")
	connegatives = set("voida saada tehdä nähdä syödä juoda viedä tuoda jäädä käydä lyödä myydä olla tulla kuulla ajatella mennä panna sanota kysytä puhuta haluta kerrota lueta haeta")
	// What only looks like one.
	notFinite      = set("mitään ketään pöytään työtään ammattiin muistiin mielellään kielellään puolellaan hänellään yksittäisiin ajoittaisiin")
	notParticiple  = set("tuttu tietty poistu pysty istu näytty lintu")
	notConnegative = set("opeta lopeta lähetä menetä hävetä nimetä aseta")
)

// finite reports whether a form is a passive by itself.
func (l *Language) finite(form string) bool {
	switch {
	case finites[form]:
		return true
	case notFinite[form]:
		return false
	case endsIn(form, "taisiin", "täisiin", "daan", "dään"):
		return l.words.Share(form, "V") > 0.2
	case endsIn(form, "oitaan", "öitään", "eitaan", "eitään", "aitaan", "uitaan", "iotaan", "iötään"):
		return false // partitives with a possessive
	case endsIn(form, "taan", "tään"):
		stem := strings.TrimSuffix(strings.TrimSuffix(form, "taan"), "tään")
		before, _ := utf8.DecodeLastRuneInString(stem)
		return strings.ContainsRune("aeiouyäö", before) && l.words.Share(form, "V") > 0.1
	case endsIn(form, "stiin", "mellaan", "eellaan", "ksellaan", "uudellaan"):
		return false // cases of nouns
	case endsIn(form, "llaan", "llään", "nnaan", "nnään", "rraan", "rrään", "tiin"):
		return l.words.Share(form, "V") > 0.5
	}
	return false
}

// participle reports whether a form is the past participle of the passive.
func (l *Language) participle(form string) bool {
	return endsIn(form, "tu", "ty") && !endsIn(form, "valtuutettu") && !notParticiple[form] && l.words.Share(form, "V") > 0.5
}

// connegative reports whether a form is what a negation makes of the passive;
// only forms that are hardly anything else.
func (l *Language) connegative(form string) bool {
	switch {
	case connegatives[form]:
		return true
	case notConnegative[form]:
		return false
	}
	return endsIn(form, "eta", "etä", "ella", "ellä") && l.words.Share(form, "V") > 0.3
}

func endsIn(form string, endings ...string) bool {
	for _, e := range endings {
		if strings.HasSuffix(form, e) && len(form) > len(e)+1 {
			return true
		}
	}
	return false
}

func set(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}
