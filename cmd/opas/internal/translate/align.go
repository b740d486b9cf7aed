package translate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/site"
)

// align pairs the blocks of a source with those of its translation: for each
// block of the source the index of its translation, -1 if there is none. same
// is set when both are built alike, so that each has its partner. Else headings
// are found by the ids that the translation lists, and the rest by what the
// blocks are, lead to and hold of numbers.
func align(src, dst []byte, ours, theirs []markdown.Block, ids []string, listed []decode.At[string]) (pairs []int, same bool) {
	pairs = make([]int, len(ours))
	if shapesEqual(ours, theirs) {
		for i := range pairs {
			pairs[i] = i
		}
		return pairs, true
	}
	for i := range pairs {
		pairs[i] = -1
	}
	source, target := withMarks(src, ours), withMarks(dst, theirs)
	here, there := sections(source), sections(target)
	taken := make([]bool, len(target))
	if len(listed) == len(there)-1 && len(ids) == len(here)-1 {
		pairBlocks(source, target, span(here[0]), span(there[0]), pairs, taken)
		for i, s := range here[1:] {
			for j, t := range there[1:] {
				if ids[i] == listed[j].Value {
					pairBlocks(source, target, span(s), span(t), pairs, taken)
					break
				}
			}
		}
	}
	var left, over []int
	for i := range source {
		if pairs[i] < 0 {
			left = append(left, i)
		}
	}
	for j := range target {
		if !taken[j] {
			over = append(over, j)
		}
	}
	pairBlocks(source, target, left, over, pairs, taken)
	return pairs, false
}

// A textBlock is a block with what is alike in all languages.
type textBlock struct {
	markdown.Block
	codes  string // links, citations and pictures
	digits string
	length int // characters
}

func withMarks(src []byte, blocks []markdown.Block) []textBlock {
	list := make([]textBlock, len(blocks))
	for i, b := range blocks {
		text := ReadMarkdown(b.Text(src))
		list[i] = textBlock{Block: b, length: utf8.RuneCountInString(text.Plain())}
		for _, c := range text.codes() {
			if c.class() != "emphasis" && c.class() != "phrase" {
				list[i].codes += c.start + c.end + "\n"
			}
		}
		list[i].digits = strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return r
			}
			return -1
		}, text.Plain())
	}
	return list
}

// like says how likely one block is the translation of the other, 0 if not.
func (b textBlock) like(other textBlock) int {
	if b.Shape != other.Shape {
		return 0
	}
	score := 10 + 4*min(b.length, other.length)/max(b.length, other.length, 1)
	switch {
	case b.codes != other.codes:
		score -= 5
	case b.codes != "":
		score += 10
	}
	if b.digits != "" && b.digits == other.digits {
		score += 5
	}
	return score
}

func span(s section) []int {
	var list []int
	for i := s.start; i < s.end; i++ {
		list = append(list, i)
	}
	return list
}

// section is a heading with what stands below it; the first has no heading.
type section struct{ start, end int }

func sections(blocks []textBlock) []section {
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

// pairBlocks pairs some blocks with others, keeping their order, so that they
// are as alike as can be.
func pairBlocks(source, target []textBlock, left, over []int, pairs []int, taken []bool) {
	for _, p := range heaviest(len(left), len(over), func(i, j int) int { return source[left[i]].like(target[over[j]]) }) {
		pairs[left[p[0]]], taken[over[p[1]]] = over[p[1]], true
	}
}

// maxPairs bounds the work on two texts that no person wrote.
const maxPairs = 4 << 20

// heaviest pairs two rows of n and m things, keeping their order, so that the
// sum of the scores is greatest (Needleman & Wunsch 1970). What scores 0 is no
// pair.
func heaviest(n, m int, score func(i, j int) int) [][2]int {
	if n == 0 || m == 0 || n*m > maxPairs {
		return nil
	}
	best := make([][]int32, n+1)
	for i := range best {
		best[i] = make([]int32, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if s := score(i, j); s > 0 {
				best[i][j] = max(best[i][j], best[i+1][j+1]+int32(s))
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < n && j < m; {
		switch s := score(i, j); {
		case s > 0 && best[i][j] == best[i+1][j+1]+int32(s):
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case best[i][j] == best[i+1][j]:
			i++
		default:
			j++
		}
	}
	return pairs
}

// common returns the longest common subsequence of two rows.
func common(n, m int, same func(i, j int) bool) [][2]int {
	return heaviest(n, m, func(i, j int) int {
		if same(i, j) {
			return 1
		}
		return 0
	})
}

// versions pairs the units of two versions of a text: those that are the same,
// and between them those that are likely to be one unit before and after a
// change. same tells the two sorts apart.
func versions(old, now []*Unit) (pairs [][2]int, same map[int]bool) {
	same = map[int]bool{} // by index in now
	equal := common(len(old), len(now), func(i, j int) bool {
		return old[i].Kind == now[j].Kind && old[i].Source.Same(now[j].Source)
	})
	i, j := 0, 0
	for _, p := range append(equal, [2]int{len(old), len(now)}) {
		for _, q := range heaviest(p[0]-i, p[1]-j, func(a, b int) int { return old[i+a].likely(now[j+b]) }) {
			pairs = append(pairs, [2]int{i + q[0], j + q[1]})
		}
		if p[0] < len(old) {
			pairs = append(pairs, p)
			same[p[1]] = true
		}
		i, j = p[0]+1, p[1]+1
	}
	return pairs, same
}

// likely says how likely one unit was made of the other, 0 if not: by the words
// that both have.
func (u *Unit) likely(now *Unit) int {
	if u.Kind != now.Kind {
		return 0
	}
	was := strings.Fields(u.Source.Plain())
	count := map[string]int{}
	for _, w := range was {
		count[w]++
	}
	words := strings.Fields(now.Source.Plain())
	shared := 0
	for _, w := range words {
		if count[w] > 0 {
			count[w]--
			shared++
		}
	}
	return 1 + 20*shared/max(len(was), len(words), 1)
}

// markChanges tells the units that have changed since the translation was made
// from those that have not. What was changed gets its old text. When no unit has
// changed (something was taken out, a callout has another name), all stay as
// they are. It returns for each unit the old one in whose place it stands, nil
// if it is new.
func markChanges(units, old []*Unit) (before []*Unit) {
	before = make([]*Unit, len(units))
	pairs, same := versions(old, units)
	for _, p := range pairs {
		before[p[1]] = old[p[0]]
	}
	changed := false
	for i := range units {
		changed = changed || !same[i]
	}
	for i, u := range units {
		switch {
		case same[i] && changed && u.Target != nil:
			u.State = site.Current
		case !same[i] && before[i] != nil:
			u.Was = before[i].Source
		}
	}
	return before
}
