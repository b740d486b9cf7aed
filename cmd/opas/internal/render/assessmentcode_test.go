package render_test

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"opas/cmd/opas/internal/score"
)

// codeAlphabet is what codes are written in: the digits from 0 to 28.
const codeAlphabet = "0123456789ACDEFGHJKMNPQRTVWXY"

// decoded is what a code or a file gives, or why it is refused.
type decoded struct {
	Instrument string         `json:"instrument"`
	Version    int            `json:"version"`
	View       string         `json:"view"`
	Occasion   string         `json:"occasion"`
	Finished   string         `json:"finished"`
	Answers    map[string]any `json:"answers"`

	Why     string `json:"why"`
	Group   int    `json:"group"`
	Instead string `json:"instead"`
}

// instrumentsOf are the instruments of the takings.
func instrumentsOf(list []taking) []*score.Instrument {
	var all []*score.Instrument
	for _, k := range list {
		all = append(all, k.Instrument)
	}
	return all
}

func codesOf(t *testing.T, list []taking) []string {
	t.Helper()
	return ask[[]string](t, `list => list.map(k => code.encode(k.instrument, k.run))`, list)
}

// decode reads codes as the page where they are typed does: it says where a slip is.
func decode(t *testing.T, instruments []*score.Instrument, codes []string) []decoded {
	t.Helper()
	return ask[[]decoded](t, `([instruments, codes]) => codes.map(c => {
		const found = code.decode(c, instruments);
		return found.why === "typing" ? { ...found, ...mend.mend(c) } : found;
	})`, []any{instruments, codes})
}

// TestCodeRoundTrip: state -> code -> state, however the code is typed.
func TestCodeRoundTrip(t *testing.T) {
	list := takings(11, 300)
	codes := codesOf(t, list)
	shape := regexp.MustCompile(`^[0-9AC-HJKMNP-RTVWXY]{4}( [0-9AC-HJKMNP-RTVWXY]{4}){3,}$`)
	arabic, persian := []rune("٠١٢٣٤٥٦٧٨٩"), []rune("۰۱۲۳۴۵۶۷۸۹")
	wide := func(r rune) rune { return r - '0' + '０' }
	digits := func(of func(rune) rune) func(string) string {
		return func(s string) string {
			return strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return of(r)
				}
				return r
			}, s)
		}
	}
	for name, typed := range map[string]func(string) string{
		"as it is":       func(s string) string { return s },
		"lower case":     strings.ToLower,
		"hyphens":        func(s string) string { return strings.ReplaceAll(s, " ", "-") },
		"dashes":         func(s string) string { return strings.ReplaceAll(s, " ", " – ") },
		"in one":         func(s string) string { return strings.ReplaceAll(s, " ", "") },
		"lines":          func(s string) string { return "\u200f" + strings.ReplaceAll(s, " ", "\r\n") + "\u00a0" },
		"Arabic digits":  digits(func(r rune) rune { return arabic[r-'0'] }),
		"Persian digits": digits(func(r rune) rune { return persian[r-'0'] }),
		"full width": func(s string) string {
			return strings.Map(func(r rune) rune {
				if r == ' ' {
					return '　'
				}
				return wide(r)
			}, s)
		},
		"letters alike": strings.NewReplacer("0", "O", "1", "I", "2", "Z", "5", "S", "8", "B", "V", "U").Replace,
		"and others":    strings.NewReplacer("0", "o", "1", "l", "2", "z", "5", "s", "8", "b", "V", "u").Replace,
	} {
		var texts []string
		for _, c := range codes {
			texts = append(texts, typed(c))
		}
		for i, got := range decode(t, instrumentsOf(list), texts) {
			k := list[i]
			day := k.Run.Finished[:min(10, len(k.Run.Finished))]
			want := decoded{Instrument: k.Instrument.ID, Version: k.Instrument.Version, View: k.Run.View, Occasion: k.Run.Occasion, Finished: day, Answers: k.handed()}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s, %q:\n%s", name, texts[i], diff)
			}
			if !shape.MatchString(codes[i]) {
				t.Errorf("code %q", codes[i])
			}
		}
	}
}

