package translate

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/site"
)

// maxExchange is the largest file that is read back, in bytes; the whole guide
// in one language is a tenth of it.
const maxExchange = 32 << 20

// An Exchange is what travels to a translator and comes back.
type Exchange struct {
	Site     string // the title of the site
	From, To lang.Tag
	Files    []ExchangeFile
}

// An ExchangeFile is one File as it was exported.
type ExchangeFile struct {
	Path       string // of the source file
	Title      string // of its page
	URL        string // of the published page in the source language, "" if unknown
	Hash       string // of the source text
	Blob       string // of the source file
	TargetBlob string // of the translation, "" if there was none
	Units      []ExchangeUnit
	Pos        diag.Pos // where it stands in the file that came back
}

// An ExchangeUnit is one Unit as it travels.
type ExchangeUnit struct {
	ID             string
	Source, Target Text // Target is nil where there is no translation
	// Was is the source when Target was written, for the translator to compare.
	Was Text
	// Todo says what is to be done: "new", "changed", "check" (nobody knows what
	// it was made from) or "" for a text that is current.
	Todo string
	// Done is set in what came back if the translator says that the text is as
	// it should be.
	Done bool
	// Refused is set in what came back if a finding says that it cannot be read.
	Refused bool
	Context string // kind and heading, for people
	Label   bool
	Terms   []Term
	Pos     diag.Pos
}

// NewExchange makes an Exchange of files. url returns the address of a file's
// published page, "" if that is not known; it may be nil.
func NewExchange(s *site.Site, to *site.Language, files []*File, url func(*File) string) *Exchange {
	title, _ := s.Config.Title.In(s.Source.Chain)
	x := &Exchange{Site: title, From: s.Source.Tag, To: to.Tag}
	for _, f := range files {
		e := ExchangeFile{Path: f.Path, Title: f.Title, Hash: f.Hash, Blob: f.Blob, TargetBlob: f.TargetBlob}
		if url != nil {
			e.URL = url(f)
		}
		for _, u := range f.Units {
			e.Units = append(e.Units, ExchangeUnit{ID: u.ID, Source: u.Source, Target: u.Target, Was: u.Was, Todo: u.todo(),
				Context: u.context(), Label: u.Label, Terms: u.Terms})
		}
		x.Files = append(x.Files, e)
	}
	return x
}

func (u *Unit) todo() string {
	switch {
	case u.Target == nil || u.State == site.Missing:
		return "new"
	case u.State == site.Stale:
		return "changed"
	case u.State == site.Untracked:
		return "check"
	}
	return ""
}

// context says what a unit is, and where it stands.
func (u *Unit) context() string {
	what := u.Kind
	if u.Key != "" {
		what = u.Key
	}
	if u.Heading != "" {
		return what + ", " + u.Heading
	}
	return what
}

// Select returns the files with what is to be done: all that is stale or
// untracked, all that is missing, or both. Of the text of a page every unit
// stays, for the others are its context; of words those alone that are asked for.
func Select(files []*File, stale, missing bool) []*File {
	var out []*File
	for _, f := range files {
		wanted := func(u *Unit) bool {
			todo := u.todo()
			return missing && todo == "new" || stale && (todo == "changed" || todo == "check")
		}
		keys := map[string]bool{}
		any := false
		for _, u := range f.Units {
			if wanted(u) {
				keys[u.Key], any = true, true
			}
		}
		if !any {
			continue
		}
		if f.Words {
			some := *f
			some.Units = nil
			for _, u := range f.Units {
				if keys[u.Key] {
					some.Units = append(some.Units, u)
				}
			}
			f = &some
		}
		out = append(out, f)
	}
	return out
}

// Encode writes an Exchange in the format of the file's name: .xlf, .html, .csv.
func Encode(x *Exchange, name string) ([]byte, error) {
	switch ending(name) {
	case ".xlf", ".xliff":
		return encodeXLIFF(x), nil
	case ".html", ".htm":
		return encodeHTML(x), nil
	case ".csv":
		return encodeCSV(x), nil
	}
	return nil, fmt.Errorf("%s: the ending tells the format; it is one of .html, .csv, .xlf", name)
}

// Decode reads what came back. The findings' places are in the file name; what
// concerns one text leaves the others. The Exchange is nil if nothing can be made
// of the file.
func Decode(data []byte, name string) (*Exchange, diag.List, error) {
	var found diag.List
	top := diag.Pos{File: name}
	if len(data) > maxExchange {
		found.Errorf("import-size", top, "export fewer pages at a time", "the file is larger than %d MB", maxExchange>>20)
		return nil, found, nil
	}
	if ending(name) == ".html" || ending(name) == ".htm" {
		data = fromCharset(data)
	}
	text, err := toUTF8(data)
	if err != nil {
		found.Errorf("import-encoding", top, "save it as UTF-8; spreadsheets call that \"CSV UTF-8\"", "the file is neither UTF-8 nor UTF-16: %v", err)
		return nil, found, nil
	}
	var x *Exchange
	switch ending(name) {
	case ".xlf", ".xliff":
		x, found = decodeXLIFF(text, name)
	case ".html", ".htm":
		x, found = decodeHTML(text, name)
	case ".csv", ".txt":
		x, found = decodeCSV(text, name)
	default:
		return nil, nil, fmt.Errorf("%s: the ending tells the format; it is one of .html, .csv, .xlf", name)
	}
	return x, found, nil
}

func ending(name string) string { return strings.ToLower(filepath.Ext(name)) }

// toUTF8 takes a byte order mark away and UTF-16 apart, and makes every line end
// an LF.
func toUTF8(data []byte) (string, error) {
	var text string
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		if len(data)%2 != 0 {
			return "", errors.New("half a character at its end")
		}
		low, high := 0, 1
		if data[0] == 0xfe {
			low, high = 1, 0
		}
		units := make([]uint16, 0, len(data)/2)
		for i := 2; i < len(data); i += 2 {
			units = append(units, uint16(data[i+low])|uint16(data[i+high])<<8)
		}
		text = string(utf16.Decode(units))
	default:
		data = bytes.TrimPrefix(data, []byte("\ufeff"))
		if !utf8.Valid(data) {
			return "", errors.New("it holds bytes that are no characters")
		}
		text = string(data)
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.ReplaceAll(text, "\r", "\n"), nil
}

// places tells line and column of an offset in a text, going forward.
type places struct {
	file, text    string
	at, line, col int
}

func newPlaces(file, text string) *places { return &places{file: file, text: text, line: 1, col: 1} }

// of returns the place of an offset that is not before the last one asked for.
func (p *places) of(offset int) diag.Pos {
	offset = min(max(offset, p.at), len(p.text))
	for _, r := range p.text[p.at:offset] {
		if r == '\n' {
			p.line, p.col = p.line+1, 0
		}
		p.col++
	}
	p.at = offset
	return diag.Pos{File: p.file, Line: p.line, Col: p.col}
}
