package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"opas/cmd/opas/internal/words"
)

// words looks up the words of a query.
func (q *query) words(text string, prefix bool) []queryWord {
	text = text[:bytesOf(text, maxQuery)]
	tokens := q.language.Tokens(text)
	var list []queryWord
	for i, t := range tokens {
		open := prefix && i == len(tokens)-1 && t.End == len(text)
		j := slices.IndexFunc(list, func(w queryWord) bool { return w.form == t.Form })
		switch {
		case j >= 0:
			list[j].open = list[j].open || open
		case len(list) < maxWords:
			list = append(list, queryWord{form: t.Form, open: open})
		}
	}
	for i := 0; i < len(list); i++ {
		parts := q.lookUp(&list[i])
		if len(parts) == 0 {
			continue
		}
		// its parts take its place, but for those that are asked already
		open := list[i].open
		list = slices.Delete(list, i, i+1)
		at := i
		for j, form := range parts {
			if !slices.ContainsFunc(list, func(w queryWord) bool { return w.form == form }) {
				list = slices.Insert(list, at, queryWord{form: form, open: open && j == len(parts)-1})
				at++
			}
		}
		list = list[:min(len(list), maxWords)]
		i--
	}
	return list
}

// lookUp finds the entries that answer a word. Of a word that nothing is known
// of but its parts, it returns these, to be asked for in its place.
func (q *query) lookUp(w *queryWord) (parts []string) {
	own := q.understand(w)
	if w.open {
		own = q.beginnings(own, w.form)
	}
	if !q.seen(own, w.form) && bestMatch(own) < wellFound && !(w.open && q.begun(own, w.form)) {
		if parts := hyphened(w.form); len(parts) > 1 {
			return parts
		}
		list, best := q.typos(w.form, 1)
		if len(list) == 0 {
			more, parts := q.compound(w.form)
			switch {
			case len(more) > 0:
				own = unite(more, own)
			case len(parts) > 0:
				return parts
			default:
				list, best = q.typos(w.form, 2)
			}
		}
		if len(list) > 0 {
			own, w.corrected = list, best
		}
	}
	if w.corrected == "" {
		own = q.alsoSynonyms(own, w.form)
	}
	slices.SortStableFunc(own, func(a, b found) int {
		if a.entry.chunk != b.entry.chunk {
			return a.entry.chunk - b.entry.chunk
		}
		return a.entry.index - b.entry.index
	})
	w.hits = own
	return nil
}

// hyphened are the parts of a form between hyphens.
func hyphened(form string) []string {
	return slices.DeleteFunc(strings.Split(form, "-"), func(s string) bool { return s == "" })
}

// understand finds the forms of a word, and of words that differ from it only
// by marks.
func (q *query) understand(w *queryWord) []found {
	readings := q.ownReadings(w.form)
	w.function = isFunction(readings)
	fold := q.language.Fold(w.form)
	brief := w.open && tooShort(fold)
	if brief {
		readings = nil
	}
	own := q.search(w.form, readings)
	if brief || q.seen(own, w.form) {
		return own
	}
	best := bestMatch(own)
	var alike []found
	some := false
	for _, form := range q.alike(fold) {
		some = true
		alike = unite(alike, q.search(form, q.ownReadings(form)))
	}
	switch {
	case some && best >= wellFound:
		return unite(own, alike)
	case some:
		return alike
	case best >= wellFound:
		return own
	}
	q.folded = true
	folded := q.search(fold, q.analyse(fold))
	q.folded = false
	if bestMatch(folded) >= wellFound {
		return unite(folded, own)
	}
	return own
}

// tooShort reports whether a beginning is so short that nobody waits for the
// other forms of the word that it happens to be. In scripts without spaces, and
// all that stand behind them, one letter says much.
func tooShort(fold string) bool {
	return utf8.RuneCountInString(fold) < 3 && fold < "\u0E00"
}

// alike are the forms with a folded form.
func (q *query) alike(fold string) []string {
	var list []string
	q.entries([]string{fold}, func(e *readEntry) {
		if e.fold == fold && !e.alias && e.kind < middle && !slices.Contains(list, e.form) {
			list = append(list, e.form)
		}
	})
	return list
}

