package search_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"opas/cmd/opas/internal/search"
	"opas/cmd/opas/internal/words"
)

// evaluationFolder is where data to measure with is, beside a checkout; it is no part
// of the project.
const evaluationFolder = "../../../../../shared/eval/search"

// An evaluationSet is the documents and the queries of one language, with
// what each query should find.
type evaluationSet struct {
	Lang string
	Docs []struct{ ID, Text string }
	Q    map[string][]evaluationQuery
}

type evaluationQuery struct {
	Q, Lemma  string
	Rel, Only []int
}

// figures are what is measured of a set of queries: for every lemma the mean
// over its queries, then the mean over the lemmas.
type figures struct {
	recall, precision, top float64
	only                   float64
	formRecall, formPrec   float64 // of hits that are the form or the lexeme
}

func readSet(t testing.TB, path string) evaluationSet {
	var set evaluationSet
	data, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(data, &set)
	}
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// input makes a site of one page per document.
func (s *evaluationSet) input() search.Input {
	in := search.Input{Tag: s.Lang, Name: s.Lang, Dir: "ltr", Words: words.For(s.Lang)}
	for i, d := range s.Docs {
		in.Pages = append(in.Pages, search.Page{
			Number: i, Path: d.ID + "/", Title: d.ID, Section: -1, Sections: []search.Section{{Text: d.Text}},
		})
	}
	return in
}

// site is a site's folder search/ in memory.
func site(indexes ...*search.Index) fstest.MapFS {
	files := fstest.MapFS{}
	for _, x := range indexes {
		for _, f := range x.Files() {
			files[f.Path] = &fstest.MapFile{Data: f.Data}
		}
	}
	return files
}

func (s *evaluationSet) measure(t testing.TB, r *search.Reader, kind string) figures {
	queries := s.Q[kind]
	type sum struct {
		figures
		n figures
	}
	sums := map[string]*sum{}
	for _, q := range queries {
		result, err := r.Find(q.Q, search.Options{})
		if err != nil {
			t.Fatal(err)
		}
		relevant := func(page int) float64 {
			if slices.Contains(q.Rel, page) {
				return 1
			}
			return 0
		}
		f := figures{}
		found, forms, only := 0.0, 0.0, 0.0
		top := min(10, len(q.Rel))
		for i, h := range result.Hits {
			found += relevant(h.Page)
			if i < top {
				f.top += relevant(h.Page) / float64(top)
			}
			if h.Match == search.Form || h.Match == search.Lexeme {
				forms++
				f.formRecall += relevant(h.Page)
			}
			if slices.Contains(q.Only, h.Page) {
				only++
			}
		}
		f.recall = found / float64(len(q.Rel))
		if len(result.Hits) > 0 {
			f.precision = found / float64(len(result.Hits))
		}
		if forms > 0 {
			f.formPrec = f.formRecall / forms
		}
		f.formRecall /= float64(len(q.Rel))
		if len(q.Only) > 0 {
			f.only = only / float64(len(q.Only))
		}
		if m := os.Getenv("MISSES"); m == s.Lang+kind && f.recall < 1 {
			t.Logf("%s (%s): %d of %d found, %s", q.Q, q.Lemma, int(found), len(q.Rel), result.Corrected)
		}
		s := sums[q.Lemma]
		if s == nil {
			s = &sum{}
			sums[q.Lemma] = s
		}
		s.recall += f.recall
		s.precision += f.precision
		s.top += f.top
		s.formRecall += f.formRecall
		s.formPrec += f.formPrec
		s.n.recall++
		if len(q.Only) > 0 {
			s.only += f.only
			s.n.only++
		}
	}
	var all figures
	lemmas, withOnly := 0.0, 0.0
	for _, s := range sums {
		lemmas++
		all.recall += s.recall / s.n.recall
		all.precision += s.precision / s.n.recall
		all.top += s.top / s.n.recall
		all.formRecall += s.formRecall / s.n.recall
		all.formPrec += s.formPrec / s.n.recall
		if s.n.only > 0 {
			all.only += s.only / s.n.only
			withOnly++
		}
	}
	all.recall /= lemmas
	all.precision /= lemmas
	all.top /= lemmas
	all.formRecall /= lemmas
	all.formPrec /= lemmas
	if withOnly > 0 {
		all.only /= withOnly
	}
	return all
}

// promised are the least figures, by language and kind of query; 0 promises
// nothing.
var promised = map[string]figures{
	"fi infl":          {recall: .96, precision: .84, top: .92, formRecall: .955, formPrec: .90},
	"fi comp":          {only: .88},
	"fi typo":          {recall: .94, precision: .86},
	"fi ascii":         {recall: .95, precision: .83},
	"sv infl":          {recall: .93, precision: .80, top: .83},
	"sv typo":          {recall: .80, precision: .70},
	"sv ascii":         {recall: .90, precision: .80},
	"en infl":          {recall: .965, precision: .88, top: .87},
	"en typo":          {recall: .80, precision: .70},
	"ru infl":          {recall: .94, precision: .90, top: .90},
	"ru typo":          {recall: .80, precision: .70},
	"ar infl":          {recall: .82, precision: .82, top: .72},
	"ar typo":          {recall: .80, precision: .70},
	"fi infl, lexicon": {recall: .985},
	"fi comp, lexicon": {only: .97},
}

// below names the figures that are less than promised.
func (f figures) below(least figures) []string {
	var list []string
	for _, x := range []struct {
		name       string
		has, least float64
	}{
		{"recall", f.recall, least.recall}, {"precision", f.precision, least.precision}, {"R@10", f.top, least.top},
		{"recall inside compounds alone", f.only, least.only}, {"recall of form and lexeme", f.formRecall, least.formRecall},
		{"precision of form and lexeme", f.formPrec, least.formPrec},
	} {
		if x.has < x.least {
			list = append(list, fmt.Sprintf("%s is %.3f, should be %.3f or more", x.name, x.has, x.least))
		}
	}
	return list
}

