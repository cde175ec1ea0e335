/** Faults over several runs: cooldowns, attempts, and retries after an unknown outcome. */
import type { PortReply } from "../../src/domain/port-call.ts";
import { executeDecisions } from "../../src/pipeline/execute.ts";
import { decideMode } from "../../src/pipeline/gates.ts";
import { limits, type Limits } from "../../src/pipeline/limits.ts";
import { reconcile, type RunInputs } from "../../src/pipeline/run.ts";
import type { RunServices } from "../../src/pipeline/services.ts";
import { checkSnapshotPart } from "../../src/pipeline/snapshot-validity.ts";
import { limitsWith, pipelineWith, type PlantedBug } from "./planted-bug.ts";

let hasCalledPort = false;
let priorCallsAtStart: number | null = null;
let dryRunEndedAtMs: number | null = null;

const repeatWithinMs = 10;

const { send } = executeDecisions;
const { maxAttemptsPerIntent, maxAttemptsPerWindow, maxOrders, maxSymbols, outcomeResolved } =
  limits;
const laterLimits = [maxAttemptsPerIntent, maxAttemptsPerWindow, maxOrders, maxSymbols];

function notForPositions(limit: Limits["outcomeResolved"]): Limits["outcomeResolved"] {
  return (mismatch, context) =>
    mismatch.type === "POSITION_NONZERO_UNEXPECTED" ? null : limit(mismatch, context);
}

/** Sends the cancel of the latest port call again, in live mode. */
async function repeatLastCancel({ gates, priorCalls }: RunInputs, { port }: RunServices) {
  const decision = decideMode(gates);
  const request = priorCalls.at(-1)?.request;
  if (decision.mode !== "live" || request?.method !== "cancelOrder") return;
  await port.cancelOrder(decision.permit, request).catch(() => null);
}

