/** The cases of a campaign with a bot on the wire: each takes the time of a process, so there are few. */
import { onWire } from "../../properties/arbitraries/wire-faults.ts";
import { enumerateOnWire } from "../../properties/enumeration/on-wire.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import { fitToWire } from "../target/wire/fit-wire.ts";
import type { CasePlan } from "./batch.ts";

export function planOnWire(plan: CasePlan): CasePlan {
  return {
    ...plan,
    regressions: plan.regressions.map(fitToWire),
    enumeration: enumerateOnWire(readScenarios("all")).map(fitToWire),
    sequencesOf: (seed, batch) => plan.sequencesOf(seed, batch).map(fitToWire),
    singleRunsOf: (seed, batch) => onWire(plan.singleRunsOf(seed, batch)).map(fitToWire),
  };
}
