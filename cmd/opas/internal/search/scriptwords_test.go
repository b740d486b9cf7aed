package search_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"

	"opas/cmd/opas/internal/words"
)

// TestScriptWords holds the browser's analysis of words (assets/search/words.ts)
// against this one: the same forms, folded forms and readings, to the last bit.
func TestScriptWords(t *testing.T) {
	languages := map[string]*words.Language{}
	for _, tag := range []string{"fi", "sv", "en", "ru", "uk", "ar", "th"} {
		languages[tag] = words.For(tag)
	}
	own, err := words.Parse("xx", everyDirective)
	if err != nil {
		t.Fatal(err)
	}
	languages["xx"] = own

	var in []wordsTask
	var want []string
	ask := func(tag, text string) {
		l := languages[tag]
		in = append(in, wordsTask{l.Description, text})
		want = append(want, wordsAnswer(l, text))
	}
	for tag := range languages {
		for _, text := range slices.Concat(ownTexts[tag], ownTexts[""]) {
			ask(tag, text)
		}
	}
	compareWords(t, in, want)
}

// TestScriptEvaluationWords does so for the words of the shared evaluation data:
// for one in five, or all with EVERYTHING in the environment.
func TestScriptEvaluationWords(t *testing.T) {
	var in []wordsTask
	var want []string
	for _, set := range evaluationSets(t) {
		l := words.For(set.Lang)
		forms := set.distinctForms(l)
		if !everything() {
			sample := forms[:0]
			for i := 0; i < len(forms); i += 5 {
				sample = append(sample, forms[i])
			}
			forms = sample
		}
		text := strings.Join(forms, " ")
		in = append(in, wordsTask{l.Description, text})
		want = append(want, wordsAnswer(l, text))
	}
	if len(in) == 0 {
		t.Log("nothing to compare: there is no evaluation data beside this checkout")
		return
	}
	compareWords(t, in, want)
}

// compareWords asks the script for the words of texts, and compares its answers.
func compareWords(t *testing.T, in []wordsTask, want []string) {
	t.Helper()
	got := strings.Split(runScript(t, wordsScript, in), "\n\n")
	if len(got) != len(want)+1 {
		t.Fatalf("%d answers for %d questions", len(got)-1, len(want))
	}
	for i := range want {
		g, w := strings.Split(got[i], "\n"), strings.Split(want[i], "\n")
		if !slices.Equal(g, w) {
			j := 0
			for j < min(len(g), len(w))-1 && g[j] == w[j] {
				j++
			}
			t.Errorf("text %.60q\nscript: %.300s\nhere:   %.300s", in[i].Text, g[j], w[j])
		}
	}
}

// everything reports whether to compare all that there is, which takes minutes,
// and not some.
func everything() bool { return os.Getenv("EVERYTHING") != "" }

// A wordsTask asks for the words of a text in the language of a description.
type wordsTask struct{ Description, Text string }

