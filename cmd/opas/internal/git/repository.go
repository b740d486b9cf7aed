package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"opas/cmd/opas/internal/diag"
)

// ErrNoRepository says that a folder lies in no repository.
var ErrNoRepository = errors.New("the folder is in no git repository")

// A Repository is where objects are kept while a site is published: the one
// that the site's folder lies in, or a temporary one. Its methods add objects
// and fetch; they never touch the working tree, the index, HEAD, a local
// branch or the configuration. A push moves the remote's branch, and what git
// remembers of it.
type Repository struct {
	ctx  context.Context
	dir  string   // where commands run, in the repository
	env  []string // in addition to that of command
	temp string   // folder to remove at the end, "" if there is none
}

// Open opens the repository that dir lies in. The error is ErrNoRepository if
// there is none. Commands that are running when ctx ends are stopped.
func Open(ctx context.Context, dir string) (*Repository, error) {
	r := &Repository{ctx: ctx, dir: dir}
	_, err := r.output("rev-parse", "--git-dir")
	if err == nil {
		return r, nil
	}
	if noRepository(err) {
		return nil, ErrNoRepository
	}
	return nil, fmt.Errorf("open the repository: %w", err)
}

// Temporary makes an empty bare repository in a folder of its own. Whoever
// calls it closes it.
func Temporary(ctx context.Context) (*Repository, error) {
	dir, err := os.MkdirTemp("", "opas-git-")
	if err != nil {
		return nil, err
	}
	r := &Repository{ctx: ctx, dir: dir, temp: dir}
	if _, err := r.output("init", "--quiet", "--bare", "--template="); err != nil {
		return nil, errors.Join(fmt.Errorf("make a temporary repository: %w", err), r.Close())
	}
	r.env = []string{"GIT_DIR=" + dir}
	return r, nil
}

// Close removes a temporary repository; another one stays.
func (r *Repository) Close() error {
	if r.temp == "" {
		return nil
	}
	return os.RemoveAll(r.temp)
}

// Current returns the name of the branch that is checked out in the working
// tree of the folder, "" if there is none.
func (r *Repository) Current() string {
	if r.temp != "" {
		return ""
	}
	out, err := r.output("symbolic-ref", "--quiet", "HEAD")
	if err != nil {
		return ""
	}
	name, ok := strings.CutPrefix(strings.TrimSpace(out), "refs/heads/")
	if !ok {
		return ""
	}
	return name
}

// Prefix returns the path of the folder below the top of the repository, with
// slashes and one at the end, or "" for the top.
func (r *Repository) Prefix() string {
	if r.temp != "" {
		return ""
	}
	out, err := r.output("rev-parse", "--show-prefix")
	if err != nil {
		return "" // a bare repository
	}
	return strings.TrimSuffix(out, "\n")
}

// Head returns the short id of the commit that is checked out, "" if there is
// none, and whether any of the names below the folder differ from it.
func (r *Repository) Head(names ...string) (id string, changed bool) {
	if r.temp != "" {
		return "", false
	}
	out, err := r.output("rev-parse", "--quiet", "--verify", "--short", "HEAD^{commit}")
	if err != nil {
		return "", false
	}
	status, err := r.output(append([]string{"status", "--porcelain", "--untracked-files=normal", "--ignore-submodules", "--"}, names...)...)
	return strings.TrimSpace(out), err == nil && status != ""
}

// Remote returns what git takes for the remote: the name of one that is set
// up, a path of this machine made absolute (for git runs in another folder
// than the user), or the address as it is.
func (r *Repository) Remote(name string) (string, error) {
	if name == "" || strings.HasPrefix(name, "-") {
		return "", fmt.Errorf("%q is not the name or address of a remote", name)
	}
	if r.temp == "" {
		out, err := r.output("remote")
		if err != nil {
			return "", err
		}
		if slices.Contains(strings.Split(out, "\n"), name) {
			return name, nil
		}
	}
	if _, err := os.Stat(name); err == nil {
		return filepath.Abs(name)
	}
	return name, nil
}

