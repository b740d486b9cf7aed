package readability

import (
	"strings"
	"unicode"

	"opas/cmd/opas/internal/words"
)

// For returns the language of a BCP 47 tag; easy Finnish is Finnish.
func For(tag string) *Language {
	primary, _, _ := strings.Cut(tag, "-")
	l := &Language{
		Spaces:        !set("zh ja th lo km my bo")[primary],
		LongWords:     !set("ar fa ur he ps ckb ug sd yi zh ja th lo km my bo")[primary],
		LIX:           set("sv da no nb nn en fr de it es pt fi ru")[primary],
		Passives:      primary == "fi",
		abbreviations: map[string]bool{},
		words:         words.For(tag),
	}
	switch {
	case set("fi sv en da no nb nn de fr it es pt nl et so")[primary]:
		l.script = unicode.Latin
	case set("ru uk be bg")[primary]:
		l.script = unicode.Cyrillic
	case set("ar fa ur ps ckb")[primary]:
		l.script = unicode.Arabic
	}
	for a := range strings.FieldsSeq(inside[primary]) {
		l.abbreviations[a] = false
	}
	for a := range strings.FieldsSeq(atEnd[primary]) {
		l.abbreviations[a] = true
	}
	return l
}

// inside are abbreviations after which a sentence goes on, without their last
// full stop. Single letters need none.
var inside = map[string]string{
	"fi": "esim ks mm ts ns nk klo puh vrt alk ent synt mom huom sis vars engl ruots ven lat kpl os ao em ko maks min nro tri dos prof ed",
	"sv": "t.ex ex bl.a bl dvs d.v.s kl nr s.k t.o.m tom fr.o.m from ev resp jfr ca c:a tel tfn fr inkl exkl obs st",
	"en": "e.g i.e cf mr mrs ms dr prof no vs approx incl excl st fig tel",
	"ru": "т.е см напр им ул стр рис тел тыс руб коп ср гг проф др.-рус",
	"uk": "т.зв див напр ім вул стор рис тел тис грн коп пор рр проф",
}

// atEnd are abbreviations with which a sentence may end as well: before a
// capital it does.
var atEnd = map[string]string{
	"fi": "jne ym yms tms jms",
	"sv": "m.m mm m.fl osv o.s.v etc o.d",
	"en": "etc a.m p.m inc ltd",
	"ru": "т.д т.п др пр",
	"uk": "т.д т.п ін",
}
