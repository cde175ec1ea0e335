import { expect, test } from "vitest";
import type { AuditEvent } from "../domain/audit-event.ts";
import { attemptEvent, completeRun, resultEvent, runEvent } from "../test-fixtures/audit-events.ts";
import { canonicalJson } from "./canonical-json.ts";
import { verifyTrail } from "./verify.ts";

const textOf = (events: readonly unknown[]) =>
  events.map((event) => `${canonicalJson(event)}\n`).join("");

const verify = (...events: readonly AuditEvent[]) => verifyTrail(Buffer.from(textOf(events)));

test("a complete live run holds", () => {
  expect(verify(...completeRun)).toEqual({
    verdict: "holds",
    lines: 3,
    runs: 1,
    attempts: 1,
    broken: [],
    unfinished: [],
  });
});

test("a dry run holds without an attempt", () => {
  const details = { cancel_count: 1, executed_count: 0, planned_count: 1 };
  expect(verify(runEvent({ mode: "dry_run", status: "planned", details })).verdict).toBe("holds");
});

test("interleaved runs are told apart by their run ids", () => {
  const other = completeRun.map((event) => ({ ...event, run_id: "run-2" }));
  const interleaved = completeRun.flatMap((event, index) => [event, other[index] ?? event]);
  expect(verify(...interleaved)).toMatchObject({ verdict: "holds", runs: 2, attempts: 2 });
});

const second = { sequence: 2, client_order_id: "grinder_grid_BTCUSDT_2_1704067100_1" };

test.each<[string, AuditEvent[], number, string]>([
  ["a result without an attempt", [resultEvent(), runEvent()], 1, "without an attempt"],
  [
    "an attempt before the last one has its result",
    [
      attemptEvent(),
      attemptEvent(second),
      resultEvent(),
      resultEvent(second),
      runEvent({
        details: { cancel_count: 2, executed_count: 2 },
        mismatch_counts: { ...runEvent().mismatch_counts, ORDER_EXISTS_UNEXPECTED: 2 },
      }),
    ],
    2,
    "attempt 1 has no result",
  ],
  ["a run that ends with an open attempt", [attemptEvent(), runEvent()], 2, "has no result"],
  [
    "two results of one attempt",
    [attemptEvent(), resultEvent(), resultEvent(), runEvent()],
    3,
    "without an attempt",
  ],
  [
    "a sequence with a gap",
    [attemptEvent(second), resultEvent(second), runEvent()],
    1,
    "where 1 is due",
  ],
  [
    "a result of another order",
    [attemptEvent(), resultEvent({ client_order_id: "x" }), runEvent()],
    2,
    "client_order_id",
  ],
  [
    "a result on another symbol",
    [attemptEvent(), resultEvent({ symbol: "ETHUSDT" }), runEvent()],
    2,
    "symbol",
  ],
  [
    "a result of another kind",
    [attemptEvent(), resultEvent({ kind: "flatten" }), runEvent()],
    2,
    "kind",
  ],
  [
    "a cancel that no attempt covers",
    [runEvent({ details: { executed_count: 0 } })],
    1,
    "cancel_count is 1",
  ],
  [
    "a flatten that no attempt covers",
    [...completeRun.slice(0, 2), runEvent({ details: { flatten_count: 1 } })],
    3,
    "flatten_count is 1",
  ],
  [
    "an execution that no result covers",
    [attemptEvent(), resultEvent({ status: "failed" }), runEvent()],
    3,
    "executed_count is 1",
  ],
  [
    "a live run that plans",
    [...completeRun.slice(0, 2), runEvent({ details: { planned_count: 1 } })],
    3,
    "planned_count is 1",
  ],
  [
    "a dry run with attempts",
    [...completeRun.slice(0, 2), runEvent({ mode: "dry_run", details: { executed_count: 0 } })],
    3,
    "dry run with attempts",
  ],
  ["a dry run that executed", [runEvent({ mode: "dry_run" })], 1, "executed_count is 1"],
  [
    "a dry run that counts another plan than it has",
    [
      runEvent({
        mode: "dry_run",
        status: "planned",
        details: { executed_count: 0, planned_count: 2 },
      }),
    ],
    1,
    "planned_count is 2",
  ],
  [
    "a status that the results contradict",
    [
      attemptEvent(),
      resultEvent({ status: "unknown" }),
      runEvent({ details: { executed_count: 0 } }),
    ],
    3,
    "status is executed, and the run is unknown",
  ],
  [
    "a status without a result",
    [runEvent({ details: { cancel_count: 0, executed_count: 0 } })],
    1,
    "nothing in the run is",
  ],
  [
    "symbols out of order",
    [...completeRun.slice(0, 2), runEvent({ symbols: ["Z", "A"] })],
    3,
    "sorted",
  ],
  ["a symbol twice", [...completeRun.slice(0, 2), runEvent({ symbols: ["A", "A"] })], 3, "unique"],
  [
    "a duration that is none",
    [...completeRun.slice(0, 2), runEvent({ details: { duration_ms: 5 } })],
    3,
    "duration_ms",
  ],
  [
    "more outcomes than mismatches",
    [...completeRun.slice(0, 2), runEvent({ details: { blocked_count: 5 } })],
    3,
    "more outcomes than the 1 mismatches",
  ],
  ["a run that ends twice", [...completeRun, runEvent()], 4, "already ended"],
  ["a run id that is used again", [...completeRun, attemptEvent()], 4, "already ended"],
])("%s breaks the trail, and its line is named", (_, events, line, message) => {
  const { verdict, broken } = verify(...events);
  expect(verdict).toBe("broken");
  expect(broken).toContainEqual({ line, message: expect.stringContaining(message) });
});