// ValidBranch reports whether a branch may have the name.
func (r *Repository) ValidBranch(name string) bool {
	if strings.HasPrefix(name, "-") || name == "HEAD" {
		return false
	}
	_, err := r.output("check-ref-format", "refs/heads/"+name)
	return err == nil
}

// Author returns an error, the last line of what git says, when nobody has told
// it who makes commits.
func (r *Repository) Author() error {
	for _, ident := range []string{"GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"} {
		_, err := r.output("var", ident)
		if f, ok := errors.AsType[*Failure](err); ok {
			return errors.New(f.Words[strings.LastIndexByte(f.Words, '\n')+1:]) // before it comes advice
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// command returns a git command in the repository. Unlike those that only read
// the history, it may ask for a password on the terminal and fetch what a
// partial clone lacks, as a push of the user's own would.
func (r *Repository) command(args ...string) *exec.Cmd {
	settings := []string{"-c", "user.useConfigOnly=true", "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "i18n.commitEncoding=UTF-8", "-c", "core.quotePath=false"}
	plain := command(r.dir, append(settings, args...)...)
	cmd := exec.CommandContext(r.ctx, plain.Path, plain.Args[1:]...)
	cmd.Dir = plain.Dir
	for _, v := range plain.Env {
		name, _, _ := strings.Cut(v, "=")
		if !slices.Contains([]string{"GIT_TERMINAL_PROMPT", "GIT_NO_LAZY_FETCH", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_NAMESPACE"}, name) {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, r.env...)
	return cmd
}

// output runs a command and returns what it prints.
func (r *Repository) output(args ...string) (string, error) {
	return run(r.command(args...))
}

// run runs a command and returns what it prints on standard output; its error
// is a *Failure when git ran and failed.
func run(cmd *exec.Cmd) (string, error) {
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if err == nil {
		return stdout.String(), nil
	}
	if _, ok := errors.AsType[*exec.ExitError](err); !ok {
		return "", fmt.Errorf("run git: %w", err)
	}
	return stdout.String(), &Failure{Err: err, Words: words(stderr.String())}
}

// A Failure is a git command that did not succeed.
type Failure struct {
	Err   error
	Words string // what git said, safe to print; may have several lines
}

func (f *Failure) Error() string {
	if f.Words == "" {
		return "git: " + f.Err.Error()
	}
	return "git says:\n  " + strings.ReplaceAll(f.Words, "\n", "\n  ")
}

func (f *Failure) Unwrap() error { return f.Err }

func noRepository(err error) bool {
	f, ok := errors.AsType[*Failure](err)
	return ok && strings.Contains(f.Words, "not a git repository")
}

// maxWords is how many lines of git's words are passed on.
const maxWords = 12

// words prepares what git printed for a reader: without empty lines, progress
// and advice, without secrets, and with nothing that moves the cursor.
func words(s string) string {
	var lines []string
	for line := range strings.Lines(s) {
		if at := strings.LastIndexByte(strings.TrimRight(line, "\r\n"), '\r'); at >= 0 {
			line = line[at+1:] // progress writes over itself
		}
		line = diag.Visible(strings.TrimRight(Public(line), " \t\r\n"))
		if line != "" && !strings.HasPrefix(line, "hint: ") {
			lines = append(lines, line)
		}
	}
	if n := len(lines) - maxWords; n > 0 {
		lines = append(lines[:maxWords], fmt.Sprintf("… and %d more lines", n))
	}
	return strings.Join(lines, "\n")
}

// userinfo is what may stand before the host in an address (RFC 3986, section
// 3.2.1), as git reads it: up to the last @ before a slash.
var userinfo = regexp.MustCompile(`(://)[^/\s]*@`)

// Public returns text without the names and passwords in its addresses.
func Public(text string) string { return userinfo.ReplaceAllString(text, "${1}…@") }

// limited returns what a command prints, which may be at most n bytes.
func limited(cmd *exec.Cmd, n int64) (data []byte, err error) {
	err = read(cmd, func(out io.Reader) (ended bool, err error) {
		data, err = io.ReadAll(io.LimitReader(out, n+1))
		if err == nil && int64(len(data)) > n {
			err = fmt.Errorf("git: more than %d bytes", n)
		}
		return true, err
	})
	if err != nil {
		return nil, err
	}
	return data, nil
}
