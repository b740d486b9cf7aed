package site

import (
	"path"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/git"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/source"
)

// Translation says how a text stands to the one it was made from. A recorded
// stamp alone decides, whatever the history holds; without one the history may
// tell (Options.Origins).
type Translation int

const (
	// NotTranslated is a text in the source language, or a fallback, or what
	// has nothing to be a translation of.
	NotTranslated Translation = iota
	// Untracked is a translation of which nobody knows what it was made from.
	Untracked
	// Current was made from the source text as it is now.
	Current
	// Stale was made from an older source text.
	Stale
	// Missing is a source text that has no translation; readers get a fallback.
	Missing
	// Orphan is a translation whose source text is gone.
	Orphan
)

// String returns the name of the state, in lower case.
func (t Translation) String() string {
	return [...]string{"source", "untracked", "current", "stale", "missing", "orphan"}[t]
}

// A Translatable is one text that is translated as a whole: the prose of a page
// with its titles, or one of the words of its definition.
type Translatable struct {
	Page  *Page
	File  string // of the source text, even where that is gone
	Key   string // path of the words ("phases.start.title"), "" for prose
	Pos   diag.Pos
	Words int // words in the source text, 0 where that is gone
	// In says by Language.Index how the text stands.
	In []InLanguage
}

// InLanguage is a Translatable in one language.
type InLanguage struct {
	State Translation // NotTranslated in the source language
	File  string      // in which it stands or would stand
	Draft bool        // the file says that nobody has checked it
}

// Translations returns every text of the site with its state in every
// language: pages in reading order, on each the prose before the words, words
// as they stand in the source file, and then those that it no longer has. What
// it returns may not be changed.
func (s *Site) Translations() []Translatable { return s.translations }

// stamp is what a translation records, or the history knows, of the source
// texts it was made from.
type stamp struct {
	prose string
	words map[string]string // by path
}

// of compares a recorded hash with the present one.
func stateOf(recorded, now string) Translation {
	switch recorded {
	case "":
		return Untracked
	case now:
		return Current
	}
	return Stale
}

// history asks what the translations without a stamp were made from.
func (a *assembly) history() {
	if a.opt.Origins == nil {
		return
	}
	src := a.site.Source
	var ask []git.Origin
	for _, p := range a.tree.Pages {
		for _, t := range p.Texts {
			doc, original := a.docs[t.Path], a.docs[a.sourceFile(t.Path)]
			if t.Lang != src.Tag && a.language(t.Lang) != nil && doc != nil && original != nil && recordedHash(doc) == "" {
				ask = append(ask, git.Origin{File: t.Path, Source: a.sourceFile(t.Path)})
			}
		}
		for _, t := range p.Words {
			w, original := a.words[t.Path], a.words[a.sourceFile(t.Path)]
			if t.Lang != src.Tag && w != nil && original != nil && w.unrecorded(original) {
				ask = append(ask, git.Origin{File: t.Path, Source: a.sourceFile(t.Path)})
			}
		}
	}
	if len(ask) == 0 {
		return
	}
	a.derived = map[string]stamp{}
	for i, data := range a.opt.Origins(ask) {
		text, ok := source.Normal(data)
		if data == nil || !ok || i >= len(ask) {
			continue
		}
		o := ask[i]
		if path.Ext(o.Source) == ".md" {
			if doc, _ := markdown.Parse(o.Source, text); doc != nil {
				a.derived[o.File] = stamp{prose: doc.Hash()}
			}
			continue
		}
		if w, _ := parseWords(source.Text{Lang: src.Tag, Path: o.Source, Data: text}); w != nil {
			a.derived[o.File] = stamp{words: w.hashes()}
		}
	}
}

// sourceFile returns the file in the source language beside a translation.
func (a *assembly) sourceFile(translation string) string {
	return path.Join(path.Dir(translation), string(a.site.Source.Tag)+path.Ext(translation))
}

func recordedHash(doc *markdown.Doc) string {
	if from := doc.Front.TranslatedFrom; from != nil {
		return from.Hash
	}
	return ""
}

// proseState says how the text of a file stands to the source text.
func (a *assembly) proseState(file string, doc, original *markdown.Doc) Translation {
	recorded := recordedHash(doc)
	if recorded == "" {
		recorded = a.derived[file].prose
	}
	return stateOf(recorded, original.Hash())
}

// hashes returns the hash of every text, by its path.
func (w *wordsFile) hashes() map[string]string {
	all := make(map[string]string, len(w.words))
	for path, word := range w.words {
		all[path] = word.Doc.Hash()
	}
	return all
}

