/**
 * Orders the pages that were found: BM25F by sections, as rank.go of the room
 * search tells, in the same operations in the same order.
 */
import { decodePostings } from "./decode";
import type { Edition } from "./load";
import { Tier, type Found, type QueryWord } from "./match";

// The knobs of rank.go.
const k1 = 1.2;
const b = 0.3;
const titleWeight = 5;
const summaryWeight = 2;
const headingWeight = 3;
const termsWeight = 2;
const lexemeLow = 0.1;
const lexemeAdd = 0.85;
const partLow = 0.02;
const partAdd = 0.1;
const matchHalf = 0.4;
const typoWeight = 0.4;
const beginningWeight = 0.04;
const nearness = 1;
const nearMax = 16;
const frequentPart = 0.25;
const scoreHalf = 8;

export interface Section {
  readonly section: number;
  /** 2 if it has every word, 1 if its page has, else 0. */
  readonly bonus: number;
  readonly sum: number;
}

/** A page that was found, with its sections, the best first. */
export interface Ranked {
  readonly page: number;
  readonly sections: readonly Section[];
  readonly score: number;
  /** Of several words, that of the one found worst. */
  readonly tier: Tier;
}

/** What was found of one word in a page or a section. */
interface Tally {
  weight: number;
  tier: Tier;
  positions: readonly number[];
}

/** What was found of one word. */
interface Word {
  readonly pages: Map<number, Tally>;
  readonly sections: Map<number, Tally>;
  readonly idf: number;
}

const nothing: Tally = { weight: 0, tier: Tier.form, positions: [] };

export function rank(edition: Edition, query: readonly QueryWord[]): Ranked[] {
  const words = query.map((w) => tally(edition, w.hits!));
  // A hit should have all words, but for those that are found nowhere or nearly everywhere.
  const some = words.filter((w) => w.sections.size);
  const rare = some.filter((w) => w.sections.size <= frequentPart * edition.lengths.length);
  const required = rare[0] ? rare : some;
  const pages = new Map<number, Section[]>();
  const sections = new Set<number>();
  for (const w of words) w.sections.forEach((_, section) => sections.add(section));
  for (const section of Array.from(sections).sort((x, y) => x - y)) {
    const page = edition.pageOf[section]!;
    const list = pages.get(page) ?? [];
    list.push(score(words, required, section, page));
    pages.set(page, list);
  }
  const ranked = Array.from(pages.keys(), (page): Ranked => {
    const list = pages.get(page)!.sort((x, y) => y.bonus - x.bonus || y.sum - x.sum);
    const best = list[0]!;
    return { page, sections: list, score: best.bonus + best.sum / (best.sum + scoreHalf), tier: Math.max(...words.map((w) => (w.pages.get(page) ?? nothing).tier)) };
  });
  return ranked.sort((x, y) => y.score - x.score || x.page - y.page);
}

/** What a word found once counts, by how it was found. */
function weightOf(f: Found): number {
  const grown = f.match / (f.match + matchHalf);
  const lexeme = lexemeLow + lexemeAdd * grown;
  return [1, lexeme, partLow + partAdd * grown, f.match === 1 ? typoWeight : typoWeight * lexeme, beginningWeight][f.tier]!;
}

function tally(edition: Edition, hits: readonly Found[]): Word {
  const count = edition.lengths.length;
  const pages = new Map<number, Tally>();
  const sections = new Map<number, Tally>();
  for (const f of hits) {
    const weight = weightOf(f);
    const add = (to: Map<number, Tally>, key: number, counted: number, positions: readonly number[]): void => {
      const t = to.get(key) ?? { weight: 0, tier: f.tier, positions: [] };
      t.weight += weight * counted;
      t.tier = Math.min(t.tier, f.tier);
      t.positions = t.positions.concat(positions);
      to.set(key, t);
    };
    for (const p of decodePostings(f.entry, count)) {
      const long = 1 - b + (b * edition.lengths[p.section]!) / edition.manifest.mean;
      add(pages, edition.pageOf[p.section]!, titleWeight * p.title + summaryWeight * p.summary, []);
      add(sections, p.section, headingWeight * p.heading + termsWeight * p.terms + p.body / long, p.positions);
    }
  }
  const df = sections.size;
  return { pages, sections, idf: log2(1 + (count - df + 0.5) / (df + 0.5)) };
}

function score(words: readonly Word[], required: readonly Word[], section: number, page: number): Section {
  let bonus = 2;
  let sum = 0;
  for (const w of words) {
    const x = (w.pages.get(page) ?? nothing).weight + (w.sections.get(section) ?? nothing).weight;
    if (x > 0) sum += w.idf * (x / (x + k1));
    else if (required.includes(w)) bonus = Math.min(bonus, w.pages.has(page) ? 1 : 0);
  }
  words.forEach((w, i) => {
    const before = words[i - 1] ?? w;
    const d = i ? gap(before.sections.get(section) ?? nothing, w.sections.get(section) ?? nothing) : Infinity;
    if (d <= nearMax) sum += (nearness * Math.min(before.idf, w.idf)) / d;
  });
  return { section, bonus, sum };
}

/** How many words further a second word stands at the nearest; one more if it stands before the first. */
function gap(one: Tally, two: Tally): number {
  let least = Infinity;
  for (const i of one.positions) for (const j of two.positions) least = Math.min(least, j > i ? j - i : i - j + 1);
  return least;
}

/** The binary logarithm of x >= 1, the same to the last bit wherever it is computed. */
function log2(x: number): number {
  let k = 0;
  let rest = x;
  for (; rest >= 2; k++) rest /= 2;
  const t = (rest - 1) / (rest + 1);
  const u = t * t;
  return k + 2.885390081777927 * t * (1 + u * (1 / 3 + u * (1 / 5 + u * (1 / 7))));
}
