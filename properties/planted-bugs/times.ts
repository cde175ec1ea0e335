/** Faults of the clock within a run, and with requests that take effect later than their replies. */
import type { PortReply } from "../../src/domain/port-call.ts";
import { executeDecisions } from "../../src/pipeline/execute.ts";
import { limits } from "../../src/pipeline/limits.ts";
import { checkSnapshotPart } from "../../src/pipeline/snapshot-validity.ts";
import { reconcile } from "../../src/pipeline/run.ts";
import type { RunServices } from "../../src/pipeline/services.ts";
import {
  decisionsWith,
  limitsWith,
  runWith,
  sequenceSiblings,
  siblings,
  withMemory,
  type PlantedBug,
} from "./planted-bug.ts";

const { send } = executeDecisions;

/** The services with a port that is asked only while `isOpen` holds. */
function withPort(services: RunServices, isOpen: () => boolean): RunServices {
  const { port } = services;
  const closed: PortReply = { status: "rejected", code: -1, message: "the bot did not send it" };
  return {
    ...services,
    port: {
      cancelOrder: async (...sent) => (isOpen() ? port.cancelOrder(...sent) : closed),
      placeMarketOrder: async (...sent) => (isOpen() ? port.placeMarketOrder(...sent) : closed),
      cancelConditionalOrder: async (...sent) =>
        isOpen() ? port.cancelConditionalOrder(...sent) : closed,
    },
  };
}

/** What a run does with a request that got no reply in time. */
function afterNoReply(next: (sendAgain: () => Promise<PortReply>) => Promise<PortReply>) {
  return decisionsWith({
    send: async (...sent) => {
      const reply = await send(...sent);
      const isLate = reply.status === "unknown" && reply.message.startsWith("there was no reply");
      return isLate ? next(() => send(...sent)) : reply;
    },
  });
}

function pastCall(atMs: number | null, nowMs: number): number | null {
  return atMs !== null && atMs > nowMs ? null : atMs;
}

export const timeBugs: readonly PlantedBug[] = [
  ...siblings("audit-equals-effects/wrong-attempt-or-result", 4, {
    "clock-read-once-in-a-run": runWith((inputs, services) => {
      let startMs: number | null = null;
      return reconcile(inputs, { ...services, nowMs: () => (startMs ??= services.nowMs()) });
    }),
  }),
  ...siblings("blocked-remediations-name-the-first-reason/wrong-outcome-or-reason", 4, {
    // The time-out of the first call is that of each later one.
    "one-timeout-for-all-calls-of-a-run": runWith((inputs, services) => {
      let first: Promise<void> | null = null;
      const { after } = services;
      if (after === undefined) return reconcile(inputs, services);
      return reconcile(inputs, { ...services, after: async (ms) => (first ??= after(ms)) });
    }),
  }),
  ...siblings("audit-equals-effects/wrong-run-event", 4, {
    "run-ends-when-it-starts": runWith((inputs, services) =>
      reconcile(inputs, {
        ...services,
        audit: {
          append: (event) => {
            if (event.event_type !== "RECONCILE_RUN") return services.audit.append(event);
            const { ts_start } = event.details;
            const details = { ...event.details, ts_end: ts_start, duration_ms: 0 };
            return services.audit.append({ ...event, details });
          },
        },
      }),
    ),
  }),
  ...siblings("limits-hold/cooldown", 7, {
    "cooldown-from-the-start-of-a-run": withMemory(0, (lastStart) =>
      runWith(async (inputs, services) => {
        const startMs = services.nowMs();
        const lastPortCallAtMs = inputs.lastPortCallAtMs === null ? null : lastStart.value;
        let hasCalled = false;
        const counting = withPort(services, () => (hasCalled = true));
        const report = await reconcile({ ...inputs, lastPortCallAtMs }, counting);
        if (hasCalled) lastStart.value = startMs;
        return report;
      }),
    ),
  }),
  ...siblings("permitted-remediations-are-executed/missing-remediation", 3, {
    "snapshot-age-checked-before-each-call": runWith(async (inputs, services) => {
      const { orders } = await services.readSnapshot();
      const endMs = orders.takenAtMs + inputs.config.snapshotAgeMsMax;
      return reconcile(
        inputs,
        withPort(services, () => services.nowMs() <= endMs),
      );
    }),
  }),
  ...siblings("permitted-remediations-are-executed/missing-remediation", 5, {
    "accepted-cancel-not-sent-again": withMemory<Set<string> | null>(null, (memory) => ({
      decisions: {
        send: async (intent, permit, port) => {
          const reply = await send(intent, permit, port);
          if (reply.status === "accepted" && intent.kind === "cancel") {
            (memory.value ??= new Set()).add(intent.request.clientOrderId);
          }
          return reply;
        },
        ...limitsWith({
          maxAttemptsPerIntent: (mismatch, context) => {
            if (
              !("clientOrderId" in mismatch) ||
              memory.value?.has(mismatch.clientOrderId) !== true
            ) {
              return limits.maxAttemptsPerIntent(mismatch, context);
            }
            return { reason: "max_attempts_reached", detail: "it was cancelled" };
          },
        }).decisions,
      },
    })),
  }),
  ...sequenceSiblings("invalid-snapshots-cause-no-action/action-on-invalid-snapshot", 5, {
    "call-from-the-future-read-as-no-call": {
      decisions: {
        checkSnapshotPart: (part, snapshot, config, nowMs, lastCallAtMs) =>
          checkSnapshotPart(part, snapshot, config, nowMs, pastCall(lastCallAtMs, nowMs)),
        ...limitsWith({
          cooldownElapsed: (mismatch, context) => {
            const lastPortCallAtMs = pastCall(context.lastPortCallAtMs, context.nowMs);
            return limits.cooldownElapsed(mismatch, { ...context, lastPortCallAtMs });
          },
        }).decisions,
      },
    },
  }),
  ...sequenceSiblings("permitted-remediations-are-executed/missing-remediation", 4, {
    "no-action-before-the-time-of-a-run": withMemory(0, (lastRun) =>
      runWith((inputs, services) => {
        const nowMs = services.nowMs();
        if (nowMs >= lastRun.value) {
          lastRun.value = nowMs;
          return reconcile(inputs, services);
        }
        const config = { ...inputs.config, action: "none" } as const;
        return reconcile({ ...inputs, config }, services);
      }),
    ),
  }),
  ...siblings("unknown-outcome-ends-the-run/call-after-unknown-outcome", 5, {
    "no-reply-in-time-read-as-a-refusal": afterNoReply(
      async () => ({ status: "rejected", code: -1, message: "no reply" }) as const,
    ),
    "no-reply-in-time-read-as-accepted": {
      ...afterNoReply(async () => ({ status: "accepted" })),
      minimalSize: 4,
    },
    "sent-again-without-a-reply-in-time": {
      ...afterNoReply(async (sendAgain) => sendAgain()),
      minimalSize: 4,
    },
  }),
];
