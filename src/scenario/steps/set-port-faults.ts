/** One fault for each port call from now on; after the last one the exchange answers by its rules. */
import * as z from "zod";
import { portFaultSchema, type PortFault } from "../../domain/port-fault.ts";
import { shorterLists } from "../smaller-values.ts";
import { defineStep } from "../step-module.ts";

export const setPortFaults = defineStep({
  kind: "set-port-faults",
  fields: { faults: z.array(portFaultSchema).max(1_000).readonly() },
  describe: ({ faults }) => `port faults: ${faults.map(describeFault).join("; ") || "none"}`,
  shrink: (step) => shorterLists(step.faults).map((faults) => ({ ...step, faults })),
  rename: (step) => step,
  apply: ({ faults }, { port }) => port.scheduleFaults(faults),
});

function describeFault(fault: PortFault): string {
  switch (fault.kind) {
    case "accept":
      return "accept";
    case "reject":
      return `reject ${fault.code}${fault.applied === true ? ", applied" : ""}`;
    case "expire":
      return `accept, expired after a fill of ${fault.filled}`;
    case "rate-limit":
      return `rate limit, ban for ${fault.banMs} ms`;
    case "timeout":
    case "disconnect":
      return `${fault.kind}, ${fault.applied ? "applied" : "not applied"}`;
    case "delayed":
      return `timeout, applied after ${fault.afterMs} ms`;
  }
}
