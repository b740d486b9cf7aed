package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"opas/cmd/opas/internal/git"
)

func newHookCommand(t *terminal) *cobra.Command {
	var dir string
	var force bool
	c := &cobra.Command{
		Use:   "hook",
		Short: "Let git check what is staged before every commit",
		Long: `Write the pre-commit hook of the repository that the site is in. Before every
commit it checks what the commit will hold, whatever lies in the folder besides:
errors stop the commit, warnings and notices do not. Where the program is
missing, the hook says so and lets the commit pass.

A hook that somebody else wrote is never changed: you are told the line to add.
With --force it is kept as pre-commit.old, and is not run any more.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return writeHook(t, cmp.Or(dir, "."), force)
		},
	}
	sourceFlag(c, &dir)
	c.Flags().BoolVar(&force, "force", false, "put a hook that somebody else wrote aside")
	return c
}

// hookMark is the line by which a hook of ours is known.
const hookMark = `# "opas new hook" wrote this file, and may write over it.`

func writeHook(t *terminal, dir string, force bool) error {
	hooks, err := git.FindHooks(dir)
	if errors.Is(err, git.ErrNoRepository) {
		return fmt.Errorf("%s is in no git repository; git init makes one", dir)
	}
	if err != nil {
		return err
	}
	program, err := hookProgram(hooks.Top)
	if err != nil {
		return err
	}
	file := filepath.Join(hooks.Dir, "pre-commit")
	line := program.command(hooks.Folder) + " || exit 1"
	if hooks.Shared {
		return fmt.Errorf("the hooks of this repository (core.hooksPath) are in %s, where other repositories use them too; nothing was written. Add this line to %s yourself:\n  %s", hooks.Dir, file, line)
	}
	if err := os.MkdirAll(hooks.Dir, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(hooks.Dir) // no symbolic link leads out of it
	if err != nil {
		return err
	}
	defer root.Close()
	ours, err := isOurHook(root)
	if err != nil {
		return err
	}
	if !ours {
		if !force {
			return fmt.Errorf("%s exists and is not from opas; nothing was written. Add this line to it, or put it aside with --force:\n  %s", file, line)
		}
		if _, err := root.Lstat("pre-commit.old"); err == nil {
			return fmt.Errorf("%s.old exists already; move it away first", file)
		}
		if err := root.Rename("pre-commit", "pre-commit.old"); err != nil {
			return err
		}
	}
	if err := writeWhole(root, "pre-commit", []byte(program.hook(hooks.Folder)), 0o755); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	fmt.Fprintln(t.out, file)
	return nil
}

// isOurHook reports whether the hook may be written over: it is not there, or
// an earlier run wrote it.
func isOurHook(hooks *os.Root) (bool, error) {
	info, err := hooks.Lstat("pre-commit")
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil || !info.Mode().IsRegular() {
		return false, err
	}
	data, err := hooks.ReadFile("pre-commit")
	return bytes.Contains(data, []byte("\n"+hookMark+"\n")), err
}

// hookedProgram is how a hook starts the program: a path of this machine, "go
// run" in the repository of Opas itself, or, when this program was compiled
// for one run only, "" for whatever opas is found.
type hookedProgram struct {
	path  string
	goRun bool
}

func hookProgram(top string) (hookedProgram, error) {
	if data, err := os.ReadFile(filepath.Join(top, "go.mod")); err == nil && bytes.HasPrefix(data, []byte("module opas\n")) {
		return hookedProgram{goRun: true}, nil
	}
	path, err := os.Executable()
	if err != nil {
		return hookedProgram{}, fmt.Errorf("find this program: %w", err)
	}
	path = filepath.ToSlash(path)
	if strings.Contains(path, "/go-build") { // "go run" removes it when it is done
		path = ""
	}
	return hookedProgram{path: path}, nil
}

// command is the line of a shell that checks what is staged.
func (p hookedProgram) command(folder string) string {
	program := "opas"
	switch {
	case p.goRun:
		program = "go run -buildvcs=false ./cmd/opas"
	case p.path != "":
		program = shellWord(p.path)
	}
	return program + " check --staged --source " + shellWord(cmp.Or(folder, "."))
}

// hook is the whole file.
func (p hookedProgram) hook(folder string) string {
	find := "opas"
	switch {
	case p.goRun:
		find = "go"
	case p.path != "":
		find = shellWord(p.path)
	}
	return `#!/bin/sh
` + hookMark + `
# It checks what the commit will hold. git runs it in the top folder.
if ! command -v ` + find + ` >/dev/null; then
	echo 'opas: the program is missing, so this commit is not checked; "opas new hook" writes where it is' >&2
	exit 0
fi
` + p.command(folder) + ` && exit 0
echo 'opas: the commit is stopped; mend and stage what is told above, or go on with git commit --no-verify' >&2
exit 1
`
}

// shellWord is a word of a POSIX shell that stands for exactly s.
func shellWord(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
