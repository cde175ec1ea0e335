/** The cases of a campaign with a bot on the wire: each takes the time of a process, so there are few. */
import { withFaultyStreams } from "../../properties/arbitraries/stream-faults.ts";
import { onWire } from "../../properties/arbitraries/wire-faults.ts";
import { enumerateOnWire } from "../../properties/enumeration/on-wire.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import type { Target } from "../simulation/target.ts";
import { fitToWire } from "../target/wire/fit-wire.ts";
import { batchCasesOf, type CasePlan, type Generators, type ScenarioArbitrary } from "./batch.ts";

type OnWire = Pick<Target, "opensUserStream">;

export function planOnWire(plan: CasePlan, target: OnWire): CasePlan {
  return {
    ...plan,
    ...generatorsOnWire(plan, target),
    regressions: plan.regressions.map(fitToWire),
    enumeration: enumerateOnWire(readScenarios("all")).map(fitToWire),
  };
}

/** The random cases of a bot without a user stream have no faults of one. */
export function generatorsOnWire(
  { singleRunsOf, sequencesOf }: Generators,
  { opensUserStream = false }: OnWire,
): Generators {
  const streams = opensUserStream ? withFaultyStreams : (cases: ScenarioArbitrary) => cases;
  return {
    batchCases: batchCasesOf({ isOnWire: true }),
    sequencesOf: (seed, batch) => streams(sequencesOf(seed, batch)).map(fitToWire),
    singleRunsOf: (seed, batch) => streams(onWire(singleRunsOf(seed, batch))).map(fitToWire),
  };
}
