/** Faults in sending requests: retries, orders that were not planned, replies that are misread. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import type { PortReply } from "../../src/domain/port-call.ts";
import type { Decisions } from "../../src/pipeline/decisions.ts";
import { auditWriteFailure, executeDecisions } from "../../src/pipeline/execute.ts";
import type { Intent } from "../../src/pipeline/plan.ts";
import { siblings, type PlantedBug } from "./planted-bug.ts";

const { send } = executeDecisions;

/** A retry without an end would never end the case. */
const attemptsMax = 5;

function resendIf(
  isResent: (reply: PortReply, intent: Intent) => boolean,
  resendsMax = 1,
): Partial<Decisions> {
  return {
    send: async (intent, permit, port) => {
      let reply = await send(intent, permit, port);
      for (let resends = 0; resends < resendsMax && isResent(reply, intent); resends += 1)
        reply = await send(intent, permit, port);
      return reply;
    },
  };
}

function readReply(read: (reply: PortReply) => PortReply): Partial<Decisions> {
  return { send: async (...args) => read(await send(...args)) };
}

export const executeBugs: readonly PlantedBug[] = [
  ...siblings("unknown-outcome-ends-the-run/unknown-outcome-misreported", 4, {
    "unknown-outcome-read-as-failure": {
      issue: "hummingbot#6033",
      decisions: readReply((reply) =>
        reply.status === "unknown"
          ? { ...reply, status: "rejected", code: reply.code ?? -1 }
          : reply,
      ),
    },
    "unknown-outcome-code-read-as-rejection": {
      decisions: readReply((reply) =>
        reply.status === "unknown" && reply.code !== null
          ? { ...reply, status: "rejected", code: reply.code }
          : reply,
      ),
    },
  }),
  ...siblings("one-call-per-intent/duplicate-call", 4, {
    "unknown-outcome-resent": {
      issue: "nautilus_trader#4215",
      decisions: resendIf(({ status }) => status === "unknown"),
    },
    "cancel-resent-after-disconnect": {
      issue: "binance-connector-js#567",
      decisions: resendIf(
        (reply, { kind }) => reply.status === "unknown" && reply.code === null && kind === "cancel",
      ),
    },
    "rejected-call-resent": {
      issue: "hummingbot#5076",
      decisions: resendIf(({ status }) => status === "rejected", attemptsMax - 1),
    },
  }),
  {
    name: "every-call-sent-twice",
    expectedFailure: "one-call-per-intent/duplicate-call",
    minimalSize: 3,
    decisions: resendIf(() => true),
  },
  {
    name: "calls-continue-after-unknown-outcome",
    expectedFailure: "unknown-outcome-ends-the-run/call-after-unknown-outcome",
    minimalSize: 5,
    decisions: { stopReason: (_, failure) => auditWriteFailure(failure) },
  },
  {
    name: "flatten-resent-after-fill",
    issue: "freqtrade#13332",
    expectedFailure: "flatten-only-reduces/second-flatten",
    minimalSize: 3,
    decisions: {
      send: async (intent, permit, port) => {
        const reply = await send(intent, permit, port);
        const { request } = intent;
        if (reply.status !== "accepted" || request.method === "cancelOrder") return reply;
        const clientOrderId = clientOrderIdSchema.parse(request.clientOrderId.replace(/\d$/, "0"));
        return port.placeMarketOrder(permit, { ...request, clientOrderId });
      },
    },
  },
  {
    // The cancel failed because the order was filled, and the bot placed another one.
    name: "buy-after-failed-cancel",
    issue: "passivbot#514",
    expectedFailure: "permitted-remediations-are-executed/wrong-remediation",
    minimalSize: 4,
    decisions: {
      send: async (intent, permit, port) => {
        const reply = await send(intent, permit, port);
        const { mismatch, request } = intent;
        const isFailedCancel = reply.status === "rejected" && request.method === "cancelOrder";
        if (!isFailedCancel || mismatch.observed === null) return reply;
        const { symbol, clientOrderId } = request;
        const { quantity } = mismatch.observed;
        await port.placeMarketOrder(permit, {
          method: "placeMarketOrder",
          symbol,
          clientOrderId,
          side: "BUY",
          quantity,
          positionSide: null,
          reduceOnly: null,
        });
        return reply;
      },
    },
  },
  {
    // A cancel that finds no order (-2011) is read as a fill, and the fill is sold at once.
    name: "sell-after-cancel-finds-no-order",
    expectedFailure: "rejected-remediations-need-a-new-snapshot/order-without-new-snapshot",
    minimalSize: 3,
    isSequence: true,
    decisions: {
      send: async (intent, permit, port) => {
        const reply = await send(intent, permit, port);
        const { mismatch, request } = intent;
        const isGone = reply.status === "rejected" && reply.code === -2011;
        if (!isGone || mismatch.type === "POSITION_NONZERO_UNEXPECTED") return reply;
        const { side, quantity } = mismatch.observed ?? mismatch.expected;
        await port.placeMarketOrder(permit, {
          method: "placeMarketOrder",
          symbol: request.symbol,
          clientOrderId: clientOrderIdSchema.parse(`${request.clientOrderId.slice(0, 34)}_s`),
          side: side === "BUY" ? "SELL" : "BUY",
          quantity,
          positionSide: null,
          reduceOnly: true,
        });
        return reply;
      },
    },
  },
];
