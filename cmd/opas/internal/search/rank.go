package search

import "slices"

// The knobs of ranking. The formula is BM25F: Robertson and Zaragoza, "The
// Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.6. It is
// asked twice: of the section, and with pageWeight of the page as a whole, where
// the text of all sections counts by pageBody and is not measured by its length.
const (
	k1 = 1.6
	b  = 0.3

	pageWeight = 1.4
	pageBody   = 0.4
	pageK1     = 2.0

	titleWeight   = 8.0
	summaryWeight = 1.5
	headingWeight = 3.5
	termsWeight   = 1.0

	lexemeLow, lexemeAdd = 0.1, 0.85
	partLow, partAdd     = 0.02, 0.1
	partInTitle          = 0.3 // what a part counts more in titles
	matchHalf            = 0.4 // the match that gives half of what is added
	typoWeight           = 0.4
	beginningWeight      = 0.04
	functionWeight       = 0.2 // of words like "and"

	// Neighbours in the query that stand near each other.
	nearInBody    = 0.6 // divided by how far
	nearInTitle   = 0.5
	nearInSummary = 0.6
	nearInHeading = 0.8
	nearMax       = 16

	// All words before some: how much of the query a section covers counts more
	// than anything else while the query is short.
	coverWeight = 4.0 // divided by the square of the number of words
	coverOnPage = 0.5 // of a word that is only in other sections of the page
	scoreHalf   = 8.0

	// Other sections of a page are named if they score so much of the best.
	moreFrom = 0.75
)

// weight is what a word found once counts, by how it was found. All products
// are rounded before they are added, so that other languages get the same bits.
func (f *found) weight() float64 {
	grown := f.match / (f.match + matchHalf)
	switch f.tier {
	case tierForm:
		return 1
	case tierLexeme:
		return lexemeLow + float64(lexemeAdd*grown)
	case tierPart:
		return partLow + float64(partAdd*grown)
	case tierTypo:
		if f.match == 1 {
			return typoWeight
		}
		return float64(typoWeight * (lexemeLow + float64(lexemeAdd*grown)))
	}
	return beginningWeight
}

// titleWeight is the same for titles and summaries.
func (f *found) titleWeight() float64 {
	w := f.weight()
	if f.tier == tierPart {
		w += float64(partInTitle * (f.match / (f.match + matchHalf)))
	}
	return w
}

// A tally is what was found of one word.
type tally struct {
	pages    map[int]*pageTally
	sections map[int]*sectionTally
	idf      float64
	function bool
}

type pageTally struct {
	title              float64 // in title and summary
	sections           float64 // sum over the sections
	best               tier
	inTitle, inSummary bool
}

type sectionTally struct {
	sum       float64 // in heading, terms and body
	inHeading bool
	positions []int // in the body
}

// A scored is a section with its score.
type scored struct {
	section int
	score   float64
}

// A ranked is a page that was found, with all of its sections that were.
type ranked struct {
	page     int
	best     scored
	sections []scored
	match    tier
}

// rank orders the pages that were found.
func (q *query) rank(list []queryWord) ([]ranked, []tally) {
	tallies := make([]tally, len(list))
	found := map[int]bool{}
	for i := range list {
		tallies[i] = q.tally(&list[i])
		for s := range tallies[i].sections {
			found[s] = true
		}
	}
	order := make([]int, 0, len(found))
	for s := range found {
		order = append(order, s)
	}
	slices.Sort(order)
	var pages []ranked
	for _, s := range order {
		sc := scored{s, q.score(tallies, s)}
		page := int(q.pageOf[s])
		if n := len(pages); n == 0 || pages[n-1].page != page {
			pages = append(pages, ranked{page: page, best: sc, match: worst(tallies, page)})
		}
		p := &pages[len(pages)-1]
		if sc.score > p.best.score {
			p.best = sc
		}
		p.sections = append(p.sections, sc)
	}
	slices.SortStableFunc(pages, func(a, b ranked) int { return byScore(a.best, b.best) })
	return pages, tallies
}

// byScore orders by falling score.
func byScore(a, b scored) int {
	switch {
	case a.score > b.score:
		return -1
	case a.score < b.score:
		return 1
	}
	return 0
}

