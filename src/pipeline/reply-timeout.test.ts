import { expect, test } from "vitest";
import type { PortReply } from "../domain/port-call.ts";
import { SimulatedClock } from "../exchange/simulated-clock.ts";
import { replyTimeoutMs, withReplyTimeout } from "./reply-timeout.ts";
import type { Port } from "./services.ts";

const accepted: PortReply = { status: "accepted" };

/** A port whose replies come after this time by its clock, and a call of it. */
function slowPort(replyAfterMs: number) {
  const clock = new SimulatedClock(0);
  const after = async (ms: number): Promise<void> => clock.after(ms);
  const reply = async () => after(replyAfterMs).then(() => accepted);
  const port: Port = { cancelOrder: reply, placeMarketOrder: reply, cancelConditionalOrder: reply };
  return { clock, port: withReplyTimeout({ port, after }) };
}

const call = async (port: Port, method: keyof Port): Promise<PortReply> =>
  port[method]({} as never, {} as never);

test.each(["cancelOrder", "placeMarketOrder", "cancelConditionalOrder"] as const)(
  "a reply to %s in time counts, and without one the outcome is unknown",
  async (method) => {
    const inTime = slowPort(replyTimeoutMs - 1);
    const reply = call(inTime.port, method);
    inTime.clock.advance(replyTimeoutMs - 1);
    expect(await reply).toEqual(accepted);
    const late = slowPort(replyTimeoutMs + 1);
    const missing = call(late.port, method);
    late.clock.advance(replyTimeoutMs);
    late.clock.advance(1);
    expect(await missing).toEqual({
      status: "unknown",
      code: null,
      message: "there was no reply within 10000 ms",
    });
  },
);

test("a port that ends its calls itself needs no wait", () => {
  const { port } = slowPort(1);
  expect(withReplyTimeout({ port })).toBe(port);
});

test("a wait ends when the clock has advanced by its time, and not when the clock is set", async () => {
  const clock = new SimulatedClock(0);
  const ended: number[] = [];
  for (const ms of [2, 1, 3]) void clock.after(ms).then(() => ended.push(ms));
  clock.setBotBy(9);
  clock.advance(2);
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  expect(ended).toEqual([2, 1]);
});
