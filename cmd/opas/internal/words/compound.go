package words

import (
	"strings"
	"unicode/utf8"
)

// A Split is a place where a compound falls into a head and a tail.
type Split struct {
	At    int // where the tail begins, in bytes
	Level int // how certain it is: 0, 1 or 2
}

// A Part is a middle part of a compound.
type Part struct {
	Start, End int // in bytes
	Level      int // how certain it is: 0, 1 or 2
}

// PartMatchFrom is the match from which a word belongs to a part of a compound:
// the match of PartLemmas of the word with the readings of the part (those of
// Heads for heads and middle parts), times TailWeight or HeadWeight.
const PartMatchFrom = 0.02

// TailWeight is how much tails and middle parts of a level of certainty count.
func TailWeight(level int) float64 {
	switch level {
	case 2:
		return 1
	case 1:
		return 0.35
	}
	return 0.1
}

// HeadWeight is how much heads of a level of certainty count. It is a small part
// of the others, because what a compound begins with says least about what it
// is: a head is found by its likely forms only, and only where it is certain.
func HeadWeight(level int) float64 { return TailWeight(level) * 0.03125 }

// PartLemmas are the readings of a form by which parts of compounds are looked
// for: those that hold nine tenths of the weight of the best, and that of the
// form as its own lemma, because who looks for parts types base forms.
func PartLemmas(form string, readings []Reading) []Reading {
	best := heaviest(readings)
	kept := make([]Reading, 0, len(readings))
	for _, r := range readings {
		if r.Lemma == form || r.Weight >= float64(0.9*best) {
			kept = append(kept, r)
		}
	}
	return kept
}

func heaviest(readings []Reading) float64 {
	best := 0.0
	for _, r := range readings {
		best = max(best, r.Weight)
	}
	return best
}

// CompoundOptions are what a site knows of its words.
type CompoundOptions struct {
	Words   []string // base forms that are words
	Whole   []string // words that are never split, in any form
	Lexicon *Lexicon // nil without one
}

// A Vocabulary is what one site says in one language: it tells where compounds
// fall into parts. It is safe for use by several goroutines once it is made.
//
// A form is a chain of parts. What is known of the language (see composition)
// says where a part can end and the next begin. Every way to cut a form has a
// likelihood, the product of those of its parts: a part that is a word of the
// site is likely, so is one that many words of the language are made of; one
// that nobody has seen costs more by the letter, and so does the whole form as
// one word. A cut is as certain as all the ways together that have it.
//
// The last part is not analysed on its own: it is what the readings of the form
// leave of their lemmas behind the cut. "Ansiosta", which is a form of "ansio",
// does not end in "osta", whatever that may be elsewhere.
type Vocabulary struct {
	l           *Language
	composition *composition // nil: only hyphens split
	lexicon     *Lexicon
	whole       map[string]bool     // forms and lemmas that are not cut
	forms       map[string]analysed // the site's
	known       map[string]evidence // by lemma
	perhaps     *filter             // of what is in known
	heads       map[string]float64  // likelihoods of first and middle parts
	inner       map[string]compound // of parts that are compounds themselves
	compounds   map[string]compound
}

// evidence is what speaks for a string being a base form.
type evidence struct {
	forms  int32 // of the site that are well read as it
	tails  int32 // lemmas of the site that end in it, beside a known head
	heads  int32 // lemmas of the site that begin with it, beside a known tail
	base   bool  // the base form stands on the site, or is known to be a word
	simple bool  // known to be no compound
}

// An analysed form has readings; bit i of rare says that the i-th is in a class
// that last parts of compounds are seldom of.
type analysed struct {
	readings []Reading
	rare     uint64
}

type compound struct {
	splits  []Split
	middles []Part
}

// NewVocabulary reads all distinct forms of a site.
func NewVocabulary(l *Language, forms []string, o CompoundOptions) *Vocabulary {
	v := &Vocabulary{
		l: l, composition: l.compounds(), lexicon: o.Lexicon, whole: map[string]bool{}, compounds: map[string]compound{},
	}
	for _, w := range o.Whole {
		v.whole[l.Form(w)] = true
	}
	if v.composition != nil {
		v.forms = make(map[string]analysed, len(forms))
		v.known = make(map[string]evidence, 2*len(forms))
		v.perhaps = &filter{}
		v.heads = make(map[string]float64, len(forms))
		v.inner = map[string]compound{}
		v.collect(forms, o.Words)
	}
	for _, f := range forms {
		if c := v.compound(f); len(c.splits) > 0 {
			v.compounds[f] = c
		}
	}
	v.known, v.perhaps, v.heads, v.inner = nil, nil, nil, nil
	return v
}

// Closed reports whether the language writes compounds as one word.
func (v *Vocabulary) Closed() bool { return v.composition != nil }

// Readings returns the readings of a form of the site, nil if they were not
// needed. Nobody may change them.
func (v *Vocabulary) Readings(form string) []Reading { return v.forms[form].readings }

// Splits returns where a form of the site falls into a head and a tail, in
// order. A head before a hyphen ends in the hyphen.
func (v *Vocabulary) Splits(form string) []Split { return v.compounds[form].splits }

// Middles returns the parts of a form of the site that are neither its head nor
// its tail at any of the splits, in order.
func (v *Vocabulary) Middles(form string) []Part { return v.compounds[form].middles }

