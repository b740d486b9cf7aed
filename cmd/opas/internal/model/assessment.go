package model

import (
	"maps"
	"slices"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/score"
)

// KindAssessment is the kind of a page with an Assessment.
const KindAssessment = "assessment"

// Assessment is one self-check: its items, what they add up to, and where the
// result leads. Package score computes results from its Instrument.
type Assessment struct {
	Pos diag.Pos `yaml:"-"`
	// ID is the instrument's own, kept with answers and in codes; it stays when
	// the page moves.
	ID ID `yaml:"id,required" check:"id" doc:"id of the self-check, unique in the site and never changed; words: purpose, not-for and question"`
	// Version is 1 to 255.
	Version int `yaml:"version,required" check:"min=1,max=255" doc:"raised when items or options change their meaning; answers of different versions are never compared"`
	// Validation is unvalidated, piloted or validated.
	Validation string `yaml:"validation,required" check:"enum=unvalidated|piloted|validated" doc:"how far it has been tried out; readers are told"`
	// Private is set if nothing of it may leave the page but on paper.
	Private bool `yaml:"private" doc:"true: never in codes, links or files"`
	// Views and Occasions are at most 7 each, for which a code has room.
	Views     []ID `yaml:"views" check:"id,max=7" doc:"whose views are asked for, such as mentee and mentor; words: views.<id>"`
	Occasions []ID `yaml:"occasions" check:"id,max=7" doc:"times at which it is taken, such as start and end; words: occasions.<id>"`
	// FlatSpread is 0 to 100; without a place it is left to the default.
	FlatSpread decode.At[int] `yaml:"flat-spread" check:"min=0,max=100" doc:"scales closer together than this are called even; 15 if left out"`
	// Reasons is lowest or empty: the answers that are given as the reason for
	// what the band of a scale leads to; without it the highest.
	Reasons string `yaml:"reasons" check:"enum=lowest" doc:"lowest: a result leads somewhere because of the lowest answers, as in a review; the highest if left out"`
	// Sheet is liked, done or empty.
	Sheet string `yaml:"sheet" check:"enum=liked|done" doc:"the heading of the first sheet under which its best rated items stand"`
	// Beside are ids of pages with an Assessment that has a Sheet.
	Beside      []ID         `yaml:"beside" doc:"ids of pages of self-checks with sheet: whose best rated items join the first sheet"`
	EntryLevels bool         `yaml:"entry-levels" doc:"true: the result compares levels with those that stages of the study path ask for"`
	Retired     []ID         `yaml:"retired" doc:"ids that may not come back: of an item, or of an option as set/option"`
	Sets        []OptionSet  `yaml:"options" doc:"sets of options, each shared by the items that name it"`
	ItemPages   []ItemPage   `yaml:"pages,required" doc:"pages of items in order"`
	Dimensions  []Dimension  `yaml:"dimensions" doc:"what the items are about; each has a result"`
	TestVectors []TestVector `yaml:"vectors" doc:"answers with the results they must have; run by every check and in the browser"`

	instrument *score.Instrument
}

// OptionSet is the answers that several items share.
type OptionSet struct {
	Pos     diag.Pos `yaml:"-"`
	ID      ID       `yaml:"id,required" check:"id" doc:"id of the set; words: options.<id>.<option>"`
	Options []Option `yaml:"options,required" doc:"the options in the order shown, the lowest value first"`
	// Apart are cannot-say and not-mine; their labels are messages.
	Apart []ID `yaml:"apart" check:"enum=cannot-say|not-mine" doc:"answers that count as missing and are shown apart"`
}

// Option is one answer of a set.
type Option struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the option; words: options.<set>.<id>"`
	// Value is 0 to 100.
	Value decode.At[int] `yaml:"value,required" check:"min=0,max=100" doc:"what it counts; ascending in the set"`
	// CEFR is A1 to C2, empty below A1 and for what is no level.
	CEFR  decode.At[string] `yaml:"cefr" check:"enum=A1|A2|B1|B2|C1|C2" doc:"the level of the CEFR that it is; none below A1"`
	Leads []ID              `yaml:"leads" doc:"where choosing it leads: page:<id>, occupation:<id>, stage:<id> or task:<id>"`
}

