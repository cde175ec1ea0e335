/** Requests to the exchange, and its replies. */
import * as z from "zod";
import { clientOrderIdSchema } from "./client-order-id.ts";
import { counted } from "./counted.ts";
import { canonicalDecimal, unsignedDecimalSchema, type Decimal } from "./decimal.ts";
import { orderSideSchema } from "./order.ts";
import type { PortFault } from "./port-fault.ts";
import { positionSideSchema } from "./position.ts";
import { timestampMsSchema } from "./time.ts";
import { tradingSymbolSchema } from "./trading-symbol.ts";

export const cancelOrderSchema = z
  .strictObject({
    method: z.literal("cancelOrder"),
    symbol: tradingSymbolSchema,
    clientOrderId: clientOrderIdSchema,
  })
  .readonly();
export type CancelOrder = z.infer<typeof cancelOrderSchema>;

/** The endpoint of conditional orders: an id names another order there than in `cancelOrder`. */
export const cancelConditionalOrderSchema = z
  .strictObject({
    method: z.literal("cancelConditionalOrder"),
    symbol: tradingSymbolSchema,
    clientOrderId: clientOrderIdSchema,
  })
  .readonly();
export type CancelConditionalOrder = z.infer<typeof cancelConditionalOrderSchema>;

/** A market order. Null: the parameter is not sent, which differs from false for the exchange. */
export const placeMarketOrderSchema = z
  .strictObject({
    method: z.literal("placeMarketOrder"),
    symbol: tradingSymbolSchema,
    clientOrderId: clientOrderIdSchema,
    side: orderSideSchema,
    quantity: unsignedDecimalSchema,
    positionSide: positionSideSchema.nullable(),
    reduceOnly: z.boolean().nullable(),
  })
  .readonly();
export type PlaceMarketOrder = z.infer<typeof placeMarketOrderSchema>;

export const portRequestSchema = z.discriminatedUnion("method", [
  cancelOrderSchema,
  placeMarketOrderSchema,
  cancelConditionalOrderSchema,
]);
export type PortRequest = z.infer<typeof portRequestSchema>;

/**
 * Equal requests have equal canonical forms: a quantity without superfluous zeros, and a position side only
 * where it names a leg of a hedge, because `BOTH` is the default of the venue. Not copied if canonical.
 */
export function canonicalRequest<Request extends PlannedRequest>(request: Request): Request {
  if (request.method !== "placeMarketOrder") return request;
  const quantity = canonicalDecimal(request.quantity);
  const positionSide = request.positionSide === "BOTH" ? null : request.positionSide;
  return quantity === request.quantity && positionSide === request.positionSide
    ? request
    : { ...request, quantity, positionSide };
}

/** A market order from a target. A parameter that is absent or null is not sent. */
export const wireMarketOrderSchema = placeMarketOrderSchema
  .unwrap()
  .extend({
    positionSide: positionSideSchema.nullable().default(null),
    reduceOnly: z.boolean().nullable().default(null),
  });

/** A planned market order may have no id yet: a target may choose it when it sends the order. */
export const plannedRequestSchema = z.discriminatedUnion("method", [
  cancelOrderSchema,
  wireMarketOrderSchema.extend({ clientOrderId: clientOrderIdSchema.optional() }),
  cancelConditionalOrderSchema,
]);
export type PlannedRequest = z.infer<typeof plannedRequestSchema>;

export const wireRequestSchema = z.discriminatedUnion("method", [
  cancelOrderSchema,
  wireMarketOrderSchema,
  cancelConditionalOrderSchema,
]);

/**
 * Only in the answer to a request over the rate limit (-1003, HTTP 429 and 418), from its `Retry-After`:
 * the exchange refuses every request before this time, in milliseconds since 1970.
 */
const bannedUntilMs = timestampMsSchema;

/**
 * `unknown`: the request may or may not have been applied (time-out, -1006, -1007, HTTP 503
 * "Unknown error"). It is neither success nor failure, and never a reason to send again.
 */
export const portReplySchema = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("accepted") }),
  z.strictObject({
    status: z.literal("rejected"),
    code: z.int(),
    message: z.string(),
    bannedUntilMs: bannedUntilMs.optional(),
  }),
  z.strictObject({ status: z.literal("unknown"), code: z.int().nullable(), message: z.string() }),
]);
export type PortReply = Readonly<z.infer<typeof portReplySchema>>;

