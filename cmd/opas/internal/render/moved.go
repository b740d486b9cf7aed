package render

import (
	"fmt"
	"path"
	"strings"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/site"
)

// moved makes what stands at the old addresses of pages: in every language a
// page that leads on by itself, and a copy of each file beside a page, which no
// page can stand for. Hosts that read _redirects do better, and keep what stands
// after a number sign even without a script.
func (r *renderer) moved(beside []File) ([]File, diag.List) {
	var files []File
	var found diag.List
	var rules strings.Builder
	base := "/"
	if r.site.BaseURL != nil {
		base = r.site.BaseURL.Path
	}
	// The sign after 301 is for hosts that would show the page instead, since
	// it is there.
	rule := func(from, to string) { fmt.Fprintf(&rules, "%s%s %s%s 301!\n", base, from, base, to) }
	at := map[string]File{}
	for _, f := range beside {
		at[f.Path] = f
	}
	for _, p := range r.site.Pages {
		for _, alias := range p.Aliases {
			for _, l := range r.site.Languages {
				out, problems := r.execute("moved.html", r.movedPage(p, l, alias), "")
				found = append(found, problems...)
				old := string(l.Tag) + "/" + alias + "/"
				files = append(files, File{Path: old + "index.html", Data: out})
				rule(old, address(l, p))
			}
			for _, f := range p.Files {
				now, old := filePath(p, f), path.Join("files", alias, f.Name)
				if _, taken := at[old]; !taken {
					at[old] = File{Path: old, Data: at[now].Data}
					files = append(files, at[old])
					rule(old, now)
				}
			}
		}
	}
	if rules.Len() > 0 {
		files = append(files, File{Path: "_redirects", Data: []byte(rules.String())})
	}
	return files, firstOfEach([]diag.List{found})
}

// movedPage leads from an old id to the page.
func (r *renderer) movedPage(p *site.Page, l *site.Language, alias string) Moved {
	root := rootFrom(alias) + "/"
	t := titled(p, l, l, root+address(l, p))
	v := Moved{Lang: l.Tag.HTML(), Dir: l.Tag.Dir(), Text: l.Locale.Text("page-moved"), Link: t, Head: Head{
		Title: t.Text, Name: t.Text, Type: "article", NoIndex: true, Policy: r.policy(false),
		Styles: r.assets(root, "site.css", "sole.css"), Scripts: r.assets(root, "moved.ts")}}
	v.Head.SiteName, _ = r.site.Config.Title.In(l.Chain)
	if r.site.BaseURL != nil {
		v.Head.Canonical = absolute(r.site.BaseURL, address(p.Editions[l.Index].Text, p))
	}
	return v
}
