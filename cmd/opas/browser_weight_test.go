package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/render"
)

// The budgets of a page of the guide, in bytes as sent by a host that
// compresses: everything it needs, and its scripts alone.
const (
	pageBudget   = 35 * 1024
	scriptBudget = 6 * 1024
	// bookBudget is for a page that holds a whole part of the guide, to be
	// printed or saved once.
	bookBudget = 160 * 1024
	// checkBudget is for a page of a self-check, which has its paper form and a
	// second language in it; recordings of items are not counted. checkScriptBudget
	// is for its own script alone, and for that of the summary of a group.
	checkBudget       = 60 * 1024
	checkScriptBudget = 20 * 1024
	// staffBudget is for the page for staff, which tells of every page.
	staffBudget = 60 * 1024
)

// weight is what a page costs a reader who comes for the first time.
type weight struct {
	page           string
	book, check    bool
	staff          bool
	whole, scripts int
	checkScript    int
}

// weights are those of the pages that were looked at.
type weights struct {
	sync.Mutex
	list []weight
}

// weigh adds up what the tab has asked for, compressed.
func (s *suite) weigh(b *tab, f render.File) {
	b.t.Helper()
	w := weightOf(f)
	for _, address := range b.asked() {
		name := strings.TrimPrefix(address, s.guide.url)
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		n := compressed(b.t, recordings.ReplaceAll(s.guide.files[name], nil))
		w.whole += n
		switch {
		case checkScripts.MatchString(name):
			w.checkScript += n
		case path.Ext(name) == ".js":
			w.scripts += n
		}
	}
	s.weights.Lock()
	defer s.weights.Unlock()
	s.weights.list = append(s.weights.list, w)
}

func weightOf(f render.File) weight {
	return weight{page: label(f), staff: f.Path == render.StatusPage+"index.html", check: f.Page != nil && f.Page.Kind == model.KindAssessment, book: f.Page != nil && f.Page.Added != nil && f.Page.Added.View == "book"}
}

// checkScripts are those that work with answers: a self-check, and the summary of a group.
var checkScripts = regexp.MustCompile(`^assets/(assessment|group)-[0-9a-f]+\.js$`)

// recordings are those that stand in a page itself.
var recordings = regexp.MustCompile(`data:audio/[a-z0-9]+;base64,[A-Za-z0-9+/=&#;]*`)

func compressed(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// linked are the styles and scripts that a page links.
var linked = regexp.MustCompile(`<(?:link rel="stylesheet" href|script defer src)="([^"]+)"`)

// weighed are the pages that nobody has looked at, with the styles and scripts
// that they link.
func (s *suite) weighed(t *testing.T) []weight {
	sizes := map[string]int{}
	var list []weight
	for _, f := range s.guide.Files {
		if f.Page == nil {
			continue
		}
		w := weightOf(f)
		w.whole = compressed(t, recordings.ReplaceAll(f.Data, nil))
		for _, m := range linked.FindAllSubmatch(f.Data, -1) {
			name := path.Join(path.Dir(f.Path), string(m[1]))
			if sizes[name] == 0 {
				sizes[name] = compressed(t, s.guide.files[name])
			}
			w.whole += sizes[name]
		}
		list = append(list, w)
	}
	return list
}

// testWeight holds the pages against the budgets: those that testPages has
// looked at by what they asked for, all by what they link.
func (s *suite) testWeight(t *testing.T) {
	list := s.weights.list
	if len(list) == 0 {
		t.Fatal("no page was weighed: this test follows the test of the pages")
	}
	list = append(list, s.weighed(t)...)
	for _, kind := range []struct {
		name   string
		budget int
		of     func(weight) int // 0 for a page that is not of the kind
	}{
		{"a page with everything it needs", pageBudget, func(w weight) int { return w.whole * toInt(!w.book && !w.check && !w.staff) }},
		{"a book with everything it needs", bookBudget, func(w weight) int { return w.whole * toInt(w.book) }},
		{"a self-check with everything it needs", checkBudget, func(w weight) int { return w.whole * toInt(w.check) }},
		{"the page for staff with everything it needs", staffBudget, func(w weight) int { return w.whole * toInt(w.staff) }},
		{"the script of a self-check or a group", checkScriptBudget, func(w weight) int { return w.checkScript }},
		{"the scripts of a page", scriptBudget, func(w weight) int { return w.scripts }},
	} {
		slices.SortStableFunc(list, func(a, b weight) int {
			return cmp.Or(cmp.Compare(kind.of(b), kind.of(a)), strings.Compare(a.page, b.page))
		})
		t.Logf("%s: at most %.1f KB of %d KB compressed (%s)", kind.name, kilobytes(kind.of(list[0])), kind.budget/1024, list[0].page)
		for _, w := range list {
			if n := kind.of(w); n > kind.budget {
				t.Errorf("%s: %s: %.1f KB compressed, more than %d KB", w.page, kind.name, kilobytes(n), kind.budget/1024)
			}
		}
	}
}

func toInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func kilobytes(n int) float64 { return float64(n) / 1024 }
