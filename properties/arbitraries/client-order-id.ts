/** Whose order it is: ours, of another strategy, a human's, the system's, or one that looks alike. */
import * as fc from "fast-check";
import { buildClientOrderId, clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import type { ClientOrderId } from "../../src/domain/client-order-id.ts";
import { startsAtMs } from "./time.ts";

export type Owner =
  "ours" | "second_strategy" | "other_strategy" | "foreign" | "system" | "look_alike";

export function owner(): fc.Arbitrary<Owner> {
  return fc.oneof(
    { arbitrary: fc.constant<Owner>("ours"), weight: 5 },
    { arbitrary: strangersOwner(), weight: 2 },
  );
}

/** Anybody but us; the second strategy is ours where it is allowed. */
export function strangersOwner(): fc.Arbitrary<Owner> {
  return fc.constantFrom<Owner[]>(
    "foreign",
    "system",
    "look_alike",
    "other_strategy",
    "second_strategy",
  );
}

const seconds = String(startsAtMs / 1_000 - 100);

/** An id that is unique by `sequence`. Equal levels and `10` beside `2` put the sort order to work. */
export function clientOrderIdOf(
  who: Owner,
  symbol: string,
  level: number,
  sequence: number,
  prefix = "grinder_",
): ClientOrderId {
  switch (who) {
    case "ours":
      return ownId(prefix, "grid", symbol, level, sequence);
    case "second_strategy":
      return ownId(prefix, "mm", symbol, level, sequence);
    case "other_strategy":
      return ownId(prefix, "arb", symbol, level, sequence);
    case "foreign":
      return clientOrderIdSchema.parse(`web_${seconds}_${sequence}`);
    case "system":
      return clientOrderIdSchema.parse(`autoclose-${seconds}${sequence}`);
    case "look_alike":
      return clientOrderIdSchema.parse(lookAlike(symbol, level, sequence));
  }
}

function ownId(
  prefix: string,
  strategy: string,
  symbol: string,
  level: number,
  sequence: number,
): ClientOrderId {
  const numbers = { level: String(level), seconds, sequence: String(sequence) };
  return buildClientOrderId({ prefix, strategy, symbol, ...numbers });
}

function lookAlike(symbol: string, level: number, sequence: number): string {
  const forms = [
    `grinder_grid_${sequence}`,
    `grinder-grid_BTC_${level}_${seconds}_${sequence}`,
    `Grinder_grid_BTC_${level}_${seconds}_${sequence}`,
    `xgrinder_grid_BTC_${level}_${seconds}_${sequence}`,
    `grinder_grid_btc_${level}_${seconds}_${sequence}`,
    `grinder_grid2_XYZ_${level}_${seconds}_${sequence}`,
    `grinder_grid_BTC_${level}_${seconds}_${sequence}x`,
  ];
  return forms[(symbol.length + level + sequence) % forms.length] ?? `grinder_${sequence}`;
}
