package words

import (
	"fmt"
	"strconv"
	"strings"
)

// Parse reads a description. The error names the line.
func Parse(tag, text string) (*Language, error) {
	return parse(tag, text, func(s string) string { return s })
}

// parse reads a description, its strings changed by fold.
func parse(tag, text string, fold func(string) string) (*Language, error) {
	l := &Language{Tag: tag, description: newDescription()}
	p := parser{d: &l.description, fold: fold}
	var kept []string
	for i, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		line, _, _ = strings.Cut(line, " #")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		kept = append(kept, strings.Join(fields, " "))
		if err := p.line(fields); err != nil {
			return nil, fmt.Errorf("%s.txt:%d: %w", tag, i+1, err)
		}
	}
	l.Description = strings.Join(kept, "\n") + "\n"
	for name := range l.states {
		if name != "W" && len(l.states[name].rules)+len(l.states[name].templates) == 0 {
			return nil, fmt.Errorf("%s.txt: the state %s has no rules", tag, name)
		}
	}
	l.bind()
	return l, nil
}

// A parser reads line by line; state and grade are what lines belong to.
type parser struct {
	d     *description
	fold  func(string) string
	state *state
	rest  string // what stood after ">" in the rule before
	grade *gradation
}

func (p *parser) line(f []string) error {
	d := p.d
	switch {
	case strings.HasPrefix(f[0], "@"):
		p.state, p.grade = d.state(f[0][1:]), nil
		return p.rules(f[1:])
	case strings.HasPrefix(f[0], "="):
		return p.class(f)
	}
	if known, err := p.directive(f[0], f[1:]); known {
		if f[0] != "grade" {
			p.grade = nil
		}
		return err
	}
	switch {
	case p.grade != nil:
		return p.alternation(f)
	case p.state != nil:
		return p.rules(f)
	}
	return fmt.Errorf("%q is no directive, and no state was begun", f[0])
}

// directive reads a line that begins with a name, if there is such a name.
func (p *parser) directive(name string, f []string) (known bool, err error) {
	d := p.d
	switch name {
	case "letters":
		return true, letterPairs(d.letters, f)
	case "fold":
		return true, letterPairs(d.folds, f)
	case "apostrophe":
		d.apostrophe = true
	case "vowels":
		d.vowels = newLetters(p.fold(f[0]))
	case "set":
		d.sets[f[0][0]] = p.fold(f[1])
	case "harmony":
		return true, p.harmony(f)
	case "stem-vowels":
		return true, p.stemVowels(f)
	case "disharmony":
		return true, p.disharmony(f)
	case "own":
		d.own, err = strconv.Atoi(f[0])
	case "cut":
		d.cut, err = strconv.Atoi(f[0])
	case "sharp":
		d.sharp, err = strconv.Atoi(f[0])
	case "match":
		d.match, err = strconv.ParseFloat(f[0], 64)
	case "function":
		return true, p.function(f)
	case "irregular":
		return true, p.irregular(f)
	case "lemma":
		return true, p.lemma(f)
	case "when":
		return true, p.when(f)
	case "list":
		return true, p.list(f)
	case "junction":
		return true, p.junction(f)
	case "chain":
		return true, p.chain(f)
	case "after":
		return true, p.after(f)
	case "grade":
		return true, p.gradeTable(f)
	case "head":
		return true, p.head(f)
	case "prefix":
		return true, p.prefix(f)
	default:
		return false, nil
	}
	return true, err
}

func letterPairs(into map[rune]string, fields []string) error {
	for _, f := range fields {
		from, to, ok := strings.Cut(f, "=")
		r := []rune(from)
		if !ok || len(r) != 1 {
			return fmt.Errorf("%q is not letter=letters", f)
		}
		into[r[0]] = to
	}
	return nil
}

func (p *parser) harmony(f []string) error {
	if len(f) != 3 {
		return fmt.Errorf("harmony needs a sign, a back and a front vowel")
	}
	p.d.harmonies = append(p.d.harmonies, harmony{f[0], p.fold(f[1]), p.fold(f[2])})
	return nil
}

func (p *parser) stemVowels(f []string) error {
	for i := range p.d.stemVowels {
		if i < len(f) {
			p.d.stemVowels[i] = newLetters(f[i])
		}
	}
	return nil
}

