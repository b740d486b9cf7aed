package main

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/source"
)

func newNewsCommand(t *terminal) *cobra.Command {
	var dir, date string
	c := &cobra.Command{
		Use:   "news NAME",
		Short: "Begin a news item, and the page of news if there is none",
		Long: `Begin a news item in the source language of the site. NAME is a word or more for
its address, such as new-chapters; the day stands before it. Begin its
translation with: opas new page ID --lang L.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			day := date
			if day == "" {
				day = time.Now().Format(time.DateOnly)
			}
			if _, ok := decode.ParseDate(day); !ok {
				return fmt.Errorf("--date: %q is no day; write it as 2026-11-22", day)
			}
			if strings.Contains(args[0], "/") {
				return fmt.Errorf("%q is not the name of one folder; write a word or more, such as new-chapters", args[0])
			}
			return writeInto(t, dir, func(tree *source.Tree) (map[string][]byte, error) {
				return startNews(tree, day+"-"+args[0])
			})
		},
	}
	sourceFlag(c, &dir)
	c.Flags().StringVar(&date, "date", "", "day of the news, as 2026-11-22 (default: today)")
	return c
}

// newsFolder is where news stand in a site that has no page of news yet.
const newsFolder = "news"

// newsPage returns the id of the site's page of news, "" if there is none.
func newsPage(tree *source.Tree) string {
	i := slices.IndexFunc(tree.Pages, func(p *source.Page) bool { return p.Meta.Kind.Value == model.KindNews })
	if i < 0 {
		return ""
	}
	return tree.Pages[i].ID
}

// startNews returns the files of a new item, and of the page of news if the
// site has none.
func startNews(tree *source.Tree, name string) (map[string][]byte, error) {
	files := map[string][]byte{}
	text := string(tree.Config.SourceLang()) + ".md"
	news := newsPage(tree)
	if news == "" {
		news = newsFolder
		folder := path.Join(source.Root, news)
		files[path.Join(folder, "page.yaml")] = []byte("kind: news\ndefinition: {home: 3} # how many of the newest stand on the home page\n")
		files[path.Join(folder, text)] = startText("News")
	}
	title, err := startTitle(tree.Config, path.Join(news, name))
	if err != nil {
		return nil, err
	}
	files[path.Join(source.Root, news, name, text)] = startText(title)
	return files, nil
}

// isNews reports whether a page of the id would be a news item.
func isNews(tree *source.Tree, id string) bool {
	news := newsPage(tree)
	return news != "" && path.Dir(id) == news
}

// withoutDay is the name of a page without the day before it.
func withoutDay(name string) string {
	if len(name) > len(time.DateOnly) {
		if _, ok := decode.ParseDate(name[:len(time.DateOnly)]); ok {
			return strings.TrimPrefix(name[len(time.DateOnly):], "-")
		}
	}
	return name
}
