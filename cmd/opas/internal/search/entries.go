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
	splits []splitAt // of kind split
	bare   bool      // its postings have no positions
	of     []uint32  // the forms whose postings it has
	record []byte    // encoded postings, shared by aliases
}

// A splitAt is a place where a compound may split.
type splitAt struct {
	at    int // in bytes
	level int
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
func (t *text) entries(in Input) []entry {
	l := in.Words
	compounds := compoundsOf(in, t.forms)
	list := make([]entry, 0, len(t.forms)*5/4)
	parts := map[part]int{} // index into list
	add := func(p part, form uint32) {
		i, ok := parts[p]
		if !ok {
			i = len(list)
			parts[p] = i
			list = append(list, entry{fold: l.Fold(p.form), form: p.form, kind: p.kind})
		}
		// a form may hold a part twice
		if of := list[i].of; len(of) == 0 || of[len(of)-1] != form {
			list[i].of = append(of, form)
		}
	}
	for id, form := range t.forms {
		e := entry{fold: l.Fold(form), form: form, of: []uint32{uint32(id)}}
		if e.splits = compounds.splits(form); len(e.splits) > 0 {
			e.kind = split
			for _, s := range e.splits {
				add(part{form[s.at:], tail + kind(s.level)}, uint32(id))
			}
			for _, m := range compounds.middles(form) {
				add(part{form[m.start:m.end], middle + kind(m.level)}, uint32(id))
			}
		}
		list = append(list, e)
	}
	for i := range list {
		t.encodePostings(&list[i])
	}
	list = append(list, aliases(l, list)...)
	slices.SortFunc(list, func(a, b entry) int {
		return cmp.Or(compare(a.fold, b.fold), compare(a.text(), b.text()), cmp.Compare(a.kind, b.kind))
	})
	return list
}

// aliasFrom is the weight from which a lemma that begins otherwise is worth an
// entry of its own.
const aliasFrom = 0.02

// aliases are the entries that are found under a lemma too, because they do not
// begin like it.
func aliases(l *words.Language, list []entry) []entry {
	var more []entry
	for _, e := range list {
		if e.kind >= tail && e.kind.level() == 0 {
			continue
		}
		begun := []string{e.fold}
		for _, r := range sortedReadings(l.Analyse(e.form)) {
			if r.Weight < aliasFrom {
				break
			}
			lemma := l.Fold(strings.TrimPrefix(r.Lemma, "="))
			k := keep(lemma)
			if lemma == "" || slices.ContainsFunc(begun, func(s string) bool { return strings.HasPrefix(s, k) }) {
				continue
			}
			begun = append(begun, lemma)
			a := e
			a.fold, a.alias, a.splits = lemma, true, nil
			if a.kind == split {
				a.kind = whole
			}
			more = append(more, a)
		}
	}
	return more
}

// sortedReadings are readings by falling weight.
func sortedReadings(list []words.Reading) []words.Reading {
	slices.SortStableFunc(list, func(a, b words.Reading) int { return cmp.Compare(b.Weight, a.Weight) })
	return list
}
