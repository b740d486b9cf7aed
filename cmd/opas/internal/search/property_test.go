package search

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"opas/cmd/opas/internal/words"
)

// smallSites are a few pages in languages of every kind.
var smallSites = map[string][]Page{
	"fi": {
		{Number: 3, Path: "", Title: "Opas mentorointiin", Summary: "Näin mentorointi alkaa.", Section: -1, Sections: []Section{
			{Text: "Työelämäohjaaja ja mentori sopivat ensimmäisestä tapaamisesta. EU:n alueelta tulleen lupa-asiat ovat valmiit."},
			{ID: "tyo", Heading: "Työ ja vuorot", Terms: []string{"työvuoro"}, Text: "Töitä on aamulla ja illalla.\nSote-työntekijän työvuorot suunnitellaan viikoksi 24–7."},
		}},
		{Number: 7, Path: "perehdytys/", Title: "Perehdytys", Section: 0, Audiences: []int{0, 2}, Sections: []Section{
			{Text: "Perehdyttäjän tehtävä on näyttää, kuinka työ tehdään."},
			{ID: "tauot", Heading: "Tauot", Text: ""},
		}},
		{Number: 9, Path: "tyhja/", Title: "", Section: 1},
	},
	"en":      {{Number: 1, Path: "", Title: "A guide", Section: -1, Sections: []Section{{Text: "She went to the first meeting with her line manager's checklist, e-mail and self-check."}}}},
	"ar":      {{Number: 1, Path: "", Title: "دليل الإرشاد", Section: -1, Sections: []Section{{Text: "يعمل المُمَرِّض في المستشفى والعيادة (HUS) مع زملائه."}}}},
	"ru":      {{Number: 1, Path: "", Title: "Новый работник", Section: -1, Sections: []Section{{Text: "Всё ещё впереди: новый ёж, объём и съезд."}}}},
	"uk":      {{Number: 1, Path: "", Title: "Об'єкт", Section: -1, Sections: []Section{{Text: "Здоров’я і м'яч, комп’ютер."}}}},
	"zh-Hans": {{Number: 1, Path: "", Title: "学习汉语", Section: -1, Sections: []Section{{Text: "我在大学学习汉语。𠀀𠀁字 and Latin. 人"}}}},
	"th":      {{Number: 1, Path: "", Title: "คู่มือ", Section: -1, Sections: []Section{{Text: "พนักงานใหม่เริ่มงาน"}}}},
	"xx":      {{Number: 1, Path: "", Title: "𐐔𐐯𐑅𐐨𐑉𐐯𐐻", Section: -1, Sections: []Section{{Text: "Ǆungla ﬁnal İstanbul Straße ΣΟΦΌΣ 𝒳 a-b-c - --x-- A·B 12.5 ½"}}}},
}

func smallInput(tag string) Input {
	return Input{
		Tag: tag, Name: tag, Dir: "ltr", Words: words.For(tag), Audiences: []string{"workplace", "participant", "adviser"},
		Sections: []string{"mentoring", "other"}, Pages: smallSites[tag],
		Terms: Terms{Synonyms: [][]string{{"esihenkilö", "mentori"}, {"two words", "one"}}},
	}
}

func filesOf(indexes ...*Index) fstest.MapFS {
	files := fstest.MapFS{}
	for _, x := range indexes {
		for _, f := range x.Files() {
			files[f.Path] = &fstest.MapFile{Data: f.Data}
		}
	}
	return files
}

