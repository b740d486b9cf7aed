package words

import (
	"bytes"
	"math"
	"strings"
	"unicode/utf8"
)

// weight[c] is the square root of the probability 2^(-c/4), by repeated
// multiplication and rounded, so that other programs get the same bits and sums
// of weights are exact, whatever their order.
var weight = func() (w [512]float64) {
	x := 1.0
	for i := range w {
		w[i] = math.Round(x*(1<<40)) / (1 << 40)
		x *= 0.9170040432046712
	}
	return w
}()

// rounded makes products of weights, and their sums, exact too.
func rounded(w float64) float64 { return math.Round(w*(1<<24)) / (1 << 24) }

// deepest is how many rules a word can go through.
const deepest = 8

// Analyse returns the readings of a normalised form. The square roots of the
// likelihoods are what is made to sum to 1: hard choices would lose forms.
func (l *Language) Analyse(form string) []Reading {
	a := l.candidates(form)
	defer a.done()
	readings := a.readings(false)
	if l.functions[form] {
		for i := range readings {
			readings[i].Weight = rounded(readings[i].Weight * 0.02)
		}
		readings = append(readings, Reading{"=" + form, rounded(0.98)})
	}
	return readings
}

// Heads returns the readings of the first part of a compound: base forms,
// genitives, and what else may stand there.
func (l *Language) Heads(form string) []Reading {
	a := l.candidates(form)
	defer a.done()
	readings := a.readings(true)
	for _, h := range l.heads {
		if rest, ok := strings.CutSuffix(form, h.strip); ok && utf8.RuneCountInString(form) > 3 {
			for i := range readings {
				readings[i].Weight = rounded(readings[i].Weight * 0.5)
			}
			readings = add(readings, rest+h.put, 0.5)
		}
	}
	for i := range readings {
		if readings[i].Lemma == form {
			readings[i].Weight = max(readings[i].Weight, 0.5)
			return readings
		}
	}
	return append(readings, Reading{form, 0.5})
}

func add(list []Reading, lemma string, w float64) []Reading {
	for i := range list {
		if list[i].Lemma == lemma {
			list[i].Weight += w
			return list
		}
	}
	return append(list, Reading{lemma, w})
}

// Folded returns the language for forms that were typed without marks: its
// strings are folded, and harmony is not asked for.
func (l *Language) Folded() *Language {
	l.once.Do(func() {
		f, err := parse(l.Tag, l.Description, l.Fold)
		if err != nil {
			panic(err) // it was read before
		}
		f.stemVowels = [3]letters{}
		f.disharmony = [4]int{}
		l.folded = f
	})
	return l.folded
}

// A candidate is a lemma in a class, with the least cost of reaching it.
type candidate struct {
	lemma      string // when all are found
	from, to   int    // until then: where it is in analysis.lemmas
	class      int    // -1: the form itself, -2: an irregular form
	cost, head int
}

// An analysis is the work on one form.
type analysis struct {
	l    *Language
	list []candidate
	best int
	// suffix is what the rules on the present path put after the lemma.
	suffix string

	start []chained // of the word that the rules began with, by byte
	lemma []byte    // the lemma being put together

	lemmas []byte // of all candidates, to make strings of them at once
}

// chained is where a chain of letters has come to.
type chained struct {
	cost, last int
}

// none is the cost of what cannot be.
const none = 1 << 20

// candidates analyses a form. Whoever has what is needed of it gives it back
// with done, so that the next form needs no memory of its own.
func (l *Language) candidates(form string) *analysis {
	a, _ := l.idle.Get().(*analysis)
	if a == nil {
		a = &analysis{list: make([]candidate, 0, 32), lemma: make([]byte, 0, 64), lemmas: make([]byte, 0, 512)}
	}
	*a = analysis{l: l, best: none, list: a.list[:0], start: a.start[:0], lemma: a.lemma[:0], lemmas: a.lemmas[:0]}
	a.find(form)
	lemmas := string(a.lemmas)
	for i := range a.list {
		c := &a.list[i]
		c.lemma = lemmas[c.from:c.to]
	}
	return a
}

// done gives an analysis back. Nothing of it may be used afterwards but strings.
func (a *analysis) done() { a.l.idle.Put(a) }

