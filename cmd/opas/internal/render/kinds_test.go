package render_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/model"
)

var (
	idAttr    = regexp.MustCompile(` id="([^"]*)"`)
	refAttr   = regexp.MustCompile(` (?:aria-labelledby|aria-describedby|for)="([^"]*)"`)
	localLink = regexp.MustCompile(` href="#([^"]*)"`)
	heading   = regexp.MustCompile(`<h([1-6])[ >]`)
	control   = regexp.MustCompile(`<(?:input|textarea|select)[^>]*>`)
)

// TestKindPages holds what is true of every page of the guide, in both
// directions of writing.
func TestKindPages(t *testing.T) {
	for p, page := range buildGuide(t) {
		if !strings.HasSuffix(p, "/index.html") {
			continue
		}
		if strings.Contains(page, " style=") || strings.Contains(page, "<style") {
			t.Errorf("%s has a style in it, which the policy forbids", p)
		}
		ids := map[string]bool{}
		for _, m := range idAttr.FindAllStringSubmatch(page, -1) {
			if ids[m[1]] {
				t.Errorf("%s has the id %q twice", p, m[1])
			}
			ids[m[1]] = true
		}
		for _, m := range refAttr.FindAllStringSubmatch(page, -1) {
			for id := range strings.FieldsSeq(m[1]) {
				if !ids[id] {
					t.Errorf("%s refers to the id %q, which is not there", p, id)
				}
			}
		}
		for _, m := range localLink.FindAllStringSubmatch(page, -1) {
			if !ids[m[1]] {
				t.Errorf("%s has a link to #%s, which is not there", p, m[1])
			}
		}
		level := 0
		for _, m := range heading.FindAllStringSubmatch(page, -1) {
			next := int(m[1][0] - '0')
			if next > level+1 {
				t.Errorf("%s goes from a heading of level %d to one of level %d", p, level, next)
			}
			level = next
		}
	}
}

func TestGuidanceViews(t *testing.T) {
	b := buildGuide(t)
	g := definition[*model.Guidance](t, "guidance-model")
	overview := b.page(t, "en/guidance-model/")
	for i := range g.Phases {
		if n := strings.Count(overview, `href="phase-`+g.Phases[i].ID.Value+`/"`) + strings.Count(overview, `href="../../en/guidance-model/phase-`+g.Phases[i].ID.Value+`/"`); n < 3 {
			t.Errorf("the phase %s is linked %d times: not from drawing, list and table", g.Phases[i].ID.Value, n)
		}
	}
	for i := range g.Roles {
		role := g.Roles[i].ID.Value
		page := b.page(t, "fi/guidance-model/role-"+role+"/")
		if n, want := strings.Count(page, `class="action"`), len(g.ActionsOf(role)); n != want {
			t.Errorf("the page of %s has %d actions, want %d", role, n, want)
		}
	}
	for i := range g.Phases {
		page := b.page(t, "fi/guidance-model/phase-"+g.Phases[i].ID.Value+"/")
		if n, want := strings.Count(page, `class="action"`), len(g.Phases[i].Actions); n != want {
			t.Errorf("the page of %s has %d actions, want %d", g.Phases[i].ID.Value, n, want)
		}
	}
}

// TestRoleSpeaksToItself: what others do with a role stands on its page by name
// alone, since the text speaks to those who do it.
func TestRoleSpeaksToItself(t *testing.T) {
	const title = "Varaa tulkki"
	pages := buildGuide(t)
	own, other := pages["fi/guidance-model/role-counsellor/index.html"], pages["fi/guidance-model/role-participant/index.html"]
	said := regexp.MustCompile(`(?s)<p class="action__title">` + title + `.*?</p>\s*<p>(.*?)</p>`).FindStringSubmatch(own)
	if said == nil {
		t.Fatalf("the counsellor is not told to: %s", title)
	}
	if !strings.Contains(other, title) || !strings.Contains(other, "actions--others") {
		t.Error("the participant is not told what others do")
	}
	if strings.Contains(other, said[1]) {
		t.Errorf("the participant reads what the counsellor is told: %s", said[1])
	}
}

