// Package model gives the definitions of the content their meaning.
//
// A page whose page.yaml has a kind also has a definition: a mapping of ids,
// numbers and references that is the same in every language. This package
// turns that mapping into Go types, checks it as a whole, and answers the
// questions a view asks of it: what does this role do, how long is the way to
// that occupation, which level of a competence does an occupation need, what
// must these answers give. What answers amount to is computed by package score.
//
//	guidance-model    Guidance       who does what and when, from first contact to follow-up
//	study-path        StudyPath      stages of study and work, and what each asks for and gives
//	mentoring-guide   Mentoring      a programme: phases, meetings, documents, checklists, forms
//	career-model      Career         occupations, their competences, steps between them, a plan
//	scope-of-practice Scope          who may do what at work, as cards to print
//	assessment        Assessment     a self-check: its items, and what the answers amount to
//	assessment-set    AssessmentSet  an overview of the self-checks, in groups
//	glossary          Glossary       words that the site explains, in all its languages
//	news              News           a list of news, with a feed
//
// A definition holds no text for readers. It says which texts it needs (Words,
// written in fi.yaml, en.yaml … beside page.yaml and keyed by the ids), which
// pages it adds below its own (Pages), and to which pages it refers (PageRefs).
// Package site brings the texts and looks the pages up.
//
// # Checking
//
// Decode checks one definition alone: its keys and types (package decode does
// that by the struct tags), every reference inside it, every set of ids, and
// the rules of its kind. CheckAll checks what definitions say of one another.
// All findings come at once. A Definition is returned in spite of findings, so
// that its words and pages can be checked in the same run; its methods are safe
// on a definition that is wrong, but only what is right has a meaning.
// Definitions are never changed after Decode and may be read by many goroutines.
//
// Ids are words of a to z and 0 to 9 joined by hyphens. One set of ids (the
// roles, say) is a space: an id stands in it once. An ID that refers to another
// keeps the place where it is written, so that a finding points there.
//
// # Adding a kind
//
// A kind is a file here, a template, its schema and its example:
//
//  1. NAME.go in this folder: the type with its tags yaml, check and doc (the
//     doc is the sentence an editor shows while typing), and the methods of
//     Definition together with index (what its questions need, computed once)
//     and check (its rules). Tags hold what concerns one value; check holds
//     what concerns two. Use space for ids and references to them, words for
//     Words, and the span, form and graph rules that are there already.
//  2. A line in the table kinds below. That makes it known to Decode, to the
//     JSON Schema ("opas schema NAME"), to "did you mean", and to the tests that go
//     through every kind.
//  3. testdata/NAME.yaml, the smallest valid page.yaml of the kind, and in
//     testdata/bad one file per rule, with the findings expected beside it
//     (go test -run Bad -update writes them; read them as a writer would).
//  4. A rule between two kinds goes into crossref.go.
//  5. templates/kinds/NAME.html for its own page and one template for each View that
//     its Pages name; package render computes what they show. Messages that
//     Pages name, and labels of the views, go into i18n.
//
// This package never reads a file, never looks at a text or a language, and
// knows nothing of addresses or HTML.
package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
)

// ID is an id, or a reference to one, with the place where it is written.
type ID = decode.At[string]

// Definition is the checked definition of one page.
type Definition interface {
	// Kind is the kind of the page, as page.yaml writes it.
	Kind() string
	// Words are the texts the definition needs, grouped by their first key as
	// in the files of words, each path once.
	Words() []Word
	// Pages are the pages the definition adds below its own, in reading order.
	Pages() []Page
	// PageRefs are the ids of pages the definition refers to, in the order of
	// the file. Package site checks that they exist.
	PageRefs() []decode.At[string]
}

// Page is a page that a definition adds below its own page. Exactly one of
// Title, Titles and Message is set and says where its title comes from.
type Page struct {
	// ID is the last part of the page's id, such as "phase-first-contact" for
	// the page guidance-model/phase-first-contact.
	ID string
	// View names the template: phase, role, print, next-step, meeting, form,
	// sheet, book, occupation, competences, my-plan, card, receive or group.
	View string
	// Subject is the id of the phase, role, meeting, form or occupation that
	// the page shows, or "".
	Subject string
	// Title is the path of the word that is the title.
	Title string
	// Titles are the titles by language, where they stand in the definition.
	Titles map[string]string
	// Message is the id of the UI message that is the title.
	Message string
	// Pos is where the subject, or else the definition, stands in page.yaml.
	Pos diag.Pos
}

