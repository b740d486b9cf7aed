import { answered, answersOf, valid } from "./answers";
import { button, make } from "./dom";
import { para, row } from "./frame";
import type { Answer, Item } from "./instrument";
import { screens } from "./items";
import { answerWords } from "./parts";
import type { Runner } from "./runner";
import { path } from "./score";
import type { Screen } from "./session";

/** All answers on one page, with a way to change each. */
export function reviewScreen(runner: Runner): Screen {
  const data = runner.data;
  const speech = runner.speech;
  const answers = answersOf(runner.run);
  const asked = path(data.instrument, answers);
  const body: Node[] = [];
  let page = "";
  let list = make("dl");
  screens(data.instrument).forEach((items, screen) => {
    for (const item of items) {
      if (!asked.includes(item.id)) continue;
      if (item.page !== page) {
        page = item.page;
        list = make("dl", { class: "answers" });
        body.push(make("h3", {}, ...speech.words(`pages.${page}.title`)), list);
      }
      const label = speech.words(`items.${item.id}`);
      const spoken = make("span", { class: "spoken" }, ": ", ...label.map((n) => n.cloneNode(true)));
      const change = button([...speech.both("review-change"), spoken], "quiet", () => runner.open({ name: "items", screen }, true));
      change.classList.add("button--plain");
      list.append(
        make("div", {}, make("dt", {}, ...label), make("dd", {}, ...said(runner, item, valid(data.instrument, item, answers[item.id]))), make("dd", {}, change)),
      );
    }
  });
  const count = answered(data.instrument, answers);
  return {
    heading: speech.both("review-title"),
    body: [
      para(...speech.both("review-answered", { Count: count.answered, Of: count.of })),
      ...body,
      row(
        button(speech.both("review-result"), "main", () => runner.finish()),
        button(speech.both("items-back"), "quiet", () => runner.open({ name: "items", screen: runner.last() })),
      ),
    ],
  };
}

function said(runner: Runner, item: Item, answer: Answer | null): Node[] {
  if (answer === null) return [make("span", { class: "answers__none" }, ...runner.speech.both("review-none"))];
  if (item.type === "text") return [make("span", { class: "answers__text", dir: "auto" }, String(answer))];
  return [answer].flat().map((id) => make("span", { class: "answers__one" }, ...answerWords(runner, item.id, id)));
}
