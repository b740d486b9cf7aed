package render

import (
	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/site"
)

// ScopePage is for "kinds/scope.html": who may do what, with a card for each role.
type ScopePage struct {
	*Page
	Speech
	Scope ScopeView
}

// ScopeView is a scope of practice, on its page and in a book.
type ScopeView struct {
	Speech
	Lang  string // of the main part, for a book in which a chapter may be in another one
	Dir   string
	Tasks []Text
	Cards []ScopeCard
}

// ScopeCard is what one role is told.
type ScopeCard struct {
	ID      string // of its heading
	Role    Named
	Summary Text
	Answers []ScopeAnswer // in the order of the tasks
	Groups  []ScopeGroup  // the same in full by answer, "may" first
	Read    []Link
}

// ScopeAnswer is the short answer to one task.
type ScopeAnswer struct {
	Answer string // its class: may, with-permission, may-not, ask
	Short  string // "No"
}

// ScopeGroup are the tasks with one answer.
type ScopeGroup struct {
	Answer string // its class
	Title  string
	Lines  []ScopeLine
}

// ScopeLine is what a role is told about one task.
type ScopeLine struct {
	Task Text
	Text Text
}

// ScopeCardPage is for "kinds/card.html".
type ScopeCardPage struct {
	*Page
	Speech
	Card ScopeCard
	All  Link
}

func scopeOfPractice(c *pageContext, p *Page) any {
	p.Wide = true
	p.before(TocItem{ID: "model-cards", Text: c.say("scope-cards")})
	return &ScopePage{Page: p, Speech: Speech{c}, Scope: c.scope(c.page, "")}
}

// scope is the scope of practice of a page; its ids begin with prefix.
func (c *pageContext) scope(page *site.Page, prefix string) ScopeView {
	s := page.Definition.(*model.Scope)
	words := page.Editions[c.reader.Index].Words
	v := ScopeView{Speech: Speech{c}, Lang: c.text.Tag.HTML(), Dir: c.dir()}
	for _, task := range s.Tasks {
		v.Tasks = append(v.Tasks, c.wordOf(words, "tasks."+task.Value))
	}
	for i := range s.Roles {
		card := c.card(page, &s.Roles[i], words)
		card.ID = prefix + "card-" + s.Roles[i].ID.Value
		v.Cards = append(v.Cards, card)
	}
	return v
}

func scopeCard(c *pageContext, p *Page) any {
	s := c.owner().Definition.(*model.Scope)
	role := s.Role(c.subject())
	v := &ScopeCardPage{Page: p, Speech: Speech{c}, Card: c.card(c.owner(), role, c.edition.Words), All: c.link(c.owner())}
	p.Lead = v.Card.Summary.inline()
	return v
}

// card is what a role of a scope of practice is told.
func (c *pageContext) card(page *site.Page, role *model.Role, words *site.Words) ScopeCard {
	s := page.Definition.(*model.Scope)
	id := role.ID.Value
	card := ScopeCard{Role: Named{Name: c.wordOf(words, "roles."+id+".title")}, Summary: c.wordOf(words, "roles."+id+".summary"), Read: c.pageLinks(role.Pages)}
	if p := c.site.Page(page.ID + "/card-" + id); p != nil {
		card.Role.Href = c.href(p)
	}
	for _, task := range s.Tasks {
		answer := s.Limit(id, task.Value).Answer
		card.Answers = append(card.Answers, ScopeAnswer{Answer: answer, Short: c.say("scope-" + answer + "-short")})
	}
	for _, answer := range model.Answers() {
		group := ScopeGroup{Answer: answer, Title: c.say("scope-" + answer)}
		for _, task := range s.Tasks {
			if s.Limit(id, task.Value).Answer == answer {
				group.Lines = append(group.Lines, ScopeLine{Task: c.wordOf(words, "tasks."+task.Value), Text: c.wordOf(words, "limits."+id+"."+task.Value)})
			}
		}
		if len(group.Lines) > 0 {
			card.Groups = append(card.Groups, group)
		}
	}
	return card
}
