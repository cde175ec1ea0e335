/**
 * A planted bug: the pipeline with one of its parts replaced, or the shipped one with one thing between
 * it and the services bent, and the check that has to catch it. The first line of its file says where such a
 * bug comes from, and opens with the name of the public report where there is one. The pipeline itself
 * has no switch for any of them.
 */
import type { AuditEvent } from "../../src/domain/audit-event.ts";
import type { Config } from "../../src/domain/config.ts";
import type { GateInputs } from "../../src/domain/gate.ts";
import type { ObservedOrder } from "../../src/domain/order.ts";
import type { PlaceMarketOrder } from "../../src/domain/port-call.ts";
import type { CompletedRun, OutcomeCounts } from "../../src/domain/run-report.ts";
import type { Snapshot } from "../../src/domain/snapshot.ts";
import type { PlantedBug } from "./planted-bug-type.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import type { Target } from "../../src/simulation/target.ts";
import type { RunInputs } from "../../src/pipeline/run.ts";
import type { RunServices } from "../../src/pipeline/services.ts";
import { rebuild } from "./rebuilt-pipeline.ts";
import type { Parts } from "./rebuilt-pipeline.ts";

/** Public reports of bugs in this domain, of repositories on GitHub. */
type RealBug =
  | "TorchTrade#270"
  | "ccxt/ccxt#29710"
  | "nautilus_trader#4230"
  | "hummingbot#6033"
  | "nautilus_trader#4215"
  | "binance-connector-js#567"
  | "passivbot#514"
  | "hummingbot#5076"
  | "nautilus_trader#3067"
  | "nautilus_trader PR#4732"
  | "ccxt/ccxt#15833"
  | "Binance_Futures_python#138"
  | "hummingbot#2896"
  | "simmer-sdk#338"
  | "simmer-sdk#345"
  | "nautilus_trader#3622"
  | "nautilus_trader#3493"
  | "freqtrade#13332"
  | "xLydianSoftware/Qubx#386"
  | "nautilus_trader#4320";

type Described = Omit<PlantedBug, "source" | "target" | "isSequence"> & {
  readonly source?: RealBug;
  /** Of a bug that takes two runs or more. */
  readonly isSequence?: boolean;
} & Pick<Target, "start" | "applyOrderUpdate">;

type Broken =
  /** Decisions of the pipeline that are replaced by others. */
  | { readonly parts: Partial<Parts> }
  /** What is between the pipeline and the services. */
  | { readonly bends: Bends }
  /** What is around a whole run. */
  | Pick<Target, "reconcile">;

/** What the pipeline gets, and what the services gets of it, in place of the real thing. */
type Bends = {
  readonly inputs?: (inputs: RunInputs) => RunInputs;
  readonly gates?: (gates: GateInputs) => GateInputs;
  readonly config?: (config: Config) => Partial<Config>;
  readonly snapshot?: (snapshot: Snapshot, nowMs: number) => Snapshot;
  /** Whether the pipeline is shown an order. */
  readonly seesOrder?: (order: ObservedOrder, inputs: RunInputs) => boolean;
  /** What a flatten says otherwise. */
  readonly flatten?: (request: PlaceMarketOrder) => Partial<PlaceMarketOrder>;
  readonly sendsTwice?: true;
  /** Null: no line. */
  readonly event?: (event: AuditEvent) => AuditEvent | null;
  readonly report?: (report: CompletedRun) => CompletedRun;
  readonly counts?: (counts: OutcomeCounts) => Partial<OutcomeCounts>;
};

export function plantBug({
  name,
  source,
  expectedFailure,
  minimalSize,
  isSequence = false,
  start,
  applyOrderUpdate,
  ...broken
}: Described & Broken): PlantedBug {
  const reconcile = reconcileOf(broken);
  const target = {
    name,
    reconcile,
    ...(start && { start }),
    ...(applyOrderUpdate && { applyOrderUpdate }),
  };
  return { name, source: source ?? null, expectedFailure, minimalSize, isSequence, target };
}

function reconcileOf(broken: Broken): Target["reconcile"] {
  if ("parts" in broken) return rebuild(broken.parts);
  return "bends" in broken ? bend(broken.bends) : broken.reconcile;
}

function bend(bends: Bends): Target["reconcile"] {
  return async (inputs, services) => {
    const bent = bendInputs(bends, inputs);
    const report = await shippedPipeline.reconcile(bent, bendWorld(bends, inputs, services));
    return "results" in report ? bendReport(bends, report) : report;
  };
}

function bendInputs({ inputs, gates, config }: Bends, given: RunInputs): RunInputs {
  const bent = inputs?.(given) ?? given;
  return {
    ...bent,
    gates: gates?.(bent.gates) ?? bent.gates,
    config: { ...bent.config, ...config?.(bent.config) },
  };
}

function bendReport({ report, counts }: Bends, given: CompletedRun): CompletedRun {
  const bent = report?.(given) ?? given;
  return { ...bent, counts: { ...bent.counts, ...counts?.(bent.counts) } };
}

function bendWorld(bends: Bends, inputs: RunInputs, services: RunServices): RunServices {
  const { nowMs, newRunId, port } = services;
  const send = async <Reply>(call: () => Promise<Reply>): Promise<Reply> => {
    if (bends.sendsTwice === true) await call().catch(() => null);
    return call();
  };
  return {
    nowMs,
    newRunId,
    readSnapshot: async () => bendSnapshot(bends, inputs, await services.readSnapshot(), nowMs()),
    port: {
      cancelOrder: (permit, request) => send(() => port.cancelOrder(permit, request)),
      placeMarketOrder: (permit, request) =>
        send(() => port.placeMarketOrder(permit, { ...request, ...bends.flatten?.(request) })),
    },
    audit: {
      append: (event) => {
        const told = bends.event === undefined ? event : bends.event(event);
        return told === null ? null : services.audit.append(told);
      },
    },
  };
}

function bendSnapshot(
  { snapshot, seesOrder }: Bends,
  inputs: RunInputs,
  given: Snapshot,
  nowMs: number,
): Snapshot {
  const bent = snapshot?.(given, nowMs) ?? given;
  const { orders, positions } = bent;
  if (seesOrder === undefined || orders.status === "failed") return bent;
  const items = orders.items.filter((order) => seesOrder(order, inputs));
  return { orders: { ...orders, items }, positions };
}
