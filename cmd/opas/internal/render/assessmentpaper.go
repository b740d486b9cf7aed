package render

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/score"
	"opas/cmd/opas/internal/site"
)

// AssessmentPaper is a self-check as a form on paper: the same items, and how a
// result is counted from them.
type AssessmentPaper struct {
	Title     Said
	Purpose   Said
	NotForIs  Said // "What this is not used for:"
	NotFor    Said
	Fixed     []Said // what holds for every self-check: who may not ask for it, and what it is no test of
	Version   string
	Date      Said
	Views     *PaperChoice
	Occasions *PaperChoice
	Pages     []PaperPage
	Key       PaperKey
	said      map[string]bool // the words that are printed with their path
}

// print notes which words the script will find with their path.
func (p *AssessmentPaper) print(said ...Said) {
	for _, s := range said {
		if s.Word != "" && s.HTML != "" {
			p.said[s.Word] = true
		}
	}
}

// PaperChoice is a question about the self-check itself: whose view it is, or
// at what time it is taken. It is nil where there is nothing to choose.
type PaperChoice struct {
	Name    string
	Title   Said
	Options []Said
}

// PaperPage is a page of items. Question is asked of each of them.
type PaperPage struct {
	ID       string
	Title    Said
	Text     Said
	Question Said
	Items    []PaperItem
}

// PaperItem is one item. Type is rating, choice, multi, level or text, Control
// the type of its boxes: radio or checkbox.
type PaperItem struct {
	ID      string
	Number  int
	Type    string
	Control string
	Label   Said
	Help    Said
	When    *Said // on what it depends, in words; nil if on nothing
	Picture template.HTML
	Audio   []ItemAudio
	Options []Said
	Or      Said // what stands before the answers apart
	Apart   []Said
}

// ItemAudio is a recording of an item. Tag is that of the language in addresses.
type ItemAudio struct {
	Tag, Lang string
	Label     string
	Source    template.URL
}

// PaperKey says how a result is counted by hand.
type PaperKey struct {
	Sets       []KeySet
	Dimensions []KeyDimension
	Reversed   string // which questions count the other way round, "" if none do
	Flat       string // "" with fewer than two scales
}

// KeySet is what the answers of a set of options count.
type KeySet struct{ Options []KeyOption }

// KeyOption is an answer and what it counts.
type KeyOption struct {
	Label Text
	Value int
}

// KeyDimension is how the result of one dimension comes about. Type is scale,
// checklist or levels.
type KeyDimension struct {
	Title Said
	Items string // "Questions 1, 2 and 5"
	Rule  string // how it is counted
	Bands []KeyBand
}

// KeyBand is a part of a scale.
type KeyBand struct {
	Range string
	Text  Said
}

func (c *pageContext) paper(a *model.Assessment) AssessmentPaper {
	v := AssessmentPaper{said: map[string]bool{},
		Title: c.title(), Purpose: c.said("purpose"), NotForIs: c.message("selfcheck-start-not-for"), NotFor: c.said("not-for"), Date: c.message("selfcheck-paper-date"),
		Version: c.say("selfcheck-page-version", "Version", a.Version),
	}
	if c.forParticipants() {
		v.Fixed = append(v.Fixed, c.message("selfcheck-about-employer"), c.message("selfcheck-about-medical"))
	}
	v.Fixed = append(v.Fixed, c.message("selfcheck-about-selection"))
	v.Views = c.paperChoice("view", "views.", a.Views)
	v.Occasions = c.paperChoice("occasion", "occasions.", a.Occasions)
	number := itemNumbers(a)
	for i := range a.ItemPages {
		page := &a.ItemPages[i]
		path := "pages." + page.ID.Value
		p := PaperPage{ID: "paper-page-" + page.ID.Value, Title: c.said(path + ".title"), Text: c.said(path + ".text"), Question: c.said(path + ".question")}
		if p.Question.HTML == "" && slices.ContainsFunc(page.Items, func(it model.Item) bool { return it.Type != score.Text }) {
			p.Question = c.said("question")
		}
		for j := range page.Items {
			p.Items = append(p.Items, c.paperItem(a, &page.Items[j], number))
		}
		v.Pages = append(v.Pages, p)
	}
	v.Key = c.paperKey(a, number)
	v.print(v.Title, v.Purpose, v.NotFor)
	for _, choice := range []*PaperChoice{v.Views, v.Occasions} {
		if choice != nil {
			v.print(choice.Options...)
		}
	}
	for _, p := range v.Pages {
		v.print(p.Title, p.Text, p.Question)
		for _, it := range p.Items {
			v.print(it.Label, it.Help)
			if it.When != nil {
				v.print(*it.When)
			}
		}
	}
	for _, d := range v.Key.Dimensions {
		v.print(d.Title)
		for _, b := range d.Bands {
			v.print(b.Text)
		}
	}
	return v
}

