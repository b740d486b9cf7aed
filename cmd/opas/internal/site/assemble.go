package site

import (
	"fmt"
	"math"
	"path"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/source"
)

// Assemble makes the Site of a tree. The Site is nil only when the findings
// leave nothing to show; with errors among the findings it must not be
// published.
func Assemble(tree *source.Tree, opt Options) (*Site, diag.List) {
	a := &assembly{tree: tree, opt: opt, site: &Site{
		Config:    tree.Config,
		Terms:     tree.Terms,
		BaseURL:   opt.BaseURL,
		Highlight: markdown.NewHighlighter(),
		pages:     map[string]*Page{},
	}}
	a.languages()
	a.parse()
	a.history()
	a.definitions()
	a.arrange()
	a.editions()
	a.translations()
	if !opt.StatesOnly {
		a.glossary()
		a.readability()
		a.references()
	}
	return a.site, a.found
}

// assembly is the work of Assemble; nothing of it outlives the call.
type assembly struct {
	tree  *source.Tree
	opt   Options
	site  *Site
	found diag.List
	docs  map[string]*markdown.Doc
	words map[string]*wordsFile
	// sentences are those of each file.
	sentences map[string][]Sentence
	// derived is what the history knows of translations without a stamp, by file.
	derived map[string]stamp
	// unread are the ids of pages whose page.yaml or definition could not be
	// read. A source or a page that seems to be missing may stand there, and is
	// not reported as well.
	unread []string
}

func (a *assembly) languages() {
	c := a.tree.Config
	for i, tag := range c.Tags {
		chain := lang.Chain(tag, c.SourceLang(), c.Tags)
		l := &Language{Index: i, Tag: tag, Chain: chain, Locale: a.opt.Catalog.Locale(tag, chain)}
		a.site.Languages = append(a.site.Languages, l)
		if tag == c.SourceLang() {
			a.site.Source = l
		}
	}
	if a.site.BaseURL == nil && c.BaseURL.Value != "" {
		a.site.BaseURL, _ = source.ParseBaseURL(c.BaseURL.Value) // checked when site.yaml was read
	}
}

func (a *assembly) language(tag lang.Tag) *Language {
	for _, l := range a.site.Languages {
		if l.Tag == tag {
			return l
		}
	}
	return nil
}

type parsedText struct {
	doc   *markdown.Doc
	words *wordsFile
	found diag.List
	// sentences are those of the running text, with their places.
	sentences []Sentence
}

// parse reads all Markdown and all words, in parallel.
func (a *assembly) parse() {
	type job struct {
		text  source.Text
		words bool
	}
	var jobs []job
	for _, p := range a.tree.Pages {
		for _, t := range p.Texts {
			jobs = append(jobs, job{text: t})
		}
		for _, t := range p.Words {
			if a.language(t.Lang) != nil {
				jobs = append(jobs, job{text: t, words: true})
			}
		}
	}
	results := make([]parsedText, len(jobs))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, j := range jobs {
		g.Go(func() error {
			results[i] = a.opt.Cache.parsed(j.text, func() (p parsedText) {
				switch {
				case j.words:
					p.words, p.found = parseWords(j.text)
				case a.opt.StatesOnly && j.text.Lang != a.site.Source.Tag:
					p.doc, p.found = markdown.ParseFront(j.text.Path, j.text.Data)
				default:
					p.doc, p.found = markdown.Parse(j.text.Path, j.text.Data)
				}
				if !a.opt.StatesOnly {
					p.sentences = sentences(j.text.Lang, p.doc, p.words)
				}
				return p
			})
			return nil
		})
	}
	_ = g.Wait() // the jobs return findings, never errors
	a.opt.Cache.forget()
	a.docs = map[string]*markdown.Doc{}
	a.words = map[string]*wordsFile{}
	a.sentences = map[string][]Sentence{}
	for i, j := range jobs {
		a.found = append(a.found, results[i].found...)
		a.docs[j.text.Path] = results[i].doc
		a.words[j.text.Path] = results[i].words
		a.sentences[j.text.Path] = results[i].sentences
	}
}

// definitions makes the pages of the folders and reads their definitions.
func (a *assembly) definitions() {
	var placed []model.Placed
	for _, sp := range a.tree.Pages {
		if slices.Contains(sp.Unread, "page.yaml") {
			a.unread = append(a.unread, sp.ID)
		}
		if len(sp.Texts) == 0 && sp.ID != "" && len(sp.Unread) == 0 {
			continue // reported by source
		}
		p := &Page{ID: sp.ID, Minutes: sp.Meta.Minutes, Files: sp.Files, meta: sp.Meta, order: math.Inf(1), unread: sp.Unread}
		if sp.Meta.Order != nil {
			p.order = *sp.Meta.Order
		}
		for _, id := range sp.Meta.Audience {
			if aud := a.audience(id); aud != nil {
				p.Audiences = append(p.Audiences, aud)
			}
		}
		for _, c := range sp.Meta.Contacts {
			if names := []string{"publisher", "controller", "accessibility", "feedback"}; !slices.Contains(names, c.Value) {
				a.found.Errorf("contact-unknown", c.Pos, suggestOr(c.Value, names, "write publisher, controller, accessibility or feedback"), "there is no contact %q", c.Value)
			}
			p.Contacts = append(p.Contacts, c.Value)
		}
		a.definition(p)
		if p.Definition != nil {
			placed = append(placed, model.Placed{PageID: p.ID, Definition: p.Definition})
		}
		a.site.pages[p.ID] = p
	}
	a.found = append(a.found, model.CheckAll(placed)...)
}

