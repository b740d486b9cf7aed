package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/check"
	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
)

func checkCommand(t *terminal) *cobra.Command {
	var dir, format string
	var how printing
	var strict, staged, links bool
	c := &cobra.Command{
		Use:   "check",
		Short: "Check the site without writing it",
		Long: `Check everything that build checks, and more: drafts, translations, values
that the publisher has to fill in, and facts whose day of review has passed.
These are notices; they inform and never fail. One of each sort is shown, with
--notices all. Nothing is written.

With --links, ask other hosts whether what the texts link to is still there. It
is the only check that uses the network, and it takes its time: one request at a
time for each host. Answers are kept for a week in your cache folder.

With --staged, check what the next commit will hold, for the hook that "opas new
hook" writes; notices are left out.

Formats: text for people; json; github, annotations of GitHub and Forgejo;
gitlab, a Code Quality report; comment, Markdown for one comment on a merge
request, in Finnish for a site that is first written in Finnish.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			printer, ok := printers[format]
			if !ok {
				return fmt.Errorf("--format: %q is not one of text, json, github, gitlab, comment", format)
			}
			if err := editFlag(how.edit); err != nil {
				return err
			}
			open := openSources
			if staged {
				open = openStaged
			}
			s, err := open(t, dir)
			if err != nil {
				return err
			}
			if s == nil {
				t.note("nothing of the site is staged")
				return nil
			}
			defer s.close()
			result, found, failed := build.Run(build.Options{FS: s.fs, Origins: s.origins(t)})
			if result != nil {
				more, err := checkFurther(c.Context(), t, s, result, links)
				found = append(found, more...)
				failed = errors.Join(failed, err) // what was found is told all the same
			}
			if staged {
				found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return d.Severity == diag.Notice })
			}
			if err := printer(t, found.Sorted(), s, how); err != nil {
				return err
			}
			if failed != nil {
				return failed
			}
			if result == nil || found.Fails(strict) {
				return errContent
			}
			return nil
		},
	}
	sourceFlag(c, &dir)
	c.Flags().BoolVar(&strict, "strict", false, "treat warnings as errors")
	c.Flags().BoolVar(&staged, "staged", false, "check what is staged in git, not what lies in the folder")
	c.Flags().BoolVar(&links, "links", false, "ask other hosts for what the texts link to")
	c.Flags().StringVar(&format, "format", "text", "text, json, github, gitlab or comment")
	c.Flags().BoolVar(&how.notices, "notices", false, "show every notice")
	c.Flags().StringVar(&how.edit, "edit", "", "address where a file is edited, with {path} (default: edit: in site.yaml)")
	return c
}

// checkFurther is what only this command asks: it needs a clock, everything that
// was rendered, or the network.
func checkFurther(ctx context.Context, t *terminal, s *sources, result *build.Result, links bool) (diag.List, error) {
	now := time.Now()
	y, m, d := now.Date()
	found := check.Age(result.Site, decode.Date{Year: y, Month: int(m), Day: d})
	found = append(found, check.Unused(result.Site, build.Outputs(result.Files))...)
	colours, err := check.Contrast(s.fs)
	found = append(found, colours...)
	if err != nil || !links {
		return found, err
	}
	cache := ""
	if folder, err := os.UserCacheDir(); err == nil {
		cache = filepath.Join(folder, "opas", "links.json")
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	t.note("asking other hosts; answers are kept in %s", cmp.Or(cache, "no file, for this machine has no cache folder"))
	answers, asked, err := check.Links(ctx, result.Site, check.LinkOptions{Cache: cache, Now: now})
	t.note("addresses asked for: %d, of hosts: %d; known before: %d, closed to us: %d, to be asked later: %d", asked.Asked, asked.Hosts, asked.Known, asked.Refused, asked.Later)
	return append(found, answers...), err
}

// printing is how findings are printed.
type printing struct {
	notices bool   // all notices, not one of each sort
	edit    string // where a file is edited, instead of what site.yaml says
}

// printers print findings as the result of a command.
var printers = map[string]func(*terminal, diag.List, *sources, printing) error{
	"text": func(t *terminal, list diag.List, s *sources, p printing) error {
		return diag.Digest(t.out, list, s.read, colourful(t.out), p.notices)
	},
	"json": func(t *terminal, list diag.List, _ *sources, _ printing) error { return diag.JSON(t.out, list) },
	"github": func(t *terminal, list diag.List, s *sources, _ printing) error {
		return diag.GitHub(t.out, inRepository(list, s))
	},
	"gitlab": func(t *terminal, list diag.List, s *sources, _ printing) error {
		return diag.GitLab(t.out, inRepository(list, s))
	},
	"comment": func(t *terminal, list diag.List, s *sources, p printing) error {
		return commenter(s, p.edit).Write(t.out, inRepository(list, s))
	},
}
