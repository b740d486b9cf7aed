package diag

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Digest writes the findings for a person who is going to act on them. Notices
// come first, one of each code with how many more there are, or with notices all
// of them; then every warning and error as Text writes it; last, where a person
// looks, the counts and, when there are many findings, where to begin in each file.
//
// src and color are as for Text.
func Digest(w io.Writer, l List, src func(file string) []byte, color, notices bool) error {
	var b bytes.Buffer
	t := textPrinter{b: &b, src: sources{read: src}, color: color}
	informing, acting := l.Sorted().split()
	hidden := 0
	if notices {
		t.list(informing)
	} else {
		for i, same := range informing.byCode() {
			if i > 0 {
				b.WriteByte('\n')
			}
			t.finding(same[0])
			if more := len(same) - 1; more > 0 {
				hidden += more
				fmt.Fprintf(&b, "  and %d more like this", more)
				if by := languages(same); by != "" {
					b.WriteString("; in all " + by)
				}
				b.WriteByte('\n')
			}
		}
	}
	t.list(acting)
	fmt.Fprintln(&b, Summary(l))
	t.beginnings(acting)
	if hidden > 0 {
		fmt.Fprintf(&b, "notices stop nothing; one of each sort is shown, all %d with --notices\n", len(informing))
	}
	_, err := w.Write(b.Bytes())
	return err
}

// split parts a list into what informs and what has to be acted on.
func (l List) split() (informing, acting List) {
	for _, d := range l {
		if d.Severity == Notice {
			informing = append(informing, d)
		} else {
			acting = append(acting, d)
		}
	}
	return informing, acting
}

// byCode parts a list by code, in the order in which the codes first occur.
func (l List) byCode() []List {
	var parts []List
	at := map[string]int{}
	for _, d := range l {
		i, ok := at[d.Code]
		if !ok {
			i = len(parts)
			at[d.Code] = i
			parts = append(parts, nil)
		}
		parts[i] = append(parts[i], d)
	}
	return parts
}

// fewestFindings is from how many findings on a list is easier to begin than at
// the findings themselves.
const fewestFindings = 4

// beginnings lists the first thing to do in each file, files with errors first.
func (t *textPrinter) beginnings(l List) {
	if len(l) < fewestFindings {
		return
	}
	var files []List
	at := map[string]int{}
	for _, d := range l {
		i, ok := at[d.Pos.File]
		if !ok {
			i = len(files)
			at[d.Pos.File] = i
			files = append(files, nil)
		}
		files[i] = append(files[i], d)
	}
	for _, in := range files {
		slices.SortStableFunc(in, func(a, b Diagnostic) int { return int(a.Severity - b.Severity) })
	}
	slices.SortStableFunc(files, func(a, b List) int { return int(a[0].Severity - b[0].Severity) })
	t.b.WriteString("begin with:\n")
	for i, in := range files {
		if i == maxBeginnings {
			fmt.Fprintf(t.b, "  and %d more files\n", len(files)-i)
			break
		}
		d := in[0]
		todo := d.Hint
		if todo == "" {
			todo = d.Message
		}
		fmt.Fprintf(t.b, "  %s %s", t.paint(bold, visible(d.Pos.String())+":"), visible(todo))
		if more := len(in) - 1; more > 0 {
			fmt.Fprintf(t.b, " (and %d more there)", more)
		}
		t.b.WriteByte('\n')
	}
}

// maxBeginnings is how many files the list of beginnings names.
const maxBeginnings = 10

// textName is the name of a text that belongs to one language: ar.md, fi-simple.yaml.
var textName = regexp.MustCompile(`^([a-z]{2,3}(?:-[a-z0-9]+)*)\.(?:md|yaml)$`)

// languages tells findings that are all about a language by language:
// "ar 3, sv 4". It is "" if one is about none.
func languages(l List) string {
	count := map[string]int{}
	var names []string
	for _, d := range l {
		name := d.Lang
		if m := textName.FindStringSubmatch(path.Base(d.Pos.File)); name == "" && m != nil {
			name = m[1]
		}
		if name == "" {
			return ""
		}
		if count[name]++; count[name] == 1 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for i, name := range names {
		names[i] = fmt.Sprintf("%s %d", name, count[name])
	}
	return strings.Join(names, ", ")
}
