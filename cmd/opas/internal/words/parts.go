package words

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A composition is what is known of the compounds of a language. It is read
// from a text of lines, which is needed only while an index is made, and so is
// not part of the description:
//
//	least 3                letters of the shortest part
//	short yö …             shorter ones
//	apart                  equal vowels do not meet: a hyphen is written there
//	onset p t k kr …       consonants that a part begins with; a vowel always can
//	coda n s l r t         consonants that a part ends in, but for the last
//	inflected n en …       endings of first parts that are not base forms
//	bound uus inen* …      endings that look like a part, but are none; *: and
//	                       whatever begins so
//	rare V …               classes, by the beginnings of their names, that last parts
//	                       seldom are of
//	part työ aika …        frequent parts, base forms or as they stand
type composition struct {
	least     int
	short     map[string]bool
	apart     bool
	onsets    map[string]bool
	codas     map[string]bool
	inflected []string
	rare      []string
	bound     map[string]bool // whole
	begins    map[string]bool // what begins so is bound
	beginLens []int
	boundHead [1 << 10]uint64 // first two bytes of all that is bound
	parts     map[string]bool
}

// compounds returns what is known of a language's compounds, nil where it has
// none that are written as one word.
func (l *Language) compounds() *composition {
	l.composed.Do(func() {
		text, err := descriptions.ReadFile(l.Tag + ".parts.txt")
		if err != nil {
			return // it has none
		}
		if l.composition, err = parseComposition(string(text)); err != nil {
			panic(err) // a test reads every one
		}
	})
	return l.composition
}

func parseComposition(text string) (*composition, error) {
	c := &composition{
		least: 3, short: map[string]bool{}, onsets: map[string]bool{}, codas: map[string]bool{},
		bound: map[string]bool{}, begins: map[string]bool{}, parts: map[string]bool{},
	}
	lists := map[string]map[string]bool{"short": c.short, "onset": c.onsets, "coda": c.codas, "bound": c.bound, "part": c.parts}
	for i, line := range strings.Split(text, "\n") {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(f[0], "#") {
			continue
		}
		switch {
		case lists[f[0]] != nil:
			for _, w := range f[1:] {
				lists[f[0]][w] = true
			}
		case f[0] == "apart":
			c.apart = true
		case f[0] == "inflected":
			c.inflected = append(c.inflected, f[1:]...)
		case f[0] == "rare":
			c.rare = append(c.rare, f[1:]...)
		case f[0] == "least" && len(f) == 2:
			n, err := strconv.Atoi(f[1])
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", i+1, err)
			}
			c.least = n
		default:
			return nil, fmt.Errorf("line %d: %q is no directive", i+1, f[0])
		}
	}
	for w := range c.bound {
		if len(w) < 2 {
			return nil, fmt.Errorf("%q is too short for a bound ending", w)
		}
		c.boundHead[uint(w[0])<<2|uint(w[1])>>6] |= 1 << (w[1] & 63)
		if begin, ok := strings.CutSuffix(w, "*"); ok {
			c.begins[begin] = true
			c.beginLens = append(c.beginLens, len(begin))
		}
	}
	slices.Sort(c.beginLens)
	c.beginLens = slices.Compact(c.beginLens)
	return c, nil
}

// isBound reports whether a string begins like an ending.
func (c *composition) isBound(s string) bool {
	if len(s) < 2 || c.boundHead[uint(s[0])<<2|uint(s[1])>>6]>>(s[1]&63)&1 == 0 {
		return false
	}
	if c.bound[s] {
		return true
	}
	for _, n := range c.beginLens {
		if n > len(s) {
			break
		}
		if c.begins[s[:n]] {
			return true
		}
	}
	return false
}

// inflectedHead reports whether a first part may be something else than a base
// form.
func (c *composition) inflectedHead(part string) bool {
	for _, s := range c.inflected {
		if strings.HasSuffix(part, s) {
			return true
		}
	}
	return false
}

// isRare reports whether last parts are seldom of a class.
func (c *composition) isRare(class string) bool {
	for _, s := range c.rare {
		if strings.HasPrefix(class, s) {
			return true
		}
	}
	return false
}

func (l *Language) hasVowel(s string) bool {
	for _, r := range s {
		if l.vowels.has(r) {
			return true
		}
	}
	return false
}

// mixed reports whether a string has back and front vowels, which a simple
// word of a language with vowel harmony has not.
func (l *Language) mixed(s string) bool {
	back, front := false, false
	for _, r := range s {
		back = back || l.stemVowels[0].has(r)
		front = front || l.stemVowels[1].has(r)
	}
	return back && front
}

// boundaries returns where a part can end and another begin, in bytes.
func (l *Language) boundaries(c *composition, form string) (list []int) {
	if len(form) < 2*c.least {
		return nil
	}
	total := utf8.RuneCountInString(form)
	n := 0           // letters before i
	afterVowel := -1 // end of the last vowel before i
	var last rune
	for i, r := range form {
		if !unicode.IsLetter(r) {
			return nil
		}
		if n >= 2 && total-n >= 2 && afterVowel >= 0 && (n >= c.least || c.short[form[:i]]) &&
			(afterVowel == i || c.codas[form[afterVowel:i]]) && !(c.apart && last == r && l.vowels.has(r)) && l.onset(c, form[i:]) {
			list = append(list, i)
		}
		if l.vowels.has(r) {
			afterVowel = i + utf8.RuneLen(r)
		}
		last = r
		n++
	}
	return list
}

// onset reports whether a part can begin like a string.
func (l *Language) onset(c *composition, s string) bool {
	for i, r := range s {
		if l.vowels.has(r) {
			return i == 0 || c.onsets[s[:i]]
		}
	}
	return false
}
