package search_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"opas/cmd/opas/internal/search"
	"opas/cmd/opas/internal/words"
)

// TestScriptSize holds the modules to their budgets, compressed.
func TestScriptSize(t *testing.T) {
	for entry, limit := range map[string]int{"search.ts": 9 * 1024, "words.ts": 5 * 1024} {
		var b bytes.Buffer
		z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		module := moduleCode(t, entry)
		if _, err := z.Write(module); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes, %d compressed", entry, len(module), b.Len())
		if b.Len() > limit {
			t.Errorf("%s has %d bytes compressed, more than %d", entry, b.Len(), limit)
		}
	}
}

// TestScriptFind asks the browser's module and Reader.Find the same about a
// small site of three languages.
func TestScriptFind(t *testing.T) {
	var tasks []findTask
	for _, lang := range []string{"fi", "en", "ar"} {
		for i, text := range ownQueries {
			tasks = append(tasks, findTask{lang, text, search.Options{}}, findTask{lang, text, ownOptions[i%len(ownOptions)]})
		}
	}
	compareFinds(t, ownSite(t), tasks)
}

// TestScriptEvaluation asks both the same about the shared evaluation data: of
// every kind of query some, or all with EVERYTHING in the environment.
func TestScriptEvaluation(t *testing.T) {
	sets := evaluationSets(t)
	var indexes []*search.Index
	var tasks []findTask
	for _, set := range sets {
		indexes = append(indexes, search.Build(set.input()))
		for _, kind := range slices.Sorted(maps.Keys(set.Q)) {
			step := max(1, len(set.Q[kind])/40)
			if everything() {
				step = 1
			}
			for i := 0; i < len(set.Q[kind]); i += step {
				text := set.Q[kind][i].Q
				o := search.Options{Limit: 3}
				if i%3 == 0 {
					text += " " + set.Q[kind][(i*7+3)%len(set.Q[kind])].Q
				}
				if i%5 == 0 {
					o = search.Options{Prefix: true, Limit: 2}
				}
				tasks = append(tasks, findTask{set.Lang, text, o})
			}
		}
	}
	if len(sets) == 0 {
		t.Log("nothing to compare: there is no evaluation data beside this checkout")
		return
	}
	compareFinds(t, indexes, tasks)
}

// A findTask is a question to an index.
type findTask struct {
	Lang, Text string
	Options    search.Options
}

// compareFinds asks the module and the readers, and compares all they say.
func compareFinds(t *testing.T, indexes []*search.Index, tasks []findTask) {
	t.Helper()
	files := site(indexes...)
	folder := writeSite(t, indexes)
	answers := strings.Split(runNode(t, writeDriver(t, folder, findScript), tasks), "\n")
	if len(answers) != len(tasks)+1 {
		t.Fatalf("%d answers for %d questions", len(answers)-1, len(tasks))
	}
	readers := map[string]*search.Reader{}
	reader := func(tag string) *search.Reader {
		if readers[tag] == nil {
			r, err := search.Open(files, tag)
			if err != nil {
				t.Fatal(err)
			}
			readers[tag] = r
		}
		return readers[tag]
	}
	differ, hits := 0, 0
	for i, task := range tasks {
		chain := []*search.Reader{reader(task.Lang)}
		for _, tag := range chain[0].Fallbacks() {
			chain = append(chain, reader(tag))
		}
		want, err := search.FindAcross(chain, task.Text, task.Options)
		if err != nil {
			t.Fatal(err)
		}
		got := &search.Result{}
		if err := json.Unmarshal([]byte(answers[i]), got); err != nil {
			t.Fatalf("%s %q: %v\n%s", task.Lang, task.Text, err, answers[i])
		}
		hits += len(want.Hits)
		if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
			if differ++; differ <= 3 {
				t.Errorf("%s %.200q %+v: reader -, script +\n%s", task.Lang, task.Text, task.Options, d)
			}
		}
	}
	if differ > 0 {
		t.Errorf("%d of %d answers differ", differ, len(tasks))
	}
	t.Logf("%d questions, %d hits", len(tasks), hits)
}

