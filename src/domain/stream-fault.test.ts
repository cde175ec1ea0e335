import { expect, test } from "vitest";
import {
  describeStreamEvent,
  describeStreamFault,
  streamFaultsSchema,
  type RecordedStreamEvent,
} from "./stream-fault.ts";

test.each([
  [[{ event: 1, kind: "drop" }], true],
  [
    [
      { event: 0, kind: "close" },
      { event: 1, kind: "drop" },
    ],
    true,
  ],
  // Nothing can happen to an event before the first one.
  [[{ event: 0, kind: "drop" }], false],
  [[{ event: 1, kind: "lose" }], false],
  [[{ kind: "drop" }], false],
  [
    [
      { event: 1, kind: "drop" },
      { event: 1, kind: "delay" },
    ],
    false,
  ],
  [[], false],
])("%j are faults of a user stream: %s", (faults, isValid) => {
  expect(streamFaultsSchema.safeParse(faults).success).toBe(isValid);
});

test("a fault names its event, or the opening of the stream", () => {
  expect(describeStreamFault({ event: 2, kind: "duplicate" })).toBe("event 2 is sent twice");
  expect(describeStreamFault({ event: 0, kind: "expire" })).toBe(
    "as soon as it is open, the listenKey expires",
  );
});

test("an event is described with its fault", () => {
  const event: RecordedStreamEvent = {
    run: 0,
    event: 2,
    text: "ORDER_TRADE_UPDATE BTCUSDT mine FILLED",
    fault: "drop",
    innerStep: null,
    update: null,
    sent: null,
  };
  const sent = { run: 0, portCallsBefore: 0 };
  expect(describeStreamEvent(event)).toBe(`${event.text} is not sent`);
  expect(describeStreamEvent({ ...event, fault: null, sent })).toBe(event.text);
  const opening = { ...event, event: 0, text: "the stream is open", fault: "silence" } as const;
  expect(describeStreamEvent(opening)).toBe(
    "the stream is open: no event is sent, and the connection stays open",
  );
  expect(describeStreamEvent({ ...opening, fault: null })).toBe(opening.text);
});

test.each([
  [null, "; it was sent to no client"],
  ["duplicate", " is sent twice; it was sent to no client"],
  ["delay", " is sent with the next one; it was sent to no client"],
  ["drop", " is not sent"],
  ["close", " is lost: the connection closes with 1006"],
] as const)("an event with the fault %s that was not sent is described so", (fault, expected) => {
  const text = "TRADE_LITE BTCUSDT mine";
  const event = { run: 0, event: 1, text, fault, innerStep: null, update: null, sent: null };
  expect(describeStreamEvent(event)).toBe(text + expected);
});
