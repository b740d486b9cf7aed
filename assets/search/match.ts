/**
 * Finds the entries of an index that answer the words of a query: match.go of the
 * room search does the same.
 */
import { middle, postingsOf, tail, type Entry } from "./decode";
import type { Analysis, Edition } from "./load";
import { near } from "./typo";
import type { Reading } from "./words";

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
  /** It is most likely one that says how others belong together. */
  function?: boolean;
  hits?: readonly Found[];
  /** What to ask for in its place, where nothing is known of it but its parts. */
  parts?: readonly string[];
  /** What it was taken for, if not for itself. */
  corrected?: string;
}

// The knobs of match.go.
const wellFound = 0.2;
const lemmaFloor = 0.01;
const synonymFrom = 0.2;
const synonymWeight = 0.9;
const prefixChunks = 4;
const maxQuery = 2000;
const maxWords = 16;
const keepBut = 3;
const keepLeast = 3;
const leastPart = 3;
const mostHeads = 4;
const leastLetters: readonly number[] = [0, 4, 8]; // by edits

// Those of compound.go of the room words: which readings of a word look for
// parts, from which match on, and how much a part counts by its certainty.
const partLemmas = 0.9;
const partMatchFrom = 0.02;
const tailWeights: readonly number[] = [0.1, 0.35, 1];
const headWeight = 0.03125;

/**
 * The words of a query, each once, with what answers them. With prefix the last
 * may be a beginning; strictly, none is taken for another that is spelled alike.
 */
