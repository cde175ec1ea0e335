/** The random cases of a campaign, or its sequences, without enumeration and regressions. */
import { batchesOf, scenariosOf } from "../../src/fuzz/batch.ts";
import { generators } from "../../src/fuzz/campaign-context.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

/** As many as `count`, of one kind: sequences for `isSequence`, and else single runs. */
export function* generatedScenarios(
  seed: number,
  isSequence: boolean,
  count: number,
): Generator<Scenario> {
  const [runs, sequences] = isSequence ? [0, count] : [count, 0];
  const none = { regressions: [], enumeration: [] };
  const plan = { seed, runs, sequences, ...none, ...generators };
  for (const batch of batchesOf(plan)) yield* scenariosOf(batch, plan);
}
