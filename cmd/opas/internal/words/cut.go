package words

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// cut finds the parts of a form without hyphens.
func (v *Vocabulary) cut(form string) (c compound) {
	inner := v.l.boundaries(v.composition, form)
	if len(inner) == 0 || v.whole[form] {
		return c
	}
	n := len(inner) + 2
	at := slices.Concat([]int{0}, inner, []int{len(form)})
	parts := make([]float64, n*n+2*n) // likelihood of the part between two places
	before, after := parts[n*n:n*n+n], parts[n*n+n:]
	if !v.tails(form, at, parts) {
		return c
	}
	before[0], after[n-1] = 1, 1
	for j := 1; j < n; j++ {
		for i := range j {
			if j < n-1 {
				parts[i*n+j] = v.head(form[at[i]:at[j]])
			}
			before[j] += float64(before[i] * parts[i*n+j])
		}
	}
	for i := n - 2; i >= 0; i-- {
		for j := i + 1; j < n; j++ {
			after[i] += float64(parts[i*n+j] * after[j])
		}
	}
	all := before[n-1]
	for i := 1; i < n-1; i++ {
		if level := certainty(float64(before[i]*after[i]) / all); level >= 0 {
			c.splits = append(c.splits, Split{at[i], level})
		}
	}
	for i := range n - 1 {
		for j := i + 1; j < n-1; j++ {
			level := certainty(float64(float64(before[i]*parts[i*n+j])*after[j]) / all)
			if level < 0 {
				continue
			}
			if i > 0 {
				c.middle(Part{at[i], at[j], level})
			}
			if j > i+1 && level > 0 {
				c.within(v.innerOf(form[at[i]:at[j]]), at[i], at[j], level)
			}
		}
	}
	slices.SortFunc(c.splits, func(a, b Split) int { return a.At - b.At })
	slices.SortFunc(c.middles, func(a, b Part) int { return (a.Start-b.Start)*len(form) + a.End - b.End })
	return c
}

// within adds the parts of a first or middle part, which stands from start to
// end: a part that the site knows is a compound all the same.
func (c *compound) within(part compound, start, end, level int) {
	for _, s := range part.splits {
		sure := min(s.Level, level)
		i := slices.IndexFunc(c.splits, func(o Split) bool { return o.At == start+s.At })
		if i < 0 {
			c.splits = append(c.splits, Split{start + s.At, sure})
		} else {
			c.splits[i].Level = max(c.splits[i].Level, sure)
		}
		if start > 0 {
			c.middle(Part{start, start + s.At, sure})
		}
		c.middle(Part{start + s.At, end, sure})
	}
	for _, m := range part.middles {
		c.middle(Part{start + m.Start, start + m.End, min(m.Level, level)})
	}
}

func (v *Vocabulary) innerOf(part string) compound {
	c, ok := v.inner[part]
	if !ok {
		c = v.cut(part)
		v.inner[part] = c
	}
	return c
}

// certainty turns a probability into a level, -1 for none.
func certainty(p float64) int {
	switch {
	case p >= 0.4:
		return 2
	case p >= 0.1:
		return 1
	case p >= 0.02:
		return 0
	}
	return -1
}

// What a letter costs, in eighths of a bit.
const (
	knownLetter       = 4  // of a word
	weakLetter        = 8  // of what may be a word of the site
	sharedLetter      = 16 // of what several compounds have in common
	unknownHeadLetter = 22
	unknownLetter     = 28 // of a tail: endings look like tails
	wholeLetter       = 16 // of a form that is one word
)

// What else costs, in eighths of a bit.
const (
	shortPart   = 20 // and twice, three times as much for very short ones
	anyPart     = 8
	disharmonic = 48 // back and front vowels in one word
	rareClass   = 32 // of a last part
)

func partCost(letters int) int {
	switch letters {
	case 0, 1, 2:
		return 3 * shortPart
	case 3:
		return 2 * shortPart
	case 4:
		return shortPart
	}
	return anyPart
}

// attestedBoost is how much likelier a reading is that other forms share.
const attestedBoost = 10

// likelihoods[n] is 2^(-n/8), by repeated multiplication: the same everywhere.
var likelihoods = func() (w [2048]float64) {
	w[0] = 1
	for i := 1; i < len(w); i++ {
		w[i] = w[i-1] * 0.9170040432046712
	}
	return w
}()

func likelihood(cost int) float64 { return likelihoods[min(cost, len(likelihoods)-1)] }

// tooWeak is the share of the best reading's weight under which a reading tells
// nothing of last parts.
const tooWeak = 0.01

