package lang

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
)

// check compares the messages of a language with English, renders each in
// every plural form of the language, and marks as unsound what cannot be shown.
// It is called once for each language, while loading.
func (c *Catalog) check(m *messages) diag.List {
	var found diag.List
	plain, leans := c.leansOn(m)
	after := diag.Pos{File: m.file, Line: 1, Col: 1} // where the previous message stands
	previous := ""
	for _, id := range c.inOrder() {
		e := m.entries[id]
		if e == nil && m.broken {
			continue
		}
		if e == nil {
			if leans && plain.entries[id] != nil {
				continue
			}
			d := diag.Diagnostic{Severity: diag.Warning, Code: "message-missing", Pos: after,
				Message: fmt.Sprintf("the message %q is missing", id), Hint: c.fallbackHint(m)}
			if previous != "" {
				d.Hint = fmt.Sprintf("add it after %q; %s", previous, d.Hint)
			}
			if e := c.english.entries[id]; e != nil {
				d.Related = []diag.Related{{Pos: e.pos, Message: "in English"}}
			}
			found.Add(d)
			continue
		}
		after, previous = e.pos, id
		if m.unsound[id] {
			continue // said when the file was read
		}
		found = append(found, c.checkEntry(m, id, e)...)
	}
	for _, id := range m.order {
		if _, known := slices.BinarySearch(c.ids, id); known {
			continue
		}
		hint := "delete it, or add it to en.yaml first"
		if near := decode.Suggest(id, c.ids); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		found.Warnf("message-unknown", m.entries[id].pos, hint, "there is no message %q in English", id)
	}
	return found
}

// checkEntry checks one message that stands in the file of its language.
func (c *Catalog) checkEntry(m *messages, id string, e *entry) diag.List {
	var found diag.List
	ref := c.reference(id)
	if len(e.texts) == 0 {
		m.unsound[id] = true
		found.Warnf("message-missing", e.pos, c.fallbackHint(m), "the message %q is empty", id)
		return found
	}
	if e.plural && !ref.plural {
		found.Warnf("message-form", e.pos, "write one text", "the message %q has plural forms, but is used without a number", id)
	}
	needed := []string{"other"}
	if ref.plural {
		needed = sortedForms(m.forms)
	}
	var missing []string
	for _, form := range needed {
		if _, ok := e.texts[form]; !ok {
			missing = append(missing, form)
		}
	}
	if len(missing) > 0 {
		m.unsound[id] = true
		found.Warnf("message-form", e.pos, c.fallbackHint(m), "the message %q has no %s: %s", id, plural(len(missing), "plural form", "plural forms"), strings.Join(missing, ", "))
	}
	allowed := c.placeholders(id)
	for _, form := range sortedForms(e.texts) {
		t := e.texts[form]
		if ref.plural && m.forms[form] == nil {
			found.Warnf("message-form", t.pos, "delete it; the forms are "+strings.Join(sortedForms(m.forms), ", "), "the language %q has no plural form %q", m.tag, form)
			continue
		}
		found = append(found, c.checkPlaceholders(m, id, t, allowed)...)
	}
	if !m.unsound[id] {
		found = append(found, c.render(m, id, e, needed, allowed)...)
	}
	return found
}

// render says the message in every form, as a page would.
func (c *Catalog) render(m *messages, id string, e *entry, needed, allowed []string) diag.List {
	var found diag.List
	sample := values{}
	for _, name := range allowed {
		sample[name] = "0"
	}
	for _, form := range needed {
		config := &i18n.LocalizeConfig{MessageID: id, TemplateData: sample, TemplateParser: patternParser{}}
		if c.reference(id).plural {
			config.PluralCount = m.forms[form]
		}
		if _, err := m.localizer.Localize(config); err != nil {
			m.unsound[id] = true
			found.Warnf("message-template", e.pos, c.fallbackHint(m), "the message %q cannot be shown: %v", id, err)
			break
		}
	}
	return found
}

