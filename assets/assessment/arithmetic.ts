import { make } from "./dom";
import { answerWords, find, fold, label, paragraph, tell } from "./parts";
import type { ScaleResult } from "./score";
import type { Session } from "./session";

/** Arithmetic runs from left to right in every language of the site. */
const sum = (text: string): HTMLElement => make("span", { class: "result__sum", dir: "ltr" }, text);

/** How a score came about: every answer with its value, what was turned round, what is missing, and the sum. */
export function arithmetic(session: Session, d: ScaleResult): HTMLElement {
  const speech = session.speech;
  const low = d.answered * d.min;
  const high = d.answered * d.max;
  const terms = d.terms.map((t) => {
    const chosen = t.option ?? t.apart;
    const value = t.raw === null ? "–" : t.reversed ? `${t.raw} → ${t.value}` : `${t.raw}`;
    return make("li", {}, label(session, t.item), make("p", "result__term", make("span", {}, chosen ? answerWords(session, t.item, chosen) : speech.both("result-open")), sum(value)));
  });
  return fold(session, "how", [
    make("ol", "result__list", terms),
    d.terms.some((t) => t.reversed) && tell(session, "how-reversed", { Ends: d.min + d.max }),
    tell(session, "how-missing", { Needed: find(session.data.instrument.dimensions, d.id).minAnswered, Answered: d.answered, Asked: d.of }),
    d.cannotSay + d.notMine > 0 && tell(session, "how-apart", { CannotSay: d.cannotSay, NotMine: d.notMine }),
    d.value !== null && [
      tell(session, "how-sum", { Sum: d.sum, Low: low, High: high }),
      paragraph(
        sum(
          `100 × (${d.sum} − ${low}) ÷ (${high} − ${low}) = ${new Intl.NumberFormat(`${speech.first.html}-u-nu-latn`, { maximumFractionDigits: 1 }).format(d.value)}${d.value === d.score ? "" : ` ≈ ${d.score}`}`,
        ),
      ),
    ],
  ]);
}
