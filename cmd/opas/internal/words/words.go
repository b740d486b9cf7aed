// Package words analyses the words of a text by language: it finds them, gives
// the form they are looked up by, and says of which lexemes a form can be one.
//
// A Language is read from a description, a small text in this folder (fi.txt,
// sv.txt …) that holds what grammar knows: endings, inflection classes,
// consonant gradation, irregular words, and how likely each of them is. The
// interpreter is the same for all languages, and it exists twice: here, for
// building an index, and in assets/search/words.ts, which reads the very same
// text in the browser. Both give the same readings to the last bit: costs are
// integers, and weights come from one table made by repeated multiplication.
//
// There is no dictionary. A form that nobody has ever seen is analysed like any
// other: Analyse returns readings, each a lemma with the probability that the
// form belongs to it. Two forms belong together as far as their readings share
// lemmas (see Match). A Lexicon, which a site may have, makes readings sharper
// and is not needed for any of this.
//
// The format of descriptions is told in description.go.
package words

import (
	"embed"
	"strings"
	"sync"
)

//go:embed *.txt
var descriptions embed.FS

// A Reading is one lexeme that a form can belong to. The weights of all
// readings of a form sum to 1.
type Reading struct {
	Lemma  string
	Weight float64
}

// A Language analyses words. It is safe for use by several goroutines.
type Language struct {
	// Tag is the primary subtag of the description, "" for the default.
	Tag string
	// Description is the text that the language was read from, as it is
	// published: without comments.
	Description string

	description
	folded      *Language // the same rules with folded strings, made when asked for
	once        sync.Once
	composition *composition // read when asked for, see compounds
	composed    sync.Once
	idle        sync.Pool // of *analysis
}

// languages are the languages that have a description, and "", the default; each
// is read when it is first asked for.
var languages = sync.OnceValue(func() map[string]func() *Language {
	read := func(tag, text string) func() *Language {
		return sync.OnceValue(func() *Language {
			l, err := Parse(tag, text)
			if err != nil {
				panic(err) // a test reads every description
			}
			return l
		})
	}
	byTag := map[string]func() *Language{"": read("", "")}
	files, err := descriptions.ReadDir(".")
	if err != nil {
		panic(err) // they are embedded
	}
	for _, f := range files {
		tag, _ := strings.CutSuffix(f.Name(), ".txt")
		if strings.Contains(tag, ".") {
			continue // fi.parts.txt says how compounds are cut
		}
		text, err := descriptions.ReadFile(f.Name())
		if err != nil {
			panic(err)
		}
		byTag[tag] = read(tag, string(text))
	}
	return byTag
})

// For returns the language of a BCP 47 tag: the description for its primary
// subtag, so that easy Finnish is Finnish, or else the default, which knows
// words but no inflection.
func For(tag string) *Language {
	primary, _, _ := strings.Cut(tag, "-")
	language := languages()[primary]
	if language == nil {
		language = languages()[""]
	}
	return language()
}

// MatchFrom is the Match from which two forms of the language belong together.
func (l *Language) MatchFrom() float64 { return l.match }

// Match is how far two forms belong to one lexeme: the sum, over the lemmas
// that they share, of the product of their weights. It is 0 to 1.
func Match(a, b []Reading) float64 {
	sum := 0.0
	for _, x := range a {
		for _, y := range b {
			if x.Lemma == y.Lemma {
				sum += x.Weight * y.Weight // exact: see rounded
				break
			}
		}
	}
	return sum
}
