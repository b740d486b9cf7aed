package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// example is the small complete site that "opas new site" writes.
//
//go:embed example
var example embed.FS

func newCommand(t *terminal) *cobra.Command {
	c := &cobra.Command{
		Use:   "new",
		Short: "Begin a site, a page, a self-check, a news item, a translation, a git hook or workflows",
		Long:  "Write a correct starting point. Files that exist are never changed.",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newSiteCommand(t), newPageCommand(t), newAssessmentCommand(t), newNewsCommand(t), newHookCommand(t), newCICommand(t))
	return c
}

func newSiteCommand(t *terminal) *cobra.Command {
	return &cobra.Command{
		Use:   "site DIR",
		Short: "Begin a small complete site in a new folder",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			files := map[string][]byte{}
			err := fs.WalkDir(example, "example", func(p string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				files[strings.TrimPrefix(p, "example/")], err = example.ReadFile(p)
				return err
			})
			if err != nil {
				return err
			}
			if err := writeNew(t, args[0], files); err != nil {
				return err
			}
			t.note("show it with: opas serve --source %s (or go run ./cmd/opas serve --source %s)", args[0], args[0])
			return nil
		},
	}
}

func newPageCommand(t *terminal) *cobra.Command {
	var dir, language string
	c := &cobra.Command{
		Use:   "page ID",
		Short: "Begin a page, or with --lang its translation",
		Long: `Begin the page ID (its folder below content, such as mentoring/agreement) in
the source language of the site. With --lang, begin its translation instead: the
source text to be translated, with what it was taken from. The home page is "/".`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return writeInto(t, dir, func(tree *source.Tree) (map[string][]byte, error) {
				return startPage(tree, strings.Trim(args[0], "/"), language)
			})
		},
	}
	sourceFlag(c, &dir)
	c.Flags().StringVar(&language, "lang", "", "language to translate the page into")
	return c
}

// writeInto writes the files that begin something in the site in dir.
func writeInto(t *terminal, dir string, start func(*source.Tree) (map[string][]byte, error)) error {
	if dir == "" {
		dir = "."
	}
	s, err := openSources(t, dir)
	if err != nil {
		return err
	}
	defer s.close()
	tree, found, err := source.Load(s.fs)
	if err != nil {
		return err
	}
	if tree == nil {
		t.findings(found, s)
		return errContent
	}
	files, err := start(tree)
	if err != nil {
		return err
	}
	return writeNew(t, dir, files)
}

// startMeta is the page.yaml of a new page.
const startMeta = `order: 100
# audience: [ids of audiences in site.yaml]
# minutes: 5
# sources:
#   - id: what-texts-cite
#     title: The title, as the source calls itself
#     publisher: Who publishes it
#     url: https://example.org/
#     checked: 2026-01-31
#     review-by: 2027-01-31
`

// startPage returns the files of a new page or of a new translation.
func startPage(tree *source.Tree, id, language string) (map[string][]byte, error) {
	config := tree.Config
	id = strings.TrimPrefix(id, source.Root+"/") // as the README and the messages name files
	if language != "" {
		tag, err := lang.Parse(language)
		if err != nil {
			return nil, fmt.Errorf("--lang: %w", err)
		}
		if !slices.Contains(config.Tags, tag) {
			return nil, fmt.Errorf("--lang: %q is not a language of the site; add it to languages: in %s first", tag, source.ConfigFile)
		}
		if tag == config.SourceLang() {
			return nil, fmt.Errorf("--lang: %q is the language the texts are first written in; leave --lang out", tag)
		}
		var existing []string
		for _, p := range tree.Pages {
			for _, t := range slices.Concat(p.Texts, p.Words) {
				existing = append(existing, t.Path)
			}
		}
		files := site.StartTranslation(tree, config.SourceLang(), id, tag)
		for name := range files {
			// A page with a definition has two files; what is there stays.
			if slices.Contains(existing, name) && len(files) > 1 {
				delete(files, name)
			}
		}
		if len(files) == 0 {
			return nil, fmt.Errorf("there is no page %q with a text in %q to translate", id, config.SourceLang())
		}
		return files, nil
	}
	if isNews(tree, id) {
		return startNews(tree, path.Base(id))
	}
	title, err := startTitle(config, id)
	if err != nil {
		return nil, err
	}
	folder := path.Join(source.Root, id)
	return map[string][]byte{
		path.Join(folder, "page.yaml"):                       []byte(startMeta),
		path.Join(folder, string(config.SourceLang())+".md"): startText(title),
	}, nil
}

// startTitle returns a title for a page that may be begun under the id.
func startTitle(config *source.Config, id string) (string, error) {
	if id == "" {
		return "", fmt.Errorf("the home page is %s/%s.md; write it there", source.Root, config.SourceLang())
	}
	if message, hint := source.BadID(id); message != "" {
		return "", fmt.Errorf("%s; %s", message, hint)
	}
	title := strings.ReplaceAll(withoutDay(path.Base(id)), "-", " ")
	return strings.ToUpper(title[:1]) + title[1:], nil
}

// startText is the text of a new page.
func startText(title string) []byte {
	return fmt.Appendf(nil, "---\ntitle: %s\n# summary: one or two sentences, shown under the title\nreview: draft\n---\n", title)
}

// writeNew writes files that do not exist yet, or none at all, and prints
// their names.
func writeNew(t *terminal, dir string, files map[string][]byte) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir) // no symbolic link leads out of it
	if err != nil {
		return err
	}
	defer root.Close()
	names := slices.Sorted(maps.Keys(files))
	for _, name := range names {
		if _, err := root.Lstat(name); err == nil {
			return fmt.Errorf("%s exists already; nothing was written", filepath.Join(dir, filepath.FromSlash(name)))
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for i, name := range names {
		err := root.MkdirAll(path.Dir(name), 0o755)
		if err == nil {
			err = root.WriteFile(name, files[name], 0o644)
		}
		if err != nil {
			for _, written := range names[:i+1] {
				_ = root.Remove(written) // what can be taken back is taken back
			}
			return fmt.Errorf("write %s: %w", filepath.Join(dir, filepath.FromSlash(name)), err)
		}
	}
	for _, name := range names {
		fmt.Fprintln(t.out, filepath.Join(dir, filepath.FromSlash(name)))
	}
	return nil
}