// find lets the rules find candidates for a form.
func (a *analysis) find(form string) {
	l := a.l
	for _, i := range l.irregular[form] {
		a.found(i.lemma, -2, i.cost, true)
	}
	a.found(form, -1, l.own+l.chains.cost(form), true)
	start := l.states["W"]
	if start == nil {
		return
	}
	a.begin(form)
	a.walk(start, form, len(form), 0, neutral, true, 0)
	for _, p := range l.prefixes {
		if rest, ok := strings.CutPrefix(form, p.text); ok && utf8.RuneCountInString(p.put+rest) >= 2 {
			word := p.put + rest
			a.found(word, -1, l.own+p.cost+l.chains.cost(word), true)
			a.begin(word)
			a.walk(p.next, word, len(word), p.cost, neutral, true, 0)
		}
	}
}

// begin adds up the chain of a word, which is that of the lemmas that begin like
// it, too.
func (a *analysis) begin(word string) {
	c := a.l.chains
	if c == nil {
		return
	}
	a.start = append(a.start[:0], chained{0, c.end})
	for i, r := range word {
		at := a.start[i]
		n := c.of(r)
		at = chained{at.cost + c.costs[at.last][n], n}
		for range utf8.RuneLen(r) {
			a.start = append(a.start, at)
		}
	}
}

// walk strips endings from a word in a state. The first kept bytes of the word
// are those that it began with.
func (a *analysis) walk(s *state, word string, kept, cost int, tag harmonyTag, head bool, depth int) {
	if depth > deepest {
		return
	}
	node := &s.root
	for n := 0; ; n++ {
		rest := word[:len(word)-n]
		for i := range node.rules {
			r := &node.rules[i]
			t := tag
			if r.tag != neutral {
				if t != neutral && t != r.tag {
					continue
				}
				t = r.tag
			}
			switch {
			case r.known:
				for _, i := range a.l.irregular[rest+r.put] {
					a.found(i.lemma, -2, cost+r.cost+i.cost, head && r.head)
				}
			case r.next == nil:
				a.end(rest, word[len(word)-n:], r, min(kept, len(rest)), cost+r.cost, t, head && r.head)
			default:
				next := rest
				if r.put != "" {
					next += r.put
				}
				outer := a.suffix
				if r.suffix != "" {
					a.suffix = r.suffix + outer
				}
				a.walk(r.next, next, min(kept, len(rest)), cost+r.cost, t, head && r.head, depth+1)
				a.suffix = outer
			}
		}
		if rest == "" {
			break
		}
		if node = node.next.find(rest[len(rest)-1]); node == nil {
			break
		}
	}
	if len(s.templates) == 0 {
		return
	}
	letters := []rune(word)
	for i := range s.templates {
		m := &s.templates[i]
		made, ok := m.apply(letters, &a.l.vowels)
		switch {
		case !ok:
		case m.rule.next != nil:
			a.walk(m.rule.next, made, 0, cost+m.rule.cost, tag, head && m.rule.head, depth+1)
		default:
			a.end(made, "", &m.rule, 0, cost+m.rule.cost, tag, head && m.rule.head)
		}
	}
}

// apply puts the letters of a word, if it fits, into what the template makes.
func (m *template) apply(word []rune, vowels *letters) (string, bool) {
	n := len(m.before) + len(m.after)
	if len(word) < n || m.star != (len(word) > n) {
		return "", false
	}
	var slots [10]rune
	for i, c := range m.before {
		if !fits(c, word[i], &slots, vowels) {
			return "", false
		}
	}
	for i, c := range m.after {
		if !fits(c, word[len(word)-len(m.after)+i], &slots, vowels) {
			return "", false
		}
	}
	var b strings.Builder
	for _, c := range m.put {
		switch {
		case c == '*':
			b.WriteString(string(word[len(m.before) : len(word)-len(m.after)]))
		case '1' <= c && c <= '9':
			b.WriteRune(slots[c-'0'])
		default:
			b.WriteRune(c)
		}
	}
	return b.String(), true
}

// fits reports whether a letter can stand where a template has c.
func fits(c, letter rune, slots *[10]rune, vowels *letters) bool {
	if c < '1' || c > '9' {
		return c == letter
	}
	slot := &slots[c-'0']
	if *slot == 0 && !vowels.has(letter) {
		*slot = letter
	}
	return *slot == letter
}

// end puts the lemma together: the remainder in the grade of the lemma, and
// the lemma's ending. The first kept bytes of the remainder are as at the
// beginning.
func (a *analysis) end(rest, stem string, r *rule, kept, cost int, tag harmonyTag, head bool) {
	if r.whole {
		if rest == "" {
			a.found(r.put+a.suffix, r.class, cost, head)
		}
		return
	}
	if a.hopeless(r, cost, 0) {
		return
	}
	cost += a.l.harmonyCost(rest, tag)
	if r.grade == nil {
		a.complete(rest, "", r, kept, cost, head)
		return
	}
	outputs := r.grade.of(rest, stem)
	for i := range outputs {
		o := &outputs[i]
		same := len(rest) - o.drop
		a.complete(rest[:same], o.put, r, min(kept, same), cost+o.cost, head)
	}
}

