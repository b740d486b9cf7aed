package render_test

import (
	"testing"
	"testing/fstest"
)

// seek is where the functions of the search's own pages are called.
var seek = probe{
	source: `import * as asker from "./seek/asker";
import * as results from "./seek/results";
import * as mark from "./seek/mark";
import * as field from "./seek/field";
Object.assign(window, { asker, results, mark, field });
`,
	tree: func(t *testing.T) fstest.MapFS { return guide(t).(fstest.MapFS) },
	page: "/fi/search/",
}

// TestQueries: what a text asks for, and why it cannot be asked.
func TestQueries(t *testing.T) {
	for expression, want := range map[string]string{
		`asker.queryOf("  a \n\t b ").query`:                                 "a b",
		`String(asker.queryOf("a".repeat(200)).cut)`:                         "false",
		`String(asker.queryOf("a".repeat(201)).cut)`:                         "true",
		`String(asker.queryOf("ä ".repeat(5000)).query.length)`:              "200",
		`String(asker.queryOf("a".repeat(199) + "\u{1F600}b").query.length)`: "199", // no half of a character
		`asker.problemOf("")`:                                                "empty",
		`asker.problemOf("?! –")`:                                            "no-words",
		`asker.problemOf("\ud800")`:                                          "no-words",
		`String(asker.problemOf("ä"))`:                                       "undefined",
		`String(asker.problemOf("7"))`:                                       "undefined",
		`String(asker.problemOf("ممرض"))`:                                    "undefined",
		`results.withMarks("/fi/a/#b", ["työ", "a+b"])`:                      "/fi/a/?mark=ty%C3%B6+a%2Bb#b",
		`results.withMarks("/fi/a/", [])`:                                    "/fi/a/",
		`results.withMarks("/", "abcdefghijkl".split(""))`:                   "/?mark=a+b+c+d+e+f+g+h",
	} {
		if got := seek.evaluate(t, expression); got != want {
			t.Errorf("%s = %q, want %q", expression, got, want)
		}
	}
}

// TestMarkedWords: whole words, in any case, also those with soft hyphens and
// those that a hyphen joins to others.
func TestMarkedWords(t *testing.T) {
	for _, tt := range []struct{ text, wanted, want string }{
		{`Työ ja työn TYÖ, työtä`, `w => w.toLowerCase() === "työ"`, "0-3 12-15"},
		{`työ\u00ADelämä on`, `w => w.replace(/\u00ad/g, "") === "työelämä"`, "0-9"},
		{`sote-alalla ja alalla`, `w => w === "alalla"`, "5-11 15-21"},
		{`sote-alalla`, `w => w === "sote-alalla"`, "0-11"},
		{`don’t`, `w => w === "don’t"`, "0-5"},
		{`تدريب العمل`, `w => w === "العمل"`, "6-11"},
	} {
		expression := "mark.placesOf(`" + tt.text + "`, " + tt.wanted + `).map((p) => p.join("-")).join(" ")`
		if got := seek.evaluate(t, expression); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.text, got, tt.want)
		}
	}
}

// TestShortcut: Ctrl+K and Cmd+K, in their place where letters are not Latin.
func TestShortcut(t *testing.T) {
	for event, want := range map[string]string{
		`{key: "k", code: "KeyK", ctrlKey: true}`:                 "true",
		`{key: "K", code: "KeyK", metaKey: true}`:                 "true",
		`{key: "ن", code: "KeyK", ctrlKey: true}`:                 "true",
		`{key: "t", code: "KeyK", ctrlKey: true}`:                 "false", // Dvorak
		`{key: "k", code: "KeyK"}`:                                "false",
		`{key: "k", code: "KeyK", ctrlKey: true, shiftKey: true}`: "false",
		`{key: "k", code: "KeyK", ctrlKey: true, altKey: true}`:   "false",
	} {
		if got := seek.evaluate(t, `String(field.isShortcut(new KeyboardEvent("keydown", `+event+`)))`); got != want {
			t.Errorf("%s: %s, want %s", event, got, want)
		}
	}
}
