package check

import (
	"math"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/readability"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// enough is how many sentences a text has before means say anything of it.
const enough = 10

// Readability gives notice of texts that are harder to read than site.yaml
// allows, each at the place of a sentence to begin with.
func Readability(s *site.Site) diag.List {
	var found diag.List
	for _, r := range s.Readability() {
		if limits := s.Limits(r.Page, r.Language); limits != nil {
			overLimits(r, limits, readability.For(string(r.Language.Tag)), &found)
		}
	}
	return found
}

func overLimits(r site.Reading, limits *source.ReadabilityLimits, l *readability.Language, found *diag.List) {
	for _, s := range r.Sentences {
		if limits.Longest > 0 && s.Words > limits.Longest {
			found.Noticef("sentence-long", s.Pos, "make two of it", "the sentence has %d words; the limit is %d", s.Words, limits.Longest)
		}
	}
	f := r.Figures
	if f.Sentences < enough {
		return
	}
	// What is told is what is compared: nothing is over a limit by a hair.
	if mean := math.Round(10*f.PerSentence()) / 10; limits.Sentence > 0 && mean > limits.Sentence {
		found.Noticef("sentences-long", longest(r), "begin with this sentence, the longest", "the sentences have %.1f words on an average; the limit is %g", mean, limits.Sentence)
	}
	if l.LIX && limits.LIX > 0 && math.Round(f.LIX()) > limits.LIX {
		found.Noticef("text-hard", longest(r), "begin with this sentence, the longest", "the text has the LIX %.0f; the limit is %g", f.LIX(), limits.LIX)
	}
	if l.LongWords && limits.Long > 0 && math.Round(f.LongShare()) > limits.Long {
		found.Noticef("words-long", most(r, func(s site.Sentence) int { return s.Long }), "begin with this sentence, which has the most",
			"%.0f words in a hundred are long; the limit is %g", f.LongShare(), limits.Long)
	}
	if l.Passives && limits.Passives > 0 && math.Round(f.PassiveShare()) > limits.Passives {
		passive := func(s site.Sentence) int {
			if s.Passive {
				return 1
			}
			return 0
		}
		found.Noticef("passives", most(r, passive), "say who does it; this sentence is the first",
			"%.0f sentences in a hundred are in the passive; the limit is %g", f.PassiveShare(), limits.Passives)
	}
}

func longest(r site.Reading) diag.Pos {
	return most(r, func(s site.Sentence) int { return s.Words })
}

// most is where the first whole sentence stands of which there is most.
func most(r site.Reading, of func(site.Sentence) int) diag.Pos {
	at, top := diag.Pos{File: r.File}, -1
	for _, s := range r.Sentences {
		if s.Whole && of(s) > top {
			at, top = s.Pos, of(s)
		}
	}
	return at
}