// ownReadings are the readings of a form: those of its entry if it has one.
func (q *query) ownReadings(form string) []words.Reading {
	readings := q.analyse(form)
	fold := q.language.Fold(form)
	q.entries([]string{fold}, func(e *readEntry) {
		if e.form == form && e.kind < tail && !e.alias {
			readings = q.readingsOf(e)
		}
	})
	return readings
}

// isFunction reports whether the likeliest reading is a function word.
func isFunction(list []words.Reading) bool {
	best, function := 0.0, false
	for _, r := range list {
		if r.Weight > best {
			best, function = r.Weight, strings.HasPrefix(r.Lemma, "=")
		}
	}
	return function
}

// seen reports whether the index has a form itself.
func (q *query) seen(list []found, form string) bool {
	return slices.ContainsFunc(list, func(f found) bool { return f.entry.form == form })
}

// begun reports whether a form is the beginning of a word that was found.
func (q *query) begun(list []found, form string) bool {
	fold := q.language.Fold(form)
	return slices.ContainsFunc(list, func(f found) bool { return f.entry.kind < tail && strings.HasPrefix(f.entry.fold, fold) })
}

// bestMatch is the greatest match of a list, beginnings aside.
func bestMatch(list []found) float64 {
	best := 0.0
	for _, f := range list {
		if f.tier != tierBeginning {
			best = max(best, f.match)
		}
	}
	return best
}

// unite adds what a list has not, and what it has in a better tier or with a
// greater match.
func unite(list, more []found) []found {
	for _, f := range more {
		i := slices.IndexFunc(list, func(g found) bool { return g.entry.sameAs(f.entry) })
		switch {
		case i < 0:
			list = append(list, f)
		case f.tier < list[i].tier || f.tier == list[i].tier && f.match > list[i].match:
			list[i] = f
		}
	}
	return list
}

// sameAs reports whether two entries are of the same form or part; an alias has
// the same postings.
func (e *readEntry) sameAs(f *readEntry) bool {
	return e.form == f.form && max(e.kind, split) == max(f.kind, split)
}

// beginnings adds the forms that begin with a form.
func (q *query) beginnings(list []found, form string) []found {
	fold := q.language.Fold(form)
	least := 2
	if c, _ := utf8.DecodeRuneInString(fold); c >= 0x0E00 {
		least = 1
	}
	if utf8.RuneCountInString(fold) < least {
		return list
	}
	var more []found
	for n, i := range q.chunksOf([]string{fold}) {
		if n == prefixChunks {
			break
		}
		c, err := q.chunk(i)
		if err != nil {
			q.err = err
			return list
		}
		for j := range c.entries {
			e := &c.entries[j]
			if !e.alias && e.kind < tail && len(e.fold) > len(fold) && strings.HasPrefix(e.fold, fold) {
				more = append(more, found{e, tierBeginning, 1, "beginning"})
			}
		}
	}
	have := map[entryKey]bool{}
	for _, f := range list {
		have[entryKey{f.entry.form, max(f.entry.kind, split)}] = true
	}
	for _, f := range more {
		if !have[entryKey{f.entry.form, split}] {
			list = append(list, f)
		}
	}
	return list
}

// alsoSynonyms adds what the synonyms of a word find.
func (q *query) alsoSynonyms(list []found, form string) []found {
	readings := q.ownReadings(form)
	most := 0.0 // a synonym is no better than the word itself in another form
	for _, f := range list {
		if f.tier == tierLexeme {
			most = max(most, f.match)
		}
	}
	if most == 0 {
		most = 1
	}
	for _, group := range q.manifest.Synonyms {
		in := slices.IndexFunc(group, func(s string) bool {
			return s == form || words.Match(readings, q.analyse(s)) >= synonymFrom
		})
		if in < 0 {
			continue
		}
		for i, s := range group {
			if i == in {
				continue
			}
			more := q.search(s, q.analyse(s))
			for j := range more {
				f := &more[j]
				f.tier = max(f.tier, tierLexeme)
				f.match = float64(min(f.match, most) * synonymWeight)
				f.how = "synonym"
			}
			list = unite(list, more)
		}
	}
	return list
}
