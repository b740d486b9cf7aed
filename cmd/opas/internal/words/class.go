package words

// Share is the part of a form's likelihood, 0 to 1, that lies in inflection
// classes whose names begin with class: in Finnish "V" for verbs. It is 0 in a
// language without a description.
func (l *Language) Share(form, class string) float64 {
	a := l.candidates(form)
	defer a.done()
	in, sum := 0.0, 0.0
	for i := range a.list {
		c := &a.list[i]
		if c.cost > a.best+l.cut {
			continue
		}
		w := weight[(c.cost-a.best)*l.sharp/8]
		sum += w
		if c.class >= 0 && len(l.classes[c.class].name) >= len(class) && l.classes[c.class].name[:len(class)] == class {
			in += w
		}
	}
	if sum == 0 {
		return 0
	}
	return in / sum
}
