import { fill } from "../words/words";

import { longest } from "./asker";
import type { Answer } from "./asker";

/** What the program wrote for the search in one language. */
export interface Facts {
  readonly lang: string;
  /** Of the index. */
  readonly tag: string;
  readonly messages: Readonly<Record<string, string>>;
  readonly plurals: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What is said of a page in another language, by its tag: "In English". */
  readonly languages: Readonly<Record<string, string>>;
}

/** Says what the search has to say, in the language of the page. */
export class Speech {
  constructor(private readonly facts: Facts) {}

  say(id: string, values: Readonly<Record<string, string | number>> = {}): string {
    return fill(this.facts.messages[id] ?? id, values);
  }

  count(id: string, n: number): string {
    const forms = this.facts.plurals[id] ?? {};
    return fill(forms[new Intl.PluralRules(this.facts.lang).select(n)] ?? forms["other"] ?? id, { Count: n });
  }

  /** Which language a hit is in, "" for that of the page. */
  language(lang: string): string {
    return lang === this.facts.tag ? "" : (this.facts.languages[lang] ?? lang);
  }

  /** What came of a question, in one or two sentences. */
  summary(answer: Answer): string {
    const query = { Query: answer.query };
    const found = answer.found;
    if (!found) return this.say(answer.problem ?? "loading");
    const sentences = answer.cut ? [this.say("long", { Max: longest })] : [];
    if (found.total === 0) {
      sentences.push(this.say(answer.question.audience || answer.question.section ? "nothing-filtered" : "nothing", query));
    } else {
      if (found.corrected) sentences.push(this.say("corrected", { ...query, Corrected: found.corrected }));
      const results = this.count("results", found.total);
      sentences.push(found.corrected ? results : this.say("status", { ...query, Results: results }));
    }
    return sentences.join(" ");
  }
}
