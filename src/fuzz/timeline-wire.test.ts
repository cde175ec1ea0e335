import { expect, test } from "vitest";
import type { RecordedStreamEvent } from "../domain/stream-fault.ts";
import { describeOnWire } from "./timeline-wire.ts";

const event: RecordedStreamEvent = {
  run: 1,
  event: 1,
  text: "ORDER_TRADE_UPDATE BTCUSDT mine CANCELED",
  fault: "duplicate",
  innerStep: null,
  update: null,
  sent: { run: 1, portCallsBefore: 1 },
};

test("a run shows the faults of its replies, its events, and faults that met nothing", () => {
  const step = {
    kind: "reconcile",
    wireFaults: [{ endpoint: "openOrders", call: 1, kind: "null" }],
    streamFaults: [
      { event: 1, kind: "duplicate" },
      { event: 3, kind: "drop" },
    ],
  } as const;
  const opening = { ...event, event: 0, text: "the stream is open", fault: null };
  const streamEvents = [opening, event, { ...event, run: 0 }];
  expect(describeOnWire(step, 1, { streamEvents })).toEqual([
    "REPLY openOrders 1: null",
    "STREAM the stream is open",
    "STREAM ORDER_TRADE_UPDATE BTCUSDT mine CANCELED is sent twice",
    "STREAM event 3 is not sent: it did not come to that",
  ]);
  // A silent stream: another fault took place.
  const silent = [{ ...event, fault: "silence" as const, sent: null }];
  expect(describeOnWire(step, 1, { streamEvents: silent }).slice(1)).toEqual([
    "STREAM ORDER_TRADE_UPDATE BTCUSDT mine CANCELED is not sent, nor is a later one, and the connection stays open",
    "STREAM event 1 is sent twice: it did not come to that",
    "STREAM event 3 is not sent: it did not come to that",
  ]);
  expect(describeOnWire({ kind: "reconcile" }, 2, { streamEvents })).toEqual([]);
});
