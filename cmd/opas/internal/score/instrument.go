// Package score computes what the answers to a self-check amount to. The pages
// do the same in the reader's browser (assets/assessment); the same test vectors
// run in both, and both arrive at the same bits.
//
// An Instrument is a self-check without words. Path says which of its items are
// asked, given some answers; Score gives the Result: scales, checklists, levels,
// the profile, and where it all leads. Change and Distances compare two times
// and two views. Scales and Reachable tell which results there can be at all.
//
// # Where the formulas come from
//
// A scale is the mean of the answered items after reversing, stretched over 0 to
// 100: 100·(mean−min)/(max−min), with min+max−x for a reversed x. The mean and
// not the sum, so that an item left open does not lower the result: the scoring
// of scales of the SF-36 (Ware & Sherbourne 1992) and of many since. The value
// keeps its full precision and is rounded once, half up, to be shown.
//
// A scale needs enough answers. The half rule of the SF-36, no result with half
// or more missing, is held more strictly: more than half, and at least three
// (compare "at least 4 answered" of PROMIS), unless the definition sets another
// number. "Cannot say" and "does not concern me" are missing answers, counted
// apart. What is missing is never taken for 0, never guessed and never NaN.
//
// A list of unlike things is no scale (Kykyviisari's "Everyday life" did not fit
// one: PLOS ONE 10.1371/journal.pone.0300182), so a checklist counts and is
// never averaged; neither are levels of the CEFR.
//
// Two results of a scale differ when they lie further apart than its threshold:
// with a standard deviation of 20 and a test-retest correlation of .80 the
// smallest detectable change, 1.96·√2·SEM, is 25 points of 100, with .90 it is
// 17.5; hence the usual 20. Two raters are two views, so Distances ranks what to
// talk about and says nothing of who is right.
//
// This package reads nothing, keeps nothing, and knows no words and no language.
// It is safe on an instrument that is wrong; only one that is right has results
// with a meaning.
package score

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Instrument is a self-check without words, the same in every language. Its
// JSON is the interface Instrument of assets/assessment/instrument.ts.
type Instrument struct {
	ID string `json:"id"`
	// Version is 1 to 255. Answers of different versions are never compared.
	Version int `json:"version"`
	// Hash is of everything that gives an answer its place: 8 hexadecimal digits.
	Hash string `json:"hash"`
	// Reasons is "lowest" if what a band leads to has the lowest answers as its
	// reason; otherwise it is the highest.
	Reasons string `json:"reasons,omitempty"`
	// Private is set if nothing of it may leave the page but on paper.
	Private bool `json:"private"`
	// Views are those it asks for, such as mentee and mentor: one or more.
	Views []string `json:"views"`
	// Occasions are times at which it is taken, such as start and end; none: any time.
	Occasions []string `json:"occasions"`
	// FlatSpread is 0 to 100: scales closer together than this are a flat profile.
	FlatSpread int         `json:"flatSpread"`
	Sets       []OptionSet `json:"sets"`
	Items      []Item      `json:"items"`
	Dimensions []Dimension `json:"dimensions"`
}

// OptionSet is the answers that several items share.
type OptionSet struct {
	ID string `json:"id"`
	// Options are in the order shown, the lowest value first.
	Options []Option `json:"options"`
	// Apart are CannotSay and NotMine, as far as the set has them.
	Apart []string `json:"apart"`
}

// Answers that stand apart from the options and count as missing.
const (
	CannotSay = "cannot-say"
	NotMine   = "not-mine"
)

// Option is one answer of an OptionSet.
type Option struct {
	ID    string `json:"id"`
	Value int    `json:"value"`
	// CEFR is A1 to C2 in a set of levels, and "" below A1.
	CEFR string `json:"cefr,omitempty"`
	// Leads are where choosing it leads: "page:…", "occupation:…", "stage:…", "task:…".
	Leads []string `json:"leads,omitempty"`
}

// Types of an Item.
const (
	Rating = "rating"
	Choice = "choice"
	Multi  = "multi"
	Level  = "level"
	Text   = "text"
)

