package main

import (
	"fmt"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"opas/cmd/opas/internal/decode"
)

// ciSample is a site in the folder "site" of a repository, with translations.
func ciSample(host string) ciSite {
	return ciSite{Mark: ciMark(host), Folder: "site", Prefix: "site/", Branch: "main", Pages: "gh-pages",
		Program: "https://git.example.org/opas", Version: "v1", GoVersion: ciGo, Image: "golang:" + ciGo,
		Checkout: checkoutAction, SetupGo: setupGoAction, Upload: uploadAction, Translations: []string{"en", "fi-simple"}, Words: finnishCI}
}

// TestCIFiles parses what is written, for both hosts, in both languages, in the
// repository of Opas and in another, and looks at what must hold of every file.
func TestCIFiles(t *testing.T) {
	for _, host := range []string{"github", "gitlab"} {
		for _, words := range []ciWords{finnishCI, englishCI} {
			for _, own := range []bool{true, false} {
				for _, translated := range []bool{true, false} {
					s := ciSample(host)
					s.Words = words
					if own {
						s.Program, s.Version, s.Folder, s.Prefix = "", "", ".", ""
					}
					if !translated {
						s.Translations = nil
					}
					files, err := s.files(host)
					if err != nil {
						t.Fatal(err)
					}
					var names []string
					for _, f := range files {
						names = append(names, f.name)
						checkCIFile(t, s.Mark, f)
					}
					if translated != slices.ContainsFunc(names, func(n string) bool { return strings.HasSuffix(n, "/opas-ack.yml") || strings.HasSuffix(n, "/opas.yml") }) && host == "github" {
						t.Errorf("files: %q", names)
					}
				}
			}
		}
	}
}

var (
	pinned   = regexp.MustCompile(`^actions/(checkout|setup-go|upload-artifact)@[0-9a-f]{40}$`)
	unfilled = regexp.MustCompile(`\[\[|\]\]|<no value>|\{\{[^}]*\}\}`)
	expanded = regexp.MustCompile(`\$\{\{[^}]*\}\}`)
)

func checkCIFile(t *testing.T, mark string, f ciFile) {
	t.Helper()
	text := string(f.data)
	if !strings.HasPrefix(text, mark+"\n") {
		t.Errorf("%s does not begin with its mark", f.name)
	}
	if m := unfilled.FindString(expanded.ReplaceAllString(text, "")); m != "" {
		t.Errorf("%s holds %q", f.name, m)
	}
	if path.Ext(f.name) != ".yml" {
		return
	}
	root, found := decode.Parse(f.name, f.data, 1)
	if len(found) > 0 {
		t.Fatalf("%s: %v", f.name, found)
	}
	if strings.HasPrefix(f.name, ".github/") {
		checkWorkflow(t, f.name, root)
	}
}

// checkWorkflow holds a workflow to what it may be: only known keys, permissions
// job by job and nothing above them, pinned actions, and no expression in a script.
func checkWorkflow(t *testing.T, name string, root *decode.Node) {
	t.Helper()
	known := func(n *decode.Node, what string, keys ...string) {
		for _, f := range n.Fields() {
			if !slices.Contains(keys, f.Key.Value) {
				t.Errorf("%s: %s has the key %q", name, what, f.Key.Value)
			}
		}
	}
	known(root, "the workflow", "name", "on", "permissions", "concurrency", "env", "jobs")
	for _, key := range []string{"name", "on", "permissions", "jobs"} {
		if field(root, key) == nil {
			t.Errorf("%s has no %s", name, key)
		}
	}
	if n := field(root, "permissions"); n.Kind() != decode.Mapping || len(n.Fields()) > 0 {
		t.Errorf("%s gives permissions to every job", name)
	}
	jobs := field(root, "jobs").Fields()
	if len(jobs) == 0 {
		t.Errorf("%s has no jobs", name)
	}
	for _, job := range jobs {
		what := "the job " + job.Key.Value
		known(job.Value, what, "needs", "if", "runs-on", "permissions", "outputs", "env", "steps", "uses", "with")
		if len(field(job.Value, "permissions").Fields()) == 0 {
			t.Errorf("%s: %s states no permissions", name, what)
		}
		if uses := field(job.Value, "uses").Scalar(); uses != "" && uses != "./.github/workflows/opas-change.yml" {
			t.Errorf("%s: %s uses %s", name, what, uses)
		}
		if with := field(job.Value, "with"); with != nil {
			known(with, what, "task", "page", "to", "language", "file")
			for _, f := range with.Fields() {
				if value := f.Value.Scalar(); f.Key.Value != "task" && (value != "${{ inputs."+f.Key.Value+" }}" || field(field(field(field(root, "on"), "workflow_dispatch"), "inputs"), f.Key.Value) == nil) {
					t.Errorf("%s: the field %s gets %q", name, f.Key.Value, value)
				}
			}
			if field(with, "task") == nil {
				t.Errorf("%s has no task", name)
			}
		}
		for _, step := range field(job.Value, "steps").Items() {
			known(step, "a step", "name", "id", "if", "uses", "with", "env", "run", "continue-on-error")
			if uses := field(step, "uses").Scalar(); uses != "" && !pinned.MatchString(uses) {
				t.Errorf("%s uses %q", name, uses)
			}
			if run := field(step, "run").Scalar(); strings.Contains(run, "${{") {
				t.Errorf("%s: an expression in the script %q", name, run)
			}
		}
	}
}

