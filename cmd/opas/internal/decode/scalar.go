package decode

import (
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"opas/cmd/opas/internal/diag"
)

// scalar decodes into a text, a number or a bool.
func (d *decoder) scalar(n *Node, v reflect.Value, subject string, r rules) {
	want, hint := "", ""
	switch v.Kind() {
	case reflect.String:
		want, hint = "a text", "write the text after the key, in quotes if it has special characters"
		if n.kind == Mapping {
			hint = `put the text into quotes if it contains ": "`
		}
	case reflect.Bool:
		want, hint = "true or false", ""
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		want, hint = "a whole number", "write digits only, without quotes"
	case reflect.Float32, reflect.Float64:
		want, hint = "a number", "write digits, with a point before decimals, without quotes"
	default:
		panic(fmt.Sprintf("decode: cannot decode into %s", v.Type()))
	}
	if n.kind != Scalar {
		d.wrongKind(n, subject, want, hint)
		return
	}
	text := n.text
	wrong := func(hint string) {
		d.add(n, "value-type", hint, "%s must be %s, but is %s", named(subject), want, quote(text))
	}
	switch v.Kind() {
	case reflect.String:
		if d.text(n, subject, r) {
			v.SetString(text)
		}
	case reflect.Bool:
		switch text {
		case "true", "false":
			v.SetBool(text == "true")
		default:
			wrong(boolHint(text))
		}
	case reflect.Float32, reflect.Float64:
		f, err := strconv.ParseFloat(text, 64)
		if !decimal.MatchString(text) || err != nil {
			if swapped := strings.Replace(text, ",", ".", 1); decimal.MatchString(swapped) {
				hint = "write " + swapped
			}
			wrong(hint)
			return
		}
		if d.number(n, subject, f, r) {
			v.SetFloat(f)
		}
	default:
		d.whole(n, v, subject, hint, wrong, r)
	}
}

var (
	whole   = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)
	decimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)
)

// whole decodes a whole number. Other spellings that YAML knows (0x10, 1_000, 010
// for eight) are refused, because readers take them for something else.
func (d *decoder) whole(n *Node, v reflect.Value, subject, hint string, wrong func(string), r rules) {
	if !whole.MatchString(n.text) {
		wrong(hint)
		return
	}
	i, err := strconv.ParseInt(n.text, 10, 64)
	fits := err == nil
	if fits && v.CanInt() {
		fits = !v.OverflowInt(i)
	} else if fits {
		fits = i >= 0 && !v.OverflowUint(uint64(i))
	}
	switch {
	case !fits && r.bounded:
		d.add(n, "value-range", "", "%s must be %s, but is %s", named(subject), r.bounds(), cut(n.text))
	case !fits && strings.HasPrefix(n.text, "-"):
		d.add(n, "value-range", "", "%s must not be as small as %s", named(subject), cut(n.text))
	case !fits:
		d.add(n, "value-range", "", "%s must not be as large as %s", named(subject), cut(n.text))
	case !d.number(n, subject, float64(i), r):
	case v.CanInt():
		v.SetInt(i)
	default:
		v.SetUint(uint64(i))
	}
}

func cut(s string) string {
	if len(s) > 30 {
		return s[:30] + "…"
	}
	return s
}

// number reports whether f is within the bounds, and a finding if not.
func (d *decoder) number(n *Node, subject string, f float64, r rules) bool {
	if r.bounded && (f < r.min || f > r.max) {
		d.add(n, "value-range", "", "%s must be %s, but is %s", named(subject), r.bounds(), cut(n.text))
		return false
	}
	return true
}

// text checks a text; it reports whether the text may be used.
func (d *decoder) text(n *Node, subject string, r rules) bool {
	text := n.text
	switch {
	case r.enum != nil && !slices.Contains(r.enum, text):
		hint := "write one of " + list(r.enum)
		if near := Suggest(text, r.enum); near != "" {
			hint = fmt.Sprintf("did you mean %q? possible are %s", near, list(r.enum))
		}
		d.add(n, "value-enum", hint, "%s cannot be %s", named(subject), quote(text))
		return false
	case r.id:
		return d.id(n.pos, named(subject), text)
	case r.url:
		return d.url(n, subject)
	case r.bounded:
		have := utf8.RuneCountInString(text)
		if float64(have) < r.min || float64(have) > r.max {
			d.add(n, "value-range", "", "%s must have %s, but has %d", named(subject), r.counts("character|characters"), have)
			return false
		}
	}
	return true
}

var idPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (d *decoder) id(pos diag.Pos, subject, text string) bool {
	if idPattern.MatchString(text) {
		return true
	}
	hint := "write words of a to z and 0 to 9 joined by hyphens"
	if near := asID(text); near != "" {
		hint += fmt.Sprintf(", such as %q", near)
	}
	d.found.Add(diag.Diagnostic{
		Code: "value-id", Pos: pos, Len: utf8.RuneCountInString(text),
		Message: fmt.Sprintf("%s cannot be %s: it is no id", subject, quote(text)), Hint: hint,
	})
	return false
}

// asID returns an id that looks like text, or "".
func asID(text string) string {
	if len(text) > longestName {
		return ""
	}
	letters := strings.NewReplacer("ä", "a", "å", "a", "ö", "o", "é", "e", "ü", "u").Replace(strings.ToLower(text))
	words := strings.FieldsFunc(letters, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words, "-")
}

func (d *decoder) url(n *Node, subject string) bool {
	u, err := url.Parse(n.text)
	if err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && !strings.ContainsAny(n.text, " \n\t\"<>\\") {
		return true
	}
	hint := "write the whole address, beginning with https://"
	if err == nil && u.Scheme == "" && strings.HasPrefix(n.text, "www.") {
		hint = "write https:// before it"
	}
	d.add(n, "value-url", hint, "%s must be a web address, but is %s", named(subject), quote(n.text))
	return false
}

func (d *decoder) date(n *Node, target *Date, subject string) {
	switch {
	case n.Kind() == Absent, n.Kind() == Null, n.mended:
	case n.kind == Scalar:
		day, ok := ParseDate(n.text)
		if !ok {
			d.add(n, "value-date", dateHint(n.text), "%s must be a day, but is %s", named(subject), quote(n.text))
			return
		}
		*target = day
	default:
		d.wrongKind(n, subject, "a day", "write year-month-day, for example 2026-11-21")
	}
}

// boolHint knows the words that other programs take for true and false.
func boolHint(text string) string {
	switch strings.ToLower(text) {
	case "yes", "on", "y", "1", "true", "kyllä", "joo":
		return "write true"
	case "no", "off", "n", "0", "false", "ei":
		return "write false"
	}
	return "write true or false, without quotes"
}

// add appends an Error about n's value.
func (d *decoder) add(n *Node, code, hint, format string, args ...any) {
	d.found.Add(diag.Diagnostic{
		Code: code, Pos: n.pos, Len: n.length, Hint: hint, Message: fmt.Sprintf(format, args...),
	})
}
