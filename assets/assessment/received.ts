import { takeOver } from "../receive/handover";
import { decode, type Refusal } from "./code";
import { notice, para, row } from "./frame";
import type { Instrument } from "./instrument";
import { answeredWords, day, facts, press, receiveLink } from "./parts";
import { begin, give } from "./run";
import type { Runner } from "./runner";
import type { Run, Screen } from "./session";

/** What came with a code or a file: a run, or why it was refused. */
export type Arrival = Run | Refusal;

/** What stands behind # in the address, or was left by the page for opening codes; undefined for neither. */
export function arrivalOf(instrument: Instrument, hash: string, root: string): Arrival | undefined {
  if (hash.startsWith("#c=")) return runOf(instrument, decoded(hash.slice(3)));
  const run = takeOver(() => sessionStorage, root);
  return run && run.instrument !== instrument.id ? { why: "unknown" } : run;
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
export function receivedScreen(runner: Runner, arrival: Arrival): Screen {
  const data = runner.data;
  const speech = runner.speech;
  const away = (id: string, kind: "main" | "quiet"): HTMLElement => press(runner, id, () => runner.discard(), kind);
  if ("why" in arrival) {
    return {
      heading: speech.both("received-refused"),
      body: [
        notice(
          speech.both(arrival.why === "unknown" ? "received-other" : `receive-${arrival.why}`, (l) => ({ Version: arrival.version ?? "", Ours: data.instrument.version, Title: l.words["title"] ?? "" })),
        ),
        para(speech.both("received-unharmed")),
        para(receiveLink(runner, "start-receive")),
        row(away("to-start", "main")),
      ],
    };
  }
  const rows = [
    [speech.both("received-what"), speech.words("title")],
    [speech.both("received-version"), String(arrival.version)],
    [speech.both("received-date"), arrival.finished === "" ? speech.both("received-date-unknown") : speech.both("received-day", (l) => ({ Date: day(l, arrival.finished) }))],
  ];
  if (data.instrument.views.length > 1) rows.push([speech.both("start-view"), speech.words(`views.${arrival.view}`)]);
  if (arrival.occasion !== "") rows.push([speech.both("start-occasion"), speech.words(`occasions.${arrival.occasion}`)]);
  rows.push([speech.both("received-answers"), answeredWords(runner, arrival)]);
  return {
    heading: speech.both("received-title"),
    body: [
      facts(rows),
      para(speech.both("received-ask")),
      notice(speech.both(runner.keeps ? "received-controller" : `keep-${runner.storage}`)),
      row(
        press(runner, "received-look", () => runner.accept(false), "main"),
        runner.keeps && press(runner, "received-keep", () => runner.accept(true)),
        away("received-discard", "quiet"),
      ),
    ],
  };
}
