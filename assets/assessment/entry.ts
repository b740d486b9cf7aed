import { answersOf } from "./answers";
import { make } from "./dom";
import { all, form, para, row, submit } from "./frame";
import { answeredWords, press } from "./parts";
import { question } from "./question";
import type { Runner } from "./runner";
import { path } from "./score";
import type { Screen } from "./session";

/**
 * A filled-in paper form is typed in here: all questions on one page, and the
 * digit of an answer chooses it and goes on. Tab and arrows do what they always do.
 */
export function entryScreen(runner: Runner): Screen {
  const speech = runner.speech;
  const instrument = runner.data.instrument;
  const fields = instrument.items.map((item, i) => question(runner, item, i + 1));
  const count = make("p", "taking__count");
  const done = submit(speech.both("review-result"));
  const show = (): void => {
    const answers = answersOf(runner.run);
    const asked = path(instrument, answers);
    instrument.items.forEach((item, i) => fields[i]?.toggleAttribute("hidden", !asked.includes(item.id)));
    count.replaceChildren(...answeredWords(runner, runner.run));
  };
  const list = form(() => runner.finish(), fields, count, row(done, press(runner, "entry-review", () => runner.open({ name: "review" }))));
  list.className = "entry";
  list.addEventListener("change", show); // after the question has taken its answer
  list.addEventListener("keydown", (event) => {
    const target = event.target;
    const field = target instanceof HTMLInputElement ? target.closest<HTMLElement>(".question") : null;
    const digit = event.key === "Backspace" ? 0 : digitOf(event.key);
    if (field === null || digit === null || event.ctrlKey || event.altKey || event.metaKey) return;
    const inputs = all<HTMLInputElement>(field, "input");
    const input = inputs[digit - 1];
    if (digit > 0 && input === undefined) return;
    event.preventDefault();
    const one = input?.type === "radio";
    if (input === undefined) for (const i of inputs) i.checked = false;
    else input.checked = one || !input.checked;
    (input ?? target)?.dispatchEvent(new Event("change", { bubbles: true }));
    const words = input?.checked === true ? input.parentElement?.querySelector(".said--first")?.textContent : speech.say("review-none");
    runner.status(`${fields.indexOf(field) + 1}: ${words ?? ""}`);
    if (!one) return;
    const after = fields.slice(fields.indexOf(field) + 1).find((f) => !f.hidden);
    (after?.querySelector<HTMLElement>(":checked") ?? after?.querySelector<HTMLElement>("input, textarea") ?? done).focus();
  });
  show();
  return { heading: speech.both("entry-title"), body: [para(speech.both("entry-text")), list] };
}

/** The digit of a key, also of an Arabic or Persian keyboard. */
function digitOf(key: string): number | null {
  return /^[\d\u0660-\u0669\u06f0-\u06f9]$/.test(key) ? key.charCodeAt(0) & 15 : null;
}
