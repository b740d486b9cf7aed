package source

import (
	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
)

// Meta is page.yaml: what is the same in every language. Everything is
// optional.
type Meta struct {
	Pos diag.Pos `yaml:"-"`

	Kind     decode.At[string]   `yaml:"kind" doc:"The kind of the definition; without one the page is plain text."`
	Order    *float64            `yaml:"order" doc:"The page's place among its siblings, lowest first; pages without one come last, by id."`
	Audience []decode.At[string] `yaml:"audience" doc:"For whom the page is: ids of audiences in site.yaml."`
	Minutes  int                 `yaml:"minutes" check:"min=1,max=600" doc:"How long reading takes, in minutes."`
	Aliases  []decode.At[string] `yaml:"aliases" doc:"Old ids of the page; they lead here, and what stood below them to what stands below the page."`
	Contacts []decode.At[string] `yaml:"contacts" doc:"What of site.yaml is shown below the text: publisher, controller, accessibility, feedback."`
	Sources  []Reference         `yaml:"sources" doc:"What this page and the pages below it may cite."`
	// Definition is left to the model of its kind.
	Definition *decode.Node `yaml:"definition" doc:"The structure of the page's kind."`
}

// Reference is a source of facts that a text may cite with [@id].
type Reference struct {
	Pos       diag.Pos     `yaml:"-"`
	ID        string       `yaml:"id,required" check:"id" doc:"The id used in citations."`
	Title     string       `yaml:"title,required" doc:"The title, as the source calls itself."`
	Publisher string       `yaml:"publisher" doc:"Who publishes it."`
	Lang      string       `yaml:"lang" doc:"The language of the source; without it the site's source language."`
	URL       string       `yaml:"url" check:"url" doc:"Where it is found."`
	Checked   decode.Date  `yaml:"checked,required" doc:"The day somebody last read it and held the text against it."`
	ReviewBy  *decode.Date `yaml:"review-by" doc:"The day after which the fact may have changed."`
	Legal     bool         `yaml:"legal" doc:"It is about law, permits, benefits or licences."`
}