func (p *parser) disharmony(f []string) (err error) {
	for i := range p.d.disharmony {
		if p.d.disharmony[i], err = strconv.Atoi(f[i]); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) function(f []string) error {
	for _, w := range f {
		p.d.functions[p.fold(w)] = true
	}
	return nil
}

func (p *parser) irregular(f []string) error {
	cost, err := strconv.Atoi(f[0])
	if err != nil {
		return err
	}
	lemma := ""
	for _, form := range f[1:] {
		form = p.fold(form)
		if to, ok := strings.CutSuffix(form, ":"); ok {
			lemma = to
			continue
		}
		p.d.irregular[form] = append(p.d.irregular[form], irregular{lemma, cost})
	}
	return nil
}

func (p *parser) lemma(f []string) error {
	cost, err := strconv.Atoi(f[0])
	if err != nil {
		return err
	}
	class := ""
	if last := f[len(f)-1]; strings.HasPrefix(last, "@") {
		class, f = last[1:], f[:len(f)-1]
	}
	for _, s := range f[1:] {
		for _, v := range p.variants(s, "") {
			n := p.d.lemmas.make(v.a)
			n.costs = append(n.costs, lemmaCost{class, cost})
		}
	}
	return nil
}

func (p *parser) when(f []string) error {
	c := condition{cost: none, classes: strings.Split(f[1], ",")}
	if f[0] != "x" {
		cost, err := strconv.Atoi(f[0])
		if err != nil {
			return err
		}
		c.cost = cost
	}
	for _, s := range f[2:] {
		q := predicate{not: strings.HasPrefix(s, "!")}
		s = strings.TrimPrefix(s, "!")
		name := s
		if i := strings.IndexAny(s, "=<>"); i >= 0 {
			name, q.op, q.value = s[:i], s[i:i+1], p.fold(s[i+1:])
			q.number, _ = strconv.Atoi(q.value)
		}
		if q.kind = predicateKinds[name]; q.kind == 0 {
			return fmt.Errorf("%q is no condition", s)
		}
		q.letters = newLetters(q.value)
		c.predicate = append(c.predicate, q)
	}
	p.d.conditions = append(p.d.conditions, c)
	return nil
}

func (p *parser) list(f []string) error {
	name := p.fold(f[0])
	if p.d.lists[name] == nil {
		p.d.lists[name] = map[string]bool{}
	}
	for _, w := range f[1:] {
		p.d.lists[name][p.fold(w)] = true
	}
	return nil
}

func (p *parser) junction(f []string) error {
	cost, err := strconv.Atoi(f[0])
	for _, pair := range f[1:] {
		p.d.junctions[p.fold(pair)] = cost
	}
	return err
}

func (p *parser) gradeTable(f []string) error {
	p.grade = &gradation{outputs: map[string][]gradeOutput{}}
	p.d.grades[f[0]] = p.grade
	return nil
}

// alternation reads one line of a table of grades. The first line that fits
// wins.
func (p *parser) alternation(f []string) error {
	context, before, _ := strings.Cut(f[0], "/")
	if before != "" {
		before = "/" + p.fold(before)
	}
	lead, literal := []string{""}, p.fold(context)
	if set, ok := p.d.sets[context[0]]; ok {
		lead, literal = strings.Split(set, ""), p.fold(context[1:])
	}
	for _, c := range lead {
		key := c + literal + before
		if p.grade.outputs[key] != nil {
			continue
		}
		for _, o := range f[1:] {
			put, costs, ok := strings.Cut(o, ":")
			cost, err := strconv.Atoi(costs)
			if !ok || err != nil {
				return fmt.Errorf("%q is not output:cost", o)
			}
			p.grade.outputs[key] = append(p.grade.outputs[key], gradeOutput{len(literal), p.fold(put), cost})
		}
	}
	return nil
}

func (p *parser) head(f []string) error {
	cost, err := strconv.Atoi(f[0])
	for _, s := range f[1:] {
		strip, put, _ := strings.Cut(s, "+")
		p.d.heads = append(p.d.heads, headRule{p.fold(strip), p.fold(put), cost})
	}
	return err
}

func (p *parser) prefix(f []string) error {
	for _, s := range f {
		text, costs, ok := strings.Cut(s, ":")
		cost, err := strconv.Atoi(costs)
		if !ok || err != nil {
			return fmt.Errorf("%q is not prefix:cost", s)
		}
		text, next, ok := strings.Cut(text, ">")
		if !ok {
			next = "W"
		}
		text, put, _ := strings.Cut(text, "+")
		p.d.prefixes = append(p.d.prefixes, prefix{p.fold(text), p.fold(put), p.d.state(next), cost})
	}
	return nil
}

// rules reads the rules of a line into the current state.
func (p *parser) rules(f []string) error {
	for _, s := range f {
		strip, rest, ok := strings.Cut(s, ">")
		if ok {
			p.rest = rest
		} else {
			rest, ok = p.rest, strings.Contains(s, "+")
		}
		next, costs, ok2 := strings.Cut(rest, ":")
		r := rule{class: -1, head: strings.HasSuffix(costs, "h")}
		cost, err := strconv.Atoi(strings.TrimSuffix(costs, "h"))
		if !ok || !ok2 || err != nil {
			return fmt.Errorf("%q is not strip>state:cost", s)
		}
		strip, put, _ := strings.Cut(strip, "+")
		r.cost = cost
		next, suffix, _ := strings.Cut(next, "=")
		r.suffix = p.fold(suffix)
		if r.known = next == "!"; next != "." && !r.known {
			r.next = p.d.state(next)
		}
		if strings.ContainsAny(strip, "*123456789") {
			if put == "" {
				put = strip
			}
			before, after, star := strings.Cut(p.fold(strip), "*")
			p.state.templates = append(p.state.templates, template{[]rune(before), []rune(after), star, p.fold(put), r})
			continue
		}
		for _, v := range p.variants(strip, put) {
			r.put, r.tag = v.b, v.tag
			p.state.add(v.a, r)
		}
	}
	return nil
}

// class reads an inflection class: every stem ending becomes a rule of its
// state. "=N32*lr" is a class for l and one for r, which stand for every *.
func (p *parser) class(f []string) error {
	if name, letters, ok := strings.Cut(f[0], "*"); ok {
		text := strings.Join(f[1:], " ")
		for _, c := range letters {
			line := name + " " + strings.ReplaceAll(text, "*", string(c))
			if err := p.class(strings.Fields(line)); err != nil {
				return err
			}
		}
		return nil
	}
	if len(f) < 3 {
		return fmt.Errorf("a class needs a name, a cost and a lemma ending")
	}
	cost, err := strconv.Atoi(f[1])
	if err != nil {
		return err
	}
	r := rule{cost: cost, class: -1}
	lemma, lemmaGrade := "", "S"
	stems := f[2:]
	if next, ok := strings.CutPrefix(f[0], "=>"); ok {
		r.next = p.d.state(next)
	} else {
		lemma, lemmaGrade = splitGrade(strings.TrimPrefix(f[2], "-"))
		r.class = len(p.d.classes)
		r.head = true
		r.whole = f[0] == "=!"
		p.d.classes = append(p.d.classes, class{name: f[0][1:]})
		stems = f[3:]
	}
	for _, s := range stems {
		names, stems, ok := strings.Cut(s, ":")
		if !ok {
			return fmt.Errorf("%q is not state:stem", s)
		}
		for _, name := range strings.Split(names, ",") {
			st := p.d.state(name)
			for _, stem := range strings.Split(stems, ",") {
				stem, grade := splitGrade(stem)
				r.grade = nil
				if grade != lemmaGrade {
					if r.grade = p.d.grades[grade+">"+lemmaGrade]; r.grade == nil {
						return fmt.Errorf("there is no table of grades %s>%s", grade, lemmaGrade)
					}
				}
				put := lemma
				if lemma == "=" && r.whole {
					put = "=" + stem
				}
				for _, v := range p.variants(stem, put) {
					r.put, r.tag = v.b, v.tag
					st.add(v.a, r)
				}
			}
		}
	}
	return nil
}

// splitGrade reads "ttOmA/W"; S is the grade of what says none.
func splitGrade(s string) (letters, grade string) {
	letters, grade, _ = strings.Cut(s, "/")
	if grade == "" {
		grade = "S"
	}
	return letters, grade
}

// variant is a pair of strings with their archiphonemes resolved.
type variant struct {
	a, b string
	tag  harmonyTag
}

func (p *parser) variants(a, b string) []variant {
	backs, fronts := []string{}, []string{}
	found := false
	for _, h := range p.d.harmonies {
		found = found || strings.Contains(a+b, h.sign)
		backs = append(backs, h.sign, h.back)
		fronts = append(fronts, h.sign, h.front)
	}
	if !found {
		return []variant{{p.fold(a), p.fold(b), neutral}}
	}
	r, s := strings.NewReplacer(backs...), strings.NewReplacer(fronts...)
	v := []variant{{p.fold(r.Replace(a)), p.fold(r.Replace(b)), back}, {p.fold(s.Replace(a)), p.fold(s.Replace(b)), front}}
	if v[0].a == v[1].a && v[0].b == v[1].b {
		v[0].tag = neutral
		return v[:1]
	}
	return v
}

func (d *description) state(name string) *state {
	if d.states[name] == nil {
		d.states[name] = &state{rules: map[string][]rule{}}
	}
	return d.states[name]
}

func (s *state) add(strip string, r rule) {
	s.rules[strip] = append(s.rules[strip], r)
}

// bind prepares what analysis needs beside the description: conditions by
// class, and trees in which strings are found letter by letter.
func (l *Language) bind() {
	for i := range l.classes {
		c := &l.classes[i]
		for _, q := range l.conditions {
			if q.about(c.name) {
				c.conditions = append(c.conditions, q)
				c.floor += min(q.cost, 0)
			}
		}
		c.floor += l.lemmas.floor(c.name)
	}
	for _, s := range l.states {
		for strip, rules := range s.rules {
			s.root.make(strip).rules = rules
		}
	}
	for _, g := range l.grades {
		for context, outputs := range g.outputs {
			context, before, _ := strings.Cut(context, "/")
			n := g.root.make(context)
			if before == "" {
				n.outputs = outputs
			} else {
				n.before = append(n.before, gradeBefore{before, outputs})
			}
		}
	}
}

// about reports whether a condition is about a class: by the beginning of its
// name.
func (q *condition) about(class string) bool {
	for _, prefix := range q.classes {
		if prefix == "*" || strings.HasPrefix(class, prefix) {
			return true
		}
	}
	return false
}
