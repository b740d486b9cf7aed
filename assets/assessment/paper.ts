import { setOf } from "./answers";
import { button } from "./dom";
import { all, para, row } from "./frame";
import type { Facts } from "./instrument";
import type { Runner } from "./runner";
import type { Screen } from "./session";
import type { Speech } from "./speech";

/** The paper form, which stands below, in the languages that are chosen here. */
export function paperScreen(runner: Runner): Screen {
  const speech = runner.speech;
  const window = runner.window;
  return {
    heading: speech.both("paper-title"),
    body: [
      para(speech.both("paper-text")),
      row(
        button(speech.both("paper-print"), "main", () => window.print()),
        button(speech.both("to-start"), "quiet", () => runner.open({ name: "start" })),
      ),
    ],
  };
}

/** Puts the words of the languages into the paper form of the page. */
export function fillPaper(paper: HTMLElement, data: Facts, speech: Speech): void {
  const fill = (name: "word" | "say", parts: (id: string) => Node[]): void => {
    for (const place of all(paper, `[data-${name}]`)) {
      const words = parts(place.dataset[name] ?? "");
      if (words.length > 0) place.replaceChildren(...all(place, "input"), ...words);
    }
  };
  fill("word", (path) => speech.words(path));
  fill("say", (id) => speech.both(id));
  // The answers of an item stand as its option set has them, those apart after the others.
  for (const item of data.instrument.items) {
    const set = setOf(data.instrument, item);
    if (set === undefined) continue;
    const said = [...set.options.map((o) => speech.words(`options.${set.id}.${o.id}`)), ...set.apart.map((id) => speech.both(`apart-${id}`))];
    all(paper, `[data-item="${item.id}"] label`).forEach((label, i) => label.replaceChildren(...all(label, "input"), ...(said[i] ?? [])));
  }
}
