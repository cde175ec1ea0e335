/** Other orders of processing, for planted bugs: priorities stay, and what is equal in them is sorted otherwise. */
import { mismatchPriorities } from "../../src/domain/mismatch.ts";
import type { Mismatch } from "../../src/domain/mismatch.ts";
import type { Parts } from "./rebuilt-pipeline.ts";

type Place = { readonly symbol: string; readonly positionSide: string; readonly id: string };

export function sortBy(compare: (left: Place, right: Place) => number): Parts["inProcessingOrder"] {
  return (mismatches) =>
    mismatches.toSorted(
      (left, right) =>
        mismatchPriorities[left.type] - mismatchPriorities[right.type] ||
        compare(placeOf(left), placeOf(right)),
    );
}

function placeOf(mismatch: Mismatch): Place {
  const { symbol, positionSide } = mismatch;
  const id = mismatch.type === "POSITION_NONZERO_UNEXPECTED" ? "" : mismatch.clientOrderId;
  return { symbol, positionSide, id };
}

export function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
