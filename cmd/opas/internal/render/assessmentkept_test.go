package render_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/score"
)

// TestResponseRoundTrip: state -> file -> state, and the same bytes from the
// same state.
func TestResponseRoundTrip(t *testing.T) {
	list := takings(21, 300)
	type received struct {
		Instrument   string
		Run          run
		UnknownItems []string
		Why          string
	}
	type file struct {
		Text  string
		Again string
		Read  received
	}
	got := ask[[]file](t, `list => list.map(k => {
		const write = run => response.write(k.instrument, run, score.score(k.instrument, answers.answersOf(run)));
		const text = write(k.run);
		const read = response.read("\ufeff" + text, list.map(o => o.instrument));
		return { text, again: write(read.run), read };
	})`, list)
	for i, k := range list {
		g := got[i]
		want := k.Run
		want.Copied = ""
		want.Answers = map[string]stamped{}
		for item, value := range k.handed() {
			want.Answers[item] = stamped{value, g.Read.Run.Answers[item].At}
		}
		if diff := cmp.Diff(received{k.Instrument.ID, want, []string{}, ""}, g.Read); diff != "" {
			t.Fatalf("taking %d, %s:\n%s", i, g.Text, diff)
		}
		if g.Again != g.Text {
			t.Fatalf("taking %d: written again, the file differs:\n%s", i, cmp.Diff(g.Text, g.Again))
		}
		if strings.Contains(g.Text, "omin sanoin") {
			t.Fatalf("taking %d: the file has words of one's own", i)
		}
	}
}

