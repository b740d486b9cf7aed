package translate

import (
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/git"
	"opas/cmd/opas/internal/markdown"
)

// pair is a site with one page in Finnish and in English, whose stamp says that
// it was made from old.
func pair(t *testing.T, old, now, english string) *folder {
	t.Helper()
	front := "---\ntitle: Sivu\n---\n"
	doc, _ := markdown.Parse("fi.md", []byte(front+old))
	return newFolder(t, map[string]string{
		"content/site.yaml": "languages: [fi, en]\ntitle: {fi: Testi}\n", "content/fi.md": front + now,
		"content/en.md": fmt.Sprintf("---\ntitle: Page # mine\ntranslated-from:\n  blob: %q\n  hash: %q\n---\n%s", git.BlobID([]byte(front+old)), doc.Hash(), english),
	})
}

// answer exports English with or without the history, changes what back gives,
// and merges.
func (f *folder) answer(name string, history string, back func(u *ExchangeUnit)) ([]*Edit, diag.List) {
	f.t.Helper()
	opt := Options{To: f.language("en"), Files: f.tree.Files}
	if history != "" {
		opt.Old = func(string, string) iter.Seq[[]byte] {
			return func(yield func([]byte) bool) {
				if yield([]byte("no such thing")) {
					yield([]byte("---\ntitle: Sivu\n---\n" + history))
				}
			}
		}
	}
	files := Open(f.site, opt)
	data, err := Encode(NewExchange(f.site, opt.To, files, nil), name)
	if err != nil {
		f.t.Fatal(err)
	}
	x, found, err := Decode(data, name)
	if err != nil || len(found) > 0 {
		f.t.Fatal(err, found)
	}
	for i := range x.Files {
		for j := range x.Files[i].Units {
			back(&x.Files[i].Units[j])
		}
	}
	return Merge(f.site, opt.To, files, x, false)
}

func TestMergeText(t *testing.T) {
	const old = "Yksi.\n\nKaksi [linkki](/).\n\n- kolme\n"
	const now = "Yksi.\n\nKaksi uutta [linkki](/).\n\n- kolme\n"
	const english = "One.\n\nTwo\n[link](/).\n\n- three\n"
	answers := func(answers map[string]string) func(*ExchangeUnit) {
		return func(u *ExchangeUnit) {
			if text, ok := answers[u.ID]; ok {
				u.Target, _ = readMarked(text)
			}
		}
	}
	done := func(ids string) func(*ExchangeUnit) {
		return func(u *ExchangeUnit) { u.Done = strings.Contains(ids, u.ID) }
	}
	for _, tt := range []struct {
		name    string
		now     string
		history bool
		back    func(*ExchangeUnit)
		want    string // of the text below the front matter; "" if nothing changes
		stamped bool
		finding string
	}{
		{name: "unchanged", back: answers(nil)},
		{name: "unchanged with history", history: true, back: answers(nil)},
		{name: "what is stale is changed", history: true, back: answers(map[string]string{"b2": "Two new {1}link{/1}."}),
			want: "One.\n\nTwo new [link](/).\n\n- three\n", stamped: true},
		{name: "without history", back: answers(map[string]string{"b2": "Two new {1}link{/1}."}),
			want: "One.\n\nTwo new [link](/).\n\n- three\n", stamped: true},
		{name: "something else is changed", history: true, back: answers(map[string]string{"b1": "First."}),
			want: "First.\n\nTwo\n[link](/).\n\n- three\n"},
		{name: "confirmed", history: true, back: done("b2"), want: english, stamped: true},
		{name: "confirmed without history", back: done("title"), want: english, stamped: true},
		{name: "a part is refused", history: true, back: answers(map[string]string{"b1": "First.", "b2": "Two new link."}),
			want: "First.\n\nTwo\n[link](/).\n\n- three\n", finding: "import-text"},
		{name: "a list may not become another", back: answers(map[string]string{"b3": "12. three\u00a0# x"}),
			want: "One.\n\nTwo\n[link](/).\n\n- 12\\. three # x\n", stamped: true},
		{name: "a paragraph is new", now: "Yksi.\n\nAivan uusi.\n\nKaksi [linkki](/).\n\n- kolme\n", history: true,
			back: answers(map[string]string{"b2": "Brand new."}), want: "One.\n\nBrand new.\n\nTwo [link](/).\n\n- three\n", stamped: true},
		{name: "a paragraph is new, and nobody knows which", now: "Yksi.\n\nAivan uusi.\n\nKaksi [linkki](/).\n\n- kolme\n",
			back: answers(map[string]string{"b2": "Brand new."}), want: "One.\n\nBrand new.\n\nTwo [link](/).\n\n- three\n", stamped: true},
		{name: "a new paragraph is left out", now: "Yksi.\n\nAivan uusi.\n\nKaksi [linkki](/).\n\n- kolme\n",
			back: answers(map[string]string{"b1": "First."}), finding: "import-incomplete"},
		{name: "a heading is new", now: "## Alku\n\nYksi.\n\nKaksi [linkki](/).\n\n- kolme\n",
			back: answers(map[string]string{"b1": "Start"}), want: "## Start\n\nOne.\n\nTwo [link](/).\n\n- three\n", stamped: true},
		{name: "a paragraph is gone", now: "Yksi.\n\n- kolme\n", history: true,
			back: answers(map[string]string{"title": "A page"}), want: "One.\n\n- three\n", stamped: true},
		{name: "a paragraph is gone, another waits", now: "Yksi uusi.\n\n- kolme\n", history: true,
			back: answers(map[string]string{"title": "A page"}), want: "One.\n\n- three\n", finding: "import-unstamped"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.now == "" {
				tt.now = now
			}
			f := pair(t, old, tt.now, english)
			history := ""
			if tt.history {
				history = old
			}
			before := f.files["content/en.md"]
			edits, found := f.answer("x.xlf", history, tt.back)
			f.apply(edits)
			codes := ""
			for _, d := range found {
				codes += d.Code
			}
			if codes != tt.finding {
				t.Errorf("found %v, want %q", found, tt.finding)
			}
			after := f.files["content/en.md"]
			if tt.want == "" {
				if after != before {
					t.Errorf("it was changed:\n%s", cmp.Diff(before, after))
				}
				return
			}
			if got := after[strings.LastIndex(after, "---\n")+4:]; got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			state := f.open("en")[0].Units[0].State.String()
			if stamped := state == "current"; stamped != tt.stamped {
				t.Errorf("it is %s:\n%s", state, after)
			}
			if !strings.Contains(after, "# mine\n") {
				t.Errorf("the comment is lost:\n%s", after)
			}
		})
	}
}

