package git

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// remote makes a bare repository and a repository that publishes there.
func remote(t *testing.T) (bare string, r *Repository) {
	t.Helper()
	for _, who := range []string{"AUTHOR", "COMMITTER"} {
		t.Setenv("GIT_"+who+"_NAME", "A")
		t.Setenv("GIT_"+who+"_EMAIL", "a@example.org")
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	t.Setenv("TMPDIR", t.TempDir())
	bare = t.TempDir()
	repo{t, bare}.git("", "init", "-q", "--bare")
	r, err := Temporary(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v %v", left, err)
		}
	})
	return bare, r
}

// put publishes files by path and returns the commit.
func put(t *testing.T, r *Repository, parent string, files map[string]string) string {
	t.Helper()
	var list []Entry
	var data [][]byte
	for path, text := range files {
		list = append(list, Entry{Path: path, Mode: File})
		data = append(data, []byte(text))
	}
	ids, err := r.Blobs(data, true)
	if err != nil {
		t.Fatal(err)
	}
	for i, id := range ids {
		if want := BlobID(data[i]); id != want {
			t.Errorf("blob of %q: %s, want %s", data[i], id, want)
		}
		list[i].ID = id
	}
	commit, err := r.Commit(list, parent, "Viesti\n")
	if err != nil {
		t.Fatal(err)
	}
	return commit
}

// TestPush: what is pushed comes back, byte by byte, under names that git
// would otherwise quote; and nothing goes over what somebody else pushed.
func TestPush(t *testing.T) {
	bare, r := remote(t)
	if tip, err := r.Tip(bare, "pages"); tip != "" || err != nil {
		t.Fatalf("a branch that is not there: %q, %v", tip, err)
	}
	files := map[string]string{"a.txt": "yksi\r\n", "päivä \"x\"/b": "kaksi\n", "-c": "\x00\xff", "e": ""}
	first := put(t, r, "", files)
	if err := r.Push(bare, "pages", first); err != nil {
		t.Fatal(err)
	}

	other, err := Temporary(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tip, err := other.Tip(bare, "pages")
	if tip != first || err != nil {
		t.Fatalf("the tip is %q, %v, want %q", tip, err, first)
	}
	tree, err := other.Tree(tip)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, e := range tree {
		data, err := other.ReadBlob(e.ID, 100)
		if err != nil || e.Mode != File {
			t.Errorf("%v: %v", e, err)
		}
		got[e.Path] = string(data)
	}
	if diff := cmp.Diff(files, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if _, err := other.ReadBlob(BlobID([]byte("yksi\r\n")), 5); err == nil {
		t.Error("a blob of 6 bytes was read with a limit of 5")
	}

	// A name that ends like the branch is not the branch.
	if tip, err := other.Tip(bare, "ges"); tip != "" || err != nil {
		t.Errorf("branch ges: %q, %v", tip, err)
	}
	repo{t, bare}.git("", "update-ref", "refs/heads/x/refs/heads/ges", first)
	if tip, err := other.Tip(bare, "ges"); tip != "" || err != nil {
		t.Errorf("branch ges beside x/refs/heads/ges: %q, %v", tip, err)
	}

	if err := other.Push(bare, "pages", put(t, other, tip, map[string]string{"a": "1"})); err != nil {
		t.Fatal(err)
	}
	if err := r.Push(bare, "pages", put(t, r, first, map[string]string{"a": "2"})); !errors.Is(err, ErrMoved) {
		t.Errorf("over somebody else's commit: %v", err)
	}
	if err := r.Push(bare, "pages", put(t, r, "", map[string]string{"a": "3"})); !errors.Is(err, ErrMoved) {
		t.Errorf("over a branch that was not there: %v", err)
	}
}

// TestCancel: an interrupted command ends, and the error says so.
func TestCancel(t *testing.T) {
	bare, _ := remote(t)
	ctx, cancel := context.WithCancel(context.Background())
	r, err := Temporary(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cancel()
	if _, err := r.Tip(bare, "pages"); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestMoved(t *testing.T) {
	for summary, want := range map[string]bool{
		"[rejected] (fetch first)":      true,
		"[rejected] (non-fast-forward)": true,
		"[remote rejected] (cannot lock ref 'refs/heads/p': is at 1 but expected 2)": true,
		"[remote rejected] (reference already exists)":                               true,
		"[remote rejected] (pre-receive hook declined)":                              false,
		"[rejected] (would clobber existing tag)":                                    false,
	} {
		if moved(summary) != want {
			t.Errorf("%s: %t", summary, !want)
		}
	}
}

func TestPublic(t *testing.T) {
	for text, want := range map[string]string{
		"https://a:b@example.org/x.git":           "https://…@example.org/x.git",
		"to 'https://t@example.org/@a/x' and b@c": "to 'https://…@example.org/@a/x' and b@c",
		"https://a:b@c@example.org/":              "https://…@example.org/",
		"git@example.org:x.git":                   "git@example.org:x.git",
		"https://example.org/a@b":                 "https://example.org/a@b",
	} {
		if got := Public(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// FuzzWords: whatever a remote says, a terminal can show it.
func FuzzWords(f *testing.F) {
	f.Add("remote: 10%\rremote: 100%, done.\r\nfatal: no\x1b[31m\n\nhint: try\n")
	f.Add(strings.Repeat("remote: x\n", 40))
	f.Add("https://a:b@c/\xff\u202e")
	f.Fuzz(func(t *testing.T, s string) {
		got := words(s)
		if n := strings.Count(got, "\n"); n > maxWords {
			t.Errorf("%d lines", n)
		}
		if strings.ContainsFunc(got, func(r rune) bool { return r != '\n' && r < ' ' || r == 0x202e || r >= 0x7f && r < 0xa0 }) {
			t.Errorf("%q", got)
		}
	})
}

func TestWords(t *testing.T) {
	const said = "remote: 10%\rremote: done.\r\nfatal: no\x1b[31m\n\nhint: try\n"
	if got, want := words(said), "remote: done.\nfatal: no␛[31m"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestFindHooks: a folder that links lead out of is not the repository's own.
func TestFindHooks(t *testing.T) {
	r := newRepo(t)
	r.write("site/content/fi.md", "x")
	h, err := FindHooks(filepath.Join(r.dir, "site"))
	if err != nil || h.Shared || h.Folder != "site" || followed(h.Dir) != filepath.Join(followed(r.dir), ".git", "hooks") {
		t.Errorf("%+v, %v", h, err)
	}
	if _, err := FindHooks(t.TempDir()); !errors.Is(err, ErrNoRepository) {
		t.Errorf("no repository: %v", err)
	}
	elsewhere := t.TempDir()
	r.git("", "config", "core.hooksPath", elsewhere)
	if h, err := FindHooks(r.dir); err != nil || !h.Shared || h.Dir != elsewhere {
		t.Errorf("%+v, %v", h, err)
	}
}
