// Package source reads a site's folder into documents with positions. It knows
// how files are named and what stands in site.yaml and page.yaml; it gives a
// text or a definition no meaning. That is for markdown, model and site.
//
// The folder comes in as an fs.FS, on disk or embedded, and is read once:
// Load returns a Tree, an immutable value, and everything that is wrong with
// names, encodings and the two YAML files, all at once.
//
// One folder below content is one page with all its languages inside:
//
//	content/site.yaml                the site: languages, titles, navigation
//	content/mentoring/page.yaml      what is the same in every language
//	content/mentoring/fi.md          the page's text in Finnish
//	content/mentoring/fi.yaml        the words of its definition in Finnish
//	content/mentoring/form.pdf       a file beside the page
//
// It never writes, never follows a link out of the folder and never looks at
// the clock.
package source

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
)

// Root is the folder of a source tree that holds the pages.
const Root = "content"

// ConfigFile is the file that makes a folder a site.
const ConfigFile = Root + "/site.yaml"

// MaxTextBytes is the largest text or YAML file that is read, MaxFileBytes the
// largest file that is published beside a page.
const (
	MaxTextBytes = 1 << 20
	MaxFileBytes = 50 << 20
)

// A Tree is a site's folder as it was read.
type Tree struct {
	Config *Config
	Pages  []*Page // sorted by ID; the home page, "", comes first if there is one
	Terms  SearchTerms
	Files  map[string][]byte
	// Files holds every text and YAML file that was read, by its path, with
	// line ends and byte order mark normalised, for messages that quote lines.
}

// A Page is one folder below content.
type Page struct {
	// ID is the folder's path below content, "" for content itself.
	ID string
	// Meta is what page.yaml says; its zero value if there is none.
	Meta Meta
	// Texts are the Markdown files and Words the definition's words in YAML,
	// each at most once per language, sorted by language tag.
	Texts []Text
	Words []Text
	// Files are published beside the page, sorted by Name.
	Files []File
	// Unread are the names of files of the page, such as page.yaml, that are
	// there but could not be read, as findings say. What seems to be missing
	// may stand in them.
	Unread []string
}

// Dir returns the page's folder in the tree.
func (p *Page) Dir() string { return path.Join(Root, p.ID) }

// MetaFile returns the path of the page's page.yaml, whether it exists or not.
func (p *Page) MetaFile() string { return path.Join(p.Dir(), "page.yaml") }

// A Text is one file in one language.
type Text struct {
	Lang lang.Tag
	Path string
	Data []byte // UTF-8, no byte order mark, lines end with LF
}

// A File is published as it is, under /files/<id>/<name>.
type File struct {
	Name string // relative to the page's folder, with slashes
	Path string
	Size int64 // bytes
}

