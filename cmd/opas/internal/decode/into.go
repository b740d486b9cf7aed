package decode

import (
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"opas/cmd/opas/internal/diag"
)

// Into decodes n into the struct (or slice, map[string]T, scalar) dst points to,
// by the tags
//
//	yaml:"name"            the key; yaml:"-" or no tag is not decoded; ",required"
//	                       the key must be there and not empty
//	check:"min=1,max=99"   numbers; number of items for slices and maps, of
//	                       characters for texts
//	check:"enum=a|b|c"     one of these texts
//	check:"id"             [a-z0-9] words joined by -
//	check:"url"            an https or http address
//	doc:"..."              one sentence for the JSON Schema
//
// For a slice enum, id and url hold for every item; for a map id holds for the
// keys, enum and url for the values.
//
// A field Pos diag.Pos receives the place of its mapping. At[T] and *Node (kept
// undecoded), Date, embedded structs, pointers, slices, map[string]T and ints,
// floats, bools and strings are understood; where the order of a mapping matters,
// use *Node. A type whose pointer has a method Decode(*Node) diag.List takes over.
//
// A key with nothing after it counts as left out. A single value is not accepted
// for a list. A text field takes the value as it is written, so that "no" is the
// language and "0312" keeps its zero.
//
// Every finding is returned, not the first alone. What could not be decoded stays
// zero, and an empty item of a list is left out. Into panics if dst is no pointer
// or has a type or tag it does not know.
func Into(n *Node, dst any) diag.List {
	v := reflect.ValueOf(dst)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		panic("decode: Into needs a pointer to what it fills")
	}
	d := decoder{shapes: map[reflect.Type]shape{}}
	if n.Kind() == Null && v.Elem().Kind() == reflect.Struct {
		n = &Node{kind: Mapping, pos: n.pos} // an empty file lacks whatever is required
	}
	d.value(n, v.Elem(), "", rules{})
	return d.found
}

type decoder struct {
	shapes map[reflect.Type]shape
	found  diag.List
}

func (d *decoder) shape(t reflect.Type) shape {
	s, ok := d.shapes[t]
	if !ok {
		s = shapeOf(t)
		d.shapes[t] = s
	}
	return s
}