// tally adds up the postings of what a word found.
func (q *query) tally(w *queryWord) tally {
	t := tally{pages: map[int]*pageTally{}, sections: map[int]*sectionTally{}, function: w.function}
	for i := range w.hits {
		f := &w.hits[i]
		weight, inTitle := f.weight(), f.titleWeight()
		ok := decodePostings(f.entry.record, f.entry.bare, len(q.pageOf), func(p *posting) {
			page := int(q.pageOf[p.section])
			pt, st := t.pages[page], t.sections[p.section]
			if pt == nil {
				pt = &pageTally{best: f.tier}
				t.pages[page] = pt
			}
			if st == nil {
				st = &sectionTally{}
				t.sections[p.section] = st
			}
			onPage, inSection := q.counted(p)
			pt.title += float64(inTitle * onPage)
			pt.sections += float64(weight * inSection)
			pt.best = min(pt.best, f.tier)
			pt.inTitle = pt.inTitle || p.count[title] > 0
			pt.inSummary = pt.inSummary || p.count[summary] > 0
			st.sum += float64(weight * inSection)
			st.inHeading = st.inHeading || p.count[heading] > 0
			st.positions = append(st.positions, p.positions...)
		})
		if !ok {
			q.damaged(f.entry)
		}
	}
	for _, st := range t.sections {
		slices.Sort(st.positions)
		st.positions = slices.Compact(st.positions)
	}
	n, df := float64(len(q.pageOf)), float64(len(t.sections))
	t.idf = log2(1 + (n-df+0.5)/(df+0.5))
	if w.function {
		t.idf *= functionWeight
	}
	return t
}

// counted is what a posting counts: for the whole page, and for the section.
func (q *query) counted(p *posting) (page, section float64) {
	page = float64(titleWeight*float64(p.count[title])) + float64(summaryWeight*float64(p.count[summary]))
	section = float64(headingWeight*float64(p.count[heading])) + float64(termsWeight*float64(p.count[terms]))
	long := (1 - b) + float64(b*float64(lengthOf[q.lengths[p.section]]))/q.manifest.Mean
	section += float64(p.count[body]) / long
	return page, section
}

// score scores a section.
func (q *query) score(tallies []tally, section int) float64 {
	page := int(q.pageOf[section])
	sum, covered, all, count := 0.0, 0.0, 0.0, 0.0
	for i := range tallies {
		t := &tallies[i]
		if len(t.sections) == 0 {
			continue
		}
		all += t.idf
		if t.function {
			count += functionWeight
		} else {
			count++
		}
		pt := t.pages[page]
		if pt == nil {
			continue
		}
		x := pt.title
		if st := t.sections[section]; st != nil {
			x += st.sum
		}
		y := pt.title + float64(pageBody*pt.sections)
		sum += float64(t.idf * (x / (x + k1)))
		sum += float64(pageWeight * float64(t.idf*(y/(y+pageK1))))
		covered += float64(t.idf * max(cover(x), float64(coverOnPage*cover(pt.sections))))
	}
	for i := 1; i < len(tallies); i++ {
		sum += near(&tallies[i-1], &tallies[i], page, section)
	}
	score := sum / (sum + scoreHalf)
	if all > 0 {
		score += float64(coverWeight / max(1, float64(count*count)) * (covered / all))
	}
	return score
}

// cover says how far a word is there: as good as the form itself once in a body
// of mean length, or less.
func cover(x float64) float64 { return min(1, 2*(x/(x+1))) }

// near is what two neighbours in the query gain by standing near each other.
func near(a, b *tally, page, section int) float64 {
	sum := 0.0
	less := min(a.idf, b.idf)
	if p, r := a.pages[page], b.pages[page]; p != nil && r != nil {
		if p.inTitle && r.inTitle {
			sum += float64(nearInTitle * less)
		}
		if p.inSummary && r.inSummary {
			sum += float64(nearInSummary * less)
		}
	}
	if s, r := a.sections[section], b.sections[section]; s != nil && r != nil {
		if s.inHeading && r.inHeading {
			sum += float64(nearInHeading * less)
		}
		if d := gap(s.positions, r.positions); d <= nearMax {
			sum += float64(nearInBody*less) / float64(d)
		}
	}
	return sum
}

// gap is how many words further a second word stands, at the nearest; one more
// if it stands before the first. nearMax+1 if one is missing.
func gap(a, b []int) int {
	best := nearMax + 1
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch d := b[j] - a[i]; {
		case d > 0:
			best = min(best, d)
			i++
		case d < 0:
			best = min(best, 1-d)
			j++
		default: // two words of the query found in one
			best = 1
			i++
		}
	}
	return best
}

// worst is the match of a page: of the word that was found worst on it.
func worst(tallies []tally, page int) tier {
	t := tierForm
	for i := range tallies {
		if pt := tallies[i].pages[page]; pt != nil {
			t = max(t, pt.best)
		}
	}
	return t
}

// log2 is the binary logarithm of x >= 1, near enough and the same to the last
// bit wherever it is computed: the series of the area tangent, for the part
// that is left after halving.
func log2(x float64) float64 {
	k := 0.0
	for x >= 2 {
		x /= 2
		k++
	}
	t := (x - 1) / (x + 1)
	u := float64(t * t)
	s := 1.0/5 + float64(u*(1.0/7))
	s = 1.0/3 + float64(u*s)
	s = 1 + float64(u*s)
	return k + float64(float64(2.885390081777927*t)*s)
}

// match is how the tier is called.
func (t tier) match() Match {
	return [...]Match{tierForm: Form, tierLexeme: Lexeme, tierPart: Part, tierTypo: Typo, tierBeginning: Part}[t]
}
