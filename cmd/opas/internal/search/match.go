package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"opas/cmd/opas/internal/words"
)

// The knobs of looking up words.
const (
	wellFound     = 0.1   // from this match on nothing else is looked for
	lemmaFloor    = 0.01  // lemmas of the query that are looked up
	partLemmas    = 0.6   // of the weight of the best lemma: those that are looked up in compounds
	partCut       = 0.006 // match times quality of a part
	synonymFrom   = 0.2   // match with a word of a group of synonyms
	synonymWeight = 0.9
	prefixChunks  = 4  // chunks read for the beginning of a word
	lastResort    = 64 // chunks of an index that is read as a whole for a typing error
	maxQuery      = 2000
	maxWords      = 16
)

// quality of a compound's part, by the level of the split.
var quality = [3]float64{0.15, 0.5, 1}

// A tier is how an entry was found, the best first.
type tier byte

const (
	tierForm tier = iota
	tierLexeme
	tierPart
	tierTypo
	tierBeginning
	tiers
)

// A found is an entry that answers a word of the query.
type found struct {
	entry *readEntry
	tier  tier
	match float64
	how   string // for explanations
}

// A query is a query being answered.
type query struct {
	*Reader
	folded bool // looking at folded forms
	err    error
}

// analyses are the readings of forms, each made once.
type analyses struct {
	readings, heads map[string][]words.Reading
}

func newAnalyses() analyses {
	return analyses{map[string][]words.Reading{}, map[string][]words.Reading{}}
}

// A queryWord is a word of the query with what was found for it.
type queryWord struct {
	form      string
	open      bool // it may be the beginning of a word
	hits      []found
	corrected string // what it was taken for, "" for itself
	function  bool   // it is most likely a word that says how others belong together
}

// A synonym is a word of a group of words that find each other.
type synonym struct {
	form     string
	readings []words.Reading
}

func (r *Reader) bindSynonyms() {
	for _, group := range r.manifest.Synonyms {
		var list []synonym
		for _, form := range group {
			list = append(list, synonym{form, r.language.Analyse(form)})
		}
		r.synonyms = append(r.synonyms, list)
	}
}

// words looks up the words of a query.
func (q *query) words(text string, prefix bool) []queryWord {
	text = text[:bytesOf(text, maxQuery)]
	tokens := q.language.Tokens(text)
	var list []queryWord
	add := func(form string, open bool) {
		i := slices.IndexFunc(list, func(w queryWord) bool { return w.form == form })
		switch {
		case i >= 0:
			list[i].open = list[i].open || open
		case len(list) < maxWords:
			list = append(list, queryWord{form: form, open: open})
		}
	}
	for i, t := range tokens {
		add(t.Form, prefix && i == len(tokens)-1 && t.End == len(text))
	}
	for i := 0; i < len(list); i++ {
		w := &list[i]
		q.lookUp(w)
		if len(w.hits) == 0 && strings.Contains(w.form, "-") {
			parts, open := strings.Split(w.form, "-"), w.open
			list = slices.Delete(list, i, i+1)
			for _, form := range parts {
				if form != "" {
					add(form, open && form == parts[len(parts)-1])
				}
			}
			i--
		}
	}
	return list
}

