package model

import (
	"strings"

	"opas/cmd/opas/internal/diag"
)

// Word is a text that a definition needs from every language.
type Word struct {
	// Path is its key in fi.yaml, en.yaml …: "phases.first-contact.title".
	Path string
	// Pos is where the id it belongs to stands in page.yaml.
	Pos diag.Pos
	// Optional is set if the text may be missing.
	Optional bool
	// Cites is set if it must cite a source, and says what to do when it cites none.
	Cites string
	// Block is set if it may hold several paragraphs and lists; otherwise it is
	// one line of inline Markdown.
	Block bool
	// Local is set if it belongs to its language, as what a thing is called does:
	// no other language falls back to it (easy Finnish is Finnish), and none but
	// the source language need have it.
	Local bool
}

// words collects the Words of a definition.
type words struct {
	list []Word
	// shared are the paths that several ids use together on purpose.
	shared map[string]bool
}

// add collects the words under prefix and id. Keys are separated by spaces; a
// key ending in "?" is optional, the key "text" takes blocks. Without keys the
// id itself is the word. Ids that are no ids have a finding already and none here.
func (w *words) add(prefix string, id ID, keys string) {
	if !isID(id.Value) {
		return
	}
	path := prefix + "." + id.Value
	if keys == "" {
		w.list = append(w.list, Word{Path: path, Pos: id.Pos})
		return
	}
	w.keys(path, id.Pos, keys)
}

// keys collects the words of the keys under path.
func (w *words) keys(path string, pos diag.Pos, keys string) {
	for key := range strings.FieldsSeq(keys) {
		name, optional := strings.CutSuffix(key, "?")
		w.list = append(w.list, Word{Path: path + "." + name, Pos: pos, Optional: optional, Block: name == "text"})
	}
}

// addAll collects a plain word for each id.
func (w *words) addAll(prefix string, ids []ID) {
	for _, id := range ids {
		w.add(prefix, id, "")
	}
}

// share collects a plain word for an id that may come again: the first place
// stands for all.
func (w *words) share(prefix string, id ID) {
	path := prefix + "." + id.Value
	if w.shared[path] {
		return
	}
	if w.shared == nil {
		w.shared = map[string]bool{}
	}
	w.shared[path] = true
	w.add(prefix, id, "")
}

// isID reports whether s is an id: words of a to z and 0 to 9 joined by single hyphens.
func isID(s string) bool {
	for part := range strings.SplitSeq(s, "-") {
		if part == "" || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return false
		}
	}
	return true
}
