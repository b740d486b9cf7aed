package main

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/spf13/cobra"

	"opas/cmd/opas/internal/git"
	"opas/cmd/opas/internal/source"
)

// ciTemplates are the files that "opas new ci" writes, with [[ ]] around what
// differs between sites: {{ }} belongs to GitHub.
//
//go:embed ci
var ciTemplates embed.FS

// What the workflows use of others. Actions are pinned to commits, for a tag can be
// moved; renew them together with their comments.
const (
	checkoutAction = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"
	setupGoAction  = "actions/setup-go@44694675825211faa026b3c33043df3e48a5fa00 # v6.0.0"
	uploadAction   = "actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f # v6.0.0"
	// ciGo is the version of Go that builds the program, that of go.mod.
	ciGo = "1.26"
)

// ciOptions are the flags of "opas new ci".
type ciOptions struct {
	dir     string // of the site
	branch  string // that is published
	pages   string // that GitHub Pages serves
	program string // URL@VERSION of Opas' own repository
}

func newCICommand(t *terminal) *cobra.Command {
	var opt ciOptions
	c := &cobra.Command{
		Use:   "ci github|gitlab",
		Short: "Let the git host check, preview and publish the site",
		Long: `Write workflows for a git host into the repository that the site is in, for
people who have nothing but the host's web editor:

  - every change is checked; what is wrong stands beside its line, and on GitHub
    in one comment in the language of the site (Finnish or English)
  - every change has a preview, which is not indexed
  - what is merged is published
  - forms: new page, move a page, a translation is still true, take a
    translator's file, make a file for a translator; each change that they make
    is a merge request

The program is built from the repository itself when that is the one of Opas;
else --program says where the repository of Opas is, and which version to take.

Files that an earlier run wrote are renewed. Others are never changed.`,
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"github", "gitlab"},
		RunE: func(_ *cobra.Command, args []string) error {
			opt.dir = cmp.Or(opt.dir, ".")
			return writeCI(t, args[0], opt)
		},
	}
	sourceFlag(c, &opt.dir)
	c.Flags().StringVar(&opt.branch, "branch", "main", "branch that is published")
	c.Flags().StringVar(&opt.pages, "pages", "gh-pages", "branch that GitHub Pages serves")
	c.Flags().StringVar(&opt.program, "program", "", "repository of Opas and version, as https://HOST/PATH@VERSION")
	return c
}

// ciMark begins every file of ours.
func ciMark(host string) string {
	return fmt.Sprintf(`# "opas new ci %s" wrote this file, and may write over it.`, host)
}

// ciSite is what the templates show.
type ciSite struct {
	Mark            string
	Folder          string // of the site, below the top of the repository; "." for the top
	Prefix          string // the same before the path of a file: "" or "site/"
	Branch, Pages   string
	Program         string // address to fetch the program from; "" when it is in this repository
	Version         string
	GoVersion       string
	Image           string // of containers, with Go and git
	Checkout        string
	SetupGo, Upload string
	Translations    []string // languages of the site, without that of the source
	Words           ciWords
	Form            ciForm // of the file that is a form
}

// ciFiles are the templates of a host by the file that they make.
var ciFiles = map[string]map[string]string{
	"github": {
		".github/workflows/opas-check.yml":   "github-check.yml",
		".github/workflows/opas-publish.yml": "github-publish.yml",
		".github/workflows/opas-change.yml":  "github-change.yml",
		".github/workflows/opas-export.yml":  "github-export.yml",
		".github/opas/pages.sh":              "pages.sh",
		".github/opas/change.sh":             "change.sh",
		".github/opas/export.sh":             "export.sh",
	},
	"gitlab": {
		".gitlab-ci.yml":         "gitlab-ci.yml",
		".gitlab/opas.yml":       "gitlab-jobs.yml",
		".gitlab/opas/change.sh": "change.sh",
		".gitlab/opas/export.sh": "export.sh",
	},
}