// TestMergeConflict: what was changed here since the export is not overwritten,
// unless that is asked for; what came back twice changes nothing.
func TestMergeConflict(t *testing.T) {
	f := pair(t, "Yksi.\n", "Yksi uusi.\n", "One.\n")
	files := f.open("en")
	x := f.travel("en", "x.csv", files, nil)
	x.Files[0].Units[1].Target = plainText("One new.")
	f.files["content/en.md"] += "\n"
	f.load()
	edits, found := Merge(f.site, f.language("en"), f.open("en"), x, false)
	if len(edits) > 0 || len(found) != 1 || found[0].Code != "import-conflict" {
		t.Errorf("%v %v", edits, found)
	}
	// What is only confirmed is told as well.
	x.Files[0].Units[1].Target, x.Files[0].Units[1].Done = plainText("One."), true
	edits, found = Merge(f.site, f.language("en"), f.open("en"), x, false)
	if len(edits) > 0 || len(found) != 1 || found[0].Code != "import-conflict" {
		t.Errorf("confirmed: %v %v", edits, found)
	}
	x.Files[0].Units[1].Target, x.Files[0].Units[1].Done = plainText("One new."), false
	edits, found = Merge(f.site, f.language("en"), f.open("en"), x, true)
	if len(edits) != 1 || len(found) > 0 {
		t.Fatalf("%v %v", edits, found)
	}
	f.apply(edits)
	edits, found = Merge(f.site, f.language("en"), f.open("en"), x, false)
	if len(edits) > 0 || len(found) > 0 {
		t.Errorf("a second time: %v %v", edits, found)
	}
	f.files["content/fi.md"] += "\nLisää.\n"
	f.load()
	edits, found = Merge(f.site, f.language("en"), f.open("en"), x, true)
	if len(edits) > 0 || len(found) != 1 || found[0].Code != "import-outdated" {
		t.Errorf("%v %v", edits, found)
	}
}

const modelYAML = `kind: guidance-model
definition:
  roles:
    - {id: participant}
    - {id: counsellor}
  phases:
    - id: start
      lead: counsellor
      actions: [{id: meet, by: [counsellor], with: [participant]}]
      outcomes: [known]
`

