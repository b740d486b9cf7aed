package decode

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// A Setting is a value that a document should have at a path of keys.
type Setting struct {
	Path []string
	// Text becomes a scalar, written so that it is read back as this text.
	Text string
	// List, when not nil, is written in Text's place as a list within brackets.
	List []string
	// Quoted asks for quotes around Text where it is new.
	Quoted bool
}

// A Change replaces the bytes from Start to End by Text.
type Change struct {
	Start, End int
	Text       string
}

// errForm is returned for a document that is written in a form which the
// program does not change.
var errForm = errors.New("the YAML is written in a way that only a person can change")

// Edit returns the changes, in the order of the document, that give src the
// settings and leave every other byte as it is. Src has LF line ends and no
// byte order mark. A key that is missing is added where like, a document with
// the same keys, has it; like may be nil. The settings come in the order in
// which new keys are to stand.
func Edit(src []byte, like *Node, set []Setting) ([]Change, error) {
	lines := strings.Split(string(src), "\n")
	doc, second, err := read(lines)
	if err != nil || second > 0 {
		return nil, errForm
	}
	e := &editor{src: string(src), lines: lines}
	at := 0
	for _, l := range lines {
		e.offsets = append(e.offsets, at)
		at += len(l) + 1
	}
	root := &entry{}
	for _, s := range set {
		root.put(s.Path, s)
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) == 0 {
		if strings.TrimSpace(string(src)) != "" {
			return nil, errForm
		}
		return []Change{{Text: root.block(0)}}, nil
	}
	top := doc.Content[0]
	if top.Kind != yaml.MappingNode {
		return nil, errForm
	}
	e.mapping(top, root, like, top.Column-1)
	if e.failed {
		return nil, errForm
	}
	slices.SortStableFunc(e.changes, func(a, b Change) int { return a.Start - b.Start })
	return e.changes, e.verify(set)
}

// Apply returns src with the changes, which are in its order.
func Apply(src []byte, changes []Change) []byte {
	var out []byte
	at := 0
	for _, c := range changes {
		out = append(append(out, src[at:c.Start]...), c.Text...)
		at = c.End
	}
	return append(out, src[at:]...)
}

// entry is one key of what is to be set.
type entry struct {
	key  string
	set  *Setting // nil for a mapping
	kids []*entry
}

func (n *entry) put(path []string, s Setting) {
	if len(path) == 0 {
		n.set = &s
		return
	}
	i := slices.IndexFunc(n.kids, func(k *entry) bool { return k.key == path[0] })
	if i < 0 {
		i = len(n.kids)
		n.kids = append(n.kids, &entry{key: path[0]})
	}
	n.kids[i].put(path[1:], s)
}

type editor struct {
	src     string
	lines   []string
	offsets []int // of lines
	changes []Change
	failed  bool
}

// offset is where the library says that a node begins.
func (e *editor) offset(n *yaml.Node) int {
	line := n.Line - 1
	if line < 0 || line >= len(e.lines) {
		e.failed = true
		return len(e.src)
	}
	at, text := e.offsets[line], e.lines[line]
	for col := 1; col < n.Column; col++ {
		_, size := utf8.DecodeRuneInString(text)
		text = text[size:]
		at += size
	}
	return at
}

// mapping sets what stands below a mapping. indent is that of its keys.
func (e *editor) mapping(m *yaml.Node, want *entry, like *Node, indent int) {
	flow := m.Style&yaml.FlowStyle != 0
	for _, kid := range want.kids {
		i := keyIndex(m, kid.key)
		switch {
		case i < 0:
			e.insert(m, kid, like, indent, flow)
		case kid.set == nil && m.Content[i+1].Kind == yaml.MappingNode:
			v := m.Content[i+1]
			below := indent
			if len(v.Content) > 0 && v.Style&yaml.FlowStyle == 0 {
				below = v.Content[0].Column - 1
			}
			e.mapping(v, kid, like.Get(kid.key), below)
		case kid.set == nil && !e.blank(m.Content[i+1]):
			e.failed = true
		default:
			e.replace(m.Content[i], m.Content[i+1], kid, indent, flow)
		}
	}
}

func keyIndex(m *yaml.Node, key string) int {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return i
		}
	}
	return -1
}

// blank reports whether nothing stands behind a key.
func (e *editor) blank(v *yaml.Node) bool {
	return v.Kind == yaml.ScalarNode && v.Tag == "!!null" && v.Value == ""
}

