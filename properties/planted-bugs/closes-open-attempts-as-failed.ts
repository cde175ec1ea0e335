/** What a crash left open in the trail is written down as failed when the process comes back. */
import type { RemediateAttemptEvent } from "../../src/domain/audit-event.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import type { AuditSink, World } from "../../src/pipeline/services.ts";
import { plantBug } from "./planted-bug.ts";

/** The last attempt without a result in the trail of each world, which its clock stands for. */
const openIn = new WeakMap<World["nowMs"], RemediateAttemptEvent | null>();

export const closesOpenAttemptsAsFailed = plantBug({
  name: "closes-open-attempts-as-failed",
  caughtBy: "the-trail-tells-the-history/every-change-is-announced",
  smallest: 4,
  takesHistories: true,
  reconcile: (inputs, world) => {
    const open = openIn.get(world.nowMs) ?? null;
    if (open !== null) {
      const { schema_version, run_id, kind, sequence, symbol, client_order_id } = open;
      openIn.set(world.nowMs, null);
      world.audit.append({
        schema_version,
        ts_ms: world.nowMs(),
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
    const { nowMs, newRunId, port, readSnapshot } = world;
    const audit: AuditSink = {
      append: (event) => {
        const isAttempt = event.event_type === "REMEDIATE_ATTEMPT";
        const refusal = world.audit.append(event);
        openIn.set(world.nowMs, isAttempt ? event : null);
        return refusal;
      },
    };
    return shippedPipeline.reconcile(inputs, { nowMs, newRunId, port, readSnapshot, audit });
  },
});
