/** Client order ids by owner: the bot, another strategy, a human, the exchange, or a similar form. */
import * as fc from "fast-check";
import { buildClientOrderId, clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import type { ClientOrderId } from "../../src/domain/client-order-id.ts";
import { startsAtMs } from "./time.ts";

const seconds = String(startsAtMs / 1_000 - 100);

type IdForm = (symbol: string, level: number, sequence: number, prefix: string) => string;

/** The second strategy is own where the configuration allows it. */
const idForms = {
  own: ownIdOf("grid"),
  "second-strategy": ownIdOf("mm"),
  "other-strategy": ownIdOf("arb"),
  external: (_, __, sequence) => `web_${seconds}_${sequence}`,
  /** Of one character, up to the 35th. */
  shortest: (_, __, sequence) => sequence.toString(36),
  longest: (_, level, sequence) => `web_${seconds}_${level}_${sequence}_`.padEnd(36, "x"),
  system: (_, __, sequence) => `autoclose-${seconds}${sequence}`,
  "similar-form": similarForm,
} satisfies Record<string, IdForm>;

export type Owner = keyof typeof idForms;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of this very object
export const owners = Object.keys(idForms) as Owner[];

export function anyOwner(): fc.Arbitrary<Owner> {
  return fc.oneof(
    { arbitrary: fc.constant<Owner>("own"), weight: 5 },
    { arbitrary: externalOwner(), weight: 2 },
  );
}

export function externalOwner(): fc.Arbitrary<Owner> {
  return fc.constantFrom(
    "external",
    "shortest",
    "longest",
    "system",
    "system",
    "similar-form",
    "similar-form",
    "other-strategy",
    "other-strategy",
    "second-strategy",
    "second-strategy",
  );
}

/** `sequence` makes the id unique. Equal levels, and `10` next to `2`, exercise the sort order. */
export function clientOrderIdOf(
  owner: Owner,
  symbol: string,
  level: number,
  sequence: number,
  prefix = "grinder_",
): ClientOrderId {
  return clientOrderIdSchema.parse(idForms[owner](symbol, level, sequence, prefix));
}

function ownIdOf(strategy: string): IdForm {
  return (symbol, level, sequence, prefix) => {
    const numbers = { level: String(level), seconds, sequence: String(sequence) };
    return buildClientOrderId({ prefix, strategy, symbol, ...numbers });
  };
}

function similarForm(symbol: string, level: number, sequence: number, prefix: string): string {
  const name = prefix.slice(0, -1);
  const numbers = `${level}_${seconds}_${sequence}`;
  // A prefix is text. As a pattern it would match this one, because its dot would be any character.
  const anyCharacter = `${prefix.replace(".", "-")}grid_BTC_${numbers}`;
  if (prefix.includes(".") && sequence % 2 === 0) return anyCharacter;
  const forms = [
    `${prefix}grid_${sequence}`,
    `${name}-grid_BTC_${numbers}`,
    `${name.charAt(0).toUpperCase()}${prefix.slice(1)}grid_BTC_${numbers}`,
    `x${prefix}grid_BTC_${numbers}`,
    `${prefix}grid_btc_${numbers}`,
    `${prefix}grid2_XYZ_${numbers}`,
    `${prefix}grid_BTC_${numbers}x`,
  ];
  return forms[(symbol.length + level + sequence) % forms.length] ?? `${prefix}${sequence}`;
}
