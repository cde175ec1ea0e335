/** Bugs that show only where something happens between two reads, or where a query for one order misleads. */
import { withPosition, withTwoOrders } from "../../enumeration/on-wire.ts";
import { withLateOrder, withMisledQuery } from "../../enumeration/reads-on-wire.ts";
import type { WireBug } from "./wire-bug.ts";

const known = '  if (status === 200 && isWhole) return "accepted";\n';

export const bugsOfReads: readonly WireBug[] = [
  {
    name: "second-read-of-orders-ignored",
    replaces: "const positions = await findPositions();\n",
    by: "const positions = await findPositions();\n  await findOrders();\n",
    expectedFailure: "orders-beat-positions/flatten-sent-before-orders",
    scenario: withLateOrder(withPosition),
  },
  {
    // -2013 of one endpoint is no proof that the order has ended.
    name: "missing-order-taken-for-cancelled",
    replaces: known,
    by: `${known}  if (method === "DELETE" && status !== 400) {
    const { text: found } = await ask("GET", path, parameters);
    if (found.includes("-2013")) return "accepted";
  }\n`,
    expectedFailure: "unknown-outcome-ends-the-run/call-after-unknown-outcome",
    scenario: withMisledQuery(withTwoOrders, "not-found"),
  },
];