// title is the title of the page, with that in the source language.
func (c *pageContext) title() Said {
	s := Said{Text: escaped(c.edition.Title), Word: "title"}
	if src := c.site.Source; src != c.text {
		e := c.page.Editions[src.Index]
		s.Beside = inLanguage(e.Text, e.Title)
	}
	return s
}

func (c *pageContext) paperChoice(name, path string, ids []model.ID) *PaperChoice {
	if len(ids) == 0 {
		return nil
	}
	v := &PaperChoice{Name: "paper-" + name, Title: c.message("selfcheck-start-" + name)}
	for _, id := range ids {
		v.Options = append(v.Options, c.said(path+id.Value))
	}
	return v
}

func (c *pageContext) paperItem(a *model.Assessment, it *model.Item, number map[string]int) PaperItem {
	v := PaperItem{ID: it.ID.Value, Number: number[it.ID.Value], Type: it.Type, Control: "radio", Or: c.message("selfcheck-items-or"),
		Label: c.said("items." + it.ID.Value), Help: c.said("items-help." + it.ID.Value), Picture: c.picture(it.Picture)}
	if it.Type == score.Multi {
		v.Control = "checkbox"
	}
	if len(it.When) > 0 {
		when := Said{Text: escaped(condition(a, it, number, c.text, c.edition.Words)), Word: whenWord(it.ID.Value)}
		if src := c.site.Source; src != c.text {
			when.Beside = inLanguage(src, condition(a, it, number, src, c.page.Editions[src.Index].Words))
		}
		v.When = &when
	}
	for _, l := range c.site.Languages {
		if name, ok := it.Audio[string(l.Tag)]; ok {
			if src := c.audio(name); src != "" {
				v.Audio = append(v.Audio, ItemAudio{Tag: string(l.Tag), Lang: l.Tag.HTML(), Source: src,
					Label: c.say("selfcheck-page-audio", "Number", v.Number, "Language", l.Tag)})
			}
		}
	}
	if set := a.OptionSet(it.Options.Value); set != nil {
		for _, o := range set.Options {
			v.Options = append(v.Options, c.said(optionWord(set.ID.Value, o.ID.Value)))
		}
		for _, id := range set.Apart {
			v.Apart = append(v.Apart, c.message("selfcheck-apart-"+id.Value))
		}
	}
	return v
}

func optionWord(set, option string) string { return "options." + set + "." + option }

// whenWord is the path of the sentence that says on what an item depends. No
// file has it: it is made of the words of the answers.
func whenWord(item string) string { return "when." + item }

// condition says in words when an item is answered: "Answer only if you chose
// “yes” in question 3."
func condition(a *model.Assessment, it *model.Item, number map[string]int, l *site.Language, words *site.Words) string {
	var sentences []string
	for _, cond := range it.When {
		set := a.Item(cond.Item.Value).Options.Value
		answers := ""
		for i, is := range cond.Is {
			answer := words.Plain(optionWord(set, is.Value))
			if i > 0 {
				answer = l.Locale.Text("selfcheck-page-or", "Left", answers, "Right", answer)
			}
			answers = answer
		}
		sentences = append(sentences, l.Locale.Text("selfcheck-page-when", "Answer", answers, "Number", number[cond.Item.Value]))
	}
	return strings.Join(sentences, " ")
}

