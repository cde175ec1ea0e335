/** One call of a target process: to the port of its run, or to the trail. */
import type { OrderQueryReply } from "../../domain/order-query.ts";
import type { PortReply } from "../../domain/port-call.ts";
import { neverResolves } from "../../exchange/simulated-port.ts";
import type { TargetPort, TargetTrail } from "../target-run.ts";
import type { HarnessMethod } from "./protocol.ts";
import type { Params } from "./rpc-message.ts";

/** The services that one run may call. */
export type ActiveRun = {
  readonly run: number;
  readonly isLive: boolean;
  readonly port: TargetPort;
  readonly trail: TargetTrail;
  /** For how long the target waits for a reply; null: it waits for each reply. */
  readonly replyTimeoutMs: number | null;
  /** It reads the lists by requests, so that no message has them. */
  readonly pulls: boolean;
};

/** What the bot declared. */
export type RunOptions = Pick<ActiveRun, "replyTimeoutMs" | "pulls">;

/** The answer to a query outside its run. */
export const notActive: OrderQueryReply = {
  status: "failed",
  code: -2015,
  message: "this run is not active",
};

/** Calls the port or the trail, which parse the params. */
export async function callService(
  active: ActiveRun,
  method: HarnessMethod,
  params: Params,
  sendClock: () => void,
): Promise<unknown> {
  const { port, trail, replyTimeoutMs } = active;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- port and trail parse them
  const unparsed = params as never;
  const { nowMs } = port;
  /** Without a reply in time the target gets the clock instead. */
  const inTime = async (call: Promise<PortReply>): Promise<unknown> => {
    const timeout = replyTimeoutMs === null ? [] : [port.after(replyTimeoutMs)];
    const reply = await Promise.race([call, ...timeout]);
    if (reply !== undefined) return { ...reply, nowMs: nowMs() };
    sendClock();
    return neverResolves();
  };
  switch (method) {
    case "port/cancelOrder":
      return inTime(port.cancelOrder(unparsed));
    case "port/placeMarketOrder":
      return inTime(port.placeMarketOrder(unparsed));
    case "port/cancelConditionalOrder":
      return inTime(port.cancelConditionalOrder(unparsed));
    case "lease/take": {
      const granted = await port.takeLease();
      if (granted === null) return { nowMs: nowMs(), lease: null };
      const { nowMs: takenAtMs, snapshot, ...calls } = granted;
      return { nowMs: takenAtMs, lease: active.pulls ? calls : { ...calls, snapshot } };
    }
    case "lease/end":
      await port.endLease();
      return { nowMs: nowMs() };
    case "exchange/openOrders":
      return { ...(await port.readLists()).orders, nowMs: nowMs() };
    case "exchange/positions":
      return { ...(await port.readLists()).positions, nowMs: nowMs() };
    case "exchange/openAlgoOrders": {
      const { conditionalOrders } = await port.readLists();
      return conditionalOrders === undefined ? null : { ...conditionalOrders, nowMs: nowMs() };
    }
    case "exchange/order":
      return { ...(await port.queryOrder(unparsed)), nowMs: nowMs() };
    case "audit/append":
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the trail parses it
      return { refusal: trail.append(params["event"] as never), nowMs: nowMs() };
  }
}
