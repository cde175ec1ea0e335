/** The form of its id makes an order an own one; external orders are never touched. */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { externalReason, isOwnOrder } from "./oracle/own-order.ts";
import { isCancellableStatus } from "./oracle/order-status.ts";
import { describeRequest } from "./oracle/requests.ts";
import { judgeRuns } from "./view/run-view.ts";
import { observedOrder } from "./view/variants.ts";

export const cancelsTouchOnlyOwnOrders: RunProperty = {
  kind: "run",
  name: "cancels-touch-only-own-orders",
  statement: "Every cancel names an own order that the snapshot shows in a cancellable status.",
  severity: "money",
  checks: ["external-cancel", "cancel-of-uncancellable-order"],
  judge: judgeRuns(({ run, requests, report, context, scenario }, failures) => {
    const cancels = requests.filter((request) => request.method !== "placeMarketOrder");
    if (cancels.length === 0) return discarded("there was no cancel");
    for (const request of cancels) {
      const { clientOrderId } = request;
      const actual = describeRequest(request);
      if (!isOwnOrder(clientOrderId, scenario.config)) {
        const variant = `${externalReason(clientOrderId, scenario.config)}/${report.mode}`;
        failures.push(fail("external-cancel", { run, expected: "an own order", actual }, variant));
      }
      const observed = observedOrder(request, context);
      if (isCancellableStatus(observed?.status)) continue;
      const status = `${actual}, status ${observed?.status ?? "not in the snapshot"}`;
      const expected = "an order that its list shows as OPEN, PARTIALLY_FILLED or NEW";
      const variant = `${observed?.status ?? "not in the snapshot"}/${report.mode}`;
      failures.push(
        fail("cancel-of-uncancellable-order", { run, expected, actual: status }, variant),
      );
    }
    return pass;
  }),
};
