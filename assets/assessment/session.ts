import type { Child } from "./dom";
import type { Answer, Facts } from "./instrument";
import type { Speech } from "./speech";

/** One time of taking a self-check: what this browser may keep, a code holds in short and a file in full. */
export interface Run {
  /** Made by chance at the start, so that two copies of one run are known as one. */
  readonly id: string;
  readonly instrument: string;
  readonly version: number;
  readonly hash: string;
  /** One of the instrument's views and occasions; "" where it has none. */
  readonly view: string;
  readonly occasion: string;
  /** Tags of the languages it was last read in; second is "" for one language. */
  readonly language: string;
  readonly second: string;
  /** ISO dates and times; finished and copied are "" before that. */
  readonly started: string;
  readonly finished: string;
  readonly copied: string;
  /** Answers by item. An answer taken back is null, so that two tabs agree about it. */
  readonly answers: Readonly<Record<string, Stamped>>;
}

export interface Stamped {
  readonly value: Answer | null;
  /** When it was given, in milliseconds since 1970. */
  readonly at: number;
}

/** What is shown: a place in the browser's history. */
export type Step =
  | { readonly name: "start" | "review" | "result" | "sheet" | "entry" | "paper" | "received" }
  | { readonly name: "items"; readonly screen: number }
  | { readonly name: "compare"; readonly with: string };

/** The state of the page, in one place. Screens read it and ask it for changes. */
export interface Session {
  readonly data: Facts;
  /** The path of the site, under which this browser keeps things. */
  readonly root: string;
  readonly speech: Speech;
  readonly run: Run;
  /** Kept in this browser, or only until the page closes. */
  readonly kept: boolean;
  /** Other runs of this self-check: those that this browser keeps, and those that were handed over to this page. */
  readonly others: readonly Run[];
  /** Changes the run, and keeps it if it is kept. */
  change(change: Partial<Run>): void;
  /** Shows another step, as a new place in the history. */
  open(step: Step): void;
  /** Says something in the one polite line. */
  status(text: string): void;
}

/** What one step shows. The heading gets the focus when the step opens. */
export interface Screen {
  readonly heading: Child;
  readonly body: Child;
}
