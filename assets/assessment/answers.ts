import type { Answer, Answers, Instrument, Item, OptionSet } from "./instrument";
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
  if (set === undefined) return null;
  if (typeof value === "string") {
    if (set.apart.some((a) => a === value)) return value;
    return item.type !== "multi" && set.options.some((o) => o.id === value) ? value : null;
  }
  if (item.type !== "multi" || !Array.isArray(value)) return null;
  const chosen = set.options.filter((o) => value.includes(o.id)).map((o) => o.id);
  return chosen.length > 0 ? chosen : null;
}

/** The answers that stand in a run, without those taken back. */
export function answersOf(run: Run): Answers {
  const standing: [string, Answer][] = [];
  for (const item of Object.keys(run.answers)) {
    const value = run.answers[item]?.value ?? null;
    if (value !== null) standing.push([item, value]);
  }
  return Object.fromEntries(standing);
}

/** How many of the questions on the present path have an answer of any sort. */
export function answered(instrument: Instrument, answers: Answers): { answered: number; of: number } {
  const asked = path(instrument, answers);
  const given = instrument.items.filter((i) => asked.includes(i.id) && valid(instrument, i, answers[i.id]) !== null);
  return { answered: given.length, of: asked.length };
}
