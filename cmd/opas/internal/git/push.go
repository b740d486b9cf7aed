package git

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// ErrMoved says that a remote's branch got other commits since its tip was asked for.
var ErrMoved = errors.New("the branch of the remote has moved")

// An Entry is one file of a tree.
type Entry struct {
	Path string
	Mode string // as git writes it: "100644" is a file, "120000" a symbolic link
	ID   string // of the blob
}

// File is the mode of a plain file.
const File = "100644"

// Tip returns the commit at the tip of the remote's branch, with all that it
// holds fetched, or "" if there is no such branch. No reference is written.
func (r *Repository) Tip(remote, branch string) (string, error) {
	ref := "refs/heads/" + branch
	out, err := r.output("ls-remote", "--", remote, ref)
	if err != nil {
		return "", err
	}
	id := ""
	for line := range strings.Lines(out) { // a pattern of ls-remote also finds refs that end with it
		if oid, name, _ := strings.Cut(strings.TrimSpace(line), "\t"); name == ref {
			id = oid
		}
	}
	if id == "" {
		return "", nil
	}
	if !isID(id) {
		return "", fmt.Errorf("git: %q is not the id of a commit", id)
	}
	args := []string{"fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--refmap="}
	if r.temp != "" {
		// Nothing but this commit is needed. In a repository of the user's this
		// would make the whole history a shallow one.
		args = append(args, "--depth=1")
	}
	if _, err := r.output(append(args, "--", remote, ref)...); err != nil {
		return "", err
	}
	if _, err := r.output("cat-file", "-e", id+"^{commit}"); err != nil {
		return "", ErrMoved // between the two questions
	}
	return id, nil
}

func isID(s string) bool {
	return (len(s) == 40 || len(s) == 64) && strings.Trim(s, "0123456789abcdef") == ""
}

// Tree returns the files of a commit, sorted by path as git sorts them; none
// for "".
func (r *Repository) Tree(commit string) ([]Entry, error) {
	if commit == "" {
		return nil, nil
	}
	out, err := r.output("ls-tree", "-r", "-z", "--full-tree", commit)
	if err != nil {
		return nil, err
	}
	var list []Entry
	for record := range strings.SplitSeq(strings.TrimSuffix(out, "\x00"), "\x00") {
		if record == "" {
			continue
		}
		head, path, ok := strings.Cut(record, "\t")
		fields := strings.Fields(head) // mode, type, id
		if !ok || len(fields) != 3 {
			return nil, fmt.Errorf("git ls-tree: %q", record)
		}
		list = append(list, Entry{Path: path, Mode: fields[0], ID: fields[2]})
	}
	return list, nil
}

// ReadBlob returns the content of a blob of at most limit bytes.
func (r *Repository) ReadBlob(id string, limit int64) ([]byte, error) {
	return limited(r.command("cat-file", "blob", id), limit)
}

// Blobs returns the ids of contents, in their order, after no filter and no
// conversion of line ends. With keep they are written into the repository.
func (r *Repository) Blobs(contents [][]byte, keep bool) ([]string, error) {
	if len(contents) == 0 {
		return nil, nil
	}
	dir, err := os.MkdirTemp("", "opas-blobs-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	var names bytes.Buffer
	for i, data := range contents {
		name := filepath.Join(dir, strconv.Itoa(i)) // git never sees a name of the site's
		if err := os.WriteFile(name, data, 0o600); err != nil {
			return nil, err
		}
		fmt.Fprintln(&names, filepath.ToSlash(name))
	}
	args := []string{"hash-object", "--no-filters", "--stdin-paths"}
	if keep {
		args = append(args, "-w")
	}
	cmd := r.command(args...)
	cmd.Stdin = &names
	out, err := run(cmd)
	if err != nil {
		return nil, err
	}
	ids := strings.Fields(out)
	if len(ids) != len(contents) {
		return nil, fmt.Errorf("git hash-object: %d ids for %d files", len(ids), len(contents))
	}
	return ids, nil
}

// Commit makes a commit that holds exactly the files, whose blobs the
// repository has, and returns its id. The parent may be "". The index that
// this needs is a temporary one.
func (r *Repository) Commit(files []Entry, parent, message string) (string, error) {
	dir, err := os.MkdirTemp("", "opas-index-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	index := "GIT_INDEX_FILE=" + filepath.Join(dir, "index")
	var lines bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&lines, "%s %s\t%s\x00", f.Mode, f.ID, f.Path)
	}
	update := r.command("update-index", "-z", "--index-info")
	update.Env = append(update.Env, index)
	update.Stdin = &lines
	if _, err := run(update); err != nil {
		return "", err
	}
	write := r.command("write-tree")
	write.Env = append(write.Env, index)
	tree, err := run(write)
	if err != nil {
		return "", err
	}
	args := []string{"commit-tree", strings.TrimSpace(tree), "-F", "-"}
	if parent != "" {
		args = append(args, "-p", parent)
	}
	commit := r.command(args...)
	commit.Stdin = strings.NewReader(message)
	id, err := run(commit)
	return strings.TrimSpace(id), err
}

// Push makes the commit the tip of the remote's branch. It never forces: the
// error is ErrMoved when the branch has commits that this one does not come
// after, and a *Failure in the words of git otherwise.
func (r *Repository) Push(remote, branch, commit string) error {
	out, err := r.output("push", "--porcelain", "--quiet", "--no-follow-tags", "--recurse-submodules=no", "--", remote, commit+":refs/heads/"+branch)
	if err == nil {
		return nil
	}
	// Porcelain lines are: flag, tab, from:to, tab, summary (reason).
	for line := range strings.Lines(out) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 3 || fields[0] != "!" {
			continue
		}
		if moved(fields[2]) {
			return ErrMoved
		}
		if f, ok := errors.AsType[*Failure](err); ok {
			f.Words = words(fields[2] + "\n" + f.Words)
		}
	}
	return err
}

// moved reports whether a push was refused because of somebody else's: the
// first two are found by this machine, the others by the remote.
func moved(summary string) bool {
	switch summary {
	case "[rejected] (fetch first)", "[rejected] (non-fast-forward)":
		return true
	}
	return strings.HasPrefix(summary, "[remote rejected]") &&
		(strings.Contains(summary, "but expected") || strings.Contains(summary, "reference already exists"))
}
