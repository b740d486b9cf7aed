import { answersOf } from "../assessment/answers";
import type { Answers, Instrument, Item } from "../assessment/instrument";
import { score, type Result } from "../assessment/score";
import type { Run } from "../assessment/session";

/** People who took the same version at the same time and with the same view. */
export interface Group {
  readonly occasion: string;
  readonly view: string;
  readonly runs: readonly Run[];
}

/** What may be answered, in an order in which neighbours can be put together. */
export type AnswerName =
  | { readonly message: string } // of the user interface
  | { readonly path: string } // a word of the self-check
  | { readonly points: readonly [number, number] };

/** How often each answer was given, group by group. */
export interface Distribution {
  /** The word that names what was answered, and for one option of many the word of that option. */
  readonly path: string;
  readonly option: string;
  readonly answers: readonly AnswerName[];
  readonly counts: readonly (readonly number[])[];
}

/** The groups that runs of an instrument make, in the order of its occasions and views. */
export function groups(instrument: Instrument, runs: readonly Run[]): Group[] {
  const orNone = (list: readonly string[]): readonly string[] => (list.length > 0 ? list : [""]);
  const all: Group[] = [];
  for (const occasion of orNone(instrument.occasions)) {
    for (const view of instrument.views) {
      const own = runs.filter((r) => r.version === instrument.version && (occasion === "" || r.occasion === occasion) && (instrument.views.length < 2 || r.view === view));
      if (own.length > 0) all.push({ occasion, view: instrument.views.length < 2 ? "" : view, runs: own });
    }
  }
  return all;
}

/** The distributions over the dimensions or over the items of an instrument. Words of one's own are never among them. */
export function distributions(instrument: Instrument, all: readonly Group[], part: "dimensions" | "items"): Distribution[] {
  return part === "dimensions" ? ofDimensions(instrument, all) : ofItems(instrument, all);
}

const none: AnswerName = { message: "none" };

/** The scales by band, told by their points. Checklists and levels are shown by their items alone. */
function ofDimensions(instrument: Instrument, all: readonly Group[]): Distribution[] {
  const results = all.map((g) => g.runs.map((r) => score(instrument, answersOf(r))));
  return instrument.dimensions
    .filter((d) => d.type === "scale")
    .map((d) => ({
      path: `dimensions.${d.id}.title`,
      option: "",
      answers: [none, ...d.bands.map((b): AnswerName => ({ points: [b.from, b.to] }))],
      counts: results.map((group) => count(d.bands.length + 1, group.map((r) => 1 + d.bands.findIndex((b) => b.id === bandOf(r, d.id))))),
    }));
}

function bandOf(result: Result, dimension: string): string | null {
  const d = result.dimensions.find((r) => r.id === dimension);
  return d?.type === "scale" ? d.band : null;
}

function ofItems(instrument: Instrument, all: readonly Group[]): Distribution[] {
  const answers = all.map((g) => g.runs.map(answersOf));
  // What only some were asked would tell of the others what they answered before.
  return instrument.items.filter((item) => !item.when?.length).flatMap((item): Distribution[] => {
    const options = instrument.sets.find((s) => s.id === item.set)?.options ?? [];
    const word = (id: string): string => `options.${item.set}.${id}`;
    const path = `items.${item.id}`;
    switch (item.type) {
      case "text":
        return [];
      case "multi":
        return options.map((o) => ({
          path,
          option: word(o.id),
          answers: [{ message: "not-chosen" }, { message: "chosen" }],
          counts: answers.map((group) => count(2, group.map((a) => (chose(a, item, o.id) ? 1 : 0)))),
        }));
      default:
        return [
          {
            path,
            option: "",
            answers: [none, ...options.map((o): AnswerName => ({ path: word(o.id) }))],
            counts: answers.map((group) => count(options.length + 1, group.map((a) => 1 + options.findIndex((o) => o.id === a[item.id])))),
          },
        ];
    }
  });
}

function chose(answers: Answers, item: Item, option: string): boolean {
  const answer = answers[item.id];
  return Array.isArray(answer) && answer.includes(option);
}

/** How often each number from 0 to size - 1 stands in the list. */
function count(size: number, numbers: readonly number[]): number[] {
  const counts = new Array<number>(size).fill(0);
  for (const n of numbers) counts[n] = (counts[n] ?? 0) + 1;
  return counts;
}
