package git

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func (r repo) origin(under, file, source string) string {
	r.t.Helper()
	found, err := Origins(filepath.Join(r.dir, under), []Origin{{"x/none.md", "x/fi.md"}, {file, source}})
	if err != nil {
		r.t.Fatal(err)
	}
	if found[0] != nil {
		r.t.Errorf("a file that is nowhere was made from %q", found[0])
	}
	if found[1] == nil {
		return "unknown"
	}
	return string(found[1])
}

// TestOrigins: the source text is the one at the last commit that changed the
// translation, also when both have moved since, and in a folder of a repository.
func TestOrigins(t *testing.T) {
	r := newRepo(t)
	r.write("site/a/fi.md", "one\n")
	r.write("site/a/en.md", "eins\n")
	r.commit("2020-01-01T12:00:00+0000")
	r.write("site/a/fi.md", "two\n")
	r.commit("2020-01-02T12:00:00+0000")
	want := func(under, file, source, text string) {
		t.Helper()
		if got := r.origin(under, file, source); got != text {
			t.Errorf("%s in %s was made from %q, want %q", file, under, got, text)
		}
	}
	want("site", "a/en.md", "a/fi.md", "one\n")
	want("", "site/a/en.md", "site/a/fi.md", "one\n")
	r.git("2020-01-03T12:00:00+0000", "mv", "site/a", "site/b")
	r.commit("2020-01-03T12:00:00+0000")
	want("site", "b/en.md", "b/fi.md", "one\n")
	want("site", "a/en.md", "a/fi.md", "unknown")
	r.write("site/b/en.md", "zwei\n")
	r.commit("2020-01-04T12:00:00+0000")
	want("site", "b/en.md", "b/fi.md", "two\n")
	r.write("site/c/en.md", "new\n")
	want("site", "c/en.md", "c/fi.md", "unknown")
	if got := r.origin("site", "b/en.md", "c/fi.md"); got != "unknown" {
		t.Errorf("another folder's source is %q", got)
	}

	ids := Versions(filepath.Join(r.dir, "site"), "b/fi.md")
	if len(ids) == 0 || string(Blob(r.dir, ids[len(ids)-1])) != "one\n" {
		t.Errorf("the versions are %v", ids)
	}
	if got := Blob(r.dir, BlobID([]byte("two\n"))); string(got) != "two\n" {
		t.Errorf("the blob is %q", got)
	}
	for _, id := range []string{"", "HEAD", "--all", strings.Repeat("0", 40)} {
		if got := Blob(r.dir, id); got != nil {
			t.Errorf("Blob(%q) is %q", id, got)
		}
	}

	// A shallow history does not tell which change was the last.
	shallow := repo{t, filepath.Join(t.TempDir(), "clone")}
	cmd := exec.Command("git", "clone", "-q", "--depth", "1", "file://"+filepath.ToSlash(r.dir), shallow.dir)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got := shallow.origin("site", "b/en.md", "b/fi.md"); got != "unknown" {
		t.Errorf("in a shallow clone it was made from %q", got)
	}
	if got := (repo{t, t.TempDir()}).origin("", "b/en.md", "b/fi.md"); got != "unknown" {
		t.Errorf("without a repository it was made from %q", got)
	}
}

// TestOriginsMerge: a translation that came by a merge was made from the text of
// the branch on which it was written.
func TestOriginsMerge(t *testing.T) {
	r := newRepo(t)
	r.write("fi.md", "one\n")
	r.commit("2020-01-01T12:00:00+0000")
	r.git("", "checkout", "-q", "-b", "english")
	r.write("en.md", "eins\n")
	r.commit("2020-01-02T12:00:00+0000")
	r.git("", "checkout", "-q", "main")
	r.write("fi.md", "two\n")
	r.commit("2020-01-03T12:00:00+0000")
	r.git("2020-01-04T12:00:00+0000", "merge", "-q", "--no-edit", "english")
	if got := r.origin("", "en.md", "fi.md"); got != "one\n" {
		t.Errorf("it was made from %q", got)
	}
}

// TestOriginsLarge: a text that is too large is unknown, and those after it are not.
func TestOriginsLarge(t *testing.T) {
	r := newRepo(t)
	large := strings.Repeat("x\n", maxBlob/2+1)
	r.write("a/fi.md", large)
	r.write("a/en.md", "eins\n")
	r.write("b/fi.md", "two\n")
	r.write("b/en.md", "zwei\n")
	r.commit("2020-01-01T12:00:00+0000")
	found, err := Origins(r.dir, []Origin{{"a/en.md", "a/fi.md"}, {"b/en.md", "b/fi.md"}})
	if err != nil || found[0] != nil || string(found[1]) != "two\n" {
		t.Errorf("%d bytes, %q, %v", len(found[0]), found[1], err)
	}
	if got := Blob(r.dir, BlobID([]byte(large))); got != nil {
		t.Errorf("Blob gave %d bytes", len(got))
	}
}