// TestMergeWords: words are judged one by one.
func TestMergeWords(t *testing.T) {
	f := newFolder(t, map[string]string{
		"content/site.yaml": "languages: [fi, en]\ntitle: {fi: Testi}\n", "content/fi.md": "---\ntitle: Koti\n---\n",
		"content/m/page.yaml": modelYAML, "content/m/fi.md": "---\ntitle: Malli\n---\n",
		"content/m/fi.yaml": "roles:\n  participant: {title: Osallistuja, summary: Hän.}\n  counsellor: {title: Ohjaaja, summary: Hän.}\n" +
			"phases: {start: {title: Alku, summary: Alku.}}\nactions: {meet: {title: Tapaa, text: \"Tapaa [täällä](m).\\n\\n- yksi\\n- kaksi\"}}\noutcomes: {known: Tiedossa.}\n",
		"content/m/en.yaml": "# mine\nroles:\n  counsellor:\n    title: 'Counsellor'  # why\n\noutcomes: {known: Known.}\n",
	})
	x := f.travel("en", "x.html", f.open("en"), nil)
	back := map[string]string{
		"roles.participant.title": "Participant", "roles.counsellor.title": "The counsellor's own very long name", "roles.counsellor.summary": "She: he",
		"phases.start.title": "Start", "actions.meet.text:1": "Meet {1}here{/1}.", "actions.meet.text:2": "one", "outcomes.known": "Known.",
	}
	for i := range x.Files {
		for j := range x.Files[i].Units {
			u := &x.Files[i].Units[j]
			if text, ok := back[u.ID]; ok {
				u.Target, _ = readMarked(text)
			}
		}
	}
	f.files["content/m/fi.yaml"] = strings.Replace(f.files["content/m/fi.yaml"], "title: Alku", "title: Aivan alku", 1)
	f.load()
	edits, found := Merge(f.site, f.language("en"), f.open("en"), x, false)
	f.apply(edits)
	want := `# mine
translated-from:
  blob: "` + git.BlobID(f.tree.Files["content/m/fi.yaml"]) + `"
  hashes:
    roles.participant.title: "8e6eb4b6c345f9dc"
    roles.counsellor.title: "b9ca65775a10ff1f"
    roles.counsellor.summary: "4e22e187e73e26c6"
roles:
  participant:
    title: Participant
  counsellor:
    title: 'The counsellor''s own very long name'  # why
    summary: "She: he"

outcomes: {known: Known.}
`
	if diff := cmp.Diff(want, f.files["content/m/en.yaml"]); diff != "" {
		t.Error(diff)
	}
	var codes []string
	for _, d := range found.Sorted() {
		codes = append(codes, d.Severity.String()+" "+d.Code+" "+strings.Fields(d.Message)[0])
	}
	wantCodes := []string{"warning import-long roles.counsellor.title:", "error import-outdated the", "error import-incomplete actions.meet.text"}
	if diff := cmp.Diff(wantCodes, codes); diff != "" {
		t.Errorf("%s\n%v", diff, found)
	}
	// All of a text, and a file that does not exist yet.
	delete(f.files, "content/m/en.yaml")
	f.load()
	back["actions.meet.text:3"] = "two"
	x = f.travel("en", "x.csv", f.open("en"), nil)
	for i := range x.Files {
		for j := range x.Files[i].Units {
			u := &x.Files[i].Units[j]
			u.Target, _ = readMarked(back[u.ID])
		}
	}
	edits, found = Merge(f.site, f.language("en"), f.open("en"), x, false)
	f.apply(edits)
	if len(edits) != 1 || found.Count(diag.Error) > 0 || !strings.HasPrefix(f.files["content/m/en.yaml"], "review: draft\ntranslated-from:\n  blob: ") ||
		!strings.Contains(f.files["content/m/en.yaml"], "    text: |-\n      Meet [here](m).\n\n      - one\n      - two\n") {
		t.Errorf("%v\n%s", found, f.files["content/m/en.yaml"])
	}
	for _, u := range f.open("en")[2].Units {
		if want := back[u.ID] != ""; want != (u.State.String() == "current") {
			t.Errorf("%s is %v", u.ID, u.State)
		}
	}
}

// TestEditBytes: line ends and the byte order mark stay as they were.
func TestEditBytes(t *testing.T) {
	f := pair(t, "Yksi.\n\nKaksi.\n", "Yksi uusi.\n\nKaksi.\n", "One.\n\nTwo.  \n")
	f.files["content/en.md"] = "\ufeff" + strings.ReplaceAll(f.files["content/en.md"], "\n", "\r\n")
	f.load()
	edits, _ := f.answer("x.csv", "Yksi.\n\nKaksi.\n", func(u *ExchangeUnit) {
		if u.ID == "b1" {
			u.Target = plainText("One new.")
		}
	})
	f.apply(edits)
	got := f.files["content/en.md"]
	if !strings.HasPrefix(got, "\ufeff---\r\n") || strings.Count(got, "\n") != strings.Count(got, "\r\n") || !strings.HasSuffix(got, "---\r\nOne new.\r\n\r\nTwo.  \r\n") {
		t.Errorf("%q", got)
	}
}
