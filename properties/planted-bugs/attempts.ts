/** Faults over several runs: cooldowns, attempts, and retries after an unknown outcome. */
import type { MismatchResult } from "../../src/domain/run-report.ts";
import type { PortReply } from "../../src/domain/port-call.ts";
import { executeDecisions } from "../../src/pipeline/execute.ts";
import { decideMode } from "../../src/pipeline/gates.ts";
import { limits, type Limits } from "../../src/pipeline/limits.ts";
import { isOwnOrder } from "../../src/pipeline/ownership.ts";
import { reconcile, type RunInputs } from "../../src/pipeline/run.ts";
import type { RunServices } from "../../src/pipeline/services.ts";
import { checkSnapshotPart } from "../../src/pipeline/snapshot-validity.ts";
import {
  limitsWith,
  pipelineWith,
  runWith,
  sequenceSiblings,
  siblings,
  withMemory,
  type PlantedBug,
} from "./planted-bug.ts";

const repeatWithinMs = 10;

const { send } = executeDecisions;
const { maxAttemptsPerIntent, maxAttemptsPerWindow, maxOrders, maxSymbols, outcomeResolved } =
  limits;
const laterLimits = [maxAttemptsPerIntent, maxAttemptsPerWindow, maxOrders, maxSymbols];

function notForPositions(limit: Limits["outcomeResolved"]): Limits["outcomeResolved"] {
  return (mismatch, context) =>
    mismatch.type === "POSITION_NONZERO_UNEXPECTED" ? null : limit(mismatch, context);
}

const isLive = ({ gates }: RunInputs) => decideMode(gates).mode === "live";

/** Sends the cancel of the latest port call again, in live mode. */
async function repeatLastCancel({ gates, priorCalls }: RunInputs, { port }: RunServices) {
  const decision = decideMode(gates);
  const request = priorCalls.at(-1)?.request;
  if (decision.mode !== "live" || request?.method !== "cancelOrder") return;
  await port.cancelOrder(decision.permit, request).catch(() => null);
}

const nameOf = ({ mismatch, outcome }: MismatchResult) =>
  `${JSON.stringify(mismatch)} ${outcome.status}`;

