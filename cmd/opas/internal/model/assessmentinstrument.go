package model

import (
	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/score"
)

// index makes the instrument.
func (a *Assessment) index() {
	in := &score.Instrument{
		ID: a.ID.Value, Version: a.Version, Private: a.Private, Reasons: a.Reasons,
		Views: values(a.Views), Occasions: values(a.Occasions),
		FlatSpread: or(a.FlatSpread, defaultFlatSpread),
		Sets:       []score.OptionSet{}, Items: []score.Item{}, Dimensions: []score.Dimension{},
	}
	if len(in.Views) == 0 {
		in.Views = []string{defaultView}
	}
	for i := range a.Sets {
		in.Sets = append(in.Sets, a.Sets[i].scored())
	}
	for i := range a.ItemPages {
		p := &a.ItemPages[i]
		for j := range p.Items {
			in.Items = append(in.Items, p.Items[j].scored(p.ID.Value))
		}
	}
	for i := range a.Dimensions {
		d := a.Dimensions[i].scored()
		if d.Type == score.Scale && d.MinAnswered == 0 {
			d.MinAnswered = a.DefaultMin(d.ID)
		}
		in.Dimensions = append(in.Dimensions, d)
	}
	in.Hash = in.Fingerprint()
	a.instrument = in
}

func (s *OptionSet) scored() score.OptionSet {
	set := score.OptionSet{ID: s.ID.Value, Options: []score.Option{}, Apart: values(s.Apart)}
	for _, o := range s.Options {
		set.Options = append(set.Options, score.Option{
			ID: o.ID.Value, Value: o.Value.Value, CEFR: o.CEFR.Value, Leads: values(o.Leads),
		})
	}
	return set
}

func (it *Item) scored(page string) score.Item {
	item := score.Item{
		ID: it.ID.Value, Type: it.Type, Page: page, Set: it.Options.Value, Dimension: it.Dimension.Value,
		Reverse: it.Reverse.Value, Leads: values(it.Leads), ESCO: it.ESCO.Value,
	}
	for _, c := range it.When {
		item.When = append(item.When, score.Condition{Item: c.Item.Value, Is: values(c.Is)})
	}
	return item
}

func (d *Dimension) scored() score.Dimension {
	scored := score.Dimension{ID: d.ID.Value, Type: d.Type, Bands: []score.Band{}, Done: values(d.Done)}
	if d.Type == score.Scale {
		scored.MinAnswered = d.MinAnswered.Value
		scored.ChangeThreshold = or(d.ChangeThreshold, defaultChangeThreshold)
	}
	for _, b := range d.Bands {
		scored.Bands = append(scored.Bands, score.Band{
			ID: b.ID.Value, From: b.From.Value, To: b.To.Value, Leads: values(b.Leads),
		})
	}
	return scored
}

// values returns the ids without their places, never nil.
func values(ids []ID) []string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = id.Value
	}
	return list
}

// or returns the number, or the default if it is not written.
func or(n decode.At[int], otherwise int) int {
	if n.Pos.Line == 0 {
		return otherwise
	}
	return n.Value
}
