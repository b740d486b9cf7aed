package main

import (
	"embed"
	"fmt"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"opas/cmd/opas/internal/source"
)

// startAssessment is the self-check that "opas new assessment" begins: small and
// right as it is. %s in its page.yaml is its id. Its words are in Finnish and in
// English; a site in another language begins with the English ones.
//
//go:embed example-assessment
var startAssessment embed.FS

func newAssessmentCommand(t *terminal) *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "assessment ID",
		Short: "Begin a self-check",
		Long: `Begin a self-check on the page ID (its folder below content, such as
self-checks/my-skills) in the source language of the site: a small one that is
right as it is, to be written over. What each key means: opas schema assessment.
Begin its translation with: opas new page ID --lang L.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return writeInto(t, dir, func(tree *source.Tree) (map[string][]byte, error) {
				return startSelfCheck(tree, strings.Trim(args[0], "/"))
			})
		},
	}
	sourceFlag(c, &dir)
	return c
}

// startSelfCheck returns the files of a new self-check.
func startSelfCheck(tree *source.Tree, id string) (map[string][]byte, error) {
	id = strings.TrimPrefix(id, source.Root+"/") // as the README and the messages name files
	title, err := startTitle(tree.Config, id)
	if err != nil {
		return nil, err
	}
	language := string(tree.Config.SourceLang())
	meta, err := startAssessment.ReadFile("example-assessment/page.yaml")
	if err != nil {
		return nil, err
	}
	words, err := startAssessment.ReadFile("example-assessment/" + language + ".yaml")
	if err != nil {
		words, err = startAssessment.ReadFile("example-assessment/en.yaml")
	}
	folder := path.Join(source.Root, id)
	return map[string][]byte{
		path.Join(folder, "page.yaml"):      fmt.Appendf(nil, string(meta), path.Base(id)),
		path.Join(folder, language+".md"):   startText(title),
		path.Join(folder, language+".yaml"): words,
	}, err
}