export const attemptBugs: readonly PlantedBug[] = [
  ...sequenceSiblings("cooldown-holds/call-within-cooldown", 5, {
    "cooldown-after-success-only": {
      ...limitsWith({
        cooldownElapsed: (mismatch, context) => {
          const last = context.priorCalls.findLast(({ status }) => status === "accepted");
          const lastPortCallAtMs = last?.atMs ?? null;
          return limits.cooldownElapsed(mismatch, { ...context, lastPortCallAtMs });
        },
      }),
      minimalSize: 4,
    },
    "cooldown-lost-at-restart": {
      ...withMemory(false, (hasCalled) => ({
        decisions: {
          ...limitsWith({
            cooldownElapsed: (mismatch, context) =>
              hasCalled.value ? limits.cooldownElapsed(mismatch, context) : null,
          }).decisions,
          send: async (intent, permit, port): Promise<PortReply> => {
            const reply = await send(intent, permit, port);
            hasCalled.value ||= reply.status !== "unknown";
            return reply;
          },
        },
      })),
      minimalSize: 4,
    },
  }),
  ...siblings("repeating-a-dry-run-changes-nothing/different-plan", 3, {
    "dry-run-starts-cooldown": {
      issue: "simmer-sdk#345",
      ...withMemory<number | null>(null, (endedAtMs) => ({
        hooks: {
          inputs: ({ lastPortCallAtMs }) => ({
            lastPortCallAtMs: lastPortCallAtMs ?? endedAtMs.value,
          }),
          report: (report) => {
            if (report.mode === "dry_run") endedAtMs.value = report.endedAtMs;
            return {};
          },
        },
      })),
    },
  }),
  ...sequenceSiblings("attempts-are-bounded/attempts-per-intent", 4, {
    // A crash loop never reaches the limit.
    "attempts-lost-at-restart": {
      minimalSize: 6,
      ...withMemory<number | null>(null, (callsAtStart) => ({
        hooks: {
          inputs: ({ priorCalls }) => {
            callsAtStart.value ??= priorCalls.length;
            return { priorCalls: priorCalls.slice(callsAtStart.value) };
          },
        },
      })),
    },
    // The operator has replaced the strategy that signed them.
    "attempts-of-other-strategies-forgotten": {
      hooks: {
        inputs: ({ priorCalls, config }) => ({
          priorCalls: priorCalls.filter(({ request }) => isOwnOrder(request.clientOrderId, config)),
        }),
      },
    },
    "only-accepted-attempts-counted": limitsWith({
      maxAttemptsPerIntent: (mismatch, context) => {
        const priorCalls = context.priorCalls.filter(({ status }) => status === "accepted");
        return maxAttemptsPerIntent(mismatch, { ...context, priorCalls });
      },
    }),
    "attempts-per-intent-not-limited": limitsWith({ maxAttemptsPerIntent: () => null }),
  }),
  ...sequenceSiblings("attempts-are-bounded/attempts-per-window", 4, {
    // Each run keeps the limit, and all runs together do not.
    "attempts-per-window-counted-per-run": limitsWith({
      maxAttemptsPerWindow: (mismatch, context) =>
        maxAttemptsPerWindow(mismatch, { ...context, priorCalls: [] }),
    }),
  }),
  ...sequenceSiblings("reconciliation-converges/no-convergence", 1, {
    "flatten-attempts-not-limited": limitsWith({
      maxAttemptsPerIntent: notForPositions(maxAttemptsPerIntent),
      outcomeResolved: notForPositions(outcomeResolved),
    }),
  }),
  ...sequenceSiblings("reconciliation-converges/remediation-remains", 2, {
    // It gives up after its first rejected call, and names a limit that was not reached.
    "nothing-sent-after-a-rejected-call": limitsWith({
      maxAttemptsPerIntent: (mismatch, context) =>
        context.priorCalls.some(({ status }) => status === "rejected")
          ? { reason: "max_attempts_reached", detail: "an earlier call was rejected" }
          : maxAttemptsPerIntent(mismatch, context),
    }),
    "nothing-sent-after-three-runs": withMemory(0, (runs) =>
      runWith((inputs, services) => {
        runs.value += 1;
        const config = { ...inputs.config, action: "none" } as const;
        return reconcile(runs.value > 3 ? { ...inputs, config } : inputs, services);
      }),
    ),
  }),
  ...sequenceSiblings("blocked-remediations-name-the-first-reason/wrong-outcome-or-reason", 7, {
    "unknown-outcome-kept-after-a-success": limitsWith({
      outcomeResolved: (mismatch, context) => {
        const accepted = context.priorCalls.findLastIndex(({ status }) => status === "accepted");
        const known = context.priorCalls.map((call, at) => {
          const isBefore = at === accepted && at > 0;
          return isBefore ? { ...call, status: "rejected" as const } : call;
        });
        return outcomeResolved(mismatch, { ...context, priorCalls: known });
      },
    }),
  }),
  ...siblings("cooldown-holds/call-within-cooldown", 5, {
    "cooldown-ends-with-the-attempt-window": limitsWith({
      cooldownElapsed: (mismatch, context) => {
        const windowMs = context.config.attemptWindowSeconds * 1_000;
        const { lastPortCallAtMs, nowMs } = context;
        const isRecent = lastPortCallAtMs !== null && nowMs - lastPortCallAtMs < windowMs;
        return isRecent ? limits.cooldownElapsed(mismatch, context) : null;
      },
    }),
  }),
  ...sequenceSiblings("reconciliation-converges/unreported-block", 1, {
    // A report that names each block once.
    "block-reported-once": withMemory<ReadonlySet<string>>(new Set(), (reported) => ({
      hooks: {
        report: ({ results }) => {
          const named = reported.value;
          const blocked = results.filter(({ outcome }) => outcome.status === "blocked");
          reported.value = new Set([...named, ...blocked.map(nameOf)]);
          return { results: results.filter((result) => !named.has(nameOf(result))) };
        },
      },
    })),
  }),
  ...sequenceSiblings("unknown-outcomes-need-a-new-snapshot/third-attempt-after-unknown", 7, {
    "unknown-outcome-retried-without-end": {
      reconcile: (inputs, services) =>
        (isLive(inputs) ? retriesWithoutEnd : reconcile)(inputs, services),
    },
  }),
  ...sequenceSiblings("unknown-outcomes-need-a-new-snapshot/attempt-without-new-snapshot", 4, {
    "unknown-outcome-retried-on-old-snapshot": runWith((inputs, services) => {
      const isUnknown = inputs.priorCalls.at(-1)?.status === "unknown";
      const isRetried = isUnknown && inputs.config.cooldownSeconds === 0 && isLive(inputs);
      return (isRetried ? acceptsOldSnapshots : reconcile)(inputs, services);
    }),
  }),
  ...sequenceSiblings("a-second-run-has-nothing-to-do/remaining-action", 1, {
    // A timer that fires twice.
    "last-cancel-repeated-after-clean-run": runWith(async (inputs, services) => {
      const report = await reconcile(inputs, services);
      const last = inputs.priorCalls.at(-1);
      const isClean = "results" in report && report.status === "clean";
      if (!isClean || last?.status !== "accepted") return report;
      const sinceMs = services.nowMs() - last.atMs - inputs.config.cooldownSeconds * 1_000;
      if (sinceMs <= repeatWithinMs) await repeatLastCancel(inputs, services);
      return report;
    }),
    "last-cancel-repeated-before-run": runWith(async (inputs, services) => {
      await repeatLastCancel(inputs, services);
      return reconcile(inputs, services);
    }),
  }),
];

/** Every other limit still blocks with its own reason. */
const retriesWithoutEnd = pipelineWith(
  limitsWith({
    outcomeResolved: (mismatch, context) =>
      laterLimits.every((limit) => limit(mismatch, context) === null)
        ? null
        : outcomeResolved(mismatch, context),
  }).decisions,
);

const acceptsOldSnapshots = pipelineWith({
  checkSnapshotPart: (part, snapshot, config, nowMs) =>
    checkSnapshotPart(part, snapshot, config, nowMs, null),
});
