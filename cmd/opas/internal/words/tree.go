package words

import "strings"

// Strings of a description are looked for at the end of a word: trees by byte,
// from the last to the first.

type ruleNode struct {
	next  branches[ruleNode]
	rules []rule
}

func (n *ruleNode) make(s string) *ruleNode {
	for i := len(s) - 1; i >= 0; i-- {
		n = n.next.make(s[i])
	}
	return n
}

type lemmaNode struct {
	next  branches[lemmaNode]
	costs []lemmaCost
}

func (n *lemmaNode) make(s string) *lemmaNode {
	for i := len(s) - 1; i >= 0; i-- {
		n = n.next.make(s[i])
	}
	return n
}

// cost is the sum of what the endings of a lemma cost in a class.
func (n *lemmaNode) cost(lemma []byte, class string) int {
	sum := 0
	for i := len(lemma) - 1; i >= 0; i-- {
		if n = n.next.find(lemma[i]); n == nil {
			break
		}
		for _, c := range n.costs {
			if strings.HasPrefix(class, c.class) {
				sum += c.cost
			}
		}
	}
	return sum
}

// floor is the least that cost can be.
func (n *lemmaNode) floor(class string) int {
	sum, least := 0, 0
	for _, c := range n.costs {
		if strings.HasPrefix(class, c.class) {
			sum += c.cost
		}
	}
	for _, b := range n.next {
		least = min(least, b.node.floor(class))
	}
	return min(sum+least, 0)
}

type gradeNode struct {
	next    branches[gradeNode]
	outputs []gradeOutput
	before  []gradeBefore
}

// gradeBefore are outputs for a context before a letter.
type gradeBefore struct {
	letter  string
	outputs []gradeOutput
}

func (n *gradeNode) make(s string) *gradeNode {
	for i := len(s) - 1; i >= 0; i-- {
		n = n.next.make(s[i])
	}
	return n
}

// branches are few: a list is faster than a map.
type branches[T any] []branch[T]

type branch[T any] struct {
	letter byte
	node   *T
}

func (b branches[T]) find(letter byte) *T {
	for i := range b {
		if b[i].letter == letter {
			return b[i].node
		}
	}
	return nil
}

func (b *branches[T]) make(letter byte) *T {
	if n := b.find(letter); n != nil {
		return n
	}
	n := new(T)
	*b = append(*b, branch[T]{letter, n})
	return n
}

// letters is a set of letters, with a table for the alphabets in use.
type letters struct {
	table [0x700 / 64]uint64
	all   string
}

func newLetters(s string) letters {
	l := letters{all: s}
	for _, c := range s {
		if c < 0x700 {
			l.table[c/64] |= 1 << (c % 64)
		}
	}
	return l
}

func (l *letters) has(c rune) bool {
	if c >= 0 && c < 0x700 {
		return l.table[c/64]&(1<<(c%64)) != 0
	}
	return strings.ContainsRune(l.all, c)
}
