package decode

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"opas/cmd/opas/internal/diag"
)

// The YAML library stops at the first syntax error and often names the line of
// the block around it. When it has stopped, diagnose goes through the lines
// itself, keeps the outline of keys and list items in mind, and finds the line
// that breaks it. It is not a second YAML parser: it is asked only about a
// document that has an error, and where it finds none the library's word counts.

// cause is why a document cannot be read.
type cause struct {
	code    string
	line    int // from 0
	col     int // character, from 1
	length  int
	message string
	hint    string
	related []diag.Related
	mend    func() // makes the line readable, nil if nobody can know how
}

// level is one open block of the outline: a mapping or a list.
type level struct {
	indent int
	list   bool
	line   int    // of its latest key or dash
	key    string // its latest key
	open   bool   // its latest key or dash has no value yet: a deeper block may follow
	count  int    // its keys or dashes so far
	plain  bool   // its latest value is an unquoted text, which may go on in deeper lines
}

type outline struct {
	*parser
	levels []level
	closed []level // what the line at hand closed, the deepest first
}

// diagnose returns the first cause in the order of lines, or nil.
func (p *parser) diagnose() *cause {
	o := outline{parser: p}
	for i := 0; i >= 0 && i < len(p.lines); {
		next, c := o.line(i)
		if c != nil {
			return c
		}
		i = next
	}
	return nil
}

// giveUp is the next line where this file understands too little of YAML to go on.
const giveUp = -1

// missingSpace matches a key whose colon sticks to its value.
var missingSpace = regexp.MustCompile(`^[\pL\pN_-]+:[^\s/]`)

// line reads line i and returns the line to read next.
func (o *outline) line(i int) (next int, c *cause) {
	line := strings.TrimRight(o.lines[i], " \t")
	col := indentation(line)
	rest := line[col:]
	switch {
	case rest == "", rest[0] == '#', col == 0 && rest[0] == '%' && o.levels == nil:
		return i + 1, nil
	case col == 0 && (rest == "---" || rest == "..." || strings.HasPrefix(rest, "--- ")):
		o.levels = nil
		return i + 1, nil
	}
	first := true
	for rest == "-" || strings.HasPrefix(rest, "- ") {
		if c := o.enter(i, col, true, "", first); c != nil {
			return 0, c
		}
		if first && o.continues(col) {
			return i + 1, nil // a dash within a text: dashesInText speaks of it
		}
		o.top().open, o.top().plain = true, false
		text := strings.TrimLeft(rest[1:], " ")
		col += len(rest) - len(text)
		rest, first = text, false
	}
	if rest == "?" || strings.HasPrefix(rest, "? ") {
		return giveUp, nil
	}
	key, after := splitKey(rest)
	switch {
	case after >= 0 && key == "":
		return 0, &cause{
			code: "yaml-key", line: i, col: o.column(i, col), length: 1,
			message: `there is no key before the ":"`, hint: `write "key: value", or put the text into quotes`,
			mend: func() { o.lines[i] = "" },
		}
	case after >= 0 && first && o.continues(col) && strings.Contains(key, " "):
		// Too long for a key, so rather the text above that goes on.
		at := col + after - 1
		return 0, &cause{
			code: "yaml-colon", line: i, col: o.column(i, at), length: 1,
			message: `the text goes on in this line, contains ": " and is not in quotes`,
			hint:    `put the whole text into quotes, or write "|" after the key and the text on the next line, indented`,
			mend:    func() { o.maskColons(i, col) },
		}
	case after >= 0:
		if c := o.enter(i, col, false, key, first); c != nil {
			return 0, c
		}
		value := col + after
		value += len(line[value:]) - len(strings.TrimLeft(line[value:], " \t"))
		return o.value(i, value)
	case !first || len(o.levels) == 0 && !missingSpace.MatchString(rest):
		return o.value(i, col)
	}
	return o.text(i, col, rest)
}

// continues reports whether a line indented by col goes on with an unquoted text.
func (o *outline) continues(col int) bool {
	return len(o.levels) > 0 && o.top().plain && o.top().indent < col
}

func (o *outline) top() *level { return &o.levels[len(o.levels)-1] }

// enter puts a key or (list) a dash of line i at character col into the outline.
// Whatever is not the first in its line opens a block of its own.
func (o *outline) enter(i, col int, list bool, key string, first bool) *cause {
	fresh := level{indent: col, list: list, line: i, key: key, count: 1}
	if !first {
		o.top().open = false
		o.levels = append(o.levels, fresh)
		return nil
	}
	o.close(col)
	if len(o.levels) == 0 {
		if len(o.closed) > 0 {
			return o.misplaced(i, col, list, key)
		}
		o.levels = append(o.levels, fresh)
		return nil
	}
	top := o.top()
	switch {
	case top.indent == col && top.list == list:
		top.key, top.line = key, i
		top.count++
	case top.indent == col && top.list:
		// A list may stand below its key without being indented; the next key
		// of that mapping ends it.
		below := len(o.levels) - 2
		if below < 0 || o.levels[below].indent != col || o.levels[below].list {
			return o.misplaced(i, col, list, key)
		}
		o.levels = o.levels[:below+1]
		o.top().key, o.top().line = key, i
		o.top().count++
	case top.open:
		top.open = false
		o.levels = append(o.levels, fresh)
	case top.plain && list && top.indent < col:
		// Continues a text.
	default:
		return o.misplaced(i, col, list, key)
	}
	return nil
}

