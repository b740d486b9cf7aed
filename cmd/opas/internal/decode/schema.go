package decode

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"strings"
	"unicode"
)

// described is implemented by types that read themselves and know their schema.
type described interface {
	JSONSchema() map[string]any
}

var describedType = reflect.TypeFor[described]()

// Schema returns the JSON Schema (draft 2020-12) of the type of v, from the same
// tags that Into reads. Struct types within it are $defs by their names. A type
// that reads itself may have a method JSONSchema() map[string]any; without it
// anything is allowed in its place. The bytes are the same on every call.
func Schema(id, title string, v any) []byte {
	w := schemaWriter{names: map[reflect.Type]string{}, defs: map[string]any{}}
	t := reflect.TypeOf(v)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	root := w.schema(t, rules{})
	if ref, ok := root["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/$defs/")
		root = w.defs[name].(map[string]any)
		if !w.again[name] {
			delete(w.defs, name)
		}
	}
	document := map[string]any{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
	if id != "" {
		document["$id"] = id
	}
	maps.Copy(document, root)
	if len(w.defs) > 0 {
		document["$defs"] = w.defs
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	// Maps are written in the order of their keys.
	if err := enc.Encode(document); err != nil {
		panic(fmt.Sprintf("decode: schema of %s: %v", t, err))
	}
	return b.Bytes()
}

type schemaWriter struct {
	names map[reflect.Type]string
	defs  map[string]any
	again map[string]bool // definitions that were asked for more than once
}

func (w *schemaWriter) schema(t reflect.Type, r rules) map[string]any {
	if t == nodeType {
		return map[string]any{}
	}
	pointer := reflect.PointerTo(t)
	switch {
	case pointer.Implements(describedType):
		s := map[string]any{} // a copy, since the caller adds a description
		maps.Copy(s, reflect.New(t).Interface().(described).JSONSchema())
		return s
	case pointer.Implements(customType):
		return map[string]any{}
	case pointer.Implements(locatedType):
		value, _ := t.FieldByName("Value")
		return w.schema(value.Type, r)
	case t == dateType:
		return map[string]any{"type": "string", "format": "date", "pattern": `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return w.schema(t.Elem(), r)
	case reflect.Struct:
		return map[string]any{"$ref": "#/$defs/" + w.define(t)}
	case reflect.Slice:
		s := map[string]any{"type": "array", "items": w.schema(t.Elem(), r.items())}
		bound(s, r, "minItems", "maxItems")
		return s
	case reflect.Map:
		items := r.items()
		items.id = false
		s := map[string]any{"type": "object", "additionalProperties": w.schema(t.Elem(), items)}
		if r.id {
			s["propertyNames"] = map[string]any{"pattern": idPattern.String()}
		}
		bound(s, r, "minProperties", "maxProperties")
		return s
	case reflect.String:
		s := map[string]any{"type": "string"}
		switch {
		case r.enum != nil:
			s["enum"] = r.enum
		case r.id:
			s["pattern"] = idPattern.String()
		case r.url:
			s["format"], s["pattern"] = "uri", `^https?://[^\s"<>\\]+$`
		}
		bound(s, r, "minLength", "maxLength")
		return s
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Float32, reflect.Float64:
		s := map[string]any{"type": "number"}
		bound(s, r, "minimum", "maximum")
		return s
	}
	s := map[string]any{"type": "integer"}
	if reflect.Zero(t).CanUint() {
		s["minimum"] = 0
	}
	bound(s, r, "minimum", "maximum")
	return s
}

func bound(s map[string]any, r rules, low, high string) {
	if !r.bounded {
		return
	}
	if !math.IsInf(r.min, 0) {
		s[low] = r.min
	}
	if !math.IsInf(r.max, 0) {
		s[high] = r.max
	}
}

// define puts a struct type into the definitions and returns its name there.
func (w *schemaWriter) define(t reflect.Type) string {
	if name, ok := w.names[t]; ok {
		if w.again == nil {
			w.again = map[string]bool{}
		}
		w.again[name] = true
		return name
	}
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, t.Name())
	if name == "" {
		name = "Object"
	}
	for n, base := 2, name; w.defs[name] != nil; n++ {
		name = fmt.Sprintf("%s%d", base, n)
	}
	object := map[string]any{"type": "object", "additionalProperties": false}
	w.names[t], w.defs[name] = name, object

	properties := map[string]any{}
	var required []string
	for _, f := range shapeOf(t).fields {
		s := w.schema(f.typ, f.rules)
		if f.doc != "" {
			s["description"] = f.doc
		}
		properties[f.name] = s
		if f.required {
			required = append(required, f.name)
		}
	}
	object["properties"] = properties
	if required != nil {
		object["required"] = required
	}
	return name
}