// findScript answers findTasks, with addresses below the root.
const findScript = `
const out = [];
for (const task of read()) {
  const o = task.Options;
  const index = await open("/" + task.Lang + "/");
  const result = await index.find(task.Text, { limit: o.Limit, prefix: o.Prefix, audience: o.Audience, section: o.Section });
  for (const hit of result.hits) for (const link of [hit, ...hit.more]) link.url = link.url.slice(root.length);
  out.push(JSON.stringify(result) + "\n");
}
process.stdout.write(out.join(""));
`

// TestScriptManners holds the module to what its users count on: it answers any
// query, finds in other languages what the own one has not, and tells what is
// wrong when files are.
func TestScriptManners(t *testing.T) {
	folder := writeSite(t, ownSite(t))
	got := runNode(t, writeDriver(t, folder, mannersScript), nil)
	if d := cmp.Diff(strings.Split(mannersWant, "\n"), strings.Split("\n"+got, "\n")); d != "" {
		t.Errorf("want -, got +\n%s", d)
	}
}

const mannersScript = `
const say = (...parts) => process.stdout.write(parts.join(" ") + "\n");
const fails = async (name, work) => say(name + ":", await work().then(() => "no error", (e) => e.name + " " + e.reason));
const first = async (index, query) => (await index.search(query, { limit: 1 })).map((h) => h.lang + " " + h.title + " " + h.match).join();

let index = await open("/fi/");
for (const query of ["", "   ", "?!…", "\ud800", "\udfff\ud800ohje", "x".repeat(10000), "ohje ".repeat(2000), "<script>alert(1)</script>", "אבג ohje شيفت", "-", "'", "__proto__ constructor", undefined, null, 7]) {
  const found = await index.find(query, { limit: 1, prefix: true });
  say("any:", JSON.stringify(query === undefined ? "undefined" : query).slice(0, 30), found.total > 0);
}
say("open without slashes:", await first(await open("fi"), "mentorointi"));
say("defaults:", (await index.search("ohje")).length <= 10);

for (const [lang, query] of [["fi", "mentorointi"], ["fi", "handbook"], ["fi", "الممرضة"], ["ar", "ممرضة"], ["ar", "mentoroinnista"], ["fi", "qwrtplkj"], ["fi", ""]]) {
  const list = await (await open(lang)).elsewhere(query);
  say("elsewhere:", lang, query, list.map((e) => e.lang + " " + e.name + " " + e.dir + " " + e.url.slice(root.length) + " " + e.count + " " + e.hits.map((h) => h.title)).join("; "));
}

const real = fetch;
const missing = { ok: false, status: 404 };
const body = (text) => ({ ok: true, status: 200, text: async () => text });
const broken = async (change, work) => {
  let seen = [];
  globalThis.fetch = async (address, o) => { seen.push((o.cache ?? "default") + " " + String(address).replace(/^.*search\//, "").replace(/[0-9a-f]{12}/, "…")); return (await change(String(address), o.cache ?? "default")) ?? real(address, o); };
  await work(() => seen.splice(0));
  globalThis.fetch = real;
};

await broken((a) => a.includes("index.json") ? missing : undefined, () => fails("no manifest", () => open("/xx/")));
await broken(() => { throw new TypeError("offline"); }, () => fails("no network", () => open("/en/")));
await broken(() => missing, () => fails("no language", () => open("/../")));

// a new module for a fresh memory
const fresh = async () => (await import(module + "?" + Math.random())).open;
await broken((a) => a.endsWith("index.json") ? body(JSON.stringify({ version: 2 })) : undefined, async () => fails("newer", async () => (await fresh())("/fi/")));
await broken((a) => a.endsWith("index.json") ? body("{") : undefined, async () => fails("torn manifest", async () => (await fresh())("/fi/")));
await broken((a) => a.includes("words/") ? body("=x") : undefined, async () => fails("torn description", async () => (await fresh())("/fi/")));

let down = true;
await broken((a) => { if (down && /w\d+\.txt$/.test(a)) throw new TypeError("offline"); }, async () => {
  const i = await (await fresh())("/fi/");
  await fails("offline midway", () => i.find("mentorointi"));
  down = false;
  say("again:", await first(i, "mentorointi"));
});
for (const [name, text] of [["empty", ""], ["page", "<!doctype html>\n<p>\n"], ["cut", "Amentorointi\n"], ["without postings", "Amentorointi\n##\n#\n"], ["of another index", "Amentorointi\n#\n~~~~#\n"]]) {
  down = true;
  await broken((a) => down && /w\d+\.txt$/.test(a) ? body(text) : undefined, async (asked) => {
    const i = await (await fresh())("/fi/");
    await fails("chunk " + name, () => i.find("mentorointi"));
    down = false;
    asked();
    say("again:", await first(i, "mentorointi"), asked().filter((a) => /w\d+/.test(a)).map((a) => a.split(" ")[0]));
  });
}
await broken((a) => /p\d+\.json$/.test(a) ? body("{}") : undefined, async () => {
  const i = await (await fresh())("/fi/");
  await fails("fragment", () => i.find("mentorointi"));
});

// The site is published anew while a page is open.
let gone = true;
await broken((a) => {
  if (a.endsWith("/index.json")) gone = false;
  return gone && /w\d+\.txt$/.test(a) ? missing : undefined;
}, async (asked) => {
  const i = await (await fresh())("/fi/");
  gone = true;
  asked();
  say("published anew:", await first(i, "mentorointi"), asked().filter((a) => a.includes("fi/index")));
});
await broken((a) => /w\d+\.txt$/.test(a) ? missing : undefined, async (asked) => {
  const i = await (await fresh())("/fi/");
  asked();
  await fails("gone for good", () => i.find("mentorointi"));
  say("asked:", asked().filter((a) => a.includes("fi/index")));
});
await broken((a, cache) => cache === "default" && /w\d+\.txt$/.test(a) ? body("kept") : undefined, async () => {
  say("damaged in what the browser keeps:", await first(await (await fresh())("/fi/"), "mentorointi"));
});
let forbidden = true;
await broken((a) => {
  if (a.endsWith("/index.json")) forbidden = false;
  return forbidden && /w\d+\.txt$/.test(a) ? { ok: false, status: 403 } : undefined;
}, async () => {
  const i = await (await fresh())("/fi/");
  forbidden = true;
  say("gone where that is forbidden:", await first(i, "mentorointi"));
});
await broken(async (a) => a.includes("words/") ? body((await (await real(a)).text()).slice(0, 900)) : undefined, async () => fails("half a description", async () => (await fresh())("/fi/")));

// A language answers without those that stand in for it.
for (const part of ["/fi/index.json", "/fi/"]) {
  await broken((a) => a.includes(part) ? missing : undefined, async () => {
    const i = await (await fresh())("/en/");
    say("without a fallback:", await first(i, "mentoring"), (await i.elsewhere("mentoring")).length);
  });
}
`

