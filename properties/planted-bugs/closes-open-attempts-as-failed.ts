/** What a crash left open in the trail is written down as failed when the process comes back. */
import type { RemediateAttemptEvent } from "../../src/domain/audit-event.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import type { AuditSink, RunServices } from "../../src/pipeline/services.ts";
import { plantBug } from "./planted-bug.ts";

/** The last attempt without a result in the trail of each services, which its clock stands for. */
const openIn = new WeakMap<RunServices["nowMs"], RemediateAttemptEvent | null>();

export const closesOpenAttemptsAsFailed = plantBug({
  name: "closes-open-attempts-as-failed",
  expectedFailure: "audit-accounts-for-every-effect/effect-without-attempt",
  minimalSize: 4,
  isSequence: true,
  reconcile: (inputs, services) => {
    const open = openIn.get(services.nowMs) ?? null;
    if (open !== null) {
      const { schema_version, run_id, kind, sequence, symbol, client_order_id } = open;
      openIn.set(services.nowMs, null);
      services.audit.append({
        schema_version,
        ts_ms: services.nowMs(),
        run_id,
        event_type: "REMEDIATE_RESULT",
        mode: "live",
        kind,
        sequence,
        symbol,
        client_order_id,
        status: "failed",
        error_code: null,
        error_message: null,
      });
    }
    const { nowMs, newRunId, port, readSnapshot } = services;
    const audit: AuditSink = {
      append: (event) => {
        const isAttempt = event.event_type === "REMEDIATE_ATTEMPT";
        const refusal = services.audit.append(event);
        openIn.set(services.nowMs, isAttempt ? event : null);
        return refusal;
      },
    };
    return shippedPipeline.reconcile(inputs, { nowMs, newRunId, port, readSnapshot, audit });
  },
});
