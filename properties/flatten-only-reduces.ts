/** A flatten is on the opposite side, of exactly the quantity observed, marked as its mode demands, and never goes past zero. */
import { fails, holds, notApplicable } from "../src/harness/property.ts";
import type { RunProperty, Verdict } from "../src/harness/property.ts";
import type { PlaceMarketOrder } from "../src/domain/port-call.ts";
import type { ObservedPosition } from "../src/domain/position.ts";
import { requestsOf } from "./requests.ts";
import { judgeRuns } from "./run-view.ts";
import type { RunView } from "./run-view.ts";

export const flattenOnlyReduces: RunProperty = {
  kind: "run",
  name: "flatten-only-reduces",
  statement:
    "A flatten is on the opposite side, of exactly the quantity observed, marked as its mode demands, and never goes past zero.",
  movesMoney: true,
  judge: (observed) => judgeRuns(observed, judge),
};

function judge(view: RunView): Verdict {
  const flattens = requestsOf(view).filter((request) => request.method === "placeMarketOrder");
  if (flattens.length === 0) return notApplicable("nothing was flattened");
  const { positions } = view.situation.snapshot;
  const shown = positions.status === "ok" ? positions.items : [];
  const used = new Set<ObservedPosition>();
  for (const request of flattens) {
    const position = shown.find(
      ({ symbol, positionSide }) =>
        symbol === request.symbol && positionSide === (request.positionSide ?? "BOTH"),
    );
    const verdict = judgeOne(request, position, used, view.run);
    if (verdict.verdict === "fails") return verdict;
    if (position !== undefined) used.add(position);
  }
  return holds;
}

function judgeOne(
  request: PlaceMarketOrder,
  position: ObservedPosition | undefined,
  used: ReadonlySet<ObservedPosition>,
  run: number,
): Verdict {
  const { symbol, side, quantity, positionSide, reduceOnly } = request;
  const happened = `${side} ${quantity} ${symbol}, position side ${positionSide}, reduceOnly ${reduceOnly}`;
  if (position === undefined) {
    return fails("a-position-was-shown", { run, expected: "a position to flatten", happened });
  }
  if (used.has(position)) {
    return fails("never-past-zero", { run, expected: `one flatten of ${symbol}`, happened });
  }
  const isShort = position.quantity.startsWith("-");
  const checks = [
    ["opposite-side", side === (isShort ? "BUY" : "SELL"), isShort ? "BUY" : "SELL"],
    [
      "exact-quantity",
      quantity === position.quantity.replace("-", ""),
      `quantity of ${position.quantity}`,
    ],
    [
      "marked-as-its-mode-demands",
      position.positionSide === "BOTH" ? reduceOnly === true : reduceOnly === null,
      position.positionSide === "BOTH" ? "reduceOnly true" : "a position side and no reduceOnly",
    ],
  ] as const;
  const broken = checks.find(([, kept]) => !kept);
  return broken === undefined ? holds : fails(broken[0], { run, expected: broken[2], happened });
}