// TestCodeSlips: every single change and every exchange of neighbours is
// refused, and the hint names the right group and what it was.
func TestCodeSlips(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 12))
	list := takings(12, 12)
	all := instrumentsOf(list)
	for i, written := range codesOf(t, list) {
		groups := strings.Fields(written)
		plain := strings.Join(groups, "")
		var slips []string
		var hints []decoded
		// A slip is told by the group in which it begins, mended as far as it goes.
		slip := func(text string, at int, mended string) {
			slips = append(slips, text)
			hints = append(hints, decoded{Why: "typing", Group: at/4 + 1, Instead: mended})
		}
		for at := range plain {
			for _, c := range codeAlphabet {
				if c != rune(plain[at]) {
					slip(plain[:at]+string(c)+plain[at+1:], at, groups[at/4])
				}
			}
			if at > 0 && plain[at] != plain[at-1] {
				slip(plain[:at-1]+string(plain[at])+string(plain[at-1])+plain[at+1:], at-1, groups[(at-1)/4])
			}
		}
		single := len(slips)
		for range 300 { // two, three and four slips at once, and two groups exchanged, are refused too
			text := []byte(plain)
			for range 2 + r.IntN(2) {
				text[r.IntN(len(text))] = codeAlphabet[r.IntN(len(codeAlphabet))]
			}
			exchanged := slices.Clone(groups)
			a, b := r.IntN(len(groups)), r.IntN(len(groups))
			exchanged[a], exchanged[b] = exchanged[b], exchanged[a]
			for _, s := range []string{string(text), strings.Join(exchanged, "")} {
				if s != plain {
					slips = append(slips, s)
				}
			}
		}
		for j, got := range decode(t, all, slips) {
			if j < single {
				if diff := cmp.Diff(hints[j], got); diff != "" {
					t.Fatalf("code %d, %q for %q:\n%s", i, slips[j], plain, diff)
				}
			} else if got.Why == "" {
				t.Fatalf("code %d: %q is taken for %q", i, slips[j], plain)
			}
		}
	}
}

// generator is x^4 - x^3 - 2x - 25 over GF(29): what x^4 is modulo it.
var generator = [4]int{1, 0, 2, 25}

// TestCodeDistance: no three of the first 842 powers of x are linearly dependent
// modulo the generator, so that codes of up to 842 characters differ in four or
// more. Multiplying by x moves one power to the next, so that it is enough to
// look at all pairs with the first.
func TestCodeDistance(t *testing.T) {
	const points = 29*29 + 1
	// direction is a remainder but for a factor: its first digit that is not 0 is 1.
	direction := func(r [4]int) [4]int {
		i := slices.IndexFunc(r[:], func(d int) bool { return d != 0 })
		if i < 0 {
			return r
		}
		inverse := 1
		for inverse*r[i]%29 != 1 {
			inverse++
		}
		for k := range r {
			r[k] = r[k] * inverse % 29
		}
		return r
	}
	var powers [][4]int
	seen := map[[4]int]bool{{}: true} // no two differ by a factor, and none is nothing
	for power := [4]int{3: 1}; len(powers) < points; {
		if seen[direction(power)] {
			t.Fatalf("the power %d lies where an earlier one does", len(powers))
		}
		seen[direction(power)] = true
		powers = append(powers, power)
		over := power[0]
		power = [4]int{power[1], power[2], power[3], 0}
		for k, factor := range generator {
			power[k] = (power[k] + over*factor) % 29
		}
	}
	for i, power := range powers[1:] {
		for factor := 1; factor < 29; factor++ {
			sum := [4]int{3: 1}
			for k := range sum {
				sum[k] = (sum[k] + factor*power[k]) % 29
			}
			if seen[direction(sum)] {
				t.Fatalf("1 and %d times the power %d are on a line with a third", factor, i+1)
			}
		}
	}
}

