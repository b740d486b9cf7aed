package translate

import (
	"fmt"
	"maps"
	"slices"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/site"
)

// words merges a file of words, key by key: what is refused of one leaves the
// others alone.
func (m *merger) words(f *File, r *ExchangeFile, answers map[*Unit]answer) *Edit {
	e := &Edit{Path: f.Target}
	node, _ := decode.Parse(f.Path, f.source, 1)
	texts := wordTexts(node)
	keys := wordKeys(node)
	theirs := map[string]string{}
	if f.target != nil {
		there, _ := decode.Parse(f.Target, f.target, 1)
		theirs = wordTexts(there)
		maps.Copy(keys, wordKeys(there)) // which may be nested in another way
	}
	now := map[string]string{} // the texts that change
	done := map[string]bool{}  // the keys that are true of the source as it is
	for _, units := range byKey(f.Units) {
		key := units[0].Key
		changed, confirmed, whole := false, false, true
		for _, u := range units {
			a := answers[u]
			changed, confirmed = changed || a.changed, confirmed || a.confirmed
			whole = whole && !a.refused && (a.text != nil || u.Target != nil)
		}
		switch {
		case !whole && changed:
			m.refuse("import-incomplete", firstPos(answers, units), "", "%s in %s is not applied, for a part of it is missing or refused", key, f.Target)
		case changed:
			if text, ok := m.word(f, key, texts[key], theirs[key], units, answers); ok {
				now[key] = text
				done[key] = true
				e.Texts++
			}
		case confirmed && whole:
			done[key] = true
		}
	}
	if len(done) == 0 {
		return nil
	}
	var set []decode.Setting
	for _, key := range wordOrder(node) {
		if text, ok := now[key]; ok {
			set = append(set, decode.Setting{Path: keys[key], Text: text})
		}
	}
	stamped := *f
	if f.target == nil {
		stamps := []decode.Setting{{Path: []string{"review"}, Text: "draft"}, {Path: []string{"translated-from", "blob"}, Text: f.Blob, Quoted: true}}
		for _, key := range wordOrder(node) {
			if _, ok := now[key]; ok {
				stamps = append(stamps, decode.Setting{Path: []string{"translated-from", "hashes", key}, Text: wordHash(texts[key]), Quoted: true})
			}
		}
		e.New = decode.Write(append(stamps, set...))
		e.Stamped = m.allTrue(f, done)
		return m.checkedWords(f, r, e, e.New)
	}
	changes, err := decode.Edit(f.target, f.likeWords(), set)
	if err == nil {
		stamped.target = decode.Apply(f.target, changes)
		stamps := stamped.wordStamps(func(key string) bool { return done[key] })
		e.Stamped = m.allTrue(f, done)
		changes, err = decode.Edit(f.target, f.likeWords(), append(stamps, set...))
	}
	if err != nil {
		m.refuse("import-form", diag.Pos{File: f.Target}, "mend the file, or delete it and import again", "the words cannot be changed: %v", err)
		return nil
	}
	if len(changes) == 0 {
		return nil
	}
	e.Changes = changes
	return m.checkedWords(f, r, e, decode.Apply(f.target, changes))
}

// allTrue reports whether all words of the file are true of the source, with
// those that are now done.
func (m *merger) allTrue(f *File, done map[string]bool) bool {
	return !slices.ContainsFunc(f.Units, func(u *Unit) bool { return !done[u.Key] && u.State != site.Current })
}

// byKey groups units that belong to one text.
func byKey(units []*Unit) [][]*Unit {
	var groups [][]*Unit
	for _, u := range units {
		if n := len(groups); n > 0 && groups[n-1][0].Key == u.Key {
			groups[n-1] = append(groups[n-1], u)
		} else {
			groups = append(groups, []*Unit{u})
		}
	}
	return groups
}

func firstPos(answers map[*Unit]answer, units []*Unit) diag.Pos {
	for _, u := range units {
		if a, ok := answers[u]; ok && a.pos.File != "" {
			return a.pos
		}
	}
	return diag.Pos{}
}

// word is the new text under a key.
func (m *merger) word(f *File, key, source, target string, units []*Unit, answers map[*Unit]answer) (string, bool) {
	pos := firstPos(answers, units)
	into := source
	place := func(u *Unit) int { return u.block }
	if shapesEqual(markdown.TextBlocks(source), markdown.TextBlocks(target)) {
		into, place = target, func(u *Unit) int { return u.targetBlock }
	}
	blocks := markdown.TextBlocks(into)
	var changes []decode.Change
	for _, u := range units {
		t := u.Target
		if a := answers[u]; a.text != nil {
			if !a.changed && into == target {
				continue
			}
			t = a.text
		} else if into == target {
			continue
		}
		c, ok := blockChange([]byte(into), blocks[place(u)], t)
		if !ok {
			m.refuse("import-text", answers[u].pos, "put a space before or after the code, or leave it around whole words", "%s: this cannot be written as Markdown that is read back the same", u.ID)
			return "", false
		}
		changes = append(changes, c)
	}
	text := string(decode.Apply([]byte(into), changes))
	doc, found := markdown.ParseText(pos, text)
	original, _ := markdown.ParseText(pos, source)
	var before *markdown.Doc
	if target != "" {
		before, _ = markdown.ParseText(pos, target)
	}
	problem := ""
	switch {
	case found.Count(diag.Error) > 0:
		problem = found.Sorted()[0].Message
	case !shapesEqual(markdown.TextBlocks(into), markdown.TextBlocks(text)):
		problem = "its paragraphs and lists would be others than in the source"
	default:
		problem = refsDiffer(original, before, doc)
	}
	if problem != "" {
		m.refuse("import-broken", pos, "links, citations and lists must stay those of the source", "%s cannot be written: %s", key, problem)
		return "", false
	}
	return text, true
}

func shapesEqual(a, b []markdown.Block) bool {
	return slices.EqualFunc(a, b, func(x, y markdown.Block) bool { return x.Shape == y.Shape })
}

// checkedWords holds the file, as it would be, against what was meant. It
// returns e, nil if the file may not be written.
func (m *merger) checkedWords(f *File, r *ExchangeFile, e *Edit, text []byte) *Edit {
	if _, found := decode.Parse(f.Target, text, 1); found.Fails(false) {
		m.refuse("import-broken", r.Pos, "", "%s cannot be written: %s", f.Target, found[0].Message)
		return nil
	}
	return e
}

// counted is a number with its noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
