package score

import (
	"cmp"
	"slices"
)

// What Change says. Never "better": what changed may be the ruler, not the person.
const (
	Same   = "same"
	Higher = "higher"
	Lower  = "lower"
)

// Change compares two scores of a scale, the earlier first. It goes by the whole
// points that readers see: what looks like the threshold is the threshold.
func (d *Dimension) Change(before, after int) string {
	switch diff := after - before; {
	case diff < 0 && -diff >= d.ChangeThreshold:
		return Lower
	case diff > 0 && diff >= d.ChangeThreshold:
		return Higher
	}
	return Same
}

// Distance is how far apart two views of an item are: 0 is the same answer, 1
// the two ends of its options.
type Distance struct {
	Item     string  `json:"item"`
	Distance float64 `json:"distance"`
}

// Distances compares two views of the ratings and levels, the furthest apart
// first and in the order of the items where they are equal. An item counts if it
// is on both paths and both answered it with an option.
func (in *Instrument) Distances(a, b Answers) []Distance {
	pathB := in.Path(b)
	list := []Distance{}
	for _, it := range in.Path(a) {
		set := in.OptionSet(it.Set)
		i, j := set.Index(a[it.ID].One), set.Index(b[it.ID].One)
		if it.Type != Rating && it.Type != Level || i < 0 || j < 0 || len(set.Options) < 2 || !slices.Contains(pathB, it) {
			continue
		}
		list = append(list, Distance{it.ID, float64(max(i-j, j-i)) / float64(len(set.Options)-1)})
	}
	slices.SortStableFunc(list, func(x, y Distance) int { return cmp.Compare(y.Distance, x.Distance) })
	return list
}