// fileOf is a file as this program writes it, changed key by key; a nil deletes one.
func fileOf(t *testing.T, k taking, changes map[string]any) string {
	t.Helper()
	text := ask[string](t, `k => response.write(k.instrument, k.run, score.score(k.instrument, answers.answersOf(k.run)))`, k)
	var file map[string]any
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		t.Fatal(err)
	}
	for key, value := range changes {
		if file[key] = value; value == nil {
			delete(file, key)
		}
	}
	data, err := json.Marshal(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestResponseRefusals: what is damaged, foreign, newer or too large is refused,
// and what an instrument does not have is left out and named.
func TestResponseRefusals(t *testing.T) {
	list := takings(22, 4)
	k := list[2]
	private := *list[3].Instrument
	private.Private = true
	all := []*score.Instrument{list[0].Instrument, list[2].Instrument, &private}
	type object = map[string]any
	item := k.Instrument.Items[0].ID
	for _, c := range []struct {
		name, text, want string
	}{
		{"a good file", fileOf(t, k, nil), ""},
		{"no JSON", "{", "damaged"},
		{"nothing", "", "damaged"},
		{"null", "null", "damaged"},
		{"a list", "[]", "damaged"},
		{"another program's", `{"format":"survey/answers","formatVersion":1}`, "damaged"},
		{"newer", fileOf(t, k, object{"formatVersion": 2, "answers": "elsewhere"}), "newer"},
		{"a version of its own", fileOf(t, k, object{"formatVersion": "1"}), "damaged"},
		{"version nought", fileOf(t, k, object{"formatVersion": 0}), "damaged"},
		{"unknown here", fileOf(t, k, object{"instrument": "somebody-elses"}), "unknown"},
		{"a prototype's name", fileOf(t, k, object{"instrument": "__proto__"}), "unknown"},
		{"no instrument", fileOf(t, k, object{"instrument": nil}), "damaged"},
		{"private here", fileOf(t, k, object{"instrument": private.ID}), "private"},
		{"another version", fileOf(t, k, object{"instrumentVersion": k.Instrument.Version + 1}), "version"},
		{"a broken version", fileOf(t, k, object{"instrumentVersion": 1.5}), "damaged"},
		{"no hash", fileOf(t, k, object{"instrumentHash": nil}), "damaged"},
		{"no answers", fileOf(t, k, object{"answers": nil}), "damaged"},
		{"a list of answers", fileOf(t, k, object{"answers": []string{item}}), "damaged"},
		{"a strange language", fileOf(t, k, object{"language": "<b>"}), "damaged"},
		{"three languages", fileOf(t, k, object{"languages": []string{"fi", "en", "ar"}}), "damaged"},
		{"languages of numbers", fileOf(t, k, object{"languages": []int{1}}), "damaged"},
		{"another view", fileOf(t, k, object{"view": "boss"}), "damaged"},
		{"another occasion", fileOf(t, k, object{"occasion": "later"}), "damaged"},
		{"no such day", fileOf(t, k, object{"takenAt": "2026-13-41"}), "damaged"},
		{"no beginning", fileOf(t, k, object{"started": ""}), "damaged"},
		{"a long run", fileOf(t, k, object{"run": strings.Repeat("a", 41)}), "damaged"},
		{"markup for a run", fileOf(t, k, object{"run": "<img>"}), "damaged"},
		{"scores that lie", fileOf(t, k, object{"scores": object{"dimension-0": object{"score": 100}}}), ""},
		{"as large as may be", fileOf(t, k, object{"more": strings.Repeat("x", 1<<20-len(fileOf(t, k, object{"more": ""})))}), ""},
		{"a byte larger", fileOf(t, k, object{"more": strings.Repeat("x", 1<<20-len(fileOf(t, k, object{"more": ""}))+1)}), "large"},
		{"larger in bytes than in characters", fileOf(t, k, object{"more": strings.Repeat("ä", 1<<19)}), "large"},
	} {
		if got := ask[decoded](t, `([text, all]) => response.read(text, all)`, []any{c.text, all}); got.Why != c.want {
			t.Errorf("%s: refused as %q, want %q", c.name, got.Why, c.want)
		}
	}
	own := ask[decoded](t, `([text, all]) => {
		const instrument = { ...all[1], items: [...all[1].items, { id: "own", type: "text", page: "page", set: "", dimension: "" }] };
		const read = response.read(text.replace('"answers":{', '"answers":{"own":"omin sanoin",'), [instrument]);
		return { answers: "own" in read.run.answers || read.unknownItems.includes("own") ? {} : { gone: true } };
	}`, []any{fileOf(t, k, nil), all})
	if own.Answers["gone"] != true {
		t.Error("words of one's own are taken from a file")
	}
	strange := `{"__proto__":"option-1","constructor":["a"],"toString":{"a":1},"gone-item":"option-1"}`
	if got := ask[[]string](t, `([text, all]) => Object.keys(response.read(text, all).run.answers)`, []any{fileOf(t, k, object{"answers": json.RawMessage(strange)}), all}); len(got) > 0 {
		t.Errorf("taken over: %q", got)
	}
	if got := ask[[]string](t, `([text, all]) => response.read(text, all).unknownItems`, []any{fileOf(t, k, object{"answers": json.RawMessage(strange)}), all}); len(got) != 4 {
		t.Errorf("unknown: %q", got)
	}
}

// FuzzResponse: no file makes the reader throw, and what it takes it would write
// and read again as the same.
func FuzzResponse(f *testing.F) {
	list := takings(23, 3)
	for _, text := range []string{
		"", "{}", "null", "[", `{"format":"opas/assessment-response"}`, `{"format":"opas/assessment-response","formatVersion":1e99}`, "\x00", "[[[[[[[[[[[[[[[[",
		`{"format":"opas/assessment-response","formatVersion":1,"instrument":"check-0","instrumentVersion":1,"answers":{"__proto__":null}}`,
		strings.Repeat("[", 100_000), `{"__proto__":{"format":"opas/assessment-response"}}`, `"\ud800"`,
	} {
		f.Add(text, "run", `"\ud800"`)
	}
	for _, key := range []string{"format", "instrument", "instrumentVersion", "instrumentHash", "language", "languages", "view", "occasion", "started", "takenAt", "answers", "scores"} {
		for _, value := range []string{"null", "[]", "{}", "1e999", `"__proto__"`, `{"item-0":{}}`, `{"item-0":["option-1","option-1"]}`, `"2026-02-30"`, "true"} {
			f.Add("", key, value)
		}
	}
	f.Fuzz(func(t *testing.T, text, key, value string) {
		if got := ask[string](t, `([list, text, key, value]) => {
			const all = list.map(k => k.instrument);
			const write = (k, run) => response.write(k.instrument, run, score.score(k.instrument, answers.answersOf(run)));
			const whole = write(list[0], list[0].run);
			// A key of a good file with another value, as text, so that nothing of it is mended on the way.
			const changed = whole.replace(new RegExp('\n  "' + key.replace(/\W/g, "") + '": '), () => '\n  "' + key.replace(/\W/g, "") + '": ' + value + ',\n  "was": ');
			for (const input of [text, changed, whole.slice(0, text.length), text + whole, whole.replace(/option-\d/, () => text)]) {
				const found = response.read(input, all);
				if ("why" in found) {
					if (!["large", "damaged", "newer", "unknown", "version", "private"].includes(found.why)) return JSON.stringify(found);
					continue;
				}
				const k = list.find(o => o.instrument.id === found.instrument);
				const again = response.read(write(k, found.run), all);
				// The hash is that of the instrument as it is here.
				if (JSON.stringify(again.run) !== JSON.stringify({ ...found.run, hash: k.instrument.hash })) return JSON.stringify([found, again]);
			}
			return "";
		}`, []any{list, text, key, value}); got != "" {
			t.Errorf("%q %q %q: %s", text, key, value, got)
		}
	})
}

// TestMergeLaws: merging two runs, or two entries, gives the same in whatever
// order it is done and however often, and of each answer the newest.
func TestMergeLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(24, 24))
	var triples [][3]map[string]any
	for _, k := range takings(24, 150) {
		var triple [3]map[string]any
		for i := range triple {
			data, err := json.Marshal(k.Run)
			if err != nil {
				t.Fatal(err)
			}
			var copied map[string]any
			if err := json.Unmarshal(data, &copied); err != nil {
				t.Fatal(err)
			}
			given := copied["answers"].(map[string]any)
			for _, item := range slices.Sorted(maps.Keys(given)) {
				switch r.IntN(4) {
				case 0:
					delete(given, item)
				case 1:
					given[item] = map[string]any{"value": []any{nil, "option-0", []string{"option-1"}}[r.IntN(3)], "at": 1_760_000_000_000 + r.IntN(3)}
				}
			}
			copied["language"] = []string{"fi", "en", "ar"}[r.IntN(3)]
			copied["second"] = []string{"", "en"}[r.IntN(2)]
			copied["started"] = []string{"2026-11-20T08:00:00.000Z", "2026-11-20T08:00:00.001Z"}[r.IntN(2)]
			copied["finished"] = []string{"", "2026-11-22T09:30:00.000Z", "2026-11-23T09:30:00.000Z"}[r.IntN(3)]
			if r.IntN(2) == 0 {
				copied[[]string{"later", "unknown"}[r.IntN(2)]] = r.IntN(3)
			}
			triple[i] = copied
		}
		triples = append(triples, triple)
	}
	for i, broken := range ask[[][]string](t, `list => list.map(([a, b, c]) => {
		const text = value => JSON.stringify(value);
		const laws = (m, a, b, c) => ({
			"both orders": text(m(a, b)) === text(m(b, a)),
			"both nestings": text(m(m(a, b), c)) === text(m(a, m(b, c))),
			"twice": text(m(m(a, b), b)) === text(m(a, b)) && text(m(m(a, a), a)) === text(m(a, a)),
			"begun": m(a, b).started === (a.runs ? undefined : [a.started, b.started].sort()[0]),
			"newest": [a, b].every(r => Object.keys(r.answers ?? {}).every(item => m(a, b).answers[item].at >= r.answers[item].at)),
		});
		const other = { ...c, id: "another", started: "2026-11-19T00:00:00.000Z" };
		const entries = [[a, other], [b], [c, other]].map((runs, i) => ({ ...run.entryOf("x", runs), ["key" + i]: i }));
		return [laws(run.merge, a, b, c), laws(run.mergeEntries, ...entries)].flatMap(l => Object.keys(l).filter(name => !l[name]));
	})`, triples) {
		if len(broken) > 0 {
			t.Errorf("runs %d: %q", i, broken)
		}
	}
}

