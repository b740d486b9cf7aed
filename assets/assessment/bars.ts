import { arithmetic } from "./arithmetic";
import { make, type Child } from "./dom";
import { aside, find, fold, paragraph, section, table, tell, title } from "./parts";
import type { Result, ScaleResult } from "./score";
import type { Session } from "./session";
import { join } from "../words/words";

/** Moves to a place on the axis. By property, because the policy of the page forbids style attributes. */
export function place(element: HTMLElement, side: "inlineSize" | "insetInlineStart", score: number): HTMLElement {
  element.style[side] = `${score}%`;
  return element;
}

/** The ends and the middle of the axis, under the bars. */
export const axis = (): HTMLElement => make("p", { class: "scale__axis", "aria-hidden": "true" }, ["0", "50", "100"].map((n) => make("span", {}, n)));

/** One line of a list of scales or levels: its name, what came out, and a drawing of it. */
export const scale = (name: Child, score: Child, ...content: readonly Child[]): HTMLElement =>
  make("li", "scale", make("p", "scale__name", make("b", {}, name), make("span", "scale__score", score)), content);

export const scales = (lines: Child): HTMLElement => make("ul", "scales", lines);

export const track = (kind: string, ...content: readonly Child[]): HTMLElement => make("div", { class: `scale__track ${kind}`, "aria-hidden": "true" }, content);

/** The scales as bars, and as a table. They stand in the order of the definition: it is no ranking. */
export function bars(session: Session, result: Result): Child {
  const speech = session.speech;
  const all = result.dimensions.filter((d): d is ScaleResult => d.type === "scale");
  const band = (d: ScaleResult): Child => speech.words(`dimensions.${d.id}.bands.${d.band}`);
  const count = (d: ScaleResult): Child =>
    speech.both(d.score === null ? "result-none" : "result-answered", { Answered: d.answered, Asked: d.of, Needed: find(session.data.instrument.dimensions, d.id).minAnswered });
  // A flat profile has no highest scale; equally high ones are named together.
  const shape = result.flat ? "result-flat" : result.top.length > 1 && "result-ties";
  return (
    all.length > 0 &&
    section(
      speech.both("result-areas"),
      shape && tell(session, shape, (l) => ({ Names: join(l.messages, result.top.map((id) => l.words[`dimensions.${id}.title`] || "")) })),
      scales(
        all.map((d) =>
          scale(
            title(session, d.id),
            d.score !== null && `${d.score}`,
            track("", d.score !== null && place(make("div", "scale__fill"), "inlineSize", d.score)),
            d.band !== null && paragraph(band(d)),
            paragraph(count(d), "result__small"),
            arithmetic(session, d),
          ),
        ),
      ),
      axis(),
      aside(session, "how-axis"),
      fold(session, "result-table", table([["area", "score", "means", "count"].map((id) => speech.both(`result-${id}`)), ...all.map((d) => [title(session, d.id), `${d.score ?? "–"}`, band(d), count(d)])])),
    )
  );
}
