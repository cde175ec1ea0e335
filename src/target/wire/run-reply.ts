/** A reply to a request of a run: which lists it leaves unread, and how it is recorded. */
import { setTimeout as delay } from "node:timers/promises";
import { readLists, type ReadList } from "../../domain/snapshot.ts";
import type { FaultEndpoint } from "../../domain/wire-request.ts";
import type { BrokenReply } from "../../wire/broken-reply.ts";
import type { VenueReply } from "../../wire/reply.ts";
import type { ReadRequest } from "../../wire/rest-face.ts";
import type { Answer } from "../../wire/wire-server.ts";

/** Longer than it takes to send requests one after the other without their replies, in milliseconds. */
const requestsTogetherMs = 30;

/** What the bot gets, and its form for the record. */
export type Given = Answer & Pick<BrokenReply, "recorded">;

export function unbroken(reply: VenueReply): Given {
  return { reply, recorded: reply.status === 200 ? "ok" : "error" };
}

/** In a ban nothing may be sent, so no list that was read before may lead to a port call. */
export function unreadLists(
  { route }: ReadRequest,
  { recorded, reply }: Given,
): readonly ReadList[] {
  if (reply.bannedUntilMs !== undefined) return readLists;
  return route?.list === undefined || recorded === "ok" ? [] : [route.list];
}

/** Requests that a bot has sent together with this one arrive before its reply, so none is one in a ban. */
export async function letRequestsArrive(): Promise<void> {
  await delay(requestsTogetherMs);
  await new Promise((resolve) => setImmediate(resolve));
}

export function endpointOf({ route }: ReadRequest): FaultEndpoint | null {
  if (route === undefined) return null;
  if (route.group === "mutating") return "mutation";
  if (route.path === "/fapi/v1/order" && route.method === "GET") return "order";
  return route.list === undefined ? null : endpoints[route.list];
}

const endpoints = {
  orders: "openOrders",
  positions: "positions",
  conditionalOrders: "openAlgoOrders",
} as const satisfies Record<ReadList, FaultEndpoint>;
