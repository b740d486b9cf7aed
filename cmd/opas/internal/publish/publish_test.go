package publish

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/git"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/render"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// TestDescribe: pages in the order of the site's languages, a language that it
// has no more last, and everything else counted.
func TestDescribe(t *testing.T) {
	fi, en := &site.Language{Index: 0, Tag: "fi"}, &site.Language{Index: 1, Tag: "en"}
	home := &site.Page{Editions: []*site.Edition{{Language: fi, Title: "Koti"}, {Language: en, Title: "Home"}}}
	r := &build.Result{
		Site: &site.Site{Config: &source.Config{Tags: []lang.Tag{"fi", "en"}}},
		Files: []render.File{
			{Path: "en/index.html", Page: home, Lang: "en"}, {Path: "fi/index.html", Page: home, Lang: "fi"},
			{Path: "fi/search/index.html"},
		},
	}
	got := Describe(build.Changes{
		New:     []string{"en/index.html", "fi/index.html", "fi/search/index.html", "files/a/index.html", "index.html"},
		Removed: []string{"ar/index.html", "en/x/index.html", "fi/index.html/x", "search/index.html"},
	}, r)
	want := Report{
		New:  Part{Pages: []Page{{"/fi/", "fi", "Koti"}, {"/fi/search/", "fi", ""}, {"/en/", "en", "Home"}}, Files: 2},
		Gone: Part{Pages: []Page{{"/en/x/", "en", ""}, {"/ar/", "ar", ""}}, Files: 2},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]Count{{"fi", 2}, {"en", 1}}, got.New.Counts()); diff != "" {
		t.Errorf("counts (-want +got)\n%s", diff)
	}
}

// TestForeign: what would be lost, file by file.
func TestForeign(t *testing.T) {
	m := manifest{Version: 1, Files: map[string]string{"ours": "1", "edited": "1", "linked": "1", "gone": "1"}}
	old := []git.Entry{
		{Path: "ours", Mode: git.File, ID: "1"},
		{Path: "edited", Mode: git.File, ID: "2"},
		{Path: "linked", Mode: "120000", ID: "1"},
		{Path: "theirs", Mode: git.File, ID: "1"},
		{Path: "alike", Mode: git.File, ID: "7"},
		{Path: "module", Mode: "160000", ID: "7"},
		{Path: "CNAME", Mode: git.File, ID: "8"},
		{Path: manifestName, Mode: git.File, ID: "9"},
	}
	next := []git.Entry{{Path: "alike", Mode: git.File, ID: "7"}, {Path: "edited", Mode: git.File, ID: "3"}}
	if diff := cmp.Diff([]string{"edited (changed)", "linked (changed)", "theirs", "module", "CNAME"}, foreign(old, next, m)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	next = append(next, git.Entry{Path: "CNAME", Mode: git.File, ID: "5"})
	if got := foreign(old, next, m); strings.Contains(strings.Join(got, " "), "CNAME") {
		t.Errorf("with a domain of the site's own: %q", got)
	}
	if got := foreign(old, next, manifest{}); len(got) != len(old)-2 { // but alike and CNAME
		t.Errorf("without a manifest: %q", got)
	}
}

// TestIdentity: the address decides where both are known, else the title.
func TestIdentity(t *testing.T) {
	for _, tt := range []struct {
		a, b identity
		same bool
	}{
		{identity{"https://a/", "x"}, identity{"https://a/", "y"}, true},
		{identity{"https://a/", "x"}, identity{"https://b/", "x"}, false},
		{identity{"", "x"}, identity{"https://b/", "x"}, true},
		{identity{"", "x"}, identity{"", "x"}, true},
		{identity{"https://a/", "x"}, identity{"", "y"}, false},
	} {
		if tt.a.same(tt.b) != tt.same || tt.b.same(tt.a) != tt.same {
			t.Errorf("%v and %v: want %t", tt.a, tt.b, tt.same)
		}
	}
}

// FuzzManifest: anything may stand on a branch; a manifest that is read is
// written again with the same meaning.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"version": 1, "site": {"title": "x"}, "files": {"fi/index.html": "1"}}`))
	f.Add([]byte(`{"version": 2}`))
	f.Add([]byte(`{"version": 1, "files": null, "site": []}`))
	f.Add([]byte("\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, ok := parseManifest(data)
		if !ok {
			if m.Version != 0 || m.Files != nil {
				t.Fatalf("damaged, but %v", m)
			}
			return
		}
		if again, ok := parseManifest(m.encode()); !ok || !cmp.Equal(m, again) && len(m.Files) > 0 {
			t.Fatalf("%v becomes %v", m, again)
		}
	})
}