// ItemPage is a page of items.
type ItemPage struct {
	Pos   diag.Pos `yaml:"-"`
	ID    ID       `yaml:"id,required" check:"id" doc:"id of the page; words: pages.<id>.title, .text and .question"`
	Items []Item   `yaml:"items,required" doc:"its items in order"`
}

// Item is one question.
type Item struct {
	Pos  diag.Pos `yaml:"-"`
	ID   ID       `yaml:"id,required" check:"id" doc:"id of the item, unique in the self-check; words: items.<id> and items-help.<id>"`
	Type string   `yaml:"type,required" check:"enum=rating|choice|multi|level|text" doc:"rating: counts in a scale; choice: one option; multi: several; level: a level of the CEFR; text: own words, never scored"`
	// Options and Dimension are ids of a set and of a dimension, or empty.
	Options   ID              `yaml:"options" doc:"the set of options; every type but text has one"`
	Dimension ID              `yaml:"dimension" doc:"the dimension it belongs to"`
	Reverse   decode.At[bool] `yaml:"reverse" doc:"true: the highest answer counts as the lowest; for ratings"`
	When      []Condition     `yaml:"when" doc:"asked when all of these hold"`
	// Picture is the name of an SVG file beside the page, Audio are names of files
	// by language.
	Picture ID            `yaml:"picture" doc:"an svg file in the folder of the page"`
	Audio   map[string]ID `yaml:"audio" doc:"files in the folder of the page that speak the item, by language"`
	ESCO    ID            `yaml:"esco" doc:"address of the skill, occupation or field in ESCO"`
	Leads   []ID          `yaml:"leads" doc:"in a checklist: where it leads while it is not in place"`
}

// Condition is on the answer to an earlier item.
type Condition struct {
	Pos  diag.Pos `yaml:"-"`
	Item ID       `yaml:"item,required" doc:"an earlier item"`
	Is   []ID     `yaml:"is,required" doc:"its answer is one of these options; of a multi: holds one of them"`
}

// Dimension is what several items are about.
type Dimension struct {
	Pos diag.Pos `yaml:"-"`
	ID  ID       `yaml:"id,required" check:"id" doc:"id of the dimension; words: dimensions.<id>.title, .summary, .adviser and .bands.<band>"`
	// Type is scale, checklist or levels.
	Type string `yaml:"type,required" check:"enum=scale|checklist|levels" doc:"scale: a mean of ratings; checklist: what is in place and what is not, never a mean; levels: one by one, never a mean"`
	// MinAnswered and ChangeThreshold are left to their defaults where they have
	// no place.
	MinAnswered     decode.At[int] `yaml:"min-answered" check:"min=1,max=500" doc:"how many answers a scale needs; if left out more than half and at least 3, at most all"`
	ChangeThreshold decode.At[int] `yaml:"change-threshold" check:"min=1,max=100" doc:"a smaller change of a scale is about the same; 20 if left out"`
	ESCO            ID             `yaml:"esco" doc:"address of the skill, occupation or field in ESCO"`
	Bands           []Band         `yaml:"bands" doc:"parts of a scale from 0 to 100, the lowest first"`
	Done            []ID           `yaml:"done" doc:"the options that mean: in place, in a checklist"`
}

// Band is a part of a scale; both ends belong to it.
type Band struct {
	Pos   diag.Pos       `yaml:"-"`
	ID    ID             `yaml:"id,required" check:"id" doc:"id of the band; words: dimensions.<dimension>.bands.<id>"`
	From  decode.At[int] `yaml:"from,required" check:"min=0,max=100" doc:"the lowest score in it"`
	To    decode.At[int] `yaml:"to,required" check:"min=0,max=100" doc:"the highest score in it"`
	Leads []ID           `yaml:"leads" doc:"where a score in it leads: page:<id>, occupation:<id>, stage:<id> or task:<id>"`
}

// Defaults of a definition, in points of 100.
const (
	defaultFlatSpread      = 15
	defaultChangeThreshold = 20
)

// defaultView is the view of a self-check that names none.
const defaultView = "self"

// Kind implements Definition.
func (a *Assessment) Kind() string { return KindAssessment }

// Instrument returns the self-check as package score and the browser know it,
// with its hash. It is shared: nobody changes it.
func (a *Assessment) Instrument() *score.Instrument { return a.instrument }

// Items returns the items of all pages, in order.
func (a *Assessment) Items() []*Item {
	var items []*Item
	for i := range a.ItemPages {
		for j := range a.ItemPages[i].Items {
			items = append(items, &a.ItemPages[i].Items[j])
		}
	}
	return items
}

