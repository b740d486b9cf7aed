import { button, make } from "./dom";
import { row } from "./frame";
import { day } from "./parts";
import type { Runner } from "./runner";

/** What this browser will do with what it keeps: nothing is claimed that its name does not tell. */
export function browserOf(agent: string): "safari" | "inside" | "other" {
  // Apps that show pages in a browser of their own say so; "; wv" is Android's.
  if (/FBAN|FBAV|FB_IAB|Instagram|WhatsApp|Telegram|MicroMessenger|\bLine\/|; wv\)/.test(agent)) return "inside";
  // On iPhones and iPads every browser is Safari inside.
  if (/iPhone|iPad|iPod/.test(agent)) return "safari";
  return /Macintosh.* Version\/\S+ .*Safari\//.test(agent) && !/Chrome|Chromium|Edg/.test(agent) ? "safari" : "other";
}

/** Where the answers are, what the browser does with them, and when the last copy was saved. */
export function keeping(runner: Runner): Node[] {
  const speech = runner.speech;
  const stored = runner.stored;
  const storage = runner.storage;
  const window = runner.window;
  const copied = stored.reduce((last, r) => (r.copied > last ? r.copied : last), "");
  const lines = [speech.both("keep-where"), speech.both(`keep-browser-${browserOf(window.navigator.userAgent)}`)];
  if (storage === "ok" && stored.length > 0) {
    lines.push(copied === "" ? speech.both("keep-no-copy") : speech.both("keep-copy", (l) => ({ Date: day(l, copied) })));
  }
  return [make("h3", {}, ...speech.both("keep-title")), make("ul", {}, ...lines.map((line) => make("li", {}, ...line)))];
}

/** Deletes what this browser keeps, after asking once. */
export function deletion(runner: Runner): Node[] {
  const speech = runner.speech;
  if (runner.storage === "empty" || runner.storage === "blocked") return [];
  const ask = (asking: boolean): void => {
    confirm.hidden = !asking;
    first.hidden = asking;
    (asking ? no : first).focus();
  };
  const no = button(speech.both("keep-delete-no"), "quiet", () => ask(false));
  const first = button(speech.both("keep-delete"), "quiet", () => ask(true));
  const confirm = make(
    "div",
    { class: "taking__confirm", role: "group", "aria-labelledby": "taking-delete", hidden: true },
    make("p", { id: "taking-delete" }, ...speech.both("keep-delete-confirm")),
    row(button(speech.both("keep-delete-yes"), "main", () => runner.erase()), no),
  );
  return [make("div", { class: "taking__delete" }, first, confirm)];
}
