/** Faults after a rate-limit answer: in the run that gets it, in later runs, and in the trail. */
import { isRateLimit, type PortReply } from "../../src/domain/port-call.ts";
import { executeDecisions } from "../../src/pipeline/execute.ts";
import { limits, type LimitContext } from "../../src/pipeline/limits.ts";
import {
  limitsWith,
  pipelineWith,
  runWith,
  sequenceSiblings,
  siblings,
  withMemory,
  type PlantedBug,
} from "./planted-bug.ts";

const { stopReason } = executeDecisions;

/** Any reply but a rate limit that names no time. */
const isBan = (reply: PortReply) => !isRateLimit(reply) || "bannedUntilMs" in reply;

/** The limit on bans with other ends of the known bans. */
function banEnds(endOf: (bannedUntilMs: number, context: LimitContext) => number) {
  return limitsWith({
    banOver: (mismatch, context) => {
      const priorCalls = context.priorCalls.map(({ bannedUntilMs = 0, ...call }) => {
        return { ...call, bannedUntilMs: endOf(bannedUntilMs, context) };
      });
      return limits.banOver(mismatch, { ...context, priorCalls });
    },
  });
}

const halfMinuteMs = 30_000;
const dayMs = 86_400_000;

/** A ban ends so long after its call at the latest. */
const cutBans = (longestMs: number) =>
  banEnds((end, { nowMs, priorCalls }) =>
    Math.min(end, (priorCalls.at(-1)?.atMs ?? nowMs) + longestMs),
  );

export const banBugs: readonly PlantedBug[] = [
  ...siblings("no-call-during-a-ban/call-during-ban", 5, {
    "rate-limit-read-as-any-rejection": {
      minimalSize: 4,
      decisions: {
        stopReason: (reply, ...rest) =>
          stopReason(isRateLimit(reply) ? { status: "accepted" } : reply, ...rest),
      },
    },
    "ban-ends-with-its-run": { ...limitsWith({ banOver: () => null }), minimalSize: 6 },
    "ban-of-half-a-minute-at-most": { ...cutBans(halfMinuteMs), minimalSize: 7 },
    "ban-of-a-day-at-most": { ...cutBans(dayMs), minimalSize: 7 },
  }),
  ...siblings("no-call-during-a-ban/call-after-rate-limit", 4, {
    "rate-limit-without-a-time-ignored": {
      decisions: {
        stopReason: (reply, ...rest) =>
          stopReason(isBan(reply) ? reply : { status: "accepted" }, ...rest),
      },
    },
    "run-goes-on-when-the-ban-is-over": {
      decisions: {
        stopReason: (reply, failure, nowMs) => {
          const endMs =
            reply.status === "rejected" ? (reply.bannedUntilMs ?? nowMs + 1) : nowMs + 1;
          return stopReason(endMs > nowMs ? reply : { status: "accepted" }, failure, nowMs);
        },
      },
    },
  }),
  ...sequenceSiblings("no-call-during-a-ban/call-during-ban", 5, {
    "ban-kept-by-the-process-only": withMemory(0, (ban) => ({
      decisions: {
        ...limitsWith({
          banOver: (mismatch, context) =>
            context.nowMs < ban.value ? limits.banOver(mismatch, context) : null,
        }).decisions,
        stopReason: (reply, ...rest) => {
          if (reply.status === "rejected") ban.value = reply.bannedUntilMs ?? ban.value;
          return stopReason(reply, ...rest);
        },
      },
    })),
  }),
  ...siblings("blocked-remediations-name-the-first-reason/wrong-figure", 4, {
    "rest-of-a-ban-from-the-start-of-the-run": runWith(async (inputs, services) => {
      const startMs = services.nowMs();
      const pipeline = pipelineWith({
        stopReason: (reply, failure) => stopReason(reply, failure, startMs),
      });
      return pipeline(inputs, services);
    }),
  }),
  ...siblings("permitted-remediations-are-executed/missing-remediation", 7, {
    "ban-without-an-end": {
      ...banEnds((end) => (end === 0 ? 0 : Number.MAX_SAFE_INTEGER)),
      minimalSize: 6,
    },
    "ban-one-ms-too-long": banEnds((end) => end + 1),
  }),
];
