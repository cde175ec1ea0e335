/** One fault for each port call from now on; after the last one the exchange answers by its rules. */
import * as z from "zod";
import { portFaultSchema, type PortFault } from "../../domain/port-fault.ts";
import { shorterLists } from "../smaller-values.ts";
import { defineStep } from "../step-module.ts";

export const setPortFaults = defineStep({
  kind: "set-port-faults",
  fields: { faults: z.array(portFaultSchema).max(1_000).readonly() },
  describe: ({ faults }) => `port faults: ${faults.map(describeFault).join("; ") || "none"}`,
  shrink: (step) =>
    [...shorterLists(step.faults), ...fasterReplies(step.faults), ...withoutReply(step.faults)].map(
      (faults) => ({ ...step, faults }),
    ),
  rename: (step) => step,
  apply: ({ faults }, { port }) => port.scheduleFaults(faults),
});

type Faults = readonly PortFault[];

/** All replies at once, then each one at once, then each one after a millisecond. */
function fasterReplies(faults: Faults): Faults[] {
  if (faults.every((fault) => fault.kind === "never" || fault.takesMs === undefined)) return [];
  const each = (change: (fault: PortFault) => PortFault) =>
    faults.flatMap((fault, at) => {
      const changed = change(fault);
      return changed === fault ? [] : [faults.with(at, changed)];
    });
  return [faults.map(withoutDelay), ...each(withoutDelay), ...each(withShortDelay)];
}

function withoutDelay(fault: PortFault): PortFault {
  if (fault.kind === "never" || fault.takesMs === undefined) return fault;
  const { takesMs: _, ...atOnce } = fault;
  return atOnce;
}

function withShortDelay(fault: PortFault): PortFault {
  if (fault.kind === "never" || fault.takesMs === undefined || fault.takesMs === 1) return fault;
  return { ...fault, takesMs: 1 };
}

/** A request that takes effect later has no reply, where the failure does not need one. */
function withoutReply(faults: Faults): Faults[] {
  return faults.flatMap((fault, at) => {
    if (fault.kind !== "delayed" || fault.accepted === undefined) return [];
    const { accepted: _, ...unknown } = fault;
    return [faults.with(at, unknown)];
  });
}

function describeFault(fault: PortFault): string {
  if (fault.kind === "never") return `no reply ever, ${applied(fault)}`;
  const time = fault.takesMs === undefined ? "" : `, the reply takes ${fault.takesMs} ms`;
  return describeKind(fault) + time;
}

const applied = (fault: { readonly applied: boolean }) =>
  fault.applied ? "applied" : "not applied";

type AnsweredFault = Exclude<PortFault, { readonly kind: "never" }>;

function describeKind(fault: AnsweredFault): string {
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
      return `${fault.kind}, ${applied(fault)}`;
    case "delayed":
      return `${fault.accepted === true ? "accept" : "timeout"}, applied after ${fault.afterMs} ms`;
  }
}