// unrecorded reports whether a text of the file has no stamp.
func (w *wordsFile) unrecorded(original *wordsFile) bool {
	for _, path := range w.order {
		if original.words[path] != nil && w.from.Hashes[path] == "" {
			return true
		}
	}
	return false
}

// state says how one text of the words stands to the source text. derived is
// what the history knows.
func (w *wordsFile) state(path string, original *wordsFile, derived map[string]string) Translation {
	switch {
	case original == nil || original.words[path] == nil:
		return Orphan
	case w.words[path] == nil:
		return Missing
	}
	recorded := w.from.Hashes[path]
	if recorded == "" {
		recorded = derived[path]
	}
	return stateOf(recorded, original.words[path].Doc.Hash())
}

// states says how the words of a file stand together: Stale if one of them is,
// else Untracked if one of them is, else Current. What is missing in the file
// or orphaned there says nothing.
func (w *wordsFile) states(original *wordsFile, derived map[string]string) Translation {
	all := Current
	for _, path := range w.order {
		switch w.state(path, original, derived) {
		case Stale:
			return Stale
		case Untracked:
			all = Untracked
		}
	}
	return all
}

// translations fills Site.translations.
func (a *assembly) translations() {
	for _, p := range a.site.Pages {
		if p.Owner != nil {
			continue
		}
		a.prose(p)
		a.pageTexts(p)
	}
}

// prose adds the text of a page.
func (a *assembly) prose(p *Page) {
	src := a.site.Source
	original := a.docs[p.textFile(src)]
	if original == nil && (a.unreadText(p) || !a.anyText(p)) {
		return
	}
	t := Translatable{Page: p, File: p.textFile(src), Pos: diag.Pos{File: p.textFile(src), Line: 1, Col: 1}}
	if original != nil {
		t.Words = original.Words
		t.Words += markdown.CountWords(original.Front.Title.Value) + markdown.CountWords(original.Front.Short) + markdown.CountWords(original.Front.Summary)
	}
	for _, l := range a.site.Languages {
		in := InLanguage{File: p.textFile(l)}
		doc := a.docs[in.File]
		switch {
		case l == src:
		case original == nil && doc != nil:
			in.State = Orphan
		case original == nil:
		case doc == nil:
			in.State = Missing
		default:
			in.State = a.proseState(in.File, doc, original)
		}
		in.Draft = doc != nil && doc.Front.Review == "draft"
		t.In = append(t.In, in)
	}
	a.site.translations = append(a.site.translations, t)
}

// pageTexts adds the words of a page: those of the source language, then the
// orphans among the others. What no definition knows is an error told
// elsewhere, and no text to translate.
func (a *assembly) pageTexts(p *Page) {
	src := a.site.Source
	if a.unreadWords(p) {
		return
	}
	files := make([]*wordsFile, len(a.site.Languages))
	for i, l := range a.site.Languages {
		files[i] = a.words[p.wordsPath(l.Tag)]
	}
	known, local := map[string]bool{}, map[string]bool{}
	if p.Definition != nil {
		for _, w := range p.Definition.Words() {
			known[w.Path], local[w.Path] = true, w.Local
		}
	}
	original := files[src.Index]
	var keys []string
	seen := map[string]bool{}
	for _, f := range append([]*wordsFile{original}, files...) {
		if f == nil {
			continue
		}
		for _, key := range f.order {
			if known[key] && !seen[key] {
				seen[key] = true
				keys = append(keys, key)
			}
		}
	}
	for _, key := range keys {
		t := Translatable{Page: p, File: p.wordsPath(src.Tag), Key: key, Pos: diag.Pos{File: p.wordsPath(src.Tag)}}
		there := original != nil && original.words[key] != nil
		if local[key] && !there {
			continue // another language may have names of its own
		}
		if there {
			t.Pos, t.Words = original.words[key].Pos, original.words[key].Doc.Words
		}
		for i, l := range a.site.Languages {
			in := InLanguage{File: p.wordsPath(l.Tag)}
			f := files[i]
			switch {
			case l == src:
			case f != nil && local[key] && f.words[key] == nil: // not every language has a name for everything
			case f != nil && (there || f.words[key] != nil):
				in.State = f.state(key, original, a.derived[in.File].words)
			case there && !local[key]:
				in.State = Missing
			}
			in.Draft = f != nil && f.review == "draft" && f.words[key] != nil
			t.In = append(t.In, in)
		}
		a.site.translations = append(a.site.translations, t)
	}
}

// wordsPath returns the path of the page's words in a language.
func (p *Page) wordsPath(tag lang.Tag) string { return path.Join(p.dir(), string(tag)+".yaml") }
