/**
 * Exact decimals: strings in every record, big.js for arithmetic, never binary floats. A value keeps
 * its digits (`0.10` stays `0.10`); a request at the port gets its canonical form.
 */
import { Big } from "big.js";
import * as z from "zod";

// 18 digits before and after the point: more than any exchange sends, and a bound on the arithmetic.
const decimalPattern = /^-?(?:0|[1-9]\d{0,17})(?:\.\d{1,18})?$/;

/** A plain decimal string: no exponent, no plus sign, no leading zeros, at most 18 digits a side. */
export const decimalSchema = z
  .string()
  .regex(
    decimalPattern,
    'a plain decimal string such as "0.001", with at most 18 digits before and after the point',
  )
  .brand("Decimal");

export type Decimal = z.infer<typeof decimalSchema>;

export const zero: Decimal = decimalSchema.parse("0");

/** A decimal that is not negative. `-0` is refused too: no exchange sends it as a price or size. */
export const unsignedDecimalSchema = decimalSchema.refine((value) => !value.startsWith("-"), {
  message: "a decimal that is not negative",
});

export function isUnsignedDecimal(text: string): text is Decimal {
  return !text.startsWith("-") && decimalPattern.test(text);
}

/**
 * The same value without superfluous zeros, as in `0.1` for `0.10`: equal values have equal texts. Any other text stays
 * as it is, also a number with an exponent such as `6.3e+0`.
 */
export function canonicalDecimal<Value extends string>(value: Value): Value {
  if (!value.endsWith("0") || !value.includes(".")) return value;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this module creates decimals
  return value.replace(/^(-?\d+(?:\.\d*?[1-9])?)\.?0+$/, "$1") as Value;
}

/** −1, 0 or 1. Negative zero has sign 0. */
export function signOf(value: Decimal): -1 | 0 | 1 {
  if (!/[1-9]/.test(value)) return 0;
  return value.startsWith("-") ? -1 : 1;
}

/** The same digits without the sign. */
export function absolute(value: Decimal): Decimal {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this module creates decimals
  return value.startsWith("-") ? (value.slice(1) as Decimal) : value;
}

/** The exact sum. */
export function add(left: Decimal, right: Decimal): Decimal {
  return exactly(new Big(left).plus(right));
}

/** The exact product; it may have more digits than an input may have. */
export function multiply(left: Decimal, right: Decimal): Decimal {
  return exactly(new Big(left).times(right));
}

/** The largest multiple of the step that is not larger. Neither is below zero, and the step is not zero. */
export function roundDown(value: Decimal, step: Decimal): Decimal {
  const exact = new Big(value);
  return exactly(exact.minus(exact.mod(step)));
}

/** The same digits with the opposite sign. */
export function negate(value: Decimal): Decimal {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this module creates decimals
  return value.startsWith("-") ? absolute(value) : (`-${value}` as Decimal);
}

/** Whether `left` is strictly greater than `right`. */
export function exceeds(left: Decimal, right: Decimal): boolean {
  return new Big(left).gt(right);
}

// `toFixed` without an argument writes every digit and never an exponent.
function exactly(value: Big): Decimal {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this module creates decimals
  return value.toFixed() as Decimal;
}
