package words

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Lexicon is a list of the words of a language with their inflection
// classes. A site may have one: it makes readings sharper while an index is
// made, and tells more of compounds. Nothing needs one.
type Lexicon struct {
	words map[string]lexeme
}

// A lexeme is what the lexicon says of a base form.
type lexeme struct {
	classes [2]uint64 // set of the numbers of inflection classes
	head    bool      // only the first part of compounds
	tail    bool      // only the last part
}

func (w lexeme) inflected() bool { return w.classes[0]|w.classes[1] != 0 }

func (w lexeme) has(class int) bool {
	return class >= 0 && class < 128 && w.classes[class/64]>>(class%64)&1 != 0
}

// A LexiconError says in which line of a lexicon something is wrong.
type LexiconError struct {
	Line int
	Err  error
}

func (e *LexiconError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }
func (e *LexiconError) Unwrap() error { return e.Err }

// ReadLexicon reads a lexicon of a language in the format of the word list of
// the Institute for the Languages of Finland (Kotus, Nykysuomen sanalista): a
// line of names, and lines of a word, the number of the homonym, word classes,
// and inflection classes (5*J, 6: numbers from 1 to 127, and a letter for
// gradation, which is not needed here), separated by commas, semicolons or
// tabs. A word with a hyphen at its end or its beginning is only the first or
// the last part of compounds. Words without inflection class are compounds:
// they inflect like their last part. What is wrong in the text is a LexiconError.
func ReadLexicon(r io.Reader, tag string) (*Lexicon, error) {
	l := For(tag)
	x := &Lexicon{words: map[string]lexeme{}}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	n, separator := 0, ""
	for lines.Scan() {
		n++
		line := strings.ReplaceAll(lines.Text(), `"`, "")
		var err error
		switch {
		case !utf8.ValidString(line):
			err = errors.New("the text is not UTF-8")
		case n == 1:
			separator, err = separatorOf(strings.TrimPrefix(line, "\uFEFF"))
		case strings.TrimSpace(line) != "":
			err = x.line(l, strings.Split(line, separator))
		}
		if err != nil {
			return nil, &LexiconError{n, err}
		}
	}
	if err := lines.Err(); err == bufio.ErrTooLong {
		return nil, &LexiconError{n + 1, fmt.Errorf("longer than %d bytes", longestLine)}
	} else if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, &LexiconError{1, errors.New("the names of the columns are missing: " + columns)}
	}
	return x, nil
}

const (
	columns     = "Hakusana,Homonymia,Sanaluokka,Taivutustiedot"
	longestLine = 4096
)

// separatorOf returns what stands between the names of the columns.
func separatorOf(line string) (string, error) {
	for _, s := range []string{",", ";", "\t"} {
		if strings.EqualFold(strings.ReplaceAll(strings.TrimSpace(line), s, ","), columns) {
			return s, nil
		}
	}
	return "", errors.New("the names of the columns are missing: " + columns)
}

// line reads the columns of a word. Commas inside a column may have made more
// of them.
func (x *Lexicon) line(l *Language, f []string) error {
	if len(f) < 4 {
		return fmt.Errorf("there are %d columns instead of 4", len(f))
	}
	word := strings.TrimSpace(strings.ReplaceAll(f[0], "\u2011", "-"))
	if strings.Contains(word, " ") {
		return nil // several words
	}
	form := l.Form(word)
	if form == "" {
		return fmt.Errorf("%q is no word", f[0])
	}
	w, homonym := x.words[form]
	for _, s := range strings.Split(strings.Join(f[2:], ","), ",") {
		s = strings.Trim(s, " ()")
		if s == "" || s[0] < '0' || s[0] > '9' {
			continue // a word class
		}
		number, _, _ := strings.Cut(s, "*")
		class, err := strconv.Atoi(strings.Trim(number, " ()"))
		if err != nil || class < 1 || class > 127 {
			return fmt.Errorf("%q is no inflection class", s)
		}
		w.classes[class/64] |= 1 << (class % 64)
	}
	// A homonym that is a word makes it a word.
	w.head = strings.HasSuffix(word, "-") && (w.head || !homonym)
	w.tail = strings.HasPrefix(word, "-") && (w.tail || !homonym)
	x.words[form] = w
	return nil
}

