/**
 * A run as a file: JSON after response-1.schema.json, which is published with the
 * site. It holds options chosen and no words of one's own. Its scores are for
 * other programs to look at; whoever reads a file here computes them again.
 */
import { answersOf, valid } from "./answers";
import type { Refusal } from "./code";
import type { Answer, Instrument } from "./instrument";
import { isRecord } from "./run";
import type { Result } from "./score";
import type { Run, Stamped } from "./session";

export type { Refusal } from "./code";

export interface Received {
  readonly instrument: string;
  readonly run: Run;
  /** Items of the file that the instrument does not have, and those whose answer it does not have. */
  readonly unknownItems: readonly string[];
}

const format = "opas/assessment-response";
const formatVersion = 1;

/** The most that a file may have, in bytes. */
const largest = 1024 * 1024;

/** The file of a run, the same text for the same run; "" for a private instrument. */
export function write(instrument: Instrument, run: Run, result: Result): string {
  if (instrument.private) return "";
  const given = answersOf(run);
  const answers: [string, Answer][] = [];
  for (const item of instrument.items) {
    const answer = item.type === "text" ? null : valid(instrument, item, given[item.id]);
    if (answer !== null) answers.push([item.id, answer]);
  }
  const file = {
    format,
    formatVersion,
    instrument: instrument.id,
    instrumentVersion: instrument.version,
    instrumentHash: instrument.hash,
    language: run.language,
    languages: [run.language, run.second].filter((l) => l !== ""),
    view: run.view,
    occasion: run.occasion,
    started: run.started,
    takenAt: run.finished,
    run: run.id,
    answers: Object.fromEntries(answers),
    scores: Object.fromEntries(result.dimensions.map((d) => [d.id, scoreOf(d)])),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function scoreOf(d: Result["dimensions"][number]): object {
  if (d.type === "scale") return { type: d.type, score: d.score, value: d.value, band: d.band, answered: d.answered, of: d.of, cannotSay: d.cannotSay, notMine: d.notMine };
  if (d.type === "checklist") return { type: d.type, answered: d.answered, of: d.of, done: d.done, open: d.open, next: d.next };
  return { type: d.type, levels: Object.fromEntries(d.levels.map((l) => [l.item, l.option])) };
}

/** Reads a file with the instruments there are. Nothing of it is taken over that is not checked here. */
export function read(text: string, instruments: readonly Instrument[]): Received | Refusal {
  if (text.length > largest || new TextEncoder().encode(text).length > largest) return { why: "large" };
  let file: unknown;
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return { why: "damaged" };
  }
  if (!isRecord(file) || file["format"] !== format || !isCount(file["formatVersion"])) return { why: "damaged" };
  if (file["formatVersion"] > formatVersion) return { why: "newer" };
  const version = file["instrumentVersion"];
  const hash = file["instrumentHash"];
  const language = file["language"];
  const languages = file["languages"];
  const view = file["view"];
  const occasion = file["occasion"];
  const started = file["started"];
  const finished = file["takenAt"];
  const id = file["run"];
  const answers = file["answers"];
  const wanted = file["instrument"];
  const instrument = instruments.find((i) => i.id === wanted);
  if (instrument === undefined) return { why: typeof wanted === "string" ? "unknown" : "damaged" };
  if (instrument.private) return { why: "private", instrument: instrument.id };
  if (!isCount(version)) return { why: "damaged" };
  if (version !== instrument.version) return { why: "version", version, instrument: instrument.id };
  if (!isText(hash, /^[0-9a-f]{8}$/) || !isText(id, /^[0-9a-z]{1,40}$/) || !isTag(language) || !isRecord(answers)) return { why: "damaged" };
  if (!Array.isArray(languages) || languages.length > 2 || !languages.every(isTag)) return { why: "damaged" };
  if (!isOneOf(instrument.views, view) || !(occasion === "" || isOneOf(instrument.occasions, occasion))) return { why: "damaged" };
  if (!isTime(started) || !(finished === "" || isTime(finished))) return { why: "damaged" };

  // The file does not say when each answer was given: what this browser kept later is newer.
  const at = Date.parse(finished || started);
  const taken: [string, Stamped][] = [];
  for (const item of instrument.items) {
    const value = item.type === "text" ? null : valid(instrument, item, answers[item.id]);
    if (value !== null) taken.push([item.id, { value, at }]);
  }
  const words = instrument.items.filter((i) => i.type === "text").map((i) => i.id);
  const unknownItems = Object.keys(answers).filter((item) => !words.includes(item) && !taken.some((known) => known[0] === item));
  const second = languages.find((l) => l !== language) ?? "";
  const run = { id, instrument: instrument.id, version, hash, view, occasion, language, second, started, finished, copied: "", answers: Object.fromEntries(taken) };
  return { instrument: instrument.id, run, unknownItems };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0;
}

function isText(value: unknown, like: RegExp): value is string {
  return typeof value === "string" && like.test(value);
}

/** The tag of a language, as in addresses; "" when there is none. */
function isTag(value: unknown): value is string {
  return isText(value, /^[A-Za-z0-9-]{0,35}$/);
}

/** A day, or a day and a time in UTC. */
function isTime(value: unknown): value is string {
  return isText(value, /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,3})?Z)?$/) && !Number.isNaN(Date.parse(value));
}

function isOneOf(list: readonly string[], value: unknown): value is string {
  return list.some((l) => l === value);
}

/** Reads a chosen file; one that is too large is not opened at all. */
export async function readFile(file: File, instruments: readonly Instrument[]): Promise<Received | Refusal> {
  return file.size > largest ? { why: "large" } : read(await text(file), instruments);
}

/** The text of a file; File.text() is younger than the oldest browsers that are served. */
function text(file: File): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => resolve(""); // refused as damaged
    reader.readAsText(file);
  });
}