// Item returns the item with the id, or nil.
func (a *Assessment) Item(id string) *Item {
	for _, it := range a.Items() {
		if it.ID.Value == id {
			return it
		}
	}
	return nil
}

// Dimension returns the dimension with the id, or nil.
func (a *Assessment) Dimension(id string) *Dimension {
	for i := range a.Dimensions {
		if a.Dimensions[i].ID.Value == id {
			return &a.Dimensions[i]
		}
	}
	return nil
}

// OptionSet returns the option set with the id, or nil.
func (a *Assessment) OptionSet(id string) *OptionSet {
	for i := range a.Sets {
		if a.Sets[i].ID.Value == id {
			return &a.Sets[i]
		}
	}
	return nil
}

// DefaultMin returns how many answers the scale needs if its definition does
// not say.
func (a *Assessment) DefaultMin(dimension string) int {
	n := 0
	for _, it := range a.Items() {
		if it.Dimension.Value == dimension {
			n++
		}
	}
	return score.DefaultMin(n)
}

// Pictures returns the names of the picture files, which stand beside the page.
func (a *Assessment) Pictures() []ID {
	var names []ID
	for _, it := range a.Items() {
		names = referPages(names, it.Picture)
	}
	return names
}

// Audio returns the names of the audio files, which stand beside the page.
func (a *Assessment) Audio() []ID {
	var names []ID
	for _, it := range a.Items() {
		for _, lang := range slices.Sorted(maps.Keys(it.Audio)) {
			names = referPages(names, it.Audio[lang])
		}
	}
	return names
}

// Words implements Definition.
func (a *Assessment) Words() []Word {
	w := words{list: []Word{{Path: "purpose", Pos: a.ID.Pos}, {Path: "not-for", Pos: a.ID.Pos}}}
	// A self-check of choices alone may ask with each item.
	rates := slices.ContainsFunc(a.Items(), func(it *Item) bool { return it.Type == score.Rating })
	w.list = append(w.list, Word{Path: "question", Pos: a.ID.Pos, Optional: !rates})
	for i := range w.list {
		if w.list[i].Pos.Line == 0 {
			w.list[i].Pos = a.Pos
		}
	}
	w.addAll("views", a.Views)
	w.addAll("occasions", a.Occasions)
	for i := range a.Sets {
		if s := &a.Sets[i]; isID(s.ID.Value) {
			for _, o := range s.Options {
				w.add("options."+s.ID.Value, o.ID, "")
			}
		}
	}
	for i := range a.ItemPages {
		w.add("pages", a.ItemPages[i].ID, "title text? question?")
	}
	for _, it := range a.Items() {
		w.add("items", it.ID, "")
	}
	for _, it := range a.Items() {
		if isID(it.ID.Value) {
			w.list = append(w.list, Word{Path: "items-help." + it.ID.Value, Pos: it.ID.Pos, Optional: true})
		}
	}
	for i := range a.Dimensions {
		d := &a.Dimensions[i]
		w.add("dimensions", d.ID, "title summary? adviser?")
		if isID(d.ID.Value) {
			for _, b := range d.Bands {
				w.add("dimensions."+d.ID.Value+".bands", b.ID, "")
			}
		}
	}
	return w.list
}

// Pages implements Definition; a self-check is one page.
func (a *Assessment) Pages() []Page { return nil }

// PageRefs implements Definition: the pages to which it leads. That those beside
// it are self-checks, and so that they exist, is checked by CheckAll.
func (a *Assessment) PageRefs() []ID {
	var refs []ID
	for _, lead := range a.leads() {
		if kind, id, _ := strings.Cut(lead.Value, ":"); kind == "page" {
			refs = referPages(refs, ID{Value: id, Pos: lead.Pos})
		}
	}
	return refs
}

// leads returns all leads in the order of the file.
func (a *Assessment) leads() []ID {
	var leads []ID
	for i := range a.Sets {
		for _, o := range a.Sets[i].Options {
			leads = append(leads, o.Leads...)
		}
	}
	for _, it := range a.Items() {
		leads = append(leads, it.Leads...)
	}
	for i := range a.Dimensions {
		for _, b := range a.Dimensions[i].Bands {
			leads = append(leads, b.Leads...)
		}
	}
	return leads
}
