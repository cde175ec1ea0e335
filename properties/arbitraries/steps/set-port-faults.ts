import * as fc from "fast-check";
import type { PortFault } from "../../../src/domain/port-fault.ts";
import { faultKinds, slowReplyMs, withSlowReplies } from "../port-fault.ts";
import { always, type StepGenerator } from "../step-generator.ts";

const delayed = (afterMs: number): PortFault => ({ kind: "delayed", afterMs });

const fault = fc.constantFrom<PortFault[]>(
  { kind: "accept" },
  ...faultKinds,
  ...faultKinds.filter(({ kind }) => kind !== "reject"),
  ...faultKinds.filter(({ kind }) => kind === "expire"),
  ...[500, 500, 60_000, 60_000, 60_000, 60_000].map(delayed),
);

export const setPortFaults: StepGenerator = {
  weight: 6,
  generate: fc
    .tuple(fc.array(fault, { minLength: 1, maxLength: 3 }), slowReplyMs)
    .map(([faults, slowMs]) =>
      always({ kind: "set-port-faults", faults: withSlowReplies(faults, slowMs) }),
    ),
};
