package render

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/readability"
	"opas/cmd/opas/internal/site"
	"opas/cmd/opas/internal/source"
)

// StatusPage is where the page for staff stands; the reserved id keeps pages of
// the content away from it. It is in the source language, and nothing that
// readers see leads there.
const StatusPage = "status/"

// Status is for "status.html": how far the texts of the site are in every
// language, how hard they are to read, how old their sources are. Shares count
// the words of the source texts, so that a long text weighs more than a label.
type Status struct {
	Shell
	Title     string
	Say       map[string]string // messages without "status-"
	Parts     []StatusPart      // what the bars consist of
	Languages []StatusLanguage
	Sections  []StatusSection
	Stale     []StatusStale    // by language, those that have any
	Readings  []StatusReadings // by page
	Sources   []StatusSource   // those to be checked first come first
	Findings  []StatusFinding  // the most serious first
}

// StatusPart is one state of a text: ID is its class, status--current.
type StatusPart struct{ ID, Text string }

// StatusLanguage is one language with its bar.
type StatusLanguage struct {
	Name, Lang, Dir string
	Href            string        // its home page
	Bar             []StatusShare // of Status.Parts that have any, in a bar of 1000
	Shares          []string      // of all Status.Parts, "86 %", "–" where it has no such state
}

// StatusShare is a piece of a bar of the length 1000.
type StatusShare struct {
	ID       string
	From, To int
}

// StatusSection is one part of the site: for each language but the source the
// share that is up to date, drafts among it, and how many texts are older.
type StatusSection struct {
	Link
	Cells []string
}

// StatusStale are the texts of one language that are older than their source.
type StatusStale struct {
	Name, Lang, Dir string
	Count           string
	Pages           []StatusText
}

// StatusText is a page with texts to look at: their number, and the files.
type StatusText struct {
	Link
	Texts int
	Files []string
}

// StatusReadings is one page: for each language its figures, nil where it has
// no running text of its own.
type StatusReadings struct {
	Link
	Cells [][]StatusFigure
}

// StatusFigure is one number, and whether it is over the limit of site.yaml.
type StatusFigure struct {
	Text string
	Over bool
}

// StatusSource is a source of facts on one page.
type StatusSource struct {
	Page       Link
	ID         string
	Title      string
	Lang, Dir  string
	Checked    string // finished, in the source language
	ReviewBy   string // may be empty
	ReviewedBy string // 2027-05-21
}

// StatusFinding is a rule, how often it was broken, and the first place.
type StatusFinding struct {
	Severity string // in the source language
	Code     string
	Count    string
	Place    string
	Message  string // in English, like all findings
}

// The parts of a bar, from the best to what is not there.
const (
	partCurrent = iota
	partDraft   // up to date, but a draft
	partStale
	partUntracked
	partMissing
	partCount
)

var partIDs = [partCount]string{"current", "draft", "stale", "untracked", "missing"}

// tally are the words of texts, by part.
type tally [partCount]int

func (t *tally) add(in site.InLanguage, words int) {
	if part := slices.Index(partIDs[:], StatusPartOf(in)); part >= 0 {
		t[part] += max(1, words)
	}
}

// StatusPartIDs are the states of a text as staff see them, the best first; the
// messages "status-" + id name them.
func StatusPartIDs() []string { return partIDs[:] }

// StatusPartOf returns which of StatusPartIDs a text is in, "" for one that
// readers never see.
func StatusPartOf(in site.InLanguage) string {
	switch {
	case in.State == site.Missing:
		return partIDs[partMissing]
	case in.State == site.Orphan:
		return ""
	case in.State == site.Stale:
		return partIDs[partStale]
	case in.State == site.Untracked:
		return partIDs[partUntracked]
	case in.Draft:
		return partIDs[partDraft]
	}
	return partIDs[partCurrent]
}

func (t *tally) sum() (n int) {
	for _, part := range t {
		n += part
	}
	return n
}

// percent is a share that is 0 and 100 only when nothing, and nothing else, is there.
func percent(part, all int) int {
	if part == 0 || all == 0 {
		return 0
	}
	p := int(math.Round(100 * float64(part) / float64(all)))
	if part < all {
		p = min(p, 99)
	}
	return max(p, 1)
}

