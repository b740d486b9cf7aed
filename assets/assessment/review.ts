import { answersOf, valid } from "./answers";
import { button, make, type Child } from "./dom";
import { para, row } from "./frame";
import type { Item } from "./instrument";
import { screens } from "./items";
import { answeredWords, answerWords, facts, label, press } from "./parts";
import type { Runner } from "./runner";
import { path } from "./score";
import type { Screen } from "./session";

/** All answers on one page, with a way to change each. */
export function reviewScreen(runner: Runner): Screen {
  const instrument = runner.data.instrument;
  const speech = runner.speech;
  const answers = answersOf(runner.run);
  const asked = path(instrument, answers);
  const all = screens(instrument);
  const line = (item: Item): Child[] => {
    const change = [speech.both("review-change"), make("span", "spoken", ": ", label(runner, item.id))];
    const screen = all.findIndex((items) => items.includes(item));
    return [
      label(runner, item.id),
      said(runner, item, answers[item.id]),
      button(change, "quiet button--plain", () => runner.open({ name: "items", screen }, true)),
    ];
  };
  const items = instrument.items.filter((item) => asked.includes(item.id));
  const pages = [...new Set(items.map((item) => item.page))];
  return {
    heading: speech.both("review-title"),
    body: [
      para(answeredWords(runner, runner.run)),
      pages.map((page) => [make("h3", {}, speech.words(`pages.${page}.title`)), facts(items.filter((item) => item.page === page).map(line))]),
      row(
        press(runner, "review-result", () => runner.finish(), "main"),
        press(runner, "items-back", () => runner.open({ name: "items", screen: runner.last() })),
      ),
    ],
  };
}

function said(runner: Runner, item: Item, value: unknown): Child {
  const answer = valid(runner.data.instrument, item, value);
  if (answer === null) return make("span", "answers__none", runner.speech.both("review-none"));
  if (item.type === "text") return make("span", { class: "answers__text", dir: "auto" }, answer);
  return [answer].flat().map((id) => make("span", "answers__one", answerWords(runner, item.id, id)));
}
