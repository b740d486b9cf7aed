package lang

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/diag"
	shipped "opas/i18n"
)

// The messages that ship with Opas have no finding: no gap, no stray key, no
// wrong placeholder.
func TestShipped(t *testing.T) {
	c, found := Load(shipped.FS, ".", []Tag{"fi", "en", "fi-simple", "ar"})
	for _, d := range found {
		t.Errorf("%s: %s: %s (%s)", d.Pos, d.Code, d.Message, d.Hint)
	}
	if c.english != c.last {
		t.Error("the shipped English was read twice")
	}
	if len(c.IDs()) < 200 {
		t.Errorf("only %d messages", len(c.IDs()))
	}
	fi, err := fs.ReadFile(shipped.FS, "fi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, typewriter := range []string{" - ", "...", "'", "“"} {
		if strings.Contains(string(fi), typewriter) {
			t.Errorf("fi.yaml: %q is not Finnish typography", typewriter)
		}
	}
	// All files have the same order, so that a translator finds the place.
	for _, tag := range []Tag{"fi", "fi-simple", "ar"} {
		if diff := cmp.Diff(c.last.order, c.languages[tag].order); diff != "" {
			t.Errorf("order of %s.yaml (-en +%s):\n%s", tag, tag, diff)
		}
	}
}

// english is the last resort of the tests.
const english = `home: Home
hello: "Hello {{.Name}} in {{.Place}}"
date: "{{.Day}} {{.MonthName}} {{.Year}}"
month-1: January
number-range: "{{.From}}–{{.To}}"
days:
  one: "{{.Count}} day of {{.Name}}"
  other: "{{.Count}} days of {{.Name}}"
end: End
`

