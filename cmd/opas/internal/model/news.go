package model

import "opas/cmd/opas/internal/diag"

// KindNews is the kind of a page whose folders below it are news.
const KindNews = "news"

// News is a page that lists news, the newest first. Every folder below it is
// one item, and its name says the day: 2026-11-22-new-chapters. Package site
// reads the days; the definition says only what becomes of the list.
type News struct {
	// Home is how many of the newest stand on the home page, nil for HomeNews.
	Home *int `yaml:"home" check:"min=0,max=10" doc:"how many of the newest items stand on the home page; 3 if not given"`
}

// HomeNews is how many items stand on the home page if nothing else is said.
const HomeNews = 3

// Kind implements Definition.
func (n *News) Kind() string { return KindNews }

// OnHome returns how many of the newest items stand on the home page.
func (n *News) OnHome() int {
	if n.Home == nil {
		return HomeNews
	}
	return *n.Home
}

// Words implements Definition; news have no words beside their texts.
func (n *News) Words() []Word { return nil }

// Pages implements Definition; the items are folders.
func (n *News) Pages() []Page { return nil }

// PageRefs implements Definition.
func (n *News) PageRefs() []ID { return nil }

func (n *News) index() {}

func (n *News) check(*diag.List) {}
