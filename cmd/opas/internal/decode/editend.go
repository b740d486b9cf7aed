package decode

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// end is the offset after the last byte of a value. indent is that of its key.
func (e *editor) end(v *yaml.Node, indent int, flow bool) int {
	inFlow := flow || v.Style&yaml.FlowStyle != 0
	switch v.Kind {
	case yaml.ScalarNode:
		return e.scalarEnd(v, indent, flow)
	case yaml.MappingNode, yaml.SequenceNode:
	default:
		e.failed = true
		return len(e.src)
	}
	at := e.offset(v)
	if v.Style&yaml.FlowStyle != 0 {
		at++
	}
	if n := len(v.Content); n > 0 {
		last := v.Content[n-1]
		below := indent
		if v.Kind == yaml.MappingNode && !inFlow {
			below = v.Content[n-2].Column - 1
		} else if !inFlow {
			below = v.Column - 1
		}
		if v.Kind == yaml.MappingNode && e.blank(last) {
			at = e.keyEnd(v.Content[n-2])
		} else {
			at = e.end(last, below, inFlow)
		}
	}
	if v.Style&yaml.FlowStyle == 0 {
		return at
	}
	closing := byte('}')
	if v.Kind == yaml.SequenceNode {
		closing = ']'
	}
	for at < len(e.src) && e.src[at] != closing {
		switch c := e.src[at]; {
		case c == '#':
			if i := strings.IndexByte(e.src[at:], '\n'); i >= 0 {
				at += i
			}
		case !strings.ContainsRune(" \t\n,", rune(c)):
			e.failed = true
			return len(e.src)
		}
		at++
	}
	if at >= len(e.src) {
		e.failed = true
		return len(e.src)
	}
	return at + 1
}

// scalarEnd is the offset after the last byte of a scalar.
func (e *editor) scalarEnd(v *yaml.Node, indent int, flow bool) int {
	at := e.offset(v)
	switch {
	case v.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		if at >= len(e.src) || e.src[at] != '"' && e.src[at] != '\'' {
			e.failed = true
			return len(e.src)
		}
		end := closingQuote(e.src, at+1, e.src[at])
		if end < 0 {
			e.failed = true
			return len(e.src)
		}
		return end + 1
	case v.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return e.textEnd(v.Line-1, indent)
	case flow:
		end := at + len(e.lines[v.Line-1]) - (at - e.offsets[v.Line-1])
		for i := at; i < end; i++ {
			if strings.IndexByte(",[]{}", e.src[i]) >= 0 || colonAt(e.src[:end], i) || e.src[i] == '#' && i > at && e.src[i-1] == ' ' {
				end = i
			}
		}
		if text := strings.TrimRight(e.src[at:end], " \t"); oneSpace(text) == oneSpace(v.Value) {
			return at + len(text)
		}
		e.failed = true // it goes on in the next line
		return len(e.src)
	}
	return e.plainEnd(v, at, indent)
}

// plainEnd is the end of an unquoted text outside brackets: that of the last
// line that belongs to it.
func (e *editor) plainEnd(v *yaml.Node, at, indent int) int {
	line := v.Line - 1
	end := at
	for first := true; line < len(e.lines); line++ {
		text := e.lines[line]
		from := e.offsets[line]
		if first {
			text, from, first = e.src[at:e.offsets[line]+len(e.lines[line])], at, false
		} else if strings.TrimSpace(text) == "" {
			continue
		} else if indentation(text) <= indent || strings.HasPrefix(strings.TrimSpace(text), "#") {
			break
		}
		comment := strings.Index(text, " #")
		if comment >= 0 {
			text = text[:comment]
		}
		end = from + len(strings.TrimRight(text, " \t"))
		if comment >= 0 {
			break
		}
	}
	if oneSpace(e.src[at:end]) != oneSpace(v.Value) {
		e.failed = true
	}
	return end
}

// textEnd is the end of a text that begins in the line after "|" or ">".
func (e *editor) textEnd(line, indent int) int {
	end := e.offsets[line] + len(e.lines[line])
	for i := line + 1; i < len(e.lines); i++ {
		if strings.TrimSpace(e.lines[i]) == "" {
			continue
		}
		if indentation(e.lines[i]) <= indent {
			break
		}
		end = e.offsets[i] + len(e.lines[i])
	}
	return end
}

func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }
