/** Faults in sending requests: retries, orders that were not planned, replies that are misread. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import type { PlaceMarketOrder, PortReply } from "../../src/domain/port-call.ts";
import type { Decisions } from "../../src/pipeline/decisions.ts";
import { auditWriteFailure, executeDecisions } from "../../src/pipeline/execute.ts";
import type { Intent } from "../../src/pipeline/plan.ts";
import { sequenceSiblings, siblings, type PlantedBug } from "./planted-bug.ts";

const { send } = executeDecisions;

const sent = (replaced: Decisions["send"]) => ({ decisions: { send: replaced } });

/** A retry without an end would never end the case. */
const attemptsMax = 5;

function resendIf(isResent: (reply: PortReply, intent: Intent) => boolean, resendsMax = 1) {
  return sent(async (intent, permit, port) => {
    let reply = await send(intent, permit, port);
    for (let resends = 0; resends < resendsMax && isResent(reply, intent); resends += 1)
      reply = await send(intent, permit, port);
    return reply;
  });
}

const readReply = (read: (reply: PortReply) => PortReply) =>
  sent(async (...args) => read(await send(...args)));

type OrderPart = "symbol" | "clientOrderId" | "side" | "quantity" | "reduceOnly";

/** Places the order of a request after the reply to it; null places none. */
function placedAfter(
  orderFor: (intent: Intent, reply: PortReply) => Pick<PlaceMarketOrder, OrderPart> | null,
) {
  return sent(async (intent, permit, port) => {
    const reply = await send(intent, permit, port);
    const order = orderFor(intent, reply);
    if (order === null) return reply;
    const method = "placeMarketOrder";
    await port.placeMarketOrder(permit, { method, ...order, positionSide: null });
    return reply;
  });
}

export const executeBugs: readonly PlantedBug[] = [
  ...siblings("unknown-outcome-ends-the-run/unknown-outcome-misreported", 4, {
    "unknown-outcome-read-as-failure": {
      issue: "hummingbot#6033",
      ...readReply((reply) =>
        reply.status === "unknown"
          ? { ...reply, status: "rejected", code: reply.code ?? -1 }
          : reply,
      ),
    },
    "unknown-outcome-code-read-as-rejection": readReply((reply) =>
      reply.status === "unknown" && reply.code !== null
        ? { ...reply, status: "rejected", code: reply.code }
        : reply,
    ),
  }),
  ...siblings("one-call-per-intent/duplicate-call", 4, {
    "unknown-outcome-resent": {
      issue: "nautilus_trader#4215",
      ...resendIf(({ status }) => status === "unknown"),
    },
    "cancel-resent-after-disconnect": {
      issue: "binance-connector-js#567",
      ...resendIf(
        (reply, { kind }) => reply.status === "unknown" && reply.code === null && kind === "cancel",
      ),
    },
    "rejected-call-resent": {
      issue: "hummingbot#5076",
      ...resendIf(({ status }) => status === "rejected", attemptsMax - 1),
    },
    "every-call-sent-twice": { ...resendIf(() => true), minimalSize: 3 },
  }),
  ...siblings("unknown-outcome-ends-the-run/call-after-unknown-outcome", 5, {
    "calls-continue-after-unknown-outcome": {
      minimalSize: 4,
      decisions: { stopReason: (_, failure) => auditWriteFailure(failure) },
    },
  }),
  ...siblings("flatten-only-reduces/second-flatten", 3, {
    "flatten-resent-after-fill": {
      issue: "freqtrade#13332",
      ...sent(async (intent, permit, port) => {
        const reply = await send(intent, permit, port);
        const { request } = intent;
        if (reply.status !== "accepted" || request.method !== "placeMarketOrder") return reply;
        const clientOrderId = clientOrderIdSchema.parse(request.clientOrderId.replace(/\d$/, "0"));
        return port.placeMarketOrder(permit, { ...request, clientOrderId });
      }),
    },
  }),
  ...siblings("permitted-remediations-are-executed/wrong-remediation", 4, {
    // The cancel failed because the order was filled, and the bot placed another one.
    "buy-after-failed-cancel": {
      issue: "passivbot#514",
      ...placedAfter(({ mismatch, request }, reply) => {
        const isFailedCancel = reply.status === "rejected" && request.method === "cancelOrder";
        if (!isFailedCancel || mismatch.observed === null) return null;
        const { symbol, clientOrderId } = request;
        const { quantity } = mismatch.observed;
        if (quantity === null) return null;
        return { symbol, clientOrderId, side: "BUY", quantity, reduceOnly: null };
      }),
    },
  }),
  ...sequenceSiblings("rejected-remediations-need-a-new-snapshot/order-without-new-snapshot", 3, {
    // A cancel that finds no order (-2011) is read as a fill, and the fill is sold at once.
    "sell-after-cancel-finds-no-order": placedAfter(({ mismatch, request }, reply) => {
      const isGone = reply.status === "rejected" && reply.code === -2011;
      if (!isGone || mismatch.type === "POSITION_NONZERO_UNEXPECTED") return null;
      const { side, quantity } = mismatch.observed ?? mismatch.expected;
      if (quantity === null) return null;
      return {
        symbol: request.symbol,
        clientOrderId: clientOrderIdSchema.parse(`${request.clientOrderId.slice(0, 34)}_s`),
        side: side === "BUY" ? "SELL" : "BUY",
        quantity,
        reduceOnly: true,
      };
    }),
  }),
];
