/**
 * The reply of `GET /fapi/v2/positionRisk` or `/fapi/v3/positionRisk` (USDⓈ-M futures), parsed at
 * the edge. Version 2 lists every symbol, version 3 only those with a position or an order.
 */
import * as z from "zod";
import { decimalSchema, unsignedDecimalSchema } from "../../domain/decimal.ts";
import { eachPositionOnce } from "../../domain/expected-state.ts";
import { hasSignOfItsLeg, legSignMessage, positionPlace } from "../../domain/position.ts";
import type { ObservedPosition } from "../../domain/position.ts";
import type { JsonDocument } from "../../input/json-document.ts";
import { parseReply } from "./parse-reply.ts";

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

const replySchema = z.array(positionRowSchema).superRefine(eachPositionOnce);

/** Throws `BadInputError` for anything but a list of positions with each (symbol, side) once. */
export function parsePositionRisk(document: JsonDocument): ObservedPosition[] {
  return parseReply(replySchema, document, "a list of positions").map(
    ({ positionAmt: quantity, markPrice = null, ...place }) => ({ ...place, quantity, markPrice }),
  );
}
