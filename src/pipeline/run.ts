/** One run of reconcile → remediate: gates, snapshot, mismatches, plan, port calls, report. */
import type { Config } from "../domain/config.ts";
import type { Filters } from "../domain/filters.ts";
import type { GateInputs } from "../domain/gate.ts";
import type { Mismatch } from "../domain/mismatch.ts";
import { noOutcomes } from "../domain/run-report.ts";
import type { CompletedRun, RunReport, RejectedPart } from "../domain/run-report.ts";
import type { PriorCall } from "../domain/port-call.ts";
import type { ExpectedState } from "../domain/expected-state.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import { defaultDecisions, type Decisions } from "./decisions.ts";
import { detectMismatches, type UsableState } from "./detect.ts";
import { planRemediation } from "./plan.ts";
import { executePlan, toPlannedResults } from "./execute.ts";
import type { ModeDecision } from "./gates.ts";
import { revokePermit } from "./live-permit.ts";
import { withReplyTimeout } from "./reply-timeout.ts";
import { RunTrail } from "./run-trail.ts";
import { countOutcomes, firstBlockReason, runStatus } from "./run-summary.ts";
import type { RunServices } from "./services.ts";

/** What one run decides by, apart from the snapshot and the clock. */
export type RunInputs = {
  /** The argument of `--confirm` and the variables that decide between dry run and live mode. */
  readonly gates: GateInputs;
  /** Action and limits. Units are in the names: `Seconds`, `Ms`, `Usdt`. */
  readonly config: Config;
  /** The orders and positions that the bot expects. */
  readonly expected: ExpectedState;
  /** The time of the last port call of an earlier run, in milliseconds since 1970, or null. */
  readonly lastPortCallAtMs: number | null;
  /** The calls of earlier runs, oldest first. The audit trail keeps them when the process ends. */
  readonly priorCalls: readonly PriorCall[];
  /** The filters of the venue. Absent: it accepts every quantity. */
  readonly filters?: Filters | undefined;
  /** The account of this run, where the process has more than one. */
  readonly account?: string | undefined;
};

type Reconcile = (inputs: RunInputs, services: RunServices) => Promise<RunReport<Mismatch>>;

export function createPipeline(decisions: Decisions = defaultDecisions): Reconcile {
  return async (inputs, services) => {
    const decision = decisions.decideMode(inputs.gates);
    if (decision.mode === "refused") return decision;
    try {
      return await runWith(decision, inputs, services, decisions);
    } finally {
      if (decision.mode === "live") revokePermit(decision.permit);
    }
  };
}

async function runWith(
  decision: Exclude<ModeDecision, { readonly mode: "refused" }>,
  inputs: RunInputs,
  services: RunServices,
  decisions: Decisions,
): Promise<CompletedRun<Mismatch>> {
  const runId = services.newRunId();
  const start: RunStart = {
    runId,
    startedAtMs: services.nowMs(),
    trail: new RunTrail(services, runId, inputs.config.auditEnabled, inputs.account),
  };
  const { lease } = services;
  // A dry run sends nothing, so it needs no lease.
  if (lease === undefined || decision.mode !== "live") {
    return remediate(decision, inputs, services, decisions, start);
  }
  // Before the snapshot: what another instance has done since must be in it.
  const calls = await lease.take();
  if (calls === null) return withoutLease(inputs, services, start);
  try {
    return await remediate(decision, { ...inputs, ...calls }, services, decisions, start);
  } finally {
    await lease.release();
  }
}

type RunStart = { readonly runId: string; readonly startedAtMs: number; readonly trail: RunTrail };

/** Another instance has the lease. The run reads nothing and sends nothing. */
function withoutLease(
  { config }: RunInputs,
  services: RunServices,
  { runId, startedAtMs, trail }: RunStart,
): CompletedRun<Mismatch> {
  const report = {
    mode: "live",
    runId,
    action: config.action,
    status: "blocked",
    blockReason: "lease_unavailable",
    startedAtMs,
    endedAtMs: services.nowMs(),
    rejectedParts: [],
    results: [],
    counts: noOutcomes,
  } as const;
  trail.run(report);
  return { ...report, auditFailure: trail.failure };
}

async function remediate(
  decision: Exclude<ModeDecision, { readonly mode: "refused" }>,
  inputs: RunInputs,
  services: RunServices,
  decisions: Decisions,
  { runId, startedAtMs, trail }: RunStart,
): Promise<CompletedRun<Mismatch>> {
  const { config, expected, lastPortCallAtMs, priorCalls, filters } = inputs;
  const snapshot = await services.readSnapshot();
  // Read after the snapshot, which takes time: a part must not appear to come from the future.
  const nowMs = services.nowMs();
  const rejectedParts: RejectedPart[] = [];
  for (const part of snapshotParts) {
    const { checkSnapshotPart } = decisions;
    const rejected = checkSnapshotPart(part, snapshot, config, nowMs, lastPortCallAtMs);
    if (rejected !== null) rejectedParts.push(rejected);
  }
  const usable = usableState(snapshot, rejectedParts);
  const mismatches = detectMismatches(expected, usable, config, decisions);
  const runContext = { config, nowMs, lastPortCallAtMs, priorCalls, rejectedParts, filters };
  const steps = planRemediation(mismatches, runContext, decisions);
  const results =
    decision.mode === "live"
      ? await executePlan(steps, decision.permit, timed(services), trail, decisions)
      : toPlannedResults(steps);
  const counts = countOutcomes(results);
  const report = {
    mode: decision.mode,
    runId,
    action: config.action,
    status: runStatus(results, counts, rejectedParts),
    blockReason: firstBlockReason(results, rejectedParts),
    startedAtMs,
    endedAtMs: services.nowMs(),
    rejectedParts,
    results,
    counts,
    auditFailure: trail.failure,
  } satisfies CompletedRun<Mismatch>;
  trail.run(report);
  // Set last: the run's own event may be the first that is rejected.
  report.auditFailure = trail.failure;
  return report;
}

function timed(services: RunServices): Pick<RunServices, "port" | "nowMs"> {
  return { port: withReplyTimeout(services), nowMs: services.nowMs };
}

const snapshotParts = ["orders", "positions", "conditionalOrders"] as const;

/**
 * One run of the reference pipeline. An error of a port call is an unknown outcome, and ends the calls of the run.
 *
 * @param inputs Gates, configuration, expected state and earlier calls. Times are in milliseconds since 1970.
 * @param services The exchange, the clock, the audit trail and run ids.
 * @returns a promise of the report: a refused run, or a completed one with its results in processing order
 * @throws what a service other than the port throws, as a rejection
 */
export const reconcile = createPipeline();

function usableState(
  { orders, positions, conditionalOrders }: Snapshot,
  rejected: readonly RejectedPart[],
) {
  const isUsable = (name: RejectedPart["part"]) => rejected.every(({ part }) => part !== name);
  const isConditionalUsable = conditionalOrders?.status === "ok" && isUsable("conditionalOrders");
  return {
    orders: orders.status === "ok" && isUsable("orders") ? orders : null,
    positions: positions.status === "ok" && isUsable("positions") ? positions.items : null,
    conditionalOrders: isConditionalUsable ? conditionalOrders : null,
  } satisfies UsableState;
}
