package site

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/git"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/source"
	"opas/i18n"
)

// stateFiles is a site with a page whose English was begun by the program.
func stateFiles(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{
		"site.yaml": "languages: [fi, en, ru]\ntitle: {fi: Testi}\n", "fi.md": text("Koti", "Yksi kaksi.\n"),
		"g/page.yaml": guidanceYAML, "g/fi.yaml": guidanceWords,
		"g/fi.md": text("Malli", "Alku.\n\n## Yksi\n\nTeksti jatkuu.\n"),
	}
	tree, _, err := source.Load(source.Folders{"content": {mapFS(files)}}.Tree())
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range StartTranslation(tree, "fi", "g", "en") {
		files[strings.TrimPrefix(name, "content/")] = string(data)
	}
	return files
}

// told lists what Translations says, one line a text.
func told(s *Site) []string {
	var lines []string
	for _, t := range s.Translations() {
		line := fmt.Sprintf("%s %s %d:", t.File, t.Key, t.Words)
		for _, in := range t.In {
			line += " " + in.State.String()
			if in.Draft {
				line += "*"
			}
		}
		lines = append(lines, strings.TrimPrefix(line, "content/"))
	}
	return lines
}

func TestTranslations(t *testing.T) {
	files := stateFiles(t)
	// A word changes, one is gone, one is not recorded, and one page has lost
	// its source.
	files["g/fi.yaml"] = strings.NewReplacer("Tiedossa", "Selvä asia", "Osallistuja, summary: Hän.", "Osallistuja").Replace(guidanceWords)
	files["g/en.yaml"] = strings.Replace(files["g/en.yaml"], `    "actions.meet.title"`, `    "actions.meet.other"`, 1)
	files["old/en.md"] = text("Old", "")
	s := stated(t, files, nil)
	want := []string{
		"fi.md  3: source missing missing",
		"g/fi.md  5: source current* missing",
		"g/fi.yaml roles.participant.title 1: source current* missing",
		"g/fi.yaml roles.counsellor.title 1: source current* missing",
		"g/fi.yaml roles.counsellor.summary 1: source current* missing",
		"g/fi.yaml phases.start.title 1: source current* missing",
		"g/fi.yaml phases.start.summary 1: source current* missing",
		"g/fi.yaml actions.meet.title 1: source untracked* missing",
		"g/fi.yaml actions.meet.text 2: source current* missing",
		"g/fi.yaml outcomes.known 2: source stale* missing",
		"g/fi.yaml roles.participant.summary 0: source orphan* source",
		"old/fi.md  0: source orphan source",
	}
	if diff := cmp.Diff(want, told(s)); diff != "" {
		t.Error(diff)
	}
	en := s.Page("g").Editions[1].Words
	if got := en.Get("outcomes.known").State; got != Stale {
		t.Errorf("the word that changed is %v", got)
	}
	if got := s.Page("g").Editions[2].Words.Get("outcomes.known"); got.State != Stale || got.Lang.Tag != "en" {
		t.Errorf("the fallback of the word that changed is %v in %v", got.State, got.Lang.Tag)
	}
}

// TestTranslationsFromHistory: a stamp that is missing comes from the history;
// one that is there asks nobody.
func TestTranslationsFromHistory(t *testing.T) {
	files := stateFiles(t)
	files["en.md"] = text("Home", "One two.\n")
	files["g/en.yaml"] = guidanceWords
	files["g/ru.md"] = text("Модель", "Начало.\n\n## Раз\n")
	past := map[git.Origin]string{
		{File: "content/en.md", Source: "content/fi.md"}:         "\ufeff" + strings.ReplaceAll(files["fi.md"], "\n", "\r\n"),
		{File: "content/g/en.yaml", Source: "content/g/fi.yaml"}: strings.Replace(guidanceWords, "Tapaa,", "Näe,", 1),
		{File: "content/g/ru.md", Source: "content/g/fi.md"}:     "",
	}
	calls := 0
	s := stated(t, files, func(ask []git.Origin) [][]byte {
		calls++
		answer := make([][]byte, len(ask))
		for i, o := range ask {
			old, ok := past[o]
			if !ok {
				t.Errorf("asked for %v", o)
			}
			if old != "" {
				answer[i] = []byte(old)
			}
		}
		return answer
	})
	got := map[string]string{}
	for _, x := range s.Translations() {
		got[x.File+" "+x.Key] = x.In[1].State.String() + " " + x.In[2].State.String()
	}
	for name, want := range map[string]string{
		"content/fi.md ":                       "current missing",
		"content/g/fi.md ":                     "current untracked",
		"content/g/fi.yaml actions.meet.title": "stale missing",
		"content/g/fi.yaml actions.meet.text":  "current missing",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	if calls != 1 {
		t.Errorf("the history was asked %d times", calls)
	}
	if e := s.Page("g").Editions[1]; e.Words.State != Stale {
		t.Errorf("the words are %v", e.Words.State)
	}
}

// stated is the Site of the files, whatever the findings.
func stated(t *testing.T, files map[string]string, origins func([]git.Origin) [][]byte) *Site {
	t.Helper()
	tree, _, err := source.Load(source.Folders{"content": {mapFS(maps.Clone(files))}}.Tree())
	if err != nil {
		t.Fatal(err)
	}
	catalog, _ := lang.Load(source.Folders{"i18n": {i18n.FS}}.Tree(), "i18n", tree.Config.Tags)
	s, _ := Assemble(tree, Options{Catalog: catalog, Origins: origins})
	return s
}
