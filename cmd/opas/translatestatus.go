package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"opas/cmd/opas/internal/translate"
)

func translateStatusCommand(t *terminal) *cobra.Command {
	var dir, name, format string
	c := &cobra.Command{
		Use:   "status",
		Short: "How far each language is",
		Long: `Tell how far each language is, section by section: how many texts are current,
stale (the source has changed since), missing, untracked (nobody knows what they
were made from) or orphaned (the source text is gone), and how many are drafts.
The share is of the source's words. No history is needed.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			print, ok := statusPrinters[format]
			if !ok {
				return fmt.Errorf("--format: %q is not one of text, json, markdown", format)
			}
			s, err := openTranslation(t, dir, true)
			if err != nil {
				return err
			}
			defer s.close()
			status := translate.Status(s.site, s.catalog)
			if name != "" {
				to, err := s.language(name)
				if err != nil {
					return err
				}
				for _, l := range status {
					if l.Lang == to.Tag {
						status = []translate.LanguageStatus{l}
						break
					}
				}
			}
			return print(t, status)
		},
	}
	sourceFlag(c, &dir)
	c.Flags().StringVar(&name, "lang", "", "only this language")
	c.Flags().StringVar(&format, "format", "text", "text, json or markdown")
	return c
}

var statusPrinters = map[string]func(*terminal, []translate.LanguageStatus) error{
	"text":     statusText,
	"markdown": statusMarkdown,
	"json": func(t *terminal, status []translate.LanguageStatus) error {
		e := json.NewEncoder(t.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if status == nil {
			status = []translate.LanguageStatus{}
		}
		return e.Encode(status)
	},
}

// statusHeads are the columns of the table.
var statusHeads = []string{"section", "texts", "current", "share", "stale", "missing", "untracked", "orphan", "draft"}

func statusCells(name string, t translate.Tally) []string {
	cells := []string{name, fmt.Sprint(t.Texts), fmt.Sprint(t.Current), fmt.Sprintf("%d %%", t.Share())}
	if t.Texts == 0 {
		cells[3] = "·"
	}
	for _, n := range []int{t.Stale, t.Missing, t.Untracked, t.Orphan, t.Drafts} {
		if n == 0 {
			cells = append(cells, "·")
		} else {
			cells = append(cells, fmt.Sprint(n))
		}
	}
	return cells
}

// statusRows are the rows of one language, the last for all pages together.
func statusRows(l translate.LanguageStatus) [][]string {
	var rows [][]string
	for _, s := range l.Sections {
		if s.Texts+s.Orphan == 0 {
			continue
		}
		name := s.ID
		if name == "" {
			name = "/"
		}
		rows = append(rows, statusCells(name, s.Tally))
	}
	return append(rows, statusCells("all pages", l.All))
}

func statusText(t *terminal, status []translate.LanguageStatus) error {
	for i, l := range status {
		if i > 0 {
			fmt.Fprintln(t.out)
		}
		rows := append([][]string{statusHeads}, statusRows(l)...)
		rows[0] = append([]string{string(l.Lang)}, rows[0][1:]...)
		widths := make([]int, len(statusHeads))
		for _, row := range rows {
			for j, cell := range row {
				widths[j] = max(widths[j], utf8.RuneCountInString(cell))
			}
		}
		for _, row := range rows {
			var b strings.Builder
			for j, cell := range row {
				pad := strings.Repeat(" ", widths[j]-utf8.RuneCountInString(cell))
				if j == 0 {
					b.WriteString(cell + pad)
				} else {
					b.WriteString("  " + pad + cell)
				}
			}
			fmt.Fprintln(t.out, b.String())
		}
		for _, line := range statusNext(l) {
			fmt.Fprintln(t.out, line)
		}
	}
	return nil
}

func statusMarkdown(t *terminal, status []translate.LanguageStatus) error {
	for i, l := range status {
		if i > 0 {
			fmt.Fprintln(t.out)
		}
		fmt.Fprintf(t.out, "## %s\n\n| %s |\n|%s\n", l.Lang, strings.Join(statusHeads, " | "), " --- |"+strings.Repeat(" ---: |", len(statusHeads)-1))
		for _, row := range statusRows(l) {
			fmt.Fprintf(t.out, "| %s |\n", strings.Join(row, " | "))
		}
		if next := statusNext(l); len(next) > 0 {
			fmt.Fprintln(t.out)
			for _, line := range next {
				fmt.Fprintf(t.out, "- %s\n", line)
			}
		}
	}
	return nil
}

// mostPages is how many pages are named in what to do next.
const mostPages = 5

// statusNext says what to do next.
func statusNext(l translate.LanguageStatus) []string {
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	name := func(wanted func(translate.PageStatus) bool) string {
		var ids []string
		more := 0
		for _, p := range l.Pages {
			id := p.ID
			if id == "" {
				id = "/"
			}
			if !wanted(p) {
				continue
			}
			if len(ids) < mostPages {
				ids = append(ids, id)
			} else {
				more++
			}
		}
		list := strings.Join(ids, ", ")
		if more > 0 {
			list += fmt.Sprintf(" and %d more", more)
		}
		return list
	}
	if l.All.Stale > 0 {
		say("stale: %s: see the changes with opas translate diff PAGE %s", name(func(p translate.PageStatus) bool { return p.Stale > 0 }), l.Lang)
	}
	if l.All.Untracked > 0 {
		say("untracked: %s: read them, then opas translate ack PAGE %s", name(func(p translate.PageStatus) bool { return p.Untracked > 0 }), l.Lang)
	}
	if l.All.Stale+l.All.Untracked > 0 {
		say("for a translator: opas translate export %s --stale --out stale-%s.html", l.Lang, l.Lang)
	}
	if l.All.Missing > 0 {
		say("missing: %s: opas translate export %s --missing --out missing-%s.html", name(func(p translate.PageStatus) bool { return p.Missing > 0 }), l.Lang, l.Lang)
	}
	for _, s := range l.Sections {
		if (s.ID == "interface" || s.ID == "site.yaml") && s.Missing > 0 {
			say("%s: %s missing in %s", s.ID, count(s.Missing, "text is", "texts are"), s.Title)
		}
	}
	if l.All.Orphan > 0 {
		say("orphaned: %s: delete what the source no longer has", name(func(p translate.PageStatus) bool { return p.Orphan > 0 }))
	}
	return lines
}
