/** In one-way mode a flatten is `reduceOnly`; in hedge mode it names the position side instead. */
import type { PlaceMarketOrder } from "../src/domain/port-call.ts";
import type { ObservedPosition } from "../src/domain/position.ts";
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { closingQuantity } from "./oracle/requests.ts";
import { judgeRuns } from "./view/run-view.ts";

export const flattenOnlyReduces: RunProperty = {
  kind: "run",
  name: "flatten-only-reduces",
  statement:
    "Every flatten closes one observed position: opposite side, exact quantity, the parameters of the position mode.",
  severity: "money",
  checks: [
    "flatten-without-position",
    "second-flatten",
    "wrong-side",
    "wrong-quantity",
    "wrong-position-parameters",
  ],
  judge: judgeRuns(({ run, requests, report, context }) => {
    const flattens = requests.filter((request) => request.method === "placeMarketOrder");
    if (flattens.length === 0) return discarded("there was no flatten");
    const { positions } = context.snapshot;
    const observed = positions.status === "ok" ? positions.items : [];
    const flattened = new Set<ObservedPosition>();
    for (const request of flattens) {
      const { symbol, side, quantity, positionSide, reduceOnly } = request;
      const position = observed.find(
        (item) => item.symbol === symbol && item.positionSide === (positionSide ?? "BOTH"),
      );
      const violated = violatedCheck(request, position, flattened);
      if (position !== undefined) flattened.add(position);
      if (violated === null) continue;
      const [check, expected] = violated;
      const actual = `${side} ${quantity} ${symbol}, position side ${positionSide}, reduceOnly ${reduceOnly}`;
      const leg = position?.positionSide ?? positionSide ?? "BOTH";
      const direction = position?.quantity.startsWith("-") === true ? "short" : "long";
      const place = position === undefined ? leg : `${leg} ${direction}`;
      return fail(check, { run, expected, actual }, `${place}/${report.mode}`);
    }
    return pass;
  }),
};

/** The check, and what it requires. */
function violatedCheck(
  { symbol, side, quantity, reduceOnly }: PlaceMarketOrder,
  position: ObservedPosition | undefined,
  flattened: ReadonlySet<ObservedPosition>,
): readonly [string, string] | null {
  if (position === undefined)
    return ["flatten-without-position", `a position of ${symbol} to flatten`];
  if (flattened.has(position)) return ["second-flatten", `one flatten of ${symbol}`];
  const opposite = position.quantity.startsWith("-") ? "BUY" : "SELL";
  if (side !== opposite) return ["wrong-side", opposite];
  if (quantity !== closingQuantity(position.quantity)) {
    return ["wrong-quantity", `the quantity of ${position.quantity}`];
  }
  const isOneWay = position.positionSide === "BOTH";
  if (reduceOnly === (isOneWay ? true : null)) return null;
  const required = isOneWay ? "reduceOnly true" : "a position side and no reduceOnly";
  return ["wrong-position-parameters", required];
}
