/** A flatten is on the opposite side, of exactly the quantity observed, marked as its mode demands, and never goes past zero. */
import { fails, holds, notApplicable } from "./property.ts";
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
  movesMoney: true,
  judge: (observed) => judgeRuns(observed, judge),
};

function judge(view: RunView): Verdict {
  const flattens = view.requests.filter((request) => request.method === "placeMarketOrder");
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
  const broken = findBroken(request, position, used);
  if (broken === null) return holds;
  const { symbol, side, quantity, positionSide, reduceOnly } = request;
  const happened = `${side} ${quantity} ${symbol}, position side ${positionSide}, reduceOnly ${reduceOnly}`;
  return fails(broken.claim, { run, expected: broken.expected, happened });
}

type Broken = { readonly claim: string; readonly expected: string };

function findBroken(
  { symbol, side, quantity, reduceOnly }: PlaceMarketOrder,
  position: ObservedPosition | undefined,
  used: ReadonlySet<ObservedPosition>,
): Broken | null {
  if (position === undefined) {
    return { claim: "a-position-was-shown", expected: "a position to flatten" };
  }
  if (used.has(position)) return { claim: "never-past-zero", expected: `one flatten of ${symbol}` };
  const isShort = position.quantity.startsWith("-");
  const opposite = isShort ? "BUY" : "SELL";
  if (side !== opposite) return { claim: "opposite-side", expected: opposite };
  if (quantity !== (isShort ? position.quantity.slice(1) : position.quantity)) {
    return { claim: "exact-quantity", expected: `quantity of ${position.quantity}` };
  }
  const claim = "marked-as-its-mode-demands";
  if (position.positionSide === "BOTH") {
    return reduceOnly === true ? null : { claim, expected: "reduceOnly true" };
  }
  return reduceOnly === null ? null : { claim, expected: "a position side and no reduceOnly" };
}
