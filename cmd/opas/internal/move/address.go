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

// stays reports whether the address can stay as it is if it still leads there. A
// path that climbs above the home page cannot: after another move it would lead
// elsewhere. Nor can one that was as short as can be and would not be so then:
// moving back would not give the old one again.
func (a address) stays() bool {
	from := a.plan.newID(a.page)
	if from == a.page && a.plan.newID(a.to) == a.to {
		return true
	}
	if strings.TrimSuffix(a.was, "/") != a.to && a.short() {
		return a.forms()[0] == a.was
	}
	return from == a.page || climbs(a.was) <= len(segments(from))
}

// short reports whether the address is the shortest path there, or that behind "./".
func (a address) short() bool {
	return strings.TrimPrefix(strings.TrimSuffix(a.was, "/"), "./") == relative(a.page, a.to)
}

// forms are the ways to write the address after the move, the most like the old
// one first: an id stays an id, and a path from the page stays one. That moving
// back gives the old address again, a path that was as short as can be stays so,
// and any other still goes by way of the page it climbed to.
func (a address) forms() []string {
	from, want := a.plan.newID(a.page), a.plan.newID(a.to)
	short := relative(from, want)
	dotted := "./" + short
	slash := ""
	was := a.was
	if strings.HasSuffix(was, "/") {
		slash, was = "/", strings.TrimSuffix(was, "/")
	}
	var list []string
	switch {
	case was == a.to:
		list = []string{want, short, dotted}
	case strings.HasPrefix(was, "./"):
		list = []string{dotted, want}
	case a.short():
		list = []string{short, dotted, want}
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
