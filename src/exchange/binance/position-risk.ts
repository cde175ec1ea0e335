/**
 * The reply of `GET /fapi/v2/positionRisk` or `/fapi/v3/positionRisk` (USDⓈ-M futures), parsed at
 * the edge. Version 2 lists every symbol, version 3 only those with a position or an order.
 */
import * as z from "zod";
import { decimalSchema, unsignedDecimalSchema } from "../../domain/decimal.ts";
import { observedPositionSchema, positionKey, positionSideSchema } from "../../domain/position.ts";
import type { ObservedPosition } from "../../domain/position.ts";
import { tradingSymbolSchema } from "../../domain/trading-symbol.ts";
import { BadInputError } from "../../input/bad-input-error.ts";
import type { JsonDocument } from "../../input/json-document.ts";
import { parseWithSchema } from "../../input/parse-with-schema.ts";
import { refuseErrorReply } from "./refuse-error-reply.ts";

const positionRowSchema = z.object({
  symbol: tradingSymbolSchema,
  positionSide: positionSideSchema.default("BOTH"),
  positionAmt: decimalSchema,
  markPrice: unsignedDecimalSchema.optional(),
});

/** Throws `BadInputError` for anything but a list of positions with each (symbol, side) once. */
export function parsePositionRisk(document: JsonDocument): ObservedPosition[] {
  refuseErrorReply(document, "a list of positions");
  const rows = parseWithSchema(z.array(positionRowSchema), document);
  const seen = new Set<string>();
  return rows.map((row, index) => {
    const key = positionKey(row);
    if (seen.has(key)) {
      const place = document.placeOf([index, "symbol"]);
      throw new BadInputError(
        `${place}: [${index}].symbol: ${key} is a duplicate; one reply has each symbol ` +
          "and position side once",
      );
    }
    seen.add(key);
    return observedPosition(row, () => `${document.placeOf([index, "positionAmt"])}: [${index}]`);
  });
}

function observedPosition(
  row: z.output<typeof positionRowSchema>,
  place: () => string,
): ObservedPosition {
  const position = {
    symbol: row.symbol,
    positionSide: row.positionSide,
    quantity: row.positionAmt,
    markPrice: row.markPrice ?? null,
  };
  const checked = observedPositionSchema.safeParse(position);
  if (checked.success) return checked.data;
  const expected = checked.error.issues[0]?.message ?? "a position";
  throw new BadInputError(`${place()}.positionAmt: expected ${expected}, got ${row.positionAmt}`);
}
