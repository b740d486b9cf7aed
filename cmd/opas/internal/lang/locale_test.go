package lang

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/decode"
	shipped "opas/i18n"
)

func shippedLocale(t testing.TB, tag Tag) *Locale {
	t.Helper()
	c, _ := Load(shipped.FS, ".", []Tag{"fi", "en"})
	return c.Locale(tag, Chain(tag, "fi", []Tag{"fi", "en", tag}))
}

func TestShippedTexts(t *testing.T) {
	fi, en := shippedLocale(t, "fi"), shippedLocale(t, "en")
	day := decode.Date{Year: 2026, Month: 11, Day: 5}
	for _, test := range []struct{ got, want string }{
		{fi.Text("site-skip"), "Siirry sisältöön"},
		{en.Text("site-skip"), "Skip to the content"},
		{fi.Date(day), "5.11.2026"},
		{en.Date(day), "5 November 2026"},
		{fi.Text("page-updated", "Date", day), "Päivitetty 5.11.2026"},
		{en.Date(decode.Date{Year: 1, Month: 13, Day: 99}), "99 13 1"},
		{fi.Count("duration-months", 1), "1 kuukausi"},
		{fi.Count("duration-months", 12), "12 kuukautta"},
		{fi.Count("duration-months", 0), "0 kuukautta"},
		{fi.Range("duration-months", 3, 9), "3–9 kuukautta"},
		{fi.Range("duration-months", 0, 1), "0–1 kuukautta"},
		{fi.Range("duration-months", 1, 1), "1 kuukausi"},
		{en.Range("duration-months", 0, 1), "0–1 months"},
		{en.Count("path-extent-ects", 1210), "1,210 ECTS credits"},
		{fi.Count("path-extent-ects", 1210), "1\u00a0210 opintopistettä"},
		{fi.Number(1234.5), "1\u00a0234,5"},
		{en.Number(-1234.5), "-1,234.5"},
		{en.Number(0), "0"},
		{fi.Bytes(0), "0 t"},
		{fi.Bytes(120_000), "120 kt"},
		{en.Bytes(120_000), "120 KB"},
		{en.Bytes(999), "999 B"},
		{en.Bytes(1000), "1 KB"},
		{en.Bytes(999_499), "999 KB"},
		{en.Bytes(999_500), "1 MB"},
		{fi.Bytes(1_449_000), "1,4 Mt"},
		{en.Bytes(9_949_999), "9.9 MB"},
		{en.Bytes(9_950_000), "10 MB"},
		{en.Bytes(math.MaxInt64 / 2), "4,611,686,018,427 MB"},
		{fi.List(nil), ""},
		{fi.List([]string{"a"}), "a"},
		{fi.List([]string{"a", "b"}), "a ja b"},
		{en.List([]string{"a", "b", "c", "d"}), "a, b, c and d"},
		{en.Comma(), ", "},
		{fi.Language("en"), "englanti"},
		{en.Language("fi"), "Finnish"},
		{fi.Language("fi-simple"), "selkosuomi"},
		{en.Language("fi-simple"), "easy Finnish"},
		{fi.Language("prs"), "دری"},
		{fi.Text("page-fallback", "Language", Tag("fi"), "Shown", Tag("en")),
			"Tätä sivua ei ole vielä saatavilla tällä kielellä (suomi). Tekstin kieli on englanti."},
		{en.Text("guidance-phase-of", "Number", 2, "Total", 9), "Phase 2 of 9"},
		{en.Text("guidance-phase-of", "Number", 2.5, "Total", true), "Phase 2.5 of true"},
		{string(fi.Tag()), "fi"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

// Arabic writes its own digits by default; here they are Latin.
func TestLatinDigits(t *testing.T) {
	for _, tag := range []Tag{"ar", "fa", "ckb", "my", "prs", "fi-simple"} {
		l := shippedLocale(t, tag)
		got := l.Number(1234.5) + l.Count("duration-minutes", 1234) + l.Date(decode.Date{Year: 2026, Month: 1, Day: 2}) + l.Bytes(5_500_000)
		if strings.ContainsFunc(got, func(r rune) bool {
			return r > '9' && r != '\u00a0' && strings.ContainsRune("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹၀၁၂၃၄၅၆၇၈၉", r)
		}) {
			t.Errorf("%s: %q", tag, got)
		}
	}
}

func TestFallback(t *testing.T) {
	c, _ := loadFiles(t, []Tag{"fi", "fi-simple", "ar"},
		"en.yaml", english,
		"fi.yaml", "home: Etusivu\nhello: \"{{.Name}}, {{.Place}}\"\nend: Loppu\n",
		"fi-simple.yaml", "home: Alku\nhello: \"{{.Wrong}}\"\n",
		"ar.yaml", "home: \"\"\ndays:\n  one: \"{{.Name}}\"\n  other: \"{{.Count}} {{.Name}}\"\n")
	available := []Tag{"fi", "en", "fi-simple", "ar"}
	simple := c.Locale("fi-simple", Chain("fi-simple", "fi", available))
	ar := c.Locale("ar", Chain("ar", "fi", available))
	sv := c.Locale("sv", nil)
	for _, test := range []struct{ got, want string }{
		{simple.Text("home"), "Alku"},
		{simple.Text("hello", "Name", "A", "Place", "B"), "A, B"}, // its own cannot be filled
		{simple.Text("end"), "Loppu"},
		{simple.Count("days", 2, "Name", "A"), "2 days of A"},
		{ar.Text("home"), "Home"},                        // English before Finnish
		{ar.Count("days", 1, "Name", "A"), "1 day of A"}, // forms are missing
		{sv.Text("home"), "Home"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

// A site without Finnish still lets easy Finnish lean on Finnish messages, and
// what is wrong in those is not the site's concern.
func TestSimpleAlone(t *testing.T) {
	fi := strings.NewReplacer("Home", "Etusivu", "in {{.Place}}", "in {{.Palce}}").Replace(english)
	c, found := loadFiles(t, []Tag{"fi-simple"}, "en.yaml", english, "fi.yaml", fi, "fi-simple.yaml", "end: Loppu\n")
	if len(found) > 0 {
		t.Errorf("%q", lines(found))
	}
	l := c.Locale("fi-simple", []Tag{"fi-simple"})
	if got := l.Text("home"); got != "Etusivu" {
		t.Errorf("home = %q", got)
	}
	if got := l.Text("hello", "Name", "A", "Place", "B"); got != "Hello A in B" {
		t.Errorf("hello = %q", got)
	}
}

func TestPlurals(t *testing.T) {
	ru := english[:strings.Index(english, "days")] + `days:
  one: "{{.Count}} день, {{.Name}}"
  few: "{{.Count}} дня, {{.Name}}"
  many: "{{.Count}} дней, {{.Name}}"
  other: "{{.Count}} дня (other), {{.Name}}"
end: Конец
`
	c, found := loadFiles(t, []Tag{"ru"}, "en.yaml", english, "ru.yaml", ru)
	if len(found) > 0 {
		t.Errorf("%q", lines(found))
	}
	l := c.Locale("ru", nil)
	for n, want := range map[int]string{1: "1 день, А", 3: "3 дня, А", 11: "11 дней, А", 21: "21 день, А", 1001: "1\u00a0001 день, А"} {
		if got := l.Count("days", n, "Name", "А"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if got := l.Range("days", 1, 5, "Name", "А"); got != "1–5 дней, А" {
		t.Errorf("1 to 5: %q", got)
	}
	want := map[string]map[string]string{"days": {
		"one": "{{.Count}} день, {{.Name}}", "few": "{{.Count}} дня, {{.Name}}", "many": "{{.Count}} дней, {{.Name}}", "other": "{{.Count}} дня (other), {{.Name}}",
	}}
	if diff := cmp.Diff(want, l.Plurals("da")); diff != "" {
		t.Errorf("Plurals (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"home": "Home", "hello": "Hello {{.Name}} in {{.Place}}"}, l.Messages("h")); diff != "" {
		t.Errorf("Messages (-want +got):\n%s", diff)
	}
}

func TestPanics(t *testing.T) {
	l := shippedLocale(t, "fi")
	for name, call := range map[string]func(){
		"unknown id":       func() { l.Text("site-skipp") },
		"unknown plural":   func() { l.Count("nothing", 1) },
		"no value":         func() { l.Text("page-updated") },
		"wrong name":       func() { l.Text("page-updated", "Day", "x") },
		"odd arguments":    func() { l.Text("page-updated", "Date") },
		"name not a text":  func() { l.Text("page-updated", 1, "Date") },
		"text of a plural": func() { l.Text("duration-months") },
		"count of a text":  func() { l.Count("site-skip", 2) },
		"range of a text":  func() { l.Range("site-skip", 2, 3) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			call()
		}()
	}
}

func TestLess(t *testing.T) {
	words := []string{"äiti", "Zorro", "apu", "åker", "öljy", "Apu", "zeppelin", "arki", "ära"}
	for tag, want := range map[Tag]string{
		"fi":        "apu Apu arki zeppelin Zorro åker äiti ära öljy",
		"fi-simple": "apu Apu arki zeppelin Zorro åker äiti ära öljy",
		"en":        "äiti åker apu Apu ära arki öljy zeppelin Zorro",
	} {
		l := shippedLocale(t, tag)
		sorted := slices.Clone(words)
		slices.SortFunc(sorted, func(a, b string) int {
			switch {
			case l.Less(a, b):
				return -1
			case l.Less(b, a):
				return 1
			}
			return 0
		})
		if got := strings.Join(sorted, " "); got != want {
			t.Errorf("%s: %s, want %s", tag, got, want)
		}
	}
	// Equal for the language, yet always in one order.
	l := shippedLocale(t, "en")
	a, b := "a\u0308", "ä"
	if l.Less(a, b) == l.Less(b, a) {
		t.Errorf("%q and %q have no order", a, b)
	}
}

// Meant for the race detector.
func TestConcurrent(t *testing.T) {
	l := shippedLocale(t, "fi")
	say := func(i int) string {
		return fmt.Sprint(l.Text("site-skip"), l.Text("page-updated", "Date", decode.Date{Year: 2026, Month: 1, Day: i%28 + 1}),
			l.Count("duration-months", i), l.Number(float64(i)+1234.5), l.Less("äiti", "apu"), l.Language("en"), len(l.Messages("form-")))
	}
	want := make([]string, 50)
	for i := range want {
		want[i] = say(i)
	}
	l = shippedLocale(t, "fi")
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for i := range want {
				if got := say(i); got != want[i] {
					t.Errorf("%d: %q, want %q", i, got, want[i])
				}
			}
		})
	}
	wait.Wait()
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		Load(shipped.FS, ".", []Tag{"fi", "en"})
	}
}

func BenchmarkText(b *testing.B) {
	l := shippedLocale(b, "fi")
	for b.Loop() {
		l.Text("site-skip")
	}
}

func BenchmarkTextWithValue(b *testing.B) {
	l := shippedLocale(b, "fi")
	for b.Loop() {
		l.Text("page-fallback", "Language", "x", "Shown", "y")
	}
}
