/**
 * How many people of a group gave which answer, told so that nobody can be
 * found in it: no group of fewer than five people is shown, and neighbouring
 * answers are put together until each that anybody gave was given by five or
 * more. So nothing is hidden, and there is nothing that the shown numbers
 * could give away (the remainder rule of anonymous reports).
 */

/** The fewest people that a number may stand for. */
export const fewest = 5;

/** Neighbouring answers and how many people of each group gave one of them: 0, or fewest and more. */
export interface Cell {
  /** Numbers of the first and the last answer, both included. */
  readonly from: number;
  readonly to: number;
  readonly people: readonly number[];
}

/**
 * Divides the counts of answers, in their order, into as many cells as
 * possible, the same for all groups, so that they can be compared; where several
 * ways give as many, the first cells are the smaller ones. A single cell that
 * holds everything says nothing and is null, as are fewer than five people.
 */
export function tally(groups: readonly (readonly number[])[]): readonly Cell[] | null {
  const answers = groups[0]?.length ?? 0;
  // best[i] divides the answers from number i on; null: they cannot be divided.
  const best: (readonly Cell[] | null)[] = new Array<null>(answers).fill(null);
  best.push([]);
  for (let from = answers - 1; from >= 0; from--) {
    let people = groups.map(() => 0);
    for (let to = from; to < answers; to++) {
      people = people.map((sum, g) => sum + (groups[g]?.[to] ?? 0));
      const rest = best[to + 1];
      const now = best[from];
      if (people.every((sum) => sum === 0 || sum >= fewest) && rest && (!now || rest.length + 1 > now.length)) best[from] = [{ from, to, people }, ...rest];
    }
  }
  const cells = best[0] ?? null;
  return cells !== null && cells.length > 1 ? cells : null;
}
