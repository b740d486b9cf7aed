package translate

import (
	"slices"
	"strings"

	"opas/cmd/opas/internal/site"
)

// A Difference is a piece of the source text that has changed since a
// translation was made from it.
type Difference struct {
	ID      string
	Heading string // under which it stands
	Kind    string
	Key     string // path of words, "" in the text of a page
	Was     string // "" if it is new
	Now     string // "" if it is gone
}

// Differences returns what has changed in the source of a file since its
// translation was made, in the order of the text. unknown are the ids of units
// that have changed, but nobody knows how: without a history that is all that
// can be told. Of the text of a page, where one stamp stands for all, it is
// then "".
func (f *File) Differences() (list []Difference, unknown []string) {
	if f.Words {
		for _, units := range byKey(f.Units) {
			if units[0].State == site.Current && !openAny(units) || units[0].Target == nil {
				continue
			}
			var was []*Unit
			for _, u := range f.was {
				if u.Key == units[0].Key {
					was = append(was, u)
				}
			}
			switch {
			case was != nil:
				list = append(list, compare(was, units)...)
			case openAny(units):
				unknown = append(unknown, units[0].Key)
			}
		}
		return list, unknown
	}
	if f.known {
		return compare(f.was, f.Units), nil
	}
	for _, u := range f.Units {
		if u.State == site.Stale {
			return nil, []string{""}
		}
	}
	return nil, nil
}

func openAny(units []*Unit) bool {
	for _, u := range units {
		if u.State == site.Stale {
			return true
		}
	}
	return false
}

// compare returns what differs in two versions of a text.
func compare(was, now []*Unit) []Difference {
	pairs, same := versions(was, now)
	var list []Difference
	i, j := 0, 0
	for _, p := range append(pairs, [2]int{len(was), len(now)}) {
		for ; i < p[0]; i++ {
			list = append(list, difference(was[i], nil))
		}
		for ; j < p[1]; j++ {
			list = append(list, difference(nil, now[j]))
		}
		if i < len(was) && !same[j] {
			list = append(list, difference(was[i], now[j]))
		}
		i, j = p[0]+1, p[1]+1
	}
	return list
}

func difference(was, now *Unit) Difference {
	var d Difference
	for _, u := range []*Unit{was, now} {
		if u != nil {
			d.ID, d.Heading, d.Kind, d.Key = u.ID, u.Heading, u.Kind, u.Key
		}
	}
	if was != nil {
		d.Was = was.Source.readable()
	}
	if now != nil {
		d.Now = now.Source.readable()
	}
	return d
}

// readable is a text with the citations and without other codes.
func (t Text) readable() string {
	var b strings.Builder
	for _, p := range t {
		if p.Kind == Words || p.Kind == Single && !strings.HasPrefix(p.Data, "\\") {
			b.WriteString(p.Data)
		} else if p.Kind == Single {
			b.WriteByte(' ')
		}
	}
	return oneSpace(b.String())
}

// A Span is a part of a text that was taken out (-1), put in (1) or is the
// same (0).
type Span struct {
	Sign int
	Text string
}

// Spans compares two texts word by word.
func Spans(was, now string) []Span {
	a, b := strings.Fields(was), strings.Fields(now)
	pairs := append(common(len(a), len(b), func(i, j int) bool { return a[i] == b[j] }), [2]int{len(a), len(b)})
	var spans []Span
	add := func(sign int, words []string) {
		if len(words) > 0 {
			spans = append(spans, Span{sign, strings.Join(words, " ")})
		}
	}
	i, j := 0, 0
	var same []string
	for _, p := range pairs {
		if p[0] > i || p[1] > j || p[0] == len(a) {
			add(0, same)
			same = nil
			add(-1, a[i:p[0]])
			add(1, b[j:p[1]])
		}
		if p[0] < len(a) {
			same = append(same, a[p[0]])
		}
		i, j = p[0]+1, p[1]+1
	}
	add(0, same)
	return spans
}

// Name says where a difference stands.
func (d Difference) Name() string {
	switch {
	case d.Was == "":
		return d.what() + " (new)"
	case d.Now == "":
		return d.what() + " (gone)"
	}
	return d.what()
}

// what is the key of words, else the kind of the piece.
func (d Difference) what() string {
	if d.Key != "" {
		return d.Key
	}
	return d.Kind
}

// ID is that of the file's page, "i18n" for messages.
func (f *File) ID() string {
	if f.messages {
		return "i18n"
	}
	return f.Page.ID
}

// Translated reports whether there is a translation.
func (f *File) Translated() bool { return f.target != nil }

// Untracked reports whether nobody knows what a part of the translation was
// made from.
func (f *File) Untracked() bool {
	return slices.ContainsFunc(f.Units, func(u *Unit) bool { return u.State == site.Untracked })
}

// MissingKeys are the words that have no translation.
func (f *File) MissingKeys() []string {
	var keys []string
	for _, u := range f.Units {
		if u.Key != "" && u.State == site.Missing && !slices.Contains(keys, u.Key) {
			keys = append(keys, u.Key)
		}
	}
	return keys
}
