/** A reply with HTTP status 200 may still be an error object. It is never read as an empty list. */
import * as z from "zod";
import { printableShort } from "../../domain/printable-text.ts";
import { BadInputError } from "../../input/bad-input-error.ts";
import type { JsonDocument } from "../../input/json-document.ts";
import { parseWithSchema } from "../../input/parse-with-schema.ts";

/** The shape of Binance's errors: `{"code":-1121,"msg":"Invalid symbol."}`. */
const errorReplySchema = z.object({ code: z.number(), msg: z.string().optional() });

/** Throws `BadInputError` when the exchange answered with an error, or with anything but `expected`. */
export function parseReply<Schema extends z.ZodType>(
  schema: Schema,
  document: JsonDocument,
  expected: string,
): z.output<Schema> {
  const reply = errorReplySchema.safeParse(document.value);
  if (!reply.success) return parseWithSchema(schema, document);
  const { code, msg = "without a message" } = reply.data;
  throw new BadInputError(
    `${document.placeOf([])}: the exchange answered with error ${code} (${printableShort(msg)}) ` +
      `instead of ${expected}; fix the request and capture the reply again`,
  );
}
