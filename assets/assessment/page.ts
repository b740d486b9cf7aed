import type { PageData } from "./instrument";
import { Runner } from "./runner";

/** Starts the self-check of the page, and puts its paper form away. Without one the page stays as it is. */
export function assessmentPage(page: Document, window: Window): void {
  const app = page.querySelector<HTMLElement>("[data-assessment-app]");
  const data = app?.querySelector("script[data-assessment]");
  const paper = page.querySelector<HTMLElement>("[data-assessment-twin]");
  if (app === null || !data || paper === null) return;
  new Runner(JSON.parse(data.textContent ?? "") as PageData, app, paper, window).start();
}