// TestRuns: beginning, answering and taking back.
func TestRuns(t *testing.T) {
	in := takings(25, 1)[0].Instrument
	got := ask[[]any](t, `instrument => {
		let made = run.begin(instrument, "self", "start", "ar", 1795000000000, () => 0.999999);
		const empty = made.started + made.id + made.finished + Object.keys(made.answers).length;
		made = run.give(made, "constructor", "a", 1000);
		made = run.give(made, "constructor", "b", 500); // the clock was put back
		const newest = run.merge(made, run.give(run.begin(instrument, "self", "start", "ar", 0, () => 0.999999), "constructor", "a", 1000));
		const back = run.give(made, "constructor", null, 2000);
		return [empty, newest.answers.constructor.value, Object.keys(answers.answersOf(back)).length, run.merge(made, back).answers.constructor.value];
	}`, in)
	if diff := cmp.Diff([]any{"2026-11-18T11:06:40.000Zzzzzzzzzzzzzzzzz0", "b", 0.0, nil}, got); diff != "" {
		t.Error(diff)
	}
}

// goodEntry is an entry of the storage with keys that this version does not know.
const goodEntry = `{"version":1,"instrument":"x","runs":[{"id":"a","instrument":"x","version":1,"hash":"00000000","view":"self","occasion":"","language":"fi","second":"","started":"2026-11-22T00:00:00.000Z","finished":"","copied":"","answers":{"q":{"value":"no","at":5},"w":{"value":null,"at":6}},"mood":"good"}],"extra":[1]}`

