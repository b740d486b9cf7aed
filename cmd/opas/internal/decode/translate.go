package decode

import (
	"regexp"
	"strconv"
	"strings"
)

// translated are the YAML library's messages in writers' words.
var translated = []struct{ theirs, message, hint string }{
	{"did not find expected key", "the line does not fit the lines above it", "check its indentation, and the quotes and brackets above it"},
	{"did not find expected '-' indicator", "the line does not fit the list above it", `begin it with "- " below the other items, or indent it like the lines of one item`},
	{"could not find expected ':'", `the line is neither "key: value" nor a list item`, "write a key before it, or indent it to go on with the text above"},
	{"mapping values are not allowed", `a colon stands where no key can be`, "check the indentation of the line; put a text with a colon into quotes"},
	{"mapping keys are not allowed", `a "?" stands where no key can be`, "put the text into quotes"},
	{"block sequence entries are not allowed", "a list item stands where none can be", "begin the list on the line below its key"},
	{"did not find expected ',' or ']'", `a "," or "]" is missing`, "separate the items by commas and close the bracket; put a text into quotes"},
	{"did not find expected ',' or '}'", `a "," or "}" is missing`, "separate the entries by commas and close the bracket; put a text into quotes"},
	{"did not find expected node content", "a value is missing or begins with a character that needs quotes", "put the text into quotes"},
	{"cannot start any token", "a text begins with a character that needs quotes", "put the text into quotes"},
	{"unexpected end of stream", "a quote is never closed", "write the same quote at the end of the text"},
	{"unexpected document indicator", `the line "---" stands within a text in quotes`, "close the quotes before it"},
	{"unknown escape character", "a backslash means nothing here within double quotes", `write \\ for a backslash, or use single quotes`},
	{"hexdecimal number", `the escape after a backslash is not complete`, `write \\ for a backslash, or use single quotes`},
	{"invalid Unicode character escape", `the escape after a backslash is no character`, `write \\ for a backslash, or use single quotes`},
	{"unknown anchor", "anchors and aliases are not used here", "write the value out; if this is a text, put it into quotes"},
	{"did not find expected alphabetic", `a text that begins with "*" or "&" must stand in quotes`, "put the text into quotes"},
	{"tag", "tags are not used here", `remove it; put a text that begins with "!" into quotes`},
	{"indentation indicator", `the number after "|" or ">" is wrong`, `write only "|" or ">"`},
	{"comment or line break", `something follows after "|" or ">"`, `write the text on the next line, or put it into quotes`},
	{"tab character", "a tab stands where spaces are needed", "put spaces in its place"},
	{"max depth", "the nesting is too deep", "make the structure flatter"},
	{"%YAML", "lines that begin with % are not used here", "remove the line"},
	{"%TAG", "lines that begin with % are not used here", "remove the line"},
	{"directive", "lines that begin with % are not used here", "remove the line"},
	{"<document start>", "the line does not belong to what stands above it", "check the indentation of the first lines"},
}

var theirLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// translate makes a cause of the YAML library's error when diagnose knows none.
func (p *parser) translate(err error) *cause {
	theirs := err.Error()
	c := &cause{
		code:    "yaml-syntax",
		message: "the file cannot be read from here on",
		hint:    "check the indentation, quotes, brackets and colons here and above",
	}
	for _, t := range translated {
		if strings.Contains(theirs, t.theirs) {
			c.message, c.hint = t.message, t.hint
			break
		}
	}
	c.line = p.firstBroken(theirs)
	c.col = indentation(p.lines[c.line]) + 1
	return c
}

// firstBroken returns the line that brings the error: the last of the shortest
// beginning of the document that gives the same message. The library reads its
// input as a stream, so that what follows cannot take an error back. In a large
// document, where looking for it would take long, it is the library's own line.
func (p *parser) firstBroken(theirs string) int {
	m := theirLine.FindStringSubmatch(theirs)
	line := 0
	if m != nil && m[1] != "" {
		line, _ = strconv.Atoi(m[1])
		line = min(max(line, 1), len(p.lines)) - 1
	}
	if p.size > largeSize {
		return line
	}
	message := theirs[len(theirLine.FindString(theirs)):]
	low, high := 1, len(p.lines)
	for low < high {
		middle := (low + high) / 2
		_, _, err := read(p.lines[:middle])
		if err != nil && strings.HasSuffix(err.Error(), message) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	// Blank lines at the end were read while looking for what never came.
	for low > 1 && strings.TrimSpace(p.lines[low-1]) == "" {
		low--
	}
	return low - 1
}
