import { make, type Child } from "./dom";
import type { Language } from "./instrument";
import type { Runner } from "./runner";

/** Where the first and, if wanted, a second language are chosen, on every step; open says whether one sees it at once. */
export function languageChoice(runner: Runner, open: boolean): Child {
  const languages = runner.data.languages;
  const first = runner.speech.first;
  const second = runner.speech.second;
  if (languages.length < 2) return null;
  const select = (name: string, chosen: Language | null, choose: (tag: string) => void): HTMLElement => {
    const field = make(
      "select",
      { name, autocomplete: "off" },
      name === "second" && make("option", { value: "" }, runner.speech.say("languages-none")),
      ...languages.filter((l) => name === "first" || l !== first).map((l) => make("option", { value: l.tag, lang: l.html, dir: l.dir, selected: l === chosen }, l.name)),
    );
    field.addEventListener("change", () => choose(field.value));
    return make("label", {}, make("span", {}, runner.speech.say(`languages-${name}`)), field);
  };
  const names = [first, second].flatMap((l) => (l === null ? [] : [" · ", make("span", { lang: l.html, dir: l.dir }, l.name)])).slice(1);
  const draft = [first, second].some((l) => l !== null && l.draft && l.tag !== runner.data.lang); // of its own language the page says it
  return make(
    "details",
    { class: "taking__languages", open },
    make("summary", {}, `${runner.speech.say("languages")}: `, ...names),
    make(
      "div",
      { class: "taking__selects" },
      select("first", first, (tag) => runner.speak(tag, second?.tag === tag ? first.tag : (second?.tag ?? ""))),
      select("second", second, (tag) => runner.speak(first.tag, tag)),
    ),
    draft && make("p", { class: "question__help" }, runner.speech.say("languages-draft")),
  );
}