// tails fills in the likelihoods of last parts, and of the form as one word.
// It reports whether a last part is possible.
func (v *Vocabulary) tails(form string, at []int, parts []float64) bool {
	n := len(at)
	w, ok := v.forms[form]
	if !ok {
		w = v.analyse(form)
	}
	from := float64(wellRead * heaviest(w.readings))
	weakest := float64(tooWeak * heaviest(w.readings))
	sum, best, simple := 0.0, 0.0, 0.0
	weights := make([]float64, len(w.readings))
	for i, r := range w.readings {
		weights[i] = r.Weight
		e := v.evidence(r.Lemma)
		if e.base || e.forms > 1 || e.forms == 1 && r.Weight < from {
			weights[i] *= attestedBoost
		}
		if weights[i] > best {
			best = weights[i]
			if v.whole[r.Lemma] {
				return false
			}
		}
		sum += weights[i]
		if e.simple {
			simple += weights[i]
		}
	}
	letters := utf8.RuneCountInString(form)
	cost := wholeLetter * letters
	if v.l.mixed(form) {
		cost += disharmonic
	}
	parts[n-1] = likelihood(cost)
	if simple > 0 {
		parts[n-1] += float64(simple / sum * likelihood(knownLetter*letters))
	}
	any := false
	for i := 1; i < n-1; i++ {
		b := at[i]
		p, share := 0.0, 0.0
		mixed := v.l.mixed(form[b:])
		for k, r := range w.readings {
			if r.Weight < weakest || len(r.Lemma) <= b || r.Lemma[:b] != form[:b] {
				continue
			}
			cost := v.tailCost(r.Lemma[b:], mixed)
			if cost < 0 {
				continue
			}
			if w.rare>>k&1 != 0 {
				cost += rareClass
			}
			p += float64(weights[k] * likelihood(cost))
			share += weights[k]
		}
		// Readings that have nothing to do with the cut speak against it.
		share /= sum
		p = float64(p/sum*share) * share
		// What is irregular as a word is irregular as a last part.
		for _, r := range v.l.irregular[form[b:]] {
			if cost := v.tailCost(r.lemma, false); cost >= 0 {
				p = max(p, likelihood(cost))
			}
		}
		parts[i*n+n-1] = p
		any = any || p > 0
	}
	return any
}

// tailCost is the cost of a last part by its base form, -1 where it is none.
func (v *Vocabulary) tailCost(lemma string, mixed bool) int {
	letters := utf8.RuneCountInString(lemma)
	if letters < v.composition.least {
		return -1
	}
	e := v.evidence(lemma)
	per := e.perLetter(letters, false)
	switch {
	case per > knownLetter && letters < 4 || v.composition.isBound(lemma):
		return -1
	case per > knownLetter && mixed:
		return partCost(letters) + per*letters + disharmonic
	}
	return partCost(letters) + per*letters
}

// head is the likelihood of a first or middle part.
func (v *Vocabulary) head(part string) float64 {
	p, ok := v.heads[part]
	if !ok {
		p = v.newHead(part)
		v.heads[part] = p
	}
	return p
}

func (v *Vocabulary) newHead(part string) float64 {
	letters := utf8.RuneCountInString(part)
	if letters < v.composition.least && !v.composition.short[part] || !v.l.hasVowel(part) {
		return 0
	}
	per := v.evidence(part).perLetter(letters, true)
	if per > knownLetter {
		if w, ok := v.forms[part]; ok {
			per = min(per, v.perLetterOf(w.readings, letters))
		} else if v.composition.inflectedHead(part) {
			per = min(per, v.perLetterOf(v.l.Heads(part), letters))
		}
		for _, h := range v.l.heads {
			if rest, ok := strings.CutSuffix(part, h.strip); ok && letters > 3 {
				per = min(per, v.evidence(rest+h.put).perLetter(letters, true))
			}
		}
	}
	cost := partCost(letters) + per*letters
	switch {
	case per == unknownHeadLetter && letters < 4:
		return 0
	case per > knownLetter && v.l.mixed(part):
		cost += disharmonic
	}
	return likelihood(cost)
}

// perLetterOf is the least cost of the lemmas that are well read.
func (v *Vocabulary) perLetterOf(readings []Reading, letters int) int {
	from := float64(wellRead * heaviest(readings))
	per := unknownHeadLetter
	for _, r := range readings {
		if r.Weight >= from {
			per = min(per, v.evidence(r.Lemma).perLetter(letters, true))
		}
	}
	return per
}

// perLetter is the cost of a letter of a base form, as a head or as a tail, by
// what is known of it.
func (e evidence) perLetter(letters int, head bool) int {
	switch {
	case e.simple || e.base && (letters > 4 || e.forms >= 2) || e.forms >= 2 && letters > 4:
		return knownLetter
	case e.base || e.forms > 0 && letters > 3:
		return weakLetter
	case head && e.heads >= 2 || !head && e.tails >= 2:
		return sharedLetter
	case head:
		return unknownHeadLetter
	}
	return unknownLetter
}

// A filter says of most strings that were not added that they were not, sooner
// than a map does: nine of ten parts that are looked up are none.
type filter [1 << 15]uint64

func (f *filter) add(s string) { i := filterIndex(s); f[i>>6] |= 1 << (i & 63) }

func (f *filter) has(s string) bool { i := filterIndex(s); return f[i>>6]>>(i&63)&1 != 0 }

// filterIndex is FNV-1a, folded to the bits of a filter.
func filterIndex(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return (h ^ h>>21) & (1<<21 - 1)
}
