/**
 * The way of a run to the page of its self-check, from the page where a code or
 * a file was opened, which has read and checked it, or from a guest's page in
 * another language: the storage of this one tab or, where that is switched off,
 * its name. It is taken out as soon as that page opens.
 */
import { entryOf, parseEntry, writeEntry } from "../assessment/run";
import type { Run } from "../assessment/session";

/** The key: "/opas/#selfcheck-handover". The root is the path of the site. */
function handoverKey(root: string): string {
  return `${root}#selfcheck-handover`;
}

/** Leaves a run for the next page. */
export function handOver(window: Window, root: string, run: Run): void {
  const entry = writeEntry(entryOf(run.instrument, [run]));
  try {
    window.sessionStorage.setItem(handoverKey(root), entry);
  } catch {
    window.name = handoverKey(root) + entry;
  }
}

/** Takes the run that was left, and leaves nothing; undefined if there is none. */
export function takeOver(window: Window, root: string): Run | undefined {
  const key = handoverKey(root);
  let left: string | null = null;
  try {
    left = window.sessionStorage.getItem(key);
    window.sessionStorage.removeItem(key);
  } catch {
    // It may stand in the name.
  }
  if (left === null && window.name.startsWith(key)) {
    left = window.name.slice(key.length);
    window.name = "";
  }
  const entry = left !== null && parseEntry(left);
  return typeof entry === "object" ? entry.runs[0] : undefined;
}