// What a reading costs more, in the units of descriptions.
const (
	otherClass   = 12 // the lexicon has the lemma in another class
	otherKind    = 40 // it has a verb, and this is a noun, or the reverse
	newCompound  = 8  // it has both parts of a compound, not the compound
	looseTail    = 24 // it has the last part of what may be a compound
	unknownLemma = 48
)

// At most so many readings are kept, and none below a weight.
const (
	mostReadings    = 4
	lightestReading = 0.005
)

// sameReadings is how much of the weight may differ between readings that count
// as the same.
const sameReadings = 0.05

// Analyse is l.Analyse with what the lexicon knows: lemmas that it has are
// likelier. It returns the best readings, at most four, and whether they say
// something else than those of the language.
func (x *Lexicon) Analyse(l *Language, form string) (readings []Reading, sharper bool) {
	if l.functions[form] {
		return l.Analyse(form), false
	}
	a := l.candidates(form)
	defer a.done()
	plain := a.readings(false)
	a.best = none
	for i := range a.list {
		a.list[i].cost += x.cost(l, a.list[i])
		a.best = min(a.best, a.list[i].cost)
	}
	readings = a.readings(false)
	slices.SortStableFunc(readings, func(a, b Reading) int {
		switch {
		case a.Weight > b.Weight:
			return -1
		case a.Weight < b.Weight:
			return 1
		}
		return strings.Compare(a.Lemma, b.Lemma)
	})
	for len(readings) > 1 && (len(readings) > mostReadings || readings[len(readings)-1].Weight < lightestReading) {
		readings = readings[:len(readings)-1]
	}
	sum := 0.0
	for _, r := range readings {
		sum += r.Weight
	}
	difference := 0.0
	for i := range readings {
		readings[i].Weight = rounded(readings[i].Weight / sum)
		w := 0.0
		for _, p := range plain {
			if p.Lemma == readings[i].Lemma {
				w = p.Weight
			}
		}
		difference += max(0, readings[i].Weight-w)
	}
	if difference < sameReadings {
		return plain, false
	}
	return readings, true
}

// cost is what a candidate costs more by the lexicon.
func (x *Lexicon) cost(l *Language, c candidate) int {
	if c.class == -2 {
		return 0 // irregular
	}
	name := ""
	if c.class >= 0 {
		name = l.classes[c.class].name
	}
	w, ok := x.words[c.lemma]
	more := 0
	if !ok || !w.inflected() || w.head || w.tail {
		tail, head := x.lastPart(l, c.lemma)
		switch {
		case ok && !w.inflected() && !w.head && tail == "":
			return 0
		case tail == "":
			return unknownLemma
		case ok && !w.head && !w.tail:
		case head:
			more = newCompound
		default:
			more = looseTail
		}
		w = x.words[tail]
	}
	number, err := strconv.Atoi(strings.TrimLeft(name, "NV"))
	switch {
	case err != nil && w.has(99):
		return more
	case err != nil:
		return more + otherClass
	case w.has(number):
		return more
	case strings.HasPrefix(name, "V") != w.verb():
		return more + otherKind
	}
	return more + otherClass
}

// verb reports whether a lexeme has classes of verbs.
func (w lexeme) verb() bool {
	for class := 52; class <= 78; class++ {
		if w.has(class) {
			return true
		}
	}
	return false
}

// lastPart finds the longest last part that the lexicon has a class for, with
// a first part that it has as well, if there is one.
func (x *Lexicon) lastPart(l *Language, lemma string) (tail string, head bool) {
	letters := 0
	for i := range lemma {
		if letters++; letters <= 2 || len(lemma)-i < 3 {
			continue
		}
		w, ok := x.words[lemma[i:]]
		if !ok || !w.inflected() || w.head {
			continue
		}
		if x.isHead(l, lemma[:i]) {
			return lemma[i:], true
		}
		if tail == "" && len(lemma)-i >= 4 {
			tail = lemma[i:]
		}
	}
	return tail, false
}

// isHead reports whether a string is known as a first part.
func (x *Lexicon) isHead(l *Language, s string) bool {
	if _, ok := x.words[s]; ok {
		return true
	}
	for _, h := range l.heads {
		if rest, ok := strings.CutSuffix(s, h.strip); ok {
			if _, ok := x.words[rest+h.put]; ok {
				return true
			}
		}
	}
	c := l.compounds()
	return c != nil && slices.ContainsFunc(c.inflected, func(ending string) bool {
		base, ok := strings.CutSuffix(s, ending)
		_, known := x.words[base]
		return ok && known
	})
}
