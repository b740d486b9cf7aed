// Package translate is the translators' work on a Site: how far each language
// is, what has changed in the source since a translation was made, and the
// texts as a file that goes to somebody who uses no git and comes back.
//
// # Units
//
// Open returns the Files of one language: the texts of a page and the words of
// its definition, each cut into Units, which are paragraphs, headings, items,
// cells and titles. A Unit's Text is plain words with Codes in place of the
// Markdown within it: emphasis and links are pairs around words, a citation
// stands alone. Codes keep their Markdown as they are, so that a translator can
// move them, but neither break nor invent them.
//
//	Mentorointi on [vapaaehtoista](mentoring/rights) [@law].
//	Mentorointi on {1}vapaaehtoista{/1} {2/}.
//
// # The file
//
// Exchange is what travels: Units with their codes, what is to be done with
// each, and for each File what was exported (the hash and blob of the source,
// the blob of the translation). It is written and read as XLIFF 2.1 (xliff.go),
// as an HTML table (table.go, html.go) and as CSV (csv.go). Merge holds what
// came back against the site as it is now and returns the bytes of the files
// that change, and a finding for everything that it refuses.
//
// # What it never does
//
// It writes no file, starts no git and looks at no clock: main does. It never
// makes a change to a file in the source language. It trusts nothing in a file
// that came back, least of all the paths in it: what may be written is decided
// by the site alone.
package translate

import (
	"iter"

	"opas/cmd/opas/internal/git"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/site"
)

// A File is one text file of a page in the source language, with its
// translation into one language.
type File struct {
	Page *site.Page // nil for messages
	// Path is the file in the source language, Target its translation, which
	// need not exist.
	Path, Target string
	Words        bool // a file of words (.yaml), else the text of the page
	Title        string
	Hash         string // of the source text; "" for words, which have one each
	Blob         string // git blob id of the source file
	TargetBlob   string // git blob id of the translation, "" if there is none
	Units        []*Unit

	source, target []byte // normalised; target is nil if there is none
	messages       bool   // the messages of the interface; Page is nil
	// aligned is set when the translation is built like the source.
	aligned bool
	// known is set when the units say what has changed since; was are then the
	// units of the old text: of all of it, or of the words that are stale.
	known bool
	was   []*Unit
}

// A Unit is one piece of text with its translation.
type Unit struct {
	// ID is unique in its File: "title", "b7" (the seventh block), "phases.x.title",
	// "phases.x.text:2" (the second block of that text). It is an XML NMTOKEN.
	ID      string
	Key     string // path of the words, "" in the text of a page
	Kind    string // title, short, summary, or the kind of a markdown.Block
	Heading string // under which it stands, in the source language
	Label   bool   // a short text: its translation should be short as well
	Source  Text
	// Target is the present translation, nil if there is none.
	Target Text
	State  site.Translation
	// Was is the source text as it was when the translation was made, nil if
	// that is not known or nothing has changed.
	Was Text
	// Terms are words of the glossary in the source.
	Terms []Term

	block, targetBlock int // in the blocks of their texts; -1 if none
}

// Open reports whether something is to be done with the unit.
func (u *Unit) Open() bool {
	return u.State == site.Stale || u.State == site.Missing || u.Target == nil
}

// A Term is a word of the glossary that occurs in a text.
type Term struct {
	Source, Target string // as the glossary has it in both languages; Target may be ""
	Note           string // its explanation in the target language
}

// Options is what Open needs beside the site.
type Options struct {
	// To is the language of the translations.
	To *site.Language
	// Files are the files of the source tree by their path (source.Tree.Files).
	Files map[string][]byte
	// Old gives what a source file was in the past: first what the blob holds
	// that a translation names, then other versions, the newest first. Nil
	// where there is no history.
	Old func(file, blob string) iter.Seq[[]byte]
	// Origins is that of site.Options: it finds what a translation without a
	// stamp was made from.
	Origins func([]git.Origin) [][]byte
	// Terms finds the words of the glossary in a plain text of the source
	// language; nil finds none.
	Terms func(to lang.Tag, text string) []Term
}
