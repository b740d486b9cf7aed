package render

import (
	"strings"

	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/site"
)

// AssessmentPage is for "kinds/assessment.html": what the script works with, and
// the same self-check as a paper form.
type AssessmentPage struct {
	*Page
	Speech
	Facts      *AssessmentFacts
	Validation string
	Paper      AssessmentPaper
}

func assessmentPage(c *pageContext, p *Page) any {
	a := c.page.Definition.(*model.Assessment)
	c.scripts, c.entry, c.media = append(c.scripts, "assessment.ts"), true, true
	p.Printable = false // the self-check prints what it shows
	if p.Minutes != "" {
		p.Minutes = c.count("selfcheck-page-minutes", c.page.Minutes)
	}
	paper := c.paper(a)
	return &AssessmentPage{Page: p, Speech: Speech{c}, Facts: c.assessmentFacts(a, paper.said), Validation: validation(c.text, a), Paper: paper}
}

// Said is a text of a definition in the language of the page and, where that is
// not the source language, in the source language beside it.
type Said struct {
	Text
	Beside *Text
	// Word is the path of the text, Say the id of the message without
	// "selfcheck-": the script puts other languages in its place.
	Word, Say string
}

// said is a word of the page's definition with the same in the source language.
func (c *pageContext) said(path string) Said {
	s := c.besides(c.word(path), c.sourceWord(path))
	s.Word = path
	return s
}

// sourceWord is a word of the definition in the source language.
func (c *pageContext) sourceWord(path string) Text {
	return c.wordOf(c.page.Editions[c.site.Source.Index].Words, path)
}

// besides puts the source text beside a text that is not in its language.
func (c *pageContext) besides(t, original Text) Said {
	s := Said{Text: t}
	s.Original = nil // it stands beside all texts
	if original.Lang == "" || original.Lang == t.Lang || original.HTML == "" {
		return s // the page, or this text of it, is in the source language
	}
	original.Original = nil
	s.Beside = &original
	return s
}

// message is a message of the user interface, with the same in the source
// language.
func (c *pageContext) message(id string) Said {
	s := Said{Text: escaped(c.say(id)), Say: strings.TrimPrefix(id, "selfcheck-")}
	if src := c.site.Source; src != c.text {
		s.Beside = inLanguage(src, src.Locale.Text(id))
	}
	return s
}

// inLanguage is a plain text with the language that it is in.
func inLanguage(l *site.Language, text string) *Text {
	return &Text{HTML: escape(text), Lang: l.Tag.HTML(), Dir: l.Tag.Dir()}
}
