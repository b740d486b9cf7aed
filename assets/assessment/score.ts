/**
 * What answers amount to. The same rules run in Go (package score) and are held
 * to the same test vectors: values are whole numbers, and the one division of a
 * scale is done in the same order, so that the bits are equal.
 */
import { setOf, valid } from "./answers";
import type { Answer, Answers, Apart, Dimension, Instrument, Item, Lead } from "./instrument";

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

/** The items that are asked: those whose conditions all hold. Conditions name earlier items alone. */
export function path(instrument: Instrument, answers: Answers): string[] {
  const asked: string[] = [];
  for (const item of instrument.items) {
    const holds = (item.when ?? []).every((c) => {
      const answer = asked.includes(c.item) ? answers[c.item] : undefined;
      return answer !== undefined && c.is.some((option) => (Array.isArray(answer) ? answer.includes(option) : answer === option));
    });
    if (holds) asked.push(item.id);
  }
  return asked;
}

export function score(instrument: Instrument, answers: Answers): Result {
  const asked = path(instrument, answers);
  const given = new Map<string, Answer>();
  for (const item of instrument.items) {
    const answer = asked.includes(item.id) ? valid(instrument, item, answers[item.id]) : null;
    if (answer !== null) given.set(item.id, answer);
  }
  const dimensions = instrument.dimensions.map((d) => {
    const items = instrument.items.filter((i) => i.dimension === d.id && asked.includes(i.id));
    if (d.type === "scale") return scale(instrument, d, items, given);
    return d.type === "checklist" ? checklist(instrument, d, items, given) : levels(instrument, d, items, given);
  });
  const scales: { id: string; score: number }[] = [];
  for (const d of dimensions) if (d.type === "scale" && d.score !== null) scales.push({ id: d.id, score: d.score });
  const scores = scales.map((s) => s.score);
  const highest = Math.max(...scores);
  return {
    path: asked,
    dimensions,
    flat: scales.length > 1 && highest - Math.min(...scores) < instrument.flatSpread,
    top: scales.filter((s) => s.score === highest).map((s) => s.id),
    leads: leads(instrument, dimensions, given),
  };
}

function scale(instrument: Instrument, d: Dimension, items: readonly Item[], given: ReadonlyMap<string, Answer>): ScaleResult {
  // All items of a scale have the same ends, whether they are asked or not.
  const set = instrument.items.filter((i) => i.dimension === d.id).map((i) => setOf(instrument, i))[0];
  const ends = (set?.options ?? []).map((o) => o.value);
  const min = Math.min(...ends);
  const max = Math.max(...ends);
  const terms = items.map((i): Term => {
    const answer = given.get(i.id);
    const option = setOf(instrument, i)?.options.find((o) => o.id === answer);
    const reversed = i.reverse === true;
    if (option === undefined) return { item: i.id, option: null, value: null, raw: null, reversed, apart: answer === "cannot-say" || answer === "not-mine" ? answer : null };
    return { item: i.id, option: option.id, value: reversed ? min + max - option.value : option.value, raw: option.value, reversed, apart: null };
  });
  let answered = 0;
  let sum = 0;
  for (const t of terms) {
    if (t.value === null) continue;
    answered++;
    sum += t.value;
  }
  const value = answered > 0 && answered >= d.minAnswered && max > min ? (100 * (sum - answered * min)) / (answered * (max - min)) : null;
  const points = value === null ? null : Math.floor(value + 0.5);
  const band = points === null ? undefined : d.bands.find((b) => b.from <= points && points <= b.to);
  const apart = (why: Apart): number => terms.filter((t) => t.apart === why).length;
  return {
    type: "scale",
    id: d.id,
    of: items.length,
    answered,
    cannotSay: apart("cannot-say"),
    notMine: apart("not-mine"),
    value,
    score: points,
    band: band?.id ?? null,
    terms,
    min,
    max,
    sum,
  };
}

