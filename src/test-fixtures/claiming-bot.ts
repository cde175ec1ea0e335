/**
 * A correct bot whose instances take no lease. Each claims an intent in a store that all share, and leaves one alone
 * that another run has claimed. Its ids have an instance part.
 */
import { defaultDecisions, type Decisions } from "../pipeline/decisions.ts";
import { createPipeline } from "../pipeline/run.ts";
import type { Target } from "../simulation/target.ts";

type Mismatch = Parameters<Decisions["requestFor"]>[0];

/** By intent: the number of the instance whose run claimed it. */
type Claims = Map<string, number>;

/** More than a run has requests. */
const idsOfAnInstance = 400;

/** With `claims` false an instance leaves nothing to the other one. */
export function claimingBot(claims = true): Target {
  const claimed: Claims = new Map();
  return { ...instanceOf(0, claimed, claims), openInstance: () => instanceOf(1, claimed, claims) };
}

function instanceOf(instance: number, claimed: Claims, claims: boolean): Target {
  const end = () => {
    for (const [key, claimer] of claimed) if (claimer === instance) claimed.delete(key);
  };
  const isFree = (mismatch: Mismatch) => {
    const key = keyOf(mismatch);
    if ((claimed.get(key) ?? instance) !== instance) return false;
    claimed.set(key, instance);
    return true;
  };
  return {
    name: "claiming bot",
    // The claims of a process end with it.
    start: end,
    reconcile: async (inputs, { nowMs, newRunId, port, readSnapshot, audit }) => {
      const { limits, requestFor } = defaultDecisions;
      const pipeline = createPipeline({
        ...defaultDecisions,
        requestFor: (mismatch, config, atMs, sequence, part) =>
          requestFor(mismatch, config, atMs, sequence + instance * idsOfAnInstance, part),
        limits: {
          ...limits,
          // The last limit, so that only a remediation that is due is claimed.
          maxSymbols: (mismatch, context) =>
            limits.maxSymbols(mismatch, context) ?? (!claims || isFree(mismatch) ? null : taken),
        },
      });
      try {
        return await pipeline(inputs, { nowMs, newRunId, port, readSnapshot, audit });
      } finally {
        end();
      }
    },
  };
}

const taken = { reason: "lease_unavailable", detail: "another instance remediates it" } as const;

function keyOf(mismatch: Mismatch): string {
  const { symbol, positionSide } = mismatch;
  return "clientOrderId" in mismatch
    ? `${symbol} ${mismatch.clientOrderId} ${mismatch.orderList ?? "normal"}`
    : `${symbol} ${positionSide}`;
}