// collect finds out which base forms the site has.
func (v *Vocabulary) collect(forms, own []string) {
	for _, w := range own {
		v.know(v.l.Form(w), false)
	}
	for _, f := range forms {
		v.attest(f)
		if strings.Contains(f, "-") {
			for _, piece := range strings.Split(f, "-") {
				v.attest(piece)
			}
		}
	}
	for w := range v.composition.parts {
		v.know(w, true)
	}
	v.share()
}

func (v *Vocabulary) know(lemma string, simple bool) {
	e := v.known[lemma]
	e.base = true
	e.simple = e.simple || simple
	v.learn(lemma, e)
}

func (v *Vocabulary) learn(lemma string, e evidence) {
	v.known[lemma] = e
	v.perhaps.add(lemma)
}

// attest counts what a form of the site is a form of.
func (v *Vocabulary) attest(form string) {
	if _, done := v.forms[form]; done || form == "" {
		return
	}
	w := v.analyse(form)
	v.forms[form] = w
	if v.l.functions[form] {
		return
	}
	from := float64(wellRead * heaviest(w.readings))
	for _, r := range w.readings {
		if r.Weight < from {
			continue
		}
		e := v.known[r.Lemma]
		e.forms++
		e.base = e.base || r.Lemma == form
		v.learn(r.Lemma, e)
	}
}

// wellRead is the share of the best reading's weight that a reading needs to
// count as evidence for its lemma.
const wellRead = 0.3

func (v *Vocabulary) analyse(form string) analysed {
	if v.lexicon != nil {
		readings, _ := v.lexicon.Analyse(v.l, form)
		return analysed{readings: readings}
	}
	a := v.l.candidates(form)
	defer a.done()
	w := analysed{readings: a.readings(false)}
	if len(v.composition.rare) == 0 {
		return w
	}
	for i, r := range w.readings[:min(64, len(w.readings))] {
		best, class := none, -1
		for _, c := range a.list {
			if c.cost < best && c.lemma == r.Lemma {
				best, class = c.cost, c.class
			}
		}
		if class >= 0 && v.composition.isRare(v.l.classes[class].name) {
			w.rare |= 1 << i
		}
	}
	return w
}

// share counts what several compounds share beside a known part. It goes by
// lemma, so that the forms of one compound count once.
func (v *Vocabulary) share() {
	var tails, heads []string
	for lemma, e := range v.known {
		if e.forms == 0 {
			continue
		}
		for _, b := range v.l.boundaries(v.composition, lemma) {
			head, tail := lemma[:b], lemma[b:]
			h, t := utf8.RuneCountInString(head), utf8.RuneCountInString(tail)
			if t < 4 {
				continue
			}
			if v.evidence(head).perLetter(h, true) == knownLetter {
				tails = append(tails, tail)
			}
			if h >= 4 && v.evidence(tail).perLetter(t, false) == knownLetter {
				heads = append(heads, head)
			}
		}
	}
	for _, s := range tails {
		e := v.known[s]
		e.tails++
		v.learn(s, e)
	}
	for _, s := range heads {
		e := v.known[s]
		e.heads++
		v.learn(s, e)
	}
}

// evidence is what the site and the lexicon know of a lemma.
func (v *Vocabulary) evidence(lemma string) evidence {
	var e evidence
	if v.perhaps.has(lemma) {
		e = v.known[lemma]
	}
	if v.lexicon != nil {
		if w, ok := v.lexicon.words[lemma]; ok {
			e.base, e.forms = true, e.forms+2
			e.simple = e.simple || w.inflected()
		}
	}
	return e
}

// compound cuts a form at its hyphens, and what is between them.
func (v *Vocabulary) compound(form string) compound {
	var c compound
	if v.whole[form] {
		return c
	}
	for start := 0; start < len(form); {
		end := len(form)
		if i := strings.IndexByte(form[start:], '-'); i >= 0 {
			end = start + i
		}
		piece := form[start:end]
		if start > 0 && piece != "" {
			c.splits = append(c.splits, Split{start, 2})
			if end < len(form) {
				c.middles = append(c.middles, Part{start, end, 2})
			}
		}
		if v.composition != nil {
			c.insert(v.cut(piece), start, len(piece), 2, start > 0, end < len(form))
		}
		start = end + 1
	}
	return c
}

// insert adds the parts of a piece of a form, which has a length and begins at
// an offset, no surer than the piece itself. Where something stands before the
// piece, its heads are middle parts; where something follows, its tails are.
func (c *compound) insert(piece compound, offset, length, level int, before, after bool) {
	for _, s := range piece.splits {
		sure := min(s.Level, level)
		c.splits = append(c.splits, Split{offset + s.At, sure})
		if before {
			c.middle(Part{offset, offset + s.At, sure})
		}
		if after {
			c.middle(Part{offset + s.At, offset + length, sure})
		}
	}
	for _, m := range piece.middles {
		c.middle(Part{offset + m.Start, offset + m.End, min(m.Level, level)})
	}
}

// middle adds a middle part, or raises its certainty.
func (c *compound) middle(m Part) {
	for i, o := range c.middles {
		if o.Start == m.Start && o.End == m.End {
			c.middles[i].Level = max(o.Level, m.Level)
			return
		}
	}
	c.middles = append(c.middles, m)
}
