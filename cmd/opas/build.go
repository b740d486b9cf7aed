package main

import (
	"fmt"
	"net/url"

	"github.com/spf13/cobra"

	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/check"
	"opas/cmd/opas/internal/source"
)

func buildCommand(t *terminal) *cobra.Command {
	var dir, out, base string
	var strict, preview bool
	c := &cobra.Command{
		Use:   "build",
		Short: "Build the site into a folder",
		Long: `Build the site into a folder of plain files that any host serves.

If the content has an error, every error is told and nothing is written. The
output folder belongs to Opas only as far as Opas wrote it: a file it did not
write is never changed or removed.

With --preview the site is for looking at before it is published: every page
says that it is a preview, no search engine may index it, and it does not name
the address of the site.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			baseURL, err := baseFlag(base)
			if err != nil {
				return err
			}
			s, err := openSources(t, dir)
			if err != nil {
				return err
			}
			defer s.close()
			if err := build.CheckOut(s.dir, out); err != nil {
				return err
			}
			dates, err := s.dates()
			if err != nil {
				return err
			}
			result, found, err := build.Run(build.Options{FS: s.fs, BaseURL: baseURL, Dates: dates, Origins: s.origins(t), Preview: preview})
			t.findings(found, s)
			if err != nil {
				return err
			}
			if result == nil || found.Fails(strict) {
				t.note("nothing was written")
				return errContent
			}
			done, err := build.Write(out, result.Files)
			if err != nil {
				return err
			}
			fmt.Fprintf(t.out, "%s in %s: %d files written, %d unchanged, %d removed\n", check.Summary(result.Site), out, done.Changed, done.Same, done.Removed)
			return nil
		},
	}
	sourceFlag(c, &dir)
	c.Flags().StringVar(&out, "out", "public", "folder to write the site to")
	c.Flags().StringVar(&base, "base-url", "", "address under which the site will stand (default: base-url: in site.yaml)")
	c.Flags().BoolVar(&strict, "strict", false, "treat warnings as errors")
	c.Flags().BoolVar(&preview, "preview", false, "make a preview that is not indexed")
	return c
}

func baseFlag(base string) (*url.URL, error) {
	if base == "" {
		return nil, nil
	}
	u, err := source.ParseBaseURL(base)
	if err != nil {
		return nil, fmt.Errorf("--base-url: %w", err)
	}
	return u, nil
}
