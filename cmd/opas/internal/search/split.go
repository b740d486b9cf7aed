package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"opas/cmd/opas/internal/words"
)

// A part of a compound in a query has at least so many letters, and at most so
// many heads are tried, the longest first.
const (
	leastPart = 3
	mostHeads = 4
)

// compound looks for a form that is a compound the index knows only the parts
// of. Best is another form of the same compound, found by the lemmas of the
// tail put behind the head (koeajan, aika: koeaika). Otherwise it returns the
// parts: the longest head that a word of the index is or begins with, before a
// tail that is found. In languages that write no compounds there are none.
func (q *query) compound(form string) (list []found, parts []string) {
	if !q.manifest.Compounds {
		return nil, nil
	}
	tried := 0
	for at := len(form); at > 0 && tried < mostHeads; {
		_, n := utf8.DecodeLastRuneInString(form[:at])
		at -= n
		head, tail := form[:at], form[at:]
		if utf8.RuneCountInString(head) < leastPart {
			break
		}
		if utf8.RuneCountInString(tail) < leastPart || !q.isHead(head) {
			continue
		}
		tried++
		readings := q.ownReadings(tail)
		composed := make([]words.Reading, 0, len(readings))
		for _, r := range readings {
			if !strings.HasPrefix(r.Lemma, "=") {
				composed = append(composed, words.Reading{Lemma: head + r.Lemma, Weight: r.Weight})
			}
		}
		if list := q.search(form, composed); bestMatch(list) >= wellFound {
			return list, nil
		}
		if parts == nil && bestMatch(q.search(tail, readings)) >= wellFound {
			parts = []string{head, tail}
		}
	}
	return nil, parts
}

// isHead reports whether a form stands in the index as a word, or as the
// beginning of compounds.
func (q *query) isHead(form string) bool {
	found := false
	fold := q.language.Fold(form)
	q.entries([]string{fold}, func(e *readEntry) {
		found = found || e.kind < tail && !e.alias && (e.form == form || slices.ContainsFunc(e.splits, func(s words.Split) bool {
			return s.Level > 0 && strings.TrimRight(e.form[:s.At], "-") == form
		}))
	})
	return found
}
