/**
 * A campaign is cut into blocks of cases that can run anywhere and in any order: what a block finds
 * depends on nothing but the campaign and its number. Workers and shards take blocks.
 */
import type { Scenario } from "../scenario/scenario.ts";
import { randomCases } from "./random-case.ts";
import type { ScenarioArbitrary } from "./random-case.ts";

export const blockCases = 250;

const phases = ["regressions", "enumeration", "random", "histories"] as const;
type Phase = (typeof phases)[number];

/** Everything that decides which cases a campaign has. */
export type CasePlan = {
  readonly seed: number;
  /** How many random cases. */
  readonly runs: number;
  readonly regressions: readonly Scenario[];
  readonly enumeration: readonly Scenario[];
  readonly arbitrary: ScenarioArbitrary;
  /** How many random histories, and the arbitrary of each block of them. */
  readonly histories: number;
  readonly historiesOf: (seed: number, block: number) => ScenarioArbitrary;
};

export type Block = {
  /** Counts all blocks of the campaign from 0. */
  readonly number: number;
  readonly phase: Phase;
  /** The first case of the block, counted within its phase from 0. */
  readonly start: number;
  readonly cases: number;
};

/** Which part of the campaign's blocks: every `total`th, from `index` on, which counts from 1. */
export type Shard = { readonly index: number; readonly total: number };

/** Every block of the campaign or of one shard, in the order of the phases; never all at once. */
export function* blocksOf(
  { regressions, enumeration, runs, histories }: CasePlan,
  shard: Shard | null = null,
): Generator<Block, void> {
  const totals = {
    regressions: regressions.length,
    enumeration: enumeration.length,
    random: runs,
    histories,
  };
  let number = 0;
  for (const phase of phases) {
    const total = totals[phase];
    for (let start = 0; start < total; start += blockCases) {
      const cases = Math.min(blockCases, total - start);
      if (shard === null || number % shard.total === shard.index - 1) {
        yield { number, phase, start, cases };
      }
      number += 1;
    }
  }
}

export function totalsOf(blocks: Iterable<Block>): { blocks: number; cases: number } {
  const totals = { blocks: 0, cases: 0 };
  for (const { cases } of blocks) {
    totals.blocks += 1;
    totals.cases += cases;
  }
  return totals;
}

export function* scenariosOf(block: Block, plan: CasePlan): Generator<Scenario> {
  const { phase, start, cases } = block;
  if (phase === "regressions" || phase === "enumeration") {
    yield* plan[phase].slice(start, start + cases);
  } else yield* generatedScenarios({ ...block, phase }, plan);
}

/** The cases of a block that is generated: `start` counts within its phase. */
export function* generatedScenarios(
  { phase, start, cases }: Omit<Block, "number"> & { readonly phase: "random" | "histories" },
  plan: Pick<CasePlan, "seed" | "arbitrary" | "historiesOf">,
): Generator<Scenario> {
  const at = start / blockCases;
  const arbitrary = phase === "random" ? plan.arbitrary : plan.historiesOf(plan.seed, at);
  // From the other end, so that no history shares its seed with a random case.
  const random = randomCases(arbitrary, plan.seed, phase === "random" ? at : -2 - at);
  for (let made = 0; made < cases; made += casesAtATime) {
    const length = Math.min(casesAtATime, cases - made);
    yield* Array.from({ length }, () => random.next().value);
  }
}

// Making and judging in turn, case by case, would throw the code of either out of the cache.
const casesAtATime = 25;

/** The name of a case in reports: its phase and its number within it. */
export function caseName({ phase, start }: Block, index: number): string {
  return `${phase}:${start + index}`;
}
