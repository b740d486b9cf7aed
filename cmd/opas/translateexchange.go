package main

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/source"
	"opas/cmd/opas/internal/translate"
)

func translateExportCommand(t *terminal) *cobra.Command {
	var dir, out string
	var stale, missing bool
	c := &cobra.Command{
		Use:   "export LANG [PAGE...]",
		Short: "Write texts into a file for a translator",
		Long: `Write texts into a file that a translator works on: a table that a word
processor (.html) or a spreadsheet (.csv) opens, or XLIFF 2.1 (.xlf) for
translation tools. Links, citations and emphasis are codes in the text, such as
{1}words{/1} and {2/}, which stay in the translation.

Without PAGE, everything that is stale, untracked or missing; with --stale or
--missing only that. The messages of the interface go by the name i18n. Take it back with opas translate import.`,
		Example: `  opas translate export ar --stale --out changes.html
  opas translate export ru participants/rights --out rights.xlf`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 && (stale || missing) {
				return errors.New("--stale and --missing choose among all pages; name pages or give one of them")
			}
			if out == "" {
				return errors.New("--out: name the file to write; its ending tells the format (.html, .csv, .xlf)")
			}
			s, err := openTranslation(t, dir, false)
			if err != nil {
				return err
			}
			defer s.close()
			return s.export(args[0], args[1:], out, stale, missing)
		},
	}
	sourceFlag(c, &dir)
	c.Flags().StringVar(&out, "out", "", "file to write (.html, .csv or .xlf)")
	c.Flags().BoolVar(&stale, "stale", false, "only what has changed in the source, or is untracked")
	c.Flags().BoolVar(&missing, "missing", false, "only what has no translation")
	return c
}

func (s *translation) export(name string, pages []string, out string, stale, missing bool) error {
	to, err := s.language(name)
	if err != nil {
		return err
	}
	if s.within(out) {
		return fmt.Errorf("--out: %s stands in %s, and would be published with the site; choose another folder", out, source.Root)
	}
	files := s.files(to, s.terms(to))
	if len(pages) > 0 {
		files, err = pagesNamed(files, pages)
	} else {
		files = translate.Select(files, stale || !missing, missing || !stale)
	}
	if err != nil {
		return err
	}
	x := translate.NewExchange(s.site, to, files, s.address)
	data, err := translate.Encode(x, out)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		s.t.note("nothing to translate into %q; nothing was written", to.Tag)
		return nil
	}
	if err := writeOut(out, data); err != nil {
		return err
	}
	texts := 0
	for _, f := range x.Files {
		for _, u := range f.Units {
			if u.Todo != "" {
				texts++
			}
		}
	}
	fmt.Fprintf(s.t.out, "%s: %s of %s to translate into %s\n", out, count(texts, "text", "texts"), count(len(files), "file", "files"), to.Tag)
	s.t.note("take it back with: opas translate import %s", out)
	return nil
}

// within reports whether a file would stand in the content.
func (s *translation) within(file string) bool {
	if s.dir == "" {
		return false
	}
	content, err := filepath.Abs(filepath.Join(s.dir, source.Root))
	if err != nil {
		return false
	}
	abs, err := filepath.Abs(file)
	return err == nil && strings.HasPrefix(abs, content+string(filepath.Separator))
}

// address is where a page is published in the source language.
func (s *translation) address(f *translate.File) string {
	base := s.site.BaseURL
	if f.Page == nil || base == nil || source.Placeholder(base.String()) {
		return ""
	}
	at := &url.URL{Path: string(s.site.Source.Tag) + "/"}
	if f.Page.ID != "" {
		at.Path += f.Page.ID + "/"
	}
	return base.ResolveReference(at).String()
}

// writeOut writes a file that the user named, whole or not at all.
func writeOut(name string, data []byte) error {
	root, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return err
	}
	defer root.Close()
	return writeWhole(root, filepath.Base(name), data, 0o644)
}

func translateImportCommand(t *terminal) *cobra.Command {
	var dir string
	var dry, overwrite bool
	c := &cobra.Command{
		Use:   "import FILE",
		Short: "Take a translator's file back",
		Long: `Take back a file that opas translate export wrote. Every text is checked: its
codes, links and citations must be those of the source. What cannot be applied
is told with its place and reason, and the rest is applied: look at it with git
diff. A text in the source language is never changed.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := openTranslation(t, dir, false)
			if err != nil {
				return err
			}
			defer s.close()
			return s.importFile(args[0], dry, overwrite)
		},
	}
	sourceFlag(c, &dir)
	dryRunFlag(c, &dry)
	c.Flags().BoolVar(&overwrite, "overwrite", false, "also where the translation has changed since the export")
	return c
}

func (s *translation) importFile(name string, dry, overwrite bool) error {
	data, err := readBounded(name)
	if err != nil {
		return err
	}
	x, found, err := translate.Decode(data, name)
	if err != nil {
		return err
	}
	var edits []*translate.Edit
	if x != nil {
		if x.From != s.site.Source.Tag {
			return fmt.Errorf("%s is a translation from %q, but the texts here are first written in %q", name, x.From, s.site.Source.Tag)
		}
		to, err := s.language(string(x.To))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		var more diag.List
		edits, more = translate.Merge(s.site, to, s.files(to, nil), x, overwrite)
		found = append(found, more...)
	}
	if len(found) > 0 {
		diag.Text(s.t.err, found.Sorted(), func(file string) []byte {
			if file == name {
				return data
			}
			return s.read(file)
		}, s.t.colour)
	}
	if !dry && len(edits) > 0 {
		if err := s.write(edits); err != nil {
			return err
		}
	}
	for _, e := range edits {
		what := count(e.Texts, "text", "texts")
		if dry {
			what += " would change"
		} else {
			what += " changed"
		}
		if e.Stamped {
			what += ", says the same as the source now"
		}
		fmt.Fprintf(s.t.out, "%s: %s\n", e.Path, what)
	}
	refused := found.Count(diag.Error)
	if len(edits) == 0 && refused == 0 {
		s.t.note("nothing to do: the file says what is there already")
	}
	if refused > 0 {
		rest := "the rest was applied"
		switch {
		case len(edits) == 0:
			rest = "nothing was changed"
		case dry:
			rest = "the rest was fine"
		}
		s.t.note("%s refused; %s", count(refused, "thing was", "things were"), rest)
		return errContent
	}
	return nil
}

// maxImport is the largest file that is taken back, in bytes. What is larger
// than translate reads is told there.
const maxImport = 64 << 20

func readBounded(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxImport))
}
