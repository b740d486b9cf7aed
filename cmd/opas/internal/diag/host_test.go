package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
)

var commenter = Commenter{
	Words: CommentWords{
		Errors:   CommentNoun{"virhe", "virhettä", "Virheet"},
		Warnings: CommentNoun{"varoitus", "varoitusta", "Varoitukset"},
		Notices:  CommentNoun{"huomautus", "huomautusta", "Huomautukset"},
		Clean:    "Kaikki kunnossa.", Blocked: "Korjaa virheet.", Doubtful: "Korjaa varoitukset.", Notice: "Nämä eivät estä mitään.",
		Line: "rivi", More: "ja vielä %d muuta", Such: "esimerkiksi",
	},
	Explain: func(code string) string {
		if code == "yaml-tab" {
			return "Rivin alussa on sarkain."
		}
		return ""
	},
	Edit:  func(file string) string { return "https://git.example.org/edit/a(b) c/" + file },
	Limit: 60_000,
}

// many are more findings than anybody reads.
func many(s Severity, n int) List {
	var l List
	for i := range n {
		l.Add(Diagnostic{Severity: s, Code: fmt.Sprintf("%s-%d", s, i%3), Pos: Pos{fmt.Sprintf("content/p%03d/%s.md", i, []string{"ar", "fi-simple"}[i%2]), 1 + i, 1}, Message: "message " + strings.Repeat("ä", 40), Hint: "hint"})
	}
	return l
}

func TestDigest(t *testing.T) {
	list := append(many(Notice, 30), many(Warning, 20)...)
	list = append(list, Diagnostic{Code: "last", Pos: Pos{"content/z.md", 1, 1}, Message: "an error"}, Diagnostic{Severity: Warning, Code: "also", Pos: Pos{"content/z.md", 1, 0}, Message: "a \x1b[31mwarning"})
	for name, notices := range map[string]bool{"digest.txt": false, "digest-notices.txt": true} {
		var b bytes.Buffer
		if err := Digest(&b, list, nil, false, notices); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.Bytes())
		harmless(t, b.String())
	}
}

func TestFewFindingsNeedNoBeginning(t *testing.T) {
	var b bytes.Buffer
	if err := Digest(&b, many(Warning, 3), nil, false, false); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(b.String(), "\n3 warnings\n") {
		t.Errorf("it ends with %q", b.String())
	}
	b.Reset()
	if err := Digest(&b, nil, nil, false, false); err != nil || b.String() != "no findings\n" {
		t.Errorf("nothing is %q, %v", b.String(), err)
	}
}

func TestGitHubNotices(t *testing.T) {
	var b bytes.Buffer
	if err := GitHub(&b, append(many(Notice, 100), many(Error, 100)...)); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 103 || !strings.HasPrefix(lines[99], "::error ") || !strings.HasPrefix(lines[100], "::notice ") {
		t.Fatalf("%d lines, ending with %q", len(lines), lines[len(lines)-4:])
	}
	if !strings.Contains(lines[100], "(and 33 more like this)") {
		t.Error(lines[100])
	}
}

func TestGitLab(t *testing.T) {
	var b bytes.Buffer
	if err := GitLab(&b, findings); err != nil {
		t.Fatal(err)
	}
	golden(t, "gitlab.json", b.Bytes())
	harmless(t, b.String())
	prints := func(l List) (all []string) {
		var b bytes.Buffer
		if err := GitLab(&b, l); err != nil {
			t.Fatal(err)
		}
		var report []struct{ Fingerprint string }
		if err := json.Unmarshal(b.Bytes(), &report); err != nil {
			t.Fatal(err)
		}
		for _, q := range report {
			all = append(all, q.Fingerprint)
		}
		return all
	}
	// A finding that moves is the same; one that is there twice is two.
	d := Diagnostic{Code: "a", Pos: Pos{"f", 1, 1}, Message: "m"}
	moved := d
	moved.Pos.Line = 7
	one, both := prints(List{d}), prints(List{d, moved})
	if other := prints(List{moved}); one[0] != other[0] {
		t.Errorf("%q became %q", one, other)
	}
	if len(both) != 2 || both[0] == both[1] {
		t.Errorf("two findings have the prints %q", both)
	}
	b.Reset()
	if err := GitLab(&b, nil); err != nil || b.String() != "[]\n" {
		t.Errorf("nothing is %q, %v", b.String(), err)
	}
}

