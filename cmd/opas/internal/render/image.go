package render

import (
	"bytes"
	"encoding/xml"
	"image"
	_ "image/gif" // registers the format
	_ "image/jpeg"
	_ "image/png"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"opas/cmd/opas/internal/source"
)

// mostPixels is more than any picture has on a side.
const mostPixels = 1e5

// imageSize returns a picture's size in CSS pixels, zeros when it is unknown.
// It lets a browser keep the room before the picture has come.
func imageSize(fsys fs.FS, f source.File) (width, height int) {
	data, err := fs.ReadFile(fsys, f.Path)
	if err != nil {
		return 0, 0
	}
	if strings.EqualFold(path.Ext(f.Name), ".svg") {
		return svgSize(data)
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return 0, 0
	}
	return c.Width, c.Height
}

// svgSize takes the size of an SVG from its viewBox.
func svgSize(data []byte) (width, height int) {
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if err != nil {
			return 0, 0
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range start.Attr {
			if a.Name.Local != "viewBox" {
				continue
			}
			parts := strings.Fields(strings.ReplaceAll(a.Value, ",", " "))
			if len(parts) != 4 {
				return 0, 0
			}
			w, _ := strconv.ParseFloat(parts[2], 64)
			h, _ := strconv.ParseFloat(parts[3], 64)
			if !(w > 0 && w < mostPixels && h > 0 && h < mostPixels) {
				return 0, 0 // NaN too
			}
			return int(w + 0.5), int(h + 0.5)
		}
		return 0, 0
	}
}
