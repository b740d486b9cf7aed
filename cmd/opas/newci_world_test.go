package main

import (
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opas/cmd/opas/internal/decode"
)

// A ciWorld is a repository on a git host, as jobs meet it: git and opas are real,
// and what would leave the machine (gh, the download of the program) is a script
// that writes down how it was called.
type ciWorld struct {
	t      *testing.T
	dir    string
	remote string // the bare repository on the host
	env    []string
}

// ciSources is the site that jobs work on; its folder is "site".
var ciSources = map[string]string{
	"content/site.yaml": `languages: [fi, en]
title: {fi: Testi, en: Test}
base-url: https://example.org/
publisher: {fi: Julkaisija}
controller: {fi: Rekisterinpitäjä}
accessibility: {fi: saavutettavuus@example.org}
feedback: palaute@example.org
`,
	"content/fi.md":   "---\ntitle: Koti\n---\n[Sivu](a) ja [toinen](b).\n",
	"content/en.md":   "---\ntitle: Home\ntranslated-from: {blob: 0000000000000000000000000000000000000000, hash: 0000000000000000}\n---\n[Page](a).\n",
	"content/a/fi.md": "---\ntitle: Sivu\n---\nEnsimmäinen sivu.\n",
	"content/b/fi.md": "---\ntitle: Toinen\n---\nToinen sivu, jolta pääsee [ensimmäiselle](a).\n",
}

const ciGH = `#!/bin/sh
# gh, as far as the workflows know it.
{ printf 'gh'; for a in "$@"; do printf ' <%s>' "$a"; done; printf '\n'; } >> "$WORLD/calls"
body=
for a in "$@"; do
  case "$a" in body=@*) body=${a#body=@} ;; esac
  if [ "${last-}" = --body-file ]; then body=$a; fi
  if [ "${last-}" = --dir ]; then mkdir -p "$a"; cp -r "$WORLD/artifact/." "$a"; fi
  last=$a
done
if [ -n "$body" ]; then cp "$body" "$WORLD/body"; fi
case "$*" in
*refused*) exit 1 ;;
*--method*) ;;
'pr create'*) if [ -e "$WORLD/no-pr" ]; then exit 1; fi; echo https://github.example/o/r/pull/7 ;;
*/comments*) cat "$WORLD/comment-id" 2>/dev/null ;;
*/pages*) if [ -e "$WORLD/no-pages" ]; then exit 1; fi; echo https://o.github.example/r/ ;;
esac
`

const ciGoStub = `#!/bin/sh
# go build -o FILE: the program is there already.
while [ "$1" != -o ]; do shift; done
mkdir -p "${2%/*}"
ln -sf "$(command -v opas)" "$2"
`

func newCIWorld(t *testing.T, host string) *ciWorld {
	t.Helper()
	w := &ciWorld{t: t, dir: t.TempDir()}
	w.remote = filepath.Join(w.dir, "remote.git")
	bin := filepath.Join(w.dir, "bin")
	config := filepath.Join(w.dir, "gitconfig")
	w.write("bin/gh", ciGH, 0o755)
	w.write("bin/go", ciGoStub, 0o755)
	w.write("gitconfig", "[init]\n\tdefaultBranch = main\n[protocol \"file\"]\n\tallow = always\n[url \"file://"+w.dir+"/program.git\"]\n\tinsteadOf = https://git.example.org/opas\n", 0o644)
	w.env = append(slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return strings.HasPrefix(name, "GIT_") || strings.HasPrefix(name, "GITHUB_") || strings.HasPrefix(name, "CI_")
	}), "PATH="+bin+":"+os.Getenv("PATH"), "HOME="+w.dir, "GIT_CONFIG_GLOBAL="+config, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_CEILING_DIRECTORIES="+w.dir, "WORLD="+w.dir, "TMPDIR="+w.mkdir("tmp"))

	w.git(".", "init", "--quiet", "--bare", "remote.git")
	w.git("remote.git", "config", "receive.advertisePushOptions", "true")
	w.git(".", "init", "--quiet", "program")
	w.commit("program", "program")
	w.git("program", "tag", "v1")
	w.git(".", "clone", "--quiet", "--bare", "program", "program.git")

	w.git(".", "init", "--quiet", "first")
	for name, text := range ciSources {
		w.write("first/site/"+name, text, 0o644)
	}
	w.must(w.run("first", nil, "opas", "new", "ci", host, "--source", "site", "--program", "https://git.example.org/opas@v1"))
	w.commit("first", "site")
	w.git("first", "remote", "add", "origin", w.remote)
	w.git("first", "push", "--quiet", "origin", "main")
	return w
}

