package decode

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"opas/cmd/opas/internal/diag"
)

// custom is implemented by types that read themselves.
type custom interface {
	Decode(n *Node) diag.List
}

var (
	customType  = reflect.TypeFor[custom]()
	locatedType = reflect.TypeFor[located]()
	nodeType    = reflect.TypeFor[*Node]()
	dateType    = reflect.TypeFor[Date]()
	posType     = reflect.TypeFor[diag.Pos]()
)

// rules are what a check tag says. A mistake in a tag is a mistake of ours, found
// by the first test that decodes the type, so it panics.
type rules struct {
	min, max float64 // of a number, of the items of a list, of the characters of a text
	bounded  bool
	enum     []string
	id, url  bool
}

// field is one key that a struct understands.
type field struct {
	index    []int
	typ      reflect.Type
	name     string
	required bool
	rules    rules
	doc      string
}

// shape is what a struct type understands.
type shape struct {
	fields []field
	pos    []int // the field that receives the place of the mapping, or nil
}

func (s shape) names() []string {
	names := make([]string, len(s.fields))
	for i, f := range s.fields {
		names[i] = f.name
	}
	return names
}

// shapeOf reads the tags of a struct type. Fields without a yaml tag are not
// decoded, except that the fields of an embedded struct belong to the outer one.
func shapeOf(t reflect.Type) shape {
	var s shape
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case f.Name == "Pos" && f.Type == posType:
			s.pos = f.Index
		case name == "-" || !f.IsExported() && !f.Anonymous:
		case name == "" && f.Anonymous && f.Type.Kind() == reflect.Struct:
			inner := shapeOf(f.Type)
			for _, g := range inner.fields {
				g.index = slices.Concat(f.Index, g.index)
				s.fields = append(s.fields, g)
			}
			if inner.pos != nil && s.pos == nil {
				s.pos = slices.Concat(f.Index, inner.pos)
			}
		case name == "" && f.Anonymous:
			panic(fmt.Sprintf("decode: %s embeds %s, which is no struct", t, f.Type))
		case name == "":
		default:
			if options != "" && options != "required" {
				panic(fmt.Sprintf("decode: %s.%s: unknown option %q in its yaml tag", t, f.Name, options))
			}
			s.fields = append(s.fields, field{
				index: f.Index, typ: f.Type, name: name, required: options == "required",
				rules: parseRules(t, f), doc: f.Tag.Get("doc"),
			})
		}
	}
	return s
}

func parseRules(t reflect.Type, f reflect.StructField) rules {
	r := rules{min: math.Inf(-1), max: math.Inf(1)}
	tag := f.Tag.Get("check")
	if tag == "" {
		return r
	}
	for rule := range strings.SplitSeq(tag, ",") {
		word, value, _ := strings.Cut(rule, "=")
		var err error
		switch word {
		case "min":
			r.min, err = strconv.ParseFloat(value, 64)
			r.bounded = true
		case "max":
			r.max, err = strconv.ParseFloat(value, 64)
			r.bounded = true
		case "enum":
			r.enum = strings.Split(value, "|")
		case "id":
			r.id = true
		case "url":
			r.url = true
		default:
			err = strconv.ErrSyntax
		}
		if err != nil {
			panic(fmt.Sprintf("decode: %s.%s: cannot read %q in its check tag", t, f.Name, rule))
		}
	}
	return r
}

// items returns the rules that hold for each item of a list or value of a map
// whose own length the bounds speak of.
func (r rules) items() rules {
	r.min, r.max, r.bounded = math.Inf(-1), math.Inf(1), false
	return r
}

// bounds says in words what a number may be.
func (r rules) bounds() string {
	number := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	switch {
	case math.IsInf(r.max, 1):
		return "at least " + number(r.min)
	case math.IsInf(r.min, -1):
		return "at most " + number(r.max)
	case r.min == r.max:
		return "exactly " + number(r.min)
	}
	return "between " + number(r.min) + " and " + number(r.max)
}

// counts says in words how many there may be of what, "item|items".
func (r rules) counts(what string) string {
	one, many, _ := strings.Cut(what, "|")
	// The number named last decides: "at least 1 item", "between 0 and 1 item".
	if r.max == 1 || math.IsInf(r.max, 1) && r.min == 1 {
		return r.bounds() + " " + one
	}
	return r.bounds() + " " + many
}
