package main

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/git"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
	"opas/cmd/opas/internal/translate"
)

func translateCommand(t *terminal) *cobra.Command {
	c := &cobra.Command{
		Use:   "translate",
		Short: "See what is to be translated, and exchange it with translators",
		Long: `See how far each language is, what has changed in the source text since a
translation was made, and send texts to a translator who uses no git.

A translation records which source text it was made from, and is current as long
as that says the same: a mended link or another line break makes nothing stale.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(translateStatusCommand(t), translateDiffCommand(t), translateAckCommand(t), translateExportCommand(t), translateImportCommand(t))
	return c
}

// A translation is the site that a translate command works on.
type translation struct {
	*sources
	t       *terminal
	site    *site.Site
	tree    *source.Tree
	catalog *lang.Catalog
	// translatedMessages is i18n/<lang>.yaml as it was read, normalised.
	translatedMessages []byte
}

// openTranslation reads the sources of a site, and nothing else of it: no page
// is rendered, nothing indexed or bundled. Errors in the content are left to
// opas check, as far as there is a site in spite of them. statesOnly reads no
// more than their states need (site.Options).
func openTranslation(t *terminal, dir string, statesOnly bool) (*translation, error) {
	s, err := openSources(t, dir)
	if err != nil {
		return nil, err
	}
	tree, found, err := source.Load(s.fs)
	if err == nil && tree == nil {
		t.findings(found, s)
		err = errContent
	}
	if err != nil {
		s.close()
		return nil, err
	}
	catalog, _ := lang.Load(s.fs, "i18n", tree.Config.Tags)
	made, more := site.Assemble(tree, site.Options{Catalog: catalog, Origins: s.origins(t), StatesOnly: statesOnly})
	if n := append(found, more...).Count(diag.Error); n > 0 {
		t.note("the content has errors, so some texts may be passed over; opas check tells them")
	}
	return &translation{sources: s, t: t, site: made, tree: tree, catalog: catalog}, nil
}

// language returns the language to translate into.
func (s *translation) language(name string) (*site.Language, error) {
	var names []string
	for _, l := range s.site.Languages {
		if l == s.site.Source {
			if string(l.Tag) == name {
				return nil, fmt.Errorf("%q is the language the texts are first written in; name one that they are translated into", name)
			}
			continue
		}
		if string(l.Tag) == name {
			return l, nil
		}
		names = append(names, string(l.Tag))
	}
	if names == nil {
		return nil, fmt.Errorf("the site has no language but %q; add others to languages: in %s", s.site.Source.Tag, source.ConfigFile)
	}
	return nil, fmt.Errorf("%q is not a language of the site to translate into; those are %s", name, strings.Join(names, ", "))
}

// files opens the texts of the site and their translations. terms is that of
// translate.Options.
func (s *translation) files(to *site.Language, terms func(lang.Tag, string) []translate.Term) []*translate.File {
	files := translate.Open(s.site, translate.Options{To: to, Files: s.tree.Files, Old: s.old(), Origins: s.origins(s.t), Terms: terms})
	if m := s.messages(to); m != nil {
		files = append(files, m)
	}
	return files
}

// terms finds the words of the site's glossary in a source text, with what the
// language calls them; nil if the site has no glossary.
func (s *translation) terms(to *site.Language) func(lang.Tag, string) []translate.Term {
	g := s.site.Glossary
	if g == nil {
		return nil
	}
	words := g.Page.Editions[to.Index].Words
	return func(_ lang.Tag, text string) []translate.Term {
		var list []translate.Term
		seen := map[string]bool{}
		for _, m := range g.Find(s.site.Source, text) {
			if seen[m.Term] {
				continue
			}
			seen[m.Term] = true
			source, _ := g.Name(s.site.Source, m.Term)
			term := translate.Term{Source: source.Term}
			if name, ok := g.Name(to, m.Term); ok {
				term.Target = name.Term
			}
			if w := words.Get("terms." + m.Term + ".text"); w != nil && w.Lang == to {
				term.Note = w.Doc.Plain
			}
			list = append(list, term)
		}
		return list
	}
}

// messages are those of the interface, nil if the site has none of its own: a
// file of its own would stand in the place of the program's.
func (s *translation) messages(to *site.Language) *translate.File {
	if s.root == nil {
		return nil
	}
	original, err := s.root.ReadFile(path.Join("i18n", string(s.site.Source.Tag)+".yaml"))
	if err != nil {
		return nil
	}
	name := path.Join("i18n", string(to.Tag)+".yaml")
	translated, err := s.root.ReadFile(name)
	if err != nil {
		if _, shipped := fs.Stat(s.fs, name); !errors.Is(err, fs.ErrNotExist) || shipped == nil {
			return nil
		}
	}
	if text, ok := source.Normal(translated); ok {
		s.translatedMessages = text
	}
	return translate.OpenMessages(s.site, to, original, translated, s.catalog.Untranslated(to.Tag))
}

// pagesNamed returns the files of the pages that were named.
func pagesNamed(all []*translate.File, pages []string) ([]*translate.File, error) {
	var some []*translate.File
	for _, name := range pages {
		id := pageID(name)
		n := len(some)
		for _, f := range all {
			if f.ID() == id && !slices.Contains(some, f) {
				some = append(some, f)
			}
		}
		if len(some) == n && !slices.ContainsFunc(some, func(f *translate.File) bool { return f.ID() == id }) {
			return nil, fmt.Errorf("there is no page %q with texts in the source language; name it as in its address, such as mentoring/agreement, or / for the home page", name)
		}
	}
	return some, nil
}

// old gives the past of source files from git; nil for the embedded guide.
func (s *sources) old() func(file, blob string) iter.Seq[[]byte] {
	if s.dir == "" {
		return nil
	}
	blobs, versions := map[string][]byte{}, map[string][]string{}
	get := func(id string) []byte {
		data, ok := blobs[id]
		if !ok {
			data = git.Blob(s.dir, id)
			blobs[id] = data
		}
		return data
	}
	return func(file, blob string) iter.Seq[[]byte] {
		return func(yield func([]byte) bool) {
			if data := get(blob); data != nil && !yield(data) {
				return
			}
			if _, ok := versions[file]; !ok {
				versions[file] = git.Versions(s.dir, file)
			}
			for _, id := range versions[file] {
				if data := get(id); id != blob && data != nil && !yield(data) {
					return
				}
			}
		}
	}
}

// write puts edits into the source folder, each file as a whole or not at all.
// If one of them cannot be, none is.
func (s *translation) write(edits []*translate.Edit) error {
	if s.root == nil {
		return errors.New("the guide inside the program cannot be changed; name a folder with --source")
	}
	at := func(e *translate.Edit) string { return filepath.Join(s.dir, filepath.FromSlash(e.Path)) }
	modes, texts := make([]fs.FileMode, len(edits)), make([][]byte, len(edits))
	for i, e := range edits {
		var err error
		if modes[i], texts[i], err = s.edited(e); err != nil {
			return fmt.Errorf("write %s: %w", at(e), err)
		}
	}
	for i, e := range edits {
		if err := writeWhole(s.root, e.Path, texts[i], modes[i]); err != nil {
			return fmt.Errorf("write %s: %w", at(e), err)
		}
	}
	return nil
}

// edited returns what an edit makes of its file on the disk, and the file's
// permissions.
func (s *translation) edited(e *translate.Edit) (fs.FileMode, []byte, error) {
	for at := e.Path; at != "."; at = path.Dir(at) {
		info, err := s.root.Lstat(at)
		switch {
		case errors.Is(err, fs.ErrNotExist) && at == e.Path && e.New != nil:
		case err != nil:
			return 0, nil, err
		case info.Mode()&fs.ModeSymlink != 0:
			return 0, nil, errors.New("a symbolic link stands there, and nothing is written through it")
		case at == e.Path && e.New != nil:
			return 0, nil, errors.New("a file stands there that cannot be read (opas check tells why); mend it or move it away, and try again")
		}
	}
	if e.New != nil {
		return 0o644, e.New, nil
	}
	info, err := s.root.Stat(e.Path)
	if err != nil {
		return 0, nil, err
	}
	raw, err := s.root.ReadFile(e.Path)
	if err != nil {
		return 0, nil, err
	}
	was := s.tree.Files[e.Path]
	if was == nil {
		was = s.translatedMessages
	}
	if text, ok := source.Normal(raw); !ok || string(text) != string(was) {
		return 0, nil, errors.New("it has just been changed by somebody else; try again")
	}
	return info.Mode().Perm(), e.Bytes(raw), nil
}

func translateAckCommand(t *terminal) *cobra.Command {
	var dir string
	var keys []string
	var all bool
	c := &cobra.Command{
		Use:   "ack PAGE... LANG",
		Short: "Say that a translation is still true",
		Long: `Say that the translation of a page still says what the source says now. Only
the lines that record what it was made from change.

With --key, only these words of a definition; with --all, every page of the
language. Look at opas translate diff first.`,
		Example: `  opas translate ack mentoring/agreement en
  opas translate ack guidance-model en --key phases.start.title`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			pages, name := args[:len(args)-1], args[len(args)-1]
			switch {
			case all && len(pages) > 0:
				return errors.New("--all means every page; name pages or give --all")
			case !all && len(pages) == 0:
				return errors.New("name at least one page before the language, or give --all")
			case len(keys) > 0 && len(pages) != 1:
				return errors.New("--key chooses words of one page; name that page alone")
			}
			s, err := openTranslation(t, dir, false)
			if err != nil {
				return err
			}
			defer s.close()
			return s.acknowledge(pages, name, keys, all)
		},
	}
	sourceFlag(c, &dir)
	c.Flags().StringSliceVar(&keys, "key", nil, "path of words in the definition (repeat for several)")
	c.Flags().BoolVar(&all, "all", false, "every page of the language")
	return c
}

func (s *translation) acknowledge(pages []string, name string, keys []string, all bool) error {
	to, err := s.language(name)
	if err != nil {
		return err
	}
	files := s.files(to, nil)
	if !all {
		if files, err = pagesNamed(files, pages); err != nil {
			return err
		}
	}
	var edits []*translate.Edit
	refused, translated := false, false
	for _, f := range files {
		if f.Page == nil || len(keys) > 0 && !f.Words || !f.Translated() {
			continue
		}
		translated = true
		e, problem, hint := translate.Acknowledge(s.site, to, f, keys)
		if problem != "" {
			refused = true
			s.t.note("%s", problem)
			s.t.note("%s", hint)
			continue
		}
		if e != nil {
			edits = append(edits, e)
		}
	}
	switch {
	case len(keys) > 0 && !translated:
		return fmt.Errorf("the page %q has no words in %q", pages[0], to.Tag)
	case !translated:
		return fmt.Errorf("nothing here is translated into %q", to.Tag)
	case all && len(edits) > 0:
		s.t.note("warning: %s now counted as true to the source without anybody having read what changed; take it back with git if that was not meant", count(len(edits), "file is", "files are"))
	}
	if len(edits) > 0 {
		if err := s.write(edits); err != nil {
			return err
		}
	}
	for _, e := range edits {
		fmt.Fprintf(s.t.out, "%s: says the same as the source now\n", e.Path)
	}
	if len(edits) == 0 && !refused {
		s.t.note("nothing to do: the translation was current already")
	}
	if refused {
		return errContent
	}
	return nil
}

// count is a number with what is counted.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
