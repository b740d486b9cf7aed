package diagram

import (
	"encoding/xml"
	"flag"
	"fmt"
	"html/template"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write the drawings of testdata anew")

func matrix(dir string) Matrix {
	return Matrix{ID: "m", Title: "Roles", Desc: "Who when", Dir: dir, Unit: "weeks", Apart: "at any time",
		Columns: []MatrixColumn{
			{Label: "Ensikontakti", Name: "Ensikontakti. Ohjaaja", Href: "a/", Time: "0–2"},
			{Label: "Maahanmuuttajataustaisuus", Name: "B", Href: "b/", Time: "2–40"},
			{Label: "Ei minun alani", Name: "C", Href: "c/"},
		},
		Rows: []MatrixRow{
			{Label: "Osallistuja", Href: "p/", Marks: []Mark{Acts, TakesPart, NoMark}},
			{Label: "Luottamusmies tai työsuojeluvaltuutettu, joka tuntee vuorolistan", Href: "u/", Marks: []Mark{NoMark, Leads, Acts}},
		}}
}

func flow(dir string, down bool) Flow {
	f := Flow{ID: "f", Title: "Path", Desc: "What follows", Dir: dir, Down: down, Bands: []Band{
		{Label: "start", Nodes: []Node{{ID: "a", Name: "Alkukartoitus", Note: "0–2 kuukautta", Label: "A", Href: "#a", Strong: true}, {ID: "b", Name: "Yhteiskuntaorientaatio", Label: "B", Href: "#b"}, {ID: "c", Name: "Kieli", Label: "C", Href: "#c"}}},
		{Label: "middle", Nodes: []Node{{ID: "d", Name: "Työkokeilu", Label: "D", Href: "#d"}, {ID: "e", Name: "Laitoshuolto", Label: "E", Href: "#e"}}},
		{Label: "end", Nodes: []Node{{ID: "g", Name: "Lähihoitaja", Label: "G", Href: "#g"}, {ID: "h", Name: "Sosionomi", Label: "H", Href: "#h"}, {ID: "i", Name: "Geronomi", Label: "I", Href: "#i"}}},
	}}
	for _, e := range []string{"ab", "ac", "ad", "ag", "bd", "de", "dg", "dh", "di", "eg", "eh", "ei", "gi", "ga", "xa"} {
		f.Edges = append(f.Edges, Edge{e[:1], e[1:]})
	}
	return f
}

func timeline(dir string) Timeline {
	return Timeline{ID: "t", Title: "Programme", Desc: "Months", Dir: dir, Bars: []Bar{
		{Label: "Valmistelu", Note: "kuukaudet 0–1", From: 0, To: 1},
		{Label: "Mentorointiparien muodostaminen ja sopimuksen allekirjoittaminen", Note: "kuukaudet 1–15", From: 1, To: 15},
		{Label: "Hetki", Note: "kuukausi 3", From: 3, To: 3},
		{Label: "Keskeytys", Note: "milloin vain", Open: true},
	}}
}

func agenda(dir string) Agenda {
	return Agenda{ID: "g", Title: "Agenda", Desc: "Parts", Dir: dir, Minutes: []int{5, 45, 10}}
}

var drawings = map[string]template.HTML{
	"matrix":       matrix("ltr").SVG(),
	"matrix-rtl":   matrix("rtl").SVG(),
	"flow":         flow("ltr", false).SVG(),
	"flow-rtl":     flow("rtl", false).SVG(),
	"flow-down":    flow("ltr", true).SVG(),
	"timeline":     timeline("ltr").SVG(),
	"timeline-rtl": timeline("rtl").SVG(),
	"agenda":       agenda("ltr").SVG(),
	"agenda-rtl":   agenda("rtl").SVG(),
	"sign":         Sign(Leads),
}

func TestGolden(t *testing.T) {
	for name, got := range drawings {
		file := filepath.Join("testdata", name+".svg")
		text := strings.ReplaceAll(string(got), "><", ">\n<") + "\n"
		if *update {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if text != string(want) {
			t.Errorf("%s has changed: look at it, then write it with -update", file)
		}
	}
}

// TestMarkup holds what every drawing must be: well-formed, named, without
// style attributes and small text, and the same every time.
func TestMarkup(t *testing.T) {
	for name, svg := range drawings {
		d := xml.NewDecoder(strings.NewReader(string(svg)))
		links, texts := 0, 0
		var role string
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			e, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			for _, a := range e.Attr {
				switch a.Name.Local {
				case "style":
					t.Errorf("%s: <%s> has a style attribute", name, e.Name.Local)
				case "font-size":
					if size, _ := strconv.ParseFloat(a.Value, 64); size < 14 {
						t.Errorf("%s: text of size %v", name, size)
					}
				case "role":
					role = a.Value
				case "aria-label":
					if a.Value == "" {
						t.Errorf("%s: a link without a name", name)
					}
				}
			}
			switch e.Name.Local {
			case "a":
				links++
			case "title":
				texts++
			}
		}
		if name == "sign" {
			continue
		}
		if want := map[bool]string{true: "group", false: "img"}[links > 0]; role != want || texts != 1 {
			t.Errorf("%s with %d links has role %q and %d titles", name, links, role, texts)
		}
	}
	if flow("ltr", false).SVG() != drawings["flow"] {
		t.Error("the same flow is drawn in two ways")
	}
}

func TestHostileLabels(t *testing.T) {
	const bad = `"><script>alert(1)</script>&<b x='`
	m, f, tl := matrix("ltr"), flow("ltr", false), timeline("ltr")
	m.Title, m.Rows[0].Label, m.Columns[0].Href = bad, bad, bad
	f.Desc, f.Bands[0].Nodes[0].Name, f.Bands[0].Nodes[0].Label = bad, bad, bad
	tl.Bars[0].Label = bad
	for _, svg := range []template.HTML{m.SVG(), f.SVG(), tl.SVG()} {
		if strings.Contains(string(svg), "<script") || strings.Contains(string(svg), "<b ") {
			t.Errorf("a label became markup: %s", svg)
		}
		d := xml.NewDecoder(strings.NewReader(string(svg)))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// box is a rectangle of a drawing.
type box struct{ x, y, w, h float64 }

var boxes = regexp.MustCompile(`<rect class="d-box[^"]*" x="([-\d.]+)" y="([-\d.]+)" width="([\d.]+)" height="([\d.]+)"`)

func boxesOf(svg template.HTML) []box {
	var list []box
	for _, m := range boxes.FindAllStringSubmatch(string(svg), -1) {
		var v [4]float64
		for i := range v {
			v[i], _ = strconv.ParseFloat(m[i+1], 64)
		}
		list = append(list, box{v[0], v[1], v[2], v[3]})
	}
	return list
}

func TestNodesStandApart(t *testing.T) {
	for name, f := range map[string]Flow{"across": flow("ltr", false), "down": flow("ltr", true), "crowded": crowded(40, false), "wide rows": crowded(40, true)} {
		list := boxesOf(f.SVG())
		for i, a := range list {
			if a.x < 0 || a.y < 0 || a.x+a.w > Width {
				t.Errorf("%s: box %d is outside: %+v", name, i, a)
			}
			for j, b := range list[:i] {
				if a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h {
					t.Errorf("%s: boxes %d and %d overlap: %+v %+v", name, j, i, b, a)
				}
			}
		}
	}
}

// crowded is a flow in which every node leads to every later one.
func crowded(n int, down bool) Flow {
	f := Flow{ID: "x", Down: down, Bands: make([]Band, 4)}
	for i := range n {
		id := fmt.Sprint(i)
		b := &f.Bands[i*4/n]
		b.Nodes = append(b.Nodes, Node{ID: id, Name: "Node " + id, Label: id, Href: "#" + id})
		for j := range i {
			f.Edges = append(f.Edges, Edge{fmt.Sprint(j), id})
		}
	}
	return f
}

func TestMirrored(t *testing.T) {
	ltr, rtl := boxesOf(drawings["flow"]), boxesOf(drawings["flow-rtl"])
	if len(ltr) == 0 || len(ltr) != len(rtl) {
		t.Fatalf("%d boxes, mirrored %d", len(ltr), len(rtl))
	}
	for i := range ltr {
		want := box{Width - ltr[i].x - ltr[i].w, ltr[i].y, ltr[i].w, ltr[i].h}
		if d := rtl[i].x - want.x; d > 0.11 || d < -0.11 || rtl[i].y != want.y {
			t.Errorf("box %d is at %+v, want %+v", i, rtl[i], want)
		}
	}
}

// TestEdgesArrive: each line of a node ends at the start side of its target.
func TestEdgesArrive(t *testing.T) {
	f := Flow{ID: "x", Bands: []Band{
		{Nodes: []Node{{ID: "a", Name: "A", Label: "A"}, {ID: "b", Name: "B", Label: "B"}}},
		{Nodes: []Node{{ID: "c", Name: "C", Label: "C"}}},
		{Nodes: []Node{{ID: "d", Name: "D", Label: "D"}}},
	}, Edges: []Edge{{"a", "d"}}}
	svg := string(f.SVG())
	list := boxesOf(template.HTML(svg))
	d := list[len(list)-1]
	end := fmt.Sprintf("L%d %d\"", int(d.x-1+0.5), int(d.y+d.h/2+0.5))
	if !strings.Contains(svg, end) {
		t.Errorf("no line ends at %q in %s", end, svg)
	}
	if n := strings.Count(svg, `class="d-edge"`); n != 1 {
		t.Errorf("%d nodes have lines, want 1", n)
	}
	// The lane through the middle band keeps off the node there.
	c := list[2]
	lane := regexp.MustCompile(`C[\d. ]+ (\d+) (\d+)L(\d+) (\d+)M`).FindStringSubmatch(svg)
	if lane == nil {
		t.Fatal("the line has no lane")
	}
	if y, _ := strconv.ParseFloat(lane[2], 64); y > c.y && y < c.y+c.h {
		t.Errorf("the lane at %v runs behind the node %+v", y, c)
	}
}

func TestEmptyDrawings(t *testing.T) {
	for _, svg := range []template.HTML{Matrix{ID: "a"}.SVG(), Flow{ID: "a"}.SVG(), Flow{ID: "a", Down: true, Bands: []Band{{}, {}}}.SVG(), Timeline{ID: "a"}.SVG(), Agenda{ID: "a"}.SVG()} {
		if !strings.HasSuffix(string(svg), "</svg>") || strings.Contains(string(svg), "NaN") || strings.Contains(string(svg), "Inf") {
			t.Errorf("an empty drawing is %s", svg)
		}
	}
}

func TestWrap(t *testing.T) {
	for text, want := range map[string]string{
		"Työkokeilu":                  "Työkokeilu",
		"Ensimmäinen työ hoitoalalla": "Ensimmäinen|työ hoitoalalla",
		"Yhteiskuntaorientaatio":      "Yhteiskuntao-|rientaatio",
		"Lähihoitaja, oppisopimus":    "Lähihoitaja,|oppisopimus",
		"":                            "",
		"ääkkösetönhyvinpitkäyhdyssanaonkoma": "ääkkösetönhy-|vinpitkäyhdys-|sanaonkoma",
	} {
		lines := nameFont.wrap(text, 132)
		if got := strings.Join(lines, "|"); got != want {
			t.Errorf("wrap(%q) = %q, want %q", text, got, want)
		}
	}
}

// FuzzWrap: whatever the text, no line is wider than it may be (unless a
// single letter is), and no letter is lost.
func FuzzWrap(f *testing.F) {
	f.Add("Terveydenhuoltoalan lupa-asiat ja niiden selvittäminen", 120)
	f.Add("a\u00adb\u00adc mmmmmmmmmmmmmmmmmmmmm", 40)
	f.Add("العربية لغة طويلة", 60)
	f.Fuzz(func(t *testing.T, text string, width int) {
		if width < 30 || width > 2000 || len(text) > 500 || !utf8.ValidString(text) {
			return
		}
		lines := nameFont.wrap(text, float64(width))
		for _, l := range lines {
			if nameFont.width(l) > float64(width) && len([]rune(l)) > 2 {
				t.Errorf("line %q of %q is wider than %d", l, text, width)
			}
		}
		bare := func(s string) string { return strings.NewReplacer(" ", "", "-", "", "\u00ad", "").Replace(s) }
		if want := bare(strings.Join(strings.Fields(text), "")); bare(strings.Join(lines, "")) != want {
			t.Errorf("wrap(%q) = %q loses letters", text, lines)
		}
	})
}