function checklist(instrument: Instrument, d: Dimension, items: readonly Item[], given: ReadonlyMap<string, Answer>): ChecklistResult {
  const chosen = (i: Item): readonly string[] => options(instrument, i, given.get(i.id));
  const done = items.filter((i) => chosen(i).some((o) => d.done.includes(o)));
  const open = items.filter((i) => !done.includes(i) && given.get(i.id) !== "not-mine");
  const known = open.filter((i) => chosen(i).length > 0);
  const ids = (list: readonly Item[]): string[] => list.map((i) => i.id);
  return {
    type: "checklist",
    id: d.id,
    of: items.length,
    answered: items.filter((i) => chosen(i).length > 0).length,
    done: ids(done),
    open: ids(open),
    next: ids([...known, ...open.filter((i) => !known.includes(i))].slice(0, steps)),
  };
}

function levels(instrument: Instrument, d: Dimension, items: readonly Item[], given: ReadonlyMap<string, Answer>): LevelsResult {
  return { type: "levels", id: d.id, levels: items.map((i) => ({ item: i.id, option: options(instrument, i, given.get(i.id))[0] ?? null })) };
}

/** The options chosen, without answers that stand apart. */
function options(instrument: Instrument, item: Item, answer: Answer | undefined): readonly string[] {
  const chosen = typeof answer === "string" ? [answer] : (answer ?? []);
  return (setOf(instrument, item)?.options ?? []).filter((o) => chosen.includes(o.id)).map((o) => o.id);
}

/** Of the bands of scales, then of the options chosen, then of the next steps of checklists. */
function leads(instrument: Instrument, dimensions: Result["dimensions"], given: ReadonlyMap<string, Answer>): Lead[] {
  const found: Lead[] = [];
  instrument.dimensions.forEach((d, i) => {
    const r = dimensions[i];
    if (r?.type === "scale") found.push(...(d.bands.find((b) => b.id === r.band)?.leads ?? []));
  });
  for (const item of instrument.items) {
    if (item.type === "rating" || item.type === "text") continue;
    const chosen = options(instrument, item, given.get(item.id));
    for (const o of setOf(instrument, item)?.options ?? []) if (chosen.includes(o.id)) found.push(...(o.leads ?? []));
  }
  for (const r of dimensions) {
    if (r.type === "checklist") for (const id of r.next) found.push(...(instrument.items.find((i) => i.id === id)?.leads ?? []));
  }
  return [...new Set(found)];
}

/** How the scales changed from one time to the next. A change below the threshold may be chance: it is "same". */
export function change(instrument: Instrument, before: Result, after: Result): Change[] {
  const scales = (result: Result): Map<string, ScaleResult> => new Map(result.dimensions.flatMap((r) => (r.type === "scale" ? [[r.id, r]] : [])));
  const then = scales(before);
  const now = scales(after);
  return instrument.dimensions
    .filter((d) => d.type === "scale")
    .map((d) => {
      // By the whole points that readers see: what looks like the threshold is the threshold.
      const a = then.get(d.id)?.score ?? null;
      const b = now.get(d.id)?.score ?? null;
      const change = a === null || b === null ? null : Math.abs(b - a) < d.changeThreshold ? "same" : b > a ? "higher" : "lower";
      return { dimension: d.id, before: a, after: b, change };
    });
}

/** How far two views of the same thing lie apart, rating by rating, the farthest first; only what both rated. */
export function distances(instrument: Instrument, a: Answers, b: Answers): Distance[] {
  const both = path(instrument, b).filter((id) => path(instrument, a).includes(id));
  const found: Distance[] = [];
  for (const item of instrument.items) {
    if (item.type !== "rating" || !both.includes(item.id)) continue;
    const ids = (setOf(instrument, item)?.options ?? []).map((o) => o.id);
    const one = options(instrument, item, a[item.id])[0];
    const other = options(instrument, item, b[item.id])[0];
    if (one === undefined || other === undefined || ids.length < 2) continue;
    found.push({ item: item.id, a: one, b: other, distance: Math.abs(ids.indexOf(one) - ids.indexOf(other)) / (ids.length - 1) });
  }
  return found.sort((x, y) => y.distance - x.distance); // stable: ties stay in the order of the items
}