// replace puts a new value in the place of v.
func (e *editor) replace(k, v *yaml.Node, kid *entry, indent int, flow bool) {
	if e.blank(v) {
		end := e.keyEnd(k)
		text := " " + kid.value(indent, flow, 0)
		if kid.set == nil {
			if flow {
				e.failed = true
				return
			}
			text = "\n" + strings.TrimSuffix(kid.below(indent+2), "\n")
		}
		e.changes = append(e.changes, Change{end, end, text})
		return
	}
	start := e.offset(v)
	end := e.end(v, indent, flow)
	style := v.Style
	if v.Kind != yaml.ScalarNode && kid.set.List == nil {
		e.failed = true
		return
	}
	if v.Kind == yaml.SequenceNode && v.Style&yaml.FlowStyle == 0 {
		start = e.keyEnd(k)
		e.changes = append(e.changes, Change{start, end, " " + kid.value(indent, flow, 0)})
		return
	}
	as := *kid.set
	as.Quoted = false // it keeps the style that it has
	e.changes = append(e.changes, Change{start, end, (&entry{set: &as}).value(indent, flow, style)})
}

// keyEnd is the offset after the colon of a key.
func (e *editor) keyEnd(k *yaml.Node) int {
	end := e.scalarEnd(k, 0, true)
	colon := strings.IndexByte(e.src[end:], ':')
	if colon < 0 {
		e.failed = true
		return len(e.src)
	}
	return end + colon + 1
}

// insert adds a key that the mapping does not have: behind the key that stands
// before it in like, else before the one behind it, else at the end.
func (e *editor) insert(m *yaml.Node, kid *entry, like *Node, indent int, flow bool) {
	var order []string
	for _, f := range like.Fields() {
		order = append(order, f.Key.Value)
	}
	before, after := -1, -1
	if i := slices.Index(order, kid.key); i >= 0 {
		for j := i - 1; j >= 0 && before < 0; j-- {
			before = keyIndex(m, order[j])
		}
		for j := i + 1; j < len(order) && before < 0 && after < 0; j++ {
			after = keyIndex(m, order[j])
		}
	}
	if before < 0 && after < 0 {
		before = len(m.Content) - 2
	}
	switch {
	case before < 0 && after < 0 && flow: // {}
		at := e.offset(m) + 1
		e.changes = append(e.changes, Change{at, at, kid.flow()})
	case before < 0 && after < 0:
		e.failed = true
	case flow && before >= 0:
		at := e.end(m.Content[before+1], indent, true)
		if e.blank(m.Content[before+1]) {
			at = e.keyEnd(m.Content[before])
		}
		e.changes = append(e.changes, Change{at, at, ", " + kid.flow()})
	case flow:
		at := e.offset(m.Content[after])
		e.changes = append(e.changes, Change{at, at, kid.flow() + ", "})
	case before >= 0:
		at := e.end(m.Content[before+1], indent, false)
		if e.blank(m.Content[before+1]) {
			at = e.keyEnd(m.Content[before])
		}
		if i := strings.IndexByte(e.src[at:], '\n'); i >= 0 {
			at += i
		} else {
			at = len(e.src)
		}
		e.changes = append(e.changes, Change{at, at, "\n" + strings.TrimSuffix(kid.block(indent), "\n")})
	default:
		at := e.offsets[m.Content[after].Line-1]
		e.changes = append(e.changes, Change{at, at, kid.block(indent)})
	}
}

// verify holds the result against what was asked for: the settings are there,
// and every other value is the same.
func (e *editor) verify(set []Setting) error {
	before, found := Parse("", []byte(e.src), 1)
	after, more := Parse("", Apply([]byte(e.src), e.changes), 1)
	if len(found) > 0 || len(more) > 0 {
		return errForm
	}
	was, is := map[string]string{}, map[string]string{}
	flatten(before, "", was)
	flatten(after, "", is)
	for _, s := range set {
		path := "\x00" + strings.Join(s.Path, "\x00")
		want := map[string]string{}
		if s.List != nil {
			for i, item := range s.List {
				want[fmt.Sprintf("%s\x00%d", path, i)] = item
			}
		} else {
			want[path] = strings.TrimRight(s.Text, "\n")
		}
		for name := range is {
			if name == path || strings.HasPrefix(name, path+"\x00") {
				if text, ok := want[name]; !ok || text != is[name] {
					return errForm
				}
				delete(want, name)
				delete(is, name)
			}
		}
		for _, text := range want {
			if text != "" {
				return errForm
			}
		}
		for name := range was {
			if name == path || strings.HasPrefix(name, path+"\x00") {
				delete(was, name)
			}
		}
	}
	if len(was) != len(is) {
		return errForm
	}
	for name, text := range was {
		if other, ok := is[name]; !ok || other != text {
			return errForm
		}
	}
	return nil
}

// flatten lists the scalars of a tree by their path.
func flatten(n *Node, path string, out map[string]string) {
	switch n.Kind() {
	case Scalar:
		out[path] = n.Scalar()
	case Mapping:
		for _, f := range n.Fields() {
			flatten(f.Value, path+"\x00"+f.Key.Value, out)
		}
	case Sequence:
		for i, item := range n.Items() {
			flatten(item, fmt.Sprintf("%s\x00%d", path, i), out)
		}
	}
}