// field is the value of a key, nil if there is none.
func field(n *decode.Node, key string) *decode.Node {
	for _, f := range n.Fields() {
		if f.Key.Value == key {
			return f.Value
		}
	}
	return nil
}

func TestCIGo(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if m := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindSubmatch(mod); m == nil || string(m[1]) != ciGo {
		t.Errorf("workflows build with Go %s, go.mod says %s", ciGo, m)
	}
}

// TestCIWords: words stand in YAML and in scripts of one line, and "expose_as" of
// GitLab takes letters, digits, hyphens and spaces alone.
func TestCIWords(t *testing.T) {
	for _, w := range []ciWords{finnishCI, englishCI} {
		all := fmt.Sprintf("%q", w)
		if strings.Contains(all, `\n`) || strings.Contains(all, `""`) {
			t.Errorf("words with a line end, or none: %s", all)
		}
		for _, name := range []string{w.Preview, w.Report} {
			if !regexp.MustCompile(`^[A-Za-z0-9 -]+$`).MatchString(name) {
				t.Errorf("GitLab cannot show the name %q", name)
			}
		}
	}
	if got := quotedYAML("it's"); got != "'it''s'" {
		t.Error(got)
	}
	if got := listYAML([]string{"", "a"}); got != "['', 'a']" {
		t.Error(got)
	}
}

func TestCIProgram(t *testing.T) {
	for _, tt := range []struct{ flag, program, version string }{
		{"https://git.example.org/a/opas@v1.2", "https://git.example.org/a/opas", "v1.2"},
		{"https://git.example.org:8443/opas.git@0123456789abcdef0123456789abcdef01234567", "https://git.example.org:8443/opas.git", "0123456789abcdef0123456789abcdef01234567"},
		{"https://git.example.org/opas@release/2", "https://git.example.org/opas", "release/2"},
		{flag: ""}, {flag: "https://git.example.org/opas"}, {flag: "git@git.example.org:opas@v1"},
		{flag: "https://user:secret@git.example.org/opas@v1"}, {flag: "https://git.example.org/o'pas@v1"},
		{flag: "https://git.example.org/opas@-v"}, {flag: "https://git.example.org/opas@$(touch x)"}, {flag: "https://git.example.org/opas@a..b"},
		{flag: "--upload-pack=x@v1"}, {flag: "https://git.example.org/opas@v1\nx"}, {flag: "ext::sh@v1"},
	} {
		program, version, err := ciProgramOf(tt.flag, t.TempDir())
		if program != tt.program || version != tt.version || (err == nil) != (tt.program != "") {
			t.Errorf("%q: %q, %q, %v", tt.flag, program, version, err)
		}
	}
	if program, _, err := ciProgramOf("", "../.."); program != "" || err != nil {
		t.Errorf("in the repository of Opas: %q, %v", program, err)
	}
}