// A list of Finnish words beside the checkout, as a site may have one.
const lexiconFile = "../../../../../shared/data/kotus-nykysuomen-sanalista-2024.csv"

// TestEvaluation prints the figures, and holds those that are promised.
func TestEvaluation(t *testing.T) {
	paths, _ := filepath.Glob(evaluationFolder + "/*.json")
	if len(paths) == 0 {
		t.Log("nothing to compare: there is no evaluation data beside this checkout")
		return
	}
	lexicon, err := readLexicon()
	if err != nil {
		t.Fatal(err)
	}
	type measurement struct {
		set   evaluationSet
		input search.Input
		with  string
		lines []string
	}
	var list []*measurement
	missing := maps.Clone(promised)
	add := func(m *measurement) {
		list = append(list, m)
		for _, kind := range m.set.kinds() {
			delete(missing, m.set.Lang+" "+kind+m.with)
		}
	}
	for _, path := range paths {
		set := readSet(t, path)
		add(&measurement{set: set, input: set.input()})
		if set.Lang == "fi" && lexicon != nil {
			in := set.input()
			in.Lexicon = lexicon
			add(&measurement{set: set, input: in, with: ", lexicon"})
		}
	}
	for name := range missing {
		if lexicon != nil || !strings.HasSuffix(name, ", lexicon") {
			t.Errorf("%s: there is nothing to measure it with", name)
		}
	}
	t.Cleanup(func() {
		for _, m := range list {
			t.Log(strings.Join(m.lines, "\n"))
		}
	})
	for _, m := range list {
		t.Run(m.set.Lang+m.with, func(t *testing.T) {
			t.Parallel()
			m.lines = m.set.evaluate(t, m.input, m.with)
		})
	}
}

// readLexicon returns the lexicon beside the checkout, nil if there is none.
func readLexicon() (*words.Lexicon, error) {
	file, err := os.Open(lexiconFile)
	if err != nil {
		return nil, nil
	}
	defer file.Close()
	return words.ReadLexicon(file, "fi")
}

// kinds are the kinds of queries that the set has.
func (s *evaluationSet) kinds() []string {
	return slices.DeleteFunc([]string{"infl", "comp", "typo", "ascii"}, func(kind string) bool { return len(s.Q[kind]) == 0 })
}

// evaluate returns the figures of one language, a line for each kind of query.
func (s *evaluationSet) evaluate(t *testing.T, in search.Input, with string) (lines []string) {
	r, err := search.Open(site(search.Build(in)), s.Lang)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range s.kinds() {
		f := s.measure(t, r, kind)
		name := s.Lang + " " + kind + with
		line := fmt.Sprintf("%-17s recall %.3f precision %.3f R@10 %.3f", name, f.recall, f.precision, f.top)
		switch kind {
		case "infl":
			line += fmt.Sprintf("   form and lexeme alone: recall %.3f precision %.3f", f.formRecall, f.formPrec)
		case "comp":
			line += fmt.Sprintf("   inside compounds alone: recall %.3f", f.only)
		}
		lines = append(lines, line)
		for _, problem := range f.below(promised[name]) {
			t.Errorf("%s: %s", name, problem)
		}
	}
	return lines
}

// A countingFS counts the bytes of the files that are opened, compressed.
type countingFS struct {
	fs.FS
	sizes map[string]int
}

func (c countingFS) Open(name string) (fs.File, error) {
	data, err := fs.ReadFile(c.FS, name)
	if err == nil {
		c.sizes[name] = compressed(data)
	}
	return c.FS.Open(name)
}

func compressed(data []byte) int {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	w.Write(data)
	w.Close()
	return b.Len()
}

// firstSearch is how many bytes a first search may read without code: 40 KB less
// what TestScriptSize allows for that.
const firstSearch = 26 * 1024

// TestEvaluationFirstSearch prints how many bytes a first search reads without
// code, and holds them to the limit.
func TestEvaluationFirstSearch(t *testing.T) {
	path := evaluationFolder + "/fi_tdt_dev.json"
	if _, err := os.Stat(path); err != nil {
		t.Log("nothing to compare: there is no evaluation data beside this checkout")
		return
	}
	set := readSet(t, path)
	files := site(search.Build(set.input()))
	total, chunks := 0, 0
	for name, f := range files {
		if strings.HasSuffix(name, ".txt") && !strings.HasPrefix(name, "words/") {
			chunks++
			total += compressed(f.Data)
		}
	}
	t.Logf("%d chunks, %d bytes", chunks, total)
	var sums []int
	for i, q := range set.Q["infl"] {
		if i%20 != 0 {
			continue
		}
		c := countingFS{files, map[string]int{}}
		r, err := search.Open(c, set.Lang)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Find(q.Q, search.Options{Limit: 5}); err != nil {
			t.Fatal(err)
		}
		sum, line := 0, ""
		for _, name := range slices.Sorted(maps.Keys(c.sizes)) {
			sum += c.sizes[name]
			line += fmt.Sprintf(" %s %d", filepath.Base(name), c.sizes[name])
		}
		sums = append(sums, sum)
		if i == 0 {
			t.Log(q.Q, line)
		}
	}
	slices.Sort(sums)
	most := sums[len(sums)-1]
	t.Logf("bytes of a first search without code: median %d, nine of ten %d, most %d", sums[len(sums)/2], sums[len(sums)*9/10], most)
	if most > firstSearch {
		t.Errorf("a first search reads %d bytes without code, more than %d", most, firstSearch)
	}
}
