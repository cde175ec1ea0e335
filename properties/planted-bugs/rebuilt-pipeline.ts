/**
 * The shipped pipeline put together once more from its own parts, so that a planted bug can replace one
 * of them. With the shipped parts it does exactly what the shipped pipeline does, which a test holds.
 */
import { inProcessingOrder } from "../../src/domain/mismatch.ts";
import type { Mismatch } from "../../src/domain/mismatch.ts";
import type { ExpectedState } from "../../src/domain/expected-state.ts";
import type { Config } from "../../src/domain/config.ts";
import { signOf } from "../../src/domain/decimal.ts";
import { isLive } from "../../src/domain/order.ts";
import type { PortReply } from "../../src/domain/port-call.ts";
import type { Position } from "../../src/domain/position.ts";
import type { CompletedRun, MismatchResult } from "../../src/domain/run-report.ts";
import type { Target } from "../../src/simulation/target.ts";
import {
  statusesDiverge,
  isMissing,
  isUpdatedAfterSnapshot,
  isSameOrder,
  keyOf,
} from "../../src/pipeline/detect.ts";
import type { UsableState } from "../../src/pipeline/detect.ts";
import { decideMode } from "../../src/pipeline/gates.ts";
import type { ModeDecision } from "../../src/pipeline/gates.ts";
import { isOwnOrder } from "../../src/pipeline/ownership.ts";
import { limits } from "../../src/pipeline/limits.ts";
import type { Block, Limit, LimitContext } from "../../src/pipeline/limits.ts";
import type { LivePermit } from "../../src/pipeline/live-permit.ts";
import { requestFor } from "../../src/pipeline/plan.ts";
import type { Intent, PlannedStep } from "../../src/pipeline/plan.ts";
import { checkSnapshotPart } from "../../src/pipeline/snapshot-validity.ts";
import {
  outcomeOf,
  toPlannedResults,
  send,
  auditWriteFailure,
  stopReason,
} from "../../src/pipeline/execute.ts";
import { routeMismatches } from "../../src/pipeline/route.ts";
import type { Route } from "../../src/pipeline/route.ts";
import type { RunInputs } from "../../src/pipeline/run.ts";
import { usableState } from "../../src/pipeline/run.ts";
import { RunTrail } from "../../src/pipeline/run-trail.ts";
import { countOutcomes, firstBlockReason, runStatus } from "../../src/pipeline/run-summary.ts";
import type { RunServices } from "../../src/pipeline/services.ts";

/** Each decides one thing. */
const shippedParts = {
  decideMode,
  checkSnapshotPart,
  isSameOrder,
  isMissing,
  statusesDiverge,
  isUpdatedAfterSnapshot,
  isOwnOrder,
  /** Whether an order of ours that nobody expects is one to speak of. */
  isUnexpected: isLive,
  /** Whether an expected position says that one may be held. */
  expectsPosition: (believed: Position | null) =>
    believed !== null && signOf(believed.quantity) !== 0,
  isHeld: ({ quantity }: Pick<Position, "quantity">) => signOf(quantity) !== 0,
  isManaged: (symbol: string, expected: readonly Position[], config: Config) =>
    config.symbolWhitelist.some((name) => name === symbol) ||
    expected.some((position) => position.symbol === symbol),
  keyOf,
  inProcessingOrder,
  /** Where the first of the mismatches goes while the others stand. */
  routeFirst: (mismatches: readonly Mismatch[], config: Config): Route | undefined =>
    routeMismatches(mismatches, config.action)[0],
  /** Whether one mismatch is seen when another one is routed. */
  standsInTheWay: (_other: Mismatch, _mismatch: Mismatch, _config: Config): boolean => true,
  limits: limits as Readonly<Record<keyof typeof limits, Limit>>,
  /** What each remediation that passes adds to the attempts of the run. */
  countAttempt: (attempts: number, _mismatch: Mismatch) => attempts + 1,
  requestFor,
  /** The permit with which a plan is carried out, or null where it is only reported. */
  permitFor: (decision: ModeDecision, _steps: readonly PlannedStep[]): LivePermit | null =>
    decision.mode === "live" ? decision.permit : null,
  /** What stands in the trail before a call, and after it: null, or why it was not taken. */
  announce: (trail: RunTrail, intent: Intent, sequence: number): string | null =>
    trail.attempt(intent, sequence),
  record: (trail: RunTrail, intent: Intent, sequence: number, reply: PortReply): string | null =>
    trail.result(intent, sequence, reply),
  send,
  stopReason,
  outcomeOf,
  countOutcomes,
  runStatus,
  firstBlockReason,
};

export type Parts = typeof shippedParts;

/** One run, with some of the parts replaced. */
export function rebuild(replaced: Partial<Parts>): Target["reconcile"] {
  const parts = { ...shippedParts, ...replaced };
  return async (inputs, services) => {
    const decision = parts.decideMode(inputs.gates);
    if (decision.mode === "refused") return decision;
    const { config, expected } = inputs;
    const runId = services.newRunId();
    const trail = new RunTrail(services, runId, config.auditEnabled);
    const startedAtMs = services.nowMs();
    const { steps, rejectedParts } = await plan(parts, inputs, services, expected);
    const permit = parts.permitFor(decision, steps);
    const results =
      permit === null
        ? toPlannedResults(steps)
        : await carryOut(parts, steps, permit, services, trail);
    const counts = parts.countOutcomes(results);
    const report = {
      mode: decision.mode,
      runId,
      action: config.action,
      status: parts.runStatus(results, counts, rejectedParts),
      blockReason: parts.firstBlockReason(results, rejectedParts),
      startedAtMs,
      endedAtMs: services.nowMs(),
      rejectedParts,
      results,
      counts,
      auditFailure: null,
    } satisfies CompletedRun;
    trail.run(report);
    return { ...report, auditFailure: trail.failure };
  };
}

