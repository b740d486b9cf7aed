import { make, type Child } from "./dom";
import type { Language, Lead, Place } from "./instrument";
import { answerText, aside, hint, list, newTab, press, section, tell } from "./parts";
import type { Result } from "./score";
import type { Session } from "./session";

/** In the order in which they are shown. */
const kinds = ["occupation", "stage", "task", "page"];

/** The title of a place in a language; the first language has that of the page where it has none. */
function titleOf(session: Session, to: Place, l: Language): { text: string; html?: string | undefined } {
  const tag = to.title[l.tag] !== undefined || l !== session.speech.first ? l.tag : session.data.lang;
  return { text: to.title[tag] ?? "", html: to.foreign?.[tag] ?? (tag === l.tag ? undefined : l.page?.html) };
}

/** A link with the title of the place. Where nothing is kept it opens beside this page, for leaving would lose the answers. */
export function placeLink(session: Session, lead: Lead): Child {
  const to = session.data.places[lead];
  const beside = session.kept ? {} : newTab;
  return to && make("a", { href: to.href, ...beside }, session.speech.parts((l) => titleOf(session, to, l)));
}

/**
 * Where to next, by kind of place: what bands and chosen options lead to. The
 * steps of checklists stand with their lists. "You can ask about these": it is
 * no advice on what somebody should become.
 */
export function leads(session: Session, result: Result, take: (step: string) => void): Child {
  const data = session.data;
  const speech = session.speech;
  const why = result.reasons.filter((r) => r.option !== null && data.places[r.lead]);
  const all = result.leads.filter((lead) => why.some((r) => r.lead === lead));
  const because = (option: string, items: readonly string[]): Node =>
    aside(session, "because", (l) => ({ Answer: answerText(data.instrument, l, items[0]!, option), Items: items.map((id) => l.words[`items.${id}`]).join("; ") }));
  return (
    all.length > 0 &&
    section(
      speech.both("leads"),
      tell(session, "leads-ask"),
      !session.kept && tell(session, "leads-beside", {}, hint),
      kinds.map((kind) => {
        const own = all.filter((lead) => lead.startsWith(`${kind}:`));
        const rows = own.map((lead) => [
          placeLink(session, lead),
          why.filter((r) => r.lead === lead).map((r) => because(r.option!, r.items)),
          press(session, "plan-take", () => take(titleOf(session, data.places[lead]!, speech.first).text)),
        ]);
        return rows.length > 0 && [make("h4", {}, speech.both(`leads-${kind}`)), list(rows, "result__list result__list--steps")];
      }),
    )
  );
}
