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

/**
 * The way from a stage, which it includes, to the nearest stage that leads to
 * the occupation: the one with the fewest months by the lower ends, of equal
 * ones by the upper ends, then by the number of stages, then the one whose
 * stages come first in next. Stages that are not open are left out.
 */
export function shortest(
  stages: readonly Stage[],
  from: number,
  occupation: string,
  open: (stage: Stage) => boolean = () => true,
): Way | undefined {
  const known = new Map<number, Way | undefined>();
  const walk = (number: number): Way | undefined => {
    if (known.has(number)) return known.get(number);
    known.set(number, undefined); // a circle, which is an error in the content, is no way
    const stage = stages[number];
    if (stage === undefined || !open(stage)) return undefined;
    let rest: Way | undefined = stage.occupations.includes(occupation) ? { stages: [], months: [0, 0] } : undefined;
    if (rest === undefined) {
      for (const next of stage.next) {
        const way = walk(next);
        if (way !== undefined && (rest === undefined || compare(way, rest) < 0)) rest = way;
      }
    }
    const way: Way | undefined = rest && {
      stages: [number, ...rest.stages],
      months: [stage.months[0] + rest.months[0], stage.months[1] + rest.months[1]],
    };
    known.set(number, way);
    return way;
  };
  return walk(from);
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
 */
export function advise(stages: readonly Stage[], have: Have, occupation: string): Advice {
  const open = (stage: Stage): boolean => !(stage.health && have.health === false);
  const reaches = (number: number): boolean => occupation === "" || shortest(stages, number, occupation, open) !== undefined;
  const candidates = stages
    .map((stage, number): Candidate => ({ number, ...gap(stage, have) }))
    .filter((c) => open(at(stages, c.number)) && reaches(c.number));

  const now = candidates.filter((c) => c.missing.length === 0);
  const following = new Set<number>();
  for (const c of now) for (const next of at(stages, c.number).next) following.add(next);
  const later = candidates.filter((c) => c.missing.length > 0 && following.has(c.number));

  let way: Way | undefined;
  if (occupation !== "") {
    for (const c of now) {
      const found = shortest(stages, c.number, occupation, open);
      if (found !== undefined && (way === undefined || compare(found, way) < 0)) way = found;
    }
  }
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
