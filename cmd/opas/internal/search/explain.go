package search

import (
	"fmt"
	"strings"
)

// explain says what each entry adds to a page's best section.
func (q *query) explain(list []queryWord, tallies []tally, section int) []Reason {
	var reasons []Reason
	page := int(q.pageOf[section])
	for i := range list {
		t := &tallies[i]
		x := 0.0
		if pt := t.pages[page]; pt != nil {
			x += pt.title
		}
		if st := t.sections[section]; st != nil {
			x += st.sum
		}
		for j := range list[i].hits {
			f := &list[i].hits[j]
			counts, part := map[string]int{}, 0.0
			decodePostings(f.entry.record, f.entry.bare, len(q.pageOf), func(p *posting) {
				onPage, inSection := q.counted(p)
				if int(q.pageOf[p.section]) == page {
					part += float64(f.titleWeight() * onPage)
					counts["title"] += p.count[title]
					counts["summary"] += p.count[summary]
				}
				if p.section == section {
					part += float64(f.weight() * inSection)
					counts["heading"] += p.count[heading]
					counts["terms"] += p.count[terms]
					counts["body"] += p.count[body]
				}
			})
			var names []string
			for _, name := range []string{"title", "summary", "heading", "terms", "body"} {
				if counts[name] > 0 {
					names = append(names, fmt.Sprintf("%s %d", name, counts[name]))
				}
			}
			if len(names) > 0 && x > 0 {
				reasons = append(reasons, Reason{
					Word: list[i].form, Entry: f.entry.form, Kind: f.how, Match: f.match, Fields: strings.Join(names, ", "),
					Score: t.idf * (x / (x + k1)) * part / x,
				})
			}
		}
	}
	return reasons
}
