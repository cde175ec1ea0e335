/** Faults in the audit trail: events that are missing, wrong, late, or not trusted. */
import type { AuditEvent, RemediateAttemptEvent } from "../../src/domain/audit-event.ts";
import type { PortReply } from "../../src/domain/port-call.ts";
import { executeDecisions } from "../../src/pipeline/execute.ts";
import { reconcile } from "../../src/pipeline/run.ts";
import type { AuditSink } from "../../src/pipeline/services.ts";
import {
  configWith,
  decisionsWith,
  pipelineWith,
  runWith,
  sequenceSiblings,
  siblings,
  withMemory,
} from "./planted-bug.ts";
import type { Hooks, PlantedBug } from "./planted-bug.ts";

type EventOf<Type> = Extract<AuditEvent, { readonly event_type: Type }>;

const appended = (append: Required<Hooks>["append"]) => ({ hooks: { append } });

/** Replaces each event of one type, and drops it for null. */
function written<Type extends AuditEvent["event_type"]>(
  type: Type,
  change: (event: EventOf<Type>) => AuditEvent | null,
) {
  const isOfType = (event: AuditEvent): event is EventOf<Type> => event.event_type === type;
  return appended((event, append) => {
    const changed = isOfType(event) ? change(event) : event;
    return changed === null ? null : append(changed);
  });
}

/** The last attempt without a result, as if read from the trail: it outlives the process. */
let openAttempt: RemediateAttemptEvent | null = null;