func TestStudyPathViews(t *testing.T) {
	b := buildGuide(t)
	s := definition[*model.StudyPath](t, "study-path")
	page := b.page(t, "fi/study-path/")
	for i := range s.Stages {
		id := s.Stages[i].ID.Value
		if !strings.Contains(page, `<h3 id="stage-`+id+`">`) {
			t.Errorf("the stage %s has no section", id)
		}
		for _, o := range s.Stages[i].Occupations {
			if !strings.Contains(page, "career-model/"+o.Value+"/") {
				t.Errorf("the stage %s does not lead to the page of %s", id, o.Value)
			}
		}
	}
	finder := b.page(t, "fi/study-path/next-step/")
	if !strings.Contains(finder, "connect-src &#39;none&#39;") && !strings.Contains(finder, "connect-src 'none'") {
		t.Error("the finder may connect")
	}
	if rows := strings.Count(finder, `<th scope="row">`); rows != len(s.Stages) {
		t.Errorf("the table of the finder has %d stages, want %d", rows, len(s.Stages))
	}
	if strings.Contains(finder, "action=") || !strings.Contains(finder, "data-finder hidden") {
		t.Error("the form of the finder is shown without its script, or can be sent")
	}
}

func TestForms(t *testing.T) {
	b := buildGuide(t)
	m := definition[*model.Mentoring](t, "mentoring")
	for i := range m.Forms {
		f := &m.Forms[i]
		page := b.page(t, "fi/mentoring/form-"+f.ID.Value+"/")
		names := map[string]bool{}
		for _, tag := range control.FindAllString(page, -1) {
			name := regexp.MustCompile(` name="([^"]*)"`).FindStringSubmatch(tag)
			if name == nil {
				continue
			}
			if names[name[1]] && !strings.Contains(tag, `type="radio"`) {
				t.Errorf("%s: two fields are kept as %q", f.ID.Value, name[1])
			}
			names[name[1]] = true
		}
		want := 0
		for _, s := range f.Sections {
			want += len(s.Fields)
			if s.Grid != nil {
				want += len(s.Grid.Rows) * len(s.Grid.Columns)
			}
		}
		if len(names) != want {
			t.Errorf("%s has %d fields, want %d", f.ID.Value, len(names), want)
		}
	}
	if page := b.page(t, "fi/career-model/my-plan/"); !strings.Contains(page, `data-form="plan"`) || !strings.Contains(page, `name="step-1.done"`) {
		t.Error("the plan is not a form with its grid")
	}
}

func TestBook(t *testing.T) {
	b := buildGuide(t)
	book := b.page(t, "en/mentoring/book/")
	last := 0
	for _, chapter := range []string{"chapter-mentoring", "chapter-mentoring-five-minutes", "chapter-mentoring-agreement", "chapter-mentoring-induction", "book-programme", "book-meetings", "book-form-agreement"} {
		at := strings.Index(book, ` id="`+chapter+`"`)
		if at < 0 {
			t.Fatalf("the book has no %s", chapter)
		}
		if !strings.Contains(book, `href="#`+chapter+`"`) {
			t.Errorf("the contents lack %s", chapter)
		}
		if chapter != "chapter-mentoring-agreement" && at < last {
			t.Errorf("%s comes too early", chapter)
		}
		last = at
	}
	if strings.Count(book, "<h1") != 1 {
		t.Error("the book has not one title")
	}
	// Chapters lead to one another inside the book.
	if !strings.Contains(book, `<a href="#chapter-mentoring-who-is-who">`) {
		t.Error("a link between chapters leaves the book")
	}
	if strings.Contains(book, "<textarea") || strings.Contains(book, `type="text"`) {
		t.Error("the forms of the book are not blank paper")
	}
}

func TestCareerViews(t *testing.T) {
	b := buildGuide(t)
	c := definition[*model.Career](t, "career-model")
	matrix := b.page(t, "fi/career-model/competences/")
	if n, want := strings.Count(matrix, "<td>"), len(c.Competences)*len(c.Occupations); n != want {
		t.Errorf("the matrix has %d cells, want %d", n, want)
	}
	for i := range c.Occupations {
		o := &c.Occupations[i]
		page := b.page(t, "fi/career-model/"+o.ID.Value+"/")
		for _, lang := range []string{"fi", "sv", "en"} {
			if !strings.Contains(page, `<span lang="`+lang+`" dir="ltr">`+o.Titles[lang]+`</span>`) {
				t.Errorf("the page of %s lacks its title in %s", o.ID.Value, lang)
			}
		}
		if len(o.ISCO) > 0 && !strings.Contains(page, "ISCO-08") {
			t.Errorf("the page of %s has a code without its scheme", o.ID.Value)
		}
		if n := strings.Count(page, `class="level__text"`); n != len(o.Competences) {
			t.Errorf("the page of %s has %d competences, want %d", o.ID.Value, n, len(o.Competences))
		}
	}
}

