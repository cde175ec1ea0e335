/**
 * The reply of `GET /fapi/v2/positionRisk` or `/fapi/v3/positionRisk` (USDⓈ-M futures), parsed at
 * the edge. Version 2 lists every symbol, version 3 only those with a position or an order.
 */
import * as z from "zod";
import { decimalSchema, signOf, unsignedDecimalSchema } from "../../domain/decimal.ts";
import {
  hasSignOfItsLeg,
  legSignMessage,
  positionKey,
  positionPlace,
} from "../../domain/position.ts";
import type { ObservedPosition } from "../../domain/position.ts";
import { BadInputError } from "../../input/bad-input-error.ts";
import type { JsonDocument } from "../../input/json-document.ts";
import { fieldsOf, parseRows, type CaptureScope, type Rows } from "./parse-rows.ts";
import { positionRiskReply } from "./reply-kind.ts";

const positionRowSchema = z
  .object({
    ...positionPlace,
    positionAmt: decimalSchema,
    markPrice: unsignedDecimalSchema.optional(),
  })
  .refine(
    ({ positionSide, positionAmt: quantity }) => hasSignOfItsLeg({ positionSide, quantity }),
    { message: legSignMessage, path: ["positionAmt"] },
  );

/**
 * Reads every row that it can. It needs positions that are not flat, because they show the mode of the
 * account, and those of managed symbols. Throws `BadInputError`.
 */
export function parsePositionRisk(
  document: JsonDocument,
  { expected, config, keepsCopies }: CaptureScope,
): Rows<ObservedPosition> {
  const managed = new Set<unknown>(config.symbolWhitelist);
  for (const { symbol } of expected.positions) managed.add(symbol);
  const { rows, unread } = parseRows(document, positionRiskReply, {
    keepsCopies,
    schema: positionRowSchema,
    isNeeded: (row) => {
      const { symbol, positionAmt } = fieldsOf(row);
      return managed.has(symbol) || !/^-?0+(?:\.0*)?(?:E[-+]?\d+)?$/i.test(String(positionAmt));
    },
    keyField: "symbol",
    keyOf: positionKey,
  });
  const positions = rows.map(
    ({ positionAmt: quantity, markPrice = null, ...place }): ObservedPosition => ({
      ...place,
      quantity,
      markPrice,
    }),
  );
  refuseTwoModes(positions, document);
  return { rows: positions, unread };
}

/** An account is in one mode: documents show samples of both, and people paste them together. */
function refuseTwoModes(positions: readonly ObservedPosition[], { placeOf }: JsonDocument): void {
  const open = positions.filter(({ quantity }) => signOf(quantity) !== 0);
  const oneWay = open.find(({ positionSide }) => positionSide === "BOTH");
  const leg = open.find(({ positionSide }) => positionSide !== "BOTH");
  if (oneWay === undefined || leg === undefined) return;
  throw new BadInputError(
    `${placeOf([])}: ${oneWay.symbol} has a position on BOTH and ${leg.symbol} one on ` +
      `${leg.positionSide}, but an account is in one-way or in hedge mode; capture one reply of one account`,
  );
}
