/**
 * Orders the pages that were found: BM25F by sections, as rank.go of the room
 * search tells, in the same operations in the same order.
 */
import { postingsOf } from "./decode";
import type { Edition } from "./load";
import { Tier, type QueryWord } from "./match";

// The knobs of rank.go.
const k1 = 1.6;
const b = 0.3;
const pageWeight = 1.4;
const pageBody = 0.4;
const pageK1 = 2;
const titleWeight = 8;
const summaryWeight = 1.5;
const headingWeight = 3.5;
const termsWeight = 1;
const lexemeLow = 0.1;
const lexemeAdd = 0.85;
const partLow = 0.02;
const partAdd = 0.1;
const partInTitle = 0.3;
const matchHalf = 0.4;
const typoWeight = 0.4;
const beginningWeight = 0.04;
const functionWeight = 0.2;
const nearInBody = 0.6;
const nearInTitle = 0.5;
const nearInSummary = 0.6;
const nearInHeading = 0.8;
const nearMax = 16;
const coverWeight = 4;
const coverOnPage = 0.5;
const scoreHalf = 8;
const moreFrom = 0.75;

export interface Scored {
  readonly section: number;
  readonly score: number;
}

/** A page that was found. */
export interface Ranked {
  readonly page: number;
  /** Its best section, and then others that are nearly as good. */
  readonly sections: readonly Scored[];
  /** Of several words, that of the one found worst. */
  readonly tier: Tier;
}

/** What was found of one word on a page. */
interface OnPage {
  /** In title and summary. */
  title: number;
  /** In all sections. */
  sections: number;
  tier: Tier;
  inTitle: number;
  inSummary: number;
}

/** What was found of one word in a section. */
interface InSection {
  sum: number;
  inHeading: number;
  positions: readonly number[];
}

interface Tally {
  readonly pages: Map<number, OnPage>;
  readonly sections: Map<number, InSection>;
  /** How much the word counts among those of the query. */
  readonly share: number;
  readonly idf: number;
}

export function rank(edition: Edition, words: readonly QueryWord[]): Ranked[] {
  const tallies = words.map((w) => tally(edition, w));
  const pages = new Map<number, Scored[]>();
  const sections = new Set<number>();
  for (const t of tallies) t.sections.forEach((_, section) => sections.add(section));
  for (const section of Array.from(sections).sort((x, y) => x - y)) {
    const page = edition.pageOf[section]!;
    const list = pages.get(page) ?? [];
    list.push({ section, score: score(tallies, page, section) });
    pages.set(page, list);
  }
  const ranked = Array.from(pages.keys(), (page): Ranked => {
    const list = pages.get(page)!.sort((x, y) => y.score - x.score);
    const tiers = tallies.map((t) => (t.pages.get(page) ?? { tier: Tier.form }).tier);
    return { page, sections: list.filter((s) => s.score >= moreFrom * list[0]!.score), tier: Math.max(...tiers) };
  });
  return ranked.sort((x, y) => y.sections[0]!.score - x.sections[0]!.score || x.page - y.page);
}

function tally(edition: Edition, word: QueryWord): Tally {
  const count = edition.lengths.length;
  const pages = new Map<number, OnPage>();
  const sections = new Map<number, InSection>();
  for (const f of word.hits!) {
    // What a word found once counts, by how it was found.
    const grown = f.match / (f.match + matchHalf);
    const lexeme = lexemeLow + lexemeAdd * grown;
    const weight = [1, lexeme, partLow + partAdd * grown, f.match === 1 ? typoWeight : typoWeight * lexeme, beginningWeight][f.tier]!;
    const inTitle = f.tier === Tier.part ? weight + partInTitle * grown : weight;
    for (const p of postingsOf(f.entry, count)) {
      const number = edition.pageOf[p.section]!;
      const long = 1 - b + (b * edition.lengths[p.section]!) / edition.manifest.mean;
      const sum = weight * (headingWeight * p.heading + termsWeight * p.terms + p.body / long);
      const page = pages.get(number) ?? { title: 0, sections: 0, tier: f.tier, inTitle: 0, inSummary: 0 };
      const section = sections.get(p.section) ?? { sum: 0, inHeading: 0, positions: [] };
      page.title += inTitle * (titleWeight * p.title + summaryWeight * p.summary);
      page.sections += sum;
      page.tier = Math.min(page.tier, f.tier);
      page.inTitle += p.title;
      page.inSummary += p.summary;
      section.sum += sum;
      section.inHeading += p.heading;
      section.positions = section.positions.concat(p.positions);
      pages.set(number, page);
      sections.set(p.section, section);
    }
  }
  const df = sections.size;
  const share = word.function ? functionWeight : 1;
  return { pages, sections, share, idf: df ? log2(1 + (count - df + 0.5) / (df + 0.5)) * share : 0 };
}

/** Scores a section: its words, where it has all of them, and where neighbours in the query are neighbours in it. */
function score(tallies: readonly Tally[], page: number, section: number): number {
  let sum = 0;
  let covered = 0;
  let all = 0;
  let count = 0;
  for (const t of tallies) {
    if (!t.idf) continue;
    all += t.idf;
    count += t.share;
    const p = t.pages.get(page);
    if (!p) continue;
    const s = t.sections.get(section);
    const x = s ? p.title + s.sum : p.title;
    const y = p.title + pageBody * p.sections;
    sum += t.idf * (x / (x + k1));
    sum += pageWeight * (t.idf * (y / (y + pageK1)));
    covered += t.idf * Math.max(cover(x), coverOnPage * cover(p.sections));
  }
  tallies.reduce((before, t) => {
    const less = Math.min(before.idf, t.idf);
    const p = before.pages.get(page);
    const q = t.pages.get(page);
    const s = before.sections.get(section);
    const r = t.sections.get(section);
    let near = 0;
    if (p && q && p.inTitle && q.inTitle) near += nearInTitle * less;
    if (p && q && p.inSummary && q.inSummary) near += nearInSummary * less;
    if (s && r) {
      const d = gap(s, r);
      if (s.inHeading && r.inHeading) near += nearInHeading * less;
      if (d <= nearMax) near += (nearInBody * less) / d;
    }
    sum += near;
    return t;
  });
  return sum / (sum + scoreHalf) + (coverWeight / Math.max(1, count * count)) * (covered / all);
}

/** How far a word is there: as good as the form itself once in a text of mean length, or less. */
function cover(x: number): number {
  return Math.min(1, 2 * (x / (x + 1)));
}

/** How many words further a second word stands at the nearest; one more if it stands before the first. */
function gap(one: InSection, two: InSection): number {
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
