/** Finds words that are spelled alike. */
import { middle, type Entry } from "./decode";
import type { Edition } from "./load";
import { chunksOf } from "./match";

/** An index of more chunks is never read as a whole. */
const lastResort = 32;

/**
 * The entries whose folded form is one edit away from a word, or else two if so
 * many are allowed: a letter too many, one missing, one wrong, two neighbours swapped.
 * Chunks are read in stages, the likely ones first (typo.go).
 */
export async function near(edition: Edition, word: readonly string[], limit: number): Promise<Entry[]> {
  const keys = edition.keys;
  const begin = (i: number, j: number): string => word[i]! + word[j]!;
  const first = word[0]!;
  const secondOf = (key = ""): string => (key.startsWith(first) ? Array.from(key)[1] ?? "" : "");
  const stages = [
    chunksOf(edition, [begin(0, 1), begin(1, 0), begin(1, 2), begin(0, 2)]),
    // The second letter was left out, or is another one.
    keys.map((_, i) => i).filter((i) => {
      if (!(keys[i]! <= first && (i + 1 === keys.length || keys[i + 1]! > first)) && !keys[i]!.startsWith(first)) return false;
      const second = secondOf(keys[i]);
      return !second || second !== secondOf(keys[i + 1]) || chunksOf(edition, [first + second + word[1]!, first + second + word[2]!]).includes(i);
    }),
    keys.length > lastResort || !keys.some((key) => key && alphabet(key) === alphabet(first)) ? [] : keys.map((_, i) => i),
  ];
  const read = new Set<number>();
  let best: Entry[] = [];
  let least = limit + 1;
  for (let stage = 0; stage < 3 && least > (stage > 1 ? limit : 1); stage++) {
    const chunks = stages[stage]!.filter((i) => !read.has(i));
    for (const chunk of await edition.chunks(chunks)) {
      for (let i = 0; i < chunk.size; i++) {
        const n = distance(word, chunk.key(i), limit);
        if (n > least || n > limit) continue;
        const entry = chunk.entry(i);
        if (entry.alias || entry.kind >= middle) continue;
        if (n < least) best = [];
        least = n;
        best.push(entry);
      }
    }
    chunks.forEach((i) => read.add(i));
  }
  best.sort((a, b) => a.place - b.place);
  return best.filter((e, i) => !i || e.form !== best[i - 1]!.form);
}

/** A number for the script of a first letter, the same for all of Latin: no typing error makes English of an Arabic word. */
function alphabet(text: string): number {
  const code = text.codePointAt(0)!;
  return code < 0x250 ? 0 : code >> 8;
}

/** The edits between two words (Damerau and Levenshtein, optimal string alignment), or a number above the limit. */
function distance(a: readonly string[], text: string, limit: number): number {
  // Letters are of one unit or two.
  if (text.length < a.length - limit || text.length > 2 * (a.length + limit)) return limit + 1;
  const b = Array.from(text);
  if (b.length > a.length + limit || b.length < a.length - limit) return limit + 1;
  let two: number[] = [];
  let one = Array.from(a, (_, i) => i);
  one.push(a.length);
  for (let j = 0; j < b.length; j++) {
    const row = [j + 1];
    for (let i = 0; i < a.length; i++) {
      let n = Math.min(one[i + 1]! + 1, row[i]! + 1, one[i]! + (a[i] === b[j] ? 0 : 1));
      if (i && j && a[i] === b[j - 1] && a[i - 1] === b[j]) n = Math.min(n, two[i - 1]! + 1);
      row.push(n);
    }
    if (Math.min(...row) > limit) return limit + 1;
    two = one;
    one = row;
  }
  return one[a.length]!;
}
