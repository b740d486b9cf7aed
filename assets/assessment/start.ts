import { fixed } from "./about";
import { answersOf } from "./answers";
import { make, type Child } from "./dom";
import { all, form, notice, para, row, submit } from "./frame";
import { keeping } from "./keeping";
import { answeredWords, dateOf, day, list, press, receiveLink } from "./parts";
import type { Runner } from "./runner";
import type { Run, Screen } from "./session";

/** What the self-check is for, what has been begun, and what to choose before the first question. */
export function startScreen(runner: Runner): Screen {
  const data = runner.data;
  const speech = runner.speech;
  const runs = [...runner.guests, ...[...runner.stored].reverse()];
  const begun = runs.length > 0;
  return {
    heading: speech.both(begun ? "start-again" : "start-title"),
    body: [
      !runner.keeps && notice(speech.both(`keep-${runner.storage}`)),
      begun && list(runs.map((run) => line(runner, run)), "taking__runs"),
      make("p", "taking__purpose", speech.words("purpose")),
      para(speech.parts((l) => ({ text: `${l.messages["start-not-for"]} ${l.words["not-for"]}`, html: l.foreign?.["not-for"] }))),
      list([speech.bothCount("start-questions", data.instrument.items.length), speech.both("start-open"), ...fixed(runner)], ""),
      begun && make("h3", {}, speech.both("start-new")),
      beginning(runner),
      keeping(runner),
      make("h3", {}, speech.both("start-other")),
      list(
        [
          press(runner, "start-paper", () => runner.open({ name: "paper" }), "quiet button--plain"),
          receiveLink(runner, "start-receive"),
        ],
        "taking__ways",
      ),
    ],
  };
}

/** A run that was begun, and how to go on with it. */
function line(runner: Runner, run: Run): Child {
  const instrument = runner.data.instrument;
  const speech = runner.speech;
  const done = run.finished !== "";
  const about = [
    speech.both(done ? "start-finished" : "start-begun", (l) => ({ Date: day(l, dateOf(run)) })),
    instrument.views.length > 1 && [", ", speech.words(`views.${run.view}`)],
    run.occasion !== "" && [", ", speech.words(`occasions.${run.occasion}`)],
  ];
  if (run.version !== instrument.version) return [about, para(speech.both("start-older", { Version: run.version }))];
  const go = press(runner, "start-continue", () => runner.resume(run, false), done ? "quiet" : "main");
  const result = press(runner, "review-result", () => runner.resume(run, true), done ? "main" : "quiet");
  return [para(about, ". ", answeredWords(runner, run)), row(done ? [result, go] : [go, Object.keys(answersOf(run)).length > 0 && result])];
}

/** The choices before the first question. Nothing is chosen beforehand, and nothing of it is guessed. */
function beginning(runner: Runner): HTMLElement {
  const instrument = runner.data.instrument;
  const speech = runner.speech;
  const choices = runner.choices;
  const group = (name: string, options: readonly string[], words: (option: string) => Child): HTMLElement => {
    const error = make("span", { class: "taking__error", hidden: true }, speech.both("start-choose"));
    const inputs = options.map((value) => make("input", { type: "radio", name, value, checked: choices[name] === value }));
    const set = make(
      "fieldset",
      { class: "question", "data-choice": name },
      make("legend", {}, speech.both(`start-${name}`), error),
      inputs.map((input) => make("label", "choice", input, make("span", {}, words(input.value)))),
    );
    set.addEventListener("change", () => {
      choices[name] = inputs.find((input) => input.checked)!.value;
      error.hidden = true;
    });
    return set;
  };
  const groups = [
    ...(instrument.views.length > 1 ? [group("view", instrument.views, (id) => speech.words(`views.${id}`))] : []),
    ...(instrument.occasions.length > 0 ? [group("occasion", instrument.occasions, (id) => speech.words(`occasions.${id}`))] : []),
    ...(runner.keeps ? [group("keep", ["here", "guest"], (id) => [speech.both(`start-keep-${id}`), make("small", {}, speech.both(`start-keep-${id}-help`))])] : []),
  ];
  const begin = (entry: boolean): void => {
    const open = groups.filter((g) => !g.querySelector(":checked"));
    for (const g of groups) for (const error of all(g, ".taking__error")) error.hidden = !open.includes(g);
    if (open[0]) open[0].querySelector("input")?.focus();
    else runner.begin(entry);
  };
  return form(
    () => begin(false),
    groups,
    !runner.keeps && para(speech.both("start-guest-only")),
    row(submit(speech.both("start-begin")), press(runner, "start-entry", () => begin(true))),
  );
}
