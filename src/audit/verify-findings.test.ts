import { expect, test } from "vitest";
import type { AuditEvent } from "../domain/audit-event.ts";
import { attemptEvent, runEvent } from "../test-fixtures/audit-events.ts";
import { canonicalJson } from "./canonical-json.ts";
import { verifyTrail } from "./verify.ts";

const textOf = (events: readonly unknown[]) =>
  events.map((event) => `${canonicalJson(event)}\n`).join("");

const verify = (...events: readonly AuditEvent[]) => verifyTrail(Buffer.from(textOf(events)));

test("what was cut short in an attempt names the run, the attempt and what may have taken effect", () => {
  const { unfinished } = verify(attemptEvent());
  expect(unfinished).toEqual([
    {
      line: 1,
      message:
        "run run-1 was cut short in attempt 1: whether cancel BTCUSDT " +
        "grinder_grid_BTCUSDT_1_1704067100_1 took effect is unknown; look at the exchange",
    },
  ]);
});

test.each<[string, Uint8Array, string]>([
  [
    "a field with a wrong value",
    Buffer.from(
      `${canonicalJson({ ...runEvent(), details: { ...runEvent().details, ts_end: -1 } })}\n`,
    ),
    "details.ts_end: ",
  ],
  ["bytes that are no text", Uint8Array.from([0xff, 0xfe, 0x0a]), "not UTF-8 text"],
  ["words", Buffer.from("hello\n"), "not JSON: hello"],
])("a line with %s is told with its place", (_, bytes, message) => {
  const [finding] = verifyTrail(bytes).broken;
  expect(finding?.line).toBe(1);
  expect(finding?.message).toContain(message);
});

test.each(["unknown", "failed", "executed", "planned"] as const)(
  "a run without results and plans that calls itself %s is broken",
  (status) => {
    const details = { cancel_count: 0, flatten_count: 0, executed_count: 0, planned_count: 0 };
    const { broken } = verify(runEvent({ status, details }));
    expect(broken.map(({ message }) => message)).toEqual([
      `status is ${status}, and nothing in the run is`,
    ]);
  },
);

test.each(["clean", "no_action", "blocked"] as const)(
  "a run without results and plans may call itself %s",
  (status) => {
    const details = { cancel_count: 0, flatten_count: 0, executed_count: 0, planned_count: 0 };
    expect(verify(runEvent({ status, details })).broken).toEqual([]);
  },
);

const planned = (details: object): string[] =>
  verify(
    runEvent({
      mode: "dry_run",
      status: "planned",
      mismatch_counts: { ...runEvent().mismatch_counts, POSITION_NONZERO_UNEXPECTED: 3 },
      details: { executed_count: 0, ...details },
    }),
  ).broken.map(({ message }) => message);

test("a dry run plans as many cancels and flattens as it says, together", () => {
  expect(planned({ cancel_count: 1, flatten_count: 2, planned_count: 3 })).toEqual([]);
  expect(planned({ cancel_count: 1, flatten_count: 2, planned_count: 1 })).toEqual([
    "planned_count is 1, and the lines of the run show 3",
  ]);
});

test("no more outcomes are told than mismatches, of whatever kind they are", () => {
  const none = { cancel_count: 0, flatten_count: 0, executed_count: 0, planned_count: 0 };
  const told = (details: object) =>
    verify(runEvent({ status: "no_action", details: { ...none, ...details } })).broken.length;
  const found = Object.values(runEvent().mismatch_counts).reduce((sum, count) => sum + count, 0);
  expect(told({ skipped_terminal: found })).toBe(0);
  expect(told({ skipped_terminal: found + 1 })).toBe(1);
  expect(told({ skipped_no_action: found })).toBe(0);
  expect(told({ skipped_no_action: found + 1 })).toBe(1);
  expect(told({ blocked_count: 1, skipped_terminal: found })).toBe(1);
});

test("a dry run that plans more than it found is broken", () => {
  const details = { cancel_count: 1, flatten_count: 1, executed_count: 0, planned_count: 2 };
  const { broken } = verify(runEvent({ mode: "dry_run", status: "planned", details }));
  expect(broken.map(({ message }) => message)).toEqual([
    "more outcomes than the 1 mismatches that are counted",
  ]);
});

test("a byte order mark before a line is no part of the canonical form", () => {
  const text = textOf([
    runEvent({ status: "clean", details: { cancel_count: 0, executed_count: 0 } }),
  ]);
  expect(verifyTrail(Buffer.from(text)).broken).toEqual([]);
  expect(verifyTrail(Buffer.from(`\uFEFF${text}`)).broken).toHaveLength(1);
});
