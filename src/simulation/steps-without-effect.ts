/** The steps that found nothing to act on, such as a fill of an order that is not live. */
import type { Scenario } from "../scenario/scenario.ts";
import { describeStep, innerStepsOf, isSimulated } from "../scenario/step.ts";
import type { Observation } from "./observation.ts";

function nameOf(at: number, inner?: number): string {
  return inner === undefined ? `steps[${at}]` : `steps[${at}], step ${inner + 1} within it`;
}

/** Their places and texts. A run is a step too, and it is never without effect. */
export function stepsWithoutEffect(
  { steps, startsAtMs }: Scenario,
  { trace }: Observation,
): readonly string[] {
  const executed = new Set(trace.map(({ place, inner }) => nameOf(place, inner)));
  return steps.flatMap((step, at) => {
    const described = [
      ...(isSimulated(step) ? [[nameOf(at), step] as const] : []),
      ...innerStepsOf(step).map((inner, index) => [nameOf(at, index), inner] as const),
    ];
    return described.flatMap(([name, one]) =>
      executed.has(name) ? [] : [`${name}, ${describeStep(one, startsAtMs)}`],
    );
  });
}
