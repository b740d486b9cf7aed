package move

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/source"
)

// aliases keeps the old addresses of the page that moves; those of the pages
// below it follow from its own. An alias that a moved page would have of itself
// goes. With forget nothing is kept.
func (m *mending) aliases(forget bool) {
	for _, sp := range m.now.tree.Pages {
		if !below(sp.ID, m.plan.From) {
			continue
		}
		var gone, more []string
		page := m.now.Page(sp.ID)
		own := written(m.now, page)
		if self := m.plan.newID(sp.ID); slices.Contains(own, self) {
			gone = append(gone, self)
		}
		if sp.ID == m.plan.From && !forget {
			more = append(more, sp.ID)
			moved := m.renamed.Page(m.plan.To)
			for _, old := range page.Aliases {
				// What it had from a page above may not come to it where it is then.
				if !slices.Contains(own, old) && old != m.plan.To && m.renamed.Moved(old) != moved {
					more = append(more, old)
				}
			}
		}
		if len(gone)+len(more) == 0 {
			continue
		}
		e := m.file(sp.MetaFile())
		switch {
		case len(gone) == 0:
			e.alias = "alias " + strings.Join(more, ", ")
		case len(more) == 0:
			e.alias = "no alias " + gone[0] + " any more"
		default:
			e.alias = "alias " + strings.Join(more, ", ") + " in place of " + gone[0]
		}
		text, there := m.now.tree.Files[sp.MetaFile()]
		if !there {
			e.fresh, e.added = true, "aliases: ["+strings.Join(more, ", ")+"]\n"
			continue
		}
		l := aliasList{text: text, edits: e}
		if !l.find(sp) {
			m.found.Errorf("move-aliases", diag.Pos{File: sp.MetaFile()}, "write them as aliases: [old-id], then move", "the aliases stand here in a form that cannot be changed")
			continue
		}
		l.change(gone, more)
	}
}

// aliasList is the list of aliases in a page.yaml.
type aliasList struct {
	text  []byte
	edits *edits
	key   int // where "aliases" begins, -1 if it is not there
	flow  bool
	items []aliasItem
	after int // where a new line can stand if there is no list
}

// aliasItem is one alias with its quotes.
type aliasItem struct {
	id         string
	start, end int
}

// find looks for the list. It reports whether it can be changed.
func (l *aliasList) find(sp *source.Page) bool {
	root, _ := decode.Parse(sp.MetaFile(), l.text, 1)
	l.key, l.after = -1, 0
	fields := root.Fields()
	if len(fields) == 0 {
		l.after = len(l.text)
	} else {
		l.after = l.line(offset(l.text, fields[0].Key.Pos))
	}
	for _, f := range fields {
		at := offset(l.text, f.Key.Pos)
		switch f.Key.Value {
		case "kind", "order": // one line each
			l.after = l.next(at)
		case "aliases":
			l.key = at
			if at != l.line(at) || len(sp.Meta.Aliases) == 0 && bytes.ContainsRune(l.text[at:l.next(at)], '#') {
				return false // in a mapping in braces, or with a comment
			}
			if f.Value.Kind() == decode.Sequence {
				l.flow = l.text[offset(l.text, f.Value.Pos())] == '['
			}
		}
	}
	for _, alias := range sp.Meta.Aliases {
		start := offset(l.text, alias.Pos)
		end := start + len(alias.Value)
		if start < 1 || alias.Value == "" || !bytes.HasPrefix(l.text[start:], []byte(alias.Value)) {
			return false
		}
		if q := l.text[start-1]; (q == '"' || q == '\'') && end < len(l.text) && l.text[end] == q {
			start, end = start-1, end+1
		}
		l.items = append(l.items, aliasItem{strings.Trim(alias.Value, "/"), start, end})
	}
	return true
}

// line is where the line of an offset begins, next where the next one does.
func (l *aliasList) line(at int) int { return bytes.LastIndexByte(l.text[:at], '\n') + 1 }

func (l *aliasList) next(at int) int {
	if i := bytes.IndexByte(l.text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(l.text)
}

func (l *aliasList) put(start, end int, text string) {
	l.edits.list = append(l.edits.list, decode.Change{Start: start, End: end, Text: text})
}

// change takes aliases out of the list and adds others; one that comes takes the
// place of one that goes.
func (l *aliasList) change(gone, more []string) {
	if len(l.items) == 0 {
		l.begin(more)
		return
	}
	var out []int // of items
	for i, item := range l.items {
		switch {
		case !slices.Contains(gone, item.id):
		case len(more) > 0:
			l.put(item.start, item.end, more[0])
			more = more[1:]
		default:
			out = append(out, i)
		}
	}
	switch last := len(l.items) - 1; {
	case len(more) > 0 && l.flow:
		l.put(l.items[last].end, l.items[last].end, ", "+strings.Join(more, ", "))
	case len(more) > 0:
		item := l.items[last]
		dash := string(l.text[l.line(item.start):item.start])
		end := l.next(item.start)
		added := strings.Repeat("\n", l.unended(end))
		for i, id := range more {
			if i > 0 {
				added += "\n"
			}
			added += dash + id
		}
		if l.unended(end) == 0 {
			added += "\n"
		}
		l.put(end, end, added)
	case len(out) == len(l.items):
		l.remove(l.key, l.next(l.items[last].end))
	default:
		for _, i := range out {
			item := l.items[i]
			switch {
			case !l.flow:
				l.remove(l.line(item.start), l.next(item.start))
			case i == 0:
				l.put(item.start, l.items[1].start, "")
			default:
				l.put(l.items[i-1].end, item.end, "")
			}
		}
	}
}

// begin writes a list where none is, or an empty one.
func (l *aliasList) begin(more []string) {
	list := fmt.Sprintf("aliases: [%s]", strings.Join(more, ", "))
	switch {
	case l.key >= 0:
		end := l.next(l.key)
		l.put(l.key, end-(1-l.unended(end)), list)
	case l.unended(l.after) > 0:
		l.put(l.after, l.after, "\n"+list)
	default:
		l.put(l.after, l.after, list+"\n")
	}
}

// remove takes out lines; of the last one of a file without an end of line, that
// before them goes.
func (l *aliasList) remove(start, end int) {
	if l.unended(end) > 0 && start > 0 {
		start--
	}
	l.put(start, end, "")
}

// unended is 1 if the text ends at an offset without an end of line, else 0.
func (l *aliasList) unended(at int) int {
	if at == len(l.text) && at > 0 && l.text[at-1] != '\n' {
		return 1
	}
	return 0
}