// close takes the levels deeper than col off the outline.
func (o *outline) close(col int) {
	o.closed = o.closed[:0]
	for len(o.levels) > 0 && o.top().indent > col {
		o.closed = append(o.closed, *o.top())
		o.levels = o.levels[:len(o.levels)-1]
	}
}

// misplaced says that line i is indented wrongly, and where it would fit: in the
// nearest block of its sort that is deeper, or the nearest that is less deep.
func (o *outline) misplaced(i, col int, list bool, key string) *cause {
	c := &cause{code: "yaml-indent", line: i, col: col + 1, length: max(1, utf8.RuneCountInString(key))}
	what := "the key " + quote(key)
	if list {
		what = `the list item`
	}
	c.message = fmt.Sprintf("wrong indentation: %s begins after %s", what, spaces(col))

	var fits []level
	for _, l := range slices.Backward(o.closed) {
		if l.list == list && l.indent > col {
			fits = append(fits, l)
			break
		}
	}
	for _, l := range slices.Backward(o.levels) {
		if l.list == list && l.indent < col {
			fits = append(fits, l)
			break
		}
	}
	for _, l := range fits {
		if c := o.firstMisplaced(l, i, col); c != nil {
			return c
		}
	}
	if len(o.levels) > 0 {
		top := o.top()
		if c := o.stuckColon(top.line); top.list && top.plain && c != nil {
			return c
		}
		switch {
		case top.indent == col && list:
			c.message = fmt.Sprintf("the list item cannot stand beside the key %s, which has a value already", quote(top.key))
		case top.indent == col:
			c.message = fmt.Sprintf("the key %s cannot stand beside list items", quote(key))
		case top.plain && len(o.closed) == 0:
			c.message += fmt.Sprintf(", deeper than %s above it, which has a value already", o.describe(*top))
		}
	}
	switch len(fits) {
	case 0:
		c.hint = "begin it below its neighbours, with as many spaces as they have"
		c.mend = func() { o.lines[i] = "" }
		return c
	case 1:
		c.hint = fmt.Sprintf("begin it after %s, like %s", spaces(fits[0].indent), o.where(fits[0]))
	default:
		c.hint = fmt.Sprintf("begin it after %s to stand beside %s, or after %s to stand beside %s",
			spaces(fits[0].indent), o.where(fits[0]), spaces(fits[1].indent), o.where(fits[1]))
	}
	nearest := slices.MinFunc(fits, func(a, b level) int { return abs(a.indent-col) - abs(b.indent-col) })
	if last := fits[len(fits)-1]; strings.HasSuffix(o.lines[i], ":") && o.nextIndent(i) <= nearest.indent && last.indent < col {
		nearest = last // so that what follows stays below the key
	}
	c.mend = func() { o.indent(i, col, nearest.indent) }
	return c
}

// firstMisplaced blames the first line of block l in place of line i: where that
// line stands alone at an odd indentation and what follows it at the even one beside
// it, the first is the one that slipped.
func (o *outline) firstMisplaced(l level, i, col int) *cause {
	line := o.lines[l.line]
	have := indentation(line)
	to := have + col - l.indent
	if l.count != 1 || l.indent%2 == 0 || col%2 == 1 || abs(l.indent-col) != 1 || to < 0 {
		return nil
	}
	what := "the key " + quote(l.key)
	if strings.HasPrefix(line[have:], "- ") {
		what = "the list item"
	}
	return &cause{
		code: "yaml-indent", line: l.line, col: have + 1, length: 1,
		message: fmt.Sprintf("wrong indentation: %s begins after %s, which does not fit line %d below it", what, spaces(have), o.first+i),
		hint:    fmt.Sprintf("begin it after %s", spaces(to)),
		mend: func() {
			o.lines[l.line] = strings.Repeat(" ", to) + line[have:]
			o.shift[l.line] += to - have
		},
	}
}

// stuckColon says that a space is missing after the colon in line i, if it begins,
// after its dashes, with a key whose colon sticks to its value.
func (o *outline) stuckColon(i int) *cause {
	line := o.lines[i]
	col := len(line) - len(strings.TrimLeft(line, " -"))
	if !missingSpace.MatchString(line[col:]) {
		return nil
	}
	at := col + strings.IndexByte(line[col:], ':') + 1
	return &cause{
		code: "yaml-colon", line: i, col: o.column(i, at), length: 1,
		message: fmt.Sprintf(`a space is missing after %s`, quote(line[col:at])),
		hint:    `write "key: value"`,
		mend:    func() { o.lines[i] = line[:at] + " " + line[at:] },
	}
}

// nextIndent returns the indentation of the line after line i that is not blank.
func (o *outline) nextIndent(i int) int {
	for _, line := range o.lines[i+1:] {
		if strings.TrimSpace(line) != "" {
			return indentation(line)
		}
	}
	return 0
}

