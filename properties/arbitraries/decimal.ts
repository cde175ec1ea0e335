/** Quantities and prices on both sides of every boundary: dust, huge, eight decimals, zeros. */
import * as fc from "fast-check";
import { decimalSchema, type Decimal } from "../../src/domain/decimal.ts";

const decimals = (...texts: readonly string[]): Decimal[] =>
  texts.map((text) => decimalSchema.parse(text));

/**
 * Above zero, unsigned. `0.10` detects a target that drops digits. `0.1` at a price of 3 is exactly
 * 0.3, one of the limits, and more than the limit in binary floats.
 */
export function size(): fc.Arbitrary<Decimal> {
  return fc.constantFrom(
    ...decimals("0.001", "0.10", "0.1", "0.3", "1", "0.00000001", "0.12345678", "7.0", "250000"),
  );
}

/** Every way to write flat. */
export function flatQuantity(): fc.Arbitrary<Decimal> {
  return fc.constantFrom(...decimals("0", "0.000", "-0", "-0.0"));
}

/** Above zero, in quote per unit. */
export function price(): fc.Arbitrary<Decimal> {
  return fc.constantFrom(
    ...decimals("100.00", "500", "2500.10", "50000.00", "3", "3", "0.00000123"),
  );
}

export function noPrice(): fc.Arbitrary<Decimal | null> {
  return fc.constantFrom<(Decimal | null)[]>(null, ...decimals("0", "0.00"));
}

export function notionalLimit(): fc.Arbitrary<Decimal> {
  return fc.constantFrom(
    ...decimals("500", "1000000000000", "500", "1000000000000", "50", "0.3", "0"),
  );
}
