/**
 * A campaign is split into batches of cases. A batch depends only on the campaign and its own number, so
 * workers and shards may run batches in any order.
 */
import type { Scenario } from "../scenario/scenario.ts";
import { phases, type Phase } from "./batch-result.ts";
import { randomCases, type ScenarioArbitrary } from "./random-case.ts";

export const batchCases = 250;

/** Everything that decides which cases a campaign has. */
export type CasePlan = {
  readonly seed: number;
  /** The number of random cases. */
  readonly runs: number;
  readonly regressions: readonly Scenario[];
  readonly enumeration: readonly Scenario[];
  readonly arbitrary: ScenarioArbitrary;
  /** The number of random sequences, and the arbitrary of each batch of them. */
  readonly sequences: number;
  readonly sequencesOf: (seed: number, batch: number) => ScenarioArbitrary;
};

export type Batch = {
  /** Counts all batches of the campaign from 0. */
  readonly number: number;
  readonly phase: Phase;
  /** The first case of the batch, counted within its phase from 0. */
  readonly start: number;
  readonly cases: number;
};

/** One part of the campaign: every `total`th batch, from number `index`, which counts from 1. */
export type Shard = { readonly index: number; readonly total: number };

/** The batches of the campaign or of one shard, phase by phase; lazy, because a soak has millions. */
export function* batchesOf(plan: CasePlan, shard: Shard | null = null): Generator<Batch, void> {
  const totals = plannedCases(plan);
  let number = 0;
  for (const phase of phases) {
    const total = totals[phase];
    for (let start = 0; start < total; start += batchCases) {
      const cases = Math.min(batchCases, total - start);
      if (shard === null || number % shard.total === shard.index - 1) {
        yield { number, phase, start, cases };
      }
      number += 1;
    }
  }
}

export function plannedCases({ regressions, enumeration, runs, sequences }: CasePlan) {
  return {
    regressions: regressions.length,
    enumeration: enumeration.length,
    random: runs,
    sequences,
  };
}

export function totalsOf(batches: Iterable<Batch>): { batches: number; cases: number } {
  const totals = { batches: 0, cases: 0 };
  for (const { cases } of batches) {
    totals.batches += 1;
    totals.cases += cases;
  }
  return totals;
}

export function* scenariosOf(batch: Batch, plan: CasePlan): Generator<Scenario> {
  const { phase, start, cases } = batch;
  if (phase === "regressions" || phase === "enumeration") {
    yield* plan[phase].slice(start, start + cases);
  } else yield* generatedScenarios({ ...batch, phase }, plan);
}

/** The cases of a batch that is generated; `start` counts within its phase. */
export function* generatedScenarios(
  { phase, start, cases }: Omit<Batch, "number"> & { readonly phase: "random" | "sequences" },
  plan: Pick<CasePlan, "seed" | "arbitrary" | "sequencesOf">,
): Generator<Scenario> {
  const at = start / batchCases;
  const arbitrary = phase === "random" ? plan.arbitrary : plan.sequencesOf(plan.seed, at);
  // Sequences count down from -2, so that no sequence shares its seed with a random case.
  const random = randomCases(arbitrary, plan.seed, phase === "random" ? at : -2 - at);
  for (let generated = 0; generated < cases; generated += casesAtATime) {
    const length = Math.min(casesAtATime, cases - generated);
    yield* Array.from({ length }, () => random.next().value);
  }
}

// Alternating generation and judging case by case would evict the code of both from the cache.
const casesAtATime = 25;

/** The name of a case in reports: its phase and its number within it. */
export function caseName({ phase, start }: Batch, index: number): string {
  return `${phase}:${start + index}`;
}
