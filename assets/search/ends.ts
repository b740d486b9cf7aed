/** What stands in a table by the ends of words, letter by letter from the last. */
export interface Ends<T> {
  readonly items: T[];
  readonly longer: Record<string, Ends<T>>;
}

/** Where a table holds what ends in a string. */
export function endOf<T>(table: Ends<T>, end: string): Ends<T> {
  let at = table;
  for (let i = end.length; i-- > 0; ) {
    const longer: Record<string, Ends<T>> = at.longer;
    at = longer[end[i]!] = longer[end[i]!] ?? { items: [], longer: {} };
  }
  return at;
}

/** Calls each with what a table has for the ends of a word, the shortest first, and what stands before them. */
export function ends<T>(table: Ends<T>, word: string, each: (items: readonly T[], rest: string) => void): void {
  let at: Ends<T> | undefined = table;
  for (let i = word.length; at; i--) {
    if (at.items[0]) each(at.items, word.slice(0, i));
    at = at.longer[word[i - 1]!];
  }
}
