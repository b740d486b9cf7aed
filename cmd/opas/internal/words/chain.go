package words

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// A chain says how likely letters follow each other. Letters are numbered from
// 1 as in the description; 0 is any other, end the beginning and the end.
type chain struct {
	unit   int
	number map[rune]int
	small  [256]uint8 // the same for the first letters of Unicode
	end    int
	costs  [][]int // by letter, then by the letter after it
}

// cost is what a lemma costs by its letters.
func (c *chain) cost(lemma string) int {
	if c == nil {
		return 0
	}
	sum, last := 0, c.end
	for _, r := range lemma {
		n := c.of(r)
		sum += c.costs[last][n]
		last = n
	}
	return sum + c.costs[last][c.end]
}

// rest is cost for a lemma whose first letters cost sum, and the last of them
// was last.
func (c *chain) rest(sum, last int, letters []byte) int {
	for len(letters) > 0 {
		r, size := utf8.DecodeRune(letters)
		letters = letters[size:]
		n := c.of(r)
		sum += c.costs[last][n]
		last = n
	}
	return sum + c.costs[last][c.end]
}

func (c *chain) of(r rune) int {
	if r < rune(len(c.small)) {
		return int(c.small[r])
	}
	return c.number[r]
}

func (p *parser) chain(f []string) (err error) {
	c := &chain{number: map[rune]int{}}
	if len(f) != 2 {
		return fmt.Errorf("chain needs a unit and letters")
	}
	for _, r := range f[1] {
		c.end++
		if r = []rune(p.fold(string(r)))[0]; c.number[r] == 0 {
			c.number[r] = c.end
		}
	}
	c.end++
	for r, n := range c.number {
		if r < rune(len(c.small)) {
			c.small[r] = uint8(n)
		}
	}
	c.costs = make([][]int, c.end+1)
	for i := range c.costs {
		c.costs[i] = make([]int, c.end+1)
	}
	c.unit, err = strconv.Atoi(f[0])
	p.d.chains = c
	return err
}

func (p *parser) after(f []string) error {
	c := p.d.chains
	if c == nil || len(f) != 2 || len(f[1]) != c.end+1 {
		return fmt.Errorf("after needs a chain, a letter and a cost for each letter of it")
	}
	row := c.costs[0]
	switch f[0] {
	case "*":
	case "^":
		row = c.costs[c.end]
	default:
		row = c.costs[c.number[[]rune(p.fold(f[0]))[0]]]
	}
	if row[c.end] != 0 {
		return nil // two letters that are folded into one: the first
	}
	for i := range f[1] {
		n, err := strconv.ParseInt(f[1][i:i+1], 36, 32)
		if err != nil {
			return err
		}
		row[(i+1)%(c.end+1)] = int(n) * c.unit
	}
	// written: letters 1 …, other, end
	row[0], row[c.end] = row[c.end], row[0]
	return nil
}
