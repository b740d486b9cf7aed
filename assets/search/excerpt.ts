/** What of a text is shown, and marked in it: excerpt.go of the room search does the same. */
import { middle, tail } from "./decode";
import type { Edition } from "./load";
import type { QueryWord } from "./match";
import type { Token } from "./tokens";

/** A beginning and an end, in UTF-16 units. */
export type Mark = [number, number];

export interface Shown {
  readonly text: string;
  readonly marks: Mark[];
}

const excerptWords = 30;
const mostForms = 12;
const sentenceLimit = 12;
const leadWords = 4;

/** Knows which words of a query the words of a text answer. */
export interface Finder {
  /** All of a text, marked. */
  whole(text: string): readonly Mark[];
  /** About 30 words of a text where the most words of the query stand; without marks if none does. */
  excerpt(text: string): Shown;
  /** The forms found in texts, for marking them on the page. */
  forms(texts: readonly string[]): string[];
}

const following = /^[^\p{White_Space}\p{L}\p{N}]{0,3}/u;
const leading = /^\p{White_Space}*/u;

export function finderOf(edition: Edition, words: readonly QueryWord[]): Finder {
  // The words of the query, as bits, that forms answer: those of the index, then those of the texts looked at.
  const known = new Map<string, number>();
  const parts: { readonly form: string; readonly inside: boolean; readonly bit: number }[] = [];
  const own = new Map<string, number>();
  words.forEach((w, i) => {
    for (const hit of w.hits!) {
      const form = hit.entry.form;
      const kind = hit.entry.kind;
      if (kind < tail) own.set(form, own.get(form)! | (1 << i));
      else parts.push({ form, inside: kind >= middle, bit: 1 << i });
    }
  });

  function finds(form: string): number {
    let bits = known.get(form);
    if (bits !== undefined) return bits;
    bits = own.get(form)! | 0;
    for (const part of parts) {
      if (part.inside ? form.includes(part.form) : form.length > part.form.length && form.endsWith(part.form)) bits |= part.bit;
    }
    known.set(form, bits);
    return bits;
  }

  function marksOf(tokens: readonly Token[], move: number): Mark[] {
    const marks: Mark[] = [];
    for (const t of tokens) {
      const last = marks[marks.length - 1];
      if (!finds(t.form)) continue;
      if (last && last[1] >= t.start + move) last[1] = Math.max(last[1], t.end + move);
      else marks.push([t.start + move, t.end + move]);
    }
    return marks;
  }

  return {
    whole: (text) => marksOf(edition.tokens(text), 0),
    excerpt: (text) => {
      const tokens = edition.tokens(text);
      const bits = tokens.map((t) => finds(t.form));
      let start = 0;
      let most = 0;
      bits.forEach((bit, i) => {
        const at = bit ? lead(text, tokens, i) : 0;
        const n = bit ? value(bits.slice(at, at + excerptWords)) : 0;
        if (n <= most) return;
        most = n;
        start = at;
      });
      const inside = tokens.slice(start, start + excerptWords);
      const last = inside[inside.length - 1];
      // Punctuation that follows belongs to the last word.
      const to = last ? last.end + following.exec(text.slice(last.end))![0].length : text.length;
      const from = start ? inside[0]!.start : leading.exec(text.slice(0, to))![0].length;
      const before = start ? "… " : "";
      const behind = start + excerptWords < tokens.length ? " …" : "";
      return { text: before + text.slice(from, to).replace(/\n/g, " ") + behind, marks: marksOf(inside, before.length - from) };
    },
    forms: (texts) => {
      const found = new Set<string>();
      for (const text of texts) for (const t of edition.tokens(text)) if (finds(t.form)) found.add(t.form);
      return Array.from(found).slice(0, mostForms);
    },
  };
}

/** Where an excerpt about a word begins: with its sentence, or some words before. */
function lead(text: string, tokens: readonly Token[], i: number): number {
  for (let s = i; s > i - sentenceLimit; s--) {
    if (s < 1 || /[.!?…؟。！？\n]/.test(text.slice(tokens[s - 1]!.end, tokens[s]!.start))) return s;
  }
  return Math.max(0, i - leadWords);
}

/** Different words of the query count before many. */
function value(bits: readonly number[]): number {
  const found = bits.filter((bit) => bit);
  let different = 0;
  for (let all = found.reduce((a, bit) => a | bit, 0); all; all &= all - 1) different++;
  return 16 * different + Math.min(15, found.length);
}
