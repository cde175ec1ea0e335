/**
 * Carries a plan out: one port call an intent, never a second one. The attempt is in the trail
 * before the call and the result after it; without the line there is no call.
 */
import type { Mismatch } from "../domain/mismatch.ts";
import { unknownOutcomeCodes } from "../domain/port-call.ts";
import type { PortReply } from "../domain/port-call.ts";
import type { MismatchResult, Outcome } from "../domain/run-report.ts";
import type { Block } from "./limits.ts";
import type { LivePermit } from "./live-permit.ts";
import type { Intent, PlannedStep } from "./plan.ts";
import type { RunTrail } from "./run-trail.ts";
import type { Port } from "./services.ts";

/** A dry run names what would be sent. */
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

/** The first unknown outcome, and the first line that the trail does not take, end the calls. */
export async function executePlan(
  steps: readonly PlannedStep[],
  permit: LivePermit,
  port: Port,
  trail: RunTrail,
): Promise<MismatchResult<Mismatch>[]> {
  const results: MismatchResult<Mismatch>[] = [];
  let stop: Block | null = null;
  let sequence = 0;
  for (const step of steps) {
    if ("outcome" in step) {
      results.push(step);
      continue;
    }
    stop ??= auditWriteFailure(trail.attempt(step, (sequence += 1)));
    if (stop !== null) {
      results.push({
        mismatch: step.mismatch,
        outcome: { status: "blocked", kind: step.kind, ...stop },
      });
      continue;
    }
    const reply = await send(step, permit, port);
    stop = stopReason(reply, trail.result(step, sequence, reply));
    results.push({ mismatch: step.mismatch, outcome: outcomeOf(reply, step) });
  }
  return results;
}

const unknownOutcome: Block = {
  reason: "outcome_unknown",
  detail: "an earlier call of this run has an unknown outcome; look at the exchange first",
};

/** Why nothing more is sent after a reply whose line was taken or, with a failure, was not. */
export function stopReason(reply: PortReply, failure: string | null): Block | null {
  return reply.status === "unknown" ? unknownOutcome : auditWriteFailure(failure);
}

/** Without its line in the trail there is no call. */
export function auditWriteFailure(failure: string | null): Block | null {
  return failure === null ? null : { reason: "audit_unavailable", detail: failure };
}

/** A port that passes such a code on as a rejection is not believed. */
export async function send(
  { request }: Intent,
  permit: LivePermit,
  port: Port,
): Promise<PortReply> {
  let reply: PortReply;
  try {
    reply =
      request.method === "cancelOrder"
        ? await port.cancelOrder(permit, request)
        : await port.placeMarketOrder(permit, request);
  } catch (error) {
    // Whether the request had left when the port broke cannot be told from here.
    return { status: "unknown", code: null, message: String(error) };
  }
  return reply.status === "rejected" && unknownOutcomeCodes.has(reply.code)
    ? { ...reply, status: "unknown" }
    : reply;
}

/** What a reply makes of an intent. */
export function outcomeOf(reply: PortReply, { kind, request }: Intent): Outcome {
  switch (reply.status) {
    case "accepted":
      return { status: "executed", kind, request };
    case "rejected": {
      const detail = `the exchange refused it: ${reply.code} ${reply.message}`;
      return { status: "failed", kind, request, reason: "port_error", detail };
    }
    case "unknown": {
      const detail = `sent, and nobody knows whether it took effect: ${reply.message}`;
      return { status: "unknown", kind, request, reason: "outcome_unknown", detail };
    }
  }
}
