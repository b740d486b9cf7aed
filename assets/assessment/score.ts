/**
 * What answers amount to. The same rules run in Go (package score) and are held
 * to the same test vectors: values are whole numbers, and the one division of a
 * scale is done in the same order, so that the bits are equal.
 */
import { setOf, valid } from "./answers";
import type { Answer, Answers, Apart, Condition, Dimension, Instrument, Item, Lead, Option } from "./instrument";

export interface Result {
  /** The items that were asked, in order. */
  readonly path: readonly string[];
  /** In the order of the definition. */
  readonly dimensions: readonly (ScaleResult | ChecklistResult | LevelsResult)[];
  /** The scales lie closer together than the instrument's flatSpread. */
  readonly flat: boolean;
  /** The scales that share the highest score. */
  readonly top: readonly string[];
  /** Where the result leads, each once. */
  readonly leads: readonly Lead[];
  readonly reasons: readonly Reason[];
}

/** Why a result leads somewhere: the answer that was given, and to what; a next step of a checklist has no option. */
export interface Reason {
  readonly lead: Lead;
  readonly items: readonly string[];
  readonly option: string | null;
}

export interface ScaleResult {
  readonly type: "scale";
  readonly id: string;
  /** Its items on the path. */
  readonly of: number;
  /** Those with a number; the others are missing, and counted apart where the answer says why. */
  readonly answered: number;
  readonly cannotSay: number;
  readonly notMine: number;
  /** 0 to 100 in full precision; null when too few were answered. */
  readonly value: number | null;
  /** The value in whole points, as shown. */
  readonly score: number | null;
  readonly band: string | null;
  readonly terms: readonly Term[];
  /** The lowest and highest value of an answer, and the sum of the answers after reversing. */
  readonly min: number;
  readonly max: number;
  readonly sum: number;
}

/** What one item adds to a scale: the arithmetic as it is shown to the reader. */
export interface Term {
  readonly item: string;
  readonly option: string | null;
  /** After reversing. */
  readonly value: number | null;
  readonly raw: number | null;
  readonly reversed: boolean;
  readonly apart: Apart | null;
}

export interface ChecklistResult {
  readonly type: "checklist";
  readonly id: string;
  readonly of: number;
  readonly answered: number;
  /** Items in place; items still open; of these the three to take next. */
  readonly done: readonly string[];
  readonly open: readonly string[];
  readonly next: readonly string[];
}

export interface LevelsResult {
  readonly type: "levels";
  readonly id: string;
  readonly levels: readonly { readonly item: string; readonly option: string | null }[];
}

export interface Change {
  readonly dimension: string;
  readonly before: number | null;
  readonly after: number | null;
  /** Null when one of the two has no result. */
  readonly change: "same" | "higher" | "lower" | null;
}

export interface Distance {
  readonly item: string;
  readonly a: string;
  readonly b: string;
  /** 0 for the same option, 1 for opposite ends. */
  readonly distance: number;
}

/** How many next steps a checklist names. */
const steps = 3;

/** Enough items to see why; more would be a list of all answers. */
const reasonItems = 3;

/** An item on the path, what was answered, and the options of that, without answers that stand apart. */
interface Asked {
  readonly item: Item;
  readonly answer: Answer | null;
  readonly options: readonly Option[];
}

/** The items that are asked: those whose conditions all hold. Conditions name earlier items alone. */
export function path(instrument: Instrument, answers: Answers): string[] {
  const asked: string[] = [];
  for (const item of instrument.items) {
    const holds = (c: Condition): boolean => asked.includes(c.item) && [answers[c.item] ?? []].flat().some((option) => c.is.includes(option));
    if ((item.when ?? []).every(holds)) asked.push(item.id);
  }
  return asked;
}

function askedOf(instrument: Instrument, answers: Answers): Asked[] {
  const asked = path(instrument, answers);
  return instrument.items
    .filter((item) => asked.includes(item.id))
    .map((item) => {
      const answer = valid(instrument, item, answers[item.id]);
      const chosen = [answer ?? []].flat();
      return { item, answer, options: setOf(instrument, item)?.options.filter((o) => chosen.includes(o.id)) ?? [] };
    });
}

export function score(instrument: Instrument, answers: Answers): Result {
  const asked = askedOf(instrument, answers);
  const dimensions = instrument.dimensions.map((d) => {
    const own = asked.filter((a) => a.item.dimension === d.id);
    return d.type === "scale" ? scale(instrument, d, own) : d.type === "checklist" ? checklist(d, own) : levels(d, own);
  });
  const scales = dimensions.filter((d): d is ScaleResult & { score: number } => d.type === "scale" && d.score !== null);
  const scores = scales.map((s) => s.score);
  const highest = Math.max(...scores);
  const why = reasons(instrument, dimensions, asked);
  return {
    path: asked.map((a) => a.item.id),
    dimensions,
    flat: scales.length > 1 && highest - Math.min(...scores) < instrument.flatSpread,
    top: scales.filter((s) => s.score === highest).map((s) => s.id),
    leads: [...new Set(why.map((r) => r.lead))],
    reasons: why,
  };
}

