/**
 * A run, one time of taking a self-check, and the entry of the browser's storage
 * that holds the runs of one self-check. Two tabs, or two copies of a file, may
 * hold the same run with different answers: merging takes the newest of each
 * answer and gives the same whatever the order.
 */
import type { Answer, Instrument } from "./instrument";
import type { Run, Stamped } from "./session";

/** What the storage holds of one self-check. Keys that this version does not know are kept. */
export interface Entry {
  readonly version: number;
  readonly instrument: string;
  readonly runs: readonly Run[];
}

type Unknown = Readonly<Record<string, unknown>>;

/** Takes an entry from one version to the next. A pure function; it keeps what it does not know. */
export type Migration = (entry: Unknown) => Unknown;

/** From version 1 to 2, from 2 to 3 and so on. The first version to be published needs none. */
const migrations: readonly Migration[] = [];

/** More than a browser's storage holds for one entry in any use: reading it would only stop the page. */
const longest = 2_000_000;

/** A run that has just begun. Random gives numbers from 0 up to 1; now is in milliseconds since 1970. */
export function begin(instrument: Instrument, view: string, occasion: string, language: string, now: number, random: () => number): Run {
  let id = "";
  while (id.length < 16) id += Math.floor(random() * 36).toString(36);
  return {
    id,
    instrument: instrument.id,
    version: instrument.version,
    hash: instrument.hash,
    view,
    occasion,
    language,
    second: "",
    started: new Date(now).toISOString(),
    finished: "",
    copied: "",
    answers: {},
  };
}

/** The run with another answer; null takes an answer back. */
export function give(run: Run, item: string, value: Answer | null, now: number): Run {
  // A clock that was put back must not make the older answer the newer one.
  const at = Math.max(now, 1 + (run.answers[item]?.at ?? 0));
  return { ...run, answers: { ...run.answers, [item]: { value, at } } };
}

/**
 * Both copies of a run in one: of each answer the newest, of two given in the
 * same millisecond the one whose JSON is the greater text, so that both sides
 * agree. The order of the arguments, and of several merges, makes no difference.
 */
export function merge(a: Run, b: Run): Run {
  const last = (r: Run): number => Object.values(r.answers).reduce((at, answer) => Math.max(at, answer.at), 0);
  const languages = (r: Run): string => JSON.stringify([r.language, r.second]);
  // The copy that was in use last: its languages are those the run was last read in.
  const read = last(a) > last(b) || (last(a) === last(b) && languages(a) > languages(b)) ? a : b;
  return {
    ...(united(a, b, greater) as Run),
    language: read.language,
    second: read.second,
    started: a.started < b.started ? a.started : b.started,
    answers: united<Stamped>(a.answers, b.answers, (x, y) => (x.at === y.at ? greater(x, y) : x.at > y.at ? x : y)),
  };
}

/** Every field of both, in the order of their names; pick chooses where both have it. */
function united<T>(a: { readonly [name: string]: T }, b: { readonly [name: string]: T }, pick: (x: T, y: T) => T): { [name: string]: T };
function united(a: object, b: object, pick: (x: unknown, y: unknown) => unknown): object;
function united(a: object, b: object, pick: (x: unknown, y: unknown) => unknown): object {
  const all = new Map<string, unknown>(Object.entries(a));
  for (const field of Object.entries(b)) all.set(field[0], all.has(field[0]) ? pick(all.get(field[0]), field[1]) : field[1]);
  return Object.fromEntries([...all].sort((x, y) => (x[0] < y[0] ? -1 : 1)));
}

/** Of two values of a field a later time, or what has a value. */
function greater<T>(a: T, b: T): T {
  return JSON.stringify(a) > JSON.stringify(b) ? a : b;
}

/** Both entries in one, run by run. */
export function mergeEntries(a: Entry, b: Entry): Entry {
  const runs = new Map<string, Run>();
  for (const run of [...a.runs, ...b.runs]) {
    const same = runs.get(run.id);
    runs.set(run.id, same ? merge(same, run) : run);
  }
  const age = (r: Run): string => `${r.started} ${r.id}`;
  return { ...(united(a, b, greater) as Entry), runs: [...runs.values()].sort((x, y) => (age(x) < age(y) ? -1 : 1)) };
}

export function writeEntry(entry: Entry): string {
  return JSON.stringify(entry);
}

/** Reads an entry of the storage and brings it to the present version. The text is never changed by that. */
export function parseEntry(text: string, chain: readonly Migration[] = migrations): Entry | "damaged" | "newer" {
  if (text.length > longest) return "damaged";
  try {
    const found = JSON.parse(text) as Entry; // a text, a list or null has no version
    if (!Number.isInteger(found.version) || found.version < 1) return "damaged";
    if (found.version > chain.length + 1) return "newer";
    const entry: unknown = migrate({ ...found }, chain);
    return isEntry(entry) ? entry : "damaged";
  } catch {
    return "damaged"; // not JSON, or not what the migrations expect
  }
}

/** Brings an entry to the last version of the chain, whose first function takes version 1 to 2. */
export function migrate(entry: Unknown, chain: readonly Migration[]): Unknown {
  const version = entry["version"] as number;
  return chain.slice(version - 1).reduce((older, next, i) => ({ ...next(older), version: version + i + 1 }), entry);
}

/** A new entry with these runs. */
export function entryOf(instrument: string, runs: readonly Run[]): Entry {
  return { version: migrations.length + 1, instrument, runs };
}

function isEntry(value: unknown): value is Entry {
  return isRecord(value) && typeof value["instrument"] === "string" && Array.isArray(value["runs"]) && value["runs"].every(isRun);
}

function isRun(value: unknown): value is Run {
  const texts = ["id", "instrument", "hash", "view", "occasion", "language", "second", "started", "finished", "copied"];
  return (
    isRecord(value) &&
    texts.every((name) => typeof value[name] === "string") &&
    typeof value["version"] === "number" &&
    isRecord(value["answers"]) &&
    Object.values(value["answers"]).every(isStamped)
  );
}

function isStamped(value: unknown): value is Stamped {
  if (!isRecord(value) || typeof value["at"] !== "number") return false;
  const answer = value["value"];
  return answer === null || [answer].flat().every((o) => typeof o === "string");
}

export function isRecord(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
