package translate

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"opas/cmd/opas/internal/diag"
)

// maxNesting bounds the elements that stand in one another.
const maxNesting = 100

// decodeXLIFF reads an XLIFF 2 document that another program may have written
// anew: attributes in another order, segments split or joined, notes added.
// There is no document type, so no entity beyond XML's own five.
func decodeXLIFF(text, file string) (*Exchange, diag.List) {
	r := &xliffReader{x: &Exchange{}, dec: xml.NewDecoder(strings.NewReader(text)), places: newPlaces(file, text)}
	r.dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	if err := r.document(); err != nil {
		if !errors.Is(err, errTold) {
			r.found.Errorf("import-xml", r.places.of(int(r.dec.InputOffset())), "export the file again, or have the tool write it again", "this is not well-formed XML: %v", cause(err))
		}
		return nil, r.found
	}
	return r.x, r.found
}

// errTold stops the reading after a finding that says why.
var errTold = errors.New("told")

// cause is the message of an XML error without its line.
func cause(err error) string {
	if syntax, ok := errors.AsType[*xml.SyntaxError](err); ok {
		return syntax.Msg
	}
	return err.Error()
}

type xliffReader struct {
	x      *Exchange
	dec    *xml.Decoder
	places *places
	found  diag.List
	at     diag.Pos // of the token that was read last
	depth  int
}

// token reads the next token that matters.
func (r *xliffReader) token() (xml.Token, error) {
	for {
		offset := int(r.dec.InputOffset())
		t, err := r.dec.Token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.Directive:
			return nil, r.refuse(offset, "import-doctype", "take the document type out; a translation needs none", "the file declares a document type or entities")
		case xml.StartElement:
			r.at = r.places.of(offset)
			if r.depth++; r.depth > maxNesting {
				return nil, r.refuse(offset, "import-nesting", "", "more than %d elements stand in one another", maxNesting)
			}
			return t, nil
		case xml.EndElement:
			r.depth--
			return t, nil
		case xml.CharData:
			return t, nil
		}
	}
}

func (r *xliffReader) refuse(offset int, code, hint, format string, args ...any) error {
	r.found.Errorf(code, r.places.of(offset), hint, format, args...)
	return errTold
}

