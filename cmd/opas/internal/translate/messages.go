package translate

import (
	"regexp"
	"slices"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/git"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// OpenMessages returns the messages of the interface as a File: one unit each,
// or one for each plural form of the target language. Messages have no stamps,
// so each is current or missing; missing are those that the language lacks, for
// an easy variant need not have what its language has. original and translated
// are the two files of messages as they stand on disk, translated nil if there
// is none; the File is nil if one of them cannot be read.
func OpenMessages(s *site.Site, to *site.Language, original, translated []byte, missing []string) *File {
	f := &File{Words: true, messages: true, Title: "i18n",
		Path: "i18n/" + string(s.Source.Tag) + ".yaml", Target: "i18n/" + string(to.Tag) + ".yaml"}
	var ok bool
	if f.source, ok = source.Normal(original); !ok {
		return nil
	}
	node, found := decode.Parse(f.Path, f.source, 1)
	if found.Fails(false) {
		return nil
	}
	f.Blob = git.BlobID(f.source)
	var theirs *decode.Node
	if translated != nil {
		if f.target, ok = source.Normal(translated); !ok {
			return nil
		}
		f.TargetBlob = git.BlobID(f.target)
		if theirs, found = decode.Parse(f.Target, f.target, 1); found.Fails(false) {
			return nil
		}
	}
	for _, m := range node.Fields() {
		if theirs.Get(m.Key.Value) == nil && !slices.Contains(missing, m.Key.Value) {
			continue
		}
		if m.Value.Kind() == decode.Scalar {
			f.addMessage(m.Key.Value, "", m.Value.Scalar(), theirs.Get(m.Key.Value).Scalar())
			continue
		}
		for _, form := range lang.PluralForms(to.Tag) {
			text := m.Value.Get(form).Scalar()
			if text == "" {
				text = m.Value.Get("other").Scalar()
			}
			f.addMessage(m.Key.Value, form, text, theirs.Get(m.Key.Value).Get(form).Scalar())
		}
	}
	return f
}

func (f *File) addMessage(id, form, text, target string) {
	u := &Unit{ID: id, Key: id, Kind: "message", Source: readMessage(text), State: site.Missing, block: -1, targetBlock: -1}
	if form != "" {
		u.ID += ":" + form
		u.Key = u.ID
	}
	if u.Source == nil {
		return
	}
	u.Label = isLabel(u.Source.Plain())
	if u.Target = readMessage(target).numberedAs(u.Source); len(u.Target) > 0 {
		u.State = site.Current
	} else {
		u.Target = nil
	}
	f.Units = append(f.Units, u)
}

// placeholder is where a message gets a value.
var placeholder = regexp.MustCompile(`\{\{[^{}]*\}\}`)

// readMessage cuts a message into words and placeholders.
func readMessage(s string) Text {
	var t Text
	at, id := 0, 0
	for _, m := range placeholder.FindAllStringIndex(s, -1) {
		id++
		t = append(t, Part{Data: s[at:m[0]]}, Part{Kind: Single, ID: id, Data: s[m[0]:m[1]]})
		at = m[1]
	}
	return trimmed(append(t, Part{Data: s[at:]}).join())
}

// mergeMessages merges the messages that came back, one by one.
func (m *merger) mergeMessages(f *File, r *ExchangeFile, answers map[*Unit]answer) *Edit {
	e := &Edit{Path: f.Target}
	var set []decode.Setting
	for _, u := range f.Units {
		a := answers[u]
		if !a.changed {
			continue
		}
		text := ""
		for _, p := range a.text {
			text += p.Data
		}
		if !readMessage(text).Same(a.text) {
			m.refuse("import-text", a.pos, "write the braces with a space between them", "%s: two braces in a row begin a placeholder", u.ID)
			continue
		}
		path := []string{u.ID}
		if id, form, ok := cutForm(u.ID); ok {
			path = []string{id, form}
		}
		e.Texts++
		set = append(set, decode.Setting{Path: path, Text: text, Quoted: true})
	}
	if len(set) == 0 {
		return nil
	}
	if f.target == nil {
		e.New = decode.Write(set)
		return e
	}
	like, _ := decode.Parse(f.Path, f.source, 1)
	changes, err := decode.Edit(f.target, like, set)
	if err != nil {
		m.refuse("import-form", diag.Pos{File: f.Target}, "write the plural forms of a message below it, as in "+f.Path, "the messages cannot be changed: %v", err)
		return nil
	}
	e.Changes = changes
	return e
}

// cutForm cuts the id of a unit into that of a message and a plural form.
func cutForm(unit string) (id, form string, ok bool) {
	i := slices.Index([]byte(unit), ':')
	if i < 0 {
		return unit, "", false
	}
	return unit[:i], unit[i+1:], true
}