export async function findWords(edition: Edition, query: string, prefix: boolean, strictly: boolean): Promise<QueryWord[]> {
  const language = edition.language;
  const plain = edition.plain;
  const text = query.slice(0, maxQuery);
  const list: QueryWord[] = [];
  const asked = (form: string): QueryWord | undefined => list.find((w) => w.form === form);
  const tokens = language.tokens(text);
  tokens.forEach((t, i) => {
    const open = prefix && !tokens[i + 1] && t.end === text.length;
    const known = asked(t.form);
    if (known) known.open = open || known.open;
    else if (list.length < maxWords) list.push({ form: t.form, open });
  });
  await Promise.all(list.map(lookUp));
  for (let i = 0; i < list.length; i++) {
    const w = list[i]!;
    if (!w.hits && !w.parts) await lookUp(w);
    const parts = w.parts;
    if (!parts) continue;
    // Its parts take its place, but for those that are asked already.
    list.splice(i, 1);
    let at = i--;
    parts.forEach((form, j) => {
      if (!asked(form)) list.splice(at++, 0, { form, open: w.open && !parts[j + 1] });
    });
    list.splice(maxWords);
  }
  return list;

  /** Finds the entries that answer a word, or its parts. */
  async function lookUp(w: QueryWord): Promise<void> {
    const form = w.form;
    const readings = await readingsOf(form);
    w.function = readings.reduce((best, r) => (r.weight > best.weight ? r : best)).lemma[0] === "=";
    const fold = language.fold(form);
    // Of so short a beginning nobody waits for the other forms of the word that it happens to be.
    // In scripts without spaces, and all that stand behind them, one letter says much.
    const brief = w.open && Array.from(fold).length < 3 && fold < "\u0E00";
    let own = brief ? await search(form, [], plain) : await understand(form, readings);
    if (w.open) own = own.concat(await beginnings(form, own));
    const begun = w.open && own.some((f) => f.entry.kind < tail && f.entry.key.startsWith(fold));
    if (bestMatch(own) < wellFound && !seen(own, form) && !begun) {
      const parts = form.split("-").filter((part) => part);
      if (parts[1]) {
        w.parts = parts;
        return;
      }
      let meant = await typos(w, 1);
      if (!meant[0]) {
        const more = await compound(w);
        if (w.parts) return;
        if (more[0]) own = unite(more, own);
        else meant = await typos(w, 2);
      }
      if (meant[0]) own = meant;
    }
    if (!w.corrected) own = await withSynonyms(own, form, readings);
    w.hits = own.sort((a, b) => a.entry.place - b.entry.place);
  }

  /** Finds the forms of a word, and of words that differ from it only by marks. */
  async function understand(form: string, readings: readonly Reading[]): Promise<Found[]> {
    const own = await search(form, readings, plain);
    if (seen(own, form)) return own;
    const well = bestMatch(own) >= wellFound;
    const fold = language.fold(form);
    const forms = (await entries([fold])).filter((e) => e.key === fold && !e.alias && e.kind < middle).map((e) => e.form);
    let alike: Found[] = [];
    for (const other of new Set(forms)) alike = unite(alike, await search(other, await readingsOf(other), plain));
    if (alike[0]) return well ? unite(own, alike) : alike;
    if (well) return own;
    const typed = await search(fold, edition.folded.readings(fold), edition.folded);
    return bestMatch(typed) >= wellFound ? unite(typed, own) : own;
  }

  /** The readings of a form: those of its entry if it has its own. */
  async function readingsOf(form: string): Promise<readonly Reading[]> {
    const own = (await entries([language.fold(form)])).filter((e) => e.form === form && e.kind < tail && !e.alias).pop();
    return (own && own.lemmas) ?? plain.readings(form);
  }

  /** Finds the entries that share a lemma with a form. */
  async function search(form: string, readings: readonly Reading[], analysis: Analysis): Promise<Found[]> {
    const best = Math.max(...readings.map((r) => r.weight));
    const strong = readings.filter((r) => r.lemma === form || r.weight >= partLemmas * best);
    const ranges = [language.fold(form)];
    for (const r of readings) {
      // The beginning that every form of the lemma has, or else stands beside it as an alias.
      const letters = Array.from(language.fold(r.lemma.replace(/^=/, "")));
      if (r.weight >= lemmaFloor) ranges.push(letters.slice(0, Math.max(keepLeast, letters.length - keepBut)).join(""));
    }
    const found: Found[] = [];
    const add = (entry: Entry, tier: Tier, match: number, from: number): boolean => match >= from && found.push({ entry, tier, match }) > 0;
    for (const e of await entries(ranges)) {
      const same = e.form === form || analysis.key(e.form) === form;
      const own = (): readonly Reading[] => (analysis === plain && e.lemmas) || analysis.readings(e.form);
      if (e.kind >= tail) {
        const certain = tailWeights[(e.kind - tail) % 3]!;
        add(e, Tier.part, same ? certain : agreement(strong, e.kind < middle ? own : () => analysis.heads(e.form)) * certain, same ? 0 : partMatchFrom);
      } else if (!add(e, Tier.form, same ? 1 : 0, 1) && !add(e, Tier.lexeme, agreement(readings, own), language.match)) {
        const heads = e.splits.map((s) => agreement(strong, () => analysis.heads(headOf(e, s.at))) * (tailWeights[s.level]! * headWeight));
        add(e, Tier.part, Math.max(...heads), partMatchFrom);
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
    const more = (await entries([fold], prefixChunks)).filter((e) => !e.alias && e.kind < tail && e.key !== fold && !known.has(e.form));
    return more.map((entry) => ({ entry, tier: Tier.beginning, match: 1 }));
  }

  /** Finds the forms that were perhaps meant, and takes the word for the most frequent of them. */
  async function typos(w: QueryWord, edits: number): Promise<Found[]> {
    const letters = Array.from(language.fold(w.form));
    let list: Found[] = [];
    let most = 0;
    if (strictly || letters.length < leastLetters[edits]! || number.test(w.form)) return list;
    for (const e of await near(edition, letters, edits)) {
      const frequency = postingsOf(e, edition.lengths.length).length;
      if (frequency > most) w.corrected = e.form;
      most = Math.max(most, frequency);
      const found = (await search(e.form, e.lemmas ?? plain.readings(e.form), plain)).filter((f) => f.tier !== Tier.part || f.entry.form === e.form);
      list = unite(list, found.map((f) => ({ entry: f.entry, tier: Tier.typo, match: f.match })));
    }
    return list;
  }

  /**
   * Finds other forms of a compound by the lemmas of its tail behind its head, or
   * else its parts: the longest head that the index has with a tail that is found.
   */
  async function compound(w: QueryWord): Promise<Found[]> {
    const letters = Array.from(w.form);
    let parts: readonly string[] | undefined;
    let tried = 0;
    for (let at = edition.manifest.compounds ? letters.length - leastPart : 0; at >= leastPart && tried < mostHeads; at--) {
      const head = letters.slice(0, at).join("");
      const tail = letters.slice(at).join("");
      if (!(await isHead(head))) continue;
      tried++;
      const readings = await readingsOf(tail);
      const composed = readings.filter((r) => r.lemma[0] !== "=").map((r) => ({ lemma: head + r.lemma, weight: r.weight }));
      const list = await search(w.form, composed, plain);
      if (bestMatch(list) >= wellFound) return list;
      if (!parts && bestMatch(await search(tail, readings, plain)) >= wellFound) parts = [head, tail];
    }
    if (parts) w.parts = parts;
    return [];
  }

  /** Whether a form stands in the index as a word, or as the beginning of compounds. */
  async function isHead(form: string): Promise<boolean> {
    return (await entries([language.fold(form)])).some((e) => e.kind < tail && !e.alias && (e.form === form || e.splits.some((s) => s.level && headOf(e, s.at) === form)));
  }

  /** Adds what the synonyms of a word find. */
  async function withSynonyms(list: Found[], form: string, readings: readonly Reading[]): Promise<Found[]> {
    let all = list;
    // A synonym is no better than the word itself in another form.
    const most = Math.max(...list.map((f) => (f.tier === Tier.lexeme ? f.match : 0)), 0) || 1;
    for (const group of edition.manifest.synonyms) {
      const own = group.find((s) => s === form || agreement(readings, () => plain.readings(s)) >= synonymFrom);
      for (const other of own ? group : []) {
        if (other === own) continue;
        const found = await search(other, plain.readings(other), plain);
        all = unite(all, found.map((f) => ({ entry: f.entry, tier: Math.max(f.tier, Tier.lexeme), match: Math.min(f.match, most) * synonymWeight })));
      }
    }
    return all;
  }

  /** The entries whose key begins with one of the ranges, in order, of so many chunks at most. */
  async function entries(ranges: readonly string[], most?: number): Promise<Entry[]> {
    const list: Entry[] = [];
    // None of them within another.
    const apart = ranges.filter((r, i) => ranges.indexOf(r) === i && !ranges.some((other) => other !== r && inRange(r, other))).sort();
    for (const chunk of await edition.chunks(chunksOf(edition, apart).slice(0, most))) {
      for (const r of apart) {
        for (let i = firstOf(chunk.size, (j) => chunk.key(j) >= r); i < chunk.size && inRange(chunk.key(i), r); i++) list.push(chunk.entry(i));
      }
    }
    return list;
  }
}

/**
 * Whether a key begins with a range. One letter is a range of the word that it
 * is: nobody who types a first letter waits for all words that begin with it,
 * except where letters are words (Han, kana, Thai …).
 */
function inRange(key: string, range: string): boolean {
  return range.length === 1 && range < "\u0E00" ? key === range : key.startsWith(range);
}

const number = /\p{N}/u;

/** How far two forms belong to one lexeme, 0 to 1. The other one is analysed only if there is something to compare. */
function agreement(a: readonly Reading[], other: () => readonly Reading[]): number {
  let sum = 0;
  const b = a[0] ? other() : [];
  for (const x of a) for (const y of b) if (x.lemma === y.lemma) sum += x.weight * y.weight;
  return sum;
}

function headOf(e: Entry, at: number): string {
  return e.form.slice(0, at).replace(/-+$/, "");
}

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
  const keys = edition.keys;
  const list = new Set<number>();
  for (const r of ranges) {
    let i = firstOf(keys.length, (j) => keys[j]! > r);
    if (i > 0) list.add(i - 1);
    for (; i < keys.length && inRange(keys[i]!, r); i++) list.add(i);
  }
  return Array.from(list);
}

/** The first of so many numbers from which on something holds. */
function firstOf(size: number, holds: (i: number) => boolean): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const i = (low + high) >> 1;
    if (holds(i)) high = i;
    else low = i + 1;
  }
  return low;
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
