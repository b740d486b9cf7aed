package main

import (
	"io/fs"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"opas/assets"
	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/source"
	"opas/content"
	"opas/i18n"
	"opas/templates"
)

// lexiconLines are what a site may have as lexicon/fi.csv.
var lexiconLines = []string{
	"mentori,,substantiivi,6", "työ,,substantiivi,19", "vuosi,,substantiivi,27", "kuusi,1,substantiivi,24", "kuusi,2,numeraali,27", "hoitaja,,substantiivi,10",
	"sairaanhoitaja,,substantiivi,", "ohjata,,verbi,73*F", "palkka,,substantiivi,9*A",
}

// withLexicon is the guide, which has a search.yaml, with a lexicon beside it.
func withLexicon(lines []string) fs.FS {
	return source.Folders{
		"content": {content.FS}, "templates": {templates.FS}, "assets": {assets.FS}, "i18n": {i18n.FS},
		"lexicon": {fstest.MapFS{"fi.csv": {Data: []byte("Hakusana,Homonymia,Sanaluokka,Taivutustiedot\n" + strings.Join(lines, "\n") + "\n")}}},
	}.Tree()
}

// TestGuideSameBytes builds the guide in ways that must not matter: again, with the
// folders and the lexicon read backwards, with one processor and with four.
func TestGuideSameBytes(t *testing.T) {
	base, err := url.Parse("https://example.org/opas/")
	if err != nil {
		t.Fatal(err)
	}
	make := func(fsys fs.FS) map[string][]byte {
		t.Helper()
		result, found, err := build.Run(build.Options{FS: fsys, BaseURL: base})
		if err != nil || result == nil {
			t.Fatal(found, err)
		}
		files := map[string][]byte{}
		for _, f := range result.Files {
			files[f.Path] = f.Data
		}
		return files
	}
	guide := withLexicon(lexiconLines)
	want := make(guide)
	ways := map[string]func() map[string][]byte{
		"again":     func() map[string][]byte { return make(guide) },
		"backwards": func() map[string][]byte { return make(backwards{withLexicon(reversed(lexiconLines))}) },
		"one processor": func() map[string][]byte {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			return make(guide)
		},
		"four processors": func() map[string][]byte {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
			return make(guide)
		},
	}
	if !slices.ContainsFunc(slices.Collect(maps.Keys(want)), func(path string) bool { return strings.HasPrefix(path, "search/fi/") }) {
		t.Error("there is no index")
	}
	for name, way := range ways {
		if diff := treeDiff(want, way()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func reversed(lines []string) []string {
	lines = slices.Clone(lines)
	slices.Reverse(lines)
	return lines
}

// backwards reads folders in the opposite order.
type backwards struct{ fs.FS }

func (b backwards) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(b.FS, name)
	slices.Reverse(list)
	return list, err
}

// TestGuideSameBytesElsewhere builds a copy of the guide in folders of other names,
// in other time zones, languages and on other days of the files.
func TestGuideSameBytesElsewhere(t *testing.T) {
	program, err := exec.LookPath("opas") // this program, see TestMain
	if err != nil {
		t.Fatal(err)
	}
	var want map[string][]byte
	for _, way := range []struct {
		folder, out string
		days        string
		env         []string
	}{
		{"guide", "public", "2001-01-01", []string{"TZ=UTC", "LANG=C", "GOMAXPROCS=1"}},
		{"other folder/guide", "elsewhere/out", "2031-12-31", []string{"TZ=Pacific/Kiritimati", "LANG=ar_EG.UTF-8", "LC_ALL=tr_TR.UTF-8", "GOMAXPROCS=4"}},
	} {
		top := t.TempDir()
		dir := filepath.Join(top, way.folder)
		for _, name := range []string{"content", "templates", "assets", "i18n"} {
			if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join("../..", name))); err != nil {
				t.Fatal(err)
			}
		}
		if out, err := exec.Command("find", dir, "-exec", "touch", "-d", way.days, "{}", "+").CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		c := exec.Command(program, "build", "--source", dir, "--out", filepath.Join(top, way.out), "--base-url", "https://example.org/opas/")
		c.Dir = top
		c.Env = append(os.Environ(), way.env...)
		c.Env = append(c.Env, "GIT_CEILING_DIRECTORIES="+filepath.Dir(top))
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		got, err := readTree(os.DirFS(filepath.Join(top, way.out)))
		if err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = got
		} else if diff := treeDiff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	if len(want) < 50 {
		t.Errorf("only %d files were built", len(want))
	}
}
