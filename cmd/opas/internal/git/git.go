// Package git asks the git program about the history of a site's files, and
// puts a site onto a branch of a remote. It is the only room that starts git.
// What it asks only reads; a Repository, for publishing, adds objects and
// pushes, and changes nothing else.
//
// A site need not be in a repository, git need not be installed, and a host
// that builds a site often fetches the last commit alone. None of these is an
// error: Dates then knows nothing and says so with a nil map, and the pages
// show no date rather than a wrong one.
//
// Origins, Blob and Versions find old texts, for translations; where there is
// no history they find none.
//
// BlobID needs no git: it computes the id under which git stores a content, by
// which a translation names the source text it was made from.
package git

import (
	"bufio"
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"opas/cmd/opas/internal/decode"
)

// BlobID returns the id git gives the content: SHA-1 of "blob <len>\0" + data,
// in hex. It needs no git. Data is hashed as it is: whoever wants the id that
// git stores for a text passes it with LF line ends and without a byte order
// mark.
func BlobID(data []byte) string {
	h := sha1.New()
	fmt.Fprintf(h, "blob %d\x00", len(data))
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}

// Dates returns for every file below dir (slash-separated, relative to dir)
// the day of the last commit that touched it, in the committer's own time
// zone. It returns nil without an error when dir is not in a work tree, git is
// missing or may not read the repository, the history is shallow, or nothing
// has been committed. A file with uncommitted changes keeps the date of its
// last commit; a new file has none, nor has one whose last commit deleted it.
func Dates(dir string) (map[string]decode.Date, error) {
	if !complete(dir) {
		return nil, nil
	}
	// One pass over the whole history of dir, newest first: the first commit
	// that names a file is its last. -c lists for a merge what differs from
	// all its parents, which no other commit shows. Every option that a user's
	// or the repository's configuration could change is given.
	cmd := command(dir, "log", "HEAD", "--topo-order", "-c", "-z",
		"--format="+header+"%cd", "--date=short", "--name-status", "--relative",
		"--no-renames", "--no-ext-diff", "--no-textconv", "--no-color", "--no-show-signature", "--", ".")
	var dates map[string]decode.Date
	err := read(cmd, func(out io.Reader) (ended bool, err error) {
		dates, err = readLog(out)
		return true, err
	})
	if err != nil {
		return nil, inOneLine("log", err)
	}
	return dates, nil
}

// read runs a command and gives what it prints to a reader, which says whether it
// came to the end: git is stopped when nobody wants to know more. The error is a
// *Failure when git ran and failed.
func read(cmd *exec.Cmd, from func(out io.Reader) (ended bool, err error)) error {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("run git: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("run git: %w", err)
	}
	ended, readErr := from(stdout)
	if !ended || readErr != nil {
		cmd.Process.Kill() // git must not wait for a reader that has given up
	}
	switch waitErr := cmd.Wait(); {
	case readErr != nil:
		return readErr
	case ended && waitErr != nil:
		return &Failure{Err: waitErr, Words: words(stderr.String())}
	}
	return nil
}

// inOneLine is the error of a git command for a note of one line.
func inOneLine(command string, err error) error {
	if f, ok := errors.AsType[*Failure](err); ok {
		line, _, _ := strings.Cut(f.Words, "\n")
		return fmt.Errorf("run git %s: %w: %s", command, f.Err, line)
	}
	return fmt.Errorf("run git %s: %w", command, err)
}

// complete reports whether dir is in a work tree with commits whose history is
// all there. A git that fails here (it is missing, or dir belongs to another
// user and git refuses it) knows nothing of the files either.
func complete(dir string) bool {
	out, err := command(dir, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository").Output()
	if err != nil || string(out) != "true\nfalse\n" {
		return false
	}
	return command(dir, "rev-parse", "--quiet", "--verify", "HEAD^{commit}").Run() == nil
}

// command returns a git command that runs in dir, asks nobody, fetches
// nothing, takes no locks and speaks English.
func command(dir string, args ...string) *exec.Cmd {
	settings := []string{"--no-pager", "--no-replace-objects"}
	cmd := exec.Command("git", append(settings, args...)...)
	cmd.Dir = dir
	// A hook sets these, and they would lead to another repository than dir's.
	own := slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains([]string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}, name)
	})
	cmd.Env = append(own, "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0", "GIT_LITERAL_PATHSPECS=1")
	return cmd
}

// header begins the line of a commit in the log; no status letter is like it.
const header = "\x01"

// readLog reads what git log -z --name-status writes: for every commit
//
//	\x01 date NUL [NUL or LF] (status NUL name NUL)*
//
// A name may be any bytes but NUL, so it is taken by its place, never by how
// it looks.
func readLog(r io.Reader) (map[string]decode.Date, error) {
	dates := map[string]decode.Date{}
	seen := map[string]bool{}
	in := bufio.NewReader(r)
	var date decode.Date
	for {
		field, err := readField(in)
		if err == io.EOF {
			return dates, nil
		}
		if err != nil {
			return nil, err
		}
		field = strings.TrimLeft(field, "\n")
		if field == "" {
			continue
		}
		if day, ok := strings.CutPrefix(field, header); ok {
			if date, err = parseDay(day); err != nil {
				return nil, err
			}
			continue
		}
		name, err := readField(in)
		if err != nil {
			return nil, fmt.Errorf("a status %q without a file: %w", field, io.ErrUnexpectedEOF)
		}
		if seen[name] {
			continue
		}
		seen[name] = true
		if strings.Trim(field, "D") != "" {
			dates[name] = date
		}
	}
}

// readField returns the bytes up to the next NUL, or to the end.
func readField(in *bufio.Reader) (string, error) {
	s, err := in.ReadString(0)
	if err != nil && (!errors.Is(err, io.EOF) || s == "") {
		return "", err
	}
	return strings.TrimSuffix(s, "\x00"), nil
}

func parseDay(s string) (decode.Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return decode.Date{}, fmt.Errorf("the date %q of a commit: %w", s, err)
	}
	return decode.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}, nil
}
