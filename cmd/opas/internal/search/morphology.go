package search

import (
	"strings"

	"opas/cmd/opas/internal/words"
)

// A morphology reads the forms of one site in one language: by the rules of the
// language, and by the site's lexicon where it has one.
type morphology struct {
	language   *words.Language
	lexicon    *words.Lexicon
	vocabulary *words.Vocabulary
}

func morphologyOf(in Input, forms []string) *morphology {
	return &morphology{in.Words, in.Lexicon, words.NewVocabulary(in.Words, forms, words.CompoundOptions{
		Words: in.Terms.Words, Whole: in.Terms.Whole, Lexicon: in.Lexicon,
	})}
}

// analyse returns the readings of a form, and whether they are others than what
// the rules say, so that the index must hold them.
func (m *morphology) analyse(form string) (readings []words.Reading, own bool) {
	if m.lexicon == nil {
		if readings = m.vocabulary.Readings(form); readings == nil {
			readings = m.language.Analyse(form)
		}
		return readings, false
	}
	return m.lexicon.Analyse(m.language, form)
}

// splits are the places where a form may fall into a head and a tail.
func (m *morphology) splits(form string) []words.Split {
	return m.vocabulary.Splits(form)
}

// parts are the entries of a compound beside its own: its tails and its middle
// parts.
func (m *morphology) parts(form string, each func(p part)) {
	for _, s := range m.splits(form) {
		if t := strings.TrimLeft(form[s.At:], "-"); t != "" {
			each(part{t, tail + kind(s.Level)})
		}
	}
	for _, p := range m.vocabulary.Middles(form) {
		if t := strings.Trim(form[p.Start:p.End], "-"); t != "" {
			each(part{t, middle + kind(p.Level)})
		}
	}
}
