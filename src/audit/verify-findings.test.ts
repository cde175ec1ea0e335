import { expect, test } from "vitest";
import type { AuditEvent } from "../domain/audit-event.ts";
import { attemptEvent, resultEvent, runEvent } from "../test-fixtures/audit-events.ts";
import { canonicalJson } from "./canonical-json.ts";
import { verifyTrail } from "./verify.ts";

const textOf = (events: readonly unknown[]) =>
  events.map((event) => `${canonicalJson(event)}\n`).join("");

const verify = (...events: readonly AuditEvent[]) => verifyTrail(Buffer.from(textOf(events)));

test("an interrupted attempt is reported with its run and its request", () => {
  const { unfinished } = verify(attemptEvent());
  expect(unfinished).toEqual([
    {
      line: 1,
      message:
        "run run-1 was interrupted in attempt 1: whether cancel BTCUSDT " +
        "grinder_grid_BTCUSDT_1_1704067100_1 took effect is unknown; check the exchange",
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
  ["bytes that are not text", Uint8Array.from([0xff, 0xfe, 0x0a]), "not UTF-8 text"],
  ["words", Buffer.from("hello\n"), "not JSON: hello"],
])("a line with %s is reported with its number", (_, bytes, message) => {
  const [finding] = verifyTrail(bytes).broken;
  expect(finding?.line).toBe(1);
  expect(finding?.message).toContain(message);
});

test.each(["unknown", "failed", "executed", "planned"] as const)(
  "a run without results and plans that has the status %s is broken",
  (status) => {
    const details = { cancel_count: 0, flatten_count: 0, executed_count: 0, planned_count: 0 };
    const { broken } = verify(runEvent({ status, details }));
    expect(broken.map(({ message }) => message)).toEqual([
      `status is ${status}, but nothing in the run is`,
    ]);
  },
);

test.each(["clean", "no_action", "blocked"] as const)(
  "a run without results and plans may have the status %s",
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

test("the planned count of a dry run is the sum of its cancels and flattens", () => {
  expect(planned({ cancel_count: 1, flatten_count: 2, planned_count: 3 })).toEqual([]);
  expect(planned({ cancel_count: 1, flatten_count: 2, planned_count: 1 })).toEqual([
    "planned_count is 1, but the run has 3",
  ]);
});

test("there are no more outcomes of all kinds than mismatches", () => {
  const none = { cancel_count: 0, flatten_count: 0, executed_count: 0, planned_count: 0 };
  const problems = (details: object) =>
    verify(runEvent({ status: "no_action", details: { ...none, ...details } })).broken.length;
  const found = Object.values(runEvent().mismatch_counts).reduce((sum, count) => sum + count, 0);
  expect(problems({ skipped_terminal: found })).toBe(0);
  expect(problems({ skipped_terminal: found + 1 })).toBe(1);
  expect(problems({ skipped_no_action: found })).toBe(0);
  expect(problems({ skipped_no_action: found + 1 })).toBe(1);
  expect(problems({ blocked_count: 1, skipped_terminal: found })).toBe(1);
});

test("a close that is split has more outcomes than mismatches, and other mismatches have not", () => {
  const counts = { ORDER_EXISTS_UNEXPECTED: 0, POSITION_NONZERO_UNEXPECTED: 1 };
  const problems = (details: object) =>
    verify(
      runEvent({
        mode: "dry_run",
        status: "planned",
        mismatch_counts: { ...runEvent().mismatch_counts, ...counts },
        details: { cancel_count: 0, executed_count: 0, ...details },
      }),
    ).broken.map(({ message }) => message);
  expect(problems({ flatten_count: 3, planned_count: 3, blocked_count: 1 })).toEqual([]);
  expect(problems({ flatten_count: 3, planned_count: 3, skipped_no_action: 2 })).toEqual([
    "more outcomes than the 1 counted mismatches",
  ]);
});

/** The findings of a dry run with one order mismatch and so many position mismatches. */
function findingsOf(positions: number, details: object): string[] {
  const event = runEvent({
    mode: "dry_run",
    status: "planned",
    mismatch_counts: {
      ...runEvent().mismatch_counts,
      ORDER_EXISTS_UNEXPECTED: 1,
      POSITION_NONZERO_UNEXPECTED: positions,
    },
    details: { cancel_count: 0, executed_count: 0, flatten_count: 0, ...details },
  });
  return verify(event).broken.map(({ message }) => message);
}

test("cancels need order mismatches, and a flatten needs a position mismatch", () => {
  expect(findingsOf(2, { cancel_count: 1, flatten_count: 5, planned_count: 6 })).toEqual([]);
  const ofOrders = "more outcomes of orders than the 1 counted order mismatches";
  expect(findingsOf(2, { cancel_count: 2, planned_count: 2 })).toEqual([ofOrders]);
  expect(findingsOf(2, { cancel_count: 1, planned_count: 1, skipped_terminal: 1 })).toEqual([
    ofOrders,
  ]);
  expect(findingsOf(0, { flatten_count: 1, planned_count: 1 })).toEqual([
    "a flatten without a counted position mismatch",
  ]);
});

test("a dry run with more plans than mismatches is broken", () => {
  const details = { cancel_count: 1, flatten_count: 1, executed_count: 0, planned_count: 2 };
  const { broken } = verify(runEvent({ mode: "dry_run", status: "planned", details }));
  expect(broken.map(({ message }) => message)).toEqual([
    "more outcomes than the 1 counted mismatches",
  ]);
});

test("a line with a byte order mark is not in canonical form", () => {
  const text = textOf([
    runEvent({ status: "clean", details: { cancel_count: 0, executed_count: 0 } }),
  ]);
  expect(verifyTrail(Buffer.from(text)).broken).toEqual([]);
  expect(verifyTrail(Buffer.from(`\uFEFF${text}`)).broken).toHaveLength(1);
});

const attempt = canonicalJson(attemptEvent());

test.each([
  ["a torn event", '{"action":"can', 14],
  ["an event without its newline", attempt, attempt.length],
  ["two torn events", '{"cli{"action":"c', 17],
  ["half a character", Buffer.from('{"action":"ü').subarray(0, -1), 12],
])("%s before an event is a torn line, and the event is not counted", (_, torn, bytes) => {
  const text = Buffer.concat([Buffer.from(torn), Buffer.from(`${attempt}\n`)]);
  expect(verifyTrail(text)).toMatchObject({
    verdict: "inconclusive",
    runs: 0,
    broken: [],
    unfinished: [
      { line: 1, message: expect.stringContaining(`torn line: ${bytes} bytes`) },
      { line: 1, message: "no complete event: nothing to verify" },
    ],
  });
});

test.each([
  ["other text before an event", `oops${attempt}`],
  ["a torn event with its newline", '{"action":"can'],
  ["a torn event before one that does not fit the schema", '{"action":"c{"action":"c"}'],
  ["a torn event before one without canonical form", `{"action":"c${attempt} `],
])("%s breaks the trail", (_, line) => {
  const { verdict, broken } = verifyTrail(Buffer.from(`${line}\n`));
  expect(verdict).toBe("fail");
  expect(broken).toEqual([{ line: 1, message: expect.stringContaining("not JSON") }]);
});

test("the flattens of a run are counted by its attempts", () => {
  const call = { sequence: 1, kind: "flatten" } as const;
  const order = { side: "SELL", quantity: "1", position_side: null, reduce_only: true } as const;
  const position = { mismatch_type: "POSITION_NONZERO_UNEXPECTED", ...order } as const;
  const run = (flatten_count: number) =>
    verify(
      attemptEvent({ ...call, ...position }),
      resultEvent(call),
      runEvent({
        action: "flatten",
        mismatch_counts: {
          ORDER_EXISTS_UNEXPECTED: 0,
          ORDER_STATUS_DIVERGENCE: 0,
          ORDER_MISSING_ON_EXCHANGE: 0,
          POSITION_NONZERO_UNEXPECTED: 1,
        },
        details: { cancel_count: 0, flatten_count },
      }),
    ).broken.map(({ message }) => message);
  expect(run(1)).toEqual([]);
  expect(run(0)).toEqual(["flatten_count is 0, but the run has 1"]);
});

const messagesOf = (sent: object, ended: object) =>
  verify(attemptEvent(sent), resultEvent(ended)).broken.map(({ message }) => message);

test("a result has the list of orders of its attempt", () => {
  const order_list = "conditional";
  const differs = "order_list of the result is not that of attempt 1";
  expect(messagesOf({ order_list }, {})).toContain(differs);
  expect(messagesOf({}, { order_list })).toContain(differs);
  expect(messagesOf({ order_list }, { order_list })).toEqual([]);
});
