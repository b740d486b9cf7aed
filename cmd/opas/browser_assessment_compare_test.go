package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"opas/cmd/opas/internal/score"
)

// testComparing lays two views and two times side by side.
func (s *suite) testComparing(t *testing.T) {
	const before, after = "2026-09-01T10:00:00Z", "2026-11-20T10:00:00Z"
	days := map[string]string{before: "1.9.2026", after: "20.11.2026"}

	t.Run("two views", func(t *testing.T) {
		t.Parallel()
		c := s.selfCheck(t, "fi", "mentoring-review")
		mentee, mentor := every(c.in, "mostly"), every(c.in, "mostly")
		mentor["hard-things"], mentor["small-step"], mentor["goal-clear"] = score.Answer{One: "not-yet"}, score.Answer{One: "sometimes"}, score.Answer{One: score.CannotSay}
		c.keep(c.taken("a", "mentor", "", before, mentor), c.taken("b", "mentee", "", after, mentee))
		c.visit(c.url)
		c.push("review-result")
		c.opened(c.say("result"))
		c.use(thing{name: c.word("views.mentor") + ", " + days[before]})
		c.opened(c.say("compare-talk"))
		want := []string{c.say("compare-what") + "|" + c.word("views.mentee") + ", " + days[after] + "|" + c.word("views.mentor") + ", " + days[before]}
		for _, d := range c.in.Distances(mentee, mentor) {
			it := c.in.Item(d.Item)
			want = append(want, c.word("items."+d.Item)+"|"+c.answerWord(it, mentee[d.Item].One)+"|"+c.answerWord(it, mentor[d.Item].One))
		}
		rows := eval[[]string](c.tab, `Array.from(document.querySelectorAll("[data-assessment-app] tr"), (r) => Array.from(r.cells, (c) => c.innerText.trim().replace(/\s+/g, " ")).join("|"))`)
		if !slices.Equal(rows, want) {
			t.Errorf("side by side stand\n%s\nnot\n%s", strings.Join(rows, "\n"), strings.Join(want, "\n"))
		}
		if text := strings.Join(rows[1:], " "); strings.ContainsAny(text, "%0123456789") {
			t.Errorf("two views have a number: %s", text)
		}
		c.run(s.axe)
		c.barriers("two views", viewports[0])
		c.overflow("two views", viewports[0])
	})

	t.Run("before and after", func(t *testing.T) {
		t.Parallel()
		c := s.selfCheck(t, "fi", "programme-review")
		// One scale goes all the way up, one all the way down, the others nearly stay.
		first, last, scale := score.Answers{}, score.Answers{}, 0
		want := map[string]string{}
		for i := range c.in.Dimensions {
			d := &c.in.Dimensions[i]
			if d.Type != score.Scale {
				continue
			}
			for n, it := range c.in.ItemsOf(d.ID) {
				options := c.in.OptionSet(it.Set).Options
				low, high := score.Answer{One: options[0].ID}, score.Answer{One: options[len(options)-1].ID}
				switch {
				case scale == 0:
					first[it.ID], last[it.ID] = low, high
				case scale == 1:
					first[it.ID], last[it.ID] = high, low
				default:
					first[it.ID], last[it.ID] = low, low
					if n == 0 {
						last[it.ID] = score.Answer{One: options[1].ID}
					}
				}
			}
			scale++
		}
		old, now := c.in.Score(first), c.in.Score(last)
		for i, d := range old.Dimensions {
			if d.Type == score.Scale {
				want[d.ID] = c.in.Dimensions[i].Change(d.Score, now.Dimensions[i].Score)
			}
		}
		kinds := slices.Compact(slices.Sorted(maps.Values(want)))
		if !slices.Equal(kinds, []string{score.Higher, score.Lower, score.Same}) {
			t.Fatalf("the answers change the scales to %q only", kinds)
		}
		arabic := c.taken("a", "self", "start", before, first)
		arabic["language"] = "ar"
		c.keep(arabic, c.taken("b", "self", "end", after, last))
		c.visit(c.url)
		c.push("review-result")
		c.opened(c.say("result"))
		c.use(thing{name: c.word("occasions.start") + ", " + days[before]})
		c.opened(c.say("compare"))
		for id, change := range want {
			if !eval[bool](c.tab, `Array.from(document.querySelectorAll("[data-assessment-app] li")).some((li) => li.innerText.includes(`+quoted(c.word("dimensions."+id+".title"))+`) && li.innerText.includes(`+quoted(c.say("compare-"+change))+`))`) {
				t.Errorf("the page does not say %q of %q", c.say("compare-"+change), c.word("dimensions."+id+".title"))
			}
		}
		c.says("compare-language", "One", s.guide.language(t, "ar").Tag.Name(), "Two", c.lang.Tag.Name())
		c.run(s.axe)
		c.barriers("before and after", viewports[0])
		c.overflow("before and after", viewports[0])
	})

	t.Run("another version", func(t *testing.T) {
		t.Parallel()
		c := s.selfCheck(t, "fi", "care-interests")
		old := c.taken("a", "self", "", before, every(c.in, "maybe"))
		old["version"], old["hash"] = 7, "00000000"
		c.keep(old, c.taken("b", "self", "", after, every(c.in, "gladly")))
		c.visit(c.url)
		c.says("start-older", "Version", 7)
		c.push("review-result")
		c.opened(c.say("result"))
		c.use(thing{name: days[before]})
		c.opened(c.say("compare"))
		c.says("compare-version", "One", 7, "Two", c.in.Version)
		if eval[bool](c.tab, `document.querySelector("[data-assessment-app] table, [data-assessment-app] li li") !== null`) {
			t.Error("two versions are compared")
		}
	})
}