// itemNumbers are the numbers of the items on paper, by id.
func itemNumbers(a *model.Assessment) map[string]int {
	number := map[string]int{}
	for i, it := range a.Items() {
		number[it.ID.Value] = i + 1
	}
	return number
}

// paperKey is how results are counted, in the language of the page.
func (c *pageContext) paperKey(a *model.Assessment, number map[string]int) PaperKey {
	in := a.Instrument()
	var key PaperKey
	questions := func(message string, has func(*score.Item) bool) string {
		var numbers []string
		for i := range in.Items {
			if has(&in.Items[i]) {
				numbers = append(numbers, strconv.Itoa(number[in.Items[i].ID]))
			}
		}
		if len(numbers) == 0 {
			return ""
		}
		return c.count(message, len(numbers), "Numbers", c.list(numbers))
	}
	scales := 0
	scored := map[string]bool{}
	for i := range in.Dimensions {
		d := &in.Dimensions[i]
		v := KeyDimension{Title: c.keyWord("dimensions." + d.ID + ".title"), Items: questions("selfcheck-page-questions", func(it *score.Item) bool { return it.Dimension == d.ID })}
		switch d.Type {
		case score.Scale:
			scales++
			lowest, highest := 0, 0
			for j := range in.Items {
				if it := &in.Items[j]; it.Dimension == d.ID {
					scored[it.Set] = true
					lowest, highest = in.OptionSet(it.Set).Range()
				}
			}
			v.Rule = c.count("selfcheck-page-scale", d.MinAnswered, "Formula", formula(lowest, highest))
		case score.Checklist:
			v.Rule = c.say("selfcheck-page-checklist", "Answers", c.doneAnswers(in, d))
		case score.Levels:
			v.Rule = c.say("selfcheck-page-levels")
		}
		for _, b := range d.Bands {
			v.Bands = append(v.Bands, KeyBand{Range: c.say("number-range", "From", b.From, "To", b.To), Text: c.keyWord("dimensions." + d.ID + ".bands." + b.ID)})
		}
		key.Dimensions = append(key.Dimensions, v)
	}
	for i := range in.Sets {
		if !scored[in.Sets[i].ID] {
			continue
		}
		var set KeySet
		for _, o := range in.Sets[i].Options {
			set.Options = append(set.Options, KeyOption{Label: c.word(optionWord(in.Sets[i].ID, o.ID)), Value: o.Value})
		}
		key.Sets = append(key.Sets, set)
	}
	key.Reversed = questions("selfcheck-page-reversed", func(it *score.Item) bool { return it.Reverse })
	if scales > 1 && in.FlatSpread > 0 {
		key.Flat = c.count("selfcheck-page-flat", in.FlatSpread)
	}
	return key
}

// keyWord is a word of the key, which is in one language.
func (c *pageContext) keyWord(path string) Said { return Said{Text: c.word(path), Word: path} }

// formula is how a scale is counted from the sum s of n answers; see
// score.Instrument.Score. It runs from left to right in every language.
func formula(lowest, highest int) string {
	sum := "s"
	switch lowest {
	case 0:
	case 1:
		sum = "(s − n)"
	default:
		sum = "(s − " + strconv.Itoa(lowest) + " × n)"
	}
	by := "n"
	if span := highest - lowest; span != 1 {
		by = "(" + strconv.Itoa(span) + " × n)"
	}
	const isolate, end = "\u2066", "\u2069" // left-to-right isolate
	return isolate + "100 × " + sum + " ÷ " + by + end
}

// doneAnswers are the answers that mean "in place" in a checklist.
func (c *pageContext) doneAnswers(in *score.Instrument, d *score.Dimension) string {
	var answers []string
	seen := map[string]bool{}
	for i := range in.Items {
		it := &in.Items[i]
		if it.Dimension != d.ID {
			continue
		}
		for _, done := range d.Done {
			path := optionWord(it.Set, done)
			if text := c.plain(path); text != "" && !seen[text] {
				seen[text] = true
				answers = append(answers, text)
			}
		}
	}
	return c.list(answers)
}
