package search

import (
	"strings"
	"unicode/utf8"

	"opas/cmd/opas/internal/words"
)

// The knobs of looking up words.
const (
	wellFound     = 0.2  // from this match on nothing else is looked for
	lemmaFloor    = 0.01 // lemmas of the query that are looked up
	synonymFrom   = 0.2  // match with a word of a group of synonyms
	synonymWeight = 0.9
	prefixChunks  = 4  // chunks read for the beginning of a word
	lastResort    = 32 // chunks of an index that is read as a whole for a typing error
	maxQuery      = 2000
	maxWords      = 16
)

// A tier is how an entry was found, the best first.
type tier byte

const (
	tierForm tier = iota
	tierLexeme
	tierPart
	tierTypo
	tierBeginning
	tiers
)

// A found is an entry that answers a word of the query.
type found struct {
	entry *readEntry
	tier  tier
	match float64
	how   string // for explanations
}

// A query is a query being answered.
type query struct {
	*Reader
	folded bool // looking at folded forms
	strict bool // no word is taken for another that is spelled alike
	err    error
}

// analyses are the readings of forms, each made once.
type analyses struct {
	readings, heads map[string][]words.Reading
}

func newAnalyses() analyses {
	return analyses{map[string][]words.Reading{}, map[string][]words.Reading{}}
}

// A queryWord is a word of the query with what was found for it.
type queryWord struct {
	form      string
	open      bool // it may be the beginning of a word
	hits      []found
	corrected string // what it was taken for, "" for itself
	function  bool   // it is most likely a word that says how others belong together
}

// readingsOf are the readings of an entry: its own, or those of its form.
func (q *query) readingsOf(e *readEntry) []words.Reading {
	if e.lemmas != nil && !q.folded {
		return e.lemmas
	}
	return q.analyse(e.form)
}

// analyse and headsOf are analyses, made once for a form.
func (q *query) analyse(form string) []words.Reading {
	if q.folded {
		return memo(q.foldedAnalyses.readings, q.language.Fold(form), q.language.Folded().Analyse)
	}
	return memo(q.analyses.readings, form, q.language.Analyse)
}

func (q *query) headsOf(form string) []words.Reading {
	if q.folded {
		return memo(q.foldedAnalyses.heads, q.language.Fold(form), q.language.Folded().Heads)
	}
	return memo(q.analyses.heads, form, q.language.Heads)
}

func memo(m map[string][]words.Reading, form string, analyse func(string) []words.Reading) []words.Reading {
	list, ok := m[form]
	if !ok {
		list = analyse(form)
		m[form] = list
	}
	return list
}

// search finds the entries that share a lemma with a form.
func (q *query) search(form string, readings []words.Reading) []found {
	strong := words.PartLemmas(form, readings)
	ranges := []string{q.language.Fold(form)}
	for _, r := range readings {
		if r.Weight >= lemmaFloor {
			ranges = append(ranges, keep(lemmaKey(q.language, r)))
		}
	}
	var list []found
	at := map[entryKey]int{}
	q.entries(ranges, func(e *readEntry) {
		f := found{entry: e}
		f.tier, f.match, f.how = q.compare(form, readings, strong, e)
		if f.tier == tiers {
			return
		}
		key := entryKey{e.form, max(e.kind, split)}
		i, ok := at[key]
		switch {
		case !ok:
			at[key] = len(list)
			list = append(list, f)
		case f.tier < list[i].tier || f.tier == list[i].tier && f.match > list[i].match:
			list[i] = f
		}
	})
	return list
}

type entryKey struct {
	form string
	kind kind
}

// compare says how an entry answers a form with these readings; tiers if it
// does not.
func (q *query) compare(form string, readings, strong []words.Reading, e *readEntry) (tier, float64, string) {
	same := e.form == form || q.folded && q.language.Fold(e.form) == form
	switch {
	case e.kind < tail:
		if same {
			return tierForm, 1, "form"
		}
		if m := words.Match(readings, q.readingsOf(e)); m >= q.language.MatchFrom() {
			return tierLexeme, m, "lexeme"
		}
		best := 0.0
		for _, s := range e.splits {
			head := strings.TrimRight(e.form[:s.At], "-")
			best = max(best, float64(words.Match(strong, q.headsOf(head))*words.HeadWeight(s.Level)))
		}
		if best >= words.PartMatchFrom {
			return tierPart, best, "head"
		}
		return tiers, 0, ""
	case e.kind < middle:
		weight := words.TailWeight(e.kind.level())
		if same {
			return tierPart, weight, "tail"
		}
		if m := words.Match(strong, q.readingsOf(e)) * weight; m >= words.PartMatchFrom {
			return tierPart, m, "tail"
		}
	default:
		weight := words.TailWeight(e.kind.level())
		if same {
			return tierPart, weight, "middle"
		}
		if m := words.Match(strong, q.headsOf(e.form)) * weight; m >= words.PartMatchFrom {
			return tierPart, m, "middle"
		}
	}
	return tiers, 0, ""
}

// entries calls each with the entries whose key begins with one of the ranges,
// in their order.
func (q *query) entries(ranges []string, each func(e *readEntry)) {
	for _, i := range q.chunksOf(ranges) {
		c, err := q.chunk(i)
		if err != nil {
			q.err = err
			return
		}
		for j := range c.entries {
			e := &c.entries[j]
			for _, r := range ranges {
				if inRange(e.fold, r) {
					each(e)
					break
				}
			}
		}
	}
}

// inRange reports whether a key begins with a range. One letter is a range of
// the word that it is: nobody who types a first letter waits for all the words
// that begin with it, except where letters are words (Han, kana, Thai …).
func inRange(key, r string) bool {
	if c, n := utf8.DecodeRuneInString(r); n == len(r) && c < 0x0E00 {
		return key == r
	}
	return strings.HasPrefix(key, r)
}

// chunksOf are the chunks that can hold keys that begin with one of the ranges.
func (r *Reader) chunksOf(ranges []string) []int {
	var list []int
	for i, key := range r.keys {
		for _, p := range ranges {
			// keys of the chunk: key <= … < the next key
			if compare(key, p) > 0 && !inRange(key, p) {
				continue
			}
			if i+1 < len(r.keys) && compare(r.keys[i+1], p) <= 0 {
				continue
			}
			list = append(list, i)
			break
		}
	}
	return list
}
