package words

import "unicode/utf8"

// A predicateKind is what a predicate asks of a lemma.
type predicateKind byte

const (
	isSyl predicateKind = iota + 1
	isVowels
	isLen
	isStem
	isFirst
	isEnd
	isPre
	isPre2
	isPre3
	isCluster
	isIn
)

// predicateKinds are the names of predicates.
var predicateKinds = map[string]predicateKind{
	"syl": isSyl, "vowels": isVowels, "len": isLen, "stem": isStem, "first": isFirst, "end": isEnd, "pre": isPre, "pre2": isPre2, "pre3": isPre3, "cluster": isCluster, "in": isIn,
}

// all reports whether all predicates hold of a lemma and its stem.
func (l *Language) all(list []predicate, stem, lemma []byte) bool {
	for i := range list {
		if l.holds(&list[i], stem, lemma) == list[i].not {
			return false
		}
	}
	return true
}

func (l *Language) holds(q *predicate, stem, lemma []byte) bool {
	switch q.kind {
	case isSyl:
		return q.compare(l.syllables(lemma))
	case isVowels:
		return q.compare(l.count(lemma))
	case isLen:
		return q.compare(utf8.RuneCount(lemma))
	case isStem:
		return q.compare(utf8.RuneCount(stem))
	case isFirst:
		return q.letters.has(l.firstVowel(lemma))
	case isEnd:
		return q.letters.has(letterBefore(lemma, 1))
	case isPre:
		return q.letters.has(letterBefore(stem, 1))
	case isPre2:
		return q.letters.has(letterBefore(stem, 2))
	case isPre3:
		return q.letters.has(letterBefore(stem, 3))
	case isCluster:
		return l.cluster(stem)
	case isIn:
		return l.lists[q.value][string(lemma)]
	}
	return false
}

// compare compares a number as the predicate says.
func (q *predicate) compare(n int) bool {
	switch q.op {
	case "<":
		return n < q.number
	case ">":
		return n > q.number
	}
	return n == q.number
}

// letterBefore returns the nth letter from the end, a blank where there is none.
func letterBefore(s []byte, n int) rune {
	for {
		c, size := utf8.DecodeLastRune(s)
		if size == 0 {
			return ' '
		}
		if n--; n == 0 {
			return c
		}
		s = s[:len(s)-size]
	}
}

// firstVowel returns a blank where there is no vowel.
func (l *Language) firstVowel(s []byte) rune {
	for len(s) > 0 {
		c, size := utf8.DecodeRune(s)
		if l.vowels.has(c) {
			return c
		}
		s = s[size:]
	}
	return ' '
}

// syllables counts runs of vowels.
func (l *Language) syllables(s []byte) int {
	n, in := 0, false
	for len(s) > 0 {
		c, size := utf8.DecodeRune(s)
		s = s[size:]
		v := l.vowels.has(c)
		if v && !in {
			n++
		}
		in = v
	}
	return n
}

// count counts vowels.
func (l *Language) count(s []byte) int {
	n := 0
	for len(s) > 0 {
		c, size := utf8.DecodeRune(s)
		s = s[size:]
		if l.vowels.has(c) {
			n++
		}
	}
	return n
}

// cluster reports whether a stem ends in three consonants or three vowels.
func (l *Language) cluster(stem []byte) bool {
	n, kind := 0, false
	for len(stem) > 0 && n < 3 {
		c, size := utf8.DecodeLastRune(stem)
		v := l.vowels.has(c)
		if n > 0 && v != kind {
			return false
		}
		kind = v
		n++
		stem = stem[:len(stem)-size]
	}
	return n == 3
}

// harmonyCost is what a stem pays for endings of the other harmony: the last
// vowel that belongs to one decides.
func (l *Language) harmonyCost(stem string, tag harmonyTag) int {
	if tag == neutral || l.stemVowels[0].all == "" {
		return 0
	}
	for rest := stem; rest != ""; {
		c, n := utf8.DecodeLastRuneInString(rest)
		rest = rest[:len(rest)-n]
		switch {
		case l.stemVowels[0].has(c):
			return l.mismatch(stem, tag != back)
		case l.stemVowels[1].has(c):
			return l.mismatch(stem, tag != front)
		case l.stemVowels[2].has(c):
			if tag == back {
				return l.disharmony[3]
			}
			return 0
		}
	}
	if tag == back {
		return l.disharmony[2]
	}
	return 0
}

func (l *Language) mismatch(stem string, is bool) int {
	switch {
	case !is:
		return 0
	case utf8.RuneCountInString(stem) > 4:
		return l.disharmony[0]
	}
	return l.disharmony[1]
}