// TestEntries: what a browser keeps comes back whole, with keys that this
// version does not know; what is damaged or newer is told apart.
func TestEntries(t *testing.T) {
	for text, want := range map[string]string{
		goodEntry: goodEntry,
		`{"version":1,"instrument":"x","runs":[]}`: `{"version":1,"instrument":"x","runs":[]}`,
		`{"version":2,"runs":"elsewhere"}`:         "newer",
		`{"version":1e9}`:                          "newer",
		"":                                         "damaged",
		"{":                                        "damaged",
		"null":                                     "damaged",
		"[]":                                       "damaged",
		`"1"`:                                      "damaged",
		`{"version":"1","instrument":"x","runs":[]}`:             "damaged",
		`{"version":0,"instrument":"x","runs":[]}`:               "damaged",
		`{"version":1.5,"instrument":"x","runs":[]}`:             "damaged",
		`{"version":1,"instrument":"x","runs":{}}`:               "damaged",
		`{"version":1,"instrument":"x","runs":[null]}`:           "damaged",
		`{"version":1,"instrument":"x","runs":[{}]}`:             "damaged",
		strings.Replace(goodEntry, `"no"`, "1", 1):               "damaged",
		strings.Replace(goodEntry, `"no"`, `[["no"]]`, 1):        "damaged",
		strings.Replace(goodEntry, `"at":5`, `"at":"5"`, 1):      "damaged",
		strings.Replace(goodEntry, `"fi"`, `null`, 1):            "damaged",
		`{"__proto__":{"version":1,"instrument":"x","runs":[]}}`: "damaged",
		goodEntry + strings.Repeat(" ", 2_000_000):               "damaged",
		strings.Repeat("[", 100_000):                             "damaged",
	} {
		if got := ask[string](t, `text => { const e = run.parseEntry(text); return typeof e === "string" ? e : run.writeEntry(e); }`, text); got != want {
			t.Errorf("%.60s... gives %.60s..., want %.60s...", text, got, want)
		}
	}
	got := ask[[]string](t, `text => {
		// Versions 2 and 3 of a format that this program might have one day.
		const chain = [
			old => ({ ...old, runs: old.runs.map(r => ({ ...r, view: r.view === "self" ? "mentee" : r.view })) }),
			old => ({ ...old, runs: old.runs.map(r => ({ ...r, room: r.mood })) }),
		];
		const before = JSON.parse(text);
		const old = JSON.stringify(before);
		const now = run.parseEntry(text, chain);
		return [
			JSON.stringify(run.migrate(before, chain)) === JSON.stringify(now), JSON.stringify(before) === old, // pure
			now.version, now.runs[0].view, now.runs[0].room, now.runs[0].mood, now.extra,
			run.parseEntry(text.replace('"version":1', '"version":2'), chain).runs[0].view, // only the second step
			run.parseEntry(text.replace('"version":1', '"version":3'), chain).runs[0].room,
			run.parseEntry(text.replace('"version":1', '"version":4'), chain),
			run.parseEntry(text.replace('"runs":[', '"runs":7,"old":['), chain),
		].map(String);
	}`, goodEntry)
	if diff := cmp.Diff([]string{"true", "true", "3", "mentee", "good", "good", "1", "self", "undefined", "newer", "damaged"}, got); diff != "" {
		t.Errorf("migrating:\n%s", diff)
	}
}

