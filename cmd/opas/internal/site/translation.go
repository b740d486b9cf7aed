package site

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"opas/cmd/opas/internal/git"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/source"
)

// StartTranslation returns the files with which the translation of a page
// begins, by path: the source texts, still untranslated, with what they were
// taken from and the ids of their headings. There are none for a page without
// texts in the source language.
func StartTranslation(tree *source.Tree, src lang.Tag, id string, to lang.Tag) map[string][]byte {
	files := map[string][]byte{}
	i := slices.IndexFunc(tree.Pages, func(p *source.Page) bool { return p.ID == id })
	if i < 0 {
		return files
	}
	p := tree.Pages[i]
	for _, t := range p.Texts {
		if t.Lang != src {
			continue
		}
		if doc, _ := markdown.Parse(t.Path, t.Data); doc != nil {
			files[path.Join(p.Dir(), string(to)+".md")] = startText(t, doc)
		}
	}
	for _, t := range p.Words {
		if t.Lang != src {
			continue
		}
		if w, _ := parseWords(t); w != nil {
			files[path.Join(p.Dir(), string(to)+".yaml")] = startWords(t, w)
		}
	}
	return files
}

// startText gives a text front matter that says what it is a translation of.
func startText(t source.Text, doc *markdown.Doc) []byte {
	var b strings.Builder
	front, body := splitFront(string(t.Data))
	b.WriteString("---\n")
	b.WriteString(without(front, "review", "updated", "headings", "translated-from"))
	b.WriteString("review: draft\n")
	if len(doc.Headings) > 0 {
		ids := make([]string, len(doc.Headings))
		for i, h := range doc.Headings {
			ids[i] = h.ID
		}
		fmt.Fprintf(&b, "headings: [%s]\n", strings.Join(ids, ", "))
	}
	fmt.Fprintf(&b, "translated-from:\n  blob: %s\n  hash: %s\n---\n%s", git.BlobID(t.Data), quoted(doc.Hash()), body)
	return []byte(b.String())
}

// splitFront cuts a text that has front matter into that, without the lines
// around it, and what follows. Spaces may stand behind the hyphens.
func splitFront(text string) (front, body string) {
	_, rest, _ := strings.Cut(text, "\n")
	for end := 0; end < len(rest); {
		line, _, _ := strings.Cut(rest[end:], "\n")
		next := min(end+len(line)+1, len(rest))
		if strings.TrimRight(line, " \t") == "---" {
			return rest[:end], rest[next:]
		}
		end = next
	}
	return rest, ""
}

// startWords gives words the hashes of the texts they are translations of.
func startWords(t source.Text, w *wordsFile) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "review: draft\ntranslated-from:\n  blob: %s\n  hashes:\n", git.BlobID(t.Data))
	for _, p := range w.order {
		fmt.Fprintf(&b, "    %s: %s\n", quoted(p), quoted(w.words[p].Doc.Hash()))
	}
	b.WriteString(without(string(t.Data), "review", "translated-from"))
	return []byte(b.String())
}

// quoted writes a string so that YAML reads it as one, whatever it holds.
func quoted(s string) string {
	out, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always marshals
	}
	return string(out)
}

// without leaves out the top-level keys of a YAML mapping, with what belongs to
// them: lines that are indented, and items of a list, which need not be.
func without(yaml string, keys ...string) string {
	var b strings.Builder
	skipping := false
	for line := range strings.Lines(yaml) {
		if line != "\n" && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "- ") {
			key, _, _ := strings.Cut(line, ":")
			skipping = slices.Contains(keys, strings.Trim(key, ` "'`))
		}
		if !skipping {
			b.WriteString(line)
		}
	}
	return b.String()
}
