package model

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
)

// A space is one set of ids of a definition: each stands in it once, and what
// refers to it must name one of them.
type space struct {
	noun  string // what an id names: "role"
	list  string // the key under which the ids are declared: "roles"
	ids   []string
	first map[string]diag.Pos
	used  map[string]bool
}

func newSpace(noun, list string) *space {
	return &space{noun: noun, list: list, first: map[string]diag.Pos{}, used: map[string]bool{}}
}

// declare puts ids into the space and finds those that are there already.
func (s *space) declare(l *diag.List, ids ...ID) {
	for _, id := range ids {
		if id.Value == "" {
			continue // decode has said so
		}
		if at, taken := s.first[id.Value]; taken {
			l.Add(diag.Diagnostic{
				Code: "definition-duplicate", Pos: id.Pos, Len: length(id),
				Message: fmt.Sprintf("the %s %q is there already", s.noun, id.Value),
				Hint:    "give one of them another id",
				Related: []diag.Related{{Pos: at, Message: "the first one"}},
			})
			continue
		}
		s.first[id.Value] = id.Pos
		s.ids = append(s.ids, id.Value)
	}
}

// refer finds references to ids that are not in the space and, as doubtful,
// ids that one list names twice.
func (s *space) refer(l *diag.List, refs ...ID) {
	seen := map[string]diag.Pos{}
	for _, ref := range refs {
		if ref.Value == "" {
			continue
		}
		if at, twice := seen[ref.Value]; twice {
			addTwice(l, s.noun, ref, at)
			continue
		}
		seen[ref.Value] = ref.Pos
		s.used[ref.Value] = true
		if _, ok := s.first[ref.Value]; !ok {
			// What was probably meant counts as used: one mistake, one finding.
			s.used[unknownReference(l, ref, s.noun, "under "+s.list, s.ids)] = true
		}
	}
}

// unused finds ids to which nothing referred, as doubtful.
func (s *space) unused(l *diag.List, hint string) {
	for _, id := range s.ids {
		if !s.used[id] {
			l.Add(diag.Diagnostic{
				Severity: diag.Warning, Code: "definition-unused", Pos: s.first[id], Len: len(id),
				Message: fmt.Sprintf("nothing uses the %s %q", s.noun, id),
				Hint:    hint,
			})
		}
	}
}

// twice finds, as doubtful, values that a list without references names twice.
func twice(l *diag.List, noun string, list []ID) {
	seen := map[string]diag.Pos{}
	for _, v := range list {
		if at, again := seen[v.Value]; again && v.Value != "" {
			addTwice(l, noun, v, at)
			continue
		}
		seen[v.Value] = v.Pos
	}
}

// addTwice adds the finding for a list that names one thing twice.
func addTwice(l *diag.List, noun string, ref ID, first diag.Pos) {
	l.Add(diag.Diagnostic{
		Severity: diag.Warning, Code: "definition-twice", Pos: ref.Pos, Len: length(ref),
		Message: fmt.Sprintf("the %s %q is named twice", noun, ref.Value),
		Hint:    "remove one of them",
		Related: []diag.Related{{Pos: first, Message: "the first time"}},
	})
}

// mostNames is among how many ids the one that was meant is looked for. No model
// that people write has as many; a file made to be slow may.
const mostNames = 500

// unknownReference adds the finding for a reference to an id that is nowhere.
// where tells the place of the right ones: "under roles". It returns the id that
// was probably meant, or "".
func unknownReference(l *diag.List, ref ID, noun, where string, names []string) (meant string) {
	hint := fmt.Sprintf("add %q %s, or correct the reference", ref.Value, where)
	if len(names) <= mostNames {
		meant = decode.Suggest(ref.Value, names)
	}
	if meant != "" {
		hint = didYouMean(meant)
	} else if n := len(names); n > 0 && n <= 8 {
		hint = fmt.Sprintf("use one of %s, or add %q %s", strings.Join(names, ", "), ref.Value, where)
	}
	l.Add(diag.Diagnostic{
		Code: "definition-reference", Pos: ref.Pos, Len: length(ref),
		Message: fmt.Sprintf("there is no %s %q", noun, ref.Value), Hint: hint,
	})
	return meant
}

func didYouMean(s string) string { return fmt.Sprintf("did you mean %q?", s) }

func length(id ID) int { return utf8.RuneCountInString(id.Value) }

// Span is a length or a stretch of time with its two ends. The definition that
// holds it says whether it counts weeks or months, and from when.
type Span struct {
	Pos diag.Pos `yaml:"-"`
	// From is 0 to 600 and not more than To.
	From int `yaml:"from,required" check:"min=0,max=600" doc:"the lower end"`
	// To is 0 to 600; it may equal From.
	To int `yaml:"to,required" check:"min=0,max=600" doc:"the upper end; may be the same as from"`
}

// Plus returns the span of one thing after the other.
func (s Span) Plus(t Span) Span { return Span{Pos: s.Pos, From: s.From + t.From, To: s.To + t.To} }

// check finds a span that runs backwards. unit is weeks or months. A span that
// has a finding already, since an end is missing, gets no second one.
func (s *Span) check(l *diag.List, unit string) {
	if s == nil || s.From <= s.To ||
		slices.ContainsFunc(*l, func(d diag.Diagnostic) bool { return d.Pos == s.Pos }) {
		return
	}
	l.Errorf("definition-span", s.Pos, fmt.Sprintf("write {from: %d, to: %d}", s.To, s.From),
		"from %d to %d %s runs backwards", s.From, s.To, unit)
}

// Extent is the size of studies in the points of their own system.
type Extent struct {
	Pos diag.Pos `yaml:"-"`
	// Points is 1 to 400.
	Points int `yaml:"points,required" check:"min=1,max=400" doc:"how many points"`
	// Unit is "cp" for competence points (vocational education) or "ects" for
	// credits (higher education).
	Unit string `yaml:"unit,required" check:"enum=cp|ects" doc:"cp: competence points of vocational education; ects: credits of higher education"`
}

// Role is somebody who has a part in a guidance model or a mentoring guide.
type Role struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the role; words: roles.<id>.title and .summary"`
	// Pages are ids of pages that tell more about the role.
	Pages []ID `yaml:"pages" doc:"ids of pages to read further"`
}

// referPages adds the page ids that are not empty to refs.
func referPages(refs []ID, ids ...ID) []ID {
	for _, id := range ids {
		if id.Value != "" {
			refs = append(refs, id)
		}
	}
	return refs
}
