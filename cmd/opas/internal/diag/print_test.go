package diag

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// files are the sources that the findings below speak of.
var files = map[string]string{
	"content/fi.md": "---\ntitle: Sopimus\n---\n\tsisennys\ttässä\nsuora <b>html</b> & \"lainaus\"\n" +
		strings.Repeat("pitkä ", 60) + "VIRHE" + strings.Repeat(" loppu", 60) + "\n\n",
	"content/ar.md": "عنوان: مرحبا بكم\nlatin\n",
	"content/ja.md": "\ufeff漢字 ja 👍🏽 e\u0301 x\r\nline\r\n",
	"content/x.md":  "a\x1b[31mred\x1b[0m\x07 b\u202ec\u009bd \xff\n</code></pre><script>alert(1)</script>\n",
}

func source(file string) []byte {
	text, ok := files[file]
	if !ok {
		return nil
	}
	return []byte(text)
}

var findings = List{
	{Severity: Warning, Code: "caption", Pos: Pos{"content/fi.md", 5, 7}, Len: 3, Message: `a word in bold: "<b>"`, Hint: "write **html**"},
	{Code: "yaml-tab", Pos: Pos{"content/fi.md", 4, 1}, Message: "a tab is used for indentation"},
	{Code: "after-tab", Pos: Pos{"content/fi.md", 4, 11}, Len: 5, Message: "the word after two tabs"},
	{Code: "long", Pos: Pos{"content/fi.md", 6, 361}, Len: 5, Message: "far in a long line"},
	{Code: "long-start", Pos: Pos{"content/fi.md", 6, 1}, Len: 400, Message: "a long range"},
	{Code: "end", Pos: Pos{"content/fi.md", 2, 15}, Message: "at the end of the line"},
	{Code: "beyond", Pos: Pos{"content/fi.md", 2, 99}, Len: 3, Message: "beyond the end of the line"},
	{Code: "no-line", Pos: Pos{"content/fi.md", 99, 1}, Message: "a line that is not there"},
	{Code: "whole-line", Pos: Pos{File: "content/fi.md", Line: 2}, Message: "the line as a whole"},
	{Severity: Notice, Code: "whole-file", Pos: Pos{File: "content/fi.md"}, Message: "the file as a whole"},
	{Severity: Notice, Code: "nowhere", Message: "no place at all"},
	{Code: "rtl", Pos: Pos{"content/ar.md", 1, 8}, Len: 5, Message: "a word from right to left: \"مرحبا\""},
	{Code: "ltr", Pos: Pos{"content/ar.md", 2, 1}, Len: 5, Message: "a line of Latin beside it"},
	{Code: "wide", Pos: Pos{"content/ja.md", 1, 4}, Len: 2, Message: "after wide characters and a byte order mark"},
	{Code: "emoji", Pos: Pos{"content/ja.md", 1, 12}, Message: "after an emoji and a combining accent"},
	{Code: "escape", Pos: Pos{"content/x.md", 1, 2}, Message: "an \x1b[31mescape\x1b[0m,\nanother line", Hint: "\r::error::no\u202e", Related: []Related{{Pos{"content/\x1bx.md", 2, 1}, "first\x00 place"}}},
	{Code: "script", Pos: Pos{"content/x.md", 2, 1}, Len: 7, Message: "</h2><script>alert(1)</script>", Hint: "<img src=x onerror=alert(1)>"},
	{Code: "a,b:c%", Pos: Pos{"content/a,b:c%.md", 1, 1}, Message: "100% sure, or: not\n::error::injected"},
	{Code: "no-file", Pos: Pos{"content/none.md", 3, 1}, Message: "a file that cannot be read"},
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := "testdata/" + name
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got, -update accepts):\n%s", file, diff)
	}
}

func TestText(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, findings, source, false); err != nil {
		t.Fatal(err)
	}
	golden(t, "text.txt", b.Bytes())
	harmless(t, b.String())
}

func TestTextColor(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, findings[:4], source, true); err != nil {
		t.Fatal(err)
	}
	golden(t, "color.txt", b.Bytes())
	for _, sequence := range []string{bold, red, green, yellow, blue, plain} {
		b = *bytes.NewBuffer(bytes.ReplaceAll(b.Bytes(), []byte(sequence), nil))
	}
	harmless(t, b.String())
}

func TestTextWithoutSource(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, findings[:1], nil, false); err != nil {
		t.Fatal(err)
	}
	want := "content/fi.md:5:7: warning: a word in bold: \"<b>\" [caption]\n  hint: write **html**\n"
	if b.String() != want {
		t.Errorf("got %q", b.String())
	}
}

