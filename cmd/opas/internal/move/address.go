package move

import (
	"path"
	"strings"
)

// An address is what a text of a page writes in a link, without the fragment.
type address struct {
	was  string // as it is written: "mentoring/agreement", "../agreement/", "list.pdf"
	page string // the id of the page, before the move
	to   string // where it leads, before the move: an id, or that with the name of a file
	plan *Plan
}

// tooHigh reports whether the address would climb above the home page from where
// its page is then. It would lead there all the same, but not after another move.
func (a address) tooHigh() bool {
	from := a.plan.newID(a.page)
	return from != a.page && climbs(a.was) > len(segments(from))
}

// forms are the ways to write the address after the move, the most like the old
// one first: an id stays an id, and a path from the page stays one. That moving
// back gives the old address again, a path that was as short as can be stays so,
// and any other still goes by way of the page it climbed to.
func (a address) forms() []string {
	from, want := a.plan.newID(a.page), a.plan.newID(a.to)
	short := relative(from, want)
	dotted := short
	if !strings.HasPrefix(dotted, ".") {
		dotted = "./" + dotted
	}
	slash := ""
	was := a.was
	if strings.HasSuffix(was, "/") {
		slash, was = "/", strings.TrimSuffix(was, "/")
	}
	var list []string
	switch {
	case was == a.to:
		list = []string{want, short, dotted}
	case was == relative(a.page, a.to):
		list = []string{short, dotted, want}
	case strings.HasPrefix(was, "./"):
		list = []string{dotted, want}
	default:
		list = []string{a.byWayOf(from, want), short, dotted, want}
	}
	var all []string
	for _, form := range list {
		if form != "" {
			all = append(all, form+slash)
		}
	}
	return all
}

// byWayOf is the path that climbs to the same page as the old one did, "" if
// that is not above both any more.
func (a address) byWayOf(from, want string) string {
	own := segments(a.page)
	up := a.plan.newID(strings.Join(own[:max(0, len(own)-climbs(a.was))], "/"))
	if up != "" && (!below(from, up) || !below(want, up)) {
		return ""
	}
	steps := len(segments(from)) - len(segments(up))
	return strings.TrimSuffix(strings.Repeat("../", steps)+strings.TrimPrefix(strings.TrimPrefix(want, up), "/"), "/")
}

// climbs is how many folders an address goes up before it goes anywhere else.
func climbs(address string) int {
	n := 0
	for _, s := range strings.Split(address, "/") {
		if s != ".." {
			break
		}
		n++
	}
	return n
}

// relative is the shortest way from a folder to another place.
func relative(from, to string) string {
	a, b := segments(from), segments(to)
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	way := path.Join(strings.Repeat("../", len(a)), strings.Join(b, "/"))
	if way == "" {
		return "."
	}
	return way
}

// segments are the parts of an id; the home page has none.
func segments(id string) []string {
	if id == "" {
		return nil
	}
	return strings.Split(id, "/")
}
