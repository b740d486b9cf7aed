package model

import (
	"fmt"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
)

// assessments are the self-checks of a site.
type assessments struct {
	byPage map[string]*Assessment
	pages  []string
	byID   map[string]ID // of the instruments
	listed map[string]ID // the pages that an overview lists
}

// add puts the self-check of the page, and finds an instrument that is there
// already: answers are kept under its id, so two would take each other's.
func (a *assessments) add(l *diag.List, page string, d *Assessment) {
	a.byPage[page] = d
	a.pages = append(a.pages, page)
	if first, taken := a.byID[d.ID.Value]; taken && d.ID.Value != "" {
		l.Add(diag.Diagnostic{
			Code: "definition-duplicate", Pos: d.ID.Pos, Len: length(d.ID),
			Message: fmt.Sprintf("the self-check %q is there already", d.ID.Value),
			Hint:    "give one of them another id",
			Related: []diag.Related{{Pos: first.Pos, Message: "the first one"}},
		})
		return
	}
	a.byID[d.ID.Value] = d.ID
}

// refer finds pages beside the self-check of the page that are none, or that
// have nothing for the first sheet.
func (a *assessments) refer(l *diag.List, page string, d *Assessment) {
	for _, ref := range d.Beside {
		switch other := a.byPage[ref.Value]; {
		case ref.Value == "":
		case ref.Value == page:
			l.Errorf("assessment-beside", ref.Pos, "remove it: its own items join the first sheet by sheet:", "%q stands beside itself", ref.Value)
		case other == nil:
			a.unknown(l, ref)
		case other.Sheet == "":
			l.Errorf("assessment-beside", ref.Pos, "add sheet: there, or remove it here", "the self-check of the page %q puts nothing on the first sheet", ref.Value)
		}
	}
}

// list finds pages of an overview that are no self-checks, and those listed twice.
func (a *assessments) list(l *diag.List, s *AssessmentSet) {
	var refs []ID
	for i := range s.Groups {
		refs = referPages(refs, s.Groups[i].Assessments...)
	}
	for _, ref := range refs {
		if first, again := a.listed[ref.Value]; again {
			addTwice(l, "self-check", ref, first.Pos)
			continue
		}
		a.listed[ref.Value] = ref
		if a.byPage[ref.Value] == nil {
			a.unknown(l, ref)
		}
	}
}

func (a *assessments) unknown(l *diag.List, ref ID) {
	hint := fmt.Sprintf("name a page with kind: %s", KindAssessment)
	if len(a.pages) <= mostNames {
		if meant := decode.Suggest(ref.Value, a.pages); meant != "" {
			hint = didYouMean(meant)
		}
	}
	l.Add(diag.Diagnostic{
		Code: "assessment-page", Pos: ref.Pos, Len: length(ref),
		Message: fmt.Sprintf("the page %q is no self-check", ref.Value), Hint: hint,
	})
}

// referLeads finds leads to what is not there.
func referLeads(l *diag.List, d *Assessment, kinds map[string]*across) {
	for _, lead := range d.leads() {
		kind, id, _ := strings.Cut(lead.Value, ":")
		if home, ok := kinds[kind]; ok && isID(id) {
			home.refer(l, ID{Value: id, Pos: lead.Pos})
		}
	}
}
