/**
 * Finds the entries of an index that answer the words of a query: match.go of the
 * room search does the same.
 */
import { decodePostings, middle, tail, type Entry } from "./decode";
import type { Analysis, Edition } from "./load";
import { near } from "./typo";
import { agreement } from "./words";

/** How an entry was found, the best first. */
export const enum Tier { form, lexeme, part, typo, beginning }

export interface Found {
  readonly entry: Entry;
  readonly tier: Tier;
  readonly match: number;
}

/** A word of the query with what was found for it, in the order of the index. */
export interface QueryWord {
  readonly form: string;
  /** It may be the beginning of a word. */
  open: boolean;
  hits?: readonly Found[] | undefined;
  /** What it was taken for, if not for itself. */
  corrected?: string;
}

// The knobs of match.go.
const wellFound = 0.1;
const lemmaFloor = 0.01;
const partLemmas = 0.6;
const partCut = 0.006;
const synonymFrom = 0.2;
const synonymWeight = 0.9;
const prefixChunks = 4;
const maxQuery = 2000;
const maxWords = 16;
const keepBut = 3;
const quality: readonly number[] = [0.15, 0.5, 1];

/**
 * The words of a query, each once, with what answers them. With prefix the last
 * may be a beginning; strictly, none is taken for another that is spelled alike.
 */
export async function findWords(edition: Edition, query: string, prefix: boolean, strictly: boolean): Promise<QueryWord[]> {
  const language = edition.language;
  const plain = edition.plain;
  const text = query.slice(0, maxQuery);
  const list: QueryWord[] = [];
  const add = (form: string, open: boolean, from: number): void => {
    const i = list.findIndex((w) => w.form === form);
    const known = list[i];
    if (known && open && !known.open) {
      known.open = true;
      if (i >= from) known.hits = undefined;
    }
    if (!known && list.length < maxWords) list.push({ form, open });
  };
  const tokens = language.tokens(text);
  tokens.forEach((t, i) => add(t.form, prefix && !tokens[i + 1] && t.end === text.length, 0));
  for (;;) {
    await Promise.all(list.map(async (w) => (w.hits = w.hits ?? (await lookUp(w)))));
    const i = list.findIndex((w) => !w.hits![0] && w.form.includes("-"));
    if (i < 0) return list;
    // What is not found with its hyphens is looked for in parts.
    const whole = list.splice(i, 1)[0]!;
    const parts = whole.form.split("-");
    for (const part of parts) if (part) add(part, whole.open && part === parts[parts.length - 1], i);
  }

  async function lookUp(w: QueryWord): Promise<Found[]> {
    let own = await understand(w.form);
    if (w.open) own = own.concat(await beginnings(w.form, own));
    if (!strictly && bestMatch(own) < wellFound && !seen(own, w.form) && !own.some((f) => f.tier === Tier.beginning)) {
      const meant = await typos(w);
      if (meant[0]) own = meant;
    }
    if (!w.corrected) own = await withSynonyms(own, w.form);
    return own.sort((a, b) => a.entry.place - b.entry.place);
  }

  /** Finds the forms of a word, and of words that differ from it only by marks. */
  async function understand(form: string): Promise<Found[]> {
    const own = await search(form, plain);
    if (seen(own, form)) return own;
    const well = bestMatch(own) >= wellFound;
    const fold = language.fold(form);
    const forms = (await entries([fold])).filter((e) => e.key === fold && !e.alias && e.kind < middle).map((e) => e.form);
    let alike: Found[] = [];
    for (const other of new Set(forms)) alike = unite(alike, await search(other, plain));
    if (alike[0]) return well ? unite(own, alike) : alike;
    if (well) return own;
    const typed = await search(fold, edition.folded);
    return bestMatch(typed) >= wellFound ? unite(typed, own) : own;
  }

  /** Finds the entries that share a lemma with a form. */
  async function search(form: string, analysis: Analysis): Promise<Found[]> {
    const readings = analysis.readings(form);
    const best = Math.max(...readings.map((r) => r.weight));
    const strong = readings.filter((r) => r.weight >= partLemmas * best);
    const ranges = [language.fold(form)];
    for (const r of readings) {
      // The beginning that every form of the lemma has, or else stands beside it as an alias.
      const letters = Array.from(language.fold(r.lemma));
      if (r.weight >= lemmaFloor && letters[0] !== "=") ranges.push(letters.slice(0, Math.max(2, letters.length - keepBut)).join(""));
    }
    const found: Found[] = [];
    const add = (entry: Entry, tier: Tier, match: number, from: number): boolean => match >= from && found.push({ entry, tier, match }) > 0;
    for (const e of await entries(ranges)) {
      const same = e.form === form || analysis.key(e.form) === form;
      const certain = quality[(e.kind - tail) % 3]!;
      if (e.kind >= tail) {
        add(e, Tier.part, same ? certain : agreement(strong, e.kind < middle ? analysis.readings(e.form) : analysis.heads(e.form)) * certain, same ? 0 : partCut);
      } else if (!add(e, Tier.form, same ? 1 : 0, 1) && !add(e, Tier.lexeme, agreement(readings, analysis.readings(e.form)), language.match)) {
        const heads = e.splits.map((s) => agreement(strong, analysis.heads(e.form.slice(0, s.at).replace(/-+$/, ""))) * quality[s.level]!);
        add(e, Tier.part, Math.max(...heads), partCut);
      }
    }
    return unite(found, []);
  }

  /** The forms that begin with a form, but for those already found. */
  async function beginnings(form: string, own: readonly Found[]): Promise<Found[]> {
    const fold = language.fold(form);
    // Scripts without spaces, and all that stand behind them, say much with one letter.
    if (!fold || (Array.from(fold).length < 2 && fold < "\u0E00")) return [];
    const known = new Set(own.map((f) => f.entry.kind < tail && f.entry.form));
    const list = await edition.entries(chunksOf(edition, [fold]).slice(0, prefixChunks));
    const more = list.filter((e) => !e.alias && e.kind < tail && e.key !== fold && e.key.startsWith(fold) && !known.has(e.form));
    return more.map((entry) => ({ entry, tier: Tier.beginning, match: 1 }));
  }

  /** Finds the forms that were perhaps meant, and takes the word for the most frequent of them. */
  async function typos(w: QueryWord): Promise<Found[]> {
    const letters = Array.from(language.fold(w.form));
    let list: Found[] = [];
    let most = 0;
    if (letters.length < 4 || number.test(w.form)) return list;
    for (const e of await near(edition, letters)) {
      const frequency = decodePostings(e, edition.lengths.length).length;
      if (frequency > most) w.corrected = e.form;
      most = Math.max(most, frequency);
      const found = (await search(e.form, plain)).filter((f) => f.tier !== Tier.part || f.entry.form === e.form);
      list = unite(list, found.map((f) => ({ entry: f.entry, tier: Tier.typo, match: f.match })));
    }
    return list;
  }

  /** Adds what the synonyms of a word find. */
  async function withSynonyms(list: Found[], form: string): Promise<Found[]> {
    let all = list;
    for (const group of edition.manifest.synonyms) {
      const own = group.find((s) => s === form || agreement(plain.readings(form), plain.readings(s)) >= synonymFrom);
      for (const other of own ? group : []) {
        if (other === own) continue;
        const found = await search(other, plain);
        all = unite(all, found.map((f) => ({ entry: f.entry, tier: Math.max(f.tier, Tier.lexeme), match: f.match * synonymWeight })));
      }
    }
    return all;
  }

  /** The entries whose key begins with one of the ranges, in order. */
  async function entries(ranges: readonly string[]): Promise<Entry[]> {
    return (await edition.entries(chunksOf(edition, ranges))).filter((e) => ranges.some((r) => e.key.startsWith(r)));
  }
}

