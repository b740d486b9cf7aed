package words

import "testing"

// The text is what the analyser meets: short and long words, and names.
var benchmarkForms = map[string][]string{
	"fi": {"perehdyttäjän", "työttömyyden", "mentoroinnin", "vuonna", "töissä", "taloissammekin", "opiskelijoille", "ymmärtävät", "Helsingissä", "työelämäohjaaja", "käytettävissä", "kun"},
	"en": {"employers", "working", "was", "the", "understanding", "mentors"},
	"ru": {"работодателями", "новый", "человека", "мы", "находящихся", "обучения"},
}

func BenchmarkAnalyse(b *testing.B) {
	for _, tag := range []string{"fi", "en", "ru"} {
		l := For(tag)
		var forms []string
		for _, w := range benchmarkForms[tag] {
			forms = append(forms, l.Form(w))
		}
		b.Run(tag, func(b *testing.B) {
			b.ReportAllocs()
			for i := range b.N {
				l.Analyse(forms[i%len(forms)])
			}
		})
	}
}
