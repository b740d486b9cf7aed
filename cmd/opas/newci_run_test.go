package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// asked is a run of a form: what a person entered, by field.
func asked(task, branch string, inputs map[string]string) ciJob {
	values := map[string]string{"inputs.task": task}
	for _, name := range []string{"page", "to", "language", "file"} {
		values["inputs."+name] = inputs[name]
	}
	return ciJob{file: "opas-change.yml", name: "change", branch: branch, values: values}
}

func TestCIGitHubChange(t *testing.T) {
	t.Parallel()
	w := newCIWorld(t, "github")

	// A new page, and its translation on the branch that came of it.
	r := w.github(asked("new-page", "main", map[string]string{"page": "news/first"}))
	if !r.ok {
		t.Fatal(r.log)
	}
	branch := "opas/new-page-99-1"
	if files := w.files(branch); !strings.Contains(files, "site/content/news/first/fi.md") {
		t.Errorf("the branch holds %s", files)
	}
	if title := w.git("remote.git", "log", "-1", "--format=%an: %s", branch); title != "github-actions[bot]: Uusi sivu: news/first\n" {
		t.Errorf("the commit is %q", title)
	}
	want := "gh <pr> <create> <--base> <main> <--head> <" + branch + "> <--title> <Uusi sivu: news/first> <--body-file> <"
	if calls := w.read("calls"); !strings.HasPrefix(calls, want) || !strings.HasSuffix(calls, "\ngh <workflow> <run> <opas-check.yml> <--ref> <"+branch+"> <--field> <number=7>\n") {
		t.Errorf("calls: %s", calls)
	}
	if body := w.read("body"); !strings.Contains(body, "    site/content/news/first/fi.md\n") {
		t.Errorf("the pull request says %q", body)
	}
	if !strings.Contains(r.summary, "(https://github.example/o/r/pull/7)") {
		t.Errorf("the summary is %q", r.summary)
	}

	// Where workflows may not open pull requests, a person gets the link to do so.
	w.write("no-pr", "", 0o644)
	r = w.github(asked("move", "main", map[string]string{"page": "a", "to": "renamed"}))
	if !r.ok || !strings.Contains(r.summary, "(https://github.example/o/r/compare/main...opas/move-99-1?expand=1)") {
		t.Errorf("%t, the summary is %q", r.ok, r.summary)
	}
	moved := w.git("remote.git", "show", "opas/move-99-1")
	if !strings.Contains(moved, "rename to site/content/renamed/fi.md") || !strings.Contains(moved, "+[Sivu](renamed) ja [toinen](b).") {
		t.Errorf("the move is %s", moved)
	}

	// A translation that is still true.
	r = w.github(asked("ack", "main", map[string]string{"page": "/", "language": "en"}))
	if acked := w.git("remote.git", "show", "--stat", "opas/ack-99-1"); !r.ok || !strings.Contains(acked, "site/content/en.md") {
		t.Errorf("%t %s", r.ok, acked)
	}

	// What changes nothing ends in words.
	w.git("remote.git", "update-ref", "refs/heads/main", "opas/ack-99-1")
	w.git("remote.git", "update-ref", "-d", "refs/heads/opas/ack-99-1")
	r = w.github(asked("ack", "main", map[string]string{"page": "/", "language": "en"}))
	if r.ok || !strings.Contains(r.summary, "Mikään ei muuttunut.") || strings.Contains(w.branches(), "opas/ack") {
		t.Errorf("%t, the summary is %q", r.ok, r.summary)
	}
}

