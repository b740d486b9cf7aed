package site

import (
	"fmt"
	"slices"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/source"
)

// Words are the texts of a definition as the reader of one language gets them.
type Words struct {
	byPath map[string]*Word
	// Own reports whether there is a file of words in the reader's language.
	Own bool
	// Draft reports whether the file says that nobody has checked it.
	Draft bool
	File  string
	// State is that of all words in the file together; see Word.State.
	State Translation
}

// A Word is one text of a definition: a title, a sentence, a few paragraphs.
type Word struct {
	Doc  *markdown.Doc
	Lang *Language // the language it is really in
	// Draft reports whether its file is marked as a draft.
	Draft bool
	// Original is the text in the source language, nil where this is it.
	Original *Word
	// State is how the text stands to Original: NotTranslated where this is it,
	// Orphan where the source language has none. It is the state of the text
	// that is shown, so that of a fallback where this is one.
	State Translation
	Pos   diag.Pos
}

// Get returns the text at the path ("phases.first-contact.title"), or nil if
// there is none in any language of the chain.
func (w *Words) Get(path string) *Word {
	if w == nil {
		return nil
	}
	return w.byPath[path]
}

// Plain returns the text at the path without marks, "" if there is none.
func (w *Words) Plain(path string) string {
	if word := w.Get(path); word != nil {
		return word.Doc.Plain
	}
	return ""
}

// wordsFile is <lang>.yaml: the words of a definition in one language.
type wordsFile struct {
	file   source.Text
	review string
	from   wordsFrom
	words  map[string]*Word
	order  []string
}

// wordsFrom says what a translated file of words was made from.
type wordsFrom struct {
	Blob   string            `yaml:"blob" doc:"git blob id of the source file"`
	Hashes map[string]string `yaml:"hashes" doc:"hash of each source text, by its path"`
}

// parseWords reads one file of words. Every scalar in it is a text.
func parseWords(file source.Text) (*wordsFile, diag.List) {
	w := &wordsFile{file: file, words: map[string]*Word{}}
	node, found := decode.Parse(file.Path, file.Data, 1)
	if node == nil {
		return nil, found
	}
	if node.Kind() != decode.Mapping {
		found.Errorf("words-shape", node.Pos(), "write the words under the ids of page.yaml", "a mapping of words is expected here")
		return nil, found
	}
	for _, f := range node.Fields() {
		switch f.Key.Value {
		case "review":
			var review struct {
				Review string `yaml:"review" check:"enum=draft|done"`
			}
			found = append(found, decode.Into(f.Value, &review.Review)...)
			if r := review.Review; r != "" && r != "draft" && r != "done" {
				found.Errorf("words-review", f.Value.Pos(), "write draft or done", "%q is no state of review", r)
			}
			w.review = review.Review
		case "translated-from":
			found = append(found, decode.Into(f.Value, &w.from)...)
		default:
			found = append(found, w.read(f.Key.Value, f.Value)...)
		}
	}
	for _, word := range w.words {
		word.Draft = w.review == "draft"
	}
	return w, found
}

func (w *wordsFile) read(path string, n *decode.Node) diag.List {
	var found diag.List
	switch n.Kind() {
	case decode.Mapping:
		for _, f := range n.Fields() {
			found = append(found, w.read(path+"."+f.Key.Value, f.Value)...)
		}
	case decode.Scalar:
		text := strings.TrimSpace(n.Scalar())
		if text == "" {
			return found
		}
		doc, problems := markdown.ParseText(n.Pos(), text)
		found = append(found, problems...)
		if doc != nil {
			w.words[path] = &Word{Doc: doc, Pos: n.Pos()}
			w.order = append(w.order, path)
		}
	case decode.Sequence:
		found.Errorf("words-shape", n.Pos(), "write each text under its id", "%s is a list, but words stand under ids", path)
	}
	return found
}