// checkPlaceholders compares the placeholders of a text with English. One that
// English lacks has no value, so the message cannot be shown; one left out
// loses what it says. {{.Count}} may be left out: "one minute" says it.
func (c *Catalog) checkPlaceholders(m *messages, id string, t text, allowed []string) diag.List {
	var found diag.List
	for _, p := range t.pattern {
		if p.name == "" || slices.Contains(allowed, p.name) {
			continue
		}
		m.unsound[id] = true
		hint := "the message knows no values"
		if len(allowed) > 0 {
			hint = "the message knows " + list(allowed)
		}
		if near := decode.Suggest(p.name, allowed); near != "" {
			hint = fmt.Sprintf("did you mean {{.%s}}?", near)
		}
		found.Warnf("message-placeholder", t.at(p.offset, "{{"), hint+"; "+c.fallbackHint(m), "%s is not in the English message %q", p.text, id)
	}
	if id == datePattern {
		return found
	}
	for _, name := range allowed {
		if name != "Count" && !slices.ContainsFunc(t.pattern, func(p piece) bool { return p.name == name }) {
			found.Warnf("message-placeholder", t.pos, "say it somewhere in the text", "{{.%s}} of the English message %q is missing", name, id)
		}
	}
	return found
}

// placeholders returns the names for which a message gets values.
func (c *Catalog) placeholders(id string) []string {
	if id == datePattern {
		return dateNames
	}
	ref := c.reference(id)
	var names []string
	if ref.plural {
		names = append(names, "Count")
	}
	for _, form := range sortedForms(ref.texts) {
		for _, p := range ref.texts[form].pattern {
			if p.name != "" && !slices.Contains(names, p.name) {
				names = append(names, p.name)
			}
		}
	}
	return names
}

// reference returns the English message that decides what the others may say:
// the shipped one, since the program fills it, or one that the site has added.
func (c *Catalog) reference(id string) *entry {
	if e := c.last.entries[id]; e != nil {
		return e
	}
	return c.english.entries[id]
}

// inOrder returns the ids as they stand in the shipped English file, then those
// that the site has added.
func (c *Catalog) inOrder() []string {
	ids := slices.Clone(c.last.order)
	for _, id := range c.english.order {
		if c.last.entries[id] == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// leansOn returns the messages of the language that m is an easy variant of.
func (c *Catalog) leansOn(m *messages) (*messages, bool) {
	plain, ok := m.tag.plain()
	if !ok || c.languages[plain] == nil {
		return nil, false
	}
	return c.languages[plain], true
}

// fallbackHint says what readers see in place of a message.
func (c *Catalog) fallbackHint(m *messages) string {
	if plain, ok := c.leansOn(m); ok {
		return fmt.Sprintf("until then readers see it in %q", plain.tag)
	}
	if m == c.english {
		return "until then readers see the text that ships with Opas"
	}
	return "until then readers see it in English"
}

// at finds a place within a text in its file: the token stands as often before
// it in the file, counted from the beginning of the text, as it does in the
// text. That holds for every way YAML has of writing a text, since none changes
// braces.
func (t text) at(offset int, token string) diag.Pos {
	at := index(t.file, t.pos)
	if at < 0 {
		return t.pos
	}
	for skip := strings.Count(t.source[:offset], token); ; skip-- {
		next := bytes.Index(t.file[at:], []byte(token))
		if next < 0 {
			return t.pos
		}
		at += next
		if skip == 0 {
			break
		}
		at += len(token)
	}
	before := t.file[:at]
	line := bytes.LastIndexByte(before, '\n') + 1
	return diag.Pos{File: t.pos.File, Line: bytes.Count(before, []byte("\n")) + 1, Col: utf8.RuneCount(before[line:]) + 1}
}

// index returns the byte at which a place is, or -1.
func index(src []byte, p diag.Pos) int {
	at := 0
	for line := 1; line < p.Line; line++ {
		next := bytes.IndexByte(src[at:], '\n')
		if next < 0 {
			return -1
		}
		at += next + 1
	}
	for col := 1; col < p.Col; col++ {
		_, size := utf8.DecodeRune(src[at:])
		if size == 0 {
			return -1
		}
		at += size
	}
	return at
}

// sortedForms returns the plural forms that are keys of m, in CLDR's order.
func sortedForms[T any](m map[string]T) []string {
	var keys []string
	for _, form := range forms {
		if _, ok := m[form]; ok {
			keys = append(keys, form)
		}
	}
	return keys
}

func list(names []string) string {
	var b strings.Builder
	for i, name := range names {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "{{.%s}}", name)
	}
	return b.String()
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