export const attemptBugs: readonly PlantedBug[] = [
  {
    name: "cooldown-after-success-only",
    expectedFailure: "cooldown-holds/call-within-cooldown",
    minimalSize: 5,
    isSequence: true,
    decisions: limitsWith({
      cooldownElapsed: (mismatch, context) => {
        const last = context.priorCalls.findLast(({ status }) => status === "accepted");
        const lastPortCallAtMs = last?.atMs ?? null;
        return limits.cooldownElapsed(mismatch, { ...context, lastPortCallAtMs });
      },
    }),
  },
  {
    name: "cooldown-lost-at-restart",
    expectedFailure: "cooldown-holds/call-within-cooldown",
    minimalSize: 5,
    isSequence: true,
    start: () => {
      hasCalledPort = false;
    },
    decisions: {
      ...limitsWith({
        cooldownElapsed: (mismatch, context) =>
          hasCalledPort ? limits.cooldownElapsed(mismatch, context) : null,
      }),
      send: async (intent, permit, port): Promise<PortReply> => {
        const reply = await send(intent, permit, port);
        hasCalledPort ||= reply.status !== "unknown";
        return reply;
      },
    },
  },
  {
    name: "dry-run-starts-cooldown",
    issue: "simmer-sdk#345",
    expectedFailure: "repeating-a-dry-run-changes-nothing/different-plan",
    minimalSize: 3,
    start: () => {
      dryRunEndedAtMs = null;
    },
    hooks: {
      inputs: ({ lastPortCallAtMs }) => ({ lastPortCallAtMs: lastPortCallAtMs ?? dryRunEndedAtMs }),
      report: ({ mode, endedAtMs }) => {
        if (mode === "dry_run") dryRunEndedAtMs = endedAtMs;
        return {};
      },
    },
  },
  {
    // A crash loop never reaches the limit.
    name: "attempts-lost-at-restart",
    expectedFailure: "attempts-are-bounded/attempts-per-intent",
    minimalSize: 6,
    isSequence: true,
    start: () => {
      priorCallsAtStart = null;
    },
    hooks: {
      inputs: ({ priorCalls }) => {
        priorCallsAtStart ??= priorCalls.length;
        return { priorCalls: priorCalls.slice(priorCallsAtStart) };
      },
    },
  },
  {
    name: "only-accepted-attempts-counted",
    expectedFailure: "attempts-are-bounded/attempts-per-intent",
    minimalSize: 5,
    isSequence: true,
    decisions: limitsWith({
      maxAttemptsPerIntent: (mismatch, context) => {
        const priorCalls = context.priorCalls.filter(({ status }) => status === "accepted");
        return maxAttemptsPerIntent(mismatch, { ...context, priorCalls });
      },
    }),
  },
  {
    name: "attempts-per-intent-not-limited",
    expectedFailure: "attempts-are-bounded/attempts-per-intent",
    minimalSize: 5,
    isSequence: true,
    decisions: limitsWith({ maxAttemptsPerIntent: () => null }),
  },
  {
    // Each run keeps the limit, and all runs together do not.
    name: "attempts-per-window-counted-per-run",
    expectedFailure: "attempts-are-bounded/attempts-per-window",
    minimalSize: 4,
    isSequence: true,
    decisions: limitsWith({
      maxAttemptsPerWindow: (mismatch, context) =>
        maxAttemptsPerWindow(mismatch, { ...context, priorCalls: [] }),
    }),
  },
  {
    name: "flatten-attempts-not-limited",
    expectedFailure: "reconciliation-converges/no-convergence",
    minimalSize: 1,
    isSequence: true,
    decisions: limitsWith({
      maxAttemptsPerIntent: notForPositions(maxAttemptsPerIntent),
      outcomeResolved: notForPositions(outcomeResolved),
    }),
  },
  {
    name: "unknown-outcome-retried-without-end",
    expectedFailure: "unknown-outcomes-need-a-new-snapshot/third-attempt-after-unknown",
    minimalSize: 7,
    isSequence: true,
    reconcile: (inputs, services) =>
      (decideMode(inputs.gates).mode === "live" ? retriesWithoutEnd : reconcile)(inputs, services),
  },
  {
    name: "unknown-outcome-retried-on-old-snapshot",
    expectedFailure: "unknown-outcomes-need-a-new-snapshot/attempt-without-new-snapshot",
    minimalSize: 4,
    isSequence: true,
    reconcile: (inputs, services) => {
      const isRetried =
        inputs.priorCalls.at(-1)?.status === "unknown" &&
        inputs.config.cooldownSeconds === 0 &&
        decideMode(inputs.gates).mode === "live";
      return (isRetried ? acceptsOldSnapshots : reconcile)(inputs, services);
    },
  },
  {
    // A timer that fires twice.
    name: "last-cancel-repeated-after-clean-run",
    expectedFailure: "a-second-run-has-nothing-to-do/remaining-action",
    minimalSize: 1,
    isSequence: true,
    reconcile: async (inputs, services) => {
      const report = await reconcile(inputs, services);
      const last = inputs.priorCalls.at(-1);
      const isDone =
        "results" in report && report.status === "clean" && last?.status === "accepted";
      if (!isDone) return report;
      const sinceMs = services.nowMs() - last.atMs - inputs.config.cooldownSeconds * 1_000;
      if (sinceMs <= repeatWithinMs) await repeatLastCancel(inputs, services);
      return report;
    },
  },
  {
    name: "last-cancel-repeated-before-run",
    expectedFailure: "a-second-run-has-nothing-to-do/remaining-action",
    minimalSize: 1,
    isSequence: true,
    reconcile: async (inputs, services) => {
      await repeatLastCancel(inputs, services);
      return reconcile(inputs, services);
    },
  },
];

/** Every other limit still blocks with its own reason. */
const retriesWithoutEnd = pipelineWith(
  limitsWith({
    outcomeResolved: (mismatch, context) =>
      laterLimits.every((limit) => limit(mismatch, context) === null)
        ? null
        : outcomeResolved(mismatch, context),
  }),
);

const acceptsOldSnapshots = pipelineWith({
  checkSnapshotPart: (part, snapshot, config, nowMs) =>
    checkSnapshotPart(part, snapshot, config, nowMs, null),
});
