package translate

import (
	"bytes"
	"path"
	"slices"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/site"
)

// text merges the text of a page: into the translation that there is, if it is
// built like the source, else into the source's own text.
func (m *merger) text(f *File, r *ExchangeFile, answers map[*Unit]answer) *Edit {
	e := &Edit{Path: f.Target}
	for _, u := range f.Units {
		if answers[u].changed {
			e.Texts++
		}
	}
	var set []decode.Setting
	for _, u := range f.Units {
		if u.block < 0 {
			if a := answers[u]; a.changed {
				set = append(set, decode.Setting{Path: []string{u.ID}, Text: a.text.Plain()})
			}
		}
	}
	e.Stamped = f.finished(answers)
	if f.target != nil && f.aligned {
		if e.Stamped {
			set = append(set, f.textStamps(m.site, m.to)...)
		}
		body, ok := m.blocks(f, f.target, func(u *Unit) (int, Text) { return u.targetBlock, changedText(answers[u]) }, answers)
		if !ok {
			return nil
		}
		front, ok := m.front(f, r, set)
		if !ok {
			return nil
		}
		e.Changes = append(front, body...)
		return m.checked(f, r, e, decode.Apply(f.target, e.Changes))
	}
	missing := 0
	for _, u := range f.Units {
		if answers[u].text == nil && u.Target == nil {
			missing++
		}
	}
	if missing > 0 {
		m.refuse("import-incomplete", r.Pos, "translate them too; half a page would mix languages",
			"%s cannot be written: %s of %d in %s are without translation, and there is none yet that is built like the source", f.Target, counted(missing, "text"), len(f.Units), f.Path)
		return nil
	}
	set = append(set, f.textStamps(m.site, m.to)...)
	changes, ok := m.blocks(f, f.source, func(u *Unit) (int, Text) {
		if a := answers[u]; a.text != nil {
			return u.block, a.text
		}
		return u.block, u.Target
	}, answers)
	if !ok {
		return nil
	}
	for _, b := range markdown.Blocks(f.source) {
		if b.ID != [2]int{} { // translations list the ids in their front matter
			changes = append(changes, decode.Change{Start: b.ID[0], End: b.ID[1]})
		}
	}
	slices.SortStableFunc(changes, func(a, b decode.Change) int { return a.Start - b.Start })
	body := decode.Apply(f.source, changes)
	_, start := markdown.FrontMatter(body)
	body = body[start:]
	if f.target == nil {
		var front []decode.Setting
		for _, u := range f.Units {
			if u.block < 0 {
				front = append(front, decode.Setting{Path: []string{u.ID}, Text: answers[u].text.Plain()})
			}
		}
		front = append(front, decode.Setting{Path: []string{"review"}, Text: "draft"})
		for _, s := range set {
			if s.Path[0] == "headings" || s.Path[0] == "translated-from" {
				front = append(front, s)
			}
		}
		e.New = slices.Concat([]byte("---\n"), decode.Write(front), []byte("---\n"), body)
		e.Stamped = true
		return m.checked(f, r, e, e.New)
	}
	if !e.Stamped {
		m.found.Warnf("import-unstamped", r.Pos, "say of the others that they are right, or acknowledge the page with opas translate ack",
			"%s was built anew like the source, but not all that has changed was gone through", f.Target)
		set = slices.DeleteFunc(set, func(s decode.Setting) bool { return s.Path[0] == "translated-from" })
	}
	front, ok := m.front(f, r, set)
	if !ok {
		return nil
	}
	_, at := markdown.FrontMatter(f.target)
	e.Changes = append(front, decode.Change{Start: at, End: len(f.target), Text: string(body)})
	return m.checked(f, r, e, decode.Apply(f.target, e.Changes))
}

func changedText(a answer) Text {
	if a.changed {
		return a.text
	}
	return nil
}

// finished reports whether the translation says what the source says now: all
// that was open came back changed or confirmed. Where nobody knows what has
// changed, somebody who changed or confirmed a part has gone through it.
func (f *File) finished(answers map[*Unit]answer) bool {
	open, some, refused := 0, false, false
	for _, u := range f.Units {
		a := answers[u]
		refused = refused || a.refused
		done := a.changed || a.confirmed
		some = some || done
		if !done && (u.Target == nil || u.State == site.Missing || u.State == site.Stale && f.known) {
			open++
		}
	}
	return some && open == 0 && !refused
}

