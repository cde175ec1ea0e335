/** Faults with queries for one order: -2013 is no proof of absence, and an error is none either. */
import type { OrderQueryReply } from "../../src/domain/order-query.ts";
import type { PortReply, PortRequest } from "../../src/domain/port-call.ts";
import { reconcile } from "../../src/pipeline/run.ts";
import type { Port, RunServices } from "../../src/pipeline/services.ts";
import { runWith, siblings, type PlantedBug } from "./planted-bug.ts";

type Send = () => Promise<PortReply>;

/** Handles a request, which it may send, with the answer to a query for its order. */
type Handler = (
  request: PortRequest,
  send: Send,
  ask: () => Promise<OrderQueryReply>,
) => Promise<PortReply>;

const noQuery: OrderQueryReply = { status: "failed", code: -1, message: "there are no queries" };

/** Requests for normal orders are handled so. */
function handledBy(handle: Handler) {
  return runWith((inputs, services) =>
    reconcile(inputs, { ...services, port: portWith(services, handle) }),
  );
}

function portWith({ port, queryOrder }: RunServices, handle: Handler): Port {
  const asking = (request: PortRequest, send: Send) => {
    const { symbol, clientOrderId } = request;
    const ask = async () => (await queryOrder?.({ symbol, clientOrderId })) ?? noQuery;
    return handle(request, send, ask);
  };
  return {
    ...port,
    cancelOrder: (permit, request) => asking(request, () => port.cancelOrder(permit, request)),
    placeMarketOrder: (permit, request) =>
      asking(request, () => port.placeMarketOrder(permit, request)),
  };
}

const accepted: PortReply = { status: "accepted" };
const notSent: PortReply = { status: "rejected", code: -1, message: "the bot did not send it" };

/** After an unknown outcome, a query decides whether the request is sent again at once. */
const sentAgainIf = (status: OrderQueryReply["status"], isOwn: (request: PortRequest) => boolean) =>
  handledBy(async (request, send, ask) => {
    const reply = await send();
    if (reply.status !== "unknown" || !isOwn(request)) return reply;
    return (await ask()).status === status ? send() : reply;
  });

/** A query decides before each cancel whether it is left out. */
const leftOutIf = (status: OrderQueryReply["status"]) =>
  handledBy(async (request, send, ask) => {
    if (request.method !== "cancelOrder") return send();
    return (await ask()).status === status ? notSent : send();
  });

export const orderQueryBugs: readonly PlantedBug[] = [
  ...siblings("unknown-outcome-ends-the-run/call-after-unknown-outcome", 4, {
    "order-not-found-sent-again": sentAgainIf(
      "not-found",
      ({ method }) => method === "placeMarketOrder",
    ),
    "failed-query-read-as-not-found": sentAgainIf("failed", () => true),
    // A cancel seems to have cancelled it, and a flatten seems to have filled.
    "order-not-found-read-as-ended": {
      ...handledBy(async (_, send, ask) => {
        const reply = await send();
        if (reply.status !== "unknown") return reply;
        return (await ask()).status === "not-found" ? accepted : reply;
      }),
      minimalSize: 4,
    },
  }),
  ...siblings("permitted-remediations-are-executed/missing-remediation", 3, {
    "order-not-found-needs-no-cancel": leftOutIf("not-found"),
    "no-cancel-after-a-failed-query": leftOutIf("failed"),
  }),
];