func (w *ciWorld) mkdir(name string) string {
	w.t.Helper()
	p := filepath.Join(w.dir, name)
	if err := os.MkdirAll(p, 0o755); err != nil {
		w.t.Fatal(err)
	}
	return p
}

func (w *ciWorld) write(name, text string, mode os.FileMode) {
	w.t.Helper()
	w.mkdir(filepath.Dir(name))
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), mode); err != nil {
		w.t.Fatal(err)
	}
}

// read returns a file, "" if it is not there.
func (w *ciWorld) read(name string) string {
	data, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		w.t.Fatal(err)
	}
	return string(data)
}

// run runs a command in a folder of the world and returns what it printed.
func (w *ciWorld) run(dir string, env []string, name string, args ...string) (string, error) {
	c := exec.Command(name, args...)
	c.Dir, c.Env = filepath.Join(w.dir, dir), slices.Concat(w.env, env)
	out, err := c.CombinedOutput()
	return string(out), err
}

func (w *ciWorld) must(out string, err error) string {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("%v\n%s", err, out)
	}
	return out
}

func (w *ciWorld) git(dir string, args ...string) string {
	w.t.Helper()
	return w.must(w.run(dir, nil, "git", args...))
}

func (w *ciWorld) commit(dir, message string) {
	w.t.Helper()
	w.git(dir, "add", "--all")
	w.git(dir, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--allow-empty", "-m", message)
}

// checkout is a fresh clone of a branch, as a job begins with. It returns its name.
func (w *ciWorld) checkout(branch string) string {
	w.t.Helper()
	name := "work-" + branch
	if err := os.RemoveAll(filepath.Join(w.dir, name)); err != nil {
		w.t.Fatal(err)
	}
	w.git(".", "clone", "--quiet", "--branch", branch, "file://"+w.remote, name)
	return name
}

// files are the paths on a branch of the host, "" if there is no such branch.
func (w *ciWorld) files(branch string) string {
	out, err := w.run("remote.git", nil, "git", "ls-tree", "-r", "--name-only", branch)
	if err != nil {
		return ""
	}
	return out
}

// branches are those of the host.
func (w *ciWorld) branches() string {
	return w.git("remote.git", "for-each-ref", "--format=%(refname:short) %(objectname)")
}

// A ciJob is a job of a workflow as the host runs it.
type ciJob struct {
	file, name string
	branch     string            // the branch that the run is for
	values     map[string]string // of expressions
	env        map[string]string // of the host, beside the usual
}

// ciResult is what a job left behind.
type ciResult struct {
	outputs map[string]string
	summary string
	log     string
	ok      bool
}

// github runs the steps of a job that are scripts, as the runner does: with
// bash -e, the environment of the workflow, the job and the step, and the files
// in which a step leaves what later steps get.
func (w *ciWorld) github(j ciJob) ciResult {
	w.t.Helper()
	work := w.checkout(j.branch)
	root, found := decode.Parse(j.file, []byte(w.read(work+"/.github/workflows/"+j.file)), 1)
	job := field(field(root, "jobs"), j.name)
	if len(found) > 0 || job == nil {
		w.t.Fatalf("%s: %v", j.file, found)
	}
	temp := w.mkdir("runner/" + j.file + "/" + j.name)
	if err := os.RemoveAll(temp); err != nil {
		w.t.Fatal(err)
	}
	w.mkdir("runner/" + j.file + "/" + j.name)
	env := map[string]string{"RUNNER_TEMP": temp, "GITHUB_REF_NAME": j.branch, "GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "o/r", "GITHUB_RUN_ID": "99"}
	for _, name := range []string{"PATH", "OUTPUT", "STEP_SUMMARY"} {
		env["GITHUB_"+name] = filepath.Join(temp, "github-"+name)
	}
	maps.Copy(env, j.env)
	values := maps.Clone(j.values)
	values["runner.temp"], values["github.token"], values["github.run_id"], values["github.run_attempt"] = temp, "secret", "99", "1"
	add := func(env map[string]string, n *decode.Node) {
		for _, f := range field(n, "env").Fields() {
			env[f.Key.Value] = w.expand(f.Value.Scalar(), values)
		}
	}
	add(env, root)
	add(env, job)
	result := ciResult{outputs: map[string]string{}, ok: true}
	for _, step := range field(job, "steps").Items() {
		script := field(step, "run").Scalar()
		if script == "" {
			continue
		}
		mine := maps.Clone(env)
		add(mine, step)
		for _, line := range strings.Fields(readFile(mine["GITHUB_PATH"])) {
			mine["PATH"] = line + ":" + filepath.Join(w.dir, "bin") + ":" + os.Getenv("PATH")
		}
		var vars []string
		for _, name := range slices.Sorted(maps.Keys(mine)) {
			vars = append(vars, name+"="+mine[name])
		}
		out, err := w.run(work, vars, "bash", "-e", "-c", script)
		result.log += out
		for name, value := range githubOutput(readFile(mine["GITHUB_OUTPUT"])) {
			values["steps."+field(step, "id").Scalar()+".outputs."+name] = value
			result.outputs[name] = value
		}
		if err != nil && field(step, "continue-on-error").Scalar() != "true" {
			result.ok = false
			break
		}
	}
	result.summary = readFile(env["GITHUB_STEP_SUMMARY"])
	return result
}

func readFile(name string) string {
	data, _ := os.ReadFile(name)
	return string(data)
}

// expand puts the values of expressions into a text.
func (w *ciWorld) expand(text string, values map[string]string) string {
	return expanded.ReplaceAllStringFunc(text, func(m string) string {
		name := strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(m, "${{"), "}}"))
		value, ok := values[name]
		if !ok {
			w.t.Errorf("nobody gave %s a value", m)
		}
		return value
	})
}