func writeCI(t *terminal, host string, opt ciOptions) error {
	hooks, err := git.FindHooks(opt.dir)
	if errors.Is(err, git.ErrNoRepository) {
		return fmt.Errorf("%s is in no git repository; git init makes one", opt.dir)
	}
	if err != nil {
		return err
	}
	s, err := ciSiteOf(t, host, opt, hooks)
	if err != nil {
		return err
	}
	files, err := s.files(host)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(hooks.Top) // no symbolic link leads out of it
	if err != nil {
		return err
	}
	defer root.Close()
	files, err = ciRenewable(root, files)
	if err != nil {
		return err
	}
	for _, f := range files {
		err := root.MkdirAll(path.Dir(f.name), 0o755)
		if err == nil {
			err = writeWhole(root, f.name, f.data, 0o644)
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", f.name, err)
		}
		fmt.Fprintln(t.out, f.name)
	}
	for _, line := range ciNext[host] {
		t.note("%s", line)
	}
	return nil
}

// ciNext is what somebody who may change settings has to do once.
var ciNext = map[string][]string{
	"github": {
		"commit and push these files; then, once, in the settings of the repository:",
		"  Actions, General: \"Allow GitHub Actions to create and approve pull requests\"",
		"  Pages: \"Deploy from a branch\", and the branch of --pages, after the first publishing",
	},
	"gitlab": {
		"commit and push these files; then, once, in the settings of the project:",
		"  CI/CD, Job token permissions: \"Allow Git push requests to the repository\"",
	},
}

// A branch and a folder are written into scripts and rules, so only what means
// nothing there may stand in them.
var (
	ciPlain   = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_./-]*$`)
	ciVersion = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_./+-]*$`)
	ciProgram = regexp.MustCompile(`^https://[A-Za-z0-9.-]+(:[0-9]+)?/[A-Za-z0-9_./~-]+$`)
)

// ciSiteOf collects what differs between sites. What is missing or cannot be used
// is told all at once.
func ciSiteOf(t *terminal, host string, opt ciOptions, at git.Hooks) (ciSite, error) {
	s := ciSite{
		Mark: ciMark(host), Folder: ".", Branch: opt.branch, Pages: opt.pages,
		GoVersion: ciGo, Image: "golang:" + ciGo, Checkout: checkoutAction, SetupGo: setupGoAction, Upload: uploadAction,
	}
	var wrong []error
	if at.Folder != "" {
		s.Folder, s.Prefix = at.Folder, at.Folder+"/"
		if !ciPlain.MatchString(at.Folder) {
			wrong = append(wrong, fmt.Errorf("the folder %q cannot stand in a workflow; rename it with letters, digits and hyphens", at.Folder))
		}
	}
	for _, f := range []struct{ flag, branch string }{{"--branch", s.Branch}, {"--pages", s.Pages}} {
		if !ciPlain.MatchString(f.branch) || strings.Contains(f.branch, "..") {
			wrong = append(wrong, fmt.Errorf("%s: %q is not the name of a branch that a workflow can use", f.flag, f.branch))
		}
	}
	if s.Pages == s.Branch || strings.HasPrefix(s.Pages, "opas-") {
		wrong = append(wrong, fmt.Errorf("--pages: %q is a branch of something else; choose another name", s.Pages))
	}
	program, version, err := ciProgramOf(opt.program, at.Top)
	s.Program, s.Version = program, version
	wrong = append(wrong, err)
	if err := errors.Join(wrong...); err != nil {
		return s, err
	}

	files, err := openSources(t, opt.dir)
	if err != nil {
		return s, err
	}
	defer files.close()
	tree, found, err := source.Load(files.fs)
	if err != nil {
		return s, err
	}
	if tree == nil {
		t.findings(found, files)
		return s, errContent
	}
	for _, tag := range tree.Config.Tags {
		if tag != tree.Config.SourceLang() {
			s.Translations = append(s.Translations, string(tag))
		}
	}
	s.Words = englishCI
	if speaksFinnish(tree.Config) {
		s.Words = finnishCI
	}
	return s, nil
}

