/** Faults in the order in which mismatches are processed and reported. */
import { inProcessingOrder, mismatchPriorities } from "../../src/domain/mismatch.ts";
import type { Mismatch } from "../../src/domain/mismatch.ts";
import type { Decisions } from "../../src/pipeline/decisions.ts";
import type { PlantedBug } from "./planted-bug.ts";

type SortKey = { readonly symbol: string; readonly side: string; readonly id: string };
type Compare = (left: SortKey, right: SortKey) => number;

/** The priorities stay, and mismatches of equal priority are sorted by `compare`. */
function sortedBy(compare: Compare): Decisions["inProcessingOrder"] {
  return (mismatches) =>
    mismatches.toSorted(
      (left, right) =>
        mismatchPriorities[left.type] - mismatchPriorities[right.type] ||
        compare(sortKey(left), sortKey(right)),
    );
}

function sortKey(mismatch: Mismatch): SortKey {
  const { symbol, positionSide } = mismatch;
  const id = isPosition(mismatch) ? "" : mismatch.clientOrderId;
  return { symbol, side: positionSide, id };
}

function isPosition(mismatch: Mismatch) {
  return mismatch.type === "POSITION_NONZERO_UNEXPECTED";
}

function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

const numberOf = ({ id }: SortKey) => Number(id.split("_").at(-1));

const wrongSorts: readonly (readonly [name: string, compare: Compare])[] = [
  [
    "sorted-by-locale",
    (left, right) =>
      left.symbol.localeCompare(right.symbol, "en") ||
      byCodeUnit(left.side, right.side) ||
      left.id.localeCompare(right.id, "en"),
  ],
  [
    "sorted-by-id-before-symbol",
    (left, right) =>
      byCodeUnit(left.id, right.id) ||
      byCodeUnit(left.symbol, right.symbol) ||
      byCodeUnit(left.side, right.side),
  ],
  [
    "ids-sorted-as-numbers",
    (left, right) =>
      byCodeUnit(left.symbol, right.symbol) ||
      byCodeUnit(left.side, right.side) ||
      numberOf(left) - numberOf(right),
  ],
  [
    "position-sides-sorted-backwards",
    (left, right) =>
      byCodeUnit(left.symbol, right.symbol) ||
      byCodeUnit(right.side, left.side) ||
      byCodeUnit(left.id, right.id),
  ],
];

export const orderingBugs: readonly PlantedBug[] = [
  ...wrongSorts.map(([name, compare]): PlantedBug => ({
    name,
    expectedFailure: "every-mismatch-is-reported/processing-order",
    minimalSize: 4,
    decisions: { inProcessingOrder: sortedBy(compare) },
  })),
  {
    name: "positions-before-orders",
    expectedFailure: "orders-beat-positions/priority-order",
    minimalSize: 4,
    decisions: {
      inProcessingOrder: (mismatches) =>
        inProcessingOrder(mismatches).toSorted(
          (left, right) => Number(isPosition(right)) - Number(isPosition(left)),
        ),
    },
  },
  {
    name: "sorted-by-symbol-before-priority",
    expectedFailure: "orders-beat-positions/priority-order",
    minimalSize: 4,
    decisions: {
      inProcessingOrder: (mismatches) =>
        inProcessingOrder(mismatches).toSorted((left, right) =>
          byCodeUnit(left.symbol, right.symbol),
        ),
    },
  },
  {
    name: "results-reversed",
    expectedFailure: "orders-beat-positions/priority-order",
    minimalSize: 4,
    hooks: { report: ({ results }) => ({ results: results.toReversed() }) },
  },
];
