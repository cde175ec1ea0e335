/**
 * The services of one run, as its target gets them: plain functions, from which nothing that the simulation
 * records can be reached. They end with the run, and with the process that a `crash` step ends.
 */
import { neverResolves } from "../exchange/simulated-port.ts";
import type { PortReply } from "../domain/port-call.ts";
import type { AuditSink, Port, RunServices } from "../pipeline/services.ts";
import type { CallsOutsideRuns } from "./calls-outside-runs.ts";
import { copyQueryReply, copyReply, copySnapshot } from "./copies.ts";
import { processCrashed, type CrashInjector } from "./crash-injector.ts";
import { copyEvent } from "./output-copies.ts";

/** What the services of one run pass on to. */
export type RunSource = Omit<Required<RunServices>, "port" | "lease"> & {
  readonly port: Port;
  readonly process: CrashInjector;
};

export type RunLifetime = {
  /** The index of its reconcile step. */
  readonly run: number;
  /** The id that the run asked for last, or null. */
  runId: string | null;
  hasEnded: boolean;
};

// The exchange answers so to a key that may not trade.
const runHasEnded = "the run of this port has ended";

export function servicesOfRun(
  source: RunSource,
  lifetime: RunLifetime,
  callsOutsideRuns: Pick<CallsOutsideRuns, "onCall">,
): RunServices {
  const { port, process, nowMs, readSnapshot, readNow, after, queryOrder } = source;
  const receive = async (
    method: keyof Port,
    request: unknown,
    send: () => Promise<PortReply>,
  ): Promise<PortReply> => {
    // A crashed process calls nothing any more; its code still runs, because it shares this process.
    if (process.hasCrashed) return neverResolves();
    // The port reads the request into a copy.
    if (!lifetime.hasEnded) return copyReply(await send());
    callsOutsideRuns.onCall(lifetime.run, method, request);
    return { status: "rejected", code: -2015, message: runHasEnded };
  };
  return {
    nowMs: () => nowMs(),
    after: async (ms) => {
      await after(ms);
      if (process.hasCrashed) await neverResolves();
    },
    queryOrder: async (query) => {
      if (process.hasCrashed) return neverResolves();
      return lifetime.hasEnded
        ? { status: "failed", code: -2015, message: runHasEnded }
        : copyQueryReply(await queryOrder(query));
    },
    readSnapshot: async () => copySnapshot(await readSnapshot()),
    readNow: async () => {
      if (process.hasCrashed) return neverResolves();
      return copySnapshot(await readNow());
    },
    newRunId: () => {
      if (process.hasCrashed) throw processCrashed;
      if (!lifetime.hasEnded || lifetime.runId === null) lifetime.runId = source.newRunId();
      return lifetime.runId;
    },
    audit: { append: appendOf(source, lifetime) },
    port: {
      cancelOrder: (permit, request) =>
        receive("cancelOrder", request, () => port.cancelOrder(permit, request)),
      placeMarketOrder: (permit, request) =>
        receive("placeMarketOrder", request, () => port.placeMarketOrder(permit, request)),
      cancelConditionalOrder: (permit, request) =>
        receive("cancelConditionalOrder", request, () =>
          port.cancelConditionalOrder(permit, request),
        ),
    },
  };
}

function appendOf({ process, audit }: RunSource, lifetime: RunLifetime): AuditSink["append"] {
  return (event) => {
    if (process.hasCrashed) throw processCrashed;
    return lifetime.hasEnded ? "the run of this trail has ended" : audit.append(copyEvent(event));
  };
}
