/**
 * A campaign is cut into blocks of cases that can run anywhere and in any order: what a block finds
 * depends on nothing but the campaign and its number. Workers and shards take blocks.
 */
import type { Scenario } from "../../domain/scenario.ts";
import { randomCases } from "./random-case.ts";
import type { ScenarioArbitrary } from "./random-case.ts";

export const blockCases = 250;

type Phase = "regressions" | "enumeration" | "random";

/** Everything that decides which cases a campaign has. */
export type CasePlan = {
  readonly seed: number;
  /** How many random cases. */
  readonly runs: number;
  readonly regressions: readonly Scenario[];
  readonly enumeration: readonly Scenario[];
  readonly arbitrary: ScenarioArbitrary;
};

export type Block = {
  /** Counts all blocks of the campaign from 0. */
  readonly number: number;
  readonly phase: Phase;
  /** The first case of the block, counted within its phase from 0. */
  readonly start: number;
  readonly cases: number;
};

/** Every block of the campaign, in the order of the phases. */
export function blocksOf({ regressions, enumeration, runs }: CasePlan): Block[] {
  const phases = [
    ["regressions", regressions.length],
    ["enumeration", enumeration.length],
    ["random", runs],
  ] as const;
  const cut = phases.flatMap(([phase, total]) =>
    Array.from({ length: Math.ceil(total / blockCases) }, (_, index) => {
      const start = index * blockCases;
      return { phase, start, cases: Math.min(blockCases, total - start) };
    }),
  );
  return cut.map((block, number) => ({ ...block, number }));
}

export function* scenariosOf(block: Block, plan: CasePlan): Generator<Scenario> {
  const { phase, start, cases } = block;
  if (phase !== "random") {
    yield* plan[phase].slice(start, start + cases);
    return;
  }
  const random = randomCases(plan.arbitrary, plan.seed, start / blockCases);
  for (let index = 0; index < cases; index += 1) yield random.next().value;
}

/** The name of a case in reports: its phase and its number within it. */
export function caseName({ phase, start }: Block, index: number): string {
  return `${phase}:${start + index}`;
}
