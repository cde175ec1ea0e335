/** Measures what a default campaign on the shipped pipeline reaches, and how many properties judge it there. */
import { generatedScenarios } from "../../src/fuzz/batch.ts";
import { campaignContext } from "../../src/fuzz/campaign-context.ts";
import { reachable, wholeSupport } from "../../src/fuzz/support.ts";
import { labelsOf, requiredShares } from "../../src/fuzz/coverage.ts";
import { judgeCase } from "../../src/fuzz/judge-case.ts";
import {
  leastShares,
  requiredEntries,
  TransitionCounter,
} from "../../src/fuzz/transition-coverage.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import type { Case, Property, Verdict } from "../../properties/property.ts";

/** One label of random cases or of sequences. */
export type CoverageRow = {
  readonly label: string;
  /** The minimum share of the cases. */
  readonly minimum: number;
  readonly share: number;
  /** The number of properties that passed on at least one case with the label. */
  readonly judgedBy: number;
};

type Phase = "random" | "sequences";
export type CoverageSizes = Readonly<Record<Phase, number>>;

const { pair, rarePair, portBefore, portAfter, portBetween } = leastShares;
const ofPairs: readonly number[] = [pair, rarePair, portBefore, portAfter, portBetween];
const sharesOfPairs: ReadonlySet<number> = new Set(ofPairs);

/** The labels of one sequence: kinds of steps, and situations. Pairs and port faults are too many for a page. */
export const sequenceLabels: readonly string[] = [...requiredEntries].flatMap(([name, share]) =>
  sharesOfPairs.has(share) ? [] : [name],
);

/** The labels of random cases that the pipeline can reach: it asks for no single order. */
export const reachableLabels: readonly string[] = reachable(Object.keys(requiredShares), {
  ...wholeSupport,
  usesQueries: false,
});

export async function measureCoverage(
  seed: number,
  sizes: CoverageSizes,
): Promise<Readonly<Record<Phase, readonly CoverageRow[]>>> {
  const random = new Tally();
  const sequences = new Tally();
  const { random: runs, sequences: count } = sizes;
  const context = campaignContext({
    seed,
    runs,
    sequences: count,
    regressions: [],
    propertyNames: [],
    linesEvery: 0,
  });
  const { plan, properties } = context;
  for (const phase of ["random", "sequences"] as const) {
    for (let start = 0; start < sizes[phase]; start += plan.batchCases) {
      const cases = Math.min(plan.batchCases, sizes[phase] - start);
      let at = start;
      for (const scenario of generatedScenarios({ phase, start, cases }, plan)) {
        const sampling = { number: (at += 1), phase };
        const { observed, verdicts } = await judgeCase(
          scenario,
          shippedPipeline,
          properties,
          sampling,
        );
        if (phase === "random") {
          random.add(labelsOf(observed, observed.observation.runs), verdicts, properties);
        } else sequences.add(labelsOfSequence(observed), verdicts, properties);
      }
    }
  }
  return {
    random: reachableLabels.map((label) =>
      random.rowOf(label, requiredShares[label] ?? 0, sizes.random),
    ),
    sequences: sequenceLabels.map((label) =>
      sequences.rowOf(label, requiredEntries.get(label) ?? 0, sizes.sequences),
    ),
  };
}

function labelsOfSequence(observed: Case): Set<string> {
  const counter = new TransitionCounter();
  counter.record(observed);
  const found = counter.byName();
  return new Set(sequenceLabels.filter((label) => found[label] !== undefined));
}

class Tally {
  readonly #counts = new Map<string, number>();
  readonly #judges = new Map<string, Set<string>>();

  add(
    labels: ReadonlySet<string>,
    verdicts: readonly Verdict[],
    properties: readonly Property[],
  ): void {
    const judging = properties.filter((_, at) => verdicts[at]?.kind === "pass");
    for (const label of labels) {
      this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
      const judges = this.#judges.get(label) ?? new Set<string>();
      for (const { name } of judging) judges.add(name);
      this.#judges.set(label, judges);
    }
  }

  rowOf(label: string, minimum: number, cases: number): CoverageRow {
    const share = (this.#counts.get(label) ?? 0) / cases;
    return { label, minimum, share, judgedBy: this.#judges.get(label)?.size ?? 0 };
  }
}