// checkWords holds the files of words of one page against its definition.
// The definition or the words of the source language may have been misread:
// then nobody knows what is too much, or what is missing.
func checkWords(want []model.Word, files map[lang.Tag]*wordsFile, src *Language, metaFile string, misread, unread bool) diag.List {
	var found diag.List
	known := make(map[string]model.Word, len(want))
	paths := make([]string, 0, len(want))
	for _, w := range want {
		known[w.Path] = w
		paths = append(paths, w.Path)
	}
	tags := make([]lang.Tag, 0, len(files))
	for tag := range files {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	original := files[src.Tag]
	for _, tag := range tags {
		f := files[tag]
		for _, path := range f.order {
			if _, ok := known[path]; ok || misread {
				continue
			}
			found.Errorf("words-unknown", f.words[path].Pos, unknownHint(path, paths, metaFile),
				"there is no %s in the definition", path)
		}
		if tag == src.Tag {
			continue
		}
		missing := 0
		for _, w := range want {
			if !w.Local && f.words[w.Path] == nil && original != nil && original.words[w.Path] != nil {
				missing++
			}
		}
		if missing > 0 {
			found.Noticef("words-untranslated", diag.Pos{File: f.file.Path}, "", "%d texts are missing here and fall back to another language", missing)
		}
	}
	for _, w := range want {
		for _, tag := range tags {
			if word := files[tag].words[w.Path]; w.Cites != "" && word != nil && !cites(word.Doc) {
				found.Errorf("words-citation", word.Pos, w.Cites, "%s says what is so, but cites no source", w.Path)
			}
		}
		if w.Optional || unread || original != nil && original.words[w.Path] != nil {
			continue
		}
		name := fmt.Sprintf("%s.yaml", src.Tag)
		found.Errorf("words-missing", w.Pos, fmt.Sprintf("write %s in %s beside it", w.Path, name),
			"the text %s is missing in the source language %q", w.Path, src.Tag)
	}
	return found
}

// cites reports whether a text cites a source.
func cites(d *markdown.Doc) bool {
	return slices.ContainsFunc(d.Refs, func(r markdown.Ref) bool { return r.Kind == markdown.Citation })
}

func unknownHint(path string, paths []string, metaFile string) string {
	if s := decode.Suggest(path, paths); s != "" {
		return fmt.Sprintf("did you mean %s?", s)
	}
	return fmt.Sprintf("delete the text, or add its id to %s", metaFile)
}

// in is the word as one of a site's languages has it. What was parsed is never
// changed: another Site may share it.
func (w Word) in(tag lang.Tag, languages []*Language) *Word {
	i := slices.IndexFunc(languages, func(l *Language) bool { return l.Tag == tag })
	w.Lang = languages[i]
	return &w
}

// wordsFor chooses for each text the first language of the chain that has it.
func wordsFor(l *Language, languages []*Language, src *Language, want []model.Word, files map[lang.Tag]*wordsFile, derived map[string]stamp) *Words {
	w := &Words{byPath: make(map[string]*Word, len(want))}
	if own := files[l.Tag]; own != nil {
		w.Own = true
		w.Draft = own.review == "draft"
		w.File = own.file.Path
		if l != src && files[src.Tag] != nil {
			w.State = own.states(files[src.Tag], derived[w.File].words)
		}
	}
	original := files[src.Tag]
	for _, need := range want {
		for _, tag := range l.Chain {
			f := files[tag]
			if f == nil || f.words[need.Path] == nil || need.Local && tag.Primary() != l.Tag.Primary() {
				continue
			}
			word := f.words[need.Path].in(tag, languages)
			if original != nil && f != original && original.words[need.Path] != nil {
				word.Original = original.words[need.Path].in(src.Tag, languages)
			}
			if tag != src.Tag {
				word.State = f.state(need.Path, original, derived[f.file.Path].words)
			}
			w.byPath[need.Path] = word
			break
		}
	}
	return w
}
