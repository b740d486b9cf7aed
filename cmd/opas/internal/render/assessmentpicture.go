package render

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"html/template"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/source"
)

// mostItemBytes is the largest picture or recording of an item: both stand in
// the page itself, which may fetch nothing.
const mostItemBytes = 1 << 20

// audioTypes are the recordings that browsers play, by the ending of the file;
// model lets nothing else through.
var audioTypes = map[string]string{
	".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".opus": "audio/ogg", ".wav": "audio/wav",
}

// itemFile reads a file beside the page that an item names. What is wrong with
// it is a finding at the name.
func (c *pageContext) itemFile(name model.ID) (source.File, []byte) {
	files := c.page.Files
	i := slices.IndexFunc(files, func(f source.File) bool { return f.Name == name.Value })
	if i < 0 {
		c.found.Errorf("assessment-file", name.Pos, "put the file in the folder of the page, or mend the name", "there is no file %q beside the page", name.Value)
		return source.File{}, nil
	}
	if files[i].Size > mostItemBytes {
		c.found.Errorf("assessment-file", name.Pos, "make it smaller", "the file %q has more than 1 MB, and would stand in the page", name.Value)
		return source.File{}, nil
	}
	data, err := fs.ReadFile(c.opt.FS, files[i].Path)
	if err != nil {
		c.found.Errorf("assessment-file", name.Pos, "", "the file %q cannot be read", name.Value)
		return source.File{}, nil
	}
	return files[i], data
}

// picture is the picture of an item, to stand in the page; "" if it has none.
func (c *pageContext) picture(name model.ID) template.HTML {
	if name.Value == "" {
		return ""
	}
	f, data := c.itemFile(name)
	if data == nil {
		return ""
	}
	svg, found := inlineSVG(f.Path, data)
	c.found = append(c.found, found...)
	return svg
}

// audio is the address of a recording: the recording itself.
func (c *pageContext) audio(name model.ID) template.URL {
	f, data := c.itemFile(name)
	if data == nil {
		return ""
	}
	return template.URL("data:" + audioTypes[path.Ext(f.Name)] + ";base64," + base64.StdEncoding.EncodeToString(data))
}

// What may stand in a picture: shapes, and what places and paints them. There
// is no way to refer to anything, to style anything or to do anything.
var (
	svgElements = []string{"svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon"}

	svgNumber  = regexp.MustCompile(`^[-+]?(\d+\.?\d*|\.\d+)$`)
	svgNumbers = regexp.MustCompile(`^[-+\d.,eE\s]+$`)
	svgPath    = regexp.MustCompile(`^[MmLlHhVvCcSsQqTtAaZz\d.,eE\s+-]*$`)
	svgMove    = regexp.MustCompile(`^\s*((translate|scale|rotate|skewX|skewY|matrix)\s*\([-+\d.,eE\s]*\)[\s,]*)+$`)
	svgPaint   = regexp.MustCompile(`^(none|currentColor|#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|var\(--(ink|muted|line|line-strong|accent|accent-ink|accent-soft|paper|surface|mark)\))$`)
	svgKeyword = regexp.MustCompile(`^[a-z]+$`)

	svgAttributes = map[string]*regexp.Regexp{
		"viewBox": svgNumbers, "points": svgNumbers, "d": svgPath, "transform": svgMove,
		"x": svgNumber, "y": svgNumber, "x1": svgNumber, "y1": svgNumber, "x2": svgNumber, "y2": svgNumber,
		"cx": svgNumber, "cy": svgNumber, "r": svgNumber, "rx": svgNumber, "ry": svgNumber, "width": svgNumber, "height": svgNumber,
		"fill": svgPaint, "stroke": svgPaint, "opacity": svgNumber, "fill-opacity": svgNumber, "fill-rule": svgKeyword,
		"stroke-width": svgNumber, "stroke-opacity": svgNumber, "stroke-linecap": svgKeyword, "stroke-linejoin": svgKeyword,
		"stroke-miterlimit": svgNumber, "stroke-dasharray": svgNumbers, "stroke-dashoffset": svgNumber,
	}
)