// lookUp finds the entries that answer a word.
func (q *query) lookUp(w *queryWord) {
	w.function = isFunction(q.readingsOf(w.form))
	own := q.understand(w)
	if w.open {
		own = q.beginnings(own, w.form)
	}
	if len(own) == 0 || !isTypo(own) && bestMatch(own) < wellFound && !q.seen(own, w.form) && !(w.open && hasTier(own, tierBeginning)) {
		if list, best := q.typos(w.form); len(list) > 0 {
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
}

// understand finds the forms of a word, and of words that differ from it only
// by marks.
func (q *query) understand(w *queryWord) []found {
	own := q.search(w.form, q.readingsOf(w.form))
	if q.seen(own, w.form) {
		return own
	}
	best := bestMatch(own)
	fold := q.language.Fold(w.form)
	var alike []found
	some := false
	for _, form := range q.alike(fold) {
		some = true
		alike = unite(alike, q.search(form, q.readingsOf(form)))
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
	folded := q.search(fold, q.readingsOf(fold))
	q.folded = false
	if bestMatch(folded) >= wellFound {
		return unite(folded, own)
	}
	return own
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

func hasTier(list []found, t tier) bool {
	return slices.ContainsFunc(list, func(f found) bool { return f.tier == t })
}

func isTypo(list []found) bool { return hasTier(list, tierTypo) }

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

// readingsOf and headsOf are analyses, made once for a form.
func (q *query) readingsOf(form string) []words.Reading {
	if q.folded {
		return memo(q.foldedAnalyses.readings, q.language.Fold(form), q.language.Folded().Analyse)
	}
	return memo(q.analyses.readings, form, q.language.Analyse)
}

func (q *query) headsOf(form string) []words.Reading {
	if q.folded {
		return memo(q.foldedAnalyses.heads, q.language.Fold(form), q.language.Folded().Heads)
	}
	return memo(q.analyses.heads, form, q.language.Heads)
}

func memo(m map[string][]words.Reading, form string, analyse func(string) []words.Reading) []words.Reading {
	list, ok := m[form]
	if !ok {
		list = analyse(form)
		m[form] = list
	}
	return list
}

// search finds the entries that share a lemma with a form.
func (q *query) search(form string, readings []words.Reading) []found {
	best := 0.0
	for _, r := range readings {
		best = max(best, r.Weight)
	}
	var strong []words.Reading
	ranges := []string{q.language.Fold(form)}
	for _, r := range readings {
		if r.Weight >= partLemmas*best {
			strong = append(strong, r)
		}
		if r.Weight >= lemmaFloor {
			ranges = append(ranges, keep(q.language.Fold(strings.TrimPrefix(r.Lemma, "="))))
		}
	}
	var list []found
	at := map[entryKey]int{}
	q.entries(ranges, func(e *readEntry) {
		f := found{entry: e}
		f.tier, f.match, f.how = q.compare(form, readings, strong, e)
		if f.tier == tiers {
			return
		}
		key := entryKey{e.form, max(e.kind, split)}
		i, ok := at[key]
		switch {
		case !ok:
			at[key] = len(list)
			list = append(list, f)
		case f.tier < list[i].tier || f.tier == list[i].tier && f.match > list[i].match:
			list[i] = f
		}
	})
	return list
}

type entryKey struct {
	form string
	kind kind
}

// compare says how an entry answers a form with these readings; tiers if it
// does not.
func (q *query) compare(form string, readings, strong []words.Reading, e *readEntry) (tier, float64, string) {
	same := e.form == form || q.folded && q.language.Fold(e.form) == form
	level := quality[e.kind.level()]
	switch {
	case e.kind < tail:
		if same {
			return tierForm, 1, "form"
		}
		if m := words.Match(readings, q.readingsOf(e.form)); m >= q.language.MatchFrom() {
			return tierLexeme, m, "lexeme"
		}
		best := 0.0
		for _, s := range e.splits {
			head := strings.TrimRight(e.form[:s.at], "-")
			best = max(best, float64(words.Match(strong, q.headsOf(head))*quality[s.level]))
		}
		if best >= partCut {
			return tierPart, best, "head"
		}
	case e.kind < middle:
		if same {
			return tierPart, level, "tail"
		}
		if m := words.Match(strong, q.readingsOf(e.form)) * level; m >= partCut {
			return tierPart, m, "tail"
		}
	default:
		if same {
			return tierPart, level, "middle"
		}
		if m := words.Match(strong, q.headsOf(e.form)) * level; m >= partCut {
			return tierPart, m, "middle"
		}
	}
	return tiers, 0, ""
}

// entries calls each with the entries whose key begins with one of the ranges,
// in their order.
func (q *query) entries(ranges []string, each func(e *readEntry)) {
	for _, i := range q.chunksOf(ranges) {
		c, err := q.chunk(i)
		if err != nil {
			q.err = err
			return
		}
		for j := range c.entries {
			e := &c.entries[j]
			for _, r := range ranges {
				if strings.HasPrefix(e.fold, r) {
					each(e)
					break
				}
			}
		}
	}
}

// chunksOf are the chunks that can hold keys that begin with one of the ranges.
func (r *Reader) chunksOf(ranges []string) []int {
	var list []int
	for i, key := range r.keys {
		for _, p := range ranges {
			// keys of the chunk: key <= … < the next key
			if compare(key, p) > 0 && !strings.HasPrefix(key, p) {
				continue
			}
			if i+1 < len(r.keys) && compare(r.keys[i+1], p) <= 0 {
				continue
			}
			list = append(list, i)
			break
		}
	}
	return list
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
	readings := q.readingsOf(form)
	for _, group := range q.synonyms {
		in := slices.IndexFunc(group, func(s synonym) bool {
			return s.form == form || words.Match(readings, s.readings) >= synonymFrom
		})
		if in < 0 {
			continue
		}
		for i, s := range group {
			if i == in {
				continue
			}
			more := q.search(s.form, s.readings)
			for j := range more {
				f := &more[j]
				f.tier = max(f.tier, tierLexeme)
				f.match *= synonymWeight
				f.how = "synonym"
			}
			list = unite(list, more)
		}
	}
	return list
}

// typos finds the forms that were perhaps meant, and the most frequent of them.
func (q *query) typos(form string) (list []found, best string) {
	fold := q.language.Fold(form)
	if utf8.RuneCountInString(fold) < 4 || strings.ContainsFunc(fold, unicode.IsNumber) {
		return nil, ""
	}
	most := 0
	for _, e := range q.near(fold) {
		if n := q.frequency(e); n > most {
			most, best = n, e.form
		}
		hits := q.search(e.form, q.readingsOf(e.form))
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
