/** A reply with HTTP status 200 may still be an error object. It is never read as an empty list. */
import * as z from "zod";
import { printableShort } from "../../domain/printable-text.ts";
import { BadInputError } from "../../input/bad-input-error.ts";
import type { JsonDocument } from "../../input/json-document.ts";
import type { ReplyKind } from "./reply-kind.ts";

/** `{"code":-1121,"msg":"Invalid symbol."}`; some clients write the code in quotes. */
const errorSchema = z.object({
  code: z.union([
    z.int(),
    z
      .string()
      .regex(/^-?\d+$/)
      .transform(Number),
  ]),
  msg: z.string().default("without a message"),
});

/** The WebSocket API has the error in a field. */
const replySchema = z.union([errorSchema, z.object({ error: errorSchema })]);

/** Throws `BadInputError` when the exchange answered with an error. */
export function refuseErrors({ value, placeOf }: JsonDocument, expected: ReplyKind): void {
  const { data: reply } = replySchema.safeParse(value);
  if (reply === undefined) return;
  const { code, msg } = "error" in reply ? reply.error : reply;
  throw new BadInputError(
    `${placeOf([])}: the exchange answered with error ${code} (${printableShort(msg)}) ` +
      `instead of a list of ${expected.content}; ${adviceFor(code, msg)}`,
  );
}

const limitCodes = [-1003, -1015, 418, 429];
const passingCodes = [-1000, -1001, -1004, -1006, -1007, -1008, -1016, 408, 500, 502, 503, 504];

function adviceFor(code: number, message: string): string {
  if (limitCodes.includes(code))
    return `${describeWait(message)}, because each request makes a ban longer`;
  if (passingCodes.includes(code))
    return "capture the reply again later: the fault is the exchange's";
  if (code === -1021) return "correct the clock of this machine and capture the reply again";
  return "fix the request and capture the reply again";
}

/** A ban names its end in milliseconds: `IP(203.0.113.7) banned until 1795600000000.` */
function describeWait(message: string): string {
  const endsAtMs = /until (\d{13})\b/.exec(message)?.[1];
  return endsAtMs === undefined
    ? "send nothing for the seconds of the header Retry-After, or for 2 minutes without one"
    : `send nothing until ${new Date(Number(endsAtMs)).toISOString()}`;
}