// svgLine is how pictures drawn with one line are usually painted: the style
// sheet says it once, for the class picture--line.
var svgLine = map[string]string{"fill": "none", "stroke": "currentColor", "stroke-width": "2", "stroke-linecap": "round", "stroke-linejoin": "round"}

// svgSpace is the namespace of SVG.
const svgSpace = "http://www.w3.org/2000/svg"

// inlineSVG reads a picture and writes it anew, from what is allowed in it
// alone. Anything else is a finding in the file, and there is no picture.
func inlineSVG(file string, data []byte) (template.HTML, diag.List) {
	var found diag.List
	var out strings.Builder
	d := xml.NewDecoder(bytes.NewReader(data))
	depth, drawn, open := 0, false, false
	// A start tag is closed when it is known whether the element is empty.
	closeTag := func() {
		if open {
			out.WriteString(">")
		}
		open = false
	}
	refuse := func(line, col int, format string, args ...any) {
		found.Errorf("assessment-picture", diag.Pos{File: file, Line: line, Col: col},
			"a picture holds shapes only (g, path, circle, ellipse, rect, line, polyline, polygon), painted with none, currentColor, a colour such as #0a5a4a, or var(--ink) and its like", format, args...)
	}
	for {
		line, col := d.InputPos()
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			line, col = d.InputPos()
			refuse(line, col, "the picture is no SVG that can be read: %v", err)
			return "", found
		}
		switch t := token.(type) {
		case xml.StartElement:
			name := t.Name.Local
			switch {
			case t.Name.Space != svgSpace || !slices.Contains(svgElements, name) || (name == "svg") != (depth == 0):
				refuse(line, col, "<%s> may not stand in a picture", name)
			case depth == 0 && drawn:
				refuse(line, col, "the file holds more than one picture")
			}
			depth, drawn = depth+1, true
			closeTag()
			out.WriteString("<" + name)
			asLine := depth == 1 && isLine(t.Attr)
			if depth == 1 {
				class := "picture"
				if asLine {
					class += " picture--line"
				}
				out.WriteString(` class="` + class + `" aria-hidden="true"`)
				if svgAttribute(t.Attr, "viewBox") == "" {
					refuse(line, col, "the picture has no viewBox, so nobody knows its size")
				}
			}
			for _, a := range t.Attr {
				key := a.Name.Local
				switch {
				case a.Name.Space == "" && key == "xmlns", a.Name.Space == "xmlns":
					continue
				case depth == 1 && a.Name.Space == "" && (key == "width" || key == "height"):
					continue // the page says how large pictures are
				case asLine && a.Name.Space == "" && svgLine[key] != "":
					continue
				}
				may := svgAttributes[key]
				switch value := strings.TrimSpace(a.Value); {
				case a.Name.Space != "" || may == nil:
					refuse(line, col, "the attribute %s may not stand in a picture", key)
				case !may.MatchString(value):
					refuse(line, col, "%q is no value for %s in a picture", a.Value, key)
				default:
					out.WriteString(" " + key + `="` + template.HTMLEscapeString(strings.Join(strings.Fields(value), " ")) + `"`)
				}
			}
			open = true
		case xml.EndElement:
			depth--
			if open {
				out.WriteString("/>")
			} else {
				out.WriteString("</" + t.Name.Local + ">")
			}
			open = false
		case xml.CharData:
			if len(bytes.TrimSpace(t)) > 0 {
				refuse(line, col, "text may not stand in a picture")
			}
		case xml.Directive:
			refuse(line, col, "a declaration may not stand in a picture")
		}
	}
	if !drawn {
		refuse(1, 1, "the file holds no picture")
	}
	if found.Fails(false) {
		return "", found
	}
	return template.HTML(out.String()), found
}

// isLine reports whether a picture is painted as svgLine says.
func isLine(list []xml.Attr) bool {
	for key, value := range svgLine {
		if svgAttribute(list, key) != value {
			return false
		}
	}
	return true
}

func svgAttribute(list []xml.Attr, name string) string {
	for _, a := range list {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
