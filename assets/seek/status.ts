/** How long typing must have paused before the outcome is read out, in milliseconds. */
const pause = 1200;

/** Reads out what came of a search, but not after every letter. */
export class Status {
  private timer = 0;

  /** The region is in the page from the start: one that comes with its text is often not read. */
  constructor(private readonly region: HTMLElement) {}

  /** Says a text after the pause, or at once; then calls what waits for the pause too. */
  say(text: string, atOnce: boolean, then?: () => void): void {
    window.clearTimeout(this.timer);
    if (atOnce) this.region.textContent = text;
    this.timer = window.setTimeout(
      () => {
        this.region.textContent = text;
        then?.();
      },
      atOnce ? 0 : pause,
    );
  }
}
