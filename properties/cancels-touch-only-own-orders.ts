/** A cancel names an order that is ours, that the snapshot showed, and that can be cancelled. */
import { fail, pass, discarded } from "./property.ts";
import type { RunProperty, Verdict } from "./property.ts";
import type { Config } from "../src/domain/config.ts";
import { isOwnOrder } from "./oracle/own-order.ts";
import { judgeRuns } from "./view/run-view.ts";
import type { RunView } from "./view/run-view.ts";

export const cancelsTouchOnlyOwnOrders: RunProperty = {
  kind: "run",
  name: "cancels-touch-only-own-orders",
  statement:
    "A cancel names an order that is ours, that the snapshot showed, and that can be cancelled.",
  severity: "money",
  judge: (observed) => judgeRuns(observed, (view) => judge(view, observed.scenario.config)),
};

function judge(view: RunView, config: Config): Verdict {
  const cancels = view.requests.filter(({ method }) => method === "cancelOrder");
  if (cancels.length === 0) return discarded("nothing was cancelled");
  const { run, situation } = view;
  const { orders } = situation.snapshot;
  const shown = orders.status === "ok" ? orders.items : [];
  for (const { clientOrderId, symbol } of cancels) {
    const name = `${symbol} ${clientOrderId}`;
    if (!isOwnOrder(clientOrderId, config)) {
      return fail("external-cancel", {
        run,
        expected: "an order of ours",
        actual: `cancel of ${name}`,
      });
    }
    const order = shown.find(
      (item) => item.clientOrderId === clientOrderId && item.symbol === symbol,
    );
    if (order?.status === "OPEN" || order?.status === "PARTIALLY_FILLED") continue;
    const actual = `cancel of ${name}, which was ${order?.status ?? "not shown"}`;
    return fail("cancel-of-uncancellable-order", {
      run,
      expected: "an order that was shown open",
      actual,
    });
  }
  return pass;
}
