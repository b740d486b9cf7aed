import type { Run } from "./session";

/**
 * What is typed or ticked for the sheet and the plan, by field. It stays in
 * the page, in no code, link or file; storage holds of it only the step that
 * the reader puts into the plan.
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
