package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/translate"
)

func translateDiffCommand(t *terminal) *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "diff PAGE LANG",
		Short: "What has changed in the source since a translation was made",
		Long: `Show what has changed in the source text of a page since its translation was
made, heading by heading: [-words taken out-] and {+words put in+}. The old text
comes from git; without it, what can be told is told.`,
		Example: "  opas translate diff mentoring/agreement en",
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := openTranslation(t, dir, false)
			if err != nil {
				return err
			}
			defer s.close()
			to, err := s.language(args[1])
			if err != nil {
				return err
			}
			files, err := pagesNamed(s.files(to, nil), args[:1])
			if err != nil {
				return err
			}
			for _, f := range files {
				s.difference(f)
			}
			return nil
		},
	}
	sourceFlag(c, &dir)
	return c
}

// difference prints what has changed in one file.
func (s *translation) difference(f *translate.File) {
	t := s.t
	if !f.Translated() {
		fmt.Fprintf(t.out, "%s: not translated\n", f.Target)
		return
	}
	list, unknown := f.Differences()
	missing := f.MissingKeys()
	switch {
	case len(list) == 0 && len(unknown) == 0 && f.Untracked():
		fmt.Fprintf(t.out, "%s: nobody knows what it was made from; read it against %s, then opas translate ack\n", f.Target, f.Path)
	case len(list) == 0 && len(unknown) == 0 && len(missing) == 0:
		fmt.Fprintf(t.out, "%s: current\n", f.Target)
	default:
		fmt.Fprintf(t.out, "%s: since it was made, %s has changed\n", f.Target, f.Path)
	}
	heading := ""
	for _, d := range list {
		if d.Heading != heading && d.Heading != "" {
			fmt.Fprintf(t.out, "\n## %s\n", diag.Visible(d.Heading))
		}
		heading = d.Heading
		fmt.Fprintf(t.out, "\n%s\n", diag.Visible(d.Name()))
		fmt.Fprintf(t.out, "  %s\n", s.spans(d))
	}
	if len(list) > 0 {
		fmt.Fprintln(t.out)
	}
	for _, key := range unknown {
		if key == "" {
			fmt.Fprintln(t.out, "the old text is not in this history (a shallow clone, a copy, or a squashed history), so only this is known: the source text is another one now")
		} else {
			fmt.Fprintf(t.out, "%s: the source text is another one now; the old one is not in this history\n", diag.Visible(key))
		}
	}
	for _, key := range missing {
		fmt.Fprintf(t.out, "%s: not translated\n", diag.Visible(key))
	}
}

// spans writes a difference word by word, as git diff --word-diff does.
func (s *translation) spans(d translate.Difference) string {
	colour := colourful(s.t.out)
	var parts []string
	for _, span := range translate.Spans(d.Was, d.Now) {
		text := diag.Visible(span.Text)
		switch {
		case span.Sign < 0 && colour:
			text = "\x1b[31m[-" + text + "-]\x1b[0m"
		case span.Sign > 0 && colour:
			text = "\x1b[32m{+" + text + "+}\x1b[0m"
		case span.Sign < 0:
			text = "[-" + text + "-]"
		case span.Sign > 0:
			text = "{+" + text + "+}"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}