test.each([
  ["a line that is not JSON", "{oops}", "not JSON"],
  ["an empty line", "", "not JSON"],
  ["an escape sequence, which is shown and not obeyed", "\u001B[31m", "\\u{1b}"],
  ["an unknown event", '{"event_type":"PARTY"}', "event_type"],
  ["an unknown field", canonicalJson({ ...runEvent(), extra: 1 }), "extra"],
  ["a missing field", canonicalJson({ ...runEvent(), run_id: undefined }), "run_id"],
  ["a later schema", canonicalJson({ ...runEvent(), schema_version: 2 }), "schema_version"],
  [
    "a count that is missing",
    canonicalJson({ ...runEvent(), mismatch_counts: {} }),
    "mismatch_counts",
  ],
  ["keys out of order", JSON.stringify(runEvent()), "canonical"],
])("%s breaks the trail", (_, line, message) => {
  const { verdict, broken } = verifyTrail(Buffer.from(`${textOf(completeRun)}${line}\n`));
  expect(verdict).toBe("broken");
  expect(broken[0]).toMatchObject({ line: 4 });
  expect(broken[0]?.message).toContain(message);
});

test("bytes that are no text break the trail, and the lines around them are still read", () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.from(textOf(completeRun))]);
  expect(verifyTrail(bytes)).toMatchObject({
    verdict: "broken",
    runs: 1,
    broken: [{ line: 1, message: "not UTF-8 text" }],
  });
});

test.each([
  ["a torn last line", `${textOf(completeRun)}{"event_ty`, 4, "torn: 10 bytes"],
  ["a run cut short in an attempt", textOf([attemptEvent()]), 1, "unknown; look at the exchange"],
  [
    "a run cut short behind a result",
    textOf([attemptEvent(), resultEvent()]),
    2,
    "cut short after",
  ],
  ["an empty trail", "", 1, "nothing to verify"],
])("%s leaves the verdict open, and is named", (_, text, line, message) => {
  const { verdict, unfinished } = verifyTrail(Buffer.from(text));
  expect(verdict).toBe("inconclusive");
  expect(unfinished[0]?.line).toBe(line);
  expect(unfinished[0]?.message).toContain(message);
});

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

test("a dry run plans as many cancels and flattens as it says, together", () => {
  const planned = (details: object) =>
    verify(
      runEvent({
        mode: "dry_run",
        status: "planned",
        mismatch_counts: { ...runEvent().mismatch_counts, POSITION_NONZERO_UNEXPECTED: 3 },
        details: { executed_count: 0, ...details },
      }),
    ).broken.map(({ message }) => message);
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
