/** What an HTTP reply proves about a request that changes something. What proves nothing is an unknown outcome. */
import { unknownOutcomeCodes, type PortReply } from "../domain/port-call.ts";
import { printable } from "../domain/printable-text.ts";
import { fieldsOf } from "../exchange/binance/parse-rows.ts";
import { bannedUntilOf, errorBodyOf, isLimitStatus, jsonOf, type ErrorBody } from "./error-body.ts";
import type { Exchanged, Reply } from "./signed-request.ts";

/** The fields of a reply that accepts the request, each with the values that prove it. */
export type Proof = Readonly<Record<string, string | readonly string[]>>;

const rateLimit = -1003;
const timeout = -1007;

/** The texts of a 503 with which the venue states that the request failed. Any other one leaves it open. */
const failedTexts: readonly string[] = [
  "Service Unavailable.",
  "Internal error; unable to process your request. Please try again.",
];
const throttled = -1008;

export function portReplyTo(exchanged: Exchanged, proof: Proof): PortReply {
  if ("problem" in exchanged) return unknown(null, exchanged.problem);
  const { status } = exchanged;
  const body = errorBodyOf(exchanged);
  if (isLimitStatus(status) || body?.code === rateLimit) return limited(exchanged, body);
  const code = body?.code ?? null;
  const message = body === null ? `HTTP ${status} without an error code` : messageOf(body);
  if (status === 408) return unknown(code ?? timeout, message);
  if (code !== null && unknownOutcomeCodes.has(code)) return unknown(code, message);
  if (status === 200) return replyTo200(exchanged, proof, code, message);
  if (status >= 500) {
    const hasFailed =
      status === 503 && (failedTexts.includes(body?.msg ?? "") || code === throttled);
    return hasFailed ? rejected(code ?? status, message) : unknown(code, message);
  }
  const isError = status >= 400 && code !== null && code < 0;
  return isError ? rejected(code, message) : unknown(code, message);
}

/** Some replies with HTTP 200 are errors; one that names another order, or none, is no proof. */
function replyTo200(reply: Reply, proof: Proof, code: number | null, message: string): PortReply {
  if (code !== null && code < 0) return rejected(code, message);
  const fields = fieldsOf(jsonOf(reply));
  const wrong = Object.entries(proof).find(([name, values]) => {
    const value = fields[name];
    const isText = typeof value === "string" || typeof value === "number";
    return !isText || ![values].flat().includes(String(value));
  });
  if (wrong === undefined) return { status: "accepted" };
  return unknown(null, `HTTP 200, and the field ${wrong[0]} does not prove that it was applied`);
}

function limited(reply: Reply, body: ErrorBody | null): PortReply {
  const message = body?.msg ?? `HTTP ${reply.status}`;
  const bannedUntilMs = bannedUntilOf(reply, message);
  return {
    ...rejected(rateLimit, body === null ? message : messageOf(body)),
    ...(bannedUntilMs !== undefined && { bannedUntilMs }),
  };
}

const messageLengthMax = 200;

function messageOf({ msg }: ErrorBody): string {
  return printable(msg.slice(0, messageLengthMax));
}

function rejected(code: number, message: string) {
  return { status: "rejected", code, message } as const satisfies PortReply;
}

function unknown(code: number | null, message: string) {
  return { status: "unknown", code, message } as const satisfies PortReply;
}