// blocks are the changes that put texts into the blocks of src.
func (m *merger) blocks(f *File, src []byte, text func(*Unit) (int, Text), answers map[*Unit]answer) ([]decode.Change, bool) {
	blocks := markdown.Blocks(src)
	var changes []decode.Change
	for _, u := range f.Units {
		i, t := text(u)
		if u.block < 0 || t == nil || i < 0 {
			continue
		}
		c, ok := blockChange(src, blocks[i], t)
		if !ok {
			m.refuse("import-text", answers[u].pos, "put a space before or after the code, or leave it around whole words", "%s: this cannot be written as Markdown that is read back the same", u.ID)
			return nil, false
		}
		changes = append(changes, c)
	}
	slices.SortStableFunc(changes, func(a, b decode.Change) int { return a.Start - b.Start })
	return changes, true
}

// blockChange puts a text in the place of a block.
func blockChange(src []byte, b markdown.Block, t Text) (decode.Change, bool) {
	md, ok := writeMarkdown(t, b.Kind)
	if !ok {
		return decode.Change{}, false
	}
	first, last := b.Lines[0], b.Lines[len(b.Lines)-1]
	return decode.Change{Start: first[0], End: last[1], Text: wrapped(md, len(b.Lines) > 1, prefixOf(src, b))}, true
}

// front are the changes to the front matter of the translation.
func (m *merger) front(f *File, r *ExchangeFile, set []decode.Setting) ([]decode.Change, bool) {
	if len(set) == 0 {
		return nil, true
	}
	theirs, _ := markdown.FrontMatter(f.target)
	ours, _ := markdown.FrontMatter(f.source)
	like, _ := decode.Parse(f.Path, f.source[ours[0]:ours[1]], 1)
	changes, err := decode.Edit(f.target[theirs[0]:theirs[1]], like, set)
	if err != nil {
		m.refuse("import-form", diag.Pos{File: f.Target, Line: 1}, "mend the front matter, or delete the file and import again", "the front matter cannot be changed: %v", err)
		return nil, false
	}
	for i := range changes {
		changes[i].Start += theirs[0]
		changes[i].End += theirs[0]
	}
	return changes, true
}

// checked holds the text of a translation, as it would be, against the source:
// the same links and citations, the same build, no new error. It returns e, nil
// if the text may not be written.
func (m *merger) checked(f *File, r *ExchangeFile, e *Edit, text []byte) *Edit {
	doc, found := markdown.Parse(f.Target, text)
	source := f.Page.Editions[m.site.Source.Index].Doc
	var before *markdown.Doc
	errors := 0
	if f.target != nil {
		var old diag.List
		before, old = markdown.Parse(f.Target, f.target)
		errors = old.Count(diag.Error)
	}
	if found.Count(diag.Error) > errors {
		first := found.Sorted()[slices.IndexFunc(found.Sorted(), func(d diag.Diagnostic) bool { return d.Severity == diag.Error })]
		m.refuse("import-broken", r.Pos, first.Hint, "%s cannot be written: its line %d would be wrong: %s", f.Target, first.Pos.Line, first.Message)
		return nil
	}
	like := f.source
	if e.New == nil && f.aligned {
		like = f.target
	}
	if !slices.EqualFunc(markdown.Blocks(like), markdown.Blocks(text), func(a, b markdown.Block) bool { return a.Shape == b.Shape }) {
		m.refuse("import-broken", r.Pos, "look for characters such as # - > | at the beginning of a text", "%s cannot be written: its paragraphs, lists and tables would be others than in the source", f.Target)
		return nil
	}
	if problem := refsDiffer(source, before, doc); problem != "" {
		m.refuse("import-broken", r.Pos, "links and citations must stay those of the source", "%s cannot be written: %s", f.Target, problem)
		return nil
	}
	if bytes.Equal(text, f.target) {
		return nil
	}
	return e
}

// refsDiffer says what links, pictures and citations a new translation has
// more or fewer than the source and the old translation, "" if none.
func refsDiffer(source, before, after *markdown.Doc) string {
	count := func(d *markdown.Doc) map[markdown.Ref]int {
		n := map[markdown.Ref]int{}
		if d != nil {
			for _, r := range d.Refs {
				n[markdown.Ref{Kind: r.Kind, Dest: r.Dest}]++
			}
		}
		return n
	}
	ours, old, now := count(source), count(before), count(after)
	for _, r := range after.Refs {
		key := markdown.Ref{Kind: r.Kind, Dest: r.Dest}
		if now[key] > max(ours[key], old[key]) {
			return "it would lead to " + clip(r.Dest) + ", and the source does not"
		}
	}
	for _, r := range source.Refs {
		key := markdown.Ref{Kind: r.Kind, Dest: r.Dest}
		least := ours[key]
		if before != nil {
			least = min(least, old[key])
		}
		if now[key] < least {
			return "it would lose " + clip(path.Clean(r.Dest))
		}
	}
	return ""
}
