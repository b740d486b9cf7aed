package site

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/words"
)

// A recogniser finds the terms of a glossary in texts of one language, in any
// of their forms. A form belongs to the word of a term if it is the same, or if
// grammar really reads it as one of that lexeme (matches). Terms of several
// words are found as sequences with nothing but spaces and hyphens between
// them, and the longest one wins. A compound is one word: it is found only if it
// is a term itself.
//
// Each form is analysed once, and only if it begins like a term does: forms that
// begin otherwise (in Swedish tänder of tand) a writer gives under forms:. Arabic
// writes short words before its words and vowels into them: there the first two
// letters need only be in the form.
type recogniser struct {
	language *words.Language
	patterns []pattern      // the words that terms are made of, each once
	index    map[string]int // their places, by form
	byLetter map[rune][]int // by what their forms begin with; 0 for any
	root     termNode

	mu    sync.Mutex
	known map[string][]int // the patterns that a word as written belongs to, the best first
}

// A pattern is one word of a term.
type pattern struct {
	form string // as written, without hyphens
	// lemma is the base form that its forms are read as, without hyphens; "" for
	// a word that is none itself, as the first one of "tutkinnon osa".
	lemma    string
	readings []words.Reading // of the lemma, or of the form
	begin    string          // what its forms begin with
	inside   []rune          // the letters that they have in this order, in place of begin
	exact    bool            // only the form itself
}

// A termNode is a state on the way through the words of terms.
type termNode struct {
	next map[int]*termNode // by index into patterns
	term string            // the term that ends here, or ""
}

func newRecogniser(tag string) *recogniser {
	return &recogniser{language: words.For(tag), index: map[string]int{}, byLetter: map[rune][]int{}, known: map[string][]int{}}
}

// add makes a name known. exact names are found in this form alone. It returns
// the term that has the name already, or "".
func (r *recogniser) add(name, term string, exact bool) (taken string) {
	tokens := r.language.Tokens(name)
	if len(tokens) == 0 {
		return ""
	}
	m := r.find(name)
	if len(m) == 1 && m[0].Start == tokens[0].Start && m[0].End == tokens[len(tokens)-1].End && !slices.ContainsFunc(tokens, r.apart) {
		if m[0].Term != term {
			return m[0].Term
		}
		return ""
	}
	node := &r.root
	for _, t := range tokens {
		i := r.pattern(t.Form, exact)
		if node.next == nil {
			node.next = map[int]*termNode{}
		}
		if node.next[i] == nil {
			node.next[i] = &termNode{}
		}
		node = node.next[i]
	}
	node.term = term
	return ""
}

// apart reports whether a word of a name is likely enough a word of its own,
// although it looks like a form of one that is known: mentoring, of mentor.
func (r *recogniser) apart(t words.Token) bool {
	hits := r.of(t.Form)
	if len(hits) == 0 {
		return true
	}
	p, form := &r.patterns[hits[0]], unhyphened(t.Form)
	if p.form == form || p.lemma == form || p.lemma == "" {
		return false
	}
	readings := r.language.Analyse(t.Form)
	return 2*weightOf(readings, form) > weightOf(readings, p.lemma)
}

// pattern returns the index of a word.
func (r *recogniser) pattern(form string, exact bool) int {
	p := pattern{form: unhyphened(form), exact: exact}
	key := p.form
	if exact {
		key += "!"
	}
	if i, ok := r.index[key]; ok {
		return i
	}
	p.lemma, p.begin = p.form, begin(p.form)
	if r.language.Tag == "ar" {
		if rest, ok := strings.CutPrefix(form, "ال"); ok && utf8.RuneCountInString(rest) > 2 {
			form, p.lemma = rest, unhyphened(rest) // the article is written as part of the word
		}
		p.inside = []rune(p.lemma)[:min(2, utf8.RuneCountInString(p.lemma))]
	}
	p.readings = r.language.Analyse(form)
	switch {
	case weightOf(p.readings, "="+form) > 0.5: // a word like "and", which has no forms
		p.exact = true
	case weightOf(p.readings, p.lemma) < leastReading:
		p.lemma = ""
	}
	first := rune(0)
	if p.inside == nil || p.exact {
		first, _ = utf8.DecodeRuneInString(p.form)
	}
	r.byLetter[first] = append(r.byLetter[first], len(r.patterns))
	r.index[key] = len(r.patterns)
	r.patterns = append(r.patterns, p)
	clear(r.known)
	return len(r.patterns) - 1
}

// How sure grammar must be that a form is one of a lexeme: the least weight of
// the reading alone, and together with a match of all readings. Between them lie
// the forms of the guide and what only looks like them (tulkinta, "interpretation",
// of tulkki, "interpreter"; mentoroin of mentoroitava).
const (
	enoughReading = 0.025
	leastReading  = 0.01
	enoughMatch   = 0.3
)

