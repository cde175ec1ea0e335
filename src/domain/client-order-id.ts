/**
 * Client order ids, and the form of own ids: `{prefix}{strategy}_{symbol}_{level}_{seconds}_{sequence}`.
 *
 * Binance accepts 1 to 36 characters of `[.A-Z:/a-z0-9_-]`. `buildClientOrderId` omits other letters of
 * a symbol (`币安人生USDT` becomes `USDT`) and shortens a long one: the id must name the strategy that
 * owns the order, and the order itself has its symbol.
 */
import * as z from "zod";

export const clientOrderIdLengthMax = 36;

const clientOrderIdPattern = /^[.A-Z:/a-z0-9_-]{1,36}$/;

export const clientOrderIdSchema = z
  .string()
  .regex(clientOrderIdPattern, "a client order id of 1 to 36 characters of [.A-Z:/a-z0-9_-]")
  .brand("ClientOrderId");

export type ClientOrderId = z.infer<typeof clientOrderIdSchema>;

export function isClientOrderId(text: string): text is ClientOrderId {
  return clientOrderIdPattern.test(text);
}

export type OwnedIdParts = {
  readonly prefix: string;
  readonly strategy: string;
  /** As in the id: without letters that it cannot have, and shortened when it does not fit. */
  readonly symbol: string;
  readonly level: string;
  readonly seconds: string;
  readonly sequence: string;
};

const ownedForm = /^([.A-Z:/a-z0-9-]+)_([A-Z0-9]+(?:_[A-Z0-9]+)?)_([.A-Z:/a-z0-9-]+)_(\d+)_(\d+)$/;

/** The strategy of an own id, or null for an id of another form. Strategies have no underscore. */
export function strategyOf(id: ClientOrderId, prefix: string): string | null {
  if (!id.startsWith(prefix)) return null;
  const rest = id.slice(prefix.length);
  return ownedForm.test(rest) ? rest.slice(0, rest.indexOf("_")) : null;
}

/** The parts of an own id, or null for an id of another form. */
export function parseOwnedId(id: ClientOrderId, prefix: string): OwnedIdParts | null {
  if (!id.startsWith(prefix)) return null;
  const match = ownedForm.exec(id.slice(prefix.length));
  if (match === null) return null;
  const [, strategy = "", symbol = "", level = "", seconds = "", sequence = ""] = match;
  return { prefix, strategy, symbol, level, seconds, sequence };
}

/** Throws `RangeError` when the other parts leave no room for the first letter of the symbol. */
export function buildClientOrderId(parts: OwnedIdParts): ClientOrderId {
  const before = `${parts.prefix}${parts.strategy}_`;
  const after = `_${parts.level}_${parts.seconds}_${parts.sequence}`;
  const room = clientOrderIdLengthMax - before.length - after.length;
  const letters = parts.symbol.replace(/[^A-Z0-9_]_?/g, "");
  const symbol = letters.slice(0, Math.max(room, 0)).replace(/_$/, "");
  const id = before + symbol + after;
  if (symbol === "" || !clientOrderIdPattern.test(id)) {
    throw new RangeError(
      `'${id}' is no client order id: it leaves no room for the symbol, or has a character that the venue refuses`,
    );
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked above
  return id as ClientOrderId;
}
