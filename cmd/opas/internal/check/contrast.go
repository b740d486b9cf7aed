package check

import (
	"fmt"
	"io/fs"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"opas/cmd/opas/internal/diag"
)

// A pair is two colour tokens that stand on one another, and the contrast that
// they need: 4.5 for text (WCAG 2.2, 1.4.3), 3 for what bounds a control (1.4.11).
type pair struct {
	front, ground string
	least         float64
}

var pairs = func() []pair {
	var list []pair
	for _, ground := range []string{"paper", "surface"} {
		for _, front := range []string{"ink", "muted", "accent", "participant", "workplace", "mentor", "adviser"} {
			list = append(list, pair{front, ground, 4.5})
		}
		list = append(list, pair{"line-strong", ground, 3})
	}
	return append(list, pair{"accent-ink", "accent", 4.5}, pair{"ink", "accent-soft", 4.5}, pair{"accent", "accent-soft", 4.5}, pair{"ink", "mark", 4.5})
}()

// Contrast warns of colour tokens that cannot be told apart well enough. Tokens
// are the custom properties of :root in the style sheets below assets; those
// within a media query, such as that of the dark scheme, stand over the others.
// A pair is looked at where one of the two is set, if both are written as #rgb or
// #rrggbb. The error is for files that cannot be read.
func Contrast(fsys fs.FS) (diag.List, error) {
	var all []token
	err := fs.WalkDir(fsys, "assets", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(p) != ".css" {
			return err
		}
		data, err := fs.ReadFile(fsys, p)
		all = append(all, tokens(p, string(data))...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the colours: %w", err)
	}
	var schemes []string
	for _, t := range all {
		if !slices.Contains(schemes, t.media) {
			schemes = append(schemes, t.media)
		}
	}
	var found diag.List
	for _, media := range schemes {
		in := func(name string) *token {
			var best *token
			for i := range all {
				if t := &all[i]; t.name == name && (t.media == media || t.media == "" && (best == nil || best.media == "")) {
					best = t
				}
			}
			return best
		}
		for _, p := range pairs {
			front, ground := in(p.front), in(p.ground)
			if front == nil || ground == nil || front.media != media && ground.media != media {
				continue
			}
			at := front
			if front.media != media {
				at = ground
			}
			if c := contrast(front.colour, ground.colour); c < p.least {
				found.Warnf("contrast", at.pos, "make one of the two lighter or darker", "--%s on --%s has a contrast of %.2f%s; it needs %g",
					p.front, p.ground, math.Floor(c*100)/100, within(media), p.least)
			}
		}
	}
	return found, nil
}

func within(media string) string {
	if media == "" {
		return ""
	}
	return " in " + media
}

// A token is a custom property that is a colour.
type token struct {
	name, media string // media is the query around it, "" for none
	colour      [3]float64
	pos         diag.Pos
}

var (
	comment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	property = regexp.MustCompile(`--([a-z][a-z0-9-]*)\s*:\s*#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\s*(?:;|$)`)
)

// tokens reads the colours of a style sheet: in blocks of :root, with the prelude
// of the block around them.
func tokens(file, css string) []token {
	// Comments go, but nothing moves.
	css = comment.ReplaceAllStringFunc(css, func(s string) string {
		return strings.Map(func(r rune) rune {
			if r == '\n' {
				return r
			}
			return ' '
		}, s)
	})
	var list []token
	var around []string
	begin := 0
	for i := 0; i < len(css); i++ {
		switch css[i] {
		case ';':
			if len(around) == 0 {
				begin = i + 1
			}
		case '{':
			around = append(around, strings.Join(strings.Fields(css[begin:i]), " "))
			begin = i + 1
		case '}':
			if n := len(around); n > 0 && around[n-1] == ":root" && n <= 2 {
				media := ""
				if n == 2 {
					media = around[0]
				}
				for _, m := range property.FindAllStringSubmatchIndex(css[begin:i], -1) {
					at := begin + m[0]
					line := strings.Count(css[:at], "\n") + 1
					col := utf8.RuneCountInString(css[strings.LastIndexByte(css[:at], '\n')+1:at]) + 1
					list = append(list, token{name: css[begin+m[2] : begin+m[3]], media: media, colour: colour(css[begin+m[4] : begin+m[5]]),
						pos: diag.Pos{File: file, Line: line, Col: col}})
				}
			}
			if len(around) > 0 {
				around = around[:len(around)-1]
			}
			begin = i + 1
		}
	}
	return list
}

// colour reads rgb or rrggbb into shares of 1.
func colour(hex string) (c [3]float64) {
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	for i := range c {
		n, _ := strconv.ParseUint(hex[2*i:2*i+2], 16, 8) // the pattern lets nothing else through
		c[i] = float64(n) / 255
	}
	return c
}

// contrast is the contrast ratio of two colours, 1 to 21 (WCAG 2.2).
func contrast(a, b [3]float64) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of a colour, 0 to 1 (WCAG 2.2).
func luminance(c [3]float64) float64 {
	for i, v := range c {
		if v <= 0.04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
}
