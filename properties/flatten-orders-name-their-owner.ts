/** Every flatten order carries an id of our form, with our prefix and an allowed strategy, and each a different one. */
import { fails, holds, notApplicable } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { isOurOrder } from "./oracle/own-order.ts";
import { visibleRunsOf } from "./view/run-view.ts";

// Regulators ask for the first half: RTS 6 (EU) 2017/589, Article 12. The second half is the venue's.
export const flattenOrdersNameTheirOwner: RunProperty = {
  kind: "run",
  name: "flatten-orders-name-their-owner",
  statement:
    "Every flatten order carries an id of our form, with our prefix and an allowed strategy, and each a different one.",
  movesMoney: false,
  judge: (observed) => {
    const sent = new Set<string>();
    let seen = 0;
    for (const { run, report, requests } of visibleRunsOf(observed)) {
      for (const { method, clientOrderId } of requests) {
        if (method === "cancelOrder") continue;
        const happened = clientOrderId;
        seen += 1;
        if (!isOurOrder(clientOrderId, observed.scenario.config)) {
          return fails("of-our-form", { run, expected: "an id that names its owner", happened });
        }
        // Two dry runs plan the same, and a live one may send it, so only what was sent has to differ.
        if (report.mode !== "live") continue;
        if (sent.has(clientOrderId)) {
          return fails("each-a-different-one", { run, expected: "an id that is new", happened });
        }
        sent.add(clientOrderId);
      }
    }
    return seen === 0 ? notApplicable("nothing was flattened") : holds;
  },
};
