/**
 * A study path and what somebody can do on it. Pure functions; the same graph
 * is answered by model.StudyPath in Go, and one file of examples
 * (cmd/opas/internal/render/testdata/ways.json) holds for both.
 */

/** One stage, as render.StageFacts writes it. Zero means that nothing is asked for. */
export interface Stage {
  readonly id: string;
  readonly title: string;
  readonly href: string;
  /** Length when done full-time: the lower and the upper end. */
  readonly months: readonly [number, number];
  /** 1 for A1 to 6 for C2. */
  readonly language: number;
  /** 1 for the lowest level of education. */
  readonly education: number;
  /** Only for people with a health qualification from abroad. */
  readonly health: boolean;
  /** The right to work is needed. */
  readonly work: boolean;
  /** An employer and a contract are needed. */
  readonly contract: boolean;
  /** A qualification or a degree: who has done it has the education that later stages ask for. */
  readonly qualifies: boolean;
  /** Language studies. */
  readonly teaches: boolean;
  /** Numbers of the stages that may follow. */
  readonly next: readonly number[];
  readonly occupations: readonly string[];
}

/** What the reader has. Undefined: does not know, or does not say. */
export interface Have {
  readonly language: number | undefined;
  readonly education: number | undefined;
  readonly health: boolean | undefined;
  readonly work: boolean | undefined;
}

export type Need = "language" | "education" | "health" | "work";

/** What stands between the reader and a stage: what is missing, and what should be found out first. */
export interface Gap {
  readonly missing: readonly Need[];
  readonly unsure: readonly Need[];
}

/** Compares what a stage asks for with what the reader has. */
export function gap(stage: Stage, have: Have): Gap {
  const missing: Need[] = [];
  const unsure: Need[] = [];
  const weigh = (need: Need, asked: boolean, enough: boolean | undefined): void => {
    if (!asked || enough === true) return;
    (enough === undefined ? unsure : missing).push(need);
  };
  weigh("language", stage.language > 0, atLeast(have.language, stage.language));
  weigh("education", stage.education > 0, atLeast(have.education, stage.education));
  weigh("health", stage.health, have.health);
  weigh("work", stage.work, have.work);
  return { missing, unsure };
}

function atLeast(has: number | undefined, needed: number): boolean | undefined {
  return has === undefined ? undefined : has >= needed;
}

/** A way through the path: the numbers of its stages in order, and how long they take one after another. */
export interface Way {
  readonly stages: readonly number[];
  readonly months: readonly [number, number];
}

/** What was done on a way before a stage. */
export interface Passed {
  readonly qualification: boolean;
  readonly language: boolean;
}

/** Whether a stage may lie on a way. */
export type Open = (stage: Stage, passed: Passed) => boolean;

/**
 * The way from a stage, which it includes, to the nearest stage that leads to
 * the occupation: the one with the fewest months by the lower ends, of equal
 * ones by the upper ends, then by the number of stages, then the one whose
 * stages come first in next. Stages that are not open are left out; without
 * that condition the answer is the one of model.StudyPath.Shortest.
 */
export function shortest(stages: readonly Stage[], from: number, occupation: string, open: Open = () => true): Way | undefined {
  const known = new Map<string, Way | undefined>();
  const walk = (number: number, passed: Passed): Way | undefined => {
    const key = `${number} ${passed.qualification} ${passed.language}`;
    if (known.has(key)) return known.get(key);
    known.set(key, undefined); // a circle, which is an error in the content, is no way
    const stage = at(stages, number);
    if (!open(stage, passed)) return undefined;
    let rest: Way | undefined = stage.occupations.includes(occupation) ? { stages: [], months: [0, 0] } : undefined;
    if (rest === undefined) {
      const then: Passed = { qualification: passed.qualification || stage.qualifies, language: passed.language || stage.teaches };
      for (const next of stage.next) {
        const way = walk(next, then);
        if (way !== undefined && (rest === undefined || compare(way, rest) < 0)) rest = way;
      }
    }
    const way: Way | undefined = rest && {
      stages: [number, ...rest.stages],
      months: [stage.months[0] + rest.months[0], stage.months[1] + rest.months[1]],
    };
    known.set(key, way);
    return way;
  };
  return walk(from, { qualification: false, language: false });
}

/** Orders ways: months at least, months at most, stages. */
export function compare(a: Way, b: Way): number {
  return a.months[0] - b.months[0] || a.months[1] - b.months[1] || a.stages.length - b.stages.length;
}

/** A stage by its number, with what stands before it. */
export interface Candidate extends Gap {
  readonly number: number;
}

/** What the finder says. */
export interface Advice {
  /** Stages one can ask about: nothing known is missing. Those that ask for most come first. */
  readonly now: readonly Candidate[];
  /** Stages that follow one of those, with what is missing. */
  readonly later: readonly Candidate[];
  /** The best way to the occupation from a stage one can ask about. */
  readonly way: Way | undefined;
}

/**
 * Says what somebody can ask about, what is missing for what comes next, and
 * the best way to an occupation ("" for any). With an occupation, only stages
 * from which it is reached are named. Stages for people with a health
 * qualification are not named to those who say they have none: nothing is
 * missing there, they are for others.
 *
 * On a way, schooling and language do not come by themselves: a stage that asks
 * for more schooling than the reader has must follow a qualification, and one
 * that asks for more language must follow language studies. Where the path
 * knows no such way, the language may also be learnt beside it.
 */
export function advise(stages: readonly Stage[], have: Have, occupation: string): Advice {
  const meant: Open = (stage) => !(stage.health && have.health === false);
  const schooled: Open = (stage, passed) =>
    meant(stage, passed) &&
    !(stage.work && have.work === false) &&
    (passed.qualification || atLeast(have.education, stage.education) !== false);
  const spoken: Open = (stage, passed) => schooled(stage, passed) && (passed.language || atLeast(have.language, stage.language) !== false);
  const candidates = stages
    .map((stage, number): Candidate => ({ number, ...gap(stage, have) }))
    .filter((c) => !(at(stages, c.number).health && have.health === false))
    .filter((c) => occupation === "" || shortest(stages, c.number, occupation, meant) !== undefined);

  const now = candidates.filter((c) => c.missing.length === 0);
  const following = new Set<number>();
  for (const c of now) for (const next of at(stages, c.number).next) following.add(next);
  const later = candidates.filter((c) => c.missing.length > 0 && following.has(c.number));

  const best = (open: Open): Way | undefined =>
    now
      .map((c) => shortest(stages, c.number, occupation, open))
      .reduce((a, b) => (a === undefined || (b !== undefined && compare(b, a) < 0) ? b : a), undefined);
  const way = occupation === "" ? undefined : (best(spoken) ?? best(schooled));
  const demand = (c: Candidate): number => at(stages, c.number).language * 10 + at(stages, c.number).education;
  now.sort((a, b) => a.unsure.length - b.unsure.length || demand(b) - demand(a) || a.number - b.number);
  return { now, later, way };
}

/** The stage with a number that came from the same list. */
export function at(stages: readonly Stage[], number: number): Stage {
  const stage = stages[number];
  if (stage === undefined) throw new Error(`there is no stage ${number}`);
  return stage;
}
