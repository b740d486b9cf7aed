package lang

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	shipped "opas/i18n"
)

// Catalog holds the UI messages of all languages (i18n/<lang>.yaml), one
// go-i18n Bundle each. It is safe for concurrent use.
type Catalog struct {
	languages map[Tag]*messages
	english   *messages // the site's own, or the shipped ones
	last      *messages // the English that ships with Opas
	ids       []string  // every id there is, sorted
	used      sync.Map  // ids asked for
}

// messages are those of one language.
type messages struct {
	tag       Tag
	file      string
	entries   map[string]*entry
	order     []string // ids as they stand in the file
	forms     map[string]any
	localizer *i18n.Localizer
	// unsound are the ids of messages with a finding that keeps them from
	// being shown; the next language of the chain speaks for them.
	unsound map[string]bool
	// broken says that the file could not be read to its end, so that what it
	// lacks is no finding.
	broken bool
}

// entry is one message as written.
type entry struct {
	pos    diag.Pos // of its id
	plural bool     // written with forms
	texts  map[string]text
}

// text is one form of a message; a message without forms has "other" alone.
type text struct {
	pos     diag.Pos
	source  string
	pattern pattern
	file    []byte // in which it stands
}

// Load reads the message files of the languages wanted and of en, and checks
// them: keys unknown to en, keys missing, missing plural categories of the
// language, broken templates, each with position (a gap is a warning and falls
// back to en). The Catalog is never nil, and speaks in every language however
// bad the files are.
//
// Dir is where the files are in fsys. An easy variant such as fi-simple needs
// only the messages that differ from its language's.
func Load(fsys fs.FS, dir string, want []Tag) (*Catalog, diag.List) {
	original, err := fs.ReadFile(shipped.FS, "en.yaml")
	if err != nil {
		panic("lang: the shipped English messages cannot be read: " + err.Error()) // embedded, hence always there
	}
	return load(fsys, dir, want, original)
}

// load is Load with the English to fall back to at the last.
func load(fsys fs.FS, dir string, want []Tag, original []byte) (*Catalog, diag.List) {
	var found diag.List
	c := &Catalog{languages: map[Tag]*messages{}}
	c.last, _ = read(English, path.Join(dir, "en.yaml"), original)

	// open reads the messages of a language, nil if there are none.
	open := func(tag Tag) (*messages, diag.List) {
		name := path.Join(dir, string(tag)+".yaml")
		src, err := fs.ReadFile(fsys, name)
		switch {
		case errors.Is(err, fs.ErrNotExist) && tag == English:
			return c.last, nil
		case errors.Is(err, fs.ErrNotExist):
			var found diag.List
			found.Warnf("message-file", diag.Pos{File: name},
				"copy en.yaml to "+string(tag)+".yaml and translate it; until then readers see another language", "the language %q has no messages", tag)
			return nil, found
		case err != nil:
			var found diag.List
			found.Errorf("message-file", diag.Pos{File: name}, "", "the messages cannot be read: %v", cause(err))
			return nil, found
		case tag == English && bytes.Equal(src, original):
			return c.last, nil
		}
		return read(tag, name, src)
	}

	m, findings := open(English)
	if m == nil {
		m = c.last
	}
	found = append(found, findings...)
	c.english = m
	c.languages[English] = m
	c.ids = union(c.last.order, m.order)

	for _, tag := range want {
		if c.languages[tag] != nil {
			continue
		}
		m, findings := open(tag)
		found = append(found, findings...)
		if m != nil {
			c.languages[tag] = m
		}
	}
	// An easy variant leans on its language even when that is not wanted; what
	// is wrong there is then not the site's concern.
	var unwanted []*messages
	for _, tag := range want {
		if plain, ok := tag.plain(); ok && c.languages[plain] == nil {
			if m, _ := open(plain); m != nil {
				c.languages[plain] = m
				unwanted = append(unwanted, m)
			}
		}
	}
	for _, m := range unwanted {
		c.check(m)
	}
	if c.english != c.last {
		found = append(found, c.check(c.english)...)
	}
	checked := map[*messages]bool{c.english: true}
	for _, tag := range want {
		if m := c.languages[tag]; m != nil && !checked[m] {
			checked[m] = true
			found = append(found, c.check(m)...)
		}
	}
	return c, found
}