// FuzzEntry: no text in the storage makes the reader throw or touches a
// prototype, and an entry that it takes comes back from merging as it was.
func FuzzEntry(f *testing.F) {
	f.Add(goodEntry, "")
	for _, text := range []string{"", "{", `{"version":1}`, `{"version":1,"instrument":"__proto__","runs":[]}`, `{"version":1,"instrument":"x","runs":[],"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}`, strings.Repeat(`{"a":`, 50_000)} {
		f.Add(text, "")
	}
	for _, part := range []string{`"q"`, `"no"`, `"at":5`, `"self"`, `[1]`, `{"value":null,"at":6}`, `"answers"`} {
		for _, with := range []string{`"__proto__"`, "null", "[]", "1e999", `{"__proto__":{"polluted":1}}`, `"\ud800"`} {
			f.Add(strings.Replace(goodEntry, part, with, 1), part)
		}
	}
	f.Fuzz(func(t *testing.T, text, more string) {
		if got := ask[string](t, `([text, more, good]) => {
			for (const input of [text, more, text + more, good.slice(0, text.length) + more, good.replace('"good"', () => text), good.replace('"q"', () => JSON.stringify(more))]) {
				const entry = run.parseEntry(input);
				if ({}.polluted !== undefined) return "polluted by " + input;
				if (typeof entry === "string") {
					if (entry !== "damaged" && entry !== "newer") return entry;
					continue;
				}
				for (const r of entry.runs) answers.answersOf(r);
				const once = run.mergeEntries(entry, entry);
				const again = run.parseEntry(run.writeEntry(once));
				if (typeof again === "string" || JSON.stringify(run.mergeEntries(again, again)) !== JSON.stringify(once)) return "not the same: " + run.writeEntry(once);
			}
			return "";
		}`, []string{text, more, goodEntry}); got != "" {
			t.Errorf("%q %q: %s", text, more, got)
		}
	})
}

