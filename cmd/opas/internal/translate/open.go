package translate

import (
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/git"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// Open returns the files of the site in the source language with their
// translations into one other, in reading order: of each page its text, then
// its words. Orphans are left out: there is nothing to translate them from.
func Open(s *site.Site, opt Options) []*File {
	o := &opener{site: s, opt: opt, states: map[string]site.Translation{}}
	for _, t := range s.Translations() {
		o.states[t.File+"\x00"+t.Key] = t.In[opt.To.Index].State
	}
	var files []*File
	for _, p := range s.Pages {
		if p.Owner != nil {
			continue
		}
		if f := o.text(p); f != nil {
			files = append(files, f)
		}
		if f := o.words(p); f != nil {
			files = append(files, f)
		}
	}
	return files
}

type opener struct {
	site   *site.Site
	opt    Options
	states map[string]site.Translation // by source file, NUL, key
}

// file begins a File with what both sorts have.
func (o *opener) file(p *site.Page, ext string) *File {
	dir := path.Join(source.Root, p.ID)
	f := &File{Page: p, Path: path.Join(dir, string(o.site.Source.Tag)+ext), Target: path.Join(dir, string(o.opt.To.Tag)+ext),
		Words: ext == ".yaml", Title: p.Editions[o.site.Source.Index].Title}
	f.source, f.target = o.opt.Files[f.Path], o.opt.Files[f.Target]
	if f.source == nil {
		return nil
	}
	f.Blob = git.BlobID(f.source)
	if f.target != nil {
		f.TargetBlob = git.BlobID(f.target)
	}
	return f
}

// text is the File of a page's text, nil if it has none.
func (o *opener) text(p *site.Page) *File {
	e := p.Editions[o.site.Source.Index]
	f := o.file(p, ".md")
	if f == nil || e.Doc == nil || e.Fallback() {
		return nil
	}
	f.Hash = e.Doc.Hash()
	state := o.states[f.Path+"\x00"]
	var target *markdown.Doc
	if t := p.Editions[o.opt.To.Index]; !t.Fallback() {
		target = t.Doc
	}
	if target == nil {
		f.target, f.TargetBlob = nil, ""
	}
	f.Units = textUnits(f.source, e.Doc)
	if target != nil {
		f.alignText(e.Doc, target)
	}
	for _, u := range f.Units {
		u.State = state
		if u.Target == nil {
			u.State = site.Missing
		}
		o.terms(u)
	}
	if state == site.Stale {
		from := target.Front.TranslatedFrom
		if from == nil {
			from = &markdown.TranslatedFrom{}
		}
		for data := range o.old(f, from.Blob, from.Hash == "") {
			if doc, _ := markdown.Parse(f.Path, data); doc != nil && (from.Hash == "" || doc.Hash() == from.Hash) {
				f.was, f.known = textUnits(data, doc), true
				before := markChanges(f.Units, f.was)
				f.alignByPast(data, before)
				break
			}
		}
	}
	return f
}

// old gives the past of a source file, normalised. Of a translation without a
// stamp, it gives what the history takes for its source.
func (o *opener) old(f *File, blob string, unstamped bool) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		past := o.opt.Old
		switch {
		case unstamped && o.opt.Origins == nil, !unstamped && past == nil:
			return
		case unstamped:
			past = func(string, string) iter.Seq[[]byte] {
				return slices.Values(o.opt.Origins([]git.Origin{{File: f.Target, Source: f.Path}}))
			}
		}
		for data := range past(f.Path, blob) {
			if text, ok := source.Normal(data); data != nil && ok && !yield(text) {
				return
			}
		}
	}
}

func (o *opener) terms(u *Unit) {
	if o.opt.Terms != nil {
		u.Terms = o.opt.Terms(o.opt.To.Tag, u.Source.Plain())
	}
}

// textUnits are the units of a page's text, without translations.
func textUnits(src []byte, doc *markdown.Doc) []*Unit {
	var units []*Unit
	front := func(id, text string) {
		if t := plainText(text); t != nil {
			units = append(units, &Unit{ID: id, Kind: id, Label: id != "summary", Source: t, block: -1, targetBlock: -1})
		}
	}
	front("title", doc.Front.Title.Value)
	front("short", doc.Front.Short)
	front("summary", doc.Front.Summary)
	heading := ""
	for i, b := range markdown.Blocks(src) {
		if b.Kind == "code" {
			continue
		}
		u := &Unit{ID: "b" + strconv.Itoa(i+1), Kind: b.Kind, Heading: heading, Source: ReadMarkdown(b.Text(src)), block: i, targetBlock: -1}
		if b.Kind == "heading" {
			heading = u.Source.Plain()
		}
		u.Label = b.Kind == "heading" || b.Kind == "cell" && isLabel(u.Source.Plain())
		units = append(units, u)
	}
	return units
}

// isLabel reports whether a text is a short one that stands by itself.
func isLabel(s string) bool {
	return utf8.RuneCountInString(s) <= 40 && !strings.ContainsAny(s, ".?!")
}

// alignText finds the translation of each unit.
func (f *File) alignText(doc, target *markdown.Doc) {
	theirs := markdown.Blocks(f.target)
	pairs, same := align(f.source, f.target, markdown.Blocks(f.source), theirs, headingIDs(doc), target.Front.Headings)
	f.aligned = same
	for _, u := range f.Units {
		switch u.ID {
		case "title":
			u.Target = plainText(target.Front.Title.Value)
		case "short":
			u.Target = plainText(target.Front.Short)
		case "summary":
			u.Target = plainText(target.Front.Summary)
		default:
			if j := pairs[u.block]; j >= 0 {
				u.targetBlock = j
				u.Target = ReadMarkdown(theirs[j].Text(f.target)).numberedAs(u.Source)
			}
		}
	}
}

