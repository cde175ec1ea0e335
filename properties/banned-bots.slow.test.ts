/** Whole campaigns on correct bots that treat a rate limit in their own code. */
import { expect, test } from "vitest";
import { isRateLimit, type PortReply } from "../src/domain/port-call.ts";
import type { Snapshot } from "../src/domain/snapshot.ts";
import { executeDecisions } from "../src/pipeline/execute.ts";
import { fuzzTarget } from "../src/fuzz/fuzz-target.ts";
import { shippedPipeline, type Target } from "../src/simulation/target.ts";
import { pipelineWith } from "./planted-bugs/planted-bug.ts";

/** The pipeline itself goes on after a rate limit. */
const withoutBans = pipelineWith({
  stopReason: (reply, ...rest) =>
    executeDecisions.stopReason(isRateLimit(reply) ? { status: "accepted" } : reply, ...rest),
});

const notSent: PortReply = { status: "rejected", code: -1, message: "the run has ended" };

/** Counts the calls that it leaves out. */
function stoppingBot(left: { out: number }): Target["reconcile"] {
  return async (inputs, services) => {
    let isStopped = false;
    const unlessStopped = async (send: () => Promise<PortReply>) => {
      if (isStopped) {
        left.out += 1;
        return notSent;
      }
      const reply = await send();
      isStopped = isRateLimit(reply);
      return reply;
    };
    const { port } = services;
    return withoutBans(inputs, {
      ...services,
      port: {
        cancelOrder: (...sent) => unlessStopped(() => port.cancelOrder(...sent)),
        placeMarketOrder: (...sent) => unlessStopped(() => port.placeMarketOrder(...sent)),
        cancelConditionalOrder: (...sent) =>
          unlessStopped(() => port.cancelConditionalOrder(...sent)),
      },
    });
  };
}

/** In a ban it does not even read a snapshot. Counts the runs that it leaves out. */
function waitingBot(left: { out: number }): Target["reconcile"] {
  return async (inputs, services) => {
    const nowMs = services.nowMs();
    const ends = inputs.priorCalls.map(({ bannedUntilMs = 0 }) => bannedUntilMs);
    if (ends.every((end) => end <= nowMs)) return shippedPipeline.reconcile(inputs, services);
    left.out += 1;
    const nothing = { status: "failed", takenAtMs: nowMs, error: "not read" } as const;
    const snapshot: Snapshot = { orders: nothing, positions: nothing };
    return shippedPipeline.reconcile(inputs, { ...services, readSnapshot: async () => snapshot });
  };
}

test.each([
  ["stops a run after a rate-limit answer", stoppingBot],
  ["waits out a ban", waitingBot],
])("a bot that %s passes a campaign", async (name, botOf) => {
  const left = { out: 0 };
  const { replyTimeoutMs } = shippedPipeline;
  const bot: Target = {
    name,
    reports: new Set(["mode"]),
    ...(replyTimeoutMs !== undefined && { replyTimeoutMs }),
    reconcile: botOf(left),
  };
  const { verdict, reasons, result } = await fuzzTarget(bot, { seed: 4 });
  expect({ verdict, reasons, failed: result.failureCounts }).toEqual({
    verdict: "pass",
    reasons: [],
    failed: {},
  });
  expect(left.out).toBeGreaterThan(0);
});
