import * as fc from "fast-check";
import type { Step } from "../../../src/scenario/step.ts";
import { always, type StepGenerator } from "../step-generator.ts";

/** How many events the trail rejects before it is writable again; null: all, until a step. */
export const rejectedEvents = fc.constantFrom(null, null, 1, 1, 2);

export const writableAgain: Step = { kind: "set-audit-fault", writable: true, afterEvents: 0 };

export function unwritable(afterEvents: number, rejected: number | null): Step {
  const forGood = { kind: "set-audit-fault", writable: false, afterEvents } as const;
  return rejected === null ? forGood : { ...forGood, rejectedEvents: rejected };
}

export const setAuditFault: StepGenerator = {
  weight: 2,
  generate: fc
    .tuple(fc.constantFrom(true, true, false), fc.nat({ max: 3 }), rejectedEvents)
    .map(([writable, afterEvents, rejected]) =>
      always(writable ? writableAgain : unwritable(afterEvents, rejected)),
    ),
};
