package render

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
	"opas/cmd/opas/internal/words"
)

// lexicons are the word lists that a site may have, each read once for all
// languages that share it: easy Finnish uses that of Finnish.
type lexicons struct {
	fsys fs.FS
	read map[string]*words.Lexicon // by primary subtag
}

// of returns the lexicon of a language, nil if the site has none.
func (x *lexicons) of(tag lang.Tag) (*words.Lexicon, diag.List, error) {
	primary := tag.Primary()
	if l, ok := x.read[primary]; ok {
		return l, nil, nil
	}
	file := path.Join("lexicon", primary+".csv")
	data, err := fs.ReadFile(x.fsys, file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("read %s: %w", file, err)
	}
	var found diag.List
	var lexicon *words.Lexicon
	if err == nil {
		lexicon, err = words.ReadLexicon(bytes.NewReader(data), primary)
		if err != nil {
			pos := diag.Pos{File: file}
			if at := (*words.LexiconError)(nil); errors.As(err, &at) {
				pos.Line, pos.Col, err = at.Line, 1, at.Err
			}
			found.Errorf("lexicon", pos, "write word,homonym,part of speech,inflection on each line, or delete the file", "%v", err)
		}
	}
	x.read[primary] = lexicon
	return lexicon, found, nil
}
