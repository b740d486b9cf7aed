package decode

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// textWidth is the column near which a long text is broken into lines.
const textWidth = 110

// Write returns a new document with the settings, in their order.
func Write(set []Setting) []byte {
	root := &entry{}
	for _, s := range set {
		root.put(s.Path, s)
	}
	return []byte(root.below(0))
}

// below writes what stands below an entry, one key a line.
func (n *entry) below(indent int) string {
	var b strings.Builder
	for _, kid := range n.kids {
		b.WriteString(kid.block(indent))
	}
	return b.String()
}

// block writes the entry as lines.
func (n *entry) block(indent int) string {
	if n.key == "" && n.set == nil {
		return n.below(indent)
	}
	lead := strings.Repeat(" ", indent) + scalar(n.key, false) + ":"
	if n.set == nil {
		return lead + "\n" + n.below(indent+2)
	}
	return lead + " " + n.value(indent, false, 0) + "\n"
}

// flow writes the entry as it stands within braces.
func (n *entry) flow() string {
	if n.set != nil {
		return scalar(n.key, true) + ": " + n.value(0, true, 0)
	}
	parts := make([]string, len(n.kids))
	for i, kid := range n.kids {
		parts[i] = kid.flow()
	}
	return scalar(n.key, true) + ": {" + strings.Join(parts, ", ") + "}"
}

// value writes the value of an entry in the style that one had before. indent
// is that of its key.
func (n *entry) value(indent int, flow bool, style yaml.Style) string {
	if n.set == nil {
		return ""
	}
	if n.set.List != nil {
		items := make([]string, len(n.set.List))
		for i, item := range n.set.List {
			items[i] = scalar(item, true)
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	text := strings.TrimRight(n.set.Text, "\n")
	lead := "\n" + strings.Repeat(" ", indent+2)
	plainLines := !flow && text != "" && !strings.HasPrefix(text, " ") && !strings.HasPrefix(text, "\n") && !strings.ContainsFunc(text, refused) && !strings.Contains(text, "\t")
	long := utf8.RuneCountInString(text) > textWidth
	switch {
	case strings.Contains(text, "\n") && plainLines:
		var b strings.Builder
		b.WriteString("|-")
		for line := range strings.SplitSeq(text, "\n") {
			if line != "" {
				b.WriteString(lead + line)
			} else {
				b.WriteString("\n")
			}
		}
		return b.String()
	case plainLines && (style&yaml.FoldedStyle != 0 || style == 0 && long) && !strings.Contains(text, "  ") && !strings.HasSuffix(text, " "):
		return ">-" + lead + strings.Join(fold(text, textWidth), lead)
	case plainLines && style&yaml.LiteralStyle != 0:
		return "|-" + lead + text
	case style&yaml.DoubleQuotedStyle != 0:
		return doubleQuoted(text)
	case style&yaml.SingleQuotedStyle != 0 && !strings.Contains(text, "\n"):
		if !strings.ContainsFunc(text, refused) {
			return "'" + strings.ReplaceAll(text, "'", "''") + "'"
		}
	}
	if n.set.Quoted && style == 0 {
		return doubleQuoted(text)
	}
	return scalar(text, flow)
}

// fold breaks a text into lines at single spaces.
func fold(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.SplitSeq(text, " ") {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}

// scalar writes a text on one line, in quotes if it needs them.
func scalar(text string, flow bool) string {
	if plain(text, flow) {
		return text
	}
	return doubleQuoted(text)
}

// plain reports whether a text can stand without quotes. It is strict: a text
// that only might be misread gets quotes.
func plain(text string, flow bool) bool {
	first, _ := utf8.DecodeRuneInString(text)
	if !unicode.IsLetter(first) || strings.TrimSpace(text) != text || strings.HasSuffix(text, ":") ||
		strings.Contains(text, ": ") || strings.Contains(text, " #") || strings.ContainsAny(text, "\n\t") || strings.ContainsFunc(text, refused) {
		return false
	}
	if flow && strings.ContainsAny(text, ",[]{}:#") {
		return false
	}
	switch strings.ToLower(text) {
	case "null", "true", "false", "yes", "no", "on", "off", "y", "n":
		return false
	}
	return true
}

// doubleQuoted writes a text between double quotes (YAML 1.2, section 7.3.1).
func doubleQuoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case refused(r) && r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
