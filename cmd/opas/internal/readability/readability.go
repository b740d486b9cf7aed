// Package readability measures how hard a text is to read, by what can be
// counted: how many words stand in a sentence, how many of them are long, how
// often Finnish says nothing of who does something. It judges no content and
// guesses at nothing: what means nothing in a language is not measured there.
//
// A text comes block by block (a paragraph, an item, a cell). Sentences splits
// it; Figures adds sentences up. A piece that does not end as a sentence ends,
// such as "a valid passport" in a list, is no sentence: it enters no figure, for
// it would make a text look easier than it is. Only its length is known, since
// an item of thirty words is hard to read, full stop or not.
//
// The package imports no text: positions, limits and notices are for others.
package readability

import (
	"strings"
	"unicode"

	"opas/cmd/opas/internal/words"
)

// A Language says what can be measured in a language, and how its sentences end.
type Language struct {
	// Spaces reports whether words stand apart, so that anything can be counted.
	Spaces bool
	// LongWords reports whether long words can be counted: not where vowels are
	// left out in writing.
	LongWords bool
	// LIX reports whether the language is one of the eleven in which Björnsson
	// compared texts (Readability of Newspapers in 11 Languages, Reading
	// Research Quarterly 18, 1983).
	LIX bool
	// Passives reports whether passives can be told: in Finnish alone, where they
	// have forms of their own.
	Passives bool

	script *unicode.RangeTable // words in another are foreign; nil: not known
	// abbreviations end with a full stop; true if a sentence may end there too.
	abbreviations map[string]bool
	words         *words.Language
}

// A Sentence is one sentence of a block, or a piece of it that is none.
type Sentence struct {
	// Start and End are where it stands in the text, in bytes.
	Start, End int
	// Whole reports whether it ends as a sentence ends.
	Whole bool
	// Words are those in the script of the language, numbers included.
	Words int
	// Long are the words of more than six letters.
	Long int
	// Passive reports whether a finite verb in it is passive.
	Passive bool
}

// Figures are the sums of whole sentences. The zero Figures are of no text.
type Figures struct {
	Sentences, Words, Long, Passive int
	// Longest is how many words the longest sentence or piece has.
	Longest int
}

// Add counts a sentence.
func (f *Figures) Add(s Sentence) {
	f.Longest = max(f.Longest, s.Words)
	if !s.Whole {
		return
	}
	f.Sentences++
	f.Words += s.Words
	f.Long += s.Long
	if s.Passive {
		f.Passive++
	}
}

// PerSentence is the mean of words in a sentence, 0 for no text.
func (f Figures) PerSentence() float64 { return ratio(f.Words, f.Sentences) }

// LongShare is the share of long words in percent.
func (f Figures) LongShare() float64 { return 100 * ratio(f.Long, f.Words) }

// PassiveShare is the share of sentences with a passive, in percent.
func (f Figures) PassiveShare() float64 { return 100 * ratio(f.Passive, f.Sentences) }

// LIX is the läsbarhetsindex of C. H. Björnsson (Läsbarhet, 1968): words in a
// sentence and long words in a hundred, added. Below 30 is very easy, above 60
// very hard, in Swedish; Finnish has longer words, so its texts stand higher.
func (f Figures) LIX() float64 { return f.PerSentence() + f.LongShare() }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// longFrom is how many letters a long word has at least (Björnsson: more than six).
const longFrom = 7

// measure counts the words of a sentence.
func (l *Language) measure(text string, s *Sentence) {
	for field := range strings.FieldsSeq(text[s.Start:s.End]) {
		letters, digits, foreign := 0, 0, false
		for _, r := range field {
			switch {
			case unicode.IsLetter(r):
				letters++
				foreign = foreign || l.script != nil && !unicode.Is(l.script, r)
			case unicode.IsDigit(r):
				digits++
			}
		}
		if letters+digits == 0 || foreign {
			continue
		}
		s.Words++
		if letters >= longFrom {
			s.Long++
		}
	}
	if l.Passives {
		s.Passive = l.passive(text[s.Start:s.End])
	}
}
