package main

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/check"
	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
)

func checkCommand(t *terminal) *cobra.Command {
	var dir, format string
	var strict, staged bool
	c := &cobra.Command{
		Use:   "check",
		Short: "Check the site without writing it",
		Long: `Check everything that build checks, and more: drafts, translations, values
that the publisher has to fill in, and facts whose day of review has passed.
These are notices; they inform and never fail. Nothing is written.

With --staged, check what the next commit will hold, for the hook that "opas new
hook" writes; notices are left out.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			printer, ok := printers[format]
			if !ok {
				return fmt.Errorf("--format: %q is not one of text, json, github", format)
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
				y, m, d := time.Now().Date()
				found = append(found, check.Age(result.Site, decode.Date{Year: y, Month: int(m), Day: d})...)
			}
			if staged {
				found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return d.Severity == diag.Notice })
			}
			if err := printer(t, found.Sorted(), s); err != nil {
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
	c.Flags().StringVar(&format, "format", "text", "text, json (an array of findings) or github (annotations of the git host)")
	return c
}

// printers print findings as the result of a command.
var printers = map[string]func(*terminal, diag.List, *sources) error{
	"text": func(t *terminal, list diag.List, s *sources) error {
		// Notices first: what has to be mended stands last, where a person looks.
		for _, notices := range []bool{true, false} {
			part := slices.DeleteFunc(slices.Clone(list), func(d diag.Diagnostic) bool { return (d.Severity == diag.Notice) != notices })
			if err := diag.Text(t.out, part, s.read, colourful(t.out)); err != nil {
				return err
			}
		}
		_, err := fmt.Fprintln(t.out, diag.Summary(list))
		return err
	},
	"json": func(t *terminal, list diag.List, _ *sources) error { return diag.JSON(t.out, list) },
	"github": func(t *terminal, list diag.List, s *sources) error {
		// Annotations name files as they stand in the repository.
		var placed diag.List
		for _, d := range list {
			d.Pos.File = path.Join(filepath.ToSlash(s.dir), d.Pos.File)
			placed = append(placed, d)
		}
		return diag.GitHub(t.out, placed)
	},
}
