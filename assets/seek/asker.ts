import type { Elsewhere, Index, Result } from "./index";

/** The longest query. Whoever pastes a page gets an answer for its beginning. */
export const longest = 200;

export interface Question {
  /** As it was written. */
  readonly text: string;
  /** While typing: the last word may be unfinished. */
  readonly typing: boolean;
  /** At most so many hits; 0 for all. */
  readonly limit: number;
  readonly audience?: string;
  readonly section?: string;
}

/** What came of a question: hits, or why there are none. */
export interface Answer {
  readonly question: Question;
  /** The query that was asked, without needless spaces. */
  readonly query: string;
  /** The query was longer. */
  readonly cut: boolean;
  readonly problem?: "empty" | "no-words" | "short" | "failed";
  readonly found?: Result;
}

/**
 * The query within a text: one line of at most `longest` characters, none of them
 * cut in two. What turns the direction of writing (UAX 9, 2.1 to 2.4) would turn
 * the sentence that names the query too.
 */
export function queryOf(text: string): { readonly query: string; readonly cut: boolean } {
  const whole = text.replace(/[\s\u202A-\u202E\u2066-\u2069]+/g, " ").trim();
  if (whole.length <= longest) return { query: whole, cut: false };
  return { query: whole.slice(0, longest).replace(/[\uD800-\uDBFF]$/, ""), cut: true };
}

/** Why a query cannot be asked. */
export function problemOf(query: string): "empty" | "no-words" | undefined {
  if (query === "") return "empty";
  return /[\p{L}\p{N}]/u.test(query) ? undefined : "no-words";
}

/**
 * Asks an index one question at a time. Of those that come while it is busy
 * only the newest is asked. The index is opened by the first question, and
 * again by the next one when that failed.
 */
export class Asker {
  private opened: Promise<Index> | undefined;
  private attempt = 0;
  private busy = false;
  private next: Question | undefined;

  constructor(
    private readonly open: (attempt: number) => Promise<Index>,
    private readonly tell: (answer: Answer) => void,
  ) {}

  /** Opens the index for a question that is on its way. */
  prepare(): void {
    this.index().catch(() => undefined); // the question will tell
  }

  ask(question: Question): void {
    this.next = question;
    if (!this.busy) void this.work();
  }

  /** What other languages have for a query; nothing when they cannot be asked. */
  async elsewhere(query: string): Promise<readonly Elsewhere[]> {
    try {
      return await (await this.index()).elsewhere(query);
    } catch {
      return [];
    }
  }

  private async work(): Promise<void> {
    this.busy = true;
    while (this.next) {
      const question = this.next;
      this.next = undefined;
      this.tell(await this.answer(question));
    }
    this.busy = false;
  }

  private async answer(question: Question): Promise<Answer> {
    const asked = queryOf(question.text);
    const answer = { question, query: asked.query, cut: asked.cut };
    const problem = problemOf(asked.query);
    if (problem) return { ...answer, problem };
    try {
      const index = await this.index();
      const found = await index.find(asked.query, {
        limit: question.limit,
        prefix: question.typing,
        ...(question.audience ? { audience: question.audience } : {}),
        ...(question.section ? { section: question.section } : {}),
      });
      // One letter begins too many words to look for; a word of one is found.
      return found.total === 0 && Array.from(asked.query).length === 1 ? { ...answer, problem: "short" } : { ...answer, found };
    } catch {
      return { ...answer, problem: "failed" };
    }
  }

  private index(): Promise<Index> {
    return (this.opened ??= this.open(this.attempt++).catch((reason) => {
      this.opened = undefined;
      throw reason;
    }));
  }
}
