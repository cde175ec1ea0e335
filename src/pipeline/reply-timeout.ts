/** The time-out of the pipeline: a request without a reply in time has an unknown outcome. */
import type { PortReply } from "../domain/port-call.ts";
import type { Port, RunServices } from "./services.ts";

export const replyTimeoutMs = 10_000;

const noReply: PortReply = {
  status: "unknown",
  code: null,
  message: `there was no reply within ${replyTimeoutMs} ms`,
};

/** A reply that comes later is dropped: it is neither success nor failure any more. */
export function withReplyTimeout({ port, after }: Pick<RunServices, "port" | "after">): Port {
  if (after === undefined) return port;
  // Few promises, because each call of each run has these.
  const inTime = async (reply: Promise<PortReply>): Promise<PortReply> =>
    new Promise((resolve, reject) => {
      reply.then(resolve, reject);
      after(replyTimeoutMs).then(() => resolve(noReply), reject);
    });
  return {
    cancelOrder: (permit, request) => inTime(port.cancelOrder(permit, request)),
    placeMarketOrder: (permit, request) => inTime(port.placeMarketOrder(permit, request)),
    cancelConditionalOrder: (permit, request) =>
      inTime(port.cancelConditionalOrder(permit, request)),
  };
}
