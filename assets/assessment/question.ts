import { answersOf, setOf } from "./answers";
import { button, make } from "./dom";
import type { Answer, Item } from "./instrument";
import { answerText, answerWords } from "./parts";
import type { Runner } from "./runner";

/**
 * One question with its answers, as native fields that hold what has been
 * answered. With a number it is one of a list, and its answers have numbers too.
 */
export function question(runner: Runner, item: Item, number = 0): HTMLElement {
  const speech = runner.speech;
  const instrument = runner.data.instrument;
  const label = make("span", {}, number > 0 && `${number}. `, ...speech.words(`items.${item.id}`));
  const help = speech.words(`items-help.${item.id}`);
  const given = answersOf(runner.run)[item.id];
  const after = help.length > 0 && make("p", { class: "question__help" }, ...help);
  if (item.type === "text") {
    const area = make("textarea", { name: item.id, rows: 4, maxlength: 5000, dir: "auto" });
    area.value = String(given ?? "");
    area.addEventListener("input", () => runner.answer(item, area.value));
    const note = make("p", { class: "question__help", id: `note-${item.id}` }, ...speech.both("items-text-note"));
    area.setAttribute("aria-describedby", note.id);
    return make("div", { class: "question", "data-item": item.id }, make("label", {}, label, area), after, note, ...runner.listen(item, () => []));
  }

  const set = setOf(instrument, item);
  const apart: readonly string[] = set?.apart ?? [];
  const options = [...(set?.options ?? []).map((o) => o.id), ...apart];
  const many = item.type === "multi";
  const inputs = options.map((id) => {
    const input = make("input", { type: many ? "checkbox" : "radio", name: item.id, value: id });
    input.checked = given === id || (Array.isArray(given) && given.includes(id));
    return input;
  });
  const chosen = (): string[] => inputs.filter((i) => i.checked).map((i) => i.value);
  const clear = button(speech.both("items-clear"), "quiet", () => {
    for (const input of inputs) input.checked = false;
    inputs[0]?.focus();
    take();
    runner.status(speech.say("items-cleared"));
  });
  const take = (): void => {
    const values = chosen();
    // An answer apart is never one of several.
    const value: Answer | undefined = many && !apart.includes(values[0] ?? "") ? values : values[0];
    clear.hidden = many || values.length === 0;
    runner.answer(item, value ?? null);
  };
  clear.classList.add("button--plain");
  clear.hidden = many || chosen().length === 0;

  const picture = runner.paper.querySelector(`[data-item="${item.id}"] svg`)?.cloneNode(true);
  const fieldset = make(
    "fieldset",
    { class: "question", "data-item": item.id },
    make("legend", {}, make("span", { class: "question__head" }, number === 0 && picture, label)),
    after,
    ...runner.listen(item, (l) => options.map((id) => answerText(instrument, l, item.id, id))),
  );
  options.forEach((id, i) => {
    if (id === apart[0]) fieldset.append(make("p", { class: "question__or" }, ...speech.both("items-or")));
    fieldset.append(make("label", { class: "choice" }, inputs[i], number > 0 && make("kbd", {}, String(i + 1)), make("span", {}, ...answerWords(runner, item.id, id))));
  });
  fieldset.append(clear);
  fieldset.addEventListener("change", (event) => {
    const target = event.target;
    const isApart = (input: HTMLInputElement): boolean => apart.includes(input.value);
    if (many && target instanceof HTMLInputElement && target.checked) {
      for (const input of inputs) if (input !== target && (isApart(target) || isApart(input))) input.checked = false;
    }
    take();
  });
  return fieldset;
}
