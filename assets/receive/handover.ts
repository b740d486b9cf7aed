/**
 * The way of a file from the page where it was chosen, which has read and
 * checked it, to the page of its self-check: the storage of this one tab, from
 * which it is taken out as soon as that page opens.
 */
import { entryOf, parseEntry, writeEntry } from "../assessment/run";
import type { Run } from "../assessment/session";

/** The key: "/opas/#selfcheck-handover". The root is the path of the site. */
function handoverKey(root: string): string {
  return `${root}#selfcheck-handover`;
}

/** Leaves a run for the next page. Reports whether the browser allowed it. */
export function handOver(storage: () => Storage, root: string, run: Run): boolean {
  try {
    storage().setItem(handoverKey(root), writeEntry(entryOf(run.instrument, [run])));
    return true;
  } catch {
    return false;
  }
}

/** Takes the run that was left, and leaves nothing; undefined if there is none. */
export function takeOver(storage: () => Storage, root: string): Run | undefined {
  try {
    const text = storage().getItem(handoverKey(root));
    storage().removeItem(handoverKey(root));
    const entry = text !== null && parseEntry(text);
    return typeof entry === "object" ? entry.runs[0] : undefined;
  } catch {
    return undefined;
  }
}