// sealed is the code with the check digits that its other characters ask for:
// the remainder after division by the generator.
func sealed(code string) string {
	var digits []int
	for _, c := range code[:len(code)-4] {
		digits = append(digits, strings.IndexRune(codeAlphabet, c))
	}
	rest := append(slices.Clone(digits), 0, 0, 0, 0)
	for i := range digits {
		for k, factor := range generator {
			rest[i+1+k] = (rest[i+1+k] + rest[i]*factor) % 29
		}
	}
	for _, d := range rest[len(digits):] {
		digits = append(digits, (29-d)%29)
	}
	var text strings.Builder
	for _, d := range digits {
		text.WriteByte(codeAlphabet[d])
	}
	return text.String()
}

// TestCodeRefusals: each refusal by its reason.
func TestCodeRefusals(t *testing.T) {
	list := takings(13, 6)
	codes := codesOf(t, list)
	all := instrumentsOf(list)
	one, written := *all[3], codes[3]
	other := one
	other.Version = one.Version%255 + 1
	changed := one
	changed.Hash = "000" + one.Hash[3:]
	private := one
	private.Private = true
	newer := sealed("J" + strings.ReplaceAll(written, " ", "")[1:]) // the first character has the format and a little more
	for _, c := range []struct {
		name, text  string
		instruments []*score.Instrument
		want        decoded
	}{
		{"nothing", "", all, decoded{Why: "length"}},
		{"one character missing", written[:len(written)-1], all, decoded{Why: "length"}},
		{"one too many", written + "A", all, decoded{Why: "length"}},
		{"the last group missing", written[:len(written)-5], all, decoded{Why: "length"}},
		{"a group too many", written + " AAAA", all, decoded{Why: "length"}},
		{"much too long", strings.Repeat("A", 5000), all, decoded{Why: "length"}},
		{"a strange character", written[:6] + "?" + written[7:], all, decoded{Why: "typing", Group: 2}},
		{"a newer format", newer, all, decoded{Why: "newer"}},
		{"unknown here", written, all[:3], decoded{Why: "unknown"}},
		{"another version", written, []*score.Instrument{&other}, decoded{Why: "version", Instrument: one.ID, Version: one.Version}},
		{"the same version with other items", written, []*score.Instrument{&changed}, decoded{Why: "version", Instrument: one.ID, Version: one.Version}},
		{"private here", written, []*score.Instrument{&private}, decoded{Why: "unknown"}},
		{"more than the answers hold", sealed(strings.ReplaceAll(written, " ", "")[:12] + strings.Repeat("Y", len(strings.ReplaceAll(written, " ", ""))-16) + "0000"), all, decoded{Why: "unknown"}},
		{"zeros", "0000 0000 0000 0000", all, decoded{Why: "unknown"}},
	} {
		if diff := cmp.Diff(c.want, decode(t, c.instruments, []string{c.text})[0]); diff != "" {
			t.Errorf("%s, %q:\n%s", c.name, c.text, diff)
		}
	}
	got := ask[[]any](t, `k => [code.encode(k.instrument, k.run), response.write(k.instrument, k.run, score.score(k.instrument, {}))]`, taking{Instrument: &private, Run: list[3].Run})
	if diff := cmp.Diff([]any{"", ""}, got); diff != "" {
		t.Errorf("a private instrument is handed over:\n%s", diff)
	}
}

// damagedCodes begin the fuzzing of codes.
var damagedCodes = []string{"", " ", "A", "0000000000000000", "0000 0000 0000 0000", "K7QX-", "\x00", "٠١٢٣ ٤٥٦٧ ٨٩٠١ ٢٣٤٥", "ﷺﷺﷺﷺ", "😀😀😀😀 😀😀😀😀", "ßßßßßßßßßßßßßßßß", "__proto__", "https://example.fi/#c=", "YYYYYYYYYYYYYYYYYYYY", "\u202e1234\u202c", "null"}