function scale(instrument: Instrument, d: Dimension, asked: readonly Asked[]): ScaleResult {
  // All items of a scale have the same ends, whether they are asked or not.
  const first = instrument.items.find((i) => i.dimension === d.id);
  const ends = (first && setOf(instrument, first)?.options.map((o) => o.value)) ?? [];
  const min = Math.min(...ends);
  const max = Math.max(...ends);
  const terms = asked.map((a): Term => {
    const option = a.options[0];
    const reversed = a.item.reverse === true;
    const raw = option?.value ?? null;
    return {
      item: a.item.id,
      option: option?.id ?? null,
      value: raw !== null && reversed ? min + max - raw : raw,
      raw,
      reversed,
      apart: option ? null : (a.answer as Apart | null),
    };
  });
  const values = terms.flatMap((t) => t.value ?? []);
  const answered = values.length;
  const sum = values.reduce((all, value) => all + value, 0);
  const value = answered && answered >= d.minAnswered && max > min ? (100 * (sum - answered * min)) / (answered * (max - min)) : null;
  const points = value === null ? null : Math.floor(value + 0.5);
  const apart = (why: Apart): number => terms.filter((t) => t.apart === why).length;
  return {
    type: "scale",
    id: d.id,
    of: asked.length,
    answered,
    cannotSay: apart("cannot-say"),
    notMine: apart("not-mine"),
    value,
    score: points,
    band: points === null ? null : (d.bands.find((b) => b.from <= points && points <= b.to)?.id ?? null),
    terms,
    min,
    max,
    sum,
  };
}

function checklist(d: Dimension, asked: readonly Asked[]): ChecklistResult {
  const done = asked.filter((a) => a.options.some((o) => d.done.includes(o.id)));
  const open = asked.filter((a) => !done.includes(a) && a.answer !== "not-mine");
  const answered = (a: Asked): boolean => a.options.length > 0;
  const ids = (list: readonly Asked[]): string[] => list.map((a) => a.item.id);
  return {
    type: "checklist",
    id: d.id,
    of: asked.length,
    answered: asked.filter(answered).length,
    done: ids(done),
    open: ids(open),
    next: ids([...open.filter(answered), ...open.filter((a) => !answered(a))].slice(0, steps)),
  };
}

function levels(d: Dimension, asked: readonly Asked[]): LevelsResult {
  return { type: "levels", id: d.id, levels: asked.map((a) => ({ item: a.item.id, option: a.options[0]?.id ?? null })) };
}

/** The bands of scales, then the options chosen, then the next steps of checklists. */
function reasons(instrument: Instrument, dimensions: Result["dimensions"], asked: readonly Asked[]): Reason[] {
  const found: Reason[] = [];
  const add = (leads: readonly Lead[] | undefined, items: readonly string[], option: string | null): void => leads?.forEach((lead) => found.push({ lead, items, option }));
  dimensions.forEach((r, i) => {
    if (r.type !== "scale" || r.band === null) return;
    // The items with the value that gives the reason, as far as they have the same answer.
    const values = r.terms.flatMap((t) => t.value ?? []);
    const end = Math[instrument.reasons ? "min" : "max"](...values);
    const option = r.terms.find((t) => t.value === end)!.option;
    const those = r.terms.filter((t) => t.value === end && t.option === option).slice(0, reasonItems);
    add(instrument.dimensions[i]!.bands.find((b) => b.id === r.band)!.leads, those.map((t) => t.item), option);
  });
  for (const a of asked) if (a.item.type !== "rating") for (const o of a.options) add(o.leads, [a.item.id], o.id);
  for (const r of dimensions) if (r.type === "checklist") for (const id of r.next) add(asked.find((a) => a.item.id === id)!.item.leads, [id], null);
  return found;
}

/** How the scales changed from one time to the next. A change below the threshold may be chance: it is "same". */
export function change(instrument: Instrument, before: Result, after: Result): Change[] {
  return instrument.dimensions.flatMap((d, i) => {
    const then = before.dimensions[i];
    const now = after.dimensions[i];
    if (then?.type !== "scale" || now?.type !== "scale") return [];
    // By the whole points that readers see: what looks like the threshold is the threshold.
    const a = then.score;
    const b = now.score;
    const change = a === null || b === null ? null : Math.abs(b - a) < d.changeThreshold ? "same" : b > a ? "higher" : "lower";
    return [{ dimension: d.id, before: a, after: b, change }];
  });
}

/** How far two views of the same thing lie apart, rating by rating and level by level, the farthest first; only what both answered. */
export function distances(instrument: Instrument, a: Answers, b: Answers): Distance[] {
  const others = askedOf(instrument, b);
  const found = askedOf(instrument, a).flatMap((one) => {
    const x = one.options[0];
    const y = others.find((o) => o.item === one.item)?.options[0];
    const options = setOf(instrument, one.item)?.options;
    if ((one.item.type !== "rating" && one.item.type !== "level") || !x || !y || !options?.[1]) return [];
    return [{ item: one.item.id, a: x.id, b: y.id, distance: Math.abs(options.indexOf(x) - options.indexOf(y)) / (options.length - 1) }];
  });
  return found.sort((x, y) => y.distance - x.distance); // stable: ties stay in the order of the items
}
