/** A team's own pipeline behind the plain-data side of the library, as a project that installs it writes it. */
import { defineTarget, applyOrderUpdate, reconcile } from "reconcile-harness";
import type {
  CompletedRun,
  ReconcileRequest,
  ReportedRun,
  RunReport,
  TargetPort,
} from "reconcile-harness";

/** `broken` forgets that a long position is closed by a sale. */
export function ownTarget(broken: boolean, reports: "all" | "mode") {
  return defineTarget({
    name: broken ? "our broken pipeline" : "our pipeline",
    reports: reports === "all" ? ["mode", "results", "counts", "status"] : ["mode"],
    conditionalOrders: true,
    // It remembers nothing from run to run, so there is nothing to forget.
    start: () => undefined,
    applyOrderUpdate,
    reconcile: async (request, port) =>
      reportedOf(await run(request, port, broken), reports === "all"),
  });
}

function run(request: ReconcileRequest, port: TargetPort, broken: boolean): Promise<RunReport> {
  const { snapshot, runId, ...inputs } = request;
  return reconcile(inputs, {
    nowMs: () => port.nowMs(),
    newRunId: () => runId,
    readSnapshot: () => Promise.resolve(snapshot),
    audit: { append: () => null },
    port: {
      cancelOrder: (_, { symbol, clientOrderId }) => port.cancelOrder({ symbol, clientOrderId }),
      placeMarketOrder: (_, { method: _method, ...order }) =>
        port.placeMarketOrder(broken ? { ...order, side: "BUY" } : order),
      cancelConditionalOrder: (_, { symbol, clientOrderId }) =>
        port.cancelConditionalOrder({ symbol, clientOrderId }),
    },
  });
}

function reportedOf(report: RunReport, whole: boolean): ReportedRun {
  if (report.mode === "refused") {
    const closedGates = report.gateFailures.map(({ gate, actual }) => ({ gate, actual }));
    return { mode: report.mode, closedGates };
  }
  const { mode, status, blockReason, counts, results } = report;
  if (!whole) return { mode };
  return { mode, status, blockReason, counts, results: results.map(reportedResult) };
}

type ReportedResult = NonNullable<ReportedRun["results"]>[number];

function reportedResult({ mismatch, outcome }: CompletedRun["results"][number]): ReportedResult {
  const { symbol, positionSide } = mismatch;
  if (mismatch.type === "POSITION_NONZERO_UNEXPECTED") {
    return { mismatch: { type: mismatch.type, symbol, positionSide }, outcome };
  }
  const { type, clientOrderId, orderList } = mismatch;
  return { mismatch: { type, symbol, positionSide, clientOrderId, orderList }, outcome };
}