var (
	folderName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	fileName   = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]*$`)
	// Names that Windows keeps for devices; a checkout there would fail.
	deviceName = regexp.MustCompile(`^(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$`)
	// Ids that the program itself publishes under.
	reserved = []string{"search", "status", "files", "assets"}
)

// Load reads the tree below content in fsys. The Tree is nil only when
// site.yaml is missing or unreadable. The error is for the world: a disk that
// fails, not a mistake in the content.
func Load(fsys fs.FS) (*Tree, diag.List, error) {
	l := &loader{fsys: fsys, tree: &Tree{Files: map[string][]byte{}}, pages: map[string]*Page{}, folded: map[string]string{}}
	if err := l.config(); err != nil {
		return nil, l.diags, err
	}
	if l.absent {
		return nil, l.diags, nil
	}
	if err := fs.WalkDir(fsys, Root, l.visit); err != nil {
		return nil, l.diags, err
	}
	if l.tree.Config == nil {
		return nil, l.diags, nil // site.yaml is wrong; names and files were checked all the same
	}
	l.finish()
	return l.tree, l.diags, nil
}

type loader struct {
	fsys  fs.FS
	tree  *Tree
	diags diag.List
	pages map[string]*Page
	loose []File // files in folders that hold no page of their own
	// folded has the paths of what is published, in lower case, to find names
	// that are one name on some machines.
	folded map[string]string
	absent bool // there is no site.yaml
}

func (l *loader) config() error {
	data, err := l.text(ConfigFile)
	if errors.Is(err, fs.ErrNotExist) {
		l.diags.Errorf("site-missing", diag.Pos{File: ConfigFile},
			`run "opas new site DIR" for a small complete site, or name its folder with --source`,
			"there is no site here: %s is missing", ConfigFile)
		l.absent = true
		return nil
	}
	if info, statErr := fs.Stat(l.fsys, ConfigFile); statErr == nil && info.IsDir() {
		l.diags.Errorf("site-folder", diag.Pos{File: ConfigFile}, "rename it, and write the file", "this must be a file, not a folder")
		return nil
	}
	if err != nil && l.isLink(ConfigFile) {
		l.outside(ConfigFile)
		return nil
	}
	if err != nil || data == nil {
		return err
	}
	node, found := decode.Parse(ConfigFile, data, 1)
	l.diags = append(l.diags, found...)
	if node == nil {
		return nil
	}
	config := &Config{}
	found = decode.Into(node, config)
	l.diags = append(l.diags, found...)
	l.diags = append(l.diags, config.complete()...)
	if len(config.Tags) > 0 {
		l.tree.Config = config
	}
	return nil
}

func (l *loader) visit(p string, d fs.DirEntry, err error) error {
	if err != nil {
		return fmt.Errorf("read %s: %w", p, err)
	}
	name := d.Name()
	if p == Root || p == ConfigFile {
		return nil
	}
	if strings.HasPrefix(name, ".") || junk(name) || !d.IsDir() && strings.HasSuffix(name, ".go") {
		if d.IsDir() {
			return fs.SkipDir
		}
		return nil
	}
	if d.Type()&fs.ModeSymlink != 0 {
		info, err := fs.Stat(l.fsys, p)
		switch {
		case err != nil:
			l.outside(p)
			if isPageFile(name) {
				l.unread(path.Dir(p), name)
			}
			return nil
		case info.IsDir():
			l.diags.Errorf("link-folder", diag.Pos{File: p}, "put the folder itself here",
				"a symbolic link to a folder is not followed")
			return nil
		}
	}
	if d.IsDir() {
		return l.folder(p, name)
	}
	return l.file(p, name)
}

func (l *loader) outside(p string) {
	l.diags.Errorf("link-outside", diag.Pos{File: p}, "put the file itself here",
		"this symbolic link leads out of the site's folder or nowhere")
}

// isLink reports whether a file that cannot be read is a symbolic link.
func (l *loader) isLink(p string) bool {
	list, err := fs.ReadDir(l.fsys, path.Dir(p))
	return err == nil && slices.ContainsFunc(list, func(d fs.DirEntry) bool {
		return d.Name() == path.Base(p) && d.Type()&fs.ModeSymlink != 0
	})
}

func (l *loader) folder(p, name string) error {
	if code, message, hint := badFolder(strings.TrimPrefix(p, Root+"/"), name); code != "" {
		l.diags.Errorf(code, diag.Pos{File: p}, hint, "%s", message)
		return fs.SkipDir
	}
	return nil
}

// badFolder says what is wrong with the last part, name, of the page id.
func badFolder(id, name string) (code, message, hint string) {
	switch {
	case !folderName.MatchString(name):
		return "name-folder", fmt.Sprintf("the folder name %q cannot stand in an address", name), "rename it with the letters a-z, digits and single hyphens"
	case deviceName.MatchString(name):
		return "name-device", fmt.Sprintf("the name %q cannot be used on Windows", name), "choose another name"
	case slices.Contains(reserved, id):
		return "name-reserved", fmt.Sprintf("the address /%s/ is used by the program itself", id), "choose another name"
	}
	return "", "", ""
}

// BadID says why an id cannot be that of a page, and what to do; both are empty
// if it can.
func BadID(id string) (message, hint string) {
	folder := ""
	for name := range strings.SplitSeq(id, "/") {
		folder = path.Join(folder, name)
		if code, message, hint := badFolder(folder, name); code != "" {
			return message, hint
		}
	}
	return "", ""
}

func (l *loader) file(p, name string) error {
	if deviceName.MatchString(name) {
		l.diags.Errorf("name-device", diag.Pos{File: p}, "choose another name", "the name %q cannot be used on Windows", name)
		return nil
	}
	if !fileName.MatchString(name) {
		l.diags.Errorf("name-file", diag.Pos{File: p}, "rename it with the letters A-Z and a-z, digits, dots, hyphens and underscores",
			"the file name %q does not work on every machine", name)
		return nil
	}
	dir := path.Dir(p)
	if p == TermsFile {
		return l.terms()
	}
	if isPageFile(name) {
		return l.pageFile(p, dir, name)
	}
	return l.beside(p, name)
}

// junk are files that editors and systems leave behind.
func junk(name string) bool {
	return strings.HasSuffix(name, "~") || slices.Contains([]string{"Thumbs.db", "desktop.ini"}, name)
}

// beside takes a file that is published as it is.
func (l *loader) beside(p, name string) error {
	info, err := fs.Stat(l.fsys, p)
	if err != nil {
		return fmt.Errorf("read %s: %w", p, err)
	}
	switch first, taken := l.folded[strings.ToLower(p)]; {
	case !info.Mode().IsRegular():
		l.diags.Errorf("file-kind", diag.Pos{File: p}, "put a file here", "this is not a file that can be published")
		return nil
	case info.Size() > MaxFileBytes:
		l.diags.Errorf("file-large", diag.Pos{File: p}, "make it smaller, or link to where it is kept", "a file beside a page may have at most %d MB", MaxFileBytes>>20)
		return nil
	case taken:
		l.diags.Add(diag.Diagnostic{Code: "name-twice", Pos: diag.Pos{File: p}, Message: "on some machines this name and another one are the same",
			Hint: "rename one of them", Related: []diag.Related{{Pos: diag.Pos{File: first}, Message: "the other one"}}})
		return nil
	}
	l.folded[strings.ToLower(p)] = p
	if message, hint, err := l.active(p, name); err != nil || message != "" {
		if message != "" {
			l.diags.Errorf("file-active", diag.Pos{File: p}, hint, "%s", message)
		}
		return err
	}
	l.loose = append(l.loose, File{Path: p, Size: info.Size()})
	return nil
}

// isPageFile reports whether a file is read, and not published beside a page.
func isPageFile(name string) bool {
	return slices.Contains([]string{".md", ".yaml", ".yml"}, path.Ext(name))
}

// pageFile takes page.yaml, <lang>.md and <lang>.yaml.
func (l *loader) pageFile(p, dir, name string) error {
	ext := path.Ext(name)
	if ext == ".yml" {
		l.unread(dir, name)
		l.diags.Errorf("name-yml", diag.Pos{File: p}, "rename it to "+strings.TrimSuffix(name, ext)+".yaml", "YAML files end in .yaml here")
		return nil
	}
	stem := strings.TrimSuffix(name, ext)
	data, err := l.text(p)
	if err != nil {
		return err
	}
	if data == nil {
		l.unread(dir, name)
		return nil
	}
	page := l.page(dir)
	if name == "page.yaml" {
		node, found := decode.Parse(p, data, 1)
		l.diags = append(l.diags, found...)
		if node == nil || found.Fails(false) {
			l.unread(dir, name) // what was mended is a guess
		}
		if node != nil {
			l.diags = append(l.diags, decode.Into(node, &page.Meta)...)
		}
		return nil
	}
	tag, err := lang.Parse(stem)
	if err != nil {
		l.unread(dir, name)
		l.diags.Errorf("name-language", diag.Pos{File: p},
			"name the file after its language, such as fi"+ext+"; a file that is no page text must not end in "+ext,
			"%q is not a language", stem)
		return nil
	}
	text := Text{Lang: tag, Path: p, Data: data}
	if ext == ".md" {
		page.Texts = append(page.Texts, text)
	} else {
		page.Words = append(page.Words, text)
	}
	return nil
}

func (l *loader) unread(dir, name string) {
	page := l.page(dir)
	page.Unread = append(page.Unread, name)
}

func (l *loader) page(dir string) *Page {
	id := strings.TrimPrefix(strings.TrimPrefix(dir, Root), "/")
	page := l.pages[id]
	if page == nil {
		page = &Page{ID: id}
		page.Meta.Pos = diag.Pos{File: page.MetaFile()}
		l.pages[id] = page
	}
	return page
}

// text reads a text file and normalises it; nil without an error means that a
// finding says why it cannot be used.
func (l *loader) text(p string) ([]byte, error) {
	info, err := fs.Stat(l.fsys, p)
	if err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		l.diags.Errorf("file-kind", diag.Pos{File: p}, "put a text file here", "this is not a file that can be read")
		return nil, nil
	}
	if err == nil && info.Size() > MaxTextBytes {
		l.diags.Errorf("file-large", diag.Pos{File: p}, "split it into several pages", "a text file may have at most %d MB", MaxTextBytes>>20)
		return nil, nil
	}
	data, err := fs.ReadFile(l.fsys, p)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", p, err)
	}
	data, pos := normalise(data)
	if pos.Line > 0 {
		pos.File = p
		l.diags.Errorf("file-utf8", pos, "save the file in UTF-8", "the file is not UTF-8 text here")
		return nil, nil
	}
	if len(bytes.TrimSpace(data)) == 0 {
		l.diags.Errorf("file-empty", diag.Pos{File: p}, "write its text, or delete the file", "the file is empty")
		return nil, nil
	}
	l.tree.Files[p] = data
	return data, nil
}

// Normal returns text as a Tree holds it: without byte order mark, lines ending
// with LF. ok is false if it is not UTF-8.
func Normal(data []byte) (text []byte, ok bool) {
	text, pos := normalise(data)
	return text, pos.Line == 0
}

// normalise removes a byte order mark and carriage returns. If the data is not
// UTF-8, or holds a NUL, pos has the line and column of the first wrong byte.
func normalise(data []byte) (out []byte, pos diag.Pos) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	line, col := 1, 1
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 || r == 0 {
			return nil, diag.Pos{Line: line, Col: col}
		}
		if r == '\n' {
			line, col = line+1, 0
		}
		i += size
		col++
	}
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(data, []byte("\r"), []byte("\n")), diag.Pos{}
}

// finish gives loose files to their pages, and puts everything in order.
func (l *loader) finish() {
	for _, f := range l.loose {
		dir := path.Dir(f.Path)
		for dir != Root && l.pages[strings.TrimPrefix(dir, Root+"/")] == nil {
			dir = path.Dir(dir)
		}
		page := l.page(dir)
		f.Name = strings.TrimPrefix(f.Path, dir+"/")
		page.Files = append(page.Files, f)
	}
	for _, page := range l.pages {
		byLang := func(a, b Text) int { return strings.Compare(string(a.Lang), string(b.Lang)) }
		slices.SortFunc(page.Texts, byLang)
		slices.SortFunc(page.Words, byLang)
		slices.SortFunc(page.Files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
		l.tree.Pages = append(l.tree.Pages, page)
	}
	slices.SortFunc(l.tree.Pages, func(a, b *Page) int { return strings.Compare(a.ID, b.ID) })
	for _, page := range l.tree.Pages {
		l.languages(page)
	}
	l.strangers()
}

// languages checks the page's files against the languages of the site.
func (l *loader) languages(page *Page) {
	config := l.tree.Config
	known := 0
	for _, t := range page.Texts {
		if slices.Contains(config.Tags, t.Lang) {
			known++
		}
	}
	for _, t := range slices.Concat(page.Texts, page.Words) {
		if slices.Contains(config.Tags, t.Lang) {
			continue
		}
		hint := fmt.Sprintf("add %s to languages: in %s, or delete the file", t.Lang, ConfigFile)
		if known == 0 {
			l.diags.Errorf("language-unknown", diag.Pos{File: t.Path}, hint, "the page is only in %q, which is not a language of this site", t.Lang)
		} else {
			l.diags.Warnf("language-unknown", diag.Pos{File: t.Path}, hint, "%q is not a language of this site, so nobody reads this file", t.Lang)
		}
	}
	if len(page.Texts) == 0 && len(page.Unread) == 0 && (page.Meta.Pos.Line > 0 || len(page.Words) > 0) {
		l.diags.Errorf("page-no-text", diag.Pos{File: page.MetaFile()},
			fmt.Sprintf("write %s/%s.md with a title in its front matter", page.Dir(), config.SourceLang()),
			"the page has no text in any language")
	}
}