// status fills the page for staff. Findings are those told so far.
func (r *renderer) status(found diag.List) Status {
	l := r.site.Source
	say := map[string]string{}
	for id, text := range l.Locale.Messages("status-") {
		say[strings.TrimPrefix(id, "status-")] = text
	}
	v := Status{Shell: r.statusShell(say["title"]), Title: say["title"], Say: say}
	for _, id := range partIDs {
		v.Parts = append(v.Parts, StatusPart{id, say[id]})
	}
	r.statusTranslations(&v)
	r.statusReadings(&v)
	r.statusSources(&v)
	v.Findings = r.statusFindings(found)
	return v
}

// statusShell is the frame of the source language, seen from the root.
func (r *renderer) statusShell(title string) Shell {
	l, home := r.site.Source, r.site.Home()
	parts := r.languages[l.Index]
	name, _ := r.site.Config.Title.In(l.Chain)
	return Shell{
		Lang: l.Tag.HTML(), Dir: l.Tag.Dir(), Words: parts.words, Wide: true,
		Header:     Place(parts.sections[home].header, "..", "", ""),
		Footer:     Place(parts.footer, "..", "", ""),
		Breadcrumb: []Link{titled(home, l, l, "../"+address(l, home))},
		Head: Head{Title: title + " – " + name, Name: title, SiteName: name, Type: "website", NoIndex: true, Policy: r.policy(false),
			Styles: r.assets("../", "site.css", "status.css"), Scripts: r.scripts("../", "site.ts")},
	}
}

// statusLink leads to a page in a language; the text is that of the source.
func (r *renderer) statusLink(p *site.Page, l *site.Language) Link {
	return titled(p, r.site.Source, r.site.Source, "../"+address(l, p))
}

func (r *renderer) share(part, all int) string {
	return r.site.Source.Locale.Text("status-percent", "Share", percent(part, all))
}

func (r *renderer) statusTranslations(v *Status) {
	src := r.site.Source
	number := func(n int) string { return src.Locale.Number(float64(n)) }
	languages := make([]tally, len(r.site.Languages))
	type cell struct {
		tally
		stale int // texts
	}
	sections := map[*site.Page][]cell{}
	var order []*site.Page
	stale := make([][]StatusText, len(r.site.Languages))
	counts := make([]int, len(r.site.Languages))
	for _, t := range r.site.Translations() {
		section := t.Page.Section()
		if sections[section] == nil {
			sections[section] = make([]cell, len(r.site.Languages))
			order = append(order, section)
		}
		for i, in := range t.In {
			languages[i].add(in, t.Words)
			sections[section][i].add(in, t.Words)
			if in.State != site.Stale {
				continue
			}
			sections[section][i].stale++
			counts[i]++
			link := r.statusLink(t.Page, r.site.Languages[i])
			if n := len(stale[i]); n == 0 || stale[i][n-1].Link != link {
				stale[i] = append(stale[i], StatusText{Link: link})
			}
			text := &stale[i][len(stale[i])-1]
			text.Texts++
			if !slices.Contains(text.Files, in.File) {
				text.Files = append(text.Files, in.File)
			}
		}
	}
	for i, l := range r.site.Languages {
		row := StatusLanguage{Name: l.Tag.Name(), Lang: l.Tag.HTML(), Dir: l.Tag.Dir(), Href: "../" + address(l, r.site.Home())}
		t, at := &languages[i], 0
		all := t.sum()
		for part, words := range t {
			if l == src && part != partCurrent && part != partDraft {
				row.Shares = append(row.Shares, "–")
				continue
			}
			row.Shares = append(row.Shares, r.share(words, all))
			if words == 0 {
				continue
			}
			before := at
			at += words
			row.Bar = append(row.Bar, StatusShare{ID: partIDs[part], From: 1000 * before / all, To: 1000 * at / all})
		}
		v.Languages = append(v.Languages, row)
		if counts[i] > 0 {
			v.Stale = append(v.Stale, StatusStale{Name: row.Name, Lang: row.Lang, Dir: row.Dir, Count: number(counts[i]), Pages: stale[i]})
		}
	}
	for _, p := range order {
		row := StatusSection{Link: r.statusLink(p, src)}
		for i, l := range r.site.Languages {
			if l == src {
				continue
			}
			c := &sections[p][i]
			text := r.share(c.tally[partCurrent]+c.tally[partDraft], c.sum())
			if c.stale > 0 {
				text += src.Locale.Comma() + src.Locale.Count("status-older", c.stale)
			}
			row.Cells = append(row.Cells, text)
		}
		v.Sections = append(v.Sections, row)
	}
}

