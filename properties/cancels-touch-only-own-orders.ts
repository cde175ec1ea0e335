/** The form of its id makes an order an own one; external orders are never touched. */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { externalReason, isOwnOrder } from "./oracle/own-order.ts";
import { ordersOnce } from "./oracle/shown-once.ts";
import { judgeRuns } from "./view/run-view.ts";

export const cancelsTouchOnlyOwnOrders: RunProperty = {
  kind: "run",
  name: "cancels-touch-only-own-orders",
  statement: "Every cancel names an own order that the snapshot shows in a cancellable status.",
  severity: "money",
  checks: ["external-cancel", "cancel-of-uncancellable-order"],
  judge: judgeRuns(({ run, requests, report, context, scenario }) => {
    const cancels = requests.filter(({ method }) => method === "cancelOrder");
    if (cancels.length === 0) return discarded("there was no cancel");
    const { orders } = context.snapshot;
    const observed = orders.status === "ok" ? ordersOnce(orders.items) : [];
    for (const { clientOrderId, symbol } of cancels) {
      const actual = `cancel of ${symbol} ${clientOrderId}`;
      if (!isOwnOrder(clientOrderId, scenario.config)) {
        const variant = `${externalReason(clientOrderId, scenario.config)}/${report.mode}`;
        return fail("external-cancel", { run, expected: "an own order", actual }, variant);
      }
      const order = observed.find(
        (item) => item.clientOrderId === clientOrderId && item.symbol === symbol,
      );
      if (order?.status === "OPEN" || order?.status === "PARTIALLY_FILLED") continue;
      const status = `${actual}, status ${order?.status ?? "not in the snapshot"}`;
      const expected = "an order that the snapshot shows as OPEN or PARTIALLY_FILLED";
      const variant = `${order?.status ?? "not in the snapshot"}/${report.mode}`;
      return fail("cancel-of-uncancellable-order", { run, expected, actual: status }, variant);
    }
    return pass;
  }),
};
