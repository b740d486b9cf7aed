// Package check holds rules over a whole Site and over the pages as they were
// rendered. What concerns one file or one definition alone is checked where it
// is read; here is what needs the whole: addresses that lead nowhere, ids given
// twice, what a page must not hold, and what a publisher should know before
// publishing (drafts, placeholders, translations, the age of facts).
//
// Sources and Output take part in every build. Age does not: a build knows no
// clock, so only the command "opas check" asks how old facts are.
package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// Sources gives notice of what is unfinished in the content.
func Sources(s *site.Site) diag.List {
	var found diag.List
	placeholders(s, &found)
	if s.BaseURL == nil {
		found.Noticef("base-url-missing", s.Config.Pos, "add base-url: before publishing, or give it to opas build with --base-url",
			"the site does not know its address: pages have no canonical links, there is no sitemap, and 404.html works only at the root of a host")
	}
	unusedTerms(s, &found)
	for _, p := range s.Pages {
		if p.Owner != nil {
			continue
		}
		for _, e := range p.Editions {
			if e.Fallback() {
				found.Noticef("page-untranslated", diag.Pos{File: cmp.Or(e.File, p.MetaFile())}, "",
					"the page is not translated into %q; its readers get %q", e.Language.Tag, e.Text.Tag)
				found[len(found)-1].Lang = string(e.Language.Tag) // not that of the file
				continue
			}
			at := diag.Pos{File: e.File}
			if e.Draft {
				found.Noticef("text-draft", at, "", "the text is a draft: no native reader or professional has checked it")
			}
			translated(e.Translated, at, &found)
			if w := e.Words; w != nil && w.Own {
				if w.Draft {
					found.Noticef("text-draft", diag.Pos{File: w.File}, "", "the words are a draft: no native reader or professional has checked them")
				}
				translated(w.State, diag.Pos{File: w.File}, &found)
			}
		}
	}
	orphans(s, &found)
	localised(s, &found)
	return found
}

// localised gives notice of texts of site.yaml that some languages lack.
func localised(s *site.Site, found *diag.List) {
	for name, t := range s.Config.Texts() {
		var missing []string
		for _, tag := range s.Config.Tags {
			if _, in := t.In([]lang.Tag{tag}); in == "" {
				missing = append(missing, string(tag))
			}
		}
		if len(t) > 0 && len(missing) > 0 {
			found.Noticef("text-untranslated", t[0].Pos, "", "%s has no text in %s; readers get another language", name, strings.Join(missing, ", "))
		}
	}
}

// orphans gives notice of translations whose source text is gone.
func orphans(s *site.Site, found *diag.List) {
	for _, t := range s.Translations() {
		for _, in := range t.In {
			switch {
			case in.State != site.Orphan:
			case t.Key == "":
				found.Noticef("translation-orphan", diag.Pos{File: in.File}, "", "this is a translation, but the source text %s is gone", t.File)
			default:
				found.Noticef("translation-orphan", diag.Pos{File: in.File}, "", "%s is translated here, but gone from %s", t.Key, t.File)
			}
		}
	}
}

// Headings finds links to headings that no text has. Output finds them all, but
// only once a site can be rendered; this is for a site with other errors, so
// that they are told together. Pages with a definition are left out, for what
// headings those have is seen only when they are rendered.
func Headings(s *site.Site) diag.List {
	var found diag.List
	for _, f := range s.Fragments {
		if f.To.Kind != "" || strings.HasPrefix(f.ID, "source-") || strings.HasPrefix(f.ID, "fn") {
			continue
		}
		e := f.To.Editions[f.Lang.Index]
		if e.Doc == nil {
			continue
		}
		ids := slices.Clone(e.HeadingIDs)
		if len(ids) == 0 {
			for _, h := range e.Doc.Headings {
				ids = append(ids, h.ID)
			}
		}
		if !slices.Contains(ids, f.ID) && !e.Lacks(f.ID, s.Source) {
			addMissingHeading(&found, f, ids)
		}
	}
	return found
}

func addMissingHeading(found *diag.List, f site.Fragment, ids []string) {
	found.Errorf("link-heading", f.Pos, headingHint(f.ID, ids), "the page %s has no heading %q", cmp.Or(f.To.ID, "home"), f.ID)
}

func translated(t site.Translation, at diag.Pos, found *diag.List) {
	switch t {
	case site.Stale:
		found.Noticef("translation-stale", at, "opas translate status tells what is to be done", "the source text has changed since this translation was made")
	case site.Untracked:
		found.Noticef("translation-untracked", at, "", "translated-from: is missing, so nobody will see when the source text changes")
	}
}

// Publishing finds what must be filled in before a site is published: readers
// have to know who publishes, who answers for personal data, and whom to tell.
func Publishing(s *site.Site) diag.List {
	var found diag.List
	contacts(s.Config, func(name, value string, pos diag.Pos) {
		if source.Placeholder(value) {
			found.Errorf("placeholder", pos, "write the real one in place of what stands in ‹angle quotes›", "%s still holds a placeholder: %s", name, value)
		}
	})
	return found
}

// placeholders finds values of site.yaml that the publisher has to fill in.
func placeholders(s *site.Site, found *diag.List) {
	c := s.Config
	seen := func(name, value string, pos diag.Pos) {
		if source.Placeholder(value) {
			found.Noticef("placeholder", pos, "", "%s still holds a placeholder: %s", name, value)
		}
	}
	contacts(c, seen)
	seen("edit", c.Edit.Value, c.Edit.Pos)
}

// contacts calls do with what readers are told of the publisher, in every language.
func contacts(c *source.Config, do func(name, value string, pos diag.Pos)) {
	for _, t := range c.Publisher {
		do("publisher", t.Text, t.Pos)
	}
	for _, t := range c.Controller {
		do("controller", t.Text, t.Pos)
	}
	for _, t := range c.Access {
		do("accessibility", t.Text, t.Pos)
	}
	do("feedback", c.Feedback.Value, c.Feedback.Pos)
}

// unusedTerms finds terms of the glossary that explain nothing.
func unusedTerms(s *site.Site, found *diag.List) {
	if s.Glossary == nil {
		return
	}
	for _, id := range s.Glossary.Unused() {
		found.Noticef("glossary-unused", id.Pos, "", "no running text mentions the term %q", id.Value)
	}
}

// Age gives notice of facts whose day of review has passed.
func Age(s *site.Site, today decode.Date) diag.List {
	var found diag.List
	for _, p := range s.Pages {
		for _, r := range p.References() {
			if r.ReviewBy != nil && r.ReviewBy.Compare(today) < 0 {
				found.Noticef("source-old", r.Pos, "", "the source %q was to be reviewed by %s", r.ID, *r.ReviewBy)
			}
		}
	}
	return found
}

// Summary says in one line what a Site holds.
func Summary(s *site.Site) string {
	return counted(len(s.Pages), "page") + " in " + counted(len(s.Languages), "language")
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