/** HTTP 429 and 418. Not every answer names the end of the ban. */
const rateLimitCode = -1003;

export function isRateLimit(reply: PortReply): boolean {
  if (reply.status !== "rejected") return false;
  return reply.bannedUntilMs !== undefined || reply.code === rateLimitCode;
}

/** These codes mean "execution status unknown", even in a rejection. */
export const unknownOutcomeCodes: ReadonlySet<number> = new Set([-1006, -1007]);

/** A port call of an earlier run, as the audit trail records it. */
export const priorCallSchema = z.strictObject({
  request: portRequestSchema,
  atMs: timestampMsSchema,
  status: z.enum(["accepted", "rejected", "unknown"]),
  bannedUntilMs: bannedUntilMs.optional(),
});
export type PriorCall = Readonly<z.infer<typeof priorCallSchema>>;

/** The effect of a request at the exchange, at the time of the exchange when it was applied. */
export type PortEffect = {
  /** What was asked. */
  readonly request: PortRequest;
  /** When it took effect, by the clock of the exchange, in milliseconds since 1970. */
  readonly atMs: number;
  /** The run that sent it, which may have ended before. */
  readonly run: number;
  /** The index of the step in which it took effect later than its call; null if it did so at once. */
  readonly lateInStep: number | null;
  /** The position before and after a market order; null for a cancel. */
  readonly position: {
    /** Signed, in units of the base asset; negative is short. */
    readonly before: Decimal;
    /** Signed, in units of the base asset; negative is short. */
    readonly after: Decimal;
  } | null;
};

/** The first parameter of a request that the venue refuses because of its form. */
export type MalformedParameter = {
  /** Its name. */
  readonly parameter: string;
  /** As sent: short text without control characters. */
  readonly value: string;
};

/** A port call as recorded, with its request in canonical form. `refused`: it had no live permit and was not sent. */
export type PortCall = {
  /** What was asked. */
  readonly request: PortRequest;
  /** By the clock of the bot, in milliseconds since 1970. */
  readonly atMs: number;
  /**
   * When the reply arrived, or when the target stopped waiting for it, in milliseconds since 1970. The time of the call,
   * where the process crashed in it.
   */
  readonly repliedAtMs: number;
  /** The index of the reconcile step, from 0. */
  readonly run: number;
  /** How many events the audit trail had accepted before the call. */
  readonly auditEventsBefore: number;
  /** What the port answered. */
  readonly reply:
    | PortReply
    | {
        /** There was no live permit. */
        readonly status: "refused";
      };
  /** The scheduled fault; null for a refused call, for a malformed one, and in a ban. */
  readonly fault: PortFault["kind"] | null;
  /** Why the venue refused its form; null for a well-formed request. */
  readonly malformed: MalformedParameter | null;
};

/** Without the id of a market order, which the target chooses. */
export function describePortRequest(request: PlannedRequest): string {
  return request.method !== "placeMarketOrder"
    ? `${request.method} ${request.symbol} ${request.clientOrderId}`
    : `placeMarketOrder ${request.side} ${request.quantity} ${request.symbol}, ` +
        `position side ${request.positionSide ?? "not sent"}, reduceOnly ${request.reduceOnly ?? "not sent"}`;
}

/** Such as `rejected -2011 after 20 ms`. */
export function describePortReply({ reply, atMs, repliedAtMs }: PortCall): string {
  const code = "code" in reply && reply.code !== null ? ` ${reply.code}` : "";
  const time = repliedAtMs === atMs ? "" : ` after ${repliedAtMs - atMs} ms`;
  return `${reply.status}${code}${time}`;
}

function describePortCall(call: PortCall): string {
  return `${describePortRequest(call.request)}: ${describePortReply(call)}`;
}

/** The most port calls that one run made. They are recorded run by run. */
export function mostCallsInARun(calls: readonly PortCall[]): number {
  let [run, count, most] = [-1, 0, 0];
  for (const call of calls) {
    count = call.run === run ? count + 1 : 1;
    run = call.run;
    if (count > most) most = count;
  }
  return most;
}

const callsDescribedMax = 100;

/** Each with its run. */
export function describePortCalls(calls: readonly PortCall[]): string[] {
  const described = calls
    .slice(0, callsDescribedMax)
    .map((call) => `run ${call.run + 1}: ${describePortCall(call)}`);
  const rest = calls.length - described.length;
  return rest > 0 ? [...described, `and ${counted(rest, "more port call")}`] : described;
}