// TestStore: what becomes of answers in a storage that is switched off, full,
// damaged, newer, or in the hands of another tab.
func TestStore(t *testing.T) {
	k := takings(26, 1)[0]
	for _, c := range []struct{ name, script, want string }{
		{"first", `one.load().state + one.save(r) + one.load().state + Object.keys(one.load().entry.runs[0].answers).length`, fmt.Sprint("emptykeptok", len(k.Run.Answers))},
		{"under the site's key", `one.save(r) + store.keyOf("/opas/", "x") + Object.keys(items)`, "kept/opas/#selfcheck:x/opas/#selfcheck:x"},
		{"two tabs, two answers", `one.save(r); two.load(); one.save(run.give(r, "a", "1", 9e12)) + two.save(run.give(r, "b", "2", 9e12)) + stored().runs[0].answers.a.value + stored().runs[0].answers.b.value`, "keptkept12"},
		{"two runs", `one.save(r) + two.save(later) + stored().runs.length + one.save(r) + stored().runs.length`, "keptkept2kept2"},
		{"language of who writes", `one.save({ ...r, language: "fi" }); two.save({ ...r, language: "ar", second: "en" }); stored().runs[0].language + stored().runs[0].second`, "aren"},
		{"unknown keys stay", `items[key] = good.replace('"id":"a"', '"id":"' + r.id + '"'); one.save(r) + stored().extra + stored().runs[0].mood + stored().runs.length`, "kept1good1"},
		{"deleted by another", `one.save(r); two.load(); one.remove() + two.save(r) + (key in items)`, "truegonefalse"},
		{"deleted by another, then a new run", `one.save(r); two.load(); one.remove(); two.save(r) + two.save(later) + two.save(r) + stored().runs.length`, "gonekeptgone1"},
		{"deleted and begun anew by another", `one.save(r); two.load(); one.remove(); one.save(later) + two.save(r) + stored().runs.map(x => x.id)`, "keptgonelater"},
		{"deleted by itself", `one.save(r); one.remove() + one.load().state + one.save(later) + one.save(r) + stored().runs.length`, "trueemptykeptgone1"},
		{"damaged", `items[key] = "{"; one.load().state + one.save(r) + items[key] + one.remove() + one.save(r)`, "damageddamaged{truekept"},
		{"newer", `items[key] = '{"version":2}'; one.load().state + one.save(r) + items[key]`, `newernewer{"version":2}`},
		{"damaged meanwhile", `one.save(r); items[key] = "nonsense"; one.save(r) + items[key]`, "damagednonsense"},
		{"full", `full = new DOMException("no room", "QuotaExceededError"); one.save(r) + one.load().state`, "fullempty"},
		{"full as Firefox says it", `full = Object.assign(new Error(), { name: "NS_ERROR_DOM_QUOTA_REACHED" }); one.save(r)`, "full"},
		{"full later", `one.save(r); const before = items[key]; full = new DOMException("no room", "QuotaExceededError"); one.save(later) + (items[key] === before)`, "fulltrue"},
		{"full and tried again", `full = new DOMException("no room", "QuotaExceededError"); one.save(r); full = null; one.save(r)`, "kept"},
		{"not writable", `full = new DOMException("no", "SecurityError"); one.save(r)`, "blocked"},
		{"switched off", `blocked = true; one.load().state + one.save(r) + one.remove()`, "blockedblockedfalse"},
		{"switched off on the way", `one.save(r); blocked = true; one.save(r)`, "blocked"},
		{"no storage at all", `const none = new store.Store(() => null, key); none.load().state + none.save(r) + none.remove()`, "blockedblockedfalse"},
	} {
		// The last expression of the script is what it says.
		cut := strings.LastIndex(c.script, "; ") + 1
		got := ask[string](t, `([r, good]) => {
			const key = store.keyOf("/opas/", "x"), items = {};
			let full = null, blocked = false;
			const storage = {
				getItem: name => items[name] ?? null,
				setItem: (name, text) => { if (full) throw full; items[name] = text; },
				removeItem: name => { delete items[name]; },
			};
			const open = () => { if (blocked) throw new DOMException("denied", "SecurityError"); return storage; };
			const one = new store.Store(open, key), two = new store.Store(open, key);
			const later = { ...r, id: "later", started: "2027-01-01T00:00:00.000Z" };
			const stored = () => JSON.parse(items[key]);
			`+c.script[:cut]+` return String(`+c.script[cut:]+`);
		}`, []any{k.Run, goodEntry})
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
