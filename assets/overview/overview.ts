import { parseEntry } from "../assessment/run";
import { keyOf } from "../assessment/store";
import { fill } from "../words/words";

/** Fills in beside each self-check what this browser keeps of it: only that, and when, never an answer. */
export function overview(page: Document, window: Window): void {
  const list = page.querySelector<HTMLElement>("[data-overview]");
  if (list === null) return;
  const root = new URL(list.dataset["root"] ?? "", window.location.href).pathname;
  const show = (): void => {
    for (const line of Array.from(list.querySelectorAll<HTMLElement>("[data-overview-of]"))) {
      const text = state(window, list.dataset, keyOf(root, line.dataset["overviewOf"] ?? ""), list.closest<HTMLElement>("[lang]")?.lang || "en");
      line.textContent = text.said;
      line.hidden = text.said === "";
      const self = line.parentElement?.querySelector("a");
      if (!text.begun || !self) continue;
      const link = page.createElement("a");
      link.href = self.href;
      link.textContent = list.dataset["continue"] ?? "";
      line.append(" · ", link);
    }
  };
  window.addEventListener("storage", show);
  window.addEventListener("pageshow", show); // also when the reader comes back to it
  show();
}

const nothing = { said: "", begun: false };

function state(window: Window, say: DOMStringMap, key: string, lang: string): { readonly said: string; readonly begun: boolean } {
  let entry: string | null = null;
  try {
    entry = window.localStorage.getItem(key);
  } catch {
    return nothing; // the page of the self-check says what that means
  }
  const kept = entry === null ? "damaged" : parseEntry(entry);
  if (typeof kept === "string") return nothing;
  const days = new Intl.DateTimeFormat(`${lang}-u-nu-latn`, { day: "numeric", month: "numeric", year: "numeric" });
  const day = (time: string): string => (Number.isNaN(Date.parse(time)) ? "?" : days.format(new Date(time)));
  const begun = kept.runs.filter((r) => r.finished === "").sort((a, b) => (a.started < b.started ? 1 : -1))[0];
  const finished = kept.runs.filter((r) => r.finished !== "").sort((a, b) => (a.finished < b.finished ? 1 : -1))[0];
  const said: string[] = [];
  let goesOn = false;
  if (finished !== undefined) said.push(fill(say["finished"] ?? "", { Date: day(finished.finished) }));
  if (begun !== undefined) {
    const count = Object.keys(begun.answers).filter((id) => begun.answers[id]?.value != null).length;
    if (count > 0) said.push(fill(say["begun"] ?? "", { Date: day(begun.started), Count: count }));
    goesOn = count > 0;
  }
  return { said: said.join(" · "), begun: goesOn };
}
