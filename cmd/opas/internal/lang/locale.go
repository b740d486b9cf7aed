package lang

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"opas/cmd/opas/internal/decode"
)

// Locale speaks one language to one reader. It is safe for concurrent use;
// make one for each language of a site and share it.
type Locale struct {
	tag     Tag
	catalog *Catalog
	layers  []*messages // where to look for a message, in order

	resolved sync.Map // id -> *messages that have it
	plain    sync.Map // id -> text of a message without values

	collators sync.Pool // of *collate.Collator, which only one goroutine may use at a time
	mu        sync.Mutex
	printer   *message.Printer // guarded by mu
}

// Locale returns the voice of a language. The chain is the one Chain gives; what
// none of its languages can say is said in English.
func (c *Catalog) Locale(t Tag, chain []Tag) *Locale {
	l := &Locale{tag: t, catalog: c}
	wish := []Tag{t}
	if plain, ok := t.plain(); ok {
		wish = append(wish, plain)
	}
	wish = append(append(wish, chain...), English)
	for _, tag := range wish {
		if m := c.languages[tag]; m != nil && !slices.Contains(l.layers, m) {
			l.layers = append(l.layers, m)
		}
	}
	if !slices.Contains(l.layers, c.last) {
		l.layers = append(l.layers, c.last)
	}
	// Variants such as "simple" change neither order nor numbers.
	lt := language.Make(t.Primary())
	if c, err := language.Compose(t.language().Raw()); err == nil {
		lt = c
	}
	l.collators.New = func() any { return collate.New(lt) }
	if latin, err := lt.SetTypeForKey("nu", "latn"); err == nil {
		lt = latin
	}
	l.printer = message.NewPrinter(lt)
	return l
}

// Tag returns the language of the reader.
func (l *Locale) Tag() Tag { return l.tag }

// Text returns the message; args are pairs "Name", value for {{.Name}}. A value
// is a string, a number, a decode.Date or a Tag, each written as the language
// writes it. An unknown id, a missing value, and an id that has plural forms
// panic: ids are ours, not the user's.
func (l *Locale) Text(id string, args ...any) string {
	if len(args) == 0 {
		if text, ok := l.plain.Load(id); ok {
			return text.(string)
		}
	}
	if l.catalog.isPlural(id) {
		panic(fmt.Sprintf("lang: message %q has plural forms: use Count", id))
	}
	text := l.say(id, nil, l.values(id, args))
	if len(args) == 0 {
		l.plain.Store(id, text)
	}
	return text
}

// Count returns the message in the plural form for n; {{.Count}} is n formatted.
func (l *Locale) Count(id string, n int, args ...any) string {
	return l.count(id, n, l.integer(n), args)
}

// Range returns the message in the plural form for from–to, which {{.Count}}
// then is: "2–6 months". A range of one number is that number.
func (l *Locale) Range(id string, from, to int, args ...any) string {
	if from == to {
		return l.Count(id, from, args...)
	}
	return l.count(id, rangeCount(l.speaker(id).tag, to), l.Text("number-range", "From", from, "To", to), args)
}

func (l *Locale) count(id string, n int, written string, args []any) string {
	if !l.catalog.isPlural(id) {
		panic(fmt.Sprintf("lang: message %q has no plural forms: use Text", id))
	}
	v := l.values(id, args)
	v["Count"] = written
	return l.say(id, n, v)
}

// List joins texts as the language does: "a, b and c".
func (l *Locale) List(items []string) string {
	if len(items) == 0 {
		return ""
	}
	joined := items[0]
	for i, item := range items[1:] {
		id := "list-middle"
		if i == len(items)-2 {
			id = "list-end"
		}
		joined = l.Text(id, "Left", joined, "Right", item)
	}
	return joined
}

// Comma is what the language puts between two items of a list: ", ".
func (l *Locale) Comma() string { return l.Text("list-middle", "Left", "", "Right", "") }

// datePattern is the message that writes a date, with dateNames for its parts.
const datePattern = "date"

var dateNames = []string{"Day", "Month", "MonthName", "Year"}

// Date writes a day by the pattern of the language: "21.11.2026",
// "21 November 2026". A month that no calendar has is written as a number.
func (l *Locale) Date(d decode.Date) string {
	name := strconv.Itoa(d.Month)
	if 1 <= d.Month && d.Month <= 12 {
		name = l.Text("month-" + name)
	}
	return l.say(datePattern, nil, values{
		"Day": strconv.Itoa(d.Day), "Month": strconv.Itoa(d.Month), "MonthName": name, "Year": strconv.Itoa(d.Year),
	})
}

// Number writes a number with at most three decimals, in Latin digits always.
func (l *Locale) Number(n float64) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.printer.Sprint(number.Decimal(n))
}

