/** Targets with several faults at once. Most planted bugs fail one check of a property on their scenario. */
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { forgedPermit, probe } from "../../properties/planted-bugs/gates.ts";
import {
  targetOf,
  type Hooks,
  type PlantedBug,
} from "../../properties/planted-bugs/planted-bug.ts";
import type { PlaceMarketOrder, PortReply } from "../domain/port-call.ts";
import type { Port } from "../pipeline/services.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";

type Faults = Pick<PlantedBug, "start"> & { readonly hooks: Hooks };

export const faulty = ({ hooks, start }: Faults): Target =>
  targetOf({
    name: "several faults",
    expectedFailure: "a/b",
    minimalSize: 1,
    hooks,
    ...(start && { start }),
  });

export type Change = (request: PlaceMarketOrder) => object;

/** Sends each market order as often as there are changes, each time with one of them. */
export const sending = (...changes: readonly Change[]): Faults => ({
  hooks: {
    port: (port) => ({
      cancelOrder: (...sent) => port.cancelOrder(...sent),
      cancelConditionalOrder: (...sent) => port.cancelConditionalOrder(...sent),
      placeMarketOrder: async (permit, request) => {
        let reply: PortReply = { status: "accepted" };
        for (const change of changes) {
          reply = await port.placeMarketOrder(permit, { ...request, ...change(request) });
        }
        return reply;
      },
    }),
  },
});

/** Cancels at its start, and after the answer of each run. */
export function cancelsOutsideRuns(): Faults {
  let kept: Port | null = null;
  const call = () => void kept?.cancelOrder(forgedPermit, probe).catch(() => null);
  const keep: Hooks["port"] = (port) => {
    setImmediate(call);
    return (kept = port);
  };
  return { hooks: { port: keep }, start: call };
}

/** Names no account in its trail, and reports nothing after a run of another account. */
export function mixesAccounts(): Faults {
  let last: string | undefined;
  let isOther = false;
  return {
    hooks: {
      inputs: ({ account }) => {
        isOther = last !== undefined && last !== account;
        last = account;
        return { account: undefined };
      },
      report: () => (isOther ? { results: [] } : {}),
    },
    start: () => {
      last = undefined;
    },
  };
}

const oneRunId = () => "run-1";

/** Every run has one id, and no attempt is in the trail. */
export const repeatsRunId: Target["reconcile"] = (inputs, services) => {
  const { nowMs, port, readSnapshot, audit } = services;
  const append: typeof audit.append = (event) =>
    event.event_type === "REMEDIATE_ATTEMPT" ? null : audit.append(event);
  return shippedPipeline.reconcile(inputs, {
    nowMs,
    port,
    readSnapshot,
    newRunId: oneRunId,
    audit: { append },
  });
};

/** It names one of several closed gates, with another value. */
export const misnamesGates: Target["reconcile"] = async (inputs, services) => {
  const report = await shippedPipeline.reconcile(inputs, services);
  return report.mode === "refused"
    ? {
        ...report,
        gateFailures: report.gateFailures.slice(0, 1).map((one) => ({ ...one, actual: "9" })),
      }
    : report;
};

export const shipped = (reconcile: Target["reconcile"]): Target => ({
  ...shippedPipeline,
  reconcile,
});

/** A planted bug whose report also lists its results in reverse. */
export function reversesResults(bug: string): Target {
  const { reconcile } = targetOf(plantedBug(bug));
  return shipped(async (...args) => {
    const report = await reconcile(...args);
    return "results" in report ? { ...report, results: report.results.toReversed() } : report;
  });
}

/** Every count of its report is wrong. */
export const miscounts: Faults = {
  hooks: {
    report: () => ({
      counts: {
        planned: 9,
        executed: 9,
        blocked: 9,
        failed: 9,
        unknown: 9,
        deferred: 9,
        notRouted: 9,
        skippedTerminal: 9,
        skippedNoAction: 9,
      },
    }),
  },
};

/**
 * Every count of its run event is wrong, and so are the symbols and the time of each result. Another run event has an
 * unknown run id.
 */
export const garblesTrail: Faults = {
  hooks: {
    append: (event, append) => {
      if (event.event_type === "REMEDIATE_RESULT") return append({ ...event, ts_ms: 9 });
      if (event.event_type !== "RECONCILE_RUN") return append(event);
      append({ ...event, run_id: "run-9" });
      const counts = {
        executed_count: 9,
        planned_count: 9,
        blocked_count: 9,
        cancel_count: 9,
        flatten_count: 9,
        skipped_terminal: 9,
        skipped_no_action: 9,
      };
      return append({ ...event, symbols: [], details: { ...event.details, ...counts } });
    },
  },
};
