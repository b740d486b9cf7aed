package search

import "unicode/utf8"

// Numbers in chunks and manifests are written in base 46, the most significant
// digit first: the character 35+d for the last digit of a number, 81+d for the
// others. All are printable, and one character holds most numbers of an index.
const (
	base      = 46
	firstChar = 35
)

// appendNumber appends a number, which is not negative.
func appendNumber(b []byte, n int) []byte {
	if n >= base {
		b = appendLeading(b, n/base)
	}
	return append(b, byte(firstChar+n%base))
}

func appendLeading(b []byte, n int) []byte {
	if n >= base {
		b = appendLeading(b, n/base)
	}
	return append(b, byte(firstChar+base+n%base))
}

// maxNumber bounds what is read, so that hostile bytes make no huge numbers.
const maxNumber = 1 << 30

// A numbers reads numbers from a text. Of malformed text ok becomes false, and
// every number from there on is 0.
type numbers struct {
	text string
	at   int
	bad  bool
}

func (n *numbers) next() int {
	v := 0
	for !n.bad && n.at < len(n.text) {
		c := int(n.text[n.at]) - firstChar
		n.at++
		switch {
		case c < 0 || c >= 2*base || v > maxNumber/base:
			n.bad = true
		case c < base:
			return v*base + c
		default:
			v = v*base + c - base
		}
	}
	n.bad = true
	return 0
}

// more reports whether there is something left to read.
func (n *numbers) more() bool { return !n.bad && n.at < len(n.text) }

// units is the length of s as browsers count, in UTF-16 units.
func units(s string) int {
	n := 0
	for _, c := range s {
		n++
		if c > 0xFFFF {
			n++
		}
	}
	return n
}

// bytesOf returns the offset in s of the given number of UTF-16 units, at most
// len(s); an offset inside a letter is moved to its beginning.
func bytesOf(s string, unit int) int {
	n := 0
	for i, c := range s {
		size := 1
		if c > 0xFFFF {
			size = 2
		}
		if n+size > unit {
			return i
		}
		n += size
	}
	return len(s)
}

// shared is how many letters, in UTF-16 units and in bytes, two strings have in
// common at the beginning.
func shared(a, b string) (unit, bytes int) {
	for bytes < len(a) && bytes < len(b) {
		if a[bytes] < utf8.RuneSelf || b[bytes] < utf8.RuneSelf {
			if a[bytes] != b[bytes] {
				return unit, bytes
			}
			unit, bytes = unit+1, bytes+1
			continue
		}
		c, n := utf8.DecodeRuneInString(a[bytes:])
		d, m := utf8.DecodeRuneInString(b[bytes:])
		if c != d || n != m || c == utf8.RuneError {
			return unit, bytes
		}
		unit, bytes = unit+1, bytes+n
		if c > 0xFFFF {
			unit++
		}
	}
	return unit, bytes
}

// compare orders strings as JavaScript does, by UTF-16 units. It differs from the
// order of bytes only for letters beyond the first plane.
func compare(a, b string) int {
	for i := range min(len(a), len(b)) {
		x, y := a[i], b[i]
		if x == y {
			continue
		}
		// 0xEE and 0xEF begin U+E000 to U+FFFF, from 0xF0 on it is the other planes
		if x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0) {
			x, y = y, x
		}
		return int(x) - int(y)
	}
	return len(a) - len(b)
}

// keep is the beginning that a form must share with a lemma to be found beside
// it; forms that do not are filed under the lemma as aliases. Endings and
// changing consonants are seldom in more than the last three letters. Of a short
// lemma three letters are kept, or all: with two, a search would look at a
// hundred entries that only begin alike.
func keep(lemma string) string {
	n := utf8.RuneCountInString(lemma)
	want := max(keepLeast, n-keepBut)
	if n <= want {
		return lemma
	}
	i := 0
	for range want {
		_, size := utf8.DecodeRuneInString(lemma[i:])
		i += size
	}
	return lemma[:i]
}

const (
	keepBut   = 3
	keepLeast = 3
)
