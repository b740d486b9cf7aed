package serve

import (
	"html/template"
	"net/http"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/render"
	"opas/cmd/opas/internal/site"
)

// A bar is what the development server shows staff above a page: how the page is
// in every language, how hard it is to read, how old its sources are, what there
// is to mend, and where its files are. No page has it in itself: the script
// that reloads asks for it, so nothing that is built has a trace of it.
type bar struct {
	Lang, Dir string // of the words, the source language of the site
	Say       map[string]string
	Status    string // address of the page for staff
	State     string // of the text in the reader's language; "" for a page of no text
	Languages []barLanguage
	Figures   []render.StatusFigure
	Sources   []barSource
	Files     []barFile
	Found     int
	Findings  template.HTML
}

// barLanguage is the page in one language.
type barLanguage struct {
	Name, Lang, Dir string
	Href            string
	Current         bool   // the language that is read
	States          string // "Up to date 12, Draft 3"
}

type barSource struct{ Title, Lang, Dir, Checked, ReviewBy string }

// barFile is a file of the page. Path is where it is on this machine, or below
// the source folder for the embedded guide. Edit is its address in the web
// editor, "" if there is none.
type barFile struct{ Path, Edit string }

// bar answers with the bar of a page, given by its address; nothing for what is
// no page of the site.
func (s *server) bar(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	built, found := s.site, s.told
	s.mu.Unlock()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if built == nil {
		return
	}
	b := s.barOf(built, found, r.URL.Query().Get("page"))
	_ = barTemplate.Execute(w, b)
}

// barOf fills the bar of the page at an address.
func (s *server) barOf(built *site.Site, found diag.List, address string) bar {
	src := built.Source
	b := bar{Lang: src.Tag.HTML(), Dir: src.Tag.Dir(), Say: map[string]string{}, Status: "/" + render.StatusPage}
	for id, text := range src.Locale.Messages("status-") {
		b.Say[strings.TrimPrefix(id, "status-")] = text
	}
	address = strings.TrimSuffix(path.Clean("/"+address), "/index.html")
	tag, id, _ := strings.Cut(strings.Trim(address, "/"), "/")
	page := built.Page(id)
	i := slices.IndexFunc(built.Languages, func(l *site.Language) bool { return string(l.Tag) == tag })
	if page == nil || i < 0 {
		return b
	}
	reader, folder := built.Languages[i], page
	if page.Owner != nil {
		folder = page.Owner // its texts stand there
	}
	for _, l := range built.Languages {
		one := barLanguage{Name: l.Tag.Name(), Lang: l.Tag.HTML(), Dir: l.Tag.Dir(), Current: l == reader,
			Href: "/" + path.Join(string(l.Tag), page.ID) + "/", States: states(built, folder, l)}
		b.Languages = append(b.Languages, one)
		if l == reader {
			b.State = one.States
		}
	}
	for p, figures := range built.PageFigures() {
		if p == folder {
			b.Figures = render.Figures(built, folder, reader, figures[reader.Index])
		}
	}
	for _, ref := range folder.References() {
		source := barSource{Title: ref.Title, Lang: ref.Lang, Checked: src.Locale.Date(ref.Checked)}
		if source.Lang == "" {
			source.Lang = b.Lang
		}
		if ref.ReviewBy != nil {
			source.ReviewBy = src.Locale.Date(*ref.ReviewBy)
		}
		b.Sources = append(b.Sources, source)
	}
	files := filesOf(folder, reader)
	for _, file := range files {
		if s.opt.Source != nil && s.opt.Source(file) == nil {
			continue
		}
		at := file
		if s.opt.Dir != "" {
			at = filepath.Join(s.opt.Dir, filepath.FromSlash(file))
		}
		b.Files = append(b.Files, barFile{Path: at, Edit: built.Config.EditAddress(file)})
	}
	var here diag.List
	for _, d := range found {
		if slices.Contains(files, d.Pos.File) {
			here = append(here, d)
		}
	}
	here = here.Sorted()
	b.Found, b.Findings = len(here), diag.Overlay(here, s.opt.Source)
	return b
}

// filesOf are the files of a folder that make a page in a language: the text and
// the words that are shown, and what is the same in every language.
func filesOf(p *site.Page, l *site.Language) []string {
	e := p.Editions[l.Index]
	var files []string
	add := func(file string) {
		if file != "" && !slices.Contains(files, file) {
			files = append(files, file)
		}
	}
	add(e.File)
	if e.Words != nil {
		add(e.Words.File)
	}
	add(p.MetaFile())
	return files
}

// states counts the texts of a folder in a language by their state.
func states(built *site.Site, p *site.Page, l *site.Language) string {
	counts := map[string]int{}
	for _, t := range built.Translations() {
		if t.Page == p {
			if id := render.StatusPartOf(t.In[l.Index]); id != "" {
				counts[id]++
			}
		}
	}
	say := built.Source.Locale
	var parts []string
	for _, id := range render.StatusPartIDs() {
		if n := counts[id]; n > 0 {
			parts = append(parts, say.Text("status-"+id)+" "+say.Number(float64(n)))
		}
	}
	return strings.Join(parts, say.Comma())
}

var barTemplate = template.Must(template.New("bar").Parse(`<aside class="opas-bar" lang="{{.Lang}}" dir="{{.Dir}}" aria-label="{{.Say.bar}}">
<details>
<summary><b>{{.Say.bar}}</b>{{with .State}} · {{.}}{{end}}{{with .Found}} · {{$.Say.findings}} {{.}}{{end}}</summary>
<p><a href="{{.Status}}">{{.Say.title}}</a></p>
{{- with .Languages}}
<h2>{{$.Say.languages}}</h2>
<ul>
{{- range .}}
<li><a href="{{.Href}}" lang="{{.Lang}}" hreflang="{{.Lang}}" dir="{{.Dir}}"{{if .Current}} aria-current="page"{{end}}>{{.Name}}</a> {{.States}}</li>
{{- end}}
</ul>
{{- end}}
{{- with .Figures}}
<h2>{{$.Say.readability}}</h2>
<p>{{range $i, $f := .}}{{if $i}} · {{end}}{{if $f.Over}}<mark>{{$f.Text}}</mark>{{else}}{{$f.Text}}{{end}}{{end}}</p>
<p><small>{{index $.Say "readability-lead"}}</small></p>
{{- end}}
{{- with .Sources}}
<h2>{{$.Say.sources}}</h2>
<ul>
{{- range .}}
<li><span lang="{{.Lang}}">{{.Title}}</span>: {{$.Say.checked}} {{.Checked}}{{with .ReviewBy}}; {{$.Say.review}} {{.}}{{end}}</li>
{{- end}}
</ul>
{{- end}}
{{- with .Files}}
<h2>{{$.Say.files}}</h2>
<ul>
{{- range .}}
<li><code dir="ltr">{{.Path}}</code>{{with .Edit}} <a href="{{.}}">{{$.Say.edit}}</a>{{end}}</li>
{{- end}}
</ul>
{{- end}}
{{- if .Found}}
<h2>{{.Say.findings}}</h2>
<div class="opas-bar__findings" lang="en" dir="ltr">
{{.Findings}}
</div>
{{- end}}
</details>
</aside>
`))
