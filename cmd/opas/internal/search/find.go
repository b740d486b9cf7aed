package search

import (
	"slices"
	"strings"

	"opas/cmd/opas/internal/words"
)

// moreSections is how many other sections of a page a hit names.
const moreSections = 3

// Find answers a query. Hits, order and scores are those of the browser's
// module.
func (r *Reader) Find(text string, o Options) (*Result, error) {
	return FindAcross([]*Reader{r}, text, o)
}

// FindAcross answers a query from the first reader, and after its hits with the
// pages that only the others have, in the order of the readers. No word is
// taken for another one if one of them has it, and they look for other spellings
// only where the first found nothing.
func FindAcross(readers []*Reader, text string, o Options) (*Result, error) {
	strict, err := known(readers, text, o)
	if err != nil {
		return nil, err
	}
	result := &Result{Hits: []Hit{}, Facets: Facets{map[string]int{}, map[string]int{}}}
	seen := map[int]bool{}
	for i, r := range readers {
		found, err := r.find(result, seen, text, o, i == 0, strict)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			strict = found > 0
		}
	}
	return result, nil
}

// known reports whether a word that the first reader takes for another one is
// known to one of the others that has pages of its own to add.
func known(readers []*Reader, text string, o Options) (bool, error) {
	if len(readers) < 2 {
		return false, nil
	}
	corrected := map[string]bool{}
	seen := map[int]bool{}
	for i, r := range readers {
		adds := slices.ContainsFunc(r.pages, func(p pageInfo) bool { return !seen[p.number] })
		for _, p := range r.pages {
			seen[p.number] = true
		}
		if !adds {
			continue
		}
		list, err := r.understood(text, o, i > 0)
		if err != nil {
			return false, err
		}
		for _, w := range list {
			switch {
			case i == 0 && w.corrected != "":
				corrected[w.form] = true
			case i > 0 && corrected[w.form] && w.corrected == "" && len(w.hits) > 0:
				return true, nil
			}
		}
		if len(corrected) == 0 {
			return false, nil
		}
	}
	return false, nil
}

// understood are the words of a query and what was found for each.
func (r *Reader) understood(text string, o Options, strict bool) (list []queryWord, err error) {
	defer r.broken(&err)
	q := &query{Reader: r, strict: strict}
	list = q.words(text, o.Prefix)
	return list, q.err
}

// broken is deferred where words are analysed: a published description can be
// made to break the interpreter of descriptions, and that is an error, too.
func (r *Reader) broken(err *error) {
	if r.language == words.For(r.manifest.Lang) {
		return // a mistake in the program
	}
	if v := recover(); v != nil {
		*err = &DamagedError{r.manifest.Words, errMalformed}
	}
}

// find adds the hits of one language, and returns how many pages it found,
// whatever the filters leave of them.
func (r *Reader) find(result *Result, seen map[int]bool, text string, o Options, own, strict bool) (n int, err error) {
	defer r.broken(&err)
	q := &query{Reader: r, strict: strict}
	list := q.words(text, o.Prefix)
	pages, tallies := q.rank(list)
	if q.err != nil {
		return 0, q.err
	}
	if own {
		result.Corrected = q.corrected(text, list)
		result.Facets = r.facets(pages, o)
	}
	finder := newFinder(r.language, list)
	for _, p := range pages {
		info := &r.pages[p.page]
		if !r.passes(info, o) || seen[info.number] {
			continue
		}
		result.Total++
		if o.Limit > 0 && len(result.Hits) >= o.Limit {
			continue
		}
		hit, err := q.hit(finder, p)
		if err != nil {
			return 0, err
		}
		if o.Explain {
			hit.Explain = q.explain(list, tallies, p.best.section)
		}
		result.Hits = append(result.Hits, hit)
	}
	for _, p := range r.pages {
		seen[p.number] = true
	}
	return len(pages), nil
}

// passes reports whether filters let a page through.
func (r *Reader) passes(p *pageInfo, o Options) bool {
	return r.forAudience(p, o.Audience) && r.inSection(p, o.Section)
}

func (r *Reader) forAudience(p *pageInfo, id string) bool {
	i := slices.Index(r.manifest.Audiences, id)
	return id == "" || i >= 0 && i < maxAudiences && p.audience>>i&1 == 1
}

func (r *Reader) inSection(p *pageInfo, id string) bool {
	return id == "" || p.section >= 0 && r.manifest.Sections[p.section] == id
}

// facets count what each filter would leave.
func (r *Reader) facets(pages []ranked, o Options) Facets {
	f := Facets{map[string]int{}, map[string]int{}}
	for _, p := range pages {
		info := &r.pages[p.page]
		if r.inSection(info, o.Section) {
			for i, id := range r.manifest.Audiences {
				if i < maxAudiences && info.audience>>i&1 == 1 {
					f.Audience[id]++
				}
			}
		}
		if info.section >= 0 && r.forAudience(info, o.Audience) {
			f.Section[r.manifest.Sections[info.section]]++
		}
	}
	return f
}

// hit shows a page that was found.
func (q *query) hit(finder *finder, p ranked) (Hit, error) {
	info := &q.pages[p.page]
	section := p.best.section - info.first
	f, err := q.fragmentOf(p.page, section)
	if err != nil {
		return Hit{}, err
	}
	heading := f.Heads[section][1]
	text := f.Texts[section-f.From]
	excerpt, ok := finder.excerpt(text)
	if !ok && section == 0 && f.Summary != "" {
		excerpt, _ = finder.excerpt(f.Summary)
	}
	titleShown, headingShown := finder.whole(f.Title), finder.whole(heading)
	hit := Hit{
		Page: info.number, URL: q.address(f, section), Title: f.Title, Heading: heading, Excerpt: excerpt.text,
		Lang: q.manifest.Lang, Dir: q.manifest.Dir, Score: p.best.score, Match: p.match.match(),
		Marks: excerpt.units(), TitleMarks: titleShown.units(), HeadingMarks: headingShown.units(),
		Words: finder.formsIn(finder.formsIn([]string{}, heading), text), More: []Link{},
	}
	slices.SortStableFunc(p.sections, byScore)
	for _, s := range p.sections {
		if s.section != p.best.section && s.score >= moreFrom*p.best.score && len(hit.More) < moreSections {
			i := s.section - info.first
			hit.More = append(hit.More, Link{q.address(f, i), f.Heads[i][1]})
		}
	}
	return hit, nil
}

// address is where a section of a page stands, below the site's root.
func (q *query) address(f *fragment, section int) string {
	s := q.manifest.Lang + "/" + f.Path
	if id := f.Heads[section][0]; id != "" {
		s += "#" + id
	}
	return s
}

// corrected is the query with the words that were taken for others replaced, ""
// if there are none.
func (q *query) corrected(text string, list []queryWord) string {
	var s strings.Builder
	at := 0
	text = text[:bytesOf(text, maxQuery)]
	for _, t := range q.language.Tokens(text) {
		for i := range list {
			if list[i].form == t.Form && list[i].corrected != "" {
				s.WriteString(text[at:t.Start])
				s.WriteString(list[i].corrected)
				at = t.End
			}
		}
	}
	if at == 0 {
		return ""
	}
	return s.String() + text[at:]
}