func TestCIGitHubImport(t *testing.T) {
	t.Parallel()
	w := newCIWorld(t, "github")

	// The file for the translator, as a person downloads it.
	export := w.github(ciJob{file: "opas-export.yml", name: "export", branch: "main",
		values: map[string]string{"inputs.language": "en", "inputs.what": "missing", "inputs.pages": "a b", "inputs.format": "csv"}})
	made := w.read("runner/opas-export.yml/export/translation/translation.csv")
	if !export.ok || !strings.Contains(made, "Ensimmäinen sivu.") {
		t.Fatalf("%s\n%s", export.log, made)
	}
	done := strings.NewReplacer("Ensimmäinen sivu.;", "Ensimmäinen sivu.;The first page.", "Ensimmäinen sivu.,", "Ensimmäinen sivu.,The first page.", "Sivu;", "Sivu;Page", "Sivu,", "Sivu,Page").Replace(made)

	// It comes back on a branch of its own; the change is made on main.
	w.git(".", "clone", "--quiet", "file://"+w.remote, "person")
	w.git("person", "checkout", "--quiet", "-b", "upload")
	w.write("person/import/back from Anna.csv", done, 0o644)
	w.commit("person", "Add files via upload")
	w.git("person", "push", "--quiet", "origin", "upload")
	r := w.github(asked("import", "upload", map[string]string{"file": "back from Anna.csv"}))
	change := w.git("remote.git", "show", "opas/import-99-1")
	if !r.ok || !strings.Contains(change, "+The first page.") || strings.Contains(w.files("opas/import-99-1"), "import/") {
		t.Errorf("%s\n%s\n%s", r.log, change, made)
	}
	if got := w.git("remote.git", "rev-parse", "opas/import-99-1^"); got != w.git("remote.git", "rev-parse", "main") {
		t.Error("the change is not made on main")
	}
	if calls := w.read("calls"); !strings.Contains(calls, "<--base> <main>") {
		t.Errorf("calls: %s", calls)
	}

	// Links out of the folder, other folders and other files are not taken.
	w.write("secret.csv", "secret", 0o644)
	if err := os.Symlink("../../secret.csv", filepath.Join(w.dir, "person/import/link.csv")); err != nil {
		t.Fatal(err)
	}
	w.commit("person", "A link")
	w.git("person", "push", "--quiet", "origin", "upload")
	for _, file := range []string{"link.csv", "../site/content/x.csv", "import/../x.csv", "/etc/passwd", "none.csv", "back from Anna.csv/", "*.csv"} {
		if r := w.github(asked("import", "upload", map[string]string{"file": file})); r.ok || !strings.Contains(r.summary, "ansiossa import ") {
			t.Errorf("%q was taken: %s", file, r.log)
		}
	}
}

// hostile are values that nobody means well with. Each would make a file named x.
var hostile = []string{
	"$(touch x)`touch x`",
	"'; touch x; '",
	"\"; touch x; \"$(touch x)",
	"a\ntouch x\n::error::x",
	"-rf", "--help", "--source=/", "*", "../../x", "${{ github.token }}",
}

