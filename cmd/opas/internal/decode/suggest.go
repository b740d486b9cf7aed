package decode

import (
	"strings"
	"unicode/utf8"
)

// longestName bounds the words that Suggest compares: the work grows with the
// square of the length, and no name of ours is as long.
const longestName = 64

// Suggest returns the nearest of names to word, or "" if none is near: the
// Damerau-Levenshtein distance (optimal string alignment; a swap of neighbours
// counts once) may be at most a third of the word's length. Case does not count.
// Of names equally near the first wins.
func Suggest(word string, names []string) string {
	if len(word) > 4*longestName || utf8.RuneCountInString(word) > longestName {
		return ""
	}
	a := []rune(strings.ToLower(word))
	best, bestDistance := "", len(a)/3+1
	for _, name := range names {
		if len(name) > 4*longestName {
			continue
		}
		b := []rune(strings.ToLower(name))
		if len(a)-len(b) >= bestDistance || len(b)-len(a) >= bestDistance {
			continue
		}
		if d := distance(a, b); d < bestDistance {
			best, bestDistance = name, d
		}
	}
	return best
}

// distance fills the matrix of edit distances row by row and keeps three rows:
// the one of a[:i-2], which a swap looks back to, of a[:i-1], and of a[:i].
func distance(a, b []rune) int {
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}
