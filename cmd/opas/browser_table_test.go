package main

import (
	"slices"
	"testing"
)

// testWideTable chooses a column of the widest table as a line manager with a
// phone would: the choice shows that column alone, paper still shows all, and
// nothing is asked for where the table fits or without scripts.
func (s *suite) testWideTable(t *testing.T) {
	phone, desktop := viewports[0], viewports[2]
	label := s.guide.language(t, "fi").Locale.Text("table-column")
	seen := func(b *tab) []string {
		return eval[[]string](b, `Array.from(document.querySelectorAll("main table thead th"))
			.filter((e) => e.checkVisibility()).map((e) => e.innerText.trim())`)
	}
	at := func(t *testing.T) *tab {
		b := s.open(t, s.guide)
		b.look(phone)
		b.visit(s.guide.url + "fi/mentoring/five-minutes/")
		return b
	}

	b := at(t)
	all := seen(b)
	if len(all) < 5 {
		t.Fatalf("the table has the columns %q", all)
	}
	b.choose(label, all[2])
	b.settle()
	if got, want := seen(b), []string{all[0], all[2]}; !slices.Equal(got, want) {
		t.Errorf("after choosing %q the columns are %q, want %q", all[2], got, want)
	}
	b.overflow("fi/mentoring/five-minutes with one column", phone)
	b.media("print", "light")
	if got := seen(b); !slices.Equal(got, all) {
		t.Errorf("on paper the columns are %q, want %q", got, all)
	}
	if kept := b.stored(); len(kept) > 0 {
		t.Errorf("the choice leaves behind %q", kept)
	}
	b.look(desktop)
	if got := seen(b); !slices.Equal(got, all) {
		t.Errorf("on a wide screen the columns are %q, want %q", got, all)
	}
	if eval[bool](b, reads(label)) {
		t.Errorf("on a wide screen there is still %q", label)
	}

	plain := s.open(t, s.guide)
	plain.withoutScripts()
	plain.visit(s.guide.url + "fi/mentoring/five-minutes/")
	if got := eval[bool](plain, `document.querySelector("main select") === null`); !got {
		t.Error("without scripts there is a list that does nothing")
	}
}
