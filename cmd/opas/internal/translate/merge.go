package translate

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/site"
)

// Merge holds an Exchange that came back against the site as it is now: files
// are those of the language, as Open gives them. It returns the edits, in the
// order of files, and a finding for all that it refuses; what it does not
// refuse it applies. A translation that was changed since it was exported is
// refused as well, unless overwrite is set.
func Merge(s *site.Site, to *site.Language, files []*File, x *Exchange, overwrite bool) ([]*Edit, diag.List) {
	m := &merger{site: s, to: to, overwrite: overwrite}
	byPath := map[string]*File{}
	for _, f := range files {
		byPath[f.Path] = f
	}
	came := map[string]*ExchangeFile{}
	for i := range x.Files {
		r := &x.Files[i]
		switch {
		case byPath[r.Path] == nil:
			m.refuse("import-path", r.Pos, "a file is named as it was exported", "%q is no text of this site in its source language; nothing is written there", clip(r.Path))
		case came[r.Path] != nil:
			m.refuse("import-twice", r.Pos, "delete one of them", "the file %q stands twice", r.Path)
		default:
			came[r.Path] = r
		}
	}
	var edits []*Edit
	for _, f := range files {
		if r := came[f.Path]; r != nil {
			if e := m.file(f, r); e != nil {
				edits = append(edits, e)
			}
		}
	}
	return edits, m.found
}

// mostFindings is after how many findings a file is given up.
const mostFindings = 200

type merger struct {
	site      *site.Site
	to        *site.Language
	overwrite bool
	found     diag.List
}

func (m *merger) refuse(code string, pos diag.Pos, hint, format string, args ...any) {
	m.found.Errorf(code, pos, hint, format, args...)
}

// An answer is what came back for one unit.
type answer struct {
	text      Text // nil if nothing usable came
	changed   bool
	confirmed bool
	refused   bool
	pos       diag.Pos
}

// file merges one file; nil if nothing changes.
func (m *merger) file(f *File, r *ExchangeFile) *Edit {
	if !f.Words && r.Hash != f.Hash {
		m.refuse("import-outdated", r.Pos, "export the page again; what was translated can be copied over",
			"%s has changed since this was exported; nothing of it was applied", f.Path)
		return nil
	}
	answers := map[*Unit]answer{}
	seen := map[string]bool{}
	for n, back := range r.Units {
		if len(m.found) > mostFindings {
			m.refuse("import-many", back.Pos, "export the page again", "and so on: the %d texts that follow here were not looked at", len(r.Units)-n)
			return nil
		}
		i := slices.IndexFunc(f.Units, func(u *Unit) bool { return u.ID == back.ID })
		switch {
		case i < 0:
			m.refuse("import-id", back.Pos, "the ids must stay as they were exported", "%s has no text %q", f.Path, clip(back.ID))
			continue
		case seen[back.ID]:
			m.refuse("import-twice", back.Pos, "delete one of them", "the text %q stands twice", back.ID)
			delete(answers, f.Units[i])
			continue
		}
		seen[back.ID] = true
		if a := m.answer(f, r, f.Units[i], back); a.text != nil || a.refused {
			answers[f.Units[i]] = a
		}
	}
	touched := false
	for _, a := range answers {
		touched = touched || a.changed || a.confirmed && !a.refused
	}
	if !touched {
		return nil
	}
	if f.TargetBlob != r.TargetBlob && !m.overwrite {
		m.refuse("import-conflict", r.Pos, "export the page again, or import with --overwrite and look at the difference with git",
			"%s has changed since this was exported; nothing of it was applied", f.Target)
		return nil
	}
	if f.messages {
		return m.mergeMessages(f, r, answers)
	}
	if f.Words {
		return m.words(f, r, answers)
	}
	return m.text(f, r, answers)
}

// answer judges what came back for a unit.
func (m *merger) answer(f *File, r *ExchangeFile, u *Unit, back ExchangeUnit) answer {
	a := answer{pos: back.Pos, confirmed: back.Done && u.State != site.Current}
	if back.Target == nil {
		return answer{refused: back.Refused}
	}
	if f.Words && r.Blob != f.Blob && !back.Source.Same(u.Source) {
		m.refuse("import-outdated", back.Pos, "export it again", "the source text of %s has changed since this was exported", u.ID)
		return answer{refused: true}
	}
	if u.Target != nil && back.Target.Same(u.Target) {
		a.text = u.Target
		return a
	}
	text, problem := back.Target.filled(u)
	if problem == "" {
		problem = suspicious(text, u)
	}
	if problem != "" {
		m.refuse("import-text", back.Pos, fmt.Sprintf("the source is: %s", clip(u.Source.Marked())), "%s: %s", u.ID, problem)
		return answer{refused: true}
	}
	if !hasNoBreak(u.Source) && !hasNoBreak(u.Target) {
		text = withoutNoBreak(text) // an office program put them in
	}
	if n, source := utf8.RuneCountInString(text.Plain()), utf8.RuneCountInString(u.Source.Plain()); u.Label && n > 30 && n > 2*source {
		m.found.Warnf("import-long", back.Pos, "labels stand in buttons, tables and menus; find a shorter one if you can",
			"%s: the translation has %d characters, the source %d", u.ID, n, source)
	}
	a.text, a.changed = text, true
	return a
}

// markup looks like an element or a comment.
var markup = regexp.MustCompile(`<[A-Za-z/!?][^<>]*>?`)

// suspicious says what may not stand in a text, "" if all may.
func suspicious(t Text, u *Unit) string {
	for _, p := range t {
		if p.Kind != Words {
			continue
		}
		for _, r := range p.Data {
			switch {
			case unicode.IsControl(r), r == 0xfeff, r == 0x2028, r == 0x2029, r >= 0xfff9 && r <= 0xfffb, r&0xfffe == 0xfffe, r == utf8.RuneError:
				return fmt.Sprintf("the character U+%04X may not stand in a text", r)
			case r == 0x202d || r == 0x202e:
				return fmt.Sprintf("the character U+%04X turns the direction of a text around; write U+2067 … U+2069 for a part in another direction", r)
			}
		}
		if m := markup.FindString(p.Data); m != "" && !strings.Contains(u.Source.Plain(), m) && !strings.Contains(u.Target.Plain(), m) {
			return fmt.Sprintf("%q looks like HTML, which may not stand in a text", clip(m))
		}
	}
	if t.Plain() == "" && u.Source.Plain() != "" {
		return "the codes are there, but no words"
	}
	return ""
}

func hasNoBreak(t Text) bool {
	return slices.ContainsFunc(t, func(p Part) bool { return p.Kind == Words && strings.Contains(p.Data, "\u00a0") })
}

func withoutNoBreak(t Text) Text {
	out := append(Text{}, t...)
	for i := range out {
		if out[i].Kind == Words {
			out[i].Data = strings.ReplaceAll(out[i].Data, "\u00a0", " ")
		}
	}
	return trimmed(out)
}

// clip cuts a text for a message.
func clip(s string) string {
	const most = 120
	s = strings.ToValidUTF8(s, "\ufffd")
	if utf8.RuneCountInString(s) > most {
		return string([]rune(s)[:most]) + "…"
	}
	return s
}