func loadFiles(t *testing.T, want []Tag, files ...string) (*Catalog, diag.List) {
	t.Helper()
	fsys := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fsys["i18n/"+files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return load(fsys, "i18n", want, []byte(english))
}

func lines(found diag.List) []string {
	var lines []string
	for _, d := range found.Sorted() {
		lines = append(lines, d.Severity.String()+" "+d.Pos.String()+" "+d.Code+": "+d.Message+" | "+d.Hint)
	}
	return lines
}

func TestFindings(t *testing.T) {
	for _, test := range []struct {
		name string
		want []Tag
		file []string
		says []string
	}{
		{"nothing to say", []Tag{"en"}, []string{"en.yaml", english}, nil},
		{"english is not there", []Tag{"en"}, nil, nil},
		{"a language without a file, and one that is empty", []Tag{"sv", "ar"}, []string{"en.yaml", english, "ar.yaml", "# later\n"}, []string{
			`warning i18n/ar.yaml message-file: the language "ar" has no messages | copy the messages of en.yaml and translate them; until then readers see another language`,
			`warning i18n/sv.yaml message-file: the language "sv" has no messages | copy en.yaml to sv.yaml and translate it; until then readers see another language`,
		}},
		{"gaps and strangers", []Tag{"sv"}, []string{"en.yaml", english, "sv.yaml", `hoome: Hem
hello: "Hej {{.Nmae}}"
date: "{{.Day}}.{{.Month}}.{{.Year}}"
month-1: januari
number-range: "{{.From}}–{{.To}}"
days:
  one: "en dag, {{.Name}}"
  many: "{{.Count}} {{.Name}}"
end: ""
`}, []string{
			`warning i18n/sv.yaml:1:1 message-missing: the message "home" is missing | until then readers see it in English`,
			`warning i18n/sv.yaml:1:1 message-unknown: there is no message "hoome" in English | did you mean "home"?`,
			`warning i18n/sv.yaml:2:9 message-placeholder: {{.Name}} of the English message "hello" is missing | say it somewhere in the text`,
			`warning i18n/sv.yaml:2:9 message-placeholder: {{.Place}} of the English message "hello" is missing | say it somewhere in the text`,
			`warning i18n/sv.yaml:2:13 message-placeholder: {{.Nmae}} is not in the English message "hello" | did you mean {{.Name}}?; until then readers see it in English`,
			`warning i18n/sv.yaml:6:1 message-form: the message "days" has no plural form: other | until then readers see it in English`,
			`warning i18n/sv.yaml:8:10 message-form: the language "sv" has no plural form "many" | delete it; the forms are one, other`,
			`warning i18n/sv.yaml:9:1 message-missing: the message "end" is empty | until then readers see it in English`,
		}},
		{"a gap in the middle", []Tag{"sv"}, []string{"en.yaml", english, "sv.yaml", "home: Hem\n" + english[strings.Index(english, "date"):]}, []string{
			`warning i18n/sv.yaml:1:1 message-missing: the message "hello" is missing | add it after "home"; until then readers see it in English`,
		}},
		{"forms of Arabic", []Tag{"ar"}, []string{"en.yaml", english, "ar.yaml", strings.Replace(english, "  one:", "  zero: \"{{.Name}} {{.Count}}\"\n  one:", 1)}, []string{
			`warning i18n/ar.yaml:6:1 message-form: the message "days" has no plural forms: two, few, many | until then readers see it in English`,
		}},
		{"one text for all forms", []Tag{"sv", "ja"}, []string{
			"en.yaml", english,
			"ja.yaml", english[:strings.Index(english, "days")] + "days: \"{{.Name}}: {{.Count}}\"\nend: E\n",
			"sv.yaml", english[:strings.Index(english, "days")] + "days: \"{{.Name}}: {{.Count}}\"\nend:\n  one: a\n  other: b\n",
		}, []string{
			`warning i18n/sv.yaml:6:1 message-form: the message "days" has no plural form: one | until then readers see it in English`,
			`warning i18n/sv.yaml:7:1 message-form: the message "end" has plural forms, but is used without a number | write one text`,
		}},
		{"broken templates", []Tag{"sv"}, []string{"en.yaml", english, "sv.yaml", `home: 'Hem {.X}'
hello: >-
  Hej {{.Name}}
  i ää {{range 9}}
date: "{{.Day}}.{{.Month}}.{{.Year}}"
month-1: januari
number-range: "{{.From}}–{{.To}}"
days:
  one: "{{.Count}} {{.Name}}"
  other: "{{.Count}} {{.Name}} }}"
end: [a]
`}, []string{
			`error i18n/sv.yaml:1:12 message-template: a placeholder has two braces on each side: "{." stands alone | write text and placeholders such as {{.Name}}`,
			`error i18n/sv.yaml:4:8 message-template: "{{range 9}}" is no placeholder | write text and placeholders such as {{.Name}}`,
			`error i18n/sv.yaml:10:32 message-template: a placeholder has two braces on each side: "}}" stands alone | write text and placeholders such as {{.Name}}`,
			`error i18n/sv.yaml:11:6 message-type: the message "end" must be a text | write a text, or a mapping of plural forms`,
		}},
		{"wrong form", []Tag{"sv"}, []string{"en.yaml", english, "sv.yaml", strings.Replace(english, "  one:", "  oen:", 1)}, []string{
			`error i18n/sv.yaml:7:3 message-form: "oen" is no plural form | did you mean one?`,
		}},
		{"a list", []Tag{"sv"}, []string{"en.yaml", english, "sv.yaml", "- home\n"}, []string{
			`error i18n/sv.yaml:1:1 message-type: a message file is a mapping of ids to texts | write one message a line, such as search-title: "Search"`,
		}},
		{"a site's own English", []Tag{"en"}, []string{"en.yaml", strings.Replace(english, "home: Home\n", "own: \"{{.Mine}}\"\n", 1)}, []string{
			`warning i18n/en.yaml:1:1 message-missing: the message "home" is missing | until then readers see the text that ships with Opas`,
		}},
		{"an easy variant says what differs", []Tag{"fi-simple"}, []string{"en.yaml", english, "fi.yaml", strings.Replace(english, "end: End\n", "", 1), "fi-simple.yaml", "home: Alku\n"}, []string{
			`warning i18n/fi-simple.yaml:1:1 message-missing: the message "end" is missing | add it after "home"; until then readers see it in "fi"`,
		}},
	} {
		_, found := loadFiles(t, test.want, test.file...)
		if diff := cmp.Diff(test.says, lines(found)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// A gap shows where the English text stands, unless it is English that has it.
func TestRelated(t *testing.T) {
	own := "# own\n" + strings.Replace(english, "home: Home\n", "", 1)
	_, found := loadFiles(t, []Tag{"sv"}, "en.yaml", own, "sv.yaml", strings.NewReplacer("hello", "x-hello").Replace(own))
	var related []string
	for _, d := range found.Sorted() {
		for _, r := range d.Related {
			related = append(related, d.Pos.String()+" "+d.Message+": "+r.Pos.String())
		}
	}
	want := []string{`i18n/sv.yaml:1:1 the message "hello" is missing: i18n/en.yaml:2:1`}
	if diff := cmp.Diff(want, related); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A file that cannot be parsed gives the findings of decode alone, not a gap
// for every message.
func TestUnreadable(t *testing.T) {
	c, found := loadFiles(t, []Tag{"sv"}, "en.yaml", english, "sv.yaml", "home: Hem\n\thello: x\n")
	if found.Count(diag.Error) == 0 || found.Count(diag.Warning) > 0 {
		t.Errorf("%q", lines(found))
	}
	if got := c.Locale("sv", nil).Text("end"); got != "End" {
		t.Errorf("end = %q", got)
	}
}

func TestIDs(t *testing.T) {
	c, _ := loadFiles(t, []Tag{"en"}, "en.yaml", english+"own: Own\n")
	want := []string{"date", "days", "end", "hello", "home", "month-1", "number-range", "own"}
	if !slices.Equal(c.IDs(), want) {
		t.Errorf("IDs() = %q", c.IDs())
	}
	l := c.Locale("en", nil)
	l.Text("home")
	l.Text("home")
	l.Count("days", 1, "Name", "x")
	l.Messages("o")
	if want := []string{"days", "home", "own"}; !slices.Equal(c.Used(), want) {
		t.Errorf("Used() = %q, want %q", c.Used(), want)
	}
}

// Whatever stands in a message file, loading ends and every message can be said.
func FuzzLoad(f *testing.F) {
	f.Add(english)
	f.Add("home: {{.X}}\nhello: '{{'\ndays: {one: }\n")
	f.Add("home: &a [*a]\n? x\n: y\n")
	f.Fuzz(func(t *testing.T, file string) {
		for _, name := range []string{"en.yaml", "ar.yaml"} {
			c, found := loadFiles(t, []Tag{"ar", "en"}, name, file)
			for _, d := range found {
				if !strings.HasPrefix(d.Pos.File, "i18n/") {
					t.Errorf("%q: a finding without a place: %+v", file, d)
				}
			}
			l := c.Locale("ar", []Tag{"ar", "en"})
			for _, n := range []int{0, 1, 2, 3, 11, 100} {
				l.Count("days", n, "Name", "x")
			}
			l.Text("hello", "Name", "x", "Place", "y")
			for id := range l.Messages("") {
				if id != "hello" && id != "date" && id != "number-range" && c.last.entries[id] != nil {
					l.Text(id)
				}
			}
		}
	})
}

func TestUntranslated(t *testing.T) {
	fsys := fstest.MapFS{
		"i18n/en.yaml":        {Data: []byte("a: A\nb: B\nc: C\n")},
		"i18n/fi.yaml":        {Data: []byte("a: A\nc: C\n")},
		"i18n/fi-simple.yaml": {Data: []byte("b: B\n")},
	}
	c, _ := load(fsys, "i18n", []Tag{"fi", "fi-simple", "sv"}, []byte("a: A\nb: B\nc: C\n"))
	for tag, want := range map[Tag]string{"fi": "[b]", "fi-simple": "[]", "sv": "[a b c]", "en": "[]"} {
		if got := fmt.Sprint(c.Untranslated(tag)); got != want {
			t.Errorf("%s lacks %s, want %s", tag, got, want)
		}
	}
}
