import type { Answer } from "./asker";

/** How long typing must have paused before the outcome is read out, in milliseconds. */
const pause = 1200;

/** Reads out what came of a search, but not after every letter. */
export class Status {
  private timer = 0;

  /** The region is in the page from the start: one that comes with its text is often not read. */
  constructor(private readonly region: HTMLElement) {}

  /** Says a text after the pause, or at once; then calls what waits for the pause, or does not wait either. */
  say(text: string, atOnce: boolean, then?: () => void, thenAtOnce = atOnce): void {
    window.clearTimeout(this.timer);
    if (atOnce) this.region.textContent = text;
    this.timer = window.setTimeout(
      () => {
        this.region.textContent = text;
        then?.();
      },
      thenAtOnce ? 0 : pause,
    );
  }
}

/** Whether there is nothing to show, which need not wait for the pause. One letter alone is only a beginning. */
export function isUrgent(answer: Answer): boolean {
  return answer.problem !== "short" && (!answer.found || answer.found.total === 0);
}
