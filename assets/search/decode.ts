/**
 * Reads the files of an index. What they look like is told in the room search of
 * the program (encode.go, entries.go, postings.go). Damaged files make the
 * functions throw, never run on.
 */

import type { Reading } from "./words";

/** What stands in <tag>/index.json. Columns are texts of numbers. */
export interface Manifest {
  readonly version: number;
  readonly stamp: string;
  readonly lang: string;
  readonly name: string;
  readonly dir: string;
  /** The file of the language's description. */
  readonly words: string;
  /** How long that is: the beginning of a description is a description, too. */
  readonly wordsLength: number;
  /** The first key of every chunk. */
  readonly chunks: string;
  /** Words of the language are written together. */
  readonly compounds: boolean;
  readonly numbers: string;
  readonly sizes: string;
  readonly cuts: string;
  readonly audience: string;
  readonly section: string;
  readonly lengths: string;
  readonly mean: number;
  readonly audiences: readonly string[];
  readonly sections: readonly string[];
  readonly fallbacks: readonly string[];
  readonly others: readonly Other[];
  readonly synonyms: readonly (readonly string[])[];
}

/** Another language of the site, as readers are shown it. */
export interface Other {
  readonly lang: string;
  readonly name: string;
  readonly dir: string;
}

export interface Page {
  /** Its place in the site, the same in every language. */
  readonly number: number;
  /** Its first section among those of all pages, and how many it has. */
  readonly first: number;
  readonly size: number;
  /** Its sections where further fragments begin. */
  readonly cuts: readonly number[];
  /** A bit for each audience. */
  readonly audience: number;
  /** 1 + the index of its section of the site, 0 for none. */
  readonly section: number;
}

/** The part of a page's text that one file holds. */
export interface Fragment {
  readonly path: string;
  readonly title: string;
  readonly summary?: string;
  /** Id and heading of every section of the page. */
  readonly heads: readonly (readonly [string, string])[];
  /** The section of the first text. */
  readonly from: number;
  readonly texts: readonly string[];
}

/** What the index knows about a form, or about a part of forms. */
export interface Entry {
  /** Ascending in the order of the index. */
  readonly place: number;
  readonly key: string;
  readonly form: string;
  /** Filed under a lemma, not under its form. */
  readonly alias: boolean;
  readonly kind: number;
  readonly bare: boolean;
  readonly splits: readonly { readonly at: number; readonly level: number }[];
  /** Its readings, where they are others than what the language says. */
  readonly lemmas?: readonly Reading[] | undefined;
  readonly record: string;
  postings?: readonly Posting[];
}

/** Some entries in order. Each is made when it is first asked for: of most nobody asks. */
export interface Chunk {
  readonly size: number;
  key(i: number): string;
  entry(i: number): Entry;
}

/** Kinds of entries: 0 and 1 are words, 2 to 4 ends of compounds, 5 to 7 what stands inside them, by how certain that is. */
export const tail = 2;
export const middle = 5;

/** How often an entry is in the fields of a section, and where in its text. */
export interface Posting {
  readonly section: number;
  readonly title: number;
  readonly summary: number;
  readonly heading: number;
  readonly terms: number;
  readonly body: number;
  readonly positions: readonly number[];
}

const base = 46;
const weightUnits = 1024;

/** The lengths of sections by their code. */
export const lengthOf: number[] = [0];
for (let n = 0; lengthOf.length < base; ) lengthOf.push((n += (n >> 2) + 1));

/** Numbers are written in base 46, the most significant digit first; the last has characters of its own. */
function numbers(text: string): number[] {
  const list: number[] = [];
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i) - 35;
    check(c >= 0 && c < 2 * base);
    n = n * base + (c % base);
    if (c >= base) continue;
    list.push(n);
    n = 0;
  }
  return list;
}

export function check(well: boolean): void {
  if (!well) throw new Error("malformed");
}

