/** The cases of a campaign with a bot on the wire: each takes the time of a process, so there are few. */
import { onWire } from "../../properties/arbitraries/wire-faults.ts";
import { enumerateOnWire } from "../../properties/enumeration/on-wire.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import { fitToWire } from "../target/wire/fit-wire.ts";
import { batchCasesOf, type CasePlan, type Generators } from "./batch.ts";

export function planOnWire(plan: CasePlan): CasePlan {
  return {
    ...plan,
    ...generatorsOnWire(plan),
    regressions: plan.regressions.map(fitToWire),
    enumeration: enumerateOnWire(readScenarios("all")).map(fitToWire),
  };
}

export function generatorsOnWire({ singleRunsOf, sequencesOf }: Generators): Generators {
  return {
    batchCases: batchCasesOf({ isOnWire: true }),
    sequencesOf: (seed, batch) => sequencesOf(seed, batch).map(fitToWire),
    singleRunsOf: (seed, batch) => onWire(singleRunsOf(seed, batch)).map(fitToWire),
  };
}