const mannersWant = `
any: "" false
any: "   " false
any: "?!…" false
any: "\ud800" false
any: "\udfff\ud800ohje" true
any: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxx false
any: "ohje ohje ohje ohje ohje ohje true
any: "<script>alert(1)</script>" true
any: "אבג ohje شيفت" true
any: "-" false
any: "'" false
any: "__proto__ constructor" false
any: "undefined" false
any: null false
any: 7 true
open without slashes: fi Mentorointi form
defaults: true
elsewhere: fi mentorointi 
elsewhere: fi handbook 
elsewhere: fi الممرضة ar العربية rtl ar/search/?q=%D8%A7%D9%84%D9%85%D9%85%D8%B1%D8%B6%D8%A9 2 الإرشاد,دليل الحياة العملية
elsewhere: ar ممرضة 
elsewhere: ar mentoroinnista fi Suomi ltr fi/search/?q=mentoroinnista 2 Mentorointi,Opas työelämään
elsewhere: fi qwrtplkj 
elsewhere: fi  
no manifest: SearchError missing
no network: SearchError network
no language: SearchError missing
newer: SearchError version
torn manifest: SearchError damaged
torn description: SearchError damaged
offline midway: SearchError network
again: fi Mentorointi form
chunk empty: SearchError damaged
again: fi Mentorointi form default
chunk page: SearchError damaged
again: fi Mentorointi form default
chunk cut: SearchError damaged
again: fi Mentorointi form default
chunk without postings: SearchError damaged
again: fi Mentorointi form default
chunk of another index: SearchError damaged
again: fi Mentorointi form default
fragment: SearchError damaged
published anew: fi Mentorointi form no-cache fi/index.json
gone for good: SearchError missing
asked: no-cache fi/index.json
damaged in what the browser keeps: fi Mentorointi form
gone where that is forbidden: fi Mentorointi form
half a description: SearchError damaged
without a fallback: en Mentoring form 0
without a fallback: en Mentoring form 0
`

