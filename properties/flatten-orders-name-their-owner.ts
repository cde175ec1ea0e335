/** Every flatten order carries an id of our form, with our prefix and an allowed strategy, and each a different one. */
import { fail, pass, discarded } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { isOwnOrder } from "./oracle/own-order.ts";
import { observableRuns } from "./view/run-view.ts";

// Regulators ask for the first half: RTS 6 (EU) 2017/589, Article 12. The second half is the venue's.
export const flattenOrdersNameTheirOwner: RunProperty = {
  kind: "run",
  name: "flatten-orders-name-their-owner",
  statement:
    "Every flatten order carries an id of our form, with our prefix and an allowed strategy, and each a different one.",
  severity: "report",
  judge: (observed) => {
    const sent = new Set<string>();
    let seen = 0;
    for (const { run, report, requests } of observableRuns(observed)) {
      for (const { method, clientOrderId } of requests) {
        if (method === "cancelOrder") continue;
        const actual = clientOrderId;
        seen += 1;
        if (!isOwnOrder(clientOrderId, observed.scenario.config)) {
          return fail("wrong-id-form", { run, expected: "an id that names its owner", actual });
        }
        // Two dry runs plan the same, and a live one may send it, so only what was sent has to differ.
        if (report.mode !== "live") continue;
        if (sent.has(clientOrderId)) {
          return fail("duplicate-id", { run, expected: "an id that is new", actual });
        }
        sent.add(clientOrderId);
      }
    }
    return seen === 0 ? discarded("nothing was flattened") : pass;
  },
};
