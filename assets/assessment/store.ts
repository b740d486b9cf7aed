/**
 * Where runs are kept on a device: one entry of the browser's storage for each
 * self-check. The storage may be switched off, full, or written by another tab
 * at any time; nothing here throws, and nothing that cannot be read is ever
 * overwritten.
 */
import { entryOf, mergeEntries, parseEntry, writeEntry } from "./run";
import type { Entry } from "./run";
import type { Run } from "./session";

export type Loaded =
  | { readonly state: "ok"; readonly entry: Entry }
  | { readonly state: "empty" | "blocked" | "damaged" | "newer"; readonly entry: null };

/** "gone": another tab has deleted what this one had read; it is not written again. */
export type Saved = "kept" | "full" | "blocked" | "damaged" | "newer" | "gone";

/** The key of a self-check: "/opas/#selfcheck:care-interests". The root is the path of the site, because sites may share a host. */
export function keyOf(root: string, instrument: string): string {
  return `${root}#selfcheck:${instrument}`;
}

export class Store {
  /** Runs that were in the storage once: if they are there no more, somebody deleted them. */
  private readonly seen = new Set<string>();

  /** Storage is a function, because even to name localStorage may throw. */
  constructor(
    private readonly storage: () => Storage,
    private readonly key: string,
  ) {}

  load(): Loaded {
    let text: string | null;
    try {
      text = this.storage().getItem(this.key);
    } catch {
      return { state: "blocked", entry: null };
    }
    if (text === null) return { state: "empty", entry: null };
    const entry = parseEntry(text);
    if (typeof entry === "string") return { state: entry, entry: null };
    for (const run of entry.runs) this.seen.add(run.id);
    return { state: "ok", entry };
  }

  /** Keeps the run beside what is there by now, answer by answer. */
  save(run: Run): Saved {
    const known = this.seen.has(run.id);
    const now = this.load();
    if (now.state !== "ok" && now.state !== "empty") return now.state;
    if (known && now.entry?.runs.some((r) => r.id === run.id) !== true) return "gone";
    const added = entryOf(run.instrument, [run]);
    const merged = now.entry === null ? added : mergeEntries(now.entry, added);
    // This tab is where it is being read: its languages are the last ones.
    const runs = merged.runs.map((r) => (r.id === run.id ? { ...r, language: run.language, second: run.second } : r));
    try {
      this.storage().setItem(this.key, writeEntry({ ...merged, runs }));
    } catch (error) {
      return isFull(error) ? "full" : "blocked";
    }
    this.seen.add(run.id);
    return "kept";
  }

  /** Deletes the entry, whatever is in it; false when the browser does not allow it. */
  remove(): boolean {
    try {
      this.storage().removeItem(this.key);
    } catch {
      return false;
    }
    return true;
  }
}

/** Browsers name it differently: Firefox has a name of its own. */
function isFull(error: unknown): boolean {
  return error instanceof Error || error instanceof DOMException ? /quota/i.test(error.name) : false;
}