// Placed is a definition together with the id of the page it belongs to.
type Placed struct {
	PageID string
	Definition
}

// definition is what a kind implements to become a Definition.
type definition interface {
	Definition
	// index computes what the questions need. It runs before check, on a
	// definition that may be wrong in every way its types allow.
	index()
	// check adds what is wrong with the definition.
	check(l *diag.List)
}

// kinds lists every kind. The order is that of Kinds and of the manual.
var kinds = []struct {
	name  string
	title string // of the JSON Schema
	blank func() definition
}{
	{KindGuidance, "Guidance model", func() definition { return new(Guidance) }},
	{KindStudyPath, "Study path", func() definition { return new(StudyPath) }},
	{KindMentoring, "Mentoring guide", func() definition { return new(Mentoring) }},
	{KindCareer, "Career model", func() definition { return new(Career) }},
	{KindScope, "Scope of practice", func() definition { return new(Scope) }},
	{KindAssessment, "Self-check", func() definition { return new(Assessment) }},
	{KindAssessmentSet, "Overview of self-checks", func() definition { return new(AssessmentSet) }},
	{KindGlossary, "Glossary", func() definition { return new(Glossary) }},
	{KindNews, "News", func() definition { return new(News) }},
}

// Kinds returns the kinds that a page may have.
func Kinds() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.name
	}
	return names
}

// Decode reads the definition n of a page of the kind and checks it alone. The
// Definition is nil only when there is no such kind. If n is absent, the
// finding that says so has no place: the caller knows the page and gives it one.
func Decode(kind string, n *decode.Node) (Definition, diag.List) {
	var list diag.List
	for _, k := range kinds {
		if k.name != kind {
			continue
		}
		d := k.blank()
		if n == nil || n.Kind() == decode.Null {
			list.Errorf("definition-missing", n.Pos(), "add definition: to page.yaml, or remove kind:",
				"a page of kind %s needs a definition", kind)
			d.index() // questions are safe all the same
		} else {
			list = decode.Into(n, d)
			d.index()
			d.check(&list)
			checkPages(d, &list)
		}
		return d, list
	}
	hint := "kinds are " + strings.Join(Kinds(), ", ")
	if s := decode.Suggest(kind, Kinds()); s != "" {
		hint = didYouMean(s)
	}
	list.Errorf("kind-unknown", n.Pos(), hint, "there is no kind %q", kind)
	return nil, list
}

// Schema returns the JSON Schema of the definition of a kind, and whether
// there is such a kind.
func Schema(kind string) ([]byte, bool) {
	for _, k := range kinds {
		if k.name == kind {
			return decode.Schema("opas:"+kind, k.title, k.blank()), true
		}
	}
	return nil, false
}

// checkPages finds two pages of one id. A page with a subject is blamed rather
// than one that every definition of the kind has; a place that has a finding
// already, such as a duplicate id, is left alone.
func checkPages(d definition, l *diag.List) {
	blamed := map[diag.Pos]bool{}
	for _, f := range *l {
		blamed[f.Pos] = blamed[f.Pos] || f.Severity == diag.Error
	}
	pages := d.Pages()
	slices.SortStableFunc(pages, func(a, b Page) int {
		return cmp.Compare(min(len(a.Subject), 1), min(len(b.Subject), 1))
	})
	first := map[string]Page{}
	for _, p := range pages {
		other, taken := first[p.ID]
		if !taken {
			first[p.ID] = p
		} else if !blamed[p.Pos] {
			l.Add(diag.Diagnostic{
				Code: "definition-page", Pos: p.Pos, Len: len(p.Subject),
				Message: fmt.Sprintf("the page of %q would have the same address as the page %q of this definition", p.Subject, other.ID),
				Hint:    "give it another id",
			})
		}
	}
}
