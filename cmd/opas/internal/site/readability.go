package site

import (
	"iter"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/readability"
	"opas/cmd/opas/internal/source"
)

// A Reading is how hard one file is to read.
type Reading struct {
	Page      *Page
	Language  *Language
	File      string
	Figures   readability.Figures
	Sentences []Sentence // in the order of the file
}

// A Sentence is one of a text, with its place. In the words of a definition that
// is the place of the whole text.
type Sentence struct {
	readability.Sentence
	Pos diag.Pos
}

// Readability returns the readings of all files that hold running text: pages in
// reading order, on each the languages of the site, in each the text before the
// words. What it returns may not be changed.
func (s *Site) Readability() []Reading { return s.readings }

// PageFigures gives the figures of each page with running text, in reading
// order: by Language.Index those of all its files together.
func (s *Site) PageFigures() iter.Seq2[*Page, []readability.Figures] {
	return func(yield func(*Page, []readability.Figures) bool) {
		for i := 0; i < len(s.readings); {
			page := s.readings[i].Page
			figures := make([]readability.Figures, len(s.Languages))
			for ; i < len(s.readings) && s.readings[i].Page == page; i++ {
				for _, sentence := range s.readings[i].Sentences {
					figures[s.readings[i].Language.Index].Add(sentence.Sentence)
				}
			}
			if !yield(page, figures) {
				return
			}
		}
	}
}

// Limits returns what site.yaml says of the page's texts in a language, nil for
// nothing: the first entry that fits.
func (s *Site) Limits(p *Page, l *Language) *source.ReadabilityLimits {
	for i := range s.Config.Readability {
		limits := &s.Config.Readability[i]
		if limits.Lang.Value != string(l.Tag) {
			continue
		}
		if limits.Audience.Value == "" {
			return limits
		}
		for _, a := range p.Audiences {
			if a.ID == limits.Audience.Value {
				return limits
			}
		}
	}
	return nil
}

// sentences are those of one file, of whichever kind it is.
func sentences(tag lang.Tag, doc *markdown.Doc, words *wordsFile) []Sentence {
	var list []Sentence
	language := readability.For(string(tag))
	add := func(doc *markdown.Doc) {
		for _, prose := range doc.Prose() {
			for _, s := range language.Sentences(prose.Text) {
				list = append(list, Sentence{Sentence: s, Pos: prose.Pos(s.Start)})
			}
		}
	}
	if doc != nil {
		add(doc)
	}
	if words != nil {
		for _, key := range words.order {
			add(words.words[key].Doc)
		}
	}
	return list
}

// readability adds up the sentences of every file, and checks the limits.
func (a *assembly) readability() {
	for _, limits := range a.site.Config.Readability {
		if limits.Audience.Value != "" {
			a.audience(decode.At[string]{Value: limits.Audience.Value, Pos: limits.Audience.Pos})
		}
		if tag := limits.Lang; tag.Value != "" && a.language(lang.Tag(tag.Value)) == nil {
			a.found.Warnf("language-unknown", tag.Pos, "add the language to languages:, or delete the entry", "%q is not a language of this site", tag.Value)
		}
	}
	for _, p := range a.site.Pages {
		if p.Owner != nil {
			continue
		}
		for _, l := range a.site.Languages {
			for _, file := range []string{p.textFile(l), p.wordsPath(l.Tag)} {
				r := Reading{Page: p, Language: l, File: file, Sentences: a.sentences[file]}
				for _, s := range r.Sentences {
					r.Figures.Add(s.Sentence)
				}
				if len(r.Sentences) > 0 {
					a.site.readings = append(a.site.readings, r)
				}
			}
		}
	}
}
