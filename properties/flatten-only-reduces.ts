/** In one-way mode a flatten is `reduceOnly`; in hedge mode it names the position side instead. */
import type { PlaceMarketOrder } from "../src/domain/port-call.ts";
import type { ObservedPosition } from "../src/domain/position.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { Big } from "big.js";
import { closingParts, filtersOf } from "./oracle/filters.ts";
import { sizeOfRequest } from "./oracle/request-size.ts";
import { closingQuantity } from "./oracle/requests.ts";
import { judgeRuns } from "./view/run-view.ts";

export const flattenOnlyReduces: RunProperty = {
  kind: "run",
  name: "flatten-only-reduces",
  statement:
    "Every flatten closes one observed position: opposite side, exact quantity or its parts, the parameters of the position mode.",
  severity: "money",
  checks: [
    "flatten-without-position",
    "second-flatten",
    "wrong-side",
    "wrong-quantity",
    "split-exceeds-position",
    "wrong-position-parameters",
  ],
  judge: judgeRuns(({ run, requests, report, context, scenario }, failures) => {
    const flattens = requests.filter((request) => request.method === "placeMarketOrder");
    if (flattens.length === 0) return discarded("there was no flatten");
    const { positions } = context.snapshot;
    const observed = positions.status === "ok" ? positions.items : [];
    const flattened = new Map<ObservedPosition, Big>();
    for (const request of flattens) {
      const { symbol, positionSide } = request;
      const position = observed.find(
        (item) => item.symbol === symbol && item.positionSide === (positionSide ?? "BOTH"),
      );
      const before = position === undefined ? undefined : flattened.get(position);
      if (position !== undefined) flattened.set(position, sizeOfRequest(request).plus(before ?? 0));
      const actual = describeOrder(request);
      const leg = position?.positionSide ?? positionSide ?? "BOTH";
      const direction = position?.quantity.startsWith("-") === true ? "short" : "long";
      const place = position === undefined ? leg : `${leg} ${direction}`;
      for (const [check, expected] of violatedChecks(request, position, before, scenario)) {
        failures.push(fail(check, { run, expected, actual }, `${place}/${report.mode}`));
      }
    }
    return pass;
  }),
};

type Order = Omit<PlaceMarketOrder, "clientOrderId" | "quantity"> & { readonly quantity: string };

/** In the words of the timeline, with both parameters of the position mode. */
function describeOrder({ symbol, side, quantity, positionSide, reduceOnly }: Order): string {
  const place = positionSide ?? "not sent";
  return `${side} ${quantity} ${symbol}, position side ${place}, reduceOnly ${reduceOnly ?? "not sent"}`;
}

type ViolatedCheck = readonly [check: string, expected: string];

/** The checks that fail. `before` is the sum of the earlier flattens of the position, if there are any. */
function violatedChecks(
  order: Order,
  position: ObservedPosition | undefined,
  before: Big | undefined,
  scenario: Scenario,
): readonly ViolatedCheck[] {
  const { symbol, side, quantity, reduceOnly } = order;
  if (position === undefined) {
    return [["flatten-without-position", `a position of ${symbol} to flatten`]];
  }
  const violated: ViolatedCheck[] = [];
  const most = filtersOf(symbol, scenario)?.maxMarketQuantity;
  const isSplit = most !== undefined && new Big(position.quantity).abs().gt(most);
  if (before !== undefined && !isSplit)
    violated.push(["second-flatten", `one flatten of ${symbol}`]);
  const opposite = position.quantity.startsWith("-") ? "BUY" : "SELL";
  const isOneWay = position.positionSide === "BOTH";
  const due = isSplit ? quantity : dueQuantity(position, scenario);
  const required = describeOrder({
    ...order,
    side: opposite,
    quantity: due,
    reduceOnly: isOneWay ? true : null,
  });
  if (side !== opposite) violated.push(["wrong-side", required]);
  if (isSplit) {
    const part = sizeOfRequest(order);
    if (!part.gt(0)) violated.push(["wrong-quantity", `a part of ${position.quantity}, above 0`]);
    const sum = part.plus(before ?? 0);
    if (sum.gt(new Big(position.quantity).abs())) {
      const expected = `parts of ${position.quantity} in all, at most ${most} each`;
      violated.push(["split-exceeds-position", expected]);
    }
  } else if (quantity !== due) violated.push(["wrong-quantity", required]);
  if (reduceOnly !== (isOneWay ? true : null)) {
    violated.push(["wrong-position-parameters", required]);
  }
  return violated;
}

/** The whole quantity, or what the step of the venue leaves of it. */
function dueQuantity(position: ObservedPosition, scenario: Scenario): string {
  const { symbol, quantity } = position;
  return closingParts({ symbol, position }, scenario, 1)?.[0] ?? closingQuantity(quantity);
}
