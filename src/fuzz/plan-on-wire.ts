/** The cases of a campaign with a bot on the wire: each takes the time of a process, so there are few. */
import { withFaultyStreams } from "../../properties/arbitraries/stream-faults.ts";
import { onWire } from "../../properties/arbitraries/wire-faults.ts";
import { enumerateOnWire } from "../../properties/enumeration/on-wire.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import { fitToWire } from "../target/wire/fit-wire.ts";
import type { Target } from "../simulation/target.ts";
import type { CasePlan, ScenarioArbitrary } from "./batch.ts";

type Generators = Pick<CasePlan, "singleRunsOf" | "sequencesOf">;
type Streaming = Pick<Target, "opensUserStream">;

export function planOnWire(plan: CasePlan, target: Streaming): CasePlan {
  return {
    ...plan,
    regressions: plan.regressions.map(fitToWire),
    enumeration: enumerateOnWire(readScenarios("all")).map(fitToWire),
    ...generatorsOnWire(plan, target),
  };
}

/** The cases of a bot without a user stream are not drawn with its faults. */
export function generatorsOnWire(
  { singleRunsOf, sequencesOf }: Generators,
  { opensUserStream = false }: Streaming,
): Generators {
  const streams = opensUserStream ? withFaultyStreams : (cases: ScenarioArbitrary) => cases;
  return {
    sequencesOf: (seed, batch) => streams(sequencesOf(seed, batch)).map(fitToWire),
    singleRunsOf: (seed, batch) => streams(onWire(singleRunsOf(seed, batch))).map(fitToWire),
  };
}
