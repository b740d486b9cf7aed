package render

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/search"
)

// TestSections: what can be found on a page is its text, section by section,
// and nothing of what stands around it.
func TestSections(t *testing.T) {
	page := `<body><header><p>Valikko</p></header><main class="page__main" id="page-content">
<div class="head" data-search="off"><h1>Otsikko</h1><p class="lead">Johdanto</p></div>
<nav><a href="#a">Sisällys</a></nav>
<p>Ensin <strong>vahva</strong><br>rivi<sup><a href="#source-1">1</a></sup>, ja &amp; merkki &lt;b&gt;.</p>
<svg><text>kuvassa</text></svg>
<h2 id="a">Pere&shy;hdytys</h2>
<h3>Ilman tunnusta</h3>
<dl><dt>Kesto</dt><dd><p>60 minuuttia</p></dd></dl>
<table><tr><th>Kuka</th><td>Mentori</td></tr><tr><td>x</td></tr></table>
<p lang="en" dir="ltr">not Finnish</p><p lang="fi-simple">Ei helppoa</p><p lang="fi">Suomea</p><p hidden>piilossa</p><div aria-hidden="true"><p>koriste</p></div><button>Tulosta</button>
<ul><li><label><input type="checkbox"><span>Tee tämä</span></label></li></ul>
<h3 id="b">Toinen</h3><p>Lopuksi <dfn>perehdyttäjä</dfn> tulee.</p>
<h4 id="c">Pienempi</h4><p>Se on.</p>
</main><footer><p>Alaosa</p></footer></body>`
	want := []search.Section{
		{Text: "Ensin vahva rivi, ja & merkki <b>."},
		{ID: "a", Heading: "Pere\u00adhdytys", Terms: []string{"Ilman tunnusta", "Kesto"},
			Text: "Ilman tunnusta\nKesto: 60 minuuttia\nKuka · Mentori\nx\nSuomea\nTee tämä"},
		{ID: "b", Heading: "Toinen", Terms: []string{"perehdyttäjä", "Pienempi"}, Text: "Lopuksi perehdyttäjä tulee.\nPienempi\nSe on."},
	}
	if diff := cmp.Diff(want, plainSections(sectionsOf([]byte(page), "fi"))); diff != "" {
		t.Error(diff)
	}
}

func plainSections(list []section) []search.Section {
	var plain []search.Section
	for _, s := range list {
		plain = append(plain, s.Section)
	}
	return plain
}
