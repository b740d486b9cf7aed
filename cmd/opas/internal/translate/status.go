package translate

import (
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// A Tally counts texts by their state. A text is the prose of a page or one of
// the words of a definition.
type Tally struct {
	Texts     int `json:"texts"` // in the source language; orphans are none of them
	Current   int `json:"current"`
	Stale     int `json:"stale"`
	Missing   int `json:"missing"`
	Untracked int `json:"untracked"`
	Orphan    int `json:"orphan"`
	Drafts    int `json:"drafts"`
	// Words are those of the source texts, CurrentWords those of them whose
	// translation is current.
	Words        int `json:"words"`
	CurrentWords int `json:"currentWords"`
}

func (t *Tally) add(state site.Translation, words int, draft bool) {
	if state == site.Orphan {
		t.Orphan++
		return
	}
	t.Texts++
	t.Words += words
	switch state {
	case site.Current:
		t.Current++
		t.CurrentWords += words
	case site.Stale:
		t.Stale++
	case site.Missing:
		t.Missing++
	case site.Untracked:
		t.Untracked++
	}
	if draft {
		t.Drafts++
	}
}

// Share is the part of the source's words whose translation is current, in
// percent, rounded down: 100 means all.
func (t Tally) Share() int {
	if t.Words == 0 {
		return 100
	}
	return t.CurrentWords * 100 / t.Words
}

// LanguageStatus is how far one language is.
type LanguageStatus struct {
	Lang     lang.Tag        `json:"lang"`
	All      Tally           `json:"all"`
	Sections []SectionStatus `json:"sections"` // in reading order, then interface and site.yaml
	Pages    []PageStatus    `json:"pages"`    // with something to do, in reading order
}

// SectionStatus is how far a language is in one section of the site.
type SectionStatus struct {
	// ID is the page at the section's head, "" the home page; or "interface",
	// the messages of i18n, and "site.yaml", the texts there.
	ID    string `json:"id"`
	Title string `json:"title"` // in the source language
	Tally
}

// PageStatus is a page with something to do.
type PageStatus struct {
	ID string `json:"id"`
	Tally
}

// Status says how far the languages of the site are, all but its source
// language. It needs no history.
func Status(s *site.Site, catalog *lang.Catalog) []LanguageStatus {
	var all []LanguageStatus
	for _, l := range s.Languages {
		if l == s.Source {
			continue
		}
		status := LanguageStatus{Lang: l.Tag}
		sections := map[*site.Page]int{}
		for _, t := range s.Translations() {
			head := t.Page.Section()
			i, ok := sections[head]
			if !ok {
				i = len(status.Sections)
				sections[head] = i
				status.Sections = append(status.Sections, SectionStatus{ID: head.ID, Title: head.Editions[s.Source.Index].Title})
			}
			in := t.In[l.Index]
			if in.State == site.NotTranslated {
				continue
			}
			status.Sections[i].add(in.State, t.Words, in.Draft)
			status.All.add(in.State, t.Words, in.Draft)
			if n := len(status.Pages); n == 0 || status.Pages[n-1].ID != t.Page.ID {
				status.Pages = append(status.Pages, PageStatus{ID: t.Page.ID})
			}
			status.Pages[len(status.Pages)-1].add(in.State, t.Words, in.Draft)
		}
		status.Sections = append(status.Sections, messages(catalog, l.Tag), siteTexts(s, l.Tag))
		var busy []PageStatus
		for _, p := range status.Pages {
			if p.Current < p.Texts || p.Orphan > 0 {
				busy = append(busy, p)
			}
		}
		status.Pages = busy
		all = append(all, status)
	}
	return all
}

// messages counts the messages of the interface.
func messages(catalog *lang.Catalog, tag lang.Tag) SectionStatus {
	status := SectionStatus{ID: "interface", Title: "i18n/" + string(tag) + ".yaml"}
	missing := len(catalog.Untranslated(tag))
	for i := range len(catalog.IDs()) {
		state := site.Current
		if i < missing {
			state = site.Missing
		}
		status.add(state, 1, false)
	}
	return status
}

// siteTexts counts the texts of site.yaml.
func siteTexts(s *site.Site, tag lang.Tag) SectionStatus {
	status := SectionStatus{ID: "site.yaml", Title: source.ConfigFile}
	for _, t := range s.Config.Texts() {
		original, _ := t.In([]lang.Tag{s.Source.Tag})
		if original == "" {
			continue
		}
		state := site.Current
		if text, _ := t.In([]lang.Tag{tag}); text == "" {
			state = site.Missing
		}
		status.add(state, 1, false)
	}
	return status
}