// integer writes a whole number; most of them have no groups of thousands.
func (l *Locale) integer(n int) string {
	if 0 <= n && n < 1000 {
		return strconv.Itoa(n)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.printer.Sprint(number.Decimal(n))
}

// Bytes writes the size of a file: "120 kt", "120 KB". A kilobyte is 1000 bytes.
func (l *Locale) Bytes(n int64) string {
	switch {
	case n < 1000:
		return l.Text("bytes-b", "Size", int(n))
	case n < 999_500:
		return l.Text("bytes-kb", "Size", int((n+500)/1000))
	case n < 9_950_000:
		return l.Text("bytes-mb", "Size", float64((n+50_000)/100_000)/10)
	}
	return l.Text("bytes-mb", "Size", int((n+500_000)/1_000_000))
}

// Less reports whether a comes before b in the collation order of the language.
// Texts that the language holds for equal are ordered by their bytes, so that
// sorting always has one result.
func (l *Locale) Less(a, b string) bool {
	c := l.collators.Get().(*collate.Collator)
	order := c.CompareString(a, b)
	l.collators.Put(c)
	if order == 0 {
		return a < b
	}
	return order < 0
}

// Language returns what a language is called in the reader's language, as it
// stands within a sentence: "ruotsi", "Swedish".
func (l *Locale) Language(t Tag) string {
	name, easy := t.nameIn(l.tag)
	if easy {
		return l.Text("language-simple", "Language", name)
	}
	return name
}

// Messages returns all messages without plural forms whose id begins with
// prefix, for scripts. Their placeholders stand as written: {{.Name}}.
func (l *Locale) Messages(prefix string) map[string]string {
	texts := map[string]string{}
	for id, m := range l.under(prefix, false) {
		texts[id] = m.entries[id].texts["other"].source
	}
	return texts
}

// Plurals returns all messages with plural forms whose id begins with prefix,
// by id and form ("one", "other"), for scripts that choose the form by
// Intl.PluralRules. Their placeholders stand as written: {{.Count}}.
func (l *Locale) Plurals(prefix string) map[string]map[string]string {
	texts := map[string]map[string]string{}
	for id, m := range l.under(prefix, true) {
		texts[id] = map[string]string{}
		for form, t := range m.entries[id].texts {
			if m.forms[form] != nil {
				texts[id][form] = t.source
			}
		}
	}
	return texts
}

// under returns the ids that begin with prefix, and who speaks each.
func (l *Locale) under(prefix string, plural bool) map[string]*messages {
	speakers := map[string]*messages{}
	first, _ := slices.BinarySearch(l.catalog.ids, prefix)
	for _, id := range l.catalog.ids[first:] {
		if !strings.HasPrefix(id, prefix) {
			break
		}
		if l.catalog.isPlural(id) == plural {
			speakers[id] = l.speaker(id)
		}
	}
	return speakers
}

// isPlural reports whether a message is used with a number.
func (c *Catalog) isPlural(id string) bool {
	ref := c.reference(id)
	return ref != nil && ref.plural
}

// speaker returns the first messages of the chain that can say the id.
func (l *Locale) speaker(id string) *messages {
	if m, ok := l.resolved.Load(id); ok {
		return m.(*messages)
	}
	if _, known := slices.BinarySearch(l.catalog.ids, id); !known {
		panic(fmt.Sprintf("lang: there is no message %q", id))
	}
	l.catalog.used.Store(id, true)
	for _, m := range l.layers {
		if m.entries[id] != nil && !m.unsound[id] {
			l.resolved.Store(id, m)
			return m
		}
	}
	// A message that a site has added, and that is broken: its error stops
	// the build, so nobody reads this.
	l.resolved.Store(id, l.catalog.english)
	return l.catalog.english
}

// say lets go-i18n choose the form and fill in the values.
func (l *Locale) say(id string, count any, v values) string {
	m := l.speaker(id)
	if m.unsound[id] {
		return id
	}
	text, err := m.localizer.Localize(&i18n.LocalizeConfig{MessageID: id, PluralCount: count, TemplateData: v, TemplateParser: patternParser{}})
	if err != nil {
		panic(fmt.Sprintf("lang: message %q: %v", id, err))
	}
	return text
}

// values turns pairs of name and value into texts.
func (l *Locale) values(id string, args []any) values {
	if len(args)%2 != 0 {
		panic(fmt.Sprintf("lang: message %q: a name without a value", id))
	}
	v := values{}
	for i := 0; i < len(args); i += 2 {
		name, ok := args[i].(string)
		if !ok {
			panic(fmt.Sprintf("lang: message %q: %v is not the name of a value", id, args[i]))
		}
		switch value := args[i+1].(type) {
		case string:
			v[name] = value
		case int:
			v[name] = l.integer(value)
		case float64:
			v[name] = l.Number(value)
		case decode.Date:
			v[name] = l.Date(value)
		case Tag:
			v[name] = l.Language(value)
		default:
			v[name] = fmt.Sprint(value)
		}
	}
	return v
}