// githubOutput reads the file that GITHUB_OUTPUT names.
func githubOutput(text string) map[string]string {
	outputs := map[string]string{}
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		if name, end, ok := strings.Cut(lines[i], "<<"); ok {
			var value []string
			for i++; i < len(lines) && lines[i] != end; i++ {
				value = append(value, lines[i])
			}
			outputs[name] = strings.Join(value, "\n")
		} else if name, value, ok := strings.Cut(lines[i], "="); ok {
			outputs[name] = value
		}
	}
	return outputs
}

// gitlab runs the script of a job as the runner does, with variables of its own.
func (w *ciWorld) gitlab(name, branch string, vars map[string]string) (work, log string, ok bool) {
	w.t.Helper()
	work = w.checkout(branch)
	root, found := decode.Parse("opas.yml", []byte(w.read(work+"/.gitlab/opas.yml")), 1)
	job, base := field(root, name), field(root, ".opas")
	if len(found) > 0 || job == nil || field(job, "extends").Scalar() != ".opas" {
		w.t.Fatalf("%s: %v", name, found)
	}
	env := []string{"CI_COMMIT_BRANCH=" + branch, "CI_PROJECT_URL=https://gitlab.example/g/s/p", "CI_PROJECT_PATH=g/s/p", "CI_PROJECT_ROOT_NAMESPACE=g",
		"CI_JOB_ID=5", "CI_JOB_URL=https://gitlab.example/g/s/p/-/jobs/5", "CI_PIPELINE_ID=99", "CI_REPOSITORY_URL=file://" + w.remote,
		"GITLAB_USER_NAME=Anna Ääkkönen", "GITLAB_USER_EMAIL=anna@example.org", "PATH=" + filepath.Join(w.dir, "usr") + ":" + filepath.Join(w.dir, "bin") + ":" + os.Getenv("PATH")}
	for _, f := range field(base, "variables").Fields() {
		env = append(env, f.Key.Value+"="+f.Value.Scalar())
	}
	for _, key := range slices.Sorted(maps.Keys(vars)) {
		env = append(env, key+"="+vars[key])
	}
	script := ""
	for _, n := range slices.Concat(field(base, "before_script").Items(), field(job, "script").Items()) {
		script += n.Scalar() + "\n"
	}
	// The folders of a container are those of this world.
	script = strings.NewReplacer("/usr/local/bin/opas", w.dir+"/usr/opas", "/tmp/opas", w.dir+"/tmp/program-"+work).Replace(script)
	out, err := w.run(work, env, "bash", "-e", "-o", "pipefail", "-c", script)
	return work, out, err == nil
}