// alignByPast finds the translations of a text that is built in another way
// now: where the translation is built like the old text, each block has the
// translation of the one that stood in its place.
func (f *File) alignByPast(old []byte, before []*Unit) {
	theirs := markdown.Blocks(f.target)
	if f.aligned || !shapesEqual(markdown.Blocks(old), theirs) {
		return
	}
	for i, u := range f.Units {
		if u.block < 0 {
			continue
		}
		u.Target, u.targetBlock = nil, -1
		if before[i] == nil {
			u.State = site.Missing
			continue
		}
		u.targetBlock = before[i].block
		u.Target = ReadMarkdown(theirs[u.targetBlock].Text(f.target)).numberedAs(u.Source)
		u.State = site.Current
		if u.Was != nil {
			u.State = site.Stale
		}
	}
}

func headingIDs(doc *markdown.Doc) []string {
	ids := make([]string, len(doc.Headings))
	for i, h := range doc.Headings {
		ids[i] = h.ID
	}
	return ids
}

// words is the File of a page's words, nil if it has none.
func (o *opener) words(p *site.Page) *File {
	f := o.file(p, ".yaml")
	if f == nil || p.Definition == nil {
		return nil
	}
	node, found := decode.Parse(f.Path, f.source, 1)
	if found.Fails(false) {
		return nil
	}
	texts, theirs := wordTexts(node), map[string]string{}
	recorded := stamps{}
	if f.target != nil {
		there, found := decode.Parse(f.Target, f.target, 1)
		if found.Fails(false) {
			return nil
		}
		theirs = wordTexts(there)
		recorded = readStamps(there)
	}
	for _, key := range wordOrder(node) {
		state, ok := o.states[f.Path+"\x00"+key]
		if !ok {
			continue // no word of the definition
		}
		units := wordUnits(key, texts[key])
		if there, ok := theirs[key]; ok {
			alignWord(units, texts[key], there)
		}
		for _, u := range units {
			u.State = state
			if u.Target == nil {
				u.State = site.Missing
			}
			o.terms(u)
		}
		if state == site.Stale {
			hash := recorded.hashes[key]
			for data := range o.old(f, recorded.blob, hash == "") {
				past, _ := decode.Parse(f.Path, data, 1)
				if text, ok := wordTexts(past)[key]; ok && (hash == "" || wordHash(text) == hash) {
					was := wordUnits(key, text)
					markChanges(units, was)
					f.was, f.known = append(f.was, was...), true
					break
				}
			}
		}
		f.Units = append(f.Units, units...)
	}
	if len(f.Units) == 0 {
		return nil
	}
	return f
}

// stamps is translated-from: of a file of words.
type stamps struct {
	blob   string
	hashes map[string]string
}

func readStamps(n *decode.Node) stamps {
	from := n.Get("translated-from")
	s := stamps{blob: from.Get("blob").Scalar(), hashes: map[string]string{}}
	for _, f := range from.Get("hashes").Fields() {
		s.hashes[f.Key.Value] = f.Value.Scalar()
	}
	return s
}

// wordTexts are the texts of a file of words by their path; wordOrder are the
// paths as they stand there, and wordKeys the keys that each is made of.
func wordTexts(n *decode.Node) map[string]string {
	texts := map[string]string{}
	walkWords(n, func(keys []string, text string) { texts[strings.Join(keys, ".")] = text })
	return texts
}

func wordOrder(n *decode.Node) []string {
	var order []string
	walkWords(n, func(keys []string, _ string) { order = append(order, strings.Join(keys, ".")) })
	return order
}

func wordKeys(n *decode.Node) map[string][]string {
	all := map[string][]string{}
	walkWords(n, func(keys []string, _ string) { all[strings.Join(keys, ".")] = keys })
	return all
}

func walkWords(n *decode.Node, visit func(keys []string, text string)) {
	var walk func(above []string, n *decode.Node)
	walk = func(above []string, n *decode.Node) {
		for _, f := range n.Fields() {
			if len(above) == 0 && (f.Key.Value == "review" || f.Key.Value == "translated-from") {
				continue
			}
			keys := append(above[:len(above):len(above)], f.Key.Value)
			if text := strings.TrimSpace(f.Value.Scalar()); text != "" {
				visit(keys, text)
			}
			walk(keys, f.Value)
		}
	}
	walk(nil, n)
}

func wordHash(text string) string {
	doc, _ := markdown.ParseText(diag.Pos{}, text)
	return doc.Hash()
}

// wordUnits are the units of one text of a definition: mostly one.
func wordUnits(key, text string) []*Unit {
	var units []*Unit
	blocks := markdown.TextBlocks(text)
	for i, b := range blocks {
		if b.Kind == "code" {
			continue
		}
		u := &Unit{ID: key, Key: key, Kind: b.Kind, Source: ReadMarkdown(b.Text([]byte(text))), block: i, targetBlock: -1}
		if len(blocks) > 1 {
			u.ID += ":" + strconv.Itoa(i+1)
		} else {
			u.Label = isLabel(u.Source.Plain())
		}
		units = append(units, u)
	}
	return units
}

func alignWord(units []*Unit, text, target string) {
	theirs := markdown.TextBlocks(target)
	pairs, _ := align([]byte(text), []byte(target), markdown.TextBlocks(text), theirs, nil, nil)
	for _, u := range units {
		if j := pairs[u.block]; j >= 0 {
			u.targetBlock = j
			u.Target = ReadMarkdown(theirs[j].Text([]byte(target))).numberedAs(u.Source)
		}
	}
}
