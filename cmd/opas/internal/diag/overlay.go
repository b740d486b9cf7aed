package diag

import (
	"fmt"
	"html/template"
	"strings"
)

// Overlay returns the findings, sorted, as an HTML fragment for the page of the
// development server, a section each with its source line. All text is escaped.
// src is as for Text. The fragment has classes and neither styles nor scripts:
//
//	section.finding.error > h2, p.place, pre > span.number + code > mark, p.hint, ul.related
func Overlay(l List, src func(file string) []byte) template.HTML {
	var b strings.Builder
	s := sources{read: src}
	for _, d := range l.Sorted() {
		fmt.Fprintf(&b, "<section class=\"finding %s\">\n", d.Severity)
		fmt.Fprintf(&b, "<h2><span class=\"severity\">%s</span> <bdi>%s</bdi>", d.Severity, escaped(d.Message))
		if d.Code != "" {
			fmt.Fprintf(&b, " <code class=\"code\">%s</code>", escaped(d.Code))
		}
		b.WriteString("</h2>\n")
		if d.Pos.File != "" {
			fmt.Fprintf(&b, "<p class=\"place\" dir=\"ltr\">%s</p>\n", escaped(d.Pos.String()))
		}
		if line, ok := s.line(d.Pos); ok {
			e := excerptOf(line, d.Pos.Col, d.Len)
			if d.Pos.Col == 0 {
				e.before, e.at, e.after = "", "", e.before+e.at+e.after
			}
			fmt.Fprintf(&b, "<pre><span class=\"number\">%d</span> <code dir=\"auto\">%s", d.Pos.Line, escaped(e.before))
			switch {
			case e.at != "":
				fmt.Fprintf(&b, "<mark>%s</mark>", escaped(e.at))
			case d.Pos.Col > 0:
				b.WriteString("<mark> </mark>") // the end of the line
			}
			fmt.Fprintf(&b, "%s</code></pre>\n", escaped(e.after))
		}
		if d.Hint != "" {
			fmt.Fprintf(&b, "<p class=\"hint\"><bdi>%s</bdi></p>\n", escaped(d.Hint))
		}
		if len(d.Related) > 0 {
			b.WriteString("<ul class=\"related\">\n")
			for _, r := range d.Related {
				fmt.Fprintf(&b, "<li><span class=\"place\">%s</span>: <bdi>%s</bdi></li>\n", escaped(r.Pos.String()), escaped(r.Message))
			}
			b.WriteString("</ul>\n")
		}
		b.WriteString("</section>\n")
	}
	return template.HTML(b.String())
}

func escaped(s string) string { return template.HTMLEscapeString(visible(s)) }