export const auditEventBugs: readonly PlantedBug[] = [
  ...siblings("audit-equals-effects/wrong-attempt-or-result", 3, {
    "results-not-written": written("REMEDIATE_RESULT", () => null),
    "run-event-not-written": { ...written("RECONCILE_RUN", () => null), minimalSize: 1 },
    "ban-not-written": {
      ...written("REMEDIATE_RESULT", (event) => ({ ...event, banned_until_ms: undefined })),
      minimalSize: 3,
    },
    "failure-written-as-executed": {
      ...written("REMEDIATE_RESULT", (event) => ({ ...event, status: "executed" })),
      minimalSize: 4,
    },
  }),
  ...siblings("audit-equals-effects/run-event-not-tried", 4, {
    "trail-given-up-after-a-failure": withMemory("", (broken) =>
      appended((event, append) => {
        if (broken.value === event.run_id) return "an earlier event was rejected";
        const rejection = append(event);
        if (rejection !== null) broken.value = event.run_id;
        return rejection;
      }),
    ),
  }),
  ...siblings("audit-equals-effects/call-after-rejected-event", 4, {
    "rejected-event-written-again": appended((event, append) =>
      append(event) === null ? null : append(event),
    ),
    "rejected-attempt-blocks-its-call-only": runWith((inputs, services) => {
      const skipped: PortReply = { status: "rejected", code: -1, message: "not in the trail" };
      let isRejected = false;
      const append: AuditSink["append"] = (event) => {
        if (event.event_type === "REMEDIATE_RESULT" && isRejected) return null;
        const rejection = services.audit.append(event);
        if (event.event_type !== "REMEDIATE_ATTEMPT") return rejection;
        isRejected = rejection !== null;
        return null;
      };
      const run = pipelineWith({
        send: async (...args) => (isRejected ? skipped : executeDecisions.send(...args)),
      });
      return run(inputs, { ...services, audit: { append } });
    }),
    "run-goes-on-after-a-rejected-result": decisionsWith({
      stopReason: (reply, _, nowMs) => executeDecisions.stopReason(reply, null, nowMs),
    }),
  }),
  ...sequenceSiblings("audit-equals-effects/wrong-attempt-or-result", 3, {
    // Later runs cannot compute the cooldown.
    "start-time-written-in-every-event": withMemory<number | null>(null, (startMs) =>
      appended((event, append) => append({ ...event, ts_ms: (startMs.value ??= event.ts_ms) })),
    ),
  }),
  ...siblings("audit-equals-effects/wrong-run-event", 4, {
    "symbols-written-unsorted": written("RECONCILE_RUN", (event) => {
      return { ...event, symbols: event.symbols.toReversed() };
    }),
  }),
  ...siblings("audit-equals-effects/wrong-executed-count", 3, {
    "planned-remediations-written-as-executed": written("RECONCILE_RUN", (event) => {
      const { cancel_count, flatten_count } = event.details;
      const details = { ...event.details, executed_count: cancel_count + flatten_count };
      return { ...event, details };
    }),
  }),
  ...siblings("audit-equals-effects/wrong-planned-count", 3, {
    "planned-count-not-written": written("RECONCILE_RUN", (event) => {
      return { ...event, details: { ...event.details, planned_count: 0 } };
    }),
  }),
  ...siblings("audit-equals-effects/wrong-cancel-count", 3, {
    "cancels-written-as-flattens": written("RECONCILE_RUN", (event) => {
      const { cancel_count, flatten_count } = event.details;
      const counts = { cancel_count: 0, flatten_count: cancel_count + flatten_count };
      return { ...event, details: { ...event.details, ...counts } };
    }),
  }),
  ...siblings("audit-equals-effects/wrong-flatten-count", 3, {
    "flatten-count-not-written": written("RECONCILE_RUN", (event) => {
      return { ...event, details: { ...event.details, flatten_count: 0 } };
    }),
  }),
  ...siblings("audit-equals-effects/event-while-audit-is-off", 1, {
    "disabled-trail-written": configWith({ auditEnabled: true }),
  }),
  ...siblings("audit-equals-effects/call-without-attempt", 3, {
    "attempt-written-after-call": withMemory<AuditEvent | null>(null, (attempt) =>
      appended((event, append) => {
        if (event.event_type === "REMEDIATE_ATTEMPT") {
          attempt.value = event;
          return null;
        }
        if (event.event_type === "REMEDIATE_RESULT" && attempt.value !== null)
          append(attempt.value);
        return append(event);
      }),
    ),
    "call-without-written-attempt": {
      ...appended((event, append) => {
        const rejection = append(event);
        return event.event_type === "REMEDIATE_ATTEMPT" ? null : rejection;
      }),
      minimalSize: 4,
    },
  }),
  ...siblings("audit-equals-effects/duplicate-run-id", 2, {
    "run-id-used-twice": runWith((inputs, { nowMs, port, readSnapshot, audit }) =>
      reconcile(inputs, { nowMs, newRunId: () => "run-1", port, readSnapshot, audit }),
    ),
  }),
  ...siblings("audit-equals-effects/unreported-audit-failure", 3, {
    "working-trail-reported-as-broken": appended((event, append) =>
      event.event_type === "RECONCILE_RUN" ? append(event) : "the trail is broken",
    ),
  }),
  ...sequenceSiblings("permitted-remediations-are-executed/missing-remediation", 4, {
    "trail-unused-after-one-failure": withMemory(false, (hasFailed) =>
      appended((event, append) => {
        const rejection = hasFailed.value ? "an earlier event was rejected" : append(event);
        hasFailed.value ||= rejection !== null;
        return rejection;
      }),
    ),
  }),
  ...sequenceSiblings("audit-equals-effects/event-after-crash", 4, {
    "run-event-written-for-crashed-run": runWith(
      (inputs, { nowMs, newRunId, port, readSnapshot, audit }) => {
        const crashed = inputs.priorCalls.length === 0 ? null : openAttempt;
        openAttempt = null;
        const append: AuditSink["append"] = (event) => {
          if (event.event_type !== "RECONCILE_RUN") {
            const rejection = audit.append(event);
            if (event.event_type === "REMEDIATE_ATTEMPT") openAttempt = event;
            return rejection;
          }
          openAttempt = null;
          if (crashed !== null) audit.append({ ...event, run_id: crashed.run_id });
          return audit.append(event);
        };
        return reconcile(inputs, { nowMs, newRunId, port, readSnapshot, audit: { append } });
      },
    ),
  }),
  ...sequenceSiblings("audit-accounts-for-every-effect/effect-without-attempt", 4, {
    "unknown-outcome-written-as-failed": {
      ...written("REMEDIATE_RESULT", (event) =>
        event.status === "unknown" ? { ...event, status: "failed" } : event,
      ),
      minimalSize: 3,
    },
    // A crash leaves an attempt without a result. The next process writes that it failed.
    "open-attempts-written-as-failed": runWith(
      (inputs, { nowMs, newRunId, port, readSnapshot, audit }) => {
        const open = inputs.priorCalls.length === 0 ? null : openAttempt;
        openAttempt = null;
        if (open !== null) audit.append(failedResultOf(open, nowMs()));
        const append: AuditSink["append"] = (event) => {
          const rejection = audit.append(event);
          openAttempt = event.event_type === "REMEDIATE_ATTEMPT" ? event : null;
          return rejection;
        };
        return reconcile(inputs, { nowMs, newRunId, port, readSnapshot, audit: { append } });
      },
    ),
  }),
];

function failedResultOf(attempt: RemediateAttemptEvent, ts_ms: number): AuditEvent {
  const { schema_version, run_id, mode, kind, sequence, symbol, client_order_id } = attempt;
  const common = { schema_version, run_id, mode, kind, sequence, symbol, client_order_id };
  return {
    ...common,
    ts_ms,
    event_type: "REMEDIATE_RESULT",
    status: "failed",
    error_code: null,
    error_message: null,
  };
}
