/**
 * A correct bot that rounds and splits closes in its own code, with integers. It shares nothing with the shipped
 * function.
 */
import { decimalSchema } from "../domain/decimal.ts";
import type { SymbolFilters } from "../domain/filters.ts";
import { defaultDecisions, type Decisions } from "../pipeline/decisions.ts";
import { createPipeline } from "../pipeline/run.ts";
import type { Target } from "../simulation/target.ts";

/** In units of 10⁻¹⁸. `step` is 1 where the venue has none. */
export type Split = (parts: readonly bigint[], step: bigint) => readonly bigint[];

/** `split` changes the right parts: the largest that the venue takes, and then the rest. */
export function splittingBot(
  split: Split = (parts) => parts,
  decisions: Partial<Decisions> = {},
): Target {
  const partsOf: Decisions["partsOf"] = ({ quantity, markPrice, positionSide }, filters) => {
    const step = toUnits(filters.stepSize ?? smallest);
    const size = toUnits(quantity.replace("-", ""));
    const price = positionSide === "BOTH" ? null : markPrice;
    const parts = fullParts(size - (size % step), step, filters).filter((part) =>
      isEnough(part, price, filters),
    );
    return split(parts, step).map(toDecimal);
  };
  const reconcile = createPipeline({ ...defaultDecisions, partsOf, ...decisions });
  return { name: "splitting bot", reconcile };
}

const smallest = "0.000000000000000001";

/** A campaign has no close with more parts. */
const partsMax = 1_000;

function fullParts(total: bigint, step: bigint, { maxMarketQuantity }: SymbolFilters): bigint[] {
  const most = maxMarketQuantity === undefined ? total : toUnits(maxMarketQuantity);
  const largest = most - (most % step);
  const parts: bigint[] = [];
  if (largest === 0n) return parts;
  for (let sent = 0n; sent < total && parts.length < partsMax; sent += largest) {
    const left = total - sent;
    parts.push(left < largest ? left : largest);
  }
  return parts;
}

function isEnough(
  part: bigint,
  price: string | null,
  { minQuantity, minNotional }: SymbolFilters,
): boolean {
  if (minQuantity !== undefined && part < toUnits(minQuantity)) return false;
  if (price === null || minNotional === undefined) return true;
  return part * toUnits(price) >= toUnits(minNotional) * toUnits("1");
}

const decimals = 18;

function toUnits(text: string): bigint {
  const [whole = "0", part = ""] = text.split(".");
  return BigInt(whole + part.padEnd(decimals, "0"));
}

function toDecimal(units: bigint) {
  const digits = String(units).padStart(decimals + 1, "0");
  return decimalSchema.parse(`${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`);
}
