package search

import "strings"

// A span is a part of a form, in bytes.
type span struct{ start, end, level int }

// compounds knows where forms split.
type compounds struct{}

func compoundsOf(in Input, forms []string) compounds { return compounds{} }

// splits are the places where a form splits in two.
func (c compounds) splits(form string) []splitAt {
	var list []splitAt
	for i := 0; i < len(form); i++ {
		if form[i] == '-' && i > 0 && i+1 < len(form) && form[i+1] != '-' {
			list = append(list, splitAt{i + 1, 2})
		}
	}
	return list
}

// middles are the parts of a form that neither begin nor end it.
func (c compounds) middles(form string) []span {
	var list []span
	if strings.Count(form, "-") < 2 {
		return nil
	}
	at := strings.IndexByte(form, '-') + 1
	for {
		n := strings.IndexByte(form[at:], '-')
		if n < 0 {
			return list
		}
		if n > 0 {
			list = append(list, span{at, at + n, 2})
		}
		at += n + 1
	}
}
