/** What stands in a table by the ends of words, letter by letter from the last. */
export interface Ends<T> {
  readonly items: T[];
  /** By the codes of letters. */
  longer?: Map<number, Ends<T>>;
}

/** Where a table holds what ends in a string. */
export function endOf<T>(table: Ends<T>, end: string): Ends<T> {
  let at = table;
  for (let i = end.length; i-- > 0; ) {
    const longer: Map<number, Ends<T>> = (at.longer = at.longer ?? new Map());
    const code = end.charCodeAt(i);
    at = longer.get(code) ?? { items: [] };
    longer.set(code, at);
  }
  return at;
}

/** The next longer end of a word, by the place of its first letter. */
export function longer<T>(table: Ends<T>, word: string, i: number): Ends<T> | undefined {
  return table.longer && table.longer.get(word.charCodeAt(i));
}

/** The least that the facts of a table for the ends of one word add up to, or 0. */
export function least<T>(table: Ends<T>, of: (item: T) => number): number {
  let sum = 0;
  let next = 0;
  for (const item of table.items) sum += Math.min(of(item), 0);
  (table.longer ?? []).forEach((end) => (next = Math.min(next, least(end, of))));
  return sum + next;
}
