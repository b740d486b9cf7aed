package translate

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// An Edit is what is to be done to one file: Changes to what it holds, counted
// in its text as a source.Tree has it, or New where there is no file yet.
type Edit struct {
	Path    string
	Changes []decode.Change
	New     []byte
	Texts   int  // translations that changed
	Stamped bool // whether it now says that it was made from the source as it is
}

// Bytes returns the file with the Edit. raw is the file as it stands on disk: a
// byte order mark and its line ends stay.
func (e *Edit) Bytes(raw []byte) []byte {
	if e.New != nil {
		return e.New
	}
	return source.Rewrite(raw, e.Changes)
}

// Acknowledge returns the Edit that says of a translation that it is still
// true: its stamp names the source as it is now. Of words, keys chooses some;
// none means all. problem says why that cannot be, with what to do; the Edit is
// nil then, or where nothing changes.
func Acknowledge(s *site.Site, to *site.Language, f *File, keys []string) (e *Edit, problem, hint string) {
	if f.target == nil {
		return nil, fmt.Sprintf("there is no translation %s", f.Target), "write it first, or export its texts"
	}
	var set []decode.Setting
	region, like := f.target, (*decode.Node)(nil)
	start := 0
	if f.Words {
		for _, key := range keys {
			i := slices.IndexFunc(f.Units, func(u *Unit) bool { return u.Key == key })
			switch {
			case i < 0:
				return nil, fmt.Sprintf("%s has no text %q", f.Path, key), "the keys stand in the file, such as phases.start.title"
			case f.Units[i].Target == nil:
				return nil, fmt.Sprintf("%s has no translation of %q", f.Target, key), "write it first, or export its texts"
			}
		}
		set = f.wordStamps(func(key string) bool { return len(keys) == 0 || slices.Contains(keys, key) })
		like = f.likeWords()
	} else {
		if problem, hint := f.outlineDiffers(s, to); problem != "" {
			return nil, problem, hint
		}
		front, _ := markdown.FrontMatter(f.target)
		region, start = f.target[front[0]:front[1]], front[0]
		set = f.textStamps(s, to)
	}
	if len(set) == 0 {
		return nil, "", ""
	}
	changes, err := decode.Edit(region, like, set)
	if err != nil {
		return nil, fmt.Sprintf("%s: %v", f.Target, err), "write translated-from: by hand, or begin the file anew"
	}
	e = &Edit{Path: f.Target, Stamped: true}
	for _, c := range changes {
		if string(region[c.Start:c.End]) != c.Text {
			e.Changes = append(e.Changes, decode.Change{Start: c.Start + start, End: c.End + start, Text: c.Text})
		}
	}
	if len(e.Changes) == 0 {
		return nil, "", ""
	}
	return e, "", ""
}

// outlineDiffers says why the headings of a translation cannot be those of the
// source, "" if they can.
func (f *File) outlineDiffers(s *site.Site, to *site.Language) (problem, hint string) {
	doc, target := f.Page.Editions[s.Source.Index].Doc, f.Page.Editions[to.Index].Doc
	if slices.EqualFunc(doc.Headings, target.Headings, func(a, b markdown.Heading) bool { return a.Level == b.Level }) {
		return "", ""
	}
	return fmt.Sprintf("the headings of %s differ from the source: %d here, %d there", f.Target, len(target.Headings), len(doc.Headings)),
		fmt.Sprintf("give it the headings of %s in the same order first; opas translate diff shows what has changed", f.Path)
}

// textStamps are the settings of the front matter for a translation that was
// made from the source as it is now. Headings are listed anew if they are not
// those of the source.
func (f *File) textStamps(s *site.Site, to *site.Language) []decode.Setting {
	doc := f.Page.Editions[s.Source.Index].Doc
	var set []decode.Setting
	var listed []string
	if t := f.Page.Editions[to.Index]; f.target != nil && !t.Fallback() {
		for _, id := range t.Doc.Front.Headings {
			listed = append(listed, id.Value)
		}
	}
	if ids := headingIDs(doc); len(ids) > 0 && !slices.Equal(ids, listed) {
		set = append(set, decode.Setting{Path: []string{"headings"}, List: ids})
	}
	return append(set,
		decode.Setting{Path: []string{"translated-from", "blob"}, Text: f.Blob, Quoted: true},
		decode.Setting{Path: []string{"translated-from", "hash"}, Text: f.Hash, Quoted: true})
}

// wordStamps are the settings for the words that are translated and chosen. The
// blob is named only if the whole file was made from it: else it still leads to
// the old text of the others.
func (f *File) wordStamps(chosen func(key string) bool) []decode.Setting {
	node, _ := decode.Parse(f.Path, f.source, 1)
	there, _ := decode.Parse(f.Target, f.target, 1)
	texts, theirs, recorded := wordTexts(node), wordTexts(there), readStamps(there)
	var hashes []decode.Setting
	whole := true
	for _, key := range wordOrder(node) {
		if theirs[key] == "" || !slices.ContainsFunc(f.Units, func(u *Unit) bool { return u.Key == key }) {
			continue
		}
		hash := wordHash(texts[key])
		if chosen(key) {
			if recorded.hashes[key] != hash {
				hashes = append(hashes, decode.Setting{Path: []string{"translated-from", "hashes", key}, Text: hash, Quoted: true})
			}
		} else if recorded.hashes[key] != hash {
			whole = false
		}
	}
	if len(hashes) == 0 {
		return nil
	}
	if (whole || recorded.blob == "") && recorded.blob != f.Blob {
		hashes = append([]decode.Setting{{Path: []string{"translated-from", "blob"}, Text: f.Blob, Quoted: true}}, hashes...)
	}
	return hashes
}

// likeWords is the source's words with what stands in a translation before
// them, for the places of new keys.
func (f *File) likeWords() *decode.Node {
	var b bytes.Buffer
	b.WriteString("review: draft\ntranslated-from:\n  blob: b\n  hashes:\n")
	node, _ := decode.Parse(f.Path, f.source, 1)
	for _, key := range wordOrder(node) {
		fmt.Fprintf(&b, "    %s: h\n", key)
	}
	b.Write(f.source)
	like, _ := decode.Parse(path.Base(f.Path), b.Bytes(), 1)
	return like
}

// prefixOf is what stands before a line that continues a block.
func prefixOf(src []byte, b markdown.Block) string {
	if len(b.Lines) > 1 {
		line := b.Lines[1][0]
		return string(src[bytes.LastIndexByte(src[:line], '\n')+1 : line])
	}
	start := b.Lines[0][0]
	lead := src[bytes.LastIndexByte(src[:start], '\n')+1 : start]
	return strings.Map(func(r rune) rune {
		if r == '>' || r == '\t' {
			return r
		}
		return ' '
	}, string(lead))
}
