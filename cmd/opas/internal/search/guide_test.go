package search_test

import (
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"opas/assets"
	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/search"
	"opas/cmd/opas/internal/source"
	"opas/content"
	"opas/i18n"
	"opas/templates"
)

// guide is the folder search/ of the guide in this repository.
func guide(t testing.TB) fs.FS {
	t.Helper()
	base, err := url.Parse("https://example.org/")
	if err != nil {
		t.Fatal(err)
	}
	tree := source.Folders{"content": {content.FS}, "templates": {templates.FS}, "assets": {assets.FS}, "i18n": {i18n.FS}}.Tree()
	result, list, err := build.Run(build.Options{FS: tree, BaseURL: base})
	if err != nil || result == nil {
		t.Fatalf("build the guide: %v %v", err, list)
	}
	files := fstest.MapFS{}
	for _, f := range result.Files {
		if path, ok := strings.CutPrefix(f.Path, "search/"); ok {
			files[path] = &fstest.MapFile{Data: f.Data}
		}
	}
	return files
}

// A question is a line of testdata/questions.tsv, which tells the columns.
type question struct {
	lang, asker, query string
	pages              []string // with #heading or without; none: nothing answers it
}

func questions(t testing.TB) []question {
	t.Helper()
	data, err := os.ReadFile("testdata/questions.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var list []question
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) != 4 || strings.HasPrefix(line, "#") {
			continue
		}
		q := question{lang: f[0], asker: f[1], query: f[2]}
		if f[3] != "-" {
			q.pages = strings.Fields(f[3])
		}
		list = append(list, q)
	}
	return list
}

// TestEvaluationGuide asks the guide what people ask it. A question is answered
// if a page that answers it is among the first three.
func TestEvaluationGuide(t *testing.T) {
	files := guide(t)
	for _, lang := range []string{"fi", "en"} {
		r, err := search.Open(files, lang)
		if err != nil {
			t.Fatal(err)
		}
		asked, answered, first, sections, withHeading := 0, 0, 0, 0, 0
		for _, q := range questions(t) {
			if q.lang != lang || q.pages == nil {
				continue
			}
			result, err := r.Find(q.query, search.Options{Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			place := slices.IndexFunc(result.Hits, func(h search.Hit) bool { return q.has(h.URL, false) })
			asked++
			if place >= 0 && place < 3 {
				answered++
				if strings.Contains(strings.Join(q.pages, " "), "#") {
					withHeading++
					if q.has(result.Hits[place].URL, true) {
						sections++
					}
				}
			}
			if place == 0 {
				first++
			}
			if (place < 0 || place > 2) && os.Getenv("MISSES") == "guide" {
				var urls []string
				for _, h := range result.Hits[:min(4, len(result.Hits))] {
					urls = append(urls, h.URL)
				}
				t.Logf("%d %s: %q wants %v, has %v %q", place+1, lang, q.query, q.pages, urls, result.Corrected)
			}
		}
		rate := float64(answered) / float64(asked)
		t.Logf("%s guide: %d questions, success@3 %.3f, success@1 %.3f, section %.3f", lang, asked, rate, float64(first)/float64(asked), float64(sections)/float64(withHeading))
		if rate < 0.95 {
			t.Errorf("%s: success@3 is %.3f, should be .95 or more", lang, rate)
		}
	}
}

// has reports whether an address is one of the pages that answer, if exact at
// the very section.
func (q question) has(address string, exact bool) bool {
	address = strings.TrimPrefix(address, q.lang+"/")
	page, heading, _ := strings.Cut(address, "#")
	page = strings.TrimSuffix(page, "/")
	return slices.ContainsFunc(q.pages, func(s string) bool {
		p, h, _ := strings.Cut(s, "#")
		return p == page && (!exact || h == "" || h == heading)
	})
}
