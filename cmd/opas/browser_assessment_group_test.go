package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"

	"opas/cmd/opas/internal/score"
)

// person is how one of a group answered at a time: some questions as everybody
// or nearly everybody, some as a few.
func person(in *score.Instrument, i int, later bool) score.Answers {
	answers := score.Answers{}
	for n := range in.Items {
		it := &in.Items[n]
		set := in.OptionSet(it.Set)
		switch {
		case it.Type == score.Text:
			answers[it.ID] = score.Answer{One: ownWords}
			continue
		case it.Type == score.Multi:
			answers[it.ID] = score.Answer{Many: []string{set.Options[i%2].ID, set.Options[2+i%3].ID}}
			continue
		}
		option := 0
		switch n % 3 {
		case 0:
			option = i
		case 1:
			option = max(0, i%20-16) // three of twenty stand out, each alone
		}
		if later {
			option++
		}
		answers[it.ID] = score.Answer{One: set.Options[option%len(set.Options)].ID}
	}
	return answers
}

// testGroup sums up files as project staff do. From what is shown nobody can be
// found: no number of it stands for one to four people.
func (s *suite) testGroup(t *testing.T) {
	open := func(t *testing.T) *selfCheck {
		b := s.open(t, s.guide)
		b.look(viewports[0])
		c := b.selfCheck(s.guide, "fi", "programme-review")
		c.open("self-checks/group")
		return c
	}
	files := func(c *selfCheck, occasion string, from, to int) []string {
		var list []string
		for i := from; i < to; i++ {
			language := []string{"fi", "ar"}[i%2]
			run := fmt.Sprintf("%s%d", occasion, i)
			list = append(list, run+".json", c.file(run, language, "self", occasion, person(c.in, i, occasion == "end"), nil))
		}
		return list
	}
	read := func(c *selfCheck, n int) {
		c.t.Helper()
		c.wait(fmt.Sprintf("%d files are read", n), reads(c.lang.Locale.Count("selfcheck-group-read", n)))
	}

	t.Run("four", func(t *testing.T) {
		t.Parallel()
		c := open(t)
		c.upload(files(c, "start", 0, 4)...)
		read(c, 4)
		c.says("group-few")
		c.unseen(`document.querySelector("[data-group-result] table") !== null`, "a group of four has a table")
		c.unseen(thing{name: c.say("group-csv")}.find()+` !== undefined`, "a group of four can be saved")
		// Nor does a group of four show beside one of five.
		c.upload(files(c, "end", 0, 5)...)
		read(c, 9)
		c.says("group-few")
		c.unseen(`Array.from(document.querySelectorAll("[data-group-result] th")).some((th) => th.innerText.trim() === `+quoted(c.word("occasions.start"))+`)`, "a group of four has numbers")
		c.unseen(`document.querySelector("[data-group-result] table") === null`, "a group of five has no table")
	})

	t.Run("twenty", func(t *testing.T) {
		t.Parallel()
		c := open(t)
		requests := len(c.asked())
		list := files(c, "start", 0, 20)
		c.upload(list...)
		read(c, 20)
		c.upload(append(files(c, "end", 0, 20), "again.json", list[1], "<b>torn.json", "{")...)
		read(c, 40)
		if text := c.lang.Locale.Count("selfcheck-group-twice", 1); !eval[bool](c.tab, reads(text)) {
			t.Errorf("the page does not say %q", text)
		}
		if text := "<b>torn.json: " + c.say("receive-damaged"); !eval[bool](c.tab, reads(text)) {
			t.Errorf("the page does not say %q", text)
		}
		c.says("group-languages", "Languages", c.lang.Locale.List([]string{s.guide.language(t, "ar").Tag.Name(), c.lang.Tag.Name()}))
		c.unseen(reads("Omia"), "words of one's own are shown")

		shown := eval[[]string](c.tab, `Array.from(document.querySelectorAll("[data-group-result] tbody tr"), (r) => r.lastElementChild.innerText.trim()).filter((n) => /^\d+$/.test(n))`)
		if len(shown) < 40 {
			t.Fatalf("only %d numbers are shown", len(shown))
		}
		for _, n := range shown {
			if slices.Contains([]string{"1", "2", "3", "4"}, n) {
				t.Errorf("a number stands for %s people", n)
			}
		}
		for _, sum := range eval[[]int](c.tab, `Array.from(document.querySelectorAll("[data-group-result] tbody")).flatMap((body) => {
			const sums = [];
			for (const row of body.rows) {
				if (row.cells[0].tagName === "TH") sums.push(0);
				const n = row.lastElementChild.innerText.trim();
				sums[sums.length - 1] += /^\d+$/.test(n) ? Number(n) : 20;
			}
			return sums;
		})`) {
			if sum != 20 {
				t.Errorf("the answers of 20 people are %d", sum)
			}
		}
		both := eval[int](c.tab, `Array.from(document.querySelectorAll("[data-group-result] table")).filter((table) => `+quoted(c.word("occasions.start"))+` === table.tBodies[0].rows[0].cells[0].innerText.trim() && Array.from(table.querySelectorAll("tbody th")).some((th) => th.innerText.trim() === `+quoted(c.word("occasions.end"))+`)).length`)
		if all := eval[int](c.tab, `document.querySelectorAll("[data-group-result] table").length`); both != all {
			t.Errorf("%d of %d tables show before and after", both, all)
		}

		c.run(s.axe)
		for _, v := range []viewport{viewports[0], viewports[1], viewports[2]} {
			c.look(v)
			c.barriers("a group", v)
			c.overflow("a group", v)
		}
		c.table(c.save("group-csv"))
		if n := sheets(c.print()); n == 0 {
			t.Error("printing gives no sheet")
		}
		c.push("group-clear")
		c.says("group-cleared")
		c.unseen(`document.querySelector("[data-group-result]").innerText.trim() !== ""`, "after clearing there is something left")
		if left := c.stored(); len(left) > 0 {
			t.Errorf("the page has left in the browser: %q", left)
		}
		if now := c.asked(); len(now) > requests {
			t.Errorf("the page asked for %q", now[requests:])
		}
	})

	t.Run("two hundred, slowly", func(t *testing.T) {
		c := open(t)
		list := files(c, "start", 0, 200)
		for _, slower := range []float64{1, 4} {
			c.open("self-checks/group")
			call(c.tab, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: slower})
			begin := time.Now()
			c.upload(list...)
			read(c, 200)
			t.Logf("a group of 200 files, %v times slower: %d ms", slower, time.Since(begin).Milliseconds())
		}
	})
}

// unseen tells of what should not be so.
func (b *tab) unseen(expression, what string) {
	b.t.Helper()
	if eval[bool](b, expression) {
		b.t.Error(what)
	}
}

// formula is what a spreadsheet would run.
var formula = regexp.MustCompile(`^[=+\-@\t\r]`)

// table holds a saved table against what it must be.
func (c *selfCheck) table(text string) {
	c.t.Helper()
	text, marked := strings.CutPrefix(text, "\ufeff")
	if !marked {
		c.t.Error("the table has no byte order mark")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	rows := 0
	for ; ; rows++ {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			c.t.Fatal(err)
		}
		for _, cell := range row {
			if formula.MatchString(cell) {
				c.t.Errorf("a cell is a formula: %q", cell)
			}
		}
		if rows == 0 {
			if want := c.say("group-column-title"); row[0] != want {
				c.t.Errorf("the first column is %q, not %q", row[0], want)
			}
			continue
		}
		if n, err := strconv.Atoi(row[len(row)-1]); err != nil || n > 0 && n < 5 {
			c.t.Errorf("a row ends with %q: %q", row[len(row)-1], row)
		}
	}
	if rows < 40 || strings.Contains(text, "Omia") {
		c.t.Errorf("the table has %d rows", rows)
	}
}
