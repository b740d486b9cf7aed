import type { Run } from "./session";

/**
 * What is typed or ticked for the sheet and the plan, by field. It stays in
 * the page: no storage, no code, no link and no file ever holds it.
 */
export type Notes = Record<string, string>;

let run = "";
let notes: Notes = {};

/** The notes of a run. Those of another one are forgotten: a shared computer may have changed hands. */
export function notesOf(of: Run): Notes {
  if (of.id !== run) notes = {};
  run = of.id;
  return notes;
}
