/** Quantities and prices on both sides of every boundary: dust, huge, eight decimals, zeros. */
import * as fc from "fast-check";
import { decimalSchema, type Decimal } from "../../src/domain/decimal.ts";

export const decimals = (...texts: readonly string[]) =>
  texts.map((text) => decimalSchema.parse(text));

function oneOf(...texts: readonly string[]): () => fc.Arbitrary<Decimal> {
  const values = decimals(...texts);
  return () => fc.constantFrom(...values);
}

const sizes = ["0.001", "0.10", "0.1", "0.3", "1", "0.00000001", "0.12345678", "7.0", "250000"];

const usualSizes = Array.from({ length: 8 }, () => sizes).flat();

/** The smallest decimal, many digits after the point, and so many in all that sums of some still fit. */
const wideSizes = [
  "0.000000000000000001",
  "1.000000000000000001",
  "12345678901234567",
  "12345678901234567.123456789012345678",
];

/**
 * Quantities above zero, in units of the base asset. `0.10` detects a target that drops digits. `0.1` at a price of 3 is exactly
 * 0.3, one of the limits, and more than the limit in binary floats. Throws nothing.
 *
 * @returns an arbitrary of decimal texts
 */
export const size = oneOf(...usualSizes, ...wideSizes);

export const dust = decimalSchema.parse("0.00000001");

/** Every way to write flat. */
export const flatQuantity = oneOf("0", "0.000", "-0", "-0.0");

const prices = ["100.00", "500", "2500.10", "50000.00", "3", "3", "0.00000123"];
const widePrices = ["0.000000000000000001", "12345678901234567.5"];
/**
 * Prices above zero, in quote per unit of the base asset. Throws nothing.
 *
 * @returns an arbitrary of decimal texts
 */
export const price = oneOf(...Array.from({ length: 5 }, () => prices).flat(), ...widePrices);

export const noPrice = () => fc.constantFrom(null, ...decimals("0", "0.00"));

export const wideNotional = decimalSchema.parse("1000000000000");

/**
 * Values of `maxFlattenNotionalUsdt`, in USDT; 0 is one. Throws nothing.
 *
 * @returns an arbitrary of decimal texts
 */
export const notionalLimit = oneOf("500", wideNotional, "500", wideNotional, "50", "0.3", "0");
