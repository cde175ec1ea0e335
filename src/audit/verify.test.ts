import { expect, test } from "vitest";
import type { AuditEvent } from "../domain/audit-event.ts";
import { attemptEvent, completeRun, resultEvent, runEvent } from "../test-fixtures/audit-events.ts";
import { canonicalJson } from "./canonical-json.ts";
import { verifyTrail } from "./verify.ts";

const textOf = (events: readonly unknown[]) =>
  events.map((event) => `${canonicalJson(event)}\n`).join("");

const verify = (...events: readonly AuditEvent[]) => verifyTrail(Buffer.from(textOf(events)));

test("a complete live run passes", () => {
  expect(verify(...completeRun)).toEqual({
    verdict: "pass",
    lines: 3,
    runs: 1,
    attempts: 1,
    broken: [],
    unfinished: [],
  });
});

test("a dry run without an attempt passes", () => {
  const details = { cancel_count: 1, executed_count: 0, planned_count: 1 };
  expect(verify(runEvent({ mode: "dry_run", status: "planned", details })).verdict).toBe("pass");
});

test("interleaved runs are separated by their run ids", () => {
  const other = completeRun.map((event) => ({ ...event, run_id: "run-2" }));
  const interleaved = completeRun.flatMap((event, index) => [event, other[index] ?? event]);
  expect(verify(...interleaved)).toMatchObject({ verdict: "pass", runs: 2, attempts: 2 });
});

const second = { sequence: 2, client_order_id: "grinder_grid_BTCUSDT_2_1704067100_1" };

test.each<[string, AuditEvent[], number, string]>([
  ["a result without an attempt", [resultEvent(), runEvent()], 1, "without an attempt"],
  [
    "an attempt before the result of the previous one",
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
    "a dry run with a wrong planned count",
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
    "status is executed, but the run is unknown",
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
    "a wrong duration",
    [...completeRun.slice(0, 2), runEvent({ details: { duration_ms: 5 } })],
    3,
    "duration_ms",
  ],
  [
    "more outcomes than mismatches",
    [...completeRun.slice(0, 2), runEvent({ details: { blocked_count: 5 } })],
    3,
    "more outcomes than the 1 counted mismatches",
  ],
  ["a run that ends twice", [...completeRun, runEvent()], 4, "already ended"],
  ["a run id that is used again", [...completeRun, attemptEvent()], 4, "already ended"],
])("%s breaks the trail, and its line is reported", (_, events, line, message) => {
  const { verdict, broken } = verify(...events);
  expect(verdict).toBe("fail");
  expect(broken).toContainEqual({ line, message: expect.stringContaining(message) });
});

test.each([
  ["a line that is not JSON", "{oops}", "not JSON"],
  ["an empty line", "", "not JSON"],
  ["an escape sequence, which is printed escaped", "\u001B[31m", "\\u{1b}"],
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
  expect(verdict).toBe("fail");
  expect(broken[0]).toMatchObject({ line: 4 });
  expect(broken[0]?.message).toContain(message);
});

test("bytes that are not text break the trail, and the other lines are still read", () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.from(textOf(completeRun))]);
  expect(verifyTrail(bytes)).toMatchObject({
    verdict: "fail",
    runs: 1,
    broken: [{ line: 1, message: "not UTF-8 text" }],
  });
});

test.each([
  ["a partial last line", `${textOf(completeRun)}{"event_ty`, 4, "partial line: 10 bytes"],
  ["a run interrupted in an attempt", textOf([attemptEvent()]), 1, "unknown; check the exchange"],
  [
    "a run interrupted after a result",
    textOf([attemptEvent(), resultEvent()]),
    2,
    "interrupted after",
  ],
  ["an empty trail", "", 1, "nothing to verify"],
])("%s makes the verdict inconclusive, and is reported", (_, text, line, message) => {
  const { verdict, unfinished } = verifyTrail(Buffer.from(text));
  expect(verdict).toBe("inconclusive");
  expect(unfinished[0]?.line).toBe(line);
  expect(unfinished[0]?.message).toContain(message);
});
