package model

import "strings"

// PageIDs returns the ids of all pages that a definition names, each in every
// place: its PageRefs, those that CheckAll looks up, and those in test vectors.
// Where an id stands behind "page:", its place is that of the whole.
func PageIDs(d Definition) []ID {
	refs := d.PageRefs()
	switch d := d.(type) {
	case *Assessment:
		refs = referPages(refs, d.Beside...)
		for i := range d.TestVectors {
			for _, lead := range d.TestVectors[i].Leads {
				if id, ok := strings.CutPrefix(lead.Value, leadsToPage); ok {
					refs = referPages(refs, ID{Value: id, Pos: lead.Pos})
				}
			}
		}
	case *AssessmentSet:
		for i := range d.Groups {
			refs = referPages(refs, d.Groups[i].Assessments...)
		}
	}
	return refs
}

// leadsToPage begins a lead to a page.
const leadsToPage = "page:"