// value decodes n into v. subject names the value in messages: "the value of
// "minutes"", empty for the whole document.
func (d *decoder) value(n *Node, v reflect.Value, subject string, r rules) {
	if v.Type() == nodeType {
		v.Set(reflect.ValueOf(n))
		return
	}
	if v.CanAddr() {
		switch target := v.Addr().Interface().(type) {
		case custom:
			if n.Kind() != Absent {
				d.found = append(d.found, target.Decode(n)...)
			}
			return
		case located:
			d.value(n, reflect.ValueOf(target.locate(n.Pos())).Elem(), subject, r)
			return
		case *Date:
			d.date(n, target, subject)
			return
		}
	}
	if v.Kind() == reflect.Struct && n == nil {
		n = &Node{kind: Mapping}
	}
	if v.Kind() == reflect.Struct {
		if s := d.shape(v.Type()); s.pos != nil { // also of what is no mapping: rules may point there
			v.FieldByIndex(s.pos).Set(reflect.ValueOf(n.pos))
		}
	}
	if n.Kind() == Absent || n.Kind() == Null {
		return
	}
	if n.mended {
		if v.Kind() == reflect.String {
			v.SetString(n.text)
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		fresh := reflect.New(v.Type().Elem())
		d.value(n, fresh.Elem(), subject, r)
		v.Set(fresh)
	case reflect.Struct:
		d.mapping(n, v, subject)
	case reflect.Map:
		d.table(n, v, subject, r)
	case reflect.Slice:
		d.list(n, v, subject, r)
	default:
		d.scalar(n, v, subject, r)
	}
}

// mapping decodes into a struct.
func (d *decoder) mapping(n *Node, v reflect.Value, subject string) {
	s := d.shape(v.Type())
	if n.kind != Mapping {
		d.wrongKind(n, subject, "keys with values", fmt.Sprintf(`write "key: value" lines; the keys here are %s`, list(s.names())))
		return
	}
	given := make(map[string]Field, len(n.fields))
	for _, f := range n.fields {
		given[f.Key.Value] = f
	}
	for _, f := range s.fields {
		entry, ok := given[f.name]
		delete(given, f.name)
		switch {
		case !ok && f.required:
			d.found.Errorf("key-missing", n.pos, addHint(f), "the key %q is missing", f.name)
		case ok && f.required && entry.Value.empty():
			d.found.Add(diag.Diagnostic{
				Code: "key-empty", Pos: entry.Key.Pos, Len: utf8.RuneCountInString(f.name),
				Message: fmt.Sprintf("the key %q has no value", f.name), Hint: addHint(f),
			})
		case ok:
			d.value(entry.Value, v.FieldByIndex(f.index), fmt.Sprintf("%q", f.name), f.rules)
		}
	}
	for _, f := range n.fields {
		if _, unknown := given[f.Key.Value]; unknown {
			d.unknownKey(f.Key, s.names())
		}
	}
}

func addHint(f field) string {
	hint := fmt.Sprintf(`write "%s: …"`, f.name)
	if f.doc != "" {
		hint += ": " + lowerFirst(strings.TrimSuffix(f.doc, "."))
	}
	return hint
}

// lowerFirst makes the sentence of a doc tag fit the style of hints. A word of
// capitals, such as ISCO, stays.
func lowerFirst(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && (s[1] >= 'a' && s[1] <= 'z' || s[1] == ' ') {
		return string(s[0]+'a'-'A') + s[1:]
	}
	return s
}

func (d *decoder) unknownKey(key At[string], names []string) {
	hint := "no key is known here"
	if len(names) > 0 {
		hint = "the keys here are " + list(names)
	}
	if name, value, ok := strings.Cut(key.Value, ":"); ok {
		hint = fmt.Sprintf("a space is missing after the colon: %s: %s", name, value)
	} else if near := Suggest(key.Value, names); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	d.found.Add(diag.Diagnostic{
		Code: "key-unknown", Pos: key.Pos, Len: utf8.RuneCountInString(key.Value),
		Message: "unknown key " + quote(key.Value), Hint: hint,
	})
}

// table decodes into a map[string]T.
func (d *decoder) table(n *Node, v reflect.Value, subject string, r rules) {
	if v.Type().Key().Kind() != reflect.String {
		panic(fmt.Sprintf("decode: cannot decode into %s", v.Type()))
	}
	if n.kind != Mapping {
		d.wrongKind(n, subject, "keys with values", `write "key: value" lines`)
		return
	}
	d.count(n, subject, "entry|entries", len(n.fields), r)
	items := r.items()
	items.id = false
	m := reflect.MakeMapWithSize(v.Type(), len(n.fields))
	for _, f := range n.fields {
		if r.id {
			d.id(f.Key.Pos, "the key", f.Key.Value)
		}
		value := reflect.New(v.Type().Elem()).Elem()
		d.value(f.Value, value, quote(f.Key.Value), items)
		m.SetMapIndex(reflect.ValueOf(f.Key.Value).Convert(v.Type().Key()), value)
	}
	v.Set(m)
}

// list decodes into a slice.
func (d *decoder) list(n *Node, v reflect.Value, subject string, r rules) {
	if n.kind != Sequence {
		hint := `write each item on a line of its own beginning with "- "`
		if n.kind == Scalar && n.length > 0 && n.length <= 40 && !strings.ContainsAny(n.text, "[]{},\"'") {
			hint += fmt.Sprintf(", or, on one line, [%s]", n.text)
		}
		d.wrongKind(n, subject, "a list", hint)
		return
	}
	d.count(n, subject, "item|items", len(n.items), r)
	name := "an item"
	if subject != "" {
		name = "an item of " + subject
	}
	s := reflect.MakeSlice(v.Type(), 0, len(n.items)) // without empty items, which have no place
	for _, item := range n.items {
		if item.Kind() == Null {
			d.found.Errorf("key-empty", item.pos, `write something after the "- ", or remove it`, "%s is empty", name)
			continue
		}
		value := reflect.New(v.Type().Elem()).Elem()
		d.value(item, value, name, r.items())
		s = reflect.Append(s, value)
	}
	v.Set(s)
}

// count checks how many entries or items there are.
func (d *decoder) count(n *Node, subject, what string, have int, r rules) {
	if r.bounded && (float64(have) < r.min || float64(have) > r.max) {
		d.found.Errorf("value-range", n.pos, "", "%s must have %s, but has %d", named(subject), r.counts(what), have)
	}
}

// wrongKind says what was expected in place of n.
func (d *decoder) wrongKind(n *Node, subject, want, hint string) {
	have := map[Kind]string{Scalar: "a single value", Mapping: "keys with values", Sequence: "a list"}[n.kind]
	d.found.Add(diag.Diagnostic{
		Code: "value-type", Pos: n.pos, Len: n.length, Hint: hint,
		Message: fmt.Sprintf("%s must be %s, but is %s", named(subject), want, have),
	})
}

func named(subject string) string {
	if subject == "" {
		return "the document"
	}
	return subject
}

// list joins names for a message; of many it shows the first.
func list(names []string) string {
	const most = 20
	if len(names) > most {
		return strings.Join(names[:most], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}
