import { takeOver } from "../receive/handover";
import { answered, answersOf } from "./answers";
import { decode } from "./code";
import { button, make } from "./dom";
import { notice, para, row } from "./frame";
import type { Instrument } from "./instrument";
import { day } from "./parts";
import { read, type Refusal } from "./response";
import { begin, give } from "./run";
import type { Runner } from "./runner";
import type { Run, Screen } from "./session";

/** What came with a code or a file: a run, or why it was refused. */
export type Arrival = Run | Refusal;

/** What stands behind # in the address, or was left by the page for opening codes; null for neither. */
export function arrivalOf(runner: Runner, hash: string, root: string): Arrival | null {
  if (hash.startsWith("#c=")) return runOf(runner.data.instrument, decoded(hash.slice(3)));
  const file = takeOver(() => runner.window.sessionStorage, root);
  if (file === null) return null;
  const found = read(file, [runner.data.instrument]);
  return "why" in found ? found : found.run;
}

/** A code that another program has encoded badly is read as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A code does not hold the language, nor the time of an answer. */
function runOf(instrument: Instrument, code: string): Arrival {
  const found = decode(code, [instrument]);
  if ("why" in found) return found;
  const at = found.finished === "" ? Date.now() : Date.parse(found.finished);
  const run = { ...begin(instrument, found.view, found.occasion, "", at, Math.random), finished: found.finished };
  return Object.entries(found.answers).reduce((r, given) => give(r, given[0], given[1], at), run);
}

/** Shows what came, and asks what shall become of it. */
export function receivedScreen(runner: Runner): Screen {
  const arrival = runner.arrival;
  const data = runner.data;
  const speech = runner.speech;
  const away = (id: string, kind: "main" | "quiet"): HTMLElement => button(speech.both(id), kind, () => runner.discard());
  if (arrival === null || "why" in arrival) {
    const refusal: Refusal = arrival ?? { why: "damaged" };
    const id = refusal.why === "unknown" ? "received-other" : refusal.instead !== undefined ? "receive-typing-group" : `receive-${refusal.why}`;
    const values = { Group: refusal.group ?? "", Instead: refusal.instead ?? "", Version: refusal.version ?? "", Ours: data.instrument.version };
    return {
      heading: speech.both("received-refused"),
      body: [
        notice(speech.both(id, (l) => ({ ...values, Title: l.words["title"] ?? "" }))),
        para(...speech.both("received-unharmed")),
        para(data.pages.receive !== "" && make("a", { href: data.pages.receive }, ...speech.both("start-receive"))),
        row(away("to-start", "main")),
      ],
    };
  }
  const instrument = data.instrument;
  const count = answered(instrument, answersOf(arrival));
  const line = (id: string, words: readonly Node[]): HTMLElement => make("div", {}, make("dt", {}, ...speech.both(id)), make("dd", {}, ...words));
  const rows = [
    line("received-what", speech.words("title")),
    line("received-version", [new Text(String(arrival.version))]),
    line("received-date", arrival.finished === "" ? speech.both("received-date-unknown") : speech.both("received-day", (l) => ({ Date: day(l, arrival.finished) }))),
  ];
  if (instrument.views.length > 1) rows.push(line("start-view", speech.words(`views.${arrival.view}`)));
  if (arrival.occasion !== "") rows.push(line("start-occasion", speech.words(`occasions.${arrival.occasion}`)));
  rows.push(line("received-answers", speech.both("review-answered", { Count: count.answered, Of: count.of })));
  const keeps = runner.storage === "ok" || runner.storage === "empty";
  return {
    heading: speech.both("received-title"),
    body: [
      make("dl", { class: "answers" }, ...rows),
      para(...speech.both("received-ask")),
      notice(speech.both(keeps ? "received-controller" : `keep-${runner.storage}`)),
      row(
        button(speech.both("received-look"), "main", () => runner.accept(false)),
        keeps && button(speech.both("received-keep"), "quiet", () => runner.accept(true)),
        away("received-discard", "quiet"),
      ),
    ],
  };
}