// FuzzCode: no text makes the decoder throw, and what it takes is a code that
// it would write itself.
func FuzzCode(f *testing.F) {
	list := takings(15, 8)
	for _, c := range damagedCodes {
		f.Add(c)
	}
	f.Fuzz(func(t *testing.T, text string) {
		texts := []string{text}
		if code := codesOf(t, list[:1])[0]; len(text) < len(code) {
			texts = append(texts, code[:len(code)-len(text)]+text, text+code[len(text):], code+text)
		}
		for _, got := range ask[[]string](t, `([list, texts]) => texts.map(text => {
			const found = code.decode(text, list.map(k => k.instrument));
			if ("why" in found) return ["length", "typing", "newer", "unknown", "version"].includes(found.why) ? "" : JSON.stringify(found);
			const k = list.find(o => o.instrument.id === found.instrument);
			const answers = Object.fromEntries(Object.entries(found.answers).map(([item, value]) => [item, { value, at: 0 }]));
			const again = code.encode(k.instrument, { ...found, answers });
			return code.normalise(again) === code.normalise(text) ? "" : again;
		})`, []any{list, texts}) {
			if got != "" {
				t.Errorf("%q: %s", texts, got)
			}
		}
	})
}

// picture is a QR symbol as a camera sees it: modules of four points and a quiet zone.
type picture [][]bool

func (p picture) ColorModel() color.Model { return color.GrayModel }

func (p picture) Bounds() image.Rectangle { return image.Rect(0, 0, 4*(len(p)+8), 4*(len(p)+8)) }

func (p picture) At(x, y int) color.Color {
	x, y = x/4-4, y/4-4
	if x >= 0 && y >= 0 && y < len(p) && x < len(p) && p[y][x] {
		return color.Black
	}
	return color.White
}

// TestQRCode: a reader that others wrote after the standard reads every length
// there is. It is told that it sees nothing but the symbol: to find one in a
// photograph is its own art, not the symbol's.
func TestQRCode(t *testing.T) {
	const most = 213 // bytes of version 10 at level M
	long := strings.Repeat("https://example.fi/opas/ar/self-checks/care-interests/#c=K7QX-", 4)
	texts := []string{"https://esimerkki.fi/itsearvio/#c=K7QX-ähkö", "العربية", "https://example.fi/ä/ö/€/日本/#c=" + strings.Repeat("ÄÖ", 40)}
	for n := 1; n <= most; n++ {
		texts = append(texts, long[len(long)-n:])
	}
	tooLong := long[:most+1]
	symbols := ask[[]picture](t, `texts => texts.map(qr.qr)`, append(slices.Clone(texts), tooLong))
	if symbols[len(texts)] != nil {
		t.Errorf("%d bytes give a symbol of %d modules", most+1, len(symbols[len(texts)]))
	}
	versions := map[int]bool{}
	for i, text := range texts {
		symbol := symbols[i]
		versions[(len(symbol)-17)/4] = true
		bitmap, err := gozxing.NewBinaryBitmapFromImage(symbol)
		if err != nil {
			t.Fatal(err)
		}
		got, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true})
		if err != nil {
			t.Errorf("%d bytes in %d modules: %v", len(text), len(symbol), err)
			continue
		}
		if got.GetText() != text {
			t.Errorf("%q is read as %q", text, got.GetText())
		}
		if level := fmt.Sprint(got.GetResultMetadata()[gozxing.ResultMetadataType_ERROR_CORRECTION_LEVEL]); level != "M" {
			t.Errorf("%d bytes: level %s", len(text), level)
		}
	}
	if len(versions) != 10 {
		t.Errorf("versions %v", versions)
	}
}
