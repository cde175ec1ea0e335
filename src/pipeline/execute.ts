/**
 * Executes a plan: at most one port call for each intent. The audit trail has the attempt before the
 * call and the result after it. Without the attempt in the trail there is no call.
 */
import type { Mismatch } from "../domain/mismatch.ts";
import { isRateLimit, unknownOutcomeCodes, type PortReply } from "../domain/port-call.ts";
import type { MismatchResult, Outcome } from "../domain/run-report.ts";
import { rateLimited, type Block } from "./limits.ts";
import type { LivePermit } from "./live-permit.ts";
import type { Intent, PlannedStep } from "./plan.ts";
import type { RunTrail } from "./run-trail.ts";
import type { Port, RunServices } from "./services.ts";

/** The results of a dry run: the requests that live mode would send. */
export function toPlannedResults(steps: readonly PlannedStep[]): MismatchResult<Mismatch>[] {
  return steps.map((step) =>
    "outcome" in step
      ? step
      : {
          mismatch: step.mismatch,
          outcome: { status: "planned", kind: step.kind, request: step.request },
        },
  );
}

export type ExecuteDecisions = typeof executeDecisions;

export const executeDecisions = { send, stopReason, endsClose };

/**
 * No call follows an unknown outcome, a rate-limit answer, or an event that the trail rejected. A rejected part ends
 * its close, because only a new snapshot shows what is left of the position.
 */
export async function executePlan(
  steps: readonly PlannedStep[],
  permit: LivePermit,
  { port, nowMs }: Pick<RunServices, "port" | "nowMs">,
  trail: RunTrail,
  decisions: ExecuteDecisions = executeDecisions,
): Promise<MismatchResult<Mismatch>[]> {
  const results: MismatchResult<Mismatch>[] = [];
  let stop: Block | null = null;
  let sequence = 0;
  let endedClose: Mismatch | null = null;
  for (const step of steps) {
    if ("outcome" in step) {
      results.push(step);
      continue;
    }
    let block = step.mismatch === endedClose ? rejectedPart : stop;
    if (block === null) {
      stop = auditWriteFailure(trail.attempt(step, (sequence += 1)));
      block = stop;
    }
    if (block !== null) {
      results.push({
        mismatch: step.mismatch,
        outcome: { status: "blocked", kind: step.kind, ...block },
      });
      continue;
    }
    const reply = await decisions.send(step, permit, port);
    stop = decisions.stopReason(reply, trail.result(step, sequence, reply), nowMs());
    if (decisions.endsClose(reply)) endedClose = step.mismatch;
    results.push({ mismatch: step.mismatch, outcome: outcomeOf(reply, step) });
  }
  return results;
}

const unknownOutcome: Block = {
  reason: "outcome_unknown",
  detail: "an earlier call of this run has an unknown outcome; check the exchange first",
};

const unnamedBan: Block = {
  reason: "rate_limited",
  detail: "the exchange refused an earlier call of this run, and did not say until when",
};

const rejectedPart: Block = {
  reason: "port_error",
  detail: "the exchange rejected an earlier part of this close; take a new snapshot",
};

/** Whether the parts that follow in a close that is split are not sent. A rate limit ends the run. */
function endsClose(reply: PortReply): boolean {
  return reply.status === "rejected" && !isRateLimit(reply);
}

/** Why no call follows this reply; `failure` is why the trail rejected its result, or is null. */
function stopReason(reply: PortReply, failure: string | null, nowMs: number): Block | null {
  if (reply.status === "unknown") return unknownOutcome;
  if (reply.status !== "rejected" || !isRateLimit(reply)) return auditWriteFailure(failure);
  return reply.bannedUntilMs === undefined ? unnamedBan : rateLimited(reply.bannedUntilMs, nowMs);
}

export function auditWriteFailure(failure: string | null): Block | null {
  return failure === null ? null : { reason: "audit_unavailable", detail: failure };
}

/** Some ports return the code of an unknown outcome as a rejection. It stays an unknown outcome. */
async function send({ request }: Intent, permit: LivePermit, port: Port): Promise<PortReply> {
  let reply: PortReply;
  try {
    reply = await call(port, permit, request);
  } catch (error) {
    // The request may have been sent before the port threw.
    return { status: "unknown", code: null, message: String(error) };
  }
  return reply.status === "rejected" && unknownOutcomeCodes.has(reply.code)
    ? { ...reply, status: "unknown" }
    : reply;
}

function call(port: Port, permit: LivePermit, request: Intent["request"]): Promise<PortReply> {
  switch (request.method) {
    case "cancelOrder":
      return port.cancelOrder(permit, request);
    case "placeMarketOrder":
      return port.placeMarketOrder(permit, request);
    case "cancelConditionalOrder":
      return port.cancelConditionalOrder(permit, request);
  }
}

function outcomeOf(reply: PortReply, { kind, request }: Intent): Outcome {
  switch (reply.status) {
    case "accepted":
      return { status: "executed", kind, request };
    case "rejected": {
      const detail = `the exchange rejected it: ${reply.code} ${reply.message}`;
      return { status: "failed", kind, request, reason: "port_error", detail };
    }
    case "unknown": {
      const detail = `sent, and it is unknown whether it took effect: ${reply.message}`;
      return { status: "unknown", kind, request, reason: "outcome_unknown", detail };
    }
  }
}