func TestCIHostile(t *testing.T) {
	t.Parallel()
	w := newCIWorld(t, "github")
	work := w.checkout("main")
	before := w.branches()
	temp := w.mkdir("hostile")
	for _, value := range hostile {
		for _, task := range []string{"new-page", "move", "ack", "import", value} {
			file := value
			if task == "import" {
				file += ".csv"
			}
			for _, language := range []string{"", value} {
				out, err := w.run(work, []string{"TASK=" + task, "PAGE=" + value, "TO=" + value, "LANGUAGE=" + language, "FILE=" + file, "SITE=site", "MAIN=main",
					"REPORT=" + filepath.Join(temp, "report"), "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.org"},
					"sh", ".github/opas/change.sh", "main")
				if err == nil {
					t.Errorf("%s took %q: %s", task, value, out)
				}
				if strings.Contains("\n"+out, "\n::") {
					t.Errorf("%s: a line of the log is a command: %s", task, out)
				}
				if task != "new-page" {
					break
				}
			}
		}
		out, err := w.run(work, []string{"LANGUAGE=" + value, "WHAT=" + value, "PAGES=" + value, "FORMAT=csv", "OUT=" + temp, "SITE=site"}, "sh", ".github/opas/export.sh")
		if err == nil {
			t.Errorf("export took %q: %s", value, out)
		}
		if out, err := w.run(work, nil, "sh", ".github/opas/pages.sh", "preview", "gh-pages", value, temp); err == nil {
			t.Errorf("a preview of %q: %s", value, out)
		}
	}
	// What looks like an option is none.
	for _, env := range [][]string{{"TASK=ack", "PAGE=--all", "LANGUAGE=en"}, {"TASK=new-page", "PAGE=--help", "LANGUAGE="}, {"TASK=move", "PAGE=--help", "TO=x"}} {
		out, err := w.run(work, append(env, "FILE=", "TO=x", "SITE=site", "MAIN=main", "REPORT="+filepath.Join(temp, "report")), "sh", ".github/opas/change.sh", "main")
		if err == nil || strings.Contains(out, "Usage:") || strings.Contains(out, "muuttunut") {
			t.Errorf("%q: %s", env, out)
		}
	}
	if status := w.git(work, "status", "--porcelain"); status != "" {
		t.Errorf("left behind: %s", status)
	}
	if after := w.branches(); after != before {
		t.Errorf("pushed: %s", after)
	}
	err := filepath.WalkDir(w.dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && d.Name() == "x" && !strings.Contains(p, ".git/") {
			t.Errorf("%s was made", p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// change is a run for the change number, which is on the branch.
func change(job, branch, number string) ciJob {
	return ciJob{file: "opas-check.yml", name: job, branch: branch, values: map[string]string{
		"github.event.pull_request.number || inputs.number": number,
		"github.head_ref || github.ref_name":                branch,
	}}
}

func TestCIGitHubCheck(t *testing.T) {
	t.Parallel()
	w := newCIWorld(t, "github")
	w.git(".", "clone", "--quiet", "file://"+w.remote, "person")
	w.git("person", "checkout", "--quiet", "-b", "edit-#1")
	w.write("person/site/content/a/fi.md", "---\ntitle: Sivu\n---\n[Minne?](nowhere) <b>$(touch x)</b>\nend\ncomment<<x\n", 0o644)
	w.commit("person", "Edit")
	w.git("person", "push", "--quiet", "origin", "edit-#1")

	check := w.github(change("check", "edit-#1", "12"))
	if check.ok || check.outputs["status"] != "1" {
		t.Errorf("the check is %q: %s", check.outputs["status"], check.log)
	}
	if !strings.Contains(check.log, "::error file=site/content/a/fi.md,line=4,col=") {
		t.Errorf("there are no annotations: %s", check.log)
	}
	comment := check.outputs["comment"]
	for _, want := range []string{"<!-- opas check -->\n### Opas: 2 virhettä", "https://github.example/o/r/edit/edit-%231/site/content/a/fi.md", "Linkki vie sivulle, jota ei ole."} {
		if !strings.Contains(comment, want) {
			t.Errorf("the comment does not have %q: %s", want, comment)
		}
	}
	if check.summary != comment+"\n" {
		t.Errorf("the summary is %q", check.summary)
	}

	// The comment is written once, and then renewed.
	tell := change("comment", "main", "12")
	tell.values["needs.check.outputs.comment"] = comment
	tell.values["needs.check.outputs.artifact"] = "https://github.example/artifacts/1"
	tell.values["needs.preview.outputs.url"] = ""
	if r := w.github(tell); !r.ok || !strings.Contains(w.read("calls"), "gh <api> <--method> <POST> <repos/o/r/issues/12/comments> <-F>") {
		t.Errorf("%s\n%s", r.log, w.read("calls"))
	}
	if body := w.read("body"); !strings.HasPrefix(body, comment) || !strings.HasSuffix(body, "\n[Esikatselu](https://github.example/artifacts/1) – lataa tiedosto, pura se ja avaa index.html\n") {
		t.Errorf("the comment is %s", body)
	}
	w.write("comment-id", "345\n346\n", 0o644)
	tell.values["needs.preview.outputs.url"] = "https://o.github.example/r/preview/12/"
	if r := w.github(tell); !r.ok || !strings.Contains(w.read("calls"), "gh <api> <--method> <PATCH> <repos/o/r/issues/comments/345> <-F>") {
		t.Errorf("%s\n%s", r.log, w.read("calls"))
	}
	if body := w.read("body"); !strings.HasSuffix(body, "\n[Esikatselu](https://o.github.example/r/preview/12/) – näkyy muutaman minuutin kuluttua\n") {
		t.Errorf("the comment is %s", body)
	}
	tell.values["github.event.pull_request.number || inputs.number"] = "1/../2"
	if r := w.github(tell); r.ok {
		t.Error("a number that is none was taken")
	}

	// What is right passes, and its preview says what it is.
	right := w.github(change("check", "main", "13"))
	if !right.ok || right.outputs["status"] != "0" {
		t.Errorf("the check of main: %s", right.log)
	}
	if page := w.read("runner/opas-check.yml/check/preview/fi/index.html"); !strings.Contains(page, "Esikatselu: tätä sivua ei ole julkaistu tällaisena.") {
		t.Error("there is no preview")
	}
}

func TestCIGitHubPages(t *testing.T) {
	t.Parallel()
	w := newCIWorld(t, "github")
	has := func(branch string, want ...string) {
		t.Helper()
		files := "\n" + w.files(branch)
		for _, name := range want {
			gone := strings.HasPrefix(name, "!")
			if strings.Contains(files, "\n"+strings.TrimPrefix(name, "!")+"\n") == gone {
				t.Errorf("%s: %s in %s", branch, name, files)
			}
		}
	}
	preview := func(number, page string) {
		t.Helper()
		w.write("artifact/index.html", page, 0o644)
		w.write("artifact/.nojekyll", "", 0o644)
		r := w.github(change("preview", "main", number))
		if url := "https://o.github.example/r/preview/" + number + "/"; !r.ok || r.outputs["url"] != url {
			t.Fatalf("%q %s", r.outputs["url"], r.log)
		}
	}

	// Previews before anything is published.
	preview("12", "twelve")
	has("gh-pages", ".nojekyll", "preview/12/index.html", "preview/12/.nojekyll")

	// Published: the site, and the previews below it.
	publish := ciJob{file: "opas-publish.yml", name: "publish", branch: "main", values: map[string]string{}}
	if r := w.github(publish); !r.ok {
		t.Fatal(r.log)
	}
	has("gh-pages", "fi/a/index.html", "index.html", ".nojekyll", "preview/12/index.html")
	has("opas-site", "fi/a/index.html", "!preview/12/index.html")

	// A second preview, and the first anew: while somebody else was faster once.
	preview("3", "three")
	hook := "#!/bin/sh\nif [ ! -e \"" + w.dir + "/late\" ]; then touch \"" + w.dir + "/late\"; exit 1; fi\n"
	w.write("remote.git/hooks/update", hook, 0o755)
	w.write("artifact/new.html", "new", 0o644)
	preview("12", "twelve again")
	has("gh-pages", "fi/a/index.html", "preview/3/index.html", "preview/12/new.html")
	has("opas-preview", "3/index.html", "12/new.html")
	if got := w.git("remote.git", "show", "gh-pages:preview/12/index.html"); got != "twelve again" {
		t.Errorf("the preview is %q", got)
	}
	if n := w.git("remote.git", "rev-list", "--count", "gh-pages"); n != "1\n" {
		t.Errorf("the branch that is served has %s commits", n)
	}

	// Closed: its preview goes, the rest stays. Without Pages nothing breaks.
	w.write("no-pages", "", 0o644)
	if r := w.github(change("remove", "main", "12")); !r.ok {
		t.Fatal(r.log)
	}
	has("gh-pages", "fi/a/index.html", "preview/3/index.html", "!preview/12/index.html")
	if r := w.github(publish); !r.ok {
		t.Fatal(r.log)
	}
	has("gh-pages", "fi/a/index.html", "preview/3/index.html")

	// A host that refuses every push ends in an error, and nothing is lost.
	before := w.branches()
	w.write("remote.git/hooks/update", "#!/bin/sh\nexit 1\n", 0o755)
	w.write("artifact/index.html", "x", 0o644)
	if r := w.github(change("preview", "main", "12")); r.ok || w.branches() != before {
		t.Errorf("%t %s", r.ok, w.branches())
	}
}

func TestCIGitLab(t *testing.T) {
	t.Parallel()
	w := newCIWorld(t, "gitlab")
	w.write("remote.git/hooks/pre-receive", "#!/bin/sh\nenv | grep '^GIT_PUSH_OPTION_' | sort > \""+w.dir+"/options\"\n", 0o755)

	work, log, ok := w.gitlab("opas:check", "main", map[string]string{"CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "edit"})
	if !ok || w.read(work + "/gl-code-quality-report.json")[0] != '[' || !strings.Contains(w.read(work+"/opas-check.md"), "### Opas: ") || !strings.Contains(log, "| ### Opas: ") {
		t.Errorf("the check: %s", log)
	}
	work, log, ok = w.gitlab("opas:preview", "main", map[string]string{"CI_PAGES_DOMAIN": "pages.example"})
	if url := w.read(work + "/preview.env"); !ok || url != "OPAS_PREVIEW=https://g.pages.example/-/s/p/-/jobs/5/artifacts/preview/index.html\n" || !strings.Contains(w.read(work+"/preview/fi/index.html"), "Esikatselu: ") {
		t.Errorf("the preview: %s %s", url, log)
	}
	if work, log, ok = w.gitlab("opas:preview", "main", nil); !ok || w.read(work+"/preview.env") != "OPAS_PREVIEW=https://gitlab.example/g/s/p/-/jobs/5/artifacts/browse/preview/\n" {
		t.Errorf("the preview: %s", log)
	}
	if work, log, ok = w.gitlab("pages", "main", nil); !ok || w.read(work+"/public/fi/a/index.html") == "" {
		t.Errorf("publishing: %s", log)
	}
	form := func(task string, inputs map[string]string) map[string]string {
		vars := map[string]string{"OPAS_TASK": task, "OPAS_PAGE": "", "OPAS_TO": "", "OPAS_LANGUAGE": "", "OPAS_FILE": ""}
		for name, value := range inputs {
			vars["OPAS_"+name] = value
		}
		return vars
	}
	if work, log, ok = w.gitlab("opas:export", "main", form("export", map[string]string{"LANGUAGE": "en"})); !ok || !strings.Contains(w.read(work+"/translation/translation.html"), "Ensimmäinen sivu.") || w.read(work+"/translation/translation.xlf") == "" {
		t.Errorf("the export: %s", log)
	}
	if _, log, ok = w.gitlab("opas:change", "main", form("move", map[string]string{"PAGE": "a", "TO": "renamed"})); !ok || !strings.Contains(w.files("opas/move-99"), "site/content/renamed/fi.md") {
		t.Errorf("the move: %s", log)
	}
	want := ""
	for i, o := range []string{"merge_request.create", "merge_request.remove_source_branch", "merge_request.target=main", "merge_request.title=Siirrä sivu: a → renamed"} {
		want += fmt.Sprintf("GIT_PUSH_OPTION_%d=%s\n", i, o)
	}
	if options := w.read("options"); !strings.HasPrefix(strings.TrimPrefix(options, "GIT_PUSH_OPTION_COUNT=4\n"), want) && !strings.Contains(options, want) {
		t.Errorf("the push options: %s", options)
	}
	if author := w.git("remote.git", "log", "-1", "--format=%an <%ae>", "opas/move-99"); author != "Anna Ääkkönen <anna@example.org>\n" {
		t.Errorf("the author is %q", author)
	}
	before := w.branches()
	for _, value := range hostile {
		if _, log, ok = w.gitlab("opas:change", "main", form("new-page", map[string]string{"PAGE": value, "LANGUAGE": value})); ok {
			t.Errorf("%q was taken: %s", value, log)
		}
	}
	if after := w.branches(); after != before {
		t.Errorf("pushed: %s", after)
	}
}
