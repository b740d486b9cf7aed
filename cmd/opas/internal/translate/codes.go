package translate

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Marked writes the text with its codes as people see them in a table: {1} and
// {/1} around words, {2/} alone; a brace of the text itself is doubled.
func (t Text) Marked() string {
	var b strings.Builder
	for _, p := range t {
		switch p.Kind {
		case Words:
			b.WriteString(strings.ReplaceAll(p.Data, "{", "{{"))
		case Start:
			fmt.Fprintf(&b, "{%d}", p.ID)
		case End:
			fmt.Fprintf(&b, "{/%d}", p.ID)
		case Single:
			fmt.Fprintf(&b, "{%d/}", p.ID)
		}
	}
	return b.String()
}

var mark = regexp.MustCompile(`^\{(/?)([0-9]{1,4})(/?)\}`)

// readMarked reads what Marked wrote, and what people made of it. The offset is
// that of the first brace that is no code, -1 if there is none. The codes have
// no Data yet.
func readMarked(s string) (t Text, bad int) {
	for at := 0; at < len(s); {
		if s[at] != '{' {
			n := strings.IndexByte(s[at:], '{')
			if n < 0 {
				n = len(s) - at
			}
			t = append(t, Part{Data: s[at : at+n]})
			at += n
			continue
		}
		if strings.HasPrefix(s[at:], "{{") {
			t = append(t, Part{Data: "{"})
			at += 2
			continue
		}
		m := mark.FindStringSubmatch(s[at:])
		if m == nil || m[1] != "" && m[3] != "" {
			return nil, at
		}
		p := Part{Kind: Start}
		p.ID, _ = strconv.Atoi(m[2])
		switch {
		case m[1] != "":
			p.Kind = End
		case m[3] != "":
			p.Kind = Single
		}
		t = append(t, p)
		at += len(m[0])
	}
	return trimmed(t.join()), -1
}

// A code is a code by its number: its kind, and its Markdown at both ends.
type code struct {
	id         int
	single     bool
	start, end string
}

// class tells codes apart that stand for different things.
func (c code) class() string {
	switch {
	case strings.HasPrefix(c.start, "[@"):
		return "citation"
	case strings.HasPrefix(c.start, "[^"):
		return "footnote"
	case strings.HasPrefix(c.start, "!["), c.single && strings.HasPrefix(c.start, "]"), c.single && strings.HasSuffix(c.start, ")"):
		return "picture"
	case strings.HasPrefix(c.end, "]("):
		return "link"
	case strings.HasPrefix(c.end, "]"):
		return "phrase"
	case c.start == "\\\n":
		return "line break"
	case c.single:
		return "code"
	}
	return "emphasis"
}

// codes lists the codes of a text in the order in which they begin.
func (t Text) codes() []code {
	var list []code
	at := map[int]int{}
	for _, p := range t {
		switch p.Kind {
		case Start, Single:
			at[p.ID] = len(list)
			list = append(list, code{id: p.ID, single: p.Kind == Single, start: p.Data})
		case End:
			if i, ok := at[p.ID]; ok {
				list[i].end = p.Data
			}
		}
	}
	return list
}

// numberedAs gives the codes of a translation the numbers of the same codes in
// the source: first those that are the same in every letter, then those of one
// class in their order. What the source does not have gets numbers beyond.
func (t Text) numberedAs(source Text) Text {
	from := source.codes()
	used := make([]bool, len(from))
	next := 0
	for _, c := range from {
		next = max(next, c.id)
	}
	own := t.codes()
	number := map[int]int{}
	for _, same := range []func(a, b code) bool{
		func(a, b code) bool { return a.single == b.single && a.start == b.start && a.end == b.end },
		func(a, b code) bool { return a.single == b.single && a.class() == b.class() && a.class() != "citation" },
	} {
		for _, c := range own {
			if number[c.id] != 0 {
				continue
			}
			for i, f := range from {
				if !used[i] && same(c, f) {
					used[i], number[c.id] = true, f.id
					break
				}
			}
		}
	}
	for _, c := range own {
		if number[c.id] == 0 {
			next++
			number[c.id] = next
		}
	}
	out := make(Text, len(t))
	for i, p := range t {
		if p.Kind != Words {
			p.ID = number[p.ID]
		}
		out[i] = p
	}
	return out
}

