import type { Answers, Instrument } from "./instrument";
import { score } from "./score";

/** As many as one may want to choose three from. */
const most = 8;

/**
 * The items that were rated highest, in the order of the definition: those with
 * the highest value, and the next lower ones while there are fewer than three.
 * The lowest value of all never counts: it says "no".
 */
export function bestRated(instrument: Instrument, answers: Answers): string[] {
  const rated = score(instrument, answers).dimensions.flatMap((d) => (d.type === "scale" ? d.terms.filter((t) => t.value !== null && t.value > d.min) : []));
  rated.sort((a, b) => b.value! - a.value!);
  const least = rated[2] ? rated[2].value! : 0;
  const best = rated.filter((t) => t.value! >= least).slice(0, most);
  return instrument.items.map((i) => i.id).filter((id) => best.some((t) => t.item === id));
}
