package search

import (
	"cmp"
	"slices"
	"strings"

	"opas/cmd/opas/internal/words"
)

// A kind says what of a word an entry is.
type kind byte

const (
	whole  kind = 0 // a form of a word
	split  kind = 1 // a form that is a compound: it says where it splits
	tail   kind = 2 // 2, 3, 4: what compounds end in, at level 0, 1, 2
	middle kind = 5 // 5, 6, 7: what stands inside compounds
	kinds  kind = 8
)

// level is how certain a compound is to be split here: 0 hardly, 1 likely, 2
// quite.
func (k kind) level() int {
	switch {
	case k >= middle:
		return int(k - middle)
	case k >= tail:
		return int(k - tail)
	}
	return 2
}

// An entry is what the index knows about a form, or about a part of forms.
type entry struct {
	fold   string // what it is sorted and found by
	alias  bool   // filed under a lemma, not under its form
	form   string
	kind   kind
	splits []words.Split   // of kind split
	bare   bool            // its postings have no positions
	lemmas []words.Reading // nil where the rules of the language say them
	of     []uint32        // the forms whose postings it has
	record []byte          // encoded postings, shared by aliases
}

// text is how the entry is written.
func (e *entry) text() string {
	if e.alias {
		return e.fold + "=" + e.form
	}
	return e.form
}

// A part is the tail or the middle of compounds.
type part struct {
	form string
	kind kind
}

// entries makes the entries of a text, sorted.
func (t *text) entries(m *morphology) []entry {
	l := m.language
	list := make([]entry, 0, len(t.forms)*5/4)
	parts := map[part]int{} // index into list
	for id, form := range t.forms {
		e := entry{fold: l.Fold(form), form: form, of: []uint32{uint32(id)}}
		if e.splits = m.splits(form); len(e.splits) > 0 {
			e.kind = split
			m.parts(form, func(p part) {
				i, ok := parts[p]
				if !ok {
					i = len(list)
					parts[p] = i
					list = append(list, entry{fold: l.Fold(p.form), form: p.form, kind: p.kind})
				}
				// a form may hold a part twice
				if of := list[i].of; len(of) == 0 || of[len(of)-1] != uint32(id) {
					list[i].of = append(of, uint32(id))
				}
			})
		}
		list = append(list, e)
	}
	for i := range list {
		t.encodePostings(&list[i])
	}
	return sorted(append(list, m.aliases(list)...))
}

// sorted sorts entries by key, text and kind. It moves each of them only once.
func sorted(list []entry) []entry {
	order := make([]uint32, len(list))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(i, j uint32) int {
		a, b := &list[i], &list[j]
		if n := compare(a.fold, b.fold); n != 0 {
			return n
		}
		return cmp.Or(compare(a.text(), b.text()), cmp.Compare(a.kind, b.kind))
	})
	all := make([]entry, len(list))
	for i, j := range order {
		all[i] = list[j]
	}
	return all
}

// aliasFrom is the weight from which a lemma that begins otherwise is worth an
// entry of its own.
const aliasFrom = 0.02

// aliases are the entries that are found under a lemma too, because they do not
// begin like it. Entries are given their readings where the rules do not say
// them.
func (m *morphology) aliases(list []entry) []entry {
	l := m.language
	var more []entry
	for i := range list {
		e := &list[i]
		if e.kind >= tail && e.kind.level() == 0 {
			continue
		}
		readings, own := m.analyse(e.form)
		if own {
			e.lemmas = readings
		}
		if !slices.ContainsFunc(readings, func(r words.Reading) bool { return r.Weight >= aliasFrom && !begins(e.fold, l, r) }) {
			continue
		}
		begun := []string{e.fold}
		for _, r := range sortedReadings(readings) {
			if r.Weight < aliasFrom {
				break
			}
			if slices.ContainsFunc(begun, func(s string) bool { return begins(s, l, r) }) {
				continue
			}
			a := *e
			a.fold, a.alias, a.splits = lemmaKey(l, r), true, nil
			if a.kind == split {
				a.kind = whole
			}
			begun = append(begun, a.fold)
			more = append(more, a)
		}
	}
	return more
}

// lemmaKey is the folded lemma of a reading.
func lemmaKey(l *words.Language, r words.Reading) string {
	return l.Fold(strings.TrimPrefix(r.Lemma, "="))
}

// begins reports whether who looks for a lemma finds what is filed under a key.
func begins(key string, l *words.Language, r words.Reading) bool {
	if lemma := strings.TrimPrefix(r.Lemma, "="); strings.HasPrefix(key, lemma) {
		return true // the usual case
	}
	return strings.HasPrefix(key, keep(lemmaKey(l, r)))
}

// sortedReadings are readings by falling weight.
func sortedReadings(list []words.Reading) []words.Reading {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b words.Reading) int { return cmp.Compare(b.Weight, a.Weight) })
	return list
}
