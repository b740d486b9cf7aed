import { answersOf } from "./answers";
import { make } from "./dom";
import type { Item } from "./instrument";
import { answerWords, find, label, press } from "./parts";
import type { Runner } from "./runner";

/**
 * One question with its answers, as native fields that hold what has been
 * answered. With a number it is one of a list, and its answers have numbers too.
 */
export function question(runner: Runner, item: Item, number = 0): HTMLElement {
  const speech = runner.speech;
  const instrument = runner.data.instrument;
  const words = make("span", {}, number > 0 && `${number}. `, label(runner, item.id));
  const help = speech.words(`items-help.${item.id}`);
  const given = answersOf(runner.run)[item.id];
  const after = help.length > 0 && make("p", "question__help", help);
  if (item.type === "text") {
    const note = `note-${item.id}`;
    const area = make("textarea", { name: item.id, rows: 4, maxlength: 5000, dir: "auto", "aria-describedby": note });
    area.value = String(given ?? "");
    area.addEventListener("input", () => runner.answer(item, area.value));
    return make(
      "div",
      { class: "question", "data-item": item.id },
      make("label", {}, words, area),
      after,
      make("p", { class: "question__help", id: note }, speech.both("items-text-note")),
      runner.listening.buttons(item, []),
    );
  }

  const set = find(instrument.sets, item.set);
  const apart: readonly string[] = set.apart;
  const options = [...set.options.map((o) => o.id), ...apart];
  const many = item.type === "multi";
  const inputs = options.map((value) => make("input", { type: many ? "checkbox" : "radio", name: item.id, value, checked: [given].flat().includes(value) }));
  const isApart = (input: HTMLInputElement): boolean => apart.includes(input.value);
  const take = (): void => {
    const values = inputs.filter((i) => i.checked).map((i) => i.value);
    // An answer apart is never one of several.
    const value = many && !apart.includes(values[0] ?? "") ? values : values[0];
    clear.hidden = many || values.length === 0;
    runner.answer(item, value ?? null);
  };
  const clear = press(
    runner,
    "items-clear",
    () => {
      for (const input of inputs) input.checked = false;
      inputs[0]?.focus();
      take();
      runner.status(speech.say("items-cleared"));
    },
    "quiet button--plain",
  );
  clear.hidden = many || given === undefined;
  const fieldset = make(
    "fieldset",
    { class: "question", "data-item": item.id },
    make("legend", {}, make("span", "question__head", number === 0 && runner.paper.querySelector(`[data-item="${item.id}"] svg`)?.cloneNode(true), words)),
    after,
    runner.listening.buttons(item, options),
    inputs.map((input, i) => [
      input.value === apart[0] && make("p", "question__or", speech.both("items-or")),
      make("label", "choice", input, number > 0 && make("kbd", {}, `${i + 1}`), make("span", {}, answerWords(runner, item.id, input.value))),
    ]),
    clear,
  );
  fieldset.addEventListener("change", (event) => {
    const target = event.target as HTMLInputElement;
    if (many && target.checked) {
      for (const input of inputs) if (input !== target && (isApart(target) || isApart(input))) input.checked = false;
    }
    take();
  });
  return fieldset;
}