export function decodePages(m: Manifest): Page[] {
  const columns = [m.sizes, m.audience, m.section, m.cuts].map(numbers);
  const cuts = columns[3]!;
  let first = 0;
  let number = 0;
  let at = 0;
  const pages = numbers(m.numbers).map((step, i) => {
    number += step;
    const page = { number, first, size: columns[0]![i]!, audience: columns[1]![i]!, section: columns[2]![i]!, cuts: [] as number[] };
    first += page.size;
    let cut = 0;
    for (let more = cuts[at++]!; more > 0; more--) page.cuts.push((cut += cuts[at++]!));
    return page;
  });
  check(first === m.lengths.length && at === cuts.length);
  return pages;
}

/** How long the sections of all pages are, by their codes: one character each. */
export function decodeLengths(m: Manifest): number[] {
  return numbers(m.lengths).map((code) => lengthOf[code]!);
}

/** A chunk has a line for each column: texts, kinds with the places of splits, postings, and readings if any entry has its own. */
export function decodeChunk(text: string, number: number, fold: (form: string) => string): Chunk {
  const columns = text.split("\n");
  const kinds = numbers(columns[1]!);
  const records = columns[2] ? columns[2].split(" ") : []; // none in a language without words
  const readings = columns[3]!.split(" ");
  const keys: string[] = [];
  const entries: Entry[] = [];
  const places: number[] = []; // among the kinds
  let at = 0;
  let before = "";
  const texts = (columns[0]!.match(/[A-Z][^A-Z]*/g) ?? []).map((piece) => {
    places.push(at);
    if ((kinds[at++]! & 7) === 1) while (kinds[at++]! & 1);
    return (before = decodeText(piece, before));
  });
  check(at === kinds.length && texts.length === records.length);

  function key(i: number): string {
    const text = texts[i]!;
    const lemma = text.indexOf("=");
    return (keys[i] = keys[i] ?? (lemma < 0 ? fold(text) : text.slice(0, lemma)));
  }

  function decodeEntry(i: number): Entry {
    const text = texts[i]!;
    const lemma = text.indexOf("=");
    const form = text.slice(lemma + 1);
    let at = places[i]!;
    const flags = kinds[at++]!;
    const kind = flags & 7;
    const splits = [];
    let split = 0;
    for (let v = kind; kind === 1 && v & 1; ) {
      v = kinds[at++]!;
      splits.push({ at: (split += Math.floor(v / 6)), level: (v >> 1) % 3 });
    }
    const lemmas = flags & 16 ? readings[i]!.split("!").map((r) => decodeReading(r, form)) : undefined;
    return { place: number * 1e6 + i, key: key(i), form, alias: lemma >= 0, kind, bare: (flags & 8) > 0, lemmas, splits, record: records[i]! };
  }

  return { size: texts.length, key, entry: (i) => (entries[i] = entries[i] ?? decodeEntry(i)) };
}

/** A text is written by what it shares with another one, and the rest. */
function decodeText(text: string, before: string): string {
  return before.slice(0, text.charCodeAt(0) - 65) + text.slice(1);
}

function decodeReading(text: string, form: string): Reading {
  const parts = text.split('"');
  return { lemma: decodeText(parts[0]!, form), weight: numbers(parts[1]!)[0]! / weightUnits };
}

/** The postings of an entry, of an index with so many sections. */
export function postingsOf(entry: Entry, sections: number): readonly Posting[] {
  return (entry.postings = entry.postings ?? decodePostings(entry, sections));
}

function decodePostings(entry: Entry, sections: number): Posting[] {
  const n = numbers(entry.record);
  const list: Posting[] = [];
  let section = -1;
  for (let i = 0; i < n.length; ) {
    const head = n[i++]!;
    const sort = head % 4;
    section += Math.floor(head / 4) + 1;
    // How often in the body, and behind that in the other fields.
    const counts = sort < 2 ? sort + 1 : sort < 3 ? Math.min(n[i++]! + 3, 15) : n[i++]!;
    const positions: number[] = [];
    let at = -1;
    if (!entry.bare) for (let k = counts & 15; k > 0; k--) positions.push((at += n[i++]! + 1));
    check(section < sections && at >= -1 && counts >= 0);
    list.push({ section, title: (counts >> 4) & 3, summary: (counts >> 6) & 3, heading: (counts >> 8) & 3, terms: counts >> 10, body: counts & 15, positions });
  }
  return list;
}
