import { Asker, longest } from "./asker";
import type { Answer } from "./asker";
import { openIndex } from "./index";
import { element, Results } from "./results";
import { Speech } from "./speech";
import type { Facts } from "./speech";
import { isUrgent, Status } from "./status";

/** So many hits are shown; the search page has the rest. */
const limit = 8;

/**
 * Makes the dialog that the search field of the header opens, and returns what
 * shows it. What has been typed into the field goes on in the dialog; Enter goes
 * to the search page, Escape back to where the reader was.
 */
export function searchDialog(field: HTMLFormElement, facts: Facts, root: string): () => void {
  const speech = new Speech(facts);
  const page = field.action;
  const outer = field.querySelector("input")!;

  const input = element("input", "seek-dialog__query");
  input.type = "search";
  input.name = "q";
  input.maxLength = longest;
  input.autocomplete = "off";
  input.enterKeyHint = "search";
  input.setAttribute("aria-label", speech.say("field"));
  input.placeholder = speech.say("field");
  const close = element("button", "seek-dialog__close", "×");
  close.type = "button";
  close.setAttribute("aria-label", speech.say("close"));
  close.title = speech.say("close");
  const form = element("form", "seek-dialog__form", input, close);
  form.setAttribute("role", "search");
  form.action = page;
  const region = element("p", "spoken");
  region.setAttribute("role", "status");
  const place = element("div", "found");
  const dialog = element("dialog", "seek-dialog", form, region, place, element("p", "seek-dialog__shortcut", speech.say("shortcut")));
  dialog.setAttribute("aria-label", speech.say("title"));
  document.body.append(dialog);

  const results = new Results(place, speech);
  const status = new Status(region);
  const asker = new Asker((attempt) => openIndex(root, facts.tag, attempt), tell);
  results.clear(page);

  let latest: Answer | undefined;

  function ask(): void {
    if (input.value.trim() === "") {
      results.clear(page);
      status.say("", true);
      return;
    }
    if (!place.querySelector(".found__summary")) results.loading();
    asker.ask({ text: input.value, typing: true, limit });
  }

  function tell(answer: Answer): void {
    if (input.value.trim() === "") return;
    latest = answer;
    results.show(answer, { rest: `${page}?q=${encodeURIComponent(answer.query)}`, retry, others: page });
    // Other languages are asked when typing has paused: their indexes would be in the way of the next letter.
    const ask = (): void => {
      if (answer.problem) return;
      void asker.elsewhere(answer.query).then((list) => {
        if (answer === latest) results.elsewhere(list);
      });
    };
    status.say(speech.summary(answer), isUrgent(answer), ask, false);
  }

  /** The button is gone after it was pressed; the focus goes to the field. */
  function retry(): void {
    input.focus();
    results.loading();
    ask();
  }

  input.addEventListener("input", ask);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // beside it
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // a search field would only empty itself
    dialog.close();
  });
  window.addEventListener("hashchange", () => dialog.close());

  let before: Element | null = null;
  dialog.addEventListener("close", () => {
    if (before instanceof HTMLElement && before !== document.body) before.focus({ preventScroll: true });
  });

  return () => {
    if (outer.value) {
      input.value = outer.value;
      outer.value = "";
      ask();
    }
    if (dialog.open) return;
    asker.prepare();
    before = document.activeElement;
    dialog.showModal();
    input.focus();
    input.select();
  };
}