// each calls visit for every element in the one that was just begun, up to its
// end; visit reads each to its own end.
func (r *xliffReader) each(visit func(xml.StartElement) error) error {
	for {
		t, err := r.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := visit(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// skip reads an element to its end.
func (r *xliffReader) skip(xml.StartElement) error { return r.each(r.skip) }

// text reads the words of an element that holds nothing else of interest.
func (r *xliffReader) text() (string, error) {
	var b strings.Builder
	for {
		t, err := r.token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			if err := r.skip(t); err != nil {
				return "", err
			}
		case xml.EndElement:
			return b.String(), nil
		}
	}
}

func (r *xliffReader) document() error {
	for {
		t, err := r.token()
		if err == io.EOF {
			return r.refuse(0, "import-xliff", "", "there is no XLIFF in the file")
		}
		if err != nil {
			return err
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		if name(e.Name) != "xliff" {
			hint := ""
			if e.Name.Local == "xliff" {
				hint = "have the tool write XLIFF 2.0 or 2.1"
			}
			r.found.Errorf("import-xliff", r.at, hint, "this is no XLIFF 2: it begins with <%s>", e.Name.Local)
			return errTold
		}
		if v := attribute(e, "version"); !strings.HasPrefix(v, "2.") {
			r.found.Errorf("import-xliff", r.at, "have the tool write XLIFF 2.0 or 2.1", "the version %q cannot be read", v)
			return errTold
		}
		r.x.From, r.x.To = tagOf(attribute(e, "srcLang")), tagOf(attribute(e, "trgLang"))
		return r.each(func(e xml.StartElement) error {
			if name(e.Name) == "file" {
				return r.file(e)
			}
			return r.skip(e)
		})
	}
}

func (r *xliffReader) file(e xml.StartElement) error {
	f := ExchangeFile{Path: attribute(e, "original"), Pos: r.at}
	var part func(e xml.StartElement) error
	part = func(e xml.StartElement) error {
		switch name(e.Name) {
		case "notes", "group":
			return r.each(part)
		case "note":
			category := attribute(e, "category")
			text, err := r.text()
			switch category {
			case noteHash:
				f.Hash = text
			case noteBlob:
				f.Blob = text
			case noteTargetBlob:
				f.TargetBlob = text
			case "site":
				r.x.Site = text
			case "page":
				f.Title = text
			}
			return err
		case "unit":
			u, err := r.unit(e)
			f.Units = append(f.Units, u)
			return err
		}
		return r.skip(e)
	}
	err := r.each(part)
	r.x.Files = append(r.x.Files, f)
	return err
}

// A piece is a segment of a unit, or what stands between two.
type piece struct {
	source, target Text
	hasTarget      bool
	order          int
}

// unit reads a unit; its segments are joined in the order of the target.
func (r *xliffReader) unit(e xml.StartElement) (ExchangeUnit, error) {
	u := ExchangeUnit{ID: attribute(e, "id"), Pos: r.at}
	var pieces []piece
	told := len(r.found)
	segments, done, complete := 0, 0, true
	err := r.each(func(e xml.StartElement) error {
		kind := name(e.Name)
		if kind != "segment" && kind != "ignorable" {
			return r.skip(e)
		}
		p := piece{order: len(pieces) + 1}
		state, sub := attribute(e, "state"), attribute(e, "subState")
		err := r.each(func(e xml.StartElement) error {
			var err error
			switch name(e.Name) {
			case "source":
				p.source, err = r.inline()
			case "target":
				if n, bad := strconv.Atoi(attribute(e, "order")); bad == nil {
					p.order = n
				}
				p.hasTarget = true
				p.target, err = r.inline()
			default:
				err = r.skip(e)
			}
			return err
		})
		if kind == "segment" {
			segments++
			if slices.Contains([]string{"translated", "reviewed", "final"}, state) {
				done++
			}
			if todo, ok := strings.CutPrefix(sub, "opas:"); ok {
				u.Todo = todo
			}
			complete = complete && p.hasTarget && len(trimmed(append(Text{}, p.target...))) > 0
		} else if !p.hasTarget {
			p.target = p.source // what stands between segments stays
		}
		pieces = append(pieces, p)
		return err
	})
	for _, p := range pieces {
		u.Source = append(u.Source, p.source...)
	}
	slices.SortStableFunc(pieces, func(a, b piece) int { return a.order - b.order })
	for _, p := range pieces {
		u.Target = append(u.Target, p.target...)
	}
	u.Source, u.Target = trimmed(u.Source.join()), trimmed(u.Target.join())
	u.Refused = len(r.found) > told
	if !complete || segments == 0 || u.Refused {
		u.Target = nil
	}
	u.Done = segments > 0 && done == segments
	return u, err
}

// inline reads <source> or <target> to its end (4.2.3 of the standard).
func (r *xliffReader) inline() (Text, error) {
	var t Text
	for {
		token, err := r.token()
		if err != nil {
			return t, err
		}
		switch token := token.(type) {
		case xml.CharData:
			t = append(t, Part{Data: string(token)})
		case xml.EndElement:
			return t, nil
		case xml.StartElement:
			inner, err := r.code(token)
			if err != nil {
				return t, err
			}
			t = append(t, inner...)
		}
	}
}

// code reads one inline element.
func (r *xliffReader) code(e xml.StartElement) (Text, error) {
	at := r.at
	number := func(name string) int {
		n, err := strconv.Atoi(attribute(e, name))
		if err != nil || n <= 0 || n > 9999 {
			r.found.Errorf("import-code", at, "codes keep the ids that they were exported with", "<%s> has the id %q, which is none of the source's", e.Name.Local, attribute(e, name))
		}
		return n
	}
	switch name(e.Name) {
	case "pc":
		id := number("id")
		inner, err := r.inline()
		return append(append(Text{{Kind: Start, ID: id}}, inner...), Part{Kind: End, ID: id}), err
	case "ph":
		return Text{{Kind: Single, ID: number("id")}}, r.skip(e)
	case "sc":
		return Text{{Kind: Start, ID: number("id")}}, r.skip(e)
	case "ec":
		ref := "startRef"
		if attribute(e, ref) == "" {
			ref = "id" // its beginning stands in another segment
		}
		return Text{{Kind: End, ID: number(ref)}}, r.skip(e)
	case "mrk":
		return r.inline()
	case "sm", "em":
		return nil, r.skip(e)
	case "cp":
		n, err := strconv.ParseUint(attribute(e, "hex"), 16, 32)
		if err != nil || n > 0x10ffff {
			r.found.Errorf("import-character", at, "", "%q is not the number of a character", attribute(e, "hex"))
			return nil, r.skip(e)
		}
		return Text{{Data: string(rune(n))}}, r.skip(e)
	}
	r.found.Errorf("import-markup", at, "only the codes of the source may stand in a text", "%s", fmt.Sprintf("<%s> is not allowed in a text", e.Name.Local))
	return nil, r.skip(e)
}