// hopeless reports whether a rule cannot lead to a lemma that is kept, if so
// many bytes of the lemma are as at the beginning.
func (a *analysis) hopeless(r *rule, cost, kept int) bool {
	if r.class >= 0 {
		cost += a.l.classes[r.class].floor
	}
	if a.start != nil {
		cost += a.start[kept].cost
	}
	return cost > a.best+a.l.cut
}

var unchanged = []gradeOutput{{0, "", 0}}

// of returns the outputs for a remainder before a stem ending: the longest
// context that the table has, and of those one that names the letter after it.
func (g *gradation) of(rest, stem string) []gradeOutput {
	outputs := unchanged
	node := &g.root
search:
	for i := len(rest) - 1; i >= 0; i-- {
		if node = node.next.find(rest[i]); node == nil {
			break
		}
		for _, b := range node.before {
			if strings.HasPrefix(stem, b.letter) {
				outputs = b.outputs
				continue search
			}
		}
		if node.outputs != nil {
			outputs = node.outputs
		}
	}
	return outputs
}

// complete weighs the lemma that a stem, its last letters changed to put, is of.
func (a *analysis) complete(rest, put string, r *rule, kept, cost int, head bool) {
	l := a.l
	if a.hopeless(r, cost, kept) {
		return
	}
	a.lemma = append(append(a.lemma[:0], rest...), put...)
	stem := len(a.lemma)
	a.lemma = append(a.lemma, r.put...)
	lemma := a.lemma
	if utf8.RuneCount(lemma) < 2 {
		return
	}
	if l.chains != nil {
		at := a.start[kept]
		cost += l.chains.rest(at.cost, at.last, lemma[kept:])
	}
	name := ""
	if r.class >= 0 {
		c := &l.classes[r.class]
		if cost+c.floor > a.best+l.cut {
			return
		}
		name = c.name
		for i := range c.conditions {
			q := &c.conditions[i]
			if !l.all(q.predicate, lemma[:stem], lemma) {
				continue
			}
			if q.cost == none {
				return
			}
			cost += q.cost
		}
	}
	if len(l.junctions) > 0 && stem > 0 && r.put != "" {
		_, m := utf8.DecodeLastRune(lemma[:stem])
		_, n := utf8.DecodeRuneInString(r.put)
		cost += l.junctions[string(lemma[stem-m:stem+n])]
	}
	cost += l.lemmas.cost(lemma, name)
	if cost > a.best+l.cut {
		return
	}
	a.lemma = append(a.lemma, a.suffix...)
	a.keep(r.class, cost, head)
}

// found keeps the least cost of a lemma in a class.
func (a *analysis) found(lemma string, class, cost int, head bool) {
	a.lemma = append(a.lemma[:0], lemma...)
	a.keep(class, cost, head)
}

// keep is found for the lemma that was put together.
func (a *analysis) keep(class, cost int, head bool) {
	a.best = min(a.best, cost)
	for i := range a.list {
		if c := &a.list[i]; c.class == class && bytes.Equal(a.lemmas[c.from:c.to], a.lemma) {
			c.lower(cost, head)
			return
		}
	}
	c := candidate{from: len(a.lemmas), class: class, cost: cost, head: none}
	a.lemmas = append(a.lemmas, a.lemma...)
	c.to = len(a.lemmas)
	c.lower(cost, head)
	a.list = append(a.list, c)
}

func (c *candidate) lower(cost int, head bool) {
	c.cost = min(c.cost, cost)
	if head {
		c.head = min(c.head, cost)
	}
}

// readings turns candidates into readings; for heads it takes the costs as a
// first part of a compound. What costs too much more than the best of all is
// left out.
func (a *analysis) readings(heads bool) []Reading {
	l := a.l
	best := none
	for i := range a.list {
		best = min(best, a.list[i].as(heads))
	}
	readings := make([]Reading, 0, len(a.list))
	sum := 0.0
	for i := range a.list {
		c := &a.list[i]
		cost := c.as(heads)
		if cost > a.best+l.cut {
			continue
		}
		w := weight[(cost-best)*l.sharp/8]
		readings = add(readings, c.lemma, w)
		sum += w
	}
	for i := range readings {
		readings[i].Weight = rounded(readings[i].Weight / sum)
	}
	return readings
}

func (c *candidate) as(head bool) int {
	if head {
		return c.head
	}
	return c.cost
}
