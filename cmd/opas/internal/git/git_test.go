package git

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBlobID(t *testing.T) {
	// The id of the empty blob and of "hello\n", as every git has them.
	for data, want := range map[string]string{
		"":        "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
		"hello\n": "ce013625030ba8dba906f756967f9e9ca394464a",
	} {
		if got := BlobID([]byte(data)); got != want {
			t.Errorf("BlobID(%q) = %s, want %s", data, got, want)
		}
	}
}

// repo is a temporary repository, untouched by the configuration of whoever
// runs the test.
type repo struct {
	t   *testing.T
	dir string
}

func newRepo(t *testing.T) repo {
	t.Helper()
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	r := repo{t, t.TempDir()}
	r.git("", "init", "-q", "-b", "main")
	return r
}

func (r repo) git(date string, args ...string) {
	r.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = r.dir
	cmd.Env = append(os.Environ(),
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.org",
		"GIT_AUTHOR_DATE=2020-01-01T12:00:00+0000", "GIT_COMMITTER_DATE="+date)
	if out, err := cmd.CombinedOutput(); err != nil {
		r.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func (r repo) write(name, text string) {
	r.t.Helper()
	path := filepath.Join(r.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		r.t.Fatal(err)
	}
}

func (r repo) commit(date string) {
	r.t.Helper()
	r.git(date, "add", "-A")
	r.git(date, "commit", "-q", "-m", "m")
}

func (r repo) dates(under string) map[string]string {
	r.t.Helper()
	got, err := Dates(filepath.Join(r.dir, under))
	if err != nil {
		r.t.Fatal(err)
	}
	if got == nil {
		return nil
	}
	days := map[string]string{}
	for name, d := range got {
		days[name] = fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	}
	return days
}

func TestDates(t *testing.T) {
	r := newRepo(t)
	r.write("README.md", "1")
	r.write("site/content/fi.md", "1")
	r.write("site/content/en.md", "1")
	r.write("site/content/gone.md", "1")
	r.write("site/content/path/päivä \"x\"\n.md", "1")
	r.write("site/content/-\x01dash.md", "1")
	r.commit("2026-01-05T12:00:00+0200")
	r.write("site/content/fi.md", "2")
	// Half past midnight in Finland is still the day before in UTC: the
	// committer's own day counts.
	r.commit("2026-03-01T00:30:00+0200")
	r.write("README.md", "2")
	r.git("", "rm", "-q", "site/content/gone.md")
	r.commit("2026-04-01T12:00:00+0200")
	r.write("site/content/fi.md", "3")    // not committed
	r.write("site/content/new.md", "1")   // not committed
	r.write("site/content/gone.md", "1")  // back again, not committed
	t.Setenv("TZ", "America/Los_Angeles") // of the reader, without meaning

	want := map[string]string{
		"content/fi.md":                 "2026-03-01",
		"content/en.md":                 "2026-01-05",
		"content/path/päivä \"x\"\n.md": "2026-01-05",
		"content/-\x01dash.md":          "2026-01-05",
	}
	if diff := cmp.Diff(want, r.dates("site")); diff != "" {
		t.Errorf("dates of a folder below the top (-want +got):\n%s", diff)
	}
	if got := r.dates("")["README.md"]; got != "2026-04-01" {
		t.Errorf("README.md from the top: %q", got)
	}
	if got := r.dates("")["site/content/fi.md"]; got != "2026-03-01" {
		t.Errorf("site/content/fi.md from the top: %q", got)
	}
}

func TestDatesRename(t *testing.T) {
	r := newRepo(t)
	r.write("old.md", "a long enough text to be recognised as the same\n")
	r.commit("2026-01-05T12:00:00+0200")
	r.git("", "mv", "old.md", "new.md")
	r.commit("2026-02-05T12:00:00+0200")
	if diff := cmp.Diff(map[string]string{"new.md": "2026-02-05"}, r.dates("")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDatesMerge(t *testing.T) {
	r := newRepo(t)
	r.write("both.md", "1\n")
	r.write("side.md", "1\n")
	r.commit("2026-01-01T12:00:00+0200")
	r.git("", "checkout", "-q", "-b", "side")
	r.write("both.md", "side\n")
	r.write("side.md", "2\n")
	r.commit("2026-02-01T12:00:00+0200")
	r.git("", "checkout", "-q", "main")
	r.write("both.md", "main\n")
	r.commit("2026-03-01T12:00:00+0200")
	r.git("", "merge", "-q", "--no-commit", "-s", "ours", "side")
	r.write("both.md", "both\n")
	r.write("side.md", "2\n")
	r.commit("2026-04-01T12:00:00+0200")
	want := map[string]string{
		"both.md": "2026-04-01", // made in the merge itself
		"side.md": "2026-02-01", // came with the side branch
	}
	if diff := cmp.Diff(want, r.dates("")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Settings that change what git log prints, or start programs, have no effect.
func TestDatesHostileConfig(t *testing.T) {
	r := newRepo(t)
	r.write("content/fi.md", "1")
	r.commit("2026-01-05T12:00:00+0200")
	trace := filepath.Join(r.dir, "started")
	for key, value := range map[string]string{
		"log.date": "relative", "log.showSignature": "true", "color.ui": "always", "diff.renames": "copies", "log.follow": "true",
		"diff.relative": "false", "diff.external": "touch " + trace, "core.pager": "touch " + trace, "core.fsmonitor": "touch " + trace, "format.pretty": "raw",
	} {
		r.git("", "config", key, value)
	}
	if diff := cmp.Diff(map[string]string{"fi.md": "2026-01-05"}, r.dates("content")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := os.Stat(trace); err == nil {
		t.Error("a program named in the configuration was started")
	}
}

func TestDatesUnknown(t *testing.T) {
	full := newRepo(t)
	full.write("fi.md", "1")
	full.commit("2026-01-05T12:00:00+0200")
	full.write("fi.md", "2")
	full.commit("2026-01-06T12:00:00+0200")
	shallow := repo{t, t.TempDir()}
	shallow.git("", "clone", "-q", "--depth=1", "file://"+filepath.ToSlash(full.dir), ".")

	for name, dir := range map[string]string{
		"no repository":  t.TempDir(),
		"empty":          newRepo(t).dir,
		"shallow":        shallow.dir,
		"git's own":      filepath.Join(full.dir, ".git"),
		"missing folder": filepath.Join(full.dir, "nowhere"),
	} {
		if got, err := Dates(dir); got != nil || err != nil {
			t.Errorf("%s: %v, %v; want nothing", name, got, err)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if got, err := Dates(full.dir); got != nil || err != nil {
		t.Errorf("without git: %v, %v; want nothing", got, err)
	}
}

func TestDatesCorrupt(t *testing.T) {
	r := newRepo(t)
	r.write("fi.md", "1")
	r.commit("2026-01-05T12:00:00+0200")
	r.write("fi.md", "2")
	r.commit("2026-01-06T12:00:00+0200")
	out, err := exec.Command("git", "-C", r.dir, "rev-parse", "HEAD~1").Output()
	if err != nil {
		t.Fatal(err)
	}
	id := strings.TrimSpace(string(out))
	if err := os.Remove(filepath.Join(r.dir, ".git", "objects", id[:2], id[2:])); err != nil {
		t.Fatal(err)
	}
	if got, err := Dates(r.dir); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("a history with a hole: %v, %v; want an error of one line", got, err)
	}
}