type Plan = {
  readonly steps: readonly PlannedStep[];
  readonly rejectedParts: CompletedRun["rejectedParts"];
};

async function plan(
  parts: Parts,
  { config, lastPortCallAtMs, priorCalls }: RunInputs,
  services: RunServices,
  expected: ExpectedState,
): Promise<Plan> {
  const snapshot = await services.readSnapshot();
  const nowMs = services.nowMs();
  const rejectedParts = (["orders", "positions"] as const).flatMap(
    (part) => parts.checkSnapshotPart(part, snapshot, config, nowMs, lastPortCallAtMs) ?? [],
  );
  const mismatches = detect(parts, expected, usableState(snapshot, rejectedParts), config);
  const symbols = new Set<string>();
  const situation = { config, nowMs, lastPortCallAtMs, priorCalls, rejectedParts };
  const context = { ...situation, attempts: 0, symbols };
  let sequence = 0;
  const steps = mismatches.map((mismatch): PlannedStep => {
    const others = mismatches.filter((other) => parts.standsInTheWay(other, mismatch, config));
    const route = parts.routeFirst([mismatch, ...others], config);
    if (route === undefined) throw new Error("every mismatch has a route; this is a defect");
    if ("outcome" in route) return { mismatch, outcome: route.outcome };
    const { remediate: kind } = route;
    const block = findBlock(parts, mismatch, context);
    if (block !== null) return { mismatch, outcome: { status: "blocked", kind, ...block } };
    context.attempts = parts.countAttempt(context.attempts, mismatch);
    symbols.add(mismatch.symbol);
    return { mismatch, kind, request: parts.requestFor(mismatch, config, nowMs, (sequence += 1)) };
  });
  return { steps, rejectedParts };
}

function detect(
  parts: Parts,
  expected: ExpectedState,
  { orders, positions }: UsableState,
  config: Config,
): Mismatch[] {
  const found: Mismatch[] = [];
  for (const believed of orders === null ? [] : expected.orders) {
    const observed = orders?.items.find((order) => parts.isSameOrder(believed, order));
    const { clientOrderId } = believed;
    if (orders !== null && parts.isUpdatedAfterSnapshot(believed, orders.takenAtMs)) continue;
    if (observed === undefined) {
      if (orders === null || !parts.isMissing(believed, orders.takenAtMs, config)) continue;
      const { symbol, positionSide } = believed;
      const type = "ORDER_MISSING_ON_EXCHANGE";
      found.push({ type, symbol, positionSide, clientOrderId, expected: believed, observed: null });
    } else if (parts.statusesDiverge(believed.status, observed.status)) {
      const { symbol, positionSide } = observed;
      const type = "ORDER_STATUS_DIVERGENCE";
      found.push({ type, symbol, positionSide, clientOrderId, expected: believed, observed });
    }
  }
  for (const observed of orders?.items ?? []) {
    if (expected.orders.some((believed) => parts.isSameOrder(believed, observed))) continue;
    if (!parts.isUnexpected(observed.status) || !parts.isOwnOrder(observed.clientOrderId, config)) {
      continue;
    }
    const { symbol, positionSide, clientOrderId } = observed;
    const type = "ORDER_EXISTS_UNEXPECTED";
    found.push({ type, symbol, positionSide, clientOrderId, expected: null, observed });
  }
  for (const observed of positions ?? []) {
    const { symbol, positionSide } = observed;
    if (!parts.isManaged(symbol, expected.positions, config) || !parts.isHeld(observed)) continue;
    const believed =
      expected.positions.find((known) => parts.keyOf(known) === parts.keyOf(observed)) ?? null;
    if (parts.expectsPosition(believed)) continue;
    const type = "POSITION_NONZERO_UNEXPECTED";
    found.push({ type, symbol, positionSide, expected: believed, observed });
  }
  return parts.inProcessingOrder(found);
}

function findBlock(parts: Parts, mismatch: Mismatch, context: LimitContext): Block | null {
  for (const limit of Object.values(parts.limits)) {
    const block = limit(mismatch, context);
    if (block !== null) return block;
  }
  return null;
}

async function carryOut(
  parts: Parts,
  steps: readonly PlannedStep[],
  permit: LivePermit,
  { port }: RunServices,
  trail: RunTrail,
): Promise<MismatchResult[]> {
  const results: MismatchResult[] = [];
  let stop: Block | null = null;
  let sequence = 0;
  for (const step of steps) {
    if ("outcome" in step) {
      results.push(step);
      continue;
    }
    const { mismatch, kind } = step;
    stop ??= auditWriteFailure(parts.announce(trail, step, (sequence += 1)));
    if (stop !== null) {
      results.push({ mismatch, outcome: { status: "blocked", kind, ...stop } });
      continue;
    }
    const reply = await parts.send(step, permit, port);
    stop = parts.stopReason(reply, parts.record(trail, step, sequence, reply));
    results.push({ mismatch, outcome: parts.outcomeOf(reply, step) });
  }
  return results;
}
