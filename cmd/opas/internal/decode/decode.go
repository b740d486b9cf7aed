// Package decode turns YAML into Go values, and says where something in the
// YAML is wrong in words that a writer understands.
//
// It works in two steps. [Parse] reads one document into a tree of [Node]
// values, each with its place in the file; [Into] fills a struct from a tree by
// the struct's tags. Both report every finding, not the first alone, and both
// go on after a finding as far as that makes sense: a tab, a wrong indentation
// or an unquoted colon is reported and then mended in memory, so that the rest
// of the file is checked in the same run. What was mended is still an error.
//
// Only a plain part of YAML is understood. Values are read as the field that
// receives them wants: "no" is a text for a text field and an error for a
// yes-or-no field, never silently something else. Anchors, aliases, merge keys,
// tags and several documents in one file are refused. That keeps files readable
// for people who never learnt YAML, and leaves no way to make a small file large.
//
// [Schema] writes a JSON Schema from the same struct tags, so that an editor
// completes and checks while the writer types. [Suggest] finds the name that was
// probably meant.
//
// This is the one package that imports a YAML library. It prints nothing and
// reads no file.
package decode

import (
	"strings"

	"opas/cmd/opas/internal/diag"
)

// Kind of a Node.
type Kind int

const (
	// Absent is the kind of a nil Node, and of a value that was refused when it
	// was read (an alias, a nesting too deep), for which a finding exists.
	Absent Kind = iota
	// Null is a key with nothing after it, or the values "~" and "null".
	Null
	// Scalar is a text, number, date, true or false.
	Scalar
	// Mapping is a block of "key: value" entries.
	Mapping
	// Sequence is a list.
	Sequence
)

// Node is one YAML value with its place. A nil *Node is an absent value; every
// method works on it. A Node never changes after Parse.
type Node struct {
	kind   Kind
	pos    diag.Pos
	length int // characters on the first line that a finding about the value covers
	text   string
	mended bool // reported already and mended by guessing: no rule is asked about it
	fields []Field
	items  []*Node
}

// Field is one entry of a mapping, in the order of the file.
type Field struct {
	Key   At[string]
	Value *Node
}

// Kind returns what the value is.
func (n *Node) Kind() Kind {
	if n == nil {
		return Absent
	}
	return n.kind
}

// Pos returns where the value begins. For a scalar that is the first character
// of its text: inside the quotes, and on the line after "|" or ">", behind the
// indentation. Line k of a text written after "|" therefore stands in line
// Pos().Line+k, and its characters begin at column Pos().Col.
func (n *Node) Pos() diag.Pos {
	if n == nil {
		return diag.Pos{}
	}
	return n.pos
}

// Scalar returns the text of a scalar as written, without quotes and without
// line breaks at its end. It is empty for every other kind, Null included.
func (n *Node) Scalar() string {
	if n == nil || n.kind != Scalar {
		return ""
	}
	return n.text
}

// Fields returns the entries of a mapping in the order of the file. Of a key that
// stands twice only the first entry is there.
func (n *Node) Fields() []Field {
	if n == nil {
		return nil
	}
	return n.fields
}

// Items returns the entries of a list.
func (n *Node) Items() []*Node {
	if n == nil {
		return nil
	}
	return n.items
}

// Get returns the value of a mapping's key, or nil.
func (n *Node) Get(key string) *Node {
	for _, f := range n.Fields() {
		if f.Key.Value == key {
			return f.Value
		}
	}
	return nil
}

// empty reports whether nothing was written: the key stands there alone, or with
// empty quotes, or with [] or {}.
func (n *Node) empty() bool {
	switch n.Kind() {
	case Null:
		return true
	case Scalar:
		return strings.TrimSpace(n.text) == ""
	case Mapping:
		return len(n.fields) == 0
	case Sequence:
		return len(n.items) == 0
	}
	return false
}

// At is a value with the place where it stands. Definitions use it where a rule
// needs the place.
type At[T any] struct {
	Value T
	Pos   diag.Pos
}

// located is implemented by every *At. It keeps the place and hands out where the
// value itself goes.
type located interface {
	locate(diag.Pos) (value any)
}

func (a *At[T]) locate(pos diag.Pos) any {
	a.Pos = pos
	return &a.Value
}
