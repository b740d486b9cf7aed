package render_test

import (
	"regexp"
	"strings"
	"testing"

	"opas/cmd/opas/internal/model"
)

var (
	// chapterStart is what a chapter begins with: the things to remember.
	chapterStart = regexp.MustCompile(`(?s)<div class="remember prose"[^>]*>\s*<div class="note note--remember" role="note">\s*<p class="note__title">[^<]+</p>\s*<ol>(.*?)</ol>\s*</div>`)
	item         = regexp.MustCompile(`<li>`)
)

// TestChapters holds what every chapter of the guide has: an audience, minutes,
// three things to remember before anything else, a reason, and a role of the
// guidance model that is led to it, with the way back.
func TestChapters(t *testing.T) {
	b := buildGuide(t)
	g := definition[*model.Guidance](t, "guidance-model")
	chapters := 0
	for p, page := range b {
		id, isPage := strings.CutSuffix(p, "/index.html")
		lang, id, _ := strings.Cut(id, "/")
		section, name, below := strings.Cut(id, "/")
		if !isPage || !below || strings.Contains(name, "/") || section != "mentoring" && section != "participants" && section != "advisers" ||
			name == "book" || strings.HasPrefix(name, "meeting-") || strings.HasPrefix(name, "form-") {
			continue
		}
		chapters++
		start := chapterStart.FindStringSubmatch(page)
		if start == nil {
			t.Errorf("%s does not begin with what to remember", p)
		} else if n := len(item.FindAllString(start[1], -1)); n != 3 {
			t.Errorf("%s has %d things to remember, not three", p, n)
		}
		if !strings.Contains(page, `<li class="tag tag--minutes"`) || strings.Count(page, `<li class="tag `) < 2 {
			t.Errorf("%s does not say for whom it is and how long it takes", p)
		}
		if !strings.Contains(page, `id="why"`) {
			t.Errorf("%s has no reasons", p)
		}
		roles := g.NeededBy(id)
		if len(roles) == 0 {
			t.Errorf("no role of the guidance model names %s", id)
		}
		for _, role := range roles {
			if !strings.Contains(page, "/"+lang+"/guidance-model/role-"+role+`/"`) {
				t.Errorf("%s does not lead back to the role %s", p, role)
			}
			if !strings.Contains(b.page(t, lang+"/guidance-model/role-"+role+"/"), "/"+lang+"/"+id+`/"`) {
				t.Errorf("the role %s does not lead to %s", role, id)
			}
		}
	}
	if chapters < 30 {
		t.Errorf("the guide has only %d chapters in all languages", chapters)
	}
}

// TestMeetingPlan: what is said at the beginning of a meeting is said in the
// language of the workplace; who reads another one sees what it means.
func TestMeetingPlan(t *testing.T) {
	b := buildGuide(t)
	m := definition[*model.Mentoring](t, "mentoring")
	for i := range m.Meetings {
		meeting := &m.Meetings[i]
		id := "meeting-" + meeting.ID.Value
		fi, en := b.page(t, "fi/mentoring/"+id+"/"), b.page(t, "en/mentoring/"+id+"/")
		said := regexp.MustCompile(`<li>([^<]+)</li>`)
		own := said.FindAllStringSubmatch(part(t, fi, `<ul class="openings">`, "</ul>"), -1)
		if len(own) != len(meeting.Openings) || len(own) < 2 {
			t.Errorf("%s has %d sentences to begin with, %d are defined", id, len(own), len(meeting.Openings))
		}
		for _, s := range own {
			if !strings.Contains(en, `<li><span lang="fi" dir="ltr">`+s[1]+`</span><span class="openings__means">`) {
				t.Errorf("the English plan of %s does not show what is said: %s", id, s[1])
			}
		}
		if n := strings.Count(part(t, fi, `id="model-variants"`, "</dl>"), "<dt>"); n != len(m.Variants) {
			t.Errorf("%s has %d variants, want %d", id, n, len(m.Variants))
		}
		if !strings.Contains(fi, `href="../../../fi/mentoring/form-`+meeting.Sheet.Value+`/"`) || meeting.Sheet.Value == "" {
			t.Errorf("%s does not lead to its activity sheet", id)
		}
	}
}

// TestScope: the table, the cards and the book say the same of every task.
func TestScope(t *testing.T) {
	b := buildGuide(t)
	s := definition[*model.Scope](t, "mentoring/may-do")
	overview, book := b.page(t, "fi/mentoring/may-do/"), b.page(t, "fi/mentoring/book/")
	if n := strings.Count(part(t, overview, "<tbody>", "</tbody>"), `class="answer `); n != len(s.Roles)*len(s.Tasks) {
		t.Errorf("the table has %d answers, want %d", n, len(s.Roles)*len(s.Tasks))
	}
	for i := range s.Roles {
		role := s.Roles[i].ID.Value
		card := b.page(t, "fi/mentoring/may-do/card-"+role+"/")
		lines := part(t, card, `<dl class="limits">`, "</dl>")
		if n := strings.Count(lines, "<dd>"); n != len(s.Tasks) {
			t.Errorf("the card of %s has %d lines, want %d", role, n, len(s.Tasks))
		}
		for _, answer := range model.Answers() {
			want := 0
			for _, task := range s.Tasks {
				if s.Limit(role, task.Value).Answer == answer {
					want++
				}
			}
			group := `<div class="limits__group limits__group--` + answer + `">`
			if (want > 0) != strings.Contains(lines, group) {
				t.Errorf("the card of %s and the definition differ on %q", role, answer)
			} else if want > 0 {
				if n := strings.Count(part(t, lines, group, "</div>"), "<dd>"); n != want {
					t.Errorf("the card of %s has %d lines under %q, want %d", role, n, answer, want)
				}
			}
		}
		if !strings.Contains(overview, "may-do/card-"+role+`/"`) {
			t.Errorf("the overview does not lead to the card of %s", role)
		}
		if !strings.Contains(book, `id="chapter-mentoring-may-do-card-`+role+`"`) {
			t.Errorf("the book lacks the card of %s", role)
		}
	}
}

// part is what stands between two marks of a page.
func part(t *testing.T, page, from, to string) string {
	t.Helper()
	_, after, ok := strings.Cut(page, from)
	text, _, end := strings.Cut(after, to)
	if !ok || !end {
		t.Fatalf("nothing between %s and %s", from, to)
	}
	return text
}
