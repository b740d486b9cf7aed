import { make, type Child } from "./dom";
import { row } from "./frame";
import { day, list, press } from "./parts";
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
export function keeping(runner: Runner): Child {
  const speech = runner.speech;
  const stored = runner.stored;
  const copied = stored.reduce((last, r) => (r.copied > last ? r.copied : last), "");
  return [
    make("h3", {}, speech.both("keep-title")),
    list(
      [
        speech.both("keep-where"),
        speech.both(`keep-browser-${browserOf(navigator.userAgent)}`),
        stored.length > 0 && (copied === "" ? speech.both("keep-no-copy") : speech.both("keep-copy", (l) => ({ Date: day(l, copied) }))),
      ],
      "",
    ),
  ];
}

/** Deletes what this browser keeps, after asking once. */
export function deletion(runner: Runner): Child {
  const speech = runner.speech;
  if (runner.storage === "empty" || runner.storage === "blocked") return null;
  const ask = (asking: boolean): void => {
    confirm.hidden = !asking;
    first.hidden = asking;
    (asking ? no : first).focus();
  };
  const no = press(runner, "keep-delete-no", () => ask(false));
  const first = press(runner, "keep-delete", () => ask(true));
  const confirm = make(
    "div",
    { class: "taking__confirm", role: "group", "aria-labelledby": "taking-delete", hidden: true },
    make("p", { id: "taking-delete" }, speech.both("keep-delete-confirm")),
    row(press(runner, "keep-delete-yes", () => runner.erase(), "main"), no),
  );
  return make("div", "taking__delete", first, confirm);
}
