import * as fc from "fast-check";
import { always, type StepGenerator } from "../step-generator.ts";

export const setAuditFault: StepGenerator = {
  weight: 2,
  generate: fc
    .tuple(fc.constantFrom(true, true, false), fc.nat({ max: 3 }))
    .map(([writable, afterEvents]) => always({ kind: "set-audit-fault", writable, afterEvents })),
};
