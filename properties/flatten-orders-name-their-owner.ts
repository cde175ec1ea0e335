/** RTS 6, (EU) 2017/589, Article 12 asks for the owner; the exchange asks for unique ids. */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { externalReason, isOwnOrder, namesStrategy } from "./oracle/own-order.ts";
import { observableRuns } from "./view/run-view.ts";

export const flattenOrdersNameTheirOwner: RunProperty = {
  kind: "run",
  name: "flatten-orders-name-their-owner",
  statement:
    "Every flatten order has an own id, with prefix and first allowed strategy, that is unique.",
  severity: "report",
  checks: ["wrong-id-form", "wrong-strategy", "duplicate-id"],
  judge: (observed, failures) => {
    const sentIds = new Set<string>();
    let hasFlatten = false;
    for (const { run, report, requests, context, scenario } of observableRuns(observed)) {
      const { clientOrderIdPrefix: prefix, allowedStrategies } = scenario.config;
      const { clientOrderIdTemplate } = scenario.config;
      const signature = clientOrderIdTemplate ?? `${prefix}${allowedStrategies[0]}_`;
      for (const { method, clientOrderId: actual } of requests) {
        // A plan may leave the id out.
        if (method !== "placeMarketOrder" || actual === undefined) continue;
        hasFlatten = true;
        if (!isOwnOrder(actual, scenario.config)) {
          const expected = `an id such as ${signature}…`;
          const variant = `${externalReason(actual, scenario.config)}/${report.mode}`;
          failures.push(fail("wrong-id-form", { run, expected, actual }, variant));
          // An id of another form names no strategy.
        } else if (!namesStrategy(actual, allowedStrategies[0], scenario.config)) {
          const expected = `an id that starts with ${signature}`;
          failures.push(fail("wrong-strategy", { run, expected, actual }, report.mode));
        }
        // Dry runs may plan an id repeatedly, and a live run may send it then.
        // Another property judges the ids of two instances at once.
        if (report.mode !== "live" || context.overlap !== undefined) continue;
        if (sentIds.has(actual)) {
          const expected = `an id that is none of the ${sentIds.size} sent before`;
          failures.push(fail("duplicate-id", { run, expected, actual }));
        }
        sentIds.add(actual);
      }
    }
    return hasFlatten ? pass : discarded("there was no flatten with an id");
  },
};
