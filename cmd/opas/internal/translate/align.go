package translate

import (
	"slices"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/site"
)

// align pairs the blocks of a source with those of its translation: for each
// block of the source the index of its translation, -1 if there is none. same
// is set when both are built alike, so that each has its partner. It looks at
// what stands in the two texts alone, so that it says the same wherever it is
// asked.
func align(source, target []markdown.Block, ids []string, listed []decode.At[string]) (pairs []int, same bool) {
	pairs = make([]int, len(source))
	same = len(source) == len(target)
	for i := range source {
		pairs[i] = -1
		same = same && source[i].Shape == target[i].Shape
	}
	if same {
		for i := range pairs {
			pairs[i] = i
		}
		return pairs, true
	}
	here, there := sections(source), sections(target)
	if len(listed) != len(there)-1 || len(ids) != len(here)-1 {
		pairBlocks(source, target, 0, 0, pairs)
		return pairs, false
	}
	pairBlocks(source[:here[0].end], target[:there[0].end], 0, 0, pairs)
	for i, s := range here[1:] {
		for j, t := range there[1:] {
			if ids[i] == listed[j].Value {
				pairBlocks(source[s.start:s.end], target[t.start:t.end], s.start, t.start, pairs)
				break
			}
		}
	}
	return pairs, false
}

// section is a heading with what stands below it; the first has no heading.
type section struct{ start, end int }

func sections(blocks []markdown.Block) []section {
	list := []section{{}}
	for i, b := range blocks {
		if b.Kind == "heading" {
			list[len(list)-1].end = i
			list = append(list, section{start: i})
		}
	}
	list[len(list)-1].end = len(blocks)
	return list
}

// pairBlocks pairs blocks of the same shape, as many as keep their order.
func pairBlocks(source, target []markdown.Block, at, there int, pairs []int) {
	for _, p := range common(len(source), len(target), func(i, j int) bool { return source[i].Shape == target[j].Shape }) {
		pairs[at+p[0]] = there + p[1]
	}
}

// common returns the longest common subsequence of two rows of n and m things.
func common(n, m int, same func(i, j int) bool) [][2]int {
	if n*m > 4<<20 {
		return nil // a text that no person wrote
	}
	longest := make([][]int32, n+1)
	for i := range longest {
		longest[i] = make([]int32, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if same(i, j) {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case same(i, j):
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}

// markChanges tells the units that have changed since the translation was made
// from those that have not. What was changed gets its old text: that which stood
// in its place. When no unit has changed (something was taken out, a callout has
// another name), all stay as they are.
func markChanges(units, old []*Unit) {
	was := make([]site.Translation, len(units))
	for i, u := range units {
		was[i] = u.State
	}
	defer func() {
		if !slices.ContainsFunc(units, (*Unit).Open) {
			for i, u := range units {
				u.State = was[i]
			}
		}
	}()
	pairs := common(len(units), len(old), func(i, j int) bool {
		return units[i].Kind == old[j].Kind && units[i].Source.Same(old[j].Source)
	})
	pairs = append(pairs, [2]int{len(units), len(old)})
	i, j := 0, 0
	for _, p := range pairs {
		for ; i < p[0]; i, j = i+1, j+1 {
			if j < p[1] && old[j].Kind == units[i].Kind {
				units[i].Was = old[j].Source
			}
		}
		if i < len(units) && units[i].Target != nil {
			units[i].State = site.Current
		}
		i, j = p[0]+1, p[1]+1
	}
}