func TestComment(t *testing.T) {
	var b bytes.Buffer
	if err := commenter.Write(&b, findings); err != nil {
		t.Fatal(err)
	}
	golden(t, "comment.md", b.Bytes())
	harmless(t, b.String())
	inert(t, b.String())

	b.Reset()
	if err := commenter.Write(&b, nil); err != nil || b.String() != CommentMark+"\n### Opas: OK\n\nKaikki kunnossa.\n" {
		t.Errorf("nothing is %q, %v", b.String(), err)
	}
}

func TestCommentHasALimit(t *testing.T) {
	list := append(many(Error, 900), many(Notice, 900)...)
	list = append(list, many(Warning, 900)...)
	var b bytes.Buffer
	if err := commenter.Write(&b, list); err != nil {
		t.Fatal(err)
	}
	if b.Len() > commenter.Limit || b.Len() < commenter.Limit-2000 {
		t.Errorf("%d bytes", b.Len())
	}
	out := b.String()
	told := strings.Count(out, "\n- **")
	for _, want := range []string{
		"### Opas: 900 virhettä, 900 varoitusta, 900 huomautusta\n",
		fmt.Sprintf("- ja vielä %d muuta\n\n#### Varoitukset\n\n- ja vielä 900 muuta\n\n<details>", 900-told),
		"- 300 × `message ", " (ar 150, fi-simple 150) – esimerkiksi **[`content/p000/ar.md`](",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if !strings.HasSuffix(out, "\n</details>\n") {
		t.Errorf("it ends with %q", out[len(out)-80:])
	}
}

// inert fails if a comment has any link or element beside those that Write makes,
// as a host shows it.
func inert(t *testing.T, comment string) {
	t.Helper()
	var b bytes.Buffer
	md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	if err := md.Convert([]byte(comment), &b); err != nil {
		t.Fatal(err)
	}
	outside := regexp.MustCompile(`(?s)<code>.*?</code>`).ReplaceAllString(b.String(), "")
	for _, m := range regexp.MustCompile(`<[^>]*>`).FindAllString(outside, -1) {
		if !regexp.MustCompile(`^</?(h3|h4|p|ul|li|br|strong|a|details|summary)( /)?>$|^<a href="https://git\.example\.org/edit/a%28b%29%20c/[^"]*">$|^<!-- opas check -->$`).MatchString(m) {
			t.Errorf("the comment has %s", m)
		}
	}
	if at := strings.IndexAny(outside, "@`"); at >= 0 {
		t.Errorf("outside code stands %q", outside[at:])
	}
}

func FuzzComment(f *testing.F) {
	f.Add("`` ` @someone #1 </details>", "content/a).md", "![x](javascript:alert(1))\n- x")
	f.Add("`", "``", "```\n<script>")
	f.Add("\x1b\u202e", "", "* * *\n\n# x")
	f.Fuzz(func(t *testing.T, message, file, hint string) {
		l := List{{Code: "x", Pos: Pos{file, 3, 1}, Message: message, Hint: hint, Related: []Related{{Pos{file, 1, 1}, message}}}}
		l = append(l, Diagnostic{Severity: Notice, Code: "n", Pos: Pos{file, 0, 0}, Message: hint})
		var b bytes.Buffer
		if err := commenter.Write(&b, l); err != nil {
			t.Fatal(err)
		}
		harmless(t, b.String())
		inert(t, b.String())
		b.Reset()
		if err := GitLab(&b, l); err != nil {
			t.Fatal(err)
		}
		harmless(t, b.String())
	})
}
