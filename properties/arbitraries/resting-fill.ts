/**
 * An order of the bot rests at the exchange and fills between the snapshot of an unexpected position and its flatten,
 * so the position grows, shrinks, closes or turns around before the flatten arrives. Races of single steps would do so
 * too rarely.
 */
import * as fc from "fast-check";
import { decimalSchema, negate } from "../../src/domain/decimal.ts";
import type { Step } from "../../src/scenario/step.ts";
import { dust } from "./decimal.ts";
import { expectedOrderOf } from "./order.ts";
import { forSlot, index, type StepGenerator } from "./step-generator.ts";

/** No slot of the start has these numbers, so their ids are free. */
const resting = 60;
const small = decimalSchema.parse("0.001");

/** `before` takes the snapshot, and `after` is the run. */
export function restingFill(before: Step, after: Step): StepGenerator {
  return {
    weight: 1,
    generate: fc
      .tuple(index, fc.constantFrom(dust, null), fc.boolean())
      .map(([at, quantity, isShort]) =>
        forSlot(at, (slot, number, context) => {
          const order = { ...slot, expected: "OPEN", expectedSymbol: slot.symbol } as const;
          return expectedOrderOf(order, resting + number, context).flatMap((placed): Step[] => {
            const { clientOrderId, symbol, positionSide } = placed;
            const isNegative = positionSide === "BOTH" ? isShort : positionSide === "SHORT";
            const open = isNegative ? negate(small) : small;
            return [
              { kind: "place-order", order: placed, lost: "nothing" },
              { kind: "set-position", position: { symbol, positionSide, quantity: open } },
              before,
              { kind: "fill-order", clientOrderId, quantity },
              after,
            ];
          });
        }),
      ),
  };
}
