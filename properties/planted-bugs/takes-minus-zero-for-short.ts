/** A sign in front of nothing. */
import { signOf } from "../../src/domain/decimal.ts";
import { plantBug } from "./planted-bug.ts";

export const takesMinusZeroForShort = plantBug({
  name: "takes-minus-zero-for-short",
  caughtBy: "agreement-is-left-alone/not-reported",
  smallest: 3,
  parts: { isHeld: ({ quantity }) => quantity.startsWith("-") || signOf(quantity) !== 0 },
});
