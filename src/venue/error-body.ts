/** The error object of the venue, such as `{"code":-2011,"msg":"Unknown order sent."}`. */
import * as z from "zod";
import { parseJsonDocument } from "../input/json-document.ts";
import type { Reply } from "./signed-request.ts";

const errorBodySchema = z.object({ code: z.int().optional(), msg: z.string() });
export type ErrorBody = z.infer<typeof errorBodySchema>;

/** The value of a JSON reply, or undefined where it has another content type or is no JSON. */
export function jsonOf({ contentType, text }: Pick<Reply, "contentType" | "text">): unknown {
  if (text === null || !isJson(contentType)) return undefined;
  try {
    return parseJsonDocument(text, "the reply").value;
  } catch {
    return undefined;
  }
}

export function isJson(contentType: string): boolean {
  return /^application\/json(?:\s*;|$)/i.test(contentType);
}

/** Null for any other reply. */
export function errorBodyOf(reply: Pick<Reply, "contentType" | "text">): ErrorBody | null {
  return errorBodySchema.safeParse(jsonOf(reply)).data ?? null;
}

export function isLimitStatus(status: number): boolean {
  return status === 429 || status === 418;
}

const secondsMax = 31 * 24 * 3_600;

/**
 * When the exchange accepts requests again, in milliseconds since 1970: from `Retry-After` in seconds, or from the
 * message of a ban. Undefined where neither names it.
 */
export function bannedUntilOf(reply: Reply, message: string): number | undefined {
  const seconds = /^\d{1,9}$/.test(reply.retryAfter ?? "") ? Number(reply.retryAfter) : null;
  if (seconds !== null && seconds <= secondsMax) return reply.arrivedAtMs + seconds * 1_000;
  const until = /until (\d{13})\b/.exec(message)?.[1];
  return until === undefined ? undefined : Number(until);
}