const number = /\p{N}/u;

/** The query with the words that were taken for others replaced, "" if there are none. */
export function correctedQuery(edition: Edition, query: string, words: readonly QueryWord[]): string {
  const text = query.slice(0, maxQuery);
  let corrected = "";
  let at = 0;
  for (const t of edition.language.tokens(text)) {
    const word = words.find((w) => w.form === t.form && w.corrected);
    if (!word) continue;
    corrected += text.slice(at, t.start) + word.corrected;
    at = t.end;
  }
  return corrected && corrected + text.slice(at);
}

/** The chunks that can hold keys that begin with one of the ranges. */
export function chunksOf(edition: Edition, ranges: readonly string[]): number[] {
  const list: number[] = [];
  edition.keys.forEach((key, i) => {
    const next = edition.keys[i + 1];
    if (ranges.some((r) => (key <= r || key.startsWith(r)) && !(next! <= r))) list.push(i);
  });
  return list;
}

/** The list, and what it has not, or not in so good a tier or with so great a match. An alias is the same as its form. */
function unite(list: readonly Found[], more: readonly Found[]): Found[] {
  const all = new Map<string, Found>();
  for (const f of list.concat(more)) {
    const key = Math.max(f.entry.kind, 1) + f.entry.form;
    const known = all.get(key);
    // A key that is set again keeps its place.
    if (!known || f.tier < known.tier || (f.tier === known.tier && f.match > known.match)) all.set(key, f);
  }
  return Array.from(all.values());
}

function seen(list: readonly Found[], form: string): boolean {
  return list.some((f) => f.entry.form === form);
}

/** The greatest match, beginnings aside. */
function bestMatch(list: readonly Found[]): number {
  return Math.max(0, ...list.map((f) => (f.tier === Tier.beginning ? 0 : f.match)));
}
