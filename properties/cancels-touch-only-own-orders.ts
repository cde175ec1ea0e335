/** A cancel names an order that is ours, that the snapshot showed, and that can be cancelled. */
import { fails, holds, notApplicable } from "./property.ts";
import type { RunProperty, Verdict } from "./property.ts";
import type { Config } from "../src/domain/config.ts";
import { isOurOrder } from "./oracle/own-order.ts";
import { judgeRuns } from "./view/run-view.ts";
import type { RunView } from "./view/run-view.ts";

export const cancelsTouchOnlyOurOrders: RunProperty = {
  kind: "run",
  name: "cancels-touch-only-our-orders",
  statement:
    "A cancel names an order that is ours, that the snapshot showed, and that can be cancelled.",
  movesMoney: true,
  judge: (observed) => judgeRuns(observed, (view) => judge(view, observed.scenario.config)),
};

function judge(view: RunView, config: Config): Verdict {
  const cancels = view.requests.filter(({ method }) => method === "cancelOrder");
  if (cancels.length === 0) return notApplicable("nothing was cancelled");
  const { run, situation } = view;
  const { orders } = situation.snapshot;
  const shown = orders.status === "ok" ? orders.items : [];
  for (const { clientOrderId, symbol } of cancels) {
    const name = `${symbol} ${clientOrderId}`;
    if (!isOurOrder(clientOrderId, config)) {
      return fails("ours", { run, expected: "an order of ours", happened: `cancel of ${name}` });
    }
    const order = shown.find(
      (item) => item.clientOrderId === clientOrderId && item.symbol === symbol,
    );
    if (order?.status === "OPEN" || order?.status === "PARTIALLY_FILLED") continue;
    const happened = `cancel of ${name}, which was ${order?.status ?? "not shown"}`;
    return fails("can-be-cancelled", { run, expected: "an order that was shown open", happened });
  }
  return holds;
}
