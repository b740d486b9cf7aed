package search_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io/fs"
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

func (s *evaluationSet) measure(t testing.TB, r *search.Reader, queries []evaluationQuery) figures {
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
		if os.Getenv("MISSES") == s.Lang && f.recall < 1 {
			t.Logf("%s (%s): %d of %d found", q.Q, q.Lemma, int(found), len(q.Rel))
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

// TestEvaluation prints the figures, and holds those that are promised.
func TestEvaluation(t *testing.T) {
	paths, _ := filepath.Glob(evaluationFolder + "/*.json")
	if len(paths) == 0 {
		t.Skip("there is no evaluation data beside this checkout")
	}
	for _, path := range paths {
		set := readSet(t, path)
		if only := os.Getenv("LANGUAGE_ONLY"); only != "" && only != set.Lang {
			continue
		}
		files := site(search.Build(set.input()))
		r, err := search.Open(files, set.Lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range []string{"infl", "comp", "typo", "ascii"} {
			if len(set.Q[kind]) == 0 {
				continue
			}
			f := set.measure(t, r, set.Q[kind])
			line := fmt.Sprintf("%s %-5s recall %.3f precision %.3f R@10 %.3f", set.Lang, kind, f.recall, f.precision, f.top)
			switch kind {
			case "infl":
				line += fmt.Sprintf("   form and lexeme alone: recall %.3f precision %.3f", f.formRecall, f.formPrec)
			case "comp":
				line += fmt.Sprintf("   inside compounds alone: recall %.3f", f.only)
			}
			t.Log(line)
		}
	}
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

// TestFirstSearch prints how many bytes a first search reads, without code.
func TestFirstSearch(t *testing.T) {
	path := evaluationFolder + "/fi_tdt_dev.json"
	if _, err := os.Stat(path); err != nil {
		t.Skip("there is no evaluation data beside this checkout")
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
		for _, name := range slices.Sorted(mapKeys(c.sizes)) {
			sum += c.sizes[name]
			line += fmt.Sprintf(" %s %d", filepath.Base(name), c.sizes[name])
		}
		sums = append(sums, sum)
		if i == 0 {
			t.Log(q.Q, line)
		}
	}
	slices.Sort(sums)
	t.Logf("bytes of a first search without code: median %d, nine of ten %d, most %d", sums[len(sums)/2], sums[len(sums)*9/10], sums[len(sums)-1])
}

func mapKeys(m map[string]int) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
