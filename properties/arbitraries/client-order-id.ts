/** Client order ids by owner: the bot, another strategy, a human, the exchange, or a similar form. */
import * as fc from "fast-check";
import { buildClientOrderId, clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import type { ClientOrderId } from "../../src/domain/client-order-id.ts";
import { startsAtMs } from "./time.ts";

export type Owner =
  "own" | "second-strategy" | "other-strategy" | "external" | "system" | "similar-form";

export function anyOwner(): fc.Arbitrary<Owner> {
  return fc.oneof(
    { arbitrary: fc.constant<Owner>("own"), weight: 5 },
    { arbitrary: externalOwner(), weight: 2 },
  );
}

/** Every owner but the first strategy. The second strategy is own where the configuration allows it. */
export function externalOwner(): fc.Arbitrary<Owner> {
  return fc.constantFrom<Owner[]>(
    "external",
    "system",
    "similar-form",
    "other-strategy",
    "second-strategy",
  );
}

const seconds = String(startsAtMs / 1_000 - 100);

/** `sequence` makes the id unique. Equal levels, and `10` next to `2`, exercise the sort order. */
export function clientOrderIdOf(
  owner: Owner,
  symbol: string,
  level: number,
  sequence: number,
  prefix = "grinder_",
): ClientOrderId {
  switch (owner) {
    case "own":
      return ownId(prefix, "grid", symbol, level, sequence);
    case "second-strategy":
      return ownId(prefix, "mm", symbol, level, sequence);
    case "other-strategy":
      return ownId(prefix, "arb", symbol, level, sequence);
    case "external":
      return clientOrderIdSchema.parse(`web_${seconds}_${sequence}`);
    case "system":
      return clientOrderIdSchema.parse(`autoclose-${seconds}${sequence}`);
    case "similar-form":
      return clientOrderIdSchema.parse(similarForm(symbol, level, sequence));
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

function similarForm(symbol: string, level: number, sequence: number): string {
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