// wordsAnswer is a line for each word of a text: where it stands, its form and
// its folded form, and the readings of both by lemma, with the bits of their
// weights.
func wordsAnswer(l *words.Language, text string) string {
	var b strings.Builder
	readings := func(list []words.Reading) {
		list = slices.Clone(list)
		slices.SortFunc(list, func(a, b words.Reading) int { return strings.Compare(a.Lemma, b.Lemma) })
		for _, r := range list {
			fmt.Fprintf(&b, " %s=%016x", r.Lemma, math.Float64bits(r.Weight))
		}
	}
	units := utf16Offsets(text)
	for _, w := range l.Tokens(text) {
		folded := l.Fold(w.Form)
		fmt.Fprintf(&b, "%d %d %s", units[w.Start], units[w.End], w.Form)
		readings(l.Analyse(w.Form))
		b.WriteString(" |")
		readings(l.Heads(w.Form))
		fmt.Fprintf(&b, " %s", folded)
		readings(l.Folded().Analyse(folded))
		b.WriteByte('\n')
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// utf16Offsets gives for every place in a text, in bytes, the place that
// JavaScript calls it by.
func utf16Offsets(text string) []int {
	at := make([]int, len(text)+1)
	n := 0
	for i, c := range text {
		at[i] = n
		if n++; c > 0xFFFF {
			n++
		}
	}
	at[len(text)] = n
	return at
}

// wordsScript answers as wordsAnswer does.
const wordsScript = `
import { readLanguage } from "./search/words";
import { readFileSync, writeSync } from "node:fs";

const bits = new DataView(new ArrayBuffer(8));
const order = (a, b) => Buffer.compare(Buffer.from(a.lemma), Buffer.from(b.lemma));
const readings = (list) => list.slice().sort(order).map((r) => {
  bits.setFloat64(0, r.weight);
  return " " + r.lemma + "=" + bits.getBigUint64(0).toString(16).padStart(16, "0");
}).join("");
const languages = new Map();
const out = [];
for (const task of JSON.parse(readFileSync(0, "utf8"))) {
  if (!languages.has(task.Description)) languages.set(task.Description, readLanguage(task.Description));
  const l = languages.get(task.Description);
  out.push(l.tokens(task.Text).map((w) => {
    const folded = l.fold(w.form);
    return w.start + " " + w.end + " " + w.form + readings(l.analyse(w.form)) + " |" + readings(l.heads(w.form)) + " " + folded + readings(l.folded().analyse(folded));
  }).join("\n") + "\n\n");
}
process.stdout.write(out.join(""));
`

// runScript bundles a script that stands in the folder assets and runs it under
// Node, with in as its input. It returns what it wrote.
func runScript(t *testing.T, script string, in any) string {
	t.Helper()
	code := bundle(t, api.BuildOptions{
		Stdin:    &api.StdinOptions{Contents: script, ResolveDir: assetFolder(t), Sourcefile: "test.ts", Loader: api.LoaderTS},
		Platform: api.PlatformNode,
	})
	file := filepath.Join(t.TempDir(), "script.mjs")
	if err := os.WriteFile(file, code, 0o600); err != nil {
		t.Fatal(err)
	}
	return runNode(t, file, in)
}

func assetFolder(t *testing.T) string {
	t.Helper()
	folder, err := filepath.Abs("../../../../assets")
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// bundle makes one ES module for the same browsers as the build does.
func bundle(t *testing.T, o api.BuildOptions) []byte {
	t.Helper()
	o.Bundle = true
	o.Format = api.FormatESModule
	o.MinifyWhitespace, o.MinifyIdentifiers, o.MinifySyntax = true, true, true
	o.Charset = api.CharsetUTF8
	o.Engines = []api.Engine{
		{Name: api.EngineChrome, Version: "87"}, {Name: api.EngineSafari, Version: "14"},
		{Name: api.EngineIOS, Version: "14"}, {Name: api.EngineFirefox, Version: "78"},
	}
	o.Supported = map[string]bool{"optional-chain": true}
	o.TsconfigRaw = `{"compilerOptions":{"strict":true,"target":"es2020"}}`
	result := api.Build(o)
	for _, m := range slices.Concat(result.Errors, result.Warnings) {
		t.Fatal(m.Text, m.Location)
	}
	return result.OutputFiles[0].Contents
}

// runNode runs a script under Node, which the checks need as they need Go.
func runNode(t *testing.T, file string, in any) string {
	t.Helper()
	input, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", file)
	var out, errors bytes.Buffer
	node.Stdin, node.Stdout, node.Stderr = bytes.NewReader(input), &out, &errors
	if err := node.Run(); err != nil {
		t.Fatalf("node: %v\n%s", err, errors.String())
	}
	return out.String()
}

// evaluationSets are the shared evaluation data, where they are there.
func evaluationSets(t *testing.T) []evaluationSet {
	t.Helper()
	files, err := filepath.Glob(evaluationFolder + "/*.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []evaluationSet
	for _, file := range files {
		list = append(list, readSet(t, file))
	}
	return list
}

// distinctForms are the forms of all documents and queries, each once.
func (s *evaluationSet) distinctForms(l *words.Language) []string {
	var list []string
	add := func(text string) {
		for _, w := range l.Tokens(text) {
			list = append(list, w.Form)
		}
	}
	for _, d := range s.Docs {
		add(d.Text)
	}
	for _, queries := range s.Q {
		for _, q := range queries {
			add(q.Q)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// ownTexts are texts by language; those of "" are read in every language.
var ownTexts = map[string][]string{
	"fi": {"Perehdyttäjän työelämäohjaajan vuosi vuoden vuonna työttömyyden mentoroinnin kaupungissammekaan tyoelamaohjaaja hyvä parempi paras menisin juostessa EU:n 10:30 ja tai"},
	"sv": {"Handledarens möten på arbetsplatsen, läkarens sjuksköterskor åt barnen och sjukvårdens bättre språkkurser handledare moten"},
	"en": {"The employers' guide wasn't written for running children's workplaces; it's better than studies, went and gone"},
	"ru": {"Ещё новый работник нашёл новую работу, работодателя и наставником; сёстры в больнице шли"},
	"uk": {"Об'єкт підприємства, роботодавцеві й наставницею; з’їзд ґанок їхні лікарні пішла"},
	"ar": {"والكتاب بالمستشفى مُمَرِّضة الممرضات للعمال آخر إلى مدرسـة فسيكتبونها ٣٤"},
	"th": {"โรงพยาบาล ที่ทำงาน 𐐀𐐁𐐂 𐐀a"},
	"xx": {"mentoria mentorilla talossa taloon kylässä kylään käsissä kadun sillan paremmin notalon ihmisen työläisten äiti"},
	"": {
		"",
		"a-b a- -a a--b x–y 1–2 soft\u00adhyphen zero\u200bwidth İstanbul ΣΟΦΟΣ straße ﬁ Å A\u030a don't l’été 'tis EU:n EU:10 10:30 a\u0301:b a\u00ad:b :a a: A:漢字b",
		"病院で働く人 カタカナ ひ 漢 a漢b漢字c 한국어 ภาษาไทย ก็ ກາ မြန်မာ ខ្មែរ 〇一 々々 漢\u0301字",
		"👩‍⚕️ 𠀀𠀁𠀂 \ufffd <script>alert(1)</script> &amp; № ½ ² Ⅳ",
		"شيفتSHIFT אבג abc-אבג \u202babc\u202c",
		"huom:tärkeä THL:lle قال:هذا 2010–2020 ❤️ 1️⃣ a\ufe0f \u0301x ＡＢＣ１２ ﬁn ﷺ ﻻ ｻｰﾊﾞｰ サーバー ー",
		strings.Repeat("pitkä", 30) + " " + strings.Repeat("x", 61) + " " + strings.Repeat("-a", 100),
	},
}

// everyDirective is a description that uses all that the format has.
const everyDirective = `
letters ё=е ـ=
fold å=a ö=oe
apostrophe join
vowels aeiouyäö
set L lr
set V aeiouyäö
harmony A a ä
harmony O o ö
stem-vowels aou äö y
disharmony 19 36 40 19
own 45
cut 70
match 0.002
function ja tai
irregular 4 hyvä: parempi paremmin
irregular -2 parempi: parempi paras: paras kylä: kylä
list short talo katu
list short kylä
list long ihminen
lemma 15 ssA lla
lemma 9 o @V
when 28 N2,M syl=2 first=ay
when 6 * len<5 !pre=l
when x N2 cluster
when 7 N in=short
when 5 N,M stem>4
when 2 N !in=long len>3
when 3 N1 pre2=aä pre3=tl vowels>2
when -4 N end=ai !pre3=k
when 5 !N1 syl>1
junction 9 ai äi lo
grade W>S
Ld t:0 d:8
un/u nk:1
k kk:1 k:12
grade S>W
lt/a ll:2
t d:1 t:9
@W
ssA>SV:4 >NOM:0h llA>SV:5h
n>SV:3 AAn+A>SV:6 ksi+kse>SV:6 kAAn>W:8 ies+y>.:3 ssa>SV=ssa:3 n>NOM=n:2 en>!:1 k1l2+ka1l2>.:4h
*1i1+*>SV:5 12äi*o+1a2*>.:7
@SV >IV:0
i>IV:9
@C e+A>NOM:0
=N1 0 i NOM:i SV:i,e IV:i
=N2 3 A/S SV:A/S,O NOM:A/S IV:A/W
=N3 5 -si/S IV:de/W,te/S NOM:si/S
=M 8 nen NOM:nen SV:se
=>C 22 IV:mpi SV:mmA,mpA
head 4 s+nen
prefix no:4 ال>SV:4 un+in:6
`
