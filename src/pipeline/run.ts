/** One run of reconcile → remediate: gates, snapshot, mismatches, plan, calls, report. */
import type { Config } from "../domain/config.ts";
import type { GateInputs } from "../domain/gate.ts";
import type { Mismatch } from "../domain/mismatch.ts";
import type { CompletedRun, RunReport, UnreadablePart } from "../domain/run-report.ts";
import type { EarlierCall } from "../domain/port-call.ts";
import type { Belief } from "../domain/expected-state.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import { detectMismatches } from "./detect.ts";
import type { ReadableState } from "./detect.ts";
import { decideMode } from "./gates.ts";
import { planRemediation } from "./plan.ts";
import { whyUnreadable } from "./snapshot-validity.ts";
import { executePlan, reportAsPlanned } from "./execute.ts";
import { RunTrail } from "./run-trail.ts";
import { countOutcomes, firstBlockReason, runStatus } from "./run-summary.ts";
import type { World } from "./services.ts";

export type RunInputs = {
  readonly gates: GateInputs;
  readonly config: Config;
  readonly expected: Belief;
  /** When an earlier run last called the port, in milliseconds since 1970, or null. */
  readonly lastPortCallAtMs: number | null;
  /** The calls of earlier runs, oldest first: they outlive the process, as its trail does. */
  readonly earlierCalls: readonly EarlierCall[];
};

export async function reconcile(inputs: RunInputs, world: World): Promise<RunReport<Mismatch>> {
  const decision = decideMode(inputs.gates);
  if (decision.mode === "refused") return decision;
  const { config, expected, lastPortCallAtMs, earlierCalls } = inputs;
  const runId = world.newRunId();
  const trail = new RunTrail(world, runId, config.auditEnabled);
  const startedAtMs = world.nowMs();
  const snapshot = await world.readSnapshot();
  // Read after the snapshot, which takes time: a part must not seem to come from the future.
  const nowMs = world.nowMs();
  const unreadable = findUnreadable(snapshot, config, nowMs, lastPortCallAtMs);
  const mismatches = detectMismatches(expected, readableState(snapshot, unreadable), config);
  const situation = { config, nowMs, lastPortCallAtMs, earlierCalls, unreadable };
  const steps = planRemediation(mismatches, situation);
  const results =
    decision.mode === "live"
      ? await executePlan(steps, decision.permit, world.port, trail)
      : reportAsPlanned(steps);
  const counts = countOutcomes(results);
  const report = {
    mode: decision.mode,
    runId,
    action: config.action,
    status: runStatus(results, counts, unreadable),
    blockReason: firstBlockReason(results, unreadable),
    startedAtMs,
    endedAtMs: world.nowMs(),
    unreadable,
    results,
    counts,
    auditFailure: trail.failure,
  } satisfies CompletedRun<Mismatch>;
  trail.run(report);
  // Told last, for the run's own line may be the first that is not taken.
  return trail.failure === report.auditFailure
    ? report
    : { ...report, auditFailure: trail.failure };
}

function findUnreadable(
  snapshot: Snapshot,
  config: Config,
  nowMs: number,
  lastPortCallAtMs: number | null,
): UnreadablePart[] {
  const unreadable: UnreadablePart[] = [];
  for (const part of ["orders", "positions"] as const) {
    const why = whyUnreadable(part, snapshot, config, nowMs, lastPortCallAtMs);
    if (why !== null) unreadable.push(why);
  }
  return unreadable;
}

/** The parts that may be believed. */
export function readableState(
  { orders, positions }: Snapshot,
  unreadable: readonly UnreadablePart[],
): ReadableState {
  return {
    orders: orders.status === "ok" && isReadable("orders", unreadable) ? orders : null,
    positions:
      positions.status === "ok" && isReadable("positions", unreadable) ? positions.items : null,
  };
}

function isReadable(name: UnreadablePart["part"], unreadable: readonly UnreadablePart[]): boolean {
  return unreadable.every(({ part }) => part !== name);
}