// cause strips the path that an fs error repeats.
func cause(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// read reads one message file. Findings concern the file alone; check compares
// it with English.
func read(tag Tag, file string, src []byte) (*messages, diag.List) {
	m := &messages{tag: tag, file: file, entries: map[string]*entry{}, forms: formsOf(tag), unsound: map[string]bool{}}
	root, found := decode.Parse(file, src, 1)
	m.broken = found.Count(diag.Error) > 0
	switch root.Kind() {
	case decode.Absent, decode.Null:
		if !m.broken {
			found.Warnf("message-file", diag.Pos{File: file}, "copy the messages of en.yaml and translate them; until then readers see another language", "the language %q has no messages", tag)
			m.broken = true
		}
	case decode.Mapping:
		for _, field := range root.Fields() {
			id := field.Key.Value
			if m.entries[id] != nil {
				continue // decode has said that the key stands twice
			}
			e, findings := readEntry(field, src)
			found = append(found, findings...)
			m.entries[id] = e
			m.order = append(m.order, id)
			if findings.Count(diag.Error) > 0 {
				m.unsound[id] = true
			}
		}
	default:
		m.broken = true
		found.Errorf("message-type", root.Pos(), `write one message a line, such as search-title: "Search"`, "a message file is a mapping of ids to texts")
	}
	bundle, under := newBundle(tag)
	for _, id := range m.order {
		bundle.MustAddMessages(under, m.entries[id].message(id))
	}
	m.localizer = i18n.NewLocalizer(bundle, under.String())
	return m, found
}

// readEntry reads one message: a text, or a mapping of plural forms.
func readEntry(field decode.Field, src []byte) (*entry, diag.List) {
	var found diag.List
	e := &entry{pos: field.Key.Pos, texts: map[string]text{}}
	switch field.Value.Kind() {
	case decode.Null:
	case decode.Scalar:
		e.add("other", field.Value, src, &found)
	case decode.Mapping:
		e.plural = true
		for _, f := range field.Value.Fields() {
			form := f.Key.Value
			switch {
			case !slices.Contains(forms, form):
				hint := "the forms are zero, one, two, few, many and other"
				if near := decode.Suggest(form, forms); near != "" {
					hint = "did you mean " + near + "?"
				}
				found.Errorf("message-form", f.Key.Pos, hint, "%q is no plural form", form)
			case f.Value.Kind() == decode.Scalar:
				e.add(form, f.Value, src, &found)
			case f.Value.Kind() != decode.Null:
				found.Errorf("message-type", f.Value.Pos(), "", "the form %q of %q must be a text", form, field.Key.Value)
			}
		}
	default:
		found.Errorf("message-type", field.Value.Pos(), "write a text, or a mapping of plural forms", "the message %q must be a text", field.Key.Value)
	}
	return e, found
}

// add parses the text of a form; an empty text is as if it were not there.
func (e *entry) add(form string, n *decode.Node, src []byte, found *diag.List) {
	t := text{pos: n.Pos(), source: n.Scalar(), file: src}
	if t.source == "" {
		return
	}
	p, err := parsePattern(t.source)
	if err != nil {
		found.Errorf("message-template", t.at(err.offset, err.token), "write text and placeholders such as {{.Name}}", "%s", err.message)
	}
	t.pattern = p
	e.texts[form] = t
}

// message is the entry as go-i18n has it.
func (e *entry) message(id string) *i18n.Message {
	return &i18n.Message{
		ID: id, Zero: e.texts["zero"].source, One: e.texts["one"].source, Two: e.texts["two"].source,
		Few: e.texts["few"].source, Many: e.texts["many"].source, Other: e.texts["other"].source,
	}
}

// IDs returns the id of every message there is, sorted. It may not be changed.
func (c *Catalog) IDs() []string { return c.ids }

// Untranslated returns the ids of the messages that a language does not have
// itself, in the order of the English file; an easy variant has those of its
// language.
func (c *Catalog) Untranslated(tag Tag) []string {
	m := c.languages[tag]
	var ids []string
	for _, id := range c.inOrder() {
		if m != nil {
			plain, leans := c.leansOn(m)
			if e := m.entries[id]; e != nil && len(e.texts) > 0 || leans && plain.entries[id] != nil {
				continue
			}
		}
		ids = append(ids, id)
	}
	return ids
}

// Used returns the ids that Locales of the Catalog have been asked for, sorted:
// a test that renders a whole site finds with it what nobody needs any more.
func (c *Catalog) Used() []string {
	var ids []string
	c.used.Range(func(id, _ any) bool {
		ids = append(ids, id.(string))
		return true
	})
	slices.Sort(ids)
	return ids
}