// writeSite writes indexes and the module into a folder, as a site has them.
func writeSite(t *testing.T, indexes []*search.Index) string {
	t.Helper()
	folder := t.TempDir()
	write := func(path string, data []byte) {
		path = filepath.Join(folder, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for path, file := range site(indexes...) {
		write("search/"+path, file.Data)
	}
	write("search/search.js", moduleCode(t, "search.ts"))
	write("search/words.js", moduleCode(t, "words.ts"))
	write("package.json", []byte(`{"type":"module"}`))
	return folder
}

func moduleCode(t *testing.T, entry string) []byte {
	t.Helper()
	return bundle(t, api.BuildOptions{EntryPoints: []string{filepath.Join(assetFolder(t), entry)}})
}

// writeDriver writes a script that uses the module of a site, from files.
func writeDriver(t *testing.T, folder, script string) string {
	t.Helper()
	file := filepath.Join(folder, "driver.js")
	if err := os.WriteFile(file, []byte(driver+script), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// driver gives a script what it needs: fetch for files, the module, its input.
const driver = `
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
globalThis.fetch = (address) => readFile(new URL(address), "utf8").then(
  (text) => ({ ok: true, status: 200, text: async () => text }),
  () => ({ ok: false, status: 404 }),
);
const module = new URL("search/search.js", import.meta.url).href;
const root = new URL(".", import.meta.url).pathname;
const { open } = await import(module);
const read = () => JSON.parse(readFileSync(0, "utf8"));
`

// ownSite is a site of three languages, Arabic falling back to English and then
// Finnish, with all that an index can have.
func ownSite(t *testing.T) []*search.Index {
	t.Helper()
	var err error
	language := func(tag, name, dir string) search.Input {
		return search.Input{
			Tag: tag, Name: name, Dir: dir, Words: words.For(tag),
			Audiences: []string{"employer", "participant"}, Sections: []string{"mentoring", "path"},
		}
	}
	fi, en, ar := language("fi", "Suomi", "ltr"), language("en", "English", "ltr"), language("ar", "العربية", "rtl")
	fi.Others = []search.Other{{Tag: "en", Name: "English", Dir: "ltr"}, {Tag: "ar", Name: "العربية", Dir: "rtl"}}
	en.Others = []search.Other{{Tag: "fi", Name: "Suomi", Dir: "ltr"}, {Tag: "ar", Name: "العربية", Dir: "rtl"}}
	ar.Others = []search.Other{{Tag: "fi", Name: "Suomi", Dir: "ltr"}, {Tag: "en", Name: "English", Dir: "ltr"}}
	en.Fallbacks, ar.Fallbacks = []string{"fi"}, []string{"en", "fi"}
	if fi.Lexicon, err = words.ReadLexicon(strings.NewReader(ownLexicon), "fi"); err != nil {
		t.Fatal(err)
	}
	fi.Terms.Synonyms = [][]string{{"esihenkilö", "esimies", "päällikkö"}}

	page := func(number int, path, title, summary string, audience, section int, sections ...search.Section) search.Page {
		p := search.Page{Number: number, Path: path, Title: title, Summary: summary, Section: section, Sections: sections}
		if audience >= 0 {
			p.Audiences = []int{audience}
		}
		return p
	}
	plain := func(text string) search.Section { return search.Section{Text: text} }
	fi.Pages = []search.Page{
		page(0, "", "Opas työelämään", "Mentorointi ja perehdytys sosiaali- ja terveysalalla.", -1, -1, plain("Tervetuloa! Tämä opas auttaa esihenkilöä, mentoria ja mentoroitavaa. Työttömyyden jälkeen töihin kaupungin sairaalaan.")),
		page(1, "mentoring/", "Mentorointi", "Mitä mentorointi on ja kenelle se sopii.", 0, 0,
			plain("Mentoroinnilla tarkoitetaan ohjausta työpaikalla.\nTyöelämäohjaaja tapaa mentoroitavan joka kuukausi. Ensimmäisessä tapaamisessa sovitaan tavoitteista; sen jälkeen tavataan kuukausittain, ja vuoden lopussa arvioidaan, mitä on opittu, mitä pitää vielä oppia ja kuka jatkaa ohjaamista seuraavana vuonna."),
			search.Section{ID: "perehdyttajan-tehtavat", Heading: "Perehdyttäjän tehtävät", Terms: []string{"perehdyttäjä"}, Text: "Perehdyttäjä ohjaa uutta työntekijää. Perehdyttäjät tuntevat työyhteisön tavat. Vuosi on pitkä aika, mutta vuonna 2026 EU:n tuki auttaa."},
			search.Section{ID: "esihenkilo", Heading: "Esihenkilön vastuu", Text: "Esihenkilö päättää työajasta. Päällikön tuki on tärkeä: ilman sitä mentori ei ehdi ohjata."}),
		page(2, "path/", "Polku sote-alalle", "", 1, 1, plain("Lähihoitajaksi opiskellaan ammattikoulussa. Sairaanhoitajan tutkinto suoritetaan ammattikorkeakoulussa. Oppisopimuskoulutus on yksi tapa."), search.Section{ID: "kieli", Heading: "Kielitaito", Text: "Suomen kielen taito karttuu työssä. Kielikoulutus työpaikalla; kielten opiskelu. Ks. 病院で働く ja โรงพยาบาล."}),
		page(4, "only-finnish/", "Vain suomeksi: käsikirja", "Tätä sivua ei ole muilla kielillä.", -1, 1, plain("Käsikirjan ohjeet ja lomakkeet. Sivu on vain suomeksi. Handbook.")),
	}
	en.Pages = []search.Page{
		page(0, "", "A guide to working life", "Mentoring and induction.", -1, -1, plain("Welcome! This guide helps line managers, mentors and mentees. The employers' children weren't there; it's fine.")),
		page(1, "mentoring/", "Mentoring", "What mentoring is.", 0, 0, plain("Mentoring means guidance at the workplace. A mentor meets the mentee every month."), search.Section{ID: "perehdyttajan-tehtavat", Heading: "What the inductor does", Text: "She went to the ward and shows the nurses around. Studies and studying."}),
		page(3, "only-english/", "The handbook", "Only in English.", 1, 1, plain("Nursing handbook for participants: nurses, nursing homes, shifts.")),
	}
	ar.Pages = []search.Page{
		page(0, "", "دليل الحياة العملية", "الإرشاد في مكان العمل", -1, -1, plain("أهلاً بكم! هذا الدليل للمرشدين والممرضات والعمال. والكتاب على الطاولة، SHIFT.")),
		page(1, "mentoring/", "الإرشاد", "", 0, 0, plain("المرشد يقابل الممرضة كل شهر في المستشفى. الكتب والمدارس.")),
	}
	// Enough words for several chunks, and a text for several fragments.
	parts := []string{"ka", "ki", "la", "lo", "ma", "mu", "na", "ny", "pa", "pö", "ra", "ri", "sa", "su", "ta", "tä", "va", "vi", "hel", "kor"}
	ends := []string{"lla", "n", "ssa", "ta", "sti", "nen", "ja", "us"}
	var long []search.Section
	for i := range 40 {
		var text strings.Builder
		for j := range 60 {
			n := i*60 + j
			text.WriteString(parts[n%20] + parts[n/20%20] + parts[(n*7+n/400)%20] + ends[n*3%8] + []string{" ", ". ", ", "}[n%3])
		}
		long = append(long, search.Section{ID: fmt.Sprintf("osa-%d", i), Heading: fmt.Sprintf("Osa %d", i), Text: text.String()})
	}
	fi.Pages = append(fi.Pages, page(7, "long/", "Pitkä sivu", "", -1, -1, long...))
	return []*search.Index{search.Build(fi), search.Build(en), search.Build(ar)}
}

const ownLexicon = `Hakusana,Homonymia,Sanaluokka,Taivutustiedot
mentori,,substantiivi,6
vuosi,,substantiivi,27
työ,,substantiivi,19
aika,,substantiivi,9*D
hoitaja,,substantiivi,10
sairaanhoitaja,,substantiivi,
ohjata,,verbi,73*F
hyvä,,adjektiivi,10
`

var ownQueries = []string{
	"mentorointi", "mentoroinnista", "mentoroinin", "perehdyttäjän", "perehdyttajan tehtavat", "ohjaaja", "tyoelamaohjaaja", "työelämä ohjaus",
	"esimiehen", "päälliköllä", "vuonna", "vuosi vuoden", "sairaanhoitajaksi", "hoitaja", "koulu", "koulutus kieli", "kielitaito", "EU:n tuki", "2026", "työ", "t",
	"opas", "Tervetuloa", "sote-alalle", "sote-ala-opas", "ammattikorkeakoulussa", "amattikorkeakoulu", "ammattikorkeakoulusas", "käsikirja", "kasikirja handbook",
	"handbook", "nurse", "nursing", "nurses' shifts", "went", "go", "study", "employer", "child", "weren't", "mentors", "mentro", "mentor xyzzy mentee", "työaika", "työajalla", "sairaanhoitajankoulutus", "kielimentori", "kielikoulu-mentori", "oppisopimusmentoroinnilla", "vuosilomake", "opas qwertyqwerty auttaa", "hanbdook", "guidnace workplace",
	"الكتاب", "كتاب", "ممرضة", "ممرضات", "مرشد", "المستشفى", "مستشفي", "عمال", "SHIFT العمال", "مدرسة",
	"病院", "病", "โรงพยาบาล", "โ", "kakalakalla", "lakimuta", "nakari", "korpahelnen", "karpahelnen", "osa 12", "helkorkor", "äö", "xyzzy", "kala", "ka", "tä",
	"", " ", "?!", "<script>alert('x')</script>", "a-b -c- --", "mentorointi mentorointi perehdytys", "x" + "mentorointi",
	"Mentorointi, perehdytys ja ohjaus: mitä vuoden lopussa arvioidaan ja kuka jatkaa ohjaamista seuraavana vuonna työpaikalla kuukausittain tavoitteista",
	strings.Repeat("opas ", 500) + "mentori", strings.Repeat("a", 3000), "👩‍⚕️ sairaala 𐐀𐐁", "\u202bopas\u202c שלום opas", "ohjaa\u00admi\u00adsesta",
}

var ownOptions = []search.Options{
	{Limit: 2}, {Prefix: true}, {Prefix: true, Limit: 1}, {Audience: "employer"}, {Section: "path", Prefix: true}, {Audience: "participant", Section: "path"}, {Audience: "nobody"}, {Section: "nowhere"},
}

// TestScriptKnobs compares the numbers that are tuned: those of the browser's
// module stand under the same names in the program.
func TestScriptKnobs(t *testing.T) {
	read := func(path string) string {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	here := map[string]string{}
	program := regexp.MustCompile(`(?m)^(?:\t|const )([a-z]\w*(?:, \w+)*) *= ([\d.]+(?:, [\d.]+)*)(?: *//.*)?$`)
	for _, file := range []string{"rank.go", "match.go", "split.go", "number.go", "find.go", "excerpt.go"} {
		for _, m := range program.FindAllStringSubmatch(read(file), -1) {
			values := strings.Split(m[2], ", ")
			for i, name := range strings.Split(m[1], ", ") {
				here[name] = strings.TrimSuffix(values[i], ".0")
			}
		}
	}
	n := 0
	module := regexp.MustCompile(`(?m)^const (\w+) = ([\d.]+);`)
	for _, file := range []string{"rank.ts", "match.ts", "typo.ts", "excerpt.ts", "site.ts"} {
		for _, m := range module.FindAllStringSubmatch(read(filepath.Join(assetFolder(t), "search", file)), -1) {
			if want, ok := here[m[1]]; ok {
				n++
				if m[2] != want {
					t.Errorf("%s: %s = %s, here it is %s", file, m[1], m[2], want)
				}
			}
		}
	}
	if n < 30 {
		t.Errorf("only %d numbers have the same name on both sides", n)
	}
}
