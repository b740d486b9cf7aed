package translate

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMessages: the messages of the interface travel like words, with the plural
// forms of the target language, and their placeholders as codes.
func TestMessages(t *testing.T) {
	f := newFolder(t, smallSite)
	ru := f.language("ru")
	finnish := []byte("# Otsikko\nhome: Etusivu\nup-to: \"Enintään {{.Limit}} merkkiä\"\npages:\n  one: \"{{.Count}} sivu\"\n  other: \"{{.Count}} sivua\"\n")
	russian := []byte("# Заголовок\nhome: Главная  # mine\n")
	file := OpenMessages(f.site, ru, finnish, russian, []string{"up-to", "pages"})
	var ids []string
	for _, u := range file.Units {
		ids = append(ids, u.ID+" "+u.State.String()+" "+u.Source.Marked())
	}
	want := []string{"home current Etusivu", "up-to missing Enintään {1/} merkkiä", "pages:one missing {1/} sivu", "pages:few missing {1/} sivua", "pages:many missing {1/} sivua", "pages:other missing {1/} sivua"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Fatal(diff)
	}
	files := []*File{file}
	for _, name := range formats {
		x := f.travel("ru", name, files, nil)
		if edits, found := Merge(f.site, ru, files, x, false); len(edits) > 0 || len(found) > 0 {
			t.Errorf("%s: unchanged: %v %v", name, edits, found)
		}
		back := map[string]string{"home": "Домой", "up-to": "Не более {1/} знаков", "pages:one": "{1/} страница", "pages:few": "{1/} страницы", "pages:many": "{1/} страниц", "pages:other": "страницы"}
		for i := range x.Files[0].Units {
			u := &x.Files[0].Units[i]
			u.Target, _ = readMarked(back[u.ID])
		}
		edits, found := Merge(f.site, ru, files, x, false)
		if len(edits) != 1 || len(found) != 1 || found[0].Code != "import-text" {
			t.Fatalf("%s: %v %v", name, edits, found)
		}
		want := "# Заголовок\nhome: Домой  # mine\nup-to: \"Не более {{.Limit}} знаков\"\npages:\n  one: \"{{.Count}} страница\"\n  few: \"{{.Count}} страницы\"\n  many: \"{{.Count}} страниц\"\n"
		if diff := cmp.Diff(want, string(edits[0].Bytes(russian))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if simple := OpenMessages(f.site, f.language("en"), finnish, nil, nil); len(simple.Units) != 0 {
		t.Errorf("what a language has from another is not missing: %v", simple.Units)
	}
}
