import { expect, test } from "vitest";
import { attemptEvent, resultEvent, runEvent } from "../test-fixtures/audit-events.ts";
import { copyEvent } from "./output-copies.ts";

test.each([attemptEvent(), resultEvent(), runEvent(), attemptEvent({ account: "a" })])(
  "the copy of an event is equal: $event_type",
  (event) => {
    expect(copyEvent(event)).toStrictEqual(event);
    expect(copyEvent(event)).not.toBe(event);
  },
);

test("a copy does not repair a wrong type of event", () => {
  const wrong = Object.assign(resultEvent(), { event_type: "OTHER" });
  expect(copyEvent(wrong)).toStrictEqual(wrong);
});