func open(t testing.TB, in Input) *Reader {
	t.Helper()
	r, err := Open(filesOf(Build(in)), in.Tag)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestEveryWordFindsItsSection: whatever stands in a section as a word finds
// that section when it is asked for.
func TestEveryWordFindsItsSection(t *testing.T) {
	for tag := range smallSites {
		r := open(t, smallInput(tag))
		section := 0
		for _, p := range smallSites[tag] {
			for i, s := range p.Sections {
				texts := append([]string{s.Heading, s.Text}, s.Terms...)
				if i == 0 {
					texts = append(texts, p.Title, p.Summary)
				}
				for _, text := range texts {
					for _, token := range r.language.Tokens(text) {
						q := &query{Reader: r}
						word := text[token.Start:token.End]
						list := q.words(word, false)
						if len(list) != 1 || q.tally(&list[0]).sections[section] == nil {
							t.Errorf("%s: %q does not find section %d of %q", tag, word, i, p.Path)
						}
					}
				}
				section++
			}
			if len(p.Sections) == 0 {
				section++
			}
		}
	}
}

// TestBadQueries: a query is whatever somebody types or pastes.
func TestBadQueries(t *testing.T) {
	for tag := range smallSites {
		r := open(t, smallInput(tag))
		for _, text := range []string{
			"", " ", "?!.,;:", "-", "--", "-a-", "a-", "'", "’’", "\x00", "\xff\xfe", "työ\xed\xa0\x80", "<script>alert(1)</script>",
			"مرحبا perehdytys العمل", strings.Repeat("a", 10000), strings.Repeat("työ ", 2500), strings.Repeat("x-", 5000), strings.Repeat("字", 3000),
			strings.Repeat("\u0301", 500), "a\u0301\u0301\u0301", "\u202eabc", "\u00ad", "1", "12 000", "EU:n", ":", "a:b:c", "𐐔", "ﷺ",
		} {
			for _, o := range []Options{{}, {Limit: 1, Prefix: true}, {Audience: "workplace", Section: "mentoring", Explain: true}, {Audience: "nobody"}} {
				result, err := r.Find(text, o)
				if err != nil {
					t.Errorf("%s: %.40q: %v", tag, text, err)
					continue
				}
				checkResult(t, result)
			}
		}
	}
}

// checkResult holds what is true of every result.
func checkResult(t testing.TB, result *Result) {
	t.Helper()
	if result.Total < len(result.Hits) {
		t.Errorf("%d hits of %d", len(result.Hits), result.Total)
	}
	last := 9.0
	for _, h := range result.Hits {
		if !(h.Score > 0 && h.Score <= last) {
			t.Errorf("score %v after %v", h.Score, last)
		}
		last = h.Score
		for text, marks := range map[string][][2]int{h.Excerpt: h.Marks, h.Title: h.TitleMarks, h.Heading: h.HeadingMarks} {
			at := -1
			for _, m := range marks {
				if m[0] <= at || m[1] <= m[0] || m[1] > units(text) {
					t.Errorf("marks %v in %q", marks, text)
				}
				at = m[1]
			}
			var all strings.Builder
			for _, p := range Pieces(text, marks) {
				all.WriteString(p.Text)
			}
			if all.String() != text {
				t.Errorf("pieces of %q are %q", text, all.String())
			}
		}
	}
}

// TestNoWords: a language without pages, or with pages that have no words, is
// asked like any other.
func TestNoWords(t *testing.T) {
	for _, pages := range [][]Page{nil, {{Number: 1, Path: "a/", Title: "—", Section: -1}}} {
		r := open(t, input("fi", pages))
		for _, text := range []string{"mentorointi", "työ", "²"} {
			if got := numbersOf(t, r, text, Options{Prefix: true}); got != nil {
				t.Errorf("%q finds %v", text, got)
			}
		}
	}
}

// TestMostAudiences: a page can be for as many audiences as there may be.
func TestMostAudiences(t *testing.T) {
	in := input("fi", pagesOf("mentori"))
	for i := range maxAudiences {
		in.Audiences = append(in.Audiences, fmt.Sprintf("audience-%d", i))
		in.Pages[0].Audiences = append(in.Pages[0].Audiences, i)
	}
	in.Audiences = in.Audiences[len(in.Audiences)-maxAudiences:]
	if got := numbersOf(t, open(t, in), "mentori", Options{Audience: "audience-29"}); len(got) != 1 {
		t.Errorf("found %v", got)
	}
}

// TestDamagedFiles: every file of an index cut off, emptied or missing is an
// error or is not needed; nothing panics.
func TestDamagedFiles(t *testing.T) {
	in := smallInput("fi")
	good := filesOf(Build(in))
	for path, f := range good {
		for _, data := range [][]byte{nil, f.Data[:len(f.Data)/2], []byte("\n\n\n"), []byte("{}"), []byte("null"), append([]byte("Z"), f.Data...)} {
			bad := fstest.MapFS{}
			for p, g := range good {
				bad[p] = g
			}
			bad[path] = &fstest.MapFile{Data: data}
			r, err := Open(bad, "fi")
			if err != nil {
				var damaged *DamagedError
				if !errors.As(err, &damaged) || damaged.Path == "" {
					t.Errorf("%s: %v does not name the file", path, err)
				}
				continue
			}
			for _, text := range []string{"työ", "perehdytys", "tauko", "mentorointi"} {
				if result, err := r.Find(text, Options{}); err == nil {
					checkResult(t, result)
				}
			}
		}
		missing := fstest.MapFS{}
		for p, g := range good {
			if p != path {
				missing[p] = g
			}
		}
		r, err := Open(missing, "fi")
		if err == nil {
			_, err = r.Find("työ perehdytys mentorointi", Options{})
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is missing: %v", path, err)
		}
	}
}

// TestOtherVersion: an index in another version of the formats, or one with a
// description that is not the one it names, is refused.
func TestOtherVersion(t *testing.T) {
	for part, other := range map[string]string{`"version":1`: `"version":2`, `"lang":"fi"`: `"lang":"sv"`} {
		files := filesOf(Build(smallInput("fi")))
		manifest := files["fi/index.json"]
		if !strings.Contains(string(manifest.Data), part) {
			t.Fatalf("the manifest has no %s", part)
		}
		manifest.Data = []byte(strings.Replace(string(manifest.Data), part, other, 1))
		if _, err := Open(files, "fi"); !errors.As(err, new(*DamagedError)) {
			t.Errorf("%s is opened: %v", other, err)
		}
	}
	files := filesOf(Build(smallInput("fi")))
	for path, f := range files {
		if strings.HasPrefix(path, "words/") {
			f.Data = append(f.Data, "own 9\n"...)
		}
	}
	if _, err := Open(files, "fi"); !errors.As(err, new(*DamagedError)) {
		t.Errorf("another description is taken: %v", err)
	}
}

func FuzzQuery(f *testing.F) {
	f.Add("fi", "perehdyttäjän työ", true)
	f.Add("ar", "ممرض HUS", false)
	f.Add("zh-Hans", "学习", true)
	f.Add("xx", "\xff a--b 𐐔", true)
	readers := map[string]*Reader{}
	for tag := range smallSites {
		readers[tag] = open(f, smallInput(tag))
	}
	f.Fuzz(func(t *testing.T, tag, text string, prefix bool) {
		r := readers[tag]
		if r == nil {
			r = readers["fi"]
		}
		result, err := r.Find(text, Options{Prefix: prefix, Explain: true})
		if err != nil {
			t.Fatal(err)
		}
		checkResult(t, result)
		for _, h := range result.Hits {
			if !utf8.ValidString(h.Excerpt) {
				t.Errorf("excerpt %q", h.Excerpt)
			}
		}
	})
}

// FuzzFiles puts any bytes in the place of a file of the index.
func FuzzFiles(f *testing.F) {
	good := filesOf(Build(smallInput("fi")))
	kinds := []string{"index.json", "w0.txt", "p0.json"}
	paths := make([]string, len(kinds))
	for path, file := range good {
		for i, k := range kinds {
			if strings.HasSuffix(path, "/"+k) {
				paths[i] = path
				f.Add(uint8(i), file.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		bad := fstest.MapFS{}
		for p, g := range good {
			bad[p] = g
		}
		bad[paths[int(which)%len(paths)]] = &fstest.MapFile{Data: data}
		r, err := Open(bad, "fi")
		if err != nil {
			return
		}
		for _, text := range []string{"työ", "t", "mentorointi perehdyttäjän"} {
			if result, err := r.Find(text, Options{Prefix: true, Explain: true}); err == nil {
				checkResult(t, result)
			}
		}
	})
}

// TestNumbers: what is written is read.
func TestNumbers(t *testing.T) {
	var b []byte
	list := []int{0, 1, 45, 46, 47, 2115, 2116, 97335, 97336, 1 << 29}
	for _, n := range list {
		b = appendNumber(b, n)
	}
	r := numbers{text: string(b)}
	for _, n := range list {
		if got := r.next(); got != n {
			t.Errorf("%d is read as %d", n, got)
		}
	}
	if r.more() || r.bad {
		t.Error("something is left")
	}
}

// TestDeterministic: the same pages in any order give the same bytes.
func TestDeterministic(t *testing.T) {
	in := smallInput("fi")
	want := fmt.Sprint(Build(in).Files())
	in.Pages = []Page{in.Pages[2], in.Pages[0], in.Pages[1]}
	if got := fmt.Sprint(Build(in).Files()); got != want {
		t.Error("the order of the pages given changes the index")
	}
}
