package search

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// leastLetters is how long a word must be for so many edits.
var leastLetters = [...]int{1: 4, 2: 8}

// typos finds the forms so many edits away, which were perhaps meant, and the most
// frequent of them.
func (q *query) typos(form string, edits int) (list []found, best string) {
	fold := q.language.Fold(form)
	if q.strict || utf8.RuneCountInString(fold) < leastLetters[edits] || strings.ContainsFunc(fold, unicode.IsNumber) {
		return nil, ""
	}
	most := 0
	for _, e := range q.near(fold, edits) {
		if n := q.frequency(e); n > most {
			most, best = n, e.form
		}
		hits := q.search(e.form, q.readingsOf(e))
		for _, f := range hits {
			if f.tier == tierPart && f.entry.form != e.form {
				continue
			}
			f.tier, f.how = tierTypo, "typo"
			list = unite(list, []found{f})
		}
	}
	return list, best
}

// frequency is how many sections an entry is in.
func (q *query) frequency(e *readEntry) int {
	n := 0
	if !decodePostings(e.record, e.bare, len(q.pageOf), func(*posting) { n++ }) {
		q.damaged(e)
	}
	return n
}

// near finds the entries whose folded form is one edit away from a folded form,
// or else two if so many are allowed. An edit is a letter too many, one missing, one
// wrong, or two neighbours swapped. Chunks are read in stages, the likely ones
// first.
func (q *query) near(fold string, limit int) []*readEntry {
	word := []rune(fold)
	read := map[int]bool{}
	var best []*readEntry
	least := limit + 1
	stages := [][]int{q.chunksOf(likelyBeginnings(word)), q.secondLetter(word), nil}
	if len(q.keys) <= lastResort && q.writes(word[0]) {
		for i := range q.keys {
			stages[2] = append(stages[2], i)
		}
	}
	d := newDistance(word, limit)
	for stage, chunks := range stages {
		for _, i := range chunks {
			if read[i] {
				continue
			}
			read[i] = true
			c, err := q.chunk(i)
			if err != nil {
				q.err = err
				return nil
			}
			for j := range c.entries {
				e := &c.entries[j]
				if e.alias || e.kind >= middle {
					continue
				}
				switch n := d.to(e.fold); {
				case n < least:
					least, best = n, []*readEntry{e}
				case n == least && n <= limit:
					best = append(best, e)
				}
			}
		}
		if least == 1 || stage > 0 && least <= limit {
			break
		}
	}
	slices.SortFunc(best, func(a, b *readEntry) int {
		if a.chunk != b.chunk {
			return a.chunk - b.chunk
		}
		return a.index - b.index
	})
	return slices.CompactFunc(best, func(a, b *readEntry) bool { return a.form == b.form })
}

// likelyBeginnings are the first two letters of words with an edit after them,
// or without one of the letters there, or with the two swapped.
func likelyBeginnings(word []rune) []string {
	return []string{
		string(word[:2]), string([]rune{word[1], word[0]}), string(word[1:3]), string([]rune{word[0], word[2]}),
	}
}

// secondLetter are the chunks that can hold a word whose second letter was left
// out or is another one.
func (q *query) secondLetter(word []rune) []int {
	first := string(word[:1])
	var list []int
	for i, key := range q.keys {
		holds := compare(key, first) <= 0 && (i+1 == len(q.keys) || compare(q.keys[i+1], first) > 0)
		if !holds && !strings.HasPrefix(key, first) {
			continue
		}
		x := secondOf(q.keys[i], first)
		if i+1 < len(q.keys) && x != "" && x == secondOf(q.keys[i+1], first) {
			if !slices.Contains(q.chunksOf([]string{first + x + string(word[1]), first + x + string(word[2])}), i) {
				continue
			}
		}
		list = append(list, i)
	}
	return list
}

// writes reports whether words of the index are written in a letter's script,
// roughly: no typing error makes English of an Arabic word.
func (q *query) writes(letter rune) bool {
	return slices.ContainsFunc(q.keys, func(key string) bool {
		c, n := utf8.DecodeRuneInString(key)
		return n > 0 && alphabet(c) == alphabet(letter)
	})
}

// alphabet is a number for the letters of a script, the same for all of Latin.
func alphabet(c rune) rune {
	if c < 0x250 {
		return 0
	}
	return c >> 8
}

// secondOf is the second letter of a key, "" if it begins otherwise.
func secondOf(key, first string) string {
	rest, ok := strings.CutPrefix(key, first)
	if !ok {
		return ""
	}
	_, n := utf8.DecodeRuneInString(rest)
	return rest[:n]
}

// A distance measures how far words are from one word, in edits.
type distance struct {
	word  []rune
	limit int
	other []rune
	rows  [3][]int
}

func newDistance(word []rune, limit int) *distance {
	return &distance{word: word, limit: limit}
}

// to is the distance to another word (Damerau and Levenshtein, optimal string
// alignment), or a number above the limit.
func (d *distance) to(s string) int {
	d.other = append(d.other[:0], []rune(s)...)
	a, b := d.word, d.other
	if len(a)-len(b) > d.limit || len(b)-len(a) > d.limit {
		return d.limit + 1
	}
	for i := range d.rows {
		d.rows[i] = slices.Grow(d.rows[i][:0], len(b)+1)[:len(b)+1]
	}
	two, one, row := d.rows[0], d.rows[1], d.rows[2]
	for j := range one {
		one[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			n := min(one[j]+1, row[j-1]+1, one[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				n = min(n, two[j-2]+1)
			}
			row[j] = n
			least = min(least, n)
		}
		if least > d.limit {
			return d.limit + 1
		}
		two, one, row = one, row, two
	}
	return one[len(b)]
}

// damaged notes that an entry's postings cannot be read.
func (q *query) damaged(e *readEntry) {
	if q.err == nil {
		q.err = &DamagedError{fmt.Sprintf("%s/%s/w%d.txt", q.manifest.Lang, q.manifest.Stamp, e.chunk), errMalformed}
	}
}