// filled gives the codes of a text that came back their Markdown, that of the
// present translation before that of the source, and moves spaces out of pairs,
// for Markdown knows no emphasis that begins with a space. problem says what is
// wrong with the codes, "" if nothing.
func (t Text) filled(u *Unit) (out Text, problem string) {
	known := map[int]code{}
	for _, c := range u.Source.codes() {
		known[c.id] = c
	}
	here := map[int]bool{}
	for _, c := range u.Target.codes() {
		known[c.id], here[c.id] = c, true
	}
	seen := map[int]bool{}
	var open []int
	for _, p := range t {
		if p.Kind == Words {
			out = append(out, p)
			continue
		}
		c, ok := known[p.ID]
		name := Text{p}.Marked()
		switch {
		case !ok:
			return nil, fmt.Sprintf("the code %s is not in the source", name)
		case c.single != (p.Kind == Single):
			return nil, fmt.Sprintf("the code %s is written in another way than in the source, which has %s", name, u.codeNames(c))
		case p.Kind != End && seen[p.ID]:
			return nil, fmt.Sprintf("the code %s stands twice", name)
		case p.Kind == End && (len(open) == 0 || open[len(open)-1] != p.ID):
			return nil, fmt.Sprintf("the code %s closes what is not open there; pairs may stand in one another, but not overlap", name)
		}
		seen[p.ID] = true
		switch p.Kind {
		case Start:
			open = append(open, p.ID)
			p.Data = c.start
		case End:
			open = open[:len(open)-1]
			p.Data = c.end
		default:
			p.Data = c.start
		}
		out = append(out, p)
	}
	if len(open) > 0 {
		return nil, fmt.Sprintf("the code {/%d} is missing", open[len(open)-1])
	}
	for _, c := range u.Source.codes() {
		if !seen[c.id] && !(c.class() == "emphasis" && u.Target != nil && !here[c.id]) {
			return nil, fmt.Sprintf("the code %s (%s) is missing", u.codeNames(c), c.class())
		}
	}
	return trimmed(spacesOut(out)), pictureOrder(out)
}

// codeNames is how a code is written in a table.
func (u *Unit) codeNames(c code) string {
	if c.single {
		return fmt.Sprintf("{%d/}", c.id)
	}
	return fmt.Sprintf("{%d}…{/%d}", c.id, c.id)
}

// pictureOrder holds the codes of a picture, which are several, in their order.
func pictureOrder(t Text) string {
	last := 0
	for _, p := range t {
		if p.Kind != Single || (code{single: true, start: p.Data}).class() != "picture" {
			continue
		}
		if p.ID < last {
			return fmt.Sprintf("the code {%d/} of a picture must stand before {%d/}", p.ID, last)
		}
		last = p.ID
	}
	return ""
}

// spacesOut moves white space from within a pair to its outside.
func spacesOut(t Text) Text {
	out := append(Text{}, t...)
	for i := 0; i+1 < len(out); i++ {
		if out[i].Kind == Start && out[i+1].Kind == Words && strings.HasPrefix(out[i+1].Data, " ") {
			out[i+1].Data = strings.TrimLeft(out[i+1].Data, " ")
			out = append(out[:i], append(Text{{Data: " "}}, out[i:]...)...)
			i++
		}
	}
	for i := len(out) - 1; i > 0; i-- {
		if out[i].Kind == End && out[i-1].Kind == Words && strings.HasSuffix(out[i-1].Data, " ") {
			out[i-1].Data = strings.TrimRight(out[i-1].Data, " ")
			out = append(out[:i+1], append(Text{{Data: " "}}, out[i+1:]...)...)
		}
	}
	return out.join()
}
