import { setOf } from "./answers";
import { make } from "./dom";
import type { Answers, Lead } from "./instrument";
import { answerText, aside, find, list, press, section, tell } from "./parts";
import type { Result } from "./score";
import type { Session } from "./session";

/** Why a result leads somewhere: the answer that was given, and to what. */
interface Because {
  readonly lead: Lead;
  readonly items: readonly string[];
  readonly option: string;
}

/** Enough to see why; more would be a list of all answers. */
const reasonItems = 3;

/** In the order in which they are shown. */
const kinds = ["occupation", "stage", "task", "page"];

/** The reasons of what bands and chosen options lead to. The steps of checklists stand with their lists. */
function reasons(session: Session, result: Result, answers: Answers): Because[] {
  const instrument = session.data.instrument;
  const found: Because[] = [];
  const add = (leads: readonly Lead[] | undefined, items: readonly string[], option: string): void => (leads || []).forEach((lead) => found.push({ lead, items, option }));
  for (const d of result.dimensions) {
    if (d.type !== "scale" || d.band === null) continue;
    // The items with the highest value, as far as they have the same answer.
    const value = Math.max(...d.terms.map((t) => (t.value === null ? -Infinity : t.value)));
    const option = d.terms.filter((t) => t.value === value)[0]!.option!;
    const best = d.terms.filter((t) => t.value === value && t.option === option).slice(0, reasonItems);
    add(find(find(instrument.dimensions, d.id).bands, d.band).leads, best.map((t) => t.item), option);
  }
  for (const item of instrument.items) {
    const set = setOf(instrument, item);
    if (!set || item.type === "rating" || !result.path.includes(item.id)) continue;
    for (const option of [answers[item.id] || []].flat()) {
      const chosen = find(set.options, option);
      if (chosen) add(chosen.leads, [item.id], option);
    }
  }
  return found;
}

/** A link with the title of the place. Where nothing is kept it opens beside this page, for leaving would lose the answers. */
export function placeLink(session: Session, lead: Lead): Node[] {
  const to = session.data.places[lead];
  if (!to) return [];
  const beside = session.kept ? {} : { target: "_blank", rel: "noopener" };
  return [make("a", { href: to.href[session.speech.first.tag] || "", ...beside }, ...session.speech.parts((l) => ({ text: to.title[l.tag] || "" })))];
}

/** Where to next, by kind of place. "You can ask about these": it is no advice on what somebody should become. */
export function leads(session: Session, result: Result, answers: Answers, take: (step: string) => void): Node[] {
  const speech = session.speech;
  const places = session.data.places;
  const why = reasons(session, result, answers);
  const all = result.leads.filter((lead) => places[lead] && why.some((b) => b.lead === lead));
  if (!all.length) return [];
  const parts = kinds.map((kind) => ({ kind, leads: all.filter((lead) => lead.startsWith(`${kind}:`)) }));
  return [
    section(
      speech.both("leads"),
      tell(session, "leads-ask"),
      !session.kept && aside(session, "leads-beside"),
      ...parts
        .filter((part) => part.leads.length)
        .flatMap((part) => [
          make("h4", {}, ...speech.both(`leads-${part.kind}`)),
          list(
            part.leads.map((lead) => [
              ...placeLink(session, lead),
              ...why
                .filter((b) => b.lead === lead)
                .map((b) => aside(session, "because", (l) => ({ Answer: answerText(session.data.instrument, l, b.items[0]!, b.option), Items: b.items.map((id) => l.words[`items.${id}`]).join("; ") }))),
              press(session, "plan-take", () => take(places[lead]!.title[speech.first.tag] || "")),
            ]),
            "result__list--steps",
          ),
        ]),
    ),
  ];
}
