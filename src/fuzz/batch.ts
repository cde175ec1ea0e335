/** The parts of a campaign. A batch depends only on the campaign and its number, so batches may run in any order. */
import * as fc from "fast-check";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Scenario } from "../scenario/scenario.ts";
import { phases, type Phase } from "./batch-result.ts";

export type ScenarioArbitrary = fc.Arbitrary<Scenario>;

/** A batch that a bot on the wire runs is small, because each of its cases takes the time of a process. */
export function batchCasesOf({
  isOnWire = false,
}: {
  readonly isOnWire?: boolean | undefined;
}): number {
  return isOnWire ? 25 : 250;
}

export type Generators = {
  /** The cases of each batch but the last of its phase. */
  readonly batchCases: number;
  /** The arbitrary of each batch of random cases. */
  readonly singleRunsOf: (seed: number, batch: number) => ScenarioArbitrary;
  /** The arbitrary of each batch of random sequences. */
  readonly sequencesOf: (seed: number, batch: number) => ScenarioArbitrary;
};

export type CasePlan = Generators & {
  readonly seed: number;
  readonly runs: number;
  readonly regressions: readonly Scenario[];
  readonly enumeration: readonly Scenario[];
  /** The number of random sequences. */
  readonly sequences: number;
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
export function batchesOf(
  plan: CasePlan,
  shard: Shard | null = null,
  only: readonly Phase[] = phases,
): Generator<Batch, void> {
  return batchesOfTotals(plannedCases(plan), plan, shard, only);
}

type Totals = Readonly<Record<Phase, number>>;

/** The batches of a campaign or of one shard, by its report. */
export function batchesOfReport(
  campaign: { readonly cases: Totals; readonly isOnWire?: boolean | undefined },
  shard: Shard | null = null,
): Generator<Batch, void> {
  return batchesOfTotals(campaign.cases, { batchCases: batchCasesOf(campaign) }, shard);
}

function* batchesOfTotals(
  totals: Totals,
  { batchCases }: Pick<CasePlan, "batchCases">,
  shard: Shard | null,
  only: readonly Phase[] = phases,
): Generator<Batch, void> {
  let number = 0;
  for (const phase of phases) {
    const total = totals[phase];
    if (!only.includes(phase)) {
      number += Math.ceil(total / batchCases);
      continue;
    }
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
  plan: Generators & Pick<CasePlan, "seed">,
): Generator<Scenario> {
  const { batchCases, singleRunsOf, sequencesOf } = plan;
  const at = start / batchCases;
  const arbitrary = (phase === "random" ? singleRunsOf : sequencesOf)(plan.seed, at);
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

/** The generator is seeded by campaign seed and batch number; the cases of a batch follow each other. */
export function* randomCases<Value>(
  arbitrary: fc.Arbitrary<Value>,
  seed: number,
  batch: number,
): Generator<Value, never> {
  const random = new fc.Random(xoroshiro128plus(batchSeed(seed, batch)));
  for (;;) yield arbitrary.generate(random, undefined).value;
}

// Two rounds of a 32-bit mixer, so that neighbouring seeds and batches are independent.
function batchSeed(seed: number, batch: number): number {
  return mix(mix(seed | 0) ^ Math.imul(batch + 1, 0x9e3779b1));
}

function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