func (r *renderer) statusReadings(v *Status) {
	for page, figures := range r.site.PageFigures() {
		row := StatusReadings{Link: r.statusLink(page, r.site.Source)}
		for i, f := range figures {
			row.Cells = append(row.Cells, Figures(r.site, page, r.site.Languages[i], f))
		}
		v.Readings = append(v.Readings, row)
	}
}

// Figures writes, in the source language, what can be measured of a page in a
// language: words in a sentence, in the longest, LIX, and sentences with a
// passive in a hundred. It is nil where there is no text.
func Figures(s *site.Site, page *site.Page, l *site.Language, f readability.Figures) []StatusFigure {
	if f.Sentences == 0 {
		return nil
	}
	limits := s.Limits(page, l)
	if limits == nil {
		limits = &source.ReadabilityLimits{}
	}
	figure := func(n float64, limit float64) StatusFigure {
		return StatusFigure{Text: s.Source.Locale.Number(n), Over: limit > 0 && n > limit}
	}
	list := []StatusFigure{figure(math.Round(10*f.PerSentence())/10, limits.Sentence), figure(float64(f.Longest), float64(limits.Longest))}
	measured := readability.For(string(l.Tag))
	if measured.LIX {
		list = append(list, figure(math.Round(f.LIX()), limits.LIX))
	}
	if measured.Passives {
		passives := figure(math.Round(f.PassiveShare()), limits.Passives)
		passives.Text = s.Source.Locale.Text("status-percent", "Share", passives.Text)
		list = append(list, passives)
	}
	return list
}

func (r *renderer) statusSources(v *Status) {
	l := r.site.Source
	type dated struct {
		StatusSource
		review, checked string
	}
	var list []dated
	for _, p := range r.site.Pages {
		for _, ref := range p.References() {
			s := StatusSource{Page: r.statusLink(p, l), ID: ref.ID, Title: ref.Title, Lang: cmp.Or(ref.Lang, l.Tag.HTML()), Checked: l.Locale.Date(ref.Checked)}
			s.Dir = dirOf(s.Lang)
			review := "9999-99-99" // none: last
			if ref.ReviewBy != nil {
				review = ref.ReviewBy.String()
				s.ReviewBy, s.ReviewedBy = l.Locale.Date(*ref.ReviewBy), review
			}
			list = append(list, dated{s, review, ref.Checked.String()})
		}
	}
	slices.SortStableFunc(list, func(a, b dated) int {
		return cmp.Or(strings.Compare(a.review, b.review), strings.Compare(a.checked, b.checked))
	})
	for _, d := range list {
		v.Sources = append(v.Sources, d.StatusSource)
	}
}

func (r *renderer) statusFindings(found diag.List) []StatusFinding {
	l := r.site.Source
	var list []StatusFinding
	type rule struct {
		severity diag.Severity
		code     string
	}
	counts := map[rule]int{}
	var first diag.List
	for _, d := range found.Sorted() {
		k := rule{d.Severity, d.Code}
		if counts[k] == 0 {
			first = append(first, d)
		}
		counts[k]++
	}
	slices.SortStableFunc(first, func(a, b diag.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), strings.Compare(a.Code, b.Code))
	})
	for _, d := range first {
		list = append(list, StatusFinding{Severity: l.Locale.Text("status-" + d.Severity.String()), Code: d.Code,
			Count: fmt.Sprint(counts[rule{d.Severity, d.Code}]), Place: d.Pos.String(), Message: d.Message})
	}
	return list
}
