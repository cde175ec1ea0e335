/** A flatten is on the opposite side, of exactly the quantity observed, marked as its mode demands, and never goes past zero. */
import { fail, pass, discarded } from "./property.ts";
import type { RunProperty, Verdict } from "./property.ts";
import type { PlaceMarketOrder } from "../src/domain/port-call.ts";
import type { ObservedPosition } from "../src/domain/position.ts";
import { judgeRuns } from "./view/run-view.ts";
import type { RunView } from "./view/run-view.ts";

export const flattenOnlyReduces: RunProperty = {
  kind: "run",
  name: "flatten-only-reduces",
  statement:
    "A flatten is on the opposite side, of exactly the quantity observed, marked as its mode demands, and never goes past zero.",
  severity: "money",
  judge: (observed) => judgeRuns(observed, judge),
};

function judge(view: RunView): Verdict {
  const flattens = view.requests.filter((request) => request.method === "placeMarketOrder");
  if (flattens.length === 0) return discarded("nothing was flattened");
  const { positions } = view.situation.snapshot;
  const shown = positions.status === "ok" ? positions.items : [];
  const used = new Set<ObservedPosition>();
  for (const request of flattens) {
    const position = shown.find(
      ({ symbol, positionSide }) =>
        symbol === request.symbol && positionSide === (request.positionSide ?? "BOTH"),
    );
    const verdict = judgeOne(request, position, used, view.run);
    if (verdict.kind === "fail") return verdict;
    if (position !== undefined) used.add(position);
  }
  return pass;
}

function judgeOne(
  request: PlaceMarketOrder,
  position: ObservedPosition | undefined,
  used: ReadonlySet<ObservedPosition>,
  run: number,
): Verdict {
  const broken = findBroken(request, position, used);
  if (broken === null) return pass;
  const { symbol, side, quantity, positionSide, reduceOnly } = request;
  const actual = `${side} ${quantity} ${symbol}, position side ${positionSide}, reduceOnly ${reduceOnly}`;
  return fail(broken.check, { run, expected: broken.expected, actual });
}

type Broken = { readonly check: string; readonly expected: string };

function findBroken(
  { symbol, side, quantity, reduceOnly }: PlaceMarketOrder,
  position: ObservedPosition | undefined,
  used: ReadonlySet<ObservedPosition>,
): Broken | null {
  if (position === undefined) {
    return { check: "flatten-without-position", expected: "a position to flatten" };
  }
  if (used.has(position)) return { check: "second-flatten", expected: `one flatten of ${symbol}` };
  const isShort = position.quantity.startsWith("-");
  const opposite = isShort ? "BUY" : "SELL";
  if (side !== opposite) return { check: "wrong-side", expected: opposite };
  if (quantity !== (isShort ? position.quantity.slice(1) : position.quantity)) {
    return { check: "wrong-quantity", expected: `quantity of ${position.quantity}` };
  }
  const check = "wrong-position-parameters";
  if (position.positionSide === "BOTH") {
    return reduceOnly === true ? null : { check, expected: "reduceOnly true" };
  }
  return reduceOnly === null ? null : { check, expected: "a position side and no reduceOnly" };
}
