import { answersOf, valid } from "./answers";
import { make } from "./dom";
import { form, para, row, submit } from "./frame";
import type { Instrument, Item } from "./instrument";
import { press } from "./parts";
import { question as draw } from "./question";
import type { Runner } from "./runner";
import { path } from "./score";
import type { Screen } from "./session";

/** More questions than these do not stand on one screen. */
const most = 4;

/**
 * The questions by screen: consecutive ones of a page that have the same
 * answers stand together. What is on a screen does not depend on answers, so
 * that no question moves away while another is answered: one that depends on
 * another never stands beside it.
 */
export function screens(instrument: Instrument): Item[][] {
  const all: Item[][] = [];
  let last: Item[] = [];
  for (const item of instrument.items) {
    const first = last[0];
    const joins =
      first &&
      last.length < most &&
      item.set !== "" &&
      first.set === item.set &&
      first.type === item.type &&
      first.page === item.page &&
      !last.some((i) => item.when?.some((c) => c.item === i.id));
    if (joins) last.push(item);
    else all.push((last = [item]));
  }
  return all;
}

/** The next screen, or the one before, that has a question on the path; -1 when there is none. */
export function next(all: readonly (readonly Item[])[], asked: readonly string[], from: number, step: 1 | -1): number {
  let i = from + step;
  while (all[i] && !all[i]!.some((item) => asked.includes(item.id))) i += step;
  return all[i] ? i : -1;
}

/** The first screen with a question that has no answer; the last one when all have. */
export function firstOpen(runner: Runner): number {
  const instrument = runner.data.instrument;
  const answers = answersOf(runner.run);
  const asked = path(instrument, answers);
  const all = screens(instrument);
  const open = all.findIndex((items) => items.some((i) => asked.includes(i.id) && valid(instrument, i, answers[i.id]) === null));
  return open >= 0 ? open : next(all, asked, all.length, -1);
}

/** Some questions. From the page that shows all answers, one comes back to it. */
export function itemsScreen(runner: Runner, screen: number): Screen {
  const instrument = runner.data.instrument;
  const speech = runner.speech;
  const all = screens(instrument);
  const asked = path(instrument, answersOf(runner.run));
  const items = (all[screen] ?? []).filter((i) => asked.includes(i.id));
  const first = items[0];
  const page = `pages.${first?.page}`;
  const title = speech.words(`${page}.title`);
  const question = [`${page}.question`, "question"].find((path) => speech.word(path) !== "");
  const asking = question !== undefined && first?.type !== "text";
  const text = speech.words(`${page}.text`);

  const go = (step: 1 | -1): void => {
    if (runner.returns) return runner.open({ name: "review" });
    // The answers given here decide what comes next.
    const to = next(all, path(instrument, answersOf(runner.run)), screen, step);
    runner.open(to >= 0 ? { name: "items", screen: to } : { name: step > 0 ? "review" : "start" });
  };
  const from = asked.indexOf(first?.id ?? "") + 1;
  const progress = { From: from, To: from + items.length - 1, Of: asked.length };
  return {
    heading: [make("small", "taking__progress", speech.both(items.length > 1 ? "items-progress" : "items-progress-one", progress), " "), asking ? speech.words(question) : title],
    body: [
      asking && make("p", "taking__page", title),
      text.length > 0 && para(text),
      form(
        () => go(1),
        items.map((item) => draw(runner, item)),
        row(submit(speech.both(runner.returns ? "items-to-review" : "items-continue")), !runner.returns && press(runner, "items-back", () => go(-1))),
      ),
      make("p", "taking__where", speech.say(runner.kept ? "keep-short" : "keep-short-guest")),
    ],
  };
}
