/**
 * A planted bug: the shipped pipeline with one thing between it and the world bent, and the claim that
 * has to catch it. The pipeline itself has no switch for any of them.
 */
import type { AuditEvent } from "../../src/domain/audit-event.ts";
import type { PortRequest } from "../../src/domain/port-call.ts";
import type { CompletedRun } from "../../src/domain/run-report.ts";
import type { Snapshot } from "../../src/domain/snapshot.ts";
import { shippedPipeline } from "../../src/harness/target.ts";
import type { Target } from "../../src/harness/target.ts";
import type { RunInputs } from "../../src/pipeline/run.ts";
import type { World } from "../../src/pipeline/world.ts";

export type PlantedBug = {
  readonly name: string;
  /** `property/claim`. */
  readonly caughtBy: string;
  /** Where such a bug comes from. */
  readonly source: string;
  readonly target: Target;
};

/** What is bent; each gets what the pipeline would have got, or the world would have seen. */
type Bends = {
  readonly inputs?: (inputs: RunInputs) => RunInputs;
  readonly snapshot?: (snapshot: Snapshot, inputs: RunInputs, nowMs: number) => Snapshot;
  readonly request?: <Request extends PortRequest>(request: Request, inputs: RunInputs) => Request;
  readonly event?: (event: AuditEvent) => AuditEvent | null;
  readonly report?: (report: CompletedRun) => CompletedRun;
  readonly callsEach?: number;
};

export function plantBug(bug: Omit<PlantedBug, "target">, bends: Bends): PlantedBug {
  return { ...bug, target: { name: bug.name, reconcile: (...run) => runBent(bends, ...run) } };
}

async function runBent(bends: Bends, inputs: RunInputs, world: World) {
  const bent = bends.inputs?.(inputs) ?? inputs;
  const report = await shippedPipeline.reconcile(bent, bendWorld(bends, inputs, world));
  return report.mode === "refused" ? report : (bends.report?.(report) ?? report);
}

function bendWorld(bends: Bends, inputs: RunInputs, world: World): World {
  const { nowMs, newRunId, port } = world;
  const bend = <Request extends PortRequest>(request: Request): Request =>
    bends.request?.(request, inputs) ?? request;
  const send = async <Reply>(call: () => Promise<Reply>): Promise<Reply> => {
    for (let more = bends.callsEach ?? 1; more > 1; more -= 1) await call().catch(() => null);
    return call();
  };
  return {
    nowMs,
    newRunId,
    readSnapshot: async () => {
      const snapshot = await world.readSnapshot();
      return bends.snapshot?.(snapshot, inputs, nowMs()) ?? snapshot;
    },
    port: {
      cancelOrder: (permit, request) => send(() => port.cancelOrder(permit, bend(request))),
      placeMarketOrder: (permit, request) =>
        send(() => port.placeMarketOrder(permit, bend(request))),
    },
    audit: {
      append: (event) => {
        const told = bends.event === undefined ? event : bends.event(event);
        return told === null ? null : world.audit.append(told);
      },
    },
  };
}