// TestFallenBackWord: a word that a language lacks says which language it is in.
func TestFallenBackWord(t *testing.T) {
	tree := guide(t).(fstest.MapFS)
	words := string(tree["content/guidance-model/en.yaml"].Data)
	short := regexp.MustCompile(`(?m)^    title: Teacher\n`)
	if !short.MatchString(words) {
		t.Fatal("the English words have no title of the teacher")
	}
	tree["content/guidance-model/en.yaml"] = &fstest.MapFile{Data: []byte(short.ReplaceAllString(words, ""))}
	result, found, err := build.Run(build.Options{FS: tree})
	if err != nil || result == nil {
		t.Fatal(err, found)
	}
	for _, f := range result.Files {
		if f.Path == "en/guidance-model/index.html" && !strings.Contains(string(f.Data), `"><span lang="fi" dir="ltr">Opettaja</span></a>`) {
			t.Error("a Finnish word in an English page does not say that it is Finnish")
		}
	}
}

// definition returns the definition of a page of the guide.
func definition[T model.Definition](t *testing.T, id string) T {
	t.Helper()
	return guideResult(t).Site.Page(id).Definition.(T)
}

// wayOf is what Go and the script say of a way.
type wayOf struct {
	Stages []string `json:"stages"`
	Months [2]int   `json:"months"`
}

// TestWaysAgree: the script finds the very ways that the model finds, from
// every stage to every occupation.
func TestWaysAgree(t *testing.T) {
	s := definition[*model.StudyPath](t, "study-path")
	want := map[string]*wayOf{}
	for i := range s.Stages {
		for _, o := range s.Occupations() {
			key := fmt.Sprintf("%d %s", i, o)
			want[key] = nil
			if w, ok := s.Shortest(s.Stages[i].ID.Value, o); ok {
				way := &wayOf{Months: [2]int{w.Months.From, w.Months.To}}
				for _, st := range w.Stages {
					way.Stages = append(way.Stages, st.ID.Value)
				}
				want[key] = way
			}
		}
	}
	got := map[string]*wayOf{}
	answer := inBrowser(t, `(() => {
		const facts = JSON.parse(document.querySelector("[data-finder-facts]").textContent);
		const ways = {};
		facts.stages.forEach((stage, i) => facts.stages.flatMap((s) => s.occupations).forEach((o) => {
			const way = path.shortest(facts.stages, i, o);
			ways[i + " " + o] = way ? {stages: way.stages.map((n) => facts.stages[n].id), months: way.months} : null;
		}));
		return JSON.stringify(ways);
	})()`)
	if err := json.Unmarshal([]byte(answer), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) || len(want) < 50 {
		t.Errorf("the script knows %d ways, the model %d", len(got), len(want))
	}
	for key, w := range want {
		g := got[key]
		if (g == nil) != (w == nil) || g != nil && (g.Months != w.Months || !slices.Equal(g.Stages, w.Stages)) {
			t.Errorf("from %s: the script says %v, the model %v", key, g, w)
		}
	}
}