func abs(n int) int { return max(n, -n) }

func spaces(n int) string {
	switch n {
	case 0:
		return "no space"
	case 1:
		return "1 space"
	}
	return fmt.Sprintf("%d spaces", n)
}

// describe names a block by its latest key.
func (o *outline) describe(l level) string {
	if l.list || l.key == "" {
		return "the list item"
	}
	return quote(l.key)
}

// where names a block by its latest key or dash and its line.
func (o *outline) where(l level) string {
	if l.list {
		return fmt.Sprintf(`the "- " in line %d`, o.first+l.line)
	}
	return fmt.Sprintf("%s in line %d", quote(l.key), o.first+l.line)
}

// text reads a line that has neither key nor dash.
func (o *outline) text(i, col int, rest string) (next int, c *cause) {
	if len(o.levels) > 0 && col > o.top().indent {
		switch top := o.top(); {
		case top.plain:
			return i + 1, nil
		case top.open:
			if !missingSpace.MatchString(rest) {
				return o.value(i, col)
			}
		}
	}
	if c := o.stuckColon(i); c != nil {
		return 0, c
	}
	o.close(col)
	c = &cause{
		code: "yaml-line", line: i, col: o.column(i, col), length: utf8.RuneCountInString(rest),
		message: `the line is neither "key: value" nor a list item`,
		hint:    "write a key before it",
		mend:    func() { o.lines[i] = "" },
	}
	deeper := level{}
	if len(o.levels) > 0 {
		deeper = *o.top()
	}
	if len(o.closed) > 0 {
		deeper = o.closed[0]
	}
	if deeper.key != "" {
		c.hint = fmt.Sprintf("if it goes on with the text of %s, indent it by %s; else write a key before it",
			quote(deeper.key), spaces(deeper.indent+2))
	}
	return 0, c
}

// value reads the value that begins at byte col of line i.
func (o *outline) value(i, col int) (next int, c *cause) {
	lv := &level{indent: -1}
	if len(o.levels) > 0 {
		lv = o.top()
	}
	lv.open, lv.plain = false, false
	text := strings.TrimRight(o.lines[i][min(col, len(o.lines[i])):], " \t")
	if text == "" || text[0] == '#' {
		lv.open = true
		return i + 1, nil
	}
	switch text[0] {
	case '|', '>':
		if explicit, ok := blockSign(text); ok {
			return o.block(i, lv, explicit)
		}
		return 0, o.start(i, col)
	case '"', '\'':
		return o.quoted(i, col, lv)
	case '[', '{':
		return o.brackets(i, col, lv)
	case '&', '!':
		// An anchor or tag the library can read is refused later, with its place.
		property, rest, _ := strings.Cut(text, " ")
		if property == "&" || strings.ContainsAny(property[1:], "!&*") {
			return 0, o.start(i, col)
		}
		return o.value(i, col+len(text)-len(strings.TrimLeft(rest, " ")))
	case '*':
		if alias.MatchString(text) {
			return 0, &cause{
				code: "yaml-alias", line: i, col: o.column(i, col), length: utf8.RuneCountInString(text),
				message: fmt.Sprintf("anchors and aliases such as %s are not used here", quote(text)),
				hint:    "write the value out in every place; if this is a text, put it into quotes",
				mend:    func() { o.mask(i, col) },
			}
		}
		return 0, o.start(i, col)
	case '@', '`', '%', ',', ']', '}':
		return 0, o.start(i, col)
	}
	if strings.HasPrefix(text, "- ") || text == "-" {
		return 0, &cause{
			code: "yaml-list", line: i, col: o.column(i, col), length: 1,
			message: "a list cannot begin on the line of its key",
			hint:    `write each item on a line of its own below the key, beginning with two spaces and "- "`,
			mend:    func() { o.mask(i, col) },
		}
	}
	if strings.HasPrefix(text, "? ") {
		return giveUp, nil
	}
	if at := colon(text, 0); at >= 0 {
		c := &cause{
			code: "yaml-colon", line: i, col: o.column(i, col+at), length: 1,
			message: `the value contains ": " and is not in quotes`,
			hint:    `put the whole value into quotes`,
			mend:    func() { o.maskColons(i, col) },
		}
		if at+1 == len(text) {
			c.message = `the value ends with ":" and is not in quotes`
		}
		if value := withoutComment(text); utf8.RuneCountInString(value) <= 60 {
			c.hint += ": " + inQuotes(value)
		}
		return 0, c
	}
	lv.plain = true
	return i + 1, nil
}

// alias matches a value that is nothing but an alias.
var alias = regexp.MustCompile(`^\*[0-9A-Za-z_-]+(\s+#.*)?$`)

// withoutComment cuts off what follows " #".
func withoutComment(text string) string {
	if i := strings.Index(text, " #"); i >= 0 {
		text = text[:i]
	}
	return strings.TrimSpace(text)
}

// inQuotes writes text as a YAML string, in the quotes that need no escapes if
// there are any.
func inQuotes(text string) string {
	if strings.ContainsAny(text, `"\`) {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return `"` + text + `"`
}
