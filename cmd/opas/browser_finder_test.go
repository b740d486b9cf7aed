package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/site"
)

// A have is what somebody answers to "Find my next step", everything known.
type have struct {
	language  string // A1 to C2
	education string // id of the level
	health    bool   // a health qualification from abroad
	work      bool   // the right to work
}

// testFinder asks for the next step as several people, and holds the answers
// against the definition of the path; nothing that they choose may leave the
// page, or stay in it.
func (s *suite) testFinder(t *testing.T) {
	const id = "study-path/next-step"
	fi := s.guide.language(t, "fi")
	say := fi.Locale.Text
	word := wording(t, s.guide, "study-path", fi)
	path := s.guide.Site.OfKind(model.KindStudyPath).Definition.(*model.StudyPath)
	open := func(t *testing.T) *tab {
		b := s.open(t, s.guide)
		b.visit(s.guide.page(t, "fi", id))
		b.look(viewports[0])
		return b
	}

	for _, h := range []have{
		{"A1", "none", false, false},
		{"A2", "basic", false, true},
		{"B1", "upper-secondary", false, true},
		{"B1", "higher", true, true},
		{"C1", "higher", true, true},
	} {
		t.Run(fmt.Sprintf("%v", h), func(t *testing.T) {
			t.Parallel()
			b := open(t)
			silence := b.silent()
			b.answer(fi, word, h)
			now, later := advice(path, h)
			b.wait("the page says how many stages there are", reads(strings.NewReplacer("{{.Now}}", fmt.Sprint(len(now)), "{{.Later}}", fmt.Sprint(len(later))).
				Replace(fi.Locale.Messages("path-finder-status")["path-finder-status"])))
			titles := func(ids []string) []string {
				var list []string
				for _, id := range ids {
					list = append(list, word("stages."+id+".title"))
				}
				slices.Sort(list)
				return list
			}
			if got, want := b.listAfter(say("path-ask-now")), titles(now); !slices.Equal(got, want) {
				t.Errorf("one can ask about %q, not about %q", got, want)
			}
			if got, want := b.listAfter(say("path-missing")), titles(later); len(want) > 0 && !slices.Equal(got, want) {
				t.Errorf("something is missing for %q, not for %q", got, want)
			}
			b.run(s.axe)
			for _, v := range viewports {
				b.look(v)
				b.barriers("fi/"+id+" with a result", v)
				b.overflow("fi/"+id+" with a result", v)
			}
			silence()
		})
	}

	t.Run("the way to an occupation", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		silence := b.silent()
		title := s.guide.Site.Page("career-model/practical-nurse").Editions[fi.Index].Title
		b.choose(say("path-finder-occupation"), title)
		b.answer(fi, word, have{"A2", "basic", false, true})
		b.wait("the way is told", reads(say("path-way")))
		if !eval[bool](b, reads(say("path-way-to", "Occupation", title))) {
			t.Errorf("the page does not say where the way leads: %q", title)
		}
		way := b.listAfter(say("path-way"))
		if len(way) == 0 {
			t.Fatal("the way has no stages")
		}
		leads := false
		for i := range path.Stages {
			st := &path.Stages[i]
			for _, o := range st.Occupations {
				leads = leads || (o.Value == "practical-nurse" && slices.Contains(way, word("stages."+st.ID.Value+".title")))
			}
		}
		if !leads {
			t.Errorf("no stage of the way %q leads to %q", way, title)
		}
		silence()

		// A person who begins anew finds nothing of the one before.
		b.click(thing{name: say("path-clear")})
		b.wait("the way is gone", "!"+reads(say("path-way")))
		if got := b.value(thing{name: word("education.basic"), question: say("path-finder-education")}); got != "" {
			t.Error("after clearing, an answer is still chosen")
		}
		silence()
	})

	t.Run("a nurse from abroad", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		title := s.guide.Site.Page("career-model/registered-nurse").Editions[fi.Index].Title
		b.choose(say("path-finder-occupation"), title)
		b.answer(fi, word, have{"B1", "higher", true, true})
		b.wait("the way is told", reads(say("path-way")))
		first, then := word("stages.health-qualification-assessment.title"), word("stages.nurse-bridging.title")
		want := []string{first, then}
		slices.Sort(want)
		if got := b.listAfter(say("path-way")); !slices.Equal(got, want) {
			t.Errorf("the way is %q, not %q", got, want)
		}
		if got := b.listAfter(say("path-ask-now")); !slices.Equal(got, []string{first}) {
			t.Errorf("of the way, one can ask about %q, not about %q", got, first)
		}
		if got := b.listAfter(say("path-other")); len(got) == 0 || slices.Contains(got, first) || slices.Contains(got, then) {
			t.Errorf("other possibilities are %q", got)
		}
		for _, text := range []string{say("path-missing-after", "Stage", first), say("path-ask-whom")} {
			if !eval[bool](b, reads(text)) {
				t.Errorf("the page does not say %q", text)
			}
		}
		if eval[bool](b, reads(say("path-work-first"))) {
			t.Error("who may work is told to find out whether")
		}
		no := thing{say("answer-no"), say("path-finder-right-to-work")}
		b.click(no)
		b.wait("who may not work is told whom to ask", reads(say("path-work-first")))
	})

	t.Run("nothing stays", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		b.answer(fi, word, have{"B2", "higher", true, false})
		away := s.guide.page(t, "fi", "study-path")
		for _, come := range []func(){
			func() { b.visit(s.guide.page(t, "fi", id)) },
			func() { b.visit(away); b.visit(s.guide.page(t, "fi", id)) },
		} {
			come()
			for _, a := range []thing{
				{word("education.higher"), say("path-finder-education")},
				{say("answer-yes"), say("path-finder-health-qualification")},
				{say("answer-no"), say("path-finder-right-to-work")},
			} {
				if got := b.value(a); got != "" {
					t.Errorf("after coming back, %s is still chosen", a)
				}
			}
		}
		b.silent()()
	})

	t.Run("without scripts", func(t *testing.T) {
		t.Parallel()
		b := s.open(t, s.guide)
		b.withoutScripts()
		b.visit(s.guide.page(t, "fi", id))
		if !eval[bool](b, reads(say("path-finder-without-script"))) {
			t.Error("the page does not say where the facts are")
		}
		for i := range path.Stages {
			if title := word("stages." + path.Stages[i].ID.Value + ".title"); !eval[bool](b, `Array.from(document.querySelectorAll("table th, table td")).some((e) => e.checkVisibility() && e.innerText.includes(`+quoted(title)+`))`) {
				t.Errorf("the table lacks %q", title)
			}
		}
		if b.value(thing{name: say("answer-yes"), question: say("path-finder-right-to-work")}) != "not on the page" {
			t.Error("there is a form that does nothing")
		}
	})
}

