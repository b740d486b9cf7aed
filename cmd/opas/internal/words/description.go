package words

// A description is a text of lines; what follows " #" or a leading "#" is a
// comment. Costs are whole numbers of quarter bits: a reading with 4 more is
// half as likely. Upper-case letters named by "harmony" stand for the two
// variants of a vowel.
//
//	letters ё=е ى=ي ـ=            normalisation, before everything; "x=" drops x
//	fold å=a                      the weaker key, beside the loss of all marks
//	apostrophe join               an apostrophe is inside the word (raa'at, об'єкт)
//	vowels aeiouyäö
//	set L lr                      a set of letters, named by one capital, for grades
//	harmony A a ä                 archiphoneme, back, front
//	stem-vowels aou äö y          back, front, weak front
//	disharmony 19 36 40 19        what a stem pays for endings of the other harmony:
//	                              long stem, short stem, no vowel + back, weak + back
//	own 45                        cost of the form as its own lemma
//	cut 80                        readings that cost this much more are left out
//	sharp 11                      costs weigh 11/8 of what they say
//	match 0.0015                  forms belong together from this Match on
//	function ja tai …             words that inflect into nothing else
//	irregular 4 hyvä: parempi …   forms of a lemma that no rule gives; more lemmas
//	                              with their forms may follow on the line
//	lemma 15 ssa ssä …            lemmas that end so cost more …
//	lemma 15 ssa @V5              … in classes whose name begins so
//	when 28 N9 syl=2 first=aei    a class costs more where all conditions hold;
//	                              x in place of the cost forbids it. Conditions:
//	                              syl vowels len stem with =N <N >N (runs of vowels,
//	                              vowels, letters, letters before the lemma's ending),
//	                              first=… (first vowel), end=… (last letter), pre=…
//	                              pre2=… pre3=… (letter before the lemma's ending, the
//	                              one before it …), cluster (three consonants or three
//	                              vowels before it), in=NAME (the lemma is one of a
//	                              list); !cond for its opposite
//	list short old new …          words that conditions know by a name
//	junction 9 aa oo …            stem end and lemma ending meet in such a pair
//	chain 3 abc                   how likely letters follow each other in lemmas:
//	after a 4hx81                 after a, the cost of a, b, c, any other letter and
//	                              the end, as digits to the base 36, times 3; for
//	                              the beginning "after ^", for other letters "after *"
//	grade W>S                     begins a table of alternations:
//	Vk kk:1 k:12                  context (a set or letters), outputs that replace
//	                              the small letters of it, each with a cost; the
//	                              longest context that fits is taken
//	uv/u uk:1                     only before u
//	@W                            begins a state; rules follow, separated by blanks:
//	ssA>WV:17h                    strip "ssA", go on in state WV, at a cost; h: such a
//	                              form can be the first part of a compound (if all
//	                              rules that led to a lemma say so)
//	AAn+A>P:10 een+e              strip, then put "A"; a rule that only says this
//	                              goes on like the one before it
//	ся>V=ся:2                     strip, and put "ся" after the lemma that is found
//	ies+y>.:3                     state "." ends: what is left is the lemma
//	>!:0                          state "!" ends: what is left is an irregular word
//	ا12ا3+123>.:4                 a template, known by digits or *: it takes the
//	                              whole word. A digit is a letter that is no vowel,
//	                              twice the same digit the same letter, * one letter
//	                              or more; they may stand again in what is put
//	=N5 11 i a,s:i g:i/W pl:ei,i  a class: name, cost, lemma ending and its grade (S
//	                              where none is said), then by state (or states) the
//	                              stem endings that stand in its place, with theirs
//	=>C 22 n:mpi g:mmA            a derived stem: stripped in these states; go on in C
//	=N32*lr 9 */W n:*/W s:*e …    a class for l and a class for r
//	=! 4 olla X:on VS:ole …       a class of whole words: nothing is left before the
//	                              stem, and its lemma costs nothing beside; the
//	                              lemma "=" is the stem with a = before it, which is
//	                              a lemma that no other rule gives
//	head 4 s+nen                  first parts of compounds that end in s may be of
//	                              lemmas in nen
//	prefix ال>N:4 و:8             stripped from the beginning, once; the rest begins
//	                              in state N, or in W
//
// Every word begins in state W.
type description struct {
	letters    map[rune]string
	folds      map[rune]string
	apostrophe bool
	vowels     letters
	sets       map[byte]string
	harmonies  []harmony
	stemVowels [3]letters
	disharmony [4]int
	own, cut   int
	sharp      int // eighths
	match      float64
	functions  map[string]bool
	irregular  map[string][]irregular
	lemmas     lemmaNode
	conditions []condition
	lists      map[string]map[string]bool
	junctions  map[string]int
	chains     *chain
	grades     map[string]*gradation
	states     map[string]*state
	classes    []class
	heads      []headRule
	prefixes   []prefix
}

type harmony struct {
	sign        string
	back, front string
}

type irregular struct {
	lemma string
	cost  int
}

type lemmaCost struct {
	class string // prefix of class names, "" for all
	cost  int
}

type condition struct {
	classes   []string // prefixes of class names
	cost      int      // none: forbidden
	predicate []predicate
}

type predicate struct {
	kind      predicateKind
	op, value string
	letters   letters // of value
	number    int
	not       bool
}

type gradation struct {
	outputs map[string][]gradeOutput // by "kk" or "uv/u"
	root    gradeNode                // the same by letter from the end
}

type gradeOutput struct {
	drop int // letters of the remainder that are replaced, in bytes
	put  string
	cost int
}

type state struct {
	rules map[string][]rule
	root  ruleNode // the same by byte from the end

	templates []template // tried after the rules, in the order of the description
}

// A template is a rule for a whole word, with slots for letters.
type template struct {
	before, after []rune // around *, or all of it in before
	star          bool
	put           string
	rule          rule
}

// A rule strips its string and goes on, or ends in a lemma.
type rule struct {
	put    string
	suffix string // put after the lemma, if next
	next   *state // nil where it ends
	cost   int
	known  bool // ends in the irregular words
	tag    harmonyTag
	head   bool
	class  int  // index into classes, -1 for a rule that is none
	whole  bool // of a class of whole words
	grade  *gradation
}

type class struct {
	name       string
	conditions []condition // those that are about it
	floor      int         // at most so much can conditions and lemma costs take away
}

type headRule struct {
	strip, put string
	cost       int
}

type prefix struct {
	text, put string
	next      *state
	cost      int
}

// harmonyTag says which vowels a string belongs to.
type harmonyTag byte

const (
	neutral harmonyTag = iota
	back
	front
)

// defaults are what a description need not say.
func newDescription() description {
	return description{
		letters: map[rune]string{}, folds: map[rune]string{}, sets: map[byte]string{}, own: 0, cut: 80, sharp: 8, match: 0.01,
		functions: map[string]bool{}, irregular: map[string][]irregular{},
		lists: map[string]map[string]bool{}, junctions: map[string]int{}, grades: map[string]*gradation{}, states: map[string]*state{},
	}
}
