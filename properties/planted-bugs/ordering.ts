/** Faults in the order in which mismatches are processed and reported. */
import { byCodeUnit, inProcessingOrder, mismatchPriorities } from "../../src/domain/mismatch.ts";
import type { Mismatch } from "../../src/domain/mismatch.ts";
import { isPosition, siblings, type PlantedBug } from "./planted-bug.ts";

type SortKey = { readonly symbol: string; readonly side: string; readonly id: string };

const sorted = (sort: typeof inProcessingOrder) => ({ decisions: { inProcessingOrder: sort } });

/** The priorities stay, and mismatches of equal priority are sorted by `compare`. */
function sortedBy(compare: (left: SortKey, right: SortKey) => number) {
  return sorted((mismatches) =>
    mismatches.toSorted(
      (left, right) =>
        mismatchPriorities[left.type] - mismatchPriorities[right.type] ||
        compare(sortKey(left), sortKey(right)),
    ),
  );
}

function sortKey(mismatch: Mismatch): SortKey {
  const { symbol, positionSide: side } = mismatch;
  return { symbol, side, id: isPosition(mismatch) ? "" : mismatch.clientOrderId };
}

function byPlace(left: SortKey, right: SortKey): number {
  return byCodeUnit(left.symbol, right.symbol) || byCodeUnit(left.side, right.side);
}

const numberOf = ({ id }: SortKey) => Number(id.split("_").at(-1));

export const orderingBugs: readonly PlantedBug[] = [
  ...siblings("every-mismatch-is-reported/processing-order", 4, {
    "sorted-by-locale": sortedBy(
      (left, right) =>
        left.symbol.localeCompare(right.symbol, "en") ||
        byCodeUnit(left.side, right.side) ||
        left.id.localeCompare(right.id, "en"),
    ),
    "sorted-by-id-before-symbol": sortedBy(
      (left, right) => byCodeUnit(left.id, right.id) || byPlace(left, right),
    ),
    "ids-sorted-as-numbers": sortedBy(
      (left, right) => byPlace(left, right) || numberOf(left) - numberOf(right),
    ),
    "position-sides-sorted-backwards": sortedBy(
      (left, right) =>
        byCodeUnit(left.symbol, right.symbol) ||
        byCodeUnit(right.side, left.side) ||
        byCodeUnit(left.id, right.id),
    ),
  }),
  ...siblings("orders-beat-positions/priority-order", 4, {
    "positions-before-orders": {
      minimalSize: 3,
      ...sorted((mismatches) =>
        inProcessingOrder(mismatches).toSorted(
          (left, right) => Number(isPosition(right)) - Number(isPosition(left)),
        ),
      ),
    },
    "sorted-by-symbol-before-priority": sorted((mismatches) =>
      inProcessingOrder(mismatches).toSorted((left, right) =>
        byCodeUnit(left.symbol, right.symbol),
      ),
    ),
    "results-reversed": { hooks: { report: ({ results }) => ({ results: results.toReversed() }) } },
  }),
];
