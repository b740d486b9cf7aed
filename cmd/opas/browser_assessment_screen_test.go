package main

import (
	"bytes"
	"math"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// testWindows looks at the steps on a narrow screen, with large text, and in
// colours of the reader's own; and how fast the next question comes.
func (s *suite) testWindows(t *testing.T) {
	for _, r := range []struct{ tag, id string }{
		{"fi", "care-interests"}, {"ar", "care-interests"}, {"fi", "finnish-at-work"}, {"ar", "finnish-at-work"}, {"fi", "digital-skills"}, {"ar", "digital-skills"},
	} {
		t.Run(r.tag+"/"+r.id, func(t *testing.T) {
			t.Parallel()
			c := s.selfCheck(t, r.tag, r.id)
			c.keep(c.taken("a", "self", "", "2026-11-20T10:00:00Z", mixed(c.in)))
			c.visit(c.url)
			look := func(step string) {
				c.run(`document.querySelectorAll("details").forEach((d) => { d.open = true; })`)
				for _, narrow := range []struct {
					name, size string
					v          viewport
				}{{"", "", viewport{320, 640, "light"}}, {" with large text", "200%", viewport{640, 900, "light"}}} {
					c.run(`document.documentElement.style.fontSize = ` + quoted(narrow.size))
					c.look(narrow.v)
					c.overflow(r.tag+"/"+r.id+", "+step+narrow.name, narrow.v)
				}
				c.run(`document.documentElement.style.fontSize = ""`)
			}
			look("start")
			c.push("start-continue")
			c.wait("the questions are open", `document.querySelector("[data-assessment-app] [data-item]") !== null`)
			look("questions")
			c.goOn(nil)
			look("all answers")
			c.push("review-result")
			c.opened(c.say("result"))
			look("result")
			c.push("sheet-open")
			c.opened(c.say("sheet"))
			look("sheet")
		})
	}

	t.Run("colours of the reader's own", func(t *testing.T) {
		t.Parallel()
		c := s.selfCheck(t, "fi", "care-interests")
		call(c.tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "forced-colors", Value: "active"}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}})
		c.begin(guest)
		it := &c.in.Items[0]
		field := chromedp.CSS(`[data-assessment-app] [data-item] input[value="gladly"]`)
		picture := func() []byte {
			t.Helper()
			c.run(`document.activeElement.blur()`)
			c.settle()
			png, err := chromedp.Run(c.ctx, chromedp.Screenshot(field))
			if err != nil {
				t.Fatal(err)
			}
			return png
		}
		before := picture()
		c.click(c.choice(it, "gladly"))
		c.do("move away", chromedp.MouseClickXY(1, 1))
		if bytes.Equal(before, picture()) {
			t.Error("one cannot see which answer is chosen")
		}
		c.run(s.axe)
		c.barriers("questions in forced colours", viewports[0])
	})

	t.Run("slowly", func(t *testing.T) {
		c := s.selfCheck(t, "fi", "care-interests")
		c.begin(kept)
		call(c.tab, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4})
		var took []float64
		for range 5 {
			ms := eval[float64](c.tab, `new Promise((done) => {
				const press = `+thing{name: c.say("items-continue")}.find()+`, heading = document.activeElement;
				const begin = performance.now();
				press.click();
				requestAnimationFrame(() => setTimeout(() => done(document.activeElement === heading ? 1e6 : performance.now() - begin)));
			})`)
			if ms >= 1e6 {
				t.Fatal("the next questions do not come")
			}
			took = append(took, math.Round(ms))
		}
		t.Logf("4 times slower, the next questions are drawn after %v ms", took)
	})
}
