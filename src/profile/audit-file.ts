/** The audit file that a bot writes for itself: where it is, and which of its fields are those of an audit event. */
import * as z from "zod";
import { orderSideSchema } from "../domain/order.ts";
import { positionSideSchema } from "../domain/position.ts";
import { textSchema } from "../domain/printable-text.ts";

/** The name of a field of a line; dots lead into objects, such as `request.symbol`. */
const fieldSchema = textSchema.max(100);

/** A field whose values have a meaning. Without `words` the bot uses our words. */
function worded<const Word extends string>(ours: readonly Word[], needed: readonly Word[]) {
  const isNeeded = (words: Readonly<Record<string, Word>>) =>
    needed.every((word) => Object.values(words).includes(word));
  return z
    .strictObject({
      field: fieldSchema,
      /** From a word of the bot to one of ours. A value without an entry is refused. */
      words: z
        .record(textSchema.max(60), z.enum(ours))
        .refine(isNeeded, { message: `a word of the bot for each of ${needed.join(", ")}` })
        .readonly()
        .optional(),
    })
    .readonly();
}

const pathSchema = textSchema.max(500);

export const auditFileSchema = z
  .strictObject({
    /** From the working folder, which is that of the bot. */
    file: pathSchema,
    /** The names that a full file gets, with `*` in the last part of the path. Absent: it is never renamed. */
    rotated: pathSchema
      .regex(/^[^*]*\*[^/]*$/, "a path with * in its last part, such as logs/audit.jsonl.*")
      .optional(),
    /** Lines of any other kind are not read. */
    event: worded(["attempt", "result", "run"], ["attempt", "result"]),
    runId: fieldSchema,
    method: worded(["cancelOrder", "placeMarketOrder", "cancelConditionalOrder"], []),
    symbol: fieldSchema,
    clientOrderId: fieldSchema,
    status: worded(["executed", "failed", "unknown"], ["executed", "failed"]),
    side: worded(orderSideSchema.options, orderSideSchema.options).optional(),
    quantity: fieldSchema.optional(),
    positionSide: worded(positionSideSchema.options, []).optional(),
    reduceOnly: fieldSchema.optional(),
    code: fieldSchema.optional(),
    /** `iso`: text such as `2024-01-01T00:00:00.000Z`. Numbers count since 1970. */
    time: z
      .strictObject({ field: fieldSchema, form: z.enum(["milliseconds", "seconds", "iso"]) })
      .readonly()
      .optional(),
  })
  .readonly();
export type AuditFile = z.infer<typeof auditFileSchema>;