func (a *assembly) audience(id decode.At[string]) *source.Audience {
	var ids []string
	for i := range a.tree.Config.Audiences {
		aud := &a.tree.Config.Audiences[i]
		if aud.ID == id.Value {
			return aud
		}
		ids = append(ids, aud.ID)
	}
	a.found.Errorf("audience-unknown", id.Pos, suggestOr(id.Value, ids, "add it to audiences: in "+source.ConfigFile),
		"there is no audience %q", id.Value)
	return nil
}

func suggestOr(word string, names []string, hint string) string {
	if s := decode.Suggest(word, names); s != "" {
		return fmt.Sprintf("did you mean %s?", s)
	}
	return hint
}

func (a *assembly) definition(p *Page) {
	kind, node := p.meta.Kind, p.meta.Definition
	switch {
	case kind.Value == "" && node == nil:
		return
	case kind.Value == "":
		a.found.Errorf("kind-missing", node.Pos(), "add kind: with one of "+strings.Join(model.Kinds(), ", "), "the definition has no kind")
		return
	case !slices.Contains(model.Kinds(), kind.Value):
		a.found.Errorf("kind-unknown", kind.Pos, suggestOr(kind.Value, model.Kinds(), "write one of "+strings.Join(model.Kinds(), ", ")),
			"there is no kind %q", kind.Value)
		return
	case node == nil:
		a.found.Errorf("definition-missing", kind.Pos, fmt.Sprintf("add definition: (opas schema %s tells its shape)", kind.Value),
			"a page of the kind %q needs a definition", kind.Value)
		return
	}
	def, found := model.Decode(kind.Value, node)
	a.found = append(a.found, found...)
	p.Kind, p.Definition = kind.Value, def // checked on, although it may be wrong
	if slices.ContainsFunc(found, misread) {
		a.unread = append(a.unread, p.ID)
	}
}

// misread reports whether a finding of decode says that a part of the
// definition is not what was meant: a wrong key or type. A wrong reference
// leaves all ids in place.
func misread(d diag.Diagnostic) bool {
	return d.Severity == diag.Error && (strings.HasPrefix(d.Code, "key-") || strings.HasPrefix(d.Code, "value-"))
}

// maybeAdded reports whether a page that is not found may be one that a
// definition adds which could not be read.
func (a *assembly) maybeAdded(id string) bool {
	return slices.ContainsFunc(a.unread, func(u string) bool { return path.Dir(id) == u })
}

// maybeCited reports whether a source that is not found may stand in the
// page.yaml of the page, or of a page above it, that could not be read.
func (a *assembly) maybeCited(p *Page) bool {
	for up := p; up != nil; up = up.Parent {
		if slices.Contains(a.unread, up.ID) {
			return true
		}
	}
	return false
}

// arrange adds the pages of definitions and puts all pages into a tree and into
// reading order.
func (a *assembly) arrange() {
	s := a.site
	for _, id := range sortedIDs(s.pages) {
		p := s.pages[id]
		if p.Definition == nil {
			continue
		}
		for i, added := range p.Definition.Pages() {
			id := path.Join(p.ID, added.ID)
			if other := s.pages[id]; other != nil {
				if other.Owner == p {
					continue // model has said so
				}
				a.found.Add(diag.Diagnostic{Code: "page-twice", Pos: added.Pos,
					Message: fmt.Sprintf("two pages would have the address /%s/", id),
					Hint:    "rename the folder or the id",
					Related: []diag.Related{{Pos: diag.Pos{File: other.dir()}, Message: "the other page"}}})
				continue
			}
			s.pages[id] = &Page{ID: id, Kind: p.Kind, Definition: p.Definition, Owner: p, Added: &added, meta: source.Meta{Pos: p.meta.Pos},
				Audiences: p.Audiences, order: float64(i)}
		}
	}
	home := s.pages[""]
	if home == nil || len(home.meta.Pos.File) == 0 || a.homeless() {
		a.found.Errorf("home-missing", diag.Pos{File: source.Root}, fmt.Sprintf("write %s/%s.md with a title in its front matter", source.Root, a.site.Source.Tag),
			"the site has no home page")
		if home == nil {
			s.pages[""] = &Page{}
			home = s.pages[""]
		}
	}
	ids := sortedIDs(s.pages)
	for _, id := range ids {
		if id == "" {
			continue
		}
		p := s.pages[id]
		up := path.Dir(id)
		for up != "." && s.pages[up] == nil {
			up = path.Dir(up)
		}
		if up == "." {
			up = ""
		}
		p.Parent = s.pages[up]
		p.Parent.Children = append(p.Parent.Children, p)
	}
	a.news()
	for _, id := range ids {
		slices.SortStableFunc(s.pages[id].Children, func(x, y *Page) int {
			if (x.Owner == nil) != (y.Owner == nil) {
				if x.Owner == nil {
					return -1
				}
				return 1
			}
			if x.order != y.order {
				if x.order < y.order {
					return -1
				}
				return 1
			}
			return strings.Compare(x.ID, y.ID)
		})
	}
	var walk func(*Page)
	walk = func(p *Page) {
		s.Pages = append(s.Pages, p)
		for _, c := range p.Children {
			walk(c)
		}
	}
	walk(home)
	a.aliases()
}

// homeless reports whether no text of the home page is in a language of the
// site.
func (a *assembly) homeless() bool {
	for _, p := range a.tree.Pages {
		if p.ID == "" {
			return len(p.Unread) == 0 && !slices.ContainsFunc(p.Texts, func(t source.Text) bool { return a.language(t.Lang) != nil })
		}
	}
	return true
}

func sortedIDs(pages map[string]*Page) []string {
	ids := make([]string, 0, len(pages))
	for id := range pages {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
