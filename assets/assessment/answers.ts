import type { Answer, Answers, Apart, Instrument, Item, OptionSet } from "./instrument";
import { path } from "./score";
import type { Run } from "./session";

/** Longer words of one's own are cut: what is kept must fit into the browser's storage. */
const longestText = 5000;

/** The option set of an item; a text has none. */
export function setOf(instrument: Instrument, item: Item): OptionSet | undefined {
  return instrument.sets.find((s) => s.id === item.set);
}

/**
 * What may be an answer to the item, from whatever came in: an option or an
 * answer apart; for a multi options, each once and in the order shown; for a
 * text words. Everything else, and nothing chosen, is null.
 */
export function valid(instrument: Instrument, item: Item, value: unknown): Answer | null {
  if (item.type === "text") return typeof value === "string" && value.trim() !== "" ? value.slice(0, longestText) : null;
  const set = setOf(instrument, item);
  const many = item.type === "multi";
  if (set?.apart.includes(value as Apart)) return value as Apart;
  if (!set || Array.isArray(value) !== many) return null;
  const chosen = set.options.map((o) => o.id).filter((id) => (many ? (value as unknown[]).includes(id) : value === id));
  return (many && chosen[0] ? chosen : chosen[0]) ?? null;
}

/** The answers that stand in a run, without those taken back. */
export function answersOf(run: Run): Answers {
  const standing = Object.entries(run.answers).map((given) => [given[0], given[1].value] as const);
  return Object.fromEntries(standing.filter((given): given is readonly [string, Answer] => given[1] !== null));
}

/** How many of the questions on the present path have an answer of any sort. */
export function answered(instrument: Instrument, answers: Answers): { answered: number; of: number } {
  const asked = path(instrument, answers);
  // Words of one's own are no answers that could be missing.
  const counted = instrument.items.filter((i) => asked.includes(i.id) && i.type !== "text");
  return { answered: counted.filter((i) => valid(instrument, i, answers[i.id]) !== null).length, of: counted.length };
}
