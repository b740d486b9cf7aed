import { answered, answersOf } from "./answers";
import { button, make, type Child } from "./dom";
import { form, notice, para, row, submit } from "./frame";
import { keeping } from "./keeping";
import { dateOf, day } from "./parts";
import type { Runner } from "./runner";
import type { Run, Screen } from "./session";

/** What the self-check is for, what has been begun, and what to choose before the first question. */
export function startScreen(runner: Runner): Screen {
  const data = runner.data;
  const speech = runner.speech;
  const storage = runner.storage;
  const runs = [...runner.guests, ...[...runner.stored].reverse()];
  const facts = [
    data.minutes !== undefined && speech.bothCount("start-minutes", data.minutes),
    speech.bothCount("start-questions", data.instrument.items.length),
    speech.both("start-open"),
  ];
  return {
    heading: speech.both(runs.length > 0 ? "start-again" : "start-title"),
    body: [
      ...(storage === "blocked" || storage === "damaged" || storage === "newer" ? [notice(speech.both(`keep-${storage}`))] : []),
      ...(runs.length > 0 ? [make("ul", { class: "taking__runs" }, ...runs.map((run) => make("li", {}, ...line(runner, run))))] : []),
      make("p", { class: "taking__purpose" }, ...speech.words("purpose")),
      para(...speech.parts((l) => ({ text: `${l.messages["start-not-for"]} ${l.words["not-for"]}`, html: l.foreign?.["not-for"] }))),
      make("ul", {}, ...facts.map((f) => f && make("li", {}, ...f))),
      ...(runs.length > 0 ? [make("h3", {}, ...speech.both("start-new"))] : []),
      beginning(runner),
      ...keeping(runner),
      make("h3", {}, ...speech.both("start-other")),
      make(
        "ul",
        { class: "taking__ways" },
        make("li", {}, plain(speech.both("start-paper"), () => runner.open({ name: "paper" }))),
        data.pages.receive !== "" && make("li", {}, make("a", { href: data.pages.receive }, ...speech.both("start-receive"))),
      ),
    ],
  };
}

/** A run that was begun, and how to go on with it. */
function line(runner: Runner, run: Run): Child[] {
  const data = runner.data;
  const speech = runner.speech;
  const words = [...named(runner, "view", run), ...named(runner, "occasion", run)];
  const about = speech.both(run.finished === "" ? "start-begun" : "start-finished", (l) => ({ Date: day(l, dateOf(run)) }));
  if (run.version !== data.instrument.version) return [...about, ...words, para(...speech.both("start-older", { Version: run.version }))];
  const count = answered(data.instrument, answersOf(run));
  const go = button(speech.both("start-continue"), run.finished === "" ? "main" : "quiet", () => runner.resume(run, false));
  const result = button(speech.both("review-result"), run.finished === "" ? "quiet" : "main", () => runner.resume(run, true));
  return [
    para(...about, ...words, ". ", ...speech.both("review-answered", { Count: count.answered, Of: count.of })),
    row(...(run.finished === "" ? [go, count.answered > 0 && result] : [result, go])),
  ];
}

function named(runner: Runner, what: "view" | "occasion", run: Run): Child[] {
  const instrument = runner.data.instrument;
  const several = what === "view" ? instrument.views.length > 1 : instrument.occasions.length > 0;
  return several && run[what] !== "" ? [", ", ...runner.speech.words(`${what}s.${run[what]}`)] : [];
}

/** The choices before the first question. Nothing is chosen beforehand, and nothing of it is guessed. */
function beginning(runner: Runner): HTMLElement {
  const data = runner.data;
  const speech = runner.speech;
  const storage = runner.storage;
  const choices = runner.choices;
  const views = data.instrument.views;
  const occasions = data.instrument.occasions;
  const groups: HTMLFieldSetElement[] = [];
  const group = (name: string, legend: readonly Node[], options: readonly string[], words: (option: string) => Child[]): void => {
    const error = make("span", { class: "taking__error", hidden: true }, ...speech.both("start-choose"));
    const set = make("fieldset", { class: "question", "data-choice": name }, make("legend", {}, ...legend, error));
    for (const value of options) {
      const input = make("input", { type: "radio", name, value });
      input.checked = choices[name] === value;
      set.append(make("label", { class: "choice" }, input, make("span", {}, ...words(value))));
    }
    set.addEventListener("change", (event) => {
      if (event.target instanceof HTMLInputElement) choices[name] = event.target.value;
      error.hidden = true;
    });
    groups.push(set);
  };
  if (views.length > 1) group("view", speech.both("start-view"), views, (id) => speech.words(`views.${id}`));
  if (occasions.length > 0) group("occasion", speech.both("start-occasion"), occasions, (id) => speech.words(`occasions.${id}`));
  const keeps = storage === "ok" || storage === "empty";
  if (keeps) {
    group("keep", speech.both("start-keep"), ["here", "guest"], (id) => [...speech.both(`start-keep-${id}`), make("small", {}, ...speech.both(`start-keep-${id}-help`))]);
  }

  const begin = (entry: boolean): void => {
    const open = groups.filter((g) => g.querySelector(":checked") === null);
    for (const g of groups) g.querySelector<HTMLElement>(".taking__error")?.toggleAttribute("hidden", !open.includes(g));
    if (open[0] !== undefined) return open[0].querySelector("input")?.focus();
    runner.begin(keeps && choices["keep"] === "here", views.length > 1 ? (choices["view"] ?? "") : (views[0] ?? ""), choices["occasion"] ?? "", entry);
  };
  return form(
    () => begin(false),
    ...groups,
    !keeps && para(...speech.both("start-guest-only")),
    row(submit(speech.both("start-begin")), button(speech.both("start-entry"), "quiet", () => begin(true))),
  );
}

function plain(label: readonly Node[], press: () => void): HTMLElement {
  const b = button(label, "quiet", press);
  b.classList.add("button--plain");
  return b;
}
