package main

import (
	_ "embed"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/source"
)

// finnishFindings says in Finnish what findings mean; its head tells its format.
//
//go:embed findings/fi.yaml
var finnishFindings []byte

// commentLimit is the most bytes of a comment: GitHub takes 65,536 characters, and
// the workflow adds a line of its own.
const commentLimit = 60_000

var finnishComment = diag.CommentWords{
	Errors:   diag.CommentNoun{One: "virhe", Many: "virhettä", Heading: "Virheet"},
	Warnings: diag.CommentNoun{One: "varoitus", Many: "varoitusta", Heading: "Varoitukset"},
	Notices:  diag.CommentNoun{One: "huomautus", Many: "huomautusta", Heading: "Huomautukset"},
	Clean:    "Tarkistus ei löytänyt korjattavaa.",
	Blocked:  "Sivustoa ei voi julkaista ennen kuin virheet on korjattu. Avaa tiedosto linkistä, korjaa kohta ja tallenna: tarkistus tehdään silloin uudelleen.",
	Doubtful: "Virheitä ei ole. Korjaa varoitukset ennen julkaisemista: avaa tiedosto linkistä, korjaa kohta ja tallenna.",
	Notice:   "Huomautukset eivät estä julkaisemista.",
	Line:     "rivi",
	More:     "ja vielä %d muuta",
	Such:     "esimerkiksi",
}

var englishComment = diag.CommentWords{
	Errors:   diag.CommentNoun{One: "error", Many: "errors", Heading: "Errors"},
	Warnings: diag.CommentNoun{One: "warning", Many: "warnings", Heading: "Warnings"},
	Notices:  diag.CommentNoun{One: "notice", Many: "notices", Heading: "Notices"},
	Clean:    "The check found nothing to mend.",
	Blocked:  "The site cannot be published until the errors are mended. Open the file by its link, mend the place and save: the check is then made again.",
	Doubtful: "There are no errors. Mend the warnings before publishing: open the file by its link, mend the place and save.",
	Notice:   "Notices do not stop publishing.",
	Line:     "line",
	More:     "and %d more",
	Such:     "for example",
}

// commenter writes the comment of a site: in Finnish when its texts are first
// written in Finnish, else in English. edit, if given, stands for the edit address
// of site.yaml: the branch of a change has another.
func commenter(s *sources, edit string) diag.Commenter {
	c := diag.Commenter{Words: englishComment, Limit: commentLimit}
	edit = strings.ReplaceAll(edit, "#", "%23") // which the name of a branch may hold
	address := func(file string) string { return strings.ReplaceAll(edit, "{path}", file) }
	tree, _, err := source.Load(s.fs)
	if err == nil && tree != nil {
		if edit == "" {
			address = tree.Config.EditAddress
		}
		if speaksFinnish(tree.Config) {
			c.Words, c.Explain = finnishComment, finnishExplanation()
		}
	}
	folder := path.Clean(filepath.ToSlash(s.dir)) // "." for the guide inside the program
	c.Edit = func(file string) string {
		file = strings.TrimPrefix(file, folder+"/")
		return address((&url.URL{Path: file}).EscapedPath())
	}
	return c
}

// speaksFinnish reports whether the texts of a site are first written in Finnish.
func speaksFinnish(c *source.Config) bool {
	language, _, _ := strings.Cut(string(c.SourceLang()), "-")
	return language == "fi"
}

// finnishExplanation returns what findings with a code mean: by the code itself,
// or by its longest beginning that has a line.
func finnishExplanation() func(code string) string {
	lines := map[string]string{}
	root, _ := decode.Parse("findings/fi.yaml", finnishFindings, 1)
	for _, f := range root.Fields() {
		lines[f.Key.Value] = f.Value.Scalar()
	}
	return func(code string) string {
		for begin := code; begin != ""; {
			if text := lines[begin]; text != "" {
				return text
			}
			begin = strings.TrimSuffix(begin, "-")
			begin = begin[:strings.LastIndexByte(begin, '-')+1]
		}
		return ""
	}
}

// editFlag checks a pattern of edit addresses.
func editFlag(pattern string) error {
	if pattern == "" {
		return nil
	}
	u, err := url.Parse(strings.ReplaceAll(pattern, "{path}", "path"))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || !strings.Contains(pattern, "{path}") {
		return fmt.Errorf("--edit: %q is not an address in which {path} stands for the file", pattern)
	}
	return nil
}

// inRepository names the files of findings as they stand in the repository, when
// the command runs at its top.
func inRepository(list diag.List, s *sources) diag.List {
	placed := make(diag.List, 0, len(list))
	for _, d := range list {
		if d.Pos.File != "" {
			d.Pos.File = path.Join(filepath.ToSlash(s.dir), d.Pos.File)
		}
		placed = append(placed, d)
	}
	return placed
}