func TestJSON(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, findings); err != nil {
		t.Fatal(err)
	}
	golden(t, "findings.json", b.Bytes())
	harmless(t, b.String())
	var back List
	if err := json.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(findings.Sorted(), back); diff != "" {
		t.Error(diff)
	}

	b.Reset()
	if err := JSON(&b, nil); err != nil || b.String() != "[]\n" {
		t.Errorf("nothing is %q, %v", b.String(), err)
	}
	var s Severity
	if err := s.UnmarshalText([]byte("fatal")); err == nil {
		t.Error("an unknown severity was read")
	}
}

func TestGitHub(t *testing.T) {
	var b bytes.Buffer
	if err := GitHub(&b, findings); err != nil {
		t.Fatal(err)
	}
	golden(t, "github.txt", b.Bytes())
	harmless(t, b.String())
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	if len(lines) != len(findings) {
		t.Errorf("%d lines for %d findings", len(lines), len(findings))
	}
	for _, line := range lines {
		properties, _, _ := strings.Cut(strings.TrimPrefix(line, "::"), "::")
		_, properties, _ = strings.Cut(properties, " ")
		for property := range strings.SplitSeq(properties, ",") {
			if name, value, ok := strings.Cut(property, "="); !ok || strings.ContainsAny(name+value, ":\r\n") {
				t.Errorf("the property %q of %q", property, line)
			}
		}
	}
}

func TestOverlay(t *testing.T) {
	out := string(Overlay(findings, source))
	golden(t, "overlay.html", []byte(out))
	harmless(t, out)
	// No element of the content's own, and every one closed.
	allowed := map[string]bool{"div": true, "section": true, "h2": true, "span": true, "bdi": true, "code": true, "p": true, "pre": true, "mark": true, "ul": true, "li": true}
	dec := xml.NewDecoder(strings.NewReader("<div>" + out + "</div>"))
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok && !allowed[start.Name.Local] {
			t.Errorf("element %v", start)
		}
	}
}

// harmless fails if out has anything that a terminal obeys, except line ends.
func harmless(t *testing.T, out string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Error("the output is not UTF-8")
	}
	for i, r := range out {
		switch r {
		case '\n', 0x2068, 0x2069: // line ends and the isolates of Text
		default:
			if unseen(r) {
				t.Errorf("U+%04X in %q", r, out[max(0, i-30):i])
			}
		}
	}
}

func TestSummary(t *testing.T) {
	for _, test := range []struct {
		l    List
		want string
	}{
		{nil, "no findings"},
		{List{{}}, "1 error"},
		{List{{}, {}, {Severity: Warning}}, "2 errors, 1 warning"},
		{List{{Severity: Notice}, {Severity: Notice}}, "2 notices"},
	} {
		if got := Summary(test.l); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestWriteErrors(t *testing.T) {
	if Text(fullDisk{}, findings, source, false) == nil || JSON(fullDisk{}, findings) == nil || GitHub(fullDisk{}, findings) == nil {
		t.Error("an error of the writer was lost")
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	turned := make(List, 0, len(findings))
	for i := range findings {
		turned = append(turned, findings[len(findings)-1-i])
	}
	var a, b bytes.Buffer
	if err := errors.Join(Text(&a, findings, source, false), Text(&b, turned, source, false)); err != nil {
		t.Fatal(err)
	}
	if a.String() != b.String() || Overlay(findings, source) != Overlay(turned, source) {
		t.Error("the output depends on the order of the findings")
	}
}

func FuzzPrinters(f *testing.F) {
	f.Add("a\x1bb", "content/a.md", "hint\n::error::x", "line \u202e\t漢 مرحبا", 1, 3, 2)
	f.Add("%", "a,b:c", "", strings.Repeat("x", 300), 1, 250, 500)
	f.Add("", "", "", "", -1, -1, -1)
	f.Fuzz(func(t *testing.T, message, file, hint, text string, line, col, length int) {
		if file == "" {
			line, col = 0, 0
		}
		l := List{{Code: "x", Pos: Pos{file, line, col}, Len: length, Message: message, Hint: hint, Related: []Related{{Pos{file, 1, 1}, message}}}}
		src := func(string) []byte { return []byte(text) }
		var b bytes.Buffer
		if err := errors.Join(Text(&b, l, src, false), JSON(&b, l)); err != nil {
			t.Fatal(err)
		}
		b.WriteString(string(Overlay(l, src)))
		harmless(t, b.String())
		b.Reset()
		if err := GitHub(&b, l); err != nil {
			t.Fatal(err)
		}
		harmless(t, b.String())
		if strings.Count(b.String(), "\n") != 1 || !strings.HasPrefix(b.String(), "::error ") {
			t.Fatalf("commands: %q", b.String())
		}
	})
}
