package main

import (
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"opas/assets"
	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/source"
)

func schemaCommand(t *terminal) *cobra.Command {
	kinds := append([]string{"site", "page", searchKind, responseKind}, model.Kinds()...)
	return &cobra.Command{
		Use:   "schema KIND",
		Short: "Print the JSON Schema of a kind of file",
		Long: `Print the JSON Schema (draft 2020-12) of a kind, for editors that complete and
check while you type. KIND is site (site.yaml), page (page.yaml), search
(search.yaml), the kind of a definition: ` + strings.Join(model.Kinds(), ", ") + `,
or ` + responseKind + `: the file that a self-check saves in the browser.`,
		Args:      cobra.ExactArgs(1),
		ValidArgs: kinds,
		RunE: func(_ *cobra.Command, args []string) error {
			schema, ok := schemaOf(args[0])
			if !ok {
				hint := "write one of " + strings.Join(kinds, ", ")
				if s := decode.Suggest(args[0], kinds); s != "" {
					hint = "did you mean " + s + "?"
				}
				return fmt.Errorf("there is no kind %q; %s", args[0], hint)
			}
			_, err := t.out.Write(schema)
			return err
		},
	}
}

// searchKind is the file in which a site tells search about its own words.
const searchKind = "search"

// responseKind is the file of answers that a self-check saves: no part of a
// site, but what other programs may read.
const responseKind = "assessment-response"

func schemaOf(kind string) ([]byte, bool) {
	switch kind {
	case responseKind:
		schema, err := assets.FS.ReadFile(build.ResponseSchema)
		return schema, err == nil
	case "site":
		return decode.Schema("opas:site", "Site", source.Config{}), true
	case searchKind:
		return decode.Schema("opas:search", "Search", source.SearchTerms{}), true
	case "page":
		return decode.Schema("opas:page", "Page", source.Meta{}), true
	}
	return model.Schema(kind)
}

func versionCommand(t *terminal) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of the program",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(t.out, versionOf())
			return err
		},
	}
}

// versionOf says which commit the program was built from, as far as it knows.
func versionOf() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "opas (version unknown)"
	}
	version := "opas " + info.Main.Version
	var revision, modified string
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			revision = s.Value
		case "vcs.modified":
			modified = s.Value
		}
	}
	if revision != "" && !strings.Contains(info.Main.Version, revision[:min(12, len(revision))]) {
		version += " " + revision[:min(12, len(revision))]
	}
	if modified == "true" && !slices.Contains(strings.Split(version, "+"), "dirty") {
		version += " (changed)"
	}
	return version
}