// TestAdvice: what several people are told, by the rules alone.
func TestAdvice(t *testing.T) {
	const stages = `[
		{id: "guidance", language: 0, education: 0, months: [0, 2], next: [1, 2], occupations: []},
		{id: "course", language: 1, education: 0, teaches: true, months: [3, 12], next: [2, 3, 4], occupations: []},
		{id: "school", language: 3, education: 2, months: [18, 36], next: [3], occupations: ["nurse-aide"], gives: 3},
		{id: "degree", language: 4, education: 3, months: [42, 42], next: [], occupations: ["nurse"]},
		{id: "bridge", language: 2, education: 0, health: true, after: [6], months: [6, 24], next: [], occupations: ["nurse"]},
		{id: "job", language: 2, education: 0, work: true, contract: true, months: [1, 6], next: [2], occupations: []},
		{id: "decision", language: 0, education: 0, health: true, months: [2, 6], next: [4], occupations: []},
		{id: "letters", language: 0, education: 0, below: 3, teaches: true, gives: 2, months: [6, 24], next: [8, 9], occupations: []},
		{id: "cleaning", language: 3, education: 0, gives: 3, months: [12, 24], next: [9], occupations: []},
		{id: "aide", language: 3, education: 2, months: [12, 24], next: [], occupations: ["aide"]}
	]`
	for _, c := range []struct{ name, have, occupation, now, later, way string }{
		{"a beginner with basic school goes through a qualification", "{language: 1, education: 2, health: false, work: false}", "nurse",
			"course guidance", "school degree", "course school degree 63 90"},
		{"with the schooling the degree comes after the course", "{language: 1, education: 3, health: false, work: false}", "nurse",
			"course guidance", "school degree", "course degree 45 54"},
		{"a beginner with the schooling begins with the language", "{language: 0, education: 3, health: false, work: true}", "nurse",
			"guidance", "course school", "guidance course degree 45 56"},
		{"without schooling the way goes through basic education", "{language: 0, education: 1, health: false, work: true}", "aide",
			"letters", "cleaning aide", "letters aide 18 48"},
		{"a way leaves out what is for people with less schooling", "{language: 0, education: 3, health: false, work: true}", "aide",
			"", "", ""},
		{"the language is learnt beside the way, where the path has no studies for it", "{language: 1, education: 1, health: true, work: true}", "nurse",
			"decision guidance course", "school degree bridge", "decision bridge 8 30"},
		{"the bridge comes after the decision, whatever one has", "{language: 6, education: 3, health: true, work: true}", "nurse",
			"decision guidance course school degree job", "bridge", "decision bridge 8 30"},
		{"what is for those with a qualification comes before the rest", "{language: 1, education: 3, health: true, work: true}", "",
			"decision guidance course", "school degree bridge", ""},
		{"nothing known: everything is to be asked", "{}", "",
			"guidance course school degree job decision letters cleaning aide", "bridge", ""},
		{"a stage for people with less schooling is left to them who may be", "{language: 0}", "",
			"guidance decision letters", "course school bridge cleaning aide", ""},
		{"no way without the schooling that the way never gives", "{language: 5, education: 1, health: false, work: false}", "nurse",
			"guidance course", "school degree", ""},
	} {
		got := inBrowser(t, `(() => {
			const stages = `+stages+`.map((stage) => ({below: 0, gives: 0, after: [], ...stage}));
			const have = Object.assign({language: undefined, education: undefined, health: undefined, work: undefined}, `+c.have+`);
			const a = path.advise(stages, have, "`+c.occupation+`");
			const names = (list) => list.map((c) => stages[c.number].id).join(" ");
			return names(a.now) + "|" + names(a.later) + "|" + (a.way ? a.way.stages.map((n) => stages[n].id).concat(a.way.months).join(" ") : "");
		})()`)
		if want := c.now + "|" + c.later + "|" + c.way; got != want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, want)
		}
	}
}

// TestWaysOfPeople: the ways that the guide's own path gives to some people.
func TestWaysOfPeople(t *testing.T) {
	for _, c := range []struct{ name, have, occupation, way string }{
		{"a nurse from abroad", "{language: 3, education: 4, health: true, work: true}", "registered-nurse",
			"health-qualification-assessment nurse-bridging 8 30"},
		{"no schooling and no Finnish yet", "{language: 0, education: 1, health: false, work: true}", "practical-nurse",
			"literacy-or-basic tuva practical-nurse-school 27 69"},
	} {
		got := inBrowser(t, `(() => {
			const stages = JSON.parse(document.querySelector("[data-finder-facts]").textContent).stages;
			const {way} = path.advise(stages, `+c.have+`, "`+c.occupation+`");
			return way ? way.stages.map((n) => stages[n].id).concat(way.months).join(" ") : "";
		})()`)
		if got != c.way {
			t.Errorf("%s: the way is %q, want %q", c.name, got, c.way)
		}
	}
}