// answer answers every question of the finder.
func (b *tab) answer(l *site.Language, word func(string) string, h have) {
	b.t.Helper()
	say := l.Locale.Text
	yes := map[bool]string{true: say("answer-yes"), false: say("answer-no")}
	for _, a := range []thing{
		{say("path-level-" + strings.ToLower(h.language)), say("path-finder-language")},
		{word("education." + h.education), say("path-finder-education")},
		{yes[h.health], say("path-finder-health-qualification")},
		{yes[h.work], say("path-finder-right-to-work")},
	} {
		b.click(a)
		if b.value(a) != "on" {
			b.t.Errorf("pressing %s does not choose it", a)
		}
	}
}

// advice is what the finder should say: the stages one can ask about, and
// those after them for which something is missing.
func advice(path *model.StudyPath, h have) (now, later []string) {
	rank := func(id string) int {
		return slices.IndexFunc(path.Education, func(e model.ID) bool { return e.Value == id })
	}
	meant := func(n *model.Needs) bool {
		return n.EducationBelow.Value == "" || rank(h.education) < rank(n.EducationBelow.Value)
	}
	follows := map[string]bool{}
	ready := map[string]bool{}
	for i := range path.Stages {
		st := &path.Stages[i]
		n := &st.Needs
		// Levels of the CEFR sort as they stand. What must come after another
		// stage is never at hand: nobody is asked what is done.
		if len(n.After) == 0 && meant(n) && n.Language <= h.language && rank(n.Education.Value) <= rank(h.education) && (h.health || !n.HealthQualification) && (h.work || !n.RightToWork) {
			ready[st.ID.Value] = true
			now = append(now, st.ID.Value)
			for _, next := range st.Next {
				follows[next.Value] = true
			}
		}
	}
	for i := range path.Stages {
		st := &path.Stages[i]
		// Nobody misses what is only for others.
		if follows[st.ID.Value] && !ready[st.ID.Value] && (h.health || !st.Needs.HealthQualification) && meant(&st.Needs) {
			later = append(later, st.ID.Value)
		}
	}
	return now, later
}

// listAfter returns the links of the first list after a heading, sorted.
func (b *tab) listAfter(heading string) []string {
	b.t.Helper()
	links := eval[[]string](b, `((name) => {
		const clean = (s) => s.trim().replace(/\s+/g, " ");
		const h = Array.from(document.querySelectorAll("h2, h3, h4")).find((h) => h.checkVisibility() && clean(h.innerText) === name);
		const list = h && Array.from(document.querySelectorAll("main ul, main ol")).find((l) => h.compareDocumentPosition(l) & Node.DOCUMENT_POSITION_FOLLOWING);
		return list ? Array.from(list.querySelectorAll("a"), (a) => clean(a.innerText)) : [];
	})(`+quoted(heading)+`)`)
	slices.Sort(links)
	return links
}
