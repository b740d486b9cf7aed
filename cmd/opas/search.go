package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/render"
	"opas/cmd/opas/internal/search"
)

func searchCommand(t *terminal) *cobra.Command {
	var out, lang, format string
	var opt search.Options
	c := &cobra.Command{
		Use:   "search QUERY",
		Short: "Ask the search of a built site",
		Long: `Ask the index of a built site, as the browser does: the same pages in the same
order. Build the site first. With --explain every hit says why it stands where
it does.`,
		Example: `  opas build
  opas search "perehdyttäjän" --lang fi --explain`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return fmt.Errorf("--format: %q is not one of text, json", format)
			}
			if opt.Limit < 0 {
				return fmt.Errorf("--limit: %d is less than 0", opt.Limit)
			}
			readers, err := openIndex(out, lang)
			if err != nil {
				return err
			}
			result, err := search.FindAcross(readers, strings.Join(args, " "), opt)
			if err != nil {
				return err
			}
			if format == "json" {
				e := json.NewEncoder(t.out)
				e.SetEscapeHTML(false)
				e.SetIndent("", "  ")
				return e.Encode(result)
			}
			t.hits(result)
			return nil
		},
	}
	c.Flags().StringVar(&out, "out", "public", "folder that the site was written to")
	c.Flags().StringVar(&lang, "lang", "", "language to search in (default: the site's only language)")
	c.Flags().StringVar(&opt.Audience, "audience", "", "only pages for this audience")
	c.Flags().StringVar(&opt.Section, "section", "", "only pages of this section")
	c.Flags().BoolVar(&opt.Prefix, "prefix", false, "take the last word as the beginning of one, as while typing")
	c.Flags().BoolVar(&opt.Explain, "explain", false, "say why each page stands where it does")
	c.Flags().IntVar(&opt.Limit, "limit", 10, "number of pages; 0 for all")
	c.Flags().StringVar(&format, "format", "text", "text or json")
	return c
}

// openIndex opens the index of a language in a built site, and those of the
// languages that stand in where it has no page.
func openIndex(out, lang string) ([]*search.Reader, error) {
	folder := os.DirFS(filepath.Join(out, render.SearchFolder))
	languages, err := fs.Glob(folder, "*/index.json")
	if err != nil {
		return nil, err
	}
	for i, l := range languages {
		languages[i] = path.Dir(l)
	}
	switch {
	case len(languages) == 0:
		return nil, fmt.Errorf(`there is no search index in %s: run "opas build" first, or name the folder with --out`, out)
	case lang == "" && len(languages) == 1:
		lang = languages[0]
	case lang == "":
		return nil, fmt.Errorf("say which language with --lang: %s", strings.Join(languages, ", "))
	case !slices.Contains(languages, lang):
		hint := "it has " + strings.Join(languages, ", ")
		if s := decode.Suggest(lang, languages); s != "" {
			hint = "did you mean " + s + "?"
		}
		return nil, fmt.Errorf("the site has no language %q; %s", lang, hint)
	}
	first, err := search.Open(folder, lang)
	if err != nil {
		return nil, err
	}
	readers := []*search.Reader{first}
	for _, tag := range first.Fallbacks() {
		r, err := search.Open(folder, tag)
		if errors.Is(err, fs.ErrNotExist) {
			continue // no page is in that language
		}
		if err != nil {
			return nil, err
		}
		readers = append(readers, r)
	}
	return readers, nil
}

// hits prints a result: a line for the page, one for the address, the excerpt,
// and the reasons where they were asked for.
func (t *terminal) hits(result *search.Result) {
	if result.Corrected != "" {
		fmt.Fprintf(t.out, "showing results for %q\n", result.Corrected)
	}
	if len(result.Hits) == 0 {
		fmt.Fprintln(t.out, "nothing found")
		return
	}
	for i, h := range result.Hits {
		title := t.marked(h.Title, h.TitleMarks)
		if h.Heading != "" {
			title += " – " + t.marked(h.Heading, h.HeadingMarks)
		}
		fmt.Fprintf(t.out, "%d. %s\n   %s  [%s, %s, %.3f]\n", i+1, title, h.URL, h.Lang, h.Match, h.Score)
		if h.Excerpt != "" {
			fmt.Fprintf(t.out, "   %s\n", t.marked(h.Excerpt, h.Marks))
		}
		for _, r := range h.Explain {
			fmt.Fprintf(t.out, "     %7.3f  %s: %s %q (%.3f) in %s\n", r.Score, r.Word, r.Kind, r.Entry, r.Match, r.Fields)
		}
	}
	if more := result.Total - len(result.Hits); more > 0 {
		fmt.Fprintf(t.out, "and %d more pages; --limit 0 shows all\n", more)
	}
}

// marked shows what was found in a text, on a terminal in bold.
func (t *terminal) marked(text string, marks [][2]int) string {
	var b strings.Builder
	for _, p := range search.Pieces(text, marks) {
		switch {
		case p.Marked && t.colour:
			b.WriteString("\x1b[1m" + p.Text + "\x1b[0m")
		case p.Marked:
			b.WriteString("*" + p.Text + "*")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}
