package git

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Staged writes what the next commit will hold of the names below dir into the
// folder to, and returns the folder there that stands for dir. The folder is
// "" when the commit changes nothing below the names.
//
// It reads a copy of the index. In a hook that is the index of the commit that
// is being made, which with "git commit -a" and "git commit FILE" is another
// than that of the repository.
func Staged(dir, to string, names ...string) (folder string, err error) {
	where, err := run(command(dir, "rev-parse", "--show-toplevel", "--absolute-git-dir", "--git-path", "index"))
	if err != nil {
		return "", err
	}
	lines := strings.Split(where, "\n")
	if len(lines) < 3 {
		return "", fmt.Errorf("git rev-parse: %q", where)
	}
	prefix, err := run(command(dir, "rev-parse", "--show-prefix"))
	if err != nil {
		return "", err
	}
	data, err := os.ReadFile(indexOf(lines[1], absolute(dir, lines[2])))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil // nothing was ever added
	}
	if err != nil {
		return "", fmt.Errorf("read the index: %w", err)
	}
	temp, err := os.MkdirTemp("", "opas-index-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(temp)
	index := filepath.Join(temp, "index")
	if err := os.WriteFile(index, data, 0o600); err != nil {
		return "", err
	}
	with := func(dir string, args ...string) *exec.Cmd {
		cmd := command(dir, args...)
		cmd.Env = append(cmd.Env, "GIT_INDEX_FILE="+index)
		return cmd
	}
	_, err = run(with(dir, append([]string{"diff", "--cached", "--quiet", "--no-ext-diff", "--"}, names...)...))
	if err == nil {
		return "", nil
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 1 {
		return "", err
	}
	// By way of the tree, files that are only meant to be added drop out.
	tree, err := run(with(dir, "write-tree"))
	if err != nil {
		return "", err
	}
	if _, err := run(with(dir, "read-tree", strings.TrimSpace(tree))); err != nil {
		return "", err
	}
	files, err := run(with(dir, append([]string{"ls-files", "-z", "--full-name", "--"}, names...)...))
	if err != nil {
		return "", err
	}
	checkout := with(lines[0], "checkout-index", "-z", "--stdin", "--prefix="+filepath.ToSlash(to)+"/")
	checkout.Stdin = strings.NewReader(files)
	if _, err := run(checkout); err != nil {
		return "", err
	}
	folder = filepath.Join(to, filepath.FromSlash(strings.TrimSuffix(prefix, "\n")))
	return folder, os.MkdirAll(folder, 0o755)
}

// indexOf returns the index of the repository gitDir: its own, or the one that
// a hook of it is told of.
func indexOf(gitDir, own string) string {
	told := os.Getenv("GIT_INDEX_FILE")
	if told == "" {
		return own
	}
	hook := exec.Command("git", "rev-parse", "--absolute-git-dir") // with the environment of the hook
	out, err := hook.Output()
	if err != nil || strings.TrimSpace(string(out)) != gitDir {
		return own
	}
	return absolute(".", told)
}

// absolute is a path that git gave, which may be relative to the folder that
// it ran in.
func absolute(dir, p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(dir, p)
}

// Hooks are where a repository keeps the programs that git runs at a commit.
type Hooks struct {
	Top    string // the top of the working tree
	Folder string // below it, with slashes; "" for the top
	Dir    string // of the hooks; it need not exist
	// Shared says that Dir is outside of the repository and its working tree,
	// so that other repositories may use it too.
	Shared bool
}

// FindHooks asks for the hooks of the repository that dir lies in. The error
// is ErrNoRepository if there is none.
func FindHooks(dir string) (Hooks, error) {
	out, err := run(command(dir, "rev-parse", "--show-toplevel", "--git-common-dir", "--git-path", "hooks"))
	if noRepository(err) {
		return Hooks{}, ErrNoRepository
	}
	if err != nil {
		return Hooks{}, err
	}
	prefix, err := run(command(dir, "rev-parse", "--show-prefix"))
	lines := strings.Split(out, "\n")
	if err != nil || len(lines) < 3 {
		return Hooks{}, errors.Join(err, fmt.Errorf("git rev-parse: %q", out))
	}
	h := Hooks{Top: lines[0], Folder: strings.Trim(prefix, "/\n"), Dir: absolute(dir, lines[2])}
	h.Shared = !within(h.Dir, h.Top) && !within(h.Dir, absolute(dir, lines[1]))
	return h, nil
}

// within reports whether p is dir or lies in it, wherever symbolic links lead.
func within(p, dir string) bool {
	rel, err := filepath.Rel(followed(dir), followed(p))
	return err == nil && filepath.IsLocal(rel)
}

// followed is the absolute path without symbolic links, as far as it exists.
func followed(p string) string {
	p, err := filepath.Abs(p)
	if err != nil {
		return p
	}
	if f, err := filepath.EvalSymlinks(p); err == nil {
		return f
	}
	if filepath.Dir(p) == p {
		return p
	}
	return filepath.Join(followed(filepath.Dir(p)), filepath.Base(p))
}
