package source

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// active says why a file must not be published beside a page: it would run in
// the reader's browser, outside the policy that pages carry and within reach of
// what a reader keeps there. Both texts are empty for all other files.
func (l *loader) active(p, name string) (message, hint string, err error) {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml", ".shtml", ".js", ".mjs", ".wasm", ".swf":
		return "a file that runs in the browser cannot stand beside a page", "write the text as a page, or offer it as a PDF", nil
	case ".svg":
		data, err := fs.ReadFile(l.fsys, p)
		if err != nil {
			return "", "", fmt.Errorf("read %s: %w", p, err)
		}
		if part := runs(data); part != "" {
			return fmt.Sprintf("the picture holds %s, which could run in the reader's browser", part), "save it again as a plain SVG without scripts", nil
		}
	}
	return "", "", nil
}

// runs returns the first part of an SVG that could run, "" if there is none.
func runs(svg []byte) string {
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return ""
		}
		if err != nil {
			return "something that is not XML"
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch strings.ToLower(start.Name.Local) {
		case "script", "foreignobject", "iframe", "embed", "object", "handler", "listener", "set", "animate":
			return "<" + start.Name.Local + ">"
		}
		for _, a := range start.Attr {
			name, value := strings.ToLower(a.Name.Local), strings.ToLower(strings.Join(strings.Fields(a.Value), ""))
			if strings.HasPrefix(name, "on") {
				return "the attribute " + a.Name.Local
			}
			if name == "href" && !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "data:image/") {
				return "an address"
			}
		}
	}
}
