package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/check"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/git"
	"opas/cmd/opas/internal/publish"
)

func publishCommand(t *terminal) *cobra.Command {
	c := &cobra.Command{
		Use:   "publish",
		Short: "Put the site where people read it",
		Long: `Build the site and put it where people read it: on a branch of a git remote,
or into a folder.

Errors and warnings in the content stop it, notices do not. So do values of
site.yaml that readers need and that are still placeholders in ‹angle quotes›.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(publishGitCommand(t), publishDirCommand(t))
	return c
}

func publishGitCommand(t *terminal) *cobra.Command {
	var opt publish.Options
	var message string
	var dry bool
	c := &cobra.Command{
		Use:   "git",
		Short: "Publish on a branch, from which a git host serves pages",
		Long: `Build the site, make it the whole content of a branch, and push that.

Your files, your branch, the index and the configuration stay as they are, and
nothing is ever forced: when it stops on the way, the branch is as it was. A
branch that is not there is made. One that holds what this site did not publish
is refused, and so is one that holds the sources.

With domain: in site.yaml, the branch gets the file CNAME.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			s, err := openSources(t, opt.Dir)
			if err != nil {
				return err
			}
			defer s.close()
			opt.Dir = s.dir
			b, err := publish.Open(ctx, opt)
			if err != nil {
				return err
			}
			defer b.Close()
			site, err := buildToPublish(t, s)
			if err != nil {
				return err
			}
			err = publishOn(t, b, site, message, dry)
			if ctx.Err() != nil {
				return errors.New("interrupted; publish again to go on: what has arrived is not published twice")
			}
			return err
		},
	}
	sourceFlag(c, &opt.Dir)
	c.Flags().StringVar(&opt.Remote, "remote", "origin", "name or address of the remote")
	c.Flags().StringVar(&opt.Branch, "branch", "", "branch to publish on, which holds nothing but the site")
	c.Flags().StringVar(&message, "message", "", "message of the commit (default: what changes, and the commit it was made from)")
	c.Flags().BoolVar(&opt.Replace, "replace", false, "replace what others put on the branch; its history keeps it")
	dryRunFlag(c, &dry)
	if err := c.MarkFlagRequired("branch"); err != nil {
		panic(err) // the flag is there
	}
	return c
}

func publishDirCommand(t *terminal) *cobra.Command {
	var dir string
	var dry bool
	c := &cobra.Command{
		Use:   "dir PATH",
		Short: "Publish into a folder, such as one that a web server serves",
		Long: `Build the site and make a folder hold it. Only files that Opas wrote there are
ever changed or removed; another file that is in the way stops it before
anything is written.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := openSources(t, dir)
			if err != nil {
				return err
			}
			defer s.close()
			out := args[0]
			if err := build.CheckOut(s.dir, out); err != nil {
				return err
			}
			site, err := buildToPublish(t, s)
			if err != nil {
				return err
			}
			changes, err := build.Compare(out, site.Files)
			if err != nil {
				return err
			}
			t.report(publish.Describe(changes, site))
			if !dry {
				if _, err := build.Write(out, site.Files); err != nil { // also heals what a stop left behind
					return err
				}
			}
			switch {
			case changes.None():
				fmt.Fprintf(t.out, "%s holds the site as it is; nothing changed\n", out)
			case dry:
				t.note("nothing was written (--dry-run)")
			default:
				fmt.Fprintf(t.out, "published in %s\n", out)
			}
			return nil
		},
	}
	sourceFlag(c, &dir)
	dryRunFlag(c, &dry)
	return c
}

func dryRunFlag(c *cobra.Command, dry *bool) {
	c.Flags().BoolVar(dry, "dry-run", false, "say what would change, and stop")
}

// buildToPublish builds the site strictly, and refuses one whose readers would
// not learn who publishes it.
func buildToPublish(t *terminal, s *sources) (*build.Result, error) {
	dates, err := s.dates()
	if err != nil {
		return nil, err
	}
	result, found, err := build.Run(build.Options{FS: s.fs, Dates: dates, Origins: s.origins(t)})
	if err == nil && result != nil {
		// What check gives notice of is an error here.
		found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return d.Severity == diag.Notice })
		found = append(found, check.Publishing(result.Site)...)
	}
	t.findings(found, s)
	if err != nil {
		return nil, err
	}
	if result == nil || found.Fails(true) {
		t.note("nothing was published")
		return nil, errContent
	}
	return result, nil
}

// publishOn publishes on a branch. Somebody else may publish there at the same
// moment: then it begins once more with what they left.
func publishOn(t *terminal, b *publish.Branch, site *build.Result, message string, dry bool) error {
	err := publishOnce(t, b, site, message, dry)
	if errors.Is(err, git.ErrMoved) {
		t.note("the %s has moved meanwhile; beginning once more", b)
		err = publishOnce(t, b, site, message, dry)
	}
	if errors.Is(err, git.ErrMoved) {
		return fmt.Errorf("the %s has moved twice meanwhile, so nothing was pushed; somebody else publishes there: wait until they are done, and publish again", b)
	}
	return err
}

func publishOnce(t *terminal, b *publish.Branch, site *build.Result, message string, dry bool) error {
	plan, err := b.Plan(site)
	if err != nil {
		return err
	}
	if plan.None() {
		fmt.Fprintf(t.out, "the %s holds the site as it is; nothing changed\n", b)
		return nil
	}
	report := publish.Describe(plan.Changes, site)
	t.report(report)
	if dry {
		t.note("nothing was pushed (--dry-run)")
		return nil
	}
	text := strings.TrimSpace(message)
	if text == "" {
		text = b.Message(report)
	}
	commit, err := b.Push(plan, text+"\n")
	if err != nil {
		return fmt.Errorf("%w\nwhen this is mended, publish again; what has arrived is not published twice", err)
	}
	fmt.Fprintf(t.out, "published on the %s: commit %.12s\n", b, commit)
	return nil
}

// maxPages is how many pages of one sort a report names.
const maxPages = 20

// report prints which pages a publishing changes.
func (t *terminal) report(r publish.Report) {
	var files []string
	for _, of := range []struct {
		word string
		part publish.Part
	}{{"new", r.New}, {"changed", r.Changed}, {"gone", r.Gone}} {
		if of.part.Files > 0 {
			files = append(files, fmt.Sprintf("%d %s", of.part.Files, of.word))
		}
		if len(of.part.Pages) == 0 {
			continue
		}
		var counts []string
		for _, n := range of.part.Counts() {
			counts = append(counts, fmt.Sprintf("%s %d", n.Lang, n.Pages))
		}
		fmt.Fprintf(t.out, "pages %s: %d (%s)\n", of.word, len(of.part.Pages), strings.Join(counts, ", "))
		for i, p := range of.part.Pages {
			if i == maxPages {
				fmt.Fprintf(t.out, "  and %d more\n", len(of.part.Pages)-maxPages)
				break
			}
			fmt.Fprintln(t.out, strings.TrimRight(diag.Visible("  "+p.Address+"  "+p.Title), " "))
		}
	}
	if len(files) > 0 {
		fmt.Fprintf(t.out, "other files: %s\n", strings.Join(files, ", "))
	}
}
