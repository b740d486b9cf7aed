package main

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"opas/cmd/opas/internal/move"
	"opas/cmd/opas/internal/source"
)

func moveCommand(t *terminal) *cobra.Command {
	var dir string
	var dryRun, forget bool
	c := &cobra.Command{
		Use:   "move OLD NEW",
		Short: "Rename a page, and mend every link to it",
		Long: `Rename the page OLD to NEW, with all pages below it. Both are ids: the folder of
the page below content, such as mentoring/agreement.

Every link in every language that leads to these pages, or from them to others,
is mended, and so is every id in page.yaml and site.yaml. The old address stays
alive: it is added to the aliases of the page. Nothing else in any file changes,
and no translation becomes stale. If anything would lead elsewhere afterwards,
or the site would have an error, nothing is changed at all.`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			if dir == "" {
				dir = "."
			}
			s, err := openSources(t, dir)
			if err != nil {
				return err
			}
			defer s.close()
			plan, found, err := move.Make(s.fs, move.Options{From: pageID(args[0]), To: pageID(args[1]), Forget: forget})
			if err != nil {
				return err
			}
			if plan == nil || found.Fails(false) {
				t.findings(found, s)
				if plan == nil {
					t.note("nothing was moved: mend this first")
				} else {
					t.note("nothing was moved: this would be so after the move")
				}
				return errContent
			}
			if !dryRun {
				if err := plan.Apply(s.root); err != nil {
					return err
				}
			}
			s.told(t, plan)
			if dryRun {
				t.note("nothing was moved: this is what would change")
			}
			return nil
		},
	}
	sourceFlag(c, &dir)
	dryRunFlag(c, &dryRun)
	c.Flags().BoolVar(&forget, "no-alias", false, "do not keep the old address (for a page that was never published)")
	return c
}

// pageID is the id of a page as a person may write it: with the folder of the
// content before it, with slashes around it.
func pageID(arg string) string {
	return strings.Trim(strings.TrimPrefix(filepath.ToSlash(arg), source.Root+"/"), "/")
}

// told prints what a plan changes, file by file.
func (s *sources) told(t *terminal, p *move.Plan) {
	at := func(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }
	fmt.Fprintf(t.out, "%s -> %s: %s\n", at(path.Join(source.Root, p.From)), at(path.Join(source.Root, p.To)), count(p.Pages, "page", "pages"))
	for _, e := range p.Edits {
		var what []string
		if e.Links > 0 {
			what = append(what, count(e.Links, "address", "addresses"))
		}
		if e.Alias != "" {
			what = append(what, e.Alias)
		}
		fmt.Fprintf(t.out, "%s: %s\n", at(p.NewPath(e.Path)), strings.Join(what, ", "))
	}
}
