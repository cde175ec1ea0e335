/** A sign in front of nothing. */
import { signOf } from "../../src/domain/decimal.ts";
import { plantBug } from "./planted-bug.ts";

export const takesMinusZeroForShort = plantBug({
  name: "takes-minus-zero-for-short",
  expectedFailure: "no-mismatch-no-action/report-without-mismatch",
  minimalSize: 3,
  parts: { isHeld: ({ quantity }) => quantity.startsWith("-") || signOf(quantity) !== 0 },
});