// ciProgramOf returns where the program is fetched from: nowhere when this is the
// repository of Opas itself and nothing else was asked for.
func ciProgramOf(flag, top string) (program, version string, err error) {
	if flag == "" {
		mod, err := os.ReadFile(filepath.Join(top, "go.mod"))
		if _, missing := os.Stat(filepath.Join(top, "cmd", "opas")); err == nil && missing == nil && bytes.HasPrefix(mod, []byte("module opas\n")) {
			return "", "", nil
		}
		return "", "", errors.New("the program is not in this repository; say with --program https://HOST/PATH@VERSION where the repository of Opas is, and which tag, branch or commit to take")
	}
	at := strings.LastIndexByte(flag, '@')
	if at < 0 {
		return "", "", fmt.Errorf("--program: %q names no version; end it with @ and a tag, branch or commit", flag)
	}
	program, version = flag[:at], flag[at+1:]
	if u, err := url.Parse(program); err != nil || u.User != nil || !ciProgram.MatchString(program) {
		return "", "", fmt.Errorf("--program: %q is not the https address of a repository", program)
	}
	if !ciVersion.MatchString(version) || strings.Contains(version, "..") {
		return "", "", fmt.Errorf("--program: %q is not a tag, branch or commit", version)
	}
	return program, version, nil
}

// ciFile is one file to be written, by its path below the top of the repository.
type ciFile struct {
	name string
	data []byte
}

// files makes the files of a host, in the order of their names.
func (s ciSite) files(host string) ([]ciFile, error) {
	set, err := template.New("").Delims("[[", "]]").Funcs(template.FuncMap{"q": quotedYAML, "sh": shellWord, "list": listYAML}).ParseFS(ciTemplates, "ci/*")
	if err != nil {
		return nil, err
	}
	var files []ciFile
	add := func(name, from string, s ciSite) error {
		var b bytes.Buffer
		if err := set.ExecuteTemplate(&b, from, s); err != nil {
			return err
		}
		files = append(files, ciFile{name, b.Bytes()})
		return nil
	}
	for name, from := range ciFiles[host] {
		if err := add(name, from, s); err != nil {
			return nil, err
		}
	}
	if host == "github" {
		for _, form := range s.forms() {
			s.Form = form
			if err := add(".github/workflows/opas-"+form.Task+".yml", "github-form.yml", s); err != nil {
				return nil, err
			}
		}
	}
	if len(s.Translations) == 0 { // nothing to export
		files = slices.DeleteFunc(files, func(f ciFile) bool { return path.Base(f.name) == "opas-export.yml" })
	}
	slices.SortFunc(files, func(a, b ciFile) int { return strings.Compare(a.name, b.name) })
	return files, nil
}

// quotedYAML is a text as a YAML scalar (1.2, 7.3.2). The texts hold no line ends.
func quotedYAML(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// listYAML is a list of texts in one line.
func listYAML(texts any) string {
	list, ok := texts.([]string)
	if !ok {
		list = []string{fmt.Sprint(texts)}
	}
	quoted := make([]string, len(list))
	for i, text := range list {
		quoted[i] = quotedYAML(text)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// ciInclude is the line by which somebody's own .gitlab-ci.yml uses ours.
const ciInclude = ".gitlab/opas.yml"

// ciRenewable returns the files that have to be written: those that are not there,
// and those of ours that differ. It refuses when a file is somebody else's.
func ciRenewable(root *os.Root, files []ciFile) ([]ciFile, error) {
	var wanted []ciFile
	var foreign []error
	for _, f := range files {
		info, err := root.Lstat(f.name)
		if errors.Is(err, fs.ErrNotExist) {
			wanted = append(wanted, f)
			continue
		}
		var have []byte
		if err == nil && info.Mode().IsRegular() {
			have, err = root.ReadFile(f.name)
		}
		if err != nil {
			return nil, err
		}
		switch {
		case bytes.Equal(have, f.data):
		case bytes.HasPrefix(have, []byte(`# "opas new ci `)):
			wanted = append(wanted, f)
		case f.name == ".gitlab-ci.yml" && bytes.Contains(have, []byte(ciInclude)):
		case f.name == ".gitlab-ci.yml":
			foreign = append(foreign, fmt.Errorf("%s: this file is not from opas: add to it\n  include:\n    - local: %s\nand write again", f.name, ciInclude))
		default:
			foreign = append(foreign, fmt.Errorf("%s: this file is not from opas: move it away and write again", f.name))
		}
	}
	if len(foreign) > 0 {
		return nil, fmt.Errorf("nothing was written:\n%w", errors.Join(foreign...))
	}
	return wanted, nil
}
