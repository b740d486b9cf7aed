package model

import "opas/cmd/opas/internal/diag"

// KindAssessmentSet is the kind of a page with an AssessmentSet.
const KindAssessmentSet = "assessment-set"

// AssessmentSet is the overview of the self-checks of a site, in groups, with
// the pages that receive answers and that sum up a group.
type AssessmentSet struct {
	Pos    diag.Pos          `yaml:"-"`
	Groups []AssessmentGroup `yaml:"groups,required" doc:"groups of self-checks in reading order"`
}

// AssessmentGroup is self-checks that are offered together.
type AssessmentGroup struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the group; words: groups.<id>.title and .text"`
	// Assessments are ids of pages of kind assessment.
	Assessments []ID `yaml:"assessments,required" doc:"ids of pages of self-checks, each once on the site"`
}

// Kind implements Definition.
func (s *AssessmentSet) Kind() string { return KindAssessmentSet }

// Words implements Definition.
func (s *AssessmentSet) Words() []Word {
	var w words
	for i := range s.Groups {
		w.add("groups", s.Groups[i].ID, "title text?")
	}
	return w.list
}

// Pages implements Definition: the page where a code or a file is opened, and
// the summary of a group.
func (s *AssessmentSet) Pages() []Page {
	return []Page{
		{ID: "receive", View: "receive", Message: "selfcheck-receive-title", Pos: s.Pos},
		{ID: "group", View: "group", Message: "selfcheck-group-title", Pos: s.Pos},
	}
}

// PageRefs implements Definition. That the pages listed are self-checks, and so
// that they exist, is checked by CheckAll.
func (s *AssessmentSet) PageRefs() []ID { return nil }

func (s *AssessmentSet) index() {}

func (s *AssessmentSet) check(l *diag.List) {
	groups := newSpace("group", "groups")
	for i := range s.Groups {
		groups.declare(l, s.Groups[i].ID)
	}
}
