/** Pieces that the screens are made of. */
import { fill } from "../words/words";
import { answered, answersOf, setOf } from "./answers";
import { button, make, type Child } from "./dom";
import type { Instrument, Language, Facts } from "./instrument";
import type { Notes } from "./notes";
import type { Run, Session } from "./session";
import { Speech } from "./speech";

type Values = Parameters<Speech["both"]>[1];

export const paragraph = (content: Child, name = "result__text"): HTMLElement => make("p", name, content);

/** A message in the languages of the reader. */
export const tell = (session: Session, id: string, values?: Values, name?: string): HTMLElement => paragraph(session.speech.both(id, values), name);

/** What is said in small letters below something else. */
export const aside = (session: Session, id: string, values?: Values): HTMLElement => tell(session, id, values, "result__small");

export const section = (heading: Child, ...content: readonly Child[]): HTMLElement => make("section", "result__part", make("h3", {}, heading), content);

/** What stands one tap away. */
export const fold = (session: Session, id: string, content: Child, values?: Values): HTMLElement =>
  make("details", "result__fold", make("summary", {}, session.speech.both(id, values)), content);

export const list = (rows: readonly Child[], name = "result__list"): HTMLElement => make("ul", name, rows.map((row) => row && make("li", {}, row)));

/** A button with a message. */
export const press = (session: Session, id: string, what: () => void, kind: Parameters<typeof button>[1] = "quiet"): HTMLButtonElement => button(session.speech.both(id), kind, what);

export const row = (...content: readonly Child[]): HTMLElement => make("div", "result__buttons", content);

/** Things with what is said of them, a row for each. */
export const facts = (rows: readonly (readonly Child[])[]): HTMLElement =>
  make("dl", "answers", rows.map((row) => make("div", {}, row.map((cell, x) => make(x ? "dd" : "dt", {}, cell)))));

/** A table in a frame of its own, which scrolls where there is little room. The first row is its head. */
export function table(rows: readonly (readonly Child[])[]): HTMLElement {
  const lines = rows.map((cells, y) => make("tr", {}, cells.map((cell, x) => (y && x ? make("td", {}, cell) : make("th", { scope: y ? "row" : "col" }, cell)))));
  return make("div", { class: "scroll", tabindex: 0, role: "group" }, make("table", {}, make("thead", {}, lines[0]), make("tbody", {}, lines.slice(1))));
}

/** A field whose words go into the notes, which stay in the page. */
export function input(notes: Notes, key: string): HTMLInputElement {
  const typed = make("input", { type: "text", dir: "auto", autocomplete: "off", maxlength: 200 });
  typed.value = notes[key] || "";
  typed.addEventListener("input", () => (notes[key] = typed.value));
  return typed;
}

export const field = (session: Session, id: string, notes: Notes, key: string): HTMLElement =>
  make("label", "result__field", make("span", {}, session.speech.both(id)), input(notes, key));

/** Of things that name each other by id: the checks of the definition have seen that they are there. */
export const find = <T extends { readonly id: string }>(all: readonly T[], id: string): T => all.find((one) => one.id === id) as T;

export const title = (session: Session, dimension: string): Node[] => session.speech.words(`dimensions.${dimension}.title`);
export const label = (session: Session, item: string): Node[] => session.speech.words(`items.${item}`);

/** The words of an option, or of an answer apart, in one language. */
export function answerText(instrument: Instrument, l: Language, item: string, option: string): string {
  const set = setOf(instrument, find(instrument.items, item));
  return (set && find(set.options, option) ? l.words[`options.${set.id}.${option}`] : l.messages[`apart-${option}`]) || "";
}

/** The same in the languages of the reader. */
export function answerWords(session: Session, item: string, option: string): Node[] {
  const word = `options.${find(session.data.instrument.items, item).set}.${option}`;
  return session.speech.parts((l) => {
    const html = l.foreign && l.foreign[word];
    return { text: answerText(session.data.instrument, l, item, option), html };
  });
}

/** A day as the language writes it. */
export function day(l: Language, time: string): string {
  const date = new Date(time);
  const month = date.getMonth() + 1;
  return month ? fill(l.messages["date"] || "", { Day: date.getDate(), Month: month, MonthName: l.messages[`month-${month}`] || "", Year: date.getFullYear() }) : "";
}

/** How many questions a run has answered. */
export function answeredWords(session: Session, run: Run): Node[] {
  const count = answered(session.data.instrument, answersOf(run));
  return session.speech.both("review-answered", { Count: count.answered, Of: count.of });
}

/** A link to the page where codes and files are opened, on a site that has one. */
export const receiveLink = (session: Session, id: string): Child =>
  session.data.pages.receive !== "" && make("a", { href: session.data.pages.receive, ...(session.run.started && !session.kept ? newTab : {}) }, session.speech.both(id));

/** The class of what is said about the screen alone: paper leaves it out. */
export const hint = "result__small result__hint";

/** For links from a page that keeps nothing: leaving it would lose the answers. */
export const newTab = { target: "_blank", rel: "noopener" };

export const dateOf = (run: Run): string => run.finished || run.started;

/** A level of the CEFR by its number: in Finland's YKI tests A1 is 1 and C2 is 6. */
const levels = ["A1", "A2", "B1", "B2", "C1", "C2"];
export const yki = (level: string): number => levels.indexOf(level) + 1;
export const levelName = (number: number): string => `${levels[number - 1]} (YKI ${number})`;

/** The language that the site is first written in, which advisers read. */
export const sourceOf = (data: Facts): Language => data.languages.find((l) => l.tag === data.source) ?? data.languages[0]!;

/** The same session in other languages. */
export const speaking = (session: Session, first: Language, second: Language | null): Session =>
  Object.create(session, { speech: { value: new Speech(first, second) } }) as Session;