// Item is one question.
type Item struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	// Page is the id of the page of the definition on which it stands.
	Page string `json:"page"`
	// Set is the id of its option set, "" for a text.
	Set string `json:"set"`
	// Dimension is the id of the dimension it belongs to, or "".
	Dimension string `json:"dimension"`
	Reverse   bool   `json:"reverse,omitempty"`
	// When are conditions on earlier items; it is asked when all hold.
	When []Condition `json:"when,omitempty"`
	// Leads are where an item of a checklist leads while it is not in place.
	Leads []string `json:"leads,omitempty"`
	ESCO  string   `json:"esco,omitempty"`
}

// Condition holds when the item is on the path and its answer is one of the
// options, or for a multi holds one of them.
type Condition struct {
	Item string   `json:"item"`
	Is   []string `json:"is"`
}

// Types of a Dimension.
const (
	Scale     = "scale"
	Checklist = "checklist"
	Levels    = "levels"
)

// Dimension is what several items are about.
type Dimension struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	// MinAnswered is how many answers the result of a scale needs.
	MinAnswered int `json:"minAnswered"`
	// ChangeThreshold is 0 to 100: a smaller change of a scale is about the same.
	ChangeThreshold int `json:"changeThreshold"`
	// Bands of a scale go from 0 to 100 without gaps, the lowest first.
	Bands []Band `json:"bands"`
	// Done are the options that mean "in place" in a checklist.
	Done []string `json:"done"`
}

// Band is a part of a scale. From and To are whole points, both included.
type Band struct {
	ID    string   `json:"id"`
	From  int      `json:"from"`
	To    int      `json:"to"`
	Leads []string `json:"leads"`
}

// DefaultMin is how many of n items the result of a scale needs when its
// definition does not say: more than half and at least three, at most all.
func DefaultMin(n int) int { return min(n, max(3, n/2+1)) }

// Item returns the item with the id, or nil.
func (in *Instrument) Item(id string) *Item {
	for i := range in.Items {
		if in.Items[i].ID == id {
			return &in.Items[i]
		}
	}
	return nil
}

// OptionSet returns the option set with the id, or nil.
func (in *Instrument) OptionSet(id string) *OptionSet {
	for i := range in.Sets {
		if in.Sets[i].ID == id {
			return &in.Sets[i]
		}
	}
	return nil
}

// ItemsOf returns the items of a dimension, in order.
func (in *Instrument) ItemsOf(dimension string) []*Item {
	var items []*Item
	for i := range in.Items {
		if in.Items[i].Dimension == dimension {
			items = append(items, &in.Items[i])
		}
	}
	return items
}

// Index returns the place of an option in the set, or -1.
func (s *OptionSet) Index(option string) int {
	if s != nil {
		for i := range s.Options {
			if s.Options[i].ID == option {
				return i
			}
		}
	}
	return -1
}

// Range returns the lowest and the highest value of the set, 0 and 0 if it has
// no options.
func (s *OptionSet) Range() (lowest, highest int) {
	if s == nil || len(s.Options) == 0 {
		return 0, 0
	}
	lowest, highest = s.Options[0].Value, s.Options[0].Value
	for _, o := range s.Options {
		lowest, highest = min(lowest, o.Value), max(highest, o.Value)
	}
	return lowest, highest
}

// Fingerprint computes the Hash of the instrument: the first 8 hexadecimal
// digits of the SHA-256 of a line for each thing that gives an answer its place
// or its value. Words, bands and places to go may change without changing it.
func (in *Instrument) Fingerprint() string {
	var b strings.Builder
	line := func(parts ...any) { fmt.Fprintln(&b, parts...) }
	line("instrument", in.ID, in.Version)
	for _, v := range in.Views {
		line("view", v)
	}
	for _, o := range in.Occasions {
		line("occasion", o)
	}
	for i := range in.Items {
		it := &in.Items[i]
		line("item", it.ID, it.Type, it.Reverse, it.Dimension)
		set := in.OptionSet(it.Set)
		if set == nil {
			continue
		}
		for _, o := range set.Options {
			line("option", o.ID, o.Value)
		}
		for _, a := range set.Apart {
			line("apart", a)
		}
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:4])
}
