import { notice, para, row } from "./frame";
import { answeredWords, day, facts, press } from "./parts";
import type { Runner } from "./runner";
import type { Run, Screen } from "./session";

/** Shows what came with a code or a file, and asks what shall become of it. */
export function receivedScreen(runner: Runner, arrival: Run): Screen {
  const data = runner.data;
  const speech = runner.speech;
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
        press(runner, "received-discard", () => runner.discard()),
      ),
    ],
  };
}