// matches says how well a form belongs to a pattern: 0 not at all, 2 for the
// very form.
func (p *pattern) matches(form string, readings func() []words.Reading) float64 {
	switch {
	case form == p.form:
		return 2
	case p.exact || !p.may(form):
		return 0
	}
	read := readings()
	if p.lemma == "" {
		if match := words.Match(read, p.readings); match >= enoughMatch {
			return match
		}
		return 0
	}
	weight := weightOf(read, p.lemma)
	if weight >= enoughReading || weight >= leastReading && words.Match(read, p.readings) >= enoughMatch {
		return weight
	}
	return 0
}

// may reports whether a form is worth an analysis.
func (p *pattern) may(form string) bool {
	if p.inside == nil {
		return strings.HasPrefix(form, p.begin)
	}
	n := 0
	for _, c := range form {
		if n < len(p.inside) && c == p.inside[n] {
			n++
		}
	}
	return n == len(p.inside)
}

// weightOf is the weight of the reading with a lemma; hyphens do not count.
func weightOf(readings []words.Reading, lemma string) float64 {
	for _, r := range readings {
		if len(r.Lemma) >= len(lemma) && unhyphened(r.Lemma) == lemma {
			return r.Weight
		}
	}
	return 0
}

func unhyphened(form string) string { return strings.ReplaceAll(form, "-", "") }

// begin is what all forms of a word begin with: what endings change stands in
// its last four letters (valtuutettu, valtuutetun), or in the last three of a
// short one (lupa, luvan).
func begin(word string) string {
	letters := []rune(word)
	n := len(letters)
	switch {
	case n >= 7:
		n -= 4
	case n >= 4:
		n = max(n-3, 2)
	default:
		n = min(n, 1)
	}
	return string(letters[:n])
}

// of returns the patterns that a word as written belongs to, the best first.
func (r *recogniser) of(word string) []int {
	if hits, ok := r.known[word]; ok {
		return hits
	}
	form := r.language.Form(word)
	folded := unhyphened(form)
	var analysed []words.Reading
	readings := func() []words.Reading {
		if analysed == nil {
			analysed = r.language.Analyse(form)
		}
		return analysed
	}
	var hits []int
	var weights []float64
	first, _ := utf8.DecodeRuneInString(folded)
	for _, i := range slices.Concat(r.byLetter[first], r.byLetter[0]) {
		w := r.patterns[i].matches(folded, readings)
		if w == 0 || form == "" {
			continue
		}
		at := len(hits)
		for at > 0 && weights[at-1] < w {
			at--
		}
		hits = append(hits[:at], append([]int{i}, hits[at:]...)...)
		weights = append(weights[:at], append([]float64{w}, weights[at:]...)...)
	}
	r.known[strings.Clone(word)] = hits
	return hits
}

// A spelled is a word of a text that may belong to a term.
type spelled struct {
	start, end int
	patterns   []int
	joined     bool // only spaces and hyphens stand between it and the word before
}

// Find returns where terms stand in a text, in order, the longest ones.
func (r *recogniser) find(text string) []markdown.Mention {
	r.mu.Lock()
	defer r.mu.Unlock()
	var run []spelled
	var found []markdown.Mention
	last := -1
	r.language.Spans(text, func(start, end int) {
		patterns := r.of(text[start:end])
		joined := last >= 0 && !strings.ContainsFunc(text[last:start], func(c rune) bool { return !unicode.IsSpace(c) && c != '-' && c != '‑' })
		last = end
		if !joined || len(patterns) == 0 {
			found = r.longest(run, found)
			run = run[:0]
		}
		if len(patterns) > 0 {
			run = append(run, spelled{start, end, patterns, joined})
		}
	})
	return r.longest(run, found)
}

// longest adds the terms that stand in a run of words.
func (r *recogniser) longest(run []spelled, found []markdown.Mention) []markdown.Mention {
	for i := 0; i < len(run); {
		term, n := walk(&r.root, run[i:])
		if n == 0 {
			i++
			continue
		}
		found = append(found, markdown.Mention{Start: run[i].start, End: run[i+n-1].end, Term: term})
		i += n
	}
	return found
}

// walk returns the longest term that a run begins with, and its words.
func walk(node *termNode, run []spelled) (term string, n int) {
	if len(run) == 0 {
		return "", 0
	}
	for _, p := range run[0].patterns {
		next := node.next[p]
		if next == nil {
			continue
		}
		if t, m := walk(next, run[1:]); m+1 > n && m > 0 {
			term, n = t, m+1
		} else if n == 0 && next.term != "" {
			term, n = next.term, 1
		}
	}
	return term, n
}
