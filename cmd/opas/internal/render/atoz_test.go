package render

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/site"
)

// speaker makes a language of a site, with its order.
func speaker(t *testing.T, tag lang.Tag) *site.Language {
	t.Helper()
	catalog, found := lang.Load(fstest.MapFS{}, "i18n", []lang.Tag{tag})
	if found.Fails(false) {
		t.Fatal(found)
	}
	return &site.Language{Tag: tag, Chain: []lang.Tag{tag}, Locale: catalog.Locale(tag, []lang.Tag{tag})}
}

// TestIndexOrder: texts stand in the order of the language, under its letters.
func TestIndexOrder(t *testing.T) {
	for _, tt := range []struct {
		tag  lang.Tag
		text []string
		want string
	}{
		{"fi", []string{"Äiti", "ala", "Åland", "Ökö", "zoo", "élan", "eläke", "7 päivää", "”Oma” polku", "Wau", "vuosi"},
			": 7 päivää | A: ala | E: élan, eläke | O: ”Oma” polku | V: vuosi | W: Wau | Z: zoo | Å: Åland | Ä: Äiti | Ö: Ökö"},
		{"sv", []string{"ös", "åka", "äta", "zon", "ort"}, "O: ort | Z: zon | Å: åka | Ä: äta | Ö: ös"},
		{"en", []string{"The agreement", "A map", "Bonus", "Ätna", "an hour", "Theory"}, "A: The agreement, Ätna | B: Bonus | H: an hour | M: A map | T: Theory"},
		{"ar", []string{"الممرض", "أجر", "إجازة", "التدريب", "بحث"}, "ا: إجازة, أجر | ب: بحث | ت: التدريب | م: الممرض"},
		{"ru", []string{"йод", "игра", "ёлка", "ель", "яма"}, "Е: ёлка, ель | И: игра | Й: йод | Я: яма"},
	} {
		l := speaker(t, tt.tag)
		list := newIndexList()
		for i, text := range tt.text {
			list.add(text, Link{Href: fmt.Sprint(i), Text: fmt.Sprint("page ", i)}, false)
		}
		var got []string
		letter := "none"
		for _, e := range list.sorted(l) {
			if next := letterOf(l.Locale, sortKey(l, e.Text)); next != letter {
				letter = next
				got = append(got, letter+": "+e.Text)
			} else {
				got[len(got)-1] += ", " + e.Text
			}
		}
		if s := strings.Join(got, " | "); s != tt.want {
			t.Errorf("%s:\n%s, want\n%s", tt.tag, s, tt.want)
		}
	}
}

// TestIndexEntries: a title leads to its page, a heading of several pages names
// them, and a label of all pages is left out.
func TestIndexEntries(t *testing.T) {
	list := newIndexList()
	page := func(i int) Link { return Link{Href: fmt.Sprint("p", i), Text: fmt.Sprint("Page ", i)} }
	for i := range mostHeaded + 1 {
		list.add(page(i).Text, page(i), false)
		list.add("Often", Link{Href: page(i).Href + "#often", Text: page(i).Text}, false)
		list.add("When", page(i), true)
	}
	list.add("Page 1", Link{Href: "p2#one", Text: "Page 2"}, false)
	list.add("Pay", Link{Href: "p3#pay", Text: "Page 3"}, false)
	list.add("Pay", Link{Href: "p3#pay-2", Text: "Page 3"}, false)
	list.add("Leave", Link{Href: "p3#leave", Text: "Page 3"}, true)
	list.add("Leave", Link{Href: "p4#leave", Text: "Page 4"}, true)
	got := map[string]IndexEntry{}
	for _, e := range list.sorted(speaker(t, "en")) {
		got[e.Text] = e
	}
	if len(got) != mostHeaded+3 {
		t.Errorf("%d entries: %v", len(got), got)
	}
	if e := got["Page 1"]; e.Href != "p1" || len(e.Places) != 1 || e.Places[0].Href != "p2#one" {
		t.Errorf("a title: %+v", e)
	}
	if e := got["Pay"]; e.Href != "p3#pay" || e.Page != "Page 3" || e.Places != nil {
		t.Errorf("a heading: %+v", e)
	}
	if e := got["Leave"]; e.Href != "" || len(e.Places) != 2 {
		t.Errorf("a term of two pages: %+v", e)
	}
}
