/** Faults in the audit trail: events that are missing, wrong, late, or not trusted. */
import type { AuditEvent, RemediateAttemptEvent } from "../../src/domain/audit-event.ts";
import { reconcile } from "../../src/pipeline/run.ts";
import type { AuditSink, RunServices } from "../../src/pipeline/services.ts";
import type { Hooks, PlantedBug } from "./planted-bug.ts";

type EventOf<Type> = Extract<AuditEvent, { readonly event_type: Type }>;

/** Replaces each event of one type, and drops it for null. */
function written<Type extends AuditEvent["event_type"]>(
  type: Type,
  change: (event: EventOf<Type>) => AuditEvent | null,
): Hooks {
  const isOfType = (event: AuditEvent): event is EventOf<Type> => event.event_type === type;
  return {
    append: (event, append) => {
      const changed = isOfType(event) ? change(event) : event;
      return changed === null ? null : append(changed);
    },
  };
}

let pendingAttempt: AuditEvent | null = null;
let hasTrailFailed = false;
let firstEventAtMs: number | null = null;

/** The last attempt without a result, by the clock of its simulation: it outlives the process. */
const openAttempts = new WeakMap<RunServices["nowMs"], RemediateAttemptEvent | null>();

export const auditEventBugs: readonly PlantedBug[] = [
  {
    name: "results-not-written",
    expectedFailure: "audit-equals-effects/wrong-attempt-or-result",
    minimalSize: 3,
    hooks: written("REMEDIATE_RESULT", () => null),
  },
  {
    name: "run-event-not-written",
    expectedFailure: "audit-equals-effects/wrong-attempt-or-result",
    minimalSize: 1,
    hooks: written("RECONCILE_RUN", () => null),
  },
  {
    name: "failure-written-as-executed",
    expectedFailure: "audit-equals-effects/wrong-attempt-or-result",
    minimalSize: 4,
    hooks: written("REMEDIATE_RESULT", (event) => ({ ...event, status: "executed" })),
  },
  {
    name: "unknown-outcome-written-as-failed",
    expectedFailure: "audit-accounts-for-every-effect/effect-without-attempt",
    minimalSize: 3,
    isSequence: true,
    hooks: written("REMEDIATE_RESULT", (event) =>
      event.status === "unknown" ? { ...event, status: "failed" } : event,
    ),
  },
  {
    name: "symbols-written-unsorted",
    expectedFailure: "audit-equals-effects/wrong-run-event",
    minimalSize: 4,
    hooks: written("RECONCILE_RUN", (event) => ({
      ...event,
      symbols: event.symbols.toReversed(),
    })),
  },
  {
    name: "planned-remediations-written-as-executed",
    expectedFailure: "audit-equals-effects/wrong-executed-count",
    minimalSize: 3,
    hooks: written("RECONCILE_RUN", (event) => {
      const { cancel_count, flatten_count } = event.details;
      return {
        ...event,
        details: { ...event.details, executed_count: cancel_count + flatten_count },
      };
    }),
  },
  {
    name: "disabled-trail-written",
    expectedFailure: "audit-equals-effects/event-while-audit-is-off",
    minimalSize: 1,
    hooks: { config: () => ({ auditEnabled: true }) },
  },
  {
    name: "attempt-written-after-call",
    expectedFailure: "audit-equals-effects/call-without-attempt",
    minimalSize: 3,
    hooks: {
      append: (event, append) => {
        if (event.event_type === "REMEDIATE_ATTEMPT") {
          pendingAttempt = event;
          return null;
        }
        if (event.event_type === "REMEDIATE_RESULT" && pendingAttempt !== null)
          append(pendingAttempt);
        return append(event);
      },
    },
  },
  {
    name: "call-without-written-attempt",
    expectedFailure: "audit-equals-effects/call-without-attempt",
    minimalSize: 4,
    hooks: {
      append: (event, append) => {
        const rejection = append(event);
        return event.event_type === "REMEDIATE_ATTEMPT" ? null : rejection;
      },
    },
  },
  {
    name: "working-trail-reported-as-broken",
    expectedFailure: "audit-equals-effects/unreported-audit-failure",
    minimalSize: 3,
    hooks: {
      append: (event, append) =>
        event.event_type === "RECONCILE_RUN" ? append(event) : "the trail is broken",
    },
  },
  {
    name: "trail-unused-after-one-failure",
    expectedFailure: "permitted-remediations-are-executed/missing-remediation",
    minimalSize: 4,
    isSequence: true,
    start: () => {
      hasTrailFailed = false;
    },
    hooks: {
      append: (event, append) => {
        const rejection = hasTrailFailed ? "an earlier event was rejected" : append(event);
        hasTrailFailed ||= rejection !== null;
        return rejection;
      },
    },
  },
  {
    // Later runs cannot compute the cooldown.
    name: "start-time-written-in-every-event",
    expectedFailure: "audit-equals-effects/wrong-attempt-or-result",
    minimalSize: 3,
    isSequence: true,
    start: () => {
      firstEventAtMs = null;
    },
    hooks: {
      append: (event, append) => append({ ...event, ts_ms: (firstEventAtMs ??= event.ts_ms) }),
    },
  },
  {
    // A crash leaves an attempt without a result. The next process writes that it failed.
    name: "open-attempts-written-as-failed",
    expectedFailure: "audit-accounts-for-every-effect/effect-without-attempt",
    minimalSize: 4,
    isSequence: true,
    reconcile: (inputs, { nowMs, newRunId, port, readSnapshot, audit }) => {
      const open = openAttempts.get(nowMs) ?? null;
      openAttempts.set(nowMs, null);
      if (open !== null) audit.append(failedResultOf(open, nowMs()));
      const append: AuditSink["append"] = (event) => {
        const rejection = audit.append(event);
        openAttempts.set(nowMs, event.event_type === "REMEDIATE_ATTEMPT" ? event : null);
        return rejection;
      };
      return reconcile(inputs, { nowMs, newRunId, port, readSnapshot, audit: { append } });
    },
  },
];

function failedResultOf(attempt: RemediateAttemptEvent, ts_ms: number): AuditEvent {
  const { schema_version, run_id, mode, kind, sequence, symbol, client_order_id } = attempt;
  return {
    schema_version,
    ts_ms,
    run_id,
    event_type: "REMEDIATE_RESULT",
    mode,
    kind,
    sequence,
    symbol,
    client_order_id,
    status: "failed",
    error_code: null,
    error_message: null,
  };
}
